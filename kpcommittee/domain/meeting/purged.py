"""Purging a case: the event that proves it without naming the case, and what is left of other events."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.event_base import EventBase

Data = Mapping[str, Any]
"""An event as plain data."""

PLACEHOLDER = "[…]"
"""Replaces the child's name or number in a text about something else."""
_PLACE = "purged:"


def stand_in(place: int | None) -> str:
    """Return the replacement for the case number: it names the item, and no case."""
    return f"{_PLACE}{place or ''}"


@immutable
class Emptied:
    """One event that was purged, as a whole or in part."""

    number: int
    """The number in the stream of the purge event."""
    digest: str
    """Digest of the original payload, on which the chain of hashes rests."""
    left: str = ""
    """Digest of the remaining payload; empty if nothing is left."""


@immutable
class Purged(EventBase):
    """A case was purged after it was journalised; recorded in every stream that contained it, and in `caseload`."""

    kind = "purged"
    witness = True
    within = frozenset({"approved"})
    survives_undo = True

    proof: str
    """HMAC-SHA256 of the case number, in hexadecimal, with a key that was shown once and stored nowhere."""
    events: tuple[Emptied, ...] = ()
    place: int | None = None
    """Its item in the meeting, from 1; None in the caseload."""
    years: tuple[int, ...] = ()
    """The calendar years in which a placement of the case ran; only in the caseload."""


@immutable
class PurgedItem:
    """An item of a meeting whose case was purged."""

    place: int
    on: date


@dataclass(frozen=True)
class Erasure:
    """Takes one case out of events."""

    case_number: str
    names: frozenset[str]
    """Full names of the child that no other child and no committee member has."""
    personal_numbers: frozenset[str]

    def remainder_of(self, kind: str, data: Data, place: int | None) -> dict[str, Any] | None:
        """Return what is left of an event; None if all of it was about the case.

        An event without the case is unchanged.

        Args:
            kind: the kind of the event, without its version.
            data: its payload.
            place: the item that the case was in its meeting; None if it was none.
        """
        if self._is_about(data):
            keep = _KEEPERS.get(kind)
            data = keep(data) if keep else {}
            if not data:
                return None
        return {
            key: value if key in _HARMLESS_KEYS else self._remainder_of_value(key, value, place)
            for key, value in data.items()
        }

    def _remainder_of_value(self, key: str, value: Any, place: int | None) -> Any:
        """Return what is left of a part of an event; the item replaces case numbers from which things count."""
        if key in _NAMES_CASES and not isinstance(value, Mapping):
            numbers = value if isinstance(value, list) else [value]
            others = [stand_in(place) if number == self.case_number else number for number in numbers]
            return others if isinstance(value, list) else others[0]
        return self._remove_from_value(value)

    def _is_about(self, data: Data) -> bool:
        numbers = (data.get("case_number"), *map(_number_in, map(data.get, ("case", "after", "before"))))
        return self.case_number in numbers or self._is_of_case(data.get("left_out"))

    def find(self, text: str) -> re.Match[str] | None:
        """Find the child or the case in a text; None if neither is in it."""
        return self._pattern.search(text)

    def _remove_from_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {
                PLACEHOLDER if key == self.case_number else key: self._remove_from_value(part)
                for key, part in value.items()
            }
        if isinstance(value, list):
            return [self._remove_from_value(part) for part in value if not self._is_of_case(part)]
        return self.remove_from(value) if isinstance(value, str) else value

    def remove_from(self, text: str) -> str:
        """Return a text with the child's full name and the numbers replaced."""
        return self._pattern.sub(PLACEHOLDER, text)

    def _is_of_case(self, value: Any) -> bool:
        """Whether an entry of a list is the case itself, or its unreadable form in the file."""
        if not isinstance(value, Mapping):
            return False
        names = {name.casefold() for name in self.names}
        return value.get("case_number") == self.case_number or (
            "message" in value and str(value.get("child") or "").casefold() in names
        )

    def occurs_in(self, text: str) -> bool:
        """Whether a text mentions the child or the case."""
        return self.find(text) is not None

    @property
    def texts(self) -> tuple[str, ...]:
        """What an event must contain to be examined: numbers, and names also in upper and lower case."""
        names = (form for name in sorted(self.names) for form in (name, name.upper(), name.lower()))
        return (self.case_number, *names, *_spellings(self.personal_numbers))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Match the names, also with an ending, and the numbers, but not as a part of longer numbers."""
        # A single word can be part of anything. Longer names come first, since one may begin another.
        full = sorted((name.split() for name in self.names if len(name.split()) > 1), key=len, reverse=True)
        name = "|".join(r"\b" + r"\s+".join(map(re.escape, words)) + r"(?=(?:e?s)?\b)" for words in full)
        numbers = (self.case_number, *_spellings(self.personal_numbers))
        number = "|".join(rf"(?<![\w./-]){re.escape(text)}(?!\w|[./-]\w)" for text in numbers)
        return re.compile("|".join(part for part in (name, number) if part), re.IGNORECASE)


def _number_in(value: Any) -> Any:
    return value.get("case_number") if isinstance(value, Mapping) else value


def _spellings(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return each personal number without, and with a hyphen or a space before its last four digits."""
    digits = sorted("".join(filter(str.isdecimal, number)) for number in numbers)
    return tuple(f"{number[:-4]}{between}{number[-4:]}" for number in digits if number for between in ("", "-", " "))


def _keep_of_correction(data: Data) -> dict[str, Any]:
    """Keep that there was a version, its author, and the balance of all providers."""
    return {key: data[key] for key in ("case", "by", "balance") if key in data} | {"why": ""}


def _keep_of_disqualification(data: Data) -> dict[str, Any]:
    """Keep who came as a substitute: they are present from that item on."""
    if not data.get("substitute"):
        return {}
    return {key: data[key] for key in ("case", "role", "person", "outcome", "substitute")} | {
        "ground": "",
        "decided_by": [],
    }


def _keep_of_rectification(data: Data) -> dict[str, Any]:
    """Keep that there was a version, and its author."""
    return {"case": data["case"], "by": data["by"], "changes": [], "why": ""}


def _keep_of_comment(data: Data) -> dict[str, Any]:
    """Keep that there was a comment: later ones are numbered after it."""
    return {"case": data["case"], "text": PLACEHOLDER, "said_by": PLACEHOLDER}


def _keep_of_resolution(data: Data) -> dict[str, Any]:
    """Keep which comment was dealt with, and how."""
    return {key: data[key] for key in ("case", "comment", "outcome", "by") if key in data}


_KEEPERS: Mapping[str, Callable[[Data], dict[str, Any]]] = {
    "attended": dict,
    "undone": dict,
    "commented": _keep_of_comment,
    "corrected": _keep_of_correction,
    "disqualified": _keep_of_disqualification,
    "rectified": _keep_of_rectification,
    "resolved": _keep_of_resolution,
}
"""Kind → what to keep of an event about the case because it concerns the meeting as a whole."""
_NAMES_CASES = frozenset({"case", "cases"})
"""Keys whose value is a case number or a list of them; `case` can be a whole case."""
_HARMLESS_KEYS = frozenset({"config", "config_digest", "law", "heads"})
"""Keys that contain nothing about a case."""
