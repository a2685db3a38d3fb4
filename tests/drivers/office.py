"""A workspace in a folder of its own, and the program run in it as a script would, in this process or another."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kpcommittee import cli, locale

Json = dict[str, Any]
SAMPLE = Path(__file__).parents[2]
"""The checkout: its top is the sample workspace."""
PROGRAM = (sys.executable, "-m", "kpcommittee")
KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "PYTHONPATH")
"""What a process of its own knows of the surroundings."""
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Json]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Office:
    """A workspace and everything a script can do with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def sample(cls, folder: Path, *, placements: bool = True) -> "Office":
        """The sample committee, its running placements imported or not."""
        office = cls(folder)
        folder.mkdir(exist_ok=True)
        for name in ("config.toml", "placements.csv"):
            shutil.copy(SAMPLE / name, folder / name)
        (folder / "agenda").mkdir()
        shutil.copy(SAMPLE / "agenda" / "2026-12-02.toml", folder / "agenda" / "2026-12-02.toml")
        if placements:
            assert office.run("placements", "import", "placements.csv").code == 0
        return office

    # ---- running ----------------------------------------------------------------------------

    def run(self, *arguments: str, said: str | bytes = b"", lang: str | None = None) -> Ran:
        """A command in this process, by the function the program's entry calls."""
        options = ["--workspace", str(self.folder), *(["--lang", lang] if lang else [])]
        return run_here([*options, *arguments], said)

    def program(self, *arguments: str, said: bytes = b"", cwd: Path | None = None, **more: str) -> Ran:
        """A command in a process of its own; `more` is added to its environment."""
        done = subprocess.run(
            [*PROGRAM, *arguments],
            input=said,
            capture_output=True,
            cwd=cwd or self.folder,
            env=environment(more),
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str, **keys: Any) -> "subprocess.Popen[bytes]":
        """A command in a process of its own that this test talks with."""
        pipes: Json = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": False}
        # A line is answered when it is durable, so nothing of ours may hold it back.
        pipes |= {"bufsize": 0, "cwd": self.folder, "env": environment({})}
        return cast("subprocess.Popen[bytes]", subprocess.Popen([*PROGRAM, *arguments], **(pipes | keys)))

    # ---- the commands -----------------------------------------------------------------------

    def answers(self, agenda: str, *intentions: Json, options: Iterable[str] = ()) -> list[Json]:
        """What `record` answers; its exit code agrees with it."""
        said = "\n".join(json.dumps(one, ensure_ascii=False) for one in intentions)
        ran = self.run("record", *options, agenda, said=said)
        assert ran.code == any("refused" in one for one in ran.lines), ran
        assert not ran.err, ran
        return ran.lines

    def does(self, agenda: str, *intentions: Json) -> list[Json]:
        """Record intentions that are all allowed."""
        answers = self.answers(agenda, *intentions)
        assert [one for one in answers if "refused" in one] == [], answers
        assert len(answers) == len(intentions)
        return answers

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
        """The document of `minutes -o -`."""
        return self.good("minutes", agenda, "-o", "-", *options).out

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

    def good(self, *arguments: str) -> Ran:
        """A command that succeeds and has nothing to complain of."""
        ran = self.run(*arguments)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran

    # ---- files ------------------------------------------------------------------------------

    def agenda(self, name: str, text: str) -> None:
        """Write an agenda file."""
        (self.folder / "agenda" / f"{name}.toml").write_text(text, encoding="utf-8")

    def change(self, file: str, *changes: tuple[str, str]) -> None:
        """Replace text in a file of the workspace; each old text stands there exactly once."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def run_here(arguments: list[str], said: str | bytes = b"") -> Ran:
    """A command line in this process; streams and language are as before afterwards."""
    streams = sys.stdin, sys.stdout, sys.stderr
    data = said.encode() if isinstance(said, str) else said
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        code = cli.run(arguments)
        # A wrapper that is thrown away closes what it wraps.
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        locale.use(locale.DEFAULT_LANGUAGE)


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """The surroundings of a process of its own: without language, workspace or terminal."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(SAMPLE), **more}


def item_of(document: str, number: str) -> str:
    """The item of one case: from the heading that holds its number to the next of that level."""
    lines = document.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("#") and number in line)
    level = len(lines[first]) - len(lines[first].lstrip("#"))
    rest = enumerate(lines[first + 1 :], first + 1)
    last = next((place for place, line in rest if line.startswith("#") and _level(line) <= level), len(lines))
    return "\n".join(lines[first:last])


def _level(line: str) -> int:
    return len(line) - len(line.lstrip("#"))


def _used(row: Json) -> list[Any]:
    worst = row["worst"]
    people = [(one["staff"], round(one["load"] + one["held"], 4), one["children"]) for one in row["staff"]]
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
    return [{"caution": one, "code": code, "text": "Afklaret på mødet."} for one in cautions]


REASON = {"code": "competence", "text": "Leder og myndighed er enige om valget."}
OPEN, CLOSE, APPROVE = {"do": "open"}, {"do": "close"}, {"do": "approve", "by": "Inger Thorsen"}
