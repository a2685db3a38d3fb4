"""What is recorded is decided on the meeting as it is then, whatever others have written since it was shown."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.events import Decided, Recorded
from kpcommittee.domain.meeting.intentions import (
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
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.meeting_session import MeetingSession, Request
from kpcommittee.services.session import Session
from kpcommittee.services.weighing import weigh
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
def meeting_session(tmp_path: Path) -> MeetingSession:
    """The sample meeting, opened."""
    folder = sample_workspace(tmp_path / "sample", placements=False)
    assert isinstance(seated(folder).record(Open()), Recorded)
    return seated(folder)


def seated(folder: Path) -> MeetingSession:
    """A session of the meeting, with its journal read."""
    sitting = MeetingSession.find(Session.find(folder, clock=lambda: NOW, by="chair"), "2026-12-02")
    sitting.load()
    return sitting


def wanted(*intentions: Intention) -> list[Request]:
    """What a script asks for."""
    return [Request(intention=intention) for intention in intentions]


def racing(folder: Path, elsewhere: Callable[[], object]) -> MeetingSession:
    """A sitting during whose first decision another program writes: when the time is asked for."""
    pending = [elsewhere]

    def clock() -> datetime:
        if pending and sitting.loaded:
            pending.pop()()
        return NOW

    sitting = MeetingSession.find(Session.find(folder, clock=clock, by="chair"), "2026-12-02")
    sitting.load()
    return sitting


def test_a_placement_is_recorded_as_it_was_weighed(meeting_session: MeetingSession) -> None:
    weighed = weigh(meeting_session, CLEAR)
    recorded = meeting_session.record(CLEAR)
    assert isinstance(weighed, Decided)
    assert isinstance(recorded, Recorded)
    assert recorded.event == weighed


def test_what_another_program_has_written_since_it_was_weighed_counts(meeting_session: MeetingSession) -> None:
    weighed = weigh(meeting_session, CLEAR)
    other = seated(meeting_session.session.workspace.folder)
    assert isinstance(other.record(COMPETING), Recorded)
    recorded = meeting_session.record(CLEAR)
    assert isinstance(weighed, Decided)
    assert isinstance(recorded, Recorded)
    assert isinstance(recorded.event, Decided)
    assert recorded.number == 3
    assert recorded.event.decision.option.before.used > weighed.decision.option.before.used


def test_a_case_that_was_dealt_with_since_it_was_seen_is_a_conflict(meeting_session: MeetingSession) -> None:
    seen = meeting_session.meeting
    other = seated(meeting_session.session.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    answer = meeting_session.record(CLEAR, seen)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.case) == ("conflict", CLEAR.case)
    assert isinstance(meeting_session.record(CLEAR, meeting_session.meeting), Recorded)


def test_what_others_did_to_another_case_or_noted_is_no_conflict(meeting_session: MeetingSession) -> None:
    seen = meeting_session.meeting
    other = seated(meeting_session.session.workspace.folder)
    assert isinstance(other.record(Postpone(case="2026-0409", reason="The child is ill")), Recorded)
    assert isinstance(other.record(Note(case=CLEAR.case, text="The mother rang.")), Recorded)
    assert isinstance(meeting_session.record(CLEAR, seen), Recorded)


def test_an_order_made_on_another_order_is_a_conflict(meeting_session: MeetingSession) -> None:
    seen = meeting_session.meeting
    numbers = tuple(seen.places)
    other = seated(meeting_session.session.workspace.folder)
    assert isinstance(other.record(Order(cases=(*numbers[1:], numbers[0]))), Recorded)
    answer = meeting_session.record(Order(cases=(numbers[-1], *numbers[:-1])), seen)
    assert isinstance(answer, Refusal)
    assert answer.code == "conflict"


def test_a_time_without_an_offset_is_that_of_the_desk(meeting_session: MeetingSession) -> None:
    noted = Note(case=CLEAR.case, text="The mother rang.")
    (answer,) = meeting_session.record_each([Request(intention=noted, at=datetime(2026, 12, 2, 9, 30))])  # noqa: DTZ001 (what a script may say)
    assert isinstance(answer, Recorded)
    assert answer.at == datetime(2026, 12, 2, 9, 30, tzinfo=UTC)


def test_a_program_that_writes_at_the_same_moment_wins_and_its_case_is_shown(meeting_session: MeetingSession) -> None:
    folder = meeting_session.session.workspace.folder
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
    meeting_session: MeetingSession,
) -> None:
    folder = meeting_session.session.workspace.folder
    raced = racing(folder, lambda: seated(folder).record(Note(case=CLEAR.case, text="At the same moment.")))
    answers = raced.record_all(wanted(Note(case=CLEAR.case, text="One."), CLEAR))
    assert answers == [Refusal(code="conflict")]
    assert raced.meeting.last == 2
    assert [event.kind for event in seated(folder).meeting.log] == ["opened", "noted"]
    assert [answer.number for answer in raced.record_all(wanted(CLEAR)) if isinstance(answer, Recorded)] == [3]


def test_a_script_has_seen_nothing_and_meets_no_conflict(meeting_session: MeetingSession) -> None:
    other = seated(meeting_session.session.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    (answer,) = meeting_session.record_each(wanted(CLEAR))
    assert isinstance(answer, Recorded)
    assert answer.number == 3


def test_who_comes_or_goes_is_recorded_whatever_became_of_the_case(meeting_session: MeetingSession) -> None:
    seen = meeting_session.meeting
    other = seated(meeting_session.session.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    leaves = Attend(person="Karim Haddad", status="left", substitute="Tove Friis", case=CLEAR.case)
    assert isinstance(meeting_session.record(leaves, seen), Recorded)


def test_after_a_refusal_the_rest_is_recorded_each_durable_before_the_next_is_asked_for(
    meeting_session: MeetingSession,
) -> None:
    def one_by_one() -> Iterator[Request]:
        for number, intention in enumerate((NOTE, UNKNOWN, NOTE), 1):
            asked.append(seated(meeting_session.session.workspace.folder).meeting.last)
            yield Request(intention=intention, by=f"Reader {number}")

    asked: list[int] = []
    first, refused, last = meeting_session.record_each(one_by_one())
    assert asked == [1, 2, 2]
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.case) == ("unknown_case", UNKNOWN.case)
    assert isinstance(first, Recorded)
    assert isinstance(last, Recorded)
    assert [(reply.number, reply.by) for reply in (first, last)] == [(2, "Reader 1"), (3, "Reader 3")]
    assert meeting_session.meeting.last == 3


def test_of_several_in_one_commit_a_refused_one_leaves_nothing(meeting_session: MeetingSession) -> None:
    """The answers end with the refusal, so that the script can be corrected there; the meeting is unchanged."""
    before = meeting_session.meeting
    answers = meeting_session.record_all(wanted(NOTE, UNKNOWN, NOTE))
    assert [type(answer) for answer in answers] == [Recorded, Refusal]
    assert meeting_session.meeting is before
    assert seated(meeting_session.session.workspace.folder).meeting.last == 1


def test_of_several_in_one_commit_each_is_decided_after_the_one_before(meeting_session: MeetingSession) -> None:
    refused = meeting_session.record_all(wanted(CLEAR, CLEAR))[-1]
    assert isinstance(refused, Refusal)
    assert refused.code == "already_decided"
    answers = meeting_session.record_all(wanted(NOTE, CLEAR, NOTE))
    assert [answer.number for answer in answers if isinstance(answer, Recorded)] == [2, 3, 4]
    shown = meeting_session.meeting.item(CLEAR.case)
    assert shown is not None
    assert (shown.state, len(shown.notes)) == ("placed", 2)
    assert seated(meeting_session.session.workspace.folder).meeting == meeting_session.meeting


def test_of_several_in_one_commit_one_on_a_case_dealt_with_since_it_was_seen_is_a_conflict(
    meeting_session: MeetingSession,
) -> None:
    seen = meeting_session.meeting
    other = seated(meeting_session.session.workspace.folder)
    assert isinstance(other.record(Postpone(case=CLEAR.case, reason="The child is ill")), Recorded)
    meeting_session.follow()
    noted, refused = meeting_session.record_all([Request(intention=NOTE), Request(intention=CLEAR, seen=seen)])
    assert isinstance(noted, Recorded)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.case) == ("conflict", CLEAR.case)
    assert meeting_session.meeting.last == 2


def test_a_sitting_whose_journal_was_not_read_reads_it_first(meeting_session: MeetingSession) -> None:
    unread = MeetingSession.find(
        Session.find(meeting_session.session.workspace.folder, clock=lambda: NOW, by="chair"), "2026-12-02"
    )
    answer = unread.record(NOTE)
    assert isinstance(answer, Recorded)
    assert (answer.number, answer.by, answer.at) == (2, "chair", NOW)


def test_a_late_case_is_taken_from_the_file_as_it_is_then(meeting_session: MeetingSession) -> None:
    path = meeting_session.session.workspace.folder / "agenda" / "2026-12-02.toml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("2026-0412", "2026-0999"), "utf-8")
    answer = meeting_session.record(Take(case="2026-0999"))
    assert isinstance(answer, Recorded)
    assert meeting_session.meeting.item("2026-0999") is not None
