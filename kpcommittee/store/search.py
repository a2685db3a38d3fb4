"""Words in reasons, in what was missing and in notes: SQLite's full-text search."""

from collections.abc import Iterable

CREATE = ("CREATE VIRTUAL TABLE search USING fts5(reason, missing, notes, tokenize = 'unicode61', prefix = '2 3')",)
"""Its rowid is the decision's `id`."""

WRITE = "INSERT OR REPLACE INTO search (rowid, reason, missing, notes) VALUES (?, ?, ?, ?)"
DELETE = "DELETE FROM search WHERE rowid = ?"
EMPTY = "DELETE FROM search"
MATCH = "SELECT rowid FROM search WHERE search MATCH :words"


def expression(words: Iterable[str]) -> str:
    """What finds texts in which each of the words begins a word; whatever the words hold is only text.

    Empty when there is no letter or digit to look for.
    """
    wanted = (word.replace("\0", " ") for word in words if any(map(str.isalnum, word)))
    return " AND ".join('"' + word.replace('"', '""') + '"*' for word in wanted)
