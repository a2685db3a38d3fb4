"""The list of what is measured holds every key of every screen, so that neither can be forgotten."""

import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from benchmarks.walks import LEAVES, STAGES, Walk
from kpcommittee import tui
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.dialogs.exporting import ExportingDialog
from kpcommittee.tui.dialogs.hold import HandOverDialog, TakeOverDialog
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.screens.lock import LockScreen

WALKS = [walk for walks in STAGES.values() for walk in walks]


def classes(base: type[DOMNode]) -> Iterator[type[DOMNode]]:
    """The classes of ours that are used as they are: those that no other of ours is made from."""
    for name in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        import_module(name.name)
    for kind in known(base):
        if is_ours(kind) and not any(map(is_ours, kind.__subclasses__())):
            yield kind


def known(base: type[DOMNode]) -> set[type[DOMNode]]:
    """All classes made from a class."""
    return {base}.union(*map(known, base.__subclasses__()))


ENDING = {MeetingScreen: {LEAVES}, LockScreen: {"escape"}}
"""Screen → the keys that end the program, which is measured by itself."""


def is_ours(cls: type[DOMNode]) -> bool:
    return cls.__module__.startswith(tui.__name__)


def declared(cls: type[DOMNode]) -> dict[str, set[str]]:
    """What a class of ours and its bases declare → the keys for it; digits of one meaning count once."""
    keys_of: dict[str, set[str]] = defaultdict(set)
    for owner in filter(is_ours, cls.__mro__):
        for binding in owner.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            keys_of[binding.tooltip or binding.action] |= set(binding.key.split(","))
    return keys_of


def pressed(screen: type[DOMNode]) -> set[str]:
    """The keys that are pressed and measured on a screen or on a widget."""
    on_it = [walk.keys() for walk in WALKS if walk.screen is screen or screen in (*walk.widgets, *made_from(walk))]
    opening = {walk.opens for walk in WALKS if walk.over is screen}
    return set().union(*on_it, opening, ENDING.get(screen, ()))


def made_from(walk: Walk) -> set[type[DOMNode]]:
    """The widgets that a walk has, with their subclasses and bases."""
    return {kind for widget in walk.widgets for kind in known(widget) | set(widget.__mro__) if issubclass(kind, Widget)}


# The lock is measured where a passphrase is chosen: trying one takes long on purpose, so that nobody tries many.
# The frame of an export is there only while a document takes long, and its one key stops that.
# Handing over: its keys answer 0.7 seconds after it is shown, on purpose, and another program opens it.
# Taking over: it looks at the other program paint three times a second, and `enter` works after ten.
UNMEASURED = {ExportingDialog, HandOverDialog, TakeOverDialog}
SCREENS = sorted({*classes(Screen)} - UNMEASURED, key=lambda cls: cls.__name__)
WIDGETS = sorted((cls for cls in classes(Widget) if not issubclass(cls, Screen)), key=lambda cls: cls.__name__)


def test_the_screens_are_found() -> None:
    assert MeetingScreen in SCREENS
    assert len(SCREENS) > 20
    assert {walk.screen for walk in WALKS if is_ours(walk.screen)} <= set(SCREENS)


@pytest.mark.parametrize("screen", [*SCREENS, *WIDGETS], ids=lambda screen: screen.__name__)
def test_every_key_of_it_is_pressed(screen: type[DOMNode]) -> None:
    keys = pressed(screen)
    unpressed = [explanation for explanation, alternatives in declared(screen).items() if not alternatives & keys]
    assert unpressed == [], "STAGES in benchmarks/walks.py has a walk that opens it and presses each of its keys"


def test_every_key_of_the_program_is_pressed_somewhere() -> None:
    keys = set().union(*(walk.keys() for walk in WALKS))
    assert [explanation for explanation, alternatives in declared(KpApp).items() if not alternatives & keys] == []
