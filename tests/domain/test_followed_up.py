"""What a follow-up says: a concern score as it was entered, and a plan that was made."""

from datetime import date
from typing import Any

from kpcommittee.domain.meeting.followed_up import Concern, FollowedUp
from tests.builders import MEETS

HELD = date(2026, 11, 2)


def test_a_concern_is_an_instrument_and_a_score_of_a_day() -> None:
    assert Concern.parse(" SDQ = 14 ", HELD) == Concern(instrument="SDQ", score="14", scored_on=HELD)
    for text in ("SDQ", "SDQ=", "=14", "", "SDQ 14"):
        assert Concern.parse(text, HELD) is None
    assert Concern.parse("SDQ=14", None) is None


def test_a_plan_alone_is_no_follow_up() -> None:
    plan = FollowedUp(case_number="A-1", provider="north-club", held_on=HELD, plan_made_on=HELD)
    assert plan.only_tells_of_plan
    also_more: tuple[dict[str, Any], ...] = ({"result": "continues"}, {"next_on": MEETS}, {"note": "Well"})
    for more in also_more:
        both = FollowedUp(case_number="A-1", provider="north-club", held_on=HELD, plan_made_on=HELD, **more)
        assert not both.only_tells_of_plan
