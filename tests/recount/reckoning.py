"""The figures of one day, week by week, provider by provider: no formula but those of docs/balance.md."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.recount.calendar_days import DAY, birthday, days, monday, months_later
from tests.recount.record import Diary, exactly

Json = dict[str, Any]
ZERO = Decimal(0)


@dataclass(frozen=True)
class DayFigures:
    """One provider or person on one day, in staff hours a week."""

    day: date
    room: Decimal | None
    load: Decimal
    held: Decimal
    children: int
    unknown: int

    @property
    def used(self) -> Decimal:
        """Load and held hours."""
        return self.load + self.held

    @property
    def free(self) -> Decimal | None:
        """What is left, not below nothing."""
        return None if self.room is None else max(ZERO, self.room - self.used)

    @property
    def over(self) -> Decimal:
        """What is too much."""
        return ZERO if self.room is None else max(ZERO, self.used - self.room)

    @property
    def share(self) -> Decimal | None:
        """How much of the room is taken."""
        return self.used / self.room if self.room else None

    @property
    def fullness(self) -> tuple[int, Decimal]:
        """A day without a limit is never fuller than one with a limit; hours without any room are fullest."""
        if self.room is None:
            return 0, self.used
        if not self.room:
            return (2, self.used) if self.used else (1, ZERO)
        return 1, self.used / self.room

    def status(self, rules: Json) -> str:
        """Below tight it is ok, above over it is over."""
        if self.room is None:
            return "no_limit"
        if self.used > exactly(rules["over"]) * self.room:
            return "over"
        return "tight" if self.used and self.used >= exactly(rules["tight"]) * self.room else "ok"


class Reckoner:
    """Counts by a config."""

    def __init__(self, config: Json) -> None:
        self.config, self.rules = config, config["balance"]
        self.providers: dict[str, Json] = {provider["id"]: provider for provider in config["providers"]}

    def horizon(self, day: date) -> tuple[date, date]:
        """So many weeks from that day."""
        return day, day + timedelta(days=7 * self.rules["horizon_weeks"]) - DAY

    # One day

    def on(
        self, provider: Json, day: date, diary: Diary, staff: Json | None = None, more: Decimal = ZERO
    ) -> DayFigures:
        """The figures of a provider, or of a person there; `more` staff hours are asked for besides."""
        factor = exactly(provider.get("hours_factor", 1))
        load, held, children, unknown = ZERO, more, 1 if more else 0, 0
        for claim in diary[day].get(provider["id"], ()):
            if staff is not None and claim.staff != staff["id"]:
                continue
            children += 1
            if claim.hours is None:
                unknown += 1
            elif claim.held:
                held += claim.hours * factor
            else:
                load += claim.hours * factor
        room = room_on(provider, day) if staff is None else staff_room_on(staff, day)
        return DayFigures(day, room, load, held, children, unknown)

    def offer(self, provider: Json, figures: DayFigures) -> Decimal | None:
        """Pedagogue hours left for each child that is enrolled, on that day."""
        hours, enrolled = in_force(provider, figures.day, "pedagogue_hours"), provider.get("enrolled")
        return None if hours is None or not enrolled else (hours - figures.used) / enrolled

    # Weeks

    def worst(self, provider: Json, first: date, last: date, diary: Diary, staff: Json | None = None) -> DayFigures:
        """The fullest day, the earliest of equals; closing days and leave count only where there are no others."""
        return fullest(
            [(self.on(provider, day, diary, staff), not away_on(provider, day, staff)) for day in days(first, last)]
        )

    def effect(
        self, provider: Json, start: date, end: date, hours: Decimal, diary: Diary
    ) -> tuple[DayFigures, DayFigures]:
        """The worst week in which a case would run, on its fullest day: without the case, and with it."""
        first, last = max(monday(start), min(diary)), min(monday(end) + 6 * DAY, max(diary))
        extra = hours * exactly(provider.get("hours_factor", 1))
        after = fullest(
            [
                (self.on(provider, day, diary, more=extra if start <= day <= end else ZERO), not away_on(provider, day))
                for day in days(first, last)
            ]
        )
        low, high = max(monday(after.day), min(diary)), min(monday(after.day) + 6 * DAY, max(diary))
        return self.worst(provider, low, high, diary), after

    def asks_about_room(self, provider: Json, start: date, end: date, hours: Decimal, diary: Diary) -> bool:
        """Whether a case brings a house over its hours, other than by a leave of less than a week (T13)."""
        first, last = max(monday(start), min(diary)), min(monday(end) + 6 * DAY, max(diary))
        extra = hours * exactly(provider.get("hours_factor", 1))
        all_there = {**provider, "staff": [{**member, "leave": []} for member in provider.get("staff", ())]}
        closed_only = all(away_on(provider, day) for day in days(first, last))
        row = 0
        for day in days(first, last):
            if away_on(provider, day) and not closed_only:
                continue
            more = extra if start <= day <= end else ZERO
            if self.on(provider, day, diary, more=more).status(self.rules) != "over":
                row = 0
                continue
            row += 1
            if row == 7 or closed_only or self.on(all_there, day, diary, more=more).status(self.rules) == "over":
                return True
        return False

    # Money

    def rate(self, provider: str, start: date) -> Json | None:
        """The newest valid rate on the day of the start; one without a last day ends when another begins."""
        own = [rate for rate in self.config.get("rates", ()) if rate["provider"] == provider]
        begun = sorted((rate for rate in own if rate["valid_from"] <= start), key=lambda rate: rate["valid_from"])
        for rate in reversed(begun):
            if rate["valid_to"] >= start if "valid_to" in rate else rate["valid_from"] == begun[-1]["valid_from"]:
                return dict(rate)
        return None

    def delivers_too_little(self, provider: str, hours: Decimal, start: date, end: date) -> bool:
        """Whether the rate of any day names fewer hours a week than these (000:63)."""
        for day in range((end - start).days + 1):
            rate = self.rate(provider, start + timedelta(day))
            if rate is not None and "delivered_hours" in rate and exactly(rate["delivered_hours"]) < hours:
                return True
        return False

    def cost(self, provider: str, hours: Decimal, start: date) -> str | None:
        """Kroner a month by the rate of the start, with supplements, rounded half up to øre."""
        rate = self.rate(provider, start)
        if rate is None:
            return None
        base = Fraction(rate["amount"]) * (Fraction(hours) * 52 / 12 if rate["unit"] == "hour" else 1)
        cost = base
        for supplement in rate.get("supplements", ()):
            cost += base * Fraction(supplement.get("percent", 0)) / 100 + Fraction(
                supplement.get("amount_per_month", 0)
            )
        ore = int(cost * 100 + Fraction(1, 2))
        return f"{ore // 100}.{ore % 100:02}"


def fullest(among: list[tuple[DayFigures, bool]]) -> DayFigures:
    """The fullest of the days on which somebody works; of all days where there is none such."""
    best: DayFigures | None = None
    for figures in [figures_of_day for figures_of_day, works in among if works] or [
        figures_of_day for figures_of_day, _works in among
    ]:
        if best is None or figures.fullness > best.fullness:
            best = figures
    assert best is not None
    return best


def in_force(provider: Json, day: date, key: str) -> Decimal | None:
    """The newest value that has been set for that day."""
    value, since = provider.get(key), date.min
    for change in provider.get("changes", ()):
        if key in change and since <= change["from"] <= day:
            value, since = change[key], change["from"]
    return None if value is None else exactly(value)


def room_on(provider: Json, day: date) -> Decimal | None:
    """Hours there are; None where nobody has set a limit."""
    if provider["kind"] == "club":
        hours, share = in_force(provider, day, "pedagogue_hours"), in_force(provider, day, "contact_share")
        return None if hours is None or share is None else hours * share
    room = None
    for member in provider.get("staff", ()):
        if "contact_hours" in member:
            room = (room or ZERO) + (staff_room_on(member, day) or ZERO)
    return room


def staff_room_on(member: Json, day: date) -> Decimal | None:
    """The person's hours: none on leave or after the last day; None where nobody has set a limit."""
    if "contact_hours" not in member:
        return None
    gone = on_leave(member, day) or day > member.get("left_on", day)
    return ZERO if gone else exactly(member["contact_hours"])


def on_leave(member: Json, day: date) -> bool:
    """Whether the person is on leave that day."""
    return any(leave["from"] <= day <= leave["to"] for leave in member.get("leave", ()))


def away_on(provider: Json, day: date, staff: Json | None = None) -> bool:
    """Whether the house is closed, or the person on leave."""
    if staff is not None:
        return on_leave(staff, day)
    return any(holiday["from"] <= day <= holiday["to"] for holiday in provider.get("closed", ()))


# Deadlines


def plan_due(case: Json) -> date | None:
    """Three months after the grant, or after the 16th birthday for a youth plan, or when the authority says."""
    grant, plan = case["grant"], case["grant"].get("plan", {})
    if "due_on" in plan:
        due: date = plan["due_on"]
        return due
    if plan.get("kind") == "none":
        return None
    since = grant["decided_on"]
    if plan.get("kind") == "youth_plan":
        since = max(since, sixteenth(case))
    return months_later(since, 3)


def sixteenth(case: Json) -> date:
    """The child's 16th birthday."""
    return birthday(case["child"]["birth_date"], 16)


def youth_plan_due(case: Json, end: date) -> date | None:
    """Three months after the 16th birthday of a child whose support reaches it, with a child's plan (T7)."""
    grant, turns = case["grant"], sixteenth(case)
    if grant.get("plan", {}).get("kind", "child_plan") != "child_plan":
        return None
    return months_later(turns, 3) if grant["decided_on"] < turns <= end else None


def first_follow_up(case: Json, start: date) -> date:
    """Three months after the start; earlier where an assessment that runs beside it is expected earlier."""
    latest = months_later(start, 3)
    assessment = case["grant"].get("assessment", {})
    expected: date | None = assessment.get("expected_on")
    if assessment.get("kind") == "screening" or expected is None or "completed_on" in assessment or expected <= start:
        return latest
    return min(latest, expected)
