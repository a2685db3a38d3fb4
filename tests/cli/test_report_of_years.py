"""Every figure of a year's evaluation of the demo's history, found again by SQL over its journal alone."""

import json
import sqlite3
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from kpcommittee.workspace.starting import copy_demo
from tests.drivers.office import Office

YEARS = ("2024", "2025", "2026")
OUTCOMES = {"decided": "placed", "corrected": "placed", "postponed": "postponed", "returned": "returned",
            "withdrawn": "withdrawn"}  # fmt: skip
AGES = {"to_10": range(11), "11_14": range(11, 15), "15_17": range(15, 18), "from_18": range(18, 100)}
VIEWS = """
CREATE TEMP VIEW live AS
  SELECT stream, number AS n, kind, payload FROM event AS e
  WHERE kind <> 'undone' AND NOT EXISTS (
    SELECT 1 FROM event AS u
    WHERE u.stream = e.stream AND u.kind = 'undone' AND json_extract(u.payload, '$.number') = e.number);
CREATE TEMP VIEW meeting AS
  SELECT stream, json_extract(payload, '$.agenda.meeting.date') AS day FROM live WHERE kind = 'opened';
CREATE TEMP VIEW on_agenda AS
  SELECT stream, json_extract(value, '$.case_number') AS number, value AS body
  FROM live, json_each(payload, '$.agenda.cases') WHERE kind = 'opened';
CREATE TEMP VIEW newest AS
  SELECT stream, json_extract(payload, '$.case') AS number, max(n), kind, payload FROM live
  WHERE kind IN ('decided', 'corrected', 'postponed', 'returned', 'withdrawn') GROUP BY 1, 2;
CREATE TEMP VIEW outcome AS
  SELECT newest.stream, newest.number, kind, payload, day, body,
    strftime('%Y', day) - strftime('%Y', json_extract(body, '$.child.birth_date'))
      - (strftime('%m-%d', day) < strftime('%m-%d', json_extract(body, '$.child.birth_date'))) AS age
  FROM newest JOIN meeting USING (stream)
  JOIN on_agenda ON on_agenda.stream = newest.stream AND on_agenda.number = newest.number;
"""
Row = dict[str, Any]


class Journal:
    """The tables of the journal, asked by SQL."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "kpcommittee.db")
        # A kind may carry a version behind a point.
        kinds = {kind for (kind,) in self.connection.execute("SELECT DISTINCT kind FROM event")}
        versions = " ".join(f"WHEN '{kind}' THEN '{kind.partition('.')[0]}'" for kind in sorted(kinds))
        self.connection.executescript(
            VIEWS.replace("kind, payload FROM event", f"CASE kind {versions} END AS kind, payload FROM event")
        )

    def outcomes(self, year: str) -> list[Row]:
        rows = self.connection.execute(
            "SELECT stream, number, kind, payload, day, body, age FROM outcome WHERE day LIKE ?", (f"{year}-%",)
        )
        names = ("meeting", "case", "kind", "payload", "day", "body", "age")
        return [
            dict(zip(names, row, strict=True)) | {"payload": json.loads(row[3]), "body": json.loads(row[5])}
            for row in rows
        ]

    def caseload(self, kind: str) -> list[Row]:
        rows = self.connection.execute("SELECT payload FROM live WHERE kind = ? ORDER BY n", (kind,))
        return [json.loads(payload) for (payload,) in rows]

    def placements(self) -> list[Row]:
        """Every placement with the days on which it counts: imported, decided, changed, and taken over by the next."""
        imported = [row for event in self.caseload("imported") for row in event["new"]]
        changed = {_key(event["after"]): event["after"] for event in self.caseload("placement_changed")}
        chains: dict[str, list[Row]] = {}
        for row in sorted((row for year in YEARS for row in self.outcomes(year)), key=lambda row: row["day"]):
            if OUTCOMES[row["kind"]] != "placed":
                continue
            decision, child = row["payload"]["decision"], row["body"]["child"]
            placement = {
                "case_number": row["case"], "provider": decision["provider"], "decided_in": row["meeting"],
                "hours_per_week": decision["hours"], "start": decision["start"], "end": decision["end"],
                "birth_date": child["birth_date"], "kind": KINDS[row["body"]["grant"]["basis"]],
            }  # fmt: skip
            placement |= {"planned": decision["end"], "child": child["name"], "cpr": child.get("cpr")}
            after = changed.get(_key(placement), {})
            placement |= {
                key: after[key] for key in ("end", "hours_per_week", "changes", "ended_because") if key in after
            }
            placement["first_due"] = decision["first_follow_up_due"]
            before = date.fromisoformat(placement["start"]) - timedelta(1)
            chain = chains.setdefault(row["case"], [])
            for earlier in chain:
                earlier["end"] = min(earlier["end"], before.isoformat())
            chain.append(placement)
        return [*imported, *(placement for chain in chains.values() for placement in chain)]


KINDS = {"bl-32-1-3": "contact_person", "aftercare": "aftercare", "ukn-13-1-7": "ukn"}


def _key(placement: Row) -> tuple[Any, ...]:
    return placement["case_number"], placement["provider"], placement.get("decided_in")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(copy_demo(tmp_path_factory.mktemp("years") / "demo").folder)


@pytest.fixture(scope="module")
def journal(demo: Office) -> Iterator[Journal]:
    journal = Journal(demo.folder)
    yield journal
    journal.connection.close()


def report(demo: Office, year: str) -> Row:
    answer: Row = demo.run("report", year, "--format", "json", "--date", LAST[year]).json
    return answer


LAST = {"2024": "2024-12-31", "2025": "2025-12-31", "2026": "2026-12-02"}


def some(counts: Row) -> Row:
    """The numbers that are not 0."""
    return {code: number for code, number in counts.items() if number}


@pytest.mark.parametrize("year", YEARS)
def test_what_was_decided(demo: Office, journal: Journal, year: str) -> None:
    told, rows = report(demo, year), journal.outcomes(year)
    assert told["decisions"] == len(rows)
    assert told["meetings"] == len({row["meeting"] for row in rows})
    assert some(told["outcomes"]) == Counter(OUTCOMES[row["kind"]] for row in rows)
    for name, groups in (
        ("by_problem", lambda row: row["body"]["problems"]),
        ("by_district", lambda row: [row["body"]["child"]["district"]]),
        ("by_age", lambda row: [band for band, ages in AGES.items() if row["age"] in ages]),
    ):
        crossed: dict[str, Counter[str]] = {}
        for row in rows:
            for group in groups(row):
                crossed.setdefault(group, Counter()).update((OUTCOMES[row["kind"]], "decisions"))
        assert {group: some(counts) for group, counts in told[name].items()} == crossed
    put_off = [row["payload"] for row in rows if row["kind"] in ("postponed", "returned")]
    assert told["missing"] == Counter(event["missing"] for event in put_off)


@pytest.mark.parametrize("year", YEARS)
def test_how_it_was_decided(demo: Office, journal: Journal, year: str) -> None:
    told, rows = report(demo, year), [row for row in journal.outcomes(year) if OUTCOMES[row["kind"]] == "placed"]
    decisions = [row["payload"]["decision"] for row in rows]
    assert some(told["by_kind"]) == Counter(decision["provider_kind"] for decision in decisions)
    assert told["departures"] == Counter(code for decision in decisions for code in decision["departures"])
    answers = [caution["answer"] for decision in decisions for caution in decision["cautions"] if "answer" in caution]
    given = [*answers, *(decision["reason"] for decision in decisions if "reason" in decision)]
    assert told["reasons"] == Counter(reason["code"] for reason in given)
    followed = Counter(
        "none" if "provider" not in decision["recommendation"]
        else "departed" if "from_recommendation" in decision["departures"] else "recommendation"
        for decision in decisions
    )  # fmt: skip
    assert some(told["followed"]) == followed
    days = [
        (date.fromisoformat(row["day"]) - date.fromisoformat(row["body"]["grant"]["decided_on"])).days for row in rows
    ]
    assert told["waited"] == {"placements": len(rows), "median_days": median(days), "most_days": max(days)}
    by_list = by_order = 0
    for decision in decisions:
        candidates = [option for option in decision["options"] if option["candidate"]]
        listed = [option for option in candidates if option["on_list"]] or candidates
        by_order += bool(candidates) and candidates[0]["provider"] == decision["provider"]
        by_list += bool(listed) and listed[0]["provider"] == decision["provider"]
    assert told["back_test"] == {"decisions": len(decisions), "same_by_list": by_list, "same_by_order": by_order}


@pytest.mark.parametrize("year", YEARS)
def test_what_ran(demo: Office, journal: Journal, year: str) -> None:
    told, last = report(demo, year), LAST[year]
    placements = journal.placements()
    running = [row for row in placements if (row.get("start") or last) <= last <= (row.get("end") or last)]
    assert told["register"] == len(running)
    assert some(told["register_kinds"]) == Counter(row["kind"] for row in running)
    assert some(told["register_ages"]) == Counter(_band(row.get("birth_date"), last) for row in running)
    clubs = {club["provider"]: club for club in told["clubs"]}
    spent = demo.run("budget", year, "--json").json
    budget = {row["provider"]: row["full_year_children"] for row in spent["by_provider"]}
    config = tomllib.loads((demo.folder / "config.toml").read_text("utf-8"))
    for provider in (provider for provider in config["providers"] if provider["kind"] == "club"):
        own = [row for row in placements if row["provider"] == provider["id"]]
        seen, child_days, hour_days, days = set(), 0, 0.0, 0
        day = date(int(year), 1, 1)
        while day.isoformat() <= last:
            here = [row for row in own if (row.get("start") or last) <= day.isoformat() <= (row.get("end") or last)]
            seen |= {row["case_number"] for row in here}
            child_days += len(here)
            hour_days += sum(_hours(row, day.isoformat()) for row in here)
            days, day = days + 1, day + timedelta(1)
        club = clubs[provider["id"]]
        assert club["children"] == len(seen)
        assert club["children_at_once"] == pytest.approx(child_days / days, abs=0.006)
        assert club["full_year_children"] == budget.get(provider["id"], 0)
        assert club["hours_per_week"] == pytest.approx(hour_days / days, abs=0.006)
        assert club["share_of_members"] == pytest.approx(child_days / days / provider["enrolled"], abs=0.0006)
        if "contact_share" in provider:
            room = provider["pedagogue_hours"] * provider["contact_share"]
            staff_hours = hour_days / days * provider["hours_factor"]
            assert club["share_of_room"] == pytest.approx(staff_hours / room, abs=0.0006)


@pytest.mark.parametrize("year", YEARS)
def test_which_follow_ups_were_held_in_time(demo: Office, journal: Journal, year: str) -> None:
    first, last = f"{year}-01-01", LAST[year]
    talks: dict[tuple[Any, ...], list[Row]] = {}
    for event in journal.caseload("followed_up"):
        told_only_of_plan = "plan_made_on" in event and not (event.get("result") or event.get("note"))
        if not event.get("start_meeting") and not told_only_of_plan:
            talks.setdefault((event["case_number"], event["provider"]), []).append(event)
    counts: Counter[str] = Counter()
    placements = journal.placements()
    for row in placements:
        if (row.get("end") or last) < first:
            continue
        # What was held is of the placement that ran then: a case may have been placed at one provider again.
        begins = row.get("start") or ""
        starts = [other["start"] for other in placements if _key(other)[:2] == _key(row)[:2] and other.get("start")]
        ends = min((start for start in starts if start > begins), default="9")
        held = [event for event in talks.get(_key(row)[:2], ()) if begins <= event["held_on"] < ends]
        held.sort(key=lambda event: event["held_on"])
        due = [(row.get("first_due"), held[0]["held_on"] if held else None)]
        for event, after in zip(held, [*held[1:], None][: len(held)], strict=True):
            due.append((event.get("next_on"), after["held_on"] if after else None))
        for day, done in due:
            if day and first <= day <= last and (done or day <= (row.get("end") or day)):
                counts["not_held" if done is None else "in_time" if done <= day else "late"] += 1
    assert some(report(demo, year)["follow_ups"]) == counts


@pytest.mark.parametrize(("year", "day"), [("2024", "2024-06-30"), ("2025", "2025-03-31"), ("2026", "2026-09-30")])
def test_up_to_a_day_within_the_year_only_meetings_until_then_count(demo: Office, year: str, day: str) -> None:
    """It said that it reached up to that day, and counted what later meetings decided."""
    told = demo.run("report", year, "--format", "json", "--date", day).json
    decisions = demo.run("history", f"aar:{year}", f"til:{day}", "--json").json
    assert told["decisions"] == len(decisions) < report(demo, year)["decisions"]
    assert told["meetings"] == len({row["date"] for row in decisions})
    assert some(told["outcomes"]) == Counter(row["outcome"] for row in decisions)
    assert sum(told["went"].values()) == told["outcomes"]["placed"] + told["outcomes"]["in_principle"]


@pytest.mark.parametrize("year", YEARS)
def test_how_it_went(demo: Office, journal: Journal, year: str) -> None:
    placements, told = journal.placements(), report(demo, year)
    decided = {(row["meeting"], row["case"]): row for row in journal.outcomes(year)}
    how: Counter[str] = Counter()
    by: dict[str, dict[str, Counter[str]]] = {name: {} for name in GROUPS}
    for placement in placements:
        row = decided.get((placement.get("decided_in", ""), placement["case_number"]))
        if row is None:
            continue
        went = "running" if placement["end"] >= LAST[year] else _went(placement, placements)
        how[went] += 1
        for name, groups_of in GROUPS.items():
            for group in groups_of(row["payload"]["decision"], row["body"]):
                by[name].setdefault(group, Counter()).update((went, "decisions"))
    assert some(told["went"]) == how
    for name, groups in by.items():
        assert {group: some(counts) for group, counts in told[f"went_{name}"].items()} == groups
    assert len(by["relation"]) == 3
    assert len(by["departed"]) == 2


def _relation(decision: Row) -> str:
    """Whether the child stays with somebody it knows, if it knows anybody who works for a provider."""
    known = [option for option in decision["options"] if option.get("relation", {}).get("strength", 0) >= KNOWN]
    if not known:
        return "none"
    return "left" if "from_relation" in decision["departures"] else "kept"


KNOWN = 2
"""The least strength of a relation from which a departure asks for a reason."""
GROUPS: dict[str, Callable[[Row, Row], list[str]]] = {
    "provider_kind": lambda decision, _case: [decision["provider_kind"]],
    "problem": lambda _decision, case: case["problems"],
    "relation": lambda decision, _case: [_relation(decision)],
    "departed": lambda decision, _case: ["yes" if decision["departures"] else "no"],
}
"""What the placements of the year are compared by: of a decision and its case, the groups it is in."""


def _went(placement: Row, placements: list[Row]) -> str:
    end = date.fromisoformat(placement["end"])
    following = {
        other["provider"]
        for other in placements
        if _same_child(placement, other)
        and other.get("start", "") > placement["start"]
        and abs((date.fromisoformat(other["start"]) - end).days) <= 31
        and (other.get("end") or "9999") > placement["end"]
    }
    if following:
        return "renewed" if placement["provider"] in following else "moved"
    if placement.get("ended_because") or placement["end"] < placement["planned"]:
        return "early"
    return "renewed" if placement["end"] > placement["planned"] else "planned"


def _same_child(row: Row, other: Row) -> bool:
    named = (row["child"], row["birth_date"]) == (other.get("child"), other.get("birth_date"))
    return row["case_number"] == other["case_number"] or named


def _band(born: str | None, day: str) -> str:
    if born is None:
        return "unknown"
    age = int(day[:4]) - int(born[:4]) - (day[5:] < born[5:])
    return next(band for band, ages in AGES.items() if age in ages)


def _hours(row: Row, day: str) -> float:
    hours = row.get("hours_per_week") or 0
    for change in row.get("changes", ()):
        if change["since"] <= day and change.get("hours_per_week") is not None:
            hours = change["hours_per_week"]
    return float(hours)


def test_what_bringing_home_is_expected_to_save_is_told_and_not_shared(demo: Office) -> None:
    for form in ("md", "html"):
        text = demo.run("--lang", "en", "report", "2026", "--date", LAST["2026"], "--format", form).out
        assert "What bringing home is expected to save in a year" in text
        assert "Estimated by forvaltningen, november 2025" in text
        assert "individually assessed" in text
    shared = demo.run("--lang", "en", "report", "2026", "--date", LAST["2026"], "--shareable").out
    assert "bringing home" not in shared


@pytest.mark.parametrize("year", YEARS[1:])
def test_the_sample_keeps_within_its_frame(demo: Office, year: str) -> None:
    money = demo.run("budget", year, "--date", LAST[year], "--json").json
    assert 0 < money["left"] < money["frame"] / 2
    assert all(part["forecast"] < part["amount"] for part in money["split"])
