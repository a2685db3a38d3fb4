"""`kpcommittee verify`: what it tested, what it cannot see, and receipts that are read back."""

import os
import re
from pathlib import Path

import pytest

from kpcommittee.domain.verification import Head, Verification
from kpcommittee.store.memory import Memory
from kpcommittee.wording import figures
from kpcommittee.wording.verification import what_fits
from tests.drivers.journal_surgery import cut, rehash, without_triggers
from tests.drivers.office import Office
from tests.sample import DAY

NOTE = {"do": "note", "case": "2026-0412", "text": "Sagt på mødet"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office.sample(tmp_path / "office")
    office.does(DAY, {"do": "open"}, NOTE, NOTE)
    return office


def database(office: Office) -> Path:
    return office.folder / "kpcommittee.db"


def test_without_a_database_there_is_nothing_to_test(tmp_path: Path) -> None:
    """(T16)."""
    office = Office.sample(tmp_path / "office", placements=False)
    assert office.good("verify").out == "Der er ingen database endnu, så der er ingen journal at efterprøve.\n"
    assert office.good("verify", "--json").json == {
        "whole": True, "events": 0, "streams": 0, "receipts": 0, "joined": [], "purged": 0,
        "first_bad": None, "behind": None, "faults": [], "accepted": [],
    }  # fmt: skip
    assert not database(office).exists()


def test_it_says_what_it_tested_and_what_it_cannot_see(office: Office) -> None:
    """(T16)."""
    first, tested, unseen = office.good("verify").out.splitlines()
    assert first == "Journalen er hel."
    assert tested == "Efterprøvet: 4 hændelser i 2 strømme."
    assert "--against" in unseen
    many = Verification(events=1170, streams=12, receipts=0, behind=None, faults=())
    assert [*what_fits(many, exists=True)][1] == f"Efterprøvet: {figures.events(1170)} i 12 strømme."
    Memory.of(database(office))._file.unlink()
    assert "Denne computer har ikke ført protokol" in office.good("verify").out
    assert office.good("verify", "--json").json["behind"] is None


def test_a_journal_that_was_cut_is_said_in_words_and_figures(office: Office) -> None:
    """(J1)."""
    with without_triggers(database(office)) as connection:
        cut(connection, DAY, 1)
    ran = office.run("verify")
    assert (ran.code, ran.out) == (1, "")
    assert f"journalen har 2 hændelser færre, end denne computer husker: strøm {DAY} ender før hændelse 2" in ran.err
    verified = office.run("verify", "--json")
    assert (verified.code, verified.err, verified.json["whole"], verified.json["behind"]) == (1, "", False, 2)
    assert verified.json["first_bad"] == {"stream": DAY, "number": 2, "what": "behind", "name": None}
    accepted = office.run("verify", "--accept")
    assert "Accepteret" in accepted.err
    assert "tabel" in accepted.err, "what no computer remembers is still wrong"
    assert accepted.code == 1
    office.good("rebuild")
    assert office.good("verify", "--json").json["behind"] == 0


def test_what_is_accepted_is_named_and_no_longer_wrong(office: Office) -> None:
    """After a chair has accepted the journal as it is, the answer is yes, and names what was different."""
    memory = Memory.of(database(office))
    remembered = memory.read() or {}
    memory.write(remembered | {memory.key(DAY): Head(9, "of a journal that was put back")})
    assert office.run("verify").code == 1
    ran = office.good("verify", "--accept", "--json")
    assert ran.json["whole"]
    assert (ran.json["behind"], ran.json["faults"]) == (0, [])
    number = remembered[memory.key(DAY)].number + 1
    assert ran.json["accepted"] == [{"stream": DAY, "number": number, "what": "behind", "name": None}]
    assert office.good("verify", "--json").json["accepted"] == []


def test_a_database_that_is_gone_is_remembered(office: Office) -> None:
    """(J1)."""
    for file in office.folder.glob("kpcommittee.db*"):
        file.unlink()
    ran = office.run("verify")
    assert (ran.code, ran.out) == (1, "")
    assert "4 hændelser færre" in ran.err


def test_the_minutes_end_with_a_receipt_that_is_read_back(office: Office) -> None:
    """(J1)."""
    office.good("minutes", DAY)
    lines = (office.folder / "minutes" / f"{DAY}.md").read_text(encoding="utf-8").rstrip().splitlines()
    assert lines[-1].startswith("<!-- kpcommittee sha256:")
    assert re.fullmatch(rf"Kvittering: {DAY} · 3 · [A-Z2-7]{{12}}", [line for line in lines[:-1] if line][-1])
    office.does(DAY, NOTE)
    kept = f"minutes/{DAY}.md"
    assert "1 kvittering passer." in office.good("verify", "--against", kept).out
    assert office.good("verify", "--against", kept, kept, "--json").json["receipts"] == 2


@pytest.mark.parametrize("code", ["docx", "pdf", "html", "xlsx", "json"])
def test_a_receipt_is_read_back_from_every_format(office: Office, code: str) -> None:
    office.good("minutes", DAY, "--format", code)
    assert office.good("verify", "--against", f"minutes/{DAY}.{code}", "--json").json["receipts"] == 1


@pytest.mark.parametrize("code", ["md", "docx", "pdf", "html", "xlsx", "json"])
def test_a_quoted_receipt_is_not_that_of_the_minutes_in_any_format(office: Office, code: str) -> None:
    """Where it began a line, or filled a cell, a whole journal seemed to be changed."""
    quoted = f"Kvittering: {DAY} · 1 · AAAAAAAAAAAA"
    office.does(
        DAY,
        {"do": "note", "case": "2026-0412", "text": f"Læst op:\n{quoted}\nog godkendt.", "said_by": "Per Sand"},
        {"do": "postpone", "case": "2026-0377", "reason": quoted, "missing": quoted},
    )
    office.good("minutes", DAY, "--format", code, "--form", "full")
    assert office.good("verify", "--against", f"minutes/{DAY}.{code}", "--json").json["receipts"] == 1


def test_only_the_last_receipt_of_joined_minutes_is_tested_and_that_is_said(office: Office) -> None:
    """The first meeting's receipt was false, and the answer was as if all the file fitted."""
    office.good("minutes", DAY)
    kept = office.folder / "minutes" / f"{DAY}.md"
    joined = office.folder / "samlet.md"
    earlier = "# Referat\n\nKvittering: 2026-11-04 · 1 · AAAAAAAAAAAA\n\n"
    joined.write_text(earlier + kept.read_text("utf-8"), "utf-8")
    said = office.good("verify", "--against", "samlet.md", f"minutes/{DAY}.md").out
    assert "2 kvitteringer passer." in said
    assert "Ses ikke: andre møders kvitteringer i samlet.md, for kun den sidste er afprøvet." in said
    assert said.count("andre møders kvitteringer") == 1
    answer = office.good("verify", "--against", "samlet.md", f"minutes/{DAY}.md", "--json").json
    assert (answer["receipts"], answer["joined"]) == (2, ["samlet.md"])


def test_the_receipt_of_a_pdf_that_breaks_a_word_before_its_first_hyphen_fits(tmp_path: Path) -> None:
    """Each hyphen was read as the break of a word, so the journal seemed to be changed."""
    pytest.importorskip("typst")
    office = Office.sample(tmp_path / "office")
    agenda = office.folder / "agenda" / f"{DAY}.toml"
    place = "Rådhuset, Forældremyndighedsindehaverens ungdomsuddannelsesvejledningssamtale om kontaktpersonordningens"
    agenda.write_text(agenda.read_text("utf-8").replace("Rådhuset, mødelokale 3", place), "utf-8")
    office.does(DAY, {"do": "open"})
    office.good("minutes", DAY, "--format", "pdf")
    assert office.good("verify", "--against", f"minutes/{DAY}.pdf", "--json").json["receipts"] == 1


def test_a_database_that_is_a_link_to_itself_is_none(tmp_path: Path) -> None:
    """Asking what this computer remembers of it broke the program."""
    office = Office.sample(tmp_path / "office", placements=False)
    database(office).symlink_to(database(office).name)
    assert office.good("verify", "--json").json["events"] == 0


def test_a_journal_behind_a_receipt_is_found_even_where_nothing_is_remembered(office: Office) -> None:
    """(J1)."""
    office.good("minutes", DAY)
    with without_triggers(database(office)) as connection:
        cut(connection, DAY, 2)
    Memory.of(database(office))._file.unlink()
    office.good("rebuild")
    office.good("verify")
    ran = office.run("verify", "--against", f"minutes/{DAY}.md")
    assert (ran.code, ran.out) == (1, "")
    assert f"strøm {DAY}, hændelse 3" in ran.err


def test_a_journal_made_anew_is_shown_by_a_receipt(office: Office) -> None:
    """(J1)."""
    office.good("minutes", DAY)
    with without_triggers(database(office)) as connection:
        connection.execute("UPDATE event SET \"by\" = 'Other' WHERE stream = ? AND number = 2", (DAY,))
        rehash(connection, DAY)
    Memory.of(database(office))._file.unlink()
    assert office.good("verify").code == 0
    assert office.run("verify", f"minutes/{DAY}.md", "--json").json["first_bad"]["what"] == "receipt"


def surgery(office: Office, statement: str, *, anew: bool = True) -> None:
    """Change the journal by hand, and make its hashes fit again or not."""
    with without_triggers(database(office)) as connection:
        connection.execute(statement)
        if anew:
            rehash(connection, DAY)


def test_what_is_made_of_a_journal_that_does_not_fit_says_so_above_everything(office: Office) -> None:
    """(S8)."""
    surgery(office, "UPDATE event SET \"by\" = 'Other' WHERE number = 2", anew=False)
    sentence = "fra hændelse 2 og frem: den er ikke, som den blev skrevet"
    for arguments in (("show", DAY), ("show", DAY, "--json"), ("show", DAY, "--case", "2026-0412")):
        ran = office.run(*arguments)
        assert ran.code == 1
        assert sentence in ran.err.splitlines()[0]
        assert "2026-0412" in ran.out, "what there is can be read all the same"
    document = office.run("minutes", DAY, "-o", "-")
    assert document.code == 1
    assert sentence in document.out.splitlines()[2]
    assert sentence in document.err
    written = office.run("minutes", DAY)
    assert written.code == 1
    assert sentence in Path(office.folder / "minutes" / f"{DAY}.md").read_text(encoding="utf-8")


def test_a_command_that_stops_at_a_damaged_row_says_what_to_do(office: Office) -> None:
    """It said that the program broke, and what had been found beside it."""
    office.does(DAY, {"do": "postpone", "case": "2026-0412", "reason": "Tid"})
    with without_triggers(database(office)) as connection:
        connection.execute("UPDATE facet SET bits = 1.5")
    ran = office.run("history", "--facets")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: ")
    assert "facet" in ran.err
    assert "Kør `kpcommittee rebuild`." in ran.err
    assert ".py" not in ran.err
    office.good("rebuild")
    assert office.good("history", "--facets").err == ""


def test_an_event_after_the_approval_is_found(office: Office) -> None:
    """(S8)."""
    surgery(office, "UPDATE event SET kind = 'approved', payload = '{\"by\":\"X\"}' WHERE number = 2")
    fault = {"stream": DAY, "number": 2, "what": "order", "name": None}
    assert office.run("verify", "--json").json["first_bad"] == fault
    assert "hændelse 2" in office.run("show", DAY).err


def test_a_rebuild_refuses_a_journal_that_is_not_whole(office: Office) -> None:
    """(S7): the tables are then the one other copy of what happened."""
    with without_triggers(database(office)) as connection:
        cut(connection, DAY, 1)
        tables = connection.execute("SELECT * FROM search").fetchall()
    ran = office.run("rebuild")
    assert (ran.code, ran.out) == (1, "")
    assert f"strøm {DAY} ender før hændelse 2" in ran.err
    with without_triggers(database(office)) as connection:
        assert connection.execute("SELECT * FROM search").fetchall() == tables != []


@pytest.mark.parametrize(("name", "code"), [("config.toml", 1), ("nothing.md", 2)])
def test_a_file_without_a_receipt_is_said(office: Office, name: str, code: int) -> None:
    ran = office.run("verify", "--against", name)
    assert (ran.code, ran.out) == (code, "")
    assert name in ran.err


def test_an_extract_has_no_receipt_and_that_is_said(office: Office) -> None:
    """The page named every file of the folder, and one extract in it ended the command."""
    extract = office.good("minutes", DAY, "--for", "case:2026-0412").out.strip()
    ran = office.run("verify", "--against", extract)
    assert (ran.code, ran.out) == (1, "")
    assert "Uddrag har ingen." in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes have names here")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(office: Office) -> None:
    os.mkfifo(office.folder / "minutes.md")
    ran = office.run("verify", "--against", "minutes.md")
    assert (ran.code, ran.out) == (2, "")
    assert "minutes.md kan ikke læses: det er et rør (pipe)" in ran.err
