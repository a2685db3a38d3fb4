"""A personal number that somebody typed into a text: recorded as it is, said at once, and shown nowhere (S17)."""

import json
from typing import Any

import pytest

from tests.drivers.journal import Journal
from tests.drivers.office import Office, place
from tests.sample import DAY

CASE = "2026-0412"
NUMBERS = ("660512-4001", "66.05.12-4001", "66 05 12 4001", "660512/4001", "6605124001")
TEXT = f"Mor er {', '.join(NUMBERS)} og {'meget ' * 8}66 05 12 4001 glad"
INTENTIONS: tuple[dict[str, Any], ...] = (
    {"do": "open"},
    {"do": "note", "case": CASE, "text": TEXT, "said_by": f"mor {NUMBERS[1]}"},
    {"do": "position", "case": CASE, "role": "school", "stance": "agree", "remark": TEXT},
    place(CASE, "klub-havn", answers=[{"caution": "over_capacity", "code": "other", "text": TEXT}],
          reason={"code": "other", "text": TEXT}),
    {"do": "postpone", "case": "2026-0409", "reason": TEXT, "missing": TEXT},
    {"do": "withdraw", "case": "2026-0377", "reason": TEXT, "by": TEXT},
)  # fmt: skip


def stdin_of(*intentions: dict[str, Any]) -> str:
    return "\n".join(json.dumps(intention) for intention in intentions)


@pytest.mark.parametrize("options", [(), ("--all-or-nothing",)])
def test_record_says_at_once_which_intentions_hold_a_number(office: Office, options: tuple[str, ...]) -> None:
    plain = {"do": "note", "case": CASE, "text": "Sagsnr. 2026-0412, tlf. 20 12 30 40"}
    ran = office.run("record", *options, DAY, stdin=stdin_of(*INTENTIONS[:2], plain), lang="en")
    assert ran.code == 0
    assert ran.lines[0] == {"n": 1, "event": "opened", "case": None}
    assert ran.lines[1] == {"n": 2, "event": "noted", "case": CASE, "notices": ["personal_number"]}
    assert ran.lines[2] == {"n": 3, "event": "noted", "case": CASE}
    assert ran.err.splitlines() == [
        "warning: intention 2 has a personal number in a text",
        "  It is recorded, and masked wherever it is shown. Undo the event and record it without the number.",
    ]


def test_it_is_shown_nowhere(office: Office) -> None:
    assert office.run("record", DAY, stdin=stdin_of(*INTENTIONS)).code == 0
    shown = [
        *(office.good("show", DAY, "--case", case).out for case in (CASE, "2026-0409", "2026-0377")),
        office.good("show", DAY).out,
        office.good("show", DAY, "--json").out,
        office.good("history").out,
        office.good("history", "--json").out,
        office.good("history", "glad").out,
        office.minutes(DAY),
    ]
    for text in shown:
        flat = "".join(char for char in text if char.isdecimal())
        assert "6605124001" not in flat, text
    assert all("••••••-••••" in text for text in (*shown[:3], shown[4], shown[6], shown[8]))


def test_a_refusal_and_an_error_quote_none(office: Office) -> None:
    unknown = {"do": "attend", "person": f"Mor {NUMBERS[2]}", "status": "present"}
    ran = office.run("record", DAY, stdin=stdin_of({"do": "open"}, unknown))
    assert ran.lines[1]["refused"] == "unknown_person"
    assert "••••••-••••" in ran.lines[1]["message"]
    assert "notices" not in ran.lines[1]
    missing = office.run("show", f"agenda/{NUMBERS[0]}.toml")
    assert missing.code != 0
    assert NUMBERS[0] not in missing.err


def test_what_is_recorded_stays_as_it_was_written(office: Office) -> None:
    office.run("record", DAY, stdin=stdin_of(*INTENTIONS[:2]))
    assert [event.payload.get("text") for event in Journal(office.folder, DAY).events()][1] == TEXT
