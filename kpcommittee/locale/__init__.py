"""The language the program speaks: English in the source, other languages from catalogues beside this file.

Every look-up asks for the language of that moment, so a text that is made at import (a binding, a
table of names) is marked with `N_` and translated with `_` where it is shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

SOURCE_LANGUAGE = "en"
"""The language of the texts in the code, which needs no catalogue."""

DEFAULT_LANGUAGE = "da"
"""What is spoken until a language is chosen, and where a chosen one is unknown."""

LANGUAGES = (DEFAULT_LANGUAGE, SOURCE_LANGUAGE)
"""The languages that can be chosen."""

_FOLDER = Path(__file__).parent


class _Voice:
    """Which language is spoken now; the one thing in this package that changes."""

    language = DEFAULT_LANGUAGE


_meanwhile: ContextVar[str | None] = ContextVar("meanwhile", default=None)
"""The language of one task or thread while it writes for somebody else than the one at the screen."""


def use(language: str) -> str:
    """Speak a language from now on, and return the one that was taken.

    `en`, `en_GB` and `en_GB.UTF-8` are all English; a language without a catalogue gives Danish.
    """
    short = language[:2].lower()
    _Voice.language = short if short in LANGUAGES else DEFAULT_LANGUAGE
    return _Voice.language


def current() -> str:
    """The language that is spoken now: `da` or `en`."""
    return _meanwhile.get() or _Voice.language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while, in this task or thread only."""
    short = language[:2].lower()
    before = _meanwhile.set(short if short in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _meanwhile.reset(before)


def _(message: str) -> str:
    """The text in the language that is spoken now; a text without a translation stays as it is."""
    # The empty text is the key of a catalogue's header.
    return _catalogue(current()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the text that fits `n` things, in the language that is spoken now."""
    return _catalogue(current()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """As `_`, for a word that is translated differently in different places."""
    return _catalogue(current()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 (the name that translators' tools look for)
    """Mark a text for translation and leave it as it is."""
    return message


@cache
def _catalogue(language: str) -> NullTranslations:
    """The translations of one language, read when the first text is asked for."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    with (_FOLDER / language / "LC_MESSAGES" / "kpcommittee.mo").open("rb") as file:
        return GNUTranslations(file)
