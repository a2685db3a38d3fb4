"""Past decisions at the keyboard: searching, suggestions, facets, sorting, and one decision in full."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from textual.screen import Screen

from kpcommittee.domain.review.facets import Count
from kpcommittee.domain.review.past import Order, PastDecision, Why, sort_decisions
from kpcommittee.domain.review.query import Vocabulary
from kpcommittee.errors import UsageError
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.history_query import Finder, Search
from kpcommittee.tui.screens.history_rows import ROOMY, Rows
from tests.drivers.chair import NOTHING, DialogChair, opened


def row(case: str) -> PastDecision:
    return PastDecision(
        meeting="2026-12-02",
        meeting_state="approved",
        opened_at="2026-12-02T09:00:00+01:00",
        date=date(2026, 12, 2),
        case_number=case,
        district="oest",
        age=13,
        problems=("school",),
        outcome="placed",
        provider="klub-oest",
        provider_name="Klub Øst",
        provider_kind="club",
        staff=None,
        staff_name=None,
        relation="none",
        hours=Decimal(5),
        start=None,
        end=None,
        followed_recommendation=True,
        departures=("from_list",),
        dissent=("club",),
        postponed_times=0,
        waiting_days=16,
        reason="[/x] relation",
        missing=None,
        reasons=(Why(code="known", text="[/x] relation"),),
        ended="planned",
        ended_on=date(2027, 6, 30),
        ended_why=None,
        version=1,
    )


def search(query: str, order: Order) -> Sequence[PastDecision]:
    if "alder:x" in query or query.endswith("klub:oe"):
        raise UsageError("“alder:x” cannot be read", "Expected: an age.")
    words = [word for word in query.split() if ":" not in word]
    cases = ("2026-0001", "2026-0002", "2026-0013")
    return sort_decisions((row(case) for case in cases if all(word in case for word in words)), order)


def facets(query: str) -> Mapping[str, Sequence[Count]]:
    count = len(search(query, "newest"))
    return {"udfald": (Count("placed", count),), "klub": (Count("klub-oest", count),), "aar": ()}


def screen(found: Search = search) -> HistoryScreen:
    return HistoryScreen(
        Finder(
            search=found,
            facets=facets,
            full=lambda decision: f"# Sag {decision.case_number}",
            vocabulary=lambda: Vocabulary(providers={"klub-oest": ("Klub Øst",), "klub-vest": ("Klub Vest",)}),
            name_of=lambda _term, value: value.title(),
            example=lambda term: f"{term}:x",
            story=lambda _case: Screen(),
            similar=lambda case: f"problem:school uden:{case}",
        )
    )


async def listed(chair: DialogChair, count: int = 3) -> None:
    """Wait until so many decisions are listed."""
    rows = chair.app.screen.query_one(Rows)
    await chair.waits_for(lambda: rows.row_count == count, f"{count} rows")


async def test_the_search_follows_what_is_typed() -> None:
    async with opened(screen(), size=(120, 30)) as chair:
        rows = chair.app.screen.query_one(Rows)
        await chair.waits_for(lambda: rows.row_count == 3)
        await chair.types("0013")
        await chair.waits_for(lambda: rows.row_count == 1)
        await chair.sees("2026-0013", "✓ placeret", "[/x] relation")


async def test_the_lowest_line_names_what_works_in_the_query() -> None:
    """It named `/`, which writes a slash there, and not the arrow that leads to the list."""
    async with opened(screen()) as chair:
        await listed(chair)
        await chair.sees("↓ ")
        footer = chair.screen_text.splitlines()[-1]
        assert "/ " not in footer
        await chair.press("down")
        await chair.sees("enter læs")
        assert "↓ " not in chair.screen_text.splitlines()[-1]


async def test_ages_are_in_a_column_by_their_ones() -> None:
    """A child of nine had its digit under the tens of the others."""
    decisions = [row("2026-0001")._replace(age=age) for age in (9, 13)]
    async with opened(screen(lambda _query, _order: decisions)) as chair:
        await listed(chair, 2)
        await chair.sees("2026-0001      9  ", "2026-0001     13  ")


@pytest.mark.parametrize("columns", [60, 80, 120])
async def test_what_is_cut_in_a_row_is_said_under_the_list(columns: int) -> None:
    """Why the committee departed was cut in every terminal, and who delivers had no column at 80."""
    why = "The mother asked for a woman, and the school agreed to it"
    decisions = [row("2026-0001")._replace(staff_name="Mette Holm", reason=why), row("2026-0002")]
    async with opened(screen(lambda _query, _order: decisions), size=(columns, 24)) as chair:
        await listed(chair, 2)
        said = " ".join(line.strip() for line in chair.screen_text.splitlines()[-3:-1])
        assert why in said
        assert ("Mette Holm" in said) == (columns < ROOMY)
        await chair.press("down", "down")
        assert why not in chair.screen_text
        assert not any(line.rstrip().endswith(("Rema", "Bemæ")) for line in chair.screen_text.splitlines())


async def test_one_decision_is_read_in_full_and_escape_goes_back() -> None:
    async with opened(screen()) as chair:
        rows = chair.app.screen.query_one(Rows)
        await chair.waits_for(lambda: rows.row_count == 3)
        await chair.press("down", "j", "enter")
        await chair.sees("Sag 2026-0002")
        await chair.press("escape")
        assert chair.answer is NOTHING
        await chair.sees("2026-0001")
        await chair.press("escape")
        assert chair.answer is None


async def test_keys_in_an_empty_list_do_nothing() -> None:
    async with opened(screen()) as chair:
        rows = chair.app.screen.query_one(Rows)
        await chair.types("nowhere")
        await chair.waits_for(lambda: rows.row_count == 0)
        await chair.press("enter", "k", "j", "G", "x", "enter")
        assert chair.answer is NOTHING
        await chair.sees("Ingen tidligere beslutning passer")
        assert chair.app.screen.check_action("open", ()) is None


async def test_a_term_that_cannot_be_read_is_said_in_place() -> None:
    async with opened(screen()) as chair:
        await chair.types("alder:x")
        await chair.waits_for(lambda: "cannot be read" in chair.screen_text)


# Suggestions


async def test_what_is_typed_is_completed() -> None:
    async with opened(screen(), size=(120, 30)) as chair:
        await listed(chair)
        await chair.types("kl")
        await chair.sees("klub: ", "klub:klub-oest Klub-Oest", "klub:klub-vest")
        await chair.press("tab")
        await chair.types("v")
        await chair.press("tab")
        assert chair.app.screen.query_one("#query").value == "klub:klub-vest "  # type: ignore[attr-defined]
        await chair.press("tab")
        assert chair.app.screen.focused is not chair.app.screen.query_one("#query")


async def test_a_value_that_is_not_written_to_its_end_is_no_error() -> None:
    async with opened(screen(), size=(120, 30)) as chair:
        await listed(chair)
        await chair.types("0013 klub:oe")
        await listed(chair, 1)
        await chair.sees("klub:klub-oest")
        chair.misses("cannot be read")


# Facets and sorting


async def test_a_facet_narrows_the_search_and_widens_it_again() -> None:
    async with opened(screen(), size=(120, 30)) as chair:
        await listed(chair)
        await chair.types("000")
        await listed(chair, 2)
        await chair.press("down", "f")
        await chair.sees("Udfald", "Placed 2", "Klub-Oest 2")
        chair.misses("År")
        await chair.press("down", "enter")
        query = chair.app.screen.query_one("#query")
        assert query.value == "000 klub:klub-oest"  # type: ignore[attr-defined]
        await chair.sees("✓ Klub-Oest")
        await chair.press("enter")
        assert query.value == "000"  # type: ignore[attr-defined]
        await chair.press("escape")
        chair.misses("Klub-Oest")
        assert chair.answer is NOTHING


async def test_a_search_that_ends_once_the_screen_is_left_shows_nothing() -> None:
    """It runs in another thread, and ended the program."""
    async with opened(screen()) as chair:
        await listed(chair)
        history = chair.app.screen
        assert isinstance(history, HistoryScreen)
        await chair.press("escape")
        await chair.waits_for(lambda: chair.app.screen is not history, "the screen below")
        history._show("", (), "")
        history._show_facets("", {})


async def test_the_list_is_sorted_by_a_key() -> None:
    async with opened(screen(), size=(120, 30)) as chair:
        await listed(chair)
        await chair.press("down")
        await chair.sees("3 beslutninger, 02.12.2026 · nyeste først")
        await chair.press("s", "s")
        await chair.sees("efter sagsnummer")
        await chair.press("s")
        await chair.sees("yngste barn først")
