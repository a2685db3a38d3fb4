"""Who is still to be told of decisions, and where cases were filed: recorded, listed, and in the minutes."""

import json

import pytest

from tests.agenda_files import agenda, case
from tests.cli.contract import JOURNALISED, TOLD, mismatches
from tests.drivers.office import TOLD_PROVIDER, Office
from tests.sample import DAY, WHOLE_MEETING

CASE = "2026-0412"
FILED = {
    "do": "journalised",
    "case": CASE,
    "number": "27.00-A21-114",
    "on": "2026-12-09",
    "at": "2026-12-09T10:00:00+01:00",
    "by": "Inger Thorsen",
}


@pytest.fixture
def approved(office: Office) -> Office:
    """The sample's whole meeting, approved."""
    office.has_recorded(WHOLE_MEETING)
    return office


def told(office: Office, *arguments: str) -> list[dict[str, object]]:
    rows = json.loads(office.good("told", *arguments, "--json").out)
    assert mismatches(rows, TOLD) == []
    return list(rows)


def whom(office: Office, number: str, *, done: bool) -> list[object]:
    rows = [row for row in told(office, DAY) if row["case_number"] == number]
    return [row["whom"] for row in rows if (row["told_on"] is not None) is done]


def test_the_list_has_who_is_to_be_told_and_keeps_the_family_out(approved: Office) -> None:
    assert whom(approved, CASE, done=False) == ["child", "custody", "authority", "provider"]
    assert "custody" not in whom(approved, "2026-0415", done=False)
    assert "custody" not in whom(approved, "2026-0377", done=False)
    states = approved.states(DAY)
    assert {row["case_number"] for row in told(approved, DAY)} == {
        number for number, state in states.items() if state == "placed"
    }
    text = approved.good("told", DAY).out
    assert "2026-0415: familien underrettes ikke, før myndigheden siger til" in text
    assert "2026-0377: familien underrettes kun af myndigheden" in text


def test_what_is_told_after_the_approval_changes_the_list_and_not_the_minutes(approved: Office) -> None:
    before = approved.minutes(DAY)
    approved.does(DAY, TOLD_PROVIDER, FILED)
    assert approved.minutes(DAY) == before
    assert whom(approved, CASE, done=True) == ["provider"]
    (row,) = [row for row in told(approved, DAY) if row["told_on"]]
    assert (row["told_on"], row["how"], row["by"]) == ("2026-12-03", "Telefon", "Inger Thorsen")
    approved.good("verify")
    approved.good("rebuild")
    assert whom(approved, CASE, done=True) == ["provider"]
    assert "03.12.2026, Telefon, af Inger Thorsen" in approved.good("decision", CASE).out


def test_what_is_told_before_the_approval_is_in_the_minutes(office: Office) -> None:
    *meeting, close, approve = [line for line in WHOLE_MEETING.splitlines() if '"correct"' not in line]
    lines = [*meeting, json.dumps(TOLD_PROVIDER), close, json.dumps(FILED), approve]
    office.has_recorded("\n".join(lines))
    item = office.item(DAY, CASE)
    assert "- Udfører: 03.12.2026, Telefon, af Inger Thorsen" in item
    assert "Journaliseret som 27.00-A21-114, 09.12.2026, af Inger Thorsen" in item


def test_the_story_tells_it_unless_it_was_taken_back(office: Office) -> None:
    *meeting, close, approve = [line for line in WHOLE_MEETING.splitlines() if '"correct"' not in line]
    child = json.dumps({**TOLD_PROVIDER, "whom": "authority"})
    lines = [*meeting, close, child, '{"do": "undo"}', json.dumps(TOLD_PROVIDER), approve]
    office.has_recorded("\n".join(lines))
    story = json.loads(office.good("child", CASE, "--json").out)
    entries = [entry for entry in story["entries"] if entry["kind"] == "told"]
    assert [(entry["on"], entry["text"]) for entry in entries] == [
        ("2026-12-03", "udfører: 03.12.2026, Telefon, af Inger Thorsen")
    ]


def test_without_a_meeting_the_newest_approved_one_is_listed(approved: Office) -> None:
    assert told(approved) == told(approved, DAY)


def after_another_meeting(office: Office, day: str) -> Office:
    """The sample's meeting approved, and after it one of one case whose people were told and which was filed."""
    office.agenda(day, agenda(day, case("A")))
    done = {"how": "Telefon", "on": day, "by": "Inger Thorsen", "at": f"{day}T12:00:00+01:00"}
    place = {"do": "place", "case": "A", "provider": "klub-oest", "start": "2028-02-01", "positions": "all_agree"}
    office.does(
        day,
        {"do": "open", "at": f"{day}T09:00:00+01:00"},
        {**place, "reason": {"code": "competence", "text": "Aftalt"}, "at": f"{day}T09:30:00+01:00"},
        {"do": "close", "at": f"{day}T10:00:00+01:00"},
        {"do": "approve", "by": "Inger Thorsen", "at": f"{day}T11:00:00+01:00"},
    )
    whom = [row["whom"] for row in told(office, day)]
    office.does(day, *({"do": "told", "case": "A", "whom": each, **done} for each in whom))
    office.does(day, {"do": "journalised", "case": "A", "number": "27.00-A21-200", "on": day, "at": done["at"]})
    return office


def test_nobody_of_an_earlier_meeting_is_forgotten(approved: Office) -> None:
    """Whoever was left untold when the next minutes were approved fell off the list for good."""
    office = after_another_meeting(approved, "2027-01-20")
    assert {row["meeting"] for row in told(office)} == {DAY, "2027-01-20"}
    assert told(office)[: len(told(office, DAY))] == told(office, DAY)
    lines = office.good("told").out.splitlines()
    count = sum(row["told_on"] is None for row in told(office, DAY))
    assert f"02.12.2026   {count} kpcommittee told 2026-12-02" in lines
    assert "02.12.2026   14 kpcommittee journalised 2026-12-02" in office.good("journalised").out.splitlines()
    assert "ikke gennemgået" not in "".join(lines)


def test_an_earlier_meeting_leaves_the_list_once_everybody_was_told(approved: Office) -> None:
    office = after_another_meeting(approved, "2027-01-20")
    untold = [(row["case_number"], row["whom"]) for row in told(office, DAY)]
    office.does(DAY, *({**TOLD_PROVIDER, "case": number, "whom": each} for number, each in untold))
    assert {row["meeting"] for row in told(office)} == {"2027-01-20"}
    assert "Tidligere møder" not in office.good("told").out
    assert "Tidligere møder" in office.good("journalised").out


def test_the_list_says_how_far_back_it_looks(approved: Office) -> None:
    office = after_another_meeting(approved, "2028-01-19")
    assert {row["meeting"] for row in told(office)} == {"2028-01-19"}
    for command in ("told", "journalised"):
        assert "Møder før 18.01.2027 er ikke gennemgået; nævn et." in office.good(command).out


def test_before_a_meeting_there_is_nobody(office: Office) -> None:
    assert told(office) == []
    assert "Intet møde er åbnet." in office.good("told").out
    assert office.refused(DAY, TOLD_PROVIDER)["refused"] == "not_open"


def test_the_family_of_a_child_in_danger_cannot_be_recorded_as_told(approved: Office) -> None:
    refused = approved.refused(DAY, {"do": "told", "case": "2026-0415", "whom": "custody", "how": "Brev"})
    assert refused["refused"] == "invalid"
    assert "myndigheden" in str(refused["message"])


def filings(office: Office, *arguments: str) -> dict[str, tuple[object, object, object]]:
    """Case number → journal number, day and by, of each case that was dealt with."""
    rows = json.loads(office.good("journalised", *arguments, "--json").out)
    assert mismatches(rows, JOURNALISED) == []
    return {row["case_number"]: (row["number"], row["on"], row["by"]) for row in rows}


def test_each_case_dealt_with_is_to_be_journalised_until_it_was(approved: Office) -> None:
    assert set(filings(approved, DAY)) == set(approved.states(DAY))
    assert set(filings(approved, DAY).values()) == {(None, None, None)}
    approved.does(DAY, FILED)
    assert filings(approved)[CASE] == ("27.00-A21-114", "2026-12-09", "Inger Thorsen")
    text = approved.good("journalised", DAY).out
    missing, done = text.split("Journaliseret\n")
    assert missing.startswith("Mangler journalisering: 13")
    assert CASE not in missing
    assert "27.00-A21-114 · 09.12.2026 · Inger" in done
    approved.does(DAY, {**FILED, "number": "27.00-A21-115"})
    assert filings(approved)[CASE][0] == "27.00-A21-115"


def test_a_case_corrected_since_it_was_filed_is_to_be_journalised_again(approved: Office) -> None:
    correct = {
        "do": "correct",
        "case": CASE,
        "place": {"start": "2027-01-11"},
        "why": "Tastefejl",
        "by": "Inger Thorsen",
    }
    approved.does(DAY, {**FILED, "at": "2026-12-10T09:00:00+01:00"})
    assert filings(approved)[CASE][0] == FILED["number"]
    approved.does(DAY, {**correct, "at": "2026-12-10T09:01:00+01:00"})
    assert filings(approved)[CASE] == (None, None, None)
    assert "Mangler siden rettelsen" in approved.good("journalised").out
    approved.does(DAY, {**FILED, "at": "2026-12-10T09:02:00+01:00"})
    assert filings(approved)[CASE][0] == FILED["number"]


def test_what_was_filed_before_a_correction_is_missing_by_the_order_of_events_and_not_of_clocks(
    approved: Office,
) -> None:
    """The times of a script, or a wrong clock, misled the list."""
    correct = {"do": "correct", "case": CASE, "place": {"start": "2027-01-11"}, "why": "Fejl", "by": "Inger Thorsen"}
    approved.does(DAY, {**FILED, "at": "2027-03-10T09:00:00+01:00"})
    approved.does(DAY, {**correct, "at": "2026-12-10T09:00:00+01:00"})
    assert filings(approved)[CASE] == (None, None, None)
    approved.does(DAY, {**FILED, "at": "2026-12-09T09:00:00+01:00"})
    assert filings(approved)[CASE][0] == FILED["number"]


def test_before_a_meeting_nothing_is_to_be_journalised(office: Office) -> None:
    assert filings(office) == {}
    assert "Intet møde er åbnet." in office.good("journalised").out
