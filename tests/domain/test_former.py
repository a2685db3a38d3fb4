"""Provider, person and second choice of a decision that have gone from the config are known where it is corrected."""

from dataclasses import replace
from datetime import date

import pytest

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.committee import Config
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.former import with_former
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.provider import Provider, Staff
from tests.builders import MEETS, NOW, START, Table, case, claim, club, config, knows, place, staff

KNOWN = knows("Mia Holm", "north-club", "mia")


@pytest.fixture
def table() -> Table:
    """Mia of the north club was chosen, and the south club as second choice."""
    table = Table(case("A-1", relations=(KNOWN,)))
    return table.does(Open(), place("A-1", "north-club", staff="mia", second_choice="south-club"))


def decision(table: Table) -> Decision:
    item = table.meeting.item("A-1")
    assert item is not None
    assert item.decision is not None
    return item.decision


def today(table: Table, *providers: Provider) -> Context:
    """The context once the config has these providers."""
    settings = replace(table.context.config, providers=providers)
    return replace(table.context, config=settings, ledger=table.context.ledger.with_config(settings))


def corrected(table: Table, *providers: Provider) -> Config:
    """The config that a correction sees."""
    context = with_former(today(table, *providers), table.meeting, decision(table))
    assert context.ledger.config is context.config
    return context.config


def person(settings: Config, provider: str, staff_id: str) -> Staff | None:
    known = settings.provider(provider)
    assert known is not None
    return known.member(staff_id)


def test_who_is_still_there_changes_nothing(table: Table) -> None:
    before = today(table, *table.context.config.providers)
    assert with_former(before, table.meeting, decision(table)) is before


def test_the_provider_and_the_second_choice_are_known_as_they_were(table: Table) -> None:
    frozen = table.context.config
    settings = corrected(table, *(house for house in frozen.providers if house.id not in ("north-club", "south-club")))
    for name in ("north-club", "south-club"):
        assert settings.provider(name) == frozen.provider(name)
    assert len(settings.providers) == len(frozen.providers)


def test_who_is_called_otherwise_today_keeps_the_name_of_the_decision(table: Table) -> None:
    """A corrected date wrote that provider and person were changed, although only the config called them otherwise."""
    called = {"north-club": "Polar", "south-club": "Sun"}
    renamed = tuple(
        replace(
            provider,
            name=called.get(provider.id, provider.name),
            staff=tuple(replace(member, name=f"{member.name}-Lund") for member in provider.staff),
        )
        for provider in table.context.config.providers
    )
    settings, frozen = corrected(table, *renamed), table.context.config
    assert [provider.name for provider in settings.providers] == [provider.name for provider in frozen.providers]
    known, other = person(settings, "north-club", "mia"), person(settings, "south-club", "sara")
    assert known is not None
    assert known.name == "Mia Holm"
    assert other is None or other.name.endswith("-Lund"), "whoever was not chosen is called as today"


def test_a_person_who_has_gone_is_beside_those_of_today_and_has_left_by_now(table: Table) -> None:
    north = club("north-club", "20", staff("Ali Kaya"), staff("Nor Berg"))
    settings = corrected(table, north, *table.context.config.providers[1:])
    changed = settings.provider("north-club")
    assert changed is not None
    assert [member.id for member in changed.staff] == ["ali", "nor", "mia"]
    assert changed.pedagogue_hours == north.pedagogue_hours, "the club is as it is today"
    gone = person(settings, "north-club", "mia")
    assert gone is not None
    assert gone.left_on == NOW.date()
    assert person(settings, "south-club", "mia") is None


def test_the_day_on_which_somebody_was_to_leave_is_kept() -> None:
    leaves = date(2027, 8, 31)
    usual = config()
    north = club("north-club", "10", staff("Mia Holm", left_on=leaves), staff("Ali Kaya"))
    table = Table(case("A-1", relations=(KNOWN,)), settings=replace(usual, providers=(north, *usual.providers[1:])))
    table.does(Open(), place("A-1", "north-club", staff="mia"))
    gone = person(corrected(table, club("north-club", "10"), *usual.providers[1:]), "north-club", "mia")
    assert gone is not None
    assert gone.left_on == leaves


def test_a_namesake_at_the_second_choice_is_somebody_else() -> None:
    """The id of a member of staff is one within its own provider."""
    usual = config()
    south = club("south-club", "10", staff("Mia Lund"))
    known = {house.id: house for house in usual.providers} | {"south-club": south}
    table = Table(case("A-1", relations=(KNOWN,)), settings=replace(usual, providers=tuple(known.values())))
    table.does(Open(), place("A-1", "north-club", staff="mia", second_choice="south-club"))
    without = {**known, "south-club": club("south-club", "10")}
    assert person(corrected(table, *without.values()), "south-club", "mia") is None


def test_a_ledger_with_another_config_is_the_one_that_is_made_with_it() -> None:
    before = config()
    ledger = Ledger.of_claims(before, (claim("north-club"), claim("south-club", number="R-2")), MEETS)
    effects = [ledger.provider_profile(house).intervals for house in before.providers]
    assert ledger.without_case("R-1", START).provider_profile(before.providers[0]).intervals
    after = replace(before, providers=(club("north-club", "20", staff("Mia Holm")), *before.providers[1:]))
    changed = ledger.with_config(after)
    made = Ledger.of_claims(after, (claim("north-club"), claim("south-club", number="R-2")), MEETS)
    new = [changed.provider_profile(house).intervals for house in after.providers]
    assert new == [made.provider_profile(house).intervals for house in after.providers]
    assert (new[0] != effects[0], new[1]) == (True, effects[1])
    alone = changed.without_case("R-1", START).provider_profile(after.providers[0]).intervals
    assert alone == made.without_case("R-1", START).provider_profile(after.providers[0]).intervals
