"""What a workspace must hold after the power failed: every event that was answered, and nothing by half."""

import json
from pathlib import Path

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.store import engine
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.store import Store
from tests.drivers.power_cuts import Cut
from tests.sample import DAY

DATABASE = "kpcommittee.db"


def compare(folder: Path, cut: Cut, recorded: tuple[Recorded, ...], key: DataKey | None = None) -> int:
    """Open the workspace as a cut left it, and compare the meeting with what `record` had answered by then.

    Args:
        folder: the workspace.
        cut: when and how the power failed.
        recorded: the meeting's events as they were at the end of the same run.
        key: what the database is encrypted with.

    Returns:
        How many events had been answered; all of them are there.

    Raises:
        AssertionError: something is missing, there by half, or does not fit.
    """
    answered = [json.loads(line)["n"] for line in cut.answered.splitlines(keepends=True) if line.endswith(b"\n")]
    where = f"after call {cut.after}, {cut.how}"
    store = Store.open(folder / DATABASE, key=key)
    try:
        journal = store.read(DAY)
        verification = store.verification()
        assert verification.is_sound, (where, verification.faults)
        assert engine.execute_bare(store._connection, "PRAGMA integrity_check") == [("ok",)], where
    finally:
        store.close()
    assert journal == recorded[: len(journal)], where
    assert len(answered) <= len(journal) <= len(answered) + 1, (where, len(answered), len(journal))
    return len(answered)
