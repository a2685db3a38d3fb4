"""The texts that can be corrected after approval, and their names."""

from typing import Literal

from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.text import Prose

TextKind = Literal["postponed", "withdrawn", "returned", "missing", "note", "remark", "answer"]


@immutable
class TextPlace:
    """The place of a text of a case."""

    what: TextKind
    """The reason of a postponement or withdrawal, what was missing, a note, a remark, or the answer to a caution."""
    n: int | None = None
    """The number of the note in the case, from 1."""
    role: Role | None = None
    """The role whose remark it is."""
    caution: str | None = None
    """The caution that is answered."""

    @property
    def code(self) -> str:
        """The kind of text, with whose or which it is after a colon: `remark:school`."""
        which = self.role or self.caution
        return f"{self.what}:{which}" if which else self.what


@immutable
class TextCorrection(TextPlace):
    """A text as it should have been."""

    text: Prose


@immutable
class TextChange(TextPlace):
    """A text before and after its correction."""

    before: Prose
    after: Prose


def place_of(text: TextPlace) -> TextPlace:
    """Return the bare place of a text."""
    return TextPlace(what=text.what, n=text.n, role=text.role, caution=text.caution)
