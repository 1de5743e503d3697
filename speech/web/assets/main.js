// The page: who listens to whom.

import { Composer } from "./composer.js";
import { Device } from "./device.js";
import { find } from "./dom.js";
import { Rehearsal } from "./rehearsal.js";
import { Silence } from "./silence.js";
import { Talk } from "./talk.js";
import { Turns } from "./turns.js";
import { Voice } from "./voice.js";
import { Workshop } from "./workshop.js";

const talk = new Talk();
const voice = new Voice();
const workshop = new Workshop(talk);
const device = new Device(talk);
new Turns(talk, voice, workshop.look);
new Composer(talk);
new Silence(talk, voice, find("sentence"));
new Rehearsal(talk);

const play = find("play");
const isHeard = () => voice.state === "playing" || voice.state === "loading";

function show() {
  const listens = talk.isAsked ? "Alexa waits for your answer" : talk.isOpen ? "Listening" : `Waiting for “open ${talk.begun?.skill}”`;
  const told = {
    blocked: "Your browser waits for you: press Play to hear it.",
    failed: voice.fault,
    loading: "Speaking",
    playing: "Speaking",
  };
  find("status").textContent = told[voice.state] ?? listens;
  play.disabled = !voice.canPlay;
  play.textContent = isHeard() ? "Stop" : "Play";
  device.show(isHeard() ? "speaking" : talk.isOpen || talk.isAsked ? "listening" : "idle");
}

voice.addEventListener("change", show);
talk.addEventListener("begun", () => {
  voice.forget();
  show();
});
talk.addEventListener("asked", () => voice.forget());
talk.addEventListener("turn", ({ detail }) => {
  if (detail.isHeard) voice.take(talk.path(detail.number, "answer.wav"));
  else if (detail.kind !== "person") voice.forget();
  show();
});
talk.addEventListener("fault", show);
play.addEventListener("click", () => (isHeard() ? voice.stop() : voice.play()));
find("rate").addEventListener("change", (event) => voice.setRate(Number(event.target.value)));
find("mute").addEventListener("change", (event) => {
  voice.isMute = event.target.checked;
  if (voice.isMute) voice.stop();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && voice.stop());

talk
  .resume()
  .then(() => find("sentence").focus())
  .catch((fault) => (find("status").textContent = fault.message));
