// The device: its type, language, person and date, and its speaker or screen.

import { Screen } from "./apl/screen.js";
import { tiedToSound } from "./apl/sound_timing.js";
import { find, options } from "./dom.js";
import { date, language, titleCase, withoutMarks } from "./format.js";
import { load, save } from "./storage.js";

const STORAGE_KEY = "device";

export class Device {
  #stage = find("stage");
  #type = find("device-type");
  #screen = null;
  #shown = null; // the turn whose document is on the screen

  // `start` begins a conversation in a language.
  constructor(conversation, playback, start) {
    Object.assign(this, { conversation, playback });
    this.#type.addEventListener("change", () => this.#setType(this.#type.value));
    find("person").addEventListener("change", (event) => (conversation.settings.person = event.target.value));
    find("locale").addEventListener("change", async (event) => {
      await start(event.target.value);
      event.target.value = conversation.info.locale; // if it could not be started
    });
    find("next-day").addEventListener("click", () => conversation.nextDay());
    find("restart").addEventListener("click", () => start());
    conversation.addEventListener("started", () => this.#start());
    conversation.addEventListener("turn", ({ detail }) => this.#update(detail));
    playback.addEventListener("times", () => this.#tie());
  }

  #start() {
    const { deviceTypes, locale, locales, skill, now } = this.conversation.info;
    document.title = `${titleCase(skill)} in the simulator`;
    find("skill-name").textContent = titleCase(skill);
    this.#type.replaceChildren(...options(deviceTypes.map(({ key, name }) => [key, name])));
    find("locale").replaceChildren(...options(locales.map((each) => [each, language(each)]), locale));
    find("now").textContent = date(now);
    this.conversation.settings.person = find("person").value;
    this.#setType(load(STORAGE_KEY) ?? deviceTypes[0].key);
  }

  #setType(key) {
    const { deviceTypes } = this.conversation.info;
    const type = deviceTypes.find((each) => each.key === key) ?? deviceTypes[0];
    save(STORAGE_KEY, type.key);
    this.#type.value = this.conversation.settings.device = type.key;
    this.#screen?.close();
    this.#screen = type.viewport && new Screen(type.viewport, (event) => this.conversation.touch(event));
    this.#stage.replaceChildren(...(this.#screen?.elements ?? []));
    document.body.dataset.screen = Boolean(this.#screen);
    this.#draw(this.conversation.turns.findLast((turn) => turn.screen));
  }

  #update(turn) {
    find("now").textContent = date(turn.now);
    if (turn.screen) this.#draw(turn);
    if (turn.kind === "later") {
      this.#shown = null;
      this.#screen?.clear();
    }
  }

  #draw(turn) {
    this.#shown = turn ?? null;
    if (turn?.screen && !this.#tie()) this.#screen?.draw(turn.screen);
  }

  // Draws the document again with the times of its sound, if it counts them down. Returns whether it does.
  #tie() {
    const { times } = this.playback;
    const turn = this.#shown;
    if (!this.#screen || !turn || times?.path !== this.conversation.path(turn.number, "answer.wav")) return false;
    const tied = tiedToSound(turn.screen, times, withoutMarks(turn.words));
    if (tied) this.#screen.draw(tied, () => this.playback.position * 1000);
    return Boolean(tied);
  }
}
