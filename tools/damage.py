"""Prints the table of damage for docs/journal.md: what notices cuts, edits and hashes made again. It takes minutes.

python -m tools.damage
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.drivers.journal_damage import KINDS, row_of, share, whole_journal


def main() -> None:
    """Damage copies of one journal, and print a row for each kind."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        (folder / "whole").mkdir()
        whole = whole_journal(folder / "whole")
        for place, kind in enumerate(KINDS):
            (folder / str(place)).mkdir()
            print(row_of(kind, share(kind, whole, folder / str(place))), flush=True)


if __name__ == "__main__":
    main()
