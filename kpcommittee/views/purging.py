"""Lays out a purge as text: what is removed, what prevents it, and where the case remains."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from kpcommittee.domain.backups import RemainingCopy
from kpcommittee.domain.review.purging import Hindrance
from kpcommittee.locale import _, ngettext
from kpcommittee.views.escaping import remove_controls
from kpcommittee.wording import figures, sentences
from kpcommittee.wording.events import event_kind
from kpcommittee.wording.purges import FIELDS, hindrance, kept_until

Shown = Callable[[Path], str]

MOST = 20
"""The most mentions that are listed; the rest is counted."""


class Mention(Protocol):
    """A text about another case that mentions the child, or may."""

    @property
    def stream(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def case_number(self) -> str | None: ...  # noqa: D102
    @property
    def field(self) -> str: ...  # noqa: D102
    @property
    def extract(self) -> str: ...  # noqa: D102


class Mentions(Protocol):
    """The mentions of a child in texts about other cases."""

    @property
    def replaced(self) -> Sequence[Mention]: ...  # noqa: D102
    @property
    def uncertain(self) -> Sequence[Mention]: ...  # noqa: D102


class Plan(Protocol):
    """What purging a case does."""

    @property
    def case_number(self) -> str: ...  # noqa: D102
    @property
    def hindrances(self) -> tuple[Hindrance, ...]: ...  # noqa: D102
    @property
    def events(self) -> int: ...  # noqa: D102
    @property
    def meetings(self) -> tuple[date, ...]: ...  # noqa: D102
    @property
    def follow_ups(self) -> int: ...  # noqa: D102
    @property
    def other_cases(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def mentions(self) -> Mentions: ...  # noqa: D102
    @property
    def proof(self) -> str: ...  # noqa: D102


class Remains(Protocol):
    """Where purged cases still exist."""

    @property
    def copies(self) -> tuple[RemainingCopy, ...]: ...  # noqa: D102
    @property
    def files(self) -> tuple[Path, ...]: ...  # noqa: D102
    @property
    def unread(self) -> tuple[Path, ...]: ...  # noqa: D102
    @property
    def mentions(self) -> Sequence[Mention]: ...  # noqa: D102


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield what would be removed of a case, or what prevents it."""
    if plan.hindrances:
        yield _("Case {number} cannot be purged yet:").format(number=plan.case_number)
        yield from (f"  - {hindrance(reason)}" for reason in plan.hindrances)
        return
    days = ", ".join(map(figures.date_numeric, plan.meetings)) or _("none")
    yield _("Case {number}: {events}; meetings: {days}.").format(
        number=plan.case_number, events=figures.events(plan.events), days=days
    )
    if plan.follow_ups:
        yield "  " + ngettext(
            "{n} follow-up is in no minutes: kpcommittee export --case writes it down for the records system.",
            "{n} follow-ups are in no minutes: kpcommittee export --case writes them down for the records system.",
            plan.follow_ups,
        ).format(n=figures.number(plan.follow_ups))
    if plan.other_cases:
        yield "  " + _("The child's other cases stay: {numbers}.").format(numbers=", ".join(plan.other_cases))
    if plan.mentions.replaced:
        yield "  " + _("Texts about other cases in which the full name or a number becomes […]:")
        yield from (f"    {line}" for line in _mention_lines(plan.mentions.replaced))
    if plan.mentions.uncertain:
        yield "  " + _("Texts about other cases that may mean the child, and stay as they are:")
        yield from (f"    {line}" for line in _mention_lines(plan.mentions.uncertain))


def _mention_lines(mentions: Sequence[Mention]) -> Iterator[str]:
    """Yield a line for each mention: the case, the event and the field, and an extract."""
    for mention in mentions[:MOST]:
        yield _mention_line(mention)
    if len(mentions) > MOST:
        unshown = len(mentions) - MOST
        yield ngettext("and {n} more text", "and {n} more texts", unshown).format(n=figures.number(unshown))


def _mention_line(mention: Mention) -> str:
    """Say where a text is, with the text around the words: `Sag 2026-0409, 2026-12-02 nr. 12, notat: »…«`."""
    case = _("case {number}").format(number=mention.case_number) if mention.case_number else _("no case")
    if mention.number:
        event, kind = _("{stream} no. {n}").format(stream=mention.stream, n=mention.number), event_kind(mention.kind)
    else:
        event, kind = mention.stream, _("being typed, not recorded")
    field = _(FIELDS[mention.field]) if mention.field in FIELDS else ""
    place = ", ".join(dict.fromkeys(part for part in (case, event, kind, field) if part))
    return _("{where}: “{text}”").format(where=sentences.capitalise_first(place), text=remove_controls(mention.extract))


def left_lines(remains: Remains, display: Shown) -> Iterator[str]:
    """Yield where the cases still exist."""
    if remains.copies:
        yield _("Copies of the database that still hold it:")
        yield from (f"  {display(Path(copy.path))} – {kept_until(copy.until)}" for copy in remains.copies)
    if remains.files:
        yield _("Files that still name it, and that are yours to delete:")
        yield from (f"  {display(path)}" for path in remains.files)
    if remains.unread:
        yield _("Files that cannot be looked into here:")
        yield from (f"  {display(path)}" for path in remains.unread)
    if remains.mentions:
        yield _("Texts about other cases that may mean the child. Read them, and correct those that do:")
        yield from (f"  {line}" for line in _mention_lines(remains.mentions))


def proof_lines(plans: Sequence[Plan]) -> Iterator[str]:
    """Yield what is being purged, each with the proof that is shown only this once."""
    for plan in plans:
        yield _("Case {number} is being purged.").format(number=plan.case_number)
        yield "  " + _("Proof: {proof}").format(proof=plan.proof)


def done_lines(plans: Sequence[Plan]) -> Iterator[str]:
    """Yield what was purged."""
    for plan in plans:
        yield _("Case {number} is purged: {events}.").format(
            number=plan.case_number, events=figures.events(plan.events)
        )
    yield _("File the proof with the case in the records system. It is shown only this once, and stored nowhere here.")
