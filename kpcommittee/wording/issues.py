"""Words the issues of files and intentions: what is wrong and what to do, in one sentence each."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kpcommittee.convert.issues import Issue
from kpcommittee.locale import N_, _, current
from kpcommittee.wording import leaders

_LISTED = 12
"""The greatest number of known words in a remedy."""

_PROBLEMS: Mapping[str, str] = {
    "unknown_key": N_("there is no such key"),
    "no_such_key": N_("{value} is not a key that a terminal reports"),
    "key_moves": N_("{value} moves in lists, and cannot do anything else"),
    "key_clash": N_("{value} is the key of {other} already"),
    "missing_key": N_("is missing"),
    "no_grant": N_("the case has no grant, and the committee is not a visitation forum"),
    "empty": N_("is empty"),
    "empty_list": N_("names nothing"),
    "wrong_type": N_("{value} is not {expected}"),
    "not_one_of": N_("{value} is not one of the possible values"),
    "too_long": N_("the text has {length} characters; at most {limit} are allowed"),
    "bad_date": N_("{value} is not a date that exists"),
    "danish_day": N_("{value} is not written as year-month-day"),
    "decimal_comma": N_("{value} has a decimal comma"),
    "short_time": N_("{value} is not written as hour, minute and second"),
    "quoted_number": N_("{value} is in quotation marks, so it is a text"),
    "single_table": N_("this is one table, where there can be several"),
    "misplaced_key": N_("{value} does not belong here"),
    "staff_elsewhere": N_("{value} does not work at {provider}"),
    "rate_twice": N_("{provider} already has a rate from {value}"),
    "no_leader": N_("nobody is named for this seat: {role}"),
    "seat_elsewhere": N_("{value} belongs to another district: {district}"),
    "in_the_future": N_("{value} is in the future"),
    "three_decimals": N_("{value} has three decimals, and a krone has two"),
    "no_cpr": N_("this is not a personal number"),
    "folder_is_file": N_("{value} is a file, not a folder"),
    "folder_missing": N_("there is no folder {value}"),
    "folder_unreadable": N_("the folder {value} may not be read"),
    "folder_for_all": N_("everybody on this computer may write in the folder"),
    "owned_by_other": N_("it belongs to another user of this computer, who may change it"),
    "file_for_all": N_("everybody on this computer may change it"),
    "keys_for_others": N_("others on this computer may read or change the keys"),
    "folder_linked": N_("the folder is a link to {value}"),
    "database_for_others": N_("others on this computer may read or change the database"),
    "database_named_twice": N_("the database has a second name somewhere, so it is kept in two places at once"),
    "clock_behind": N_("it was changed on {changed}, and the clock of this computer says {today}: the clock is behind"),
    "date_too_far": N_("{value} is too far from today"),
    "bad_number": N_("{value} is not a number that can be used"),
    "bad_id": N_("{value} cannot name a file"),
    "reserved_id": N_("{value} is a name that cannot be used for a meeting"),
    "unknown_reference": N_("there is no {kind} {value}"),
    "twice_in_list": N_("{value} is here twice"),
    "duplicate_id": N_("{value} is there twice"),
    "period_reversed": N_("{value} is before the start ({start})"),
    "ages_reversed": N_("{value} is below the youngest age ({start})"),
    "over_below_tight": N_("{value} is below tight ({start})"),
    "after_meeting": N_("{value} is after the meeting ({limit})"),
    "before_birth": N_("{value} is before the child was born ({limit})"),
    "too_low": N_("{value} is below {low}"),
    "too_low_exclusive": N_("{value} is not above {low}"),
    "too_high": N_("{value} is above {high}"),
    "not_quarters": N_("{value} hours are not whole quarters of an hour"),
    "bad_share": N_("{value} is not a share"),
    "shares_not_whole": N_("the shares add up to {value}, not 1"),
    "database_taken": N_("a folder or another file of the workspace has that name, and is not a database"),
    "bad_database": N_("this is not the address of an SQLite file"),
    "database_in_the_clear": N_("the database is in the clear, although the config asks for encryption"),
    "cpr_birth_date": N_("the personal number says {said}, the birth date is {birth_date}"),
    "file_missing": N_("the file does not exist"),
    "file_is_folder": N_("this is a folder, not a file"),
    "file_special": N_("this is a device, a pipe or a link to itself"),
    "file_unreadable": N_("the file may not be read"),
    "file_empty": N_("the file is empty"),
    "sealed": N_("the file is sealed, and the key of this workspace does not open it"),
    "file_too_big": N_("the file is larger than {limit} MB"),
    "not_utf8": N_("the text is not UTF-8"),
    "toml_syntax": N_("this is not TOML"),
    "toml_long_key": N_("a key of this line has too many parts"),
    "toml_date": N_("this date or time does not exist"),
    "toml_twice": N_("this key or table occurs twice"),
    "toml_quote": N_("a quotation mark is missing, or a character is not allowed here"),
    "toml_curly": N_("the quotation marks are curly"),
    "toml_thousands": N_("{value} has marks between its digits"),
    "toml_unit": N_("{value} is more than a number"),
    "toml_truth": N_("{value} is neither true nor false"),
    "toml_nothing": N_("there is nothing after the equals sign"),
    "toml_unquoted": N_("{value} is a text without quotation marks"),
    "toml_trailing": N_("there is one character too many at the end: {value}"),
    "toml_colon": N_("a colon is where the equals sign belongs"),
    "toml_key": N_("{value} cannot be the name of a key"),
    "toml_bracket": N_("{value} has a square bracket too few or too many"),
    "toml_list": N_("the list is not closed, or a comma is missing in it"),
    "toml_backslash": N_("a backslash is in a text, where it has a meaning of its own"),
    "not_json": N_("the line is not JSON"),
    "not_an_object": N_("the line is not a JSON object"),
    "duplicate_key": N_("the key is there twice"),
    "not_a_table": N_("the file is neither a .csv nor an .xlsx table"),
    "not_xlsx": N_("the file is not an .xlsx workbook"),
    "not_exchange": N_("the file is not exchange XML of an agenda system"),
    "no_case_in_exchange": N_("no item of its agenda has a case number"),
    "table_empty": N_("the table is empty"),
    "nul_character": N_("there is a NUL character, which no table contains"),
    "no_header": N_("the table has no header"),
    "hidden_sheets": N_("every sheet of the workbook is hidden"),
    "too_many_rows": N_("the table has more than {limit} rows"),
    "too_many_columns": N_("the table has more than {limit} columns"),
    "too_big_workbook": N_("the workbook has more than {limit} cells"),
    "unpacks_too_big": N_("the workbook unpacks to more than {limit} MB"),
    "too_long_line": N_("a line has more than {limit} characters"),
    "too_many_cases": N_("the agenda has more than {limit} cases"),
    "too_many_bad_rows": N_("more than {limit} rows have errors, and the rest was not read"),
    "too_long_list": N_("the list has more than {limit} entries"),
    "more_errors": N_("{count} more errors are not listed"),
    "too_many_keys": N_("there are too many keys"),
    "formula_without_value": N_("the formula has no value"),
    "missing_columns": N_("the table lacks {columns}"),
    "unknown_column": N_("there is no such column"),
    "duplicate_column": N_("the column occurs twice"),
    "too_long_cell": N_("a cell contains more text than can be read"),
    "lone_quote": N_("a quotation mark is not closed at the end of its cell"),
    "too_many_cells": N_("the row has more cells than the header"),
    "missing_cell": N_("the cell is empty"),
}

_REMEDIES: Mapping[str, str] = {
    "unknown_key": N_("Correct the key or remove it; possible here: {known}."),
    "no_such_key": N_('Write one letter, digit or sign, a function key such as "f5", or "ctrl+a".'),
    "key_moves": N_("Choose another key."),
    "key_clash": N_("Choose another key, or give {other} another one too."),
    "missing_key": N_("Add the key."),
    "no_grant": N_("Let the authority decide on the grant first, then add it under [cases.grant]."),
    "empty": N_("Write what belongs here."),
    "empty_list": N_("Name at least one."),
    "wrong_type": N_("Write {expected}."),
    "not_one_of": N_("Choose one of: {allowed}."),
    "too_long": N_("Shorten it; long documents belong in the municipality's own records system."),
    "bad_date": N_("Write the date as year-month-day, such as 2026-12-02."),
    "danish_day": N_("Write {meant} instead."),
    "decimal_comma": N_("Write {meant} instead; numbers have a point."),
    "short_time": N_("Write {meant} instead, with two digits each."),
    "quoted_number": N_("Write {value} without quotation marks."),
    "single_table": N_("Write [[{key}]] with two square brackets instead of [{key}]."),
    "misplaced_key": N_("Move it under {home}."),
    "rate_twice": N_("Correct the day of one of them; the first is at {first}."),
    "no_leader": N_("Name the leader, or the seat is empty in every case."),
    "seat_elsewhere": N_("Name a house of this district, or correct the district of the house."),
    "in_the_future": N_("Look at the year."),
    "three_decimals": N_("Write {meant} if the point separates thousands; here it begins the decimals."),
    "no_cpr": N_("Write the ten digits, or remove the key when the number is unknown."),
    "folder_is_file": N_("Name a folder, or move the file away."),
    "folder_missing": N_("Correct the name, or make the folder."),
    "folder_unreadable": N_("Give yourself the right to read it, or ask the one who owns it."),
    "folder_for_all": N_("Remove that permission, for instance with chmod o-w."),
    "owned_by_other": N_("Make it your own, for instance with chown, or copy the workspace."),
    "file_for_all": N_("Remove that permission, for instance with chmod o-w."),
    "keys_for_others": N_("Keep it for yourself, for instance with chmod 600."),
    "folder_linked": N_("Check who can read there; the documents contain what children and parents said."),
    "database_for_others": N_("Keep it for yourself, for instance with chmod 600."),
    "database_named_twice": N_("Delete the second name, or copy the database there instead."),
    "clock_behind": N_(
        "Set the clock before you record anything: it tells which of two meetings is the later one. "
        "If the clock is right, the file has its time from another computer."
    ),
    "staff_elsewhere": N_("{value} works at {employer}: correct one of the two; at {provider} there are: {known}."),
    "date_too_far": N_("Look at the year; dates are between 1900 and 2199."),
    "bad_number": N_("Write it with digits, such as 5 or {example}."),
    "bad_id": N_("Use letters, digits, spaces and hyphens; begin with a letter or a digit."),
    "reserved_id": N_("Choose another id, such as the meeting's date."),
    "unknown_reference": N_("Correct the name, or add it where it belongs; known are: {known}."),
    "twice_in_list": N_("Remove one of them."),
    "duplicate_id": N_("Give one of them another name; the first is at {first}."),
    "period_reversed": N_("Correct one of the two days."),
    "ages_reversed": N_("Write the youngest age first."),
    "over_below_tight": N_("Set over at least as high as tight."),
    "after_meeting": N_("Correct the date, or the date of the meeting."),
    "before_birth": N_("Correct one of the two dates."),
    "too_low": N_("Write a number from {low} to {high}."),
    "too_low_exclusive": N_("Write a number above {low}, at most {high}."),
    "too_high": N_("Write a number of at most {high}."),
    "not_quarters": N_("Write whole quarters, such as {quarter} or {half}."),
    "bad_share": N_("Write a fraction, such as 2/3."),
    "shares_not_whole": N_("Correct the shares so that they add up to 1."),
    "database_taken": N_('Give the database a name of its own, such as url = "sqlite:///kpcommittee.db".'),
    "bad_database": N_(
        'Write it as url = "sqlite:///kpcommittee.db"; other databases are not possible in this version.'
    ),
    "database_in_the_clear": N_("Encrypt it with kpcommittee encrypt."),
    "cpr_birth_date": N_("Correct the number or the birth date."),
    "file_missing": N_("Look at the name and the folder."),
    "file_is_folder": N_("Name a file."),
    "file_special": N_("Name an ordinary file."),
    "file_unreadable": N_("Give yourself the right to read it, or ask the one who owns it."),
    "file_empty": N_("Fill it, or remove it; kpcommittee init makes an example to start from."),
    "sealed": N_("Check whether it belongs to another workspace, or bring back the key file that was in use."),
    "file_too_big": N_("Check whether it is the right file; long documents do not belong here."),
    "not_utf8": N_("Save the file as UTF-8."),
    "toml_syntax": N_("Look at this line and the one above it; texts are in quotation marks."),
    "toml_long_key": N_("No key of the program has more than four; remove the line."),
    "toml_date": N_("Correct it; dates are written year-month-day, such as 2026-12-02."),
    "toml_twice": N_("Remove one of them; each case begins with [[cases]]."),
    "toml_quote": N_("Texts are in quotation marks on one line; write three marks around several lines."),
    "toml_curly": N_("Write {meant} instead."),
    "toml_thousands": N_("Write {meant} instead."),
    "toml_unit": N_("Write only {meant} instead."),
    "toml_truth": N_("Write {meant} instead."),
    "toml_nothing": N_("Write a value, or remove the line."),
    "toml_unquoted": N_('Write "{value}" instead.'),
    "toml_trailing": N_("Remove it."),
    "toml_colon": N_("Write {meant} instead."),
    "toml_key": N_("A key has letters from a to z, digits and underscores, and no spaces."),
    "toml_bracket": N_("Write {meant} instead."),
    "toml_list": N_("Write a comma between two values, and ] after the last."),
    "toml_backslash": N_("Write two backslashes instead of one."),
    "not_json": N_("Write one intention per line, as a JSON object."),
    "not_an_object": N_('Write one intention per line, such as {{"do": "open"}}.'),
    "duplicate_key": N_("Remove one of them."),
    "not_a_table": N_("Save the table as .csv or .xlsx."),
    "not_exchange": N_("Export it again; its outermost element is Dagsorden or Publication, without a DOCTYPE."),
    "not_xlsx": N_("Open it in the spreadsheet program and save it as .xlsx or .csv."),
    "no_case_in_exchange": N_("Check whether it is the right file, or export it again with the case numbers."),
    "table_empty": N_("Check whether it is the right file; its first row names the columns."),
    "nul_character": N_("Remove the character, or save the table again in the spreadsheet program."),
    "hidden_sheets": N_("Show the sheet with the table in the spreadsheet program, and save the workbook."),
    "too_many_rows": N_("Divide it into several tables."),
    "too_many_columns": N_("Leave only the columns that are read."),
    "too_big_workbook": N_("Copy the table alone into a new workbook."),
    "unpacks_too_big": N_("Copy the table alone into a new workbook."),
    "too_long_line": N_("Check whether it is the right file."),
    "too_many_cases": N_("Check whether it is the right file; a meeting has some tens."),
    "too_many_bad_rows": N_("Check whether it is the right table."),
    "too_long_list": N_("Check whether it is the right file."),
    "more_errors": N_("Correct those that are listed, then check again."),
    "too_many_keys": N_("Check whether it is the right file."),
    "formula_without_value": N_("Open the workbook in the spreadsheet program and save it, so that it has its values."),
    "no_header": N_("Let the first row name the columns."),
    "missing_columns": N_("Add them, or map the table's own headings under [{section}] columns in config.toml."),
    "unknown_column": N_("Rename or remove it, or map it under [{section}] columns; known are: {known}."),
    "duplicate_column": N_("Remove one of them."),
    "too_long_cell": N_("Look for a quotation mark that is not closed."),
    "lone_quote": N_("Remove it, or close it before the next cell; inside such a cell it is written twice."),
    "too_many_cells": N_("Look for an extra separator; texts that contain one need quotation marks."),
    "missing_cell": N_("Fill the cell."),
}

_EXPECTED: Mapping[str, str] = {
    "text": N_("a text in quotation marks"),
    "number": N_("a number"),
    "whole": N_("a whole number"),
    "truth": N_("true or false"),
    "date": N_("a date such as 2026-12-02"),
    "time": N_("a time such as 09:00:00"),
    "moment": N_("a date and time such as 2026-12-02T09:00:00"),
    "list": N_("a list in square brackets"),
    "pair": N_("a list of two"),
    "table": N_("a table of its own"),
    "object": N_("an object in braces"),
}

_KINDS: Mapping[str, str] = {
    "district": N_("district"),
    "school": N_("school"),
    "club": N_("club"),
    "provider": N_("provider"),
    "staff": N_("member of staff"),
    "provider_or_staff": N_("provider or member of staff"),
    "problem": N_("problem"),
    "basis": N_("legal basis"),
}

_EXAMPLES: Mapping[str, str] = {"example": "12.5", "quarter": "4.25", "half": "4.5"}
"""Numbers that remedies name, as TOML writes them."""
_BOUNDS = ("value", "low", "high")
_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "too_low": _BOUNDS,
    "too_low_exclusive": _BOUNDS,
    "too_high": _BOUNDS,
    "not_quarters": ("value", "nearest"),
}
"""Code → the values of such an issue that are numbers."""


def issue_text(issue: Issue) -> str:
    """Say where and what is wrong.

    For example `agenda/2026-12-02.toml: line 57, case 2026-0415, child.birth_date: 2031-01-01 is after the meeting`.
    """
    return ": ".join(part for part in (issue.file, _where(issue), problem(issue)) if part)


def problem(issue: Issue) -> str:
    """Say what is wrong, without the place."""
    text = _(_PROBLEMS[issue.code])
    if issue.code == "wrong_type" and not issue.value:
        text = _("is not {expected}")
    elif not issue.value and "{value}" in text:
        text = _("the value is not possible")
    return text.format(**_values(issue))


def case_problems(issues: Iterable[Issue], place: str) -> str:
    """Say everything that is wrong with one case in one text, with line numbers and keys.

    Args:
        issues: the issues of the case.
        place: the case's own place, such as `cases[3]`.
    """
    return "; ".join(
        ": ".join(part for part in (_where(_inside(issue, place)), problem(issue)) if part) for issue in issues
    )


def _inside(issue: Issue, place: str) -> Issue:
    """Return the issue with its place inside the case."""
    return replace(issue, place=issue.place.removeprefix(place).removeprefix("."), case_number="")


def remedy(issue: Issue) -> str:
    """Say what to do about the issue."""
    values = _values(issue)
    text = _(_REMEDIES[issue.code])
    if issue.code == "duplicate_id" and not values.get("first"):
        text = _("Give one of them another name.")
    if issue.code == "bad_date" and issue.row is not None:
        text = _("Write a day that exists, such as 02-12-2026 or 2026-12-02.")
    near = values.get("nearest")
    advice = text.format(**values)
    return _("Is {nearest} meant? {advice}").format(nearest=near, advice=advice) if near else advice


def _where(issue: Issue) -> str:
    """Say where: row and column of a table, or line, case and key of a file."""
    if issue.row is not None:
        return ", ".join(part for part in (_("row {row}").format(row=issue.row), issue.place) if part)
    line = _("line {line}").format(line=issue.line) if issue.line else ""
    if line and not issue.place and "column" in issue.values:
        line = _("{line}, column {column}").format(line=line, column=issue.values["column"])
    case = _("case {number}").format(number=issue.case_number) if issue.case_number else ""
    place = re.sub(r"^cases\[\d+\]\.?", "", issue.place) if case else issue.place
    return ", ".join(part for part in (line, case, place) if part)


def _values(issue: Issue) -> dict[str, str]:
    """Return the values of the issue as text, also its own."""
    values = {
        key: _list_words(value) if isinstance(value, tuple) else str(value) for key, value in issue.values.items()
    }
    values |= {"value": issue.value, **_EXAMPLES}
    if issue.row is not None and current() == "da":  # A table has the comma of its reader, TOML always a point.
        numbers = (*_EXAMPLES, *_NUMBERS.get(issue.code, ()))
        values |= {key: values[key].replace(".", ",") for key in numbers}
    for key, texts in (("expected", _EXPECTED), ("kind", _KINDS)):
        if key in values:
            values[key] = _(texts[values[key]])
    if "role" in values:
        values["role"] = leaders.role(values["role"])
    if "first_line" in values:
        values["first"] = _("line {line}").format(line=values["first_line"])
    return {"key": re.sub(r"\[\d+\]", "", issue.place), **values}


def _list_words(words: tuple[str, ...]) -> str:
    return ", ".join((*words[:_LISTED], "…") if len(words) > _LISTED else words) or _("none yet")
