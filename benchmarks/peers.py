"""Two programs of the same library that people use, each in an environment of its own beside ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures import Measured
from benchmarks.terminal import GaveUpError, Program
from benchmarks.workspaces import ROOT

INSTALLED = ROOT / ".venv-bench"


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, and a text of its first useful picture."""

    name: str
    painted: str

    @property
    def program(self) -> Path:
        """Its command, as `make bench` installs it."""
        return INSTALLED / self.name / "bin" / self.name

    def works(self, folder: Path) -> bool:
        """Whether it is installed and starts; the first start makes what later ones find."""
        try:
            return self.program.exists() and self.start(folder)() > 0
        except GaveUpError:
            return False

    def start(self, folder: Path) -> Measured:
        """Milliseconds from the shell to its first useful picture, with a home of its own in a folder."""
        home = folder / f"home-{self.name}"
        home.mkdir(exist_ok=True)

        def run() -> float:
            with Program([self.program], home, _at_home(home)) as program:
                return (program.until(self.painted) - program.started) * 1000

        return run


PEERS = (Peer("posting", "Collection"), Peer("harlequin", "Run Query"))


def _at_home(home: Path) -> Mapping[str, str]:
    kinds = ("CONFIG", "DATA", "CACHE", "STATE")
    return {"HOME": str(home), **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in kinds}}
