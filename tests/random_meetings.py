"""Committees, agendas and intentions drawn at random from a seed: what is drawn as a file is valid."""

from datetime import date, timedelta
from random import Random
from typing import Any

import tomli_w

from tests.agenda_files import Table, agenda, case

Json = dict[str, Any]
ROLES = ("school", "club", "authority", "internal")
PROBLEMS = ("p1", "p2", "p3", "p4", "p5")
FIRST_DAY = date(2026, 1, 7)
FIRST_NAMES = ("Åse", "Bo", "Çelik", "Dorthe", "Émile", "Fatima", "Gørild", "Hr. Ib", "Jón", "Łukasz")
LAST_NAMES = ("Ø", "Al-Sayed", "Bech [B.]", "O'Hara", "von | Ahn", "Åkjær-Ðe", "Nguyễn", "Æbelø")


class RandomCommittee:
    """One committee and everything that can be wanted in its meetings."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._names = 0
        self.people: list[str] = []
        self.providers: dict[str, list[str]] = {}
        self.schools: dict[str, list[str]] = {}
        self.clubs: dict[str, list[str]] = {}
        self.config = self._config()

    # The committee

    def _config(self) -> str:
        draw = self.random
        districts = [f"d{n}" for n in range(draw.randint(1, 3))]
        self.schools = {district: [f"{district}-s{n}" for n in range(draw.randint(1, 2))] for district in districts}
        self.clubs = {district: [f"{district}-c{n}" for n in range(draw.randint(1, 2))] for district in districts}
        committee = {
            "name": "Udvalget", "municipality": "Et sted", "language": draw.choice(["da", "en"]),
            "chair": draw.choice(["authority", "internal"]), "rule": draw.choice(["consensus", "majority"]),
        }  # fmt: skip
        others = [("i", "internal"), *((f"e{n}", "external") for n in range(draw.randint(0, 3)))]
        clubs = [(club, "club") for names in self.clubs.values() for club in names]
        return tomli_w.dumps(
            {
                "committee": committee,
                "law": {"as_of": date(2025, 3, 17)},
                "leaders": [self._leader({"role": role}) for role in ("authority", "internal")],
                "districts": [
                    {
                        "id": district,
                        "name": district.upper(),
                        "school_seat": f"{district}-s0",
                        "club_seat": f"{district}-c0",
                    }
                    for district in districts
                ],
                "schools": [
                    self._leader({"id": school, "name": f"Skole {school}", "district": district}, "leader")
                    for district, names in self.schools.items()
                    for school in names
                ],
                "providers": [self._provider(name, kind) for name, kind in (*clubs, *others)],
                "problems": [
                    {
                        "code": problem,
                        "da": f"Problem {problem}",
                        "en": problem,
                        "primarily": draw.choice(["club", "specialist"]),
                    }
                    for problem in PROBLEMS
                ],
                "reasons": [{"code": "because", "da": "Derfor", "en": "Because"}],
                "balance": {"tight": 0.8, "over": 1.0, "horizon_weeks": draw.choice([4, 26, 52])},
            }
        )

    def name(self) -> str:
        """A name nobody has yet."""
        self._names += 1
        return f"{self.random.choice(FIRST_NAMES)} {self.random.choice(LAST_NAMES)} {self._names}"

    def _leader(self, table: Json, key: str = "name") -> Json:
        names = [self.name() for _ in range(self.random.randint(1, 3))]
        self.people += names
        return {**table, key: names[0], "substitutes": names[1:]}

    def _provider(self, name: str, kind: str) -> Json:
        draw = self.random
        staff = [
            {"id": f"{name}-p{n}", "name": self.name(), "contact_hours": float(draw.randint(0, 20)),
             "max_children": draw.randint(1, 4)}
            for n in range(draw.randint(0, 3))
        ]  # fmt: skip
        self.providers[name] = [str(member["id"]) for member in staff]
        table: Json = {"id": name, "kind": kind, "name": f"Udfører {name}", "staff": staff}
        if kind == "club":
            room = {"pedagogue_hours": float(draw.randint(20, 200)), "contact_share": draw.choice([0.05, 0.15])}
            table |= {
                "district": name.partition("-")[0],
                "enrolled": draw.randint(1, 200),
                **(room if draw.random() < 0.8 else {}),
            }
            table = self._leader(table, "leader")
            del table["substitutes"]
        if draw.random() < 0.5:
            table["hours_factor"] = draw.choice([0.5, 1.1, 1.25])
        return table

    # The agenda

    def agenda(self, day: date, cases: list[Table]) -> str:
        """The agenda of a meeting on that day."""
        return agenda(day.isoformat(), *cases, place=self.name())

    def case(self, number: str, day: date) -> Table:
        """A case for a meeting on that day; much may be missing."""
        draw = self.random
        district = draw.choice(list(self.schools))
        granted = day - timedelta(draw.randint(0, 120))
        child: Json = {
            "name": self.name(),
            "birth_date": day - timedelta(draw.randint(8 * 365, 24 * 365)),
            "school": self._maybe(draw.choice(self.schools[district])),
            "club": self._maybe(draw.choice(self.clubs[district])),
            "protected_address": draw.random() < 0.1,
            "do_not_contact_family": draw.random() < 0.1,
        }
        grant: Json = {
            "decided_on": granted,
            "hours_per_week": draw.randint(1, 60) / 4,
            "expected_months": draw.randint(1, 18),
            "consent": draw.choice(["given", "missing", "not_required", None]),
            "assessment": self._maybe({"kind": "screening", "expected_on": granted + timedelta(60)}),
            "plan": self._maybe({"kind": draw.choice(["child_plan", "youth_plan"])}),
        }
        relations = [self._relation() for _ in range(draw.randint(0, 2))]
        declined = [draw.choice(list(self.providers))] if draw.random() < 0.2 else []
        problems = tuple(draw.sample(PROBLEMS, draw.randint(1, 3)))
        view = {"obtained_on": self._maybe(granted), "declines": declined}
        return case(number, district, problems, child=child, grant=grant, view=view, relations=relations)

    def _maybe(self, value: Any) -> Any:
        return value if self.random.random() < 0.7 else None

    def _relation(self) -> Table:
        draw = self.random
        provider = draw.choice(list(self.providers))
        relation = {"person": self.name(), "role": "Voksen", "provider": provider, "strength": draw.randint(1, 3)}
        staff = self.providers[provider]
        return relation | ({"staff": draw.choice(staff)} if staff else {})

    # What the table wants

    def intention(self, cases: list[str], day: date) -> Json:
        """Anything, sensible or not."""
        draw = self.random
        number = draw.choice([*cases, *cases, *cases, "ingen"])
        kinds = (
            [self._place] * 10 + [self._attend] * 3 + [self._position] * 4 + [self._put_off] * 4
            + [self._disqualify] * 2 + [self._confirm] * 2 + [self._reopen] * 2 + [self._odd]
        )  # fmt: skip
        return draw.choice(kinds)(number, day) if draw.random() < 0.85 else self._of_the_meeting(cases)

    def _of_the_meeting(self, cases: list[str]) -> Json:
        draw = self.random
        order = draw.sample(cases, len(cases))
        return draw.choice(
            [{"do": "undo"}, {"do": "undo"}, {"do": "undo", "n": draw.randint(1, 40)}, {"do": "close"}, {"do": "open"},
             {"do": "approve"}, {"do": "order", "cases": order}, {"do": "take", "case": draw.choice(cases)}]
        )  # fmt: skip

    def _place(self, number: str, day: date) -> Json:
        draw = self.random
        provider = draw.choice([*self.providers, *self.providers, "ingen"])
        staff = draw.choice([None, *self.providers.get(provider, []), *self.providers.get(provider, []), "ingen-p"])
        start = day + timedelta(draw.randint(-150, 200) if draw.random() < 0.2 else draw.randint(0, 60))
        positions: Any = "all_agree"
        if draw.random() < 0.3:
            positions = {role: draw.choice(["agree", "agree", "disagree", "abstain"]) for role in ROLES}
        intention: Json = {
            "do": "place", "case": number, "provider": provider, "staff": staff, "start": start.isoformat(),
            "positions": positions, "in_principle": draw.random() < 0.3,
        }  # fmt: skip
        if draw.random() < 0.85:
            codes = ("child_view_missing", "consent_missing", "seat_empty", "declined", "over_capacity")
            intention["answers"] = [{"caution": code, "code": "because", "text": "Hørt."} for code in codes]
            intention["reason"] = {"code": draw.choice(["because", "other"]), "text": "Samlet set."}
        if draw.random() < 0.1:
            intention["end"] = (start + timedelta(draw.randint(-5, 400))).isoformat()
        return intention

    def _attend(self, number: str, _day: date) -> Json:
        draw = self.random
        status = draw.choice(["present", "excused", "absent", "left"])
        intention: Json = {"do": "attend", "person": draw.choice([*self.people, "Ingen"]), "status": status}
        if draw.random() < 0.4:
            intention["substitute"] = draw.choice([*self.people, "En vikar"])
        return intention | ({"case": number} if draw.random() < 0.5 else {})

    def _position(self, number: str, _day: date) -> Json:
        draw = self.random
        stance = draw.choice(["agree", "disagree", "abstain"])
        provider = draw.choice([None, *self.providers])
        return {"do": "position", "case": number, "role": draw.choice(ROLES), "stance": stance, "provider": provider}

    def _put_off(self, number: str, _day: date) -> Json:
        draw = self.random
        return draw.choice(
            [{"do": "postpone", "case": number, "reason": "Mangler.", "from": draw.choice(ROLES)},
             {"do": "return", "case": number, "missing": "Samtykke."},
             {"do": "withdraw", "case": number, "reason": "Flyttet.", "by": self.name()},
             {"do": "note", "case": number, "text": "Nævnt.", "said_by": draw.choice(self.people)}]
        )  # fmt: skip

    def _disqualify(self, number: str, _day: date) -> Json:
        draw = self.random
        role = draw.choice(ROLES)
        others = [other for other in ROLES if other != role or draw.random() < 0.05]
        intention: Json = {"do": "disqualify", "case": number, "role": role, "ground": "Slægt.", "decided_by": others}
        intention["outcome"] = draw.choice(["out", "out", "stays"])
        return intention | ({"substitute": draw.choice(self.people)} if draw.random() < 0.3 else {})

    def _confirm(self, number: str, _day: date) -> Json:
        return {
            "do": "confirm",
            "case": number,
            "role": self.random.choice(ROLES),
            "refuse": self.random.random() < 0.3,
        }

    def _reopen(self, number: str, _day: date) -> Json:
        return {"do": "reopen", "case": number} | ({"reason": "Nyt."} if self.random.random() < 0.5 else {})

    def _odd(self, number: str, _day: date) -> Json:
        return self.random.choice(
            [{"do": "place"}, {"do": "note", "case": number}, {"do": "note", "case": number, "text": ""}, {},
             {"do": "position", "case": 7}, {"do": "close", "now": True},
             {"do": "correct", "case": number, "place": {"provider": "i"}, "why": "Fejl."}]
        )  # fmt: skip
