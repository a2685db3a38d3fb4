"""U5: after the approval notes, reasons, remarks and answers are corrected, each with what it was before."""

import pytest

from kpcommittee.documents.builder import minutes_of, versions
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.meeting.corrected_texts import TextCorrection
from kpcommittee.domain.meeting.events import Corrected
from kpcommittee.domain.meeting.intentions import (
    Amendment,
    Approve,
    Close,
    Correct,
    Intention,
    LeaderStance,
    Note,
    Open,
    Postpone,
    Return,
    Withdraw,
)
from kpcommittee.domain.meeting.item_texts import texts_of
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.locale import speaking
from kpcommittee.store.projections import decision_row, waiting_of
from tests.builders import START, Table, case, place

STANDS = {
    "school": LeaderStance(stance="disagree", provider="south-club", remark="Knows Eva"),
    **dict.fromkeys(("club", "authority", "internal"), LeaderStance(stance="agree")),
}


def approved(dealt: Intention, *also: Intention) -> Table:
    """An approved meeting of one case without the child's view."""
    return Table(case("A-1", child_view=None)).does(Open(), *also, dealt, Close(), Approve())


PLACED = place("A-1", "north-club", positions=STANDS, answers={"child_view_missing": "On the filee"}, reason="Near")
POSTPONED = Postpone(case="A-1", reason="Ingen tdi", missing="En samtael", from_role="authority")


def text(kind: str, new: str, **keys: object) -> TextCorrection:
    """A text as it should have been."""
    return TextCorrection(what=kind, text=new, **keys)  # type: ignore[arg-type]


def correct(*texts: TextCorrection, **keys: object) -> Correct:
    """A correction of texts."""
    return Correct(case="A-1", texts=texts, why="Typing error", by="Inger", **keys)  # type: ignore[arg-type]


def test_a_kind_of_text_is_named_with_whose_or_which_it_is() -> None:
    assert text("remark", "x", role="school").code == "remark:school"
    assert text("answer", "x", caution="child_view_missing").code == "answer:child_view_missing"
    assert text("note", "x", n=1).code == "note"


@pytest.mark.parametrize(
    ("table", "correction", "before"),
    [
        (approved(POSTPONED), text("postponed", "Ingen tid"), "Ingen tdi"),
        (approved(POSTPONED), text("missing", "En samtale"), "En samtael"),
        (approved(Return(case="A-1", missing="Plnen")), text("returned", "Planen"), "Plnen"),
        (approved(Withdraw(case="A-1", reason="Flytet")), text("withdrawn", "Flyttet"), "Flytet"),
        (approved(POSTPONED, Note(case="A-1", text="Frst")), text("note", "Først", n=1), "Frst"),
        (approved(PLACED), text("remark", "Knows Eva well", role="school"), "Knows Eva"),
        (approved(PLACED), text("answer", "On the file", caution="child_view_missing"), "On the filee"),
    ],
    ids=lambda value: value.what if isinstance(value, TextCorrection) else "",
)
def test_each_text_is_written_anew_and_printed_before_and_after(
    table: Table, correction: TextCorrection, before: str
) -> None:
    assert before in texts_of(table.item()).values()
    decision = table.item().decision
    table.does(correct(correction))
    assert table.meeting.version == 2
    texts = texts_of(table.item())
    assert correction.text in texts.values()
    assert before not in texts.values()
    assert fold(table.meeting.id, table.journal) == table.meeting
    printed = render_minutes(minutes_of(table.meeting))
    assert f"“{before}” is changed to “{correction.text}”. Cause: Typing error (Inger, " in printed
    first, second = versions(table.journal)
    assert (first.version, second.version) == (1, 2)
    assert before in texts_of(first.items[0]).values()
    if decision is not None:
        after = table.item().decision
        assert after is not None
        assert (after.provider, after.options, after.bench) == (decision.provider, decision.options, decision.bench)


def test_a_placement_and_its_texts_are_corrected_at_once() -> None:
    table = approved(PLACED, Note(case="A-1", text="Swims"))
    moved = Amendment(given=frozenset({"start"}), start=START.replace(day=11))
    table.does(correct(text("note", "Swims well", n=1), text("remark", "Knows Eva well", role="school"), place=moved))
    item = table.item()
    assert item.decision is not None
    assert item.decision.start == START.replace(day=11)
    assert [note.text for note in item.notes] == ["Swims well"]
    assert [taken.remark for taken in item.decision.dissent] == ["Knows Eva well"]
    with speaking("da"):
        printed = render_minutes(minutes_of(table.meeting))
    assert "the remark of" in printed or "bemærkningen fra" in printed


def test_the_row_of_the_case_and_what_waits_follow() -> None:
    table = approved(POSTPONED)
    table.does(correct(text("postponed", "Ingen tid"), text("missing", "En samtale")))
    item = table.item()
    row, waits = decision_row(table.meeting, item), waiting_of(table.meeting, item)
    assert (row["reason"], row["missing"], row["corrected"]) == ("Ingen tid", "En samtale", 2)
    assert waits is not None
    assert (waits.reasons, waits.missing) == (("Ingen tid",), "En samtale")


@pytest.mark.parametrize(
    ("texts", "why", "key"),
    [
        ((text("note", "x", n=1),), "no_such_text", "texts"),
        ((text("postponed", "x", n=1),), "no_such_text", "texts"),
        ((text("postponed", "x"), text("postponed", "y")), "no_such_text", "texts"),
        ((text("postponed", "Ingen tdi"),), "nothing_changed", "texts"),
        ((text("postponed", ""),), "empty", "texts.text"),
        ((), "no_decision", "case"),
    ],
)
def test_a_text_that_does_not_exist_or_is_the_same_is_refused(
    texts: tuple[TextCorrection, ...], why: str, key: str
) -> None:
    table = approved(POSTPONED)
    assert table.refused("invalid", correct(*texts)).values["why"] == why
    assert table.refused("invalid", correct(*texts)).values["key"] == key


def test_before_the_approval_nothing_is_corrected_and_a_case_that_was_not_decided_has_no_placement() -> None:
    table = Table(case("A-1")).does(Open(), POSTPONED)
    table.refused("not_approved", correct(text("postponed", "Ingen tid")))
    table.does(Close(), Approve())
    amended = Amendment(given=frozenset({"start"}), start=START)
    assert table.refused("invalid", correct(place=amended)).values["why"] == "no_decision"
    table.does(correct(text("postponed", "Ingen tid")))
    event = table.journal[-1].event
    assert isinstance(event, Corrected)
    assert (event.decision, event.balance) == (None, ())
