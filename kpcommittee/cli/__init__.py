"""The command line: a thin module per group of commands."""

import gc
import sys
from itertools import pairwise

from kpcommittee.locale import LANGUAGES, use

RARE_COLLECTIONS = (50_000, 20, 100)
"""Thresholds of the collector: a command that reads a year makes many values, but hardly any cyclic garbage."""


def run_command_line(arguments: list[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Help texts are created with the commands, so the language is set before they are imported.
    """
    words = sys.argv[1:] if arguments is None else arguments
    language = _language(words)
    if language in LANGUAGES:
        use(language)
    from kpcommittee.cli.app import invoke  # noqa: PLC0415 (its texts are made when it is imported)

    # The entry point starts without it, but a command may run for long.
    gc.freeze()
    gc.set_threshold(*RARE_COLLECTIONS)
    gc.enable()
    return invoke(words)


def _language(words: list[str]) -> str:
    """Return the value of `--lang`, wherever it is on the command line."""
    for word, following in pairwise([*words, ""]):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return ""
