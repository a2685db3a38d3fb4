"""Describes a provider's year: its worst week, the tipping case, closures and the ordinary club offer."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kpcommittee.domain.calendar import days_of_week, iso_week
from kpcommittee.domain.capacity.balance import RoomStatus, limit_changed, limit_set_on, pedagogue_hours, room_of
from kpcommittee.domain.capacity.tipping import Tipping
from kpcommittee.domain.capacity.year import Year, YearWeek
from kpcommittee.domain.provider import Period, Provider
from kpcommittee.locale import _
from kpcommittee.views.chart import Part, Piece
from kpcommittee.wording import figures, providers, relations

BY = " · "
PARTS: dict[RoomStatus, Part] = {"ok": "none", "tight": "tight", "over": "over", "no_limit": "muted"}


def describe_year(
    year: Year,
    tippings: tuple[Tipping | None, ...],
    offered: tuple[Decimal | None, Decimal | None],
    others: Sequence[Tipping],
) -> Iterator[Piece]:
    """Describe the year, the most important facts first.

    Args:
        year: the year, with the current case if one is proposed.
        tippings: the tipping case of each run of weeks over the limit.
        offered: pedagogue hours left per enrolled child, before and after what is shown.
        others: the cases that tip it later in a run, or without the current case.
    """
    yield _describe_worst_week(year)
    for run, tipping in zip(year.weeks_over, tippings, strict=True):
        yield _describe_tipping(run, tipping, year), "over"
    yield from ((_describe_later_tipping(tipping, year), "over") for tipping in others)
    yield from ((text, "none") for text in describe_offer(offered, year.provider.enrolled))
    yield from ((text, "muted") for text in _describe_changes(year))


def describe_offer(offered: tuple[Decimal | None, Decimal | None], enrolled: int | None) -> Iterator[str]:
    """Describe the ordinary club offer before and after, if the number of enrolled children is known."""
    before, after = offered
    if before is not None and after is not None:
        yield _("Ordinary club offer: {before} → {after} pedagogue hours per enrolled child ({n})").format(
            **figures.write_alike(before, after), n=enrolled
        )


def describe_new_limit(provider: Provider | None, start: date, week: str, room: Decimal | None) -> str:
    """Describe the limit of a week, and since when it holds; empty if it is that of an earlier day.

    Args:
        provider: whose limit it is; None if it is no longer in the config.
        start: the earlier day.
        week: the ISO week.
        room: the limit.
    """
    changed = limit_changed(provider, start, days_of_week(week)[1]) if provider else None
    return figures.limit_from(room, changed) if changed else ""


def describe_tipping_case(tipping: Tipping, provider: str) -> str:
    """Describe the case that tips a provider, with what moving it would cost.

    Args:
        tipping: the case.
        provider: the provider's name.
    """
    claim, relation = tipping.claim, tipping.relation
    how = _("held") if claim.held else _("running")
    line = _("{case} brings it over the limit: {hours} h a week, {how}").format(
        case=claim.case_number, hours=figures.hours(claim.hours), how=how
    )
    if tipping.strength is None:
        return _("{line}; the child's relations are not known").format(line=line)
    if relation is None:
        return _("{line}; moving it costs no relation").format(line=line)
    return _("{line}; moving it costs {strength} {person} ({provider})").format(
        line=line, strength=relations.strength_symbol(relation.strength), person=relation.person, provider=provider
    )


def _describe_worst_week(year: Year) -> Piece:
    week, state = year.worst, year.worst.after
    used = figures.hours(state.used)
    hours = used if state.room is None else _("{used} of {room}").format(used=used, room=figures.hours(state.room))
    parts = [
        _("Busiest week: {week}, {used} h").format(week=_name_week(week, year), used=hours),
        figures.hours_left(state),
        providers.status_with_symbol(week.status),
    ]
    return BY.join(part for part in parts if part), PARTS[week.status]


def _describe_tipping(run: tuple[YearWeek, ...], tipping: Tipping | None, year: Year) -> str:
    first, last = _name_week(run[0], year), _name_week(run[-1], year)
    sentence = (
        describe_tipping_case(tipping, year.provider.name) if tipping else _("this case brings it over the limit")
    )
    weeks = first if first == last else f"{first} – {last}"
    return _("Over the limit {weeks}: {what}").format(weeks=weeks, what=sentence)


def _describe_later_tipping(tipping: Tipping, year: Year) -> str:
    proposed = any(week.before != week.after for week in year.weeks)
    text = _("Already over without it in {week}: {what}") if proposed else _("Over in {week}: {what}")
    week = figures.week(iso_week(tipping.day), year.weeks[0].monday)
    return text.format(week=week, what=describe_tipping_case(tipping, year.provider.name))


def _name_week(week: YearWeek, year: Year) -> str:
    return figures.week(week.iso, year.weeks[0].monday)


def _describe_changes(year: Year) -> Iterator[str]:
    provider, first, last = year.provider, year.weeks[0].monday, year.weeks[-1].monday
    closed = [period for period in provider.closed if period.end >= first and period.start <= last]
    if closed:
        yield _("Closed {periods}").format(periods=", ".join(_period(period) for period in closed))
    set_on = limit_set_on(provider, first)
    is_told = set_on is not None and room_of(provider, first) is not None
    if is_told:
        yield _("Limit {hours}").format(hours=_limit(provider, first, set_on))
    for change in provider.changes:
        if first <= change.start <= last and not (is_told and change.start == first):
            yield _("From {date}: limit {hours}").format(
                date=figures.date_numeric(change.start), hours=_limit(provider, change.start, change.set_on)
            )


def _limit(provider: Provider, day: date, set_on: date | None) -> str:
    """Describe the limit on a day: which share of which hours it is, and when it was set."""
    room, hours = room_of(provider, day), pedagogue_hours(provider, day)
    limit = figures.hours_a_week(room)
    if hours is not None:
        limit = _("{limit} of {hours} pedagogue hours").format(limit=limit, hours=figures.hours(hours))
    if set_on is None:
        return limit
    return _("{limit}, set on {date}").format(limit=limit, date=figures.date_numeric(set_on))


def _period(period: Period) -> str:
    return figures.date_span(period.start, period.end)
