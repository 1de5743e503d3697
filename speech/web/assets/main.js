// The entry point: creates the parts of the page and connects them.

import { AlexaApp } from "./alexa_app.js";
import { AudioPlayer } from "./audio_player.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Device } from "./device.js";
import { find } from "./dom.js";
import { Inspector } from "./inspector.js";
import { Microphone } from "./microphone.js";
import { Notice } from "./notice.js";
import { Playback } from "./playback.js";
import { Rehearsal } from "./rehearsal.js";
import { RepromptTimer } from "./reprompt_timer.js";
import { Status } from "./status.js";
import { StepMap } from "./step_map.js";
import { StreamPlayer } from "./stream_player.js";
import { Suggestions } from "./suggestions.js";
import { Transcript } from "./transcript.js";
import { View } from "./view.js";
import { Welcome } from "./welcome.js";
import { WordHighlight } from "./word_highlight.js";

const conversation = new Conversation();
const player = new AudioPlayer();

// The sound is fetched before anything is drawn.
for (const name of ["started", "sending"]) conversation.addEventListener(name, () => player.unload());
conversation.addEventListener("turn", ({ detail }) => {
  if (detail.hasSpeech) player.load(conversation.path(detail.number, "answer.wav"));
  else if (detail.kind !== "person") player.unload();
});

const playback = new Playback(player);
const composer = new Composer(conversation);
const notice = new Notice(conversation);
const view = new View(conversation);
const inspector = new Inspector(conversation, view);
const microphone = new Microphone(conversation, { say: composer.say, onStart: () => player.stop() });
new Welcome(conversation);
const transcript = new Transcript(conversation, player, inspector.inspect);
new StepMap(conversation);
new Suggestions(conversation, composer.say);
new Device(conversation, playback, notice.start);
new RepromptTimer(conversation, player, find("sentence"), microphone);
new Rehearsal(conversation);
new AlexaApp(conversation);
new StreamPlayer(conversation);
new WordHighlight(playback, transcript.answerOf);
const status = new Status(conversation, player, playback, microphone);

const play = find("play");

player.addEventListener("change", () => {
  play.disabled = !player.canPlay;
  play.textContent = player.isActive ? "Stop voice" : "Play";
});
view.addEventListener("change", () => transcript.showLast());
play.addEventListener("click", () => (player.isActive ? player.stop() : player.play()));
find("rate").addEventListener("change", (event) => player.setRate(Number(event.target.value)));
find("mute").addEventListener("change", (event) => {
  player.isMuted = event.target.checked;
  if (player.isMuted) player.stop();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && player.stop());

status.update();
conversation.resume().then(() => find("sentence").focus());
