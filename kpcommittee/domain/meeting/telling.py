"""Who must be told of a decision, and who has been; computed only here."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, get_args

from kpcommittee.domain.case import Case, Child
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.refusal import RefusedError, refuse
from kpcommittee.domain.meeting.told import Journalised, Telling, Told, Whom

WHOM: tuple[Whom, ...] = get_args(Whom)
"""The recipients, in the order of the list."""

KeptOut = Literal["do_not_contact_family", "protected_address"]


@immutable
class ToTell:
    """Somebody who must be told of a decision, and when that was done."""

    place: int
    """The place of the case on the agenda, from 1."""
    item: Item
    age: int
    """The child's age in years on the day of the meeting."""
    whom: Whom
    told: Telling | None = None
    """None while they are still to be told of the decision as it is now."""
    misled: tuple[str, ...] = ()
    """The names of providers that were told before a correction moved the child to another one."""


def people_to_tell(meeting: Meeting, law: Law) -> tuple[ToTell, ...]:
    """List everybody who must be told of the decisions of a meeting, in the order of the agenda."""
    return tuple(
        ToTell(
            place=meeting.places[item.number],
            item=item,
            age=item.case.child.age_on(meeting.date),
            whom=whom,
            told=last_telling(meeting, item, whom),
            misled=_misled_names(meeting, item) if whom == "former_provider" else (),
        )
        for item in meeting.items
        for whom in whom_to_tell(item, law, meeting.date, meeting.told)
    )


def _misled_names(meeting: Meeting, item: Item) -> tuple[str, ...]:
    providers = dict.fromkeys(telling.about[0] for telling in misled_tellings(meeting.told, item) if telling.about)
    return tuple(meeting.config.provider_name(provider) if meeting.config else provider for provider in providers)


def whom_to_tell(item: Item, law: Law, day: date, tellings: Iterable[Telling] = ()) -> tuple[Whom, ...]:
    """Return who must be told of the decision in a case; nobody unless the case is placed.

    Nobody is told of a decision in principle before it is confirmed. A postponement, return or withdrawal is no
    decision to tell of.

    Args:
        item: the case as a meeting has dealt with it.
        law: the law table of the meeting.
        day: the meeting's date.
        tellings: who was told already, the earliest first; a provider that lost the child by a correction is told so.
    """
    if item.state != "placed" or item.decision is None:
        return ()
    whom = tuple(_whom(item.case, item.decision, law, day))
    return (*whom, "former_provider") if "former_provider" not in whom and misled_tellings(tellings, item) else whom


def misled_tellings(tellings: Iterable[Telling], item: Item) -> tuple[Telling, ...]:
    """Return the tellings to providers that lost the placement by a correction, the earliest first."""
    provider = item.decision.provider if item.decision else None
    return tuple(
        telling
        for telling in tellings
        if (telling.case, telling.whom) == (item.number, "provider") and telling.about and telling.about[0] != provider
    )


def _whom(case: Case, decision: Decision, law: Law, day: date) -> Iterator[Whom]:
    if is_party(case, law, day):
        yield "child"
    if case.child.age_on(day) < law.terms.adult_age and keeps_family_out(case.child) is None:
        yield "custody"
    yield "authority"
    yield "provider"
    if replaces_contact_person(decision, case.case_number):
        yield "former_provider"


def is_party(case: Case, law: Law, day: date) -> bool:
    """Whether the child is old enough to be a party in its own case (barnets lov § 3)."""
    return case.child.age_on(day) >= law.terms.party_rights_age


def keeps_family_out(child: Child) -> KeptOut | None:
    """Return why the committee does not tell the family; the authority decides when (barnets lov § 18 stk. 3)."""
    if child.do_not_contact_family:
        return "do_not_contact_family"
    return "protected_address" if child.protected_address else None


def last_telling(meeting: Meeting, item: Item, whom: Whom) -> Telling | None:
    """Return the newest telling of the decision as it is now; None if there was none.

    A recipient who was told of another provider, person or period must be told again. A provider that only lost the
    child by a correction is told once.
    """
    if item.decision is None:
        return None
    if whom == "former_provider" and not replaces_contact_person(item.decision, item.number):
        return _told_of_correction(meeting, item)
    matching = [telling for telling in meeting.told if (telling.case, telling.whom) == (item.number, whom)]
    return matching[-1] if matching and matching[-1].about == item.decision.told_as else None


def _told_of_correction(meeting: Meeting, item: Item) -> Telling | None:
    """Return the telling about the correction to the misled providers; None if it is still missing."""
    wrong = misled_tellings(meeting.told, item)
    if not wrong:
        return None
    tellings = [telling for telling in meeting.told if (telling.case, telling.whom) == (item.number, "former_provider")]
    return tellings[-1] if tellings and meeting.told.index(tellings[-1]) > meeting.told.index(wrong[-1]) else None


def replaces_contact_person(decision: Decision, case_number: str) -> bool:
    """Whether the decision replaces the present contact person, who must be told."""
    present = decision.present
    return present is not None and present.case_number == case_number and not keeps_contact_person(decision)


def keeps_contact_person(decision: Decision) -> bool:
    """Whether the decision keeps the child's present contact person."""
    present = decision.present
    return present is not None and present.provider == decision.provider and decision.staff in (None, present.staff)


# Recording


def tell(meeting: Meeting, item: Item, intention: want.Tell, context: Context) -> Told:
    """Record that somebody was told; at any time once the case is decided, also after the approval.

    Raises:
        RefusedError: `not_open`, or `invalid`: there is no decision, no such recipient is to be told, or the day is
            impossible.
    """
    _require_opened(meeting, item)
    if item.state != "placed":
        raise refuse("invalid", item.number, key="case", why="nobody_to_tell", state=item.state)
    assert meeting.law is not None, "an opened meeting froze its law table"
    if intention.whom not in whom_to_tell(item, meeting.law, meeting.date, meeting.told):
        raise _refuse_recipient(item, intention.whom)
    on = intention.on or max(context.now.date(), meeting.date)
    if on < meeting.date:
        raise refuse("invalid", item.number, key="on", value=on.isoformat(), why="before_meeting")
    _require_done(meeting, item, on, context)
    by = intention.by or context.by
    return Told(case=item.number, whom=intention.whom, how=intention.how or None, on=on, by=by)


def _refuse_recipient(item: Item, whom: Whom) -> RefusedError:
    """Return the refusal for a recipient who is not to be told of the decision in a case."""
    if whom == "child":
        return refuse("invalid", item.number, key="whom", why="child_too_young")
    if whom == "custody" and keeps_family_out(item.case.child) is not None:
        return refuse("invalid", item.number, key="whom", why="family_kept_out")
    if whom == "custody":
        return refuse("invalid", item.number, key="whom", why="of_age")
    return refuse("invalid", item.number, key="whom", why="nobody_goes")


def journalise(meeting: Meeting, item: Item, intention: want.Journalise, context: Context) -> Journalised:
    """Record that a case was filed; at any time once the meeting has dealt with it, also after the approval.

    Raises:
        RefusedError: `not_open`, or `invalid`: the case is open, the number is empty, or the day is impossible.
    """
    _require_opened(meeting, item)
    if item.state == "open":
        raise refuse("invalid", item.number, key="case", why="not_dealt_with")
    if not intention.number:
        raise refuse("invalid", item.number, key="number", why="empty")
    on = intention.on or context.now.date()
    _require_done(meeting, item, on, context)
    return Journalised(case=item.number, number=intention.number, on=on, by=intention.by or context.by)


def _require_done(meeting: Meeting, item: Item, on: date, context: Context) -> None:
    """Refuse a day later than both today and the meeting; meetings may be recorded in advance."""
    if on > max(context.now.date(), meeting.date):
        raise refuse("invalid", item.number, key="on", value=on.isoformat(), why="still_to_come")


def _require_opened(meeting: Meeting, item: Item) -> None:
    if meeting.state == "preparing":
        raise refuse("not_open", item.number)
