"""U5: corrections after the approval of who sat in a case and how they stood, with the earlier values."""

from dataclasses import replace

import pytest

from kpcommittee.documents.builder import minutes_of, versions
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.meeting.corrected_texts import TextCorrection
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.events import Corrected, Decided, Event
from kpcommittee.domain.meeting.intentions import (
    Amendment,
    Approve,
    Attend,
    Attending,
    Close,
    Correct,
    Intention,
    LeaderStance,
    Open,
    Postpone,
    ReasonGiven,
)
from kpcommittee.domain.meeting.meeting import Meeting, fold
from kpcommittee.locale import speaking
from kpcommittee.store.projections import decision_row
from tests.builders import START, Table, case, config, place

DISSENT = LeaderStance(stance="disagree", provider="south-club", remark="Knows Eva")
STANDS = {"school": DISSENT, **dict.fromkeys(("club", "authority", "internal"), LeaderStance(stance="agree"))}
POSTPONED = Postpone(case="A-1", reason="No time")


def approved(dealt: Intention, *also: Intention, **keys: object) -> Table:
    """An approved meeting of two cases; the second is postponed."""
    other = Postpone(case="A-2", reason="No time")
    table = Table(case("A-1"), case("A-2"), **keys)  # type: ignore[arg-type]
    return table.does(Open(), *also, dealt, other, Close(), Approve())


def placed(**keys: object) -> Intention:
    """A placement from which the school leader dissents."""
    return place("A-1", "north-club", reason="Near", **{"positions": STANDS, **keys})  # type: ignore[arg-type]


def correct(*attend: Attending, texts: tuple[TextCorrection, ...] = (), **positions: LeaderStance) -> Correct:
    """A correction of seats."""
    return Correct(case="A-1", attend=attend, positions=positions, texts=texts, why="Misheard", by="Inger")  # type: ignore[arg-type]


def who_sat(table: Table, number: str = "A-1") -> dict[str, str | None]:
    """Who sat in which seat of the case, by its decision or else by the meeting."""
    item, meeting = table.item(number), table.meeting
    assert meeting.config is not None
    assert meeting.law is not None
    seats = item.decision.bench if item.decision else meeting.bench(item, meeting.config, meeting.law).seats
    return {seat.role: seat.person for seat in seats}


def stances(table: Table) -> dict[str, str]:
    """How each seat stood."""
    item = table.item()
    return {taken.role: taken.stance for taken in (item.decision.positions if item.decision else item.positions)}


def printed(meeting: Meeting) -> str:
    """The minutes in English."""
    with speaking("en"):
        return render_minutes(minutes_of(meeting))


def test_a_stance_is_written_anew_and_printed_before_and_after() -> None:
    table = approved(placed())
    table.does(
        correct(
            school=LeaderStance(stance="agree"), club=LeaderStance(stance="disagree", provider="house", remark="Closer")
        )
    )
    assert stances(table) == {"school": "agree", "club": "disagree", "authority": "agree", "internal": "agree"}
    assert table.meeting.version == 2
    assert fold(table.meeting.id, table.journal) == table.meeting
    text = printed(table.meeting)
    assert (
        "the position of the school leader “disagrees, wants South Club: Knows Eva” is changed to “agrees: Knows Eva”"
        in text
    )
    assert "the position of the club leader “agrees” is changed to “disagrees, wants House: Closer”" in text
    first, second = versions(table.journal)
    assert [taken.role for taken in _dissent(first)] == ["school"]
    assert [taken.role for taken in _dissent(second)] == ["club"]
    assert "Corrected:" not in printed(first)
    row = decision_row(table.meeting, table.item())
    assert (row["dissent"], row["corrected"]) == ('["club"]', 2)


def _dissent(meeting: Meeting) -> tuple[PositionTaken, ...]:
    decision = meeting.items[0].decision
    assert decision is not None
    return decision.dissent


def test_no_correction_makes_a_dissent_that_wants_the_chosen_provider() -> None:
    table = approved(placed())
    wish = LeaderStance(stance="disagree", provider="north-club")
    moved = Amendment(given=frozenset({"provider"}), provider="south-club", reason=ReasonGiven(code="other", text="x"))
    wrong = (correct(club=wish), replace(correct(), place=moved))
    for wanted, who in zip(wrong, ("club", "school"), strict=True):
        refused = table.refused("invalid", wanted)
        assert (refused.values["why"], refused.values["value"]) == ("wants_the_chosen", who)
    agreed = replace(correct(school=LeaderStance(stance="agree")), place=moved)
    assert stances(table.does(agreed))["school"] == "agree"


def test_a_dissent_of_an_older_journal_that_wants_the_chosen_provider_is_kept() -> None:
    """Programs before recorded it, and what is corrected beside it is not its matter."""
    table = approved(placed())
    old = [replace(row, event=_with_wish(row.event, "north-club")) for row in table.journal]
    table.meeting = fold(table.meeting.id, old)
    table.does(Correct(case="A-1", place=Amendment(given=frozenset({"second_choice"}), second_choice="firm"), why="x"))
    decision = table.item().decision
    assert decision is not None
    assert [taken.provider for taken in decision.dissent] == ["north-club"]


def _with_wish(event: Event, provider: str) -> Event:
    if not isinstance(event, Decided):
        return event
    decision = event.decision
    positions = (replace(decision.positions[0], provider=provider), *decision.positions[1:])
    return replace(event, decision=replace(decision, positions=positions))


def test_a_stance_keeps_its_remark_until_another_is_written() -> None:
    table = approved(placed()).does(correct(school=LeaderStance(stance="abstain")))
    position = table.item().positions[0]
    assert (position.role, position.stance, position.provider, position.remark) == (
        "school",
        "abstain",
        None,
        "Knows Eva",
    )
    table.does(correct(school=LeaderStance(stance="abstain", remark="Did not know the case")))
    assert table.item().positions[0].remark == "Did not know the case"


def test_who_sat_in_two_seats_is_noticed_only_while_it_was_so() -> None:
    seated = dict.fromkeys(("school", "club", "authority", "internal"), LeaderStance(stance="agree"))
    table = approved(placed(positions=seated), Attend(person="Lone", status="excused", substitute="Karim"))
    decision = table.item().decision
    assert decision is not None
    assert "two_seats" in {caution.code for caution in decision.cautions}
    other = Attending(person="Lone", status="excused", substitute="Jan")
    table.does(correct(other, school=LeaderStance(stance="agree")))
    decision = table.item().decision
    assert decision is not None
    assert "two_seats" not in {caution.code for caution in decision.cautions}


def test_somebody_who_was_there_is_put_in_the_seat_with_a_stance_and_nowhere_else() -> None:
    away = Attend(person="Lone", status="excused")
    seated = dict.fromkeys(("club", "authority", "internal"), LeaderStance(stance="agree"))
    answered = placed(positions=seated, answers={"seat_empty": "Heard before"})
    table = approved(answered, away)
    assert who_sat(table)["school"] is None
    before = table.item().decision
    assert before is not None
    assert "seat_empty" in {caution.code for caution in before.cautions}

    came = Attending(person="Lone", status="present")
    assert table.refused("positions_missing", correct(came)).values["roles"] == "school"
    table.does(correct(came, school=LeaderStance(stance="agree")))

    after = table.item().decision
    assert after is not None
    assert who_sat(table)["school"] == "Lone"
    assert who_sat(table, "A-2")["school"] is None
    assert stances(table)["school"] == "agree"
    assert "seat_empty" not in {caution.code for caution in after.cautions}
    assert (after.provider, after.options, after.reason) == (before.provider, before.options, before.reason)
    text = printed(table.meeting)
    assert "the seat of the school leader “Lone: excused” is changed to “Lone”" in text
    assert "the position of the school leader “agrees” is added" in text
    assert fold(table.meeting.id, table.journal) == table.meeting


def test_whoever_was_not_there_leaves_the_seat_and_has_no_stance_there() -> None:
    table = approved(placed()).does(correct(Attending(person="Lone", status="left")))
    assert who_sat(table)["school"] is None
    assert "school" not in stances(table)
    decision = table.item().decision
    assert decision is not None
    assert [caution.answer for caution in decision.cautions if caution.code == "seat_empty"] == [None]
    text = printed(table.meeting)
    assert "“Lone” is changed to “Lone: has left”" in text
    assert "“disagrees, wants South Club: Knows Eva” is removed" in text


def test_a_substitute_sat_there_and_the_minutes_list_both() -> None:
    table = approved(POSTPONED)
    table.does(correct(Attending(person="Lone", status="excused", substitute="Jan")))
    assert who_sat(table)["school"] == "Jan"
    assert who_sat(table, "A-2")["school"] == "Lone"
    document = minutes_of(table.meeting)
    attendees = {(person.name, person.places) for person in document.attendees if person.role == "school"}
    assert attendees == {("Jan", (1,)), ("Lone", (2,))}
    assert [(person.name, person.places) for person in document.away] == [("Lone", (1,))]
    assert "“Lone” is changed to “Jan, substitute for Lone”" in printed(table.meeting)
    table.does(correct(Attending(person="Lone", status="present")))
    assert who_sat(table)["school"] == "Lone"
    assert fold(table.meeting.id, table.journal) == table.meeting


def test_seats_texts_and_the_placement_are_corrected_at_once() -> None:
    table = approved(placed())
    remark = TextCorrection(what="remark", text="Knows Eva well", role="school")
    moved = Amendment(given=frozenset({"start"}), start=START.replace(day=11))
    both = Correct(
        case="A-1",
        place=moved,
        texts=(remark,),
        positions={"authority": LeaderStance(stance="abstain")},
        why="Misheard",
        by="Inger",
    )
    table.does(both)
    decision = table.item().decision
    assert decision is not None
    assert decision.start == START.replace(day=11)
    assert stances(table)["authority"] == "abstain"
    assert decision.dissent[0].remark == "Knows Eva well"
    assert fold(table.meeting.id, table.journal) == table.meeting


@pytest.mark.parametrize(
    ("correction", "code", "why"),
    [
        (correct(Attending(person="Nobody", status="excused")), "unknown_person", None),
        (correct(Attending(person="Lone", status="excused", substitute="Lone")), "invalid", "own_substitute"),
        (correct(Attending(person="Lone", status="present")), "invalid", "nothing_changed"),
        (correct(club=LeaderStance(stance="agree")), "invalid", "nothing_changed"),
        (correct(club=LeaderStance(stance="disagree", provider="no-club")), "unknown_provider", None),
        (correct(Attending(person="Lone", status="left"), school=LeaderStance(stance="agree")), "seat_empty", None),
    ],
)
def test_what_cannot_have_been_is_refused(correction: Correct, code: str, why: str | None) -> None:
    table = approved(placed())
    assert table.refused(code, correction).values.get("why") == why
    assert table.meeting.version == 1


@pytest.mark.parametrize(
    ("correction", "key", "value"),
    [
        (correct(Attending(person="Lone", status="excused", substitute="Lone")), "substitute", "Lone"),
        (correct(Attending(person="Lone", status="present")), "attend", None),
        (correct(club=LeaderStance(stance="agree")), "positions", None),
    ],
)
def test_a_refusal_names_the_part_of_the_correction_it_is_about(
    correction: Correct, key: str, value: str | None
) -> None:
    values = approved(placed()).refused("invalid", correction).values
    assert (values["key"], values.get("value")) == (key, value)


def test_no_correction_takes_the_majority_away() -> None:
    table = approved(placed(), settings=config(rule="majority"))
    refused = table.refused("no_majority", correct(club=DISSENT, internal=DISSENT))
    assert refused.values == {"agree": "1", "seated": "4"}
    assert table.meeting.version == 1
    table.does(correct(club=LeaderStance(stance="abstain")))
    decision = table.item().decision
    assert decision is not None
    assert [taken.stance for taken in decision.positions] == ["disagree", "abstain", "agree", "agree"]


def test_a_seat_that_is_awaited_is_confirmed_and_not_corrected() -> None:
    waits = placed(positions={role: stand for role, stand in STANDS.items() if role != "school"}, in_principle=True)
    table = approved(waits, Attend(person="Lone", status="excused"))
    refused = table.refused(
        "invalid", correct(Attending(person="Lone", status="present"), school=LeaderStance(stance="agree"))
    )
    assert refused.values["why"] == "awaited_seat"


def test_a_correction_of_texts_alone_says_nothing_of_seats() -> None:
    table = approved(placed())
    table.does(correct(texts=(TextCorrection(what="remark", text="Knows Eva well", role="school"),)))
    event = table.journal[-1].event
    assert isinstance(event, Corrected)
    assert event.seats.changes == ()
