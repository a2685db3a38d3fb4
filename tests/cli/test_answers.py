"""Every command that answers with `--json` has the names and types that scripts rely on."""

from pathlib import Path

import pytest

from tests.cli.answers import ANSWERS, CALLS, CHANGES
from tests.cli.contract import mismatches
from tests.docs.test_reference import ALL, options
from tests.drivers import locked
from tests.drivers.office import Office
from tests.sample import DAY, WHOLE_MEETING
from tests.workspace.test_agenda_tables import ROW, table


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The sample after its meeting, with a backup."""
    office = Office.sample(tmp_path_factory.mktemp("answers") / "udvalg")
    assert office.run("record", DAY, stdin=WHOLE_MEETING).code == 0
    office.good("backup")
    return office


def test_every_command_that_answers_has_its_names_here() -> None:
    answering = {name for name, command in ALL.items() if "--json" in options(command)}
    assert answering == {*ANSWERS}
    assert answering - {*CALLS, *CHANGES} == {"access", "key list", "agenda import", "placements import"}


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_has_its_names(held: Office, name: str) -> None:
    ran = held.run(*name.split(), *CALLS[name], "--json")
    assert ran.out, ran.err
    assert mismatches(ran.json, ANSWERS[name]) == []


@pytest.mark.parametrize("name", CHANGES)
def test_an_answer_to_a_change_has_its_names(tmp_path: Path, name: str) -> None:
    """Each has its own workspace: several workers share the tests, and none runs them in this order."""
    ran = Office.sample(tmp_path / "udvalg").run(*name.split(), *CHANGES[name], "--json")
    assert ran.out, ran.err
    assert mismatches(ran.json, ANSWERS[name]) == []


def test_an_import_answers_with_its_names(office: Office, tmp_path: Path) -> None:
    ran = office.good("placements", "import", "placements.csv", "--json")
    assert mismatches(ran.json, ANSWERS["placements import"]) == []
    ran = office.good("agenda", "import", str(table(tmp_path, ROW)), "--date", "2027-01-06", "--json")
    assert mismatches(ran.json, ANSWERS["agenda import"]) == []


@pytest.mark.usefixtures("cheap_keys")
def test_what_an_encrypted_workspace_answers_has_its_names(office: Office) -> None:
    assert office.program("record", DAY, stdin='{"do": "open"}').code == 0
    assert locked.run(office, "encrypt").code == 0
    assert locked.run(office, "show", DAY).code == 0
    for name in ("access", "key list"):
        rows = locked.run(office, *name.split(), "--json").json
        assert rows
        assert mismatches(rows, ANSWERS[name]) == []
