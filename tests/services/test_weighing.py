"""What was weighed on the screen is not reckoned again, unless anything has changed."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.context import Context
from kpcommittee.domain.decide import decide
from kpcommittee.domain.events import Decided, MeetingEvent, Recorded
from kpcommittee.domain.intentions import Note, Open, Order, Place, Postpone
from kpcommittee.domain.meeting import Meeting
from kpcommittee.domain.refusal import Refusal
from kpcommittee.services import recording
from kpcommittee.services.desk import Desk
from kpcommittee.services.sitting import Sitting

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
CLEAR = Place(
    case="2026-0412", provider="klub-oest", staff="mette-h", start=date(2027, 1, 4), positions="all_agree"
)  # fmt: skip


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    """The sample meeting, opened."""
    (tmp_path / "agenda").mkdir()
    for name in ("config.toml", "agenda/2026-12-02.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    assert isinstance(seated(tmp_path).record(Open()), Recorded)
    return seated(tmp_path)


def seated(folder: Path) -> Sitting:
    """A desk's sitting, with its journal read."""
    found = Desk.find(folder, clock=lambda: NOW, by="chair").sitting("2026-12-02")
    found.load()
    return found


@pytest.fixture
def reckoned(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Everything that `record` had to decide."""
    asked: list[Any] = []

    def deciding(meeting: Meeting, want: Any, context: Context) -> MeetingEvent | Refusal:
        asked.append(want)
        return decide(meeting, want, context)

    monkeypatch.setattr(recording, "decide", deciding)
    return asked


def test_the_placement_that_was_weighed_is_recorded_as_it_was_weighed(sitting: Sitting, reckoned: list[Any]) -> None:
    weighed = sitting.weigh(CLEAR)
    recorded = sitting.record(CLEAR)
    assert isinstance(recorded, Recorded)
    assert isinstance(weighed, Decided)
    assert recorded.event is weighed
    assert reckoned == []


def test_another_placement_is_reckoned(sitting: Sitting, reckoned: list[Any]) -> None:
    sitting.weigh(CLEAR)
    other = Place(case=CLEAR.case, provider=CLEAR.provider, start=CLEAR.start, positions="all_agree")
    assert isinstance(sitting.record(other), Recorded)
    assert reckoned == [other]


def test_after_anything_was_recorded_here_it_is_reckoned_again(sitting: Sitting, reckoned: list[Any]) -> None:
    sitting.weigh(CLEAR)
    put_off = Postpone(case="2026-0409", reason="The child is ill")
    sitting.record(put_off)
    assert isinstance(sitting.record(CLEAR), Recorded)
    assert reckoned == [put_off, CLEAR]


def test_after_another_program_has_written_it_is_reckoned_again(sitting: Sitting, reckoned: list[Any]) -> None:
    sitting.weigh(CLEAR)
    other = seated(sitting.desk.workspace.folder)
    put_off = Postpone(case="2026-0409", reason="The child is ill")
    assert isinstance(other.record(put_off), Recorded)
    recorded = sitting.record(CLEAR)
    assert isinstance(recorded, Recorded)
    assert recorded.number == 3
    assert reckoned == [put_off, CLEAR]


def test_a_case_that_was_dealt_with_since_it_was_seen_is_a_conflict(sitting: Sitting) -> None:
    seen = sitting.meeting
    other = seated(sitting.desk.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    answer = sitting.record(CLEAR, seen)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.case) == ("conflict", CLEAR.case)
    assert isinstance(sitting.record(CLEAR, sitting.meeting), Recorded)


def test_what_others_did_to_another_case_or_noted_is_no_conflict(sitting: Sitting) -> None:
    seen = sitting.meeting
    other = seated(sitting.desk.workspace.folder)
    assert isinstance(other.record(Postpone(case="2026-0409", reason="The child is ill")), Recorded)
    assert isinstance(other.record(Note(case=CLEAR.case, text="The mother rang.")), Recorded)
    assert isinstance(sitting.record(CLEAR, seen), Recorded)


def test_an_order_made_on_another_order_is_a_conflict(sitting: Sitting) -> None:
    seen = sitting.meeting
    numbers = tuple(seen.places)
    other = seated(sitting.desk.workspace.folder)
    assert isinstance(other.record(Order(cases=(*numbers[1:], numbers[0]))), Recorded)
    answer = sitting.record(Order(cases=(numbers[-1], *numbers[:-1])), seen)
    assert isinstance(answer, Refusal)
    assert answer.code == "conflict"


def test_a_time_without_an_offset_is_meant_where_the_desk_stands(sitting: Sitting) -> None:
    noted = Note(case=CLEAR.case, text="The mother rang.")
    (answer,) = recording.record_each(sitting, [recording.Wanted(intention=noted, at=datetime(2026, 12, 2, 9, 30))])  # noqa: DTZ001 (what a script may say)
    assert isinstance(answer, Recorded)
    assert answer.at == datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
