"""Compares a table of placements with the caseload: what it changes, and what it must not undo."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from kpcommittee.domain.capacity.caseload import Caseload, Course, DoubledChild, doubled_children
from kpcommittee.domain.capacity.placement import DatedChange, Placement
from kpcommittee.domain.immutable import immutable

KEYS = (
    "child",
    "birth_date",
    "cpr",
    "district",
    "staff",
    "hours_per_week",
    "start",
    "end",
    "problems",
    "kind",
)
"""What a table says about a placement, besides its case and its provider."""

_PERIOD = frozenset({"start", "end"})


@immutable
class Difference:
    """One value of a placement that differs in a table."""

    case_number: str
    provider: str
    key: str
    before: object
    after: object


@immutable
class HeldBack:
    """A row that does not count, and the placement that counts instead."""

    row: Placement
    course: Course
    day: date
    """The day of the import."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The differences of the row in person, hours and last day."""
        return differences(self.course.counted_placement.as_of(self.day), self.row, ("staff", "hours_per_week", "end"))


@immutable
class Merge:
    """A table compared with the caseload: each row that counts is in one of the first five fields."""

    rows_read: int
    """Rows that were read."""
    new: tuple[Placement, ...] = ()
    changed: tuple[tuple[Placement, Placement], ...] = ()
    """Placements before and after."""
    unchanged: int = 0
    covered: tuple[HeldBack, ...] = ()
    """Rows about placements that the committee decided."""
    ended_here: tuple[HeldBack, ...] = ()
    """Rows about placements that were ended here and run on in the table."""
    missing: tuple[Course, ...] = ()
    """Running imported placements that are not in the table; they run on."""
    two_providers: tuple[DoubledChild, ...] = ()
    """Children who are at two providers after the import, by the table alone or by a decision too."""
    repeated: tuple[tuple[int, int], ...] = ()
    """Pairs of positions in the import: a row, and the later row that replaces it."""
    adds: tuple[Placement, ...] = ()
    """Placements recorded as new."""
    replaces: tuple[Placement, ...] = ()
    """Placements that replace one of the same case, provider and origin with which they overlap."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Each value that the import changes."""
        return tuple(change for before, after in self.changed for change in differences(before, after))


def differences(before: Placement, after: Placement, keys: Iterable[str] = KEYS) -> tuple[Difference, ...]:
    """Return the values that differ."""
    return tuple(
        Difference(
            case_number=after.case_number,
            provider=after.provider,
            key=key,
            before=getattr(before, key),
            after=getattr(after, key),
        )
        for key in keys
        if getattr(before, key) != getattr(after, key)
    )


def merge(
    caseload: Caseload,
    rows: Sequence[Placement],
    day: date,
    *,
    take_over: AbstractSet[str] = frozenset(),
    unreadable: AbstractSet[str] = frozenset(),
    lacking: AbstractSet[str] = frozenset(),
) -> Merge:
    """Compare rows with the caseload: same case and provider in an overlapping period is one placement.

    Of several such rows the last one counts. What was decided or ended here stays as it is, and so does whatever the
    table has no column for.

    Args:
        caseload: the present placements.
        rows: the table's, in its order.
        day: the day of the import; only what runs then or later is compared with a decision.
        take_over: case numbers for which the table counts nevertheless.
        unreadable: case numbers of further rows, which could not be read.
        lacking: the fields that the table has no column for.
    """
    latest, repeated = _latest_rows(rows)
    comparison = _Comparison(caseload, day, take_over, lacking)
    for row in latest:
        comparison.add(row)
    after = caseload.with_import(comparison.adds, comparison.replaces)
    return Merge(
        rows_read=len(rows),
        new=tuple(comparison.new),
        changed=tuple(comparison.changed),
        unchanged=comparison.unchanged,
        covered=tuple(comparison.covered),
        ended_here=tuple(comparison.ended_here),
        missing=tuple(_missing_courses(caseload, rows, day, unreadable)),
        two_providers=(
            *comparison.elsewhere,
            *doubled_children((course.counted_placement for course in after.counting_courses), day),
        ),
        repeated=repeated,
        adds=tuple(comparison.adds),
        replaces=tuple(comparison.replaces),
    )


@dataclass(slots=True)
class _Comparison:
    """The comparison of the rows so far."""

    caseload: Caseload
    day: date
    take_over: AbstractSet[str]
    lacking: AbstractSet[str]
    new: list[Placement] = field(default_factory=list)
    changed: list[tuple[Placement, Placement]] = field(default_factory=list)
    unchanged: int = 0
    covered: list[HeldBack] = field(default_factory=list)
    ended_here: list[HeldBack] = field(default_factory=list)
    elsewhere: list[DoubledChild] = field(default_factory=list)
    adds: list[Placement] = field(default_factory=list)
    replaces: list[Placement] = field(default_factory=list)

    def add(self, row: Placement) -> None:
        """Compare one row with the placements of its case."""
        courses = self.caseload.courses.get(row.case_number, ())
        own = [course for course in courses if course.placement.provider == row.provider]
        imported = [course for course in own if not course.placement.decided_in and course.placement.overlaps(row)]
        decided = [course for course in own if course.placement.decided_in and course.counted_placement.overlaps(row)]
        runs = [
            course for course in imported if course.counts_from(self.day) and course.counted_placement.overlaps(row)
        ]
        if decided and not runs and (imported or not _began_before(row, decided[-1])):
            self._hold_back(row, decided[-1])
        elif imported:
            self._compare(row, runs or imported)
        else:
            self.new.append(row)
            self.adds.append(row)
        self.elsewhere += self._decided_elsewhere(row, courses)

    def _hold_back(self, row: Placement, decided: Course) -> None:
        """Leave decided placements as they are, unless the table takes precedence."""
        if row.case_number in self.take_over and not decided.held:
            after = _with_row_values(decided.placement, row)
            if "end" in self.lacking and decided.placement.ended_because is None:
                after = replace(after, end=decided.placement.end)
            if after == decided.placement:
                self.unchanged += 1
            else:
                self.changed.append((decided.placement, after))
                self.replaces.append(after)
            return
        row = self._completed(row, decided, decided.counted_placement)
        reason = decided.placement.ended_because
        runs_on = reason is not None and _ends_later(row, decided.placement)
        (self.ended_here if runs_on else self.covered).append(HeldBack(row=row, course=decided, day=self.day))

    def _compare(self, row: Placement, courses: Sequence[Course]) -> None:
        ended = next((course for course in courses if course.placement.ended_because is not None), None)
        first = ended or courses[0]
        if row.case_number not in self.take_over and ended is not None and _ends_later(row, ended.placement):
            self.ended_here.append(HeldBack(row=row, course=ended, day=self.day))
            return
        row = self._completed(row, first, first.placement)
        courses = [course for course in courses if course.placement.overlaps(row)]
        if len(courses) == 1 and not _is_changed(first, row, self.day):
            self.unchanged += 1
        else:
            because = None if _ends_later(row, first.placement) else first.placement.ended_because
            self.changed.append((first.placement.as_of(self.day), row))
            self.replaces.append(replace(_with_changes(first.placement, row, self.day), ended_because=because))

    def _completed(self, row: Placement, course: Course, placement: Placement) -> Placement:
        """Return the row with the values of the placement for which the table has no column.

        A case in the table runs: a placement that was ended here or is over gives the row no period.
        """
        lacking = self.lacking
        if course.placement.ended_because is not None:
            lacking -= {"end"}
        elif not course.counts_from(self.day):
            lacking -= _PERIOD
        known = placement.as_of(self.day)
        return replace(row, **{key: getattr(known, key) for key in KEYS if key in lacking})

    def _decided_elsewhere(self, row: Placement, courses: Iterable[Course]) -> Iterator[DoubledChild]:
        """Yield a placement decided at another provider that has begun while the row runs."""
        for course in courses:
            decided = course.counted_placement
            if decided.decided_in is None or decided.provider == row.provider or not course.counts:
                continue
            first = max(self.day, row.start or self.day)
            if decided.runs_on(first) and row.runs_on(first):
                yield DoubledChild(
                    case_numbers=(row.case_number,), providers=(row.provider, decided.provider), day=first
                )


def _is_changed(course: Course, row: Placement, day: date) -> bool:
    """Whether the row differs from the placement on that day, both as imported and as it counts."""
    own = (course.placement, course.counted_placement)
    return all(differences(placement.as_of(day), row) != () for placement in own)


def _with_changes(placement: Placement, row: Placement, day: date) -> Placement:
    """Return the row as a placement; if the present one changed while it ran, past days stay as they were."""
    current = placement.as_of(day)
    forgets_hours = row.hours_per_week is None and current.hours_per_week is not None
    if not placement.changes or forgets_hours:
        return row
    staff = None if row.staff == current.staff else row.staff or ""
    hours = None if row.hours_per_week == current.hours_per_week else row.hours_per_week
    new = () if staff is None and hours is None else (DatedChange(since=day, staff=staff, hours_per_week=hours),)
    changes = tuple(sorted((*placement.changes, *new), key=lambda change: change.since))
    return replace(row, staff=placement.staff, hours_per_week=placement.hours_per_week, changes=changes)


def _began_before(row: Placement, decided: Course) -> bool:
    """Whether the row is about a placement from before the meeting, and not about the decided one."""
    return row.start is not None and decided.decided_on is not None and row.start < decided.decided_on


def _ends_later(row: Placement, placement: Placement) -> bool:
    return placement.end is not None and (row.end is None or row.end > placement.end)


def _with_row_values(decided: Placement, row: Placement) -> Placement:
    """Return the decided placement with the row's person, hours and last day; empty values change nothing."""
    return replace(
        decided,
        staff=row.staff or decided.staff,
        hours_per_week=decided.hours_per_week if row.hours_per_week is None else row.hours_per_week,
        end=row.end,
        ended_because=None,
        changes=(),
    )


def _missing_courses(
    caseload: Caseload, rows: Iterable[Placement], day: date, unreadable: AbstractSet[str]
) -> Iterator[Course]:
    by_key: dict[tuple[str, str], list[Placement]] = {}
    for row in rows:
        by_key.setdefault(_key(row), []).append(row)
    for course in caseload.counting_courses:
        placement = course.placement
        if placement.decided_in or not course.counts_from(day) or placement.case_number in unreadable:
            continue
        if not any(placement.overlaps(row) for row in by_key.get(_key(placement), ())):
            yield course


def _latest_rows(rows: Sequence[Placement]) -> tuple[tuple[Placement, ...], tuple[tuple[int, int], ...]]:
    """Return the rows that count, and pairs of positions: a superseded row and the later row that replaces it."""
    latest: dict[tuple[str, str], list[int]] = {}
    repeated: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        earlier_rows = latest.get(_key(row), [])
        overlapped = [earlier for earlier in earlier_rows if rows[earlier].overlaps(row)]
        repeated += [(earlier, index) for earlier in overlapped]
        latest[_key(row)] = [*(earlier for earlier in earlier_rows if earlier not in overlapped), index]
    return tuple(rows[position] for group in latest.values() for position in group), tuple(repeated)


def with_reason(before: Placement, after: Placement, why: str, present: Iterable[Placement]) -> Placement:
    """Return a changed placement with the reason why it was ended early, if it was.

    Args:
        before: the placement before the change, as the event froze it.
        after: the placement after it.
        why: the reason of the change.
        present: the placement before the change, as it is stored.
    """
    because = before.ended_because or next((placement.ended_because for placement in present), None)
    if after.end != before.end:
        ends_earlier = after.end is not None and (before.end is None or after.end < before.end)
        because = why if ends_earlier else None
    return replace(after, ended_because=because)


def _key(placement: Placement) -> tuple[str, str]:
    return placement.case_number, placement.provider
