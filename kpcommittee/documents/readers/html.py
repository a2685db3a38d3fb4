"""Reads a web page with the standard library."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_NO_TAG = re.compile(r"<(?!(?:[a-zA-Z/][^<>]{0,9999}|!--[^<>]{0,9999}--|!(?i:doctype) html)>)")
"""Matches what begins like a tag but is none: the parser would search for its end again and again."""


class _Page(HTMLParser):
    """Collects the texts of a page; anything else is skipped."""

    BLOCKS = frozenset({"title", "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "ul", "th", "td", "div", "main"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = [""]
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in ("style", "script")
        if tag in self.BLOCKS:
            self.texts.append("")
        if tag == "br":
            self.texts[-1] += "\n"
        self.texts[-1] += "".join(value or "" for name, value in attrs if name in ("alt", "title"))

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag in self.BLOCKS:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts[-1] += data


def texts_of(marked_up: str) -> list[str]:
    """Return the texts of a piece of HTML, block by block."""
    page = _Page()
    page.feed(_NO_TAG.sub("&lt;", marked_up))
    page.close()
    return [text for text in page.texts if text.strip()]


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    texts = texts_of(content.decode())
    # The title is in the head; in the other formats it is a property.
    yield from (*texts[1:], texts[0])
