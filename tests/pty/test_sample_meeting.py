"""The meeting of the sample's fourteen cases, by keys in a real terminal, until its minutes are approved."""

from pathlib import Path

import pytest

from tests.drivers.journal import Journal
from tests.drivers.office import Office
from tests.drivers.program import Json
from tests.drivers.replay import copied, replayed
from tests.drivers.script import (
    DISAGREE,
    Answer,
    Approve,
    Attend,
    Close,
    Note,
    Open,
    Place,
    Postpone,
    Return,
    Step,
    Undo,
    Withdraw,
)  # fmt: skip
from tests.drivers.terminal_chair import TerminalChair
from tests.pty.conftest import Opens
from tests.sample import DAY

CASES = (
    "2026-0412", "2026-0409", "2026-0377", "2026-0391", "2026-0420", "2026-0398", "2026-0402", "2026-0415", "2026-0388",
    "2026-0395", "2026-0417", "2026-0408", "2026-0422", "2026-0296",
)  # fmt: skip
OUTCOMES = dict.fromkeys(CASES, "placed") | {
    "2026-0409": "postponed", "2026-0422": "withdrawn", "2026-0296": "returned",
}  # fmt: skip
CLEAR = ("2026-0412", "2026-0391", "2026-0402", "2026-0415", "2026-0395")
EASY, HARD = 4, 12
"""Keys, besides typed text."""
MIXED = {"2026-0398": 15}
"""Its problems are on both lists: the way passes more providers, and a key says that nobody is named."""

AGREED = Answer("", "Ekstra timer er aftalt", "Aftalt med Per Sand til 1. april.")
CLOSEST = Answer("Hvorfor", "relation vejer tungest", "Hun ser hende hver dag.")
BEFORE: tuple[Step, ...] = (
    Open(),
    Attend("Merete Skov", status="4", substitute="1", case="2026-0377"),
    Note("2026-0412", "Fraværet er faldet de seneste to uger.", speaker="1"),
)
MEETING: tuple[Step, ...] = (
    Place("2026-0412"),
    Postpone("2026-0409", "Barnets perspektiv mangler.", "Samtale med barnet", source="4"),
    Place("2026-0377", "Klub Havn", "Jonna Fisker", (CLOSEST, AGREED)),
    Place("2026-0391"),
    Place("2026-0420", "Fokus Ung ApS", answers=(AGREED,)),
    Place("2026-0398", "Familiehuset", answers=(CLOSEST,), stances={"Klub": DISAGREE}),
    Place("2026-0402"),
    Place("2026-0415"),
    Place("2026-0388"),
    Undo(of="2026-0388"),
    Place("2026-0388", start="11/1"),
    Place("2026-0395"),
    Place("2026-0417", "Klub Nord", "Dorthe Kragelund", (CLOSEST,)),
    Place("2026-0408", "Klub Møllen", "Eva Lyngsø", (CLOSEST, AGREED)),
    Withdraw("2026-0422", "Familien er flyttet til en anden kommune."),
    Return("2026-0296", "Samtykke fra far, eller en afgørelse uden samtykke."),
)
AFTER: tuple[Step, ...] = (Close(), Approve())


@pytest.mark.timeout(400)
def test_fourteen_cases_by_keys_until_the_minutes_are_approved(opens: Opens, office: Office, tmp_path: Path) -> None:
    terminal = opens(warm=False)
    chair = TerminalChair(terminal, Journal(office.folder, DAY), CASES)
    chair.holds(BEFORE)
    counts = chair.holds(MEETING)
    chair.holds(AFTER)
    assert terminal.quit() == 0
    assert {case: counts[case][0] for case in CLEAR if counts[case][0] > EASY} == {}
    assert {case: keys for case, keys in counts.items() if max(keys) > MIXED.get(case, HARD)} == {}
    shown = office.show(DAY)
    assert shown["meeting"]["state"] == "approved"
    assert {case["case_number"]: case["state"] for case in shown["cases"]} == OUTCOMES
    assert _chosen(shown, "2026-0377") == ("klub-havn", "jonna-f")
    assert _chosen(shown, "2026-0398") == ("familiehuset", None)
    assert "Ulrik Steen" in office.item(DAY, "2026-0377")
    assert "Fraværet er faldet" in office.item(DAY, "2026-0412")
    replayed(office, copied(office, tmp_path / "igen"), DAY)


def _chosen(shown: Json, number: str) -> tuple[str, str | None]:
    decision = next(case["decision"] for case in shown["cases"] if case["case_number"] == number)
    return decision["provider"], decision["staff"]
