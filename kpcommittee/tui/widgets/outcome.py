"""What the meeting did with a case, and what to be careful about, as facts for its card."""

from collections.abc import Iterator

from textual.content import Content

from kpcommittee.domain.decision import Decision
from kpcommittee.domain.events import Postponed, Returned, Withdrawn
from kpcommittee.domain.meeting import Item, awaited
from kpcommittee.locale import _
from kpcommittee.tui.table import Table
from kpcommittee.tui.widgets.lines import BAD, GOOD, KEY, MUTED, STRONG, WARN, joined, text
from kpcommittee.wording import figures, words

Fact = tuple[str, list[Content]]


def questions_of(table: Table) -> Iterator[Fact]:
    """What to ask before the case is dealt with: whether a leader is too close to it."""
    deliberation = table.deliberation
    if deliberation is None or not deliberation.doubts or table.row is None or table.row.item != deliberation.item:
        return
    from kpcommittee.wording.cautions import doubt  # noqa: PLC0415 (not needed to paint)

    asked = [text((f"? {table.prose(doubt(one))}", WARN)) for one in deliberation.doubts]
    yield _("Ask first"), [*asked, text((_("i: the others decide whether to take part"), KEY))]


def outcome_of(item: Item, table: Table) -> Iterator[Fact]:
    """What was decided, here or in principle at an earlier meeting."""
    decision = item.decision if item.state in ("placed", "in_principle") else item.carried
    if decision is not None:
        yield _("Decided"), [*_placed(decision, item, table)]
    elif item.outcome is not None and item.state != "open":
        yield words.sentence(words.case_state(item.state).split()[0]), [*_put_off(item.outcome, table)]


def _placed(decision: Decision, item: Item, table: Table) -> Iterator[Content]:
    state = "in_principle" if item.carried else item.state
    symbol = words.case_symbol(state)
    person = table.name(decision.staff_name) or _("person to be named")
    style = f"{GOOD} bold" if state == "placed" else f"{KEY} bold"
    yield joined([(f"{symbol} {decision.provider_name}", style), (person, STRONG)])
    yield joined([figures.period(decision.start, decision.end), figures.hours_a_week(decision.hours)])
    if state == "in_principle":
        yield text((_awaits(decision, item, table), WARN))
        if table.state == "open":
            yield text((_("y: confirm or refuse"), KEY))
    if decision.reason is not None:
        yield joined([decision.reason.wording, (table.prose(decision.reason.text), MUTED)])
    for position in decision.dissent:
        yield text((_("Dissent: {role}").format(role=words.role(position.role)), WARN))
    yield from _other_bench(item, table)


def _awaits(decision: Decision, item: Item, table: Table) -> str:
    """Whose word a decision in principle waits for, by office and name."""
    remaining = awaited(item)
    who = words.listed(
        f"{words.role(one.role)} {table.name(one.person)}".strip() for one in decision.awaits if one.role in remaining
    )
    if item.carried and item.waiting:
        date = figures.date_numeric(item.waiting.date)
        return _("In principle on {date}; awaits {who}.").format(date=date, who=who)
    return _("In principle; awaits {roles}.").format(roles=who)


def _other_bench(item: Item, table: Table) -> Iterator[Content]:
    """Who sat, where the attendance says now that it was another bench than the decision has."""
    if item.decision is None or table.deliberation is None or table.state == "approved":
        return
    now = table.deliberation.bench
    for seat in item.decision.bench:
        sits = now.seat(seat.role)
        if seat.person != sits.person:
            said = {"seat": words.seat(seat.role), "then": table.name(seat.person) or words.seat_status(seat.status)}
            said["now"] = table.name(sits.person) or words.seat_status(sits.status)
            yield text((_("Decided with {seat} {then}; by the attendance it is {now}.").format(**said), WARN))


def _put_off(outcome: Postponed | Returned | Withdrawn, table: Table) -> Iterator[Content]:
    if isinstance(outcome, Returned):
        yield text((table.prose(outcome.missing), WARN))
        return
    yield text((table.prose(outcome.reason), WARN))
    if isinstance(outcome, Postponed) and outcome.missing:
        whom = words.role(outcome.from_role) if outcome.from_role else ""
        yield joined([_("awaits: {what}").format(what=table.prose(outcome.missing)), whom])


def facts_of(item: Item, table: Table) -> Iterator[Fact]:
    """Cautions with their source, and the notes that were taken."""
    deliberation = table.deliberation
    if deliberation is not None and deliberation.item.number == item.number:
        yield _("Careful"), [*_cautions(table)]
    yield _("Notes"), [_note(note.text, note.said_by, table) for note in item.notes]


def _cautions(table: Table) -> Iterator[Content]:
    from kpcommittee.wording.cautions import caution, source  # noqa: PLC0415 (not needed to paint)

    deliberation = table.deliberation
    assert deliberation is not None, "cautions are those of the case that is deliberated"
    # What is said of several providers is said once.
    same: dict[tuple[str, str, bool, str], list[str]] = {}
    for one in sorted(deliberation.cautions, key=lambda found: not found.blocking):
        if one.code in ("protected_address", "do_not_contact_family"):
            continue
        provider = table.config.provider(one.provider)
        answered = f" ✓ {one.answer.wording}" if one.answer else ""
        sentence = table.prose(caution(one)) if "person" in one.values or "who" in one.values else caution(one)
        at = same.setdefault((sentence, answered, one.blocking, source(one.source)), [])
        at += [provider.name] if provider else []
    for (sentence, answered, blocking, where), at in same.items():
        symbol, style = ("! ", BAD) if blocking else ("· ", MUTED)
        whose = f"{', '.join(at)}: " if at else ""
        yield text((symbol, style), whose, sentence, (answered, GOOD), (f" {where}", MUTED))


def _note(note: str, said_by: str | None, table: Table) -> Content:
    by = f"{table.name(said_by)}: " if said_by else ""
    return text((by, STRONG), table.prose(note))
