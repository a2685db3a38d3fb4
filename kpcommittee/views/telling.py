"""Lays out who must be told of decisions and what is to be filed, and what was done of it, as text and as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from kpcommittee.domain.meeting.filing import ToFile
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.telling import ToTell, keeps_family_out
from kpcommittee.locale import _
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, words
from kpcommittee.wording.telling import family_kept_out, filing_line, told_line, whom_named

Json = dict[str, Any]


def told_answer(listed: Iterable[tuple[Meeting, Sequence[ToTell]]]) -> list[Json]:
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


def filed_answer(listed: Iterable[tuple[Meeting, Sequence[ToFile]]]) -> list[Json]:
    """Answer `journalised --json`: every case that was dealt with, in the order of meetings and agendas."""
    return [
        {
            "meeting": meeting.id,
            "case_number": row.item.number,
            "state": row.item.state,
            "number": row.filed.number if row.filed else None,
            "on": row.filed.on.isoformat() if row.filed else None,
            "by": row.filed.by if row.filed else None,
        }
        for meeting, rows in listed
        for row in rows
    ]


_PLACE, _CASE, _INITIALS = 3, 14, 6


def told_text(listed: Iterable[tuple[Meeting, Sequence[ToTell]]]) -> str:
    """Lay out who is still to be told and who has been, a part for each meeting."""
    page, empty = Page(), True
    for meeting, rows in listed:
        empty = False
        left = [row for row in rows if row.told is None]
        page.title(_("Still to be told: {n}").format(n=len(left)), figures.date_numeric(meeting.date))
        _part(page, left)
        done = [row for row in rows if row.told is not None]
        if done:
            page.heading(_("Told"))
        _part(page, done)
        for item in meeting.items:
            kept_out = keeps_family_out(item.case.child)
            if item.state == "placed" and kept_out is not None:
                page.point("!", f"{item.number}: {family_kept_out(kept_out)}")
        page.gap()
    if empty:
        page.text(_("No meeting has been opened."))
    return str(page)


def _part(page: Page, rows: Iterable[ToTell]) -> None:
    for row in rows:
        who = words.sentence(whom_named(row))
        told = f"{who} · {told_line(row.told)}" if row.told else who
        cells = [(str(row.place), -_PLACE), (row.item.number, _CASE), (row.item.case.child.initials, _INITIALS)]
        page.row([*cells, (told, 80 - _PLACE - _CASE - _INITIALS - 3)])


def filed_text(listed: Iterable[tuple[Meeting, Sequence[ToFile]]]) -> str:
    """Lay out which cases are still to be filed and which have been, a part for each meeting."""
    page, empty = Page(), True
    for meeting, rows in listed:
        empty = False
        left = [row for row in rows if row.filed is None]
        page.title(_("Still to be journalised: {n}").format(n=len(left)), figures.date_numeric(meeting.date))
        _filed_part(page, left)
        done = [row for row in rows if row.filed is not None]
        if done:
            page.heading(_("Journalised"))
        _filed_part(page, done)
        page.gap()
    if empty:
        page.text(_("No meeting has been opened."))
    return str(page)


_STATE = 23


def _filed_part(page: Page, rows: Iterable[ToFile]) -> None:
    for row in rows:
        cells = [(str(row.place), -_PLACE), (row.item.number, _CASE), (row.item.case.child.initials, _INITIALS)]
        if row.filed is None:
            cells.append((words.case_state(row.item.state), _STATE))
        used = sum(abs(width) + 1 for _text, width in cells)
        page.row([*cells, (words.sentence(filing_line(row)), 80 - used)])
