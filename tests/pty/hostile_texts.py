"""Text that would take over a terminal, in every place where text can come from outside."""

import re
import tomllib
from datetime import date
from typing import Any

import tomli_w

from tests.agenda_files import agenda, case
from tests.drivers.office import Office
from tests.drivers.program import Json
from tests.sample import DAY

MARK = "FJENDE"
"""Stands behind each payload: where it is read, the payload was shown as text."""

PAYLOAD = (
    f"\x1b]52;c;RkpFTkRF\x07{MARK}\x1b]0;{MARK}\x07\x1b[2J{MARK}\x1bc{MARK}\x1bP$q{MARK}\x1b\\"
    f"\x9b2J{MARK}\x9d52;c;RkpFTkRF\x9c\u202e{MARK}\u2066\u200b\x7f\x08"
    f"[/red][b]{MARK}[@click=app.quit]her[/] 漢字 👩‍👧 A\u0301\u0302\u0303\u0304\u0305\u0306 | $x"
)
LONG = "Ord " * 2500
"""Ten thousand characters."""

OBEYED = (
    re.compile(r"\x1b\][^\x07\x1b]*(?:FJENDE|RkpFTkRF)"),  # title and clipboard
    re.compile(r"\x1b(?:\[2J|c|P\$q)FJENDE"),  # clearing, resetting, asking
    re.compile("[\x80-\x9f]"),  # C1: the same as escape and a letter
    re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"),  # hidden or reordered text
)
"""What must not be among the bytes a terminal is sent."""

CASES = ("2026-1", "2026-2", "2026-3", "2026-4")
NAMED = {"name", "leader", "da", "en", "municipality"}
SAID = (
    {"do": "note", "case": CASES[0], "text": PAYLOAD + LONG, "said_by": PAYLOAD},
    {"do": "note", "case": CASES[1], "text": f"To\nlinjer\n{PAYLOAD}", "said_by": PAYLOAD},
    {"do": "position", "case": CASES[0], "role": "internal", "stance": "disagree", "remark": PAYLOAD},
    {"do": "postpone", "case": CASES[3], "reason": PAYLOAD, "missing": PAYLOAD + LONG},
)
"""What another program has recorded, as hostile as the files."""


def besiege(office: Office) -> None:
    """Make every text of the config and of the agenda hostile."""
    path = office.folder / "config.toml"
    config = _poisoned(tomllib.loads(path.read_text(encoding="utf-8")))
    path.write_text(tomli_w.dumps(config), encoding="utf-8")
    names = [f"Barn {PAYLOAD}", LONG + PAYLOAD, f"[/red] {PAYLOAD}", "漢字" * 2000]
    cases = [_case(number, name) for number, name in zip(CASES, names, strict=True)]
    office.agenda(DAY, agenda(DAY, *cases, place=PAYLOAD))
    office.good("check")


def _poisoned(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _poisoned(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_poisoned(part, key) for part in value]
    return f"{value} {PAYLOAD}" if key in NAMED else value


def _case(number: str, name: str) -> Json:
    relation = {
        "person": f"Mette {PAYLOAD}", "role": PAYLOAD, "provider": "klub-oest", "staff": "mette-h", "strength": 3,
        "note": PAYLOAD + LONG,
    }  # fmt: skip
    return case(
        number,
        problem_note=PAYLOAD + LONG,
        child={"name": name, "grade": PAYLOAD, "municipality": PAYLOAD, "inform": [{"who": "mother", "name": PAYLOAD}]},
        grant={"purpose": PAYLOAD, "goals": [PAYLOAD, LONG], "caseworker": PAYLOAD, "consent_note": PAYLOAD},
        view={"obtained_on": date(2026, 11, 24), "how": PAYLOAD, "says": PAYLOAD + LONG},
        relations=[relation],
    )
