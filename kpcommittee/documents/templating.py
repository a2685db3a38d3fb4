"""Templates of a municipality: what they may contain, how they are filled, and templates to start from.

A template is a form with fields. It cannot loop, call or read anything. The rest of the template language is refused
before it runs. So no template can hang the program or include a file.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import islice
from typing import Any, Literal

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import _
from kpcommittee.views.escaping import Written, escape
from kpcommittee.wording.phrases import PHRASES, fields_of

FIELDS = frozenset(
    {
        "body",
        "title",
        "committee",
        "municipality",
        "address",
        "date",
        "place",
        "version",
        "receipt",
        "logo",
        "page",
        "of",
    }
)
"""The fields that a template may have; `logo`, `page` and `of` only in Word."""
LONGEST = 50_000
"""The most characters of a text template, which is a letter's header and footer."""
MOST_BRACES = 1_000
"""The most opening braces of a template: each field takes two, and checking is quadratic in them."""
MOST_FAULTS = 100
"""The most faults of a table of sentences that are reported; each unknown key is compared with all others."""
FILTERS = frozenset({"upper", "lower", "title", "trim", "default"})
_HARMLESS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
_READS = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)

FaultCode = Literal[
    "syntax", "unknown_field", "repeats", "reads_files", "computes", "no_body", "body_twice", "body_beside", "not_docx",
    "macros", "external", "too_big", "too_many_fields", "too_long", "does_not_render", "markdown", "leak",
    "hidden_character", "not_toml", "more_faults", "unknown_phrase", "no_phrase", "long_phrase", "odd_field",
    # What makes a finished file inaccessible:
    "pdf_damaged", "pdf_protected", "not_tagged", "no_language", "no_title", "title_hidden", "no_ua_mark",
    "unknown_tag", "no_heading", "heading_skipped", "heading_empty", "no_alt", "table_without_header",
    "header_without_scope", "uneven_table", "loose_cell", "loose_list", "untagged", "tab_order", "link_without_words",
    "font_missing", "font_mute",
]  # fmt: skip


@immutable
class Fault:
    """What is wrong with a template, and where."""

    code: FaultCode
    line: int | None = None
    """The line of a text; in Word, the paragraph in its part."""
    part: str = ""
    """The part of a Word file, such as `word/header1.xml`; empty for a text."""
    values: Mapping[str, str] = field(default_factory=dict)


class FaultyTemplate(ValueError):
    """A template that must not be used."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].code)
        self.faults = faults


def faults_in(source: str, part: str = "") -> Iterator[Fault]:
    """Yield what must not be in a template, from top to bottom; a missing body is not checked."""
    if source.count("{") > MOST_BRACES:
        yield Fault(code="too_many_fields", part=part)
        return
    if not part:
        # Word's text is checked before its library joins half a field with the next one.
        torn = [*torn_fields(source)]
        yield from torn
        if torn:
            return
    try:
        parts = [*Environment(autoescape=True).parse(source).find_all(nodes.Node)]
    except TemplateSyntaxError as error:
        yield Fault(code="syntax", line=_line(source, error.lineno, part), part=part)
        return
    except (RecursionError, ValueError):  # nested too deeply, or a number with too many digits
        yield Fault(code="syntax", part=part)
        return
    printed = {id(node) for output in parts if isinstance(output, nodes.Output) for node in output.nodes}
    for node in parts:
        yield from _faults_of(node, source, part, is_printed=id(node) in printed)


def _faults_of(node: nodes.Node, source: str, part: str, *, is_printed: bool) -> Iterator[Fault]:
    line = _line(source, node.lineno, part, getattr(node, "name", None))
    if isinstance(node, nodes.Name) and node.name not in FIELDS:
        near = difflib.get_close_matches(node.name, FIELDS, 1)
        yield Fault(code="unknown_field", line=line, part=part, values={"name": node.name, "near": "".join(near)})
    elif isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
        yield Fault(code="repeats", line=line, part=part)
    elif isinstance(node, _READS):
        yield Fault(code="reads_files", line=line, part=part)
    elif isinstance(node, nodes.Const) and is_printed:
        # A quoted name would be printed literally; Word adds such quotation marks.
        yield Fault(code="syntax", line=line, part=part)
    elif not (isinstance(node, _HARMLESS) or (isinstance(node, nodes.Filter) and node.name in FILTERS)):
        yield Fault(code="computes", line=line, part=part)


_FIELD = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#.*?#\}", re.DOTALL)
_TORN = re.compile(r"\{\s*[{%]|[}%]\s*\}|\{\s*(?:" + "|".join(sorted(FIELDS)) + r")\s*\}")


def texts_besides_fields(lines: Iterable[str]) -> Iterator[str]:
    """Yield the texts of a template as they are, and as they are read once its fields are empty."""
    for line in lines:
        yield line
        yield _FIELD.sub("", line)


def torn_fields(text: str) -> Iterator[Fault]:
    """Yield the lines in which a field lacks a brace, or has a blank between two braces."""
    without = _FIELD.sub(lambda field: "\n" * field[0].count("\n"), text)
    for line, words in enumerate(without.split("\n"), 1):
        if _TORN.search(words):
            yield Fault(code="syntax", line=line)


def _line(source: str, line: int, part: str, name: str | None = None) -> int:
    """Return the line of a text; in Word's XML, which has few lines, the paragraph."""
    if not part:
        return line
    field = re.search(r"\{[{%][^}%]*\b" + re.escape(name), source) if name else None
    until = source[: field.start()] if field else "\n".join(source.split("\n")[:line])
    return max(1, len(re.findall(r"<w:p[ >]", until)))


def has_body(source: str) -> bool:
    """Whether a template contains the field for the document's text."""
    return re.search(r"\{\{[a-z]?\s*body\b", source) is not None


def put_in_frame(frame: str, body: str, fields: Mapping[str, str]) -> str:
    """Put a text, which is Markdown, into its frame; the values of fields are escaped.

    Raises:
        FaultyTemplate: the frame contains something forbidden, or lacks the text.
    """
    if len(frame) > LONGEST:
        raise FaultyTemplate((Fault(code="too_long", values={"limit": str(LONGEST)}),))
    faults = [*faults_in(frame)]
    if not has_body(frame):
        faults.append(Fault(code="no_body"))
    if faults:
        raise FaultyTemplate(tuple(faults))
    environment = SandboxedEnvironment(
        undefined=StrictUndefined, finalize=escape, autoescape=False, keep_trailing_newline=True
    )
    try:
        template = environment.from_string(frame)
    except RecursionError:
        raise FaultyTemplate((Fault(code="syntax"),)) from None
    return template.render({**_blank(), **fields, "body": Written(f"\n{body}\n")})


def _blank() -> dict[str, str]:
    return dict.fromkeys(FIELDS, "")


LONGEST_PHRASE = 500
"""The most characters of a standard sentence."""


def phrase_faults(table: Mapping[str, Any], lines: Mapping[str, int]) -> tuple[Fault, ...]:
    """Return what is wrong with a table of sentences, in its order.

    Args:
        table: key → sentence, as it was read.
        lines: key → its line in the file.
    """
    faults = (fault for key, text in table.items() for fault in _faults(key, text, lines.get(key)))
    first_faults = tuple(islice(faults, MOST_FAULTS))
    next_fault = next(faults, None)
    return (
        first_faults
        if next_fault is None
        else (*first_faults, Fault(code="more_faults", values={"n": str(MOST_FAULTS)}))
    )


def _faults(key: str, text: object, line: int | None) -> Iterator[Fault]:
    if key not in PHRASES:
        near = difflib.get_close_matches(key, PHRASES, 1)
        yield Fault(code="unknown_phrase", line=line, values={"name": key[:60], "near": "".join(near)})
        return
    if not isinstance(text, str) or not text.strip():
        yield Fault(code="no_phrase", line=line, values={"name": key})
        return
    if len(text) > LONGEST_PHRASE or "\n" in text.strip():
        yield Fault(code="long_phrase", line=line, values={"name": key, "n": str(LONGEST_PHRASE)})
        return
    try:
        field_names = fields_of(text)
    except ValueError:
        yield Fault(code="odd_field", line=line, values={"name": key})
        return
    yield from _unknown_fields(field_names, PHRASES[key].fields, line)


def _unknown_fields(field_names: Iterable[str], known_fields: tuple[str, ...], line: int | None) -> Iterator[Fault]:
    for name in field_names:
        if name not in known_fields:
            near = difflib.get_close_matches(name, known_fields, 1)
            yield Fault(code="unknown_field", line=line, values={"name": name[:60], "near": "".join(near)})


def table_to_begin_with() -> str:
    """Return a table to edit with every sentence in our own words, in the current language."""
    head = (
        _(
            "The standard sentences of your documents. Change what you want; for what you leave out, the program "
            "has its own words."
        ),
        _("Words in braces are fields: each may be left out, and no other can be used."),
    )
    lines = [*(f"# {line}" for line in head), ""]
    for key, phrase in PHRASES.items():
        text = _(phrase.text).replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'{key} = "{text}"')
    return "\n".join(lines) + "\n"


SAMPLE = """# Prøve · Sample

- **Udvalg:** Fordelingsudvalget, Lindebæk Kommune

## Beslutninger

| Punkt | Sag | Beslutning |
|---|---|---:|
| 1 | 2026-0412 | Klub Øst · 5 t/uge |

### Punkt 1 · sag 2026-0412 · A.K., 13 år

**Beslutning**

Udvalget besluttede enstemmigt, at æ, ø og å er læselige.

- Et punkt
  - med et punkt i
"""
