"""The facts of several options side by side, or one under the other where there is no room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kpcommittee.domain.capacity.options import Option, StaffOption, lists_of
from kpcommittee.domain.case import Case
from kpcommittee.locale import _
from kpcommittee.tui.widgets.text import (
    BAD,
    GOOD,
    KEY,
    MUTED,
    STATUS_STYLES,
    STRONG,
    WARN,
    bar,
    joined,
    labelled,
    text,
    wrapped,
)
from kpcommittee.views.capacity import left
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import caution_name, excluded, source

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.law import Law
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.domain.provider import Period, Provider

LABEL, GAP = 11, 2
WIDE, NARROWEST = 100, 17
"""Cells of the whole and of a column; with fewer the options stand one under the other."""
BAR = 24
ROOMY = 32
"""From this width on what is said of a person stands beside the name, and facts are set apart."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one option is compared on: a label, and lines of text under it, in the order of reading."""

    option: Option
    rows: tuple[tuple[str, tuple[Content, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """What the facts are drawn from."""

    case_view: "CaseView"
    config: "Config"
    law: "Law"

    @property
    def case(self) -> Case:
        """The chosen case."""
        return self.case_view.item.case

    def facts(self, option: Option, width: int) -> Facts:
        """Return the facts of one option, for a column of that width; cost comes last."""
        rows = (
            (_("Relation"), self._relation(option)),
            (_("List"), self._lists(option, width)),
            (_("Child"), self._wish(option)),
            (_("District"), self._district(option)),
            (_("Capacity"), self._room(option, min(BAR, width))),
            (_("Club offer"), self._offer(option)),
            (_("People"), tuple(self._people(option, width))),
            (_("Excluded"), self._excluded(option)),
            (_("Cost"), self._cost(option)),
        )
        return Facts(option, tuple((label, lines or (text((figures.NONE, MUTED)),)) for label, lines in rows))

    def _relation(self, option: Option) -> tuple[Content, ...]:
        known = option.relation
        if known is None:
            return ()
        since = _("since {year}").format(year=known.since.year) if known.since else ""
        strength = f"{words.strength(known.strength)} {words.strength_word(known.strength)}"
        return (text((strength, KEY)), joined([known.person, (since, MUTED)]))

    def _lists(self, option: Option, width: int) -> tuple[Content, ...]:
        provider = self._provider(option)
        found = []
        for code, primarily in lists_of(self.case, self.config).items():
            named = words.problem(code, self.config)
            if provider.list == primarily:
                found.append(text(("✓ ", GOOD), named).truncate(width, ellipsis=True))
            else:
                found.append(text(("× ", WARN), named).truncate(width, ellipsis=True))
                found.append(text((f"  {words.list_name(primarily)}", MUTED)))
        return tuple(found)

    def _wish(self, option: Option) -> tuple[Content, ...]:
        if option.wish is None:
            return ()
        return (text((words.wish(option.wish), GOOD if option.wish == "asked_for" else BAD)),)

    def _district(self, option: Option) -> tuple[Content, ...]:
        district = self.config.district(self._provider(option).district)
        if district is None:
            return (text(_("every district")),)
        if option.own_district:
            return (text(_("{district}, the child's own").format(district=district.name)),)
        return (text((_("{district}, neighbour district").format(district=district.name), WARN)),)

    def _room(self, option: Option, width: int) -> tuple[Content, ...]:
        before, after = option.before, option.after
        status = (f"{words.status_symbol(option.room)} {words.status(option.room)}", STATUS_STYLES[option.room])
        week = figures.week(option.worst_week, self.case_view.proposal.start)
        if after.room is None:
            hours = f"{figures.hours(before.used)} → {figures.hours_a_week(after.used)}"
            return (text(hours), joined([status, (week, MUTED)]))
        change = f"{figures.share(before.share).rstrip('% ')} → {figures.share(after.share)}"
        return (bar(before, after, width), text(change), joined([status, (week, MUTED)]), text(left(after)))

    def _offer(self, option: Option) -> tuple[Content, ...]:
        offer = figures.offer(option.offer_before, option.offer_after)
        return (text(offer),) if offer else ()

    def _people(self, option: Option, width: int) -> Iterator[Content]:
        """Those with room, the known ones first; then those who cannot, and who bridges it."""
        free = [one for one in option.staff if not one.excluded_by]
        for one in sorted(free, key=lambda one: (-_strength(one), not one.competent)):
            trained = (_("trained for it"), GOOD) if one.competent else None
            yield from _beside(self._name(one), joined([self._hours(one), trained]), width)
        for one in option.staff:
            if one.excluded_by:
                yield from self._away(one, option, free, width)

    def _away(self, one: StaffOption, option: Option, free: Sequence[StaffOption], width: int) -> Iterator[Content]:
        assert one.excluded_by is not None, "asked for those who cannot"
        leave = self._leave(one, option)
        why = _("on leave until {date}").format(date=figures.date_short(leave.end)) if leave else ""
        if not why:
            why = _("no room") if one.excluded_by == "person_over_max" else caution_name(one.excluded_by)
        name = text(("× ", WARN), (one.name, MUTED), (f" {words.strength(_strength(one))}".rstrip(), KEY))
        yield from _beside(name, text((why, WARN)), width)
        if leave and _strength(one) and free:
            bridge = max(free, key=lambda other: (other.competent, other.free or 0))
            yield text(("  " + _("until then perhaps {name}").format(name=bridge.name), MUTED))

    def _name(self, one: StaffOption) -> Content:
        return text(("✓ ", GOOD), one.name, (f" {words.strength(_strength(one))}".rstrip(), KEY))

    def _hours(self, one: StaffOption) -> str:
        return _("no limit") if one.free is None else _("{hours} h free").format(hours=figures.hours(one.free))

    def _leave(self, one: StaffOption, option: Option) -> "Period | None":
        member = self._provider(option).member(one.staff)
        return member.on_leave(self._start) if member else None

    def _excluded(self, option: Option) -> tuple[Content, ...]:
        """Return what speaks against it, each with the line of the rule."""
        codes = [(option.excluded_by, excluded(option.excluded_by))] if option.excluded_by else []
        if not option.on_list:
            codes.append(("from_list", _("not on the list")))
        if not option.own_district and option.relation is None:
            codes.append(("bench", _("another district")))
        return tuple(
            text((said, BAD if code == option.excluded_by else WARN), self._source(code)) for code, said in codes
        )

    def _source(self, code: str) -> tuple[str, str]:
        found = source(self.law.reference(code))
        return (f" {found}" if found else "", MUTED)

    def _cost(self, option: Option) -> tuple[Content, ...]:
        if option.cost_per_month is None:
            return ()
        cost = figures.kroner(option.cost_per_month.quantize(1))
        return (text((_("{cost} a month").format(cost=cost), MUTED)),)

    @property
    def _start(self) -> date:
        return self.case_view.proposal.start

    def _provider(self, option: Option) -> "Provider":
        found = self.config.provider(option.provider)
        assert found is not None, "options are made of the config's providers"
        return found


def _beside(name: Content, said: Content, width: int) -> tuple[Content, ...]:
    """Return a name and what is said of the person: in one line where there is room."""
    return (joined([name, said]),) if width >= ROOMY else (name, *wrapped(said, width, 2))


def _strength(one: StaffOption) -> int:
    return one.relation.strength if one.relation else 0


# ---- laying out ----------------------------------------------------------------------------------


def column_width(width: int, options: int) -> int | None:
    """Cells of a column side by side; nothing where the options must stand one under the other."""
    column = (width - LABEL) // max(1, options) - GAP
    return column if width >= WIDE and column >= NARROWEST else None


def side_by_side(found: Sequence[Facts], heads: Sequence[Content], column: int) -> list[Content]:
    """Return one column for each option; the facts of a row begin on one line."""
    lines = _row("", [[head] for head in heads], column)
    for place, (label, _lines) in enumerate(found[0].rows if found else ()):
        cells = [[line for whole in facts.rows[place][1] for line in whole.wrap(column)] for facts in found]
        apart = [Content("")] if column >= ROOMY or place == 0 else []
        lines += [*apart, *_row(label, cells, column)]
    return lines


def _row(label: str, cells: Sequence[Sequence[Content]], column: int) -> list[Content]:
    lines = []
    for n in range(max(map(len, cells), default=0)):
        parts = [_padded(cell[n] if n < len(cell) else Content(""), column) for cell in cells]
        said = label if n == 0 else ""
        lines.append(text((f"{said[: LABEL - 1]:<{LABEL}}", MUTED), Content(" " * GAP).join(parts)))
    return lines


def _padded(content: Content, width: int) -> Content:
    short = content.truncate(width, ellipsis=True)
    return short.pad_right(width - short.cell_length)


def stacked(facts: Facts, head: Content, width: int) -> list[Content]:
    """Return one option, its facts one under the other."""
    lines = [head]
    for label, values in facts.rows:
        lines += labelled(label, values, width, LABEL)
    return [*lines, Content("")]


def head_of(option: Option, *, recommended: bool, chosen: bool, width: int) -> Content:
    """Return the name; a star when it is recommended, reversed when the chair is there."""
    star = "★ " if recommended else "  "
    role = _("candidate") if option.candidate else ""
    name = Content(f"{star}{option.name}").truncate(max(4, width - 1), ellipsis=True)
    style = f"{STRONG} reverse" if chosen else STRONG if option.candidate else MUTED
    said = text((name.plain, style))
    room = width - said.cell_length - 2
    return said + Content.styled(f"  {role}", MUTED) if role and len(role) <= room else said
