"""The minutes as they are now: to read aloud item by item, to export and to approve."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from kpcommittee.documents.changes import Group
from kpcommittee.documents.formats import FORMATS
from kpcommittee.documents.markdown import Redact
from kpcommittee.domain.immutable import immutable
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.differences import changes_in
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.edits import edits_of
from kpcommittee.services.exports import Export, begin_export
from kpcommittee.services.merging import MergeResult
from kpcommittee.services.minutes import EditedError, minutes_renderer
from kpcommittee.services.recipients import offered_recipients, recipient_named
from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.dialogs.exporting import (
    DifferenceDialog,
    Wish,
    make_in_background,
    path_with_folder,
    remember_format,
    remembered_format,
    warn_of_templates,
)
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.screens.changes import ChangesScreen
from kpcommittee.tui.screens.help import ExplainedScreen, help_key, leave_key
from kpcommittee.tui.veil import veil_record
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import sections_of
from kpcommittee.tui.widgets.page import Page
from kpcommittee.tui.widgets.pick import PickList
from kpcommittee.wording import sentences

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.services.session import Session

ITEM = 3
"""The level of the headings above the items."""

Begin = Callable[[str], Export]
"""Begins to export a document: the minutes in a format, or what one recipient may see."""

Changes = Callable[..., Sequence[Group]]
"""Returns what has changed in a version; `redact` hides what the room may not read."""


@immutable
class Recipients:
    """The recipients for whom a document of their own can be written."""

    offered: Callable[[int | None], list[tuple[str, str]]]
    """Returns them as `--for` names them and in words, those of the item at a place first."""
    begin: Begin
    """Begins to export the document of one of them."""


@immutable
class Life:
    """What can be done with minutes after they were written."""

    review: Callable[[int], object] | None = None
    """Shows the comments; takes the place of the item being read, 0 for none."""
    changes: Changes | None = None
    """Returns what has changed in a version."""
    session: "Session | None" = None
    """The workspace; its templates are searched for names of children after each export."""


class MinutesScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """Shows the minutes as they would be written now."""

    CSS_PATH = "minutes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("minutes"),
        Binding("e", "export", N_("export"), id="minutes.export",
                tooltip=N_("Write the minutes to their file, in the format that was chosen last.")),
        Binding("v", "approve", N_("approve"), id="minutes.approve", tooltip=N_("Approve the minutes.")),
        Binding("V", "review", N_("comments"), id="minutes.review",
                tooltip=N_("Send the minutes out for reading, and write down, answer or take in comments.")),
        Binding("o", "version", N_("another version"), id="minutes.version",
                tooltip=N_("Show the previous version; after the first one, the newest.")),
        Binding("c", "compare", N_("what is different"), id="minutes.compare",
                tooltip=N_("Show what has changed in this version since the one before.")),
        Binding("n", "item(1)", N_("next item"), id="minutes.next", tooltip=N_("Read the next item back.")),
        Binding("p", "item(-1)", N_("item before"), id="minutes.before", tooltip=N_("Read the previous item again.")),
        leave_key("minutes"),
        Binding("f", "format", N_("as another format"), id="minutes.format",
                tooltip=N_("Choose Word, PDF or another format, and write the minutes in it.")),
        Binding("b", "alone", N_("one by one"), id="minutes.alone",
                tooltip=N_("Read the items back one at a time, each by itself; press again to show all.")),
        Binding("w", "for_whom", N_("write for"), id="minutes.for_whom",
                tooltip=N_("Write what one recipient may see: the item that is read, a provider, a leader, numbers.")),
        *reading_keys("minutes"),
    ]  # fmt: skip

    alone: var[bool] = var(False, toggle_class="-alone")  # noqa: FBT003 (the framework's order)

    title_line = query_one(".title", Static)
    page = query_one(Page)

    def __init__(
        self,
        render: Callable[..., str],
        begin: Begin,
        approve: Callable[[], object] | None = None,
        versions: Callable[[], int] = lambda: 0,
        recipients: Recipients | None = None,
        life: Life | None = None,
    ) -> None:
        """Show what `render` returns.

        Args:
            render: returns the minutes in Markdown as they are now, or an approved version by its number; `redact`
                hides what the room may not read.
            begin: begins to export them in a format.
            approve: asks for the approval; None while it is not possible.
            versions: how many approved ones there are.
            recipients: for whom a document of their own can be written.
            life: what else can be done with them; if left out, they are only read and exported.
        """
        super().__init__()
        self._render_minutes, self._begin, self._approve, self._versions = render, begin, approve, versions
        self._recipients = recipients
        life = life or Life()
        self._review, self._changes = life.review, life.changes
        self._session = life.session
        self._version: int | None = None
        """The approved version that is shown; None for the minutes as they are now."""
        self._shown = ""
        self._place = -1
        """The place of the item that was read last; at the beginning, before the first."""

    @classmethod
    def at(
        cls,
        meeting_session: "MeetingSession",
        approve: Callable[[], object] | None = None,
        review: Callable[[int], object] | None = None,
    ) -> Self:
        """Return the screen for a meeting."""

        def begin(code: str) -> Export:
            return begin_export(meeting_session, DocumentRequest(format=FORMATS[code]))

        def begin_for(choice: str) -> Export:
            request = DocumentRequest(format=FORMATS[remembered_format()], recipient=recipient_named(choice))
            return begin_export(meeting_session, request)

        recipients = Recipients(offered=partial(offered_recipients, meeting_session), begin=begin_for)
        text, count = minutes_renderer(meeting_session), lambda: meeting_session.meeting.version
        life = Life(
            review=review,
            changes=partial(changes_in, meeting_session),
            session=meeting_session.session,
        )
        return cls(text, begin, approve, count, recipients, life)

    def compose(self) -> ComposeResult:
        """Yield the text, and the keys under it."""
        yield Static(classes="title")
        with suppress(KpError):  # the content is set when the screen is shown
            self._shown = self._markdown()
        yield Page(sections_of(self._shown), classes="text")
        yield ScreenKeys()

    def _markdown(self) -> str:
        """Return as much of the minutes as the room may read now."""
        return self._render_minutes(*(() if self._version is None else (self._version,)), **self._redaction)

    @property
    def _redaction(self) -> dict[str, Redact]:
        return {"redact": veil_record} if hides(self.app) else {}

    @on(events.ScreenResume)
    def _show(self) -> None:
        try:
            markdown = self._markdown()
        except KpError as error:
            self._say(error)
            return
        self.title_line.update(Content(self._title()))
        self.refresh_bindings()
        if markdown != self._shown:
            self._shown = markdown
            self.page.show(sections_of(markdown))
            self._mark()
        self.text.visible = True

    def show_again(self) -> None:
        """Show as much of the minutes as the room may read now; below another screen, wait until they are visible."""
        if self.app.screen is self or self.app.screen.is_modal:
            self.call_next(self._show)
        else:
            self.text.visible = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer approval, older versions and export only if they are possible."""
        if action == "approve":
            return self._approve is not None
        if action in ("version", "compare"):
            return self._is_possible(action)
        if (action == "for_whom" and self._recipients is None) or (action == "review" and self._review is None):
            return False
        if action in ("export", "format", "for_whom") and self._version is not None:
            return None
        return super().check_action(action, parameters)

    def _is_possible(self, action: str) -> bool | None:
        """Offer versions and changes once there are two versions; the first one has no changes."""
        if self._versions() < 2 or (action == "compare" and self._changes is None):
            return False
        return None if action == "compare" and self._version == 1 else True

    def _title(self) -> str:
        if self.alone:
            return _("Read back: item {n} of {count}").format(n=self._place + 1, count=len(self._items()))
        newest = self._versions()
        if not newest:
            return _("Minutes, as they are now")
        numbers = {"n": self._version or newest, "count": newest}
        return (_("Minutes, version {n} of {count}") if newest > 1 else _("Minutes, version {n}")).format(**numbers)

    def action_version(self) -> None:
        """Show the previous version; after the first one, the newest."""
        before = (self._version or self._versions()) - 1
        self._version = before or None
        self._show()

    def action_compare(self) -> None:
        """Show what has changed in this version, as the room may read it."""
        if self._changes is None:
            return
        version = self._version or self._versions()
        try:
            groups = self._changes(version, **self._redaction)
        except KpError as error:
            self._say(error)
        else:
            self.app.push_screen(ChangesScreen(version, groups))

    # Reading

    def action_item(self, by: int) -> None:
        """Bring the next item to the top, or the one before."""
        items = self._items()
        if items:
            self._place = min(max(0, self._place + by), len(items) - 1)
            self._mark()
            self.page.scroll_to_section(items[self._place])

    def action_alone(self) -> None:
        """Show the items one at a time, or all of the minutes again."""
        if not self._items():
            return
        self.alone = not self.alone
        self.action_item(int(self._place < 0))
        # The style sheet changes the width of the text, which is known only after it was drawn.
        self.call_after_refresh(self.action_item, 0)

    def _mark(self) -> None:
        """Mark the item being read on the page and in the title."""
        items = self._items()
        self.page.show_alone(items[self._place] if self.alone and 0 <= self._place < len(items) else None)
        self.title_line.update(Content(self._title()))

    def action_leave(self) -> None:
        """Go back to all of the minutes; from there, to the meeting."""
        if self.alone:
            self.action_alone()
        else:
            super().action_leave()

    def _items(self) -> list[int]:
        """Return the places of the sections that are items."""
        return [place for place, section in enumerate(self.page.sections) if section.level == ITEM]

    def action_top(self) -> None:
        """Go to the beginning."""
        self._place = 0 if self.alone else -1
        self._mark()
        super().action_top()

    def action_bottom(self) -> None:
        """Go to the end."""
        self._place = max(0, len(self._items()) - 1)
        self._mark()
        super().action_bottom()

    # Export and approval

    async def action_export(self) -> None:
        """Write the minutes; edits by hand are shown before they are overwritten."""
        await self._write(self._begin, remembered_format())

    def action_format(self) -> None:
        """Choose a format and write the minutes in it; it is used for the next export too."""
        formats = [(code, f"{_(form.name)} (.{code})") for code, form in FORMATS.items()]
        self.app.push_screen(PickList(_("Write the minutes as"), formats, remembered_format()), self._write_as)

    async def _write_as(self, code: str | None) -> None:
        if code is not None:
            remember_format(code)
            await self._write(self._begin, code)

    def action_for_whom(self) -> None:
        """Choose who gets a document of their own, and write it."""
        if self._recipients is None:
            return
        try:
            recipients = self._recipients.offered(self._place + 1)
        except KpError as error:
            self._say(error)
        else:
            self.app.push_screen(PickList(_("Write for"), recipients), self._write_for)

    async def _write_for(self, choice: str | None) -> None:
        if choice is not None and self._recipients is not None:
            await self._write(self._recipients.begin, choice)

    async def _write(self, begin: Begin, choice: str) -> None:
        """Make a document in the background, and write it when it is finished."""
        try:
            export = begin(choice)
        except KpError as error:
            self._say(error)
        else:
            await make_in_background(self.app, export.make, partial(self._save, export))

    def _save(self, export: Export, failure: BaseException | None, *, overwrite: bool = False) -> None:
        try:
            if failure is not None:
                raise failure
            path, doubts = export.save(overwrite=overwrite)
        except EditedError as edited:
            merges = export.merge is not None
            dialog = DifferenceDialog(edited.message, edited.difference, edits_of(edited), merges=merges)
            self.app.push_screen(dialog, partial(self._save_edited, export))
        except KpError as error:
            self._say(error)
        else:
            lines = (_("Written to {path}.").format(path=path_with_folder(path)), *doubts)
            self.notify("\n".join(lines), severity="warning" if doubts else "information", timeout=10, markup=False)
            warn_of_templates(self.app, self._session)

    def _save_edited(self, export: Export, wish: Wish | None) -> None:
        if wish == "overwrite":
            self._save(export, None, overwrite=True)
        elif wish == "merge" and export.merge is not None:
            self._write_merged(export.merge)

    def _write_merged(self, merge: Callable[[], MergeResult]) -> None:
        """Write the merged file; say where it and the edited one are, and which conflicts remain."""
        try:
            merged = merge()
        except KpError as error:
            self._say(error)
            return
        lines = [_("Written to {path}.").format(path=path_with_folder(merged.path))]
        if merged.edited_copy is not None:
            lines.append(_("The edited file is kept: {file}.").format(file=merged.edited_copy.name))
        lines += [f"{sentences.capitalise_first(part.rstrip('.'))}." for part in merged.report if part]
        severity: SeverityLevel = "warning" if merged.conflicts else "information"
        self.notify("\n".join(lines), severity=severity, timeout=20, markup=False)
        warn_of_templates(self.app, self._session)

    def action_review(self) -> None:
        """Show the comments; a new one is about the item being read, unless another is picked."""
        if self._review is not None:
            self._review(self._place + 1)

    def action_approve(self) -> None:
        """Ask for the approval."""
        if self._approve is not None:
            self._approve()

    def _say(self, error: KpError) -> None:
        self.notify(error.lines, severity="error", timeout=20, markup=False)
