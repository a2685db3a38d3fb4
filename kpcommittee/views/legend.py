"""The legend: what every sign on the screen means."""

from collections.abc import Iterator, Mapping

from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import _
from kpcommittee.views.bars import SYMBOLS, part_name
from kpcommittee.wording import documentation, leaders, providers, relations, states

STANCE_SYMBOLS: Mapping[str, str] = {"agree": "✓", "disagree": "×", "abstain": "–"}
"""The sign of each position beside the leader's name."""


@immutable(kw_only=False)
class Sign:
    """A sign and what it means."""

    sign: str
    meaning: str


@immutable(kw_only=False)
class Signs:
    """The signs of one place on the screen."""

    place: str
    signs: tuple[Sign, ...]


def legend() -> tuple[Signs, ...]:
    """Explain the signs of the meeting, place by place."""
    return (
        Signs(_("Cases"), tuple(_cases())),
        Signs(_("Leaders"), tuple(_leaders())),
        Signs(_("Options"), tuple(_options())),
        Signs(_("Documents"), tuple(Sign(sign, _(meaning)) for sign, meaning in documentation.SIGNS.values())),
        Signs(_("Room"), tuple(_room())),
        Signs(_("Bars"), tuple(Sign(symbol.sign, part_name(part)) for part, symbol in SYMBOLS.items())),
    )


def past_signs() -> Signs:
    """Explain the signs of past decisions."""
    return Signs(_("Outcome"), tuple(_states()))


def _states() -> Iterator[Sign]:
    for state, symbol in states.CASE_SYMBOLS.items():
        if symbol.strip():
            yield Sign(symbol, states.case_state(state))


def _cases() -> Iterator[Sign]:
    yield from _states()
    yield Sign("!", _("protected address, or no contact with the family"))


def _leaders() -> Iterator[Sign]:
    for stance, symbol in STANCE_SYMBOLS.items():
        yield Sign(symbol, leaders.stance(stance))
    yield Sign("·", _("no position yet"))
    yield Sign("!", _("a required seat is empty"))


def _options() -> Iterator[Sign]:
    yield Sign("★", _("recommended"))
    for count in (3, 2, 1):
        yield Sign(relations.strength_symbol(count), relations.strength_word(count))
    yield Sign("✓", _("on the list, or can take the case"))
    yield Sign("×", _("not on the list, or cannot"))


def _room() -> Iterator[Sign]:
    for status in providers.ROOM:
        yield Sign(providers.status_symbol(status), providers.status(status))
