"""The options for one case side by side: the same facts for each, in the same order, cost last."""

from collections.abc import Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from kpcommittee.domain.capacity.options import Option, lists_of
from kpcommittee.domain.capacity.ranking import offers_by_list, runner_up
from kpcommittee.locale import N_, _
from kpcommittee.tui.meeting.balance import share_today
from kpcommittee.tui.screens.compare_layout import column_width, head_of, place_at, side_by_side, stack_facts
from kpcommittee.tui.screens.help import ExplainedScreen, help_key, leave_key
from kpcommittee.tui.widgets.drawn import Drawn, Reader
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.names import shorten
from kpcommittee.tui.widgets.pick import PickList
from kpcommittee.tui.widgets.text import KEY, MUTED, STRONG, WARN, join_pieces, text
from kpcommittee.views.option_facts import facts_of
from kpcommittee.wording import figures
from kpcommittee.wording.cautions import why_none

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.law import Law
    from kpcommittee.domain.meeting.case_view import CaseView

FEWEST, MOST = 3, 5
"""The fewest options to begin with, and the most on the screen."""


class CompareScreen(ExplainedScreen, Screen[str | None]):
    """Compares options; returns the provider to decide for."""

    CSS_PATH = "compare.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("compare"),
        Binding("enter", "decide", N_("decide"), id="compare.decide",
                tooltip=N_("Decide for the marked provider.")),
        Binding("left", "mark(-1)", N_("left"), id="compare.left", key_display="←",
                tooltip=N_("Mark the previous option.")),
        Binding("right", "mark(1)", N_("right"), id="compare.right", key_display="→",
                tooltip=N_("Mark the next option.")),
        Binding("plus", "add", N_("add one"), id="compare.add", key_display="+",
                tooltip=N_("Compare one more provider; there is room for five.")),
        Binding("minus", "drop", N_("leave one out"), id="compare.drop", key_display="-",
                tooltip=N_("Leave the marked provider out of the comparison.")),
        leave_key("compare"),
    ]  # fmt: skip

    reader = query_one(Reader)
    drawn = query_one(Drawn)

    def __init__(self, case_view: "CaseView", config: "Config", law: "Law") -> None:
        """Begin with at most five options: what the lists offer, and whom the child knows or mentions."""
        super().__init__()
        self._case_view, self._config, self._law = case_view, config, law
        self._ranked = case_view.ranked_options
        self._shown = list(_first(case_view, config))
        self._at = self._preferred
        """The marked option; None until the chair marks one, if nothing is recommended or decided."""
        self._tops: list[int] = []
        """The line on which each option begins, if they are drawn one below the other."""

    def compose(self) -> ComposeResult:
        """Yield the recommendation and the options."""
        item = self._case_view.item
        yield Static(self._recommendation(), id="said")
        with Reader() as reader:
            reader.border_title = Content(
                _("Options for {case} · {initials}").format(case=item.number, initials=item.case.child.initials)
            )
            reader.border_subtitle = Content(figures.hours_a_week(self._case_view.proposal.hours))
            yield Drawn("options")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Show the facts."""
        self.reader.focus()
        self._show()

    def _show(self) -> None:
        self.drawn.show(self._lines)

    def _lines(self, size: Size) -> list[Content]:
        column = column_width(size.width, len(self._shown))
        facts = [facts_of(self._case_view, self._config, self._law, option) for option in self._shown]
        heads = self._heads(column, size.width)
        if column is not None:
            self._tops = []
            return side_by_side(facts, heads, column, size.height)
        blocks = [stack_facts(option, head, size.width) for option, head in zip(facts, heads, strict=True)]
        self._tops = [sum(map(len, blocks[:n])) for n in range(len(blocks))]
        return [line for block in blocks for line in block]

    @property
    def _preferred(self) -> int | None:
        """The place of the recommended or decided option; None if it is not shown."""
        decision, recommended = self._case_view.decision, self._case_view.recommendation.provider
        preferred = decision.provider if decision else recommended
        return next((place for place, option in enumerate(self._shown) if option.provider == preferred), None)

    def _heads(self, column: int | None, width: int) -> list[Content]:
        room = column or width
        names = shorten([option.name for option in self._shown], [max(2, room - 3)] * len(self._shown))
        return [
            head_of(
                option, name,
                recommended=option.provider == self._case_view.recommendation.provider,
                chosen=place == self._at, width=room, beside=column is None,
            )
            for place, (option, name) in enumerate(zip(self._shown, names, strict=True))
        ]  # fmt: skip

    # The recommendation

    def _recommendation(self) -> Content:
        """Return the recommendation, or why there is none, and the second choice."""
        case_view = self._case_view
        lines = []
        if case_view.recommendation.provider:
            lines.append(
                text(
                    (_("Recommendation: "), MUTED),
                    (f"★ {self._config.provider_name(case_view.recommendation.provider)}", f"bold {KEY}"),
                )
            )
        else:
            lines.append(text((why_none(case_view.recommendation.why_none), WARN)))
        if case_view.decision:
            decided = text((_("Decided: "), MUTED), (self._config.provider_name(case_view.decision.provider), STRONG))
            lines.append(join_pieces([decided, (share_today(case_view), WARN)]))
        second = self._second()
        return join_pieces([*lines, text((_("2nd choice: "), MUTED), second) if second else None], "   ")

    def _second(self) -> str:
        """Return the recorded second choice; else the option that is clearly best without the first."""
        case_view = self._case_view
        if case_view.decision and case_view.decision.second_choice:
            return self._config.provider_name(case_view.decision.second_choice)
        first = case_view.decision.provider if case_view.decision else case_view.recommendation.provider
        if first is None:
            return ""
        second = runner_up(case_view.options, first)
        return second.name if second else _("none is clear")

    # The keys

    def action_mark(self, by: int) -> None:
        """Mark another option; without a mark, the first one in the direction of the arrow."""
        last = len(self._shown) - 1
        if last < 0:
            return
        before = self._at if self._at is not None else (-1 if by > 0 else last + 1)
        self._mark(min(max(0, before + by), last))

    @on(Drawn.Clicked)
    def _mark_clicked(self, event: Drawn.Clicked) -> None:
        """Mark the clicked option; a second click decides for it."""
        place = self._place_at(event.offset)
        if place is None or place >= len(self._shown):
            return
        self._mark(place)
        if event.twice:
            self.dismiss(self._shown[place].provider)

    def _place_at(self, offset: Offset) -> int | None:
        """Return the place of the option at that position."""
        column = column_width(self.drawn.size.width, len(self._shown))
        if column is not None:
            return place_at(offset.x, column)
        return sum(top <= offset.y for top in self._tops) - 1

    def _mark(self, place: int) -> None:
        self._at = place
        self._show()
        self.call_after_refresh(self._to_marked)

    def _to_marked(self) -> None:
        self.reader.scroll_to(y=self._top, animate=False)

    @property
    def _top(self) -> int:
        """The line on which the marked option begins."""
        # A screen without height draws nothing, so an added option has no place yet.
        return self._tops[self._at] if self._at is not None and self._at < len(self._tops) else 0

    @property
    def _is_seen(self) -> bool:
        """Whether the name of the marked option is visible."""
        first = self.reader.scroll_offset.y
        return first <= self._top < first + self.reader.scrollable_content_region.height

    def action_add(self) -> None:
        """Ask which provider to add."""
        unseen = [option for option in self._ranked if option not in self._shown]
        if not unseen or len(self._shown) >= MOST:
            full = _("There is room for five; leave one out first.")
            self.notify(full if unseen else _("Every provider is shown."), severity="warning", markup=False)
            return
        offered = [(option.provider, option.name) for option in unseen]
        self.app.push_screen(PickList(_("Compare too"), offered), self._add)

    def _add(self, provider: str | None) -> None:
        added = next((option for option in self._ranked if option.provider == provider), None)
        if added is not None:
            self._shown.append(added)
            self._mark(len(self._shown) - 1)

    def action_drop(self) -> None:
        """Remove the marked provider."""
        if self._at is None:
            self._ask_to_mark()
        elif len(self._shown) > 1:
            self._shown.pop(self._at)
            self._mark(min(self._at, len(self._shown) - 1))

    def action_decide(self) -> None:
        """Close with the marked provider, once it is visible."""
        if self._at is None:
            self._ask_to_mark()
        elif self._is_seen:
            self.dismiss(self._shown[self._at].provider)
        else:
            self._to_marked()

    def _ask_to_mark(self) -> None:
        self.notify(_("Mark an option with ← or → first."), severity="warning", markup=False)


def _first(case_view: "CaseView", config: "Config") -> Sequence[Option]:
    """Return the offers of the lists in turn, then others with room until there are enough to compare."""
    offers = offers_by_list(case_view.options, lists_of(case_view.item.case, config))
    in_turn = (option for options in zip_longest(*(offer.options for offer in offers)) for option in options if option)
    first_few = [*in_turn][:MOST]
    others = (option for option in case_view.ranked_options if not option.considered and option.excluded_by is None)
    first_few += islice(others, max(0, FEWEST - len(first_few)))
    return [option for option in case_view.ranked_options if option in first_few]
