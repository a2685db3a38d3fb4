"""Each command is listed by the help and imported when it is called."""

from importlib import import_module

import pytest
from typer.main import get_command, get_group

from kpcommittee.cli.app import app
from kpcommittee.cli.deferred import COMMANDS, Deferred
from kpcommittee.cli.i18n import App

MODULES = sorted({module for module, _help in COMMANDS.values()})


@pytest.mark.parametrize("module", MODULES)
def test_a_module_adds_the_commands_that_the_help_lists_for_it(module: str) -> None:
    added = App()
    import_module(f"kpcommittee.cli.{module}").add_to(added)
    assert sorted(get_group(added).commands) == sorted(name for name, (of, _help) in COMMANDS.items() if of == module)


def test_a_loaded_command_has_the_sentence_of_the_help() -> None:
    program = get_command(app)
    listed = getattr(program, "commands")  # noqa: B009 (Typer declares no such class)
    assert list(listed) == list(COMMANDS)
    for deferred in listed.values():
        assert isinstance(deferred, Deferred)
        assert deferred.loaded().help == deferred.help
