"""What `check` prints: errors and warnings, and what is missing before the meeting. Imported when it is run."""

from collections.abc import Sequence
from pathlib import Path

from kpcommittee.cli.run import Settings, complain, leave, leave_because_of, say, say_json, warn
from kpcommittee.errors import ExitCode
from kpcommittee.locale import _, ngettext, use
from kpcommittee.services.check import Check, check_files
from kpcommittee.views.preparation import issue_rows, lacking_rows, lacking_text
from kpcommittee.wording.issues import issue_text, remedy


def print_check(settings: Settings, files: Sequence[Path], *, strict: bool, json: bool) -> None:
    """Check the files, print the outcome, and end with its exit code."""
    checked = check_files(settings.workspace, files, settings.language)
    use(checked.language)
    (_print_json if json else _print_text)(checked)
    if any(file.issues for file in checked.files):
        leave_because_of(issue for file in checked.files for issue in file.issues if issue.file == file.file)
    if strict and any(file.warnings or file.lacking for file in checked.files):
        leave(ExitCode.NO)


def _print_json(checked: Check) -> None:
    answer = []
    for file in checked.files:
        answer += [*issue_rows((*file.issues, *file.warnings)), *lacking_rows(file.file, file.lacking)]
    say_json(answer)


def _print_text(checked: Check) -> None:
    """Print errors and warnings on standard error, and what is missing before the meeting on standard output."""
    issues = [issue for file in checked.files for issue in file.issues]
    for issue in issues:
        complain(issue_text(issue), remedy(issue))
    warnings = [warning for file in checked.files for warning in file.warnings]
    for warning in warnings:
        warn(issue_text(warning), remedy(warning))
    for file in checked.files:
        if not file.issues:
            say(_("{file}: no errors").format(file=file.file))
    lacking = {file.file: [case for _index, case in file.lacking] for file in checked.files if file.lacking}
    for name, cases in lacking.items():
        say(lacking_text(name, cases))
    count = len(warnings) + sum(len(case.lacks) for cases in lacking.values() for case in cases)
    if count:
        say(ngettext("{count} warning", "{count} warnings", count).format(count=count))
    if issues:
        say(ngettext("{count} error", "{count} errors", len(issues)).format(count=len(issues)))
