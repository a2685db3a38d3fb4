"""What a test of the journal found, and what a computer may accept of it."""

from datetime import UTC, datetime

from kpcommittee.domain.holder import Holder, ReadOnly
from kpcommittee.domain.verification import JournalFault, Verification

HASH = JournalFault(stream="2026-12-02", number=3, why="hash")
BEHIND = JournalFault(stream=None, number=None, why="behind")
REWRITTEN = JournalFault(stream="2026-12-02", number=2, why="rewritten")


def test_only_what_this_computer_remembers_can_be_accepted() -> None:
    verified = Verification(events=5, streams=1, receipts=0, behind=2, faults=(BEHIND, HASH, REWRITTEN))
    accepted = verified.accept_memory_faults()
    assert (accepted.faults, accepted.accepted, accepted.behind) == ((HASH,), (BEHIND, REWRITTEN), 0)
    assert (accepted.events, accepted.is_sound) == (5, False)
    assert (verified.first_fault, accepted.first_fault) == (BEHIND, HASH)


def test_a_sound_journal_has_no_first_fault() -> None:
    verified = Verification(events=5, streams=1, receipts=0, behind=None, faults=())
    assert verified.is_sound
    assert verified.first_fault is None


def test_who_only_reads_is_told_who_records_or_that_nobody_does() -> None:
    since = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    holder = Holder(id="1", user="inger", host="room-3", since=since)
    named = {"user": "inger", "host": "room-3", "since": "2026-12-02T09:00:00+00:00"}
    assert ReadOnly(holder=holder).values == named
    assert ReadOnly(holder=holder, lost=True).values == {**named, "lost": "yes"}
    assert ReadOnly(holder=None).values == {}
