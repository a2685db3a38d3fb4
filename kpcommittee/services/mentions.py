"""Finds what events about other cases say of a purged child, also by first name, last name or initials."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kpcommittee.documents.discretion import NAMES
from kpcommittee.domain.case import Case, initials_of
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.events import Opened, Recorded, Taken
from kpcommittee.domain.number_mask import IDENTIFIERS
from kpcommittee.domain.texts import Rewriter

if TYPE_CHECKING:
    from kpcommittee.domain.identity import Identity
    from kpcommittee.domain.meeting.purged import Erasure
    from kpcommittee.services.session import Session

SHORTEST = 2
"""Letters of a part of a name that is looked for."""
AROUND = 24
"""Characters of a text that are shown on either side of what was found."""
_NO_TEXT = frozenset({("Opened", "agenda"), ("Opened", "config"), ("Opened", "law"), ("Taken", "case")})
"""Keys about the committee, and those of the cases themselves, which are looked through one by one."""


@immutable
class Mention:
    """A text about another case, or about none, that may mean the child."""

    stream: str
    number: int
    """Of the event; 0 for a text that is being typed, which is in no event yet."""
    kind: str
    """Of the event; empty for a text that is being typed."""
    case_number: str | None
    field: str
    """The key of the text in the event, or in the case."""
    extract: str
    """What was found, with what is around it."""


@immutable
class Mentions:
    """What texts say of a child outside its purged cases."""

    replaced: tuple[Mention, ...] = ()
    """The full name or a number: the purge writes a mark in its place."""
    uncertain: tuple[Mention, ...] = ()
    """Words that may mean the child: only a reader can tell whether they do.

    What is being typed is among them, for a purge writes in nobody's text.
    """


def mentions_of(
    session: "Session", erasure: "Erasure", children: Iterable["Identity"], purged: Collection[str]
) -> Mentions:
    """Look through the texts of all other cases, in the order of the journal.

    Where the other case's own child is called the same, its own name is meant, and is not listed.

    Args:
        session: the workspace.
        erasure: what a purge takes out of texts.
        children: who is purged, in every version of their names.
        purged: the numbers of the cases that go, which are not looked through.
    """
    words = frozenset(word for child in children for word in words_of(child.name or ""))
    store = session.store
    events = store.events_with({*erasure.texts, *_forms(words)})
    texts = [text for recorded in events for text in _texts_of(recorded) if text.case_number not in purged]
    names = store.names_of({text.case_number for text in texts if text.case_number})
    replaced, uncertain = list[Mention](), list[Mention]()
    for text in texts:
        if match := erasure.find(text.extract):
            replaced.append(_make_mention(text, match))
        remainder = replace(text, extract=erasure.remove_from(text.extract))
        of_others = words.difference(words_of(names.get(text.case_number or "", "")))
        if of_others and (match := _pattern(of_others).search(remainder.extract)):
            uncertain.append(_make_mention(remainder, match))
    uncertain += _mentions_in_drafts(session, erasure, words, purged)
    return Mentions(replaced=tuple(dict.fromkeys(replaced)), uncertain=tuple(dict.fromkeys(uncertain)))


def _mentions_in_drafts(
    session: "Session", erasure: "Erasure", words: frozenset[str], purged: Collection[str]
) -> Iterator[Mention]:
    """Yield what is being typed about other cases and tells of the child."""
    for draft in session.store.drafts():
        match = erasure.find(draft.text) or (_pattern(words).search(draft.text) if words else None)
        if match and draft.case not in purged:
            text = Mention(
                stream=draft.stream, number=0, kind="", case_number=draft.case or None,
                field=draft.field.rpartition(".")[2], extract=draft.text,
            )  # fmt: skip
            yield _make_mention(text, match)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words for a child in texts: its first name, its last name and its initials."""
    parts = name.split()
    names = [part for part in dict.fromkeys((*parts[:1], *parts[-1:])) if len(part) >= SHORTEST]
    return (*names, initials_of(name)) if len(parts) > 1 else tuple(names)


def _forms(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words as they are written, and in capitals."""
    return tuple(dict.fromkeys(form for word in sorted(words) for form in (word, word.upper())))


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    """Match the words, also with an ending, and not within a longer word."""
    forms = sorted(_forms(words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?:'?e?s|'?E?S)?(?!\w)")


def _texts_of(recorded: Recorded) -> Iterator[Mention]:
    """Yield every text of an event, each with its case; fields that hold only a name are no texts."""
    event = recorded.event
    cases: tuple[Case, ...] = ()
    if isinstance(event, Opened):
        cases = event.agenda.cases
    elif isinstance(event, Taken) and event.case is not None:
        cases = (event.case,)
    for case in cases:
        yield from _texts_in(recorded, case, case.case_number)
    yield from _texts_in(recorded, event, event.about)


def _texts_in(recorded: Recorded, record: object, case_number: str | None) -> Iterator[Mention]:
    written: list[tuple[str, str]] = []

    def look(owner: type, name: str, text: str) -> str:
        if name not in IDENTIFIERS and (owner.__name__, name) not in NAMES:
            written.append((name, text))
        return text

    Rewriter(look, _NO_TEXT).rewrite(record)
    for name, text in written:
        yield Mention(
            stream=recorded.stream, number=recorded.number, kind=recorded.kind, case_number=case_number, field=name,
            extract=text,
        )  # fmt: skip


def _make_mention(text: Mention, match: re.Match[str]) -> Mention:
    """Return the mention with what is around the words that were found."""
    first, last = max(0, match.start() - AROUND), match.end() + AROUND
    whole = text.extract
    extract = " ".join(whole[first:last].split())
    return replace(text, extract=f"{'…' if first else ''}{extract}{'…' if last < len(whole) else ''}")
