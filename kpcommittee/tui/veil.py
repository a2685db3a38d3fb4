"""Hides in a value what a projector must not show: every text but codes, public names and figures.

It is an allow-list: a new field is hidden until somebody says that the room may read it.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TypeVar

from kpcommittee.domain.number_mask import UNSHOWN
from kpcommittee.domain.texts import HIDDEN, Rewriter

R = TypeVar("R")

SHOWN: Mapping[str, tuple[str, ...]] = {
    "AnswerGiven": ("code", "wording"),
    "EarlierContact": ("provider",),
    "BalanceLine": ("district", "name", "provider", "week"),
    "Basis": ("da", "en", "key", "law", "paragraph"),
    "Case": ("case_number", "problems"),
    "Caution": ("code", "provider", "source"),
    "Change": ("what",),
    "Child": ("district",),
    "Committee": ("municipality", "name"),
    "Database": ("url",),
    "Decision": ("provider", "provider_name", "second_choice", "second_choice_name"),
    "District": ("club_seat", "id", "school_seat"),
    "Entry": ("case_number", "provider"),
    "Grant": ("basis",),
    "Holder": ("host", "id", "user"),
    "Informed": ("who",),
    "JournalFault": ("name", "stream"),
    "Law": ("references", "source"),
    "Meeting": ("id",),
    "MeetingHead": ("id", "place"),
    "Minutes": ("id",),
    "Option": ("excluded_by", "name", "provider", "worst_week"),
    "PastDecision": (
        "case_number",
        "departures",
        "dissent",
        "meeting",
        "opened_at",
        "problems",
        "provider",
        "provider_name",
    ),
    "PositionTaken": ("provider",),
    "PresentContact": ("case_number", "provider", "provider_name"),
    "Problem": ("code", "da", "en"),
    "Provider": ("competences", "district", "id", "name"),
    "Rate": ("provider",),
    "Reason": ("code", "da", "en"),
    "Receipt": ("code", "stream"),
    "Recommendation": ("provider", "staff"),
    "School": ("district", "id"),
    "ScreenState": ("agreed", "chosen", "misfit", "notices", "query", "revealed"),
    "Share": ("name", "share"),
    "Staff": ("competences", "id"),
    "StaffOption": ("excluded_by", "staff"),
    "Waiting": ("case_number", "meeting"),
}
"""Class → its texts that are shown, besides those with only a few possible words."""

_PARSED = re.compile(r"\d{4}-(?:W\d{2}|\d{2}-\d{2}).*|-?\d{1,6}(?:\.\d+)?|")
"""Matches a day, a week or a figure, in a text that is parsed where it is shown. Telephone numbers are longer."""

BIRTHDAYS = frozenset({("Caution", "values.age"), ("Caution", "values.on")})
"""Fields with a child's age, or with birthdays that reveal it."""


def veil() -> Rewriter:
    """Return the rewriter that hides texts the room must not read; it remembers its results."""
    return Rewriter(_seen, UNSHOWN)


def veil_record(record: R) -> R:
    """Return a record as the room may read it; one function for all, so that its results can be cached."""
    return veil().rewrite(record)


def is_shown(owner: type, name: str, text: str) -> bool:
    """Whether the room may read a text in this field of this class."""
    if name.partition(".")[0] in _shown_fields(owner):
        return True
    return bool(_PARSED.fullmatch(text)) and (owner.__name__, name) not in BIRTHDAYS


def _seen(owner: type, name: str, text: str) -> str:
    return text if is_shown(owner, name, text) else HIDDEN


@cache
def _shown_fields(kind: type) -> frozenset[str]:
    """Return the fields of a class that are shown unchanged: those listed, and those with few possible words."""
    listed = frozenset(SHOWN.get(kind.__name__, ()))
    hints = {field.name: field.type for field in fields(kind)} if is_dataclass(kind) else kind.__annotations__
    return listed | {name for name, hint in hints.items() if "Literal[" in str(hint) and "str" not in str(hint)}
