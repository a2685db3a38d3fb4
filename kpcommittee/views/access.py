"""Lays out the access log as text."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol

from kpcommittee.domain.meeting.access_events import Accessed
from kpcommittee.locale import N_, _
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
_WHEN, _WHAT, _ABOUT = 24, 26, 14


class Entry(Protocol):
    """Somebody looked."""

    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def who(self) -> str: ...  # noqa: D102
    @property
    def event(self) -> Accessed: ...  # noqa: D102


def look(what: str) -> str:
    """Return what somebody did, in words."""
    return _(LOOKS[what])


def access_text(entries: Iterable[Entry], *, for_subject: bool) -> str:
    """Lay out who looked, a line each; for the person concerned without the names of staff."""
    lines = [*_lines(entries, for_subject=for_subject)]
    return "\n".join(lines) if lines else _("Nobody has looked.")


def _lines(entries: Iterable[Entry], *, for_subject: bool) -> Iterator[str]:
    for entry in entries:
        about = entry.event.case or entry.event.meeting or ""
        line = f"{figures.moment(entry.at):<{_WHEN}}{look(entry.event.what):<{_WHAT}}{about:<{_ABOUT}}"
        yield " ".join(part for part in (line, "" if for_subject else entry.who, entry.event.why) if part).rstrip()
