// The device: its type, language, person and date, and its speaker or screen.

import { Screen } from "./apl/screen.js";
import { find, make, options } from "./dom.js";
import { date, language, titleCase } from "./format.js";

const STORAGE_KEY = "device";
const STATES = { idle: "Waiting", listening: "Listening", thinking: "One moment", speaking: "Speaking" };

export class Device {
  #stage = find("stage");
  #type = find("device-type");
  #speaker = make("div", { className: "speaker" }, make("span", {}));
  #screen = null;

  constructor(conversation) {
    this.conversation = conversation;
    this.#type.addEventListener("change", () => this.#setType(this.#type.value));
    find("person").addEventListener("change", (event) => (conversation.settings.person = event.target.value));
    find("locale").addEventListener("change", (event) => conversation.start(event.target.value));
    find("next-day").addEventListener("click", () => conversation.nextDay());
    find("restart").addEventListener("click", () => conversation.start(conversation.info.locale));
    conversation.addEventListener("started", () => this.#start());
    conversation.addEventListener("sending", () => this.setState("thinking"));
    conversation.addEventListener("turn", ({ detail }) => this.#update(detail));
  }

  setState(state) {
    this.#speaker.dataset.state = state;
    this.#speaker.firstChild.textContent = STATES[state];
  }

  #start() {
    const { deviceTypes, locale, locales, skill, now } = this.conversation.info;
    document.title = `${titleCase(skill)} in the simulator`;
    find("skill-name").textContent = titleCase(skill);
    this.#type.replaceChildren(...options(deviceTypes.map(({ key, name }) => [key, name])));
    find("locale").replaceChildren(...options(locales.map((each) => [each, language(each)]), locale));
    find("now").textContent = date(now);
    this.conversation.settings.person = find("person").value;
    this.#setType(sessionStorage.getItem(STORAGE_KEY) ?? deviceTypes[0].key);
  }

  #setType(key) {
    const { deviceTypes } = this.conversation.info;
    const type = deviceTypes.find((each) => each.key === key) ?? deviceTypes[0];
    sessionStorage.setItem(STORAGE_KEY, type.key);
    this.#type.value = this.conversation.settings.device = type.key;
    this.#screen?.close();
    this.#screen = type.viewport && new Screen(type.viewport, (event) => this.conversation.touch(event));
    this.#stage.replaceChildren(...(this.#screen ? this.#screen.elements : [this.#speaker]));
    const last = this.conversation.turns.findLast((turn) => turn.screen);
    if (last) this.#screen?.draw(last.screen);
  }

  #update(turn) {
    find("now").textContent = date(turn.now);
    if (turn.screen) this.#screen?.draw(turn.screen);
    if (turn.kind === "later") this.#screen?.clear();
  }
}
