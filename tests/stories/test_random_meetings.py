"""Meetings on committees, agendas and wishes drawn at random: recorded or refused, and always the same afterwards."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.contract import BALANCE, HISTORY, RECORDED, REFUSED, SHOW, mismatches
from tests.drivers.office import APPROVE, CLOSE, OPEN, Office
from tests.drivers.program import Json
from tests.random_meetings import FIRST_DAY, RandomCommittee
from tests.seeds import seeds

MEETINGS = 3
WISHES = 45
A_MONTH = timedelta(28)


@pytest.mark.parametrize("seed", seeds(1, 80))
def test_meetings_in_a_row(seed: int, tmp_path: Path) -> None:
    committee = RandomCommittee(seed)
    office = Office(tmp_path / "udvalg")
    (office.folder / "agenda").mkdir(parents=True)
    (office.folder / "config.toml").write_text(committee.config, encoding="utf-8")
    events = 0
    for turn in range(MEETINGS):
        day = FIRST_DAY + turn * A_MONTH
        _write_agenda(office, committee, day, turn)
        answers = list(_hold(office, committee, day))
        events += sum("event" in answer for answer in answers)
        _sound(office, day)
    assert events > 15
    _the_same_after_rebuild(office)


def _write_agenda(office: Office, committee: RandomCommittee, day: date, turn: int) -> None:
    """What waits is carried over; new cases follow in the same file."""
    office.good("agenda", "new", "--date", day.isoformat())
    path = office.folder / "agenda" / f"{day}.toml"
    new = [committee.case(f"{turn}-{n}", day) for n in range(committee.random.randint(1, 5))]
    carried = path.read_text(encoding="utf-8")
    fresh = committee.agenda(day, new)
    path.write_text(
        carried + "\n" + fresh[fresh.index("[[cases]]") :] if "[[cases]]" in carried else fresh, encoding="utf-8"
    )
    office.good("check")


def _hold(office: Office, committee: RandomCommittee, day: date) -> Iterator[Json]:
    """A meeting with many wishes, which then ends as every meeting does."""
    agenda = day.isoformat()
    yield from _answered(office, agenda, [OPEN])
    cases = list(office.states(agenda))
    for _ in range(3):
        for batch in _batches([committee.intention(cases, day) for _ in range(WISHES // 3)]):
            answers = _answered(office, agenda, batch)
            yield from answers
            if answers[-1].get("event") == "decided":
                _stands(office.case(agenda, answers[-1]["case"]))
        free = [row["free"] for row in office.good("balance", "--json", "--date", agenda).json]
        assert all(hours is None or hours >= 0 for hours in free)
    _end(office, agenda)


def _batches(intentions: list[Json]) -> Iterator[list[Json]]:
    """The intentions in their order; each placement ends a batch, so that it can be checked as recorded."""
    batch: list[Json] = []
    for intention in intentions:
        batch.append(intention)
        if intention.get("do") == "place":
            yield batch
            batch = []
    if batch:
        yield batch


def _answered(office: Office, agenda: str, intentions: list[Json]) -> list[Json]:
    answers = office.answers(agenda, *intentions)
    assert len(answers) == len(intentions)
    for answer in answers:
        assert mismatches(answer, RECORDED if "event" in answer else REFUSED) == []
    return answers


def _end(office: Office, agenda: str) -> None:
    """Close and approve, whatever state the wishes have left; approving changes no sum."""
    if office.show(agenda)["meeting"]["state"] == "approved":
        return
    office.answers(agenda, OPEN)
    for number, state in office.states(agenda).items():
        if state == "open":
            office.answers(agenda, {"do": "postpone", "case": number, "reason": "Tiden gik."})
    office.answers(agenda, CLOSE)
    days = [agenda, (date.fromisoformat(agenda) + timedelta(40)).isoformat()]
    sums = [office.sums(day) for day in days]
    office.does(agenda, APPROVE)
    assert [office.sums(day) for day in days] == sums


def _sound(office: Office, day: date) -> None:
    """What everybody may ask afterwards has its shape."""
    shown = office.show(day.isoformat())
    assert mismatches(shown, SHOW) == []
    assert mismatches(office.history(), HISTORY) == []
    assert mismatches(office.good("balance", "--json").json, BALANCE) == []
    for case in shown["cases"]:
        assert case["decision"] is not None or case["state"] not in ("placed", "in_principle")
    assert office.minutes(day.isoformat()).count("\n### ") == len(shown["cases"])
    office.good("show", day.isoformat())
    office.good("verify")


def _stands(case: dict[str, Any]) -> None:
    """A placement has the position of everybody who sits, of nobody who is out, and every blocking caution's answer."""
    decision = case["decision"]
    assert {p["role"] for p in case["positions"]} == {seat["role"] for seat in case["bench"] if _sits(seat)}
    own = [c for c in case["cautions"] if c["blocking"] and c["provider"] in (None, decision["provider"])]
    out = any(seat["status"] == "disqualified" for seat in case["bench"])
    excused = {"seat_empty"} if decision["in_principle"] and not out else set()
    assert {c["code"] for c in own if not c["answered"]} <= excused
    assert bool(decision["reason"]) or not decision["departures"]


def _sits(seat: Json) -> bool:
    return seat["status"] in ("present", "substitute")


def _the_same_after_rebuild(office: Office) -> None:
    agendas = sorted(path.stem for path in (office.folder / "agenda").iterdir())
    before = _everything(office, agendas)
    office.good("rebuild")
    assert _everything(office, agendas) == before
    office.good("verify")


def _everything(office: Office, agendas: list[str]) -> list[Any]:
    days = [office.good("balance", "--json", "--date", day).json for day in (*agendas, "2026-09-01")]
    return [office.history(), days, *((office.show(agenda), office.minutes(agenda)) for agenda in agendas)]
