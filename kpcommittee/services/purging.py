"""Purges journalised cases: what is removed, what prevents it, and which copies remain."""

import hmac
from base64 import b32decode, b32encode
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from kpcommittee.documents.formats import format_of_ending
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.documents.shapes import names_in
from kpcommittee.domain.backups import RemainingCopy, day_kept_until
from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.access_events import Accessed
from kpcommittee.domain.meeting.caseload_events import Imported, ImportUndone
from kpcommittee.domain.meeting.events import CASELOAD, Opened, Taken
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.purged import Erasure, Purged
from kpcommittee.domain.meeting.rectified import Rectified, rectify_identity
from kpcommittee.domain.review.purging import Hindrance, hindrances
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.backups import backup_files as backups_of
from kpcommittee.services.known_cases import refuse_unknown_case
from kpcommittee.services.mentions import Mention, Mentions, mentions_of
from kpcommittee.store import purging
from kpcommittee.store.backup_failures import no_database_error
from kpcommittee.store.purging import Purge
from kpcommittee.wording.names import Names
from kpcommittee.workspace.files import Unread, read_bytes

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.events import Recorded
    from kpcommittee.services.session import Session

_KEY = 20
"""Random bytes of a proof, which make 32 characters of base32."""
_GROUP = 4
_TABLES = (".csv", ".xlsx", ".jsonl", ".json")
"""Files in the workspace that may be tables or intentions about children."""


@immutable
class PurgePlan:
    """What purging a case would do, or did."""

    case_number: str
    hindrances: tuple[Hindrance, ...]
    events: int
    """Events that are emptied, or rewritten without the case."""
    meetings: tuple[date, ...]
    follow_ups: int
    """Follow-ups that were held and are in no minutes."""
    other_cases: tuple[str, ...]
    """Other cases of the same child, which stay."""
    purge: Purge
    mentions: Mentions
    """Mentions of the child in texts about other cases."""
    children: tuple[Identity, ...]
    """The child's identity, in every version."""
    proof: str = ""
    """Shown once, when it is done."""


@immutable
class Remains:
    """Where a purged case still exists."""

    copies: tuple[RemainingCopy, ...]
    """Backups and other copies of the database."""
    files: tuple[Path, ...]
    """Agendas, documents and tables, which the chair must delete."""
    unread: tuple[Path, ...]
    """Files that the program cannot search."""
    mentions: tuple[Mention, ...]
    """Texts about other cases that may mean the child: they are never rewritten."""


def plan_purge(session: "Session", case_number: str, batch: Collection[str] = ()) -> PurgePlan:
    """Weigh the purge of a case; nothing is changed.

    Args:
        session: the workspace.
        case_number: the case.
        batch: the cases that are purged together with it.

    Raises:
        KpError: there is no database, or nothing in it has the case.
    """
    if not session.database.exists():
        raise no_database_error(session.database)
    store = session.store
    events = store.mentioning((case_number,))
    if not events:
        refuse_unknown_case(session, case_number)
        raise UsageError(
            _("nothing is kept of a case {case}").format(case=case_number[:60]),
            _("kpcommittee history lists the cases of past meetings."),
        )
    meetings = {stream: store.meeting(stream) for stream in dict.fromkeys(recorded.stream for recorded in events)}
    meetings = {stream: meeting for stream, meeting in meetings.items() if _concerns_case(meeting, case_number)}
    identities = [*_identities(events, case_number)]
    others = store.names_of_others({case_number, *batch}) | names_in(session.config)
    names = frozenset(child.name for child in identities if child.name and child.name not in others)
    numbers = frozenset(child.cpr for child in identities if child.cpr)
    erasure = Erasure(case_number=case_number, names=names, personal_numbers=numbers)
    places = {stream: meeting.places[case_number] for stream, meeting in meetings.items() if meeting.item(case_number)}
    caseload = Caseload.of(*store.of_children((case_number,), ()))
    touched = store.touched_events(erasure, places)
    hindering = [
        *hindrances(case_number, meetings.values(), caseload, session.today),
        *_agendas_with_case(session, case_number),
        *_mentioning_meetings(session, {stream for stream, _number in touched} - meetings.keys() - {CASELOAD}),
    ]
    return PurgePlan(
        case_number=case_number,
        hindrances=tuple(dict.fromkeys(_name_provider(hindrance, session) for hindrance in hindering)),
        events=len(touched),
        meetings=tuple(sorted(meeting.date for meeting in meetings.values())),
        follow_ups=sum(isinstance(recorded.event, FollowedUp) for recorded in events),
        other_cases=tuple(number for number in store.story(case_number).case_numbers if number != case_number),
        purge=Purge(erasure=erasure, proof="", places=places, years=_years(caseload, case_number)),
        mentions=mentions_of(session, erasure, identities, {case_number, *batch}),
        children=tuple(identities),
    )


def plans_before(session: "Session", day: date) -> tuple[PurgePlan, ...]:
    """Weigh the purge of every case that was over before a day, including those that must stay.

    Raises:
        KpError: there is no database, or it cannot be read.
    """
    if not session.database.exists():
        raise no_database_error(session.database)
    over = session.store.cases_over_before(day)
    return tuple(plan_purge(session, number, over) for number in over)


def _concerns_case(meeting: Meeting, case_number: str) -> bool:
    opened = (recorded.event for recorded in meeting.log if isinstance(recorded.event, Opened))
    unread = [entry.case_number for event in opened for entry in event.left_out]
    return meeting.opened_at is not None and (meeting.item(case_number) is not None or case_number in unread)


def _identities(events: "Iterable[Recorded]", case_number: str) -> "Iterator[Identity]":
    """Yield the identity of a case's child in every recorded version."""
    for recorded in events:
        match recorded.event:
            case Opened(agenda=agenda):
                yield from (case.child.identity for case in agenda.cases if case.case_number == case_number)
            case Taken(case=case) if case and case.case_number == case_number:
                yield case.child.identity
            case Rectified(case=number, changes=changes) if number == case_number:
                yield rectify_identity(Identity(None, None, None), changes)
            case Imported(new=first, changed=second) | ImportUndone(removed=first, restored=second):
                yield from (
                    placement.identity for placement in (*first, *second) if placement.case_number == case_number
                )


def _agendas_with_case(session: "Session", case_number: str) -> Iterator[Hindrance]:
    """Yield the agenda files with the case whose meetings are not approved."""
    approved = {row.id for row in session.store.meetings() if row.state == "approved"}
    for agenda in session.agendas():
        if agenda.id not in approved:
            agenda_read = session.read_agenda(agenda.path).agenda
            if agenda_read and agenda_read.case(case_number):
                yield Hindrance(code="on_agenda", name=session.workspace.display_path(agenda.path))


def _mentioning_meetings(session: "Session", streams: Iterable[str]) -> Iterator[Hindrance]:
    """Yield other unapproved meetings that mention the case or its child: they are still being worked on."""
    for stream in sorted(streams):
        meeting = session.store.meeting(stream)
        if meeting.opened_at and meeting.state != "approved":
            yield Hindrance(code="other_meeting", day=meeting.date)


def _name_provider(reason: Hindrance, session: "Session") -> Hindrance:
    return replace(reason, name=Names(session.config).provider(reason.name)) if "runs" in reason.code else reason


def _years(caseload: Caseload, case_number: str) -> tuple[int, ...]:
    spans = [course.span for course in caseload.courses.get(case_number, ()) if course.span is not None]
    ran = (range(span.start.year, span.end.year + 1) for span in spans if span.start and span.end)
    return tuple(sorted({year for years in ran for year in years}))


# Purging


def purge(
    session: "Session", plans: Sequence[PurgePlan], show: Callable[[Sequence[PurgePlan]], None] = lambda _plans: None
) -> tuple[PurgePlan, ...]:
    """Purge the cases, all of them or none; return what was done, each with the proof that is shown once.

    Args:
        session: the workspace.
        plans: the cases, none of which has a hindrance.
        show: called with the proofs right before the purge, so that no crash or power cut loses them.

    Raises:
        ValueError: one of them has a hindrance.
        KpError: another program has the database open, or the disk refuses.
    """
    if any(plan.hindrances for plan in plans):
        raise ValueError("a case that something keeps is not purged")
    heads = session.store.heads()
    session.access.flush()
    keys = [token_bytes(_KEY) for _plan in plans]
    results = tuple(
        replace(plan, proof=_write_proof(key), purge=replace(plan.purge, proof=_proof(key, plan.case_number)))
        for plan, key in zip(plans, keys, strict=True)
    )
    slot = session.lock.slot
    looks = (
        [Accessed(what="purged", case=plan.case_number, slot=slot) for plan in plans] if session.access.is_kept else []
    )
    key = session.lock.ask()
    session.close()
    recorded = (session.clock(), session.by)
    purges = [plan.purge for plan in results]
    purging.purge(session.database, key, purges, heads, recorded, looks, before_commit=lambda: show(results))
    return results


def _proof(key: bytes, case_number: str) -> str:
    return hmac.new(key, case_number.encode(), sha256).hexdigest()


def _write_proof(key: bytes) -> str:
    text = b32encode(key).decode()
    return "-".join(text[first : first + _GROUP] for first in range(0, len(text), _GROUP))


def purge_date(session: "Session", case_number: str, proof: str) -> date | None:
    """Return when a case was purged, by the proof shown then; None if the journal has no such purge.

    Raises:
        UsageError: it is not a proof.
    """
    try:
        key = b32decode("".join(filter(str.isalnum, proof)).upper())
    except ValueError:
        raise UsageError(
            _("{proof} is not the proof of a purge").format(proof=proof[:60]), _("It is 32 letters and digits.")
        ) from None
    proof_of_case = _proof(key, case_number)
    purges = ((recorded.at.date(), recorded.event) for recorded in session.store_to_read.purges())
    return next((day for day, event in purges if isinstance(event, Purged) and event.proof == proof_of_case), None)


# What remains


def find_remains(session: "Session", plans: Collection[PurgePlan]) -> Remains:
    """Find purged cases outside the database: in copies of it, and in the chair's files."""
    erasures = [plan.purge.erasure for plan in plans]
    texts = {text for erasure in erasures for text in erasure.texts}
    files, unread = [], []
    for path in _own_files(session):
        content = _read_text(path)
        if content is None:
            unread.append(path)
        elif any(erasure.occurs_in(content) for erasure in erasures):
            files.append(path)
    return Remains(
        copies=tuple(_copies(session, texts)),
        files=tuple(files),
        unread=tuple(unread),
        mentions=_remaining_mentions(session, plans),
    )


def _remaining_mentions(session: "Session", plans: Collection[PurgePlan]) -> tuple[Mention, ...]:
    """Find again the texts about other cases that may mean one of the children."""
    numbers = {plan.case_number for plan in plans}
    remaining = (mentions_of(session, plan.purge.erasure, plan.children, numbers).uncertain for plan in plans)
    return tuple(dict.fromkeys(mention for mentions in remaining for mention in mentions))


def _copies(session: "Session", texts: Collection[str]) -> Iterator[RemainingCopy]:
    key, rules = session.lock.ask(), session.config.safety_rules
    backups = {path: at for at, path in backups_of(session)}
    database = session.database
    folders = {database.parent, session.workspace.folder}
    databases = {path for folder in folders for path in folder.glob("*.db")} - {database, *backups}
    neighbours = (path for path in sorted({*databases, *database.parent.glob(f"{database.name}.*")}) if path.is_file())
    for path in (*sorted(backups), *(path for path in neighbours if not path.name.endswith((".keys", "-wal", "-shm")))):
        if purging.contains_case(path, key, texts) is not False:
            yield RemainingCopy(
                path=path, until=day_kept_until(backups[path], backups.values(), rules) if path in backups else None
            )


def _own_files(session: "Session") -> Iterator[Path]:
    """Yield the agendas, the files in the folder of the minutes, and tables in the workspace's own folder."""
    workspace, config = session.workspace, session.config
    yield from (agenda.path for agenda in session.agendas())
    for folder in (workspace.agenda_folder(config), workspace.folder):
        yield from sorted(path for path in folder.glob("*") if path.suffix.lower() in _TABLES and path.is_file())
    minutes = workspace.minutes_folder(config)
    yield from sorted(path for path in minutes.rglob("*") if path.is_file())


def _read_text(path: Path) -> str | None:
    """Return the text of a file; None if it cannot be read."""
    form = format_of_ending(path.suffix)
    try:
        content = read_bytes(path)
    except (Unread, OSError, KpError):
        return None
    if form is not None and form.code in ("docx", "pdf", "xlsx"):
        with suppress(Unreadable):
            return "\n".join(lines_of(content, form.code))
        return None
    return content.decode("utf-8", "replace")
