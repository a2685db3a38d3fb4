"""Protected files: a file with names leaves the workspace as an age file, or explicitly in the clear."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpcommittee.convert.issues import nearest
from kpcommittee.documents.bystanders import Bystanders
from kpcommittee.documents.leaks import find_leaks
from kpcommittee.documents.shapes import names_in
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.workspace.files import refuse_target, write, write_named

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

ENDING = ".age"


@immutable
class Protection:
    """How a file is kept from others."""

    names: tuple[str, ...] = ()
    """Who can open it, by their names in the config; empty if it is not encrypted."""
    plain: bool = False
    """Whether a child's name may leave the workspace in the clear."""


OPEN = Protection()


def strip_protection(path: Path | None) -> Path | None:
    """Return the path without the ending of protected files, so that the remaining one names the format."""
    return path.with_suffix("") if path is not None and path.suffix == ENDING else path


def keys_of(config: Config, names: Iterable[str]) -> tuple[str, ...]:
    """Return the public keys of those who may open a file.

    Raises:
        UsageError: the config names nobody of that name.
    """
    listed = config.recipients
    holders = listed if isinstance(listed, tuple) else (listed,) if listed else ()
    keys_by_name = {holder.name: holder.key for holder in holders}
    for name in names:
        if name not in keys_by_name:
            near = nearest(name, keys_by_name)
            raise UsageError(
                _("[[recipients]] in config.toml has no {name}").format(name=name[:60]),
                _("Perhaps {near} is meant.").format(near=near)
                if near
                else _("Known: {known}.").format(known=", ".join(keys_by_name) or "–"),
            )
    return tuple(dict.fromkeys(keys_by_name[name] for name in names))


def protect(content: bytes, keys: Sequence[str]) -> bytes:
    """Return the file as an age file that only the holders of these keys can open.

    Raises:
        KpError: the library for it is not installed, or a key is invalid.
    """
    if find_spec("pyrage") is None:
        raise KpError(
            _("protected files need a part of the program that is not installed"),
            _("Install it: pip install 'kpcommittee[documents]'"),
        )
    age: Any = import_module("pyrage")
    try:
        holders = [age.x25519.Recipient.from_str(key) for key in keys]
    except age.RecipientError as error:
        raise KpError(
            _("a key under [[recipients]] is not a public age key"),
            _("age-keygen prints it: age1 and 58 characters. Nothing is written."),
        ) from error
    encrypted: bytes = age.encrypt(content, holders)
    return encrypted


def protect_for(content: bytes, config: Config, names: Sequence[str]) -> bytes:
    """Return the file encrypted for the named people; unchanged if nobody is named."""
    return protect(content, keys_of(config, names)) if names else content


def save_protected(session: "Session", content: bytes, name: str, path: Path | None) -> Path:
    """Write a protected file, and return its path.

    It cannot be edited by hand, so an existing one is overwritten.

    Raises:
        KpError: the path cannot hold an ordinary file, or the disk refuses.
    """
    if path is None:
        path = session.workspace.minutes_folder(session.config) / f"{name}{ENDING}"
        write(path, content)
        return path
    path = path if path.suffix == ENDING else path.with_name(path.name + ENDING)
    refuse_target(path, makes_folder=True)
    write_named(path, content)
    return path


def refuse_names(lines: Sequence[str], meeting: Meeting, config: Config, path: Path, kinds: Iterable[str]) -> None:
    """Refuse to write the name of a child into a file outside the workspace.

    `kinds` are those of the leak check that count: the whole name, and in a letter the first name too.

    Raises:
        UsageError: one is in it.
    """
    children = Bystanders(outside=tuple(item.case for item in meeting.items), public=names_in(config))
    if any(leak.blocks and leak.kind in kinds for leak in find_leaks(lines, children)):
        raise in_the_clear_error(path)


def in_the_clear_error(path: Path) -> UsageError:
    """Return the error for the name of a child in a file outside the workspace."""
    return UsageError(
        _("{file} is outside the workspace, and the document contains the name of a child").format(file=path.name),
        _("--encrypt NAME protects it, --plain writes it in the clear."),
    )
