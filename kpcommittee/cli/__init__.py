"""The command line: a thin module per group of commands."""

import gc
import sys

from kpcommittee.locale import LANGUAGES, use


def run_command_line(arguments: list[str] | None = None) -> int:
    """Run one command line; the exit code.

    Help texts are made when the commands are, so the language is set before they are imported.
    """
    words = sys.argv[1:] if arguments is None else arguments
    language = _language(words)
    if language in LANGUAGES:
        use(language)
    from kpcommittee.cli.app import invoke  # noqa: PLC0415

    gc.enable()  # the entry starts without; a command may work long
    return invoke(words)


def _language(words: list[str]) -> str:
    """What `--lang` says, wherever it stands."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return ""
