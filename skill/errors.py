"""What can go wrong that is not the person's doing."""


class SkillError(Exception):
    """Base of every error that this package raises on purpose."""


class SettingsError(SkillError):
    """A setting has a value that cannot be used; names the setting and the mend."""


class ContentError(SkillError):
    """The words are crooked; names file and key."""


class StoreError(SkillError):
    """Progress could not be read, written or understood just now.

    Its text says what kind of trouble it is and may be shown to anybody; `detail` may name hosts, and is for the log.
    """

    def __init__(self, reason: str, detail: object = "", *, is_unavailable: bool = False) -> None:
        super().__init__(reason)
        self.detail = str(detail)
        self.is_unavailable = is_unavailable
        """Nothing answered in time, so that the next who asks would wait as well."""

    @property
    def log_message(self) -> str:
        """For the log."""
        return f"{self}: {self.detail}" if self.detail else str(self)


class DeletedMeanwhileError(StoreError):  # noqa: N818 - it says what happened
    """Whoever was to be written about was forgotten since they were read."""


class ServiceError(SkillError):
    """A service of Amazon's did not do what it was asked; `status` is what it answered, 0 where nothing of use came."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class VerificationError(SkillError):  # noqa: N818 - it says what the request is
    """The request is not a genuine Alexa request for this skill; `reason` is safe to count and log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
