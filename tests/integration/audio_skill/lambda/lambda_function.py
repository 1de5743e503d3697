"""Sea radio in Python: an AudioPlayer skill without any package. It plays three streams one after the other."""

from typing import Any

STREAMS = ("waves", "gulls", "rain")


def speak(text: str, **more: Any) -> dict[str, Any]:
    return {"outputSpeech": {"type": "PlainText", "text": text}, "shouldEndSession": True, **more}


def play(token: str, behavior: str = "REPLACE_ALL", offset: int = 0, **more: Any) -> dict[str, Any]:
    stream = {"url": f"https://sea.example/{token}.mp3", "token": token, "offsetInMilliseconds": offset, **more}
    item = {"stream": stream, "metadata": {"title": f"The {token}"}}
    return {"type": "AudioPlayer.Play", "playBehavior": behavior, "audioItem": item}


def neighbour(token: str, step: int) -> str | None:
    at = STREAMS.index(token) + step
    return STREAMS[at] if 0 <= at < len(STREAMS) else None


def skip(token: str, step: int) -> dict[str, Any]:
    found = neighbour(token, step)
    return {"directives": [play(found)]} if found else speak("That was the last one.")


def on_intent(name: str, slots: dict[str, Any], player: dict[str, Any]) -> dict[str, Any]:
    if name == "PlayIntent":
        return speak("Here it is.", directives=[play(slots["sea"]["value"])])
    if name == "QuizIntent":
        return speak("What swims?", shouldEndSession=False)
    if name in {"AMAZON.PauseIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent"}:
        return {"directives": [{"type": "AudioPlayer.Stop"}]}
    if name == "AMAZON.ResumeIntent" and "token" in player:
        return {"directives": [play(player["token"], offset=player["offsetInMilliseconds"])]}
    if name in {"AMAZON.NextIntent", "AMAZON.PreviousIntent"} and "token" in player:
        return skip(player["token"], 1 if name == "AMAZON.NextIntent" else -1)
    return speak("Sea radio can't do that.")


def on_event(kind: str, token: str) -> dict[str, Any]:
    match kind:
        case "AudioPlayer.PlaybackNearlyFinished" if found := neighbour(token, 1):
            return {"directives": [play(found, "ENQUEUE", expectedPreviousToken=token)]}
        case "AudioPlayer.PlaybackFailed" if token != "rain":
            return {"directives": [play("rain")]}
        case "PlaybackController.NextCommandIssued":
            return skip(token, 1)
        case "PlaybackController.PauseCommandIssued":
            return {"directives": [{"type": "AudioPlayer.Stop"}]}
    return {}


def respond(request: dict[str, Any], player: dict[str, Any]) -> dict[str, Any]:
    match request["type"]:
        case "LaunchRequest":
            return speak("Welcome to sea radio. Waves or gulls?", shouldEndSession=False)
        case "IntentRequest":
            return on_intent(request["intent"]["name"], request["intent"].get("slots", {}), player)
    return on_event(request["type"], player.get("token", ""))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return {"version": "1.0", "response": respond(event["request"], event["context"].get("AudioPlayer", {}))}
