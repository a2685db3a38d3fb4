"""The two lists a placement begins with: which provider, and who there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from kpcommittee.domain.capacity.options import Option, Recommendation
from kpcommittee.locale import _
from kpcommittee.tui.decide.option_rows import Columns, option_row, staff_row
from kpcommittee.tui.widgets.key_list import KeyList


class ProviderList(KeyList):
    """The options for one case; the highlighted one is chosen."""

    @dataclass
    class Chosen(Message):
        """Another provider was chosen."""

        option: Option

    def __init__(
        self, options: Sequence[Option], recommendation: Recommendation, chosen: str | None, width: int
    ) -> None:
        """Show the options in their order and about that width, with one chosen or none."""
        self._offered = tuple(options)
        self._recommended = recommendation.provider
        self._made_for = width
        super().__init__(*self._rows(width), id="providers")
        places = [place for place, option in enumerate(self._offered) if option.provider == chosen]
        self.highlighted = self._told = places[0] if places else None
        """What others know to be chosen."""

    @property
    def chosen(self) -> Option | None:
        """The chosen provider."""
        return None if self.highlighted is None else self._offered[self.highlighted]

    @on(events.Resize)
    def _fill_the_width(self) -> None:
        width = self.scrollable_content_region.width
        if abs(width - self._made_for) > 1:
            self._made_for = width
            for place, row in enumerate(self._rows(width)):
                self.replace_option_prompt_at_index(place, row.prompt)

    def _rows(self, width: int) -> Iterable[Row]:
        columns = Columns.of(self._offered, width)
        for option in self._offered:
            yield Row(option_row(option, columns, recommended=option.provider == self._recommended))

    @on(OptionList.OptionHighlighted)
    def _translate(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.chosen is not None and self.highlighted != self._told:
            self._told = self.highlighted
            self.post_message(self.Chosen(self.chosen))


class StaffList(KeyList):
    """The people of the chosen provider; the last row names nobody yet."""

    @dataclass
    class Chosen(Message):
        """Another person was chosen, or nobody."""

        staff: str | None

    def __init__(self) -> None:
        """Nobody can be chosen before a provider is."""
        super().__init__(id="people")
        self._staff_ids: tuple[str | None, ...] = ()
        self._told: int | None = None

    @property
    def chosen(self) -> str | None:
        """The id of the chosen person."""
        return self._staff_ids[self.highlighted] if self.highlighted is not None and self._staff_ids else None

    def show(self, option: Option, staff: str | None) -> None:
        """Show the people of a provider, with one chosen or nobody yet."""
        ids = (*(one.staff for one in option.staff), None)
        rows = [Row(staff_row(one)) for one in option.staff]
        later = Row(Content(_("to be named later")))
        self._staff_ids = ids
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options([*rows, later])
            self.highlighted = self._told = ids.index(staff) if staff in ids else len(ids) - 1

    @on(OptionList.OptionHighlighted)
    def _translate(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.highlighted != self._told:
            self._told = self.highlighted
            self.post_message(self.Chosen(self.chosen))
