"""The package's exceptions."""


class SkillError(Exception):
    """Base class of the exceptions that this package raises on purpose."""


class SettingsError(SkillError):
    """A setting has an unusable value. The message names the setting and how to correct it."""


class ContentError(SkillError):
    """A content file is invalid. The message names the file and the key."""


class StoreError(SkillError):
    """Progress could not be read, written or decoded.

    The message is safe to show to anyone. `detail` may name hosts and is only for the log.
    """

    def __init__(
        self, reason: str, detail: object = "", *, is_unavailable: bool = False, is_transient: bool = False
    ) -> None:
        super().__init__(reason)
        self.detail = str(detail)
        self.is_unavailable = is_unavailable
        """True if the store did not answer in time, so the next call would have to wait as well."""

        self.is_transient = is_transient
        """True if the same call may succeed a moment later."""

    @property
    def log_message(self) -> str:
        return f"{self}: {self.detail}" if self.detail else str(self)


class DeletedMeanwhileError(StoreError):
    """The person's data was deleted after it was read."""


class ServiceError(SkillError):
    """One of Amazon's services failed. `status` is the HTTP status, or 0 without a usable response."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class VerificationError(SkillError):
    """The request is not a genuine Alexa request for this skill. `reason` is safe to count and log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
