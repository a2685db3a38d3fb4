"""Keeps typed text outside the journal until it becomes an intention."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Protocol

from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.text import Prose
from kpcommittee.services.meeting_session import MeetingSession


class Drafts(Protocol):
    """Keeps the texts of one case while they are typed."""

    def get(self, field: str) -> str | None:
        """Return the text that was typed and not recorded."""

    def save(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""


class NoDrafts:
    """Keeps nothing: for a dialog whose texts are short enough to lose."""

    def get(self, field: str) -> str | None:  # noqa: ARG002
        """Return None: nothing was kept."""
        return None

    def save(self, field: str, text: str) -> None:
        """Keep nothing."""


class CaseDrafts:
    """The drafts of one case, for a dialog."""

    def __init__(self, meeting_session: MeetingSession, case: str) -> None:
        """Keep the texts of that case."""
        self._meeting_session, self._case = meeting_session, case

    def get(self, field: str) -> str | None:
        """Return the text that was typed and not recorded."""
        return self._meeting_session.draft(self._case, field)

    def save(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""
        self._meeting_session.save_draft(self._case, field, text)

    def keep(self, event: ev.Event) -> None:
        """Keep the texts of an event that is left, by the fields of its dialog."""
        for field, text in texts_of(event).items():
            self.save(field, text)


def texts_of(event: ev.Event) -> dict[str, str]:
    """Return the texts of an event that is taken back, by the fields of its dialog."""
    return {field: text for field, text in _texts(event) if text}


def _texts(event: ev.Event) -> Iterator[tuple[str, str | None]]:
    """Yield multi-line texts by their own names; the other fields of a dialog are listed here."""
    if event.draft_prefix is None:
        return
    for field in fields(event):
        if field.type in (Prose, Prose | None):
            yield f"{event.draft_prefix}.{field.name}", getattr(event, field.name)
    match event:
        case ev.Noted(private=False):
            yield "note.said_by", event.said_by
        case ev.Postponed():
            yield from (("postpone.from", event.from_role), ("postpone.to", str(event.to) if event.to else None))
        case ev.Withdrawn():
            yield "withdraw.by", event.by
        case ev.Disqualified():
            yield "disqualify.substitute", event.substitute
        case ev.Positioned(position=taken):
            yield f"position.{taken.role}.remark", taken.remark
        case ev.Decided():
            yield from _of_decision(event.decision)


def _of_decision(decision: Decision) -> Iterator[tuple[str, str | None]]:
    answers = {caution.code: caution.answer for caution in decision.cautions} | {"reason": decision.reason}
    for topic, answer in answers.items():
        if answer is not None:
            yield from ((f"place.{topic}", answer.text), (f"place.{topic}.code", answer.code))
    for position in decision.positions:
        yield f"place.remark.{position.role}", position.remark
