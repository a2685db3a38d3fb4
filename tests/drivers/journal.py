"""The journal as another program reads it, and its events as intentions for the command line."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SAME = {
    "noted": "note", "returned": "return", "withdrawn": "withdraw", "confirmed": "confirm", "attended": "attend",
    "opened": "open", "closed": "close", "approved": "approve", "reordered": "order",
}  # fmt: skip
"""Events that hold what was wanted under the same names."""

KEYS = {
    "note": ("case", "text", "said_by"),
    "return": ("case", "missing"),
    "withdraw": ("case", "by", "reason"),
    "confirm": ("case", "role", "by", "refuse"),
    "attend": ("person", "status", "substitute", "case"),
    "open": (),
    "close": (),
    "approve": ("by",),
    "order": ("cases",),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the table `event`."""

    number: int
    at: str
    by: str
    kind: str
    payload: Json

    @property
    def fact(self) -> tuple[int, str, str, Json]:
        """What happened, without the journal's own keys and without who wrote it down: an intention has one name."""
        own = ("heads", "salt")
        return self.number, self.at, self.kind, {key: part for key, part in self.payload.items() if key not in own}

    def intention(self) -> Json:
        """What the table must have wanted for this to happen."""
        return {"at": self.at, "by": self.by, **_wanted(self.kind, self.payload)}


class Journal:
    """The events of one meeting, read beside the program that writes them."""

    def __init__(self, workspace: Path, stream: str) -> None:
        self._file, self._stream = workspace / "kpcommittee.db", stream

    def events(self) -> list[Event]:
        """All events of the meeting in their order."""
        rows = self._ask("SELECT number, at, by, kind, payload FROM event WHERE stream = ? ORDER BY number")
        return [Event(number, str(at), by, kind, json.loads(payload)) for number, at, by, kind, payload in rows]

    def last(self) -> int:
        """The number of the newest event; 0 before the first."""
        rows = self._ask("SELECT max(number) FROM event WHERE stream = ?")
        return (rows[0][0] or 0) if rows else 0

    def drafts(self) -> dict[tuple[str, str], str]:
        """Case and field → the text that is being typed."""
        rows = self._ask('SELECT "case", field, text FROM draft WHERE stream = ?')
        return {(case, field): text for case, field, text in rows}

    def intentions(self) -> Iterator[Json]:
        """What `record` is to be told so that the same happens again."""
        return (event.intention() for event in self.events())

    def _ask(self, query: str) -> list[Any]:
        """What is found; nothing, while the tables are not made yet."""
        if not self._file.exists():
            return []
        made = rows(self._file, "SELECT 1 FROM sqlite_master WHERE name = 'event'")
        return rows(self._file, query, self._stream) if made else []


def rows(database: Path, question: str, *values: Any) -> list[Any]:
    """Return what another program reads in a database, which is left as it is."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        return connection.execute(question, values).fetchall()


def _wanted(kind: str, payload: Json) -> Json:
    match kind:
        case "decided":
            return _placement(payload["case"], payload["decision"])
        case "postponed":
            return {"do": "postpone", **_some(payload, "case", "reason", "missing", "from")}
        case "positioned":
            position = _some(payload["position"], "role", "stance", "provider", "remark")
            return {"do": "position", "case": payload["case"], **position}
        case "disqualified":
            keys = ("case", "role", "ground", "decided_by", "outcome", "substitute")
            return {"do": "disqualify", **_some(payload, *keys)}
        case "undone":
            return {"do": "undo", "n": payload["number"]}
        case "taken":
            return {"do": "take", "case": payload["case"]["case_number"]}
    return {"do": SAME[kind], **_some(payload, *KEYS[SAME[kind]])}


def _placement(case: str, decision: Json) -> Json:
    keys = ("provider", "staff", "start", "end", "second_choice", "in_principle")
    answered = [caution for caution in decision["cautions"] if caution.get("answer")]
    answers = [{"caution": caution["code"], **_some(caution["answer"], "code", "text")} for caution in answered]
    positions = {
        position["role"]: _some(position, "stance", "provider", "remark") for position in decision["positions"]
    }
    wanted = {"do": "place", "case": case, **_some(decision, *keys), "positions": positions, "answers": answers}
    if any("until" in caution["values"] for caution in decision["cautions"] if caution["code"] == "turns_23"):
        del wanted["end"]  # nobody said it: the support ends there
    reason = decision.get("reason")
    return wanted | ({"reason": _some(reason, "code", "text")} if reason else {})


def _some(table: Json, *keys: str) -> Json:
    return {key: table[key] for key in keys if table.get(key) is not None}
