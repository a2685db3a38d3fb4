"""Capacity over the year: every provider's bar, one provider's weeks against its limit, and its staff."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.committee import BalanceRules
from kpcommittee.locale import N_, _
from kpcommittee.services.capacity import Capacity, Outlook, compute_outlook, list_capacities
from kpcommittee.tui.screens.help import ExplainedScreen, help_key, leave_key
from kpcommittee.tui.widgets.drawn import Drawn, Reader
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.names import shorten
from kpcommittee.tui.widgets.text import BAD, KEY, MUTED, STATUS_STYLES, STRONG, WARN, bar, join_pieces, text, wrapped
from kpcommittee.views.capacity import describe_year
from kpcommittee.views.chart import Line, Part, chart_of, legend
from kpcommittee.wording import catalogues, figures, providers, relations, sentences
from kpcommittee.wording.cautions import caution_name

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Week
    from kpcommittee.domain.capacity.options import StaffOption
    from kpcommittee.domain.capacity.provider_balance import StaffBalance
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.domain.provider import Staff
    from kpcommittee.services.meeting_session import MeetingSession

STYLES: dict[Part, str] = {
    "running": "$primary",
    "held": "$secondary",
    "proposed": "$accent",
    "over": "$error",
    "limit": "$foreground",
    "limit_in": "$foreground on $primary 60%",
    "limit_over": "$foreground on $error 60%",
    "tight": WARN,
    "muted": MUTED,
    "none": "",
}
NAME, SHARES = 16, 13
"""Cells of a name where space is tight, and of the shares."""
STATUS, WORDS = 10, 37
"""Cells of a status and the space before it, and of all words behind the shares."""
SHORTEST_BAR = 8
ROWS = 6, 20
"""The fewest and the most rows of the chart."""
PERSON, RELATION, NUMBER = 20, 5, 9
"""Cells of the columns about staff."""


def fitted_names(capacities: Sequence[Capacity], width: int, *, wide: bool) -> list[str]:
    """Return the names, each with a space after it: as wide as they need and as the shortest bar allows."""
    names = [capacity.provider.name for capacity in capacities]
    most = max(NAME, width - SHARES - SHORTEST_BAR - (0 if wide else WORDS))
    column = min(most, max(NAME, *(cell_len(name) + 1 for name in names)))
    return [name + " " * (column - cell_len(name)) for name in shorten(names, [column - 1] * len(names))]


def provider_in_two_lines(capacity: Capacity, name: str, rules: BalanceRules, width: int, day: date) -> Content:
    """Draw the fitted name, bar and share; below them the status, the hours left and the week."""
    before, after, _week = capacity.compared_figures
    first = text((name, STRONG), _bar(before, after, width - cell_len(name) - SHARES), _shares(capacity))
    return text(first, "\n  ", join_pieces(_words(capacity, rules, day)))


def provider_in_one_line(capacity: Capacity, name: str, rules: BalanceRules, width: int, day: date) -> Content:
    """Draw the same on one line; the status replaces the bar where there is no room for it."""
    before, after, _week = capacity.compared_figures
    column = cell_len(name)
    bar_width = max(SHORTEST_BAR, width - column - SHARES - WORDS)
    bar = _bar(before, after, bar_width) if column + bar_width + SHARES + STATUS <= width else ""
    return text((name, STRONG), bar, _shares(capacity), "  ", join_pieces(_words(capacity, rules, day)))


def _bar(before: Figures, after: Figures, width: int) -> Content:
    return bar(before, after, max(4, width))


def _shares(capacity: Capacity) -> tuple[str, str]:
    before, after, _week = capacity.compared_figures
    if after.room is None:
        return f"{figures.hours_a_week(after.used):>{SHARES}}", MUTED
    share = figures.share(after.share) if before == after else figures.change(before, after)
    return f"{share:>{SHARES}}", ""


def _words(capacity: Capacity, rules: BalanceRules, day: date) -> Iterator[tuple[str, str]]:
    _before, after, week = capacity.compared_figures
    status = after.status(rules)
    yield providers.status_with_symbol(status), STATUS_STYLES[status]
    yield figures.hours_over(after.over) if after.over else figures.hours_left(after), ""
    yield figures.week(week, day), MUTED


# The year


def year_lines(capacity: Capacity, ahead: Outlook, size: Size) -> list[Content]:
    """Return the chart, as high as the box allows, with its legend and the sentences about it."""
    sentence_lines = [
        line
        for sentence, part in describe_year(ahead.year, ahead.tippings, capacity.offer, ahead.others)
        for line in wrapped(text((sentence, STYLES[part])), size.width)
    ]
    people = 2 * len(capacity.balance.staff) + 2
    rows = min(max(ROWS[0], size.height - len(sentence_lines) - people - 8), ROWS[1])
    chart = [_draw_line(line) for line in chart_of(ahead.year, size.width, rows)]
    signs = wrapped(join_pieces([_draw_line(sign) for sign in legend()], "  "), size.width)
    return [*chart, *signs, Content(""), *sentence_lines]


def _draw_line(line: Line) -> Content:
    return text(*((sign, STYLES[part]) for sign, part in line))


# The staff


def staff_lines(
    capacity: Capacity, ahead: Outlook, meeting_session: "MeetingSession", case: "CaseView | None", width: int
) -> list[Content]:
    """Return the people of a provider: hours on the meeting's day, and remarks about each."""
    if not capacity.balance.staff:
        return wrapped(text((_("No staff is named."), MUTED)), width)
    lines = [text((_heading(), MUTED))]
    options = {person.staff: person for person in _options(capacity, case)}
    for person, worst in zip(capacity.balance.staff, ahead.staff, strict=True):
        option = options.get(person.member.id)
        lines.append(_person(person, option))
        lines += wrapped(join_pieces(_notes(person, worst, option, meeting_session, case)), width, 2)
    return lines


def _options(capacity: Capacity, case: "CaseView | None") -> "tuple[StaffOption, ...]":
    if case is None:
        return ()
    return next((option.staff for option in case.options if option.provider == capacity.provider.id), ())


def _heading() -> str:
    heads = (_("hours"), _("running"), _("held"), _("free"), _("children"))
    return " " * (PERSON + RELATION) + "".join(f"{head:>{NUMBER}}" for head in heads)


def _person(person: "StaffBalance", option: "StaffOption | None") -> Content:
    state, member = person.figures, person.member
    relation = relations.strength_symbol(option.relation.strength) if option and option.relation else ""
    children = f"{state.children}/{member.max_children}" if member.max_children is not None else str(state.children)
    numbers = (
        figures.hours(state.room),
        figures.hours(state.load),
        figures.hours(state.held),
        figures.hours(state.free),
    )
    return text(
        (_fit(member.name, PERSON), STRONG),
        (f"{relation:<{RELATION}}", KEY),
        "".join(f"{number:>{NUMBER}}" for number in (*numbers, children)),
    )


def _notes(
    person: "StaffBalance",
    worst: "Week",
    option: "StaffOption | None",
    meeting_session: "MeetingSession",
    case: "CaseView | None",
) -> Iterator[tuple[str, str]]:
    member = person.member
    if option and option.relation:
        yield relations.strength_word(option.relation.strength), KEY
    if case and case.item.case.asks_for(member.id):
        yield relations.wish("asked_for"), KEY
    if option and option.excluded_by == "declined":
        yield relations.wish("declined"), BAD
    if worst.figures.free is not None and worst.figures.free != person.figures.free:
        free, week = figures.hours(worst.figures.free), figures.week(worst.iso, meeting_session.day)
        yield _("{free} h free in {week}").format(free=free, week=week), WARN if worst.figures.over else ""
    yield from _absence_notes(member, meeting_session.day)
    competences = [catalogues.problem(code, meeting_session.config) for code in member.competences]
    yield ", ".join(competences), MUTED
    if member.employment:
        yield providers.employment(member.employment), MUTED
    if member.clearance_on is None:
        yield caution_name("clearance_missing"), WARN


def _absence_notes(member: "Staff", day: date) -> Iterator[tuple[str, str]]:
    for leave in member.leave:
        if leave.end >= day:
            yield _("leave {period}").format(period=figures.date_span(leave.start, leave.end)), WARN
    if member.left_on is not None:
        yield _("left {date}").format(date=figures.date_numeric(member.left_on)), WARN


def _fit(name: str, width: int) -> str:
    content = Content(name).truncate(width - 1, ellipsis=True)
    return content.plain + " " * max(0, width - content.cell_length)


WIDE, BROAD = 108, 160
"""The width from which the providers are beside the year, and that from which their names get more room."""


class ProviderRows(KeyList):
    """The providers, laid out again for each width."""

    def __init__(self, fill: Callable[[], None]) -> None:
        """Take the function that fills the rows for the available width."""
        super().__init__()
        self._fill = fill

    @on(events.Resize)
    def _fill_anew(self) -> None:
        self._fill()


class CapacityScreen(ExplainedScreen, Screen[None]):
    """Shows the year of the highlighted provider."""

    CSS_PATH = "capacity.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (BROAD, "-broad")]  # noqa: RUF012 (the framework's declaration)
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("capacity"),
        Binding("enter", "switch", N_("providers or staff"), id="capacity.switch",
                tooltip=N_("Go from the providers to the year and the staff, and back.")),
        leave_key("capacity"),
    ]  # fmt: skip

    rows = query_one(ProviderRows)
    reader = query_one(Reader)
    year = query_one("#year", Drawn)
    staff = query_one("#staff", Drawn)

    def __init__(self, meeting_session: "MeetingSession", case_number: str | None = None) -> None:
        """Take the meeting as it is, with the chosen case as a proposal."""
        super().__init__()
        self._meeting_session = meeting_session
        self._case: CaseView | None = meeting_session.view_case(case_number) if case_number else None
        self._capacities = list_capacities(meeting_session, self._case)
        self._places: list[int | None] = []
        """The provider of each row; None for the heading of a district."""

    def compose(self) -> ComposeResult:
        """Yield the providers, and the year of one of them."""
        rows = ProviderRows(self._fill)
        rows.border_title, rows.border_subtitle = Content(_("Capacity over the year")), Content(_("busiest week"))
        yield rows
        with Reader():
            yield Drawn("year")
            yield Drawn("staff")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Highlight the first provider in question for the case, else the first of all."""
        self.rows.focus()

    def _fill(self) -> None:
        """Fill the rows for the available width; the same provider stays highlighted."""
        place = self._place if self._places else self._first
        options: list[Option] = []
        self._places = []
        wide, width = not self.has_class("-narrow"), max(20, self.rows.scrollable_content_region.width)
        names = fitted_names(self._capacities, width, wide=wide)
        for number, capacity in enumerate(self._capacities):
            group = self._group(capacity)
            if wide and (number == 0 or group != self._group(self._capacities[number - 1])):
                options.append(Option(Content.styled(group, MUTED), disabled=True))
                self._places.append(None)
            options.append(Option(self._row(capacity, names[number], width, wide=wide)))
            self._places.append(number)
        self.rows.set_options(options)
        self.rows.highlighted = self._places.index(place) if place in self._places else None

    def _row(self, capacity: Capacity, name: str, width: int, *, wide: bool) -> Content:
        draw = provider_in_two_lines if wide else provider_in_one_line
        return draw(capacity, name, self._meeting_session.config.balance, width, self._meeting_session.day)

    def _group(self, capacity: Capacity) -> str:
        district = self._meeting_session.config.district(capacity.provider.district)
        if capacity.provider.kind == "club" and district:
            return district.name
        return sentences.capitalise_first(providers.kind(capacity.provider.kind))

    @property
    def _first(self) -> int:
        return next((place for place, capacity in enumerate(self._capacities) if capacity.option), 0)

    @property
    def _place(self) -> int | None:
        row = self.rows.highlighted
        return self._places[row] if row is not None and row < len(self._places) else None

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        place = self._places[event.option_index]
        if place is None:
            return
        capacity = self._capacities[place]
        ahead = compute_outlook(self._meeting_session, capacity, self._case)
        self.reader.border_title = Content(f"{capacity.provider.name} · {self._group(capacity)}")
        self.reader.border_subtitle = Content(self._subject(capacity))
        self.year.show(lambda size: year_lines(capacity, ahead, Size(size.width, size.height)))
        self.staff.show(lambda size: staff_lines(capacity, ahead, self._meeting_session, self._case, size.width))
        self.reader.scroll_home(animate=False)

    def _subject(self, capacity: Capacity) -> str:
        """Return whose hours are shown as a proposal."""
        if capacity.option is None or self._case is None:
            return figures.date_numeric(self._meeting_session.day)
        hours = figures.hours_a_week(self._case.proposal.hours)
        return _("with case {case}, {hours}").format(case=self._case.item.number, hours=hours)

    # The keys

    @on(OptionList.OptionSelected)
    def action_switch(self) -> None:
        """Move between the providers and the year with its staff."""
        (self.reader if self.rows.has_focus else self.rows).focus()
