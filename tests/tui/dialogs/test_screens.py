"""Who is here, the order, the minutes, past decisions and the help."""

import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any, get_args

import pytest
from textual.app import App
from textual.content import Content
from textual.screen import Screen

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.meeting.intentions import Attend, Note, Order, Withdraw
from kpcommittee.locale import _, ngettext
from kpcommittee.services.edits import edits_of
from kpcommittee.services.merging import MergeResult
from kpcommittee.services.minutes import EditedError
from kpcommittee.services.steps import Step, Watch, watch_nothing
from kpcommittee.tui.dialogs.exporting import edit_blocks
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.dialogs.undecided import PostponeDialog
from kpcommittee.tui.screens.help import HelpScreen, signs_topic
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.widgets.markdown import Prose, blocks_of
from kpcommittee.views.caution_facts import caution_facts
from kpcommittee.views.legend import legend
from kpcommittee.wording import states
from tests.builders import Table
from tests.drivers.chair import NOTHING, opened

# Who is here


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


# The order


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


# The minutes


@dataclass
class Pen:
    """Writes minutes that somebody may have edited."""

    edited: bool = False
    merges: bool = True
    merge: Callable[[], MergeResult] | None = None
    written: list[bool] = field(default_factory=list)
    code: str = ""
    texts: tuple[str, str] = ("", "")

    def __call__(self, code: str) -> "Pen":
        self.code = code
        return self

    def make(self, watch: Watch = watch_nothing) -> None:
        watch("laying_out")

    def save(self, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        if self.edited and not overwrite:
            difference = "-før\n+efter"
            raise EditedError(Path("minutes/2026-12-02.md"), difference, merges=self.merges, texts=self.texts)
        self.written.append(overwrite)
        return Path(f"minutes/2026-12-02.{self.code}"), ()


def markdown(table: Table) -> str:
    return render_minutes(minutes_of(table.meeting))


async def test_the_minutes_are_read_back_item_by_item(sample: Table) -> None:
    sample.does(Note(case="2026-0409", text="[@click=app.quit]Mor[/] *ringer* <b>", said_by="Per Sand"))
    async with opened(MinutesScreen(lambda: markdown(sample), Pen())) as chair:
        await chair.sees("Fordelingsudvalget")
        await chair.press("n", "n")
        await chair.sees("2026-0409")
        chair.misses("2026-0412")
        await chair.press(*["j"] * 12)
        await chair.sees("[@click=app.quit]Mor[/] *ringer* <b>")


async def test_the_items_are_read_back_one_at_a_time(sample: Table) -> None:
    async with opened(MinutesScreen(lambda: markdown(sample), Pen())) as chair:
        await chair.press("b")
        await chair.sees("Oplæsning: punkt 1 af 14", "2026-0412")
        chair.misses("2026-0409", "Fordelingsudvalget")
        await chair.press("n")
        await chair.sees("Oplæsning: punkt 2 af 14", "2026-0409")
        chair.misses("2026-0412")
        await chair.press("G")
        await chair.sees("Oplæsning: punkt 14 af 14")
        await chair.press("escape", "g")
        await chair.sees("Fordelingsudvalget", "Deltagere")
        assert chair.answer is NOTHING
        await chair.press("escape")
        assert chair.answer is None


async def test_the_minutes_are_written_and_the_file_is_named(sample: Table) -> None:
    pen = Pen()
    async with opened(MinutesScreen(lambda: markdown(sample), pen)) as chair:
        await chair.press("e")
        await chair.waits_for(lambda: "minutes/2026-12-02.md" in chair.screen_text)
        assert pen.written == [False]


async def test_a_quick_export_shows_no_frame(sample: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two whole screens were painted for one that nobody saw."""
    shown: list[str] = []
    push = App.push_screen

    def pushed(app: App[Any], screen: Screen[Any], *more: Any, **named: Any) -> Any:
        shown.append(type(screen).__name__)
        return push(app, screen, *more, **named)

    async with opened(MinutesScreen(lambda: markdown(sample), Pen())) as chair:
        monkeypatch.setattr(App, "push_screen", pushed)
        await chair.press("e")
        await chair.waits_for(lambda: "minutes/2026-12-02.md" in chair.screen_text)
        assert shown == []


async def test_the_format_that_was_chosen_is_the_next_one_too(
    sample: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    pen = Pen()
    async with opened(MinutesScreen(lambda: markdown(sample), pen)) as chair:
        await chair.press("f")
        await chair.sees("Word-dokument (.docx)", "PDF (.pdf)")
        await chair.press("3")
        await chair.waits_for(lambda: "minutes/2026-12-02.pdf" in chair.screen_text)
        assert pen.written == [False]
    async with opened(MinutesScreen(lambda: markdown(sample), pen)) as chair:
        await chair.press("e")
        await chair.waits_for(lambda: "minutes/2026-12-02.pdf" in chair.screen_text)
        await chair.press("f", "escape")
        assert pen.written == [False, False]


async def test_what_was_edited_by_hand_is_shown_before_it_is_written_over(sample: Table) -> None:
    pen = Pen(edited=True)
    async with opened(MinutesScreen(lambda: markdown(sample), pen)) as chair:
        await chair.press("e")
        await chair.sees("-før", "+efter")
        await chair.press("escape")
        assert pen.written == []
        await chair.press("e")
        await chair.sees("-før", "+efter")
        await chair.press("o")
        assert pen.written == [True]


async def test_what_was_edited_by_hand_is_shown_under_its_headings(sample: Table) -> None:
    """It was a difference between lines of Markdown, with signs that only programs read."""
    written = markdown(sample)
    edited = written.replace("Barnets syn", "Barnets ord", 1).rstrip() + "\n\nNy linje\x1b[2J.\n"
    pen = Pen(edited=True, texts=(edited, written))
    async with opened(MinutesScreen(lambda: written, pen), size=(120, 40)) as chair:
        await chair.press("e")
        await chair.sees("Punkt 1 · sag", " › Sagsfremstilling")
        await chair.sees("Rettet        Barnets ord:", "Referatet nu  Barnets syn:", "Rettet        Ny linje")
        chair.misses("-før", "@@")


def test_a_heading_that_is_missing_is_said_and_a_side_is_named_once() -> None:
    """It was listed like a sentence under the headings above it, and each line of a side named the side."""
    written = "# A\n\n## Sager\n\n## Eventuelt\n\nIntet.\n"
    edited = "# A\n\n## Sager\n\nEn sætning.\n\nOg en til.\n\nIntet.\n"
    edits = edits_of(EditedError(Path("m.md"), "-a", merges=True, texts=(edited, written))) or ()
    assert [line.plain.rstrip() for block in edit_blocks(edits) for line in block.lines(80)] == [
        "Eventuelt",
        "  Rettet        Denne overskrift mangler.",
        "",
        "Sager",
        "  Rettet        En sætning.",
        "                Og en til.",
    ]


async def test_a_difference_longer_than_the_screen_is_wrapped_once(
    sample: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it was wrapped three times and drawn, with and without a scrollbar: half of the key's time."""
    wrapped: Counter[int] = Counter()
    wrap = Prose.lines

    def counted(prose: Prose, width: int) -> list[Content]:
        wrapped[id(prose)] += 1
        return wrap(prose, width)

    written = markdown(sample)
    pen = Pen(edited=True, texts=("Rettet i hånden\n", written))
    async with opened(MinutesScreen(lambda: written, pen), size=(120, 40)) as chair:
        monkeypatch.setattr(Prose, "lines", counted)
        await chair.press("e")
        await chair.sees("Referatet nu  Punkt: 1", "    Punkt: 2")
        await chair.press("tab")
        assert len(wrapped) > 40, "the difference is longer than the screen"
        assert set(wrapped.values()) == {1}


def test_too_much_and_other_markdown_is_shown_line_by_line() -> None:
    path, long = Path("m.md"), "\n".join(f"-{number}" for number in range(700))
    for difference, edited in (("-a", "# A\n\n> x\n"), (long, "# A\n"), ("-" + "a" * 30_000, "# A\n")):
        assert edits_of(EditedError(path, difference, merges=True, texts=(edited, "# A\n"))) is None
    (change,) = edits_of(EditedError(path, "-b", merges=False, texts=("a\nb", "a"))) or ()
    assert (change.kind, change.under) == ("gone", ())


def test_only_words_that_replace_others_are_marked() -> None:
    texts = ("# A\n\nEn to.\n\nNy linje.\n", "# A\n\nEn tre.\n")
    edits = edits_of(EditedError(Path("m.md"), "-a", merges=True, texts=texts)) or ()
    marked = [
        line.plain[span.start : span.end]
        for block in edit_blocks(edits)
        for line in block.lines(80)
        for span in line.spans
        if "underline" in str(span.style)
    ]
    assert marked == ["to.", "tre."]


@dataclass
class SlowPen(Pen):
    """Lays out until it is let go."""

    go: Event = field(default_factory=Event)
    steps: list[str] = field(default_factory=list)

    def make(self, watch: Watch = watch_nothing) -> None:
        for step in get_args(Step):
            self.steps.append(step)
            watch(step)
            if step == "laying_out":
                assert self.go.wait(20)


async def test_a_long_export_says_what_it_does_while_the_screen_stays_alive(sample: Table) -> None:
    pen = SlowPen()
    async with opened(MinutesScreen(lambda: markdown(sample), pen)) as chair:
        await chair.press("e")
        await chair.sees("Dokumentet sættes op.", "esc stands")
        assert pen.written == []
        pen.go.set()
        await chair.sees("minutes/2026-12-02.md")
        assert pen.written == [False]
        assert pen.steps == [*get_args(Step)]
        chair.misses("Dokumentet sættes op.")


async def test_a_long_export_is_stopped_before_anything_is_written(
    sample: Table, caplog: pytest.LogCaptureFixture
) -> None:
    gc.freeze()  # what earlier tests have left takes seconds to go through
    pen = SlowPen()
    async with opened(MinutesScreen(lambda: markdown(sample), pen)) as chair:
        await chair.press("e")
        await chair.sees("Dokumentet sættes op.")
        await chair.press("escape")
        await chair.sees("eksporten blev standset")
        pen.go.set()
        await chair.waits_for(lambda: pen.steps[-1] == "reading_back", "the next step")
        assert pen.written == []
        await chair.press("e")
        await chair.waits_for(lambda: pen.written == [False], "another export")
        gc.collect()
        assert caplog.messages == [], "the event loop writes it over the screen"


async def test_the_approval_is_offered_only_where_it_is_possible(sample: Table) -> None:
    asked: list[bool] = []
    async with opened(MinutesScreen(lambda: markdown(sample), Pen())) as chair:
        await chair.press("v")
    async with opened(MinutesScreen(lambda: markdown(sample), Pen(), lambda: asked.append(True))) as chair:
        await chair.press("v")
    assert asked == [True]


def test_a_wide_table_becomes_records() -> None:
    (table,) = blocks_of("| Klub | Før |\n|---|---|\n| Klub Øst med et langt navn | 68 % |")
    assert [line.plain.rstrip() for line in table.lines(60)] == [
        "",
        "Klub                        Før",
        "Klub Øst med et langt navn  68 %",
    ]
    assert [line.plain for line in table.lines(30)] == ["", "Klub Øst med et langt navn ·", "  Før: 68 %"]


# Help


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_help_begins_with_what_is_focused(sample: Table, size: tuple[int, int]) -> None:
    case_view = sample.sees("2026-0409")
    async with opened(PostponeDialog(case_view), size=size) as chair:
        await chair.press("f1")
        text = " ".join(chair.screen_text.split())
        assert text.index(_("Begin a new line in the text.")) < text.index(_("Close and record nothing."))


async def test_help_explains_the_cautions_of_the_case(sample: Table) -> None:
    case_view = sample.sees("2026-0409")
    below = PostponeDialog(case_view)
    async with opened(below, size=(120, 60)) as chair:
        chair.app.push_screen(HelpScreen(below, caution_facts(case_view.cautions, sample.context.config)))
        await chair.press("G")
        await chair.sees("barnets lov § 5")


async def test_a_word_narrows_the_help_and_escape_shows_everything_again(sample: Table) -> None:
    """U20."""
    below = PostponeDialog(sample.sees("2026-0409"))
    async with opened(below, size=(80, 24)) as chair:
        chair.app.push_screen(HelpScreen(below, topics=[signs_topic(legend())]))
        await chair.press("slash")
        await chair.types("bekymr")
        await chair.sees("Intet i hjælpen indeholder »bekymr«")
        await chair.press("escape", "slash")
        await chair.types("udsat")
        await chair.sees("↷ udsat")
        chair.misses("░ fri")
        await chair.press("escape")
        await chair.sees("Her på skærmen")
        await chair.press("escape")
        await chair.waits_for(lambda: chair.app.screen is below, "the dialog below")


def test_the_legend_explains_every_sign_of_the_meeting() -> None:
    """U20: no sign is left to be guessed."""
    explained = {sign.sign for signs in legend() for sign in signs.signs}
    assert explained >= {*"✓~↷←×!·…★●◐○–█▓▒░", "●●●", "●●"}
    assert explained >= {symbol for symbol in states.CASE_SYMBOLS.values() if symbol.strip()}


async def test_the_first_screen_of_a_kind_is_in_the_middle_as_the_next_one_is(sample: Table) -> None:
    async with opened(OrderScreen(sample.meeting)) as chair:
        first = chair.app.screen.query_one(".order").region
        await chair.press("escape")
        chair.app.push_screen(OrderScreen(sample.meeting))
        await chair.pilot.pause()
        assert chair.app.screen.query_one(".order").region == first
        assert first.x == 1
        assert first.y > 0
