"""Words purged cases: what is left in documents, why a case stays, and what a purge did."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kpcommittee.domain.meeting.purged import PurgedItem
from kpcommittee.domain.review.purging import Hindrance
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.wording import figures

HINDRANCES: Mapping[str, str] = {
    "not_approved": N_("the minutes of the meeting on {day} are not approved"),
    "waits": N_("it waits for the next meeting since {day}"),
    "not_journalised": N_("it is not journalised after the meeting on {day}"),
    "corrected_since": N_("the minutes of the meeting on {day} were corrected after it was journalised"),
    "runs": N_("its placement at {provider} runs until {day}"),
    "runs_on": N_("its placement at {provider} runs without an end"),
    "on_agenda": N_("it is on the agenda {file}, which is not approved"),
    "other_meeting": N_("the meeting on {day} mentions it and is not approved"),
}
"""Code → why a case cannot be purged yet."""


FIELDS: Mapping[str, str] = {
    "answer": N_("answer"),
    "caseworker": N_("caseworker"),
    "consent_note": N_("consent"),
    "ended_because": N_("earlier provider"),
    "exception": N_("the child's view"),
    "goals": N_("goals"),
    "ground": N_("ground"),
    "how": N_("how"),
    "missing": N_("what is missing"),
    "note": N_("note"),
    "person": N_("person"),
    "problem_note": N_("problems"),
    "purpose": N_("purpose"),
    "reason": N_("reason"),
    "remark": N_("remark"),
    "role": N_("relation"),
    "said_by": N_("who said it"),
    "says": N_("the child's view"),
    "text": N_("text"),
    "why": N_("reason"),
}
"""Key of a text in events and cases → its name; texts with other keys are named by their event."""


def purged_item(item: PurgedItem) -> str:
    """Say that the case of an item was purged, and when."""
    return _("purged on {day} after it was journalised").format(day=figures.date_numeric(item.on))


def purged_items(items: Iterable[PurgedItem]) -> Iterator[str]:
    """Yield a sentence for each purged item of a meeting."""
    for item in sorted(items, key=lambda item: item.place):
        yield _("Item {place}: {what}.").format(place=item.place, what=purged_item(item))


def hindrance(reason: Hindrance) -> str:
    """Say why a case cannot be purged yet."""
    day = figures.date_numeric(reason.day) if reason.day else ""
    return _(HINDRANCES[reason.code]).format(day=day, provider=reason.name, file=reason.name)


def left_out_of_figures(count: int) -> str:
    """Say how many purged cases are missing from figures; empty if none."""
    if not count:
        return ""
    text = ngettext(
        "{n} purged case is not counted: nothing is kept of it.",
        "{n} purged cases are not counted: nothing is kept of them.",
        count,
    )
    return text.format(n=figures.number(count))


def kept_until(day: date | None) -> str:
    """Say until when a copy is kept by the config's rule; None if no rule deletes it."""
    if day is None:
        return _("until you delete it")
    return _("until {day} at the latest by [safety]").format(day=figures.date_numeric(day))
