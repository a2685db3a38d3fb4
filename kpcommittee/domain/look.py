"""A look at what the workspace holds, as the access log notes it. Numbers of cases, and no names of children."""

from datetime import datetime
from typing import Literal, NamedTuple

Looked = Literal["opened", "searched", "revealed", "exported", "told", "refused", "purged"]
"""What somebody did.

`opened` a case or a meeting · `searched` past decisions · `revealed` a personal number · `exported` a document ·
`told` noted who was told · `refused` a document that would have told too much · `purged` a case.
"""


class Look(NamedTuple):
    """Somebody looked."""

    at: datetime
    what: Looked
    case: str | None = None
    """The case's number; None if it was about more than one case."""
    meeting: str | None = None
    """The id of the meeting, where it is about a whole one."""
    why: str = ""
    """The reason, where one was asked for."""
