"""What is wrong with a template, in a sentence with its place."""

from collections.abc import Mapping
from typing import Protocol

from kpcommittee.locale import N_, _


class Faulty(Protocol):
    """A fault of a template, as `documents.templating` finds it."""

    @property
    def code(self) -> str:
        """The code of the fault."""

    @property
    def line(self) -> int | None:
        """The line of a text; in Word, the paragraph in its part."""

    @property
    def part(self) -> str:
        """The part of a Word file."""

    @property
    def values(self) -> Mapping[str, str]:
        """The values in its sentence."""


TEXTS: Mapping[str, str] = {
    "syntax": N_(
        "this cannot be read: a field is a name in double braces, such as {{{{ title }}}}, and an if has its endif"
    ),
    "unknown_field": N_("there is no field {name}"),
    "repeats": N_("a template cannot repeat: it has only fields"),
    "reads_files": N_("a template cannot read other files"),
    "computes": N_("a template cannot compute: it has only fields"),
    "no_body": N_(
        "the text of the document is missing: in Word {{{{p body}}}}, else {{{{ body }}}}, in a line of its own"
    ),
    "body_beside": N_("what is beside {{{{p body}}}} in its paragraph is lost: move it into a paragraph of its own"),
    "body_twice": N_("the text of the document is in it more than once: keep one {{{{ body }}}}"),
    "hidden_character": N_("it contains an invisible or control character: write the line again"),
    "not_docx": N_("the file is not a Word document (.docx)"),
    "macros": N_("it contains macros"),
    "external": N_("it loads something from elsewhere"),
    "too_many_fields": N_("it contains too many fields"),
    "too_long": N_("it has more than {limit} characters"),
    "too_big": N_("it is too big when unpacked"),
    "does_not_render": N_("it cannot be filled ({why})"),
    "markdown": N_("it contains something that no format supports: {what}"),
    "not_toml": N_('this cannot be read: a sentence is a line such as regards = "With kind regards"'),
    "more_faults": N_("more is wrong than these {n} faults"),
    "unknown_phrase": N_("there is no sentence {name}"),
    "no_phrase": N_("{name} has no text: leave the line out to use the program's own words"),
    "long_phrase": N_("{name} is one line of at most {n} characters"),
    "odd_field": N_("a brace in {name} is no field: a field is a name in braces, such as {{date}}"),
    "leak": N_("it tells of a child: {what} ({masked})"),
    "pdf_damaged": N_("the PDF cannot be read back ({why})"),
    "pdf_protected": N_("the PDF has a password, which screen readers cannot open"),
    "not_tagged": N_("the PDF has no tags, so that it cannot be read aloud"),
    "no_language": N_("the file does not say its language"),
    "no_title": N_("the file has no title"),
    "title_hidden": N_("the PDF shows its file name instead of its title"),
    "no_ua_mark": N_("the PDF does not say that it is accessible (PDF/UA-1)"),
    "unknown_tag": N_("the PDF has a tag that readers do not know: {name}"),
    "no_heading": N_("the file has no heading"),
    "heading_skipped": N_("a heading of level {level} follows one of level {before}"),
    "heading_empty": N_("a heading of level {level} has no text"),
    "no_alt": N_("a picture has no alternative text"),
    "table_without_header": N_("a table has no header row"),
    "header_without_scope": N_("the header of a table does not say what it belongs to"),
    "uneven_table": N_("the rows of a table have different numbers of cells"),
    "loose_cell": N_("a cell of a table is in no row"),
    "loose_list": N_("a point is in no list"),
    "untagged": N_("page {page} has something that is neither text with a tag nor marked as decoration"),
    "tab_order": N_("on page {page} the tabulator does not follow the text"),
    "link_without_words": N_("a link on page {page} has no alternative text"),
    "font_missing": N_("the font {name} is not in the PDF"),
    "font_mute": N_("the characters of the font {name} cannot be read aloud or copied"),
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
