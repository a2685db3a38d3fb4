"""An encrypted database against one in the clear: unlocking it, and recording in it."""

import time
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from benchmarks import workspaces
from benchmarks.measures import Comparison, Rounds, Series
from benchmarks.recording import CASES, MEETINGS, at_meeting, place
from kpcommittee.cli.passphrases import PassphraseOptions
from kpcommittee.services.lock import Lock
from kpcommittee.services.session import Session
from kpcommittee.store.key_file import Cost

UNLOCK_MS = 1_500
"""What unlocking may take: it happens once a meeting."""
RECORDING = 1.2
"""How much longer a decision may take than in the clear."""
PASSPHRASE, KEY_FILE = "prøve af en lang sætning", "passphrase.txt"


def unlocking(folder: Path, rounds: int) -> Iterator[Comparison]:
    """From the passphrase to the data key, against the bare derivation at the same cost."""
    workspace = _encrypt(workspaces.opened(workspaces.sample(folder / "unlocking")))
    series = Rounds({"ours": lambda: _unlock(workspace), "bare": _derive}).take(rounds)
    yield Comparison(
        what="unlocking an encrypted database", floor="one derivation by `cryptography` at the same cost",
        ours=series["ours"], bare=series["bare"], limit=UNLOCK_MS,
    )  # fmt: skip


def decisions(folder: Path) -> Iterator[Comparison]:
    """Record in a database that is encrypted and in one in the clear, alternating decision by decision."""
    clear, locked = (
        workspaces.opened(workspaces.sample(folder / name, CASES, MEETINGS), MEETINGS) for name in ("clear", "locked")
    )
    sessions = Session.find(_encrypt(locked), passphrases=_passphrases(locked)), Session.find(clear)
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(MEETINGS):
        meetings = [at_meeting(session, number) for session in sessions]
        for item in meetings[0].meeting.items:
            for meeting, times in zip(meetings, taken, strict=True):
                times.append(place(meeting, item.number))
    for session in sessions:
        session.close()
    # The first meeting only warms what is cached.
    ours, bare = (Series(tuple(times[CASES:])) for times in taken)
    yield Comparison(
        what="a decision recorded, encrypted", floor="the same decision in a database in the clear",
        ours=ours, bare=bare, target=RECORDING, digits=2,
    )  # fmt: skip


def _encrypt(workspace: Path) -> Path:
    key_file = workspace / KEY_FILE
    key_file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    key_file.chmod(0o600)
    workspaces.run(workspace, "--key-file", KEY_FILE, "encrypt")
    return workspace


def _passphrases(workspace: Path) -> PassphraseOptions:
    return PassphraseOptions(key_file=workspace / KEY_FILE)


def _unlock(workspace: Path) -> float:
    lock = Lock(workspace / "kpcommittee.db", encrypt=True)
    started = time.perf_counter()
    assert lock.unlock(PASSPHRASE)
    return (time.perf_counter() - started) * 1000


def _derive() -> float:
    cost = Cost()
    started = time.perf_counter()
    Argon2id(
        salt=bytes(16), length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(PASSPHRASE.encode())
    return (time.perf_counter() - started) * 1000
