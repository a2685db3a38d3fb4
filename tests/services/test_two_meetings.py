"""Two programs on two meetings: what each decides on is tested at recording, not only at weighing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.events import Decided, Recorded
from kpcommittee.domain.meeting.intentions import Answer, Note, Open, Place, ReasonGiven
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services import meeting_session as module
from kpcommittee.services.imports import import_placements
from kpcommittee.services.meeting_session import MeetingSession, Request
from kpcommittee.services.session import Session
from tests.agenda_files import agenda, case
from tests.sample import sample_workspace

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
FIRST, SECOND = "2026-12-02", "2026-12-03"
LAST_HOURS = 7.0
"""More than half of what the club has left."""


def placing(number: str, *answers: Answer) -> Place:
    return Place(
        case=number, provider="klub-oest", start=date(2027, 1, 4), positions="all_agree", answers=answers,
        reason=ReasonGiven(code="competence", text="Aftalt"),
    )  # fmt: skip


def sitting(folder: Path, meeting: str, meanwhile: Callable[[], object] | None = None) -> MeetingSession:
    """A program on a meeting, for whom something happens once between weighing and recording."""
    pending = [] if meanwhile is None else [meanwhile]

    def clock() -> datetime:
        # The time is asked for once everything around the meeting has been read.
        if pending and ready:
            pending.pop()()
        return NOW

    ready: list[bool] = []
    session = MeetingSession.find(Session.find(folder, clock=clock, by="chair"), meeting)
    session.load()
    session.balance()
    ready.append(True)
    return session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A committee with two open meetings, each with a case for the same club."""
    folder = sample_workspace(tmp_path / "sample")
    for day, number in ((FIRST, "A"), (SECOND, "B")):
        hours = {"hours_per_week": LAST_HOURS}
        (folder / "agenda" / f"{day}.toml").write_text(agenda(day, case(number, grant=hours)), encoding="utf-8")
        assert isinstance(sitting(folder, day).record(Open()), Recorded)
    return folder


def test_either_of_two_fits_by_itself(folder: Path) -> None:
    assert isinstance(sitting(folder, SECOND).record(placing("B")), Recorded)


def test_the_second_to_place_into_the_last_hours_is_asked(folder: Path) -> None:
    """(S3)."""
    first = sitting(folder, FIRST)
    second = sitting(folder, SECOND, lambda: first.record(placing("A")))
    answer = second.record(placing("B"))
    assert first.meeting.items[0].state == "placed"
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.cautions) == ("caution_unanswered", ("over_capacity",))
    assert second.meeting.items[0].state == "open", "nothing is written over"
    answered = second.record(placing("B", Answer(caution="over_capacity", code="on_file", text="Klubben låner timer")))
    assert isinstance(answered, Recorded)
    assert isinstance(answered.event, Decided)
    assert answered.event.decision.option.before.held > LAST_HOURS


@pytest.mark.parametrize("together", [False, True])
def test_what_changed_elsewhere_without_a_question_is_weighed_anew_and_recorded(folder: Path, together: bool) -> None:
    """(S3): the frozen figures are those of the moment of recording."""
    first = sitting(folder, FIRST)
    second = sitting(folder, SECOND, lambda: first.record(Note(case="A", text="Sagt imens")))
    wanted = [Request(intention=Note(case="B", text="Først")), Request(intention=placing("B"))]
    answers = second.record_all(wanted) if together else [*second.record_each(wanted)]
    assert [isinstance(answer, Recorded) for answer in answers] == [True, True]
    assert second.session.store.verification().is_sound


def test_an_import_meanwhile_counts(folder: Path) -> None:
    """(S3)."""
    table = folder / "more.csv"
    table.write_text("case_number;provider;hours_per_week;start\nP-900;klub-oest;7;2026-01-01\n", encoding="utf-8")
    other = Session.find(folder, clock=lambda: NOW, by="chair")
    second = sitting(folder, SECOND, lambda: import_placements(other, table))
    answer = second.record(placing("B"))
    assert isinstance(answer, Refusal)
    assert answer.cautions == ("over_capacity",)


def test_what_never_rests_is_a_conflict_in_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRIES", 2)
    first = sitting(folder, FIRST)
    second = sitting(folder, SECOND)

    def clock() -> datetime:
        first.record(Note(case="A", text="Og mere"))
        return NOW

    second.session.clock = clock
    answer = second.record(placing("B"))
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.case) == ("conflict", "B")


def test_several_at_once_are_decided_on_the_meeting_as_it_is(folder: Path) -> None:
    """What another program recorded before is not a conflict (S3)."""
    second = sitting(folder, SECOND)
    assert isinstance(sitting(folder, SECOND).record(Note(case="B", text="Sagt")), Recorded)
    answers = second.record_all([Request(intention=Note(case="B", text="Sagt igen"))])
    assert [isinstance(answer, Recorded) for answer in answers] == [True]
