"""Who is told of a decision, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpcommittee.documents.model import MinutesItem
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.telling import goes, keeps_family_out
from kpcommittee.locale import _
from kpcommittee.wording import words
from kpcommittee.wording.child import the_child
from kpcommittee.wording.telling import family_kept_out


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list; what must not be overlooked is strong."""

    text: str
    strong: bool = False


def to_inform(item: MinutesItem, law: Law) -> tuple[Entry, ...]:
    """Return whom to inform of a decision, in the language that is spoken now; nobody if there is none."""
    return tuple(_to_inform(item, law))


def _to_inform(item: MinutesItem, law: Law) -> Iterator[Entry]:
    decision, child = item.decision, item.case.child
    if decision is None:
        return
    if item.inform_child:
        yield Entry(the_child(item.age))
    for person in item.inform:
        yield Entry(words.sentence(words.informed(person, item.age >= law.terms.adult_age)))
    why = keeps_family_out(child)
    if item.lacks_custody and why != "protected_address":
        yield Entry(_("Holder of custody: not stated"), strong=True)
    if why == "do_not_contact_family":
        yield Entry(_("The family is not informed before the authority says so"), strong=True)
    elif why == "protected_address":
        yield Entry(words.sentence(family_kept_out(why)), strong=True)
    yield Entry(_named(words.sentence(words.role("authority")), item.case.grant.caseworker))
    yield Entry(_named(decision.provider_name, item.receiving_leader))
    if item.coordinator:
        yield Entry(_named(_("Coordinator"), item.coordinator))
    if goes(decision, item.item.number) and decision.present:
        if child.protected_address:
            yield Entry(_("The provider until now"))
        else:
            until = _("until now")
            yield Entry(f"{_named(decision.present.provider_name, decision.present.staff_name)} ({until})")


def _named(role: str, who: str | None) -> str:
    return f"{role}: {who}" if who else role
