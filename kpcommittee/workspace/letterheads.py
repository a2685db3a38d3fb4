"""Reads the files of the municipality's own look, and refuses unsuitable ones."""

import re
from pathlib import Path

from kpcommittee.domain.documents import DocumentRules
from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.wording.issues import issue_text
from kpcommittee.workspace.files import Unread, read_bytes, read_text
from kpcommittee.workspace.toml_reading import TomlRead, parse

LARGEST_LOGO = 512 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
# Possessive, so that matching takes linear time.
_SVG = re.compile(rb"^(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?>(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+)<svg[\s>]")
_ACTIVE = re.compile(
    rb"<script|<foreignObject|<!ENTITY|<!DOCTYPE|<image|\bon\w+\s*=|href\s*=\s*[\"'](?!#)", re.IGNORECASE
)
"""Matches what a picture must not contain: active content, or references to fetch."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def read_logo(path: Path) -> tuple[str, bytes]:
    """Return the kind of a logo, `png` or `svg`, and its content.

    Raises:
        KpError: it is missing, too big, or another kind of file.
    """
    content = _read_file(path)
    if len(content) > LARGEST_LOGO:
        raise KpError(
            _("the logo {file} has more than 512 KiB").format(file=path.name), _("Save it smaller; it is 15 mm high.")
        )
    if content.startswith(_PNG):
        return "png", content
    if _SVG.match(content) and not _ACTIVE.search(content):
        return "svg", content
    raise KpError(
        _("the logo {file} is not a plain .png or .svg picture").format(file=path.name),
        _("Export it as PNG, or as SVG without scripts and without pictures from elsewhere."),
    )


def read_colour(rules: DocumentRules) -> str:
    """Return the colour of headings; empty for black.

    Raises:
        KpError: it is not a colour.
    """
    if rules.colour is None:
        return ""
    if not _COLOUR.fullmatch(rules.colour):
        raise KpError(
            _("[documents] colour is not a colour: {colour}").format(colour=rules.colour[:20]),
            _("Write it as #1f5f9e: six digits or letters a–f."),
        )
    return rules.colour


def read_word_template(path: Path) -> bytes:
    """Return a Word template, not checked yet.

    Raises:
        KpError: it cannot be read.
    """
    return _read_file(path)


def read_frame(path: Path) -> str:
    """Return a text template.

    Raises:
        KpError: it cannot be read.
    """
    try:
        return read_text(path)
    except Unread as error:
        raise KpError(issue_text(error.issue), _("Look at [documents] in config.toml.")) from None


def read_phrases(path: Path) -> tuple[str, TomlRead]:
    """Return a table of standard sentences: its text and its content.

    Raises:
        KpError: it cannot be read.
    """
    text = read_frame(path)
    return text, parse(text)


def _read_file(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except Unread as error:
        raise KpError(issue_text(error.issue), _("Look at [documents] in config.toml.")) from None
