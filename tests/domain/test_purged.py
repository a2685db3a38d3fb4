"""What is left of a meeting when a case is purged: nothing of the case, everything of the others."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from kpcommittee.convert.codec import recall, to_plain
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.events import EVENTS, Recorded, Undone
from kpcommittee.domain.meeting.meeting import Meeting, fold
from kpcommittee.domain.meeting.order import Order
from kpcommittee.domain.meeting.purged import PLACEHOLDER, Erasure, Purged, PurgedItem, stand_in
from tests.builders import Table, case, place


def held() -> Table:
    """A meeting in which every kind of event is about some case, approved and corrected."""
    born = date(2012, 6, 15)
    children = (("A-1", "Bo Ek"), ("A-2", "Ida Lund"), ("A-3", "Eva Holm"), ("A-4", "Jon Dahl"))
    table = Table(
        *(case(number, name=name, birth_date=born + timedelta(days=n)) for n, (number, name) in enumerate(children))
    )
    later = table.meeting.date + timedelta(days=40)
    return table.does(
        want.Open(),
        want.Order(cases=("A-2", "A-1", "A-4", "A-3")),
        want.Note(case="A-1", text="Sagt om A-1, ikke om A-12"),
        want.Note(case="A-1", text="Ikke til andre", private=True),
        want.Note(case="A-2", text="Kender barnet i A-1"),
        want.Attend(person="Lone", status="left", case="A-4"),
        want.Disqualify(case="A-1", role="club", ground="Nabo", decided_by=("school", "authority"), substitute="Ulrik"),
        place("A-1", "house", reason="Near"),
        want.Undo(),
        place("A-1", "house", reason="Near"),
        place("A-2", "north-club"),
        want.Postpone(case="A-3", reason="Tid"),
        want.Withdraw(case="A-4", by="Rikke", reason="Flyttet"),
        want.Close(),
        want.Comment(case="A-1", text="Står der om A-1", said_by="Per"),
        want.Comment(case="A-2", text="Fin", said_by="Per"),
        want.Resolve(comment=1, outcome="answered", text="Nej, ikke A-1", by="Inger"),
        want.Resolve(comment=2, outcome="answered", text="Tak", by="Inger"),
        want.Approve(by="Inger"),
        want.Correct(case="A-1", place=want.Amendment(given=frozenset({"start"}), start=later), why="Forkert uge"),
        want.Journalise(case="A-1", number="J-1"),
    )


def erasure_of(meeting: Meeting, number: str) -> Erasure:
    item = meeting.item(number)
    assert item is not None
    return Erasure(case_number=number, names=frozenset(), personal_numbers=frozenset({item.case.child.cpr or ""}))


def purged(journal: list[Recorded], number: str) -> list[Recorded]:
    """The journal without a case, and the event that says so."""
    meeting = fold(journal[0].stream, journal)
    where = meeting.places[number]
    erasure = erasure_of(meeting, number)
    left = []
    for recorded in journal:
        kept = erasure.remainder_of(recorded.kind, to_plain(recorded.event), where)
        if kept is not None:
            left.append(replaced(recorded, recall(kept, EVENTS[recorded.kind])))
    end = Purged(proof="f00", place=where)
    newest = journal[-1]
    return [*left, Recorded(stream=newest.stream, number=newest.number + 1, at=newest.at, by="Inger", event=end)]


def replaced(recorded: Recorded, event: Any) -> Recorded:
    return Recorded(stream=recorded.stream, number=recorded.number, at=recorded.at, by=recorded.by, event=event)


@pytest.mark.parametrize("number", ["A-1", "A-2", "A-3", "A-4"])
def test_the_other_cases_are_as_they_were_and_keep_their_numbers(number: str) -> None:
    journal = held().journal
    before, after = (fold("m", events) for events in (journal, purged(journal, number)))
    assert [item.number for item in after.items] == [item.number for item in before.items if item.number != number]
    for item in after.items:
        was = before.item(item.number)
        assert was is not None
        if number != "A-1" or item.number != "A-2":
            assert item == was
        assert after.places[item.number] == before.places[item.number]
        here = [
            {
                name: (presence.status, presence.substitute)
                for name, presence in meeting.attendance(item.number).presences.items()
            }
            for meeting in (before, after)
        ]
        assert here[0] == here[1]
    assert (after.version, after.balance, after.reweighed) == (before.version, before.balance, before.reweighed)
    texts = [[comment.text for comment in meeting.comments if comment.case != number] for meeting in (before, after)]
    assert [comment.number for comment in after.comments] == [1, 2]
    assert [comment.resolution and comment.resolution.outcome for comment in after.comments] == ["answered", "answered"]
    assert number in ("A-1", "A-2") or texts[0] == texts[1]
    assert after.purged == (PurgedItem(place=before.places[number], on=journal[-1].at.date()),)


def test_nothing_of_the_case_is_left() -> None:
    left = purged(held().journal, "A-1")
    text = json.dumps([to_plain(recorded.event) for recorded in left], ensure_ascii=False)
    assert "A-1" not in text
    for told in ("Sagt om", "Ikke til andre", "Nabo", "J-1", "Forkert uge", "Near", "Står der", "Nej, ikke"):
        assert told not in text
    notes = [note.text for note in fold("m", left).items[0].notes]
    assert notes == [f"Kender barnet i {PLACEHOLDER}"]


def test_a_number_that_only_begins_alike_stays() -> None:
    erasure = Erasure(case_number="A-1", names=frozenset({"Bo Ek", "Ida"}), personal_numbers=frozenset({"610101-4002"}))
    for text in ("A-12", "xA-1", "A-1-2", "Bo Ekberg", "Idag", "Ida"):
        assert not erasure.occurs_in(text), text
    for text in ("i A-1.", "Bo Eks mor", "BO  EK", "6101014002", "610101 4002"):
        assert erasure.occurs_in(text), text


def test_what_is_left_follows_in_the_order_that_it_had() -> None:
    journal = held().journal
    left = {recorded.number: recorded for recorded in purged(journal, "A-1")}
    order = Order("2026-12-02")
    for number, kind in enumerate([*(recorded.kind for recorded in journal), "purged"], 1):
        event = left[number].event if number in left else None
        undoes = event.number if isinstance(event, Undone) else None
        assert order.follow(number, kind, undoes, early=kind == "noted"), number
    assert not Order("2026-12-02").follow(1, "purged"), "only after the approval"
    assert Order("caseload").follow(1, "purged")
    assert not Order("access").follow(1, "purged")


def test_a_second_case_is_purged_from_what_the_first_has_left() -> None:
    journal = held().journal
    twice = purged(purged(journal, "A-1"), "A-4")
    meeting, before = fold("m", twice), fold("m", journal)
    assert {item.place for item in meeting.purged} == {before.places["A-1"], before.places["A-4"]}
    assert [meeting.places[item.number] for item in meeting.items] == [1, 4]
    assert meeting.attendance("A-3").status_of("Lone") == "left"
    assert {stand_in(2), stand_in(3)} <= {*meeting.places}
