"""Who holds a workspace: the one program on a screen that records in it, while all others read."""

from datetime import datetime

from kpcommittee.domain.immutable import immutable


@immutable
class Holder:
    """One program on a screen: whose it is, on which computer, and since when."""

    id: str
    """Tells one start of the program from every other, also of the same user."""
    user: str
    """The system's user."""
    host: str
    """The computer's name."""
    since: datetime


@immutable
class ReadOnly:
    """Why a program on a screen only reads."""

    holder: Holder | None
    """Who records; None if nobody does any more."""
    lost: bool = False
    """Whether this program recorded before, and somebody took over."""

    @property
    def values(self) -> dict[str, str]:
        """The values in the sentence of the refusal."""
        who = self.holder
        values = {"user": who.user, "host": who.host, "since": who.since.isoformat()} if who else {}
        return values | ({"lost": "yes"} if self.lost else {})
