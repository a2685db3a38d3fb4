"""The balance as a table of text: each provider's worst week as a bar, what is left, and which case tips it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.documents.capacity import tipping_case
from kpcommittee.documents.names import Names
from kpcommittee.documents.page import Page
from kpcommittee.locale import _, ngettext
from kpcommittee.wording import figures, words

if TYPE_CHECKING:
    from kpcommittee.domain.balance import Figures
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.tipping import Tipping
    from kpcommittee.services.balance import ProviderBalance

RUNNING, HELD, FREE, OVER = "█", "▓", "░", "×"
_BAR = 24
_NAME, _SHARE, _STATUS = 23, 6, 16
_BETWEEN = " · "


def balance_text(rows: "Sequence[ProviderBalance]", day: date, config: "Config") -> str:
    """Every provider on that day and in its worst week of the horizon."""
    page = Page()
    page.title(_("Capacity balance"), figures.date_numeric(day))
    page.row([("", _NAME), (_("day"), -_SHARE), (_("worst week ahead"), _BAR + _SHARE)])
    for row in rows:
        _provider(page, row, day, config)
    page.gap()
    page.text(
        _("{running} running  {held} held  {free} free  {over} over, in staff hours a week").format(
            running=RUNNING, held=HELD, free=FREE, over=OVER
        )
    )
    for line in _spreads(rows, config):
        page.text(line)
    return str(page).rstrip("\n")


def bar(one: "Figures", width: int = _BAR) -> str:
    """The room in use: running, held and free hours, then those beyond the room; blank without a limit.

    The whole width is the room, or all hours where they are more than the room.
    """
    if one.room is None:
        return ""
    whole = max(one.room, one.used)
    if not whole:
        return FREE * width
    # Hours that are over are those that came last: held ones first.
    edges = [min(one.load, one.room), min(one.used, one.room), one.room, whole]
    columns = [round(width * edge / whole) for edge in edges]
    if one.over and columns[2] == width:
        columns[2] -= 1
        columns[:2] = [min(column, columns[2]) for column in columns[:2]]
    starts = (0, *columns[:-1])
    return "".join(
        mark * (end - start) for mark, start, end in zip((RUNNING, HELD, FREE, OVER), starts, columns, strict=True)
    )


def _provider(page: Page, row: "ProviderBalance", day: date, config: "Config") -> None:
    worst = row.worst.figures
    status = worst.status(config.balance)
    page.row(
        [
            (row.provider.name, _NAME),
            (figures.share(row.figures.share), -_SHARE),
            (bar(worst), _BAR),
            (figures.share(worst.share), -_SHARE),
            (f"{words.status_symbol(status)} {words.status(status)}", _STATUS),
        ]
    )
    page.point(" ", _BETWEEN.join((figures.week(row.worst.iso, day), *_hours(worst))))
    offer = _BETWEEN.join(_offer(row))
    if offer:
        page.point(" ", offer)
    if row.tipping is not None:
        page.point("!", _tips(row.tipping, config))


def _hours(worst: "Figures") -> Iterator[str]:
    """What is used and what is left; free hours are never shown negative."""
    yield _("{hours} h running").format(hours=figures.hours(worst.load))
    if worst.held:
        yield _("{hours} h held").format(hours=figures.hours(worst.held))
    if worst.room is not None:
        yield _("{hours} h free").format(hours=figures.hours(worst.free))
    if worst.over:
        yield _("{hours} h over").format(hours=figures.hours(worst.over))
    if worst.unknown:
        yield ngettext("{n} of unknown hours", "{n} of unknown hours", worst.unknown).format(n=worst.unknown)


def _offer(row: "ProviderBalance") -> Iterator[str]:
    """The ordinary club offer: hours left for each enrolled child, and how many of them are accompanied."""
    if row.worst_hours_per_enrolled is not None:
        yield _("{hours} pedagogue hours left per enrolled child").format(
            hours=figures.hours(row.worst_hours_per_enrolled)
        )
    if row.accompanied is not None:
        yield _("{share} of them have a contact person there").format(share=figures.share(row.accompanied))


def _tips(tipping: "Tipping", config: "Config") -> str:
    return tipping_case(tipping, Names(config).provider(tipping.claim.provider))


def _spreads(rows: "Sequence[ProviderBalance]", config: "Config") -> Iterator[str]:
    names = Names(config)
    spread = {row.provider.district: row.district_spread for row in rows if row.provider.district}
    for district, apart in spread.items():
        if district and apart is not None:
            points = figures.number(apart * 100, 0)
            yield _("{district}: in their worst weeks the clubs lie {points} percentage points apart").format(
                district=names.district(district), points=points
            )
