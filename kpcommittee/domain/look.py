"""A look at the workspace, as the access log notes it: with case numbers, without names."""

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
    """The case number; None if the look was at more than one case."""
    meeting: str | None = None
    """The id of the meeting, if the look was at a whole meeting."""
    why: str = ""
    """The reason, if one was required."""
