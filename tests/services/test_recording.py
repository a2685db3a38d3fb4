"""What is recorded is decided on the meeting as it is then, whatever others have written since it was shown."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpcommittee.domain.events import Decided, Recorded
from kpcommittee.domain.intentions import (
    Answer,
    Attend,
    Intention,
    Note,
    Open,
    Order,
    Place,
    Postpone,
    ReasonGiven,
    Take,
)
from kpcommittee.domain.refusal import Refusal
from kpcommittee.services.desk import Desk
from kpcommittee.services.sitting import Sitting, Wanted
from tests.sample import sample_workspace

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

NOTE = Note(case=CLEAR.case, text="The mother rang.")
UNKNOWN = Note(case="2026-0000", text="About whom?")


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    """The sample meeting, opened."""
    folder = sample_workspace(tmp_path / "sample", placements=False)
    assert isinstance(seated(folder).record(Open()), Recorded)
    return seated(folder)


def seated(folder: Path) -> Sitting:
    """A desk's sitting, with its journal read."""
    found = Sitting.find(Desk.find(folder, clock=lambda: NOW, by="chair"), "2026-12-02")
    found.load()
    return found


def wanted(*intentions: Intention) -> list[Wanted]:
    """What a script asks for."""
    return [Wanted(intention=intention) for intention in intentions]


def racing(folder: Path, elsewhere: Callable[[], object]) -> Sitting:
    """A sitting during whose first decision another program writes: when the time is asked for."""
    pending = [elsewhere]

    def clock() -> datetime:
        if pending and found.loaded:
            pending.pop()()
        return NOW

    found = Sitting.find(Desk.find(folder, clock=clock, by="chair"), "2026-12-02")
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
    (answer,) = sitting.record_each([Wanted(intention=noted, at=datetime(2026, 12, 2, 9, 30))])  # noqa: DTZ001 (what a script may say)
    assert isinstance(answer, Recorded)
    assert answer.at == datetime(2026, 12, 2, 9, 30, tzinfo=UTC)


def test_a_program_that_writes_at_the_same_moment_wins_and_its_case_is_shown(sitting: Sitting) -> None:
    folder = sitting.desk.workspace.folder
    raced = racing(folder, lambda: seated(folder).record(Postpone(case=CLEAR.case, reason="The child is ill")))
    answer = raced.record(CLEAR)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.case) == ("conflict", CLEAR.case)
    shown = raced.meeting.item(CLEAR.case)
    assert shown is not None
    assert shown.state == "postponed"
    again = raced.record(CLEAR, raced.meeting)
    assert isinstance(again, Recorded)
    assert again.number == 3


def test_of_several_in_one_commit_nothing_stays_when_another_program_was_quicker(
    sitting: Sitting,
) -> None:
    folder = sitting.desk.workspace.folder
    raced = racing(folder, lambda: seated(folder).record(Note(case=CLEAR.case, text="At the same moment.")))
    answers = raced.record_all(wanted(Note(case=CLEAR.case, text="One."), CLEAR))
    assert answers == [Refusal(code="conflict")]
    assert raced.meeting.last == 2
    assert [event.kind for event in seated(folder).meeting.log] == ["opened", "noted"]
    assert [answer.number for answer in raced.record_all(wanted(CLEAR)) if isinstance(answer, Recorded)] == [3]


def test_a_script_has_seen_nothing_and_meets_no_conflict(sitting: Sitting) -> None:
    other = seated(sitting.desk.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    (answer,) = sitting.record_each(wanted(CLEAR))
    assert isinstance(answer, Recorded)
    assert answer.number == 3


def test_who_comes_or_goes_is_recorded_whatever_became_of_the_case(sitting: Sitting) -> None:
    seen = sitting.meeting
    other = seated(sitting.desk.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    leaves = Attend(person="Karim Haddad", status="left", substitute="Tove Friis", case=CLEAR.case)
    assert isinstance(sitting.record(leaves, seen), Recorded)


def test_after_a_refusal_the_rest_is_recorded_each_durable_before_the_next_is_asked_for(sitting: Sitting) -> None:
    def one_by_one() -> Iterator[Wanted]:
        for number, intention in enumerate((NOTE, UNKNOWN, NOTE), 1):
            asked.append(seated(sitting.desk.workspace.folder).meeting.last)
            yield Wanted(intention=intention, by=f"Reader {number}")

    asked: list[int] = []
    first, refused, last = sitting.record_each(one_by_one())
    assert asked == [1, 2, 2]
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.case) == ("unknown_case", UNKNOWN.case)
    assert isinstance(first, Recorded)
    assert isinstance(last, Recorded)
    assert [(one.number, one.by) for one in (first, last)] == [(2, "Reader 1"), (3, "Reader 3")]
    assert sitting.meeting.last == 3


def test_of_several_in_one_commit_a_refused_one_leaves_nothing(sitting: Sitting) -> None:
    """The answers end with the refusal, so that the script can be put right there; the meeting is as it was."""
    before = sitting.meeting
    answers = sitting.record_all(wanted(NOTE, UNKNOWN, NOTE))
    assert [type(answer) for answer in answers] == [Recorded, Refusal]
    assert sitting.meeting is before
    assert seated(sitting.desk.workspace.folder).meeting.last == 1


def test_of_several_in_one_commit_each_is_decided_after_the_one_before(sitting: Sitting) -> None:
    refused = sitting.record_all(wanted(CLEAR, CLEAR))[-1]
    assert isinstance(refused, Refusal)
    assert refused.code == "already_decided"
    answers = sitting.record_all(wanted(NOTE, CLEAR, NOTE))
    assert [answer.number for answer in answers if isinstance(answer, Recorded)] == [2, 3, 4]
    shown = sitting.meeting.item(CLEAR.case)
    assert shown is not None
    assert (shown.state, len(shown.notes)) == ("placed", 2)
    assert seated(sitting.desk.workspace.folder).meeting == sitting.meeting


def test_of_several_in_one_commit_one_on_a_case_dealt_with_since_it_was_seen_is_a_conflict(sitting: Sitting) -> None:
    seen = sitting.meeting
    other = seated(sitting.desk.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    sitting.follow()
    noted, refused = sitting.record_all([Wanted(intention=NOTE), Wanted(intention=CLEAR, seen=seen)])
    assert isinstance(noted, Recorded)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.case) == ("conflict", CLEAR.case)
    assert sitting.meeting.last == 2


def test_a_sitting_whose_journal_was_not_read_reads_it_first(sitting: Sitting) -> None:
    unread = Sitting.find(Desk.find(sitting.desk.workspace.folder, clock=lambda: NOW, by="chair"), "2026-12-02")
    answer = unread.record(NOTE)
    assert isinstance(answer, Recorded)
    assert (answer.number, answer.by, answer.at) == (2, "chair", NOW)


def test_a_late_case_is_taken_from_the_file_as_it_is_then(sitting: Sitting) -> None:
    path = sitting.desk.workspace.folder / "agenda" / "2026-12-02.toml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("2026-0412", "2026-0999"), "utf-8")
    answer = sitting.record(Take(case="2026-0999"))
    assert isinstance(answer, Recorded)
    assert sitting.meeting.item("2026-0999") is not None
