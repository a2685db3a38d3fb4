"""Who gets a document, and what of the minutes they may see: pure functions and a model for each shape.

What a recipient must not see has no place in the model. A provider's extract, for instance, cannot contain another
option or a dissent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from kpcommittee.documents.model import Attendee, Away, Minutes, MinutesItem
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import ROLES
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.telling import keeps_family_out, whom_to_tell
from kpcommittee.domain.text import Prose

RecipientKind = Literal["full", "case", "provider", "leader", "child", "family", "statistics", "script"]
KINDS: tuple[RecipientKind, ...] = get_args(RecipientKind)
KEYED: frozenset[RecipientKind] = frozenset({"case", "provider", "leader", "child", "family"})
"""The kinds with a key: `case:2026-0412`."""

WhyNoDocument = Literal[
    "unknown_recipient", "unknown_case", "unknown_provider", "unknown_role", "nothing_for_provider", "nothing_to_tell",
    "in_principle", "child_too_young", "do_not_contact_family", "protected_address", "of_age",
]  # fmt: skip
"""Why there is no document for a recipient."""


class NoDocumentError(ValueError):
    """There is no document for that recipient, and why."""

    def __init__(self, why: WhyNoDocument, key: str = "") -> None:
        super().__init__(why)
        self.why, self.key = why, key


@immutable(kw_only=False)
class Recipient:
    """Who gets a document."""

    kind: RecipientKind
    key: str = ""
    """The number of a case, the id of a provider, or a role."""

    def __str__(self) -> str:
        """Return it as `--for` names it."""
        return f"{self.kind}:{self.key}" if self.key else self.kind


FULL = Recipient("full")
"""The records system."""


def recipient_of(text: str) -> Recipient:
    """Return the recipient that is meant by `full`, `case:2026-0412`, `leader:school` and the like.

    Raises:
        NoDocumentError: it names no recipient.
    """
    name, colon, key = text.partition(":")
    kind = next((kind for kind in KINDS if kind == name), None)
    if kind is None or bool(colon) != (kind in KEYED) or (colon and not key):
        raise NoDocumentError("unknown_recipient", text)
    if kind == "leader" and key not in ROLES:
        raise NoDocumentError("unknown_role", key)
    return Recipient(kind, key)


def items_for(minutes: Minutes, recipient: Recipient) -> tuple[MinutesItem, ...]:
    """Return the items that a recipient's document is about, in the order of the minutes.

    Raises:
        NoDocumentError: there is no document for them.
    """
    match recipient.kind:
        case "full" | "script":
            return minutes.items
        case "statistics":
            return ()
        case "leader":
            return tuple(item for item in minutes.items if all(out.role != recipient.key for out in item.out))
        case "provider":
            return _provider_items(minutes, recipient.key)
        case "case":
            return (_item(minutes, recipient.key),)
        case "child" | "family":
            item = _item(minutes, recipient.key)
            _require_told(minutes, item, recipient.kind)
            return (item,)


def _item(minutes: Minutes, case_number: str) -> MinutesItem:
    item = next((item for item in minutes.items if item.case.case_number == case_number), None)
    if item is None:
        raise NoDocumentError("unknown_case", case_number)
    return item


def _provider_items(minutes: Minutes, provider: str) -> tuple[MinutesItem, ...]:
    """Return the placements that begin or end at a provider in this meeting, or that a correction took from it."""
    if minutes.names.config.provider(provider) is None:
        raise NoDocumentError("unknown_provider", provider)
    items = tuple(
        item
        for item in minutes.items
        if provider in (_chosen_provider(item), _provider_left(minutes, item))
        or _is_taken_back(minutes, item, provider)
    )
    if not items:
        raise NoDocumentError("nothing_for_provider", provider)
    return items


def _chosen_provider(item: MinutesItem) -> str | None:
    return item.decision.provider if item.decision and item.state == "placed" else None


def _provider_left(minutes: Minutes, item: MinutesItem) -> str | None:
    """Return the provider that loses the placement; None if none does."""
    whom = whom_to_tell(item.item, minutes.law, minutes.head.date)
    present = item.decision.present if item.decision and "former_provider" in whom else None
    return present.provider if present else None


def _is_taken_back(minutes: Minutes, item: MinutesItem, provider: str) -> bool:
    """Whether a correction took from that provider a placement that it had by earlier minutes."""
    if item.state != "placed" or provider in (_chosen_provider(item), _provider_left(minutes, item)):
        return False
    before = (correction.before for correction in item.item.corrections)
    return any(decision is not None and decision.provider == provider for decision in before)


def _require_told(minutes: Minutes, item: MinutesItem, kind: Literal["child", "family"]) -> None:
    """Refuse a letter to somebody whom the committee does not tell of the decision."""
    number = item.case.case_number
    kept_out = keeps_family_out(item.case.child) if kind == "family" else None
    if kept_out is not None:
        raise NoDocumentError(kept_out, number)
    if item.state == "in_principle":
        raise NoDocumentError("in_principle", number)
    if item.state != "placed":
        raise NoDocumentError("nothing_to_tell", number)
    if kind == "child" and not item.inform_child:
        raise NoDocumentError("child_too_young", number)
    if kind == "family" and item.age >= minutes.law.terms.adult_age:
        raise NoDocumentError("of_age", number)


# Parts of the minutes themselves


def narrow_minutes(minutes: Minutes, items: Iterable[MinutesItem]) -> Minutes:
    """Return the minutes with only those items, and who took part in them."""
    narrowed = tuple(items)
    places = frozenset(item.place for item in narrowed)
    return replace(
        minutes,
        in_principle=tuple(item for item in minutes.in_principle if item in narrowed),
        cases=tuple(item for item in minutes.cases if item in narrowed),
        attendees=tuple(_narrow_attendees(minutes.attendees, places)),
        away=tuple(_narrow_absent(minutes.away, places)),
        left_out=(),
        set_aside=(),
        unseen=sum(item not in narrowed and not item.item.late for item in minutes.items),
    )


def _narrow_attendees(people: Iterable[Attendee], places: frozenset[int]) -> Iterator[Attendee]:
    for person in people:
        kept_places = tuple(place for place in person.places if place in places)
        if kept_places:
            yield replace(person, places=kept_places, every_item=len(kept_places) == len(places))


def _narrow_absent(people: Iterable[Away], places: frozenset[int]) -> Iterator[Away]:
    for person in people:
        kept_places = tuple(place for place in person.places if place in places)
        instead = (
            replace(stand_in, places=tuple(place for place in stand_in.places if place in places))
            for stand_in in person.instead
        )
        if kept_places:
            yield replace(
                person, places=kept_places, instead=tuple(stand_in for stand_in in instead if stand_in.places)
            )


# The provider's extract


@immutable
class NewPlacement:
    """What the provider needs to begin a placement: who, when, how much, what for, and whom to ask."""

    place: int
    case_number: str
    child: str
    """The child's name; the initials if it is protected."""
    protected: bool
    age: int
    staff: str | None
    start: date
    end: date
    hours: Decimal
    purpose: Prose
    caseworker: str | None
    first_follow_up_due: date


@immutable
class EndingPlacement:
    """What the provider needs to end a placement."""

    place: int
    case_number: str
    child: str
    staff: str | None
    last_day: date | None
    caseworker: str | None


@immutable
class ProviderExtract:
    """The placements that begin and end at one provider."""

    provider: str
    new: tuple[NewPlacement, ...]
    ending: tuple[EndingPlacement, ...]
    taken_back: tuple[str, ...]
    """The case numbers of placements that a correction took from it; nothing else is revealed about them."""


def provider_extract(minutes: Minutes, provider: str) -> ProviderExtract:
    """Return what a provider needs from the decisions, and nothing else.

    Raises:
        NoDocumentError: nothing begins or ends there.
    """
    items = _provider_items(minutes, provider)
    return ProviderExtract(
        provider=minutes.names.provider(provider),
        new=tuple(
            _new_placement(item, item.decision)
            for item in items
            if item.decision and _chosen_provider(item) == provider
        ),
        ending=tuple(
            _ending_placement(item, item.decision)
            for item in items
            if item.decision and _provider_left(minutes, item) == provider
        ),
        taken_back=tuple(item.case.case_number for item in items if _is_taken_back(minutes, item, provider)),
    )


def _new_placement(item: MinutesItem, decision: Decision) -> NewPlacement:
    return NewPlacement(
        place=item.place,
        case_number=item.case.case_number,
        child=_name_or_initials(item.case),
        protected=item.case.child.protected_address,
        age=item.age,
        staff=decision.staff_name,
        start=decision.start,
        end=decision.end,
        hours=decision.hours,
        purpose=item.case.grant.purpose,
        caseworker=item.case.grant.caseworker,
        first_follow_up_due=decision.first_follow_up_due,
    )


def _ending_placement(item: MinutesItem, decision: Decision) -> EndingPlacement:
    present = decision.present
    return EndingPlacement(
        place=item.place,
        case_number=item.case.case_number,
        child=_name_or_initials(item.case),
        staff=present.staff_name if present else None,
        last_day=present.last_day(item.case.case_number, decision.start) if present else None,
        caseworker=item.case.grant.caseworker,
    )


def _name_or_initials(case: Case) -> str:
    return case.child.initials if case.child.protected_address else case.child.name


# Letters


@immutable
class Letter:
    """The content of a letter about a decision: in plain language, without legal effect."""

    to: Literal["child", "family"]
    child: str
    """The first name."""
    provider: str
    staff: str | None
    start: date
    end: date
    hours: Decimal
    caseworker: str | None


def letter_of(item: MinutesItem, to: Literal["child", "family"]) -> Letter:
    """Return the letter about the decision in a case."""
    decision = item.decision
    assert decision is not None, "only a decision is told"
    return Letter(
        to=to,
        child=item.case.child.name.split()[0],
        provider=decision.provider_name,
        staff=decision.staff_name,
        start=decision.start,
        end=decision.end,
        hours=decision.hours,
        caseworker=item.case.grant.caseworker,
    )
