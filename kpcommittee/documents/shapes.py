"""Makes the document of each recipient, and says whom it is not about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kpcommittee.documents.blocks import BulletList, Document, Heading, parse, plain_text, words_of
from kpcommittee.documents.bystanders import Bystanders
from kpcommittee.documents.discretion import discreet_minutes
from kpcommittee.documents.document import document_of, fields_of
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.markdown import environment, render_as_is
from kpcommittee.documents.model import Minutes, MinutesItem
from kpcommittee.documents.recipients import Recipient, items_for, letter_of, narrow_minutes, provider_extract
from kpcommittee.documents.record_texts import texts_in
from kpcommittee.documents.run_sheet import RunSheet
from kpcommittee.documents.statistics import statistics_of
from kpcommittee.domain.agenda import MeetingHead
from kpcommittee.domain.committee import Config
from kpcommittee.locale import _, speaking
from kpcommittee.views.escaping import remove_controls
from kpcommittee.wording import figures, leaders


def document_for(minutes: Minutes, recipient: Recipient, letterhead: Letterhead | None = None) -> Document:
    """Word the document of a recipient, in the language of the committee, in the municipality's look.

    Raises:
        NoDocumentError: there is none for them.
    """
    if recipient.kind == "full":
        return document_of(minutes, letterhead=letterhead)
    items = items_for(minutes, recipient)
    with speaking(minutes.committee.language):
        source, worded = _source(minutes, items, recipient)
        document = _document(source, minutes.head, minutes.committee.language)
        fields = fields_of(minutes)
    look = replace(letterhead or Letterhead(), frame=None)
    # A document only contains public names from the config. The text of a Word template is read where it is needed.
    logo_lines = (
        look.logo.content.decode(errors="replace").splitlines() if look.logo and look.logo.kind == "svg" else ()
    )
    known_words = (worded, fields, document.facts, look.name, look.address, tuple(logo_lines))
    texts = frozenset(map(remove_controls, texts_in(known_words, besides=(Config,))))
    return replace(document, letterhead=look, fields=fields, outside_texts=texts)


def run_sheet_document(sheet: RunSheet, language: str) -> Document:
    """Word the chair's run sheet, in the current language."""
    return _document(_render("script", sheet=sheet), sheet.head, language)


def _source(minutes: Minutes, items: tuple[MinutesItem, ...], recipient: Recipient) -> tuple[str, object]:
    """Return the Markdown, and everything it was made from."""
    nobody = narrow_minutes(minutes, ())
    match recipient.kind:
        case "provider":
            # Free text has the child's initials, as in the minutes; the heading has its name. Another child's name
            # stays, so that the leak check finds it.
            narrow = discreet_minutes(narrow_minutes(minutes, items))
            return _word("provider", minutes=nobody, extract=provider_extract(narrow, recipient.key))
        case "child" | "family" as to:
            return _word("letter", minutes=nobody, letter=letter_of(items[0], to))
        case "statistics":
            return _word("statistics", minutes=nobody, statistics=statistics_of(minutes))
        case "leader":
            narrow = discreet_minutes(narrow_minutes(minutes, items))
            return _for_leader(narrow, recipient.key), narrow
        case _:
            narrow = discreet_minutes(narrow_minutes(minutes, items))
            return _word("extract", minutes=narrow, names=minutes.names)


def _word(template: str, **values: object) -> tuple[str, object]:
    return _render(template, **values), values


def _for_leader(minutes: Minutes, role: str) -> str:
    """Render the minutes with a line about what the leader does not see."""
    sentence = _("For the {role}: without the items in which the {role} was disqualified.").format(
        role=leaders.role(role)
    )
    title, body = render_as_is(minutes).split("\n", 1)
    return f"{title}\n\n**{sentence}**\n{body}"


def _render(template: str, **values: object) -> str:
    return environment().get_template(f"{template}.md.j2").render(**values)


def _document(source: str, head: MeetingHead, language: str) -> Document:
    blocks = parse(source)
    heading = next((plain_text(block.inlines) for block in blocks if isinstance(block, Heading)), "")
    points = next((block for block in blocks if isinstance(block, BulletList)), BulletList(()))
    facts: Mapping[str, Any] = {"meeting": head.id, "place": head.place}
    return Document(
        title=f"{heading} · {figures.date_numeric(head.date)}",
        language=language,
        date=head.date,
        source=source,
        blocks=blocks,
        about=tuple(words_of((points,))),
        facts=facts,
    )


def bystanders_of(minutes: Minutes, items: Sequence[MinutesItem]) -> Bystanders:
    """Return whom a document about those items is not about; a child with two cases is one child."""
    inside = [item.case for item in items]
    mine = {case.case_number for case in inside}
    children = [case.child.identity for case in inside]
    others = [item.case for item in minutes.items if item.case.case_number not in mine]
    same = [case for case in others if case.child.identity.is_among(children)]
    return Bystanders(
        outside=tuple(case for case in others if case not in same),
        inside=(*inside, *same),
        public=public_names(minutes),
        acting=frozenset(name for item in items for name in _acting(item) if name),
    )


def _acting(item: MinutesItem) -> Iterator[str | None]:
    """Yield who said or did something in a case, by the recorded names."""
    yield from (note.said_by for note in item.item.notes)
    yield from (word.by for word in item.confirmations)
    yield from (row.by for row in item.corrections)
    seats = [change for correction in item.item.corrections for change in correction.seats]
    yield from (seat.person for change in seats for seat in (change.before, change.after))
    yield from (telling.by for telling in item.told)
    yield from (question.person for question in item.item.disqualified)
    yield from (question.substitute for question in item.item.disqualified)
    put_off = (item.item.outcome, *(reopening.outcome for reopening in item.item.reopened))
    yield from (getattr(outcome, "by", None) for outcome in put_off)
    yield item.journalised.by if item.journalised else None


def public_names(minutes: Minutes) -> frozenset[str]:
    """Return the names of the committee's own people and places, which any of its documents may contain."""
    config = minutes.names.config
    sitting = {row.seat.person for item in minutes.items for row in item.seats} | {config.chair}
    participants = {person.name for person in minutes.attendees} | {person.name for person in minutes.away}
    workers = {item.case.grant.caseworker for item in minutes.items}
    names: set[str | None] = {*names_in(config), *sitting, *participants, *workers}
    names |= {minutes.approved_by, minutes.head.place}
    return frozenset(name for name in names if name)


def names_in(config: Config) -> frozenset[str]:
    """Return the names of people and places that a config contains."""
    rules = config.follow_up_rules
    acting = (rules.coordinator, rules.absence_by)
    return frozenset(name for name in (*config.people, *_houses(config), *acting) if name)


def _houses(config: Config) -> Iterable[str]:
    yield from (config.committee.name, config.committee.municipality)
    yield from (school.name for school in config.schools)
    yield from (district.name for district in config.districts)
    for provider in config.providers:
        yield provider.name
        yield from (member.name for member in provider.staff)
    yield from (name for problem in config.problems for name in (problem.da, problem.en))
