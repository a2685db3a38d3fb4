"""What all dialogs share: a frame, the keys, the drafts of texts, and one calm line about what is missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Intention
from kpcommittee.domain.number_mask import holds_number
from kpcommittee.domain.text import MAX_LENGTH, TooLong
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.tui.base import renamed
from kpcommittee.tui.dialogs.recording import RecordsFirst
from kpcommittee.tui.drafts import Drafts, NoDrafts
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.editors import Editor, Line, Prose, text_of
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.pick import Pick
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from textual.timer import Timer

    from kpcommittee.tui.meeting.actions import Actions

E = TypeVar("E", bound=Editor)
Styles = str | PurePath | list[str | PurePath] | None
"""The type of the framework's `CSS_PATH`."""

Dialogs = Mapping[str, Callable[["Actions"], RecordsFirst]]
"""Name of a meeting key → the function that opens its dialog; each module lists its own in `DIALOGS`."""

SAVE_AFTER = 0.5
"""Seconds before a typed character is saved."""


@immutable(kw_only=False)
class Lack:
    """What is still missing, and in which field."""

    sentence: str
    field: Widget | None = None


class RecordButton(Button, inherit_bindings=False):
    """The button that records. Enter stays a key of the dialog, so that key line and help name it."""


class Dialog(RecordsFirst):
    """One question to the chair; returns an intention, or None when it is left."""

    CSS_PATH: ClassVar[Styles] = "dialog.tcss"
    DEFAULT_CLASSES = "framed"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-roomy")]  # noqa: RUF012 (the framework's declaration)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "record", N_("record"), id="dialog.record",
            tooltip=N_("Record it, or go to what is missing."),
        ),
        Binding("escape", "leave", N_("cancel"), id="dialog.leave", tooltip=N_("Close and record nothing.")),
        Binding("f1", "help", N_("help"), id="dialog.help", tooltip=N_("Explain the keys that work here.")),
    ]  # fmt: skip

    VERB: ClassVar[str] = N_("Record")
    """What the button says."""

    problem = query_one("#problem", Static)

    def __init__(self, heading: str, drafts: Drafts | None = None) -> None:
        """Take the heading, and the drafts that keep texts while they are typed."""
        super().__init__()
        self._heading = heading
        self._drafts: Drafts = drafts or NoDrafts()
        self._unsaved: dict[str, str] = {}
        self._gives_up = False
        """Whether leaving again gives up what cannot be saved."""
        self._keeps_number = False
        """Whether recording again keeps a typed personal number."""
        self._began_with: dict[str, str] = {}
        """The initial text of each field, which nobody typed."""
        self._timer: Timer | None = None

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings that work now; enter has the button's name where that says more than "record"."""
        active, verb = super().active_bindings, _(self.VERB)
        return active if self.VERB.startswith("Record") else renamed(active, "record", f"{verb[:1].lower()}{verb[1:]}")

    def fields(self) -> Iterable[Widget]:
        """Yield the fields, from top to bottom."""
        raise NotImplementedError

    def intention(self) -> Intention | Lack:
        """Return the answer, or what is missing."""
        raise NotImplementedError

    def below(self) -> Iterable[Widget]:
        """Return what is always visible below the fields; None if nothing."""
        return ()

    def compose(self) -> ComposeResult:
        """Yield the frame around the fields."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = Content(self._heading)
            yield from self.fields()
            with Vertical(id="below"):
                yield from self.below()
                yield Static(id="problem")
                with Horizontal(id="buttons"):
                    yield RecordButton(Content(_(self.VERB)), variant="primary", id="record", compact=True)
                    yield Button(Content(_("Cancel")), id="leave", compact=True)
        yield ScreenKeys()

    def line(
        self,
        label: str,
        field: str,
        *,
        text: str = "",
        hint: str = "",
        compact: bool = False,
        suggests: Sequence[str] = (),
        id: str | None = None,  # noqa: A002 (as the framework's widgets have it)
    ) -> Line:
        """Return a line that begins with its draft, if there is one; else with the text, as a proposal.

        The right arrow completes the typed text to one that it `suggests`.
        """
        draft = self._drafts.get(field)
        line = Line(
            label,
            field=field,
            text=draft or text,
            hint=hint,
            compact=compact,
            proposed=not draft,
            id=id,
        )
        if suggests:
            line.suggester = SuggestFromList(suggests, case_sensitive=False)
        return self._marked(line, draft)

    def prose(
        self,
        label: str,
        field: str,
        *,
        text: str = "",
        hint: str = "",
        id: str | None = None,  # noqa: A002 (as the framework's widgets have it)
    ) -> Prose:
        """Return an editor for several lines that begins with its draft, if there is one; else with the text."""
        draft = self._drafts.get(field)
        return self._marked(Prose(label, field=field, text=draft or text, hint=hint, id=id), draft)

    def _marked(self, editor: E, draft: str | None) -> E:
        if text := text_of(editor):
            self._began_with[editor.field] = text
        if draft:
            editor.border_subtitle = Content(_("rough draft"))
            editor.add_class("-restored")
        return editor

    def say(self, sentence: str) -> None:
        """Show what is missing; an empty text clears it."""
        if self.problem.content != sentence:  # the framework lays out the dialog again, whatever the text
            self.problem.update(Content(sentence))
            self.problem.set_class(bool(sentence), "-said")

    @property
    def focus_chain(self) -> list[Widget]:
        """The fields in order, then what is always visible below them; the framework would order them by position."""
        below = self.query_exactly_one("#below")
        return sorted(super().focus_chain, key=lambda widget: below in widget.ancestors)

    def can_view_entire(self, widget: Widget) -> bool:
        """Whether a field is visible and not covered by the fixed part, which the framework ignores."""
        below = self.query_exactly_one("#below")
        is_covered = below not in widget.ancestors and widget.region.overlaps(below.region)
        return not is_covered and super().can_view_entire(widget)

    @on(events.Resize)
    def _keep_in_sight(self) -> None:
        """Scroll the focused field into view after the terminal was resized."""
        self.call_after_refresh(self._scroll_to_focused)

    def _scroll_to_focused(self) -> None:
        if self.focused is not None and not self.can_view_entire(self.focused):
            self.scroll_to_center(self.focused, animate=False)

    # Recording and leaving

    @on(Button.Pressed, "#record")
    @on(Prose.Submitted)
    def action_record(self) -> None:
        """Close with the intention, or focus what is missing."""
        try:
            answer = self.intention()
        except TooLong as long:
            n, most = figures.number(long.length), figures.number(MAX_LENGTH)
            answer = Lack(
                _("A text has {n} characters; at most {most} are allowed. Shorten it.").format(n=n, most=most)
            )
        if not isinstance(answer, Lack) and holds_number(answer) and not self._keeps_number:
            self._keeps_number = True
            answer = Lack(_("The text contains a personal number. Remove it; recording again keeps it, masked."))
        if not isinstance(answer, Lack):
            # A text that could not be saved stays in the dialog: recording would fail for the same reason.
            if not self._save_drafts():
                return
            prevented = self.carry_out(answer)
            if prevented is None:
                self.dismiss(answer)
                return
            answer = Lack(prevented)
        self.say(answer.sentence)
        if answer.field is not None:
            self.approach(answer.field)

    def approach(self, field: Widget) -> None:
        """Focus the field in which something is missing."""
        field.focus()

    def action_leave(self) -> None:
        """Close without recording; what was typed is kept as a draft.

        If it cannot be saved the dialog stays open; leaving again gives it up.
        """
        self._unsaved |= self.chosen()
        if self._save_drafts() or self._gives_up:
            self.dismiss(None)
        self._gives_up = True

    # Drafts

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _keep(self, event: Input.Changed | TextArea.Changed) -> None:
        editor = event.control
        self.say("")
        self._gives_up = self._keeps_number = False
        if not isinstance(editor, (Line, Prose)) or not editor.field:
            return
        if self._began_with.pop(editor.field, None) != text_of(editor):
            self._unsaved[editor.field] = text_of(editor)
        self.save_soon()

    @on(Choice.Changed)
    @on(Pick.Changed)
    def _no_longer_missing(self) -> None:
        """Clear the line about what is missing: recording checks again."""
        self.say("")
        self.save_soon()

    def save_soon(self) -> None:
        """Save what is typed and chosen in a moment, so that it is seldom lost when the program is killed."""
        if self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER, self.keep_typed)

    @on(events.Unmount)
    def _save_at_the_end(self) -> None:
        self._save_drafts()

    def keep_typed(self) -> None:
        """Keep what is typed and chosen."""
        self._unsaved |= self.chosen()
        self._save_drafts()

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and is kept with the texts, by its field; nothing in most dialogs."""
        return {}

    def _save_drafts(self) -> bool:
        """Save what was typed; return whether all of it is saved. The next character tries the rest again."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        for field, text in tuple(self._unsaved.items()):
            if not self.save_draft(field, text):
                return False
            del self._unsaved[field]
        return True

    def save_draft(self, field: str, text: str) -> bool:
        """Save the text of one field; return False, and say so, if the disk or the database fails."""
        try:
            self._drafts.save(field, text)
        except KpError as error:
            if self.is_current:
                self.say(error.line)
            return False
        return True


def heading(verb: str, case_view: CaseView) -> str:
    """Return `Postpone · 3 · 2026-0412 · A.K., 13 years`."""
    child = case_view.item.case.child
    age = figures.age(case_view.age)
    return f"{verb} · {case_view.place} · {case_view.item.number} · {child.initials}, {age}"
