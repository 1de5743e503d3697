"""The names that a skill knows: which value of its own slot type a person means, by its name or a synonym."""

from speech.understanding.model import SlotType, Value
from speech.understanding.words import Words, words


class Catalogue:
    """The values of one slot type by everything that they are called; the first claim to a name holds."""

    def __init__(self, kind: SlotType, articles: tuple[str, ...]) -> None:
        self._articles = frozenset(articles)
        self._named: dict[Words, Value] = {}
        for value in kind.values:
            for name in value.names:
                self._named.setdefault(self._bare(words(name)), value)
        self._vocabulary = self._articles.union(word for name in self._named for word in name)
        self.longest = 1 + max(map(len, self._named), default=0)

    def resolve(self, said: Words) -> Value | None:
        return self._named.get(self._bare(said))

    def may_name(self, word: str) -> bool:
        """Whether some value may have this word in one of its names."""
        return word in self._vocabulary

    def _bare(self, said: Words) -> Words:
        """An article changes nothing: "the boundaries" are "boundaries"."""
        return said[1:] if len(said) > 1 and said[0] in self._articles else said
