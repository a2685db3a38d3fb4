"""What each command answers with `--json`: the names and types that scripts rely on, and how a test calls it."""

from collections.abc import Mapping

from tests.cli.contract import (
    BALANCE,
    BUDGET,
    CASE,
    CHECK,
    HISTORY,
    JOURNALISED,
    NUMBER,
    REVIEW,
    SHOW,
    STORY,
    TOLD,
    Iso,
    Shape,
)
from tests.sample import DAY

FAULT = {"stream": (str, None), "number": (int, None), "what": str, "name": (str, None)}
VERIFIED = {
    "whole": bool, "events": int, "streams": int, "receipts": int, "joined": [str], "purged": int,
    "first_bad": (FAULT, None), "behind": int, "faults": [FAULT], "accepted": [FAULT],
}  # fmt: skip
DECISION = {
    "meeting": str, "date": Iso, "version": int, "case": CASE, "since": [str], "ended": (str, None),
    "ended_on": (Iso, None), "ended_why": (str, None), "versions": [dict],
}  # fmt: skip
BACKUPS = [{"file": str, "at": str, "events": (int, None), "size": int, "verified": (bool, None), "fault": (str, None)}]
ACCESS = [
    {"at": str, "who": (str, None), "what": str, "case_number": (str, None), "meeting": (str, None), "why": (str, None)}
]
SLOTS = [{"name": str, "kind": ("passphrase", "recovery"), "added_on": Iso}]
AGENDA = {
    "path": str, "read": int, "new": [str], "unchanged": [str], "different": [str], "left_out": int,
    "sheet": (str, None), "other_sheets": [str],
}  # fmt: skip
IMPORTED = {
    "read": int, "new": int, "changed": [{"case_number": str, "provider": str, "key": str}], "unchanged": int,
    "covered": [str], "ended_here": [str], "two_providers": [str], "missing": [str], "left_out": [str],
    "repeated": [{"row": int, "earlier": int, "case": str, "provider": str}], "recorded": bool,
    "sheet": (str, None), "other_sheets": [str],
}  # fmt: skip
UNDONE = {"event": ("import_undone",), "source": str, "removed": [str], "restored": [str], "kept": [str]}
SIDE = {
    "provider": str, "staff": (str, None), "hours_per_week": (*NUMBER, None), "start": (Iso, None),
    "end": (Iso, None), "changes": [{"since": Iso}],
}  # fmt: skip
CHANGED = {"event": ("placement_changed",), "case": str, "before": SIDE, "after": SIDE, "why": str}
PLACEMENTS = [
    {
        "case_number": str, **SIDE, "held": bool, "cost_per_month": (*NUMBER, None), "cost_per_year": (*NUMBER, None),
    }
]  # fmt: skip
_PART = {"number": int, "percent": (*NUMBER, None)}
QUALITY = {
    "date": Iso, "running": int, "kinds": [{"kind": str, **_PART}], "ages": [{"age": str, **_PART}],
    "findings": [
        {
            "code": str, "case_number": (str, None), "provider": (str, None), "other_provider": (str, None),
            "staff": (str, None), "day": (Iso, None), "number": (int, None), "limit": (int, None),
        }
    ],
}  # fmt: skip
FOLLOW_UPS = [
    {
        "case_number": str, "provider": str, "kind": str, "due": Iso, "reason": (str, None), "done_on": (Iso, None),
        "overdue": bool,
    }
]  # fmt: skip

ANSWERS: Mapping[str, Shape] = {
    "show": SHOW,
    "review": REVIEW,
    "told": TOLD,
    "journalised": JOURNALISED,
    "check": CHECK,
    "balance": BALANCE,
    "budget": BUDGET,
    "history": HISTORY,
    "decision": DECISION,
    "child": STORY,
    "similar": HISTORY,
    "verify": VERIFIED,
    "backups": BACKUPS,
    "access": ACCESS,
    "key list": SLOTS,
    "agenda import": AGENDA,
    "placements import": IMPORTED,
    "placements undo": UNDONE,
    "placements export": {"file": str, "placements": int},
    "placements list": PLACEMENTS,
    "placements end": CHANGED,
    "placements change": CHANGED,
    "placements check": QUALITY,
    "followups": FOLLOW_UPS,
}
"""Command → its answer."""

PLACED_CASE = "2026-0412"
IMPORTED_PLACEMENT = ("2026-0033", "fokus")
"""A placement of the table, which no meeting decided."""

CALLS: dict[str, tuple[str, ...]] = {
    "show": (DAY,),
    "review": (DAY,),
    "told": (DAY,),
    "journalised": (DAY,),
    "check": (),
    "balance": (),
    "budget": ("2026",),
    "history": (),
    "decision": (PLACED_CASE,),
    "child": (PLACED_CASE,),
    "similar": (PLACED_CASE,),
    "verify": (),
    "backups": ("--check",),
    "placements list": ("--date", "2026-12-20"),
    "placements check": (),
    "followups": ("--date", "2027-02-10"),
    "placements export": ("out.csv",),
}
"""Command → what it is called with after the sample's meeting."""

CHANGES: dict[str, tuple[str, ...]] = {
    "placements change": (*IMPORTED_PLACEMENT, "--hours", "6", "--from", "2026-12-10", "--why", "Mindre"),
    "placements end": (*IMPORTED_PLACEMENT, "--on", "2027-01-15", "--why", "Flytter"),
    "placements undo": (),
}
"""Command that changes what others answer → what it is called with after the sample's meeting."""
