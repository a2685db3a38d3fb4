"""The municipality's own look: reading it, checking it before use, and templates to start from."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Literal

from kpcommittee.documents.blocks import UnknownMarkdown, parse
from kpcommittee.documents.formats import FORMATS
from kpcommittee.documents.letterhead import Letterhead, Picture
from kpcommittee.documents.templating import (
    SAMPLE,
    Fault,
    FaultyTemplate,
    phrase_faults,
    put_in_frame,
    table_to_begin_with,
)
from kpcommittee.domain.documents import DocumentRules
from kpcommittee.domain.meeting.caseload_events import Exported
from kpcommittee.domain.text import clean, is_safe
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _, speaking
from kpcommittee.services.session import Session
from kpcommittee.views.templates import fault_text
from kpcommittee.workspace.files import write as write_file
from kpcommittee.workspace.letterheads import (
    read_colour,
    read_frame,
    read_logo,
    read_phrases,
    read_word_template,
)
from kpcommittee.workspace.toml_lines import lines_of
from kpcommittee.workspace.toml_reading import TomlRead

Kind = Literal["docx", "text", "phrases"]
NAMES: dict[str, str] = {"docx": "minutes.docx", "text": "minutes.md", "phrases": "phrases.toml"}
FOLDER = "templates"
_FRAME = "{{ body }}\n"


def letterhead_of(session: Session) -> Letterhead:
    """Return the look that the config names today.

    Raises:
        KpError: one of its files cannot be read or must not be used.
    """
    rules = session.config.documents or DocumentRules()
    workspace = session.workspace
    logo = read_logo(workspace.path(rules.logo)) if rules.logo else None
    word = read_word_template(workspace.path(rules.word)) if rules.word else None
    frame = read_frame(workspace.path(rules.text)) if rules.text else None
    phrases = read_phrases(workspace.path(rules.phrases))[0] if rules.phrases else None
    committee = session.config.committee
    head = Letterhead(
        name=committee.municipality or committee.name,
        colour=read_colour(rules),
        address=rules.address,
        logo=Picture("png" if logo[0] == "png" else "svg", logo[1]) if logo else None,
        word=word,
        frame=frame,
        phrases=phrases,
    )
    _refuse(rules.word, word_faults(word) if word else ())
    _refuse(rules.text, frame_faults(frame))
    return head


def phrases_of(session: Session) -> Mapping[str, str]:
    """Return the standard sentences from the config's table, by key; none without a table.

    Raises:
        KpError: the table cannot be read or must not be used.
    """
    name = (session.config.documents or DocumentRules()).phrases
    if name is None:
        return {}
    _text, phrases_read = read_phrases(session.workspace.path(name))
    _refuse(name, table_faults(phrases_read))
    return {key: clean(text.strip()) for key, text in (phrases_read.data or {}).items()}


def _refuse(name: str | None, faults: Sequence[Fault]) -> None:
    if faults:
        raise KpError(
            _("{file} must not be used: {fault}").format(file=name, fault=fault_text(faults[0])),
            _("kpcommittee template check {file} lists everything.").format(file=name),
        )


def note_export(session: Session, meeting: str, code: str, content: bytes) -> None:
    """Record the files that a document in the municipality's own look was made with; nothing for our look."""
    digests = letterhead_of(session).digests
    if digests:
        document = sha256(content).hexdigest()
        event = Exported(meeting=meeting, format=code, document=document, templates=digests)
        session.store.append_caseload(event, session.clock(), session.by)


def new_template(session: Session, kind: str) -> Path:
    """Write a template to start from into the workspace, and return its path.

    Raises:
        UsageError: there is no such kind.
        KpError: a file has its name, what Word needs is not installed, or the disk refuses.
    """
    if kind not in NAMES:
        raise UsageError(
            _("there is no kind of template {kind}").format(kind=kind),
            _("Kinds: {kinds}.").format(kinds=", ".join(NAMES)),
        )
    path = session.workspace.path(f"{FOLDER}/{NAMES[kind]}")
    if path.exists():
        raise KpError(_("{file} exists already").format(file=path.name), _("Rename it first; nothing was changed."))
    if kind == "docx":
        _require_documents(installed=FORMATS["docx"].installed)
        content: bytes = import_module("kpcommittee.documents.docx").blank()
    elif kind == "phrases":
        with speaking(session.config.committee.language):
            content = table_to_begin_with().encode()
    else:
        content = _FRAME.encode()
    write_file(path, content)
    return path


def word_faults(content: bytes) -> tuple[Fault, ...]:
    """Return what is wrong with a Word template before it is filled.

    Raises:
        KpError: what Word needs is not installed.
    """
    _require_documents(installed=FORMATS["docx"].installed)
    faults: tuple[Fault, ...] = import_module("kpcommittee.documents.word_templates").word_faults(content)
    return faults


def frame_faults(frame: str | None) -> tuple[Fault, ...]:
    """Return what is wrong with a text template, including the sample written with it."""
    if frame is None:
        return ()
    unsafe_line = next((n for n, line in enumerate(frame.split("\n"), 1) if not is_safe(line)), None)
    if unsafe_line is not None:
        return (Fault(code="hidden_character", line=unsafe_line),)
    try:
        parse(put_in_frame(frame, SAMPLE, {}))
    except FaultyTemplate as error:
        return error.faults
    except UnknownMarkdown as error:
        return (Fault(code="markdown", values={"what": str(error)}),)
    return ()


def table_faults(phrases_read: TomlRead) -> tuple[Fault, ...]:
    """Return what is wrong with a table of standard sentences."""
    slips = phrases_read.locate(())
    if slips or phrases_read.data is None:
        return tuple(Fault(code="not_toml", line=slip.line) for slip in slips) or (Fault(code="not_toml"),)
    return phrase_faults(phrases_read.data, lines_of(phrases_read.text))


def _require_documents(*, installed: bool) -> None:
    if not installed:
        raise KpError(
            _("Word templates need a part of the program that is not installed"),
            _("Install it: pip install 'kpcommittee[documents]'"),
        )
