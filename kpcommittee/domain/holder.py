"""Who holds a workspace: the one program on a screen that records in it, while all others read."""

from datetime import datetime

from kpcommittee.domain.immutable import immutable


@immutable
class Holder:
    """One program on a screen: whose it is, on which computer, and since when."""

    id: str
    """Tells one run of the program from every other, even of the same user."""
    user: str
    """The user name of the system."""
    host: str
    """The computer's name."""
    since: datetime


@immutable
class ReadOnly:
    """Why a program on a screen only reads."""

    holder: Holder | None
    """The program that records; None if none does any more."""
    lost: bool = False
    """Whether this program recorded until another one took over."""

    @property
    def values(self) -> dict[str, str]:
        """The values in the sentence of the refusal."""
        who = self.holder
        values = {"user": who.user, "host": who.host, "since": who.since.isoformat()} if who else {}
        return values | ({"lost": "yes"} if self.lost else {})
