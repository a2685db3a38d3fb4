"""A receipt: a meeting's newest event when its minutes were printed, short enough for one line of text."""

import re
from base64 import b32encode
from collections.abc import Iterator

from kpcommittee.domain.immutable import immutable

_LENGTH = 12
"""Characters of base32, which are 60 bits of the hash."""
_LINE = re.compile(
    rf"Kvittering: (?P<stream>[^·]{{1,200}}) · (?P<number>[1-9]\d{{0,9}}) · (?P<code>[A-Z2-7]{{{_LENGTH}}})\b"
)


@immutable(kw_only=False)
class Receipt:
    """The newest event of a stream at one moment."""

    stream: str
    number: int
    code: str
    """The beginning of the event's hash, in base32."""

    @classmethod
    def of(cls, stream: str, number: int, hashed: str) -> "Receipt":
        """Make the receipt of the event with that hash, which is hexadecimal."""
        return cls(stream, number, code_of_hash(hashed))

    def __str__(self) -> str:
        """Return the receipt's line, the same in every language, so that it can be read back."""
        return f"Kvittering: {self.stream} · {self.number} · {self.code}"


def code_of_hash(hashed: str) -> str:
    """Return the part of an event's hash that a receipt shows; empty if it is not a hash."""
    try:
        return b32encode(bytes.fromhex(hashed)).decode()[:_LENGTH]
    except ValueError:
        return ""


def receipt_of(text: str) -> Receipt | None:
    """Return the receipt of a document, which is the last line of its text; None if it has none.

    Quotations in notes or reasons come before it in every format, even at the beginning of a line.
    """
    return next(reversed([*receipts_in(text)]), None)


def receipts_in(text: str) -> Iterator[Receipt]:
    """Yield the receipts of a document, ignoring Markdown's backslashes.

    A receipt begins its line. Only a municipality's template may put words before it, so a quoted receipt never
    replaces the document's own.
    """
    matches = [match for line in text.replace("\\", "").splitlines() if (match := _LINE.search(line)) is not None]
    beginning = [match for match in matches if not match.string[: match.start()].strip()]
    for match in beginning or matches:
        yield Receipt(match["stream"].strip(), int(match["number"]), match["code"])
