"""Lays out rectifications of personal data, with the earlier values."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from kpcommittee.domain.meeting.rectified import Personal
from kpcommittee.locale import _, ngettext
from kpcommittee.wording import figures
from kpcommittee.wording.corrections import part_named


class Earlier(Protocol):
    """A rectified value."""

    @property
    def at(self) -> date: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102
    @property
    def what(self) -> Personal: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def now(self) -> str: ...  # noqa: D102


def earlier_text(entries: Iterable[Earlier]) -> str:
    """Lay out each rectification, with the old and the new value."""
    return "\n".join(
        _("{day} {what}: {before} → {now} ({by}: {why})").format(
            day=figures.date_numeric(entry.at),
            what=part_named(entry.what),
            before=entry.before or figures.NONE,
            now=entry.now,
            by=entry.by,
            why=entry.why,
        )
        for entry in entries
    )


def others_text(case_numbers: Iterable[str]) -> str:
    """Say which cases of the same child still have the old data."""
    return _("The child's other cases are put right one by one: {numbers}.").format(numbers=", ".join(case_numbers))


def put_right_text(versions: int) -> str:
    """Say that it is done, how many meetings have a new version, and what is left to do."""
    text = ngettext(
        "Put right. {n} meeting has a new version of its minutes.",
        "Put right. {n} meetings have a new version of their minutes.",
        versions,
    ).format(n=versions)
    return "\n".join((text, _("Put it right in the records system and in the agenda's files, too.")))
