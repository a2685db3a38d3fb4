"""The base of every event: its kind, the versions of its payload, and what follows from it."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Literal

MeetingState = Literal["preparing", "open", "closed", "approved"]
SettledState = Literal["placed", "in_principle", "postponed", "returned", "withdrawn"]
"""How a meeting can have dealt with a case."""

Payload = Mapping[str, object]
"""An event's payload in the journal, as plain data."""
Lift = Callable[[Payload], Payload]
"""Turns a payload of one version into the next; pure, and defined for everything that was ever written."""


class EventBase:
    """The base of every event; facts about an event class are defined here and nowhere else."""

    __slots__ = ()

    kind: ClassVar[str]
    """Its name in the journal."""
    do: ClassVar[str | None] = None
    """The name of its intention; None if it belongs to no meeting."""
    settles: ClassVar[bool] = False
    """Whether it settles the case, so that the meeting goes on to the next one."""
    undecided_only: ClassVar[bool] = False
    """Whether it can only happen to an open case."""
    witness: ClassVar[bool] = False
    """Whether the journal freezes the newest events of other streams with it, so that a truncated one is noticed."""
    within: ClassVar[frozenset[MeetingState]] = frozenset({"open"})
    """The states of a meeting in which it can happen; the caseload ignores them."""
    survives_undo: ClassVar[bool] = False
    """Whether undo skips it: what others said about the minutes stays when the chair changes something."""
    of_meeting: ClassVar[bool] = False
    """Whether it belongs to the meeting, from whichever case it was recorded."""
    leads_to: ClassVar[MeetingState | None] = None
    """The state of the meeting afterwards; None if it does not change."""
    lifts: ClassVar[tuple[Lift, ...]] = ()
    """The steps that lift an old payload to today's version on reading, the oldest first; stored bytes stay.

    Only a change that a default cannot express needs one: a key with another name, meaning or shape.
    """

    @classmethod
    def versioned_kind(cls) -> str:
        """Return the kind as it is written: `decided`, or `decided.2` once its payload has changed."""
        return f"{cls.kind}.{len(cls.lifts) + 1}" if cls.lifts else cls.kind

    @classmethod
    def lift_payload(cls, version: int, payload: Payload) -> Payload:
        """Lift a payload of an earlier version to today's.

        Raises:
            LookupError: the version does not exist, or belongs to a newer program.
        """
        if not 1 <= version <= len(cls.lifts) + 1:
            raise LookupError(version)
        for lift in cls.lifts[version - 1 :]:
            payload = lift(payload)
        return payload

    @property
    def early(self) -> bool:
        """Whether it can happen before the meeting is opened, regardless of its kind."""
        return False

    @property
    def draft_prefix(self) -> str | None:
        """The prefix of the draft fields with its texts: the name of its intention; None if no draft is kept.

        A text of several lines is typed in the field of its own name: `note.text`.
        """
        return self.do

    @property
    def about(self) -> str | None:
        """The number of the case it is about; None if it is about none."""
        case: str | None = getattr(self, "case", None)
        return case


def split_kind(kind_text: str) -> tuple[str, int]:
    """Split a kind as the journal writes it: `decided` is version 1 of `decided`. An invalid version becomes 0."""
    kind, dot, version = kind_text.partition(".")
    if not dot:
        return kind, 1
    return kind, int(version) if version.isdecimal() and version.isascii() and version[0] != "0" else 0
