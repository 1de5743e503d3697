"""A page as HTML: plain text from a file, in a sheet that asks nobody else for anything."""

import base64
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any, Final

NAMES: Final = ("privacy", "terms")
NAME: Final = "Trust Steps"
STYLE: Final = files("skill.pages").joinpath("style.css").read_text("utf-8")
STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=3600",
}
"""The sheet may be styled by its own style, and may do nothing else."""


@dataclass(frozen=True, slots=True)
class Words:
    """The pages of one language, as they stand in the file."""

    content: Mapping[str, Any]
    days: int
    """How long progress is kept."""

    def page(self, name: str) -> str:
        """One of `NAMES`, as a whole document."""
        content, language = self.content[name], self.content["language"]
        body = "\n".join(self._body(content))
        return (
            f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(content['title'])}: {NAME}</title>\n<style>{STYLE}</style>\n</head>\n"
            f"<body>\n{body}\n</body>\n</html>\n"
        )

    def _body(self, content: Mapping[str, Any]) -> Iterator[str]:
        yield f'<header>\n<p class="name">{NAME}</p>\n<h1>{escape(content["title"])}</h1>'
        yield f'<p class="date">{escape(self.content["date"])}</p>\n</header>\n<main>'
        yield f'<p class="summary">{escape(content["summary"])}</p>'
        for section in content["sections"]:
            yield f"<section>\n<h2>{escape(section['title'])}</h2>"
            for text in section["text"]:
                yield f"<p>{escape(text.replace('{days}', str(self.days)), quote=False)}</p>"
            if "list" in section:
                items = "\n".join(f"<li>{escape(item)}</li>" for item in self.content[section["list"]].values())
                yield f"<ul>\n{items}\n</ul>"
            if "link" in section:
                name = section["link"]
                yield f'<p><a href="{name}">{escape(self.content[name]["title"])}</a></p>'
            yield "</section>"
        yield "</main>"


def load(days: int) -> Words:
    """The words in this package."""
    return Words(tomllib.loads(files("skill.pages").joinpath("en.toml").read_text("utf-8")), days)
