"""What the minutes keep to themselves: full names of child and family, and where a protected child goes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from kpcommittee.documents.model import Attendee, Away, Minutes, MinutesItem
from kpcommittee.domain.case import Case, Informed, initials_of
from kpcommittee.domain.meeting.item import ITSELF
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.texts import Rewriter
from kpcommittee.locale import _
from kpcommittee.wording import words
from kpcommittee.wording.names import Names

NAMES: frozenset[tuple[str, str]] = frozenset(
    {
        ("Awaited", "person"),
        ("Child", "name"),
        ("Confirmed", "by"),
        ("CorrectionRow", "by"),
        ("Decision", "provider_name"),
        ("Decision", "receiving_leader"),
        ("Decision", "second_choice_name"),
        ("Decision", "staff_name"),
        ("Disqualification", "person"),
        ("Disqualification", "substitute"),
        ("Filing", "by"),
        ("Informed", "name"),
        ("Option", "name"),
        ("PositionTaken", "person"),
        ("Presence", "person"),
        ("Presence", "substitute"),
        ("Present", "provider_name"),
        ("Present", "staff_name"),
        ("Seat", "leader"),
        ("Seat", "person"),
        ("Telling", "by"),
    }
)
"""Class and field of what is a name and no text: of the child, whom the template calls by initials, and of who acts."""

P = TypeVar("P", Attendee, Away)


def discreet(minutes: Minutes) -> Minutes:
    """Return the minutes as they may be written, in the current language.

    In texts that people wrote, the full name of a child becomes its initials, and a name of family what they are to
    the child. A protected child's school and club are named nowhere but where the committee chose the club. Personal
    numbers are masked.
    """
    hidden = {item.place for item in minutes.items if item.case.child.protected_address}
    return replace(
        minutes,
        attendees=tuple(_without_house(person, hidden) for person in minutes.attendees),
        away=tuple(_without_house(person, hidden) for person in minutes.away),
        in_principle=tuple(_discreet_item(item, minutes.names) for item in minutes.in_principle),
        cases=tuple(_discreet_item(item, minutes.names) for item in minutes.cases),
    )


def _without_house(person: P, hidden: Iterable[int]) -> P:
    """Leave out the school or club of whoever sits in a protected child's item: place and house would tell its own."""
    return replace(person, house=None) if person.house and not set(person.places).isdisjoint(hidden) else person


def _discreet_item(item: MinutesItem, names: Names) -> MinutesItem:
    if item.case.child.protected_address:
        seats = tuple(replace(row, house=None) for row in item.seats)
        item = replace(item, seats=seats, item=replace(item.item, case=_without_club(item.case)))
    change = _changer({**_places(item, names), **_people(item.case, item.item.former)})
    rewriter = Rewriter(lambda owner, name, text: text if (owner.__name__, name) in NAMES else change(text))
    return rewriter.over(number_mask().over(item))


def _without_club(case: Case) -> Case:
    """Leave the child's own club out of its relations and its earlier providers."""
    club = case.child.club
    relations = tuple(replace(entry, provider=None) if entry.provider == club else entry for entry in case.relations)
    earlier = tuple(replace(entry, provider="") if entry.provider == club else entry for entry in case.earlier)
    return replace(case, relations=relations, earlier=earlier)


def _people(case: Case, former: Iterable[Informed]) -> dict[str, str]:
    """Map the full names of the child and its family, also those that were put right, to what the minutes call them."""
    family = {
        person.name: words.who(person.who) if person.who in words.WHO else initials_of(person.name)
        for person in (*case.child.inform, *former)
        if words.is_family(person.who)
    }
    own = (case.child.name, *(person.name for person in former if person.who == ITSELF))
    named = {**family, **dict.fromkeys(own, case.child.initials)}
    return {name: called for name, called in named.items() if len(name.split()) > 1}


def _places(item: MinutesItem, names: Names) -> dict[str, str]:
    """Map the names of a protected child's school and club to plain words; a club that was chosen keeps its name."""
    child = item.case.child
    if not child.protected_address:
        return {}
    chosen = {item.decision.provider, item.decision.second_choice} if item.decision else set()
    school = {names.school(child.school): _("the school")} if child.school else {}
    club = {names.provider(child.club): _("the club")} if child.club and child.club not in chosen else {}
    return school | club


def _changer(called: Mapping[str, str]) -> Callable[[str], str]:
    """Return what replaces names in a text, in whatever letters they are written; a genitive's s stays."""
    if not called:
        return lambda text: text
    by_name = {_folded(name): instead for name, instead in called.items()}
    longest = sorted(called, key=len, reverse=True)
    shapes = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    pattern = re.compile(rf"(?<!\w)({shapes})(?=s?(?!\w))", re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: by_name[_folded(match[1])], text)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
