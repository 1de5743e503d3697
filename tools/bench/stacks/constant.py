"""What all stacks share: a secret, and for the comparison stacks their Redis options, what they store and answer."""

from typing import Any, Final

SECRET: Final = "a secret of the bench"
CLIENT: Final[dict[str, Any]] = {
    "decode_responses": True,
    "protocol": 2,
    "socket_connect_timeout": 0.25,
    "socket_timeout": 0.25,
}
"""Options of redis-py's client, with the timeouts of the service."""

DOCUMENT: Final = "x" * 160
"""This and what follows have the size of what the service stores and answers."""

SPEECH: Final = "Trust grows when you both know where you stand. " * 7
REPROMPT: Final = "You can say yes, or next for another step. Would you like to hear more?"
ATTRIBUTES: Final[dict[str, Any]] = {
    "turns": 3,
    "last": {"speech": SPEECH, "question": "more", "reprompt": REPROMPT},
    "known": {"trust-steps:{0123456789abcdef0123456789abcdef}:0123456789abcdef": {"progress": DOCUMENT, "saved": True}},
}
ENVELOPE: Final[dict[str, Any]] = {
    "version": "1.0",
    "sessionAttributes": ATTRIBUTES,
    "userAgent": "ask-python/1.19.0 Python/3.11",
    "response": {
        "outputSpeech": {"type": "SSML", "ssml": f"<speak>{SPEECH}</speak>"},
        "reprompt": {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{REPROMPT}</speak>"}},
        "shouldEndSession": False,
    },
}

SWAP: Final = """
local current = redis.call('GET', KEYS[1]) or ''
if current ~= ARGV[3] then return {0, current} end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return {1, ''}
"""
