"""The two lists a placement begins with: which provider, and who there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from rich.cells import cell_len
from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.capacity.options import Option, Recommendation, RelationFact, StaffOption
from kpcommittee.locale import _, ngettext
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import MUTED, STATUS_STYLES
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import caution_name

WIDE = 96
"""From this width on the known person and the cost have columns of their own."""

STATUS = 9
"""Cells of the room's status."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of each column; a column is as wide as it must be, and the facts take what is left."""

    name: int
    known: int
    change: int
    facts: int
    cost: int
    """No cells where there is no room for the cost."""

    @classmethod
    def of(cls, options: Sequence[Option], width: int) -> Self:
        """For those options in so many cells."""
        wide = width >= WIDE
        known = _widest([_relation(one.relation, named=True) for one in options], 17) if wide else 4
        name = _widest([one.name for one in options], 20 if wide else 17)
        change = _widest([_briefly(one.before, one.after) for one in options], 16)
        cost = _widest([_cost(one) for one in options], 20) if wide else 0
        return cls(name, known, change, max(1, width - 2 - name - known - STATUS - change - cost), cost)


def option_row(option: Option, columns: Columns, *, recommended: bool) -> Content:
    """Return one provider: name, relation, room before → after, facts, and last the cost."""
    style = "" if option.candidate else MUTED
    row = Content("").join(
        [
            Content.styled("★ " if recommended else "  ", "bold"),
            _cell(option.name, columns.name, style),
            _cell(_relation(option.relation, named=columns.cost > 0), columns.known, style),
            _room(option, STATUS + columns.change),
            _cell(" · ".join(_facts(option)), columns.facts, style or MUTED),
            Content.styled(_cost(option).rjust(columns.cost) if columns.cost else "", style or MUTED),
        ]
    )
    return row.rstrip()  # blanks behind the last fact must not be what a narrower list cuts off


def effect_line(option: Option) -> Content:
    """Return what the placement does to the provider: its worst week, before → after."""
    after, before = option.after, option.before
    effect = _("{provider}, {week}: {change}").format(
        provider=option.name, week=figures.week(option.worst_week), change=_change(before, after)
    )
    word = f"{words.status_symbol(option.room)} {words.status(option.room)}"
    offer = figures.offer(option.offer_before, option.offer_after)
    status = (word, STATUS_STYLES[option.room])
    return Content.assemble(f"{effect}  ", status, _left(after), (f"  {offer}", MUTED)).rstrip()


def staff_row(person: StaffOption) -> Content:
    """Return one person: relation, free hours, children, what speaks against."""
    facts = [
        _("{hours} h free").format(hours=figures.hours(person.free)) if person.free is not None else _("no limit"),
        ngettext("{n} child", "{n} children", person.children).format(n=person.children),
        _("trained for this") if person.competent else "",
    ]
    if person.excluded_by:
        # Beside the free hours "no free hours" would read as a contradiction: they are too few for this case.
        facts.insert(0, _("no room") if person.excluded_by == "person_over_max" else caution_name(person.excluded_by))
    strength = words.strength(person.relation.strength if person.relation else 0)
    style = MUTED if person.excluded_by else ""
    return Content("").join(
        [
            _cell(person.name, 20, style),
            _cell(strength, 4, style),
            Content.styled(" · ".join(filter(None, facts)), MUTED),
        ]
    )


def _facts(option: Option) -> list[str]:
    """Put first what sets the option apart, so that it is read where the column is narrow."""
    facts = [words.wish(option.wish)] if option.wish else []
    if option.excluded_by and option.excluded_by not in ("declined", "over_capacity"):
        facts.append(caution_name(option.excluded_by))
    if option.room == "no_limit":
        facts.append(words.status("no_limit"))
    if not option.own_district:
        facts.append(_("other district"))
    facts.append(_("on the list") if option.on_list else _("off the list"))
    return facts


def _cost(option: Option) -> str:
    if option.cost_per_month is None:
        return ""
    whole = option.cost_per_month.quantize(Decimal(1), ROUND_HALF_UP)
    return _("{amount} a month").format(amount=figures.kroner(whole))


def _relation(relation: RelationFact | None, *, named: bool) -> str:
    if relation is None:
        return ""
    strength = words.strength(relation.strength)
    return f"{strength} {relation.person}" if named else strength


def _room(option: Option, width: int) -> Content:
    word = f"{words.status_symbol(option.room)} {words.status(option.room)}"
    if option.room == "no_limit":
        word = words.status_symbol(option.room)
    change = _briefly(option.before, option.after)
    return Content.styled(_fit(word, STATUS), STATUS_STYLES[option.room]) + Content(_fit(change, width - STATUS))


def _change(before: Figures, after: Figures) -> str:
    """Return `68 → 87 %`, or the hours where no limit is set."""
    if after.room is None:
        return f"{figures.hours(before.used)} → {figures.hours_a_week(after.used)}"
    return f"{figures.share(before.share).rstrip('% ')} → {figures.share(after.share)}"


def _briefly(before: Figures, after: Figures) -> str:
    """Return the same for a row: all hours here are those of a week."""
    if after.room is None:
        hours = _("{hours} h").format(hours=figures.hours(after.used))
        return f"{figures.hours(before.used)} → {hours}"
    return _change(before, after)


def _left(after: Figures) -> str:
    if after.room is None:
        return ""
    sentence = _("{free} h free, {over} h over") if after.over else _("{free} h free")
    return "  " + sentence.format(free=figures.hours(after.free), over=figures.hours(after.over))


def _widest(texts: Sequence[str], most: int) -> int:
    """Return the cells of the widest one and of the space behind it."""
    return min(most, max((cell_len(text) + 1 for text in texts if text), default=0))


def _cell(text: str, width: int, style: str = "") -> Content:
    return Content.styled(_fit(text, width), style)


def _fit(text: str, width: int) -> str:
    content = Content(text).truncate(width - 1, ellipsis=True)
    return content.plain + " " * max(0, width - content.cell_length)


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
