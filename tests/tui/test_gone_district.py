"""A district that the config has no longer: card, list and filter all show its id."""

from kpcommittee.tui.meeting.card import _head, facts_on_card
from kpcommittee.tui.meeting.cases import _district_name, _searchable_text
from kpcommittee.tui.state import ScreenState
from tests.builders import NOW, agenda, case, config, law


def test_card_list_and_filter_call_it_the_same() -> None:
    state = ScreenState.from_agenda(config(), law(), agenda(case("A-1", district="gone-west")), NOW)
    (row,) = state.rows
    assert _district_name("gone-west", state) == "gone-west"
    assert "gone-west" in _searchable_text(row, state)
    assert any("gone-west" in line.plain for line in _head(facts_on_card(row.case, state), state, 100))
