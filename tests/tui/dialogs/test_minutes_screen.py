"""The minutes on the screen: read back item by item, written in a format, and merged with edits."""

import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, get_args

import pytest
from textual.app import App
from textual.content import Content
from textual.screen import Screen

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.meeting.intentions import Note
from kpcommittee.services.edits import edits_of
from kpcommittee.services.merging import MergeResult
from kpcommittee.services.minutes import EditedError
from kpcommittee.services.steps import Step, Watch, watch_nothing
from kpcommittee.tui.dialogs.exporting import edit_blocks
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.widgets.markdown import Prose, blocks_of
from tests.builders import Table
from tests.drivers.chair import NOTHING, opened


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
