"""The options and their people as rows: facts in columns that everyone at the table can check."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from textual.content import Content

from kpcommittee.domain.balance import Figures
from kpcommittee.domain.options import Option, Recommendation, RelationFact, StaffOption
from kpcommittee.locale import _, ngettext
from kpcommittee.tui.widgets.lines import MUTED, STATUS_STYLES
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import caution_name

WIDE = 88
"""From this width on the known person and the cost have columns of their own."""


def in_order(options: Sequence[Option], recommendation: Recommendation) -> tuple[Option, ...]:
    """The recommended one, the candidates, those the child knows or speaks of, then the others."""
    return tuple(sorted(options, key=lambda one: _rank(one, recommendation)))


def option_row(option: Option, width: int, *, recommended: bool) -> Content:
    """One provider: name, relation, room before → after, facts."""
    wide = width >= WIDE
    name, known = (22, 17) if wide else (17, 4)
    room = 22
    facts = " · ".join(_facts(option, wide=wide))
    rest = max(1, width - 2 - name - known - room)
    style = "" if option.candidate else MUTED
    return Content("").join(
        [
            Content.styled("★ " if recommended else "  ", "bold"),
            _cell(option.name, name, style),
            _cell(_relation(option.relation, named=wide), known, style),
            _room(option, room),
            _cell(facts, rest, style or MUTED),
        ]
    )


def effect_line(option: Option) -> Content:
    """What the placement does to the provider: its worst week, before → after."""
    after, before = option.after, option.before
    said = _("{provider}, {week}: {change}").format(
        provider=option.name, week=figures.week(option.worst_week), change=_change(before, after)
    )
    word = f"{words.status_symbol(option.room)} {words.status(option.room)}"
    return Content.assemble(f"{said}  ", (word, STATUS_STYLES[option.room]), _left(after))


def staff_row(one: StaffOption) -> Content:
    """One person: relation, free hours, children, what speaks against."""
    facts = [
        _("{hours} h free").format(hours=figures.hours(one.free)) if one.free is not None else _("no limit"),
        ngettext("{n} child", "{n} children", one.children).format(n=one.children),
        _("trained for this") if one.competent else "",
    ]
    if one.excluded_by:
        # Beside the free hours "no free hours" would read as a contradiction: they are too few for this case.
        facts.insert(0, _("no room") if one.excluded_by == "person_over_max" else caution_name(one.excluded_by))
    strength = words.strength(one.relation.strength if one.relation else 0)
    style = MUTED if one.excluded_by else ""
    return Content("").join(
        [_cell(one.name, 20, style), _cell(strength, 4, style), Content.styled(" · ".join(filter(None, facts)), MUTED)]
    )


def _rank(option: Option, recommendation: Recommendation) -> int:
    if option.provider == recommendation.provider:
        return 0
    if option.candidate:
        return 1
    return 2 if option.relation or option.wish else 3


def _facts(option: Option, *, wide: bool) -> list[str]:
    """What sets it apart comes first, so that it survives where the column is narrow."""
    facts = [words.wish(option.wish)] if option.wish else []
    if option.excluded_by and option.excluded_by not in ("declined", "over_capacity"):
        facts.append(caution_name(option.excluded_by))
    if option.room == "no_limit":
        facts.append(words.status("no_limit"))
    if not option.own_district:
        facts.append(_("other district"))
    facts.append(_("on the list") if option.on_list else _("off the list"))
    if wide and option.cost_per_month is not None:
        whole = option.cost_per_month.quantize(Decimal(1), ROUND_HALF_UP)
        facts.append(_("{amount} a month").format(amount=figures.kroner(whole)))
    return facts


def _relation(relation: RelationFact | None, *, named: bool) -> str:
    if relation is None:
        return ""
    strength = words.strength(relation.strength)
    return f"{strength} {relation.person}" if named else strength


def _room(option: Option, width: int) -> Content:
    word = f"{words.status_symbol(option.room)} {words.status(option.room)}"
    if option.room == "no_limit":
        word = words.status_symbol(option.room)
    change = _change(option.before, option.after)
    return Content.styled(_fit(word, 9), STATUS_STYLES[option.room]) + Content(_fit(change, width - 9))


def _change(before: Figures, after: Figures) -> str:
    """`68 → 87 %`, or the hours where no limit is set."""
    if after.room is None:
        return f"{figures.hours(before.used)} → {figures.hours_a_week(after.used)}"
    return f"{figures.share(before.share).rstrip('% ')} → {figures.share(after.share)}"


def _left(after: Figures) -> str:
    if after.room is None:
        return ""
    said = _("{free} h free, {over} h over") if after.over else _("{free} h free")
    return "  " + said.format(free=figures.hours(after.free), over=figures.hours(after.over))


def _cell(text: str, width: int, style: str = "") -> Content:
    return Content.styled(_fit(text, width), style)


def _fit(text: str, width: int) -> str:
    content = Content(text).truncate(width - 1, ellipsis=True)
    return content.plain + " " * max(0, width - content.cell_length)
