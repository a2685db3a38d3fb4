"""Finds mentions of a purged child in events about other cases, also by first name, last name or initials."""

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
"""The fewest letters of a part of a name to search for."""
AROUND = 24
"""Characters of a text that are shown on either side of a mention."""
_NO_TEXT = frozenset({("Opened", "agenda"), ("Opened", "config"), ("Opened", "law"), ("Taken", "case")})
"""Keys about the committee, and those of the cases themselves, which are searched one by one."""


@immutable
class Mention:
    """A text about another case, or about none, that may mean the child."""

    stream: str
    number: int
    """The number of the event; 0 for a draft, which is in no event yet."""
    kind: str
    """The kind of the event; empty for a draft."""
    case_number: str | None
    field: str
    """The key of the text in the event, or in the case."""
    extract: str
    """The mention with the text around it."""


@immutable
class Mentions:
    """The mentions of a child outside its purged cases."""

    replaced: tuple[Mention, ...] = ()
    """Full names and numbers, which the purge replaces by a mark."""
    uncertain: tuple[Mention, ...] = ()
    """Words that may mean the child, which only a reader can tell. Drafts are among them, for a purge does not change
    what somebody is typing.
    """


def mentions_of(
    session: "Session", erasure: "Erasure", children: Iterable["Identity"], purged: Collection[str]
) -> Mentions:
    """Search the texts of all other cases, in the order of the journal.

    If the other case's own child has the same name, that is not listed.

    Args:
        session: the workspace.
        erasure: what the purge removes from texts.
        children: the purged children, in every version of their names.
        purged: the numbers of the purged cases, which are not searched.
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
    """Yield the drafts about other cases that mention the child."""
    for draft in session.store.drafts():
        match = erasure.find(draft.text) or (_pattern(words).search(draft.text) if words else None)
        if match and draft.case not in purged:
            text = Mention(
                stream=draft.stream, number=0, kind="", case_number=draft.case or None,
                field=draft.field.rpartition(".")[2], extract=draft.text,
            )  # fmt: skip
            yield _make_mention(text, match)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words that may mean a child: first name, last name and initials."""
    parts = name.split()
    names = [part for part in dict.fromkeys((*parts[:1], *parts[-1:])) if len(part) >= SHORTEST]
    return (*names, initials_of(name)) if len(parts) > 1 else tuple(names)


def _forms(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words as written, and in capitals."""
    return tuple(dict.fromkeys(form for word in sorted(words) for form in (word, word.upper())))


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern for the words, also with an ending, but not within a longer word."""
    forms = sorted(_forms(words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?:'?e?s|'?E?S)?(?!\w)")


def _texts_of(recorded: Recorded) -> Iterator[Mention]:
    """Yield every text of an event, each with its case; fields that are only a name are no texts."""
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
    texts: list[tuple[str, str]] = []

    def look(owner: type, name: str, text: str) -> str:
        if name not in IDENTIFIERS and (owner.__name__, name) not in NAMES:
            texts.append((name, text))
        return text

    Rewriter(look, _NO_TEXT).rewrite(record)
    for name, text in texts:
        yield Mention(
            stream=recorded.stream, number=recorded.number, kind=recorded.kind, case_number=case_number, field=name,
            extract=text,
        )  # fmt: skip


def _make_mention(text: Mention, match: re.Match[str]) -> Mention:
    """Return the mention with the text around it."""
    first, last = max(0, match.start() - AROUND), match.end() + AROUND
    full_text = text.extract
    extract = " ".join(full_text[first:last].split())
    return replace(text, extract=f"{'…' if first else ''}{extract}{'…' if last < len(full_text) else ''}")
