"""Help: what the cautions of the case mean, and the keys that work where the chair is now, made from the bindings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from kpcommittee.locale import N_, _
from kpcommittee.tui.base import LocalizedScreen, ReadingScreen, reading_keys
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import Prose, Section
from kpcommittee.tui.widgets.text import KEY, MUTED, STRONG
from kpcommittee.views.caution_facts import CautionFact
from kpcommittee.wording.cautions import caution_help

WIDEST = 16, 24
"""Cells of the keys and of what they are called, at most."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the help."""

    key: str
    description: str
    tooltip: str
    node: str
    """What of the screen it belongs to, so that what is focused comes first."""


class HelpScreen(ReadingScreen, ModalScreen[None]):
    """The keys of the screen below, the focused part first."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,question_mark,f1,q", "leave", N_("close"), key_display="esc", id="help.leave",
            tooltip=N_("Close the help and go on."),
        ),
        *reading_keys("help"),
    ]  # fmt: skip

    def __init__(self, screen: Screen[Any], cautions: Sequence[CautionFact] = ()) -> None:
        """Explain a screen as it is now, and the cautions of the chosen case."""
        super().__init__()
        self._keys = keys_of(screen.active_bindings.values(), screen)
        self._cautions = cautions

    def compose(self) -> ComposeResult:
        """Yield the cautions of the case with what to do, then the keys with their sentences."""
        columns = _columns(self._keys)
        with VerticalScroll(classes="help") as box:
            box.border_title = Content(_("Help"))
            if self._cautions:
                yield Static(Content.styled(_("What to be careful about in this case"), STRONG), classes="about")
            for _code, facts in groupby(self._cautions, key=lambda fact: fact.caution.code):
                yield Static(_explained(facts), classes="caution")
            for _node, keys in groupby(self._keys, key=lambda key: key.node):
                yield Section([_line(key, columns) for key in keys])
            copying = _("Text can be copied with the mouse: hold shift while you select.")
            yield Static(Content.styled(copying, MUTED), classes="about")
        yield ScreenKeys()


class ExplainedScreen(LocalizedScreen):
    """A screen whose keys are explained when somebody asks."""

    def action_help(self) -> None:
        """Explain the keys that work here."""
        self.app.push_screen(HelpScreen(self))


def help_key(owner: str) -> Binding:
    """Return the key for the help of a screen on which nothing is typed."""
    return Binding(
        "question_mark,f1", "help", N_("help"), key_display="?", id=f"{owner}.help",
        tooltip=N_("Explain the keys that work here."),
    )  # fmt: skip


def keys_of(active: Iterable[ActiveBinding], screen: Screen[Any]) -> tuple[Key, ...]:
    """Return the keys that have a sentence, the focused part's first; keys of one action are one line."""
    lines: dict[tuple[str, str], list[ActiveBinding]] = {}
    for one in active:
        if one.binding.tooltip and one.binding.id:
            lines.setdefault((type(one.node).__name__, one.binding.tooltip), []).append(one)
    found = [_key(node, several, screen) for (node, _tooltip), several in lines.items()]
    focused = [type(node).__name__ for node in (screen.focused.ancestors_with_self if screen.focused else ())]
    return tuple(sorted(found, key=lambda key: focused.index(key.node) if key.node in focused else len(focused)))


def _explained(facts: Iterable[CautionFact]) -> Content:
    """Return the sentences of one caution, each with its providers and its source, and what it means."""
    lines, code = [], ""
    for fact in facts:
        code = fact.caution.code
        sentence = (f"{fact.about}{fact.sentence.text}", STRONG)
        lines.append(Content.assemble(sentence, (f"  {fact.source}", MUTED)))
    return Content("\n").join([*lines, Content(caution_help(code))])


def _key(node: str, several: Sequence[ActiveBinding], screen: Screen[Any]) -> Key:
    shown = dict.fromkeys(screen.app.get_key_display(active.binding) for active in several)
    binding = several[0].binding
    return Key(" ".join(shown), _(binding.description), _(binding.tooltip), node)


def _columns(keys: Sequence[Key]) -> tuple[int, int]:
    """Return how wide keys and names are, so that all sentences begin under each other."""
    widths = [(cell_len(key.key) + 2, cell_len(key.description) + 2) for key in keys]
    first, second = (max(cells, default=0) for cells in zip(*widths, strict=True)) if widths else (0, 0)
    return min(first, WIDEST[0]), min(second, WIDEST[1])


def _line(key: Key, columns: tuple[int, int]) -> Prose:
    """Hang what is wrapped under the sentence."""
    cells = zip((key.key, key.description), columns, strict=True)
    shown, called = (Content(text).pad_right(max(1, width - cell_len(text))) for text, width in cells)
    return Prose(Content(key.tooltip), bullet=shown.stylize(f"bold {KEY}") + called.stylize(STRONG))
