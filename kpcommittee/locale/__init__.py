"""Translates the texts of the program: English in the source, other languages from catalogues beside this file.

Every look-up uses the current language. A text that is created at import, such as a binding's, is therefore marked with
`N_`. `_` translates it where it is shown.
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
"""The language until one is chosen, and if the chosen one is unknown."""

LANGUAGES = (DEFAULT_LANGUAGE, SOURCE_LANGUAGE)
"""The languages that can be chosen."""

_FOLDER = Path(__file__).parent
_CONTEXT = "\x04"
"""Stands between a word's place and the word in a catalogue."""


class _Voice:
    """The current language; the only state of this package."""

    language = DEFAULT_LANGUAGE


_meanwhile: ContextVar[str | None] = ContextVar("meanwhile", default=None)
"""The language of one task or thread while it writes for a reader other than the user."""


def use(language: str) -> str:
    """Set the language of the program, and return the one that was set.

    `en`, `en_GB` and `en_GB.UTF-8` are all English; a language without a catalogue becomes Danish.
    """
    short = language[:2].lower()
    _Voice.language = short if short in LANGUAGES else DEFAULT_LANGUAGE
    return _Voice.language


def current() -> str:
    """Return the current language, `da` or `en`."""
    return _meanwhile.get() or _Voice.language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use another language inside the block, in this task or thread only."""
    short = language[:2].lower()
    before = _meanwhile.set(short if short in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _meanwhile.reset(before)


def _(message: str) -> str:
    """Translate the text into the current language; a text without a translation is returned unchanged."""
    # A catalogue stores its header under the empty text.
    return _catalogue(current()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate the text in the form that fits `n` things."""
    return _catalogue(current()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Translate a word like `_`, where its translation depends on the place."""
    return _catalogue(current()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 (the name that translators' tools look for)
    """Mark a text for translation and return it unchanged."""
    return message


def every_text() -> Iterator[str]:
    """Yield every text of the program in each of its languages, with its placeholders."""
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        for message, text in _catalogue(language)._catalog.items():  # type: ignore[attr-defined]  # noqa: SLF001 (gettext has no other way)
            source = message[0] if isinstance(message, tuple) else message
            if source:  # the header is under the empty text
                yield source.rpartition(_CONTEXT)[2]
                yield text


@cache
def _catalogue(language: str) -> NullTranslations:
    """Load the translations of one language, once its first text is needed."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    with (_FOLDER / language / "LC_MESSAGES" / "kpcommittee.mo").open("rb") as file:
        return GNUTranslations(file)
