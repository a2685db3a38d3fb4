"""What waits between meetings, and what comes late."""

import json
from datetime import date

from tests.agenda_files import agenda, case
from tests.drivers.office import APPROVE, CLOSE, OPEN, REASON, Office, answer, place

SECOND, THIRD = "2026-12-16", "2027-01-13"
A_MONDAY = "2027-01-18"
A_DAY_LATER = date(2026, 12, 10)


def test_postponed_twice_with_a_rescheduled_meeting_in_between(office: Office) -> None:
    office.agenda("2026-12-09", agenda("2026-12-09", case("A"), case("B")))
    office.does(
        "2026-12-09",
        OPEN,
        {"do": "postpone", "case": "A", "reason": "Skolen kunne ikke komme.", "missing": "Skolens udtalelse",
         "from": "school"},
        place("B", "klub-oest"),
        CLOSE,
        APPROVE,
    )  # fmt: skip
    office.good("agenda", "new", "--date", SECOND)
    # The second meeting is moved by a week before it is held; its id stays.
    file = f"agenda/{SECOND}.toml"
    office.change(file, (f"date = {SECOND}", "date = 2026-12-22"))
    office.does(SECOND, OPEN)
    shown = office.show(SECOND)
    assert (shown["meeting"]["id"], shown["meeting"]["date"]) == (SECOND, "2026-12-22")
    assert [case["case_number"] for case in shown["cases"]] == ["A"]
    assert shown["cases"][0]["postponed_times"] == 1
    assert "postponed_before" in {caution["code"] for caution in shown["cases"][0]["cautions"]}
    office.does(SECOND, {"do": "postpone", "case": "A", "reason": "Barnet var syg."}, CLOSE, APPROVE)
    assert office.case(SECOND, "A")["postponed_times"] == 2

    office.good("agenda", "new", "--date", THIRD)
    office.does(THIRD, OPEN)
    assert office.case(THIRD, "A")["postponed_times"] == 2
    item = office.item(SECOND, "A")
    assert "Skolen kunne ikke komme." in item
    assert "Barnet var syg." in item
    assert "for anden gang" in item
    office.does(THIRD, place("A", "klub-oest", start=A_MONDAY), CLOSE, APPROVE)
    assert office.history("udsat:ja", "alder:13")
    outcomes = [(row["date"], row["outcome"]) for row in office.history() if row["case_number"] == "A"]
    assert outcomes == [(THIRD, "placed"), ("2026-12-22", "postponed"), ("2026-12-09", "postponed")]


def test_a_meeting_that_is_moved_while_it_runs_takes_its_decisions_along(office: Office) -> None:
    """C2: date, start and place changed in the file after the opening were neither taken over nor listed."""
    office.agenda("2026-12-09", agenda("2026-12-09", case("A"), case("B")))
    office.does("2026-12-09", OPEN, place("A", "klub-oest"), {"do": "note", "case": "A", "text": "Kan begynde straks."})
    office.agenda("2026-12-09", agenda("2026-12-09", case("A"), case("B"), place="Biblioteket", date=A_DAY_LATER))
    (difference,) = office.show("2026-12-09")["differences"]
    assert (difference["case_number"], difference["kind"]) == (None, "meeting")
    assert {"what": "date", "before": "2026-12-09", "after": "2026-12-10"} in difference["changes"]
    assert "Mødet: dato fra 09.12.2026 til 10.12.2026" in office.good("show", "2026-12-09").out
    (answer,) = office.does("2026-12-09", {"do": "take"})
    assert (answer["event"], answer["case"]) == ("taken", None)
    shown = office.show("2026-12-09")
    assert (shown["meeting"]["date"], shown["meeting"]["place"]) == ("2026-12-10", "Biblioteket")
    assert shown["differences"] == []
    assert [row["date"] for row in office.history("straks")] == ["2026-12-10"]
    assert office.good("verify").code == 0
    assert "Ændret efter mødets åbning: dato fra 09.12.2026 til 10.12.2026." in office.minutes("2026-12-09")
    office.does("2026-12-09", {"do": "undo"})
    assert [row["date"] for row in office.history("straks")] == ["2026-12-09"]
    assert office.good("verify").code == 0


def test_a_meeting_that_is_opened_while_the_clock_is_behind_is_told_of_and_so_is_what_it_dealt_with(
    office: Office,
) -> None:
    """The later meeting counted as the earlier one, and its cases were on the next agenda again, without a word."""
    office.agenda("2026-12-09", agenda("2026-12-09", case("A"), case("B")))
    postpone = [{"do": "postpone", "case": number, "reason": "Skolen kunne ikke komme."} for number in "AB"]
    office.does("2026-12-09", {**OPEN, "at": "2026-12-09T09:00:00+01:00"}, *postpone, CLOSE, APPROVE)
    office.good("agenda", "new", "--date", SECOND)
    behind = json.dumps({**OPEN, "at": "2026-11-30T09:00:00+01:00"})
    ran = office.run("record", SECOND, stdin=behind, lang="en")
    assert (ran.code, ran.lines[0]["notices"], ran.lines[0]["counts_before"]) == (0, ["clock_behind"], "2026-12-09")
    assert "opens a meeting that counts before 2026-12-09, of an earlier day: the clock is behind" in ran.err
    withdraw = [{"do": "withdraw", "case": number, "reason": "Flyttet."} for number in "AB"]
    office.does(SECOND, *withdraw, CLOSE, APPROVE)
    office.good("agenda", "new", "--date", THIRD)
    written = (office.folder / f"agenda/{THIRD}.toml").read_text("utf-8")
    assert "# A var også på dagsordenen den 16.12.2026" in written
    assert "# B var også på dagsordenen den 16.12.2026" in written


def test_meetings_that_are_opened_in_order_are_not_told_of(office: Office) -> None:
    """Also where a script records an earlier meeting after a later one, with the times of both."""
    office.agenda(SECOND, agenda(SECOND, case("A")))
    withdraw = {"do": "withdraw", "case": "A", "reason": "Flyttet."}
    answers = office.does(SECOND, {**OPEN, "at": f"{SECOND}T09:00:00+01:00"}, withdraw, CLOSE, APPROVE)
    office.agenda("2026-12-09", agenda("2026-12-09", case("A")))
    answers += office.does("2026-12-09", {**OPEN, "at": "2026-12-09T09:00:00+01:00"}, withdraw, CLOSE, APPROVE)
    assert not any("notices" in each for each in answers)
    office.good("agenda", "new", "--date", THIRD)
    assert "var også" not in (office.folder / f"agenda/{THIRD}.toml").read_text("utf-8")


def test_a_case_is_on_at_most_one_open_agenda(office: Office) -> None:
    office.agenda("2026-12-09", agenda("2026-12-09", case("A")))
    office.agenda(SECOND, agenda(SECOND, case("A"), case("B")))
    office.agenda(THIRD, agenda(THIRD, case("C")))
    office.does("2026-12-09", OPEN)
    refused = office.refused(SECOND, OPEN)
    assert (refused["refused"], refused["case"]) == ("conflict", "A")
    assert office.show(SECOND)["meeting"]["state"] == "preparing"
    office.does(THIRD, OPEN)
    office.agenda(THIRD, agenda(THIRD, case("C"), case("A")))
    assert office.refused(THIRD, {"do": "take", "case": "A"})["refused"] == "conflict"
    office.does("2026-12-09", {"do": "return", "case": "A", "missing": "Samtykke"}, CLOSE)
    office.does(THIRD, {"do": "take", "case": "A"})
    assert office.states(THIRD) == {"C": "open", "A": "open"}


def test_the_close_cannot_be_taken_back_once_a_case_is_on_the_next_agenda(office: Office) -> None:
    office.agenda("2026-12-09", agenda("2026-12-09", case("A")))
    office.does("2026-12-09", OPEN, {"do": "postpone", "case": "A", "reason": "For sent på dagen."}, CLOSE)
    office.does("2026-12-09", {"do": "undo"}, CLOSE)
    office.good("agenda", "new", "--date", SECOND)
    office.does(SECOND, OPEN)
    refused = office.refused("2026-12-09", {"do": "undo"})
    assert (refused["refused"], refused["case"]) == ("carried_over", "A")
    office.does(SECOND, place("A", "klub-oest"), CLOSE)
    # The later meeting may: nobody has carried the case on from there.
    office.does(SECOND, {"do": "undo"}, {"do": "undo"}, {"do": "undo"})
    office.does("2026-12-09", {"do": "undo"})
    assert office.show("2026-12-09")["meeting"]["state"] == "open"


def test_hours_held_over_two_meetings_count_once(office: Office) -> None:
    office.agenda("2026-12-09", agenda("2026-12-09", case("A", grant={"hours_per_week": 4.0})))
    before = office.balance("2027-01-04")["klub-vest"]
    office.does(
        "2026-12-09",
        OPEN,
        {"do": "attend", "person": "Lone Bech", "status": "absent"},
        place("A", "klub-vest", in_principle=True),
        CLOSE,
    )
    held = office.balance("2027-01-04")["klub-vest"]
    assert before["held"] == 0
    assert held["held"] >= 4.0
    office.good("agenda", "new", "--date", SECOND)
    office.does(SECOND, OPEN)
    assert office.balance("2027-01-04")["klub-vest"] == held
    office.does(SECOND, place("A", "klub-vest"))
    assert office.balance("2027-01-04")["klub-vest"] == held
    office.does("2026-12-09", APPROVE)
    office.does(SECOND, CLOSE)
    sums = office.sums("2027-01-04")
    office.does(SECOND, APPROVE)
    assert office.sums("2027-01-04") == sums
    after = office.balance("2027-01-04")["klub-vest"]
    assert (after["load"] + after["held"]) == before["load"] + held["held"]
    assert after["children"] == before["children"] + 1


def test_a_late_case_and_a_changed_agenda_are_taken_one_by_one(office: Office) -> None:
    day = "2026-12-09"
    office.agenda(day, agenda(day, case("A"), case("B")))
    office.does(day, OPEN)
    more = case("A", grant={"hours_per_week": 3.5})
    office.agenda(day, agenda(day, more, case("B"), case("C")))
    assert office.states(day) == {"A": "open", "B": "open"}
    assert office.refused(day, {"do": "take", "case": "B"})["refused"] == "invalid"
    assert office.refused(day, {"do": "take", "case": "D"})["refused"] == "unknown_case"
    assert office.refused(day, place("C", "klub-oest"))["refused"] == "unknown_case"
    answers = office.does(day, {"do": "take", "case": "C"}, {"do": "take", "case": "A"})
    assert [(answer["event"], answer["case"]) for answer in answers] == [("taken", "C"), ("taken", "A")]
    assert office.states(day) == {"A": "open", "B": "open", "C": "open"}
    before = office.balance("2027-01-04")["klub-oest"]["held"]
    office.does(day, place("A", "klub-oest"))
    assert office.balance("2027-01-04")["klub-oest"]["held"] - before == 3.5 * 1.25
    office.agenda(day, agenda(day, case("A"), case("B"), case("C")))
    assert office.refused(day, {"do": "take", "case": "A"})["refused"] == "already_decided"
    assert office.case(day, "C")["late"] is True
    assert office.case(day, "B")["late"] is False
    # A case that came late goes again when its taking is taken back.
    office.does(day, {"do": "undo"}, {"do": "undo"}, {"do": "undo"})
    assert office.states(day) == {"A": "open", "B": "open"}


def test_returned_cases_come_back_only_when_they_are_put_on_an_agenda(office: Office) -> None:
    office.agenda("2026-12-09", agenda("2026-12-09", case("A"), case("B")))
    office.does(
        "2026-12-09",
        OPEN,
        {"do": "return", "case": "A", "missing": "Undersøgelsen"},
        {"do": "withdraw", "case": "B", "by": "Rikke Juul", "reason": "Afsluttet."},
        CLOSE,
        APPROVE,
    )
    office.good("agenda", "new", "--date", SECOND)
    assert office.show(SECOND)["cases"] == []
    office.agenda(SECOND, agenda(SECOND, case("A")))
    office.does(SECOND, OPEN, place("A", "klub-oest"))
    assert [row["outcome"] for row in office.history() if row["case_number"] == "A"] == ["placed", "returned"]


def test_an_agenda_that_is_there_is_not_overwritten(office: Office) -> None:
    before = (office.folder / "agenda" / "2026-12-02.toml").read_bytes()
    ran = office.run("agenda", "new", "--date", "2026-12-02")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: ")
    assert (office.folder / "agenda" / "2026-12-02.toml").read_bytes() == before


def test_reordering_keeps_every_case(office: Office) -> None:
    day = "2026-12-09"
    office.agenda(day, agenda(day, case("A"), case("B"), case("C")))
    office.does(day, OPEN, {"do": "order", "cases": ["C", "A", "B"]})
    assert list(office.states(day)) == ["C", "A", "B"]
    assert office.refused(day, {"do": "order", "cases": ["C", "A"]})["refused"] == "invalid"
    assert office.refused(day, {"do": "order", "cases": ["C", "A", "A"]})["refused"] == "invalid"
    office.does(day, {"do": "undo"})
    assert list(office.states(day)) == ["A", "B", "C"]
    office.does(day, {"do": "withdraw", "case": "B", "reason": "The family moves"})
    office.does(day, {"do": "order", "cases": ["B", "C", "A"]})
    assert list(office.states(day)) == ["C", "B", "A"]
    assert office.refused(day, place("A", "familiehuset", answers=answer("declined")))["refused"] == "reason_required"
    office.does(day, place("A", "familiehuset", reason=REASON))


def test_a_carried_case_is_shown_before_the_opening_as_after_it(office: Office) -> None:
    """T17, U11: it had been postponed 0 times, and nothing said that it was decided in principle."""
    office.agenda("2026-12-09", agenda("2026-12-09", case("A"), case("B"), case("C")))
    office.does(
        "2026-12-09",
        OPEN,
        {"do": "attend", "person": "Karim Haddad", "status": "excused"},
        {"do": "postpone", "case": "A", "reason": "Skolen kunne ikke komme."},
        place("B", "klub-oest", in_principle=True),
        {"do": "return", "case": "C", "missing": "Samtykke"},
        CLOSE,
        APPROVE,
    )
    office.agenda(SECOND, agenda(SECOND, case("A"), case("B"), case("C"), case("D")))
    before = {case["case_number"]: case for case in office.show(SECOND)["cases"]}
    assert [before[number]["postponed_times"] for number in "ABCD"] == [1, 0, 0, 0]
    assert [caution["code"] for caution in before["A"]["cautions"]].count("postponed_before") == 1
    assert before["B"]["decision"]["provider"] == "klub-oest"
    assert before["D"]["decision"] is None
    assert "i princippet" in office.good("show", SECOND).out
    office.does(SECOND, OPEN)
    after = {case["case_number"]: case for case in office.show(SECOND)["cases"]}
    assert after == before
    office.does(SECOND, {"do": "undo"})
    assert {case["case_number"]: case for case in office.show(SECOND)["cases"]} == before


def test_the_year_counts_a_decision_in_principle_as_long_as_it_stands(office: Office) -> None:
    """A postponed confirmation left it out, while its placement ran and its hours were held."""
    first, confirm = "2026-12-09", {"do": "confirm", "role": "internal", "by": "Karim Haddad"}
    away = {"do": "attend", "person": "Karim Haddad", "status": "excused"}
    office.agenda(first, agenda(first, case("A"), case("B"), case("C")))
    office.does(first, OPEN, away, *(place(number, "klub-oest", in_principle=True) for number in "ABC"), CLOSE, APPROVE)
    office.good("agenda", "new", "--date", SECOND)
    postpone = [{"do": "postpone", "case": number, "reason": "Kunne ikke komme."} for number in "AB"]
    refuse = confirm | {"case": "B", "refuse": True}
    office.does(SECOND, OPEN, refuse, *postpone, confirm | {"case": "C"}, CLOSE, APPROVE)
    report = ("report", "2026", "--date", "2026-12-31")
    assert "heraf 2 om placering, også i princippet." in office.good(*report).out
    year = office.run(*report, "--format", "json").json
    assert {what: count for what, count in year["outcomes"].items() if count} == {
        "placed": 1, "in_principle": 1, "postponed": 2,
    }  # fmt: skip
    assert sum(year["went"].values()) == sum(year["by_kind"].values()) == 2
