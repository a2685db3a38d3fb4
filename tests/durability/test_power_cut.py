"""The power fails at any sync: what was not synced is dropped, and what `record` answered is there, whole."""

import os
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.store.store import Store
from tests.counting import Counts
from tests.drivers.power import STRACE, Call, Disk, traced
from tests.drivers.power_checks import DATABASE, compare
from tests.drivers.power_cuts import cuts, lay_out
from tests.sample import DAY, WHOLE_MEETING, sample_workspace
from tests.seeds import seeds

pytestmark = [pytest.mark.slow, pytest.mark.skipif(STRACE is None, reason="strace is not installed")]
DRAWS = 3
"""How often chance decides what is kept, at each sync; once in every run."""
SHARE, SHARE_OF_A_DRAW = 0.1, 0.3
"""Of the syncs that every run cuts at, and each draw of the soak; `python -m tools.durability power` cuts at each."""


@dataclass(frozen=True, slots=True)
class Run:
    """A meeting that was recorded under strace."""

    folder: Path
    state: Path
    disk: Disk
    calls: list[Call]
    recorded: tuple[Recorded, ...]


@pytest.fixture(params=[True, False], ids=["with placements", "new database"])
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Record the whole meeting: opened, decided, closed with its backup, approved and corrected."""
    folder = sample_workspace(tmp_path / "office", placements=request.param)
    state = tmp_path / "state"
    state.mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    disk = Disk.of(folder, state)
    calls, ran = traced(tmp_path, ["--workspace", str(folder), "record", DAY], WHOLE_MEETING, XDG_STATE_HOME=str(state))
    assert (ran.code, len(ran.lines)) == (0, WHOLE_MEETING.count("\n")), ran
    store = Store.open(folder / DATABASE)
    recorded = store.read(DAY)
    store.close()
    return Run(folder, state, disk, calls, recorded)


@pytest.mark.parametrize("seed", seeds(1, 13))
def test_what_was_answered_outlives_a_power_cut_at_every_sync(run: Run, seed: int, counts: Counts) -> None:
    tries = answered = 0
    share, draws = (SHARE_OF_A_DRAW, DRAWS) if seed else (SHARE, 1)
    for cut in cuts(run.disk, run.calls, Random(seed), draws, lambda _path: share):
        lay_out(cut.state, run.folder, run.state)
        answered = max(answered, compare(run.folder, cut, run.recorded))
        tries += 1
    counts(disks=tries)
    assert tries > 5
    assert answered == len(run.recorded), "the last cut is after the last answer"


@pytest.mark.parametrize("run", [True], indirect=True)
def test_a_program_that_does_not_sync_is_found_out(run: Run) -> None:
    """The same run without its syncs: what was answered is gone, and the comparison says so."""
    careless = [call for call in run.calls if call.name not in ("fsync", "fdatasync")]
    last = [*cuts(run.disk, careless, Random(0), 0)][-2]
    assert last.how == "nothing kept"
    lay_out(last.state, run.folder, run.state)
    with pytest.raises(AssertionError):
        compare(run.folder, last, run.recorded)


def test_the_disk_of_the_tests_drops_what_was_not_synced(tmp_path: Path) -> None:
    """Without a sync nothing is kept, and with it all: else no cut would show anything."""
    folder = tmp_path / "folder"
    folder.mkdir()
    disk, path = Disk.of(folder), os.fsencode(folder / "file")
    opened = Call("openat", (path,), (600,), "AT_FDCWD, , O_RDWR|O_CREAT", 3)
    disk.obey(opened)
    disk.obey(Call("write", (b"first",), (3, 5), "", 5))
    assert disk.cut(None) == {}
    assert disk.cut(None, drop=False) == {str(folder / "file"): b"first"}
    assert disk.obey(Call("fsync", (), (3,), "", 0))
    assert disk.cut(None) == {}, "the folder does not know the name yet"
    disk.obey(Call("openat", (os.fsencode(folder),), (), "O_RDONLY", 4))
    assert disk.obey(Call("fsync", (), (4,), "", 0))
    assert disk.cut(None) == {str(folder / "file"): b"first"}
    disk.obey(Call("pwrite64", (b"second",), (3, 6, 0), "", 6))
    assert disk.cut(None) == {str(folder / "file"): b"first"}
    assert {disk.cut(Random(seed))[str(folder / "file")] for seed in range(20)} == {b"first", b"second"}
