"""Words how the agenda file differs from the meeting, and names its unreadable cases."""

from collections.abc import Mapping

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.case import initials_of
from kpcommittee.locale import N_, _
from kpcommittee.wording import figures, sentences

DIFFERENCES: Mapping[str, str] = {
    "meeting": N_("date, start or place changed in the file"),
    "changed": N_("changed in the file"),
    "late": N_("new in the file: a late case"),
    "gone": N_("gone from the file: stays on the agenda"),
    "unreadable": N_("cannot be read in the file any more: stays as it was opened"),
    "waiting": N_("waits from an earlier meeting and is missing from the file"),
}
"""Code → how the agenda file differs from the meeting in one case."""


def difference(code: str) -> str:
    """Say how the agenda file differs from the meeting in one case."""
    return _(DIFFERENCES.get(code, code))


def unread_case(entry: LeftOutCase) -> str:
    """Name an unreadable case of the agenda file: its number, its initials, and its place."""
    if entry.since is None:
        place = _("no. {n} in the agenda file").format(n=entry.index + 1)
    else:
        place = _("set aside on {date}, not in the agenda file").format(date=figures.date_numeric(entry.since))
    parts = (entry.case_number, initials_of(entry.child) if entry.child else None, place)
    return sentences.capitalise_first(" · ".join(part for part in parts if part))
