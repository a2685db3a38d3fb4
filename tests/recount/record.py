"""What has happened in a committee, kept as a secretary would: tables, agendas and what was decided, in their order."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tests.recount.calendar_days import DAY, birthday, days, months_later

Json = dict[str, Any]


@dataclass(frozen=True)
class Hours:
    """Hours that one case takes up on one day."""

    case: str
    provider: str
    staff: str | None
    hours: Decimal | None
    held: bool
    origin: str = "table"
    """The meeting that chose it, or the table."""


Diary = dict[date, dict[str, list[Hours]]]
"""Day → provider → what takes up hours there."""


@dataclass(frozen=True)
class Chosen:
    """A provider that was chosen for a case."""

    provider: str
    staff: str | None
    hours: Decimal
    start: date
    end: date
    wanted_end: date
    """The end before it was cut off with the support."""
    weighed: "Diary" = field(default_factory=dict, compare=False, repr=False)
    """What others took up when it was chosen."""
    frame: Decimal | None = None
    """The granted hours, where the committee set fewer."""
    before: "Chosen | None" = field(default=None, compare=False, repr=False)
    """What was chosen before it was corrected: the options that were not chosen stay weighed for that."""


@dataclass
class CaseLeft:
    """How a meeting has left a case so far."""

    state: str = "open"
    chosen: Chosen | None = None
    carried: Chosen | None = None
    """What an earlier meeting decided in principle, as long as this meeting carries it."""
    taken_off: bool = False
    postponed_before: int = 0


@dataclass
class Meeting:
    """One meeting as it is remembered."""

    id: str
    day: date
    cases: dict[str, Json]
    """Case number → its table in the agenda file as the meeting has it."""
    brought: dict[str, CaseLeft] = field(default_factory=dict)
    """How each case came to this meeting."""
    intentions: list[Json] = field(default_factory=list)
    """What was recorded and not taken back."""
    state: str = "preparing"

    def case(self, number: str) -> Json:
        """The case's table: the newest that was taken over."""
        taken = [
            intention["table"]
            for intention in self.intentions
            if intention["do"] == "take" and intention["case"] == number
        ]
        return taken[-1] if taken else self.cases[number]

    def left(self, number: str) -> CaseLeft:
        """The case after everything that was said of it."""
        came = self.brought.get(number, CaseLeft())
        left = CaseLeft(carried=came.carried, postponed_before=came.postponed_before)
        for intention in self.intentions:
            if intention.get("case") == number:
                _say(left, intention)
        return left


def _say(left: CaseLeft, intention: Json) -> None:
    match intention["do"]:
        case "place":
            left.state, left.chosen = (
                ("in_principle" if intention.get("in_principle") else "placed"),
                intention["chosen"],
            )
        case "correct":
            left.chosen = intention["chosen"]
        case "confirm" if intention.get("refuse"):
            left.state, left.chosen, left.carried, left.taken_off = "open", None, None, True
        case "confirm":
            left.state, left.chosen = "placed", intention.get("chosen") or left.chosen or left.carried
        case "reopen":
            left.state, left.chosen = "open", None
        case "postpone":
            left.state = "postponed"
        case "return":
            left.state = "returned"
        case "withdraw":
            left.state = "withdrawn"


class Record:
    """Everything that has happened so far."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Json] = {}
        """Case and provider → the row of the newest table, with what was changed since."""
        self.meetings: list[Meeting] = []
        """In the order in which they were opened."""
        self.ended: dict[tuple[str, str], date] = {}
        """Case and meeting → the last day of what was decided there, where it ended early."""
        self.row_ends: dict[tuple[str, str], date] = {}
        """Case and provider → the last day of a row that was ended early."""
        self.changed: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
        """Case and meeting, or a row's case and provider → other hours from a given day, as stated."""

    def imports(self, rows: list[Json]) -> None:
        """A table is imported: what it names is as it says; the rest stays, and what was decided or ended."""
        for row in rows:
            key = row["case_number"], row["provider"]
            ended = self.row_ends.get(key)
            runs_on = ended is not None and (row["end"] is None or row["end"] > ended)
            if not runs_on and (key in self.rows or not self._is_decided(row)):
                self.rows[key] = dict(row)

    def _is_decided(self, row: Json) -> bool:
        """Whether the row is what a meeting decided: its provider, days in common, and not begun before it met."""
        number, first = row["case_number"], row["start"]
        rulings = self._rulings(number, None)
        met = {meeting.id: meeting.day for meeting in self.meetings}
        for _number, meeting, chosen, _held in rulings:
            if chosen.provider != row["provider"] or (first is not None and first < met[meeting]):
                continue
            shared = days(max(first or chosen.start, chosen.start), min(row["end"] or chosen.end, chosen.end))
            if any(claim.origin == meeting for day in shared for claim in _on(day, rulings, [], {})):
                return True
        return False

    def opens(self, meeting: Meeting) -> None:
        """A meeting is opened on an agenda; what earlier meetings left comes with its cases."""
        meeting.state = "open"
        for number in meeting.cases:
            meeting.brought[number] = self.waits(number)
        self.meetings.append(meeting)

    def waits(self, number: str) -> CaseLeft:
        """How the newest meeting that is over left the case, for the one that takes it up."""
        for earlier in reversed(self.meetings):
            if number in earlier.cases and earlier.state in ("closed", "approved"):
                left = earlier.left(number)
                if left.state not in ("postponed", "in_principle", "returned"):
                    return CaseLeft()
                carried = (left.chosen if left.state == "in_principle" else left.carried) or None
                times = left.postponed_before + (left.state == "postponed")
                return CaseLeft(carried=carried if left.state != "returned" else None, postponed_before=times)
        return CaseLeft()

    def chosen(self, case: Json, intention: Json) -> Chosen:
        """What a placement chooses, with the grant's hours and end where it states no others."""
        start = date.fromisoformat(intention["start"])
        wanted = (
            date.fromisoformat(intention["end"])
            if "end" in intention
            else last_day(start, case["grant"]["expected_months"])
        )
        granted = exactly(case["grant"]["hours_per_week"])
        hours = exactly(intention.get("hours", granted))
        end = last_of_support(case, start, wanted)
        frame = None if hours == granted else granted
        return Chosen(intention["provider"], intention["staff"], hours, start, end, wanted, frame=frame)

    # Day by day

    def diary(
        self, first: date, last: date, *, without: str | None = None, anew: tuple[str, str] | None = None
    ) -> Diary:
        """What takes up hours on each of these days.

        Without one meeting's rulings, if it is named; or only without its choice for one case.
        """
        numbers = dict.fromkeys(number for number, _provider in self.rows)
        for meeting in self.meetings:
            numbers |= dict.fromkeys(meeting.cases)
        ruled = {number: self._rulings(number, without, anew) for number in numbers}
        rows = {number: [row for row in self.rows.values() if row["case_number"] == number] for number in numbers}
        diary: Diary = {}
        for day in days(first, last):
            diary[day] = {}
            for number in numbers:
                for claim in _on(day, ruled[number], rows[number], self.changed):
                    diary[day].setdefault(claim.provider, []).append(claim)
        return diary

    def _rulings(
        self, number: str, without: str | None, anew: tuple[str, str] | None = None
    ) -> list[tuple[str, str, Chosen, bool]]:
        """What meetings chose for the case, the newest last: case, meeting, and whether it is only held."""
        chosen: list[tuple[str, str, Chosen, bool]] = []
        awaiting = False
        for meeting in self.meetings:
            if number not in meeting.cases or meeting.id == without:
                continue
            left = meeting.left(number)
            if awaiting and (left.taken_off or left.state not in ("open", "postponed")):
                chosen.pop()
                awaiting = False
            if (meeting.id, number) == anew:
                continue
            if left.chosen is not None and left.state in ("placed", "in_principle"):
                as_ended = self._as_ended(number, meeting.id, left.chosen)
                chosen.append((number, meeting.id, as_ended, meeting.state != "approved"))
                awaiting = left.state == "in_principle"
        return chosen

    def _as_ended(self, number: str, meeting: str, chosen: Chosen) -> Chosen:
        end = self.ended.get((number, meeting), chosen.end)
        return Chosen(chosen.provider, chosen.staff, chosen.hours, chosen.start, end, end)


def _on(
    day: date,
    rulings: list[tuple[str, str, Chosen, bool]],
    rows: list[Json],
    changed: dict[tuple[str, str], list[tuple[date, Decimal]]],
) -> list[Hours]:
    """The newest choice that has begun holds the case to its end; after it the table's newer row does."""
    over = date.min
    for number, meeting, chosen, held in reversed(rulings):
        if chosen.start <= day <= chosen.end:
            hours = _hours_on(day, chosen.hours, changed.get((number, meeting), []))
            return [Hours(number, chosen.provider, chosen.staff, hours, held, meeting)]
        if chosen.start <= day:
            over = chosen.end
            break
    return [
        Hours(
            row["case_number"],
            row["provider"],
            row["staff"],
            _hours_on(day, row["hours"], changed.get((row["case_number"], row["provider"]), [])),
            held=False,
        )
        for row in rows
        if (row["start"] or day) <= day <= (row["end"] or day)
        if over == date.min or (row["start"] is not None and row["start"] > over)
    ]


def _hours_on(day: date, hours: Decimal | None, changed: list[tuple[date, Decimal]]) -> Decimal | None:
    """The hours stated for the latest day up to this one; of two for one day the later statement."""
    since = date.min
    for first, new in changed:
        if since <= first <= day:
            since, hours = first, new
    return hours


def last_of_support(case: Json, start: date, end: date) -> date:
    """The end of a placement, but no later than the day before the 23rd birthday if it begins before (T13)."""
    before = birthday(case["child"]["birth_date"], 23) - DAY
    return before if start <= before < end else end


def last_day(start: date, months: int) -> date:
    """The last day of so many months."""
    return months_later(start, months) - DAY


def exactly(number: Decimal | float | str) -> Decimal:
    """The number as it is written."""
    return number if isinstance(number, Decimal) else Decimal(str(number))
