"""Capacity over the year: every provider's bar, one provider's weeks against its limit, and its staff."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kpcommittee.locale import N_, _
from kpcommittee.services.capacity import Capacity, capacities, outlook
from kpcommittee.tui.capacity.lines import staff_lines, two_lines, whole_line, year_lines
from kpcommittee.tui.screens.help import ExplainedScreen, help_key
from kpcommittee.tui.widgets.drawn import Drawn, Reader
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import MUTED
from kpcommittee.wording import figures, words

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.services.meeting_session import MeetingSession

WIDE = 108
"""From this width on the providers stand beside the year."""


class CapacityScreen(ExplainedScreen, Screen[None]):
    """Shows the year of the highlighted provider."""

    CSS_PATH = "capacity.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (the framework's declaration)
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("capacity"),
        Binding("enter", "switch", N_("providers or staff"), id="capacity.switch",
                tooltip=N_("Go from the providers to the year and the staff, and back.")),
        Binding("escape,q,p", "leave", N_("back"), key_display="esc", id="capacity.leave",
                tooltip=N_("Go back to the meeting.")),
    ]  # fmt: skip

    rows = query_one(KeyList)
    reader = query_one(Reader)
    year = query_one("#year", Drawn)
    staff = query_one("#staff", Drawn)

    def __init__(self, meeting_session: "MeetingSession", case_number: str | None = None) -> None:
        """Begin with the meeting as it stands, and with the case on the table as a proposal."""
        super().__init__()
        self._meeting_session = meeting_session
        self._case: CaseView | None = meeting_session.view_case(case_number) if case_number else None
        self._capacities = capacities(meeting_session, self._case)
        self._places: list[int | None] = []
        """The provider of each row; nothing where a district is named."""

    def compose(self) -> ComposeResult:
        """The providers, and the year of one of them."""
        rows = KeyList()
        rows.border_title, rows.border_subtitle = Content(_("Capacity over the year")), Content(_("worst week"))
        yield rows
        with Reader():
            yield Drawn("year")
            yield Drawn("staff")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin with the first provider in question for the case, else with the first."""
        self.rows.focus()

    @on(events.Resize)
    def _fill_anew(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        """The rows for the width there is; the same provider stays highlighted."""
        place = self._place if self._places else self._first
        options: list[Option] = []
        self._places = []
        wide, width = self.has_class("-wide"), self.rows.scrollable_content_region.width
        for number, one in enumerate(self._capacities):
            group = self._group(one)
            if wide and (number == 0 or group != self._group(self._capacities[number - 1])):
                options.append(Option(Content.styled(group, MUTED), disabled=True))
                self._places.append(None)
            options.append(Option(self._row(one, width, wide=wide)))
            self._places.append(number)
        self.rows.set_options(options)
        self.rows.highlighted = self._places.index(place) if place in self._places else None

    def _row(self, one: Capacity, width: int, *, wide: bool) -> Content:
        drawn = two_lines if wide else whole_line
        return drawn(one, self._meeting_session.config.balance, max(20, width), self._meeting_session.day)

    def _group(self, one: Capacity) -> str:
        district = self._meeting_session.config.district(one.provider.district)
        if one.provider.kind == "club" and district:
            return district.name
        return words.sentence(words.kind(one.provider.kind))

    @property
    def _first(self) -> int:
        return next((place for place, one in enumerate(self._capacities) if one.option), 0)

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
        one = self._capacities[place]
        found = outlook(self._meeting_session, one, self._case)
        self.reader.border_title = Content(f"{one.provider.name} · {self._group(one)}")
        self.reader.border_subtitle = Content(self._about(one))
        self.year.show(lambda size: year_lines(one, found, Size(size.width, size.height)))
        self.staff.show(lambda size: staff_lines(one, found, self._meeting_session, self._case, size.width))
        self.reader.scroll_home(animate=False)

    def _about(self, one: Capacity) -> str:
        """Whose hours are shown as a proposal."""
        if one.option is None or self._case is None:
            return figures.date_short(self._meeting_session.day)
        case = self._case.item.case
        return _("with case {case}, {hours}").format(
            case=case.case_number, hours=figures.hours_a_week(case.grant.hours_per_week)
        )

    # ---- the keys ----------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def action_switch(self) -> None:
        """Go from the providers to the year and the staff, and back."""
        (self.reader if self.rows.has_focus else self.rows).focus()
