"""Committees with everything that moves their figures: dated changes, closing days, leave, leaving, rates, tables."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import tomli_w

from tests.agenda_files import Table
from tests.random_meetings import FIRST_DAY, RandomCommittee
from tests.recount.record import exactly

Json = dict[str, Any]
A_YEAR = timedelta(364)
HEADER = "case_number;provider;staff;hours_per_week;start;end"


class MovingCommittee(RandomCommittee):
    """A random committee whose hours and rates change during the year."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        # Drawn apart, so that the years are those they were before the committee could set hours.
        self.hours = Random(f"hours of {seed}")
        config = tomllib.loads(self.config)
        for provider in config["providers"]:
            self._move(provider)
        config["rates"] = [rate for provider in config["providers"] for rate in self._rates(provider["id"])]
        config["committee"]["sets_hours"] = self.hours.random() < 0.5
        config["balance"]["horizon_weeks"] = self.random.choice([3, 6, 13, 26, 52])
        self.config = tomli_w.dumps(config)
        self.parsed = tomllib.loads(self.config, parse_float=Decimal)

    def _move(self, provider: Json) -> None:
        draw = self.random
        if provider["kind"] == "club":
            provider["changes"] = [self._change() for _ in range(draw.choice([0, 0, 1, 1, 2]))]
            if draw.random() < 0.2:
                provider.pop("enrolled")
            if draw.random() < 0.1:
                provider.pop("contact_share", None)
        provider["closed"] = [self._period() for _ in range(draw.choice([0, 0, 1]))]
        for member in provider["staff"]:
            member["leave"] = [self._period() for _ in range(draw.choice([0, 0, 1, 2]))]
            if draw.random() < 0.15:
                member["left_on"] = self._day()
            if draw.random() < 0.15:
                del member["contact_hours"]

    def _day(self) -> date:
        return FIRST_DAY + timedelta(self.random.randint(-40, 200))

    def _period(self) -> Json:
        first = self._day()
        return {"from": first, "to": first + timedelta(self.random.choice([0, 2, 6, 13, 60]))}

    def _change(self) -> Json:
        draw = self.random
        change: Json = {"from": self._day()}
        if draw.random() < 0.8:
            change["pedagogue_hours"] = float(draw.randint(20, 200))
        if draw.random() < 0.4:
            change["contact_share"] = draw.choice([0.04, 0.12, 0.2])
        return change

    def _rates(self, provider: str) -> list[Json]:
        draw = self.random
        rates = []
        for turn in range(draw.choice([0, 1, 2])):
            rate: Json = {
                "provider": provider,
                "unit": draw.choice(["hour", "hour", "month"]),
                "amount": f"{draw.randint(10000, 900000) / 100:.2f}",
                "valid_from": date(2025, 1, 1) if turn == 0 else self._day(),
            }
            if draw.random() < 0.5:
                rate["supplements"] = draw.sample(
                    [{"name": "a", "percent": "6.25"}, {"name": "b", "amount_per_month": "350.10"},
                     {"name": "c", "percent": "1.5", "amount_per_month": "99.99"}],
                    draw.randint(1, 3),
                )  # fmt: skip
            if self.hours.random() < 0.5:
                rate["delivered_hours"] = self.hours.randint(1, 24) / 4
            if draw.random() < 0.2:
                rate["valid_to"] = rate["valid_from"] + timedelta(400)
            rates.append(rate)
        return rates

    # Cases

    def case(self, number: str, day: date) -> Table:
        """A case whose birthdays and deadlines are often near."""
        draw = self.random
        made = super().case(number, day)
        grant: Json = made["grant"]
        if draw.random() < 0.4:
            age = draw.choice([16, 16, 18, 23])
            made["child"]["birth_date"] = date(day.year - age, draw.randint(1, 12), draw.randint(1, 28))
        if draw.random() < 0.05:
            made["child"]["birth_date"] = date(2008, 2, 29)
        assessment = draw.random()
        if assessment < 0.3:
            grant["assessment"] = {"kind": "examination", "completed_on": grant["decided_on"] - timedelta(10)}
        elif assessment < 0.6:
            grant["assessment"] = {"kind": "examination", "expected_on": day + timedelta(draw.randint(-30, 150))}
        plan = draw.random()
        if plan < 0.15:
            grant["plan"] = {"kind": "none", "why": "Ikke nødvendig."}
        elif plan < 0.3:
            grant["plan"] = {"kind": "child_plan", "due_on": day + timedelta(draw.randint(1, 60))}
        return made

    def set_hours(self, granted: Decimal) -> Json:
        """What a placement says of its hours: mostly nothing where the committee sets none."""
        draw = self.hours
        sets = self.parsed["committee"]["sets_hours"]
        if draw.random() < (0.4 if sets else 0.95):
            return {}
        quarters = int(granted * 4)
        return {"hours": draw.randint(1, quarters + (draw.random() < 0.1)) / 4}

    # Running placements

    def table(self, numbers: list[str]) -> list[Json]:
        """Rows of running placements: cases of their own, and some that the committee will deal with, too."""
        draw = self.random
        wanted = [f"P-{n}" for n in range(draw.randint(3, 10))] + draw.sample(numbers, min(len(numbers), 3))
        rows = [self._row(number, draw.choice(list(self.providers))) for number in wanted]
        moved = [row for row in rows if draw.random() < 0.15]
        others = [self._row(row["case_number"], draw.choice(list(self.providers))) for row in moved]
        places = {(row["case_number"], row["provider"]): row for row in (*rows, *others)}
        return list(places.values())

    def _row(self, number: str, provider: str) -> Json:
        draw = self.random
        start = FIRST_DAY + timedelta(draw.randint(-400, 90)) if draw.random() < 0.7 else None
        return {
            "case_number": number,
            "provider": provider,
            "start": start,
            "end": (start or FIRST_DAY) + timedelta(draw.randint(20, 500)) if draw.random() < 0.7 else None,
            **self._work(provider),
        }

    def row(self, number: str, provider: str, start: date) -> Json:
        """A row of a placement that begins on that day."""
        return self._row(number, provider) | {"start": start, "end": start + timedelta(self.random.randint(0, 300))}

    def _work(self, provider: str) -> Json:
        draw = self.random
        staff = self.providers[provider]
        hours = exactly(draw.randint(1, 32) / 4) if draw.random() < 0.85 else None
        return {"staff": draw.choice([None, *staff]) if staff else None, "hours": hours}

    def later_table(self, rows: list[Json]) -> list[Json]:
        """The table as it is a while later: some rows say something else, one has gone, one is new."""
        draw = self.random
        kept = rows[1:]
        changed = [row | (self._work(row["provider"]) if draw.random() < 0.4 else {}) for row in kept]
        return [*changed, self._row("P-new", draw.choice(list(self.providers)))]


def as_csv(rows: list[Json]) -> str:
    """The rows as a table that a municipality would export."""
    return "\n".join([HEADER, *(";".join(map(_cell, _in_order(row))) for row in rows)]) + "\n"


def _in_order(row: Json) -> list[Any]:
    return [row[key] for key in ("case_number", "provider", "staff", "hours", "start", "end")]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return value if isinstance(value, str) else f"{float(value)}".replace(".", ",")
