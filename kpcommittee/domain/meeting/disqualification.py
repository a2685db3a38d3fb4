"""Disqualification (habilitet): declared, decided by the others, for one case only (forvaltningsloven §§ 3–6)."""

from collections.abc import Iterable
from typing import Literal

from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.text import Prose


@immutable
class Disqualification:
    """The others' ruling on one leader in one case."""

    role: Role
    person: str
    ground: Prose
    decided_by: tuple[Role, ...]
    outcome: Literal["out", "stays"] = "out"
    substitute: str | None = None


@immutable
class Doubt:
    """A question, not a verdict: whether a leader may be too close to a case."""

    role: Role
    person: str
    code: Literal["same_surname", "related_person"]
    about: str
    """The person whom the case names."""


def doubts_of(case: Case, seated: Iterable[tuple[Role, str]]) -> tuple[Doubt, ...]:
    """Return the doubts to raise before a case: a shared surname, or a leader whom the child knows.

    Args:
        case: the case as it is on the agenda.
        seated: role and name of those who sit.
    """
    names = [case.child.name, *(informed.name for informed in case.child.inform)]
    related = {relation.person.casefold(): relation.person for relation in case.relations}
    doubts: list[Doubt] = []
    for role, person in seated:
        namesake = next((name for name in names if _surname(name) == _surname(person)), None)
        if namesake is not None:
            doubts.append(Doubt(role=role, person=person, code="same_surname", about=namesake))
        if person.casefold() in related:
            doubts.append(Doubt(role=role, person=person, code="related_person", about=related[person.casefold()]))
    return tuple(doubts)


def _surname(name: str) -> str:
    return name.casefold().rpartition(" ")[2]
