"""Workspaces in which every key of every screen has something to do: a meeting from its preparation to its approval."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import workspaces
from benchmarks.workspaces import AGENDA, Row

MEETING = "2026-12-02"
CASES = (
    "2026-0412", "2026-0409", "2026-0377", "2026-0391", "2026-0420", "2026-0398", "2026-0402", "2026-0415", "2026-0388",
    "2026-0395", "2026-0417", "2026-0408", "2026-0422", "2026-0296",
)  # fmt: skip
"""The sample's cases in their order."""
PAST = 1_000
"""Past decisions to search in."""

OPEN: Row = {"do": "open"}
PLACE: Row = {
    "do": "place", "case": CASES[0], "provider": "klub-oest", "staff": "mette-h", "start": "2027-01-04",
    "positions": "all_agree",
}  # fmt: skip
APART: Row = {"do": "attend", "person": "Per Sand", "status": "excused"}
"""The club's seat is empty in the first case."""
IN_PRINCIPLE: Row = {
    **PLACE, "in_principle": True,
    "answers": [{"caution": "seat_empty", "code": "other", "text": "Per Sand svarer i morgen."}],
}  # fmt: skip
DEALT = (OPEN, PLACE, *({"do": "postpone", "case": case, "reason": "Venter"} for case in CASES[1:]))
CLOSED = (*DEALT, {"do": "close"})
COMMENTS = tuple(
    {"do": "comment", "case": case, "text": "Det var om torsdagen.", "said_by": "Karim Holm"} for case in CASES[:3]
)
WHY = " ".join(["Datoen i dagsordenen var ikke den, som forvaltningen og klubben havde aftalt med barnet."] * 12)
"""Of a correction, at such a length that what is different in the minutes is longer than the screen."""
APPROVED = (
    *CLOSED,
    {"do": "approve", "by": "Inger Thorsen"},
    {"do": "correct", "case": CASES[0], "place": {"start": "2027-01-11"}, "why": WHY, "by": "Inger Thorsen"},
)


def _meeting(*intentions: Row, before: Callable[[Path], None] | None = None) -> Callable[[Path], None]:
    """Return what makes a meeting, in which these are recorded; `before` changes the agenda file first."""

    def make(folder: Path) -> None:
        workspaces.sample(folder)
        if before:
            before(folder / AGENDA)
        answers = workspaces.record(folder, list(intentions), MEETING) if intentions else []
        refused = [answer for answer in answers if "n" not in answer]
        assert not refused, refused

    return make


def _changed(folder: Path) -> None:
    """A decision in principle, and an agenda file with a late case and another case changed."""
    _meeting(OPEN, APART, IN_PRINCIPLE)(folder)
    agenda = folder / AGENDA
    text = agenda.read_text(encoding="utf-8")
    first = text[text.index("[[cases]]") : text.index("[[cases]]", text.index("[[cases]]") + 1)]
    late = first.replace(CASES[0], "2026-0499").replace("Amina Karlsen", "Prøve Sensen").replace('cpr = "', '# cpr = "')
    changed = text.replace("Kommer for sent de fleste dage", "Kommer for sent alle dage")
    agenda.write_text(f"{changed}\n{late}", encoding="utf-8")


def _locked(folder: Path) -> None:
    """A new workspace that is to be encrypted: nothing is recorded, and the passphrase is chosen first."""
    (folder / "agenda").mkdir(parents=True)
    for name in ("config.toml", AGENDA):
        text = (workspaces.ROOT / name).read_text(encoding="utf-8")
        chosen = text.replace('encryption = "none"', 'encryption = "passphrase"')
        (folder / name).write_text(chosen, encoding="utf-8")


def _unread(folder: Path) -> None:
    """An agenda file of which the first case cannot be read."""
    _meeting()(folder)
    agenda = folder / AGENDA
    text = agenda.read_text(encoding="utf-8")
    agenda.write_text(text.replace('district = "oest"', 'district = "norht"', 1), encoding="utf-8")


def _supported_for_years(agenda: Path) -> None:
    """Give the first child a story that is longer than the screen."""
    text = agenda.read_text(encoding="utf-8")
    earlier = "".join(
        f'  [[cases.earlier]]\n  provider = "fokus"\n  start = {year}-{month:02}-01\n  end = {year}-{month + 4:02}-30\n'
        '  ended_because = "Målet nået"\n\n'
        for year in range(2014, 2024)
        for month in (1, 7)
    )
    agenda.write_text(text.replace("  [[cases.earlier]]", f"{earlier}  [[cases.earlier]]", 1), encoding="utf-8")


def _past(folder: Path) -> None:
    """An approved meeting in two versions, and other decisions before it."""
    _meeting(*APPROVED, before=_supported_for_years)(folder)
    workspaces.with_past(folder, PAST)


STAGES: Mapping[str, Callable[[Path], None]] = {
    "locked": _locked,
    "prepared": _meeting(),
    "unread": _unread,
    "open": _meeting(OPEN),
    "changed": _changed,
    "dealt": _meeting(*DEALT),
    "closed": _meeting(*CLOSED, *COMMENTS),
    "approved": _past,
}
"""Name → makes the workspace in a folder."""


class Stages:
    """Workspaces made once, and copied for each process."""

    def __init__(self, folder: Path) -> None:
        """Make them in a folder when they are first asked for."""
        self._folder, self._copies = folder, 0

    def copy(self, stage: str) -> Path:
        """A fresh copy of a stage."""
        original = self._folder / stage
        if not original.exists():
            STAGES[stage](original)
        self._copies += 1
        copy = self._folder / f"{stage}-{self._copies}"
        shutil.copytree(original, copy)
        return copy


def unwritten_minutes(folder: Path) -> None:
    """Delete the exported minutes: of edited ones an export asks first."""
    (folder / "minutes" / f"{MEETING}.md").unlink(missing_ok=True)


def edited_minutes(folder: Path) -> None:
    """Edit the exported minutes by hand; where none are exported yet, write some."""
    path = folder / "minutes" / f"{MEETING}.md"
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"Rettet i hånden\n{text}", encoding="utf-8")
