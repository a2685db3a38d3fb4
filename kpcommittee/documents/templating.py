"""Templates of a municipality: what may stand in them, and how they are filled.

A template is a form with fields. It repeats nothing, calls nothing and reads nothing: everything else of the template
language is refused before it runs, so that no template can hang the program or take a file along.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from kpcommittee.views.escaping import Written, escape

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
"""Characters of a text template, which is a letter's head and foot."""
MOST_BRACES = 1_000
"""Opening braces of a template: each field takes two, and all are looked at again for each of them."""
FILTERS = frozenset({"upper", "lower", "title", "trim", "default"})
_HARMLESS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
_READS = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)

FaultCode = Literal[
    "syntax", "unknown_field", "repeats", "reads_files", "computes", "no_body", "not_docx", "macros", "external",
    "too_big", "too_many_fields", "too_long", "does_not_render", "markdown", "leak",
    "not_toml", "unknown_phrase", "no_phrase", "long_phrase", "odd_field",
    # What keeps a finished file from being read aloud:
    "pdf_damaged", "pdf_protected", "not_tagged", "no_language", "no_title", "title_hidden", "no_ua_mark",
    "unknown_tag", "no_heading", "heading_skipped", "heading_empty", "no_alt", "table_without_header",
    "header_without_scope", "uneven_table", "loose_cell", "loose_list", "untagged", "tab_order", "link_without_words",
    "font_missing", "font_mute",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a template, and where."""

    code: FaultCode
    line: int | None = None
    """Of a text; in Word the paragraph, counted from the top of its part."""
    part: str = ""
    """Of a Word file, such as `word/header1.xml`; empty for a text."""
    values: Mapping[str, str] = field(default_factory=dict)


class FaultyTemplate(ValueError):
    """A template that must not be used."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].code)
        self.faults = faults


def faults_in(source: str, part: str = "") -> Iterator[Fault]:
    """Yield what must not stand in a template, from above; whether the text is in it is not looked at."""
    if source.count("{") > MOST_BRACES:
        yield Fault(code="too_many_fields", part=part)
        return
    try:
        parts = [*Environment(autoescape=True).parse(source).find_all(nodes.Node)]
    except TemplateSyntaxError as error:
        yield Fault(code="syntax", line=_line(source, error.lineno, part), part=part)
        return
    except (RecursionError, ValueError):  # nested too deep, or a number of too many digits
        yield Fault(code="syntax", part=part)
        return
    for node in parts:
        line = _line(source, node.lineno, part, getattr(node, "name", None))
        if isinstance(node, nodes.Name) and node.name not in FIELDS:
            near = difflib.get_close_matches(node.name, FIELDS, 1)
            yield Fault(code="unknown_field", line=line, part=part, values={"name": node.name, "near": "".join(near)})
        elif isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
            yield Fault(code="repeats", line=line, part=part)
        elif isinstance(node, _READS):
            yield Fault(code="reads_files", line=line, part=part)
        elif not (isinstance(node, _HARMLESS) or (isinstance(node, nodes.Filter) and node.name in FILTERS)):
            yield Fault(code="computes", line=line, part=part)


def _line(source: str, line: int, part: str, name: str | None = None) -> int:
    """Return the line of a text; of the XML of Word, which has few lines, the paragraph that the field is in."""
    if not part:
        return line
    found = re.search(r"\{[{%][^}%]*\b" + re.escape(name), source) if name else None
    until = source[: found.start()] if found else "\n".join(source.split("\n")[:line])
    return max(1, len(re.findall(r"<w:p[ >]", until)))


def has_body(source: str) -> bool:
    """Whether the text of the document is in a template."""
    return re.search(r"\{\{[a-z]?\s*body\b", source) is not None


def framed(frame: str, body: str, fields: Mapping[str, str]) -> str:
    """Put a text, which is Markdown, into its frame; the values of fields are escaped.

    Raises:
        FaultyTemplate: something in the frame must not be there, or the text is not in it.
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
