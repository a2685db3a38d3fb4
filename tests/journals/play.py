"""Plays a script of meetings, placements and drafts in a workspace, every step at its own time.

Run as a program it makes the fixtures of the version it is run with: see README.md beside it.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.services.imports import import_placements
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.placements import Changes, change_placement, end_placement
from kpcommittee.services.script import answers_to
from kpcommittee.services.session import Session

Json = dict[str, Any]
LISTED_ON = "2027-01-20"
"""The day whose placements are kept."""


def play(made: Path, folder: Path) -> list[Json]:
    """Play the script of a version in a new folder; what every intention was answered with."""
    (folder / "agenda").mkdir(parents=True)
    for name in ("config.toml", "placements.csv", "placements-later.csv"):
        shutil.copy(made / name, folder / name)
    lines = (made / "script.jsonl").read_text(encoding="utf-8").splitlines()
    return [answer for step in _together(map(json.loads, lines)) for answer in _play(step, made, folder)]


def _together(steps: Iterable[Json]) -> Iterator[list[Json]]:
    """The steps in a row that are about the same."""
    return (list(some) for _, some in groupby(steps, key=lambda step: step["in"]))


def _play(steps: list[Json], made: Path, folder: Path) -> list[Json]:
    match steps[0]["in"]:
        case "agenda":
            for step in steps:
                shutil.copy(made / "agendas" / step["copy"], folder / "agenda" / step["to"])
            return []
        case "caseload":
            for step in steps:
                _change_caseload(step, folder)
            return []
        case "drafts":
            for step in steps:
                _save_draft(step, folder)
            return []
        case meeting:
            return _record(meeting, steps, folder)


def _record(meeting: str, steps: list[Json], folder: Path) -> list[Json]:
    session = Session.find(folder, by="nobody")
    try:
        lines = ({key: value for key, value in step.items() if key != "in"} for step in steps)
        return list(answers_to(MeetingSession.find(session, meeting), (json.dumps(line).encode() for line in lines)))
    finally:
        session.close()


def _change_caseload(step: Json, folder: Path) -> None:
    session = Session.find(folder, clock=lambda: datetime.fromisoformat(step["at"]), by=step["by"])
    match step["do"]:
        case "import":
            assert import_placements(session, folder / step["file"]).possible
        case "change":
            changes = Changes(hours=Decimal(step["hours"]))
            change_placement(session, step["case"], step["provider"], changes, step["why"])
        case "end":
            end_placement(session, step["case"], step["provider"], date.fromisoformat(step["on"]), step["why"])
        case "follow_up":
            session.store.append_caseload(_follow_up(step), session.clock(), session.by)
        case unknown:
            raise ValueError(unknown)
    session.close()


def _follow_up(step: Json) -> FollowedUp:
    """No command records one yet."""
    return FollowedUp(
        case_number=step["case_number"],
        provider=step["provider"],
        held_on=date.fromisoformat(step["held_on"]),
        next_on=date.fromisoformat(step["next_on"]),
        reason=step["reason"],
    )


def _save_draft(step: Json, folder: Path) -> None:
    session = Session.find(folder, clock=lambda: datetime.fromisoformat(step["at"]), by=step["by"])
    meeting_session = MeetingSession.find(session, step["meeting"])
    meeting_session.load()
    meeting_session.save_draft(step["case"], step["field"], step["text"])
    session.close()


def prints() -> dict[str, tuple[str, ...]]:
    """Every file that is kept of what the program prints → the command that prints it."""
    meetings = ("2026-12-02", "2027-01-06", "2027-01-20")
    return {
        **{f"{meeting}.show.json": ("show", meeting, "--json") for meeting in meetings},
        **{f"{meeting}.minutes.md": ("minutes", meeting, "-o", "-") for meeting in meetings},
        **{
            f"2026-12-02.minutes-{version}.md": ("minutes", "2026-12-02", "-o", "-", "--version", version)
            for version in ("1", "2", "3")
        },
        "history.json": ("history", "--json"),
        "history-words.json": ("history", "samtale", "--json"),
        "balance.json": ("balance", "--date", "2027-01-20", "--json"),
        "placements.json": ("placements", "list", "--date", LISTED_ON, "--json"),
        "verify.txt": ("verify",),
    }


def make(made: Path, folder: Path) -> None:
    """Play the script, and keep the database, the answers and everything the program prints."""
    from tests.drivers.program import run_here  # noqa: PLC0415 (only when a fixture is made)

    answers = play(made, folder)
    with sqlite3.connect(folder / "kpcommittee.db") as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")
    database.close()
    shutil.copy(folder / "kpcommittee.db", made / "kpcommittee.db")
    lines = (json.dumps(answer, ensure_ascii=False) for answer in answers)
    (made / "answers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (made / "prints").mkdir(exist_ok=True)
    for name, command in prints().items():
        ran = run_here(["--workspace", str(folder), *command])
        assert (ran.code, ran.err) == (0, ""), (command, ran)
        (made / "prints" / name).write_text(ran.out, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
