"""Reads a finished file back as lines of text: everything a recipient can read, including properties."""

from importlib import import_module


class Unreadable(ValueError):
    """The file is damaged, or not of that format."""


def lines_of(content: bytes, code: str) -> tuple[str, ...]:
    """Return the texts of a file in the format with that code, in reading order; its properties come last.

    Raises:
        Unreadable: it is damaged, or its reader is not installed.
    """
    try:
        read = import_module(f"kpcommittee.documents.readers.{code}").read
        return tuple(line for line in (text.strip() for text in read(content)) if line)
    except Exception as error:
        # The libraries do not document what they raise for damaged files.
        raise Unreadable(str(error)) from error
