"""The errors that end a command: one sentence each, and what to do about it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit code of a command."""

    DONE = 0
    NO = 1
    """The answer is no, such as a refusal or an error in a file."""
    WRONG_USE = 2
    BROKEN = 3
    """A disk, a database or the program itself failed."""


class KpError(Exception):
    """An error that the user can resolve; both texts are already in their language."""

    exit_code = ExitCode.NO

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    @property
    def lines(self) -> str:
        """What happened, and what to do about it on a line of its own."""
        return f"{self.message}\n{self.remedy}".strip()

    @property
    def line(self) -> str:
        """The same in one line, each as a sentence."""
        stop = "." if self.remedy and not self.message.endswith((".", "!", "?")) else ""
        return f"{self.message}{stop} {self.remedy}".strip()


class UsageError(KpError):
    """The program was called with something that does not exist."""

    exit_code = ExitCode.WRONG_USE


class BrokenError(KpError):
    """The disk, or something else that the program depends on, failed."""

    exit_code = ExitCode.BROKEN
