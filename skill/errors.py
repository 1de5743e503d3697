"""What can go wrong that is not the person's doing."""


class SkillError(Exception):
    """Base of every error that this package raises on purpose."""


class SettingsError(SkillError):
    """A setting has a value that cannot be used; names the setting and the mend."""


class ContentError(SkillError):
    """The words are crooked; names file and key."""


class StoreError(SkillError):
    """Progress could not be read, written or understood just now."""


class ServiceError(SkillError):
    """A service of Amazon's did not do what it was asked; `status` is what it answered, 0 where nothing of use came."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class NotAlexa(SkillError):  # noqa: N818 - it says what the request is
    """The request is not a genuine Alexa request for this skill; `reason` is safe to count and log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
