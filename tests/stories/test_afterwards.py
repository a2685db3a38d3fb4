"""After the minutes are approved: corrections, running placements that change, files edited by hand."""

import tomllib
from datetime import date

import pytest

from tests.agenda_files import agenda, case, knows
from tests.drivers.office import APPROVE, CLOSE, OPEN, REASON, Office, place

DAY = "2026-12-09"
FULL = ("--form", "full")
WHY = "Klub A og Klub B blev forvekslet, da referatet blev skrevet."


@pytest.fixture
def approved(office: Office) -> Office:
    """A meeting with one placement at Klub Øst, approved."""
    office.agenda(DAY, agenda(DAY, case("A", relations=[knows("klub-oest", "mette-h", 2)]), case("B")))
    office.does(
        DAY,
        OPEN,
        place("A", "klub-vest", reason={"code": "competence", "text": "Hanne har den rette uddannelse."}),
        {"do": "return", "case": "B", "missing": "Samtykke"},
        CLOSE,
        APPROVE,
    )
    return office


CORRECTION = {"do": "correct", "case": "A", "place": {"provider": "klub-nord"}, "why": WHY, "by": "Bo Lind"}


def test_a_correction_makes_a_version_and_moves_the_hours(approved: Office) -> None:
    first, before = approved.minutes(DAY), approved.balance("2027-01-04")
    # What a reason is called may change; what was decided keeps the words it was decided with.
    approved.change("config.toml", ('da = "Opgaven kræver særlig kompetence"', 'da = "Faglige grunde"'))
    approved.change("config.toml", ('code = "competence"', 'code = "skill"'))
    assert [answer["event"] for answer in approved.does(DAY, CORRECTION)] == ["corrected"]
    assert approved.show(DAY)["meeting"]["version"] == 2
    decision = approved.case(DAY, "A")["decision"]
    assert (decision["provider"], decision["start"]) == ("klub-nord", "2027-01-04")
    assert decision["reason"]["code"] == "competence"

    second = approved.minutes(DAY)
    corrected = next(line for line in second.splitlines() if "Rettet:" in line)
    assert corrected.index("Klub Vest") < corrected.index("Klub Nord")
    for text in (WHY, "Bo Lind", "Opgaven kræver særlig kompetence"):
        assert text in second
    then, now = (_after(document, "Klub Nord") for document in (first, second))
    assert then != now, "T3: the balance of version 2 is its own"
    assert f"I version 1 stod: Klub Nord {then} i u. " in second
    assert "Faglige grunde" not in second
    assert approved.minutes(DAY, "--version", "2") == second
    assert approved.run("minutes", DAY, "-o", "-", "--version", "3").code == 1

    after = approved.balance("2027-01-04")
    moved = {name: round(after[name]["load"] - before[name]["load"], 4) for name in after}
    hours = {"klub-vest": -2.0 * _factor(approved, "klub-vest"), "klub-nord": 2.0 * _factor(approved, "klub-nord")}
    assert {name: change for name, change in moved.items() if change} == hours
    approved.good("rebuild")
    assert approved.balance("2027-01-04") == after
    assert approved.minutes(DAY, "--version", "1") == first


def test_minutes_edited_by_hand_are_shown_as_a_difference(approved: Office) -> None:
    path = approved.folder / "minutes" / f"{DAY}.md"
    assert approved.good("minutes", DAY, *FULL).out.strip() == str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == approved.minutes(DAY).encode()
    approved.does(DAY, CORRECTION)
    # What the program wrote itself it may write again.
    approved.good("minutes", DAY, *FULL)
    edited = path.read_text(encoding="utf-8").replace("enig", "helt enig", 1)
    path.write_text(edited, encoding="utf-8")
    ran = approved.run("minutes", DAY, *FULL)
    assert ran.code == 1
    assert "helt enig" in ran.out
    assert ran.err.startswith("error: ")
    assert path.read_text(encoding="utf-8") == edited
    approved.good("minutes", DAY, "--overwrite", *FULL)
    assert path.read_text(encoding="utf-8") == approved.minutes(DAY)
    assert path.stat().st_mode & 0o777 == 0o600


def _factor(office: Office, provider: str) -> float:
    config = tomllib.loads((office.folder / "config.toml").read_text(encoding="utf-8"))
    house = next(house for house in config["providers"] if house["id"] == provider)
    return float(house.get("hours_factor", 1))


def test_what_a_correction_leaves_out_stands_and_nothing_else_is_possible_after_approval(approved: Office) -> None:
    correct = {"do": "correct", "case": "A", "why": WHY}
    assert approved.refused(DAY, {**correct, "place": {}})["refused"] == "invalid"
    assert approved.refused(DAY, {**correct, "place": {"provider": "klub-moon"}})["refused"] == "unknown_provider"
    assert approved.refused(DAY, {**correct, "case": "B", "place": {"staff": None}})["refused"] == "invalid"
    assert approved.refused(DAY, {**correct, "place": {"start": "2026-01-04"}})["refused"] == "start_before_grant"
    for late in (
        CLOSE,
        APPROVE,
        {"do": "undo"},
        OPEN,
        place("A", "klub-oest"),
        {"do": "note", "case": "A", "text": "x"},
    ):
        assert approved.refused(DAY, late)["refused"] == "already_approved"
    approved.does(DAY, {**correct, "place": {"staff": "hanne-v"}})
    approved.does(DAY, {**correct, "place": {"end": "2027-03-31"}})
    decision = approved.case(DAY, "A")["decision"]
    assert (decision["provider"], decision["staff"], decision["end"]) == ("klub-vest", "hanne-v", "2027-03-31")
    assert approved.show(DAY)["meeting"]["version"] == 3
    texts = {version: approved.minutes(DAY, "--version", version) for version in "123"}
    assert len(set(texts.values())) == 3
    approved.good("rebuild")
    assert {version: approved.minutes(DAY, "--version", version) for version in "123"} == texts


def test_a_change_of_provider_ends_the_running_placement(office: Office) -> None:
    rows = "case_number;provider;staff;hours_per_week;start;end\nA;klub-vest;hanne-v;4;01-09-2026;31-08-2027\n"
    (office.folder / "more.csv").write_text(rows, encoding="utf-8")
    office.good("placements", "import", "more.csv")
    office.agenda(DAY, agenda(DAY, case("A", grant={"hours_per_week": 4.0})))
    before = {day: office.balance(day) for day in ("2027-01-03", "2027-01-04")}
    office.does(DAY, OPEN, place("A", "klub-nord", reason=REASON))
    for stage in ((), (CLOSE,), (APPROVE,)):
        office.does(DAY, *stage)
        day_before, day_of = office.balance("2027-01-03"), office.balance("2027-01-04")
        for name in ("klub-vest", "klub-nord"):
            assert day_before[name]["children"] == before["2027-01-03"][name]["children"]
        assert day_of["klub-vest"]["children"] == before["2027-01-04"]["klub-vest"]["children"] - 1
        assert day_of["klub-nord"]["children"] == before["2027-01-04"]["klub-nord"]["children"] + 1


def test_minutes_are_a_draft_until_they_are_approved_and_none_before_the_meeting(office: Office) -> None:
    office.agenda(DAY, agenda(DAY, case("A")))
    none = office.run("minutes", DAY, "-o", "-")
    assert (none.code, none.out) == (1, "")
    office.does(DAY, OPEN)
    drafts = [office.minutes(DAY)]
    for step in (place("A", "klub-oest"), CLOSE, APPROVE):
        office.does(DAY, step)
        drafts.append(office.minutes(DAY))
    assert len(set(drafts)) == 4
    assert all("udkast" in draft.casefold() for draft in drafts[:3])
    assert "udkast" not in drafts[3].casefold()
    office.good("minutes", DAY, "-o", "referater/møde.md", *FULL)
    written = office.folder / "referater" / "møde.md"
    assert written.read_text(encoding="utf-8") == drafts[3]
    assert written.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in written.parent.iterdir()] == ["møde.md"]


def test_three_months_are_calendar_months(office: Office) -> None:
    birth = date(2011, 2, 8)
    office.agenda(
        DAY,
        agenda(
            DAY,
            case("A", grant={"decided_on": date(2026, 11, 30)}),
            case("B", child={"birth_date": birth}, grant={"plan": {"kind": "youth_plan"}}),
            case("C", grant={"assessment": {"kind": "examination", "expected_on": date(2027, 1, 20)}}),
        ),
    )
    office.does(
        DAY,
        OPEN,
        place("A", "klub-oest", start="2026-11-30"),
        place("B", "klub-oest"),
        place("C", "klub-vest", reason=REASON),
    )
    deadlines = {case["case_number"]: case["deadlines"] for case in office.show(DAY)["cases"]}
    assert deadlines["A"] == {"plan_due": "2027-02-28", "youth_plan_due": None, "first_follow_up_due": "2027-02-28"}
    # A youth plan is due three months after the 16th birthday, if the grant was before it.
    assert deadlines["B"] == {
        "plan_due": "2027-05-08",
        "youth_plan_due": None,
        "first_follow_up_due": "2027-04-04",
    }
    assert deadlines["C"]["first_follow_up_due"] == "2027-01-20"
    assert office.case(DAY, "A")["decision"]["end"] == "2027-05-29"


def test_a_15_year_old_turns_16_in_the_period(office: Office) -> None:
    turns, never = date(2011, 2, 8), date(2012, 2, 8)
    office.agenda(DAY, agenda(DAY, case("A", child={"birth_date": turns}), case("B", child={"birth_date": never})))
    office.does(DAY, OPEN, place("A", "klub-oest"), place("B", "klub-oest"))
    codes = {case["case_number"]: {c["code"] for c in case["cautions"]} for case in office.show(DAY)["cases"]}
    assert "turns_16" in codes["A"]
    assert "turns_16" not in codes["B"]
    assert "08.02.2027" in office.item(DAY, "A")
    assert office.case(DAY, "A")["child"]["age"] == 15


def _after(minutes: str, club: str) -> str:
    """The share of a club after the meeting, by the balance of the minutes."""
    (row,) = (line for line in minutes.splitlines() if line.startswith(f"| {club} | u. "))
    return row.split("|")[5].partition("(")[2].partition(")")[0]
