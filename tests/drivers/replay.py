"""The same meeting once more, told to the command line by what the journal holds of it."""

import json
from pathlib import Path
from shutil import copytree

from tests.drivers.journal import Journal
from tests.drivers.office import Office, unsigned


def replayed(office: Office, fresh: Office, meeting: str) -> None:
    """Record the meeting's events as intentions in a fresh workspace: it comes to the same but for salt and hashes."""
    before = Journal(office.folder, meeting)
    lines = "".join(json.dumps(intention, ensure_ascii=False) + "\n" for intention in before.intentions())
    ran = fresh.run("record", meeting, stdin=lines)
    assert [answer for answer in ran.lines if "refused" in answer] == []
    assert (ran.code, ran.err) == (0, "")
    after = Journal(fresh.folder, meeting)
    assert [event.fact for event in after.events()] == [event.fact for event in before.events()]
    assert unsigned(fresh.minutes(meeting)) == unsigned(office.minutes(meeting))
    office.good("verify")
    fresh.good("verify")


def copied(office: Office, folder: Path) -> Office:
    """A workspace with the same files and an empty journal."""
    copytree(office.folder, folder, ignore=lambda _folder, names: {name for name in names if ".db" in name})
    fresh = Office(folder)
    if (folder / "placements.csv").exists():
        fresh.good("placements", "import", "placements.csv")
    return fresh
