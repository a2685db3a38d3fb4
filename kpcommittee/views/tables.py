"""Lays out the balance and the placements as tables of text, without names of children."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.capacity.placement import Claim, DatedChange, Placement
from kpcommittee.domain.capacity.provider_balance import ProviderBalance
from kpcommittee.domain.capacity.tipping import Tipping
from kpcommittee.domain.committee import Config
from kpcommittee.domain.meeting.caseload_events import PlacementChanged
from kpcommittee.locale import _, ngettext
from kpcommittee.views import bars
from kpcommittee.views.capacity import describe_tipping_case
from kpcommittee.views.page import Page, case_column
from kpcommittee.wording import figures, missing, providers
from kpcommittee.wording.names import Names

_BAR = 24
_NAME, _SHARE, _STATUS = 23, 7, 14
_CASE = 14
"""The fewest columns of a case number; longer ones take them from provider and person."""
_BETWEEN = " · "


def balance_text(rows: Sequence[ProviderBalance], day: date, config: Config, *, lacks_import: bool = False) -> str:
    """Lay out every provider on that day and in its worst week, and say whether placements are missing."""
    page = Page()
    page.title(_("Capacity balance"), figures.date_numeric(day))
    page.row([("", _NAME), (_("day"), -_SHARE), (_("busiest week ahead"), _BAR + _SHARE)])
    for row in rows:
        _provider(page, row, day, config)
    page.gap()
    symbols = bars.legend("running", "held", "free", "over")
    page.text(_("{symbols}, in staff hours a week").format(symbols=symbols))
    for line in _spreads(rows, config):
        page.text(line)
    if lacks_import:
        page.gap()
        page.point("!", missing.placements())
    return str(page).rstrip("\n")


def _provider(page: Page, row: ProviderBalance, day: date, config: Config) -> None:
    worst = row.worst.figures
    status = worst.status(config.balance)
    page.row(
        [
            (row.provider.name, _NAME),
            (figures.share(row.figures.share), -_SHARE),
            (bars.bar_text(bars.week_bar(worst, _BAR)), _BAR),
            (figures.share(worst.share), -_SHARE),
            (providers.status_with_symbol(status), _STATUS),
        ]
    )
    page.point(" ", _BETWEEN.join((figures.week(row.worst.iso, day), *_hours(worst))))
    offer = _BETWEEN.join(_offer(row))
    if offer:
        page.point(" ", offer)
    if row.tipping is not None:
        page.point("!", _tips(row.tipping, config))


def _hours(worst: Figures) -> Iterator[str]:
    """Describe the hours used and left; free hours are never negative."""
    yield _("{hours} h running").format(hours=figures.hours(worst.load))
    if worst.held:
        yield _("{hours} h held").format(hours=figures.hours(worst.held))
    if worst.free is not None:
        yield figures.hours_free(worst.free)
    if worst.over:
        yield figures.hours_over(worst.over)
    if worst.unknown:
        yield ngettext("{n} of unknown hours", "{n} of unknown hours", worst.unknown).format(n=worst.unknown)


def _offer(row: ProviderBalance) -> Iterator[str]:
    """Describe the ordinary club offer: hours left per enrolled child, and the share that is accompanied."""
    if row.worst_hours_per_enrolled is not None:
        yield _("{hours} pedagogue hours left per enrolled child").format(
            hours=figures.hours(row.worst_hours_per_enrolled)
        )
    if row.accompanied is not None:
        yield _("on the day {share} of them have a contact person there").format(share=figures.share(row.accompanied))


def _tips(tipping: Tipping, config: Config) -> str:
    return describe_tipping_case(tipping, Names(config).provider(tipping.claim.provider))


def _spreads(rows: Sequence[ProviderBalance], config: Config) -> Iterator[str]:
    names = Names(config)
    spread = {row.provider.district: row.district_spread for row in rows if row.provider.district}
    for district, apart in spread.items():
        if district and apart is not None:
            points = figures.number(apart * 100, 0)
            yield _("{district}: in their busiest weeks the clubs are {points} percentage points apart").format(
                district=names.district(district), points=points
            )


def placements_text(claims: Sequence[Claim], config: Config, day: date, later: int) -> str:
    """Lay out the placements that run on that day, and say how many begin later."""
    page, names = Page(), Names(config)
    count_text = ngettext("{count} placement", "{count} placements", len(claims)).format(count=len(claims))
    page.title(count_text, figures.date_numeric(day))
    cases = case_column((claim.case_number for claim in claims), _CASE)
    excess = (cases - _CASE) // 2
    for claim in claims:
        held_text, current = _("held") if claim.held else "", claim.as_of(day)
        who = names.either(current.staff) if current.staff else _("to be named")
        page.row(
            [
                (claim.case_number, cases),
                (names.provider(claim.provider), 15 - excess),
                (who, 15 - (cases - _CASE - excess)),
                (_hours_or_unknown(current.hours), -7),
                (figures.period(claim.start, claim.end), 23),
                (held_text, 5),
            ]
        )
        for change in claim.changes:
            if change.since > day:
                page.row([("", cases), (_describe_change(change, names), 60)])
    if later:
        page.gap()
        page.text(ngettext("{count} more begins later.", "{count} more begin later.", later).format(count=later))
    return str(page).rstrip("\n")


def changed_text(changed: PlacementChanged, config: Config) -> str:
    """Describe a placement before and after a change."""
    return _("{case}: {before} → {after}").format(
        case=changed.before.case_number,
        before=_describe(changed.before, config),
        after=_describe(changed.after, config),
    )


def _describe(placement: Placement, config: Config) -> str:
    names = Names(config)
    who = names.either(placement.staff) if placement.staff else _("to be named")
    run = figures.period(placement.start, placement.end)
    hours = _hours_or_unknown(placement.hours_per_week)
    later = (_describe_change(change, names) for change in placement.changes)
    return ", ".join((names.provider(placement.provider), who, hours, run, *later))


def _describe_change(change: DatedChange, names: Names) -> str:
    """Describe what changes from a given day: `from 01/03/2027 6 h`."""
    who = None if change.staff is None else names.either(change.staff) if change.staff else _("to be named")
    hours = None if change.hours_per_week is None else _hours_or_unknown(change.hours_per_week)
    return _("from {date} {what}").format(
        date=figures.date_numeric(change.since), what=", ".join(part for part in (who, hours) if part)
    )


def _hours_or_unknown(hours: Decimal | None) -> str:
    return _("unknown") if hours is None else _("{hours} h").format(hours=figures.hours(hours))
