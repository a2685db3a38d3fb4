"""Errors of the store, other than those of the database or the disk."""


class ConflictError(Exception):
    """Another program was faster: the event's number is taken, or a case is on another open agenda now."""

    def __init__(self, stream: str, number: int) -> None:
        super().__init__(f"{stream} {number}")
        self.stream = stream
        self.number = number


class OutdatedError(Exception):
    """Another stream has grown since the facts of an event were read, so that it must be weighed again."""


class UnreadableError(Exception):
    """A journal row that cannot be read as an event any more."""

    def __init__(self, stream: str, number: int) -> None:
        super().__init__(f"{stream} {number}")
        self.stream = stream
        self.number = number
