"""Reads the config, the law table and agendas: their valid part, and every issue of the rest."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kpcommittee.convert.codec import read_partial
from kpcommittee.convert.issues import Issue, nearest, shown
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config, LawChoice
from kpcommittee.domain.law import Law
from kpcommittee.workspace.case_checks import check_case
from kpcommittee.workspace.config_checks import check_config
from kpcommittee.workspace.files import Unread, read_text
from kpcommittee.workspace.known import Known, told_once

_POSITION = r"\(at line (\d+), column (\d+)\)$"
_DATE = r"\s*(\d{4}-\d{2}-\d{2})(?!\d)"
_CODES = {
    "Invalid date or datetime": "toml_date",
    "Cannot overwrite a value": "toml_twice",
    "Cannot declare": "toml_twice",
    "Duplicate inline table key": "toml_twice",
    "Cannot mutate": "toml_twice",
    "Unterminated string": "toml_quote",
    'Expected "\'"': "toml_quote",
    "Illegal character": "toml_quote",
}


def read_toml(path: Path, shown_as: str = "") -> dict[str, Any]:
    """Read the tables of a TOML file, with its numbers as decimals.

    Raises:
        Unread: the file cannot be read or is not TOML.
    """
    text = read_text(path, shown_as)
    try:
        return parse(text)
    except Unread as error:
        raise Unread(error.issue.of(shown_as or str(path))) from None


def parse(text: str) -> dict[str, Any]:
    """Read the tables of a TOML text.

    Raises:
        Unread: it is not TOML.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Unread(_issue(str(error), text)) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise Unread(Issue(code="toml_syntax", values={"line": 1, "column": 1})) from None


def _issue(message: str, text: str) -> Issue:
    """Return the parser's error as an issue; the parser's own message is for programmers, in one language."""
    position = re.search(_POSITION, message)
    last = text.rstrip().count("\n") + 1
    line, column = (int(position[1]), int(position[2])) if position else (last, 1)
    code = next((code for begin, code in _CODES.items() if message.startswith(begin)), "toml_syntax")
    if code == "toml_syntax" and _names_no_day(text, line):
        code = "toml_date"
    return Issue(code=code, values={"line": line, "column": column})


def _names_no_day(text: str, line: int) -> bool:
    """Whether the line contains an impossible date: to the parser, a month of 13 is no date at all."""
    value = "".join(text.split("\n")[line - 1 : line]).partition("=")[2]
    match = re.match(_DATE, value)
    if match is None:
        return False
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return True
    return False


DATA = Path(__file__).parent.parent / "data"
"""The folder of the program's own law tables."""

_FILE_NAME = re.compile(r"\w(?:[\w .,+-]{0,98}[\w,+-])?")
_RESERVED = re.compile(r"(?i)(?:caseload|con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""The journal's own stream, and names that Windows keeps for devices."""
"""What a meeting's id may look like, as it names the file of its minutes."""

T = TypeVar("T")


class ConfigRead(NamedTuple):
    """The config as far as it can be read, and its issues."""

    config: Config | None = None
    """The config; reliable only if there are no issues: else it has None wherever something cannot be read."""
    issues: tuple[Issue, ...] = ()
    unread: tuple[str, ...] = ()
    """The places that cannot be read."""

    @property
    def language(self) -> str | None:
        """The language that the config sets; None if it cannot be read."""
        return str(getattr(self.config and self.config.committee, "language", None) or "") or None


class LawRead(NamedTuple):
    """The law table and its issues."""

    law: Law | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A case that is not on the agenda because of its errors."""

    index: int
    """Its place in the file, from 0."""
    case_number: str | None
    issues: tuple[Issue, ...]


class AgendaRead(NamedTuple):
    """The agenda with its valid cases, and the cases that were left out."""

    agenda: Agenda | None = None
    """None if the file or the meeting's head cannot be read."""
    issues: tuple[Issue, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def read_config(path: Path, shown_as: str = "") -> ConfigRead:
    """Read the committee's configuration."""
    name = shown_as or path.name
    config, issues = _read_file(path, name, Config)
    unread = tuple(issue.place for issue in issues)
    if config is not None:
        inconsistent = told_once(check_config(config, unread), unread)
        issues = (*issues, *(issue.of(name) for issue in inconsistent))
    return ConfigRead(config=config, issues=tuple(map(_without_encryption, issues)), unread=unread)


def read_law(choice: LawChoice, folder: Path, shown_as: str = "config.toml") -> LawRead:
    """Read the law table in use: the config's own file, else that of its date, else the newest.

    Args:
        choice: the config's choice.
        folder: the config's folder, where a relative `file` starts.
        shown_as: the config's name in errors.
    """
    if choice.file is not None:
        law, issues = _read_file(folder / choice.file, choice.file, Law)
        return LawRead(law=law, issues=issues)
    dates = law_dates()
    as_of = choice.as_of or dates[-1]
    if as_of not in dates:
        values = {"allowed": tuple(day.isoformat() for day in dates)}
        issue = Issue(place="law.as_of", code="not_one_of", value=as_of.isoformat(), values=values, file=shown_as)
        return LawRead(issues=(issue,))
    path = DATA / f"law-{as_of.isoformat()}.toml"
    law, issues = _read_file(path, path.name, Law)
    return LawRead(law=law, issues=issues)


def law_dates() -> tuple[date, ...]:
    """Return the dates of the program's own law tables, oldest first."""
    return tuple(sorted(date.fromisoformat(path.stem.removeprefix("law-")) for path in DATA.glob("law-*.toml")))


def read_agenda(path: Path, config: Config, law: Law, shown_as: str = "") -> AgendaRead:
    """Read one meeting's agenda; a case with errors is left out, the rest stays."""
    return read_agenda_against(path, Known(config, law), shown_as)


def read_agenda_against(path: Path, known: Known, shown_as: str = "") -> AgendaRead:
    """Read one meeting's agenda against what is known of config and law, which may be less than all of it."""
    name = shown_as or path.name
    try:
        data = read_toml(path, name)
    except Unread as error:
        return AgendaRead(issues=(error.issue,))
    head, issues = _head(data, path.stem)
    good: list[Case] = []
    left_out: list[LeftOut] = []
    if isinstance(data.get("cases", []), list):
        places: dict[str, int] = {}
        for index, raw in enumerate(data.get("cases", [])):
            case, wrong = _case(raw, index, known, head.date if head else None, places)
            if case is not None and not wrong:
                good.append(case)
            else:
                wrong = tuple(issue.of(name) for issue in wrong)
                left_out.append(LeftOut(index=index, case_number=_number_of(raw), issues=wrong))
    return AgendaRead(
        agenda=Agenda(meeting=head, cases=tuple(good)) if head is not None and _is_sound(issues) else None,
        issues=(
            *(issue.of(name) for issue in issues),
            *(issue for left in left_out for issue in left.issues),
        ),
        left_out=tuple(left_out),
    )


def _read_file(path: Path, name: str, cls: type[T]) -> tuple[T | None, tuple[Issue, ...]]:
    try:
        value, issues = read_partial(read_toml(path, name), cls)
    except Unread as error:
        return None, (error.issue,)
    return value, tuple(issue.of(name) for issue in issues)


def _head(data: dict[str, Any], stem: str) -> tuple[MeetingHead | None, tuple[Issue, ...]]:
    """Read the meeting's head, and return the issues of the head and of keys beside it."""
    known = ("cases", "meeting")
    beside = tuple(
        Issue(
            place=shown(key),
            code="unknown_key",
            value=shown(key),
            values={"nearest": nearest(key, known), "known": known},
        )
        for key in data
        if key not in known
    )
    if not isinstance(data.get("cases", []), list):
        beside += (Issue(place="cases", code="wrong_type", values={"expected": "list"}),)
    if "meeting" not in data:
        return None, (Issue(place="meeting", code="missing_key"), *beside)
    raw = data["meeting"]
    head, issues = read_partial({"id": stem, **raw} if isinstance(raw, dict) else raw, MeetingHead, "meeting")
    wrong = told_once(_name_issues(head.id if head else None), [issue.place for issue in issues])
    return head, (*issues, *wrong, *beside)


def _name_issues(meeting: str | None) -> Iterator[Issue]:
    """Check that the meeting's id can name a file."""
    if meeting is not None and not _FILE_NAME.fullmatch(meeting):
        yield Issue(place="meeting.id", code="bad_id", value=shown(meeting))
    elif meeting is not None and _RESERVED.fullmatch(meeting):
        yield Issue(place="meeting.id", code="reserved_id", value=shown(meeting))


def _is_sound(issues: tuple[Issue, ...]) -> bool:
    """Whether the head itself has no issue, whatever is beside it."""
    return not any(issue.place.startswith("meeting") for issue in issues)


def _case(
    raw: Any, index: int, known: Known, meeting: date | None, places: dict[str, int]
) -> tuple[Case | None, tuple[Issue, ...]]:
    place = f"cases[{index}]"
    case, issues = read_partial(raw, Case, place)
    wrong = [_without_grant(issue, place) for issue in issues]
    if case is None:
        return None, tuple(wrong)
    inconsistent = (issue.inside(place) for issue in check_case(case, known, meeting))
    wrong += told_once(inconsistent, [issue.place for issue in issues])
    wrong += _repeated(case.case_number, index, places)
    return case, tuple(wrong)


def _repeated(number: str | None, index: int, places: dict[str, int]) -> Iterator[Issue]:
    """Check that no earlier case has the number."""
    if number is None:
        return
    first = places.setdefault(number, index)
    if first != index:
        values = {"first": f"cases[{first}].case_number"}
        yield Issue(place=f"cases[{index}].case_number", code="duplicate_id", value=shown(number), values=values)


def _without_encryption(issue: Issue) -> Issue:
    """Give a wish for encryption an issue of its own: the word is understood, and cannot be done."""
    return replace(issue, code="cannot_encrypt") if issue.place == "database.encryption" else issue


def _without_grant(issue: Issue, place: str) -> Issue:
    """Give a missing grant an issue of its own, since the committee does not decide on grants."""
    return replace(issue, code="no_grant") if (issue.place, issue.code) == (f"{place}.grant", "missing_key") else issue


def _number_of(raw: Any) -> str | None:
    number = raw.get("case_number") if isinstance(raw, dict) else None
    return shown(number) if isinstance(number, str) else None
