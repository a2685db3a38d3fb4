"""What is recorded is decided on the meeting as it is then, whatever others have written since it was shown."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpcommittee.domain.events import Decided, Recorded
from kpcommittee.domain.intentions import Answer, Note, Open, Order, Place, Postpone, ReasonGiven
from kpcommittee.domain.refusal import Refusal
from kpcommittee.services import recording
from kpcommittee.services.desk import Desk
from kpcommittee.services.sitting import Sitting

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
CLEAR = Place(
    case="2026-0412", provider="klub-oest", staff="mette-h", start=date(2027, 1, 4), positions="all_agree"
)  # fmt: skip
COMPETING = Place(
    case="2026-0409",
    provider="klub-oest",
    staff="rasmus-e",
    start=date(2027, 1, 4),
    positions="all_agree",
    answers=(Answer(caution="child_view_missing", code="on_file", text="The child was heard."),),
    reason=ReasonGiven(code="no_room", text="Ali is on leave."),
)


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


def test_a_placement_is_recorded_as_it_was_weighed(sitting: Sitting) -> None:
    weighed = sitting.weigh(CLEAR)
    recorded = sitting.record(CLEAR)
    assert isinstance(weighed, Decided)
    assert isinstance(recorded, Recorded)
    assert recorded.event == weighed


def test_what_another_program_has_written_since_it_was_weighed_counts(sitting: Sitting) -> None:
    weighed = sitting.weigh(CLEAR)
    other = seated(sitting.desk.workspace.folder)
    assert isinstance(other.record(COMPETING), Recorded)
    recorded = sitting.record(CLEAR)
    assert isinstance(weighed, Decided)
    assert isinstance(recorded, Recorded)
    assert isinstance(recorded.event, Decided)
    assert recorded.number == 3
    assert recorded.event.decision.option.before.used > weighed.decision.option.before.used


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
