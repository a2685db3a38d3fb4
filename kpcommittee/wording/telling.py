"""Words who is told of a decision, for the screen, the command and the documents."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpcommittee.domain.case import CUSTODY
from kpcommittee.domain.meeting.telling import replaces_contact_person
from kpcommittee.locale import N_, _
from kpcommittee.wording import figures, relations, sentences
from kpcommittee.wording.child import the_child_within

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.filing import ToFile
    from kpcommittee.domain.meeting.telling import ToTell
    from kpcommittee.domain.meeting.told import Filing, Telling, Told

WHOM: Mapping[str, str] = {
    "child": N_("the child or young person"),
    "custody": N_("holders of custody"),
    "authority": N_("authority"),
    "provider": N_("provider"),
    "former_provider": N_("previous provider"),
}
"""Code → who is told, in a few words; the child without its age."""

KEPT_OUT: Mapping[str, str] = {
    "do_not_contact_family": N_(
        "the family is not told before the authority says so (risk of honour-related conflict)"
    ),
    "protected_address": N_("the family is told by the authority alone (protected address)"),
}


def whom(code: str, age: int | None = None) -> str:
    """Name who is told; the child by its age in years, if known."""
    return the_child_within(age) if code == "child" and age is not None else _(WHOM[code])


def family_kept_out(why: str) -> str:
    """Say why the family is not on the list."""
    return _(KEPT_OUT[why])


def named_recipient(row: "ToTell") -> str:
    """Name who is told, with the person; family by relation to the child, never by name."""
    recipient, who = whom(row.whom, row.age), _who(row)
    return f"{recipient}: {who}" if who else recipient


def _who(row: "ToTell") -> str:
    case, decision = row.item.case, row.item.decision
    assert decision is not None, "only of a decision anybody is told"
    if row.whom == "custody":
        holders = [relations.relation(person.who) for person in case.child.inform if person.who in CUSTODY]
        return sentences.join_words(holders) or _("not stated")
    if row.whom == "authority":
        return case.grant.caseworker or ""
    if row.whom == "provider":
        return ", ".join(name for name in (decision.provider_name, decision.receiving_leader) if name)
    if row.whom == "former_provider" and not case.child.protected_address:
        present = decision.present if replaces_contact_person(decision, case.case_number) else None
        names = (present.provider_name, present.staff_name) if present else ()
        return ", ".join(name for name in (*names, *row.misled) if name)
    return ""


def told_line(telling: "Telling | Told") -> str:
    """Say when, how and by whom somebody was told."""
    day = figures.date_numeric(telling.on)
    return ", ".join(part for part in (day, telling.how, _("by {who}").format(who=telling.by)) if part)


def told_whom_line(telling: "Telling | Told", age: int | None = None) -> str:
    """Say who was told, when, how and by whom; the child by its age in years, if known."""
    return f"{whom(telling.whom, age)}: {told_line(telling)}"


def journalised_line(filed: "Filing") -> str:
    """Say under which number a case was filed, when and by whom."""
    values = {"number": filed.number, "date": figures.date_numeric(filed.on), "who": filed.by}
    return _("journalised as {number}, {date}, by {who}").format(**values)


def filing_line(row: "ToFile") -> str:
    """Say where a case was filed, when and by whom, or that it is not filed."""
    if row.current_filing is not None:
        return f"{row.current_filing.number} · {figures.date_numeric(row.current_filing.on)} · {row.current_filing.by}"
    return _("missing since the correction") if row.earlier is not None else _("missing")
