"""A private note is on the chair's screen, and in nothing that is printed, written or searched."""

import json

import pytest

from kpcommittee.services.minutes import minutes_text
from tests.drivers.chair import chair_at
from tests.drivers.office import Office
from tests.sample import DAY, WHOLE_MEETING

CASE = "2026-0412"
SECRET = "Hemmelighedskræmmeri med moster"
OWN = {"do": "note", "case": CASE, "text": SECRET, "said_by": "Ukendt Hvisker", "private": True}
TELLS = ("Hemmelighed", "moster", "Hvisker")


@pytest.fixture
def noted(office: Office) -> Office:
    """The sample's whole meeting, with private notes before its opening and while it is open."""
    own = json.dumps(OWN, ensure_ascii=False)
    opened, *others = WHOLE_MEETING.splitlines()
    office.has_recorded("\n".join([own, opened, own, *others]))
    return office


def silent(printed: str) -> None:
    assert [word for word in TELLS if word.casefold() in printed.casefold()] == []


def test_no_command_tells_it(noted: Office) -> None:
    for command in (
        ("show", DAY), ("show", DAY, "--json"), ("show", DAY, "--case", CASE), ("minutes", DAY, "-o", "-"),
        ("decision", CASE), ("decision", CASE, "--json"), ("history",), ("history", "--json"),
        ("history", "--facets", "--json"), ("child", CASE), ("child", CASE, "--json"), ("report", "2026"),
        ("followups", "--json"), ("balance", DAY), ("verify", "--json"), ("check",),
    ):  # fmt: skip
        silent(noted.run(*command).out)
    noted.good("minutes", DAY)
    silent((noted.folder / "minutes" / f"{DAY}.md").read_text(encoding="utf-8"))


def test_no_search_finds_it(noted: Office) -> None:
    assert json.loads(noted.good("history", "Hemmelighedskræmmeri", "--json").out) == []
    noted.good("rebuild")
    assert json.loads(noted.good("history", "moster", "--json").out) == []
    noted.good("verify")


def test_the_journal_is_whole_with_one_before_the_opening_also_when_it_is_taken_back(office: Office) -> None:
    office.does(DAY, OWN, {"do": "undo"}, OWN, {"do": "open"}, {"do": "undo"}, {"do": "undo"})
    office.good("verify")
    office.good("rebuild")
    assert office.show(DAY)["meeting"]["state"] == "preparing"


def test_a_note_for_everybody_is_found(noted: Office) -> None:
    assert json.loads(noted.good("history", "Fraværet", "--json").out) != []


async def test_the_card_shows_it_marked_until_names_are_hidden(office: Office) -> None:
    office.does(DAY, OWN)
    async with chair_at(office.folder, size=(120, 60)) as chair:
        await chair.press("space")
        await chair.sees("Private", "Hemmelighed")
        await chair.press("f2", "home")
        chair.misses("Private", *TELLS)
        await chair.press("f2", "s", "m")
        await chair.sees("Minutes")
        chair.misses(*TELLS)
        assert chair.meeting_screen.meeting_session is not None
        silent(minutes_text(chair.meeting_screen.meeting_session))
