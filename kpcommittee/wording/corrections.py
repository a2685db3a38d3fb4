"""Words what a correction changed, for the minutes and for the dialog that asks for it."""

from collections.abc import Mapping
from datetime import date

from kpcommittee.locale import N_, _
from kpcommittee.wording import figures

PARTS: Mapping[str, str] = {
    "provider": N_("the provider"),
    "staff": N_("the contact person"),
    "start": N_("the start"),
    "end": N_("the end"),
    "second_choice": N_("the alternative"),
    "reason": N_("the reason"),
    "first_follow_up_due": N_("the first follow-up"),
}
"""Each part that a correction can change, in the middle of a sentence."""


def changed(what: str, before: str | date | None, after: str | date | None) -> str:
    """Say that one part was changed, added or removed: `begrundelsen »X« er ændret til »Y«`."""
    named = {"what": _(PARTS.get(what, what)), "before": _value(before), "after": _value(after)}
    if before is None:
        return _("{what} {after} is added").format(**named)
    if after is None:
        return _("{what} {before} is removed").format(**named)
    return _("{what} {before} is changed to {after}").format(**named)


def _value(value: str | date | None) -> str:
    """Write a value: a day as it is, a text in quotation marks."""
    if isinstance(value, date):
        return figures.date_numeric(value)
    return _("“{text}”").format(text=value)
