"""Who sits at the table, and what remains valid when somebody does not."""

import json
from datetime import date
from typing import Any

import pytest

from tests.agenda_files import agenda, case
from tests.drivers.office import APPROVE, CLOSE, OPEN, REASON, Office, answer, place
from tests.drivers.program import Json

DAY = "2026-12-09"


def _seat(case: dict[str, Any], role: str) -> tuple[str | None, str]:
    seat = next(seat for seat in case["bench"] if seat["role"] == role)
    return seat["name"], seat["status"]


def test_recusal_then_the_authority_leaves_and_a_substitute_comes_one_item_later(office: Office) -> None:
    office.agenda(DAY, agenda(DAY, *(case(number, child={"school": "oesterskolen"}) for number in "ABCD")))
    office.does(
        DAY,
        OPEN,
        {"do": "disqualify", "case": "B", "role": "school", "ground": "Barnets moster",
         "decided_by": ["club", "authority", "internal"]},
    )  # fmt: skip
    assert _seat(office.case(DAY, "A"), "school") == ("Lone Bech", "present")
    assert _seat(office.case(DAY, "B"), "school")[1] == "disqualified"
    assert _seat(office.case(DAY, "C"), "school") == ("Lone Bech", "present")
    stance = {"do": "position", "case": "B", "role": "school", "stance": "agree"}
    assert office.refused(DAY, stance)["refused"] == "disqualified"
    lacking = office.refused(DAY, place("B", "klub-oest", reason=REASON))
    assert (lacking["refused"], lacking["cautions"]) == ("caution_unanswered", ["seat_empty"])

    office.does(
        DAY,
        place("A", "klub-oest"),
        place("B", "klub-oest", answers=answer("seat_empty", code="heard_elsewhere")),
        {"do": "attend", "person": "Inger Thorsen", "status": "left", "case": "C"},
        {"do": "attend", "person": "Inger Thorsen", "status": "left", "substitute": "Bo Lind", "case": "D"},
    )
    assert _seat(office.case(DAY, "A"), "authority") == ("Inger Thorsen", "present")
    assert _seat(office.case(DAY, "C"), "authority")[1] == "left"
    assert _seat(office.case(DAY, "D"), "authority") == ("Bo Lind", "substitute")
    assert office.refused(DAY, place("C", "klub-oest", reason=REASON))["cautions"] == ["seat_empty"]
    office.does(
        DAY,
        {"do": "postpone", "case": "C", "reason": "Myndigheden måtte gå."},
        place("D", "klub-oest"),
        CLOSE,
        APPROVE,
    )
    shown = {case["case_number"]: {p["role"] for p in case["positions"]} for case in office.show(DAY)["cases"]}
    assert shown["A"] == shown["D"] == {"school", "club", "authority", "internal"}
    assert shown["B"] == {"club", "authority", "internal"}
    assert "Barnets moster" in office.item(DAY, "B")
    assert all("Barnets moster" not in office.item(DAY, number) for number in "ACD")
    assert "Bo Lind" in office.item(DAY, "D")
    assert "Bo Lind" not in office.item(DAY, "A")


def test_a_leader_who_stays_still_counts_and_those_who_decide_are_the_others(office: Office) -> None:
    office.agenda(DAY, agenda(DAY, case("A")))
    intention = {"do": "disqualify", "case": "A", "role": "club", "ground": "Nabo", "outcome": "stays"}
    office.does(DAY, OPEN)
    assert office.refused(DAY, {**intention, "decided_by": ["club", "school"]})["refused"] == "invalid"
    office.does(DAY, {**intention, "decided_by": ["school", "authority"]}, place("A", "klub-oest"))
    assert _seat(office.case(DAY, "A"), "club") == ("Per Sand", "present")
    assert {p["role"] for p in office.case(DAY, "A")["positions"]} == {"school", "club", "authority", "internal"}


NEXT = "2026-12-16"
CONFIRM = {"do": "confirm", "case": "A", "role": "school", "by": "Lone Bech"}
Sums = dict[str, list[Any]]


@pytest.fixture
def in_principle(office: Office) -> tuple[Office, Sums, Sums]:
    """A case in principle without its school leader, on the next meeting's open agenda; the sums before and after."""
    office.agenda(DAY, agenda(DAY, case("A"), case("B")))
    office.does(DAY, OPEN)
    assert office.refused(DAY, place("A", "klub-oest", in_principle=True))["refused"] == "invalid"
    before = office.sums("2027-01-04")
    office.does(
        DAY,
        {"do": "attend", "person": "Lone Bech", "status": "excused"},
        place("A", "klub-oest", staff="mette-h", in_principle=True),
        {"do": "withdraw", "case": "B", "reason": "Sendt ved en fejl."},
        CLOSE,
        APPROVE,
    )
    assert office.states(DAY)["A"] == "in_principle"
    path = office.good("agenda", "new", "--date", NEXT).out.strip()
    assert path == str(office.folder / "agenda" / f"{NEXT}.toml")
    office.does(NEXT, OPEN)
    return office, before, office.sums("2027-01-04")


def test_an_empty_school_seat_is_decided_in_principle_and_confirmed_at_the_next_meeting(
    in_principle: tuple[Office, Sums, Sums],
) -> None:
    office, before, held = in_principle
    assert held["klub-oest"][0] == before["klub-oest"][0] + 2.0 * 1.25
    assert office.states(NEXT) == {"A": "open"}
    assert office.refused(NEXT, {**CONFIRM, "role": "club"})["refused"] == "invalid"
    office.does(NEXT, CONFIRM)
    assert office.states(NEXT) == {"A": "placed"}
    assert office.refused(NEXT, CONFIRM)["refused"] == "not_in_principle"
    for step in (CLOSE, APPROVE):
        office.does(NEXT, step)
        assert office.sums("2027-01-04") == held
    assert "Lone Bech" in office.item(NEXT, "A")
    _nothing_waits(office)


def test_the_year_counts_a_case_in_principle_once_by_what_the_next_meeting_made_of_it(
    in_principle: tuple[Office, Sums, Sums],
) -> None:
    """It was counted twice: as in principle and as placed, and so were its provider, reasons and days waited."""
    office, _before, _held = in_principle

    def year() -> Json:
        report: Json = office.run("report", "2026", "--format", "json", "--date", "2026-12-31").json
        assert report["waited"]["placements"] == report["by_kind"]["club"] == sum(report["followed"].values()) == 1
        assert report["by_district"]["oest"]["decisions"] == report["decisions"] == 2
        return report

    awaiting = year()["outcomes"]
    assert (awaiting["in_principle"], awaiting["placed"], awaiting["withdrawn"]) == (1, 0, 1)
    office.does(NEXT, CONFIRM)
    report = year()
    assert (report["outcomes"]["in_principle"], report["outcomes"]["placed"], report["meetings"]) == (0, 1, 2)
    assert sum(report["went"].values()) == 1


def test_a_correction_of_what_a_later_meeting_carries_as_it_was_says_so_until_both_agree(
    in_principle: tuple[Office, Sums, Sums],
) -> None:
    """The two minutes named different starts, and nobody was told."""
    office, _before, _held = in_principle

    def correct(meeting: str, **place: Any) -> tuple[Json, str]:
        intention = {"do": "correct", "case": "A", "place": place, "why": "Skrivefejl"}
        ran = office.run("record", meeting, stdin=json.dumps(intention), lang="en")
        assert ran.code == 0, ran
        return ran.lines[0], ran.err

    answered, told = correct(DAY, start="2027-01-11")
    assert (answered["notices"], answered["carried_in"]) == (["carried_otherwise"], NEXT)
    assert f"intention 1 corrects a decision that the meeting {NEXT} carries as it was" in told
    assert f"Correct it in {NEXT} too, once those minutes are approved: the two differ." in told
    office.does(NEXT, CONFIRM, CLOSE, APPROVE)
    assert correct(DAY, staff=None)[0]["carried_in"] == NEXT
    answered, told = correct(NEXT, start="2027-01-11", staff=None)
    assert ("notices" in answered, told) == (False, "")
    assert "notices" in correct(DAY, start="2027-01-18")[0]
    assert "notices" not in correct(DAY, start="2027-01-11")[0], "both say the same again"


def test_a_correction_of_what_the_next_meeting_refused_or_has_not_opened_yet_needs_no_word(
    in_principle: tuple[Office, Sums, Sums],
) -> None:
    office, _before, _held = in_principle
    correct = {"do": "correct", "case": "A", "place": {"start": "2027-01-11"}, "why": "Skrivefejl"}
    office.does(NEXT, {"do": "undo"})
    assert "notices" not in office.does(DAY, correct)[0]
    office.does(NEXT, OPEN, {**CONFIRM, "refuse": True})
    assert "notices" not in office.does(DAY, {**correct, "place": {"start": "2027-01-18"}})[0]


def test_what_was_decided_in_principle_and_only_postponed_since_is_carried_as_it_was_corrected(
    in_principle: tuple[Office, Sums, Sums],
) -> None:
    """The third meeting took the start from before the correction, and named the second as the one that decided."""
    office, _before, _held = in_principle
    later, postpone = "2026-12-23", {"do": "postpone", "case": "A", "reason": "Lederen er syg."}
    office.does(NEXT, postpone, CLOSE, APPROVE)
    correct = {"do": "correct", "case": "A", "place": {"start": "2027-01-11"}, "why": "Skrivefejl"}
    assert "notices" not in office.does(DAY, correct)[0], "the meeting that postponed has nothing to correct"
    office.good("agenda", "new", "--date", later)
    office.does(later, OPEN, postpone, CLOSE, APPROVE)
    office.does(DAY, {**correct, "place": {"staff": None}})
    last = "2026-12-30"
    office.good("agenda", "new", "--date", last)
    office.does(last, OPEN, CONFIRM)
    decision = office.case(last, "A")["decision"]
    assert (decision["start"], decision["staff"]) == ("2027-01-11", None)
    assert "Besluttet i princippet på mødet 09.12.2026" in office.item(last, "A")


def test_an_empty_school_seat_is_decided_in_principle_and_refused_at_the_next_meeting(
    in_principle: tuple[Office, Sums, Sums],
) -> None:
    office, before, _ = in_principle
    office.does(NEXT, {**CONFIRM, "refuse": True})
    assert office.states(NEXT) == {"A": "open"}
    assert office.sums("2027-01-04") == before
    assert office.refused(NEXT, CONFIRM)["refused"] == "not_in_principle"
    assert office.refused(NEXT, CLOSE)["refused"] == "cases_open"
    office.does(NEXT, place("A", "klub-havn", reason=REASON, answers=answer("over_capacity")))
    sums = office.sums("2027-01-04")
    assert sums["klub-oest"] == before["klub-oest"]
    for step in (CLOSE, APPROVE):
        office.does(NEXT, step)
        assert office.sums("2027-01-04") == sums
    _nothing_waits(office)


def _nothing_waits(office: Office) -> None:
    office.good("agenda", "new", "--date", "2026-12-23")
    assert office.show("2026-12-23")["cases"] == []


def test_two_schools_and_two_clubs_of_one_district_seat_their_own_leaders(office: Office) -> None:
    pairs = {
        "A": ({"school": "oesterskolen", "club": "klub-oest"}, "Lone Bech", "Per Sand"),
        "B": ({"school": "havneskolen", "club": "klub-havn"}, "Merete Skov", "Susanne Krog"),
        "C": ({"school": "oesterskolen", "club": "klub-havn"}, "Lone Bech", "Susanne Krog"),
        "D": ({"school": "havneskolen"}, "Merete Skov", "Per Sand"),
        "E": ({}, "Lone Bech", "Per Sand"),
    }
    office.agenda(DAY, agenda(DAY, *(case(number, child=child) for number, (child, _, _) in pairs.items())))
    office.does(DAY, OPEN, {"do": "attend", "person": "Lone Bech", "status": "absent", "substitute": "Jan Mørk"})
    for number, (_, school, club) in pairs.items():
        shown = office.case(DAY, number)
        expected = ("Jan Mørk", "substitute") if school == "Lone Bech" else (school, "present")
        assert _seat(shown, "school") == expected
        assert _seat(shown, "club") == (club, "present")


def test_an_18_year_old_needs_no_school_seat(office: Office) -> None:
    grant = {"basis": "aftercare", "had_contact_person_before_18": True, "plan": {"kind": "youth_plan"}}
    grown = case("A", problems=("aftercare",), child={"birth_date": date(2008, 12, 9)}, grant=grant)
    almost = case("B", problems=("aftercare",), child={"birth_date": date(2008, 12, 10)}, grant={"consent": "given"})
    office.agenda(DAY, agenda(DAY, grown, almost))
    office.does(
        DAY, OPEN, *({"do": "attend", "person": name, "status": "absent"} for name in ("Lone Bech", "Per Sand"))
    )
    required = {seat["role"]: seat["required"] for seat in office.case(DAY, "A")["bench"]}
    assert required == {"school": False, "club": False, "authority": True, "internal": True}
    office.does(DAY, place("A", "familiehuset", staff="sanne-w"))
    assert office.refused(DAY, place("B", "familiehuset", staff="sanne-w"))["cautions"] == ["seat_empty"]


def test_a_tie_of_two_against_two_is_decided_by_the_chair(office: Office) -> None:
    office.change("config.toml", ('rule = "consensus" ', 'rule = "majority" '))
    office.agenda(DAY, agenda(DAY, case("A"), case("B"), case("C")))
    office.does(DAY, OPEN)
    against = {"stance": "disagree", "provider": "familiehuset"}
    with_chair = {"authority": "agree", "club": "agree", "school": against, "internal": against}
    without = {"authority": against, "club": "agree", "school": "agree", "internal": "abstain"}
    assert office.refused(DAY, place("B", "klub-oest", positions=without))["refused"] == "no_majority"
    office.does(DAY, place("A", "klub-oest", positions=with_chair))
    more = {"authority": against, "club": "agree", "school": "agree", "internal": "agree"}
    office.does(DAY, place("B", "klub-oest", positions=more))
    dissent = office.case(DAY, "A")["decision"]["dissent"]
    assert {(position["role"], position["provider"]) for position in dissent} == {
        ("school", "familiehuset"),
        ("internal", "familiehuset"),
    }
    minutes = office.item(DAY, "A")
    assert "Karim Haddad" in minutes.split("**Beslutning**")[1]


def test_the_answer_to_a_caution_is_shown_with_the_provider_it_was_given_for(office: Office) -> None:
    office.agenda(DAY, agenda(DAY, case("A")))
    office.does(DAY, OPEN)
    attempt = place("A", "klub-engen", start="2026-12-14", reason=REASON)
    before = {(caution["code"], caution["provider"]) for caution in office.case(DAY, "A")["cautions"]}
    assert ("over_capacity", "klub-engen") not in before
    office.change("config.toml", ("pedagogue_hours = 165.0", "pedagogue_hours = 5.0"))
    assert office.refused(DAY, attempt)["cautions"] == ["over_capacity"]
    office.does(DAY, {**attempt, "answers": answer("over_capacity")})
    answers = {
        (caution["code"], caution["provider"]): caution["answered"] for caution in office.case(DAY, "A")["cautions"]
    }
    assert answers["over_capacity", "klub-engen"] is True
