"""Removes what minutes must not say: full names of child and family, and where a protected child goes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from kpcommittee.documents.model import Attendee, Away, Minutes, MinutesItem
from kpcommittee.domain.capacity.options import Recommendation
from kpcommittee.domain.case import Case, Informed, initials_of
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.item import ITSELF
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.texts import Rewriter
from kpcommittee.locale import _
from kpcommittee.wording import relations
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
        ("PresentContact", "provider_name"),
        ("PresentContact", "staff_name"),
        ("Seat", "leader"),
        ("Seat", "person"),
        ("Telling", "by"),
    }
)
"""Class and field of pure names, of the child and of actors; the template writes initials."""

P = TypeVar("P", Attendee, Away)


def discreet_minutes(minutes: Minutes) -> Minutes:
    """Return the minutes as they may be written, in the current language.

    In texts that people wrote, the full name of any child of the meeting becomes its initials. Family becomes the
    relation to the child, in other cases initials. For a protected child, no school or club of its district is named,
    unless the committee chose the club. Personal numbers are masked.
    """
    hidden = {item.place for item in minutes.items if item.case.child.protected_address}
    others = _initials(minutes)
    return replace(
        minutes,
        attendees=tuple(_without_house(person, hidden) for person in minutes.attendees),
        away=tuple(_without_house(person, hidden) for person in minutes.away),
        in_principle=tuple(_discreet_item(item, minutes.names, others) for item in minutes.in_principle),
        cases=tuple(_discreet_item(item, minutes.names, others) for item in minutes.cases),
    )


def _without_house(person: P, hidden: Iterable[int]) -> P:
    """Leave out the school or club of everybody on a protected child's bench: it could reveal the child's own."""
    return replace(person, house=None) if person.house and not set(person.places).isdisjoint(hidden) else person


def _discreet_item(item: MinutesItem, names: Names, others: Mapping[str, str]) -> MinutesItem:
    if item.case.child.protected_address:
        item = _without_places(item, _withheld_clubs(item, names))
    change = _changer({**others, **_places(item, names), **_people(item.case, item.item.former)})
    rewriter = Rewriter(lambda owner, name, text: text if (owner.__name__, name) in NAMES else change(text))
    return rewriter.rewrite(number_mask().rewrite(item))


def _withheld_clubs(item: MinutesItem, names: Names) -> dict[str, str]:
    """Map the ids of clubs that reveal where a protected child lives to general words.

    They are the child's own club and those of its district, since clubs of others are not recommended. A chosen club
    keeps its name, without which the decision makes no sense. If it is in the district, so do the others there. They
    reveal no more, and who preferred them is part of the decision.
    """
    child = item.case.child
    if not child.protected_address:
        return {}
    near = {
        provider.id
        for provider in names.config.providers
        if provider.kind == "club" and provider.district == child.district
    }
    destinations = {item.decision.provider, item.decision.second_choice} if item.decision else set()
    withheld = dict.fromkeys(near if near.isdisjoint(destinations) else (), _("a club"))
    withheld |= {child.club: _("the club")} if child.club else {}
    return {club: instead for club, instead in withheld.items() if club not in destinations}


def _without_places(item: MinutesItem, withheld: Mapping[str, str]) -> MinutesItem:
    """Leave out where a protected child goes: after the names on the bench, in recommendations and wishes."""
    decision = item.decision
    recommended = withheld.get(decision.recommendation.provider or "") if decision else None
    if decision and recommended:
        decision = replace(decision, recommendation=Recommendation(provider=recommended))
    seats = tuple(replace(row, house=None, position=_without_place(row.position, withheld)) for row in item.seats)
    case = _without_clubs(item.case, withheld)
    return replace(item, seats=seats, decision=decision, item=replace(item.item, case=case))


def _without_place(position: PositionTaken | None, withheld: Mapping[str, str]) -> PositionTaken | None:
    if position is None or position.provider is None:
        return position
    return replace(position, provider=withheld.get(position.provider, position.provider))


def _without_clubs(case: Case, withheld: Mapping[str, str]) -> Case:
    """Leave clubs out of the child's relations, its earlier providers, and what it asks for and declines."""
    relations = tuple(
        replace(entry, provider=None) if entry.provider in withheld else entry for entry in case.relations
    )
    earlier = tuple(replace(entry, provider="") if entry.provider in withheld else entry for entry in case.earlier)
    case = replace(case, relations=relations, earlier=earlier)
    if case.child_view is None:
        return case
    wishes = tuple(withheld.get(wished, wished) for wished in case.child_view.wishes_staff)
    declines = tuple(withheld.get(declined, declined) for declined in case.child_view.declines)
    return replace(case, child_view=replace(case.child_view, wishes_staff=wishes, declines=declines))


def _people(case: Case, former: Iterable[Informed]) -> dict[str, str]:
    """Map the full names of child and family, including rectified ones, to their names in the minutes."""
    family = {
        person.name: relations.relation(person.who) if person.who in relations.RELATIONS else initials_of(person.name)
        for person in (*case.child.inform, *former)
        if person.is_family
    }
    return _full_names({**family, **dict.fromkeys(_own_names(case, former), case.child.initials)})


def _initials(minutes: Minutes) -> dict[str, str]:
    """Map the full names of all children and their families to initials; whoever sits at the table keeps the name."""
    at_table = {person.name for person in minutes.attendees} | {person.name for person in minutes.away}
    names = {
        name: initials_of(name)
        for item in minutes.items
        for name in _people(item.case, item.item.former)
        if name not in at_table
    }
    own = {name: item.case.child.initials for item in minutes.items for name in _own_names(item.case, item.item.former)}
    return {**names, **_full_names(own)}


def _own_names(case: Case, former: Iterable[Informed]) -> tuple[str, ...]:
    """Return the child's name, and those from before a rectification."""
    return (case.child.name, *(person.name for person in former if person.who == ITSELF))


def _full_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names of more than one word: a word alone may also be an everyday one."""
    return {name: instead for name, instead in names.items() if len(name.split()) > 1}


def _places(item: MinutesItem, names: Names) -> dict[str, str]:
    """Map the names of schools and clubs that reveal where a protected child lives to general words."""
    child = item.case.child
    if not child.protected_address:
        return {}
    near = {school.name: _("a school") for school in names.config.schools if school.district == child.district}
    own = {names.school(child.school): _("the school")} if child.school else {}
    return near | own | {names.provider(club): instead for club, instead in _withheld_clubs(item, names).items()}


def _changer(replacements: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that replaces names in a text, in capitals or not; a genitive's s stays."""
    if not replacements:
        return lambda text: text
    by_name = {_fold(name): instead for name, instead in replacements.items()}
    longest = sorted(replacements, key=len, reverse=True)
    shapes = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    pattern = re.compile(rf"(?<!\w)({shapes})(?=s?(?!\w))", re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: by_name[_fold(match[1])], text)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
