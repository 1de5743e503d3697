"""The tea room in Python, without any package: it answers like index.js."""

import random
import sys
from typing import Any

GREETINGS = ("Welcome to the tea room.", "Hello, this is the tea room.")
POUR = {"url": "https://tea.example/pour.mp3", "token": "pour", "offsetInMilliseconds": 0}


def speak(text: str, **more: Any) -> dict[str, Any]:
    return {"outputSpeech": {"type": "PlainText", "text": text}, **more}


def respond(request: dict[str, Any], attributes: dict[str, Any]) -> dict[str, Any]:
    if request["type"] == "LaunchRequest":
        reprompt = {"outputSpeech": {"type": "PlainText", "text": "Which tea?"}}
        return speak(f"{random.choice(GREETINGS)} What would you like?", reprompt=reprompt, shouldEndSession=False)
    if request["type"] != "IntentRequest":
        return {}
    name = request["intent"]["name"]
    if name == "BreakIntent":
        raise RuntimeError("the pot is broken")
    if name == "OrderIntent":
        attributes["orders"] = attributes.get("orders", 0) + 1
        tea = request["intent"]["slots"]["tea"]["value"]
        play = {"type": "AudioPlayer.Play", "playBehavior": "REPLACE_ALL", "audioItem": {"stream": POUR}}
        return speak(
            f"One {tea}. Order number {random.randint(1000, 9999)}. What else?",
            card={"type": "Simple", "title": "Your order", "content": tea},
            directives=[play],
            shouldEndSession=False,
        )
    is_stop = name == "AMAZON.StopIntent"
    return speak("Goodbye." if is_stop else "You can order tea. Which one?", shouldEndSession=is_stop)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    sys.stdout.write(f"request {context.aws_request_id}\n")
    attributes = dict(event.get("session", {}).get("attributes") or {})
    return {"version": "1.0", "response": respond(event["request"], attributes), "sessionAttributes": attributes}
