"""Minutes are sent out for reading, and comments come back: answered, taken in or withdrawn before the approval."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kpcommittee.domain.meeting.comments import Resolved
from kpcommittee.domain.meeting.corrected_texts import TextCorrection
from kpcommittee.domain.meeting.intentions import (
    Approve,
    Circulate,
    Close,
    Comment,
    Note,
    Open,
    Postpone,
    Reopen,
    Resolve,
    Undo,
)
from kpcommittee.domain.meeting.meeting import fold
from tests.builders import Table, case, place

ON_CASE = Comment(case="A-1", text="It was Thursday", said_by="Lone")
ON_ALL = Comment(text="Well written", said_by="Per")
NOTE = TextCorrection(what="note", n=1, text="She moves on Thursday")


def closed() -> Table:
    """A closed meeting with a placed case that has a note, and a postponed one."""
    table = Table(case("A-1"), case("A-2"))
    return table.does(
        Open(),
        Note(case="A-1", text="She moves on Friday"),
        place("A-1", "north-club"),
        Postpone(case="A-2", reason="Time"),
        Close(),
    )


def test_comments_are_numbered_and_open_until_somebody_deals_with_them() -> None:
    table = closed().does(Circulate(), ON_CASE, ON_ALL)
    assert [(each.number, each.case, each.said_by) for each in table.meeting.comments] == [
        (1, "A-1", "Lone"),
        (2, None, "Per"),
    ]
    table.does(Resolve(comment=2, outcome="answered", text="Thanks"))
    assert [each.number for each in table.meeting.open_comments] == [1]
    resolution = table.meeting.comments[1].resolution
    assert resolution is not None
    assert (resolution.outcome, resolution.text, resolution.by) == ("answered", "Thanks", "Chair")


def test_what_is_taken_in_changes_the_text_and_the_decision_stays() -> None:
    table = closed()
    before = table.item()
    table.does(ON_CASE, Resolve(comment=1, outcome="taken_in", texts=(NOTE,)))
    item = table.item()
    assert [note.text for note in item.notes] == ["She moves on Thursday"]
    assert (item.decision, item.corrections, table.meeting.version) == (before.decision, (), 0)
    event = table.journal[-1].event
    assert isinstance(event, Resolved)
    (change,) = event.texts
    assert (event.case, change.before, change.after) == ("A-1", "She moves on Friday", "She moves on Thursday")


def test_what_is_said_last_of_a_comment_counts() -> None:
    table = closed().does(ON_CASE, Resolve(comment=1, outcome="answered", text="No"))
    table.does(Resolve(comment=1, outcome="taken_in", text="After all", texts=(NOTE,)))
    resolution = table.meeting.comments[0].resolution
    assert resolution is not None
    assert (resolution.outcome, resolution.text) == ("taken_in", "After all")


def test_undo_passes_over_comments_so_that_a_case_can_be_reopened_because_of_one() -> None:
    """The closing is taken back, the comment stays, and after the next closing it can still be dealt with."""
    table = closed().does(Circulate(), ON_CASE, Undo())
    assert table.meeting.state == "open"
    assert [each.text for each in table.meeting.comments] == ["It was Thursday"]
    table.does(Reopen(case="A-1"), place("A-1", "south-club", reason="Swims there"), Close())
    assert table.meeting.circulation is None, "minutes that are different now are sent out again"
    table.does(Resolve(comment=1, outcome="taken_in", text="Decided anew"), Approve())
    assert table.meeting.open_comments == ()
    assert fold(table.meeting.id, table.journal) == table.meeting


def test_a_meeting_whose_opening_is_taken_back_keeps_nothing_to_undo() -> None:
    table = Table(case("A-1")).does(Open(), ON_ALL, Undo())
    table.refused("nothing_to_undo", Undo())
    assert (table.meeting.state, [recorded.event.kind for recorded in table.journal]) == (
        "preparing", ["opened", "commented", "undone"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "key", "refused"),
    [
        ("unknown_case", None, Comment(case="A-9", text="x", said_by="Lone")),
        ("invalid", "text", Comment(text="", said_by="Lone")),
        ("invalid", "said_by", Comment(text="x", said_by="")),
        ("invalid", "comment", Resolve(comment=3, outcome="withdrawn")),
        ("invalid", "comment", Resolve(comment=0, outcome="withdrawn")),
        ("invalid", "text", Resolve(comment=1, outcome="answered")),
        ("invalid", "texts", Resolve(comment=1, outcome="answered", text="No", texts=(NOTE,))),
        ("invalid", "texts", Resolve(comment=2, outcome="taken_in", texts=(NOTE,))),
        (
            "invalid",
            "texts",
            Resolve(comment=1, outcome="taken_in", texts=(TextCorrection(what="note", n=2, text="x"),)),
        ),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_names_its_key(code: str, key: str | None, refused: Comment) -> None:
    table = closed().does(ON_CASE, ON_ALL)
    answer = table.refused(code, refused)
    assert answer.values.get("key") == key


def test_a_refused_resolution_names_the_case_that_its_comment_is_about() -> None:
    table = closed().does(ON_CASE, ON_ALL)
    unwanted = Resolve(comment=1, outcome="answered", text="No", texts=(NOTE,))
    assert table.refused("invalid", unwanted).case == "A-1"
    assert table.refused("invalid", replace(unwanted, comment=2)).case is None


@pytest.mark.parametrize(("key", "empty"), [("text", {"text": ""}), ("said_by", {"said_by": ""})])
def test_a_comment_without_words_or_a_name_is_refused_as_empty(key: str, empty: dict[str, str]) -> None:
    answer = closed().refused("invalid", replace(ON_CASE, **empty))
    assert (answer.values["key"], answer.values["why"]) == (key, "empty")


def test_a_last_day_for_comments_is_still_to_come() -> None:
    table = closed()
    today = table.context.now.date()
    too_late = table.refused("invalid", Circulate(until=today - timedelta(days=1)))
    assert too_late.values["why"] == "before_today"
    table.does(Circulate(until=today))
    assert table.meeting.circulation is not None
    assert table.meeting.circulation.until == today


def test_a_comment_keeps_its_number_when_one_before_it_is_purged() -> None:
    """Else an answer would belong to another comment."""
    table = closed().does(ON_CASE, ON_ALL, Resolve(comment=2, outcome="answered", text="Thanks"))
    left = [each for each in table.journal if each.event.about != "A-1" or each.kind != "commented"]
    (comment,) = fold(table.meeting.id, left).comments
    assert (comment.number, comment.said_by) == (2, "Per")
    assert comment.resolution is not None
