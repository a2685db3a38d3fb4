"""Lays out the access log as text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from kpcommittee.domain.meeting.access_events import Accessed
from kpcommittee.locale import N_, _
from kpcommittee.views.cells import cells_of, pad
from kpcommittee.wording import figures

LOOKS: Mapping[str, str] = {
    "opened": N_("opened"),
    "searched": N_("searched past decisions"),
    "revealed": N_("personal number shown"),
    "exported": N_("document written"),
    "told": N_("noted who was told"),
    "refused": N_("document refused"),
    "purged": N_("case purged"),
}
"""What somebody did → its words."""
_GAP = "  "


class Entry(Protocol):
    """A look at the data."""

    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def who(self) -> str: ...  # noqa: D102
    @property
    def event(self) -> Accessed: ...  # noqa: D102


def look_words(looked: str) -> str:
    """Name what somebody did."""
    return _(LOOKS[looked])


def access_text(entries: Iterable[Entry], *, for_subject: bool, is_kept: bool = True) -> str:
    """Lay out who looked, a line each. The person concerned sees no names of staff, and is told so.

    Without a log, an empty list does not mean that nobody has looked, and says so.
    """
    lines = [*_lines([*entries], for_subject=for_subject)]
    if not lines:
        return _("Nobody has looked.") if is_kept else _("Looks are not logged.")
    if for_subject:
        lines.insert(0, _("Who has looked at the case: when, what was done, and why where a reason is asked for."))
        lines.insert(
            1, _("“{opened}” means that somebody had the case before them.").format(opened=look_words("opened"))
        )
        lines.insert(2, "")
    return "\n".join(lines)


def _lines(entries: Sequence[Entry], *, for_subject: bool) -> Iterator[str]:
    """Yield a line for each look, in columns as wide as their words."""
    rows = [
        (
            figures.moment(entry.at),
            look_words(entry.event.what),
            entry.event.case or entry.event.meeting or "",
            "" if for_subject else entry.who,
            entry.event.why,
        )
        for entry in entries
    ]
    widths = [max(map(cells_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (pad(cell, width) for cell, width in zip(row, widths, strict=True) if width)
        yield _GAP.join(cells).rstrip()
