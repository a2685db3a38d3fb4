"""The calendar of follow-ups: what it holds, what moves in it, and what it is written over."""

import json
import re
from datetime import date
from typing import Any

import icalendar
import ics
import pytest
import vobject

from tests.cli.test_followups import CASE, hold, rows, today
from tests.drivers.office import Office
from tests.sample import DAY


@pytest.mark.filterwarnings("ignore::ImportWarning")  # one of the two readers imports in an old way
def test_the_calendar_holds_case_numbers_and_no_names_and_two_readers_accept_it(placed: Office) -> None:
    path = placed.folder / "opfoelgning.ics"
    assert placed.run("followups", "--date", "2027-01-15", "--ics", "opfoelgning.ics").code == 0
    text = path.read_text("utf-8")
    due = [(row["due"], row["case_number"]) for row in rows(placed, "--date", "2027-01-15")]
    with_ics = [(event.begin.date().isoformat(), event.name.split(":")[0]) for event in ics.Calendar(text).events]
    with_vobject = [
        (event.dtstart.value.isoformat(), event.summary.value.split(":")[0])
        for event in vobject.readOne(text).vevent_list
    ]
    assert sorted(with_ics) == sorted(with_vobject) == sorted(due)
    assert not [name for name in ("Amina", "Karlsen", "Mette", "A.K.", "klub-oest") if name in text]
    assert len(set(re.findall(r"UID:(.*)", text))) == len(due)
    assert path.stat().st_mode & 0o777 == 0o600


Entry = tuple[str, int]
"""The day of an entry and its sequence."""


def entries(office: Office, day: str) -> dict[str, Entry]:
    """The calendar's entries by their identity, as both readers see them."""
    text = office.good("followups", "--date", day, "--ics", "-").out
    seen = {
        str(event["uid"]): (event.decoded("dtstart").isoformat(), int(event.decoded("sequence")))
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    }
    by_ics = {event.uid: event.begin.date().isoformat() for event in ics.Calendar(text).events}
    assert by_ics == {uid: due for uid, (due, _sequence) in seen.items()}
    return seen


def of(seen: dict[str, Entry], kind: str) -> tuple[str, str, int]:
    """The one entry of the case of that kind: identity, day, sequence."""
    ((uid, (due, sequence)),) = ((uid, entry) for uid, entry in seen.items() if uid.startswith(f"{CASE}-{kind}-"))
    return uid, due, sequence


@pytest.mark.filterwarnings("ignore::ImportWarning")  # one of the two readers imports in an old way
def test_a_follow_up_whose_day_moves_is_the_same_entry_and_a_newer_one(placed: Office) -> None:
    """It was a second entry, beside the one on the old day (RFC 5545, 3.8.7.4)."""
    before = entries(placed, "2027-11-01")
    moved = json.dumps({"do": "correct", "case": CASE, "place": {"start": "2026-12-22"}, "why": "Skrivefejl"})
    assert placed.run("record", DAY, stdin=moved).code == 0
    placed.good("placements", "change", CASE, "klub-oest", "--end", "2027-12-20", "--why", "Forlænget")
    after = entries(placed, "2027-11-01")
    for kind in ("first", "start_meeting", "ending"):
        (uid, due, sequence), (same, later, newer) = of(before, kind), of(after, kind)
        assert (uid == same, due < later, sequence < newer) == (True, True, True), kind
    assert len(after) == len(before)
    unchanged = entries(placed, "2027-11-01")
    assert unchanged == after, "the same journal gives the same entries"


def test_what_fell_away_is_cancelled_in_the_calendar_that_is_written_over(
    placed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever had imported the file kept the entry: in the next file it was only missing (RFC 5545, 3.8.1.11)."""
    today(monkeypatch, date(2027, 1, 15))

    def written(*options: str) -> dict[str, Any]:
        placed.good("followups", *options, "--ics", "f.ics")
        text = (placed.folder / "f.ics").read_text("utf-8")
        assert len(ics.Calendar(text).events) == len(vobject.readOne(text).vevent_list)
        return {str(entry["uid"]): entry for entry in icalendar.Calendar.from_ical(text).walk("VEVENT")}

    before = written()
    (first,) = (uid for uid in before if uid.startswith(f"{CASE}-first-"))
    assert not any("status" in entry for entry in before.values())
    ended = ("placements", "end", CASE, "klub-oest", "--on", "2027-02-26", "--why", "Flyttet")
    placed.good(*ended)
    after = written()
    assert after[first]["status"] == "CANCELLED"
    assert after[first]["dtstart"].dt == before[first]["dtstart"].dt
    assert int(after[first]["sequence"]) > int(before[first]["sequence"])
    assert after[first]["summary"] == f"{before[first]['summary']} (bortfaldet)"
    assert {uid for uid, entry in after.items() if "status" in entry} == {first}
    assert written()[first]["summary"] == after[first]["summary"], "once, however often it is written"
    assert "status" not in written("--kind", "ending")[next(uid for uid in after if "-ending-" in uid)]
    assert first not in written("--date", "2027-04-01"), "what is past is left alone"


def test_what_was_held_or_is_of_a_case_that_nobody_knows_any_more_is_not_cancelled(
    placed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    today(monkeypatch, date(2027, 3, 10))
    placed.good("followups", "--ics", "f.ics")
    file = placed.folder / "f.ics"
    text = file.read_text("utf-8")
    assert f"{CASE}-first-" in text
    file.write_text(text.replace("2026-0409", "1999-0001"), encoding="utf-8")
    assert hold(placed, CASE, "--on", "2027-03-10").code == 0
    placed.good("followups", "--ics", "f.ics")
    text = file.read_text("utf-8")
    assert (f"{CASE}-first-" in text, "1999-0001" in text, "CANCELLED" in text) == (False, False, False)
    file.write_text("BEGIN:VCALENDAR\nUID", encoding="utf-8")
    placed.good("followups", "--ics", "f.ics")
    assert "BEGIN:VEVENT" in file.read_text("utf-8")


def test_a_calendar_is_printed_at_a_dash(placed: Office) -> None:
    """A file called - was written."""
    assert placed.good("followups", "--date", "2027-01-15", "--ics", "-").out.startswith("BEGIN:VCALENDAR")
    assert not (placed.folder / "-").exists()


def test_a_calendar_is_written_over_nothing_but_a_calendar(placed: Office) -> None:
    """`--ics config.toml` took the config away."""
    (placed.folder / "empty.tmp").touch()
    for name in ("empty.tmp", "due.ics", "due.ics"):
        assert placed.run("followups", "--ics", name).code == 0
    for name in ("config.toml", "placements.csv", "agenda/2026-12-02.toml", "kpcommittee.db"):
        before = (placed.folder / name).read_bytes()
        answer = placed.run("followups", "--ics", name)
        assert answer.code == 2
        assert "no calendar" in answer.err or "ingen kalender" in answer.err
        assert (placed.folder / name).read_bytes() == before
