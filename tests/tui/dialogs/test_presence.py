"""Who is here: attendance, substitutes, and what is named before it is left."""

from kpcommittee.domain.meeting.intentions import Attend
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.presence import PresenceScreen
from tests.builders import Table
from tests.drivers.chair import NOTHING, opened


async def test_attendance_is_changed_for_several_people_at_once(sample: Table) -> None:
    async with opened(PresenceScreen(sample.meeting, sample.context.config, sample.context.law)) as chair:
        await chair.press("2", "s", "1", "down", "down", "4", "f", "2", "enter")
        expected = (
            Attend(person="Inger Thorsen", status="excused", substitute="Bo Lind"),
            Attend(person="Lone Bech", status="left", case="2026-0409"),
        )
        assert chair.answer == expected
    sample.does(*expected)
    async with opened(PresenceScreen(sample.meeting, sample.context.config, sample.context.law)) as chair:
        await chair.sees("– afbud", "Bo Lind", "→ forlod mødet")
        await chair.press("enter")
        assert chair.answer is None


async def test_whoever_is_here_is_offered_as_a_substitute(sample: Table) -> None:
    """U14."""
    async with opened(PresenceScreen(sample.meeting, sample.context.config, sample.context.law)) as chair:
        await chair.press("s")
        await chair.sees("1  Bo Lind", "Per Sand (klubleder)", "ingen")
        chair.misses("Inger Thorsen (myndighed)")
        await chair.types("Per")
        await chair.sees("1  Per Sand (klubleder)")
        await chair.press("1", "enter")
        assert chair.answer == (Attend(person="Inger Thorsen", status="excused", substitute="Per Sand"),)


async def test_who_comes_or_goes_does_so_from_the_case_the_meeting_has_come_to(sample: Table) -> None:
    sample.does(Attend(person="Inger Thorsen", status="excused"))
    async with opened(PresenceScreen(sample.meeting, sample.context.config, sample.context.law, "2026-0377")) as chair:
        await chair.press("1", "down", "down", "4", "down", "2", "enter")
        assert chair.answer == (
            Attend(person="Inger Thorsen", status="present", case="2026-0377"),
            Attend(person="Lone Bech", status="left", case="2026-0377"),
            Attend(person=chair.answer[2].person, status="excused"),
        )


async def test_the_list_of_items_numbers_them_as_the_agenda_does(sample: Table) -> None:
    async with opened(PresenceScreen(sample.meeting, sample.context.config, sample.context.law, "2026-0377")) as chair:
        await chair.press("4", "f")
        await chair.sees("1 A.K. 2026-0412", "3 F.H. 2026-0377")
        await chair.press("1", "enter")
        assert chair.answer == (Attend(person="Inger Thorsen", status="left"),)


async def test_a_substitute_may_be_typed(sample: Table) -> None:
    async with opened(PresenceScreen(sample.meeting, sample.context.config, sample.context.law)) as chair:
        await chair.press("s")
        await chair.types("Ny Person")
        await chair.press("enter", "enter")
        assert chair.answer == (Attend(person="Inger Thorsen", status="excused", substitute="Ny Person"),)


async def test_what_was_changed_is_named_before_it_is_left(sample: Table) -> None:
    """U19: escape dropped it without a word."""
    async with opened(PresenceScreen(sample.meeting, sample.context.config, sample.context.law)) as chair:
        await chair.press("2", "escape")
        await chair.sees("Ikke registreret: Inger Thorsen (afbud)")
        assert chair.answer is NOTHING
        await chair.press("down", "2", "escape")
        await chair.sees("Inger Thorsen (afbud), ")
        assert chair.answer is NOTHING
        await chair.press("escape")
        assert chair.answer is None
    async with opened(OrderScreen(sample.meeting)) as chair:
        await chair.press("J", "escape")
        await chair.sees("Den nye rækkefølge er ikke registreret")
        await chair.press("escape")
        assert chair.answer is None
