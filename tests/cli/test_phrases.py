"""The municipality's own standing sentences: a table that is checked before it is used, in every format."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from kpcommittee.documents.reading import lines_of
from kpcommittee.documents.templating import LONGEST_PHRASE, MOST_FAULTS
from kpcommittee.locale import _, speaking
from kpcommittee.wording.phrases import PHRASES, fields_of
from tests.agenda_files import agenda, case
from tests.drivers.office import Office, place
from tests.sample import DAY

TABLE = "templates/phrases.toml"


def words_itself(office: Office, text: str) -> None:
    """Let the committee use a table of its own."""
    (office.folder / "templates").mkdir(exist_ok=True)
    (office.folder / TABLE).write_text(text, encoding="utf-8")
    config = office.folder / "config.toml"
    before = config.read_text(encoding="utf-8").partition("\n[documents]")[0]
    config.write_text(f'{before}\n[documents]\nphrases = "{TABLE}"\n', encoding="utf-8")


def test_the_table_to_begin_with_holds_every_sentence_and_changes_nothing(opened: Office) -> None:
    before = opened.minutes(DAY)
    assert opened.good("template", "new", "phrases").out == f"{opened.folder / TABLE}\n"
    text = (opened.folder / TABLE).read_text(encoding="utf-8")
    assert [line.split(" = ")[0] for line in text.splitlines() if " = " in line] == [*PHRASES]
    opened.good("template", "check", TABLE)
    words_itself(opened, text)
    assert opened.minutes(DAY) == before
    assert opened.run("template", "new", "phrases").code == 1


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_translation_has_the_fields_of_its_sentence(language: str) -> None:
    with speaking(language):
        for phrase in PHRASES.values():
            assert sorted(fields_of(_(phrase.text))) == sorted(phrase.fields)
            assert len(_(phrase.text)) < LONGEST_PHRASE


def test_a_sentence_of_its_own_is_in_every_format_as_text(opened: Office) -> None:
    words_itself(opened, 'any_other_business = "Intet at bemærke **<b>** {{ 7*7 }}."\n')
    for code in ("md", "docx", "pdf", "html", "json"):
        assert opened.run("minutes", DAY, "--format", code).code == 0
        content = (opened.folder / "minutes" / f"{DAY}.{code}").read_bytes()
        text = " ".join(lines_of(content, code)).replace("\\", "")
        assert "Intet at bemærke **<b>** { 7*7 }." in text
        assert "Intet er noteret." not in text


def test_a_field_may_be_left_out_and_a_sentence_of_a_letter_changed(office: Office) -> None:
    office.hold_the_sample_meeting()
    words_itself(office, 'agenda_approved = "Dagsordenen er godkendt."\nchild_greeting = "Hej {child}"\n')
    assert "Dagsordenen er godkendt." in office.minutes(DAY)
    letter = office.good("minutes", DAY, "--for", "child:2026-0412", "-o", "-").out
    assert "Hej Amina" in letter
    assert "Det er ingen afgørelse" in letter or "ikke en afgørelse" in letter


def test_the_digest_of_the_table_is_frozen_with_what_was_written(opened: Office) -> None:
    table = 'regards = "Med venlig hilsen"\n'
    words_itself(opened, table)
    opened.good("minutes", DAY)
    with closing(sqlite3.connect(opened.folder / "kpcommittee.db")) as database:
        ((payload,),) = database.execute("SELECT payload FROM event WHERE kind = 'exported'").fetchall()
    assert json.loads(payload)["templates"] == {"phrases": sha256(table.encode()).hexdigest()}
    opened.good("verify")


def test_of_very_many_faults_the_first_hundred_are_told(opened: Office) -> None:
    words_itself(opened, "".join(f'k{number} = "x"\n' for number in range(20_000)))
    ran = opened.run("template", "check", TABLE)
    assert ran.code == 1
    assert ran.err.count("error: ") == MOST_FAULTS + 1
    assert f"mere er galt end disse {MOST_FAULTS} fejl" in ran.err


FAULTS = [
    ('# x\nregard = "Hilsen"', "linje 2: der er ingen sætning regard; menes regards?"),
    ('begins = "Fra {dato}."', "linje 1: der er intet felt dato; menes date?"),
    ('begins = "Fra {date.year}."', "linje 1: en krøllet parentes i begins er ikke et felt"),
    ('begins = "Fra {date!r}."', "linje 1: en krøllet parentes"),
    ('begins = "Fra {0}."', "linje 1: en krøllet parentes"),
    ('begins = "Fra {date:>999999999}."', "linje 1: en krøllet parentes"),
    ('begins = "Fra {date."', "linje 1: en krøllet parentes"),
    ("begins = 4", "linje 1: begins har ingen tekst"),
    ('begins = " "', "linje 1: begins har ingen tekst"),
    (f'begins = "{"x" * 501}"', "linje 1: begins er én linje på højst 500 tegn"),
    ('\nbegins = """a\nb"""', "linje 2: begins er én linje"),
    ('[letters]\nbegins = "x"', "linje 1: der er ingen sætning letters"),
    ('\nbegins "x"', "linje 2: dette kan ikke læses"),
    ('begins = "a"\nbegins = "b"', "linje 2: dette kan ikke læses"),
]


@pytest.mark.parametrize(("table", "sentence"), FAULTS)
def test_a_faulty_table_is_named_with_its_line_and_not_used(opened: Office, table: str, sentence: str) -> None:
    words_itself(opened, table)
    ran = opened.run("template", "check", TABLE)
    assert ran.code == 1
    assert f"{TABLE}: {sentence}" in ran.err
    ran = opened.run("minutes", DAY)
    assert ran.code == 1
    assert sentence.partition(": ")[2] in ran.err
    assert not (opened.folder / "minutes" / f"{DAY}.md").exists()


def test_a_child_of_the_workspace_in_a_sentence_is_found(opened: Office) -> None:
    words_itself(opened, 'regards = "Hilsen fra Amina Karlsens udvalg"\n')
    ran = opened.run("template", "check", TABLE)
    assert ran.code == 1
    assert "linje 1: den fortæller om et barn" in ran.err
    assert "Karlsen" not in ran.err


def test_one_hour_is_in_the_singular_unless_the_committee_says_it_for_any_number(office: Office) -> None:
    """A letter to a child said `1 timer om ugen`."""
    (office.folder / "agenda" / f"{DAY}.toml").write_text(agenda(DAY, case("A-1", grant={"hours_per_week": 1.0})))
    reason = {"code": "other", "text": "Aftalt"}
    office.does(DAY, {"do": "open"}, place("A-1", "klub-nord", reason=reason))

    def letter() -> str:
        return office.good("minutes", DAY, "--for", "child:A-1", "-o", "-").out

    assert "Det er 1 time om ugen, foreløbig til" in letter()
    words_itself(office, 'hours = "I ses {hours} t. om ugen til {date}."\n')
    assert "I ses 1 t. om ugen til" in letter()
    words_itself(office, 'one_hour = "I ses en time om ugen til {date}."\n')
    assert "I ses en time om ugen til" in letter()
