// The entry point: creates the parts of the page and connects them.

import { AlexaApp } from "./alexa_app.js";
import { AudioPlayer } from "./audio_player.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Device } from "./device.js";
import { find } from "./dom.js";
import { Inspector } from "./inspector.js";
import { Rehearsal } from "./rehearsal.js";
import { RepromptTimer } from "./reprompt_timer.js";
import { StreamPlayer } from "./stream_player.js";
import { Transcript } from "./transcript.js";

const conversation = new Conversation();
const player = new AudioPlayer();
const inspector = new Inspector(conversation);
const device = new Device(conversation);
new Transcript(conversation, player, inspector.inspect);
new Composer(conversation);
new RepromptTimer(conversation, player, find("sentence"));
new Rehearsal(conversation);
new AlexaApp(conversation);
new StreamPlayer(conversation);

const play = find("play");

function sessionStatus() {
  if (conversation.isAsking) return "Alexa is waiting for your answer";
  if (conversation.isOpen) return conversation.isListening ? "Listening" : "Open, with the microphone off";
  return `Waiting for “${conversation.info?.openPhrase}”`;
}

function update() {
  const status = {
    blocked: "Your browser blocks the sound: press Play to hear it.",
    failed: player.fault,
    loading: "Speaking",
    playing: "Speaking",
  };
  find("status").textContent = status[player.state] ?? sessionStatus();
  play.disabled = !player.canPlay;
  play.textContent = player.isActive ? "Stop" : "Play";
  const isListening = conversation.isListening || conversation.isAsking;
  device.setState(player.isActive ? "speaking" : isListening ? "listening" : "idle");
}

player.addEventListener("change", update);
conversation.addEventListener("started", () => {
  player.unload();
  update();
});
conversation.addEventListener("sending", () => player.unload());
conversation.addEventListener("turn", ({ detail }) => {
  if (detail.hasSpeech) player.load(conversation.path(detail.number, "answer.wav"));
  else if (detail.kind !== "person") player.unload();
  update();
});
conversation.addEventListener("fault", update);
play.addEventListener("click", () => (player.isActive ? player.stop() : player.play()));
find("rate").addEventListener("change", (event) => player.setRate(Number(event.target.value)));
find("mute").addEventListener("change", (event) => {
  player.isMuted = event.target.checked;
  if (player.isMuted) player.stop();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && player.stop());

conversation
  .resume()
  .then(() => find("sentence").focus())
  .catch((fault) => (find("status").textContent = fault.message));
