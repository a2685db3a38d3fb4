"""The story of one child: what happened until today, in order, each thing once."""

from datetime import date, timedelta
from typing import Any

import pytest

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.placement import DatedChange, Placement
from kpcommittee.domain.case import Earlier
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.told import Told
from kpcommittee.domain.review.endings import Ended
from kpcommittee.domain.review.timeline import Correction, Entry, PlacementChange, Story, entries_of, how_identified
from tests.domain.review.test_past import past

TODAY = date(2027, 3, 1)
MET = date(2026, 12, 2)
DAY = timedelta(days=1)


def story(*placements: Placement, **keys: Any) -> Story:
    return Story(case_numbers=("A-1",), same_by="case_number", caseload=Caseload.of(placements, ()), **keys)


def told(of: Story, **keys: Any) -> list[tuple[date | None, str, str]]:
    """Day, kind and case of everything that is told."""
    return [(entry.on, entry.kind, entry.case_number) for entry in entries_of(of, TODAY, **keys)]


def ran(provider: str = "house", **keys: Any) -> Placement:
    return Placement(case_number="A-1", provider=provider, staff="mia", **keys)


def test_a_decision_tells_of_its_grant_once_however_often_meetings_dealt_with_the_case() -> None:
    first = past(
        "A-1", date=MET, waiting_days=16, outcome="postponed", provider=None, reason="No papers", missing="Plan"
    )
    second = past("A-1", date=MET + 14 * DAY, waiting_days=30, staff="mia")
    entries = entries_of(story(decisions=(first, second)), TODAY)
    assert entries == (
        Entry(on=MET - 16 * DAY, kind="granted", case_number="A-1"),
        Entry(on=MET, kind="postponed", case_number="A-1", prose="No papers; Plan"),
        Entry(on=MET + 14 * DAY, kind="placed", case_number="A-1", provider="club", staff="mia"),
    )


def test_a_grant_that_no_meeting_has_dealt_with_yet_is_told_too() -> None:
    decisions = (past("A-1", date=MET, waiting_days=16),)
    assert told(story(decisions=decisions), grant=("A-2", MET))[1:] == [(MET, "granted", "A-2"), (MET, "placed", "A-1")]
    assert len(told(story(decisions=decisions), grant=("A-1", MET - 16 * DAY))) == 2


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (MET, None, [(MET, "started", "A-1")]),
        (TODAY, TODAY, [(TODAY, "started", "A-1")]),
        (TODAY + DAY, None, []),
        (MET, TODAY - DAY, [(MET, "started", "A-1"), (TODAY - DAY, "ended", "A-1")]),
        (None, None, [(None, "started", "A-1")]),
        (None, TODAY - DAY, [(TODAY - DAY, "ended", "A-1")]),
    ],
)
def test_a_placement_has_begun_and_ended_as_far_as_that_has_happened(
    start: date | None, end: date | None, expected: list[tuple[date | None, str, str]]
) -> None:
    assert told(story(ran(start=start, end=end))) == expected


def test_what_was_imported_says_so_and_how_it_ended() -> None:
    (began, ended) = entries_of(story(ran(start=MET, end=TODAY - DAY, ended_because="Moved")), TODAY)
    assert began == Entry(on=MET, kind="started", case_number="A-1", source="import", provider="house", staff="mia")
    assert ended == Entry(
        on=TODAY - DAY, kind="ended", case_number="A-1", source="import", provider="house", staff="mia",
        prose="Moved", ended=Ended(how="early", on=TODAY - DAY, why="Moved"),
    )  # fmt: skip


def test_who_is_the_contact_person_today_is_told_of_a_placement_whose_beginning_nobody_knows() -> None:
    changes = (DatedChange(since=MET, staff="ali"), DatedChange(since=TODAY + DAY, staff="eva"))
    (entry,) = entries_of(story(ran(changes=changes)), TODAY)
    assert (entry.on, entry.staff) == (None, "ali")


def test_what_an_agenda_states_is_told_once_and_only_if_nothing_else_tells_it() -> None:
    known = ran(start=MET, end=TODAY - DAY)
    other = Earlier(provider="firm", start=MET - 300 * DAY, end=MET - 200 * DAY, ended_because="Goal met")
    stated = [("A-1", Earlier(provider="house", start=MET)), ("A-1", other), ("A-2", other)]
    entries = entries_of(story(known), TODAY, stated=stated)
    of_agenda = [entry for entry in entries if entry.source == "agenda"]
    assert of_agenda == [
        Entry(on=MET - 300 * DAY, kind="started", case_number="A-1", source="agenda", provider="firm"),
        Entry(on=MET - 200 * DAY, kind="ended", case_number="A-1", source="agenda", provider="firm", prose="Goal met"),
    ]
    assert len(entries) == 4


def test_what_an_agenda_states_without_days_or_of_days_to_come() -> None:
    nameless = Earlier(provider="firm", ended_because="Goal met")
    begun = Earlier(provider="firm", start=MET, ended_because="Still there")
    to_come = Earlier(provider="firm", start=TODAY + DAY, end=TODAY + 2 * DAY)
    assert told(story(), stated=[("A-1", nameless)]) == [(None, "ended", "A-1")]
    (entry,) = entries_of(story(), TODAY, stated=[("A-1", begun)])
    assert (entry.kind, entry.prose) == ("started", "Still there")
    assert told(story(), stated=[("A-1", to_come)]) == []
    again = Earlier(provider="house", start=MET + DAY)
    assert told(story(ran(end=MET)), stated=[("A-1", again)])[-1] == (MET + DAY, "started", "A-1"), "after it had ended"


def change(**changes: tuple[str | None, str | None]) -> PlacementChange:
    return PlacementChange(case_number="A-1", provider="house", on=MET, changes=changes, why="Asked for")


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"end": ("2027-06-30", "2027-02-28")}, True),
        ({"end": (None, "2027-02-28")}, True),
        ({"end": ("2027-06-30", "2027-03-01")}, False),
        ({"end": ("2027-01-31", "2027-02-28")}, False),
        ({"end": ("2027-02-28", "2027-02-28")}, False),
        ({"end": ("2027-06-30", None)}, False),
        ({"end": ("2027-06-30", "2027-02-28"), "staff": ("mia", "ali")}, False),
        ({"staff": ("mia", "ali")}, False),
    ],
)
def test_an_earlier_last_day_that_is_past_is_told_by_the_ending(
    changes: dict[str, tuple[str | None, str | None]], is_told: bool
) -> None:
    assert change(**changes).is_told_by_ending(TODAY) is is_told
    assert told(story(changes=(change(**changes),))) == ([] if is_told else [(MET, "changed", "A-1")])


def test_everything_else_is_told_with_what_was_written_about_it() -> None:
    changed = change(staff=("mia", "ali"))
    held = FollowedUp(case_number="A-1", provider="house", held_on=MET, note="Well")
    letter = Told(case="A-1", whom="custody", on=MET, by="Inger")
    corrected = Correction(case_number="A-1", provider="house", staff="mia", on=MET, why="A slip")
    of = story(
        decisions=(past("A-1", date=MET, age=14),), changes=(changed,), follow_ups=(held,), corrections=(corrected,),
        told=(letter,),
    )  # fmt: skip
    assert entries_of(of, TODAY)[1:] == (
        Entry(on=MET, kind="placed", case_number="A-1", provider="club"),
        Entry(on=MET, kind="corrected", case_number="A-1", provider="house", staff="mia", prose="A slip"),
        Entry(on=MET, kind="told", case_number="A-1", told=letter, age=14),
        Entry(on=MET, kind="changed", case_number="A-1", provider="house", prose="Asked for", change=changed),
        Entry(on=MET, kind="followed_up", case_number="A-1", provider="house", prose="Well", follow_up=held),
    ), "on one day in the order of their kinds"


def test_by_what_records_are_known_to_be_of_one_child() -> None:
    named = Identity("Amina Karlsen", date(2012, 6, 15), None)
    numbered = Identity("Amina Karlsen", date(2012, 6, 15), "750612-1001")
    assert how_identified([("A-1", named), ("A-1", numbered)], "A-1") == "case_number"
    assert how_identified([("A-1", numbered), ("A-2", numbered)], "A-1") == "personal_number"
    assert how_identified([("A-1", numbered), ("A-2", named)], "A-1") == "name_and_birth_date"
