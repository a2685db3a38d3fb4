"""The power fails while a command rewrites what is kept: workspaces, commands, and what must be there afterwards.

What `record` writes is compared in `power_checks`; here it is everything else that replaces a file.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from kpcommittee.services.lock import Lock
from kpcommittee.store import engine
from kpcommittee.store.locked import is_encrypted
from tests.drivers.limits import stopped_with_cheap_keys
from tests.drivers.locked import OTHER, PASSPHRASE, bytes_of, lines, run, traces
from tests.drivers.office import OPEN, Office
from tests.drivers.power import Call, Disk, traced
from tests.drivers.power_cuts import Cut, Share, cuts, every, lay_out
from tests.drivers.program import Result
from tests.sample import DAY, WHOLE_MEETING

CASE, NOTE = "2026-0422", "Bor for tiden hos sin mormor"
NOTED = json.dumps({"do": "note", "case": "2026-0412", "text": NOTE})
SAMPLE_NAMES = ("Amina Karlsen", NOTE)
"""Words of the journal that no byte contains once it is encrypted."""
LATER = 3600 * 2
"""Seconds until the computer runs again after a cut."""
COPY = "/.kpcommittee-"
"""In the path of a copy that is being made."""
KEYS = "kpcommittee.db.keys"
OURS = re.compile(r"/(kpcommittee\.db|\.kpcommittee-|backups/)|/state/")
"""Files of which the program itself is the keeper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command that rewrites something, and the workspace that it is run in."""

    prepare: Callable[[Office], object]
    command: tuple[str, ...]
    typed: tuple[str, ...] = (PASSPHRASE,)
    """The lines that a descriptor gives."""
    hides: bool = False
    """Whether nothing of a child may be in the clear before it, while it runs or afterwards."""
    again: tuple[int, ...] = (0,)
    """The exit codes of the same command after the cut."""
    has_lost: bool = False
    """Whether the database was gone before, which `verify` says until it is back."""
    between: tuple[str, ...] = ()
    """Files that are neither as before nor as afterwards while it runs."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A command that was run under strace, and its workspace before and after."""

    job: Job
    office: Office
    state: Path
    disk: Disk
    calls: list[Call]
    before: "Picture"
    after: "Picture"


Event = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a workspace contains: the journal, whoever looked left out, and the other files."""

    events: tuple[Event, ...]
    files: dict[str, bytes]


# The workspaces


def a_meeting(office: Office, *, backup: bool = True) -> None:
    """Open a meeting, note something, and make a backup."""
    ran = office.run("record", DAY, stdin=f"{json.dumps(OPEN)}\n{NOTED}")
    assert ran.code == 0, ran
    if backup:
        assert office.run("backup").code == 0


def encrypted(office: Office) -> None:
    """The same, encrypted, with a deputy who has a key too."""
    a_meeting(office)
    assert run(office, "encrypt").code == 0
    assert run(office, "key", "add", "deputy", typed=(PASSPHRASE, OTHER)).code == 0


def sealed(office: Office) -> None:
    """The same with an agenda that is sealed."""
    encrypted(office)
    assert run(office, "agenda", "seal", DAY).code == 0


def recorded_since(office: Office, *, key: bool) -> None:
    """A backup since which more was recorded."""
    (encrypted if key else a_meeting)(office)
    script = json.dumps({"do": "note", "case": "2026-0409", "text": "Kom til siden"})
    assert (run(office, "record", DAY, stdin=script) if key else office.run("record", DAY, stdin=script)).code == 0


def a_backup_in_the_clear(office: Office) -> None:
    """An encrypted workspace, and a backup from before it was encrypted on another disk."""
    a_meeting(office, backup=False)
    assert office.run("backup", "../usb.db").code == 0
    assert run(office, "encrypt").code == 0


def lost(office: Office) -> None:
    """A workspace that has lost its database, and a backup with its keys."""
    encrypted(office)
    assert run(office, "backup", "../usb.db").code == 0
    for file in office.folder.glob("kpcommittee.db*"):
        file.unlink()


def journalised(office: Office) -> None:
    """A whole meeting with a case that may be purged."""
    filed = json.dumps({"do": "journalised", "case": CASE, "number": "J-2026-77"})
    noted = json.dumps({"do": "note", "case": CASE, "text": NOTE})
    first, *others = WHOLE_MEETING.splitlines()
    ran = office.run("record", DAY, stdin="\n".join((first, noted, *others, filed)))
    assert ran.code == 0, ran


def exported(office: Office, ending: str) -> None:
    """Minutes that were written before something else was noted."""
    a_meeting(office, backup=False)
    assert office.run("minutes", DAY, "-o", f"minutes/referat.{ending}").code == 0
    later = json.dumps({"do": "note", "case": "2026-0409", "text": "Kom til siden"})
    assert office.run("record", DAY, stdin=later).code == 0


def nothing(office: Office) -> None:
    """A folder in which nothing is yet."""
    shutil.rmtree(office.folder)
    office.folder.mkdir()


JOBS: dict[str, Job] = {
    "encrypt": Job(prepare=a_meeting, command=("encrypt",), again=(0, 1)),
    "decrypt": Job(prepare=sealed, command=("decrypt",), typed=(PASSPHRASE, "ophæv"), again=(0, 1)),
    "rekey": Job(prepare=sealed, command=("rekey",), hides=True, between=(KEYS,)),
    "key add": Job(
        prepare=encrypted, command=("key", "add", "vice"), typed=(PASSPHRASE, OTHER), hides=True, again=(0, 1)
    ),
    "key remove": Job(prepare=encrypted, command=("key", "remove", "deputy"), hides=True, again=(0, 2)),
    "key change": Job(prepare=encrypted, command=("key", "change"), typed=(PASSPHRASE, OTHER), hides=True),
    "restore": Job(prepare=partial(recorded_since, key=False), command=("restore", "{backup}")),
    "restore encrypted": Job(prepare=partial(recorded_since, key=True), command=("restore", "{backup}"), hides=True),
    "restore in the clear": Job(prepare=a_backup_in_the_clear, command=("restore", "../usb.db")),
    "restore what was lost": Job(prepare=lost, command=("restore", "../usb.db"), hides=True, has_lost=True),
    "backup": Job(prepare=a_meeting, command=("backup",)),
    "backup encrypted": Job(prepare=encrypted, command=("backup",), hides=True),
    "purge": Job(prepare=journalised, command=("purge", "--case", CASE, "--yes"), again=(0, 2)),
    "init": Job(prepare=nothing, command=("init", "{folder}"), typed=(), again=(0, 1)),
    "agenda seal": Job(prepare=encrypted, command=("agenda", "seal", DAY), again=(0, 1)),
    "agenda unseal": Job(prepare=sealed, command=("agenda", "unseal", DAY), again=(0, 1)),
    "agenda new": Job(prepare=a_meeting, command=("agenda", "new", "--date", "2027-01-06"), again=(0, 1)),
    **{
        f"minutes as {ending}": Job(
            prepare=partial(exported, ending=ending),
            command=("minutes", DAY, "-o", f"minutes/referat.{ending}"),
            typed=(),
        )
        for ending in ("md", "docx", "pdf")
    },
}


# Running and comparing


def told(job: Job, office: Office, typed: tuple[str, ...] | None = None) -> Result:
    """Run the command of a job in this process."""
    return _run(office, typed if typed is not None else job.typed, *_words(job, office))


def _words(job: Job, office: Office) -> list[str]:
    backup = next((path.name for path in sorted(office.folder.glob("backups/*.db"))), "")
    return [word.format(backup=backup, folder=office.folder) for word in job.command]


def _run(office: Office, typed: tuple[str, ...], *command: str) -> Result:
    return run(office, *command, typed=typed) if typed else office.run(*command)


def traced_job(job: Job, folder: Path) -> Traced:
    """Prepare a workspace, and run the command under strace."""
    office, state = Office.sample(folder / "office", placements=False), folder / "state"
    state.mkdir()
    os.environ["XDG_STATE_HOME"] = str(state)
    job.prepare(office)
    disk, before = Disk.of(office.folder, state), picture(office, job)
    with lines(*job.typed) as descriptor:
        options = ["--workspace", str(office.folder), *(["--passphrase-fd", str(descriptor)] if job.typed else [])]
        calls, ran = traced(
            folder, [*options, *_words(job, office)],
            limit=stopped_with_cheap_keys, descriptors=[descriptor], XDG_STATE_HOME=str(state),
        )  # fmt: skip
    assert ran.code == 0, ran
    return Traced(job, office, state, disk, calls, before, picture(office, job))


def cuts_of(ran: Traced, random: Random, draws: int, share: Share = every, *, one_way: bool = False) -> Iterator[Cut]:
    """Lay the workspace out as each cut leaves it."""
    for cut in cuts(ran.disk, ran.calls, random, draws, share, one_way=one_way):
        lay_out(cut.state, ran.office.folder, ran.state)
        for path in ran.office.folder.rglob("*"):
            os.utime(path, times=(time.time() - LATER,) * 2)
        yield cut


def compare(ran: Traced, cut: Cut) -> None:
    """See that the old or the new state is wholly there, and that the command can be given again.

    Raises:
        AssertionError: something is there by half, does not fit, or can be read in the clear.
    """
    job, office = ran.job, ran.office
    where = f"after call {cut.after} of {len(ran.calls)}, {cut.how}"
    if job.hides:
        assert in_the_clear(office, ran.state) == [], where
    if not (office.folder / "config.toml").exists():
        assert told(job, office).code == 0, where
        return
    if not job.has_lost or (office.folder / "kpcommittee.db").exists():
        _verify(ran, where)
        assert left_behind(office) == [], where
    now = picture(office, job)
    assert now.events in (ran.before.events, ran.after.events), where
    for name, content in now.files.items():
        is_left = name.endswith(".tmp")  # the next opening removes it, see above
        if is_left or name in job.between or (job.has_lost and COPY in f"/{name}"):
            continue
        assert content in (ran.before.files.get(name), ran.after.files.get(name)), (where, name)
    assert ran.before.files.keys() & ran.after.files.keys() <= now.files.keys(), where
    result = told(job, office)
    if result.code == 1 and "Nøglen åbner ikke" in result.err:
        result = told(job, office, (OTHER, PASSPHRASE))
    assert result.code in job.again, (where, result)
    assert result.code == 0 or "error: " in result.err, (where, result)
    assert "Traceback" not in result.err
    _verify(ran, f"{where}, and once more")
    assert left_behind(office) == [], where
    agenda = _opened(office, "check", f"agenda/{DAY}.toml")
    assert agenda.code == 0 or not (office.folder / "agenda" / f"{DAY}.toml").exists(), (where, agenda)
    if job.hides or job.command == ("encrypt",):
        left = in_the_clear(office, ran.state)
        assert left == [], (where, left, result)


def _verify(ran: Traced, where: str) -> None:
    result = _opened(ran.office, "verify", "--json")
    assert result.code == 0, (where, result)
    assert result.json["whole"], (where, result)


def _opened(office: Office, *command: str) -> Result:
    """Run a command with whichever passphrase fits now."""
    result = run(office, *command)
    return run(office, *command, typed=(OTHER,)) if result.code and not result.out else result


def in_the_clear(office: Office, state: Path) -> list[tuple[str, str]]:
    """Which words of the journal can be read in what the program keeps."""
    files = {name: content for name, content in bytes_of(office.folder, state).items() if OURS.search(name)}
    return traces(files, SAMPLE_NAMES)


def left_behind(office: Office) -> list[str]:
    """The temporary files that are there although a database was opened, which removes them."""
    if not (office.folder / "kpcommittee.db").exists():
        return []
    return [path.name for path in office.folder.rglob(".kpcommittee-*")]


def picture(office: Office, job: Job) -> Picture:
    """What a workspace contains now."""
    database = office.folder / "kpcommittee.db"
    files = {
        str(path.relative_to(office.folder)): path.read_bytes()
        for path in office.folder.rglob("*")
        if path.is_file() and not re.match(r"kpcommittee\.db($|-|\.replaced)", path.name)
    }
    return Picture(events_of(database, job), files)


def events_of(database: Path, job: Job) -> tuple[Event, ...]:
    """The journal of a database, with whichever passphrase fits."""
    if not database.exists():
        return ()
    key = None
    if is_encrypted(database):
        lock = Lock(database, encrypt=False)
        assert any(lock.unlock(passphrase) for passphrase in (*job.typed, PASSPHRASE, OTHER)), "no passphrase opens it"
        key = lock.key
    with engine.open_connection(database, key) as connection:
        rows = connection.exec_driver_sql(
            "SELECT stream, number, hash, payload FROM event WHERE stream <> 'access' ORDER BY stream, number"
        )
        return tuple((stream, number, hashed, payload) for stream, number, hashed, payload in rows)
