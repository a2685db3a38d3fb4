"""Words the errors of an agenda file: those in unreadable cases, and the rest."""

from collections.abc import Iterable
from dataclasses import replace

import tomli_w

from kpcommittee.convert.issues import Issue, quote_value
from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.wording.issues import case_problems, issue_text, remedy
from kpcommittee.workspace.reading import InvalidCase


def word_left_out(cases: Iterable[InvalidCase]) -> tuple[LeftOutCase, ...]:
    """Return the unreadable cases, with what is wrong in the current language."""
    return tuple(
        LeftOutCase(
            index=case.index,
            case_number=case.case_number or None,
            message=case_problems(case.issues, f"cases[{case.index}]"),
            child=_child_name(case.raw),
            text=_as_toml(case.raw),
        )
        for case in cases
    )


def file_faults(issues: Iterable[Issue]) -> tuple[str, ...]:
    """Say what is wrong in a file, and what to write instead, in the current language, without the file name."""
    return tuple(f"{issue_text(replace(issue, file=''))}. {remedy(issue)}" for issue in issues)


def _child_name(raw: object) -> str | None:
    child = raw.get("child") if isinstance(raw, dict) else None
    name = child.get("name") if isinstance(child, dict) else None
    return quote_value(name) or None if isinstance(name, str) else None


def _as_toml(raw: object) -> str:
    """Write the case as TOML; empty if it is nested deeper than can be written."""
    try:
        return tomli_w.dumps({"cases": [raw]})
    except RecursionError:
        return ""
