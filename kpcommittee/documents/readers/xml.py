"""Reads exchange XML with the standard library: the texts of elements, marked up or not, and of attributes."""

from collections.abc import Iterator
from xml.etree.ElementTree import fromstring

from kpcommittee.documents.readers.html import texts_of


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in the order of the file.

    Raises:
        ValueError: it declares types or entities of its own, which could grow without end.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a document type")
    for element in fromstring(content).iter():  # noqa: S314 (no entity gets here)
        yield from element.attrib.values()
        yield from texts_of(element.text or "")
