"""Shortens names that are wider than their column, so that no two in a list read the same."""

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

ELLIPSIS = "…"


def shorten(names: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return each name in at most its number of cells.

    A name is cut at its end; if it then reads like another one, in its middle.
    """
    if all(map(_fits, names, widths)):
        return [*names]
    narrowest = min(widths, default=0)
    beginnings = Counter(_begin(name, narrowest) for name in names)
    return [
        name if _fits(name, width)
        else _cut_middle(name, width) if beginnings[_begin(name, narrowest)] > 1
        else _begin(name, width)
        for name, width in zip(names, widths, strict=True)
    ]  # fmt: skip


def _fits(name: str, width: int) -> bool:
    return cell_len(name) <= width


def _begin(name: str, width: int) -> str:
    return name if _fits(name, width) else Content(name).truncate(max(0, width), ellipsis=True).plain


def _cut_middle(name: str, width: int) -> str:
    """Keep more of the end than of the beginning: names of one kind differ there."""
    head = Content(name).truncate(max(0, (width - 1) // 3)).plain.rstrip()
    tail = name
    room = width - cell_len(head + ELLIPSIS)
    while tail and cell_len(tail) > room:
        tail = tail[1:]
    return (head + ELLIPSIS + tail.lstrip())[: max(0, width)]
