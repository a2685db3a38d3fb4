"""What is recorded beside other programs is in the database's own log: tests/durability has what looks at it.

A descriptor of the database that is opened and closed beside SQLite drops its locks. The next program that leaves then
takes itself for the last, and removes the log. What is recorded afterwards is in no file that anybody can open.
"""

import sqlite3
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.intentions import Note, Open
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.errors import BrokenError
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.store.engine import identities_of
from kpcommittee.store.locked import is_encrypted
from kpcommittee.workspace.files import Unread, read_raw
from tests.drivers.locked import PASSPHRASE
from tests.drivers.office import Office
from tests.sample import DAY

CASE = "2026-0412"


class Known:
    """Gives the passphrase."""

    is_silent = True

    def passphrase(self, _file: str) -> str:
        """Return it."""
        return PASSPHRASE

    new_passphrase = passphrase

    def further_passphrase(self) -> None:
        """There is no other."""


@pytest.fixture(params=["none", "passphrase"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """A workspace in the clear, and an encrypted one."""
    office = Office.sample(tmp_path / "office", placements=False)
    for path in office.folder.glob("kpcommittee.db*"):
        path.unlink()
    if request.param != "none":
        office.change("config.toml", ('encryption = "none"', f'encryption = "{request.param}"'))
    (tmp_path / "key").write_text(PASSPHRASE)
    (tmp_path / "key").chmod(0o600)
    return office


def beside(office: Office, *arguments: str) -> str:
    """Run the program in a process of its own, and let it end."""
    done = office.program("--key-file", str(office.folder.parent / "key"), *arguments)
    assert done.code == 0, done
    return done.out


def opened(office: Office) -> MeetingSession:
    """The meeting, opened."""
    meeting_session = MeetingSession.find(Session.find(office.folder, by="anna", passphrases=Known()), DAY)
    meeting_session.load()
    assert not isinstance(meeting_session.record(Open()), Refusal)
    return meeting_session


def test_no_reader_of_files_opens_the_database_beside_its_connection(office: Office) -> None:
    meeting_session = opened(office)
    with pytest.raises(Unread):
        read_raw(meeting_session.session.database)
    meeting_session.session.close()
    assert read_raw(meeting_session.session.database)


def test_a_log_that_was_removed_all_the_same_is_noticed_before_anything_is_lost(office: Office) -> None:
    meeting_session = opened(office)
    database = meeting_session.session.database
    files = identities_of(database)
    try:
        with database.open("rb"):
            pass  # what no part of the program may do
        beside(office, "show", DAY)
        if identities_of(database) == files:  # the log is still the one we write to
            assert not isinstance(meeting_session.record(Note(case=CASE, text="Mor ringede")), Refusal)
            assert "Mor ringede" in beside(office, "show", DAY, "--case", CASE)
        else:
            with pytest.raises(BrokenError, match=r"moved|flyttet"):
                meeting_session.record(Note(case=CASE, text="Too late"))
    finally:
        meeting_session.session.close()
    assert "Too late" not in beside(office, "show", DAY, "--case", CASE)


def test_the_answer_follows_a_file_that_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    sqlite3.connect(path).execute("CREATE TABLE a (b)").connection.close()
    assert is_encrypted(path) is False
    path.unlink()
    path.write_bytes(bytes(range(1, 200)))
    assert is_encrypted(path) is True
    path.write_bytes(b"short")
    assert is_encrypted(path) is False
