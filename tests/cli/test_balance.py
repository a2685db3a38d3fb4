"""The balance on the command line: the same hours wherever they are shown, and the case that tips named."""

import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.program import Program
from tests.sample import DAY

CONFIG = """
[committee]
name = "Committee"
municipality = "Nowhere"
language = "en"
required_seats = []
[law]
as_of = 2025-03-17
[[leaders]]
role = "authority"
name = "Inger"
[[leaders]]
role = "internal"
name = "Karim"
[[districts]]
id = "north"
name = "North"
[[problems]]
code = "school"
da = "Skole"
en = "School"
primarily = "club"
[[providers]]
id = "club"
kind = "club"
name = "The Club"
district = "north"
enrolled = 40
leader = "Per"
pedagogue_hours = 100
contact_share = 0.1
  [[providers.staff]]
  id = "mia"
  name = "Mia Holm"
[[providers]]
id = "other"
kind = "club"
name = "The Other Club"
district = "north"
pedagogue_hours = 100
contact_share = 0.1
"""
CASE = """
[[cases]]
case_number = "{number}"
problems = ["school"]
child = {{ name = "Barn B", birth_date = 2013-06-01, district = "north" }}
child_view = {{ obtained_on = 2026-11-05, says = "Yes" }}
relations = [{{ person = "Mia Holm", role = "Pedagogue", provider = "club", staff = "mia", strength = {strength} }}]
[cases.grant]
decided_on = 2026-11-12
basis = "bl-32-1-3"
purpose = "To belong"
hours_per_week = {hours}
expected_months = 12
consent = "given"
"""
AGENDA = "[meeting]\nid = '2026-12-02'\ndate = 2026-12-02\n"


@pytest.fixture
def small(tmp_path: Path) -> Program:
    """A club with ten hours of which six run, and two cases that know somebody there."""
    folder = tmp_path / "small"
    (folder / "agenda").mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    cases = CASE.format(number="A-1", hours="3.0", strength=3) + CASE.format(number="A-2", hours="2.0", strength=2)
    (folder / "agenda" / f"{DAY}.toml").write_text(AGENDA + cases, "utf-8")
    (folder / "placements.csv").write_text("case_number;provider;hours_per_week\nR-1;club;6\n", "utf-8")
    kp = Program(folder)
    kp.does("placements", "import", "placements.csv")
    return kp


def placed(number: str, provider: str = "club", **keys: Any) -> dict[str, Any]:
    """An intention on which all agree."""
    usual = {"do": "place", "case": number, "provider": provider, "start": "2027-01-04", "positions": "all_agree"}
    return usual | {"reason": {"code": "other", "text": "Agreed"}} | keys


def of(kp: Program, provider: str = "club") -> dict[str, Any]:
    """That provider's balance on the day of the meeting."""
    rows = kp.does("balance", "--date", DAY, "--json").json
    return next(row for row in rows if row["provider"] == provider)


def test_overcommitted_step_by_step(small: Program) -> None:
    small.records(DAY, [{"do": "open"}, placed("A-1")])
    assert (of(small)["worst"]["free"], of(small)["worst"]["over"], of(small)["tipping"]) == (1, 0, None)

    answers = [{"caution": "over_capacity", "code": "other", "text": "Agreed"}]
    small.records(DAY, [placed("A-2", answers=answers)])
    told = of(small)
    assert (told["worst"]["free"], told["worst"]["over"], told["worst"]["held"]) == (0, 1, 5)
    assert told["worst"]["week"] == "2027-W01"
    assert told["worst"]["hours_per_enrolled"] == (100 - 11) / 40
    assert told["tipping"] == {
        "case_number": "A-2",
        "held": True,
        "hours": 2,
        "start": "2027-01-04",
        "day": "2027-01-04",
        "strength": 2,
        "relation": {"strength": 2, "person": "Mia Holm", "since": None},
    }
    assert told["district_spread"] == 1.1
    assert (told["free"], told["load"], told["held"]) == (4, 6, 0)
    text = small.does("balance", "--date", DAY).out
    assert "0 h free · 1 h over" in text
    assert "A-2 brings it over the limit: 2 h a week, held; moving it costs ●● Mia Holm (The Club)" in " ".join(
        text.split()
    )
    assert max(map(len, text.splitlines())) <= 80
    assert "A-2 bringer den over grænsen" in Program(small.folder, "da").does("balance", "--date", DAY).out

    small.records(DAY, [{"do": "undo"}])
    assert (of(small)["worst"]["free"], of(small)["worst"]["over"], of(small)["tipping"]) == (1, 0, None)


def test_the_order_of_decision_names_the_case_not_the_order_of_the_agenda(small: Program) -> None:
    answers = [{"caution": "over_capacity", "code": "other", "text": "Agreed"}]
    small.records(DAY, [{"do": "open"}, placed("A-2"), placed("A-1", answers=answers)])
    assert of(small)["tipping"]["case_number"] == "A-1"


def test_approval_changes_no_sum_and_names_the_same_case(small: Program) -> None:
    answers = [{"caution": "over_capacity", "code": "other", "text": "Agreed"}]
    small.records(DAY, [{"do": "open"}, placed("A-1"), placed("A-2", answers=answers), {"do": "close"}])
    held = of(small)
    small.records(DAY, [{"do": "approve", "by": "Inger"}])
    running = of(small)
    assert (running["worst"]["load"], running["worst"]["held"]) == (held["worst"]["load"] + held["worst"]["held"], 0)
    assert {**running["tipping"], "held": True} == held["tipping"]


def test_hours_and_heads_are_the_same_everywhere(small: Program) -> None:
    """`show` says of the case what the balance says once it is decided, and the minutes print those hours."""
    small.records(DAY, [{"do": "open"}, placed("A-1")])
    option = small.does("show", DAY, "--case", "A-2", "--json").json["cases"][0]["options"][0]
    answers = [{"caution": "over_capacity", "code": "other", "text": "Agreed"}]
    small.records(DAY, [placed("A-2", answers=answers), {"do": "close"}])
    worst = of(small)["worst"]
    assert option["provider"] == "club"
    assert (option["worst_week"], option["free_after"], option["over_after"], option["share_after"]) == (
        worst["week"],
        worst["free"],
        worst["over"],
        worst["share"],
    )
    minutes = small.does("minutes", DAY, "-o", "-").out
    used = worst["load"] + worst["held"]
    line = f"| The Club | week 1/2027 | {worst['room']:g} | 6 (60 %) | {used:g} (110 %) | 0 ({worst['over']:g} over) |"
    assert line in minutes


# Against a count of every day

HORIZON = 364


def rows_of(seed: int, config: dict[str, Any]) -> list[dict[str, Any]]:
    """An invented caseload."""
    dice = random.Random(seed)
    first = date.fromisoformat(DAY)
    rows: list[dict[str, Any]] = []
    for number in range(40):
        provider = dice.choice(config["providers"])
        people = [member["id"] for member in provider.get("staff", [])]
        start = first + timedelta(days=dice.randint(-200, 300))
        rows.append(
            {
                "case_number": f"R-{number}",
                "provider": provider["id"],
                "staff": dice.choice([None, *people]),
                "hours_per_week": dice.choice([None, Decimal("1.5"), Decimal(4), Decimal("7.25")]),
                "start": dice.choice([None, start]),
                "end": dice.choice([None, start + timedelta(days=dice.randint(0, 300))]),
            }
        )
    return rows


def runs(row: dict[str, Any], day: date) -> bool:
    return (row["start"] or day) <= day <= (row["end"] or day)


def room_on(provider: dict[str, Any], day: date) -> Decimal | None:
    if provider["kind"] != "club":
        rooms = [room for member in provider.get("staff", []) if (room := staff_room_on(member, day)) is not None]
        return sum(rooms, Decimal(0)) if rooms else None
    values = {key: provider.get(key) for key in ("pedagogue_hours", "contact_share")}
    for change in sorted(provider.get("changes", []), key=lambda change: change["from"]):
        if change["from"] <= day:
            values |= {key: change[key] for key in values if key in change}
    if None in values.values():
        return None
    return Decimal(str(values["pedagogue_hours"])) * Decimal(str(values["contact_share"]))


def staff_room_on(member: dict[str, Any], day: date) -> Decimal | None:
    if "contact_hours" not in member:
        return None
    away = any(leave["from"] <= day <= leave["to"] for leave in member.get("leave", []))
    gone = "left_on" in member and day > member["left_on"]
    return Decimal(0) if away or gone else Decimal(str(member["contact_hours"]))


def count(rows: list[dict[str, Any]], factor: Decimal, room: Decimal | None, day: date) -> dict[str, Any]:
    """What one day comes to, counted row by row."""
    today = [row for row in rows if runs(row, day)]
    load = sum((row["hours_per_week"] * factor for row in today if row["hours_per_week"]), Decimal(0))
    return {
        "room": None if room is None else float(room),
        "load": float(load),
        "free": None if room is None else float(max(Decimal(0), room - load)),
        "over": 0.0 if room is None else float(max(Decimal(0), load - room)),
        "children": len(today),
    }


def days() -> Iterator[date]:
    return (date.fromisoformat(DAY) + timedelta(days=number) for number in range(HORIZON))


def fullness(figures: dict[str, Any]) -> tuple[int, float]:
    room, load = figures["room"], figures["load"]
    if room is None:
        return 0, load
    return (1, round(load / room, 9)) if room else (2 if load else 1, load)


@pytest.mark.parametrize("seed", range(6))
def test_the_balance_equals_a_count_of_every_day(seed: int, kp: Program) -> None:
    config = tomllib.loads((kp.folder / "config.toml").read_text("utf-8"))
    rows = rows_of(seed, config)
    lines = [";".join(rows[0]), *(";".join("" if cell is None else str(cell) for cell in row.values()) for row in rows)]
    (kp.folder / "rows.csv").write_text("\n".join(lines), "utf-8")
    kp.does("placements", "import", "rows.csv")
    told = {row["provider"]: row for row in kp.does("balance", "--date", DAY, "--json").json}
    for provider in config["providers"]:
        own = [row for row in rows if row["provider"] == provider["id"]]
        factor = Decimal(str(provider.get("hours_factor", 1)))
        counted = {day: count(own, factor, room_on(provider, day), day) for day in days()}
        closed = [(period["from"], period["to"]) for period in provider.get("closed", [])]
        is_open = [day for day in counted if not any(first <= day <= last for first, last in closed)]
        worst = max(is_open, key=lambda day: (fullness(counted[day]), -day.toordinal()))
        checked = told[provider["id"]]
        today = counted[date.fromisoformat(DAY)]
        assert {key: checked[key] for key in today} == pytest.approx(today, abs=1e-4)
        year, week, _ = worst.isocalendar()
        assert checked["worst"]["week"] == f"{year}-W{week:02}"
        shared = ("load", "free", "over", "room")
        assert {key: checked["worst"][key] for key in shared} == pytest.approx(
            {key: counted[worst][key] for key in shared}, abs=1e-4
        )
        for member, line in zip(provider.get("staff", []), checked["staff"], strict=True):
            mine = [row for row in own if row["staff"] == member["id"]]
            expected = count(mine, factor, staff_room_on(member, date.fromisoformat(DAY)), date.fromisoformat(DAY))
            assert {key: line[key] for key in expected} == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("day", ["", " ", "20261202", "2026-W49-3", "2026-02-30"])
@pytest.mark.parametrize(
    "command",
    [
        ("balance", "--date"),
        ("followups", "--due"),
        ("placements", "list", "--date"),
        ("placements", "change", "2025-0117", "klub-oest", "--hours", "3.5", "--why", "x", "--from"),
    ],
)
def test_an_empty_text_is_no_day(kp: Program, command: tuple[str, ...], day: str) -> None:
    """A script's unset variable was taken for today, and a change from then on for one from the first day."""
    kp.does("placements", "import", "placements.csv")
    answer = kp(*command, day)
    assert (answer.code, answer.out) == (2, "")
    assert command[-1] in answer.err
