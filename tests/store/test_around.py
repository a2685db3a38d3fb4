"""What is around a meeting: rulings, what waits, where cases are, the caseload, follow-ups, drafts."""

from datetime import UTC, date, timedelta
from decimal import Decimal

from kpcommittee.domain.capacity.placement import claims_of
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.caseload_events import Imported, PlacementChanged
from kpcommittee.domain.meeting.followed_up import Concern, FollowedUp, Rating
from kpcommittee.store.records import MeetingRow
from kpcommittee.store.store import Store
from tests.builders import MEETS, NOW, START, case, place
from tests.drivers.store_harness import StoredTable, in_principle, placed

LONE_IS_ILL = want.Attend(person="Lone", status="excused")


def first(store: Store) -> StoredTable:
    """A meeting that closed over one case of each outcome."""
    return StoredTable(store, case("A-1"), case("A-2"), case("A-3"), case("A-4"), case("A-5")).does(
        want.Open(),
        LONE_IS_ILL,
        in_principle("A-1", "north-club", staff="mia"),
        want.Postpone(case="A-2", reason="Ingen samtykke", missing="Samtykke"),
        want.Return(case="A-3", missing="Bevilling"),
        want.Withdraw(case="A-4", reason="Flyttet"),
        place("A-5", "house", answers={"seat_empty": "Aftalt"}, reason="Aftalt"),
        want.Close(),
    )


def test_meetings_are_those_that_were_opened(store: Store) -> None:
    table = first(store)
    StoredTable(store, case("B-1"), meeting="2026-12-09", days=7).does(want.Open(), want.Undo())
    expected = MeetingRow(
        id="2026-12-02",
        date=MEETS,
        state="closed",
        version=0,
        opened_at=table.moment(1).astimezone(UTC).isoformat(),
        last=len(table.journal),
    )
    assert store.meetings() == store.meetings(running=True) == (expected,)
    table.does(want.Approve())
    assert store.meetings(running=True) == ()
    assert [(row.state, row.version) for row in store.meetings()] == [("approved", 1)]


def test_the_last_meeting_before_a_day(store: Store) -> None:
    first(store)
    StoredTable(store, case("B-1"), meeting="2026-12-09", days=7).does(want.Open())
    before = {
        day: row.id if (row := store.last_before(MEETS + timedelta(day), other_than="2026-12-16")) else None
        for day in (-1, 0, 6, 7, 14)
    }
    assert before == {-1: None, 0: "2026-12-02", 6: "2026-12-02", 7: "2026-12-09", 14: "2026-12-09"}
    last = store.last_before(MEETS + timedelta(14), other_than="2026-12-09")
    assert last is not None
    assert (last.id, last.state) == ("2026-12-02", "closed")


def test_rulings_are_those_of_the_folded_meeting(store: Store) -> None:
    table = first(store)
    assert store.rulings() == tuple(sorted(table.meeting.rulings, key=lambda ruling: ruling.case_number))
    assert store.rulings(other_than="2026-12-02") == ()
    table.does(want.Approve())
    assert all(ruling.approved for ruling in store.rulings())


def test_a_taken_off_decision_in_principle_is_released(store: Store) -> None:
    first(store)
    second = StoredTable(store, case("A-1"), meeting="2026-12-09", days=7)
    second.does(want.Open(), want.Confirm(case="A-1", role="school", by="Lone", refuse=True))
    rulings = [ruling for ruling in store.rulings() if ruling.case_number == "A-1"]
    assert [(ruling.state, ruling.released) for ruling in rulings] == [("in_principle", False), ("open", True)]
    assert claims_of((), rulings) == ()


def test_rulings_from_a_day_on_claim_the_same_as_all(store: Store) -> None:
    """A ruling that has run out must still end what was there before it."""
    changed = Imported(
        source="p.csv", read=2, new=(placed("A-5", "house"), placed("OLD", "house", end=date(2026, 1, 1)))
    )
    store.append_caseload(changed, NOW, "Inger")
    first(store)
    second = StoredTable(store, case("A-2"), case("A-5", expected_months=1), meeting="2026-12-09", days=7)
    second.does(want.Open(), place("A-2", "house", reason="Aftalt"), place("A-5", "house", reason="Aftalt"))
    day = date(2027, 3, 1)
    full = claims_of(store.placements(), store.rulings())
    narrow = claims_of(store.placements(running_from=day), store.rulings(running_from=day))
    runs = [claim for claim in full if claim.end is None or claim.end >= day]
    assert sorted(map(str, runs)) == sorted(str(claim) for claim in narrow if claim.end is None or claim.end >= day)
    assert len(runs) == 2
    assert all(claim.case_number != "OLD" for claim in narrow)


def test_what_waits_after_a_meeting(store: Store) -> None:
    table = first(store)
    in_principle, postponed = store.waiting()
    assert (in_principle.case_number, in_principle.state, in_principle.meeting, in_principle.date) == (
        "A-1",
        "in_principle",
        "2026-12-02",
        MEETS,
    )
    assert in_principle.decision == table.item("A-1").decision
    assert (postponed.case_number, postponed.state, postponed.postponed_times) == ("A-2", "postponed", 1)
    assert (postponed.reasons, postponed.missing) == (("Ingen samtykke",), "Samtykke")
    assert [waits.case_number for waits in store.waiting(cases=["A-3", "A-4", "A-5", "A-9"])] == ["A-1", "A-2", "A-3"]


def test_nothing_waits_while_its_meeting_is_open(store: Store) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open(), want.Postpone(case="A-1", reason="Tid"))
    assert store.waiting() == ()
    table.does(want.Close())
    assert [waits.case_number for waits in store.waiting()] == ["A-1"]
    table.does(want.Undo())
    assert store.waiting() == ()


def test_reasons_gather_over_the_meetings(store: Store) -> None:
    for week, reason in enumerate(("Tid", "Syg", "Sne")):
        table = StoredTable(store, case("A-1"), meeting=f"m{week}", days=7 * week)
        table.does(want.Open(), want.Postpone(case="A-1", reason=reason, from_role="school"), want.Close())
    (waits,) = store.waiting()
    assert (waits.meeting, waits.postponed_times, waits.reasons) == ("m2", 3, ("Tid", "Syg", "Sne"))
    assert waits.from_role == "school"
    (earlier,) = store.waiting(other_than="m2")
    assert (earlier.meeting, earlier.postponed_times) == ("m1", 2)
    assert store.waiting(other_than="m1") == (waits,)


def test_a_case_on_a_later_agenda_waits_no_more_but_does_for_that_meeting(store: Store) -> None:
    first(store)
    second = StoredTable(store, case("A-2"), case("A-3"), meeting="2026-12-09", days=7).does(want.Open())
    assert second.item("A-2").postponed_times == 1
    assert second.item("A-3").waiting is not None
    assert [waits.case_number for waits in store.waiting()] == ["A-1"]
    own = store.waiting(other_than="2026-12-09")
    assert [waits.case_number for waits in own] == ["A-1", "A-2", "A-3"]
    second.does(want.Undo())
    assert [waits.case_number for waits in store.waiting()] == ["A-1", "A-2"]


def test_a_carried_decision_that_is_postponed_keeps_its_hours_and_its_wait(store: Store) -> None:
    table = first(store)
    second = StoredTable(store, case("A-1"), meeting="2026-12-09", days=7)
    second.does(want.Open(), want.Postpone(case="A-1", reason="Lone er syg"), want.Close())
    (waits,) = [waiting for waiting in store.waiting() if waiting.case_number == "A-1"]
    assert (waits.state, waits.decision, waits.postponed_times) == ("postponed", table.item("A-1").decision, 1)
    assert [claim.case_number for claim in claims_of((), store.rulings())] == ["A-1", "A-5"]


def test_confirmations_of_an_earlier_meeting_are_remembered(store: Store) -> None:
    table = StoredTable(store, case("A-1"))
    table.does(want.Open(), LONE_IS_ILL, want.Attend(person="Karim", status="excused"))
    table.does(in_principle("A-1", "north-club"), want.Confirm(case="A-1", role="school"), want.Close())
    (waits,) = store.waiting()
    assert waits.confirmed == ("school",)
    StoredTable(store, case("A-1"), meeting="m2", days=7).does(
        want.Open(), want.Confirm(case="A-1", role="internal"), want.Close()
    )
    assert store.waiting() == ()


def test_the_meetings_that_have_a_case(store: Store) -> None:
    first(store)
    StoredTable(store, case("A-2"), meeting="2026-12-09", days=7).does(want.Open())
    agendas = [
        (on_agenda.case_number, on_agenda.meeting, on_agenda.state)
        for on_agenda in store.open_agendas_with(["A-2", "A-9"])
    ]
    assert agendas == [("A-2", "2026-12-02", "closed"), ("A-2", "2026-12-09", "open")]
    assert store.open_agendas_with([]) == ()


def test_an_import_adds_and_replaces(store: Store) -> None:
    old = placed("P-1", end=date(2026, 6, 30), hours_per_week=Decimal("2.25"), problems=("school",), cpr="6111991234")
    new, other = placed("P-1", start=date(2026, 7, 1), child="Bo"), placed("P-1", "house", kind="aftercare")
    store.append_caseload(Imported(source="p.csv", read=3, new=(old, new, other)), NOW, "Inger")
    assert store.placements() == (old, new, other)
    changed = placed("P-1", start=date(2026, 8, 1), staff="mia")
    store.append_caseload(Imported(source="p.csv", read=1, changed=(changed,)), NOW, "Inger")
    assert store.placements() == (old, other, changed)
    assert store.placements(running_from=date(2026, 7, 1)) == (other, changed)
    ended = placed("P-1", start=date(2026, 8, 1), end=date(2026, 9, 1))
    recorded = store.append_caseload(PlacementChanged(before=changed, after=ended), NOW, "Inger")
    assert (recorded.stream, recorded.number) == ("caseload", 3)
    assert store.placements(running_from=date(2027, 1, 1)) == (other,)


def test_follow_ups_that_were_held_are_there_as_they_were_recorded(store: Store) -> None:
    held = [
        FollowedUp(
            case_number=case,
            provider="house",
            held_on=START,
            next_on=date(2027, 9, 1),
            reason="Trives",
            ratings=(Rating(code="school", label="Skolegang", value=3, lowest=1, highest=5),),
            concern=Concern(instrument="SDQ", score="17", scored_on=START),
        )
        for case in ("A-5", "A-6")
    ]
    for event in held:
        store.append_caseload(event, NOW, "Inger")
    store.append_caseload(PlacementChanged(before=placed("P-1"), after=placed("P-1", end=START)), NOW, "Inger")
    assert store.held_follow_ups() == tuple(held)


def test_a_draft_is_kept_until_it_becomes_its_event(store: Store) -> None:
    table = StoredTable(store, case("A-1"), case("A-2")).does(want.Open())
    typed = {"note.text": "Mor ri", "postpone.reason": "Ingen", "postpone.missing": "Samt", "place.reason": "Fordi"}
    for field, text in typed.items():
        store.save_draft("2026-12-02", "A-1", field, "Chair", text, NOW)
    store.save_draft("2026-12-02", "A-1", "note.text", "Chair", "Mor ringede", NOW)
    store.save_draft("2026-12-02", "A-1", "postpone.reason", "Bo", "Hans egen", NOW)
    store.save_draft("2026-12-02", "A-2", "postpone.reason", "Chair", "En anden sag", NOW)
    table.does(want.Postpone(case="A-1", reason="Ingen samtykke"))
    left = {(draft.case, draft.field, draft.by, draft.text) for draft in store.drafts("2026-12-02")}
    assert left == {
        ("A-1", "note.text", "Chair", "Mor ringede"),
        ("A-1", "place.reason", "Chair", "Fordi"),
        ("A-1", "postpone.reason", "Bo", "Hans egen"),
        ("A-2", "postpone.reason", "Chair", "En anden sag"),
    }
    store.delete_draft("2026-12-02", "A-1", "place.reason")
    assert [draft.field for draft in store.drafts("2026-12-02") if draft.case == "A-1"] == [
        "note.text",
        "postpone.reason",
    ]
    assert store.drafts("2026-12-09") == ()


def test_what_was_typed_goes_with_the_approval(store: Store) -> None:
    """S14: cancelled texts stayed in the database after the approval, and no command deleted them."""
    table = StoredTable(store, case("A-1")).does(want.Open(), place("A-1", "north-club"), want.Close())
    for stream, by in (("2026-12-02", "Chair"), ("2026-12-02", "Bo"), ("2026-12-09", "Chair")):
        store.save_draft(stream, "A-1", "note.text", by, "Mor ri", NOW)
    assert len(store.drafts("2026-12-02")) == 2
    table.does(want.Approve())
    assert store.drafts("2026-12-02") == ()
    assert len(store.drafts("2026-12-09")) == 1


def test_a_rebuild_deletes_what_an_older_program_left_in_an_approved_meeting(store: Store) -> None:
    StoredTable(store, case("A-1")).does(want.Open(), place("A-1", "north-club"), want.Close(), want.Approve())
    store.save_draft("2026-12-02", "A-1", "note.text", "Chair", "Mor ri", NOW)
    store.save_draft("2026-12-09", "A-1", "note.text", "Chair", "Mor ri", NOW)
    store.rebuild()
    assert (len(store.drafts("2026-12-02")), len(store.drafts("2026-12-09"))) == (0, 1)


def test_a_person_deletes_what_that_person_typed(store: Store) -> None:
    for case_number, by in (("A-1", "Chair"), ("A-2", "Chair"), ("A-1", "Bo")):
        store.save_draft("2026-12-02", case_number, "note.text", by, "Mor ri", NOW)
    store.delete_drafts("2026-12-02", "Chair")
    assert [draft.by for draft in store.drafts("2026-12-02")] == ["Bo"]


def test_what_is_known_of_children_is_found_by_case_and_by_birth_date(store: Store) -> None:
    """Also what has ended; by a personal number where no birth date is stated."""
    first(store)
    old = placed("P-1", end=date(2020, 6, 30), birth_date=date(2010, 1, 1))
    numbered, other = placed("P-2", cpr="610110-4008"), placed("P-3")
    store.append_caseload(Imported(source="p.csv", read=3, new=(old, numbered, other)), NOW, "Inger")
    assert store.of_children(["P-3"], []) == ((other,), ())
    assert store.of_children([], [date(2010, 1, 1)])[0] == (old, numbered)
    placements, rulings = store.of_children([], [case().child.birth_date])
    assert placements == ()
    assert rulings == store.rulings()
    assert store.of_children(["A-1"], [], other_than="2026-12-02") == ((), ())
