"""Workspaces to measure in: the sample as it is delivered, and grown ones."""

import json
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import tomli_w

from kpcommittee.store import engine, facets
from kpcommittee.store.search import key_of
from kpcommittee.store.tables import FacetTable

ROOT = Path(__file__).parent.parent
OURS = Path(sys.executable).with_name("kpcommittee")
AGENDA = "agenda/2026-12-02.toml"
CLUB, STAFF = "klub-oest", "mette-h"
"""Where the first case of the sample is placed."""
A_MEETING = 14
"""Decisions of one past meeting."""
RUNNING = 10 * A_MEETING
"""The newest past decisions, those that still run."""

Row = dict[str, Any]


def sample(folder: Path, cases: int | None = None, meetings: int = 1) -> Path:
    """The sample workspace with its placements imported; a number of cases fills as many agendas with such."""
    (folder / "agenda").mkdir(parents=True)
    for name in ("config.toml", "placements.csv", AGENDA):
        shutil.copy(ROOT / name, folder / name)
    if cases is not None:
        _rewrite(folder / "config.toml", _make_room)
        for meeting in reversed(range(meetings)):
            agenda = folder / (f"agenda/{meeting_id(meeting)}.toml")
            shutil.copy(ROOT / AGENDA, agenda)
            _rewrite(agenda, partial(_repeat, cases=cases, meeting=meeting))
    run(folder, "placements", "import", "placements.csv")
    return folder


def meeting_id(number: int) -> str:
    """The id of one of several meetings; the first is the sample's."""
    return "2026-12-02" if number == 0 else f"bench-{number}"


def opened(folder: Path, meetings: int = 1) -> Path:
    """The workspace with its meetings opened."""
    for meeting in range(meetings):
        record(folder, [{"do": "open"}], meeting_id(meeting))
    return folder


def run(folder: Path, *arguments: str, stdin: str = "") -> str:
    """One command of the program."""
    done = subprocess.run([OURS, *arguments], cwd=folder, input=stdin, capture_output=True, text=True, check=True)
    return done.stdout


def record(folder: Path, intentions: list[Row], meeting: str) -> list[Row]:
    """Record intentions in a meeting."""
    stdin = "".join(json.dumps(intention) + "\n" for intention in intentions)
    return [json.loads(line) for line in run(folder, "record", meeting, stdin=stdin).splitlines()]


def _rewrite(path: Path, change: Callable[[Row], None]) -> None:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    change(tables)
    path.write_text(tomli_w.dumps(tables), encoding="utf-8")


def _make_room(config: Row) -> None:
    """No placement asks for an answer because hours are short."""
    club = next(provider for provider in config["providers"] if provider["id"] == CLUB)
    club["pedagogue_hours"] = 3000.0
    for person in club["staff"]:
        person["contact_hours"] = 150.0
        person.pop("max_children", None)


def _repeat(agenda: Row, cases: int, meeting: int) -> None:
    """The first case again and again, each of another child: a clear case, in which nothing asks for an answer."""
    agenda["meeting"]["id"] = meeting_id(meeting)
    first = agenda["cases"][0]
    first["grant"]["hours_per_week"] = 0.25
    del first["child"]["cpr"]
    agenda["cases"] = [
        {**first, "case_number": f"N-{number:04}", "child": {**first["child"], "name": _name(number)}}
        for number in range(meeting * cases, meeting * cases + cases)
    ]


def _name(number: int) -> str:
    """An invented name that no other number has."""
    letters = "aeioudklmnrstvby"
    return "Prøve " + "".join(letters[number >> shift & 15] for shift in (8, 4, 0)).title() + "sen"


def _searched_name(decision: int) -> str:
    """An invented name with its initials, of which there are a few thousand."""
    first, _, last = _name(decision % CHILDREN % 4096).partition(" ")
    return f"{first} {last} P.{last[0]}. P{last[0]}"


def with_past(folder: Path, decisions: int) -> Path:
    """The workspace with so many past decisions, written at once: journal, tables and search.

    All have run out but those of the newest meetings, which are the same whatever the number.
    """
    with closing(sqlite3.connect(folder / "kpcommittee.db")) as database, database:
        for table, rows in (("meeting", _meetings), ("event", _events), ("decision", _decisions)):
            _insert(database, table, rows(decisions))
        database.create_function("search_key", 2, lambda day, key: key_of(date.fromisoformat(day), key))
        database.create_function("name", 1, _searched_name)
        database.execute(
            "INSERT INTO search (rowid, reason, missing, notes, positions, number, child, staff, provider) "
            "SELECT search_key(date, id), reason, '', '', iif(dissent = '[]', '', 'uenig dissent'), case_number, "
            "name(id), coalesce(staff || ' ' || staff_name, ''), coalesce(provider || ' ' || provider_name, '') "
            "FROM decision WHERE case_number LIKE 'P-%' ORDER BY 1"
        )
    connection = engine.connect(folder / "kpcommittee.db")
    with engine.writing(connection), connection.begin():
        connection.execute(FacetTable.__table__.delete())
        facets.collect_changes(connection).write(connection)
    connection.close()
    return folder


def _insert(database: sqlite3.Connection, table: str, rows: Iterator[Row]) -> None:
    first = next(rows)
    names = ", ".join(f'"{name}"' for name in first)
    marks = ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    database.execute(statement, first)
    database.executemany(statement, rows)


def _meeting_of(number: int) -> tuple[str, str, str]:
    """The meeting of the decision with that number, counted back from the newest: id, date, time of opening."""
    back = number // A_MEETING
    # Ten meetings a day at most, so that a million decisions are still in this century.
    day = date(2026, 11, 1) - timedelta(days=back // 10)
    return f"past-{back:06}", day.isoformat(), f"{day.isoformat()}T09:{back % 10:02}:00+01:00"


def _meetings(decisions: int) -> Iterator[Row]:
    for number in range(0, decisions, A_MEETING):
        meeting, day, opened_at = _meeting_of(number)
        yield {"id": meeting, "date": day, "state": "approved", "version": 1, "opened_at": opened_at}


def _events(decisions: int) -> Iterator[Row]:
    for number in range(decisions):
        meeting, _day, opened_at = _meeting_of(number)
        yield {
            "stream": meeting,
            "number": number % A_MEETING + 1,
            "at": opened_at,
            "by": "bench",
            "kind": "noted",
            "payload": json.dumps({"case": f"P-{number:07}", "text": "x" * 400}),
            "hash": "0" * 64,
        }


WORDS = ("ro", "relation", "skole", "klub", "fravær", "pause", "kapacitet", "familie", "ønske", "transport", "fritid")


PROVIDERS = (
    ("klub-oest", "Klub Øst"), ("klub-havn", "Klub Havn"), ("klub-vest", "Klub Vest"), ("klub-engen", "Klub Engen"),
    ("klub-nord", "Klub Nord"), ("klub-moellen", "Klub Møllen"), ("familiehuset", "Familiehuset"),
    *((f"klub-{number}", f"Klub {number}") for number in range(50)),
)  # fmt: skip
PROBLEMS = ("school", "leisure", "autism", "adhd", "family", "crime", "anxiety", "network")
PLACED = ("placed", "placed", "placed", "placed", "in_principle", "postponed", "returned", "withdrawn")


def _decisions(decisions: int) -> Iterator[Row]:
    for number in range(decisions):
        meeting, day, opened_at = _meeting_of(number)
        yield {
            "meeting": meeting,
            "case_number": f"P-{number:07}",
            "date": day,
            "opened_at": opened_at,
            **_child(number),
            "released": False,
            "followed_recommendation": True,
            "postponed_times": int(number % 7 == 0),
            "waiting_days": number % 60,
            "reasons": "[]",
            "reason": f"{WORDS[number % 11]} {WORDS[number // 11 % 11]} {number % 9973}",
            "corrected": 0,
            "municipality": None,
            "basis": "bl-32-1-3",
            "kind": "contact_person",
            **(_running(day) if number < RUNNING else _past(number, day)),
        }


CHILDREN, BIRTHDAYS = 200_000, 6_500
"""So many children, born on so many days, come back again and again."""


def _child(number: int) -> Row:
    """Whom a past decision is about."""
    child = number % CHILDREN
    born = date(2005, 1, 1) + timedelta(days=child % BIRTHDAYS)
    return {"child": _name(child % 4096), "birth_date": born.isoformat(), "cpr": None}


def _running(day: str) -> Row:
    """What still runs, which is the same whatever the number of past decisions."""
    last = (date.fromisoformat(day) + timedelta(days=365)).isoformat()
    return {
        "followed_by": None,
        "district": "oest", "age": 13, "problems": '["school"]', "outcome": "placed", "provider": CLUB,
        "provider_name": "Klub Øst", "provider_kind": "club", "relation": "none", "staff": None, "staff_name": None,
        "hours": "0.25", "start": day, "end": last, "departures": "[]", "dissent": "[]", "ended": "planned",
        "ended_on": last, "ended_why": None, "first_due": last, "by_list": CLUB, "by_order": CLUB,
    }  # fmt: skip


def _past(number: int, day: str) -> Row:
    """What has run out, of every kind; the same number is always the same decision."""
    chance = Random(number)
    outcome = chance.choice(PLACED)
    placed = outcome in ("placed", "in_principle")
    provider, name = chance.choice(PROVIDERS) if placed else (None, None)
    person = chance.randrange(600)
    return {
        "district": chance.choice(("oest", "vest", "nord")),
        "age": chance.randrange(8, 23),
        "problems": json.dumps(sorted(chance.sample(PROBLEMS, chance.randrange(1, 4)))),
        "outcome": outcome,
        # What waited is long dealt with.
        "followed_by": _meeting_of(number - RUNNING)[0] if outcome in ("in_principle", "postponed") else None,
        "provider": provider,
        "provider_name": name,
        "provider_kind": "club" if placed else None,
        "relation": chance.choice(("kept", "left", "none")) if placed else None,
        "ended": chance.choice(("planned", "early", "moved", "renewed")) if placed else None,
        "ended_on": (date.fromisoformat(day) + timedelta(days=14)).isoformat() if placed else None,
        "ended_why": "Flyttet" if placed and number % 5 == 0 else None,
        "staff": f"person-{person}" if placed else None,
        "staff_name": f"Person Nummer{person}" if placed else None,
        "hours": "0.25" if placed else None,
        "start": day if placed else None,
        "end": (date.fromisoformat(day) + timedelta(days=14)).isoformat() if placed else None,
        "first_due": (date.fromisoformat(day) + timedelta(days=10)).isoformat() if placed else None,
        "by_list": provider,
        "by_order": CLUB if placed else None,
        "departures": '["from_list"]' if placed and number % 9 == 0 else "[]",
        "dissent": '["club"]' if placed and number % 13 == 0 else "[]",
    }
