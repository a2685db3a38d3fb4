"""Rectified personal data (GDPR article 16). The old value stays in the journal, and nowhere else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from kpcommittee.domain.case import Child
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.event_base import EventBase
from kpcommittee.domain.meeting.purged import Purged
from kpcommittee.domain.text import Prose

Personal = Literal["name", "birth_date", "cpr", "informed"]
"""What can be rectified: the child's name, birth date and personal number, and the names of those informed."""


@immutable
class Rectification:
    """One value as it is now; only earlier events contain the old one."""

    what: Personal
    now: str
    """A day in ISO form."""
    nth: int | None = None
    """Which of the people informed, from 1; None for the child's own data."""


@immutable
class Rectified(EventBase):
    """Personal data of a case was rectified, in every stream that has it; a meeting's minutes get a new version."""

    kind = "rectified"
    witness = True
    within = frozenset({"approved"})
    survives_undo = True

    case: str
    changes: tuple[Rectification, ...]
    why: Prose
    by: str


EverywhereEvent = Purged | Rectified
"""Events recorded in every stream they concern, meetings and caseload alike."""


def rectify_child(child: Child, changes: Iterable[Rectification]) -> Child:
    """Return a child with its data rectified."""
    for change in changes:
        match change.what:
            case "name":
                child = replace(child, name=change.now)
            case "birth_date":
                child = replace(child, birth_date=date.fromisoformat(change.now))
            case "cpr":
                child = replace(child, cpr=change.now)
            case "informed":
                inform = (
                    replace(person, name=change.now) if nth == change.nth else person
                    for nth, person in enumerate(child.inform, 1)
                )
                child = replace(child, inform=tuple(inform))
    return child


def rectify_identity(identity: Identity, changes: Iterable[Rectification]) -> Identity:
    """Return a child's identity, rectified."""
    corrected = {change.what: change.now for change in changes}
    born = corrected.get("birth_date")
    return Identity(
        corrected.get("name", identity.name),
        date.fromisoformat(born) if born else identity.birth_date,
        corrected.get("cpr", identity.cpr),
    )
