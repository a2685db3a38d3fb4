"""Lays out the story of one child, and what similar cases have in common; without names of children."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypedDict

from kpcommittee.domain.committee import Config
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.timeline import Entry, PlacementChange, Story
from kpcommittee.locale import _, ngettext
from kpcommittee.views.json_values import Json
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, sentences
from kpcommittee.wording.names import Names
from kpcommittee.wording.stories import changed_part, ending, entry_kind, result_of, same_by, source_line
from kpcommittee.wording.telling import told_whom_line

BETWEEN = " · "


class StoryAnswer(TypedDict):
    """The answer of `child --json`."""

    case_numbers: list[str]
    same_by: str
    entries: list[Json]
    """Those with a day, the oldest first."""
    undated: list[Json]


def story_answer(story: Story, entries: Sequence[Entry], config: Config) -> StoryAnswer:
    """Answer `child --json`."""
    masked = number_mask().rewrite(tuple(entries))
    return {
        "case_numbers": list(story.case_numbers),
        "same_by": story.same_by,
        "entries": [
            {"on": entry.on.isoformat(), **_entry_answer(entry, config)} for entry in masked if entry.on is not None
        ],
        "undated": [_entry_answer(entry, config) for entry in masked if entry.on is None],
    }


def _entry_answer(entry: Entry, config: Config) -> Json:
    return {
        "kind": entry.kind,
        "case_number": entry.case_number,
        "provider": entry.provider,
        "staff": entry.staff,
        "text": entry_text(entry, config),
        "source": entry.source or "journal",
    }


def story_text(story: Story, entries: Sequence[Entry], config: Config) -> str:
    """Lay out the story: which cases it is about, then a line for everything that happened, the oldest first."""
    page = Page()
    page.title(cases_line(story))
    for entry in number_mask().rewrite(tuple(entries)):
        page.field(entry_day(entry), entry_line(entry, config, several=len(story.case_numbers) > 1))
    if not entries:
        page.text(_("Nothing has happened yet."))
    return str(page).rstrip("\n")


def cases_line(story: Story) -> str:
    """Say which cases are about the same child, and how that is known."""
    numbers = sentences.join_words(story.case_numbers)
    if story.same_by == "case_number":
        return _("The child of case {case}").format(case=numbers)
    return _("The child of the cases {cases}: {by}").format(cases=numbers, by=same_by(story.same_by))


def entry_day(entry: Entry) -> str:
    """Write the day of an entry, or that it is unknown."""
    return figures.date_numeric(entry.on) if entry.on else _("day unknown")


def entry_line(entry: Entry, config: Config, *, several: bool) -> str:
    """Word an entry in one line; with its case number if the child has several."""
    names = Names(config)
    parts = (
        sentences.capitalise_first(entry_kind(entry.kind)),
        entry.case_number if several else "",
        names.provider(entry.provider) if entry.provider else "",
        names.either(entry.staff) if entry.staff else "",
        entry_text(entry, config),
    )
    return BETWEEN.join(part for part in parts if part)


def entry_text(entry: Entry, config: Config) -> str:
    """Word the details of an entry, in the current language."""
    source = source_line(entry.source) if entry.source else ""
    return "; ".join(part for part in (*_facts(entry, Names(config)), entry.prose, source) if part)


def _facts(entry: Entry, names: Names) -> Iterator[str]:
    if entry.ended is not None:
        yield ending(entry.ended.how)
    if entry.change is not None:
        yield from _changes(entry.change, names)
    if entry.told is not None:
        yield told_whom_line(entry.told, entry.age)
    event = entry.follow_up
    if event is None:
        return
    if event.start_meeting:
        yield _("start meeting")
    if event.result:
        yield result_of(event.result)
    if event.until:
        yield _("until {date}").format(date=figures.date_numeric(event.until))
    if event.next_on:
        when = _("the next one {date}").format(date=figures.date_numeric(event.next_on))
        yield f"{when} ({event.reason})" if event.reason else when


def _changes(change: PlacementChange, names: Names) -> Iterator[str]:
    for field in change.changes:
        if field != "changes":
            yield _word_change(field, change, names)
    before, after = change.changes.get("changes", ((), ()))
    for dated in after or ():
        if dated not in (before or ()):
            since = _("from {date} on").format(date=figures.iso_date(dated["since"]))
            fields = (field for field in _DATED if field in dated)
            parts = (f"{changed_part(field)} {_value(field, dated[field], names)}" for field in fields)
            yield f"{since}: {', '.join(parts)}"


_DATED = ("staff", "hours_per_week")
"""The fields of a placement that can change from a given day."""


def _word_change(field: str, change: PlacementChange, names: Names) -> str:
    before, after = (_value(field, value, names) for value in change.changes[field])
    return _("{what} {before} → {after}").format(what=changed_part(field), before=before, after=after)


def _value(field: str, value: object, names: Names) -> str:
    """Write a value from the journal."""
    if value is None:
        return figures.NONE
    if field in ("start", "end"):
        return figures.iso_date(str(value))
    return figures.hours(Decimal(str(value))) if field == "hours_per_week" else names.either(str(value))


def similar_heading(rows: Sequence[PastDecision], query: str) -> str:
    """Say how many decisions there are in similar cases, from which period, and what they have in common."""
    number = ngettext("{n} decision", "{n} decisions", len(rows)).format(n=len(rows))
    dates = [row.date for row in rows]
    days = figures.date_span(min(dates), max(dates))
    return _("{decisions}, {days}: {query}").format(decisions=number, days=days, query=query)
