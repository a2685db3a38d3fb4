"""Fuzzes one reader, guided by the coverage of the program: `python -m tests.hostile.fuzz agenda --seconds 60`.

It needs atheris, which `make soak` installs where it can be had. It ends with 0 if nothing but refusals came out.
"""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from random import Random

import atheris

SECONDS = 5
"""For one input at most, on a machine that others use too."""
CODES = ("docx", "xlsx", "pdf", "html", "json", "xml", "md")
"""Formats of documents that are read back."""
MEGABYTES = 1_000
"""Memory of the process at most."""

FOLLOWED = ["kpcommittee", "tomllib", "json", "difflib", "pypdf", "openpyxl", "docx"]
with atheris.instrument_imports(include=FOLLOWED):
    for code in CODES:
        # The program imports them with the first document: then nobody follows which lines a changed one reaches.
        import_module(f"kpcommittee.documents.readers.{code}")
    from tests.hostile.packed import inside, packed_again
    from tests.hostile.readers import READERS, WHOLE


def on_what_is_packed(content: bytes, longest: int, seed: int) -> bytes:
    """Change what is packed in a file, and pack it again: changed compressed bytes reach no reader."""
    parts = inside(content, Random(seed))
    if parts is None:
        return bytes(atheris.Mutate(content, longest))
    changed = packed_again(content, parts, bytes(atheris.Mutate(parts.content, len(parts.content) + 256)))
    return changed if len(changed) <= longest else bytes(atheris.Mutate(content, longest))


def main() -> None:
    """Fuzz the reader that is named; what broke it is written to the folder."""
    options = argparse.ArgumentParser()
    options.add_argument("reader", choices=READERS)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--longest", type=int, default=4_096)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="kpcommittee-fuzz-"))
    read, seeds = READERS[given.reader]
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    sound = [*seeds(), *(make() for name, make in WHOLE.items() if name == given.reader)]
    for number, seed in enumerate(sound):
        (corpus / f"seed-{number}").write_bytes(seed)
    longest = max(given.longest, *(2 * len(seed) for seed in sound))
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={given.seconds}",
            f"-timeout={SECONDS}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={longest}",
            f"-artifact_prefix={folder}/",
            "-print_final_stats=1",
            "-verbosity=1",
            str(corpus),
        ],
        read,
        custom_mutator=on_what_is_packed,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
