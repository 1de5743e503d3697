// The device on the desk: what it is, where it is, who speaks to it, and the calendar that it lives by.

import { Screen } from "./apl/screen.js";
import { find, make, options } from "./dom.js";
import { date, language, titled } from "./words.js";

const KEPT_AS = "device";
const STATES = { idle: "Waiting", listening: "Listening", thinking: "One moment", speaking: "Speaking" };

export class Device {
  #stage = find("stage");
  #kind = find("kind");
  #speaker = make("div", { className: "speaker" }, make("span", {}));
  #screen = null;

  constructor(talk) {
    this.talk = talk;
    this.#kind.addEventListener("change", () => this.#become(this.#kind.value));
    find("person").addEventListener("change", (event) => (talk.settings.person = event.target.value));
    find("locale").addEventListener("change", (event) => talk.anew(event.target.value));
    find("tomorrow").addEventListener("click", () => talk.tomorrow());
    find("anew").addEventListener("click", () => talk.anew(talk.begun.locale));
    talk.addEventListener("begun", () => this.#begin());
    talk.addEventListener("asked", () => this.show("thinking"));
    talk.addEventListener("turn", ({ detail }) => this.#follow(detail));
  }

  show(state) {
    this.#speaker.dataset.state = state;
    this.#speaker.firstChild.textContent = STATES[state];
  }

  #begin() {
    const { kinds, locale, locales, skill, now } = this.talk.begun;
    document.title = `${titled(skill)} on your desk`;
    find("skill-name").textContent = titled(skill);
    this.#kind.replaceChildren(...options(kinds.map(({ key, name }) => [key, name])));
    find("locale").replaceChildren(...options(locales.map((each) => [each, language(each)]), locale));
    find("now").textContent = date(now);
    this.talk.settings.person = find("person").value;
    this.#become(sessionStorage.getItem(KEPT_AS) ?? kinds[0].key);
  }

  #become(key) {
    const kind = this.talk.begun.kinds.find((each) => each.key === key) ?? this.talk.begun.kinds[0];
    sessionStorage.setItem(KEPT_AS, kind.key);
    this.#kind.value = this.talk.settings.device = kind.key;
    this.#screen?.close();
    this.#screen = kind.viewport && new Screen(kind.viewport, (event) => this.talk.touch(event));
    this.#stage.replaceChildren(...(this.#screen ? this.#screen.elements : [this.#speaker]));
    const drawn = this.talk.turns.findLast((turn) => turn.screen);
    if (drawn) this.#screen?.draw(drawn.screen);
  }

  #follow(turn) {
    find("now").textContent = date(turn.now);
    if (turn.screen) this.#screen?.draw(turn.screen);
    if (turn.kind === "later") this.#screen?.clear();
  }
}
