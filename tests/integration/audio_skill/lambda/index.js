// Sea radio for Node, without any package: it answers like lambda_function.py.
const STREAMS = ["waves", "gulls", "rain"];
const STOP = { type: "AudioPlayer.Stop" };

const speak = (text, more = {}) => ({ outputSpeech: { type: "PlainText", text }, shouldEndSession: true, ...more });

const play = (token, playBehavior = "REPLACE_ALL", offsetInMilliseconds = 0, more = {}) => ({
  type: "AudioPlayer.Play",
  playBehavior,
  audioItem: {
    stream: { url: `https://sea.example/${token}.mp3`, token, offsetInMilliseconds, ...more },
    metadata: { title: `The ${token}` },
  },
});

const neighbour = (token, step) => STREAMS[STREAMS.indexOf(token) + step];

function skip(token, step) {
  const found = neighbour(token, step);
  return found ? { directives: [play(found)] } : speak("That was the last one.");
}

function onIntent({ name, slots }, player) {
  switch (name) {
    case "PlayIntent":
      return speak("Here it is.", { directives: [play(slots.sea.value)] });
    case "QuizIntent":
      return speak("What swims?", { shouldEndSession: false });
    case "AMAZON.PauseIntent":
    case "AMAZON.StopIntent":
    case "AMAZON.CancelIntent":
      return { directives: [STOP] };
    case "AMAZON.ResumeIntent":
      return { directives: [play(player.token, "REPLACE_ALL", player.offsetInMilliseconds)] };
    case "AMAZON.NextIntent":
      return skip(player.token, 1);
    case "AMAZON.PreviousIntent":
      return skip(player.token, -1);
    default:
      return speak("Sea radio can't do that.");
  }
}

function respond(request, player) {
  switch (request.type) {
    case "LaunchRequest":
      return speak("Welcome to sea radio. Waves or gulls?", { shouldEndSession: false });
    case "IntentRequest":
      return onIntent(request.intent, player);
    case "AudioPlayer.PlaybackNearlyFinished": {
      const found = neighbour(request.token, 1);
      return { directives: found ? [play(found, "ENQUEUE", 0, { expectedPreviousToken: request.token })] : [] };
    }
    case "AudioPlayer.PlaybackFailed":
      return request.token === "rain" ? {} : { directives: [play("rain")] };
    case "PlaybackController.NextCommandIssued":
      return skip(player.token, 1);
    case "PlaybackController.PauseCommandIssued":
      return { directives: [STOP] };
    default:
      return {};
  }
}

exports.handler = async ({ request, context }) => ({ version: "1.0", response: respond(request, context.AudioPlayer) });
