"""Whatever the program does with its database open, another program that ends does not take the log away under it.

A system takes all locks of a process off a file as soon as the process closes it anywhere. Once a file was opened
beside the connection, only to look how it begins. Then the next program that closed the database removed its log. What
was recorded afterwards was answered, and gone with the program.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.services import backups
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.store.locked import is_encrypted
from kpcommittee.store.memory import Memory
from kpcommittee.store.soundness import Print
from kpcommittee.store.store import Store
from tests.drivers.locked import PASSPHRASE, run
from tests.drivers.office import Office
from tests.drivers.program import environment
from tests.sample import DAY

Other = subprocess.Popen[str]
READS = """
import sys
from kpcommittee.store.store import Store
from pathlib import Path
for line in sys.stdin:
    store = Store.open(Path(sys.argv[1]) / "kpcommittee.db", key=bytes.fromhex(line) or None)
    events = len(store.read("2026-12-02"))
    store.close()
    print(events, flush=True)
"""
"""Another program, which opens the database again for each line and closes it."""
ASKS = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
        print("free")
    except OSError:
        print("held")
"""
"""Whether another program may lock what a reader of the database holds (https://sqlite.org/src/file/src/os.h).

The list in /proc/locks will not do: it shows a lock twice while other programs take and leave theirs.
"""
LOOKS: dict[str, Callable[[Session], object]] = {
    "a card": lambda session: session.access.note("opened", "2026-0412"),
    "is it kept": lambda session: session.access.is_kept,
    "the key": lambda session: session.lock.ask(),
    "is it encrypted": lambda session: is_encrypted(session.database),
    "a backup": backups.back_up,
    "the backups": lambda session: backups.list_backups(session, test=True),
    "who else can reach it": lambda session: session.exposures(),
    "is it as it was closed": lambda session: Print.of(session.database, Memory.of(session.database)),
    "a pause": lambda session: session.checkpoint(),
    "verify": lambda session: session.store.verification(),
}
"""Everything the program does with the database's file beside recording."""


pytestmark = pytest.mark.usefixtures("cheap_keys")


class Gives:
    """Gives the passphrase."""

    is_silent = True

    def passphrase(self, file: str) -> str:
        return PASSPHRASE

    def new_passphrase(self, whose: str) -> str:
        return PASSPHRASE

    def further_passphrase(self) -> None:
        """There is no other."""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Other]:
    """Another program at the same workspace."""
    command = [sys.executable, "-c", READS, str(tmp_path / "office")]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(), **pipes) as program:
        yield program
        program.communicate()
    assert program.returncode == 0


def events_for_another_program(session: Session, other: Other) -> int:
    """How many events another program reads, which then closes the database."""
    assert other.stdin is not None
    assert other.stdout is not None
    print((session.lock.key or b"").hex(), file=other.stdin, flush=True)
    return int(other.stdout.readline())


@pytest.mark.slow
@pytest.mark.parametrize("encrypted", [False, True], ids=["clear", "encrypted"])
def test_what_is_recorded_afterwards_is_there_for_everybody(tmp_path: Path, other: Other, *, encrypted: bool) -> None:
    office = Office.sample(tmp_path / "office")
    if encrypted:
        office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
        assert run(office, "encrypt").code == 0
    session = Session.find(office.folder, passphrases=Gives())
    meeting_session = MeetingSession.find(session, DAY)
    meeting_session.load()
    meeting_session.record(want.Open())
    for recorded, (name, looks) in enumerate(LOOKS.items(), 1):
        looks(session)
        assert events_for_another_program(session, other) == recorded, f"{name}: it or what came before it"
        meeting_session.record(want.Note(case="2026-0412", text=name))
    assert events_for_another_program(session, other) == len(LOOKS) + 1
    session.close()


def test_a_file_that_is_open_is_not_opened_beside_it(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "kept.db")

    def is_held() -> bool:
        asks = subprocess.run([sys.executable, "-c", ASKS, str(store.path)], check=True, stdout=subprocess.PIPE)
        return asks.stdout.strip() == b"held"

    assert is_held()
    assert not is_encrypted(store.path)
    assert Print.of(store.path, Memory.of(store.path)) is None
    assert is_held()
    store.close()
    assert not is_held()
    assert Print.of(store.path, Memory.of(store.path)) is not None
