"""Finds what is wrong with a template: its fields, the sample meeting written with it, and children it names."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from html import unescape
from importlib import import_module
from io import BytesIO
from pathlib import Path

from kpcommittee.convert.intentions import ParsedIntention, parse_intention
from kpcommittee.documents.blocks import Document, words_of
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.bystanders import Bystanders
from kpcommittee.documents.formats import FORMATS, Format, write
from kpcommittee.documents.leaks import find_leaks
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.documents.recipients import FULL, Recipient, items_for
from kpcommittee.documents.shapes import bystanders_of, document_for, names_in
from kpcommittee.documents.templating import Fault
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import claims_of
from kpcommittee.domain.case import Case
from kpcommittee.domain.documents import DocumentRules
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.meeting import Meeting, apply
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.session import Session
from kpcommittee.services.templates import frame_faults, table_faults, word_faults
from kpcommittee.views.templates import fault_text
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.wording.recipients import secret
from kpcommittee.workspace.files import Unread, read_bytes
from kpcommittee.workspace.letterheads import read_frame, read_phrases, read_word_template
from kpcommittee.workspace.placements import read_placements
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import sample_folder

_PARAGRAPH = re.compile(r"<w:p[ >/]|</?(?:dc|dcterms|cp|vt):")
"""Matches where a paragraph begins; in the properties, which have none, where a value does."""
_TEXTS = ["md", "html", "docx", "pdf"]
_TAG = re.compile(r"^[^<>]*>|<[^>]*>")


@immutable
class CheckedFile:
    """A checked template, with what was found."""

    faults: tuple[Fault, ...]
    doubts: tuple[Fault, ...] = ()
    """Everyday words that may also be the name of a child."""


def check_template(session: Session, path: Path) -> CheckedFile:
    """Check a template, write the sample meeting with it, and read the result back.

    Raises:
        UsageError: it is not there, or its ending is not that of a template.
        KpError: it cannot be read, or what Word needs is not installed.
    """
    _refuse_unread(path)
    ending, phrases = path.suffix.lower(), dict[str, str]()
    if ending == ".docx":
        word = read_word_template(path)
        faults = word_faults(word)
        parts = {} if faults else _parts(word)
        look, formats = Letterhead(word=word), ["docx"]
    elif ending in (".md", ".txt"):
        frame = read_frame(path)
        faults = frame_faults(frame)
        parts = {"": frame.splitlines()}
        look, formats = Letterhead(frame=frame), _TEXTS
    elif ending == ".toml":
        text, phrases_read = read_phrases(path)
        faults = table_faults(phrases_read)
        parts = {"": text.splitlines()}
        look, formats = Letterhead(), _TEXTS
        phrases = phrases_read.data or {}
    else:
        endings = _("A template ends in .docx, .md, .txt or .toml.")
        raise UsageError(_("{file} is not a template").format(file=path.name), endings)
    if faults:
        return CheckedFile(faults=faults)
    children = [*_children_in(_children(session), parts)]
    usable = [FORMATS[code] for code in formats if FORMATS[code].installed]
    faulty: list[Fault] = []
    for fault in _sample_faults(look, usable, phrases):
        if fault not in faulty:
            faulty.append(fault)
    return CheckedFile(
        faults=(*(fault for fault, blocks in children if blocks), *faulty),
        doubts=tuple(fault for fault, blocks in children if not blocks),
    )


def _refuse_unread(path: Path) -> None:
    """Refuse a file that cannot be read, as one that was named with the command and not in the config."""
    try:
        read_bytes(path)
    except Unread as error:
        kind = UsageError if error.issue.is_wrong_use else KpError
        raise kind(issue_text(error.issue), remedy(error.issue)) from None


# The sample meeting in it


def _sample_faults(look: Letterhead, formats: Sequence[Format], phrases: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the faults found by writing and reading back the sample meeting, in full and for one child."""
    minutes = replace(sample_minutes(), phrases=phrases)
    look = replace(look, name=minutes.committee.municipality or "")
    of_child = Recipient(kind="case", key=minutes.items[0].case.case_number)
    for recipient in (FULL, of_child):
        document = document_for(minutes, recipient, look)
        unframed = document_for(minutes, recipient, replace(look, frame=None))
        bystanders = bystanders_of(minutes, items_for(minutes, recipient))
        for file_format in formats:
            yield from _faults_in(document, unframed, file_format, bystanders if recipient is of_child else None)


def _faults_in(
    document: Document, unframed: Document, file_format: Format, bystanders: Bystanders | None
) -> Iterator[Fault]:
    try:
        content = write(document, file_format)
        lines = lines_of(content, file_format.code)
    except Unreadable as error:
        yield Fault(code="does_not_render", values={"why": str(error)[:100]})
        return
    except Exception as error:  # noqa: BLE001 (what the libraries raise for a template they cannot fill)
        yield Fault(code="does_not_render", values={"why": type(error).__name__})
        return
    if file_format.code in ("docx", "html", "md"):
        if not _contains_all_words(lines, document):
            yield Fault(code="no_body")
        elif _repeats_paragraph(lines, unframed):
            yield Fault(code="body_twice")
    for leak in find_leaks(lines, bystanders) if bystanders else ():
        if leak.blocks:
            yield Fault(code="leak", values={"what": secret(leak.kind), "masked": leak.masked})
    if file_format.code == "pdf":
        yield from import_module("kpcommittee.documents.pdf_accessibility").pdf_faults(content)
    if file_format.code == "docx":
        yield from import_module("kpcommittee.documents.word_accessibility").word_reading_faults(content)


def _contains_all_words(lines: Sequence[str], document: Document) -> bool:
    """Whether every word of the document is in the file."""
    text = _without_blanks(lines)
    return all(_without_blanks([words]) in text for words in words_of(document.blocks))


def _repeats_paragraph(lines: Sequence[str], document: Document) -> bool:
    """Whether the file repeats the document's longest paragraph."""
    paragraphs = [_without_blanks([words]) for words in words_of(document.blocks)]
    longest = max(paragraphs, key=len)
    return _without_blanks(lines).count(longest) > "".join(paragraphs).count(longest)


def _without_blanks(lines: Iterable[str]) -> str:
    """Return a text without its blanks: each format breaks its lines elsewhere."""
    return "".join(" ".join(lines).split())


# People it names


def _children_named(session: Session) -> Iterator[tuple[str, Fault]]:
    """Yield each template in the config, and what it reveals about a child of the workspace.

    Everyday words that may be names are left out: every document would report them.
    """
    rules = session.config.documents or DocumentRules()
    names = [name for name in (rules.word, rules.text, rules.phrases) if name]
    bystanders = _children(session) if names else None
    for name in names:
        for fault, blocks in _children_in(bystanders, _read_parts(session.workspace.path(name))) if bystanders else ():
            if blocks:
                yield name, fault


def warnings_of_templates(session: Session) -> Iterator[tuple[str, str]]:
    """Yield where the municipality's own templates reveal a child, and what to do."""
    if session.config.documents is None:
        return
    try:
        for file, fault in _children_named(session):
            remedy = _("kpcommittee template check {file} lists everything.").format(file=file)
            yield f"{file}: {fault_text(fault)}", remedy
    except KpError as error:  # another agenda is unreadable; the document is written all the same
        yield error.message, error.remedy


def _read_parts(path: Path) -> dict[str, list[str]]:
    """Return the text of each part of a usable template, line by line."""
    ending = path.suffix.lower()
    if ending == ".docx":
        return _parts(read_word_template(path))
    return {"": (read_phrases(path)[0] if ending == ".toml" else read_frame(path)).splitlines()}


def _children(session: Session) -> Bystanders:
    """Return the children of the workspace, whom no template may name."""
    return Bystanders(outside=tuple(_cases(session)), public=names_in(session.config))


def _children_in(bystanders: Bystanders, parts: Mapping[str, list[str]]) -> Iterator[tuple[Fault, bool]]:
    """Yield what the template reveals about a child of the workspace, and whether that forbids its use."""
    for part, lines in parts.items():
        for leak in find_leaks(lines, bystanders):
            values = {"what": secret(leak.kind), "masked": leak.masked}
            yield Fault(code="leak", line=leak.line, part=part, values=values), leak.blocks


def _cases(session: Session) -> Iterator[Case]:
    """Yield every case of the agendas and meetings of the workspace, each once."""
    numbers = set()
    agenda_files = (session.read_agenda(agenda.path).agenda for agenda in session.agendas())
    meetings = (session.store_to_read.meeting(row.id) for row in session.store_to_read.meetings())
    cases = (
        *(case for agenda in agenda_files if agenda for case in agenda.cases),
        *(item.case for meeting in meetings for item in meeting.items),
    )
    for case in cases:
        key = (case.case_number, case.child.name)
        if key not in numbers:
            numbers.add(key)
            yield case


def _parts(word: bytes) -> dict[str, list[str]]:
    """Return the text of each part of a Word template by paragraphs, including comments and properties."""
    with zipfile.ZipFile(BytesIO(word)) as package:
        texts = {
            name: package.read(name).decode("utf-8", "replace")
            for name in package.namelist()
            if name.endswith(".xml") and not name.startswith(("word/theme", "word/styles", "word/fontTable"))
        }
    return {
        # The first piece is what comes before the first paragraph.
        name: [unescape(_TAG.sub("", paragraph)).strip() for paragraph in _PARAGRAPH.split(text)[1:]]
        for name, text in texts.items()
    }


_DAY = "2026-12-02"
_BEGINS = datetime(2026, 12, 2, 9, tzinfo=timezone(timedelta(hours=1)))


@cache
def sample_minutes() -> Minutes:
    """Return the minutes of the sample meeting, as its script records it; all people and cases are invented."""
    meeting, context = _prepare_sample()
    script = (sample_folder() / "agenda" / f"{_DAY}.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(script, 1):
        parsed = parse_intention(line)
        assert isinstance(parsed, ParsedIntention), "the shipped script is valid"
        event = decide(meeting, parsed.intention, context)
        assert not isinstance(event, Refusal), f"the shipped script is refused: {event}"
        at = parsed.at or _BEGINS + timedelta(minutes=number)
        by = parsed.by or context.by
        meeting = apply(meeting, Recorded(stream=meeting.id, number=meeting.last + 1, at=at, by=by, event=event))
    return minutes_of(meeting)


def _prepare_sample() -> tuple[Meeting, Context]:
    folder = sample_folder()
    config = read_config(folder / "config.toml").config
    assert config is not None, "the shipped config is valid"
    law = read_law(config.law, folder).law
    assert law is not None, "the shipped law table is valid"
    agenda = read_agenda(folder / "agenda" / f"{_DAY}.toml", config, law).agenda
    assert agenda is not None, "the shipped agenda is valid"
    claims = claims_of(read_placements(folder / "placements.csv", config).placements, ())
    ledger = Ledger.of_claims(config, claims, agenda.meeting.date)
    context = Context(
        config=config, config_digest="", law=law, ledger=ledger, now=_BEGINS, by=config.committee.name, agenda=agenda
    )
    return Meeting.from_agenda(agenda), context
