"""The hold on a workspace: of all programs on screens, one records, and the others read and follow.

Commands take no hold: each is checked against the journal's own numbers, and answered `conflict` if it is too late. The
hold changes only under the database's write lock. The recording program checks under the same lock that it still has
it. So no two programs can both believe that they record.
"""

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from kpcommittee.domain.holder import Holder, ReadOnly
from kpcommittee.errors import KpError
from kpcommittee.wording.holders import held_by

if TYPE_CHECKING:
    from datetime import datetime

    from kpcommittee.services.session import Session
    from kpcommittee.store.holding import Mark

BEAT = 5.0
"""Seconds between two signs of life."""


class HeldError(KpError):
    """Another program holds the workspace; nothing was recorded."""

    def __init__(self, reading: ReadOnly) -> None:
        super().__init__(held_by(reading))
        self.reading = reading


class Hold:
    """Whether this program records in the workspace, or only reads because another one does."""

    def __init__(self, session: "Session") -> None:
        """Take the session; before `begin`, nothing is held and nothing prevented."""
        self._session = session
        self._me: Holder | None = None
        self._holds = False
        self.reading: ReadOnly | None = None
        """Why this program only reads; None if it may record."""
        self.lost_at: datetime | None = None
        """When this program last had to stop recording; None while it records, or if it never had to."""
        self._beat_at = 0.0
        self._mark: Mark
        """The mark of the holder; made by `begin`, like the wish."""
        self._wish: Mark
        """The mark of a program that asks for the hold."""

    # Holding

    def begin(self) -> None:
        """Hold the workspace from now on, or only read while another living program holds it."""
        from kpcommittee.store.holding import marks_of, this_program  # noqa: PLC0415 (not needed to paint)

        self._mark, self._wish = marks_of(self._session.database)
        self._me = this_program(self._session.by, self._now())
        self.look()

    def look(self) -> bool:
        """Check who holds the workspace; return whether that has changed. Costs a fraction of a millisecond."""
        if self._me is None:
            return False
        before = self.reading
        holder = self._mark.read()
        if self._holds and holder is not None and holder.id == self._me.id:
            self._show_life()
        elif self.reading is not None or (holder is not None and self._mark.is_alive(holder)):
            self._read_for(holder)
        else:
            self._try_to_take()
        return self.reading != before

    def confirm(self) -> None:
        """Make sure, under the write lock, that this program may record.

        Raises:
            HeldError: another program holds the workspace.
        """
        if self._me is None:
            return
        holder = self._mark.read()
        if self._holds and holder is not None and holder.id == self._me.id:
            return
        if self.reading is not None or (holder is not None and self._mark.is_alive(holder)):
            self._read_for(holder)
            raise HeldError(self.reading or ReadOnly(holder=holder))
        self._place()

    def take_over(self, *, by_force: bool = False) -> bool:
        """Take the hold if nobody has it, or in any case `by_force`; return whether this program has it now.

        Raises:
            KpError: the database cannot be locked.
        """
        if self._me is None:
            return True
        with self._session.store.hold_write_lock():
            holder = self._mark.read()
            if holder is None or by_force or not self._mark.is_alive(holder):
                self._place()
        if self._holds:
            self._wish.remove()
        return self._holds

    def leave(self) -> None:
        """Release the hold and any wish for it, because the program ends."""
        if self._me is None:
            return
        self.withdraw()
        self._give_up()
        self._me = None

    def _try_to_take(self) -> None:
        """Take a hold that nobody has; before there is a database, there is nothing to hold."""
        if self._session.database.exists():
            # What cannot be locked or written now is tried again; recording is checked meanwhile as always.
            with suppress(KpError), self._session.store.hold_write_lock():
                self.confirm()

    def _place(self) -> None:
        """Write our mark; an error of the disk prevents nothing, since the journal's numbers guard it anyway."""
        assert self._me is not None, "begun before"
        self._me = Holder(id=self._me.id, user=self._me.user, host=self._me.host, since=self._now())
        with suppress(OSError):
            self._mark.place(self._me)
            self._holds, self.reading, self.lost_at = True, None, None

    def _now(self) -> "datetime":
        return self._session.clock()

    def _read_for(self, holder: Holder | None) -> None:
        """Only read from now on, because another program records, or did until it ended."""
        lost = self._holds or (self.reading is not None and self.reading.lost)
        if self._holds:
            self._mark.let_go()
            self._holds, self.lost_at = False, holder.since if holder else self._now()
        alive = holder is not None and self._mark.is_alive(holder)
        self.reading = ReadOnly(holder=holder if alive else None, lost=lost)

    def _show_life(self) -> None:
        now = monotonic()
        if now - self._beat_at >= BEAT:
            self._beat_at = now
            self._mark.show_life()

    def _give_up(self) -> None:
        """Remove our mark under the write lock, so that no other mark is removed."""
        if not self._holds:
            return
        self._holds = False
        with suppress(KpError), self._session.store.hold_write_lock():
            holder = self._mark.read()
            if self._me is not None and holder is not None and holder.id == self._me.id:
                self._mark.remove()
        self._mark.let_go()

    # Asking to take over

    def ask(self) -> None:
        """Ask the holder to hand the workspace over; a newer wish replaces an older one.

        Raises:
            OSError: the wish cannot be written.
        """
        assert self._me is not None, "begun before"
        self._wish.place(Holder(id=self._me.id, user=self._me.user, host=self._me.host, since=self._now()))

    @property
    def is_asking(self) -> bool:
        """Whether our wish still exists; the holder removes it to refuse."""
        wish = self._wish.read()
        return self._me is not None and wish is not None and wish.id == self._me.id

    def withdraw(self) -> None:
        """Withdraw our wish."""
        if self.is_asking:
            self._wish.remove()

    @property
    def asker(self) -> Holder | None:
        """The program that asks this one to hand the workspace over; None if none does."""
        wish = self._wish.read() if self._holds else None
        return wish if wish is not None and self._wish.is_alive(wish) else None

    def hand_over(self) -> None:
        """Only read from now on, so that the asking program can take over."""
        self._give_up()
        self.reading, self.lost_at = ReadOnly(holder=None, lost=True), self._now()

    def keep(self) -> None:
        """Refuse to hand the workspace over."""
        self._wish.remove()
