"""The three years that the demo opens with: shipped, whole, invented, and made again from their seed."""

import re
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.store.schema import HEAD, REVISIONS
from kpcommittee.workspace.starting import HISTORY, copy_demo, copy_sample
from tests.counting import Counts
from tests.drivers.journal import rows
from tests.drivers.office import Office
from tests.rounds import seconds_left
from tests.sample import DAY
from tools.history.calendar import LAST
from tools.history.years import SEED, Years

FEWEST = 2
"""Meetings that a run holds, however little time it is given."""
SPRING = date(2024, 3, 10)


@pytest.fixture
def demo(tmp_path: Path) -> Office:
    """The demo as it is unpacked."""
    return Office(copy_demo(tmp_path / "demo").folder)


def events(folder: Path) -> list[tuple[Any, ...]]:
    """Every event without what is redrawn each time: the salts, and the heads that rest on them."""
    return rows(
        folder / "kpcommittee.db",
        "SELECT stream, number, at, \"by\", kind, json_remove(payload, '$.salt', '$.heads') FROM event"
        " ORDER BY stream, number",
    )


def test_it_is_small_whole_and_private(demo: Office) -> None:
    assert HISTORY.stat().st_size < 1_500_000
    assert (demo.folder / "kpcommittee.db").stat().st_mode & 0o777 == 0o600
    assert demo.run("verify").code == 0
    assert demo.run("check").code == 0


def test_its_schema_is_one_that_is_migrated(demo: Office) -> None:
    ((revision,),) = rows(demo.folder / "kpcommittee.db", "SELECT version_num FROM alembic_version")
    assert revision in REVISIONS
    assert demo.run("history", "--json").code == 0
    ((revision,),) = rows(demo.folder / "kpcommittee.db", "SELECT version_num FROM alembic_version")
    assert revision == HEAD


def test_every_personal_number_is_a_replacement(demo: Office) -> None:
    """The day of each number is 60 more, so that it can be nobody's."""
    text = "\n".join(payload for (payload,) in rows(demo.folder / "kpcommittee.db", "SELECT payload FROM event"))
    numbers = re.findall(r'"cpr":"(\d[^"]*)"', text)
    assert len(numbers) > 100
    assert all(61 <= int(number[:2]) <= 91 for number in numbers)
    others = re.findall(r"(?<![\w-])(\d{6})-?\d{4}(?![\w-])", text)
    assert all(int(number[:2]) > 60 for number in others)


def test_the_meeting_of_the_sample_comes_next_as_if_there_were_no_history(demo: Office, tmp_path: Path) -> None:
    shown = demo.show(DAY)
    assert shown["meeting"]["state"] == "preparing"
    sample = Office.sample(tmp_path / "sample")
    assert shown["cases"][0]["case_number"] == sample.show(DAY)["cases"][0]["case_number"]
    assert [row["free"] for row in demo.balance(DAY).values()] == [row["free"] for row in sample.balance(DAY).values()]
    assert demo.does(DAY, {"do": "open"})


def test_there_is_something_of_everything_to_look_at(demo: Office) -> None:
    counted = rows(demo.folder / "kpcommittee.db", "SELECT kind, count(*) FROM event GROUP BY kind")
    kinds = {kind.partition(".")[0]: count for kind, count in counted}
    for kind in ("corrected", "postponed", "returned", "withdrawn", "disqualified", "undone", "confirmed", "noted"):
        assert kinds[kind] >= 3, kind
    assert kinds["followed_up"] > 300
    assert kinds["placement_changed"] > 40
    results = _counted(demo, "result", "followed_up")
    assert {"continues", "changed", "renewed", "ends", "moves"} <= results.keys()
    assert len({row["date"][:4] for row in demo.history()}) == 3
    assert any(row["dissent"] for row in demo.history())
    assert len({code for row in demo.history() for code in row["departures"]}) == 3


def test_a_demo_that_was_deleted_and_made_again_is_whole(tmp_path: Path) -> None:
    """What this computer remembers of that path is about the earlier demo."""
    office = Office(tmp_path / "demo")
    for is_again in (False, True):
        assert office.run("demo", "--dir", str(office.folder), "--no-screen").code == 0
        assert office.does(DAY, {"do": "open"}, {"do": "postpone", "case": "2026-0412", "reason": "Senere"})
        assert not is_again or office.run("verify").code == 0
        shutil.rmtree(office.folder)


def test_the_same_seed_gives_the_same_events(tmp_path: Path) -> None:
    made = [_years(tmp_path / name, 7, SPRING) for name in ("one", "two")]
    assert made[0] == made[1]
    assert len(made[0]) > 40
    assert _years(tmp_path / "three", 8, SPRING) != made[0]


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("turn", range(2))
def test_all_the_years_can_be_made_anew(
    turn: int, tmp_path: Path, request: pytest.FixtureRequest, counts: Counts
) -> None:
    """`make history` works by the rules as they are now; what is shipped may be older, as a real journal is.

    The second turn draws others than those that are shipped. A run that is given its minutes ends with the meeting
    in which they are over; what must be true of all the years is asked where they have passed.
    """
    office = Office(copy_sample(tmp_path / "sample").folder)
    years = Years(office.folder, SEED + turn * request.config.getoption("--rotation"))
    held = []
    with closing(years.passing()) as passing:
        for day in passing:
            held.append(day)
            if len(held) >= FEWEST and (seconds_left(request.config) or 1) < 0:
                break
    is_all = held[-1] == LAST
    counts(meetings=len(held), whole_years=int(is_all))
    assert office.run("verify").code == 0
    assert {row["date"] for row in office.history()} <= {day.isoformat() for day in held}
    if is_all:
        assert {row["date"][:4] for row in office.history()} == {"2024", "2025", "2026"}
        sample = Office.sample(tmp_path / "other")
        free = [[row["free"] for row in each.balance(DAY).values()] for each in (office, sample)]
        assert free[0] == free[1]
    before = office.history(), office.balance(DAY)
    office.good("rebuild")
    assert (office.history(), office.balance(DAY)) == before


def _years(folder: Path, seed: int, last: date) -> list[tuple[Any, ...]]:
    copy_sample(folder)
    Years(folder, seed).pass_until(last)
    return events(folder)


def _counted(office: Office, key: str, kind: str) -> dict[str, int]:
    question = f"SELECT json_extract(payload, '$.{key}'), count(*) FROM event WHERE kind = ? GROUP BY 1"
    return {value: count for value, count in rows(office.folder / "kpcommittee.db", question, kind) if value}
