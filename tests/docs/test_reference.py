"""Commands, options, keys of the files and legal bases: each is on its page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from kpcommittee.cli.app import app
from kpcommittee.cli.deferred import Deferred
from kpcommittee.domain.meeting.events import EVENTS
from kpcommittee.workspace.schema import schema, subjects
from tests.docs.reading import page, rows, section
from tools.tables import law_of_sample

COMMANDS = page("commands.md")


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command with the words that call it; Typer brings its own classes, which need not be Click's."""
    command = command.loaded() if isinstance(command, Deferred) else command
    within = getattr(command, "commands", None)
    if within is None or (path and command.invoke_without_command):
        yield " ".join(path), command
    for name, subcommand in (within or {}).items():
        yield from commands(subcommand, (*path, name))


PROGRAM = typer.main.get_command(app)
ALL = dict(commands(PROGRAM))


def options(command: Any) -> list[str]:
    return [name for param in command.params if param.param_type_name == "option" for name in param.opts]


@pytest.mark.parametrize("name", ALL)
def test_a_command_is_on_the_page_with_an_example_and_its_options(name: str) -> None:
    text = section(COMMANDS, f"### {name}")
    assert re.search(rf"^    kpcommittee {name}\b", text, re.MULTILINE), "an example"
    lacking = [option for option in options(ALL[name]) if not re.search(rf"(?<![\w-]){re.escape(option)}\b", text)]
    assert lacking == [], f"the section {name} of docs/commands.md says what each option is for"


def test_the_page_has_no_command_that_is_gone() -> None:
    headings = re.findall(r"^### (.+)$", COMMANDS, re.MULTILINE)
    assert [name for name in ALL if name not in headings] == [], "docs/commands.md has a section for each command"
    assert sorted(headings) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_an_option_in_an_example_exists(name: str) -> None:
    examples = re.findall(r"^    kpcommittee (.+)$", section(COMMANDS, f"### {name}"), re.MULTILINE)
    known = {*options(ALL[name]), "--help"}
    used = {option for example in examples for option in re.findall(r"(?<=\s)--?[a-z][\w-]*", example)}
    assert used <= known


def test_the_options_of_the_program_are_on_the_page() -> None:
    listed = {row[0].strip("`") for row in rows(COMMANDS) if row[0].startswith("`--")}
    assert listed == {*options(PROGRAM), "--help"}


def _tables(subject: str) -> Iterator[tuple[str, dict[str, Any]]]:
    whole_schema = schema(subject)
    yield "", whole_schema
    yield from whole_schema["$defs"].items()


def _without_link(text: str) -> str:
    """A meaning without the link to another page that ends it."""
    return re.sub(r" \[[^\]]+\]\([^)]+\)\.$", "", text)


@pytest.mark.parametrize("subject", subjects())
def test_every_key_of_the_files_is_on_the_page_as_the_schema_describes_it(subject: str) -> None:
    """The domain's docstrings are the one source of the schema and of the page's words on each key (F5)."""
    heading = "## The agenda file" if subject == "agenda" else "## config.toml"
    parts = re.split(r"^### ", section(page("agenda.md"), heading), flags=re.MULTILINE)[1:]
    documented = [
        {row[0].strip("`"): (row[1], _without_link(row[-1])) for row in rows(part) if row[0].startswith("`")}
        for part in parts
    ]
    wanted = [
        {
            key: ("yes" if key in table["required"] else "", content["description"])
            for key, content in table["properties"].items()
        }
        for _name, table in _tables(subject)
    ]
    shown = {(key, *cells) for table in documented for key, cells in table.items()}
    lacking = [
        f"| `{key}` | {needed} | … | … | {meaning} |"
        for table in wanted
        for key, (needed, meaning) in table.items()
        if (key, needed, meaning) not in shown
    ]
    assert lacking == [], "make tables writes these rows of docs/agenda.md; the type and the default are yours to write"
    assert [table for table in documented if table not in wanted] == [], "a row of docs/agenda.md is of no key"
    assert len(documented) == len(wanted)


def test_every_key_of_the_files_has_its_type_on_the_page() -> None:
    """The tool leaves it open: the schema has it only for programs."""
    assert [row for row in rows(page("agenda.md")) if len(row) > 2 and row[2] == "…"] == []


def test_every_rule_of_a_grant_is_on_the_page_with_its_ages() -> None:
    """The rules of the law table are on the page, with their ages and paragraphs (L1, L2, L3)."""
    listed = {
        row[0].split("`")[1]: row
        for row in rows(section(page("rules.md"), "## The rule a grant rests on"))
        if "`" in row[0]
    }
    assert list(listed) == [basis.key for basis in law_of_sample().bases]
    for basis in law_of_sample().bases:
        ages = "–".join(map(str, basis.ages)) if basis.ages else ""
        assert (listed[basis.key][2], str(basis.paragraph) in listed[basis.key][3]) == (ages, True)


def test_every_kind_of_event_of_no_meeting_is_on_the_page() -> None:
    """Those of a meeting are beside the intentions they come from."""
    (row,) = (row for row in rows(page("journal.md")) if row[0] == "`kind`")
    listed = {kind for codes in re.findall(r"`([^`]*)`", row[1]) if "," in codes for kind in codes.split(", ")}
    assert listed == {kind for kind, event in EVENTS.items() if event.do is None}
