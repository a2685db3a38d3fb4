"""What the pages show is what the program does."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest

from kpcommittee.convert.converter import key_of
from kpcommittee.convert.intentions import parse_intention
from kpcommittee.domain.meeting.intentions import INTENTIONS
from kpcommittee.domain.meeting.refusal import RefusalCode
from tests.docs.reading import fences, page, rows, section
from tests.drivers.program import Program
from tests.sample import sample_workspace

RECORD = page("record.md")


@pytest.fixture
def kp(tmp_path: Path) -> Program:
    """The program at a copy of the sample, with its placements."""
    return Program(sample_workspace(tmp_path / "sample"))


def answers(kp: Program, lines: Iterable[str]) -> list[dict[str, Any]]:
    return [json.loads(one) for one in kp("record", "2026-12-02", stdin="\n".join(lines)).out.splitlines()]


@pytest.mark.slow
def test_the_intentions_of_the_page_run_a_meeting(kp: Program) -> None:
    agenda = kp.folder / "agenda" / "2026-12-02.toml"
    for block in fences(RECORD, "jsonl"):
        done = json.loads(block[0])["do"]
        if done == "take":
            text = agenda.read_text("utf-8")
            agenda.write_text(text.replace("Kommer for sent", "Kommer ofte for sent"), "utf-8")
        if done == "close":
            shown = kp.does("show", "2026-12-02", "--json").json["cases"]
            left = [one["case_number"] for one in shown if one["state"] == "open"]
            wait = [json.dumps({"do": "postpone", "case": case, "reason": "Tiden er gået"}) for case in left]
            assert all("event" in one for one in answers(kp, wait))
        assert [one for one in answers(kp, block) if "event" not in one] == [], block
    assert "Rettet:" in kp.does("minutes", "2026-12-02", "-o", "-").out


def test_what_the_page_calls_refused_is_refused(kp: Program) -> None:
    assert "event" in answers(kp, ['{"do": "open"}'])[0]
    (block,) = fences(RECORD, "jsonl refused")
    pairs = [line.rsplit(maxsplit=1) for line in block]
    assert [one.get("refused") for one in answers(kp, (line for line, _ in pairs))] == [code for _, code in pairs]


def test_every_refusal_is_on_the_page() -> None:
    listed = [row[0].strip("`") for row in rows(section(RECORD, "## Refusals"))[1:]]
    assert [code for code in listed if not code.startswith("-")] == list(get_args(RefusalCode))


@pytest.mark.parametrize("do", INTENTIONS)
def test_every_key_of_an_intention_is_on_the_page(do: str) -> None:
    text = section(RECORD, f"### {do}")
    listed = {key for row in rows(text) for key in re.findall(r"`(\w+)`", row[0])}
    cls = INTENTIONS[do]
    assert listed == {key_of(cls, one) for one in cls.__dataclass_fields__}
    example = json.loads(fences(text, "jsonl")[0][0])
    assert example["do"] == do
    assert not hasattr(parse_intention(json.dumps(example)), "issues"), "the example is an intention"


def test_the_example_of_the_balance_is_right(kp: Program) -> None:
    text = " ".join(page("balance.md").split())
    rows_of_day = kp.does("balance", "--date", "2026-12-02", "--json").json
    (club,) = [one for one in rows_of_day if one["provider"] == "klub-oest"]
    cases = kp.does("show", "2026-12-02", "--case", "2026-0412", "--json").json["cases"]
    (option,) = [one for one in cases[0]["options"] if one["provider"] == "klub-oest"]
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
