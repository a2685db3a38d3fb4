"""A workspace in a folder of its own, and the program run there as by a script, in any process."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from tests.drivers.program import Json, Process, Result, run_here, run_process, start_process
from tests.sample import CHECKOUT, DAY, copied_as_closed, sample_workspace


class Office:
    """A workspace and everything a script can do with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def sample(cls, folder: Path, *, placements: bool = True) -> "Office":
        """The sample committee, its running placements imported or not."""
        return cls(sample_workspace(folder, placements=placements))

    def copied_to(self, folder: Path) -> "Office":
        """A copy of the workspace as it is now; nothing of it may be open."""
        return Office(Path(shutil.copytree(self.folder, folder)))

    # Running

    def run(self, *arguments: str, stdin: str | bytes = b"", lang: str | None = None) -> Result:
        """Run a command in this process, by the function the program's entry calls."""
        options = ["--workspace", str(self.folder), *(["--lang", lang] if lang else [])]
        return run_here([*options, *arguments], stdin)

    def program(self, *arguments: str, stdin: str | bytes = b"", cwd: Path | None = None, **keys: Any) -> Result:
        """Run a command in a process of its own; `keys` are those of `run_process`."""
        return run_process(arguments, stdin, folder=cwd or self.folder, **keys)

    def start(self, *arguments: str, **keys: Any) -> Process:
        """Start a command in a process of its own that this test talks with."""
        return start_process(arguments, self.folder, **keys)

    # The commands

    def answers(self, agenda: str, *intentions: Json, options: Iterable[str] = ()) -> list[Json]:
        """What `record` answers; its exit code agrees with it."""
        stdin = "\n".join(json.dumps(intention, ensure_ascii=False) for intention in intentions)
        ran = self.run("record", *options, agenda, stdin=stdin)
        assert ran.code == any("refused" in answer for answer in ran.lines), ran
        assert not ran.err, ran
        return ran.lines

    def does(self, agenda: str, *intentions: Json) -> list[Json]:
        """Record intentions that are all allowed."""
        answers = self.answers(agenda, *intentions)
        assert [answer for answer in answers if "refused" in answer] == [], answers
        assert len(answers) == len(intentions)
        return answers

    def hold_the_sample_meeting(self, *, imported: bool = False) -> None:
        """Come to the end of the meeting whose script is beside its agenda."""
        self.has_recorded((self.folder / "agenda" / f"{DAY}.jsonl").read_text("utf-8"), imported=imported)

    def has_recorded(self, script: str, *, imported: bool = False) -> None:
        """Come to where a script of the sample's meeting leads, its placements `imported` before or not.

        Each worker records it once and copies that, unless something was recorded or changed here before.
        """
        if self._is_the_sample():
            copied_as_closed(_recorded(script, imported), self.folder)
        else:
            _record(self, script, imported)

    def _is_the_sample(self) -> bool:
        files = ("config.toml", f"agenda/{DAY}.toml")
        alike = all((self.folder / name).read_bytes() == (CHECKOUT / name).read_bytes() for name in files)
        return alike and not list(self.folder.glob("*.db"))

    def refused(self, agenda: str, intention: Json) -> Json:
        """Record an intention that is refused; the answer."""
        (answer,) = self.answers(agenda, intention)
        assert "refused" in answer, answer
        assert answer["message"]
        return answer

    def show(self, agenda: str) -> Json:
        """`show --json`."""
        answer: Json = self.good("show", agenda, "--json").json
        return answer

    def case(self, agenda: str, number: str) -> Json:
        """One case of `show --json`."""
        (case,) = self.good("show", agenda, "--case", number, "--json").json["cases"]
        assert isinstance(case, dict)
        return case

    def states(self, agenda: str) -> dict[str, str]:
        """Case number → state, in the agenda's order."""
        return {case["case_number"]: case["state"] for case in self.show(agenda)["cases"]}

    def minutes(self, agenda: str, *options: str) -> str:
        """The document of `minutes -o -` in the full form."""
        return self.good("minutes", agenda, "-o", "-", "--form", "full", *options).out

    def item(self, agenda: str, number: str, *options: str) -> str:
        """The item of one case in the minutes: from its heading to the next of that level."""
        return item_of(self.minutes(agenda, *options), number)

    def balance(self, day: str) -> dict[str, Json]:
        """`balance --json` by provider."""
        return {row["provider"]: row for row in self.good("balance", "--date", day, "--json").json}

    def sums(self, day: str) -> dict[str, list[Any]]:
        """What counts for the next decision: load and held together, per provider and person."""
        return {name: _used(row) for name, row in self.balance(day).items()}

    def history(self, *query: str) -> list[Json]:
        """`history --json`."""
        rows: list[Json] = self.good("history", *query, "--json").json
        return rows

    def good(self, *arguments: str) -> Result:
        """A command that succeeds and has nothing to complain of."""
        ran = self.run(*arguments)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran

    # Files

    def agenda(self, name: str, text: str) -> None:
        """Write an agenda file."""
        (self.folder / "agenda" / f"{name}.toml").write_text(text, encoding="utf-8")

    def change(self, file: str, *changes: tuple[str, str]) -> None:
        """Replace text in a file of the workspace; each old text occurs there exactly once."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


@cache
def _recorded(script: str, imported: bool) -> Path:
    home = Path(tempfile.mkdtemp(prefix="kpcommittee-recorded-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    office = Office.sample(home / "sample", placements=False)
    _record(office, script, imported)
    return office.folder


def _record(office: Office, script: str, imported: bool) -> None:
    if imported:
        office.good("placements", "import", "placements.csv")
    ran = office.run("record", DAY, stdin=script)
    assert (ran.code, ran.err) == (0, ""), ran


def item_of(document: str, number: str) -> str:
    """The item of one case: from the heading that holds its number to the next of that level."""
    lines = document.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("#") and number in line)
    level = len(lines[first]) - len(lines[first].lstrip("#"))
    following = enumerate(lines[first + 1 :], first + 1)
    last = next((place for place, line in following if line.startswith("#") and _level(line) <= level), len(lines))
    return "\n".join(lines[first:last])


def unsigned(document: str) -> str:
    """The minutes without receipt and seal: those of the same meeting recorded again differ, for events are salted."""
    marks = ("Kvittering: ", "<!-- kpcommittee sha256:")
    return "\n".join(line for line in document.splitlines() if not line.startswith(marks)).rstrip()


def _level(line: str) -> int:
    return len(line) - len(line.lstrip("#"))


def _used(row: Json) -> list[Any]:
    worst = row["worst"]
    people = [
        (member["staff"], round(member["load"] + member["held"], 4), member["children"]) for member in row["staff"]
    ]
    today, later = row["load"] + row["held"], worst["load"] + worst["held"]
    return [
        round(today, 4),
        row["free"],
        row["over"],
        row["share"],
        row["children"],
        worst["week"],
        round(later, 4),
        people,
    ]


def place(case: str, provider: str, **keys: Any) -> Json:
    """A placement everybody agrees to, from a Monday in January unless another start is given."""
    return {"do": "place", "case": case, "provider": provider, "start": "2027-01-04", "positions": "all_agree", **keys}


def answer(*cautions: str, code: str = "on_file") -> list[Json]:
    """The same answer to each of these cautions."""
    return [{"caution": caution, "code": code, "text": "Afklaret på mødet."} for caution in cautions]


REASON = {"code": "competence", "text": "Leder og myndighed er enige om valget."}
OPEN, CLOSE, APPROVE = {"do": "open"}, {"do": "close"}, {"do": "approve", "by": "Inger Thorsen"}
TOLD_PROVIDER = {
    "do": "told",
    "case": "2026-0412",
    "whom": "provider",
    "how": "Telefon",
    "on": "2026-12-03",
    "at": "2026-12-03T10:00:00+01:00",
    "by": "Inger Thorsen",
}
"""The provider of the sample's first case was told on the day after the meeting."""
