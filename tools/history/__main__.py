"""Writes the history that `kpcommittee demo` opens with.

python -m tools.history [--seed N] [--out FILE]
"""

import argparse
import lzma
import os
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from kpcommittee.workspace.starting import HISTORY, copy_sample
from tools.history.years import SEED, Years


def main() -> None:
    """Make the years in a folder of their own, and pack their database."""
    parser = argparse.ArgumentParser(description="Make the history that the demo opens with.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=HISTORY)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="kpcommittee-history-") as home:
        os.environ["XDG_STATE_HOME"] = str(Path(home) / "state")
        folder = Path(home) / "sample"
        copy_sample(folder)
        Years(folder, options.seed).pass_until()
        packed = Path(home) / "packed.db"
        connection = sqlite3.connect(folder / "kpcommittee.db")
        connection.execute("VACUUM INTO ?", (str(packed),))
        connection.close()
        options.out.write_bytes(lzma.compress(packed.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
