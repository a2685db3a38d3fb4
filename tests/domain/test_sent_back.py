"""Which cases a follow-up sends back to the committee, and until when they wait."""

from datetime import date
from typing import Any

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.sent_back import cases_sent_back
from tests.builders import MEETS

HELD = date(2026, 11, 2)


def held(on: date = HELD, result: Any = "moves", number: str = "A-1") -> FollowedUp:
    return FollowedUp(case_number=number, provider="north-club", held_on=on, result=result)


def test_a_case_that_is_to_move_waits_for_the_next_meeting() -> None:
    moves, stays = held(), held(number="A-2", result="continues")
    assert cases_sent_back([moves, stays], {}, MEETS) == {"A-1": moves}


def test_it_waits_for_the_meeting_of_that_day_and_no_earlier_one() -> None:
    assert cases_sent_back([held(MEETS)], {}, MEETS) != {}
    assert cases_sent_back([held(MEETS)], {}, MEETS - DAY) == {}


def test_a_decision_since_then_settles_it_and_an_earlier_one_or_one_of_the_day_does_not() -> None:
    for decided_on in (HELD, HELD + DAY, MEETS - DAY):
        assert cases_sent_back([held()], {"A-1": [decided_on]}, MEETS) == {}
    for decided_on in (HELD - DAY, MEETS):
        assert cases_sent_back([held()], {"A-1": [decided_on]}, MEETS) != {}
    assert cases_sent_back([held()], {"A-2": [HELD + DAY]}, MEETS) != {}


def test_the_newest_result_counts_in_whatever_order_they_were_recorded() -> None:
    later = held(HELD + DAY, "continues")
    assert cases_sent_back([held(), later], {}, MEETS) == cases_sent_back([later, held()], {}, MEETS) == {}
    without_result = held(HELD + 2 * DAY, None)
    assert cases_sent_back([held(), without_result], {}, MEETS) == {"A-1": held()}
