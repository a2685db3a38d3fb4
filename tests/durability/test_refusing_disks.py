"""A disk that refuses from any of the program's writes on: one sentence, and what was answered is there."""

import json
import shutil
from pathlib import Path
from random import Random

import pytest

from tests.counting import Counts
from tests.drivers.journal import Journal
from tests.drivers.office import Office
from tests.drivers.power import STRACE
from tests.drivers.program import Result
from tests.drivers.refusing import Error, refused
from tests.sample import DAY, WHOLE_MEETING
from tests.seeds import seeds

pytestmark = [pytest.mark.slow, pytest.mark.skipif(STRACE is None, reason="strace is not installed")]
SCRIPT = "".join(f"{line}\n" for line in WHOLE_MEETING.splitlines()[:5])
NOTE = json.dumps({"do": "note", "case": "2026-0412", "text": "Disken er der igen"})
WRITES = 130
"""Of the database's files while the script is recorded, at least; SQLite needs a few more or less."""
ERRORS: tuple[Error, ...] = ("ENOSPC", "EROFS", "EIO")


def files_of(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / f"kpcommittee.db{ending}" for ending in ("", "-wal", "-shm"))


def is_one_sentence(ran: Result) -> bool:
    """Whether the command ended with one error that says what happened."""
    errors = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    return ran.code == 3 and len(errors) == 1 and "Traceback" not in ran.err


def compare(office: Office, ran: Result) -> None:
    """What was answered is there, at most one event more, all of it fits, and recording goes on."""
    answered = [line["n"] for line in ran.lines]
    assert answered == list(range(1, len(answered) + 1))
    assert office.good("verify", "--json").json["whole"]
    kept = Journal(office.folder, DAY).last()
    assert kept - len(answered) in (0, 1), (kept, answered)
    assert kept == len(answered) or "Intet af dette" not in ran.err, "what may be there is not said to be gone"
    assert office.run("record", DAY, stdin=NOTE if kept else SCRIPT).lines[0]["n"] == kept + 1


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("seed", seeds(1, 30))
def test_a_disk_that_refuses_while_it_is_recorded(seed: int, error: Error, tmp_path: Path, counts: Counts) -> None:
    for nth in Random(f"{seed} {error}").sample(range(1, WRITES), 2):
        office = Office.sample(tmp_path / f"{nth}")
        command = ["--workspace", str(office.folder), "record", DAY]
        ran = refused(command, error, nth, SCRIPT, only=files_of(office.folder))
        assert is_one_sentence(ran), ran
        compare(office, ran)
        counts(refusals=1, answered=len(ran.lines))


COMMANDS: dict[str, tuple[str, ...]] = {
    "minutes": ("minutes", DAY),
    "agenda": ("agenda", "new", "--date", "2027-01-06"),
    "backup": ("backup",),
}


def files(folder: Path) -> dict[str, bytes]:
    """Every file but the database's own, which a command opens."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("kpcommittee.db"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("seed", seeds(1, 10))
def test_a_disk_that_refuses_while_a_file_is_written(seed: int, name: str, tmp_path: Path, counts: Counts) -> None:
    """Each file is, to the byte, as it was or as it is to be; nothing is left beside it."""
    office, random = Office.sample(tmp_path / "office"), Random(f"{seed} {name}")
    assert office.run("record", DAY, stdin=SCRIPT).code == 0
    assert office.run("minutes", DAY).code == 0
    assert office.run("record", DAY, stdin=NOTE).code == 0
    before = files(office.folder)
    done = Office(Path(shutil.copytree(office.folder, tmp_path / "done")))
    assert done.run(*COMMANDS[name]).code == 0
    after = files(done.folder)
    for error in ERRORS:
        tried = Office(Path(shutil.copytree(office.folder, tmp_path / error)))
        call = random.choice(("write", "pwrite64", "fsync", "ftruncate"))
        nth = random.randrange(1, 90 if (name, call) == ("backup", "pwrite64") else 5)
        # Standard error is written to as well: after one refusal there must be a way to say so.
        counts(refusals_while_writing=1)
        ran = refused(["--workspace", str(tried.folder), *COMMANDS[name]], error, nth, calls=call, once=True)
        assert ran.code == 0 or is_one_sentence(ran), ran
        present = files(tried.folder)
        assert before.keys() <= present.keys()
        for path, content in present.items():
            assert path.startswith("backups/") or content in (before.get(path), after.get(path)), (path, error, nth)
            assert not Path(path).name.startswith(".")
        assert tried.run("backups", "--check").code == 0, "a backup is whole, or none is made"
        assert tried.good("verify", "--json").json["whole"]
