"""The format in which documents are written from the screen: the one that was chosen last."""

from contextlib import suppress
from typing import TYPE_CHECKING

from platformdirs import user_state_path

from kpcommittee.documents.formats import FORMATS, MARKDOWN
from kpcommittee.errors import KpError
from kpcommittee.workspace.files import Unread, read_text, write

if TYPE_CHECKING:
    from pathlib import Path


def chosen_format() -> str:
    """Return the code of the format that was chosen last; Markdown if none is remembered."""
    try:
        code = read_text(_remembered_in()).strip()
    except Unread:
        return MARKDOWN.code
    return code if code in FORMATS else MARKDOWN.code


def choose_format(code: str) -> None:
    """Remember a format for the next time."""
    with suppress(KpError):  # a disk that refuses keeps nobody from exporting
        write(_remembered_in(), code)


def _remembered_in() -> "Path":
    """Return the file in the user's own state folder, the same for every workspace."""
    return user_state_path("kpcommittee", appauthor=False) / "format"
