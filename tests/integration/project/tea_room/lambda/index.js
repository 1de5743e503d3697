// The tea room for Node, without any package: it answers like lambda_function.py.
const GREETINGS = ["Welcome to the tea room.", "Hello, this is the tea room."];

const speak = (text, more = {}) => ({ outputSpeech: { type: "PlainText", text }, ...more });

const respond = (request, attributes) => {
  if (request.type === "LaunchRequest") {
    const greeting = GREETINGS[Math.floor(Math.random() * GREETINGS.length)];
    return speak(`${greeting} What would you like?`, {
      reprompt: { outputSpeech: { type: "PlainText", text: "Which tea?" } },
      shouldEndSession: false,
    });
  }
  if (request.type !== "IntentRequest") return {};
  const { name, slots } = request.intent;
  if (name === "BreakIntent") throw new Error("the pot is broken");
  if (name === "OrderIntent") {
    attributes.orders = (attributes.orders ?? 0) + 1;
    return speak(`One ${slots.tea.value}. Order number ${1000 + Math.floor(Math.random() * 9000)}. What else?`, {
      card: { type: "Simple", title: "Your order", content: slots.tea.value },
      directives: [
        { type: "AudioPlayer.Play", playBehavior: "REPLACE_ALL", audioItem: { stream: { url: "https://tea.example/pour.mp3", token: "pour", offsetInMilliseconds: 0 } } },
      ],
      shouldEndSession: false,
    });
  }
  return speak(name === "AMAZON.StopIntent" ? "Goodbye." : "You can order tea. Which one?", {
    shouldEndSession: name === "AMAZON.StopIntent",
  });
};

exports.handler = async (event, context) => {
  console.log(`request ${context.awsRequestId}`);
  const attributes = { ...event.session?.attributes };
  return { version: "1.0", response: respond(event.request, attributes), sessionAttributes: attributes };
};
