"""Backups of the database: what they contain, which are kept, and what restoring one changes."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import PurePath

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.safety import Safety
from kpcommittee.domain.verification import Head, JournalFault


@immutable
class Contents:
    """What a database contains."""

    events: int
    newest: datetime | None
    """When the newest event was recorded; None if there is none."""
    heads: dict[str, Head]
    fault: JournalFault | None = None
    """The first thing in the journal that does not fit; None if all fits, and if it was not tested."""


@immutable
class Backup:
    """A backup in the workspace's folder of backups."""

    path: PurePath
    made_at: datetime
    """From its name; local time."""
    size: int
    """Bytes."""
    contents: Contents | None
    """None if it cannot be read."""
    fault: str = ""
    """What is wrong with it, as a sentence; empty if nothing, or if it was not tested."""
    tested: bool = False
    has_other_key: bool = False
    """Whether it is encrypted with another key than the one at hand, such as an earlier one."""


@immutable
class Restoring:
    """What restoring a backup changes."""

    backup: Contents
    present: Contents | None
    """What the database contains; None if there is none, or none that can be read."""
    lost: int | None
    """How many events of the database the backup lacks; None if unknown."""
    lost_from: datetime | None = None
    """When the first of them was recorded."""
    purged_again: int = 0
    """Cases that were purged since the backup was made, and are purged in it again."""
    come_back: int = 0
    """Purged cases that come back: a meeting with them is not approved in the backup."""
    put_aside: PurePath | None = None
    """Where the database is now; None if there was none, or nothing is done yet."""


@immutable
class RemainingCopy:
    """A copy of the database that still has a case."""

    path: PurePath
    until: date | None
    """The first day on which no rule keeps it, if backups continue; None if no rule deletes it."""


def day_kept_until(made_at: datetime, times: Iterable[datetime], safety: Safety) -> date:
    """Return the first day on which no rule keeps a backup, if one is made every day from now on.

    Args:
        made_at: the backup.
        times: the times of all backups.
        safety: the rules.
    """
    later = [at for at in times if at > made_at]
    month = made_at.year * 12 + made_at.month - 1 + safety.keep_months
    first_of_month = date(month // 12, month % 12 + 1, 1)
    monday = made_at.date() - timedelta(days=made_at.weekday())
    ends = [made_at.date() + timedelta(days=1)]
    if all(at.date() != made_at.date() for at in later):
        ends.append(made_at.date() + timedelta(days=safety.keep_days))
    if all(at.isocalendar()[:2] != made_at.isocalendar()[:2] for at in later):
        ends.append(monday + timedelta(weeks=safety.keep_weeks))
    if all((at.year, at.month) != (made_at.year, made_at.month) for at in later):
        ends.append(first_of_month)
    return max(ends)


def backups_to_keep(times: Iterable[datetime], safety: Safety) -> frozenset[datetime]:
    """Return the backups to keep: the newest of each of the last days, weeks and months that have any.

    The newest of all is always kept.
    """
    newest_first = sorted(times, reverse=True)
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (safety.keep_days, datetime.date),
        (safety.keep_weeks, lambda at: at.isocalendar()[:2]),
        (safety.keep_months, lambda at: (at.year, at.month)),
    )
    to_keep = set(newest_first[:1])
    for count, period in periods:
        newest: dict[object, datetime] = {}
        for at in newest_first:
            newest.setdefault(period(at), at)
        to_keep.update([*newest.values()][:count])
    return frozenset(to_keep)
