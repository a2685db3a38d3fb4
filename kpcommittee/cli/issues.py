"""Prints what is wrong in files: each issue with its place, and a shared remedy only once."""

from collections.abc import Callable, Iterable
from itertools import zip_longest

from kpcommittee.cli.run import complain, warn
from kpcommittee.convert.issues import Issue
from kpcommittee.wording.issues import issue_text, remedy


def complain_of(issues: Iterable[Issue]) -> None:
    """Print issues as errors."""
    _print(issues, complain)


def warn_of(issues: Iterable[Issue]) -> None:
    """Print issues as warnings."""
    _print(issues, warn)


def _print(issues: Iterable[Issue], print_one: Callable[[str, str], None]) -> None:
    """Print each issue; a remedy shared by several in a row comes once, after the last of them."""
    listed = [(issue_text(issue), remedy(issue)) for issue in issues]
    for (message, advice), (_next, after) in zip_longest(listed, listed[1:], fillvalue=("", "")):
        print_one(message, "" if advice == after else advice)
