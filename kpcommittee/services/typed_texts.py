"""The texts of a meeting that were typed but not recorded."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.meeting import Meeting
    from kpcommittee.services.session import Session
    from kpcommittee.store.records import Draft


class TypedTexts:
    """The part of a meeting's session that keeps drafts."""

    session: "Session"

    if TYPE_CHECKING:

        @property
        def meeting(self) -> Meeting:
            """The meeting."""

    def drafts(self) -> "tuple[Draft, ...]":
        """List the text of this meeting that was typed but not recorded."""
        return self.session.store_to_read.drafts(self.meeting.id)

    def draft(self, case: str, field: str) -> str | None:
        """Return text that was typed but not recorded, such as after a crash; None if there is none."""
        return next((draft.text for draft in self.drafts() if (draft.case, draft.field) == (case, field)), None)

    def own_drafts(self) -> "tuple[Draft, ...]":
        """List what this user typed in this meeting without recording it."""
        return tuple(draft for draft in self.drafts() if draft.by == self.session.by)

    def delete_own_drafts(self) -> None:
        """Delete what this user typed in this meeting without recording it."""
        if self.own_drafts():
            self.session.store.delete_drafts(self.meeting.id, self.session.by)

    def save_draft(self, case: str, field: str, text: str) -> None:
        """Save text that is being typed, until its event is recorded."""
        store, lost_at = self.session.store, self.session.hold.lost_at
        if text:
            at = lost_at or self.session.clock()
            store.save_draft(self.meeting.id, case, field, self.session.by, text, at, lost_at=lost_at)
        elif lost_at is None:
            store.delete_draft(self.meeting.id, case, field)
