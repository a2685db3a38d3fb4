"""The two lists that a placement begins with, provider and person, and the effect of what is highlighted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from rich.cells import cell_len
from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import _
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.names import shorten
from kpcommittee.tui.widgets.text import MUTED, STATUS_STYLES, line_of, styled, wrapped
from kpcommittee.views.facts import Line, Phrase, line_text, phrase, phrase_text, sum_up
from kpcommittee.views.option_facts import OptionFacts
from kpcommittee.views.option_groups import OptionGroup
from kpcommittee.views.staff_facts import StaffFacts
from kpcommittee.wording import providers, relations

WIDEST, ASIDE = 150, 17
"""The greatest width of the dialog, and the cells of its frame, its labels and a scrollbar."""

WIDE = 96
"""The width from which known person and cost have columns of their own."""

STATUS = 9
"""Cells of the room status."""

MARK = 2
"""Cells of the sign of a recommendation."""

NAME, WIDE_NAME = 17, 20
"""The most cells of a name where remarks need the rest, and in a wide list."""

SHORT_NAME = 12
"""Cells that a name always keeps."""

HOURS = 12
"""Cells that a person's free hours always keep, such as `12,38 t fri`, with a sign that more is cut."""


def width_in(columns: int) -> int:
    """Return the width of the list in a terminal of that width."""
    return min(columns, WIDEST) - ASIDE


@immutable(kw_only=False)
class Columns:
    """The cells of each column: as wide as needed, with the rest for the remarks."""

    name: int
    relation: int
    """0 where the list is too narrow for it."""
    change: int
    """The same."""
    remarks: int
    cost: int
    """0 where there is no room for it."""

    @classmethod
    def of(cls, options: Sequence[OptionFacts], remarks: Sequence[str], width: int) -> Self:
        """Return the columns for options with these remarks, in that width."""
        wide = width >= WIDE
        relation = _widest([phrase_text(facts.relation.brief) for facts in options], 17) if wide else 4
        change = _widest([facts.change for facts in options], 16)
        cost = _widest([phrase_text(facts.cost.brief) for facts in options], 20) if wide else 0
        shortest = _widest([facts.option.name for facts in options], SHORT_NAME)
        room = width - MARK - STATUS
        # The effect below repeats change and relation of the highlighted option; the status is only in the list.
        relation, change = next(
            (
                columns
                for columns in ((relation, change), (relation, 0), (0, 0))
                if sum(columns) + cost + shortest <= room
            ),
            (0, 0),
        )
        room -= relation + change + cost
        spare = room - _widest(remarks, width)
        full_width = _widest([facts.option.name for facts in options], max(0, spare))
        needed = max(full_width, *(_own_cells(facts, relation) for facts in options), 0)
        # A remark that is cut here is shown in full below the list when its option is highlighted.
        name = min(room, needed, max(WIDE_NAME if wide else NAME, spare))
        return cls(name, relation, change, max(1, room - name), cost)

    def of_name(self, facts: OptionFacts) -> int:
        """Return the cells for a name: it continues into the next column where the child knows nobody."""
        return self.name if facts.relation.brief else self.name + self.relation


def option_names(options: Sequence[OptionFacts], columns: Columns) -> list[str]:
    """Return the names fitted to their cells, each with a space after it."""
    widths = [columns.of_name(facts) for facts in options]
    names = shorten([facts.option.name for facts in options], [width - 1 for width in widths])
    return [_fit(name, width) for name, width in zip(names, widths, strict=True)]


def option_row(facts: OptionFacts, name: str, remarks: str, columns: Columns, *, recommended: bool) -> Content:
    """Return the row of one provider: fitted name, relation, room before → after, remarks and cost."""
    style = "" if facts.offered else MUTED
    relation = facts.relation.brief if columns.cost else facts.relation.brief[:1]
    cost = phrase_text(facts.cost.brief).rjust(columns.cost) if columns.cost else ""
    row = Content("").join(
        [
            Content.styled("★ " if recommended else "  ", "bold"),
            Content.styled(name, style),
            _cell(phrase_text(relation), columns.relation if relation else 0, style),
            _room(facts, STATUS + columns.change),
            _cell(remarks, columns.remarks, style or MUTED),
            Content.styled(cost, style or MUTED),
        ]
    )
    return row.rstrip()  # a narrower list must not cut off trailing blanks instead of text


def staff_columns(people: Sequence[StaffFacts], width: int) -> tuple[int, int]:
    """Return the cells of name and relation that leave room for the free hours after them."""
    names = _widest([facts.person.name for facts in people], WIDE_NAME)
    full_width = _widest([line_text(facts.in_full) for facts in people], width)
    # The effect below says whom the child knows at the highlighted provider.
    tried = (((WIDE_NAME, 4), full_width), ((names, 4), HOURS), ((names, 0), HOURS))
    fitting = (columns for columns, behind in tried if sum(columns) + behind <= width)
    return next(fitting, (max(1, width - HOURS), 0))


def staff_row(facts: StaffFacts, name_width: int, relation_width: int) -> Content:
    """Return the row of one person: name and relation in those widths, objections, free hours and children."""
    style = MUTED if facts.person.excluded_by else ""
    return Content("").join(
        [
            _cell(facts.person.name, name_width, style),
            _cell(relations.strength_symbol(facts.person.strength), relation_width, style),
            Content.styled(line_text(facts.in_full), MUTED),
        ]
    )


def _own_cells(facts: OptionFacts, relation: int) -> int:
    """Return the cells that an option's name needs in its column, with the space after it."""
    return cell_len(facts.option.name) + 1 - (0 if facts.relation.brief else relation)


def _remarks(facts: OptionFacts) -> Line:
    """Return the remarks, with what sets the option apart first: it is read even in a narrow column."""
    remarks = sum_up(facts.remarks)
    return remarks if facts.option.room != "no_limit" else (phrase(providers.status("no_limit")), *remarks)


def _room(facts: OptionFacts, width: int) -> Content:
    status, room = facts.status, facts.option.room
    word = providers.status_symbol(room) if room == "no_limit" else status.text
    return Content.styled(_fit(word, STATUS), STATUS_STYLES[room]) + Content(_fit(facts.change, width - STATUS))


def _widest(texts: Sequence[str], most: int) -> int:
    """Return the cells of the widest text and a space after it."""
    return min(most, max((cell_len(text) + 1 for text in texts if text), default=0))


def _cell(text: str, width: int, style: str = "") -> Content:
    return Content.styled(_fit(text, width), style)


def _fit(text: str, width: int) -> str:
    if width <= 0:
        return ""
    cells = cell_len(text)
    if cells >= width:
        content = Content(text).truncate(width - 1, ellipsis=True)
        text, cells = content.plain, content.cell_length
    return text + " " * (width - cells)


class FittedList(KeyList):
    """Rows that are laid out again whenever the width changes."""

    def __init__(self, *rows: Row, width: int, id: str) -> None:  # noqa: A002 (as the framework calls it)
        """Show rows that were made for about that width."""
        self._made_for = width
        super().__init__(*rows, id=id)

    def rows_for(self, width: int) -> Iterable[Row]:
        """Return the rows for a width."""
        raise NotImplementedError

    @on(events.Resize)
    def _fill_the_width(self) -> None:
        width = self.scrollable_content_region.width
        if abs(width - self._made_for) > 1:
            self._made_for = width
            self._draw()

    def _draw(self) -> None:
        for place, row in enumerate(self.rows_for(self._made_for)):
            self.replace_option_prompt_at_index(place, row.prompt)


class ProviderList(FittedList):
    """The options for one case, under the lists that offer them if there are two. The highlighted one is chosen."""

    @dataclass
    class Chosen(Message):
        """Another provider was chosen."""

        facts: OptionFacts

    def __init__(self, groups: Sequence[OptionGroup], recommended: str | None, chosen: str | None, width: int) -> None:
        """Show the options in their order at about that width, with one chosen or none.

        Args:
            groups: the facts of each option, under headings that cannot be chosen.
            recommended: the provider that is recommended.
            chosen: the provider that is chosen.
            width: the approximate cells that there will be.
        """
        self._places: list[Phrase | OptionFacts] = []
        for group in groups:
            self._places += [group.heading] if group.heading else []
            self._places += group.options
        self._recommended = recommended
        super().__init__(*self.rows_for(width), width=width, id="providers")
        self.highlighted = self._told = next((n for n, facts in self._offered if facts.option.provider == chosen), None)
        """The row whose choice was announced last."""

    @property
    def _offered(self) -> Iterator[tuple[int, OptionFacts]]:
        """The options with their places in the list."""
        return ((n, place) for n, place in enumerate(self._places) if isinstance(place, OptionFacts))

    @property
    def chosen(self) -> OptionFacts | None:
        """The chosen provider."""
        return next((facts for n, facts in self._offered if n == self.highlighted), None)

    def chosen_id(self) -> str | None:
        """Return the id of the chosen provider; None if none is chosen."""
        return self.chosen.option.provider if self.chosen else None

    def renew(self, groups: Iterable[OptionGroup], recommended: str | None) -> None:
        """Show new facts about the same options; order and choice stay as they are."""
        anew = {facts.option.provider: facts for group in groups for facts in group.options}
        self._places = [
            anew.get(place.option.provider, place) if isinstance(place, OptionFacts) else place
            for place in self._places
        ]
        self._recommended = recommended
        self._draw()

    def rows_for(self, width: int) -> Iterable[Row]:
        """Return the options in columns, under their headings."""
        options = [facts for _place, facts in self._offered]
        remarks = [line_text(_remarks(facts)) for facts in options]
        columns = Columns.of(options, remarks, width)
        texts = iter(zip(option_names(options, columns), remarks, strict=True))
        for place in self._places:
            if isinstance(place, OptionFacts):
                recommended = place.option.provider == self._recommended
                yield Row(option_row(place, *next(texts), columns, recommended=recommended))
            else:
                yield Row(styled(place).truncate(width, ellipsis=True), disabled=True)

    @on(OptionList.OptionHighlighted)
    def _translate(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.chosen is not None and self.highlighted != self._told:
            self._told = self.highlighted
            self.post_message(self.Chosen(self.chosen))


class StaffList(FittedList):
    """The people of the chosen provider; the last row names somebody later. Nobody is chosen by accident."""

    @dataclass
    class Chosen(Message):
        """Another person was chosen, or nobody."""

        staff: str | None

    def __init__(self, width: int) -> None:
        """Begin empty, at about that width: the provider is chosen first."""
        super().__init__(width=width, id="people")
        self._people: tuple[StaffFacts, ...] = ()
        self._staff_ids: tuple[str | None, ...] = ()
        self._told: int | None = None

    @property
    def chosen(self) -> str | None:
        """The id of the chosen person; None if nobody or nothing is chosen."""
        return self._staff_ids[self.highlighted] if self.highlighted is not None and self._staff_ids else None

    @property
    def is_chosen(self) -> bool:
        """Whether a person is chosen, or the row that names one later."""
        return self.highlighted is not None

    def show(self, facts: OptionFacts, staff: str | None, *, later: bool) -> None:
        """Show the people of a provider, with one of them chosen.

        Args:
            facts: the provider's.
            staff: who is chosen.
            later: whether to choose, if `staff` is None, that the person is named later.
        """
        self._people = facts.people
        ids = (*(person.person.staff for person in self._people), None)
        self._staff_ids = ids
        otherwise = len(ids) - 1 if later or not self._people else None
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options([*self.rows_for(self._made_for), Row(Content(_("to be named later")))])
            self.highlighted = self._told = ids.index(staff) if staff in ids[:-1] else otherwise

    def rows_for(self, width: int) -> Iterable[Row]:
        """Return the people in columns; the last row is the same at any width."""
        name_width, relation_width = staff_columns(self._people, width)
        return [Row(staff_row(person, name_width, relation_width)) for person in self._people]

    def propose_later(self) -> None:
        """If nothing is chosen, highlight that the person is named later, so that the chair sees the question."""
        if self.highlighted is None:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = self._told = len(self._staff_ids) - 1

    @on(OptionList.OptionHighlighted)
    def _translate(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.highlighted != self._told:
            self._told = self.highlighted
            self.post_message(self.Chosen(self.chosen))


class Effect(Static):
    """The highlighted provider's worst week before → after, and below it all other facts in full."""

    def __init__(self) -> None:
        """Begin with no provider."""
        super().__init__(id="effect")
        self._facts: OptionFacts | None = None
        self._lines = Content("")

    def show(self, facts: OptionFacts | None) -> None:
        """Show the facts about a provider, or that none is chosen."""
        self._facts = facts
        self._draw()

    @on(events.Resize)
    def _draw(self) -> None:
        width = self.size.width or self.app.size.width
        lines = effect_lines(self._facts, width) if self._facts else Content(_("No provider is chosen yet."))
        if not lines.is_same(self._lines):  # an update would lay the screen out again for the same text
            self._lines = lines
            self.update(lines)


def effect_lines(facts: OptionFacts, width: int) -> Content:
    """Return the change in the worst week and the hours left, then the other facts, in lines of that width."""
    effect = _("{provider}, {week}: {change}").format(
        provider=facts.option.name, week=facts.week.text, change=facts.change
    )
    parts = [Content(effect), styled((facts.status,)), Content(facts.left)]
    first = Content("  ").join(part for part in parts if part.plain)
    return Content("\n").join([*wrapped(first, width), *wrapped(line_of(facts.beside), width)])
