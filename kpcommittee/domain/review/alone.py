"""What a rule alone would have chosen, by the options as they were then."""

from collections.abc import Iterable

from kpcommittee.domain.capacity.options import Option


def chosen_alone(options: Iterable[Option]) -> tuple[str | None, str | None]:
    """Return what a rule without people would have chosen: by the lists alone, and by the order of the config alone.

    None without a candidate.

    Args:
        options: those that a decision froze, which are all that was known then.
    """
    candidates = [option for option in options if option.candidate]
    first = candidates[0].provider if candidates else None
    return next((option.provider for option in candidates if option.on_list), first), first
