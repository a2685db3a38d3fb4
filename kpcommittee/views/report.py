"""Lays out the yearly evaluation: a page to read in five minutes, then the tables; as Markdown and JSON."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.forecast import Forecast
from kpcommittee.domain.review.report import OUTCOMES, WENT, ClubYear, Counts, OutcomesByGroup, YearReport
from kpcommittee.domain.review.shareable import ALL, PLACED, REGISTER, Key, hidden_keys
from kpcommittee.domain.review.sides import BringHomeEstimate, tenths_of_percent
from kpcommittee.locale import _, ngettext
from kpcommittee.views.escaping import escape
from kpcommittee.views.json_values import Json
from kpcommittee.views.money import business_note, business_rows, unpriced_note
from kpcommittee.wording import figures
from kpcommittee.wording.purges import left_out_of_figures
from kpcommittee.wording.report import label, title

HIDDEN = "–"
"""The sign instead of a hidden number."""


@immutable(kw_only=False)
class Sheet:
    """A table: its name, the heads of its columns, and its rows, each with its name first."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[tuple[str, int], ...] = ()
    """The rows of a plot, with one number each; empty without any, or if one is hidden."""
    note: str = ""
    """What the reader must know about the table."""


class ReportView:
    """The visible part of a report: everything, or what may be shared."""

    def __init__(self, report: YearReport, *, shareable: bool) -> None:
        """Take the report; finding out what may be shared takes a moment."""
        self.shareable = shareable
        self._hidden = hidden_keys(report) if shareable else frozenset[Key]()

    def number(self, key: Key, number: int) -> int | None:
        """Return the number; None if it is hidden."""
        return None if key in self._hidden else number

    def text(self, key: Key, number: int) -> str:
        """Return the number as text."""
        return HIDDEN if key in self._hidden else figures.number(number)


def report_answer(report: YearReport, *, shareable: bool = False) -> Json:
    """Answer `report YEAR --format json`; a hidden number is null."""
    view = ReportView(report, shareable=shareable)
    waited, back = report.waited, report.back_test
    answer: Json = {
        "year": report.year,
        "as_of": report.as_of.isoformat(),
        "shareable": shareable,
        "meetings": report.meetings,
        "decisions": view.number(ALL, report.outcomes.total),
        "purged": None if shareable else report.purged,
    }
    answer |= {name: _counted_answer(name, counted, view) for name, counted in report.count_tables}
    answer |= {name: _crossed_answer(name, crossed, view) for name, crossed in report.outcome_tables}
    answer["missing"] = None if shareable else dict(report.missing.values)
    is_shown = view.number(PLACED, waited.decisions) is not None
    answer["waited"] = {
        "placements": view.number(PLACED, waited.decisions),
        "median_days": float(waited.median) if is_shown and waited.median is not None else None,
        "most_days": None if shareable else waited.most,
    }
    answer["clubs"] = [_club_answer(club, view) for club in report.clubs]
    answer["register"] = view.number(REGISTER, report.register_kinds.total)
    answer["back_test"] = {
        "decisions": view.number(("back_test",), back.decisions),
        "same_by_list": view.number(("back_test", "list"), back.same_by_list),
        "same_by_order": view.number(("back_test", "order"), back.same_by_order),
    }
    return answer


def _counted_answer(name: str, counted: Counts, view: ReportView) -> dict[str, int | None]:
    return {value: view.number((name, value), number) for value, number in counted.values.items()}


def _crossed_answer(name: str, crossed: OutcomesByGroup, view: ReportView) -> Json:
    return {
        group: {
            "decisions": view.number((name, group), counted.total),
            **{value: view.number((name, group, value), number) for value, number in counted.values.items()},
        }
        for group, counted in crossed.groups.items()
    }


def _club_answer(club: ClubYear, view: ReportView) -> Json:
    children = view.number(("clubs", club.provider), club.children)
    return {
        "provider": club.provider,
        "children": children,
        "full_year_children": None if children is None else _round(club.full_year_children),
        "children_at_once": None if children is None else _round(club.children_at_once),
        "hours_per_week": None if children is None else _round(club.hours),
        "share_of_room": None if children is None else _round(club.share_of_room, 3),
        "share_of_members": None if children is None else _round(club.share_of_members, 3),
    }


def _round(value: Fraction | None, places: int = 2) -> float | None:
    return None if value is None else round(float(value), places)


# Tables


def summary_of(report: YearReport, *, shareable: bool = False) -> tuple[str, ...]:
    """Say in a few sentences what a leader should know about the year."""
    view, waited = ReportView(report, shareable=shareable), report.waited
    meetings = ngettext("{n} meeting", "{n} meetings", report.meetings).format(n=report.meetings)
    # The word next to a hidden number must not reveal that it is 1.
    count = view.number(ALL, report.outcomes.total) or 0
    decisions = ngettext("{n} decision", "{n} decisions", count).format(n=view.text(ALL, report.outcomes.total))
    placed = view.text(PLACED, waited.decisions)
    template = (
        _("{meetings} made {decisions}, {placed} of them to place, also in principle.")
        # That nobody was placed in principle is left out only where everybody may know it.
        if view.number(("outcomes", "in_principle"), report.outcomes.values["in_principle"]) != 0
        else _("{meetings} made {decisions}, {placed} of them to place.")
    )
    sentences = [template.format(meetings=meetings, decisions=decisions, placed=placed)]
    if waited.median is not None and view.number(PLACED, waited.decisions) is not None:
        sentences.append(
            _("Half of the children waited {median} days or less from the grant.").format(
                median=figures.number(waited.median)
            )
        )
    sentences += [
        *_departure_lines(report, view),
        *_late_sentence(report, shareable=shareable),
        *_by_list(report, view),
    ]
    if report.purged and not shareable:
        sentences.append(left_out_of_figures(report.purged))
    return tuple(sentences)


def _departure_lines(report: YearReport, view: ReportView) -> Iterator[str]:
    departed = view.number(("followed", "departed"), report.followed.values["departed"])
    if departed:
        yield ngettext(
            "{n} placement departed from a recommendation.", "{n} placements departed from a recommendation.", departed
        ).format(n=departed)


def _late_sentence(report: YearReport, *, shareable: bool) -> Iterator[str]:
    due, late = report.follow_ups.total, report.follow_ups.values["late"] + report.follow_ups.values["not_held"]
    if due and not shareable:
        yield ngettext(
            "Of {due} follow-up that was due, {late} was late or not held.",
            "Of {due} follow-ups that were due, {late} were late or not held.",
            due,
        ).format(due=due, late=late)


def _by_list(report: YearReport, view: ReportView) -> Iterator[str]:
    back = report.back_test
    if back.decisions and view.number(("back_test", "list"), back.same_by_list) is not None:
        yield ngettext(
            "The list alone would have chosen the same provider in {same} of {all} placement.",
            "The list alone would have chosen the same provider in {same} of {all} placements.",
            view.number(("back_test",), back.decisions) or 0,
        ).format(same=back.same_by_list, all=view.text(("back_test",), back.decisions))


def sheets_of(
    report: YearReport, config: Config, forecast: Forecast | None, *, shareable: bool = False
) -> Iterator[Sheet]:
    """Yield the tables of a report."""
    view = ReportView(report, shareable=shareable)
    for name, counted in report.count_tables:
        # A missing table would reveal that all its numbers are 0.
        if counted.total or (shareable and counted.values):
            yield _counted_sheet(name, counted, config, view)
    for name, crossed in report.outcome_tables:
        if crossed.groups:
            yield _crossed_sheet(name, crossed, config, view)
    if report.missing.total and not shareable:
        yield Sheet(
            title("missing"), ("", _("Cases")), tuple((lack, str(n)) for lack, n in report.missing.values.items())
        )
    if report.clubs:
        yield _clubs_sheet(report, config, view)
    if report.back_test.decisions:
        yield _back_test_sheet(report, config, view)
    if forecast is not None:
        yield _money_sheet(forecast)
        if forecast.business is not None:
            yield _business_sheet(forecast, forecast.business)


def _counted_sheet(name: str, counted: Counts, config: Config, view: ReportView) -> Sheet:
    shares = tenths_of_percent(tuple(counted.values.values()))
    rows, bars = [], []
    for (value, number), share in zip(counted.values.items(), shares, strict=True):
        text = view.text((name, value), number)
        share_text = "" if text == HIDDEN or view.shareable else figures.percentage_tenths(share)
        rows.append((label(name, value, config), text, share_text))
        bars.append((label(name, value, config), number))
    hides = any(row[1] == HIDDEN for row in rows)
    return Sheet(title(name), ("", _("Number"), _("Share")), tuple(rows), () if hides else tuple(bars))


def _crossed_sheet(name: str, crossed: OutcomesByGroup, config: Config, view: ReportView) -> Sheet:
    columns = WENT if name.startswith("went") else OUTCOMES
    own = "went" if name.startswith("went") else "outcomes"
    heads = ("", *(label(own, value, config) for value in columns), _("All"))
    rows = tuple(
        (
            label(name, group, config),
            *(view.text((name, group, value), counted.values.get(value, 0)) for value in columns),
            view.text((name, group), counted.total),
        )
        for group, counted in crossed.groups.items()
    )
    return Sheet(title(name), heads, rows)


def _clubs_sheet(report: YearReport, config: Config, view: ReportView) -> Sheet:
    heads = (
        "", _("Children"), _("Full-year children"), _("At once"), _("Hours a week"), _("Of its hours"),
        _("Of its members"),
    )  # fmt: skip
    rows = []
    for club in report.clubs:
        children = view.text(("clubs", club.provider), club.children)
        cells = ("", "", "", "", "") if children == HIDDEN else _club_cells(club)
        rows.append((label("clubs", club.provider, config), children, *cells))
    return Sheet(title("clubs"), heads, tuple(rows))


def _club_cells(club: ClubYear) -> tuple[str, str, str, str, str]:
    shares = (figures.share(_decimal(share, 3)) for share in (club.share_of_room, club.share_of_members))
    room, members = shares
    return (
        figures.in_column(_decimal(club.full_year_children) or Decimal(0), 2),
        figures.in_column(_decimal(club.children_at_once) or Decimal(0), 2),
        figures.in_column(_decimal(club.hours) or Decimal(0), 2),
        room,
        members,
    )


def _decimal(value: Fraction | None, places: int = 2) -> Decimal | None:
    return None if value is None else Decimal(str(round(float(value), places)))


def _back_test_sheet(report: YearReport, config: Config, view: ReportView) -> Sheet:
    back = report.back_test
    rows = tuple(
        (
            label("back_test", rule, config),
            view.text(("back_test", rule), same),
            view.text(("back_test",), back.decisions),
        )
        for rule, same in (("list", back.same_by_list), ("order", back.same_by_order))
    )
    return Sheet(title("back_test"), ("", _("The same provider"), _("Of placements")), rows)


def _money_sheet(forecast: Forecast) -> Sheet:
    amounts: Mapping[str, Decimal | None] = {
        _("Frame in the year's prices"): forecast.indexed_frame,
        _("Spent"): forecast.spent,
        _("Forecast"): forecast.forecast,
        _("Left"): forecast.left,
    }
    rows = tuple((name, figures.kroner_in_column(amount)) for name, amount in amounts.items() if amount is not None)
    return Sheet(title("money"), ("", _("Kroner")), rows, note=unpriced_note(forecast))


def _business_sheet(forecast: Forecast, case: BringHomeEstimate) -> Sheet:
    """Lay out what bringing home is expected to save, and how many candidates there are."""
    count = len(forecast.bring_home)
    rows = (*business_rows(case), (_("Light external placements now, individually assessed"), figures.number(count)))
    return Sheet(title("business_case"), ("", _("Kroner a year")), rows, note=business_note(case))


def report_markdown(report: YearReport, config: Config, forecast: Forecast | None, *, shareable: bool = False) -> str:
    """Lay out the report as Markdown."""
    lines = [f"# {heading_of(report, config)}", "", foot_of(report, shareable=shareable), ""]
    lines += [*(f"- {escape(sentence)}" for sentence in summary_of(report, shareable=shareable)), ""]
    for sheet in sheets_of(report, config, forecast, shareable=shareable):
        lines += [f"## {escape(sheet.name)}", "", *_table(sheet), ""]
        lines += [escape(sheet.note), ""] if sheet.note else []
    return "\n".join(lines)


def heading_of(report: YearReport, config: Config) -> str:
    """Return the title of the report."""
    names = {"committee": escape(config.committee.name), "municipality": escape(config.committee.municipality)}
    return _("{committee}, {municipality}: the year {year}").format(year=report.year, **names)


def foot_of(report: YearReport, *, shareable: bool) -> str:
    """Say which period the report covers, how shares are rounded, and what is hidden."""
    day = figures.date_numeric(report.as_of)
    text = _("Up to {date}. Shares are rounded by largest remainder, so that they add up to 100.").format(date=day)
    about_hidden = _("Numbers below 5 are hidden (–), and others from which they would follow; shares with them.")
    return f"{text} {about_hidden}" if shareable else text


def _table(sheet: Sheet) -> Iterator[str]:
    heads = [sheet.heads[0] or " ", *sheet.heads[1:]]
    yield "| " + " | ".join(escape(head) for head in heads) + " |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    for row in sheet.rows:
        yield "| " + " | ".join(escape(cell) for cell in row) + " |"
