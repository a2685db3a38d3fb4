"""Meetings on committees, agendas and scripts drawn at random, by keys until the minutes are approved."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.drivers import script
from tests.drivers.journal import Journal
from tests.drivers.office import Office
from tests.drivers.replay import copied, replayed
from tests.drivers.terminal import decoded
from tests.drivers.terminal_chair import TerminalChair
from tests.pty.conftest import Opens
from tests.random_meetings import FIRST_DAY, RandomCommittee
from tests.seeds import seeds

DAY = FIRST_DAY.isoformat()
ANYTHING = script.Answer("", "", "Drøftet på mødet.")


@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", seeds(2, 16))
def test_a_meeting_drawn_at_random_comes_to_its_minutes(seed: int, opens: Opens, tmp_path: Path) -> None:
    committee = RandomCommittee(seed)
    office = drawn(committee, tmp_path / "udvalg", committee.random.randint(3, 8))
    cases = list(office.states(DAY))
    terminal = opens(office.folder, "--lang", "da", "meet", DAY)
    chair = TerminalChair(terminal, Journal(office.folder, DAY), cases)
    leaders = [leader["name"] for leader in tomllib.loads(committee.config)["leaders"]]
    chair.holds([*meeting(committee, cases, leaders), script.Close(), script.Approve()])
    assert terminal.quit() == 0
    assert "Traceback" not in decoded(terminal.written)
    shown = office.show(DAY)
    assert shown["meeting"]["state"] == "approved"
    assert "open" not in office.states(DAY).values()
    assert all(office.states(DAY)[case] == "postponed" for case in chair.unable)
    replayed(office, copied(office, tmp_path / "igen"), DAY)


def drawn(committee: RandomCommittee, folder: Path, count: int) -> Office:
    """A workspace with a committee and an agenda drawn at random."""
    (folder / "agenda").mkdir(parents=True)
    (folder / "config.toml").write_text(committee.config, encoding="utf-8")
    office = Office(folder)
    cases = [committee.case(f"2026-{100 + n}", FIRST_DAY) for n in range(count)]
    office.agenda(DAY, committee.agenda(FIRST_DAY, cases))
    office.good("check")
    return office


def meeting(committee: RandomCommittee, cases: list[str], leaders: list[str]) -> Iterator[script.Step]:
    """Every case comes to an end, with what happens between the cases."""
    draw = committee.random
    yield script.Open()
    for place, case in enumerate(cases):
        yield from _between(draw, case, leaders if place else [], everybody=bool(leaders))
        step = _outcome(committee, case)
        yield step
        if not isinstance(step, script.Place) and draw.random() < 0.3:
            yield script.Undo(of=case)
            yield _outcome(committee, case)


def _between(draw: Random, case: str, leaders: list[str], *, everybody: bool) -> Iterator[script.Step]:
    """What is said at a case; nobody takes the internal provider's position once that leader has gone home."""
    if draw.random() < 0.3:
        yield script.Note(case, "Nævnt på mødet: [b]alt[/b] går bedre.", draw.choice(["", "1", "2"]))
    if draw.random() < 0.2:
        position = script.Position(case, draw.choice("34"), script.ABSTAIN, draw.choice(["", "Kender sagen."]))
        if everybody or position.seat == "3":
            yield position
    if leaders and draw.random() < 0.2:
        yield script.Attend(leaders.pop(), draw.choice("234"), case=draw.choice(["", case]))
        leaders.clear()


def _outcome(committee: RandomCommittee, case: str) -> script.Step:
    draw = committee.random
    provider = draw.choice(["", *(f"Udfører {house}" for house in committee.providers)])
    placed = script.Place(case, provider, answers=(ANYTHING,), or_waits=True)
    if draw.random() < 0.65:
        return placed
    others: list[script.Step] = [
        script.Postpone(case, "Der mangler en udtalelse.", draw.choice(["", "Udtalelsen"])),
        script.Return(case, "Samtykke."),
        script.Withdraw(case, "Flyttet."),
    ]
    return draw.choice(others)
