"""The order of the cases."""

from itertools import pairwise

from kpcommittee.domain.meeting.intentions import Attend, Order, Withdraw
from kpcommittee.locale import ngettext
from kpcommittee.tui.dialogs.order import OrderScreen
from tests.builders import Table
from tests.drivers.chair import opened


async def test_a_case_is_moved_with_the_keyboard(sample: Table) -> None:
    before = [item.number for item in sample.meeting.items]
    async with opened(OrderScreen(sample.meeting)) as chair:
        await chair.press("J", "J", "K", "enter")
        assert chair.answer == Order(cases=(before[1], before[0], *before[2:]))
        sample.does(chair.answer)


async def test_open_cases_move_past_what_keeps_its_number(sample: Table) -> None:
    """U10."""
    numbers = [item.number for item in sample.meeting.items]
    sample.does(Withdraw(case=numbers[1], reason="Flytter"))
    async with opened(OrderScreen(sample.meeting)) as chair:
        await chair.sees("beholder sit nummer")
        await chair.press("J", "enter")
        assert chair.answer == Order(cases=(numbers[2], numbers[1], numbers[0], *numbers[3:]))
    async with opened(OrderScreen(sample.meeting)) as chair:
        await chair.press("down", "J", "K", "enter")
        assert chair.answer is None
    async with opened(OrderScreen(sample.meeting)) as chair:
        await chair.press("d", "enter")
        sample.does(chair.answer)
    assert sample.meeting.items[1].number == numbers[1]


async def test_cases_of_one_bench_come_together(sample: Table) -> None:
    async with opened(OrderScreen(sample.meeting)) as chair:
        await chair.press("d", "enter")
        sample.does(chair.answer)
    config, law = sample.context.config, sample.context.law
    seats = [sample.meeting.bench(item, config, law).seats[:2] for item in sample.meeting.items]
    benches = [tuple(seat.person for seat in bench) for bench in seats]
    changes = sum(bench != other for bench, other in pairwise(benches))
    assert changes == len(set(benches)) - 1


_LEAVES = (
    "{name} leaves before item {n}: needed in {late} case after that.",
    "{name} leaves before item {n}: needed in {late} cases after that.",
)


async def test_who_leaves_early_is_seen_until_their_cases_come_before(sample: Table) -> None:
    numbers = [item.number for item in sample.meeting.items]
    sample.does(Attend(person="Per Sand", status="left", case=numbers[1]))
    async with opened(OrderScreen(sample.meeting), size=(120, 40)) as chair:
        several, single = (ngettext(*_LEAVES, n).format(name="Per Sand", n=at, late=n) for at, n in ((2, 3), (6, 1)))
        await chair.sees(several)
        assert chair.screen_text.count("Per Sand: forlod mødet") == 3
        await chair.press("j", *["J"] * 4)
        await chair.sees(single)
        assert chair.screen_text.count("Per Sand: forlod mødet") == 1


async def test_an_unchanged_order_is_no_intention(sample: Table) -> None:
    async with opened(OrderScreen(sample.meeting)) as chair:
        await chair.press("J", "K", "enter")
        assert chair.answer is None


async def test_the_first_screen_of_a_kind_is_in_the_middle_as_the_next_one_is(sample: Table) -> None:
    async with opened(OrderScreen(sample.meeting)) as chair:
        first = chair.app.screen.query_one(".order").region
        await chair.press("escape")
        chair.app.push_screen(OrderScreen(sample.meeting))
        await chair.pilot.pause()
        assert chair.app.screen.query_one(".order").region == first
        assert first.x == 1
        assert first.y > 0
