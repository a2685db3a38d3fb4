"""Two programs at one workspace: one records, the other reads; who is gone is not an obstacle."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.intentions import Note, Open
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.hold import HeldError
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.store import holding
from tests.drivers.chair import NINE
from tests.drivers.office import Office
from tests.sample import DAY

CASE, HOST = "2026-0412", os.uname().nodename


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample committee; its database exists."""
    return Office.sample(tmp_path / "office")


def screen(office: Office, by: str = "anna", minutes: int = 0) -> Session:
    """A program on a screen that has just begun."""
    session = Session.find(office.folder, language="en", clock=lambda: NINE + timedelta(minutes=minutes), by=by)
    session.hold.begin()
    return session


def meeting_of(session: Session) -> MeetingSession:
    meeting_session = MeetingSession.find(session, DAY)
    meeting_session.load()
    return meeting_session


def test_the_second_reads_and_is_refused_by_name(office: Office) -> None:
    first, second = screen(office), screen(office, "bo", 5)
    try:
        assert first.hold.reading is None
        assert second.hold.reading is not None
        assert second.hold.reading.holder is not None
        assert second.hold.reading.holder.user == "anna"
        assert not isinstance(meeting_of(first).record(Open()), Refusal)
        refused = meeting_of(second).record(Note(case=CASE, text="Mine"))
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.values["user"]) == ("read_only", "anna")
        assert "Mine" not in str(first.store.read(DAY))
    finally:
        first.close()
        second.close()


def test_the_mark_is_for_its_owner_alone_and_knows_of_no_child(office: Office) -> None:
    first = screen(office)
    try:
        mark = office.folder / "kpcommittee.db.holder"
        assert mark.stat().st_mode & 0o777 == 0o600
        text = mark.read_text("utf-8")
        assert "anna" in text
        assert [word for word in ("Amina", "Karlsen", CASE) if word in text] == []
    finally:
        first.close()
    assert not mark.exists()


def test_a_program_that_left_hands_over_without_a_question(office: Office) -> None:
    first, second = screen(office), screen(office, "bo")
    try:
        first.close()
        assert second.hold.look()
        assert second.hold.reading is not None
        assert second.hold.reading.holder is None
        assert second.hold.take_over()
        assert not isinstance(meeting_of(second).record(Open()), Refusal)
    finally:
        second.close()


def test_who_was_taken_over_by_force_records_nothing_more(office: Office) -> None:
    first, second = screen(office), screen(office, "bo", 5)
    try:
        holder, other = meeting_of(first), meeting_of(second)
        assert not isinstance(holder.record(Open()), Refusal)
        assert not second.hold.take_over()
        assert second.hold.take_over(by_force=True)
        refused = holder.record(Note(case=CASE, text="Too late"))
        assert isinstance(refused, Refusal)
        assert refused.code == "read_only"
        assert first.hold.reading is not None
        assert first.hold.reading.lost
        assert not isinstance(other.record(Note(case=CASE, text="In time")), Refusal)
        first.close()
        assert second.hold.look() is False, "the one that left does not remove the mark of the other"
        assert second.hold.reading is None
    finally:
        second.close()


def test_what_was_typed_is_kept_but_not_over_what_was_typed_since(office: Office) -> None:
    first, second = screen(office, "anna"), screen(office, "anna", 5)
    try:
        holder, other = meeting_of(first), meeting_of(second)
        assert not isinstance(holder.record(Open()), Refusal)
        assert second.hold.take_over(by_force=True)
        second.clock = lambda: NINE + timedelta(minutes=6)
        other.save_draft(CASE, "note.text", "Newer")
        first.hold.look()
        holder.save_draft(CASE, "note.text", "Older")
        holder.save_draft(CASE, "note.text", "")
        holder.save_draft(CASE, "postpone.reason", "Kept")
        assert other.draft(CASE, "note.text") == "Newer"
        assert other.draft(CASE, "postpone.reason") == "Kept"
    finally:
        first.close()
        second.close()


def test_asking_is_answered_by_handing_over_or_by_keeping(office: Office) -> None:
    first, second = screen(office), screen(office, "bo")
    try:
        second.hold.ask()
        asker = first.hold.asker
        assert asker is not None
        assert asker.user == "bo"
        first.hold.keep()
        assert first.hold.asker is None
        assert not second.hold.is_asking
        assert not second.hold.take_over()
        second.hold.ask()
        first.hold.hand_over()
        assert second.hold.take_over()
        assert first.hold.look()
        assert first.hold.reading is not None
        assert first.hold.reading.holder is not None
        assert first.hold.reading.holder.user == "bo"
        assert sorted(path.name for path in office.folder.glob("*.asker")) == []
    finally:
        first.close()
        second.close()


def test_a_wish_whose_program_is_gone_asks_nobody(office: Office) -> None:
    first, second = screen(office), screen(office, "bo")
    try:
        second.hold.ask()
        second.hold._wish.let_go()
        assert first.hold.asker is None
    finally:
        first.close()
        second.close()


def test_commands_take_no_hold_and_are_weighed_by_their_numbers(office: Office) -> None:
    first = screen(office)
    try:
        own_meeting = meeting_of(first)
        assert not isinstance(own_meeting.record(Open()), Refusal)
        office.does(DAY, {"do": "note", "case": CASE, "text": "From a script"})
        own_meeting.follow()
        item = own_meeting.meeting.item(CASE)
        assert item is not None
        assert [note.text for note in item.notes] == ["From a script"]
        assert first.hold.reading is None
    finally:
        first.close()


def test_two_that_began_before_there_was_a_database(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "empty", placements=False)
    for path in office.folder.glob("kpcommittee.db*"):
        path.unlink()
    first, second = screen(office), screen(office, "bo")
    try:
        assert [*office.folder.glob("kpcommittee.db*")] == [], "looking makes no file"
        holder, other = meeting_of(first), meeting_of(second)
        assert not isinstance(holder.record(Open()), Refusal)
        refused = other.record(Note(case=CASE, text="Mine"))
        assert isinstance(refused, Refusal)
        assert refused.code == "read_only"
        assert second.hold.reading is not None
    finally:
        first.close()
        second.close()


def test_a_follow_up_is_refused_where_only_reading_is_allowed(office: Office) -> None:
    first, second = screen(office), screen(office, "bo")
    try:
        with pytest.raises(HeldError, match="anna"):
            second.store.append_caseload(None, NINE, "bo")  # type: ignore[arg-type]  # refused before it is looked at
    finally:
        first.close()
        second.close()


MARKS = {
    "empty": b"",
    "no JSON": b"{",
    "deep": b"[" * 4000,
    "a list": b"[]",
    "no time": b'{"id": "1", "user": "a", "host": "b", "since": "soon"}',
    "no offset": b'{"id": "1", "user": "a", "host": "b", "since": "2026-12-02T09:00:00"}',
    "numbers": b'{"id": 1, "user": 2, "host": 3, "since": "2026-12-02T09:00:00+01:00"}',
    "bytes": bytes(range(256)),
    "dead": b'{"id": "1", "user": "a", "host": "%s", "since": "2026-12-02T09:00:00+01:00"}' % HOST.encode(),
}


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_that_is_stale_or_broken_is_no_obstacle(office: Office, name: str) -> None:
    (office.folder / "kpcommittee.db.holder").write_bytes(MARKS[name])
    first = screen(office)
    try:
        assert first.hold.reading is None
        assert not isinstance(meeting_of(first).record(Open()), Refusal)
    finally:
        first.close()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_mark_that_is_no_file_is_never_followed(office: Office, tmp_path: Path, kind: str) -> None:
    mark, aim = office.folder / "kpcommittee.db.holder", tmp_path / "aim"
    aim.write_bytes(b"untouched")
    if kind == "link":
        mark.symlink_to(aim)
    elif kind == "pipe":
        os.mkfifo(mark)
    else:
        mark.mkdir()
    first = screen(office)
    try:
        assert not isinstance(meeting_of(first).record(Open()), Refusal)
        assert aim.read_bytes() == b"untouched"
    finally:
        first.close()


def test_what_a_mark_says_is_short_and_acts_on_no_terminal(office: Office) -> None:
    text = '{"id": "1", "user": "\\u001b[2Ja\\u202e", "host": "%s", "since": "2026-12-02T09:00:00+01:00"}' % ("h" * 999)
    (office.folder / "kpcommittee.db.holder").write_text(text)
    second = screen(office)
    try:
        assert second.hold.reading is not None
        holder = second.hold.reading.holder
        assert holder is not None
        assert holder.user == "[2Ja"
        assert len(holder.host) == holding.LONGEST
    finally:
        second.close()


def test_another_computer_counts_as_gone_after_a_while_without_a_sign_of_life(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = office.folder / "kpcommittee.db.holder"
    mark.write_text('{"id": "1", "user": "anna", "host": "another", "since": "2026-12-02T09:00:00+01:00"}')
    now = 1000.0
    monkeypatch.setattr(holding, "monotonic", lambda: now)
    second = screen(office, "bo")
    try:
        now += holding.SILENT - 1
        os.utime(mark, (1, 1))
        assert not second.hold.look(), "it lives"
        now += holding.SILENT - 1
        assert not second.hold.look()
        now += 2
        assert second.hold.look()
        assert second.hold.reading is not None
        assert second.hold.reading.holder is None
        assert second.hold.take_over()
    finally:
        second.close()
