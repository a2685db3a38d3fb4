"""Bindings are declared once in the source language, and shown in the language that is spoken now."""

from dataclasses import replace
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual import events, on
from textual.app import App
from textual.binding import ActiveBinding, Binding, BindingType
from textual.screen import Screen

from kpcommittee.locale import N_, _

_opened: WeakKeyDictionary[App[Any], set[type[Screen[Any]]]] = WeakKeyDictionary()
"""The kinds of screens that were opened before, in each program."""


class Spoken(Screen[Any]):
    """A screen whose footer, palette and help speak the user's language, and on which names can be hidden."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2", "app.hide", N_("hide names"), id="screen.hide", key_display="F2",
            tooltip=N_("Hide names and numbers, for the room's projector."),
        ),
    ]  # fmt: skip

    _resumed = False

    @on(events.ScreenResume)
    def _spare_styling(self, event: events.ScreenResume) -> None:
        """Spare the second styling when it opens: all was styled when it was mounted, if its styles were read by then.

        The framework reads them after it has styled the first screen of a kind, so that one needs both.
        """
        opened = _opened.setdefault(self.app, set())
        event.refresh_styles = event.refresh_styles and (self._resumed or type(self) not in opened)
        opened.add(type(self))
        self._resumed = True

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings that work now, translated."""
        return {key: _spoken(active) for key, active in super().active_bindings.items()}


def _spoken(active: ActiveBinding) -> ActiveBinding:
    binding = active.binding
    said = replace(binding, description=_(binding.description), tooltip=_(binding.tooltip))
    return active._replace(binding=said, tooltip=_(active.tooltip))
