"""Words which documentation a case has before the meeting."""

from collections.abc import Mapping

from kpcommittee.domain.documentation import Document
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.wording import figures, grants

SIGNS: Mapping[str, tuple[str, str]] = {
    "there": ("✓", N_("there")),
    "expected": ("…", N_("expected")),
    "not_needed": ("–", N_("not needed")),
    "missing": ("×", N_("missing")),
}
"""The state of a document → its sign, and what that means."""


def document(entry: Document) -> str:
    """Say what exists: `barnets plan ventes 12.02.2027`, `2 mål`, `ingen undersøgelse oplyst`."""
    if entry.subject == "goals":
        goals = ngettext("{n} goal", "{n} goals", entry.count).format(n=entry.count)
        return goals if entry.count else _("no goals stated")
    if entry.standing == "missing":
        return _("no assessment stated") if entry.subject == "assessment" else _("no plan stated")
    name = grants.assessment(entry.kind or "") if entry.subject == "assessment" else grants.plan(entry.kind or "")
    if entry.overdue_since:
        day = figures.date_numeric(entry.overdue_since)
        return _("{document} was due {date}").format(document=name, date=day)
    day = figures.date_numeric(entry.on) if entry.on else ""
    if entry.standing == "expected":
        text = _("{document} expected {date}") if day else _("{document} expected")
        return text.format(document=name, date=day)
    return f"{name} {day}".strip()


def sign(entry: Document) -> str:
    """Return the sign of what exists, is on its way or is missing; never shown alone."""
    return SIGNS[entry.standing][0]


def verdict_on() -> str:
    """Say what the program cannot judge about the goals (document 004, line 31)."""
    return _("Whether the goals are realistic is for the meeting to judge.")
