"""Cases of the agenda file with an error: listed, taken over once right, or carried to the next agenda."""

from datetime import date
from typing import Any

from tests.agenda_files import agenda, case
from tests.drivers.office import APPROVE, CLOSE, OPEN, Office, place

FIRST, SECOND, THIRD = "2026-12-09", "2026-12-16", "2027-01-13"
NO_DISTRICT: dict[str, Any] = {"child": {"district": "norht"}}
ASIDE = "Skolen retter den"


def lays(office: Office) -> None:
    """The file of the first meeting: a readable case, one of no district, and one without a number."""
    numberless = case("", child={"name": "Noah Beck"})
    del numberless["case_number"]
    office.agenda(FIRST, agenda(FIRST, case("A"), case("B", **NO_DISTRICT), numberless))


def left_out(office: Office, day: str) -> list[tuple[str, str | None]]:
    shown = office.run("show", day, "--json").json
    return [(entry["place"], entry["case_number"]) for entry in shown["left_out"]]


def test_an_agenda_of_errors_only_is_not_dealt_with(office: Office) -> None:
    """C1: with every case in error `show` said that every case is dealt with."""
    office.agenda(FIRST, agenda(FIRST, case("B", **NO_DISTRICT)))
    shown = office.run("show", FIRST)
    assert "Alle sager er behandlet" not in shown.out
    assert "Den ene sag er ikke behandlet." in shown.out
    assert "B · B.B. · nr. 1 i dagsordensfilen" in shown.out
    assert "norht" in shown.out


def test_a_case_with_an_error_is_closed_over_only_when_it_is_set_aside(office: Office) -> None:
    """C1: a case with an error fell off the table: opened, closed, printed and carried on without it."""
    lays(office)
    assert left_out(office, FIRST) == [("cases[1]", "B"), ("cases[2]", None)]
    ran = office.run("record", FIRST, stdin='{"do": "open"}\n')
    assert ran.lines[0]["event"] == "opened"
    office.run("record", FIRST, stdin=str(place("A", "klub-oest")).replace("'", '"'))
    refused = office.run("record", FIRST, stdin='{"do": "close"}').lines[0]
    assert (refused["refused"], refused["case"]) == ("cases_left_out", "B")
    assert "B, cases[2]" in refused["message"]
    lines = [f'{{"do": "set_aside", "case": "{key}", "reason": "{ASIDE}"}}' for key in ("B", "cases[2]")]
    ran = office.run("record", FIRST, stdin="\n".join((*lines, '{"do": "close"}')))
    assert [answer["event"] for answer in ran.lines] == ["set_aside", "set_aside", "closed"]
    assert [answer["case"] for answer in ran.lines] == ["B", "cases[2]", None]
    minutes = office.run("minutes", FIRST, "-o", "-").out
    assert "B · B.B. · nr. 2 i dagsordensfilen" in minutes
    assert minutes.count(ASIDE) == 2
    shown = office.run("show", FIRST, "--json").json
    assert (shown["left_out"], [entry["reason"] for entry in shown["set_aside"]]) == ([], [ASIDE, ASIDE])
    text = office.run("show", FIRST).out
    assert "Lagt til side" in text
    assert "Alle sager er behandlet." in text


def test_what_was_set_aside_is_on_the_next_agenda(office: Office) -> None:
    """C1: `agenda new` wrote the next agenda without it."""
    lays(office)
    lines = ('{"do": "open"}', '{"do": "withdraw", "case": "A", "reason": "x"}',
             f'{{"do": "set_aside", "case": "B", "reason": "{ASIDE}"}}',
             f'{{"do": "set_aside", "case": "cases[2]", "reason": "{ASIDE}"}}', '{"do": "close"}')  # fmt: skip
    assert office.run("record", FIRST, stdin="\n".join(lines)).code == 0
    assert office.run("agenda", "new", "--date", SECOND).code == 0
    assert left_out(office, SECOND) == [("cases[0]", "B"), ("cases[1]", None)]
    path = office.folder / "agenda" / f"{SECOND}.toml"
    text = path.read_text(encoding="utf-8")
    assert "Noah Beck" in text
    assert text.startswith("# 2 sager")
    # Put right in the file, they are cases like any other.
    right = text.replace("norht", "oest").replace("[[cases]]\nproblems", '[[cases]]\ncase_number = "C"\nproblems')
    path.write_text(right, encoding="utf-8")
    assert left_out(office, SECOND) == []
    office.does(SECOND, OPEN)
    assert office.states(SECOND) == {"B": "open", "C": "open"}
    # The meeting that was opened next has carried them: they wait no longer.
    office.agenda(THIRD, agenda(THIRD, case("D")))
    assert left_out(office, THIRD) == []


def test_an_agenda_without_them_opens_on_them_all_the_same(office: Office) -> None:
    lays(office)
    lines = ('{"do": "open"}', '{"do": "withdraw", "case": "A", "reason": "x"}',
             f'{{"do": "set_aside", "case": "B", "reason": "{ASIDE}"}}',
             f'{{"do": "set_aside", "case": "cases[2]", "reason": "{ASIDE}"}}', '{"do": "close"}')  # fmt: skip
    assert office.run("record", FIRST, stdin="\n".join(lines)).code == 0
    office.agenda(SECOND, agenda(SECOND, case("D")))
    assert left_out(office, SECOND) == [("cases[1]", "B"), ("cases[2]", None)]
    office.does(SECOND, OPEN, {"do": "withdraw", "case": "D", "reason": "x"})
    assert office.refused(SECOND, CLOSE)["refused"] == "cases_left_out"
    assert "lagt til side 09.12.2026" in office.good("show", SECOND).out
    office.agenda(SECOND, agenda(SECOND, case("D"), case("B")))
    office.does(SECOND, {"do": "take", "case": "B"}, {"do": "return", "case": "B", "missing": "Samtykke"})
    office.does(SECOND, {"do": "set_aside", "case": "cases[2]", "reason": ASIDE}, CLOSE, APPROVE)
    assert office.run("agenda", "new", "--date", THIRD).code == 0
    assert left_out(office, THIRD) == [("cases[0]", None)]


def test_a_case_put_right_during_the_meeting_is_taken_over(office: Office) -> None:
    lays(office)
    office.run("record", FIRST, stdin='{"do": "open"}\n')
    office.agenda(FIRST, agenda(FIRST, case("A"), case("B"), case("C", child={"name": "Noah Beck"})))
    assert left_out(office, FIRST) == [("cases[1]", "B"), ("cases[2]", None)]
    office.does(FIRST, {"do": "take", "case": "B"}, {"do": "take", "case": "C"})
    assert left_out(office, FIRST) == []
    office.does(FIRST, *({"do": "withdraw", "case": number, "reason": "x"} for number in "ABC"), CLOSE)


def test_a_case_that_is_no_table_at_all_is_listed_and_carried(office: Office) -> None:
    day = date.fromisoformat(FIRST)
    office.agenda(FIRST, f'cases = ["B"]\n[meeting]\ndate = {day}\n')
    assert left_out(office, FIRST) == [("cases[0]", None)]
    lines = ('{"do": "open"}', '{"do": "set_aside", "case": "cases[0]", "reason": "x"}', '{"do": "close"}')
    assert office.run("record", FIRST, stdin="\n".join(lines)).code == 0
    assert office.run("agenda", "new", "--date", SECOND).code == 0
    assert left_out(office, SECOND) == [("cases[0]", None)]
