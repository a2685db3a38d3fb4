"""Case numbers as long as those of Danish records systems: never cut, and never run into what follows."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.views.page import Page
from tests.drivers.chair import Chair, MeetingChair
from tests.drivers.office import Office
from tests.sample import WHOLE_MEETING
from tools.pictures import MEETING_ID

LONG = {"2026-0412": "27.60.00-P20-104-26", "2026-0409": "27.60.00-P20-105-26", "2026-0391": "27.60.00-P20-106-26"}
"""Number in the sample → one of the form that DOMAIN's section 5 names; they differ behind the sixteenth sign."""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The sample's whole meeting, its cases numbered so."""
    office, script = Office.sample(tmp_path_factory.mktemp("long") / "udvalg"), WHOLE_MEETING
    agenda = office.folder / "agenda" / f"{MEETING_ID}.toml"
    for short, long in LONG.items():
        agenda.write_text(agenda.read_text("utf-8").replace(short, long), "utf-8")
        script = script.replace(short, long)
    assert office.run("record", MEETING_ID, stdin=script).code == 0
    return office


@pytest.fixture
def office(recorded: Office, tmp_path: Path) -> Office:
    """A copy of it."""
    return recorded.copied_to(tmp_path / "udvalg")


@pytest.mark.parametrize(
    "command",
    [
        ("told",),
        ("journalised",),
        ("followups", "--date", "2027-03-20"),
        ("history",),
        ("placements", "list", "--date", "2027-01-20"),
        ("show", MEETING_ID),
    ],
)
def test_a_list_has_every_number_in_full(office: Office, command: tuple[str, ...]) -> None:
    numbers = {long for long in LONG.values() if long in office.good(*command, "--json").out}
    assert numbers
    lines = office.good(*command).out.splitlines()
    assert [number for number in numbers if not any(f"{number} " in line for line in lines)] == []
    assert max(map(len, lines)) <= 80


def test_what_is_cut_at_the_end_of_a_line_says_so() -> None:
    page = Page()
    page.row([("a", 60), ("Familiehuset · Sanne Winther", 40)])
    page.row([("a", 60), ("Klub Øst", 40)])
    cut, whole = str(page).splitlines()
    assert (len(cut), cut[-1], whole[-8:]) == (80, "…", "Klub Øst")


@pytest.fixture
async def chair(office: Office) -> AsyncIterator[Chair[KpApp]]:
    """The chair at 80 columns, some months after the meeting."""
    session = Session.find(Path(office.folder), clock=lambda: datetime(2027, 3, 20, 9, tzinfo=UTC), by="Inger")
    app = KpApp(session, MEETING_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        yield await MeetingChair.seated(app, pilot)
    session.close()


@pytest.mark.parametrize("keys", [("U",), ("U", "tab"), ("g",)])
async def test_a_number_does_not_run_into_the_initials(chair: Chair[KpApp], keys: tuple[str, ...]) -> None:
    await chair.press(*keys)
    await chair.sees("27.60.00-P20-104-26 A.K.")
