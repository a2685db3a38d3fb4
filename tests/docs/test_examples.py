"""What the pages show is what the program does."""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from kpcommittee.convert.converter import key_of
from kpcommittee.convert.intentions import parse_intention
from kpcommittee.domain.meeting.events import EVENTS
from kpcommittee.domain.meeting.intentions import INTENTIONS
from kpcommittee.domain.meeting.refusal import RefusalCode
from tests.docs.reading import ROOT, example_of, fences, page, rows, section
from tests.drivers.program import Program, run_here
from tests.sample import sample_workspace

RECORD = page("record.md")


@pytest.fixture
def kp(tmp_path: Path) -> Program:
    """The program at a copy of the sample, with its placements."""
    return Program(sample_workspace(tmp_path / "sample"))


def answers(kp: Program, lines: Iterable[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kp("record", "2026-12-02", stdin="\n".join(lines)).out.splitlines()]


def test_the_examples_of_the_page_are_the_file_of_the_sample() -> None:
    """F11: what is printed can be piped as it is."""
    examples = [line for block in fences(RECORD, "jsonl") for line in block]
    assert (ROOT / "agenda" / "2026-12-02.jsonl").read_text("utf-8").splitlines() == examples


def test_the_file_of_the_sample_runs_its_meeting(kp: Program) -> None:
    """F11: nothing of it is refused."""
    path = kp.folder / "agenda" / "2026-12-02.jsonl"
    done = [json.loads(line) for line in kp.does("record", "2026-12-02", str(path)).out.splitlines()]
    assert [answer for answer in done if "event" not in answer] == []
    assert "Rettet:" in kp.does("minutes", "2026-12-02", "-o", "-").out


def test_a_case_that_changed_is_taken_over_as_on_the_page(kp: Program) -> None:
    agenda = kp.folder / "agenda" / "2026-12-02.toml"
    assert "event" in answers(kp, ['{"do": "open"}'])[0]
    agenda.write_text(agenda.read_text("utf-8").replace("Kommer for sent", "Kommer ofte for sent"), "utf-8")
    (block, *_others) = fences(section(RECORD, "### take"), "jsonl elsewhere")
    assert [answer["event"] for answer in answers(kp, block)] == ["taken"]


def test_a_case_that_cannot_be_read_is_set_aside_as_on_the_page(kp: Program) -> None:
    agenda = kp.folder / "agenda" / "2026-12-02.toml"
    assert "event" in answers(kp, ['{"do": "open"}'])[0]
    agenda.write_text(agenda.read_text("utf-8") + '\n[[cases]]\nproblems = ["school"]\n', "utf-8")
    (block,) = fences(section(RECORD, "### set_aside"), "jsonl elsewhere")
    assert [answer["event"] for answer in answers(kp, block)] == ["set_aside"]


def test_what_the_page_calls_refused_is_refused(kp: Program) -> None:
    assert "event" in answers(kp, ['{"do": "open"}'])[0]
    (block,) = fences(RECORD, "jsonl refused")
    pairs = [line.rsplit(maxsplit=1) for line in block]
    assert [answer.get("refused") for answer in answers(kp, (line for line, _ in pairs))] == [code for _, code in pairs]


def test_every_refusal_is_on_the_page() -> None:
    listed = [row[0].strip("`") for row in rows(section(RECORD, "## Refusals"))[1:]]
    assert [code for code in listed if not code.startswith("-")] == list(get_args(RefusalCode))


@pytest.mark.parametrize("do", INTENTIONS)
def test_every_key_of_an_intention_is_on_the_page(do: str) -> None:
    text = section(RECORD, f"### {do}")
    listed = {key for row in rows(text) for key in re.findall(r"`(\w+)`", row[0])}
    cls = INTENTIONS[do]
    assert listed == {key_of(cls, field) for field in cls.__dataclass_fields__}
    example = example_of(do)
    assert example["do"] == do
    assert not hasattr(parse_intention(json.dumps(example)), "issues"), "the example is an intention"


@pytest.mark.parametrize("kind", [kind for kind, event in EVENTS.items() if event.do])
def test_the_event_of_each_intention_is_on_the_page(kind: str) -> None:
    assert section(RECORD, f"### {EVENTS[kind].do}").split("\n\n")[1:2] == [f"Recorded as `{kind}`."]


def test_the_example_of_the_balance_is_right(kp: Program) -> None:
    text = " ".join(page("balance.md").split())
    rows_of_day = kp.does("balance", "--date", "2026-12-02", "--json").json
    (club,) = [row for row in rows_of_day if row["provider"] == "klub-oest"]
    cases = kp.does("show", "2026-12-02", "--case", "2026-0412", "--json").json["cases"]
    (option,) = [option for option in cases[0]["options"] if option["provider"] == "klub-oest"]
    assert club["room"] == 33.3
    assert f"**{club['load']}**" in text
    assert f"**{club['worst']['load']}**" in text
    assert f"**{club['worst']['week']}**" in text
    assert f"{club['worst']['share']:.0%}".replace("%", " %") in text
    assert f"**{option['share_after']:.0%}**".replace("%", " %") in text
    assert option["worst_week"] == club["worst"]["week"]
    assert f"**{round(33.3 - option['share_after'] * 33.3, 2)}**" in text
    assert f"**{club['hours_per_enrolled']:.2f}**" in text


def test_the_hash_of_the_page_is_that_of_the_journal(kp: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = fences(page("journal.md"), "python")
    monkeypatch.chdir(kp.folder)
    checked: dict[str, Any] = {}
    exec("\n".join(block), checked)
    assert checked["before"].keys() == {"caseload"}
    checked["database"].close()


def test_a_new_municipality_comes_to_its_first_meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F11: the steps of the page, on a folder that was empty."""
    monkeypatch.chdir(tmp_path)
    cases = "case_number;name;birth_date;district;problems;decided_on;basis;purpose;hours_per_week;expected_months"
    case = "2027-0001;Bo Prøve;2014-02-03;midt;{problem};2026-12-20;bl-32-1-3;Tryghed;3;6"
    (tmp_path / "placements.csv").write_text("case_number;provider\n2026-0001;klub-midt\n", "utf-8")
    for command in (line for block in fences(page("setup.md"), "bash") for line in block):
        words = command.replace("import FILE --date", f"import {tmp_path}/cases.csv --date")
        arguments = words.replace("FILE", f"{tmp_path}/placements.csv").split()[1:]
        if arguments in (["demo", "--dir", "sample"], ["--workspace", "udvalg"]):
            continue  # they open the screen
        ran = run_here(arguments)
        assert ran.code == 0, (command, ran.err)
        if arguments[0] == "init":
            problem = tomllib.loads((tmp_path / "udvalg" / "config.toml").read_text("utf-8"))["problems"][0]["code"]
            (tmp_path / "cases.csv").write_text(f"{cases}\n{case.format(problem=problem)}\n", "utf-8")
    assert (tmp_path / "udvalg" / "agenda" / "2027-02-03.toml").is_file()


def test_the_backup_of_the_page_can_be_brought_back(kp: Program) -> None:
    """F11: the copy holds every event, what it lacks is said, and the journal fits afterwards."""
    real = replace(kp, own_process=True)
    (bring_back,) = fences(page("operations.md"), "bash")
    (name,) = {word for line in bring_back for word in line.split() if word.endswith(".db")}
    real.records("2026-12-02", [{"do": "open"}])
    made = Path(real.does("backup").out.strip())
    made.rename(made.with_name(name))
    real.records("2026-12-02", [{"do": "note", "case": "2026-0412", "text": "Efter kopien"}])
    for command in bring_back:
        real.does(*command.split()[1:])
    assert real.does("verify", "--json").json["events"] == 3, "the import, the opening, and that the backup is back"
