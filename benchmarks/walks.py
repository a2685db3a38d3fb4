"""Every key of every screen and dialog: how each is reached from the meeting, and what is pressed there.

A test compares the list with the bindings, so that no new screen and no new key is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from benchmarks import stages
from kpcommittee.tui.capacity.screen import CapacityScreen
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.changed_benches import AffectedDialog
from kpcommittee.tui.dialogs.comments import (
    AnswerDialog,
    CirculateDialog,
    CommentDialog,
    TakeInDialog,
    WithdrawCommentDialog,
)
from kpcommittee.tui.dialogs.confirm import ConfirmDialog
from kpcommittee.tui.dialogs.correct import CorrectDialog
from kpcommittee.tui.dialogs.corrected_texts import CorrectTextsDialog
from kpcommittee.tui.dialogs.disqualify import DisqualifyDialog
from kpcommittee.tui.dialogs.exporting import DifferenceDialog
from kpcommittee.tui.dialogs.follow_up import FollowUpDialog
from kpcommittee.tui.dialogs.meeting_steps import ApproveDialog, CloseDialog, OpenDialog
from kpcommittee.tui.dialogs.name import NameDialog
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.dialogs.rectify import RectifyDialog
from kpcommittee.tui.dialogs.statements import NoteDialog, PositionDialog, PrivateNoteDialog
from kpcommittee.tui.dialogs.take import SetAsideDialog, TakeDialog
from kpcommittee.tui.dialogs.taking_back import ReopenDialog, UndoDialog
from kpcommittee.tui.dialogs.told import JournaliseDialog, TellDialog
from kpcommittee.tui.dialogs.undecided import PostponeDialog, ReturnDialog, WithdrawDialog
from kpcommittee.tui.meeting.cases import CaseList
from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.painting import Commands
from kpcommittee.tui.screens.after_meeting import JournalisedScreen, ToldScreen
from kpcommittee.tui.screens.budget import BudgetScreen
from kpcommittee.tui.screens.changes import ChangesScreen
from kpcommittee.tui.screens.compare import CompareScreen
from kpcommittee.tui.screens.follow_ups import FollowUpsScreen
from kpcommittee.tui.screens.help import HelpScreen
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.history_query import QueryLine
from kpcommittee.tui.screens.history_rows import Facets, Rows
from kpcommittee.tui.screens.lock import LockScreen
from kpcommittee.tui.screens.meetings import MeetingsScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.screens.missing import MissingScreen
from kpcommittee.tui.screens.review import ReviewScreen
from kpcommittee.tui.screens.story import StoryScreen
from kpcommittee.tui.widgets.choice import Choice, Tick
from kpcommittee.tui.widgets.drawn import Reader
from kpcommittee.tui.widgets.editors import Prose
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.pick import Pick, PickList

LEAVES = "q"
"""Ends the program on the meeting screen; pressed last of all."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One screen, opened and used several times."""

    screen: type[Screen[Any]]
    opens: str
    """The key that opens it; none for the meeting screen, which is open already."""
    sees: str
    """A text of its picture, to be sure that it is open."""
    visits: tuple[str, ...]
    """The keys of each visit; the last one leaves, and those after `|` lead back to where the walk began."""
    reach: str = ""
    """Keys that lead from the meeting screen to where it is opened."""
    over: type[Screen[Any]] = MeetingScreen
    """The screen it is opened on."""
    widgets: tuple[type[Widget], ...] = ()
    """The widgets on it whose own keys are pressed too."""
    before: Callable[[Path], None] | None = None
    """What is done to the workspace before each visit."""
    once: bool = False
    """Whether it cannot be done again in the same meeting; then it is done last."""

    def keys(self) -> frozenset[str]:
        """The keys that are pressed and measured on it."""
        return frozenset(key for visit in self.visits for key in visit.partition("|")[0].split())


def _meeting(*visits: str, reach: str = "home", widgets: tuple[type[Widget], ...] = ()) -> Walk:
    return Walk(MeetingScreen, "", "", visits, reach, widgets=widgets)


_SHARED = "f1 escape f2 f2"
_LIST = "down j up k G g"

_PASSPHRASE = " ".join("hestehavehegn")

STAGES: Mapping[str, tuple[Walk, ...]] = {
    "locked": (
        Walk(LockScreen, "", "", (f"A f2 enter | {_PASSPHRASE} enter A enter A {_PASSPHRASE} enter",), once=True),
    ),
    "prepared": (
        Walk(MissingScreen, "M", "Mangler før mødet", (f"{_LIST} {_SHARED} M",)),
        Walk(OpenDialog, "s", "Åbn mødet", (f"{_SHARED} escape", "enter | z")),
    ),
    "unread": (
        Walk(OpenDialog, "s", "Åbn mødet", (f"{_SHARED} escape", "enter | z")),
        Walk(SetAsideDialog, "u", "Læg til side", (f"A ctrl+j {_SHARED} escape | escape z", "A enter | z enter z"),
             "s enter d", over=TakeDialog, widgets=(Prose,)),
        Walk(TakeDialog, "d", "kan ikke læses", ("u escape escape | z",), "s enter"),
    ),
    "open": (
        _meeting("down j up k pagedown pageup end home G home space space", widgets=(CaseList,)),
        _meeting("tab tab j k down up end home G home shift+tab shift+tab", widgets=(Panel,)),
        _meeting("a a f2 f2 f3 f3 b b ctrl+t ctrl+t ctrl+t ctrl+t", "slash m a escape", "slash m enter escape"),
        Walk(HelpScreen, "question_mark", "Hjælp", (f"{_LIST} f2 f2 slash A enter escape escape",)),
        Walk(Commands, "ctrl+p", "Søg", ("n o down up escape",)),
        Walk(DecideDialog, "enter", "Beslutning", (
            f"{_LIST} tab {_LIST} s 1 2 3 a escape", f"4 right left up down {_SHARED} escape", "a enter | z enter",
        ), "home", widgets=(KeyList, Choice)),
        Walk(PickList, "right", "Alternativ", (f"{_LIST} f2 f2 escape | escape", "1 | escape", "enter | escape"),
             "home enter 4 down", over=DecideDialog, widgets=(KeyList,)),
        Walk(NoteDialog, "n", "Notat", (
            f"A ctrl+j tab right 2 left space up tab down {_SHARED} escape", "A enter enter | z",
        ), widgets=(Prose, Choice)),
        Walk(PrivateNoteDialog, "N", "Privat notat", (f"A ctrl+j {_SHARED} escape", "A enter | z")),
        Walk(PostponeDialog, "u", "Udsæt", (
            f"A ctrl+j tab A tab right left space 3 {_SHARED} escape", "A enter | z enter",
        ), widgets=(Prose, Choice)),
        Walk(ReturnDialog, "r", "Tilbage til myndighed", (f"A ctrl+j {_SHARED} escape", "A enter | z enter")),
        Walk(WithdrawDialog, "w", "Tag af dagsordenen", (f"A tab A {_SHARED} escape", "A enter | z enter")),
        Walk(DisqualifyDialog, "i", "Inhabil", (
            f"1 right left tab A tab right left {_SHARED} escape", "1 tab A enter | z",
        ), widgets=(Choice,)),
        Walk(PositionDialog, "1", "Stillingtagen", (
            f"2 down down up up {_SHARED} escape", "2 tab space escape escape", "1 enter | z",
        ), "home", widgets=(Choice, Pick)),
        Walk(PresenceScreen, "t", "Fremmøde", (
            f"{_LIST} space right left 1 2 3 4 s escape f escape {_SHARED} escape escape", "2 enter | z",
        ), widgets=(KeyList,)),
        Walk(
            NameDialog, "s", "Navn", ("A down up f2 f2 escape", "1", "A enter | escape escape"), "t",
            over=PresenceScreen,
        ),
        Walk(OrderScreen, "o", "rækkefølge", (
            f"{_LIST} J K shift+down shift+up d {_SHARED} J escape escape", "J enter | z",
        )),
        Walk(MinutesScreen, "m", "Referat", (
            f"{_LIST} n n p {_SHARED} b n b w escape f escape e escape | f1 escape",
        ), "home", before=stages.unwritten_minutes),
        Walk(DifferenceDialog, "e", "Rettet i hånden", (
            "f2 f2 escape | escape f1 escape", "o | escape f1 escape", "m | escape f1 escape",
        ), "m", over=MinutesScreen, before=stages.edited_minutes),
        Walk(CapacityScreen, "p", "Kapacitet", (f"{_LIST} enter j k G g enter {_SHARED} escape",), "home",
             widgets=(KeyList, Reader)),
        Walk(BudgetScreen, "e", "Økonomi", (f"{_LIST} n p right left {_SHARED} escape",), "home"),
        Walk(CompareScreen, "f", "Muligheder for", (
            f"right left minus plus enter {_SHARED} g j k G escape", "right enter escape",
        ), "home", widgets=(Reader,)),
        _meeting("c l v x y s | f1 escape", "2 escape 3 escape 4 escape"),
        _meeting("z Z | z", reach="home n A enter enter"),
        Walk(UndoDialog, "z", "Fortryd i en anden sag", (f"{_SHARED} escape | z enter", "enter"), "home a enter enter"),
    ),
    "changed": (
        Walk(DecideDialog, "enter", "Beslutning", ("p space up p down escape",), "home down", widgets=(Tick,)),
        Walk(ConfirmDialog, "y", "I princippet", (
            f"{_SHARED} escape", "y | z enter escape", "n | z enter escape", "enter | z enter escape",
        ), "home"),
        Walk(TakeDialog, "d", "Dagsordensfilen", (f"{_LIST} {_SHARED} escape", "enter | escape z enter escape"),
             widgets=(KeyList,)),
    ),
    "dealt": (
        Walk(ReopenDialog, "R", "Genoptag", (f"A ctrl+j {_SHARED} escape", "A enter | z"), "home", widgets=(Prose,)),
        Walk(CloseDialog, "l", "Luk mødet", (f"{_SHARED} escape", "enter | z")),
        Walk(AffectedDialog, "enter", "Besluttet af andre", ("f2 f2 escape | z", "enter | z"), "t 2",
             over=PresenceScreen),
    ),
    "closed": (
        Walk(ReviewScreen, "V", "bemærkning", (f"{_LIST} d d {_SHARED} escape", "V | f1 escape")),
        Walk(CirculateDialog, "s", "gennemlæsning", (f"A {_SHARED} escape | escape", "enter | escape"), "V",
             over=ReviewScreen),
        Walk(PickList, "n", "gælder", ("escape | escape",), "V", over=ReviewScreen),
        Walk(CommentDialog, "1", "Bemærkning", (
            f"A ctrl+j tab A {_SHARED} escape | escape", "A tab A enter | escape",
        ), "V n", over=PickList, widgets=(Prose,)),
        Walk(AnswerDialog, "enter", "Bemærkning 1", (f"A ctrl+j {_SHARED} escape | escape", "A enter | escape"), "V d",
             over=ReviewScreen, widgets=(Prose,)),
        Walk(TakeInDialog, "i", "Bemærkning 1", (f"A tab tab A {_SHARED} escape | escape", "A enter | escape"), "V d",
             over=ReviewScreen),
        Walk(WithdrawCommentDialog, "w", "Bemærkning 1", (f"A {_SHARED} escape | escape", "A enter | escape"), "V d",
             over=ReviewScreen),
        Walk(ApproveDialog, "v", "Godkend", (f"A {_SHARED} escape",)),
        Walk(MinutesScreen, "m", "Referat", ("v escape escape", "V escape escape")),
        Walk(ApproveDialog, "v", "Godkend", ("enter enter",), once=True),
    ),
    "approved": (
        Walk(CorrectTextsDialog, "x", "Ret", (f"A enter {_SHARED} escape",), "end"),
        Walk(CorrectDialog, "x", "Ret", (f"tab tab A enter {_SHARED} escape",), "home"),
        Walk(MinutesScreen, "m", "Referat", ("o o escape",)),
        Walk(ChangesScreen, "c", "Forskelle", (f"j k G g n n p {_SHARED} escape | escape",), "m", over=MinutesScreen),
        Walk(MeetingsScreen, "S", "Møder", (f"{_LIST} {_SHARED} escape", "G home enter")),
        Walk(FollowUpsScreen, "g", "Opfølgninger", (f"{_LIST} d d {_SHARED} enter escape f f escape",)),
        Walk(FollowUpDialog, "enter", "Opfølgning", (f"A enter {_SHARED} escape | escape",), "g", over=FollowUpsScreen),
        Walk(ToldScreen, "U", "Mangler underretning", (f"{_LIST} d d {_SHARED} escape", "U | f1 escape")),
        Walk(TellDialog, "enter", "Underrettet", (
            f"A tab tab {_SHARED} escape | escape", "A enter | escape",
        ), "U", over=ToldScreen),
        Walk(JournaliseDialog, "J", "Journaliseret", (
            f"A tab {_SHARED} escape | escape", "A enter | escape",
        ), "U", over=ToldScreen),
        Walk(JournalisedScreen, "tab", "Mangler journalisering", (
            f"{_LIST} d d {_SHARED} enter escape escape | escape",
        ), "U", over=ToldScreen),
        Walk(RectifyDialog, "X", "Berigtig", (f"A tab tab A enter {_SHARED} escape",)),
        Walk(StoryScreen, "H", "Barnet i sag", (f"{_LIST} {_SHARED} escape", "X escape escape")),
        Walk(HistoryScreen, "h", "Tidligere beslutninger", (
            f"down {_LIST} slash down enter j k escape {_SHARED} escape", f"{'down ' * 10}x escape escape",
            "down H escape L escape", "down U escape | escape",
            "a tab backspace escape",
            "down end up pageup pagedown home c m escape s f j k g G space enter escape escape",
        ), widgets=(QueryLine, Rows, Facets)),
        _meeting("L escape", reach=""),
    ),
}  # fmt: skip
"""State of the meeting → what is walked through in it.

In this order: no walk opens a screen whose own walk comes later, so that its first use is measured.
"""
