"""The language that the program speaks."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kpcommittee import locale
from kpcommittee.locale import N_, _, ngettext, pgettext

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Help"
msgstr "Hjælp"

msgid "one case"
msgid_plural "{n} cases"
msgstr[0] "en sag"
msgstr[1] "{n} sager"

msgctxt "seat"
msgid "Left"
msgstr "Gået"
"""


@pytest.fixture(autouse=True)
def _small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of three texts in place of the program's own."""
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "kpcommittee.mo").open("wb") as file:
        write_mo(file, read_po(BytesIO(CATALOGUE.encode()), locale="da"))
    monkeypatch.setattr(locale, "_FOLDER", tmp_path)
    locale._catalogue.cache_clear()
    yield
    locale._catalogue.cache_clear()


def test_danish_is_spoken_until_another_language_is_chosen() -> None:
    assert locale.current() == "da"
    assert _("Help") == "Hjælp"


def test_a_text_follows_the_language_of_the_moment() -> None:
    marked = N_("Help")
    locale.use("en")
    assert (_(marked), pgettext("seat", "Left"), ngettext("one case", "{n} cases", 2)) == ("Help", "Left", "{n} cases")
    locale.use("da")
    assert (_(marked), pgettext("seat", "Left"), ngettext("one case", "{n} cases", 2)) == ("Hjælp", "Gået", "{n} sager")


@pytest.mark.parametrize(
    ("wish", "taken"), [("en_GB.UTF-8", "en"), ("EN", "en"), ("da-DK", "da"), ("sv", "da"), ("", "da")]
)
def test_a_wish_becomes_a_language_that_is_there(wish: str, taken: str) -> None:
    assert locale.use(wish) == taken


def test_a_text_that_nobody_translated_stays() -> None:
    assert _("Unheard of") == "Unheard of"


def test_no_text_gives_no_text() -> None:
    assert _("") == ""
