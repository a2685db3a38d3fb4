"""Lays out backups, as text and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from kpcommittee.domain.backups import Backup, Contents, Restoring
from kpcommittee.locale import _, ngettext
from kpcommittee.views.json_values import Json
from kpcommittee.wording import figures
from kpcommittee.wording.verification import what_is_wrong

_UNITS = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3))
_WHEN, _EVENTS, _SIZE = 24, 20, 10


def size_of(count: int) -> str:
    """Write a number of bytes in the greatest fitting unit, without decimals."""
    return next((f"{round(count / size)} {unit}" for unit, size in _UNITS if count >= size), f"{count} B")


def backups_text(backups: Sequence[Backup]) -> str:
    """Lay out the backups, the newest first."""
    if not backups:
        return _("There are no backups yet. kpcommittee backup makes one.")
    return "\n".join(f"{_line(backup)}\n  {backup.path.name}" for backup in backups)


def _line(backup: Backup) -> str:
    events = figures.events(backup.contents.events) if backup.contents else "–"
    cells = ((figures.moment(backup.made_at), _WHEN), (events, _EVENTS), (size_of(backup.size), _SIZE))
    return "".join(text.ljust(width) for text, width in cells) + _state(backup)


def backups_answer(backups: Iterable[Backup]) -> list[Json]:
    """Answer `backups --json`."""
    return [
        {
            "file": backup.path.name,
            "at": backup.made_at.isoformat(),
            "events": backup.contents.events if backup.contents else None,
            "size": backup.size,
            "verified": _verified(backup),
            "fault": backup.fault or None,
        }
        for backup in backups
    ]


def _verified(backup: Backup) -> bool | None:
    """Whether it passed the test; None if nothing was tested."""
    if backup.has_other_key or not (backup.tested or backup.fault):
        return None
    return not backup.fault


def _state(backup: Backup) -> str:
    if backup.has_other_key:
        return _("another key")
    if backup.fault:
        return _("damaged")
    return _("whole") if backup.tested else _("not tested now")


def restoring_lines(restoring: Restoring, *, restored: bool) -> Iterator[str]:
    """Yield what restoring a backup changes, one sentence each."""
    facts = {"events": figures.events(restoring.backup.events), "when": _when(restoring.backup)}
    if restoring.backup.fault is None:
        yield _("The backup is intact: {events}, the newest of {when}.").format(**facts)
    else:
        yield _("The backup has {events}, the newest of {when}.").format(**facts)
        yield _("Not all of it fits: {what}.").format(what=what_is_wrong(restoring.backup.fault)[0])
        yield _("What fits can still be read, printed and added to; every command says what does not.")
    yield _lost(restoring)
    yield from _purged_lines(restoring)
    if restoring.put_aside is not None:
        yield _("The old file is kept as {file}.").format(file=restoring.put_aside.name)
    yield (
        _("The backup is brought back.")
        if restored
        else _("Nothing was changed. Without --dry-run it is brought back.")
    )


def _purged_lines(restoring: Restoring) -> Iterator[str]:
    """Yield what happens to cases that were purged since the backup was made."""
    if restoring.purged_again:
        yield ngettext(
            "{n} case that was purged since is purged again in it.",
            "{n} cases that were purged since are purged again in it.",
            restoring.purged_again,
        ).format(n=figures.number(restoring.purged_again))
    if restoring.come_back:
        yield ngettext(
            "{n} purged case comes back, as its minutes are not approved in the backup: purge it again afterwards.",
            "{n} purged cases come back, as their minutes are not approved in the backup: purge them again afterwards.",
            restoring.come_back,
        ).format(n=figures.number(restoring.come_back))
    if restoring.present is None:
        yield _("Cases that were purged since may come back: the database that recorded the purges cannot be read.")


def _when(contents: Contents) -> str:
    return figures.moment(contents.newest) if contents.newest else "–"


def _lost(restoring: Restoring) -> str:
    if restoring.lost is None:
        return _("Nobody can tell how many events are lost: there is no database that can be read.")
    if not restoring.lost:
        return _("It loses no event.")
    after = _since_when(restoring.lost_from, restoring.backup.newest)
    text = ngettext("It loses {n} event{after}.", "It loses {n} events{after}.", restoring.lost)
    return text.format(n=figures.number(restoring.lost), after=after)


def _since_when(lost_from: datetime | None, newest: datetime | None) -> str:
    """Say since when the lost events were recorded: only the time if it was on the same day."""
    if newest is None or lost_from is None:
        return ""
    when = figures.time(newest) if lost_from.date() == newest.date() else figures.moment(newest)
    return _(" after {when}").format(when=when)
