"""Lays out the money of a year, as text and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.committee import Config
from kpcommittee.domain.review.forecast import Candidate, Forecast, municipality_key
from kpcommittee.domain.review.sides import AmountRange, BandRow, BringHomeEstimate, Side
from kpcommittee.locale import _, ngettext
from kpcommittee.views.json import claim_answer
from kpcommittee.views.json_values import Json
from kpcommittee.views.page import Page, case_column
from kpcommittee.wording import figures, providers
from kpcommittee.wording.names import Names
from kpcommittee.wording.purges import left_out_of_figures
from kpcommittee.wording.report import band, why_unpriced

_NAME, _COUNT, _AMOUNT, _PERCENT = 30, -9, -18, -7
_CASE = 14
"""The fewest columns of a case number; longer ones take them from the provider."""
_LISTED = 8


def budget_answer(forecast: Forecast) -> Json:
    """Answer `budget --json`."""
    return {
        "year": forecast.year,
        "as_of": forecast.as_of.isoformat(),
        **{
            key: _number(getattr(forecast, key))
            for key in ("frame", "indexed_frame", "spent", "committed", "held", "forecast", "left")
        },
        "split": [
            {"name": part.name, "amount": _number(part.amount), "forecast": _number(part.forecast)}
            for part in forecast.split
        ],
        "split_unknown": _number(forecast.split_unknown),
        "by_kind": {kind: _number(amount) for kind, amount in forecast.by_kind},
        "by_provider": [
            {
                "provider": row.provider,
                "children": row.children,
                "full_year_children": round(float(row.full_year_children), 2),
                "forecast": _number(row.forecast),
            }
            for row in forecast.by_provider
        ],
        "bands": [_band_answer(row) for row in forecast.bands],
        "own": _side_answer(forecast.own),
        "external": _side_answer(forecast.external),
        "bring_home": [_candidate_answer(row) for row in forecast.bring_home],
        "business_case": _business_answer(forecast.business),
        "unpriced": [
            {"case_number": cost.placement.case_number, "provider": cost.placement.provider, "why": why, "days": days}
            for cost in forecast.unpriced
            for why, days in cost.unpriced
        ],
        "purged": forecast.purged,
    }


def _band_answer(row: BandRow) -> Json:
    return {
        "band": row.band,
        "children": row.children,
        "amount": _number(row.amount),
        "share_children": row.share_children,
        "share_amount": row.share_amount,
    }


def _candidate_answer(row: Candidate) -> Json:
    return {
        "case_number": row.case_number,
        "provider": row.provider,
        "hours_per_week": float(row.hours_per_week),
        "cost_per_month": _number(row.cost_per_month),
    }


def _business_answer(case: BringHomeEstimate | None) -> Json | None:
    if case is None:
        return None
    return {
        "candidates_per_year": _number(case.candidates),
        "saving": _between_answer(case.saving),
        "new_costs": [{"name": name, **_between_answer(cost)} for name, cost in case.costs],
        "net": _between_answer(case.net),
        "source": case.source,
    }


def _between_answer(amount: AmountRange) -> Json:
    return {"low": _number(amount.low), "high": _number(amount.high)}


def priced_answer(claim: Claim, day: date, costs: tuple[Decimal | None, Decimal | None]) -> Json:
    """Answer `placements list --json` with one placement on a day, and its cost a month and in the year."""
    month, year = costs
    return claim_answer(claim, day) | {"cost_per_month": _number(month), "cost_per_year": _number(year)}


def _side_answer(side: Side) -> Json:
    return {
        "children": side.children,
        "full_year_children": round(float(side.full_years), 2),
        "amount": _number(side.amount),
        "per_month_by_children": _number(side.per_month_by_children),
        "per_month_by_full_years": _number(side.per_month_by_full_years),
    }


def _number(amount: Decimal | None) -> float | None:
    """Return kroner as a JSON number; amounts are computed exactly, and only printed so."""
    return None if amount is None else float(amount)


def budget_text(forecast: Forecast, config: Config, width: int) -> str:
    """Lay out the year: the frame, providers, own against external, bands, and who may be brought home."""
    page = Page(width)
    page.title(_("Money {year}").format(year=forecast.year), figures.date_numeric(forecast.as_of))
    for label, amount in _sums(forecast):
        page.row([(label, _NAME), ("", _COUNT), (figures.kroner_in_column(amount), _AMOUNT)])
    if forecast.indexed_frame is None:
        page.text(_("The config has no frame for {year}: add it to [[budget]].").format(year=forecast.year))
    if forecast.purged:
        page.text(left_out_of_figures(forecast.purged))
    if forecast.unpriced:
        page.text(unpriced_note(forecast))
    _split(page, forecast)
    _providers(page, forecast, config)
    _sides(page, forecast, config)
    _bands(page, forecast)
    _bring_home(page, forecast, config)
    _note_unpriced(page, forecast)
    return str(page).rstrip("\n")


def unpriced_note(forecast: Forecast) -> str:
    """Say how many placements have days that no amount includes; empty if none have."""
    if not forecast.unpriced:
        return ""
    days = sum(days for cost in forecast.unpriced for _why, days in cost.unpriced)
    text = ngettext(
        "Not included in any amount: {count} placement without a price for {days}.",
        "Not included in any amount: {count} placements without a price for {days} in all.",
        len(forecast.unpriced),
    )
    return text.format(count=figures.number(len(forecast.unpriced)), days=figures.days(days))


def _without_price(page: Page, labels: Iterable[str]) -> None:
    """Say below a table which placements have days that no amount includes."""
    counts = Counter(labels)
    if counts:
        listed = ", ".join(f"{label} {count}" for label, count in counts.items())
        page.text(_("With days without a price: {listed}.").format(listed=listed))


def _sums(forecast: Forecast) -> Iterator[tuple[str, Decimal]]:
    if forecast.frame is not None and forecast.frame != forecast.indexed_frame:
        yield _("Frame as stated"), forecast.frame
    if forecast.indexed_frame is not None:
        yield _("Frame in the year's prices"), forecast.indexed_frame
    yield _("Spent so far"), forecast.spent
    yield _("Still to come"), forecast.committed
    yield _("Forecast"), forecast.forecast
    if forecast.held:
        yield _("of which in meetings not approved"), forecast.held
    if forecast.left is not None:
        yield (_("Left of the frame"), forecast.left) if forecast.left >= 0 else (_("Over the frame"), -forecast.left)


def _split(page: Page, forecast: Forecast) -> None:
    if not forecast.split:
        return
    page.heading(_("By municipality of the child"))
    page.row([("", _NAME), ("", _COUNT), (_("frame"), _AMOUNT), (_("forecast"), _AMOUNT)])
    for part in forecast.split:
        page.row(
            [
                (part.name, _NAME),
                ("", _COUNT),
                (figures.kroner_in_column(part.amount), _AMOUNT),
                (figures.kroner_in_column(part.forecast), _AMOUNT),
            ]
        )
    if forecast.split_unknown:
        unknown = figures.kroner_in_column(forecast.split_unknown)
        page.row([(_("municipality unknown"), _NAME), ("", _COUNT), ("", _AMOUNT), (unknown, _AMOUNT)])
    parts = {municipality_key(part.name): part.name for part in forecast.split}
    homes = (municipality_key(cost.placement.municipality or "") for cost in forecast.unpriced)
    _without_price(page, (parts.get(home) or _("municipality unknown") for home in homes))


def _providers(page: Page, forecast: Forecast, config: Config) -> None:
    page.heading(_("Providers"))
    names = Names(config)
    page.row([("", _NAME), (_("children"), _COUNT), (_("full years"), _AMOUNT), (_("forecast"), _AMOUNT)])
    for row in forecast.by_provider:
        full_years = figures.in_column(Decimal(round(float(row.full_year_children), 1)), 1)
        page.row(
            [
                (names.provider(row.provider), _NAME),
                (str(row.children), _COUNT),
                (full_years, _AMOUNT),
                (figures.kroner_in_column(row.forecast), _AMOUNT),
            ]
        )
    _without_price(page, (names.provider(cost.placement.provider) for cost in forecast.unpriced))


def _sides(page: Page, forecast: Forecast, config: Config) -> None:
    page.heading(_("Own against external, a month"))
    page.row([("", _NAME), (_("children"), _COUNT), (_("per child"), _AMOUNT), (_("per full year"), _AMOUNT)])
    for label, side in ((_("own"), forecast.own), (providers.kind("external"), forecast.external)):
        by_child = figures.kroner_in_column(side.per_month_by_children)
        by_year = figures.kroner_in_column(side.per_month_by_full_years)
        page.row([(label, _NAME), (str(side.children), _COUNT), (by_child, _AMOUNT), (by_year, _AMOUNT)])
    page.text(_("Per child divides by all children of the year, per full year by the part of the year they run."))
    external = {provider.id for provider in config.providers if provider.kind == "external"}
    sides = ((cost.placement.provider in external) for cost in forecast.unpriced)
    _without_price(page, (providers.kind("external") if outside else _("own") for outside in sides))


def _bands(page: Page, forecast: Forecast) -> None:
    page.heading(_("External, by what a placement costs in the year"))
    for row in forecast.bands:
        page.row(
            [
                (band(row.band), _NAME),
                (str(row.children), _COUNT),
                (figures.kroner_in_column(row.amount), _AMOUNT),
                (figures.percentage(Decimal(row.share_children)), _PERCENT),
                (figures.percentage(Decimal(row.share_amount)), _PERCENT),
            ]
        )
    page.text(_("Shares of placements and of money are rounded by largest remainder, so that they add up to 100."))


def _bring_home(page: Page, forecast: Forecast, config: Config) -> None:
    page.heading(_("Light placements at external suppliers"))
    if forecast.light is None:
        page.text(_("The config does not say what light is: [bring_home] takes the limit and who set it."))
        return
    limit, on = figures.hours_a_week(forecast.light.max_hours_per_week), forecast.light.set_on
    text = _("At most {hours}, set by {person} on {date}.") if on else _("At most {hours}, set by {person}.")
    page.text(text.format(hours=limit, person=forecast.light.set_by, date=on and figures.date_numeric(on)))
    names = Names(config)
    cases = case_column((row.case_number for row in forecast.bring_home), _CASE)
    provider = 26 - (cases - _CASE)
    for row in forecast.bring_home:
        cost = _("{amount} a month").format(amount=figures.kroner(row.cost_per_month))
        hours = figures.hours_a_week(row.hours_per_week)
        page.row([(row.case_number, cases), (names.provider(row.provider), provider), (hours, 12), (cost, 22)])
    if not forecast.bring_home:
        page.text(_("Nobody on that day."))
    page.text(individual_note())
    _business(page, forecast.business)


def individual_note() -> str:
    """Say that a figure alone brings nobody home (document 003, lines 49, 61 and 137)."""
    return _(
        "Each is individually assessed: hours alone do not tell how hard a task is, and what needs special "
        "pedagogical competence stays where it is."
    )


def business_rows(case: BringHomeEstimate) -> Iterator[tuple[str, str]]:
    """Yield the lines of the business case: a label, and kroner a year."""
    yield _("Saved by bringing home"), _word_range(case.saving)
    for name, cost in case.costs:
        yield _("less {name}").format(name=name), _word_range(cost)
    yield _("Left a year"), _word_range(case.net)


def business_note(case: BringHomeEstimate) -> str:
    """Say who estimated the business case, how it is computed, and what the candidates cost now."""
    return _(
        "Estimated by {source}; low minus low, high minus high. Those listed cost {amount} a year at the rates of "
        "the day: bringing them home saves no more than that."
    ).format(source=case.source, amount=figures.kroner(case.candidates))


def _word_range(amount: AmountRange) -> str:
    low, high = figures.kroner(amount.low), figures.kroner(amount.high)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def _business(page: Page, case: BringHomeEstimate | None) -> None:
    page.heading(_("What bringing home is expected to save in a year"))
    if case is None:
        page.text(
            _(
                "The config does not say it: [bring_home.business_case] takes what is saved, its new costs and "
                "who estimated it."
            )
        )
        return
    for label, amount in business_rows(case):
        page.row([(label, 46), (amount, -28)])
    page.text(business_note(case))


def _note_unpriced(page: Page, forecast: Forecast) -> None:
    if not forecast.unpriced:
        return
    page.heading(_("Without a price, and in no sum"))
    for cost in forecast.unpriced[:_LISTED]:
        for why, days in cost.unpriced:
            page.point(
                "!",
                _("{case}: {days}, because {why}").format(
                    case=cost.placement.case_number, days=figures.days(days), why=why_unpriced(why)
                ),
            )
    more = len(forecast.unpriced) - _LISTED
    if more > 0:
        page.point("!", ngettext("and {count} more", "and {count} more", more).format(count=more))
