"""What can be seen of the skill on this machine: the store that it would keep progress in, its words, its settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from skill import settings
from skill.app import open_store
from skill.content import library
from skill.errors import SettingsError, StoreError
from skill.settings import Settings
from skill.store import redis_url


@dataclass(frozen=True, slots=True)
class Inside:
    """Each public method answers what it found. Raises SkillError with the mend."""

    environment: Mapping[str, str]

    def checks(self) -> Mapping[str, Callable[[], str]]:
        """All that can be looked at, by name."""
        return {"store": self.store, "content": self.content, "settings": self.settings}

    def store(self) -> str:
        """Whether it answers."""
        try:
            chosen = self._chosen
            open_store(chosen).check()
        except SettingsError as error:
            raise SettingsError("not tried, for a setting is wrong") from error
        except StoreError as error:
            if not chosen.redis_url:
                raise
            raise StoreError(f"{error} Start it there, or unset REDIS_URL to keep progress in a file.") from error
        return "Redis answers" if chosen.redis_url else f"progress is kept in {chosen.data}"

    def content(self) -> str:
        """Whether the words are whole."""
        return f"{len(library.load().guides)} files, all whole"

    def settings(self) -> str:
        """Which are given."""
        if url := self._chosen.redis_url:
            redis_url.parse(url)
        given = [name for name in settings.SETTINGS if self.environment.get(name)]
        return f"given are {', '.join(given)}" if given else "none is given, so the defaults hold"

    @property
    def _chosen(self) -> Settings:
        return settings.read(self.environment)
