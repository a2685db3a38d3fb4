"""Terminals that end with their test, each at a workspace of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.drivers.office import Office
from tests.drivers.terminal import Terminal

Opens = Callable[..., Terminal]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample committee with its running placements."""
    return Office.sample(tmp_path / "Lindebæk udvalg")


@pytest.fixture
def opens(office: Office) -> Iterator[Opens]:
    """Opens the screen at the office; whatever still runs at the end is ended."""
    opened: list[Terminal] = []

    def open_at(workspace: Path | None = None, *arguments: str, **keys: bool | int | str) -> Terminal:
        opened.append(Terminal(workspace or office.folder, *arguments, **keys))  # type: ignore[arg-type]
        return opened[-1]

    yield open_at
    for terminal in opened:
        terminal.kill()
