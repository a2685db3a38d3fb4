"""Words what a placement means for the child's present contact person."""

from datetime import date

from kpcommittee.domain.meeting.child_placements import PresentContact
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.telling import keeps_contact_person
from kpcommittee.locale import _
from kpcommittee.wording.figures import date_numeric


def present_line(decision: Decision, case_number: str, *, named: bool = True) -> str:
    """Say what happens to the present contact person: `ends Klub Vest 03.01.2027: Nadia Bro`; empty if there is none.

    Args:
        decision: the decision, made or previewed.
        case_number: the number of its case.
        named: whether provider and person may be named.
    """
    present = decision.present
    if present is None:
        return ""
    last = present.last_day(case_number, decision.start)
    if not named:
        return _without_name(last)
    day = date_numeric(last) if last else ""
    values = {"provider": present.provider_name, "case": present.case_number, "date": day}
    text = _text(present, decision, case_number).format_map(values)
    return f"{text}: {present.staff_name}" if present.staff_name else text


def _text(present: PresentContact, decision: Decision, case_number: str) -> str:
    if present.case_number != case_number:
        return _("{provider} continues under case {case}")
    if keeps_contact_person(decision):
        return _("continues at {provider}")
    if present.ends_on is not None and present.ends_on == present.last_day(case_number, decision.start):
        return _("follows {provider}, which ends on {date}")
    return _("ends {provider} {date}")


def _without_name(last: date | None) -> str:
    if last is None:
        return _("the present placement continues")
    return _("ends the present placement on {date}").format(date=date_numeric(last))
