"""The second choice: which option is clear when the first one falls away."""

from collections.abc import Sequence

from kpcommittee.domain.capacity.options import Option


def runner_up(options: Sequence[Option], first: str) -> Option | None:
    """The candidate with room that is known better than every other one beside the first; nothing where some are equal.

    Args:
        options: of one case.
        first: the provider that is recommended or decided for.
    """
    others = [option for option in options if option.candidate and option.provider != first]
    for option in others:
        rest = [other for other in others if other is not option]
        if option.excluded_by is None and all(option.strength > other.strength for other in rest):
            return option
    return None
