"""Explains what is wrong with the program's input: a file, a time zone."""

import errno
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.text import clean
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.wording.issues import issue_text, remedy


def unreadable_file(file: Path, error: OSError) -> UsageError:
    """Describe an unreadable file in the words of `check`."""
    if isinstance(error, IsADirectoryError):
        issue = Issue(code="file_is_folder", file=str(file))
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        issue = Issue(code="file_missing", file=str(file))
    else:
        code = "file_special" if error.errno == errno.ELOOP else "file_unreadable"
        issue = Issue(code=code, file=str(file))
    return UsageError(issue_text(issue), remedy(issue))


def refuse_time_zone(name: str) -> None:
    """Refuse a time zone that the system would silently take for another one.

    Args:
        name: the value of the environment variable TZ, which is not empty.

    Raises:
        UsageError: it is not the name of a zone.
    """
    try:
        datetime.now().astimezone()
        if not _is_rule(name):
            _zone(name.removeprefix(":"))
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        raise UsageError(
            _("the environment variable TZ names no time zone: {name}").format(name=clean(name[:80])),
            _("Set it to one such as Europe/Copenhagen, or unset it."),
        ) from None


def _is_rule(name: str) -> bool:
    """Whether the name defines a zone by its offset, such as `CET-1CEST` or `<+01>-1`."""
    letters = name.lstrip(":<").split(">", maxsplit=1)
    offset = (
        letters[1] if len(letters) > 1 else letters[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    )
    return offset[:1] in tuple("+-0123456789")


def _zone(name: str) -> None:
    """Read a zone by name or file, as the system does."""
    if Path(name).is_absolute():
        with Path(name).open("rb") as file:
            ZoneInfo.from_file(file)
    else:
        ZoneInfo(name)
