"""Finds a second table of whole numbers with the same sums; numbers that differ in it cannot be worked out."""

from collections.abc import Iterable, Sequence

Row = tuple[tuple[int, int], ...]
"""Places with their signs; the changes at them, with these signs, add up to 0."""

Bounds = tuple[int, int]
"""The least and the greatest change of a number."""

REACHES = (1, 2, 6)
"""The greatest changes to try, in order: small ones are found sooner."""

_MOST_STEPS = 4_000
"""The most steps of a search. A number for which no other is found counts as determined, so that more is hidden."""


class _TooLongError(Exception):
    """The search has used up its steps."""


def find_fixed_places(rows: Sequence[Row], numbers: Sequence[int]) -> set[int]:
    """Return the places for which no table with another number was found.

    Args:
        rows: what adds up.
        numbers: the true table; consistent tables have no negative number.
    """
    fixed, open_numbers = set[int](), dict.fromkeys(range(len(numbers)))
    while open_numbers:
        place = next(iter(open_numbers))
        change = _change_at(place, rows, numbers)
        if change is None:
            fixed.add(place)
            del open_numbers[place]
        else:
            open_numbers = {place: None for place in open_numbers if not change[place]}
    return fixed


def _change_at(place: int, rows: Sequence[Row], numbers: Sequence[int]) -> list[int] | None:
    """Return a change to a table with another number at that place; None if none is found."""
    for reach in REACHES:
        allowed = [(-min(reach, number), reach) for number in numbers]
        for bounds in ((1, reach), (allowed[place][0], -1)):
            if bounds[0] > bounds[1]:
                continue
            limits = [*allowed[:place], bounds, *allowed[place + 1 :]]
            try:
                change = _Search(rows).change_within(limits)
            except _TooLongError:
                continue
            if change is not None:
                return change
    return None


class _Search:
    """A search that narrows bounds by every sum, and tries both halves if that leaves a choice."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the sums that every table keeps."""
        self._rows = rows
        self._rows_at: dict[int, list[Row]] = {}
        for row in rows:
            for place, _sign in row:
                self._rows_at.setdefault(place, []).append(row)
        self._steps = 0

    def change_within(self, bounds: list[Bounds], changed: Iterable[Row] | None = None) -> list[int] | None:
        """Return a change within the bounds that keeps every sum; None if there is none.

        Args:
            bounds: the bounds of each place.
            changed: the sums at the places whose bounds have just become tighter; None for all.

        Raises:
            _TooLongError: it takes too long to find out.
        """
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooLongError
        narrowed = self._narrow(bounds, self._rows if changed is None else changed)
        if narrowed is None:
            return None
        change = [min(max(0, low), high) for low, high in narrowed]
        for row in self._rows:
            if lack := -sum(sign * change[place] for place, sign in row):
                return self._balance_row(narrowed, change, row, lack)
        return change

    def _balance_row(self, bounds: list[Bounds], change: list[int], row: Row, lack: int) -> list[int] | None:
        """Return a change in which some number of the row makes up for the difference."""
        bounds = [*bounds]
        for place, sign in row:
            (low, high), value = bounds[place], change[place]
            more, others = ((value + 1, high), (low, value)) if lack * sign > 0 else ((low, value - 1), (value, high))
            if more[0] > more[1]:
                continue
            mended = self.change_within([*bounds[:place], more, *bounds[place + 1 :]], self._rows_at[place])
            if mended is not None:
                return mended
            bounds[place] = others
        return None

    def _narrow(self, bounds: list[Bounds], changed: Iterable[Row]) -> list[Bounds] | None:
        """Return the bounds narrowed by each sum; None if nothing fits."""
        bounds, to_do = [*bounds], dict.fromkeys(changed)
        while to_do:
            row = next(iter(to_do))
            del to_do[row]
            ends = [sorted((sign * low, sign * high)) for place, sign in row for low, high in [bounds[place]]]
            least, most = (sum(end[side] for end in ends) for side in (0, 1))
            for (place, sign), (lowest, highest) in zip(row, ends, strict=True):
                # The least and the most that the others take leave this range.
                products = sorted((sign * max(lowest, highest - most), sign * min(highest, lowest - least)))
                if products[0] > products[1] or max(lowest, highest - most) > min(highest, lowest - least):
                    return None
                if (products[0], products[1]) != bounds[place]:
                    bounds[place] = (products[0], products[1])
                    to_do |= dict.fromkeys(self._rows_at[place])
        return bounds
