"""Help: the meaning of the case's cautions, the keys that work here, and the signs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import N_, _
from kpcommittee.tui.base import SCREEN, LocalizedScreen, ReadingScreen, reading_keys
from kpcommittee.tui.privacy import own_text
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import Prose, Section
from kpcommittee.tui.widgets.page import Page
from kpcommittee.tui.widgets.shielded import ShieldedInput
from kpcommittee.tui.widgets.text import KEY, MUTED, STRONG, join_pieces
from kpcommittee.views.caution_facts import CautionFact
from kpcommittee.views.legend import Signs
from kpcommittee.wording.cautions import caution_help
from kpcommittee.wording.keys import KEYS

TERM = 20
"""The most cells of a term."""

NAME, WIDE_NAME, WIDE = 18, 25, 110
"""The most cells of a name, and in a wide terminal; and the columns from which no name is cut."""


@immutable(kw_only=False)
class Entry:
    """One line of the help."""

    term: str
    """The key or the word that is explained."""
    name: str
    """Its name; empty if it has none."""
    sentence: str


@immutable(kw_only=False)
class Topic:
    """The entries below one heading of the help."""

    heading: str
    entries: tuple[Entry, ...] = ()
    texts: tuple[Prose, ...] = ()
    """Texts that are no entries: whole sentences, or signs."""


class HelpScreen(ReadingScreen, ModalScreen[None]):
    """The help for the screen below: cautions, keys (the focused part's first), and signs."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,question_mark,f1,q", "leave", N_("close"), key_display="esc", id="help.leave",
            tooltip=N_("Close the help and go on."),
        ),
        Binding("slash", "filter", N_("filter"), key_display="/", id="help.filter",
                tooltip=N_("Show only what contains a word.")),
        *reading_keys("help"),
    ]  # fmt: skip

    box = query_one(Page)
    filter = query_one("#filter", Input)

    def __init__(self, screen: Screen[Any], cautions: Sequence[CautionFact] = (), topics: Iterable[Topic] = ()) -> None:
        """Explain the cautions of the chosen case, a screen's keys as they are now, and further topics."""
        super().__init__()
        self._topics = (*_of_cautions(cautions), *keys_of(screen), *topics, _copying())

    def compose(self) -> ComposeResult:
        """Yield the filter line, with the topics below."""
        box = Page(_sections(self._topics, self.app.size.width), classes="help")
        box.border_title = Content(_("Help"))
        yield box
        yield ShieldedInput(placeholder=_("A word; escape shows everything again"), id="filter")
        yield ScreenKeys()

    def action_filter(self) -> None:
        """Focus the filter line."""
        self.add_class("-filtering")
        self.filter.focus()

    def action_leave(self) -> None:
        """Leave the filter; without one, close the help."""
        if not self.has_class("-filtering"):
            super().action_leave()
            return
        self.remove_class("-filtering")
        self.box.focus()
        self.filter.value = ""

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        """Show only entries that contain the word."""
        event.stop()
        sections = [*_sections(_narrow_topics(self._topics, event.value.strip()), self.size.width)]
        nothing = _("Nothing in the help contains “{word}”. Escape shows everything again.")
        if not sections:
            sections = [Section([Prose(Content(nothing.format(word=event.value.strip())))])]
        self.box.show(sections)
        self.box.scroll_home(animate=False)

    @on(Input.Submitted)
    def _read(self, event: Input.Submitted) -> None:
        """Focus what was found."""
        event.stop()
        self.box.focus()


class ExplainedScreen(LocalizedScreen):
    """A screen whose keys are explained when somebody asks."""

    @on(events.Mount)
    def _follow_config(self) -> None:
        """Leave by the key that opens the screen where the config has another one, unless it does something here."""
        bindings = self._bindings.key_to_bindings
        for name, key in getattr(self.app, "own_keys", {}).items():
            for usual in KEYS[name].usual.split(","):
                leaving = [binding for binding in bindings.get(usual, ()) if binding.id == f"{name}.leave"]
                if leaving:
                    del bindings[usual]
                    bindings.setdefault(key, [leaving[0].with_key(key)])

    def topics(self) -> Iterable[Topic]:
        """Yield the topics besides the keys."""
        return ()

    def action_help(self) -> None:
        """Explain the keys that work here."""
        self.app.push_screen(HelpScreen(self, topics=self.topics()))


def help_key(owner: str) -> Binding:
    """Return the key for the help of a screen on which nothing is typed."""
    return Binding(
        "question_mark,f1", "help", N_("help"), key_display="?", id=f"{owner}.help",
        tooltip=N_("Explain the keys that work here."),
    )  # fmt: skip


def leave_key(owner: str, tooltip: str = N_("Go back to the meeting.")) -> Binding:
    """Return the keys that leave a screen: `esc`, `q`, and the usual key that opens it.

    Where the config has another key, an `ExplainedScreen` follows it.
    """
    return Binding(
        f"escape,{KEYS[owner].usual},q", "leave", N_("back"), key_display="esc", id=f"{owner}.leave", tooltip=tooltip
    )


def signs_topic(legend: Iterable[Signs]) -> Topic:
    """Return the legend of the signs as a topic, a line for each place on the screen."""
    column = max(cell_len(signs.place) for signs in legend) + 2
    return Topic(_("What the signs mean"), texts=tuple(_signs(signs, column) for signs in legend))


# The sections


def keys_of(screen: Screen[Any]) -> tuple[Topic, ...]:
    """Return the keys that have an explanation, the focused part's first; keys of one action share a line."""
    lines: dict[tuple[object, str, str], list[ActiveBinding]] = {}
    focused = [*screen.focused.ancestors_with_self] if screen.focused else []
    active = [entry for entry in screen.active_bindings.values() if entry.binding.tooltip and entry.binding.id]
    for entry in sorted(active, key=lambda entry: focused.index(entry.node) if entry.node in focused else len(focused)):
        lines.setdefault((entry.node, _heading(entry), entry.binding.tooltip), []).append(entry)
    topics: dict[str, list[Entry]] = {}
    for (_node, heading, _tooltip), several in lines.items():
        topics.setdefault(heading, []).append(_entry(several, screen.app))
    last = (_(SCREEN.description), _("Everywhere"))
    headings = sorted(topics, key=lambda heading: last.index(heading) if heading in last else -1)
    return tuple(Topic(heading, tuple(topics[heading])) for heading in headings)


def _heading(entry: ActiveBinding) -> str:
    """Return the heading for a key: its own group, or where it works."""
    if entry.binding.group is not None:
        return _(entry.binding.group.description)
    if isinstance(entry.node, App) or (entry.binding.id or "").startswith("screen."):
        return _("Everywhere")
    return _("On this screen") if isinstance(entry.node, Screen) else _("Where the cursor is")


def _entry(several: Sequence[ActiveBinding], app: App[Any]) -> Entry:
    names = dict.fromkeys(app.get_key_display(active.binding) for active in several)
    binding = several[0].binding
    return Entry(" ".join(names), _(binding.description), _(binding.tooltip))


def _of_cautions(cautions: Sequence[CautionFact]) -> Iterator[Topic]:
    codes = groupby(cautions, key=lambda fact: fact.caution.code)
    texts = tuple(Prose(_explain(facts), apart=place > 0) for place, (_code, facts) in enumerate(codes))
    if texts:
        yield Topic(_("What to be careful about in this case"), texts=texts)


def _explain(facts: Iterable[CautionFact]) -> Content:
    """Return the sentences of one caution, each with its providers and source, and what it means."""
    lines, code = [], ""
    for fact in facts:
        code = fact.caution.code
        sentence = (f"{fact.about}{fact.sentence.text}", STRONG)
        lines.append(Content.assemble(sentence, (f"  {fact.source}".rstrip(), MUTED)))
    return Content("\n").join([*lines, Content(caution_help(code))])


def _signs(signs: Signs, column: int) -> Prose:
    pairs = (Content.assemble((sign.sign, f"bold {KEY}"), f" {sign.meaning}") for sign in signs.signs)
    return Prose(join_pieces(pairs), bullet=Content.styled(f"{signs.place:<{column}}", STRONG))


def _copying() -> Topic:
    copying = _("Text can be copied with the mouse: hold shift while you select.")
    return Topic(_("Text"), texts=(Prose(Content(copying)),))


# Drawing


def _narrow_topics(topics: Iterable[Topic], word: str) -> Iterator[Topic]:
    """Yield the entries that contain the word; of a heading that contains it, all entries."""
    folded = word.casefold()
    for topic in topics:
        if folded in topic.heading.casefold():
            yield topic
            continue
        entries = tuple(
            entry for entry in topic.entries if folded in f"{entry.term} {entry.name} {entry.sentence}".casefold()
        )
        texts = tuple(text for text in topic.texts if folded in f"{text.bullet.plain} {text.content.plain}".casefold())
        if entries or texts:
            yield Topic(topic.heading, entries, texts)


def _sections(topics: Iterable[Topic], width: int) -> Iterator[Section]:
    for topic in topics:
        columns = _columns(topic.entries, WIDE_NAME if width >= WIDE else NAME)
        if sum(columns) > width * 2 // 5:
            columns = columns[0], 0
        heading = Prose(Content.styled(topic.heading, f"{STRONG} $text-primary"), level=1)
        yield Section([heading, *(_line(entry, columns) for entry in topic.entries), *topic.texts])


def _columns(entries: Sequence[Entry], most: int) -> tuple[int, int]:
    """Return the widths of terms and names that align the sentences; a longer name moves its own sentence."""
    terms, names = ([cell_len(entry.term) for entry in entries], [cell_len(entry.name) for entry in entries])
    widest = max(terms, default=0), max(names, default=0)
    first, second = (cells + 2 if cells else 0 for cells in widest)
    return min(first, TERM), min(second, most)


def _line(entry: Entry, columns: tuple[int, int]) -> Prose:
    """Return an entry as lines, wrapped below its sentence; a name without a column has a line above it."""
    if not columns[1] and entry.name:
        term = Content(entry.term).pad_right(max(1, columns[0] - cell_len(entry.term))).stylize(f"bold {KEY}")
        below = Content.assemble((entry.name, STRONG), f"\n{entry.sentence}")
        return Prose(own_text(below), bullet=own_text(term))
    cells = zip((entry.term, entry.name), columns, strict=True)
    term, name = (Content(text).pad_right(max(min(1, width), width - cell_len(text))) for text, width in cells)
    beside = term.stylize(f"bold {KEY}") + name.stylize(STRONG)
    return Prose(own_text(Content(entry.sentence)), bullet=own_text(beside))
