"""What the program says when it cannot go on: one sentence, and what to do about it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ends."""

    DONE = 0
    NO = 1
    """The answer is no: a refusal, an error in a file."""
    WRONG_USE = 2
    BROKEN = 3
    """A disk, a database or the program itself."""


class KpError(Exception):
    """Something a person can do something about; both texts are already in their language."""

    exit_code = ExitCode.NO

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(KpError):
    """The program was called for something that is not there."""

    exit_code = ExitCode.WRONG_USE


class BrokenError(KpError):
    """The disk or something else below the program does not do its work."""

    exit_code = ExitCode.BROKEN
