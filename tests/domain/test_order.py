"""Which kinds of events can follow each other in a stream."""

import pytest

from kpcommittee.domain.meeting.events import ACCESS, CASELOAD, EVENTS
from kpcommittee.domain.meeting.order import Order, is_known

MEETING = "2026-12-02"


def test_a_kind_is_known_with_every_version_that_this_program_can_lift(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EVENTS["decided"], "lifts", (dict, dict))
    written = ("decided", "decided.1", "decided.2", "decided.3", "decided.4", "decided.0", "decided.x", "gone", "")
    assert [kind for kind in written if is_known(kind)] == ["decided", "decided.1", "decided.2", "decided.3"]
    assert not is_known("noted.2"), "its payload has never changed"


@pytest.mark.parametrize(
    ("stream", "possible"),
    [
        (MEETING, {"opened"}),
        (CASELOAD, {"imported", "exported", "purged", "rectified"}),
        (ACCESS, {"accessed", "sampled"}),
    ],
)
def test_each_kind_has_its_stream(stream: str, possible: set[str]) -> None:
    kinds = ("opened", "noted", "imported", "exported", "purged", "rectified", "accessed", "sampled")
    assert {kind for kind in kinds if Order(stream).follow(1, kind)} == possible


def followed(*steps: tuple[str, int | None]) -> list[bool]:
    """Whether each step of a meeting can have come there: a kind, and the number of the undone event."""
    order = Order(MEETING)
    return [order.follow(number, kind, undoes) for number, (kind, undoes) in enumerate(steps, 1)]


def test_a_meeting_is_opened_closed_and_approved_in_that_order() -> None:
    in_order = [("opened", None), ("decided", None), ("closed", None), ("approved", None), ("corrected", None)]
    assert followed(*in_order) == [True] * 5
    assert followed(("decided", None), ("opened", None)) == [False, True]
    assert followed(("opened", None), ("opened", None)) == [True, False]
    assert followed(("opened", None), ("approved", None)) == [True, False]
    assert followed(*in_order[:3], ("decided", None)) == [True, True, True, False]
    afterwards = [(kind, None) for kind in ("closed", "told", "purged", "rectified", "imported")]
    assert followed(*in_order[:4], *afterwards) == [True] * 4 + [False, True, True, True, False]


def test_an_event_is_taken_back_once_and_what_it_led_to_with_it() -> None:
    steps = [("opened", None), ("closed", None), ("undone", 2), ("decided", None), ("undone", 2), ("undone", 4)]
    assert followed(*steps) == [True, True, True, True, False, True]
    assert followed(("opened", None), ("undone", 7)) == [True, False], "there is no such event"
    assert followed(("opened", None), ("undone", None)) == [True, True], "an old one does not say which"


def test_only_what_is_early_comes_before_the_opening() -> None:
    order = Order(MEETING)
    assert order.follow(1, "noted", early=True)
    assert not order.follow(2, "noted")
    assert order.follow(3, "opened")
    assert order.follow(4, "closed")
    assert not order.follow(5, "noted", early=True), "early is before the opening, not at any time"
