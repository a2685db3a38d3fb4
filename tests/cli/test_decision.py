"""One past decision in full: what the committee saw, and the versions of its minutes."""

import pytest

from tests.drivers.office import Office, place
from tests.sample import DAY, WHOLE_MEETING


@pytest.fixture
def decided(office: Office) -> Office:
    """The sample's whole meeting, approved."""
    office.has_recorded(WHOLE_MEETING)
    return office


def correct(case: str, **changes: str) -> dict[str, object]:
    return {"do": "correct", "case": case, "place": changes, "why": "Tastefejl", "by": "Inger Thorsen"}


def test_it_says_what_the_minutes_say_and_what_the_committee_saw(decided: Office) -> None:
    out = decided.good("decision", "2026-0398").out
    item = decided.item(DAY, "2026-0398")
    assert [line for line in item.splitlines() if line.strip() and line not in out] == []
    seen = out.partition("Det så udvalget")[2]
    assert "✓ **Familiehuset**" in seen
    assert "12.913 kr./md." in seen
    assert "Version 1, 09.12.2026" in seen


def test_what_was_known_then_stays_when_the_hours_are_gone(decided: Office) -> None:
    before = decided.good("decision", "2026-0412").out
    decided.change("config.toml", ("pedagogue_hours = 222.0", "pedagogue_hours = 22.0"))
    assert decided.good("decision", "2026-0412").out == before


def test_a_correction_is_a_version_with_what_it_changed(decided: Office) -> None:
    decided.does(DAY, correct("2026-0412", end="2027-05-31"), correct("2026-0388", start="2027-01-18"))
    versions = decided.good("decision", "2026-0412").out.partition("Referatets udgaver")[2]
    assert "Version 2" in versions
    assert "er ændret til 31.05.2027. Årsag: Tastefejl" in versions
    assert "Version 3" in versions
    assert "vedrører sag 2026-0388" in versions
    answer = decided.good("decision", "2026-0412", "--json").json
    assert [(row["version"], row["elsewhere"]) for row in answer["versions"]] == [
        (1, None),
        (2, None),
        (3, "2026-0388"),
    ]
    (change,) = (change for change in answer["versions"][1]["changes"] if change["what"] == "end")
    assert change["after"] == "2027-05-31"


def test_json_has_the_case_as_show_has_it(decided: Office) -> None:
    answer = decided.good("decision", "2026-0398", "--json").json
    assert answer["case"] == decided.case(DAY, "2026-0398")
    assert (answer["meeting"], answer["date"], answer["version"]) == (DAY, DAY, 1)


def test_before_the_approval_there_is_no_version(office: Office) -> None:
    office.does(DAY, {"do": "open"}, place("2026-0412", "klub-oest", staff="mette-h", start="2027-01-04"))
    assert "Endnu ikke godkendt." in office.good("decision", "2026-0412").out
    assert office.good("decision", "2026-0412", "--json").json["versions"] == []


@pytest.mark.parametrize("arguments", [("2026-04",), ("2026-0000",)], ids=" ".join)
def test_no_such_decision_is_wrong_use(decided: Office, arguments: tuple[str, ...]) -> None:
    ran = decided.run("decision", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "kpcommittee history sag:2026" in ran.err


def test_what_is_not_a_placement_has_no_options(decided: Office) -> None:
    out = decided.good("decision", "2026-0422").out
    assert "Familien er flyttet" in out
    assert "Det så udvalget" not in out


def test_a_meeting_without_the_case_is_named_and_those_that_have_it(decided: Office) -> None:
    answer = decided.run("decision", "2026-0409", "--meeting", "2026-01-01")
    assert answer.code == 2
    assert "2026-01-01" in answer.err.splitlines()[0]
    assert answer.err.splitlines()[1].endswith(f": {DAY}.")


@pytest.mark.parametrize(
    "call", [("child",), ("decision",), ("show", DAY, "--case"), ("export", "--plain", "-o", "-", "--case")]
)
def test_a_pasted_case_number_is_known(decided: Office, call: tuple[str, ...]) -> None:
    """It was not on the agenda, in a sentence that showed the very number that is."""
    for pasted in (" 2026-0412 ", "2026-0412\u00a0", "\t2026-0412"):
        assert "2026-0412" in decided.good(*call, pasted).out
    assert "2026-0412" in decided.minutes(DAY, "--for", "case:2026-0412 ")


def test_a_case_number_is_known_in_either_form_of_its_letters(office: Office) -> None:
    """Some systems write å as two characters; agendas have it as one."""
    office.change(f"agenda/{DAY}.toml", ('"2026-0412"', '"Å-0412"'))
    assert "Å-0412" in office.good("show", DAY, "--case", "A\u030a-0412").out


def test_the_four_seats_are_aligned_in_each_language(decided: Office) -> None:
    """The English label of the internal provider is wider than others are."""
    for language, heading in (("da", "De fire pladser"), ("en", "The four seats")):
        shown = decided.run("show", DAY, "--case", "2026-0388", lang=language).out
        names = ("Peter Dahl", "Mona Kvist", "Inger Thorsen", "Karim Haddad")
        seats = shown.partition(heading)[2].splitlines()[2:6]
        assert {line.index(name) for line, name in zip(seats, names, strict=True)} == {18 if language == "en" else 16}
