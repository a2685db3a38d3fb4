"""Lays out who must be told of decisions and what is to be filed, as text and as JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from kpcommittee.domain.meeting.filing import ToFile
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.telling import ToTell, keeps_family_out
from kpcommittee.locale import _
from kpcommittee.views.json_values import Json
from kpcommittee.views.page import Page, case_column
from kpcommittee.wording import figures, sentences, states
from kpcommittee.wording.telling import family_kept_out, filing_line, named_recipient, told_line

Cell = tuple[str, int]
"""A text and the width of its column; negative if right-aligned."""
Task = TypeVar("Task", bound=ToTell | ToFile)
Listed = tuple[Meeting, Sequence[Task]]
"""A meeting with its tasks."""


def told_answer(listed: Iterable[Listed[ToTell]]) -> list[Json]:
    """Answer `told --json`: everybody who must be told, in the order of meetings and agendas."""
    return [
        {
            "meeting": meeting.id,
            "case_number": row.item.number,
            "whom": row.whom,
            "told_on": row.told.on.isoformat() if row.told else None,
            "how": row.told.how if row.told else None,
            "by": row.told.by if row.told else None,
        }
        for meeting, rows in listed
        for row in rows
    ]


def filed_answer(listed: Iterable[Listed[ToFile]]) -> list[Json]:
    """Answer `journalised --json`: every case that was dealt with, in the order of meetings and agendas."""
    return [
        {
            "meeting": meeting.id,
            "case_number": row.item.number,
            "state": row.item.state,
            "number": row.current_filing.number if row.current_filing else None,
            "on": row.current_filing.on.isoformat() if row.current_filing else None,
            "by": row.current_filing.by if row.current_filing else None,
        }
        for meeting, rows in listed
        for row in rows
    ]


_WIDTH, _PLACE, _CASE, _INITIALS, _STATE = 80, 3, 14, 6, 23


def told_text(listed: Sequence[Listed[ToTell]], since: date | None) -> str:
    """Lay out who is still to be told and who has been, by meeting; earlier meetings in a line each."""
    later, earlier = _split_meetings(listed)
    text = _by_meeting(
        later,
        title=lambda count: _("Still to be told: {n}").format(n=count),
        heading=_("Told"),
        is_left=lambda row: row.told is None,
        row_of=_tell_row,
        points=_kept_out,
    )
    return text + "\n" + _earlier_text(earlier, since, "told", lambda row: row.told is None)


def _tell_row(row: ToTell) -> list[Cell]:
    who = sentences.capitalise_first(named_recipient(row))
    return [_rest(f"{who} · {told_line(row.told)}" if row.told else who)]


def _kept_out(meeting: Meeting) -> Iterator[str]:
    for item in meeting.items:
        kept_out = keeps_family_out(item.case.child)
        if item.state == "placed" and kept_out is not None:
            yield f"{item.number}: {family_kept_out(kept_out)}"


def filed_text(listed: Sequence[Listed[ToFile]], since: date | None) -> str:
    """Lay out which cases are still to be filed and which have been; earlier meetings in a line each."""
    later, earlier = _split_meetings(listed)
    text = _by_meeting(
        later,
        title=lambda count: _("Still to be journalised: {n}").format(n=count),
        heading=_("Journalised"),
        is_left=lambda row: row.current_filing is None,
        row_of=_file_row,
    )
    return text + "\n" + _earlier_text(earlier, since, "journalised", lambda row: row.current_filing is None)


def _file_row(row: ToFile) -> list[Cell]:
    line = sentences.capitalise_first(filing_line(row))
    return [_rest(line)] if row.current_filing else [(states.case_state(row.item.state), _STATE), _rest(line, _STATE)]


def _rest(text: str, *before: int) -> Cell:
    """Return the last cell of a row, as wide as the other cells allow."""
    columns = (_PLACE, _CASE, _INITIALS, *before)
    return text, _WIDTH - sum(columns) - len(columns)


def _by_meeting(
    listed: Sequence[Listed[Task]],
    *,
    title: Callable[[int], str],
    heading: str,
    is_left: Callable[[Task], bool],
    row_of: Callable[[Task], list[Cell]],
    points: Callable[[Meeting], Iterable[str]] = lambda _meeting: (),
) -> str:
    """Lay out for each meeting what is still to be done, then below a heading what has been done."""
    page = Page()
    for meeting, rows in listed:
        open_rows, done_rows = [row for row in rows if is_left(row)], [row for row in rows if not is_left(row)]
        page.title(title(len(open_rows)), figures.date_numeric(meeting.date))
        cases = case_column((row.item.number for row in rows), _CASE)
        _lay_out(page, open_rows, row_of, cases)
        if done_rows:
            page.heading(heading)
        _lay_out(page, done_rows, row_of, cases)
        for point in points(meeting):
            page.point("!", point)
        page.gap()
    if not listed:
        page.text(_("No meeting has been opened."))
    return str(page)


def _earlier_text(
    earlier: Iterable[Listed[Task]], since: date | None, command: str, is_left: Callable[[Task], bool]
) -> str:
    """Lay out a line for each earlier meeting, with the command that lists it, and the period searched."""
    page = Page()
    for number, (meeting, rows) in enumerate(earlier):
        if number == 0:
            page.heading(_("Earlier meetings where something is missing"))
        count = str(sum(map(is_left, rows)))
        page.row([(figures.date_numeric(meeting.date), 10), (count, -4), (f"kpcommittee {command} {meeting.id}", 60)])
    if since is not None:
        page.gap()
        page.text(
            _("Meetings before {date} were not looked through; name one.").format(date=figures.date_numeric(since))
        )
    return str(page)


def _split_meetings(listed: Iterable[Listed[Task]]) -> tuple[list[Listed[Task]], list[Listed[Task]]]:
    """Split the meetings into those laid out in full, and the approved ones before the newest approved one."""
    meetings = list(listed)
    earlier = [pair[0].id for pair in meetings if pair[0].state == "approved"][:-1]
    in_full = [pair for pair in meetings if pair[0].id not in earlier]
    return in_full, [pair for pair in meetings if pair[0].id in earlier]


def _lay_out(page: Page, rows: Iterable[Task], row_of: Callable[[Task], list[Cell]], cases: int) -> None:
    for row in rows:
        case = [(str(row.place), -_PLACE), (row.item.number, cases), (row.item.case.child.initials, _INITIALS)]
        page.row([*case, *row_of(row)])
