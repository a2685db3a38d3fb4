"""Reads the config, the law table and agendas: their valid part, and every issue of the rest."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from kpcommittee.convert.codec import read_partial
from kpcommittee.convert.homes import with_homes
from kpcommittee.convert.issues import MOST_ISSUES, Issue, nearest, quote_value
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config, LawChoice
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.workspace.bounds import FILE_NAME
from kpcommittee.workspace.case_checks import check_case
from kpcommittee.workspace.config_checks import check_config, taken_names
from kpcommittee.workspace.doubts import doubts_of_case, doubts_of_config
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.known_ids import KnownIds, without_unread
from kpcommittee.workspace.toml_reading import read_toml

DATA = Path(__file__).parent.parent / "data"
"""The folder of the program's own law tables."""

MOST_CASES = 5_000
"""The most cases of an agenda; a long meeting has sixty."""

_RESERVED = re.compile(r"(?i)(?:caseload|access|con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""The journal's own streams, and names that Windows keeps for devices."""

T = TypeVar("T")
Check = Callable[[T, Collection[str]], Iterable[Issue]]
"""Finds inconsistencies in a value with unreadable places."""
Doubts = Callable[[T], Iterable[Issue]]
"""Finds what is valid in a value but looks like a mistake."""


class FileRead(NamedTuple, Generic[T]):
    """The readable content of a file, and its issues."""

    value: T | None = None
    issues: tuple[Issue, ...] = ()
    unread: tuple[str, ...] = ()
    """The places that cannot be read."""
    warnings: tuple[Issue, ...] = ()


class ConfigRead(NamedTuple):
    """The readable part of the config, and its issues."""

    config: Config | None = None
    """The config; if there are issues, it has None for everything unreadable."""
    issues: tuple[Issue, ...] = ()
    unread: tuple[str, ...] = ()
    """The places that cannot be read."""
    warnings: tuple[Issue, ...] = ()
    """What is valid but looks like a mistake."""

    @property
    def language(self) -> str | None:
        """The language that the config sets; None if it cannot be read."""
        return str(getattr(self.config and self.config.committee, "language", None) or "") or None


class LawRead(NamedTuple):
    """The law table and its issues."""

    law: Law | None = None
    issues: tuple[Issue, ...] = ()


@immutable
class InvalidCase:
    """A case that is not on the agenda because of its errors."""

    index: int
    """Its place in the file, from 0."""
    case_number: str | None
    issues: tuple[Issue, ...]
    raw: Any = None
    """The case as plain TOML data."""


class AgendaRead(NamedTuple):
    """The agenda with its valid cases, and the cases that were left out."""

    agenda: Agenda | None = None
    """None if the file or the meeting's head cannot be read."""
    issues: tuple[Issue, ...] = ()
    left_out: tuple[InvalidCase, ...] = ()
    warnings: tuple[Issue, ...] = ()
    """What is valid but looks like a mistake."""


def read_config(path: Path, shown_as: str = "", today: date | None = None) -> ConfigRead:
    """Read the committee's configuration.

    Args:
        path: the file.
        shown_as: its name in errors.
        today: later dates are in the future; with None, there are no warnings and folders are not checked.
    """

    def check(config: Config, unread: Collection[str]) -> Iterator[Issue]:
        yield from check_config(config, unread)
        if today is not None:
            yield from taken_names(config, path.parent)

    def doubts(config: Config) -> Iterator[Issue]:
        if today is not None:
            yield from doubts_of_config(config, path.parent, today)

    file_read = _read_file(path, shown_as or path.name, Config, check, doubts)
    return ConfigRead(
        config=file_read.value, issues=file_read.issues, unread=file_read.unread, warnings=file_read.warnings
    )


def _no_doubts(_value: object) -> Iterable[Issue]:
    return ()


def read_law(choice: LawChoice, folder: Path) -> LawRead:
    """Read the law table in use: the config's own file, else that of its date, else the newest.

    Args:
        choice: the config's choice.
        folder: the config's folder, where a relative `file` starts.
    """
    if choice.file is not None:
        return _law(folder / choice.file, choice.file)
    dates = law_dates()
    as_of = choice.as_of or dates[-1]
    if as_of not in dates:
        values = {"allowed": tuple(day.isoformat() for day in dates)}
        issue = Issue(place="law.as_of", code="not_one_of", value=as_of.isoformat(), values=values, file="config.toml")
        return LawRead(issues=(issue,))
    path = DATA / f"law-{as_of.isoformat()}.toml"
    return _law(path, path.name)


def _law(path: Path, name: str) -> LawRead:
    file_read = _read_file(path, name, Law, lambda _law, _unread: (), _no_doubts)
    return LawRead(law=file_read.value, issues=file_read.issues)


def law_dates() -> tuple[date, ...]:
    """Return the dates of the program's own law tables, oldest first."""
    return tuple(sorted(date.fromisoformat(path.stem.removeprefix("law-")) for path in DATA.glob("law-*.toml")))


def read_agenda(path: Path, config: Config, law: Law, shown_as: str = "") -> AgendaRead:
    """Read one meeting's agenda; a case with errors is left out, the rest stays."""
    return read_agenda_against(path, KnownIds(config, law), shown_as)


def read_agenda_against(path: Path, ids: KnownIds, shown_as: str = "", *, doubting: bool = False) -> AgendaRead:
    """Read one meeting's agenda, checked against the readable parts of config and law.

    Args:
        path: the file.
        ids: the names it may refer to.
        shown_as: its name in errors.
        doubting: whether to look for warnings.
    """
    name = shown_as or path.name
    try:
        toml = read_toml(path, name)
    except Unread as error:
        return AgendaRead(issues=(error.issue,))
    if toml.data is None:
        return AgendaRead(issues=_in_file(name, toml.locate(())))
    listed = toml.data.get("cases", [])
    if isinstance(listed, list) and len(listed) > MOST_CASES:
        issue = Issue(place="cases", code="too_many_cases", values={"limit": MOST_CASES})
        return AgendaRead(issues=_in_file(name, toml.locate((issue,))))
    head, issues = _head(toml.data, path.stem)
    meeting = head.date if head else None
    good, left_out = _cases(listed, ids, meeting)
    located = _in_file(name, toml.locate((*issues, *(issue for case in left_out for issue in case.issues))))
    doubts = _doubts(listed, meeting, [issue.place for issue in located]) if doubting else ()
    warnings = _in_file(name, toml.locate_warnings(doubts))
    if toml.slips:
        return AgendaRead(issues=located, warnings=warnings)
    return AgendaRead(
        agenda=Agenda(meeting=head, cases=good) if head is not None and _is_sound(issues) else None,
        issues=located,
        left_out=tuple(replace(case, issues=_in_file(name, toml.locate(case.issues))) for case in left_out),
        warnings=warnings,
    )


def _doubts(listed: Any, meeting: date | None, unread: Collection[str]) -> Iterable[Issue]:
    """Find what looks like a mistake in the cases, including those with errors."""
    for index, raw in enumerate(listed if isinstance(listed, list) else []):
        place = f"cases[{index}]"
        case, _issues = read_partial(raw, Case, place)
        if case is not None:
            yield from without_unread((doubt.inside(place) for doubt in doubts_of_case(case, meeting)), unread)


def _read_file(path: Path, name: str, cls: type[T], check: Check[T], doubts_of: Doubts[T]) -> FileRead[T]:
    try:
        toml = read_toml(path, name)
    except Unread as error:
        return FileRead(issues=(error.issue,))
    if toml.data is None:
        return FileRead(issues=_in_file(name, toml.locate(())))
    value, issues = read_partial(toml.data, cls)
    issues = with_homes(issues, cls)
    unread = tuple(issue.place for issue in issues)
    more = without_unread(check(value, unread), unread) if value is not None else ()
    located = _in_file(name, toml.locate((*issues, *more)))
    doubts = without_unread(doubts_of(value), [issue.place for issue in located]) if value is not None else ()
    return FileRead(value=value, issues=located, unread=unread, warnings=_in_file(name, toml.locate_warnings(doubts)))


def _in_file(name: str, issues: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(issue.in_file(name) for issue in issues)


def _head(data: dict[str, Any], stem: str) -> tuple[MeetingHead | None, tuple[Issue, ...]]:
    """Read the meeting's head; return it with the issues of the head and of keys beside it."""
    keys = ("cases", "meeting")
    issues_beside = tuple(
        Issue(
            place=quote_value(key),
            code="unknown_key",
            value=quote_value(key),
            values={"nearest": nearest(key, keys), "known": keys},
        )
        for key in data
        if key not in keys
    )
    if not isinstance(data.get("cases", []), list):
        code = "single_table" if isinstance(data["cases"], dict) else "wrong_type"
        issues_beside += (Issue(place="cases", code=code, values={"expected": "list"}),)
    if "meeting" not in data:
        return None, (Issue(place="meeting", code="missing_key"), *issues_beside)
    raw = data["meeting"]
    head, issues = read_partial({"id": stem, **raw} if isinstance(raw, dict) else raw, MeetingHead, "meeting")
    wrong = without_unread(_name_issues(head.id if head else None), [issue.place for issue in issues])
    return head, with_homes((*issues, *wrong, *issues_beside), Agenda)


def _name_issues(meeting: str | None) -> Iterator[Issue]:
    """Check that the meeting's id can name a file."""
    if meeting is not None and not re.fullmatch(FILE_NAME, meeting):
        yield Issue(place="meeting.id", code="bad_id", value=quote_value(meeting))
    elif meeting is not None and _RESERVED.fullmatch(meeting):
        yield Issue(place="meeting.id", code="reserved_id", value=quote_value(meeting))


def _is_sound(issues: tuple[Issue, ...]) -> bool:
    """Whether the head itself has no issues, apart from keys beside it."""
    return not any(issue.place.startswith("meeting") for issue in issues)


def _cases(listed: Any, ids: KnownIds, meeting: date | None) -> tuple[tuple[Case, ...], tuple[InvalidCase, ...]]:
    """Read the cases; those with issues are left out."""
    good: list[Case] = []
    left_out: list[InvalidCase] = []
    places: dict[str, int] = {}
    count = 0
    for index, raw in enumerate(listed if isinstance(listed, list) else []):
        case, wrong = _case(raw, index, ids, meeting, places, suggesting=count < MOST_ISSUES)
        count += len(wrong)
        if case is not None and not wrong:
            good.append(case)
        else:
            left_out.append(InvalidCase(index=index, case_number=_number_of(raw), issues=wrong, raw=raw))
    return tuple(good), tuple(left_out)


def _case(
    raw: Any, index: int, ids: KnownIds, meeting: date | None, places: dict[str, int], *, suggesting: bool
) -> tuple[Case | None, tuple[Issue, ...]]:
    place = f"cases[{index}]"
    case, issues = read_partial(raw, Case, place)
    issues = with_homes(issues, Agenda)
    wrong = [_without_grant(issue, place) for issue in issues]
    if case is None:
        return None, tuple(wrong)
    inconsistent = (issue.inside(place) for issue in check_case(case, ids, meeting, suggesting=suggesting))
    wrong += without_unread(inconsistent, [issue.place for issue in issues])
    wrong += _repeated_issues(case.case_number, index, places)
    return case, tuple(wrong)


def _repeated_issues(number: str | None, index: int, places: dict[str, int]) -> Iterator[Issue]:
    """Check that no earlier case has the number."""
    if number is None:
        return
    first = places.setdefault(number, index)
    if first != index:
        values = {"first": f"cases[{first}].case_number"}
        yield Issue(place=f"cases[{index}].case_number", code="duplicate_id", value=quote_value(number), values=values)


def _without_grant(issue: Issue, place: str) -> Issue:
    """Give a missing grant an issue of its own, since the committee does not decide on grants."""
    return replace(issue, code="no_grant") if (issue.place, issue.code) == (f"{place}.grant", "missing_key") else issue


def _number_of(raw: Any) -> str | None:
    number = raw.get("case_number") if isinstance(raw, dict) else None
    return quote_value(number) if isinstance(number, str) else None
