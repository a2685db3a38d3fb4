"""Leaders with names as long as some are: columns stay columns, and what is cut says so."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from kpcommittee.domain.meeting.intentions import Place, ReasonGiven
from kpcommittee.tui.meeting.cases import CaseList
from tests.drivers.chair import MeetingChair, chair_at
from tests.sample import sample_workspace
from tests.tui.steps import open_meeting

SCHOOL, AUTHORITY = "Anne-Marie Kjærsgaard Lundtofte Bech", "Hans-Christian Vestergaard-Nørremark"


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[MeetingChair]:
    """The chair of a committee in which two leaders have long names, at 80 columns; the meeting is open."""
    folder = sample_workspace(tmp_path / "ws")
    for file in (folder / "config.toml", *(folder / "agenda").glob("*.toml")):
        text = file.read_text("utf-8").replace("Lone Bech", SCHOOL).replace("Inger Thorsen", AUTHORITY)
        file.write_text(text, "utf-8")
    async with chair_at(folder, (80, 24), language="da") as chair:
        await open_meeting(chair)
        yield chair


async def test_attendance_stays_in_columns_and_shows_who_sits_instead(chair: MeetingChair) -> None:
    """Role and status moved to the right, and who sat instead was cut off."""
    await chair.press("t", "2", "s", "1", "f", "3")
    await chair.sees("Hans-Christian Vestergaar… myndighed", "fra punkt 3, stedfortræder Bo Lind")
    rows = [line for line in chair.screen_text.splitlines() if "✓ til stede" in line or "– afbud" in line]
    assert len({max(line.find("✓ til"), line.find("– afbud")) for line in rows}) == 1, rows


async def test_the_longest_role_does_not_touch_the_status(workspace: Path) -> None:
    """In English the internal provider had the status at its last letter, one column to the right of all others."""
    async with chair_at(workspace, (80, 24), language="en") as chair:
        await open_meeting(chair)
        await chair.press("t")
        await chair.sees("internal provider  ✓ present")
        rows = [line for line in chair.screen_text.splitlines() if "✓ present" in line]
        assert len({line.find("✓ present") for line in rows}) == 1, rows


async def test_a_narrow_terminal_shows_every_status_and_who_sits_instead(chair: MeetingChair) -> None:
    """At 40 columns the status was behind the edge, and at 60 the number of cases was cut."""
    await chair.press("t", "2", "s", "1", "f", "3")
    for columns in (40, 60):
        await chair.pilot.resize_terminal(columns, 40)
        await chair.sees("Karim Haddad", "fra punkt 3", "stedfortræder Bo Lind")
        rows = [line for line in chair.screen_text.splitlines() if "✓" in line or "–" in line]
        assert [" ✓ til stede  " in line for line in rows].count(True) == len(rows) - 1
        assert any(" – afbud " in line for line in rows)
    await chair.sees("Karim Haddad          intern udfører  ✓ til stede")
    await chair.pilot.resize_terminal(80, 24)
    await chair.sees("✓ til stede    14 sager")


async def test_a_leader_cut_in_the_decision_says_so(chair: MeetingChair) -> None:
    await chair.press("enter")
    await chair.sees("Skole       Anne-Marie Kjærsga… ", "Myndighed   Hans-Christian Ves… ")


@pytest.mark.parametrize("name", ["王小明", "山田 太郎", "Sille Ør"])
async def test_wide_letters_move_no_column_of_the_cases(tmp_path: Path, name: str) -> None:
    """Initials were measured in characters, so the mark behind them was a cell further to the right."""
    folder = sample_workspace(tmp_path / "ws")
    agenda = folder / "agenda" / "2026-12-02.toml"
    head, protected, rest = agenda.read_text("utf-8").partition("  protected_address = true")
    head, key, others = head.rpartition('  name = "')
    agenda.write_text(f"{head}{key}{name}{others[others.index(chr(34)) :]}{protected}{rest}", "utf-8")
    async with chair_at(folder, (120, 40), language="da") as chair:
        await chair.sees(f"{name[0]}.")
        panel = chair.app.screen.query_one(CaseList)
        rows = [panel.line_at(place).plain for place in range(len(panel._rows))]
        marked = [row for row in rows if "! " in row]
        assert len(marked) == 2
        assert len({cell_len(row[: row.index("! ")]) for row in marked}) == 1, marked


async def test_a_recommendation_that_is_too_long_for_its_line_says_that_it_is_cut(workspace: Path) -> None:
    """Behind a club with a long name it was cut after a word, as if that were all."""
    path = workspace / "config.toml"
    text = path.read_text("utf-8")
    for club in ("Klub Øst", "Klub Vest"):
        text = text.replace(f'"{club}"', f'"Den Selvejende Institution {club} og Fritidscenter"')
    path.write_text(text, "utf-8")
    async with chair_at(workspace, (120, 40), language="en") as chair:
        await open_meeting(chair)
        place = Place(
            case="2026-0412",
            provider="klub-vest",
            start=date(2026, 12, 14),
            positions="all_agree",
            reason=ReasonGiven(code="other", text="Aftalt"),
        )
        chair.meeting_screen.actions.record(place)
        chair.meeting_screen.choose("2026-0412")
        await chair.sees("decided ✓ Den Selvejende Institution Klub Vest")
        line = next(line for line in chair.screen_text.splitlines() if "decided ✓" in line)
        assert line.rstrip().endswith("…"), line
