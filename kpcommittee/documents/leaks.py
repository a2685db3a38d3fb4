"""Searches a finished document for what it reveals about other children and their families.

It reads what a reader reads: the lines of the finished file, whatever its format.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from kpcommittee.documents.bystanders import Bystanders, Hit, SecretKind
from kpcommittee.documents.name_words import readable
from kpcommittee.documents.secret_names import SecretNames
from kpcommittee.documents.secret_patterns import find_patterns
from kpcommittee.domain.immutable import immutable


@immutable
class Leak:
    """A place of a document that reveals a secret, or may do so."""

    kind: SecretKind
    line: int
    """From 1."""
    heading: str
    """The heading above it, without the secret itself; empty before the first."""
    masked: str
    """The secret, as its first letter."""
    blocks: bool
    """Whether nothing may be written; else it is a word that is also a name, and is shown."""


def find_leaks(
    lines: Sequence[str],
    bystanders: Bystanders,
    headings: Collection[str] = (),
    outside_texts: Collection[str] | None = None,
) -> tuple[Leak, ...]:
    """Return what the lines reveal about the cases outside, in order, one leak for each place.

    Args:
        lines: the lines read back from the finished file.
        bystanders: the cases it is not about.
        headings: the texts that are headings in it.
        outside_texts: every text from outside in the document; None if any text may be. A single word of a name that is
            in none of them is the program's own, such as `Meeting`.
    """
    text = _Text(map(readable, lines), map(readable, headings))
    names = SecretNames(bystanders).find(text.joined, outside_texts)
    hits = [*_widest([*names, *find_patterns(text.joined, bystanders)])]
    secrets = sorted({text.joined[hit.start : hit.end] for hit in hits}, key=len, reverse=True)
    return tuple(text.leak(hit, secrets) for hit in hits)


def _widest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the hits that no wider hit contains, from the beginning to the end of the text."""
    end = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, not hit.blocks)):
        if hit.end > end:
            yield hit
            end = hit.end


class _Text:
    """The lines as one text, in which a name may continue on the next line."""

    def __init__(self, lines: Iterable[str], headings: Iterable[str]) -> None:
        self._lines, self._headings = list(lines), frozenset(headings)
        self.joined = "\n".join(self._lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)][:-1] or [0]

    def leak(self, hit: Hit, secrets: Iterable[str]) -> Leak:
        """Return the leak at a hit, without repeating any of the secrets, which are sorted longest first."""
        line = bisect_right(self._starts, hit.start)
        heading = self._heading_above(line)
        for secret in secrets:
            heading = heading.replace(secret, _masked(secret))
        shows_letter = hit.kind in ("name", "name_part", "relation")
        masked = _masked(self.joined[hit.start] if shows_letter else "")
        return Leak(kind=hit.kind, line=line, heading=heading, masked=masked, blocks=hit.blocks)

    def _heading_above(self, line: int) -> str:
        """Return the last heading up to a line; empty if there is none."""
        headings = (text for text in reversed(self._lines[:line]) if text.startswith("#") or text in self._headings)
        return next(headings, "").lstrip("# ").strip()


def _masked(secret: str) -> str:
    return f"{secret[:1]}•••"
