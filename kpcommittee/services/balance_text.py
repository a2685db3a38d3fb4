"""The balance as a table of text: each provider's worst week as a bar, what is left, and which case tips it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.locale import _, ngettext
from kpcommittee.views import bars
from kpcommittee.views.capacity import tipping_case
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, words
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Figures
    from kpcommittee.domain.capacity.tipping import Tipping
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.balance import ProviderBalance

_BAR = 24
_NAME, _SHARE, _STATUS = 23, 7, 14
_BETWEEN = " · "


def balance_text(rows: "Sequence[ProviderBalance]", day: date, config: "Config") -> str:
    """Every provider on that day and in its worst week of the horizon."""
    page = Page()
    page.title(_("Capacity balance"), figures.date_numeric(day))
    page.row([("", _NAME), (_("day"), -_SHARE), (_("worst week ahead"), _BAR + _SHARE)])
    for row in rows:
        _provider(page, row, day, config)
    page.gap()
    symbols = bars.legend("running", "held", "free", "over")
    page.text(_("{symbols}, in staff hours a week").format(symbols=symbols))
    for line in _spreads(rows, config):
        page.text(line)
    return str(page).rstrip("\n")


def _provider(page: Page, row: "ProviderBalance", day: date, config: "Config") -> None:
    worst = row.worst.figures
    status = worst.status(config.balance)
    page.row(
        [
            (row.provider.name, _NAME),
            (figures.share(row.figures.share), -_SHARE),
            (bars.plain(bars.week_bar(worst, _BAR)), _BAR),
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
