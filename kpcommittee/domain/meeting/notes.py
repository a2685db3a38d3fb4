"""The chair's own notes, kept beside the items of a meeting."""

from dataclasses import dataclass
from datetime import datetime

from kpcommittee.domain.text import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNote:
    """A note of the chair's own.

    The meeting keeps it beside its items. Neither an item nor the minutes have a place for it: what is made of
    them cannot tell it.
    """

    case: str
    """The number of the case."""
    text: Prose
    said_by: str | None
    at: datetime
