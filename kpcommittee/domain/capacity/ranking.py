"""How options are ordered: what each list offers, who is second, and what a rule alone would choose."""

from collections.abc import Iterable, Mapping, Sequence

from kpcommittee.domain.capacity.options import Option
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import ListKind


@immutable
class ListOffer:
    """The options that one list offers a child with problems on both lists."""

    list: ListKind | None
    """None for considered options that no list offers, and for all options if the problems are on one list."""
    problems: tuple[str, ...]
    """The problems that are on the list."""
    options: tuple[Option, ...]
    """In their display order."""


def rank_options(options: Iterable[Option]) -> tuple[Option, ...]:
    """Sort the options for display: the recommended one, the candidates, the others in question, then the rest.

    Candidates and others in question are ranked by relation, then by room, never by cost. The rest keep their order.
    For problems on both lists, the offers of the clubs' list come before those of the specialists' list.
    """
    return tuple(sorted(options, key=_rank_key))


def offers_by_list(options: Iterable[Option], lists: Mapping[str, ListKind]) -> tuple[ListOffer, ...]:
    """Group the considered options by the list that offers them: the clubs' list, the specialists', then the others."""
    considered = [option for option in rank_options(options) if option.considered]
    kinds: list[ListKind | None] = [kind for kind in _ORDER if kind in lists.values()]
    offers = tuple(
        ListOffer(
            list=kind,
            problems=tuple(code for code, primarily in lists.items() if primarily == kind),
            options=tuple(option for option in considered if option.for_list == kind),
        )
        for kind in (kinds if len(kinds) > 1 else [])
    )
    others = tuple(option for option in considered if not offers or option.for_list is None)
    return (*offers, ListOffer(list=None, problems=(), options=others)) if others else offers


_ORDER: Mapping[ListKind | None, int] = {"club": 0, "specialist": 1, None: 2}


def _rank_key(option: Option) -> tuple[bool, bool, bool, int, int, bool]:
    return (
        not option.clear,
        not option.candidate,
        not option.considered,
        _ORDER[option.for_list],
        -option.strength,
        option.considered and option.excluded_by is not None,
    )


def runner_up(options: Sequence[Option], first: str) -> Option | None:
    """Return the candidate with room that has the strongest relation after the first; None if there is a tie.

    Args:
        options: of one case.
        first: the provider that is recommended or decided for.
    """
    others = [option for option in options if option.candidate and option.provider != first]
    for option in others:
        rivals = [other for other in others if other is not option]
        if option.excluded_by is None and all(option.strength > other.strength for other in rivals):
            return option
    return None


def choose_by_rules(options: Iterable[Option]) -> tuple[str | None, str | None]:
    """Return what a rule without people would have chosen: by the lists, and by the order of the config.

    None without a candidate.

    Args:
        options: those that a decision froze, which are all that were known then.
    """
    candidates = [option for option in options if option.candidate]
    first = candidates[0].provider if candidates else None
    return next((option.provider for option in candidates if option.on_list), first), first
