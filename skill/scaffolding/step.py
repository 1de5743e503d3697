"""A new step: a table with the fields to write, and a value of the slot type STEP."""

import json
import re
from typing import Any, Final

from skill.content.schema import FEWEST_REFLECTIONS, MOST_GIST_WORDS, MOST_WORDS
from skill.errors import ContentError
from skill.locales import REFERENCE
from skill.scaffolding.checkout import Checkout, to_json

PHRASES: Final = f"skill/locales/{REFERENCE}/phrases.toml"
MODEL: Final = f"interaction_models/{REFERENCE}.json"
TABLE: Final = """\

[[steps]]
key = "{key}"
title = "{title}"
# What people call it; it fits the middle of a sentence.
short = "{short}"
# Remove the # before each field below when you have written it.
# The step in at most {gist} words; it fits after a colon.
# gist = ""
# At most {words} words, with <break time="600ms"/> twice or more, between two thoughts; so too each part of the detail.
# guidance = ""
# Parts of at most {words} words each; the last leads to the example. brief_detail says each in a few words.
# detail = [""]
# brief_detail = [""]
# The guidance in a few words.
# brief = ""
# The step in the simplest words.
# plain = ""
# Words that a person could say.
# example = ""
# An exercise of at most 90 seconds, with pauses such as <break time="6s"/>.
# practice = ""
# At least {reflections} prompts, each a question or a small act; two or more for a couple: {{ text = "", two = true }}
# reflections = [""]
"""


def new_step(checkout: Checkout, title: str, after: str | None = None) -> list[str]:
    """Add a step at the end, or after another one. Return the paths of the files. Raise ContentError."""
    key = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    if not key:
        raise ContentError(f"{title!r} has no letters; write the title of the step, such as: Keep it growing")
    words = checkout.read(PHRASES)
    keys = re.findall(r'(?m)^key = "([^"]+)"', words)
    if key in keys:
        raise ContentError(f"{PHRASES}: there is a step {key} already; choose another title")
    if after is not None and after not in keys:
        raise ContentError(f"--after {after}: there is no such step; use one of {', '.join(keys)}")
    spoken = title if title != title.lower() else title[:1].upper() + title[1:]
    table = TABLE.format(
        key=key,
        title=spoken,
        short=title.lower(),
        gist=MOST_GIST_WORDS,
        words=MOST_WORDS,
        reflections=FEWEST_REFLECTIONS,
    )
    checkout.change(PHRASES, _inserted(words, table, after))
    checkout.change(MODEL, to_json(_with_value(json.loads(checkout.read(MODEL)), key, title.lower(), after)))
    return checkout.write()


def _inserted(words: str, table: str, after: str | None) -> str:
    at = len(words)
    if after is not None:
        start = words.index(f'\nkey = "{after}"\n')
        following = words.find("\n[[steps]]", start)
        at = len(words) if following < 0 else following
    return words[:at].rstrip("\n") + "\n" + table + words[at:]


def _with_value(document: Any, key: str, name: str, after: str | None) -> Any:
    types = document["interactionModel"]["languageModel"]["types"]
    values = next(each["values"] for each in types if each["name"] == "STEP")
    at = len(values) if after is None else 1 + next(n for n, value in enumerate(values) if value["id"] == after)
    values.insert(at, {"id": key, "name": {"value": name, "synonyms": []}})
    return document
