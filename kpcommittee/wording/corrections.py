"""Words what a correction changed, for the minutes and for the dialog that asks for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from kpcommittee.domain.capacity.balance import Week
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.seat_changes import SeatChange
from kpcommittee.locale import N_, _
from kpcommittee.wording import figures, leaders
from kpcommittee.wording.cautions import caution_name
from kpcommittee.wording.names import Names


def carried_otherwise(day: date, *, approved: bool) -> str:
    """Say that a later meeting carries the uncorrected decision, and what to do about it."""
    advice = _("Correct it there too.") if approved else _("Correct it there too, once those minutes are approved.")
    statement = _("The meeting on {date} carries the decision as it was: its minutes will say something else.")
    return f"{statement.format(date=figures.date_numeric(day))} {advice}"


PARTS: Mapping[str, str] = {
    "provider": N_("the provider"),
    "staff": N_("the contact person"),
    "start": N_("the start"),
    "end": N_("the end"),
    "hours": N_("the hours"),
    "second_choice": N_("the alternative"),
    "reason": N_("the reason"),
    "first_follow_up_due": N_("the first follow-up"),
    "capacity": N_("the capacity"),
    "postponed": N_("the reason for the postponement"),
    "withdrawn": N_("the reason for the withdrawal"),
    "returned": N_("what was missing"),
    "missing": N_("what was missing"),
    "note": N_("the note"),
    "remark": N_("the remark of {which}"),
    "answer": N_("the answer to “{which}”"),
    "seat": N_("the seat of {which}"),
    "stance": N_("the position of {which}"),
    "name": N_("the child's name"),
    "birth_date": N_("the child's birth date"),
    "cpr": N_("the child's personal number"),
    "informed": N_("the name of who is informed"),
}
"""Each part that a correction can change, in the middle of a sentence."""


@immutable
class StanceWithName:
    """A leader's position, with the name of the provider preferred instead."""

    stance: str
    provider: str | None = None
    remark: str | None = None


Value = str | date | Decimal | Week | Seat | StanceWithName | None
"""A part of a decision: a number is hours a week, a capacity the chosen provider's worst week."""


def change_sentence(part: str, before: Value, after: Value, beside: date | None = None) -> str:
    """Say that one part was changed, added or removed: `begrundelsen »X« er ændret til »Y«`.

    Args:
        part: a key of `PARTS`, perhaps with a colon and whose or which text it is.
        before: a text, a day, hours a week, a provider's week, or a seat's leader or position. None if there was
            nothing.
        after: the new value, of the same kind.
        beside: a day; a week of another year is written with its year.
    """
    values = {"what": part_named(part), "before": _value(before, beside), "after": _value(after, beside)}
    if before is None and after is None:
        # Personal data: the old value is never shown.
        return _("{what} is put right").format(**values)
    if before is None:
        return _("{what} {after} is added").format(**values)
    if after is None:
        return _("{what} {before} is removed").format(**values)
    return _("{what} {before} is changed to {after}").format(**values)


def part_named(code: str) -> str:
    """Name a part: `the start`, or with a detail after a colon, `the remark of skolelederen`."""
    part, _colon, which = code.partition(":")
    if not which:
        return _(PARTS.get(part, part))
    return _(PARTS[part]).format(which=_WHICH[part](which))


def seat_changes(change: SeatChange, names: Names) -> Iterator[tuple[str, Value, Value]]:
    """Yield code, before and after of each change in a seat: who sat there, and their position."""
    if change.before != change.after:
        yield f"seat:{change.role}", change.before, change.after
    before, after = _stance_of(change.position_before, names), _stance_of(change.position_after, names)
    if before != after:
        yield f"stance:{change.role}", before, after


def _stance_of(position: PositionTaken | None, names: Names) -> StanceWithName | None:
    if position is None:
        return None
    provider = names.provider(position.provider) if position.provider else None
    return StanceWithName(stance=position.stance, provider=provider, remark=position.remark)


def balance_then(lines: Iterable[BalanceLine], beside: date) -> str:
    """Say how full providers were in an earlier version, in their worst week: `Klub Øst 86 % i u. 3`."""
    text = _("{provider} {taken} in {week}")
    return "; ".join(
        text.format(provider=line.name, taken=figures.share_in_use(line.after), week=figures.week(line.week, beside))
        for line in lines
    )


_WHICH: Mapping[str, Callable[[str], str]] = {
    "answer": caution_name,
    "remark": leaders.the_role,
    "seat": leaders.the_role,
    "stance": leaders.the_role,
}
"""The part before the colon → how to name what is after it."""


def value_text(value: Seat | StanceWithName) -> str:
    """Say who sat in a seat, or their position: `Lone: afbud`, `uenig, foretrækker Klub Vest: bemærkning`."""
    if isinstance(value, StanceWithName):
        preference = value.provider and _("wants {provider}").format(provider=value.provider)
        stance = ", ".join(filter(None, (leaders.stance(value.stance), preference)))
        return ": ".join(filter(None, (stance, value.remark)))
    if value.substitute_for:
        return _("{name}, substitute for {leader}").format(name=value.person, leader=value.substitute_for)
    return value.person or ": ".join(filter(None, (value.leader, leaders.seat_status(value.status))))


def _value(value: Value, beside: date | None) -> str:
    """Write a value: days and weeks plainly, texts in quotation marks."""
    if isinstance(value, Seat | StanceWithName):
        value = value_text(value)
    if isinstance(value, Week):
        week = figures.week(value.iso, beside)
        return _("{taken} in {week}").format(taken=figures.share_in_use(value.figures), week=week)
    if isinstance(value, date):
        return figures.date_numeric(value)
    if isinstance(value, Decimal):
        return figures.hours_a_week(value)
    return _("“{text}”").format(text=value)
