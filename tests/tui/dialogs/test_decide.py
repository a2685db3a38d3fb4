"""Placing a case with the keyboard."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import Button

from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.events import Decided
from kpcommittee.domain.meeting.intentions import Attend, Disqualify, LeaderStance, Place, ReasonGiven
from kpcommittee.tui.decide.caution_answers import AnswerBlock
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.decide.pickers import StaffList
from kpcommittee.tui.decide.seats import SeatRow
from kpcommittee.tui.widgets.choice import Tick
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.pick import Pick
from tests.builders import Table
from tests.drivers.chair import NOTHING, opened
from tests.drivers.dialog_inputs import Drafts, scales

CLEAR, HARD = "2026-0412", "2026-0409"
"""A close relation with room; the child's view is missing."""


def dialog(table: Table, number: str, drawer: Drafts | None = None, chosen: str | None = None) -> DecideDialog:
    def view(start: date, end: date | None, hours: Decimal | None) -> CaseView:
        return table.sees(number, start, end, hours)

    config, law = table.context.config, table.context.law
    return DecideDialog(table.sees(number), config, law, scales(table), view, drafts=drawer or Drafts(), chosen=chosen)


async def test_a_clear_case_is_recorded_by_all_agree_and_enter(sample: Table) -> None:
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.sees("★ Klub Øst", "Mette Holm", "68 → 86 %", "02.12.2026")
        await chair.press("a", "enter")
        place = chair.answer
    assert (place.provider, place.staff, place.start) == ("klub-oest", "mette-h", date(2026, 12, 2))
    assert isinstance(scales(sample)(place), Decided)


async def test_nothing_is_chosen_where_nothing_is_recommended(sample: Table) -> None:
    undecided = next(i.number for i in sample.meeting.items if sample.sees(i.number).recommendation.provider is None)
    async with opened(dialog(sample, undecided)) as chair:
        await chair.press("a", "enter")
        assert chair.answer is NOTHING
        assert chair.app.screen.query_one("#providers").has_focus
        assert chair.app.screen.query_one("#problem").has_class("-said")


async def test_a_hard_case_is_led_from_one_lack_to_the_next_with_twelve_keys(sample: Table) -> None:
    """One of them says that the person is named later, which nobody says by chance (U6)."""
    async with opened(dialog(sample, HARD)) as chair:
        await chair.press("down", "a", "2", "2", "enter", "enter", "3")
        await chair.types("Aftalt")
        await chair.press("enter", "1")
        await chair.types("Tales med i dag")
        await chair.press("enter", "2")
        await chair.types("Klublederen siger ja")
        await chair.press("enter")
        place = chair.answer
    assert isinstance(place, Place)
    assert place.provider == "klub-havn"
    assert place.reason is not None
    assert (place.reason.code, place.reason.text) == ("child_wish", "Aftalt")
    assert {answer.caution: answer.text for answer in place.answers} == {
        "child_view_missing": "Tales med i dag",
        "over_capacity": "Klublederen siger ja",
    }
    assert isinstance(place.positions, dict)
    assert place.positions["club"] == LeaderStance(stance="disagree")
    assert isinstance(scales(sample)(place), Decided)


async def test_who_takes_no_side_may_remark_and_names_nobody_instead(sample: Table) -> None:
    """The label *foretrækker* stood beside no provider."""
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.press("2", "2", "2")
        await chair.sees("foretrækker", "bemærkning")
        await chair.press("2")
        await chair.sees("bemærkning")
        chair.misses("foretrækker")


async def test_a_person_is_chosen_where_the_child_knows_nobody(sample: Table) -> None:
    """U6: that the person is named later was chosen beforehand, and recorded without a word."""
    async with opened(dialog(sample, CLEAR, chosen="klub-vest")) as chair:
        await chair.press("a", "enter")
        assert chair.answer is NOTHING
        await chair.sees("Vælg en person, eller at personen navngives senere.")
        people = chair.app.screen.query_one(StaffList)
        assert people.has_focus
        assert (people.is_chosen, people.chosen) == (True, None)
        await chair.press("home")
        assert people.chosen is not None


async def test_who_drops_a_known_adult_is_asked_why(sample: Table) -> None:
    """U6: the known adult is chosen first, and left out only with a reason."""
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.press("a", "tab", "end")
        await chair.sees("Barnet kender Mette Holm, som ikke er valgt. Hvorfor?")
        await chair.press("enter", "1")
        await chair.types("Per finder en anden")
        await chair.press("enter")
        place = chair.answer
    assert isinstance(place, Place)
    assert (place.staff, place.reason) == (None, ReasonGiven(code="competence", text="Per finder en anden"))


async def test_the_reasons_that_fit_come_first_and_none_is_chosen_beforehand(sample: Table) -> None:
    """U7."""
    async with opened(dialog(sample, HARD)) as chair:
        await chair.press("down", "a", "enter", "enter", "1")
        await chair.types("Aftalt")
        await chair.press("enter")
        await chair.sees("1  Oplysningen ligger på barnets sag", "2  Indsatsen kan ikke vente til næste møde")
        await chair.press("enter")
        await chair.sees("1  Oplysningen ligger på barnets sag")
        assert chair.answer is NOTHING


async def test_enter_opens_a_list_and_records_nothing(sample: Table) -> None:
    """U7."""
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.press("a")
        chair.app.screen.query_one("#second").focus()
        await chair.press("enter")
        assert chair.answer is NOTHING
        await chair.press("2")
        assert chair.app.screen.query_one("#second", Pick).value


async def test_the_second_choice_must_be_another_provider_and_what_is_asked_stays(sample: Table) -> None:
    async with opened(dialog(sample, HARD)) as chair:
        chair.app.screen.query_one("#second", Pick).value = "klub-havn"
        await chair.press("down")
        assert chair.app.screen.query_one("#answer-over_capacity", AnswerBlock).is_asked
    async with opened(dialog(sample, CLEAR)) as chair:
        chair.app.screen.query_one("#second", Pick).value = "klub-oest"
        await chair.press("a", "enter")
        await chair.sees("Alternativet er den udfører, der er valgt.", "68 → 86 %")
        assert chair.answer is NOTHING
        assert chair.app.screen.query_one("#second").has_focus


async def test_the_chosen_provider_is_offered_neither_as_second_choice_nor_instead(sample: Table) -> None:
    """The list of the second choice offered it first, and recording it was refused."""
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.press("a", "2", "2")
        row = chair.app.screen.query_one("#seat-club", SeatRow)
        await chair.waits_for(lambda: bool(row.query(Pick)), "whom instead")
        for pick in (chair.app.screen.query_one("#second", Pick), row.query_one(Pick)):
            pick.focus()
            await chair.press("right")
            await chair.sees("2  Klub Havn")
            chair.misses("Klub Øst")
            await chair.press("escape")
        chair.app.screen.query_one("#providers").focus()
        await chair.press("down")
        chair.app.screen.query_one("#second").focus()
        await chair.press("right")
        await chair.sees("2  Klub Øst")
        chair.misses("Klub Havn")


async def test_whoever_disagrees_cannot_want_the_chosen_provider(sample: Table) -> None:
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.press("a", "2", "2")
        row = chair.app.screen.query_one("#seat-club", SeatRow)
        await chair.waits_for(lambda: bool(row.query(Pick)), "whom instead")
        row.query_one(Pick).value = "klub-oest"
        await chair.press("enter")
        await chair.sees("Per Sand er uenig, men vil hellere have den udfører, der er valgt.")
        assert chair.answer is NOTHING
        assert row.stance.has_focus


async def test_tab_and_what_is_missing_follow_the_order_of_the_form(sample: Table) -> None:
    """U8: tab went to the buttons before the start, and positions were asked before the reason above them."""
    async with opened(dialog(sample, HARD)) as chair:
        await chair.press("down", "enter", "enter")
        await chair.sees("Barnets relation vejer tungest")
        await chair.press("escape")
        chain = [widget.id or type(widget).__name__ for widget in chair.app.screen.focus_chain]
        places = [chain.index(name) for name in ("providers", "people", "start", "end", "second", "record", "leave")]
        assert places == sorted(places)
        assert chain.index("start") > chain.index("Pick") > chain.index("people")


async def test_what_must_be_answered_follows_the_provider(sample: Table) -> None:
    async with opened(dialog(sample, HARD), size=(120, 40)) as chair:
        chair.misses("Bringer udføreren")
        await chair.press("down")
        await chair.sees("Bringer udføreren 4,2 t/uge over")
        await chair.press("up")
        await chair.waits_for(lambda: "Bringer udføreren" not in chair.seen, "the caution of the other provider gone")


async def test_positions_that_were_taken_are_filled_in(sample: Table) -> None:
    agreed = sample.does(Place(case=CLEAR, provider="klub-oest", start=date(2026, 12, 2), positions="all_agree"))
    async with opened(dialog(agreed, CLEAR)) as chair:
        stances = [row.stance.value for row in chair.app.screen.query(SeatRow)]
    assert stances == ["agree"] * 4


@pytest.mark.parametrize(
    ("typed", "start"), [("4/1", date(2027, 1, 4)), ("15.1.27", date(2027, 1, 15)), ("2027-02-01", date(2027, 2, 1))]
)
async def test_the_start_is_typed_as_people_write_dates(sample: Table, typed: str, start: date) -> None:
    async with opened(dialog(sample, CLEAR)) as chair:
        chair.app.screen.query_one("#start").focus()
        await chair.press("home", "ctrl+k")
        await chair.types(typed)
        await chair.press("tab", "tab")
        await chair.press("a", "enter")
        assert chair.answer.start == start


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_price_room_leave_and_free_hours_follow_the_period(sample: Table, size: tuple[int, int]) -> None:
    """T4: with the start 1 February 5.113 kr. stood there for 5.265, and Ali Kaya was free while on leave."""
    async with opened(dialog(sample, CLEAR), size=size) as chair:
        await chair.sees("68 → 86 %", "Ali Kaya")
        chair.misses("på orlov til 30.04.2027")
        chair.app.screen.query_one("#start").focus()
        await chair.press("home", "ctrl+k")
        await chair.types("1/2")
        await chair.sees("på orlov til 30.04.2027")
        place, screen = sample.sees(CLEAR, date(2027, 2, 1)), chair.app.screen
        assert isinstance(screen, DecideDialog)
        shown = {facts.option.provider: facts.option for _place, facts in screen.providers._offered}
        assert shown == {option.provider: option for option in place.options}
        assert screen.providers.chosen is not None
        assert screen.providers.chosen.option.provider == "klub-oest", "what is chosen stays chosen"
        assert screen.people.chosen == "mette-h"
        if size[0] > 100:
            await chair.sees("5.265 kr./md.")
        screen.end.focus()
        await chair.types("28/2")
        await chair.waits_for(lambda: screen._now.proposal.end == date(2027, 2, 28), "the other end")
        await chair.press("home", "ctrl+k")
        await chair.types("1.1.2027")
        await chair.sees("1.1.2027")
        assert screen._now.proposal.end > date(2027, 2, 1), "an end before the start is weighed nowhere"


def setting_hours(table: Table) -> Table:
    """The same meeting at a committee that sets the hours (004:33)."""
    settings = table.context.config
    committee = replace(settings.committee, sets_hours=True)
    return table.knows(config=replace(settings, committee=committee))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_committee_sets_hours_within_the_grant(sample: Table, size: tuple[int, int]) -> None:
    table = setting_hours(sample)
    async with opened(dialog(table, CLEAR), size=size) as chair:
        await chair.sees("68 → 86 %", "Timer", "om ugen af de bevilgede 5")
        chair.app.screen.query_one("#hours").focus()
        await chair.types("6")
        await chair.press("enter")
        await chair.sees("6 timer om ugen er flere end de 5, der er bevilget")
        await chair.press("home", "ctrl+k")
        await chair.types("x")
        await chair.press("enter")
        await chair.sees("Skriv timerne om ugen som et tal")
        await chair.press("home", "ctrl+k")
        await chair.types("3,5")
        await chair.sees("68 → 81 %")
        if size[0] > 100:
            await chair.sees("3.579 kr./md.")
        chair.app.screen.query_one("#start").focus()
        await chair.press("shift+tab", "a", "enter")
        place = chair.answer
    assert place.hours == Decimal("3.5")
    decided = scales(table)(place)
    assert isinstance(decided, Decided)
    assert (decided.decision.hours, decided.decision.granted_hours) == (Decimal("3.5"), Decimal(5))


async def test_the_granted_hours_are_proposed_and_are_nothing_to_say(sample: Table) -> None:
    async with opened(dialog(setting_hours(sample), CLEAR)) as chair:
        assert chair.app.screen.query_one("#hours", Line).value == "5"
        await chair.press("a", "enter")
        assert chair.answer.hours is None


async def test_a_committee_that_sets_no_hours_is_not_asked_for_them(sample: Table) -> None:
    async with opened(dialog(sample, CLEAR)) as chair:
        chair.misses("om ugen af de bevilgede")
        assert not chair.app.screen.query("#hours")
        await chair.press("a", "enter")
        assert chair.answer.hours is None


async def test_a_start_before_the_grant_is_said_beside_the_start(sample: Table) -> None:
    async with opened(dialog(sample, CLEAR)) as chair:
        chair.app.screen.query_one("#start").focus()
        await chair.press("home", "ctrl+k")
        await chair.types("1.11.2026")
        await chair.press("enter")
        assert chair.answer is NOTHING
        await chair.sees("12.11.2026")
        assert chair.app.screen.query_one("#start").has_focus


async def test_in_principle_is_offered_only_with_an_empty_seat(sample: Table) -> None:
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.press("p", "a", "enter")
        assert chair.answer.in_principle is False
    without = sample.does(Attend(person="Per Sand", status="excused"))
    async with opened(dialog(without, CLEAR), size=(120, 40)) as chair:
        await chair.sees("[ ] I princippet")
        await chair.press("p", "a")
        await chair.sees("[x] I princippet")
        await chair.press("enter")
        assert chair.answer.in_principle is True
        assert isinstance(scales(without)(chair.answer), Decided)


async def test_who_is_disqualified_is_not_awaited(sample: Table) -> None:
    """U1."""
    out = Disqualify(case=CLEAR, role="club", ground="Kin", decided_by=("school", "authority", "internal"))
    without = sample.does(out)
    async with opened(dialog(without, CLEAR)) as chair:
        chair.misses("I princippet")
        await chair.press("p", "a", "enter")
        assert chair.answer is NOTHING
        await chair.sees("Ingen klubleder til stede.")


async def test_what_was_typed_is_kept_and_comes_back_as_a_draft(sample: Table) -> None:
    drawer = Drafts()
    async with opened(dialog(sample, HARD, drawer)) as chair:
        await chair.press("a", "enter", "5")
        await chair.types("Tales med")
        await chair.press("escape")
        assert chair.answer is None
    assert drawer.texts["place.child_view_missing"] == "Tales med"
    async with opened(dialog(sample, HARD, drawer), size=(120, 40)) as chair:
        await chair.sees("Tales med")
        await chair.press("a", "enter")
        (answer,) = chair.answer.answers
    assert (answer.code, answer.text) == (drawer.texts["place.child_view_missing.code"], "Tales med")


async def test_a_number_leads_to_a_position_or_says_why_nobody_takes_it(sample: Table) -> None:
    without = sample.does(Attend(person="Per Sand", status="excused"))
    async with opened(dialog(without, CLEAR)) as chair:
        await chair.press("2")
        await chair.sees("Klub Per Sand, afbud")
        await chair.press("3", "3")
        row = next(row for row in chair.app.screen.query(SeatRow) if row.seat.role == "authority")
        assert row.stance.value == "agree"
        await chair.press("4", "3", "3")
        assert row.stance.value == "disagree"


async def test_where_the_cursor_is_is_a_sign_and_not_a_shade(sample: Table) -> None:
    """U19: a choice that nobody has answered yet showed nothing at all."""
    async with opened(dialog(sample, CLEAR)) as chair:
        chair.misses("▸")
        await chair.press("3")
        (line,) = [line for line in chair.screen_text.splitlines() if "▸" in line]
        assert "Myndighed" in line


async def test_control_characters_do_not_reach_the_intention(sample: Table) -> None:
    drawer = Drafts(**{"place.child_view_missing": "ja\x1b[2J\u202e"})
    async with opened(dialog(sample, HARD, drawer)) as chair:
        await chair.press("a", "enter", "5", "enter")
        assert chair.answer.answers[0].text == "ja␛[2J\ufffd"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_buttons_and_the_balance_are_in_sight_at_every_size(sample: Table, size: tuple[int, int]) -> None:
    async with opened(dialog(sample, HARD), size=size) as chair:
        button = chair.app.screen.query_one("#record", Button)
        await chair.sees("Klub Øst, u.", str(button.label))


async def test_in_a_small_terminal_the_facts_of_the_marked_provider_are_read_in_full(sample: Table) -> None:
    """U16: what decides was cut, as "barnets ønske · p…"."""
    async with opened(dialog(sample, CLEAR)) as chair:
        await chair.sees("●●● Mette Holm · barnets ønske · på listen", "klubtilbud 1,43 → 1,38 t/barn", "5.113 kr./md.")
        await chair.sees("Alternativ ingen", "Registrér beslutningen")
        await chair.press("down", "down")
        await chair.sees("ingen har 5 t fri (højst 3) · andet distrikt", "grænse 15,6 t/uge fra 01.08.2027")


async def test_in_a_small_terminal_the_key_and_the_box_for_in_principle_are_in_sight(sample: Table) -> None:
    """U16: `p` was below the edge."""
    without = sample.does(Attend(person="Per Sand", status="excused"))
    async with opened(dialog(without, CLEAR)) as chair:
        await chair.sees("p i princippet", "I princippet, afventer Per Sand")
        await chair.press("p")
        assert chair.app.screen.query_one(Tick).value


async def test_hostile_names_are_shown_as_they_are(sample: Table) -> None:
    case_view = sample.sees(CLEAR)
    options = tuple(replace(option, name="[/x] [@click=app.quit]Klub[/]") for option in case_view.options)
    view = replace(case_view, options=options)
    config, law = sample.context.config, sample.context.law
    hostile = DecideDialog(view, config, law, scales(sample), lambda *_extent: view, drafts=Drafts())
    async with opened(hostile, size=(120, 40)) as chair:
        await chair.sees("[/x] [@click=app")
        names = [line for line in chair.screen_text.splitlines() if "[/x]" in line]
        assert len(names) >= len(options), "each name is shown, and none is read as markup"


async def test_the_order_of_the_two_style_sheets_does_not_matter(
    sample: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    styles = []
    for sheets in (["../dialogs/dialog.tcss", "decide.tcss"], ["decide.tcss", "../dialogs/dialog.tcss"]):
        monkeypatch.setattr(DecideDialog, "CSS_PATH", sheets)
        async with opened(dialog(sample, HARD)) as chair:
            await chair.press("down", "a", "2", "2", "enter")
            decide = chair.app.asked
            assert [path.name for path in decide.css_path] == [Path(sheet).name for sheet in sheets]
            widgets = decide.walk_children(Widget)
            styles.append([(type(widget).__name__, widget.id, widget.styles.css) for widget in widgets])
    assert styles[0] == styles[1]
