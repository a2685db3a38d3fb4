"""The formats of a document: their names, the endings of their files, and what each needs installed."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from kpcommittee.documents.blocks import Document
from kpcommittee.documents.exchange import Exchange
from kpcommittee.documents.seals import seal, with_seal
from kpcommittee.domain.immutable import immutable
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _, speaking


@immutable(kw_only=False)
class Format:
    """One format that a document can be written in."""

    code: str
    """The name in requests; also its file ending and the name of its module."""
    name: str
    """The name for people, not translated yet."""
    needs: tuple[str, ...] = ()
    """The modules that the extra `documents` installs for it."""
    endings: tuple[str, ...] = ()
    """Other endings of its files."""

    @property
    def installed(self) -> bool:
        """Whether everything that it needs is installed."""
        return all(find_spec(module) is not None for module in self.needs)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        form.code: form
        for form in (
            Format("md", N_("Markdown"), endings=("markdown", "txt")),
            Format("docx", N_("Word file"), needs=("docxtpl",)),
            Format("pdf", N_("PDF"), needs=("typst",)),
            Format("xlsx", N_("Workbook (decisions and balance)")),
            Format("html", N_("Web page, one file"), endings=("htm",)),
            Format("xml", N_("Exchange XML, for agenda systems")),
            Format("json", N_("JSON, for other programs")),
        )
    }
)

MARKDOWN = FORMATS["md"]


def format_of_ending(ending: str) -> Format | None:
    """Return the format of files with that ending, such as `.docx`; None if there is none."""
    normal = ending.lower().removeprefix(".")
    return next((form for form in FORMATS.values() if normal in (form.code, *form.endings)), None)


def write(document: Document, file_format: Format, exchange: Exchange | None = None) -> bytes:
    """Return the sealed document in a format; `exchange` is the shape of XML.

    Raises:
        KpError: what the format needs is not installed.
    """
    if file_format is MARKDOWN:
        return with_seal(document.source).encode()
    if not file_format.installed:
        raise KpError(
            _("{format} needs a part of the program that is not installed").format(format=_(file_format.name)),
            _("Install it: pip install 'kpcommittee[documents]'"),
        )
    writer = getattr(import_module(f"{__package__}.{file_format.code}"), file_format.code)
    with speaking(document.language):
        content: bytes = writer(document, exchange) if exchange else writer(document)
    return seal(content)
