"""The names and types of the contract's JSON answers, written down once more: what scripts may rely on.

A shape is a type, a tuple of alternatives, or a list with the shape of its elements. Or it is a dictionary whose keys
must be there; further ones are allowed. Constants stand for themselves. Codes that the documentation lists are read
from it: what a page says is what scripts rely on.
"""

import re
from datetime import date
from typing import Any

from tests.docs.reading import page, rows, section

Shape = Any


class Iso:
    """A date as ISO text."""


class Week:
    """An ISO week, such as `2027-W03`."""


class Named:
    """An object whose keys are names of the committee's own and whose values have one shape."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape


def _codes(name: str, heading: str) -> tuple[str, ...]:
    """The codes in the first column of the tables under a heading."""
    return tuple(row[0].strip("`") for row in rows(section(page(name), heading)) if row[0].startswith("`"))


NUMBER = (int, float)
ROLE = ("school", "club", "authority", "internal")
STANCE = ("agree", "disagree", "abstain")
CASE_STATE = ("open", "placed", "in_principle", "postponed", "returned", "withdrawn")
MEETING_STATE = ("preparing", "open", "closed", "approved")
SEAT_STATE = ("present", "substitute", "excused", "absent", "left", "disqualified", "empty")
STATUS = ("ok", "tight", "over", "no_limit")
DEPARTURE = ("from_recommendation", "from_relation", "from_list")
CAUTION = _codes("rules.md", "## Cautions")
MISSING = ("child_view", "consent", "plan", "assessment", "relation_asked", "custody")
EVENT = tuple(re.findall(r"^Recorded as `(\w+)`\.$", page("record.md"), re.MULTILINE))
"""Those of a meeting."""
REFUSAL = _codes("record.md", "## Refusals")

PROMISED = (
    "opened", "taken", "attended", "disqualified", "positioned", "decided", "confirmed", "postponed", "returned",
    "withdrawn", "noted", "reordered", "undone", "closed", "approved", "corrected", "set_aside", "reopened", "told",
    "journalised", "circulated", "commented", "resolved",
    "child_view_missing", "consent_missing", "seat_empty", "declined", "over_capacity", "plan_missing", "plan_overdue",
    "plan_due_late", "assessment_missing", "basis_not_in_force", "basis_age", "outside_ages", "aftercare_conditions",
    "turns_16", "turns_18", "turns_23", "over_23", "beyond_grant", "person_over_max", "clearance_missing", "on_leave",
    "delivery_exceeded", "protected_address", "do_not_contact_family", "possible_legal_decision",
    "relation_without_room", "both_lists", "cpr_implausible", "cpr_checksum", "duplicate_child", "two_providers",
    "two_seats", "absence_worrying", "postponed_before",
    "unknown_case", "unknown_provider", "unknown_staff", "unknown_person", "not_open", "already_open", "already_closed",
    "already_approved", "already_decided", "positions_missing", "no_majority", "reason_required", "caution_unanswered",
    "not_in_principle", "start_before_grant", "cases_open", "nothing_to_undo", "carried_over", "not_closed",
    "not_approved", "conflict", "invalid", "cases_left_out",
)  # fmt: skip
"""Kinds of events, cautions and refusals that scripts know: they keep their names, whatever is added or rewritten."""

POSITION = {"role": ROLE, "stance": STANCE, "provider": (str, None), "remark": (str, None)}
RELATION = {"strength": (1, 2, 3), "person": str, "since": (Iso, None)}
OPTION = {
    "provider": str,
    "kind": ("club", "internal", "external"),
    "clear": bool,
    "candidate": bool,
    "relation": (RELATION, None),
    "list": Named(("club", "specialist")),
    "for_list": ("club", "specialist", None),
    "wish": ("asked_for", "declined", None),
    "room": STATUS,
    "worst_week": Week,
    "share_before": (NUMBER, None),
    "share_after": (NUMBER, None),
    "offer_before": (NUMBER, None),
    "offer_after": (NUMBER, None),
    "cost_per_month": (str, NUMBER, None),
    "delivery": (str, None),
    "delivered_hours": (NUMBER, None),
    "supplements": [{"name": str, "percent": (NUMBER, None), "amount_per_month": (str, None)}],
    "delivery_forms": [
        {"form": ("permanent", "hourly", "external"), "people": (int, None), "with_room": (int, None),
         "source": (str, None)}
    ],
    "competences": [str],
    "excluded_by": (*CAUTION, None),
    "staff": [
        {"staff": str, "relation": (RELATION, None), "free": (NUMBER, None), "excluded_by": (*CAUTION, None),
         "employment": ("permanent", "hourly", None)}
    ],
}  # fmt: skip
DECISION = {
    "provider": str,
    "staff": (str, None),
    "start": Iso,
    "end": (Iso, None),
    "hours": NUMBER,
    "granted_hours": NUMBER,
    "in_principle": bool,
    "reason": ({"code": str, "text": str}, None),
    "departures": [DEPARTURE],
    "dissent": [POSITION],
    "second_choice": (str, None),
}
CASE = {
    "number": int,
    "case_number": str,
    "state": CASE_STATE,
    "child": {"initials": str, "age": int, "district": str, "municipality": (str, None)},
    "bench": [
        {"role": ROLE, "name": (str, None), "status": SEAT_STATE, "substitute_for": (str, None), "required": bool}
    ],
    "positions": [POSITION],
    "options": [OPTION],
    "recommendation": ({"provider": str, "staff": (str, None)}, None),
    "why_none": (str, None),
    "deadlines": {"plan_due": (Iso, None), "youth_plan_due": (Iso, None), "first_follow_up_due": (Iso, None)},
    "cautions": [
        {"code": CAUTION, "text": str, "source": str, "blocking": bool, "provider": (str, None), "answered": bool}
    ],
    "missing": [MISSING],
    "documentation": [
        {
            "document": ("assessment", "plan", "goals"),
            "state": ("there", "expected", "not_needed", "missing"),
            "on": (Iso, None),
            "source": (str, None),
        }
    ],
    "present": ({"provider": str, "staff": (str, None), "since": (Iso, None), "ends_on": (Iso, None)}, None),
    "earlier": [
        {"provider": str, "staff": (str, None), "start": (Iso, None), "end": (Iso, None), "why": (str, None)}
    ],
    "sent_back": (
        {
            "on": Iso,
            "provider": str,
            "result": ("moves",),
            "note": (str, None),
            "next_on": (Iso, None),
            "reason": (str, None),
        },
        None,
    ),
    "waiting_days": int,
    "postponed_times": int,
    "decision": (DECISION, None),
    "now": ({"room": STATUS, "share_after": (NUMBER, None)}, None),
}  # fmt: skip
SHOW = {
    "meeting": {"id": str, "date": Iso, "place": (str, None), "state": MEETING_STATE, "version": int},
    "cases": [CASE],
    "left_out": [{"place": str, "case_number": (str, None), "message": str}],
}
CHECK = [
    {
        "file": str,
        "place": str,
        "case_number": (str, None),
        "severity": ("error", "warning"),
        "code": str,
        "message": str,
    }
]
HOURS = {"load": NUMBER, "held": NUMBER, "free": (NUMBER, None), "over": (NUMBER, None)}
BALANCE = [
    {
        "provider": str,
        "name": str,
        "kind": ("club", "internal", "external"),
        "district": (str, None),
        "room": (NUMBER, None),
        **HOURS,
        "share": (NUMBER, None),
        "status": STATUS,
        "worst": {"week": Week, **HOURS, "share": (NUMBER, None), "status": STATUS},
        "children": int,
        "unknown_hours": int,
        "enrolled": (int, None),
        "hours_per_enrolled": (NUMBER, None),
        "staff": [{"staff": str, "room": (NUMBER, None), **HOURS, "children": int, "max_children": (int, None)}],
    }
]
SIDE = {
    "children": int,
    "full_year_children": NUMBER,
    "amount": NUMBER,
    "per_month_by_children": (NUMBER, None),
    "per_month_by_full_years": (NUMBER, None),
}
BUDGET = {
    "year": int,
    "as_of": Iso,
    "frame": (NUMBER, None),
    "indexed_frame": (NUMBER, None),
    "split": [{"name": str, "amount": (NUMBER, None), "forecast": NUMBER}],
    "spent": NUMBER,
    "committed": NUMBER,
    "forecast": NUMBER,
    "left": (NUMBER, None),
    "by_provider": [{"provider": str, "children": int, "full_year_children": NUMBER, "forecast": NUMBER}],
    "bands": [
        {
            "band": ("over_100", "75_100", "under_75"),
            "children": int,
            "amount": NUMBER,
            "share_children": int,
            "share_amount": int,
        }
    ],
    "own": SIDE,
    "external": SIDE,
    "bring_home": [{"case_number": str, "provider": str, "hours_per_week": NUMBER, "cost_per_month": (NUMBER, None)}],
    "business_case": (
        {
            "candidates_per_year": NUMBER,
            "saving": {"low": NUMBER, "high": NUMBER},
            "new_costs": [{"name": str, "low": NUMBER, "high": NUMBER}],
            "net": {"low": NUMBER, "high": NUMBER},
            "source": str,
        },
        None,
    ),
}
HISTORY = [
    {
        "date": Iso,
        "case_number": str,
        "district": str,
        "age": int,
        "problems": [str],
        "outcome": CASE_STATE,
        "provider": (str, None),
        "staff": (str, None),
        "hours": (NUMBER, None),
        "followed_recommendation": (bool, None),
        "departures": [DEPARTURE],
        "dissent": [(str, POSITION)],
        "version": int,
        "waiting_days": int,
        "reasons": [{"code": (str, None), "text": str}],
        "ended": ("planned", "early", "moved", "renewed", None),
    }
]
WHOM = ("child", "custody", "authority", "provider", "former_provider")
REVIEW = {
    "meeting": str,
    "state": MEETING_STATE,
    "circulated": ({"at": str, "until": (Iso, None), "by": str}, None),
    "open": int,
    "comments": [
        {
            "n": int,
            "case_number": (str, None),
            "number": (int, None),
            "said_by": str,
            "text": str,
            "at": str,
            "state": ("open", "answered", "taken_in", "withdrawn"),
            "answer": (str, None),
            "by": (str, None),
            "texts": [{"what": str, "before": str, "after": str}],
        }
    ],
}
TOLD = [{"case_number": str, "whom": WHOM, "told_on": (Iso, None)}]
JOURNALISED = [{"meeting": str, "case_number": str, "state": CASE_STATE, "number": (str, None), "on": (Iso, None),
                "by": (str, None)}]  # fmt: skip
RECORDED = {"n": int, "event": EVENT, "case": (str, None)}
REFUSED = {"refused": REFUSAL, "message": str, "case": (str, None)}


def mismatches(value: Any, shape: Shape, place: str = "$") -> list[str]:
    """Where the value does not have the shape."""
    if isinstance(shape, tuple):
        attempts = [mismatches(value, alternative, place) for alternative in shape]
        # Of several alternatives that fail, the one that got furthest tells most.
        return (
            []
            if any(not attempt for attempt in attempts)
            else max(attempts, key=lambda attempt: max(map(len, attempt)))
        )
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{place}: no list: {value!r}"]
        return [wrong for n, element in enumerate(value) for wrong in mismatches(element, shape[0], f"{place}[{n}]")]
    if isinstance(shape, dict):
        return _keys(value, shape, place)
    if isinstance(shape, Named):
        if not isinstance(value, dict):
            return [f"{place}: no object: {value!r}"]
        return [wrong for key, part in value.items() for wrong in mismatches(part, shape.shape, f"{place}.{key}")]
    return [] if _fits(value, shape) else [f"{place}: {value!r} is not {shape!r}"]


def _keys(value: Any, shape: dict[str, Shape], place: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{place}: no object: {value!r}"]
    missing = [f"{place}.{key}: missing" for key in shape if key not in value]
    inside = ((key, value[key], wanted) for key, wanted in shape.items() if key in value)
    return missing + [wrong for key, part, wanted in inside for wrong in mismatches(part, wanted, f"{place}.{key}")]


def _fits(value: Any, shape: Shape) -> bool:
    if shape is Iso:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    if shape is Week:
        return isinstance(value, str) and date.fromisoformat(f"{value}-1") is not None and "-W" in value
    if isinstance(shape, type):
        # To Python a truth value is a number; to a reader of JSON it is none.
        return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    return bool(value == shape) and type(value) is type(shape)


STORY = {
    "case_numbers": [str],
    "same_by": ("case_number", "personal_number", "name_and_birth_date"),
    "entries": [
        {
            "on": Iso,
            "kind": (
                "granted", "placed", "in_principle", "postponed", "returned", "withdrawn", "corrected", "started",
                "changed", "ended", "followed_up", "told",
            ),
            "source": ("journal", "import", "agenda"),
            "case_number": str,
            "provider": (str, None),
            "staff": (str, None),
            "text": str,
        }
    ],
    "undated": [
        {
            "kind": ("started", "ended"),
            "source": ("import", "agenda"),
            "case_number": str,
            "provider": str,
            "staff": (str, None),
            "text": str,
        }
    ],
}  # fmt: skip
