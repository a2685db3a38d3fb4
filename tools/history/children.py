"""Draws children and their cases, as tables of an agenda file."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from kpcommittee.domain.calendar import add_months, age_on
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.committee import Config
from tools.history import words

Table = dict[str, Any]
CLUB = ("school", "leisure", "self_worth_adhd_anxiety")
SPECIAL = ("acting_out", "autism", "convicted", "severe_abuse", "aftercare", "ungefokus")
OLDEST_CHILD = 17
LAW_BEGAN = date(2024, 1, 1)
"""The first day on which a grant rests on barnets lov."""


@dataclass(slots=True)
class Draft:
    """A case on its way to an agenda, and what the table of placements already says of it."""

    table: Table
    fixed: Placement | None = None
    """The row of placements.csv that this decision leads to."""
    start: date | None = None
    times: int = 0
    """How often it was on an agenda."""
    moved: bool = False
    fate: str = "placed"
    renewed: bool = False
    """Whether the row's last day is that of a renewal to come."""

    @property
    def number(self) -> str:
        """The case number."""
        return str(self.table["case_number"])


@dataclass(slots=True)
class Children:
    """Draws children that no other file of the sample names, and numbers their cases."""

    config: Config
    draw: Random
    taken: set[str]
    """The names and the case numbers of the sample's other files."""
    again: list[tuple[date, Table]] = field(default_factory=list)
    """Children whose support has ended: the day, and the child."""

    def case(self, meeting: date) -> Draft:
        """Draw a case for a meeting."""
        problems = self._problems()
        old = next((pair for pair in self.again if (meeting - pair[0]).days > 45), None)
        if old and self.draw.random() < 0.3:
            self.again.remove(old)
            child = old[1]
            if age_on(child["birth_date"], meeting) > OLDEST_CHILD - 1:
                problems = ["aftercare"]
        else:
            child = self._child(problems, meeting)
        if problems == ["aftercare"] and age_on(child["birth_date"], meeting) <= OLDEST_CHILD:
            problems = ["ungefokus"]
        draft = Draft(self._case(self._number(meeting), child, problems, meeting))
        draft.fate = self.draw.choices(("placed", "postponed", "returned", "withdrawn"), (80, 10, 5, 5))[0]
        if draft.fate == "postponed":
            self._leave_out(draft.table)
        return draft

    def fixed_case(self, row: Placement, meeting: date) -> Draft:
        """Make the case that led to a row of the table of placements."""
        assert row.child is not None
        assert row.birth_date is not None
        child: Table = {
            "name": row.child,
            "birth_date": row.birth_date,
            "district": row.district,
            "municipality": "Lindebæk",
        }
        if row.cpr:
            child["cpr"] = row.cpr
        self._at_school(child, meeting)
        table = self._case(row.case_number, child, list(row.problems), meeting)
        table["grant"]["hours_per_week"] = float(row.hours_per_week or 0)
        if row.kind == "ukn":
            table["grant"]["basis"] = "ukn-13-1-7"
        if row.kind == "aftercare":
            table["grant"] |= {"basis": "aftercare", "had_contact_person_before_18": True}
        provider = self.config.provider(row.provider)
        member = provider.member(row.staff) if provider else None
        if member is not None and self.draw.random() < 0.7:
            strength = self.draw.choice((2, 3))
            known = {"person": member.name, "role": "Kontaktperson", "provider": row.provider, "staff": member.id}
            table["relations"] = [known | {"strength": strength}]
        return Draft(table, fixed=row, start=row.start)

    def _number(self, meeting: date) -> str:
        number = meeting.timetuple().tm_yday + 12
        while f"{meeting.year}-{number:04}" in self.taken:
            number += 1
        self.taken.add(f"{meeting.year}-{number:04}")
        return f"{meeting.year}-{number:04}"

    def _problems(self) -> list[str]:
        kind = self.draw.choices(("club", "special", "both"), (58, 34, 8))[0]
        if kind == "club":
            return self.draw.sample(CLUB, self.draw.choice((1, 1, 2)))
        special = self.draw.choice(SPECIAL)
        return [special] if kind == "special" or special == "aftercare" else [special, self.draw.choice(CLUB)]

    def _child(self, problems: list[str], meeting: date) -> Table:
        low, high = (18, 20) if "aftercare" in problems else (14, 16) if problems[0] in SPECIAL else (10, 15)
        age = self.draw.randint(low, high)
        birth_date = date(meeting.year - age, 1, 1) - timedelta(self.draw.randint(1, 360))
        name = self._name()
        child: Table = {
            "name": name,
            "birth_date": birth_date,
            "district": self.draw.choice([district.id for district in self.config.districts]),
            "municipality": self.draw.choices(("Lindebæk", "Tranemose"), (4, 1))[0],
        }
        if self.draw.random() < 0.7:
            child["cpr"] = replacement(birth_date, self.draw)
        if self.draw.random() < 0.04:
            child["protected_address"] = True
        if low < 18:
            self._at_school(child, meeting)
            child["inform"] = [{"who": "mother", "name": f"{self.draw.choice(words.FIRST)} {name.split()[-1]}"}]
        return child

    def _at_school(self, child: Table, meeting: date) -> None:
        age = age_on(child["birth_date"], meeting)
        if age > 16:
            return
        schools = [school.id for school in self.config.schools if school.district == child["district"]]
        clubs = [club.id for club in self.config.providers if club.district == child["district"]]
        child["school"] = self.draw.choice(schools)
        child["grade"] = f"{min(max(age - 6, 1), 10)}.{self.draw.choice('abc')}"
        if self.draw.random() < 0.5:
            child["club"] = self.draw.choice(clubs)

    def _name(self) -> str:
        while True:
            name = f"{self.draw.choice(words.FIRST)} {self.draw.choice(words.LAST)}"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def _case(self, number: str, child: Table, problems: list[str], meeting: date) -> Table:
        grant = self._grant(child, problems, meeting)
        table: Table = {"case_number": number, "problems": problems, "child": child, "grant": grant}
        if self.draw.random() < 0.8:
            table["problem_note"] = self.draw.choice(words.NOTES[problems[0]])
        view = {
            "obtained_on": grant["decided_on"] + timedelta(self.draw.randint(0, 5)),
            "how": self.draw.choice(words.HOW),
        }
        table["child_view"] = view | {"says": self.draw.choice(words.SAYS)}
        relation = self._relation(child, problems)
        if relation is not None:
            table["relations"] = [relation]
            if relation["strength"] == 3 and self.draw.random() < 0.6:
                table["child_view"]["wishes_staff"] = [relation["staff"]]
        if self.draw.random() < 0.06:
            table["child_view"]["declines"] = [self.draw.choice([place.id for place in self.config.providers])]
        if problems[0] == "school":
            table["school_absence"] = {
                "percent": float(self.draw.randint(6, 34)),
                "period": f"efteråret {meeting.year - 1}",
            }
            if meeting.month > 8:
                table["school_absence"]["period"] = f"foråret {meeting.year}"
        return table

    def _grant(self, child: Table, problems: list[str], meeting: date) -> Table:
        decided_on = max(meeting - timedelta(self.draw.randint(7, 41)), LAW_BEGAN)
        purpose, goals = words.PURPOSES[problems[0]]
        special = problems[0] in SPECIAL
        adult = age_on(child["birth_date"], meeting) > OLDEST_CHILD
        plan: Table = {"kind": "youth_plan" if age_on(child["birth_date"], decided_on) > 15 else "child_plan"}
        if self.draw.random() < 0.7:
            plan["completed_on"] = decided_on + timedelta(self.draw.randint(1, 6))
        grant: Table = {
            "decided_on": decided_on,
            "basis": "aftercare" if adult else "ukn-13-1-7" if "ungefokus" in problems else "bl-32-1-3",
            "purpose": purpose,
            "hours_per_week": self.draw.choice((4.0, 5.0, 6.0)) if special else self.draw.choice((2.0, 2.5, 3.0, 3.5)),
            "expected_months": self.draw.choice((4, 6, 6, 9, 12)),
            "goals": list(goals),
            "assessment": {"kind": self.draw.choice(("screening", "clarification", "examination"))},
            "plan": plan,
            "consent": "given",
            "caseworker": self.draw.choice(words.CASEWORKERS),
        }
        grant["assessment"]["completed_on"] = decided_on - timedelta(self.draw.randint(2, 20))
        if adult:
            grant["had_contact_person_before_18"] = True
        return grant

    def _relation(self, child: Table, problems: list[str]) -> Table | None:
        if self.draw.random() > 0.6:
            return None
        kinds = ("internal",) if problems[0] in SPECIAL else ("club",)
        near = [
            p for p in self.config.providers if p.kind in kinds and p.district in (None, child["district"]) and p.staff
        ]
        provider = self.draw.choice(near)
        member = self.draw.choice(provider.staff)
        known = {
            "person": member.name,
            "provider": provider.id,
            "staff": member.id,
            "strength": self.draw.choice((1, 2, 2, 3)),
        }
        return known | {"role": "Klubpædagog" if provider.kind == "club" else "Kontaktperson"}

    def _leave_out(self, table: Table) -> None:
        """Leave out of the case what will be missing at its first meeting."""
        if self.draw.random() < 0.5:
            table["grant"]["consent"] = "missing"
        else:
            del table["child_view"]


def put_right(table: Table, meeting: date, draw: Random) -> None:
    """Add what was missing when the case was postponed or returned."""
    table["grant"]["consent"] = "given"
    talk = {"obtained_on": meeting - timedelta(6), "how": draw.choice(words.HOW), "says": draw.choice(words.SAYS)}
    table.setdefault("child_view", talk)


def replacement(birth_date: date, draw: Random) -> str:
    """Return a replacement number: the day + 60."""
    return f"{birth_date.day + 60}{birth_date:%m%y}-{draw.randint(4000, 8999)}"


def fit_months(table: Table, start: date, last: date) -> bool:
    """Shorten the grant until the placement ends by that day; tell whether three months remain."""
    grant = table["grant"]
    while grant["expected_months"] > 3 and add_months(start, grant["expected_months"]) > last:
        grant["expected_months"] -= 1
    return bool(add_months(start, grant["expected_months"]) <= last)
