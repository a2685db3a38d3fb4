"""Reads our own Markdown."""

from collections.abc import Iterator

from kpcommittee.documents.blocks import parse, words_of


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    return words_of(parse(content.decode().rpartition("<!-- kpcommittee ")[0] or content.decode()))
