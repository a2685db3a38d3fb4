"""What is wrong with a template, in a sentence with its place."""

from collections.abc import Mapping
from typing import Protocol

from kpcommittee.locale import N_, _


class Faulty(Protocol):
    """A fault of a template, as `documents.templating` finds it."""

    @property
    def code(self) -> str:
        """What it is."""

    @property
    def line(self) -> int | None:
        """Of a text; in Word the paragraph of its part."""

    @property
    def part(self) -> str:
        """Of a Word file."""

    @property
    def values(self) -> Mapping[str, str]:
        """What the sentence names."""


TEXTS: Mapping[str, str] = {
    "syntax": N_("this cannot be read: a field is a name in double braces, such as {{{{ title }}}}"),
    "unknown_field": N_("there is no field {name}"),
    "repeats": N_("a template repeats nothing: it has fields only"),
    "reads_files": N_("a template reads no other file"),
    "computes": N_("a template computes nothing: it has fields only"),
    "no_body": N_(
        "the text of the document is missing: in Word {{{{p body}}}}, else {{{{ body }}}}, in a line of its own"
    ),
    "not_docx": N_("the file is no Word document (.docx)"),
    "macros": N_("it holds macros"),
    "external": N_("it fetches something from elsewhere"),
    "too_many_fields": N_("it holds more fields than a template has"),
    "too_long": N_("it has more than {limit} characters"),
    "too_big": N_("it is too big when unpacked"),
    "does_not_render": N_("it cannot be filled ({why})"),
    "markdown": N_("it holds something that no format lays out: {what}"),
}


def fault_text(fault: Faulty) -> str:
    """Say what is wrong, and where."""
    text = _(TEXTS[fault.code]).format(**fault.values)
    if fault.values.get("near"):
        text += "; " + _("is {near} meant?").format(near=fault.values["near"])
    if fault.part and fault.line:
        return _("{part}, paragraph {n}: {text}").format(part=fault.part, n=fault.line, text=text)
    if fault.part:
        return f"{fault.part}: {text}"
    return _("line {n}: {text}").format(n=fault.line, text=text) if fault.line else text
