// The stream that the device plays for the skill: what it is, how far it has come, and the buttons of a player.
// No sound of it is loaded. The page's clock stands still, so a stream goes on when a button says so.

import { find, make } from "./dom.js";

const BUTTONS = [
  ["Previous stream", "button previous"],
  ["Play stream", "button play"],
  ["Pause stream", "button pause"],
  ["Next stream", "button next"],
];
const ACTIVITIES = { PLAYING: "playing", STOPPED: "stopped", FINISHED: "over" };

export class StreamPlayer {
  #panel = find("stream");
  #name = make("p", { className: "stream-name", dir: "auto" });
  #state = make("p", { className: "fine" });
  #whilePlaying;

  constructor(conversation) {
    const button = (text, onclick) => make("button", { type: "button", className: "quiet", onclick }, text);
    this.#whilePlaying = [
      button("30 seconds later", () => conversation.wait()),
      button("To its end", () => conversation.usePlayer("stream finished")),
    ];
    const buttons = BUTTONS.map(([text, event]) => button(text, () => conversation.usePlayer(event)));
    this.#panel.append(this.#name, this.#state, make("p", { className: "actions" }, ...buttons, ...this.#whilePlaying));
    conversation.addEventListener("started", () => this.#show(conversation.turns.at(-1)));
    conversation.addEventListener("turn", ({ detail }) => this.#show(detail));
  }

  #show(turn) {
    const player = turn?.player;
    this.#panel.hidden = !player;
    if (!player) return;
    const position = `${Math.floor(player.seconds / 60)}:${String(player.seconds % 60).padStart(2, "0")}`;
    const queue = player.queued ? `, ${player.queued} in the queue` : "";
    this.#name.textContent = player.name;
    this.#state.textContent = `${position}, ${ACTIVITIES[player.activity] ?? player.activity}${queue}`;
    for (const button of this.#whilePlaying) button.disabled = player.activity !== "PLAYING";
  }
}
