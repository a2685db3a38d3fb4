"""The bindings are the one declaration: each says what it does, and none is hard to press."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.events import Key

from kpcommittee.tui import app, dialogs, typeahead
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.base import SCREEN
from kpcommittee.tui.meeting.actions import DIALOGS, Actions
from kpcommittee.tui.meeting.keys import BINDINGS, CASE, LOOK_UP, MEETING, name_of
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.screens.help import HelpScreen
from kpcommittee.tui.typeahead import KeptKeys
from kpcommittee.workspace.keys import SHARING
from tests.drivers.chair import chair_at

DECLARED = [binding for binding in (*BINDINGS, *KpApp.BINDINGS) if isinstance(binding, Binding)]


@pytest.mark.parametrize("binding", DECLARED, ids=lambda binding: binding.key)
def test_every_binding_has_a_name_a_sentence_and_an_action(binding: Binding) -> None:
    assert binding.description
    assert binding.tooltip.endswith(".")
    assert binding.id
    assert "ctrl+shift" not in binding.key
    owner = KpApp if binding in KpApp.BINDINGS else MeetingScreen
    assert hasattr(owner, f"action_{binding.action.partition('(')[0]}")


@pytest.mark.parametrize("binding", DECLARED[:-1], ids=lambda binding: binding.key)
def test_every_key_of_the_meeting_has_its_group_in_the_help(binding: Binding) -> None:
    """U20: one list of forty keys is read by nobody."""
    assert binding.group in (CASE, MEETING, LOOK_UP, SCREEN)


def test_every_key_that_the_screen_does_not_do_itself_has_a_dialog_or_a_method_called_like_it() -> None:
    acts = {name_of(binding.action) for binding in DECLARED if binding.action.startswith("act(")}
    assert acts > set(DIALOGS), "and each dialog has a key"
    methods = acts - set(DIALOGS)
    assert [name for name in methods if name.startswith("_") or not callable(getattr(Actions, name, None))] == []


def test_no_dialog_hides_another_of_the_same_key() -> None:
    modules = {import_module(module.name) for module in walk_packages(dialogs.__path__, f"{dialogs.__name__}.")}
    names = [name for module in modules for name in getattr(module, "DIALOGS", ())]
    assert sorted(names) == sorted(DIALOGS)


def test_no_key_means_two_things() -> None:
    sharing = f"meeting.{SHARING}"
    keys = [key for binding in DECLARED if binding.id != sharing for key in binding.key.split(",")]
    assert len(keys) == len(set(keys))


def test_help_comes_first() -> None:
    assert DECLARED[0].key_display == "?"


def test_moving_acts_at_once_until_something_waits_before_it() -> None:
    kept = KeptKeys()
    assert not kept.keep(Key("j", "j"))
    assert kept.keep(Key("a", "a"))
    assert kept.keep(Key("j", "j"))
    assert [key.key for key in (kept.take(), kept.take()) if key] == ["a", "j"]
    assert kept.keep(Key("u", "u"))
    kept.take()
    assert kept.take() is None
    assert not kept.keep(Key("u", "u"))


async def test_a_key_behind_one_that_never_says_it_is_done_is_pressed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key's screen may be gone before it says so. The next key waits a while, and needs no other to wake it."""
    async with chair_at(workspace) as chair:
        for module in (app, typeahead):
            monkeypatch.setattr(module, "LONGEST", 0.2)
        monkeypatch.setattr(app, "when_done", lambda _app, _then: None)
        await chair.press("down", "question_mark")
        await chair.waits_for(lambda: isinstance(chair.app.screen, HelpScreen), "the help")
