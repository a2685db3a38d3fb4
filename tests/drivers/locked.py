"""Encrypted workspaces: the passphrases of tests, and what of a workspace can be read as bytes."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drivers.office import Office
from tests.drivers.program import Result

PASSPHRASE = "korrekt hest batteri hæfteklamme"
OTHER = "fire andre ord på papir"
WRONG_KEY = (
    "error: Nøglen åbner ikke kpcommittee.db.\n"
    "  Giv den igen: mellemrum og store bogstaver tæller med. Gendannelsesnøglen åbner den også.\n"
)
"""What a command answers to a wrong passphrase."""


@contextmanager
def lines(*texts: str) -> Iterator[int]:
    """A descriptor from which these lines can be read."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{text}\n" for text in texts).encode())
    os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)


def run(office: Office, *command: str, typed: Iterable[str] = (PASSPHRASE,), stdin: str = "") -> Result:
    """Run a command in this process, with lines on a descriptor."""
    with lines(*typed) as descriptor:
        return office.run("--passphrase-fd", str(descriptor), *command, stdin=stdin)


def bytes_of(*folders: Path) -> dict[str, bytes]:
    """Every file below these folders with its bytes."""
    return {str(path): path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}


def traces(files: dict[str, bytes], words: Iterable[str]) -> list[tuple[str, str]]:
    """Which word is in which file, as UTF-8 or UTF-16, in any letters.

    A word needs eight bytes: three bytes occur in every few megabytes of a cipher by chance.
    """
    words = tuple(words)
    assert all(len(word.encode()) >= 8 for word in words), "a word this short is in a cipher by chance"
    return [
        (Path(name).name, word)
        for name, content in files.items()
        for word in words
        if any(form in content.lower() for form in (word.lower().encode(), word.lower().encode("utf-16-le")))
    ]
