"""The JSON answers have the names and types of the contract, in every state of a meeting."""

from typing import Any

import pytest

from tests.cli.contract import BALANCE, CAUTION, EVENT, HISTORY, PROMISED, RECORDED, REFUSAL, REFUSED, SHOW, mismatches
from tests.drivers.office import Office, place
from tests.sample import DAY, WHOLE_MEETING


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({"a": 1}, {"a": str}),
        ({}, {"a": str}),
        ({"a": True}, {"a": int}),
        ([{"a": "x"}, {"a": 2}], [{"a": str}]),
        ("perhaps", ("yes", "no", None)),
        ({"one": "club", "two": 1}, HISTORY[0]),
    ],
)
def test_the_checker_notices_what_is_wrong(value: Any, shape: Any) -> None:
    assert mismatches(value, shape)


def test_what_scripts_know_by_name_is_promised_still() -> None:
    """The pages say what the code has: a name could change in both without another test telling."""
    assert set(PROMISED) - {*EVENT, *CAUTION, *REFUSAL} == set()


@pytest.mark.parametrize("lines", [0, 1, 10, 20, 21, 22])
def test_show_balance_and_history(office: Office, lines: int) -> None:
    assert office.run("placements", "import", "placements.csv").code == 0
    lines_recorded = "".join(WHOLE_MEETING.splitlines(keepends=True)[:lines])
    ran = office.run("record", DAY, stdin=lines_recorded)
    assert [wrong for answer in ran.lines for wrong in mismatches(answer, RECORDED)] == []
    shown = office.show(DAY)
    assert len(shown["cases"]) == 14
    assert mismatches(shown, SHOW) == []
    assert mismatches(office.good("balance", "--json", "--agenda", DAY).json, BALANCE) == []
    assert mismatches(office.good("balance", "--json").json, BALANCE) == []
    rows = office.history()
    assert mismatches(rows, HISTORY) == []
    assert bool(rows) is (lines > 1)


def test_refusals(office: Office) -> None:
    attempts: list[dict[str, Any]] = [
        {"do": "note", "case": "2026-0412", "text": "For tidligt"},
        {"do": "open"},
        {"do": "open"},
        {"do": "dance"},
        {"do": "place", "case": "2026-0412"},
        {"do": "attend", "person": "Ukendt", "status": "present"},
        {"do": "undo", "n": 99},
        place("2026-0412", "ingen"),
        place("2026-0409", "klub-oest"),
        place("2026-0409", "klub-oest", start="2026-02-30"),
        {"do": "close"},
        {"do": "approve"},
        {"case": "2026-0412"},
    ]
    answers = office.answers(DAY, *attempts)
    refused = [answer for answer in answers if "refused" in answer]
    assert [answer["refused"] for answer in refused] == [
        "not_open", "already_open", "invalid", "invalid", "unknown_person", "conflict", "unknown_provider",
        "caution_unanswered", "invalid", "cases_open", "not_closed", "invalid",
    ]  # fmt: skip
    assert [wrong for answer in refused for wrong in mismatches(answer, REFUSED)] == []
    assert all(answer["message"].strip() and "\n" not in answer["message"] for answer in refused)
    assert refused[7]["cautions"] == ["child_view_missing"]


def test_blank_lines_say_nothing_and_what_is_no_json_is_refused(office: Office) -> None:
    lines = b'\n  \n{"do": "open"}\n{not json}\n\xff\xfe\n{"do": "open", "do": "close"}\n{"do": "undo"}'
    ran = office.run("record", DAY, stdin=lines)
    assert [answer.get("refused", answer.get("event")) for answer in ran.lines] == [
        "opened", "invalid", "invalid", "invalid", "undone",
    ]  # fmt: skip
    assert (ran.code, ran.err) == (1, "")
