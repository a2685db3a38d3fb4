"""What goes wrong in the store, other than the database or the disk."""


class ConflictError(Exception):
    """Another program was quicker: the place in the stream is taken, or a case came to lie on another open agenda."""

    def __init__(self, stream: str, number: int) -> None:
        super().__init__(f"{stream} {number}")
        self.stream = stream
        self.number = number


class UnreadableError(Exception):
    """An event of the journal that makes no event any more."""

    def __init__(self, stream: str, number: int) -> None:
        super().__init__(f"{stream} {number}")
        self.stream = stream
        self.number = number
