"""Prints what kills, power cuts and damaged files left, as often as docs/security.md says. It takes most of an hour.

python -m tools.durability [records] [screens] [power] [commands] [files]
"""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic
from typing import get_args

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpcommittee.store.key_file import Cost
from kpcommittee.store.store import Store
from tests.drivers import nursery
from tests.drivers.damaged_files import DAMAGES, TRIES, Who, Whole, tally
from tests.drivers.killed_records import Recording, kill_records
from tests.drivers.killed_screens import KilledScreen
from tests.drivers.office import OPEN, Office
from tests.drivers.power import Disk, traced
from tests.drivers.power_checks import DATABASE, compare
from tests.drivers.power_commands import JOBS, cuts_of, traced_job
from tests.drivers.power_commands import compare as leaves_one_or_the_other
from tests.drivers.power_cuts import cuts, lay_out
from tests.drivers.terminal import Terminal
from tests.sample import DAY, WHOLE_MEETING, sample_workspace

RECORDS, SCREENS, BATCH, DRAWS = 200, 100, 10, 3
"""Kills of each kind, how many share a workspace, and how often chance decides at each sync."""


def records(folder: Path) -> None:
    """Kill `record`, in the clear and encrypted."""
    for encrypted in (False, True):
        kills = answered = unanswered = 0
        for batch in range(RECORDS // BATCH):
            recording = Recording.begun(folder / f"{encrypted} {batch}", encrypted=encrypted)
            tally = kill_records(recording, Random(batch), range(BATCH))
            kills, answered = kills + tally.kills, answered + tally.answered
            unanswered += tally.unanswered
        print(f"records, encrypted {encrypted}: {kills} kills, {answered} answered, {unanswered} besides", flush=True)


def screens(folder: Path) -> None:
    """Kill the screen."""
    kills = answered = typed = back = 0
    youngest = 0.0
    for batch in range(SCREENS // BATCH):
        office = Office.sample(folder / str(batch))
        office.does(DAY, OPEN)
        screen, moments = KilledScreen(office, partial(Terminal, office.folder)), Random(batch)
        for _kill in range(BATCH):
            screen.kill(moments)
        tally = screen.tally
        kills, answered, typed = kills + tally.kills, answered + tally.answered, typed + tally.typed
        back, youngest = back + tally.back, max(youngest, tally.youngest_lost)
    print(f"screens: {kills} kills, {answered} said, {typed} while typing, {back} offered, lost of {youngest:.2f} s")


def power(folder: Path) -> None:
    """Cut the power at every sync of a meeting: with placements, and in a new database."""
    for placements in (True, False):
        office, state = (
            sample_workspace(folder / str(placements), placements=placements),
            folder / f"state {placements}",
        )
        state.mkdir()
        os.environ["XDG_STATE_HOME"] = str(state)
        command, disk = ["--workspace", str(office), "record", DAY], Disk.of(office, state)
        calls, _ran = traced(folder, command, WHOLE_MEETING, XDG_STATE_HOME=str(state))
        store = Store.open(office / DATABASE)
        recorded, tries = store.read(DAY), 0
        store.close()
        for cut in cuts(disk, calls, Random(2026), DRAWS):
            lay_out(cut.state, office, state)
            compare(office, cut, recorded)
            tries += 1
        syncs = sum(call.name in ("fsync", "fdatasync") for call in calls)
        print(
            f"power, placements {placements}: {syncs} syncs, {tries} different disks, {len(recorded)} events",
            flush=True,
        )


def commands(folder: Path) -> None:
    """Cut the power at every sync of each command that rewrites something."""
    for number, (name, job) in enumerate(JOBS.items()):
        place = folder / str(number)
        place.mkdir()
        ran, tries = traced_job(job, place), 0
        for cut in cuts_of(ran, Random(2026), DRAWS):
            leaves_one_or_the_other(ran, cut)
            tries += 1
        syncs = sum(call.name in ("fsync", "fdatasync") for call in ran.calls)
        print(f"power, {name}: {syncs} syncs, {tries} different disks", flush=True)


def files(folder: Path) -> None:
    """Damage the database file."""
    for encrypted in (False, True):
        whole = Whole.of(folder / str(encrypted), encrypted=encrypted)
        for kind, damage in DAMAGES.items():
            for who in get_args(Who):
                damaged = tally(whole, damage, who, range(TRIES[kind]))
                print(
                    f"{kind}, {who}, encrypted {encrypted}: {dict(damaged.noticed)}, silent {damaged.silent}",
                    flush=True,
                )


PARTS: dict[str, Callable[[Path], None]] = {
    "records": records,
    "screens": screens,
    "power": power,
    "commands": commands,
    "files": files,
}


def main() -> None:
    """Do the parts that are named, or all."""
    nursery.open_nursery()
    Cost.__new__ = lambda cls, *given: tuple.__new__(cls, given or (64, 1, 1))  # type: ignore[method-assign]
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_STATE_HOME"] = str(Path(folder) / "state")
            begin = monotonic()
            PARTS[name](Path(folder))
            print(f"{name}: {(monotonic() - begin) / 60:.0f} minutes", flush=True)


if __name__ == "__main__":
    main()
