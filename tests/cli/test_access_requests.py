"""`export --case`: everything that is kept about one child, and nothing of another."""

import json
import os
import shutil
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.convert.codec import to_plain
from kpcommittee.convert.json_text import canonical_json
from kpcommittee.domain.meeting.intentions import LeaderStance
from kpcommittee.services.session import Session
from kpcommittee.tui.decide.unfinished import Choices
from kpcommittee.wording.unfinished import CHOICES
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import copy_demo
from kpcommittee.workspace.workspace import Workspace
from tests.drivers.chair import NINE
from tests.drivers.office import Office, place
from tests.sample import DAY

CASE, OTHER = "2026-0412", "2026-0377"
PRIVATE = {"do": "note", "case": CASE, "text": "Spørg Bente igen", "private": True}
PLACED = place(CASE, "klub-oest", staff="mette-h", start="2027-01-04")
POSTPONED = {"do": "postpone", "case": OTHER, "reason": "Samtykke mangler", "missing": "Samtykke"}
LEAK = {"do": "note", "case": CASE, "text": "Går i klub\nMathilde er med", "said_by": "Lone Bech"}


def exported(office: Office, case: str = CASE) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(office.good("export", "--case", case, "-o", "-").out)
    return answer


def kinds(answer: dict[str, Any], source: str = "meetings") -> list[str]:
    return [event["kind"] for event in answer[source]]


def files(office: Office) -> set[str]:
    return {path.name for path in (office.folder / "minutes").glob("*")}


@pytest.mark.usefixtures("on_the_day")
def test_it_holds_what_the_committee_saw_decided_and_noted(office: Office) -> None:
    office.does(DAY, PRIVATE, {"do": "open"}, PLACED, POSTPONED)
    answer = exported(office)
    assert kinds(answer) == ["noted", "opened", "decided"]
    noted, opened, decided = (event["data"] for event in answer["meetings"])
    assert noted["text"] == PRIVATE["text"]
    (case,) = opened["agenda"]["cases"]
    assert (case["case_number"], case["child"]["name"]) == (CASE, "Amina Karlsen")
    assert case["grant"]["purpose"]
    shown = office.case(DAY, CASE)
    assert len(decided["decision"]["options"]) == len(shown["options"])
    assert "before" in decided["decision"]["options"][0]
    assert [each["case"]["case_number"] for each in answer["agendas"]] == [CASE]
    assert [entry["kind"] for entry in answer["timeline"]] == ["started", "ended", "granted", "placed"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file name is text")
def test_an_agenda_whose_name_is_no_text_is_named_as_programs_read_it_back(office: Office) -> None:
    """An agenda of another computer, named in another encoding, broke the answer to an access request."""
    agendas = office.folder / "agenda"
    strange = os.fsencode(agendas / "m") + b"\xf8de.toml"
    shutil.copyfile(agendas / f"{DAY}.toml", strange)
    office.good("export", "--case", CASE, "--output", "indsigt.json")
    named = [agenda["file"] for agenda in json.loads((office.folder / "indsigt.json").read_text("utf-8"))["agendas"]]
    assert b"m\xf8de.toml" in [os.fsencode(name).rpartition(b"/")[2] for name in named]


def test_nothing_of_the_other_children_is_in_it(office: Office) -> None:
    office.does(DAY, {"do": "open"}, PLACED, POSTPONED)
    text = office.good("export", "--case", CASE, "-o", "-").out
    config = read_config(office.folder / "config.toml").config
    assert config is not None
    law = read_law(config.law, office.folder).law
    assert law is not None
    agenda = read_agenda(office.folder / "agenda" / f"{DAY}.toml", config, law).agenda
    assert agenda is not None
    others = [case for case in agenda.cases if case.case_number != CASE]
    assert len(others) > 5
    for other in others:
        for told in (other.case_number, other.child.name, other.child.cpr, other.grant.purpose):
            assert not told or told not in text


def test_the_file_is_private_and_its_name_tells_nobody(office: Office) -> None:
    office.does(DAY, {"do": "open"}, PLACED)
    path = Path(office.good("export", "--case", CASE).out.strip())
    assert path.parent == office.folder / "minutes"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.name.startswith("access-request-")
    assert CASE not in path.name
    assert path.read_text(encoding="utf-8") == office.good("export", "--case", CASE, "-o", "-").out


def test_a_text_that_names_another_child_is_refused_until_it_is_taken_back(office: Office) -> None:
    office.does(DAY, {"do": "open"}, PLACED, LEAK)
    before = files(office)
    for options in ((), ("-o", "-")):
        refused = office.run("export", "--case", CASE, *options)
        assert (refused.code, refused.out) == (1, "")
        assert "M•••" in refused.err
        assert f"{DAY}/3" in refused.err
        assert "Mathilde" not in refused.err
    assert files(office) == before
    office.does(DAY, {"do": "undo", "n": 3})
    answer = exported(office)
    taken_back = next(event for event in answer["meetings"] if event["kind"] == "noted")
    assert taken_back["taken_back"]
    assert taken_back["data"]["text"] == "(udeladt: fortæller om et andet barn)"
    assert taken_back["data"]["said_by"] == "Lone Bech"


def test_a_meeting_whose_opening_was_taken_back_is_in_it_and_the_others_on_its_agenda_are_not(office: Office) -> None:
    """The program broke where a meeting with the child had been opened by mistake."""
    office.does(DAY, {"do": "open"}, LEAK, {"do": "undo"}, {"do": "undo"})
    answer = exported(office)
    assert kinds(answer) == ["opened", "noted", "undone"]
    assert [event["taken_back"] for event in answer["meetings"]][:2] == [True, True]
    assert "Mathilde" not in json.dumps(answer)
    office.does(DAY, PRIVATE, {"do": "open"})
    assert kinds(exported(office))[-2:] == ["noted", "opened"]


def test_the_childs_own_number_stays_and_those_of_others_are_masked(office: Office) -> None:
    number = "610101-4002"
    noted = {"do": "note", "case": CASE, "text": f"Onklens nummer er {number}", "private": True}
    assert office.run("record", DAY, stdin=json.dumps(noted)).code == 0
    text = office.good("export", "--case", CASE, "-o", "-").out
    assert number not in text
    assert "Onklens nummer er ••••••-••••" in text
    (own,) = {each["case"]["child"]["cpr"] for each in json.loads(text)["agendas"]}
    assert own in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "14.12.2026 – · 4,5 t/uge · andet valg Familiehuset · i princippet · skoleleder uenig Klub Vest"),
        (
            "en",
            "14/12/2026 – · 4.5 h/week · second choice Familiehuset · in principle · school leader disagrees Klub Vest",
        ),
    ],
)
def test_what_was_put_together_and_not_recorded_is_in_words(office: Office, language: str, words: str) -> None:
    """It was the text that the program writes for itself, with a digest in it."""
    chosen = Choices(
        provider="klub-oest", staff="mette-h", start=date(2026, 12, 14), hours=Decimal("4.5"),
        second_choice="familiehuset", in_principle=True,
        stances={"school": LeaderStance(stance="disagree", provider="klub-vest")},
    )  # fmt: skip
    text = canonical_json({"rests_on": "0" * 64, "choices": to_plain(chosen)})
    session = Session(Workspace(office.folder), clock=lambda: NINE, by="Inger")
    session.store.save_draft(DAY, CASE, CHOICES, "Inger", text, NINE)
    session.close()
    answer = json.loads(office.run("export", "--case", CASE, "-o", "-", lang=language).out)
    assert answer["drafts"] == [{"meeting": DAY, "case": CASE, "text": f"Klub Øst · Mette Holm · {words}"}]


def test_what_is_typed_is_kept_too_and_a_case_that_cannot_be_read_is_not_the_childs(office: Office) -> None:
    office.change(f"agenda/{DAY}.toml", (f'case_number = "{OTHER}"\n', ""))
    office.run("record", DAY, stdin=json.dumps({"do": "open"}))
    session = Session(Workspace(office.folder), clock=lambda: NINE, by="Inger")
    for case, text in ((CASE, "Halvt skrevet"), ("2026-0409", "Om en anden")):
        session.store.save_draft(DAY, case, "note.text", "Inger", text, NINE)
    session.close()
    office.change(f"agenda/{DAY}.toml", (f'case_number = "{CASE}"', f'case_number = "{CASE}-x"'))
    answer = json.loads(office.run("export", "--case", CASE, "-o", "-").out)
    assert answer["drafts"] == [{"meeting": DAY, "case": CASE, "text": "Halvt skrevet"}]
    assert kinds(answer) == ["opened"]
    assert answer["meetings"][0]["data"]["left_out"] == []
    assert "Freja" not in json.dumps(answer)


def test_outside_the_workspace_it_needs_a_word_and_nothing_is_written_over(office: Office, tmp_path: Path) -> None:
    for outside in (tmp_path / "barn.json", office.folder / ".." / "barn.json"):
        refused = office.run("export", "--case", CASE, "-o", str(outside))
        assert refused.code == 2
        assert "--plain" in refused.err
        assert not outside.exists()
    path = tmp_path / "barn.json"
    office.good("export", "--case", CASE, "-o", str(path), "--plain")
    assert path.stat().st_mode & 0o777 == 0o600
    written = path.read_bytes()
    again = office.run("export", "--case", CASE, "-o", str(path), "--plain")
    assert again.code == 2
    assert path.read_bytes() == written


@pytest.mark.parametrize(("lang", "words"), [("da", "sag 1999-0001 findes ikke"), ("en", "there is no case 1999-0001")])
def test_an_unknown_case_is_one_sentence(office: Office, lang: str, words: str) -> None:
    refused = office.run("export", "--case", "1999-0001", lang=lang)
    assert (refused.code, refused.out) == (2, "")
    assert words in refused.err
    assert files(office) == set()


def test_who_looked_is_in_it_without_staff_and_the_export_itself_is_noted(office: Office) -> None:
    office.change("config.toml", ("[balance]", "[safety]\naccess_log = true\n\n[balance]"))
    office.does(DAY, {"do": "open"}, PLACED)
    office.good("show", DAY, "--case", CASE)
    (look,) = exported(office)["access"]
    assert (look["what"], look["who"]) == ("opened", None)
    assert [row["what"] for row in office.good("access", "--case", CASE, "--json").json] == ["opened", "exported"]


def test_over_three_years_each_case_number_of_a_child_gives_everything(tmp_path: Path) -> None:
    office = Office(copy_demo(tmp_path / "demo").folder)
    rows = office.history()
    own = {"2024-0188", "2026-0313"}
    answers = [exported(office, number) for number in sorted(own)]
    assert answers[0] == answers[1]
    answer = answers[0]
    assert {*answer["case_numbers"]} == own
    assert kinds(answer).count("decided") == 3
    assert "withdrawn" in kinds(answer)
    assert kinds(answer, "placements").count("followed_up") >= 7
    text = json.dumps(answer, ensure_ascii=False)
    others = {row["case_number"] for row in rows} - own
    assert len(others) > 100
    assert [number for number in others if f'"{number}"' in text] == []


def test_where_the_address_is_protected_a_warning_comes_before_the_file_is_given_away(office: Office) -> None:
    """The sample's case 2026-0377 is of a child with a protected address; all that is kept tells the place."""
    office.does(DAY, {"do": "open"}, PLACED)
    assert office.run("export", "--case", CASE, "-o", "-").err == ""
    ran = office.run("export", "--case", OTHER, "-o", "-")
    assert ran.code == 0
    assert "Barnets adresse er beskyttet, og filen fortæller distrikt, skole og klub" in ran.err
    assert "adresse er beskyttet" in office.run("export", "--case", OTHER).err
