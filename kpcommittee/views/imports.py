"""Lays out a table of placements compared with the caseload, without names of children."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.capacity.imports import Difference, HeldBack, Merge
from kpcommittee.domain.committee import Config
from kpcommittee.domain.cpr import masked
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.standing import TakenBack
from kpcommittee.locale import _, ngettext
from kpcommittee.views.json_values import Json
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, placements
from kpcommittee.wording.names import Names

_NAMED = 40
"""The most lines below one heading; JSON names all."""


@immutable
class Repeated:
    """A row that replaces an earlier one of the same file."""

    row: int
    earlier: int
    case_number: str
    provider: str
    same: bool
    """Whether both rows have the same values."""


@immutable
class ImportReport:
    """The result of an import, actual or previewed."""

    read: int
    """Rows of the table that are not blank."""
    merged: Merge
    repeated: tuple[Repeated, ...]
    issues: tuple[Issue, ...]
    """What is wrong with the rows that could not be read."""
    left_out: tuple[str, ...]
    """The case numbers of those rows; `rows[7]` where a row has none."""
    skippable: bool
    """Whether the other rows could be imported without the unreadable ones."""
    possible: bool
    """Whether the readable rows could be imported; else nothing was done."""
    recorded: bool
    """Whether an event was recorded: not in a dry run, nor when nothing changes."""
    sheet: str | None = None
    """The sheet of a workbook that was read."""
    other_sheets: tuple[str, ...] = ()
    """The sheets that were not read, including hidden ones."""


def import_answer(report: ImportReport) -> Json:
    """Answer `placements import --json`."""
    merged = report.merged
    return {
        "read": report.read,
        "new": len(merged.new),
        "changed": [
            {
                "case_number": change.case_number,
                "provider": change.provider,
                "key": change.key,
                "before": _json_value(change.key, change.before),
                "after": _json_value(change.key, change.after),
            }
            for change in merged.differences
        ],
        "unchanged": merged.unchanged,
        "covered": _numbers(held_back.row.case_number for held_back in merged.covered),
        "ended_here": _numbers(held_back.row.case_number for held_back in merged.ended_here),
        "two_providers": _numbers(number for child in merged.two_providers for number in child.case_numbers),
        "missing": _numbers(course.placement.case_number for course in merged.missing),
        "left_out": list(report.left_out),
        "repeated": [
            {"row": row.row, "earlier": row.earlier, "case": row.case_number, "provider": row.provider}
            for row in report.repeated
        ],
        "recorded": report.recorded,
        "sheet": report.sheet,
        "other_sheets": list(report.other_sheets),
    }


def _numbers(case_numbers: Iterator[str]) -> list[str]:
    return sorted(set(case_numbers))


def _json_value(key: str, value: Any) -> Any:
    """Return a value for JSON; names and personal numbers are reduced to what identifies nobody."""
    match value:
        case str() if key in ("child", "cpr"):
            return _hide(key, value)
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
    return value


def _hide(key: str, value: str) -> str:
    return masked(value) if key == "cpr" else ". ".join(word[0].upper() for word in value.split()) + "."


def import_text(report: ImportReport, config: Config) -> str:
    """Lay out the numbers of an import, and name what changes, what is held back and what to check."""
    page, merged, names = Page(), report.merged, Names(config)
    for line in (*sheet_lines(report.sheet, report.other_sheets), *_count_lines(report)):
        page.text(line)
    same = _("row {row} repeats row {earlier} about {case} at {provider}")
    other = _("row {row} updates row {earlier}: both are about {case} at {provider} at the same time")
    repeated = [
        (same if row.same else other).format(
            row=row.row, earlier=row.earlier, case=row.case_number, provider=names.provider(row.provider)
        )
        for row in report.repeated
    ]
    _part(page, _("New"), "+", [f"{row.case_number}, {names.provider(row.provider)}" for row in merged.new])
    _part(page, _("Changed"), "→", [_word_change(difference, names) for difference in merged.differences])
    _part(page, _("Decided here: the table changes nothing"), "=", _held_back(merged.covered, names))
    _part(page, _("Ended here, but running in the table: it stays ended"), "!", _ended_lines(merged, names))
    _part(page, _("At two providers"), "!", _two_providers(merged, names))
    _part(page, _("Missing from the table: it runs on"), "!", _missing_lines(merged, names))
    _part(page, _("Rows of one placement"), "!", repeated)
    _part(page, _("Left out"), "!", report.left_out)
    return str(page).rstrip("\n")


def undone_answer(taken_back: TakenBack) -> Json:
    """Answer `placements undo --json`."""
    event = taken_back.event
    return {
        "event": event.kind,
        "source": event.source,
        "removed": _numbers(placement.case_number for placement in event.gone),
        "restored": _numbers(placement.case_number for placement in event.restored),
        "kept": _numbers(placement.case_number for placement in taken_back.kept),
    }


def undone_text(taken_back: TakenBack, config: Config) -> str:
    """Say what taking back an import has done, and what stays because it was changed since."""
    page, names, event = Page(), Names(config), taken_back.event
    page.text(
        _("{file}, imported {time}, is taken back: {removed} removed, {restored} as before").format(
            file=event.source,
            time=figures.moment(taken_back.imported.at),
            removed=len(event.gone),
            restored=len(event.restored),
        )
    )
    placements_kept = [
        f"{placement.case_number}, {names.provider(placement.provider)}" for placement in taken_back.kept
    ]
    _part(page, _("Ended or changed since: it stays"), "!", placements_kept)
    return str(page).rstrip("\n")


def sheet_lines(sheet: str | None, others: Sequence[str]) -> Iterator[str]:
    """Name the sheet that was read, and those that were not; nothing for a file without sheets."""
    if sheet is None:
        return
    if others:
        names = ", ".join(_("“{name}”").format(name=name) for name in others)
        yield _("Sheet “{name}” was read; not read: {others}.").format(name=sheet, others=names)
    else:
        yield _("Sheet “{name}” was read.").format(name=sheet)


def _count_lines(report: ImportReport) -> Iterator[str]:
    merged = report.merged
    yield _("{read} read, {new}, {changed} changed, {unchanged} unchanged, {left_out} left out").format(
        read=report.read,
        new=ngettext("{count} new", "{count} new", len(merged.new)).format(count=len(merged.new)),
        changed=len(merged.changed),
        unchanged=merged.unchanged,
        left_out=len(report.left_out),
    )
    more = (
        (len(merged.covered), _("{count} decided here")),
        (len(merged.ended_here), _("{count} ended here")),
        (len(report.repeated), _("{count} repeated")),
    )
    yield ", ".join(wording.format(count=count) for count, wording in more if count)


def _part(page: Page, heading: str, mark: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    page.heading(heading)
    for line in lines[:_NAMED]:
        page.point(mark, line)
    if len(lines) > _NAMED:
        more = len(lines) - _NAMED
        page.text(
            ngettext("and {count} more; --json names all", "and {count} more; --json names all", more).format(
                count=more
            )
        )


def _word_change(change: Difference, names: Names) -> str:
    return _("{case}, {provider}: {key} {before} → {after}").format(
        case=change.case_number,
        provider=names.provider(change.provider),
        key=placements.key_name(change.key),
        before=_show_value(change.key, change.before, names),
        after=_show_value(change.key, change.after, names),
    )


def _show_value(key: str, value: Any, names: Names) -> str:
    if value is None or value == ():
        return "–"
    match key:
        case "child" | "cpr":
            return _hide(key, value)
        case "staff":
            return names.either(value)
        case "district":
            return names.district(value)
        case "kind":
            return placements.kind(value)
        case "problems":
            return ", ".join(names.problem(code) for code in value)
        case "hours_per_week":
            return _("{hours} h").format(hours=figures.hours(value))
    return figures.date_numeric(value)


def _held_back(rows: Sequence[HeldBack], names: Names) -> list[str]:
    """Describe rows that do not count, with their differences."""
    lines = []
    for held_back in rows:
        placement = held_back.course.placement
        line = f"{placement.case_number}, {names.provider(placement.provider)}"
        changes = [
            _("{key} {before}, in the table {after}").format(
                key=placements.key_name(change.key),
                before=_show_value(change.key, change.before, names),
                after=_show_value(change.key, change.after, names),
            )
            for change in held_back.differences
        ]
        lines.append(": ".join([line, *(["; ".join(changes)] if changes else [])]))
    return lines


def _ended_lines(merged: Merge, names: Names) -> list[str]:
    lines = []
    for held_back in merged.ended_here:
        placement = held_back.course.placement
        assert placement.end is not None, "what was ended has a last day"
        text = _("{case}, {provider}: ended {date}, {why} (--take-over {case} lets it run on)")
        lines.append(
            text.format(
                case=placement.case_number,
                provider=names.provider(placement.provider),
                date=figures.date_numeric(placement.end),
                why=placement.ended_because,
            )
        )
    return lines


def _two_providers(merged: Merge, names: Names) -> list[str]:
    return [
        _("{cases}: {providers}, from {date}").format(
            cases=", ".join(child.case_numbers),
            providers=_(" and ").join(names.provider(provider) for provider in child.providers),
            date=figures.date_numeric(child.day),
        )
        for child in merged.two_providers
    ]


def _missing_lines(merged: Merge, names: Names) -> list[str]:
    return [
        f"{course.placement.case_number}, {names.provider(course.placement.provider)}: "
        f"{figures.period(course.placement.start, course.counted_placement.end)}"
        for course in merged.missing
    ]
