"""Words what a test of the journal found."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from kpcommittee.domain.verification import JournalFault, Verification

WHY: Mapping[str, str] = {
    "gap": N_("an earlier event is missing"),
    "hash": N_("it is not as it was written"),
    "kind": N_("its kind is unknown"),
    "payload": N_("it cannot be read"),
    "head": N_("another meeting or import has noted another event in its place"),
    "cut": N_("it is missing, and another meeting or import has noted it"),
    "behind": N_("it is missing, and this computer remembers it"),
    "rewritten": N_("this computer remembers another event in its place"),
    "receipt": N_("it is not the event of the receipt"),
    "order": N_("an event of this kind is not possible there"),
    "trigger": N_("the protection of the journal is missing or changed"),
    "schema": N_("a table or an index is missing or changed"),
    "tables": N_("a table is not what the journal makes"),
    "changed": N_("the file is not as it was closed, though no program has written it since"),
}
"""Code → what does not fit in the journal."""


def why(code: str) -> str:
    """Say what does not fit, without the place."""
    return _(WHY[code])


def what_fits(verification: "Verification", *, exists: bool) -> Iterator[str]:
    """Yield what was tested and fits, one sentence each."""
    if not exists:
        yield _("There is no database yet, so there is no journal to test.")
        return
    yield _("The journal is intact.")
    streams = ngettext("{n} stream", "{n} streams", verification.streams).format(n=figures.number(verification.streams))
    yield _("Tested: {events} in {streams}.").format(events=figures.events(verification.events), streams=streams)
    if verification.purged:
        yield ngettext(
            "{n} event was purged: its content is gone, and its place in the chain fits.",
            "{n} events were purged: their content is gone, and their places in the chain fit.",
            verification.purged,
        ).format(n=figures.number(verification.purged))
    if verification.receipts:
        yield ngettext("{n} receipt fits.", "{n} receipts fit.", verification.receipts).format(n=verification.receipts)


def not_seen(verification: "Verification") -> Iterator[str]:
    """Yield what the test cannot detect."""
    if verification.events and verification.behind is None:
        yield _(
            "Not seen: whether the newest events were cut off, because this computer has not recorded in this journal."
        )
    if verification.events and not verification.receipts:
        yield _("Not seen: a journal rebuilt with all its hashes. Receipts of printed minutes show it (--against).")
    for file in verification.joined:
        yield _(
            "Not seen: the receipts of other meetings in {file}, because only its last one is tested. Keep each "
            "meeting's minutes in a file of its own."
        ).format(file=file)


def what_is_wrong(fault: "JournalFault", verification: "Verification | None" = None) -> tuple[str, str]:
    """Say what does not fit and where, and what to do."""
    behind = (verification and verification.behind) or 0
    if fault.why == "behind":
        return _behind(fault, behind), _(
            "Bring back the newest backup. If this is the backup, `kpcommittee verify --accept` remembers it instead."
        )
    if fault.why == "changed":
        return why(fault.why), _(
            "What is recorded was tested and fits; read your drafts again. Have the disk checked, and make a backup "
            "on another one."
        )
    if fault.name is not None:
        text = _("{why} ({name})").format(why=why(fault.why), name=fault.name)
        return text, _("Run `kpcommittee rebuild`.") if fault.why == "tables" else _(
            "Somebody has changed the database by hand. Bring back the newest backup."
        )
    text = _("stream {stream}, event {number}: {why}").format(
        stream=fault.stream, number=fault.number, why=why(fault.why)
    )
    if fault.why == "rewritten":
        return text, _("If a backup was brought back, `kpcommittee verify --accept` remembers it as it is now.")
    return text, _("Keep the file as it is, and go back to the newest backup before this event.")


def what_was_accepted(fault: "JournalFault") -> str:
    """Say which difference from this computer's memory was accepted."""
    if fault.stream is None:
        return _("Accepted: a whole stream is gone that this computer remembered.")
    return _("Accepted: stream {stream}, event {number}: {why}.").format(
        stream=fault.stream, number=fault.number, why=why(fault.why)
    )


def warning(fault: "JournalFault") -> str:
    """Return the warning at the top of everything made from a journal that does not fit."""
    text = _("The journal of this meeting does not fit from event {number} on: {why}. Do not rely on what follows.")
    return text.format(number=fault.number, why=why(fault.why))


def opened_with(fault: "JournalFault", file: str) -> tuple[str, str]:
    """Return the warning about a database that did not fit when opened, and what to do."""
    sentence, remedy = what_is_wrong(fault)
    if fault.why == "behind":
        sentence = _("events are missing that this computer remembers")
    return _("{file} does not fit: {what}. Do not rely on what is shown.").format(file=file, what=sentence), remedy


def copied_with(fault: "JournalFault") -> KpError:
    """Return the error after backing up a database that does not fit, and what to do."""
    sentence, remedy = what_is_wrong(fault)
    return KpError(
        _("The backup is made, but the copy does not fit: {what}. All earlier backups are kept.").format(what=sentence),
        remedy,
    )


def opened_line() -> str:
    """Return the warning about an opened database, for one line of 80 columns."""
    return _("The database does not fit: run kpcommittee verify")


def warning_remedy() -> str:
    """Return what to do about it."""
    return _("Run `kpcommittee verify`, and bring back the newest backup.")


def warning_line(fault: "JournalFault") -> str:
    """Return the warning for one line of 80 columns."""
    return _("The journal does not fit from event {number} on: run kpcommittee verify").format(number=fault.number)


def _behind(fault: "JournalFault", behind: int) -> str:
    lacks = ngettext(
        "the journal has {n} event fewer than this computer remembers",
        "the journal has {n} events fewer than this computer remembers",
        behind,
    ).format(n=figures.number(behind))
    if fault.stream is None:
        return _("{lacks}: a whole stream is gone").format(lacks=lacks)
    return _("{lacks}: stream {stream} ends before event {number}").format(
        lacks=lacks, stream=fault.stream, number=fault.number
    )
