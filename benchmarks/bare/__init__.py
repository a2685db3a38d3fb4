"""The bare counterparts: as little of the same libraries as does the same visible thing."""

import sys
from pathlib import Path

_SCRIPT = """#!{python}
import sys
sys.path.insert(0, {root!r})
from benchmarks.bare.{name} import main
if __name__ == "__main__":
    sys.exit(main())
"""


def script(name: str, folder: Path) -> Path:
    """A script that starts a counterpart the way an installed program is started: a few lines, the rest is imported."""
    path = folder / f"bare-{name}"
    if not path.exists():
        root = str(Path(__file__).parent.parent.parent)
        path.write_text(_SCRIPT.format(python=sys.executable, root=root, name=name), encoding="utf-8")
        path.chmod(0o755)
    return path
