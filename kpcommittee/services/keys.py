"""Who may open the encrypted database: the slots of its key file, each with a passphrase or a recovery key."""

from contextlib import suppress
from os import urandom
from socket import gethostname
from typing import TYPE_CHECKING

from kpcommittee.domain.recovery import BYTES, lines_of
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services import system_keyring
from kpcommittee.services.lock import FIRST, PassphraseSource, not_encrypted_error, refuse_short

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.key_file import KeyFile, Slot

RECOVERY = "recovery"
"""The name of the recovery key's slot."""


def slots(session: "Session") -> "tuple[Slot, ...]":
    """Return everybody who may open the database.

    Raises:
        KpError: it is not encrypted.
    """
    return _key_file(session).slots


def add(session: "Session", name: str, passphrases: PassphraseSource) -> None:
    """Give somebody a passphrase of their own.

    Raises:
        KpError: there is a slot of that name already, or the passphrase is too short.
    """
    if any(slot.name == name for slot in slots(session)):
        raise KpError(
            _("{name} has a key already.").format(name=name), _("kpcommittee key change gives it another passphrase.")
        )
    session.lock.ask()
    _add_slot(session, name, passphrases.new_passphrase(name))


def remove(session: "Session", name: str) -> None:
    """Take somebody's key away; it still opens earlier backups.

    Raises:
        KpError: there is no such key, or it is the last one.
    """
    present = slots(session)
    if all(slot.name != name for slot in present):
        names = ", ".join(slot.name for slot in present)
        raise UsageError(
            _("There is no key for {name}.").format(name=name), _("There are: {names}").format(names=names)
        )
    if len(present) == 1:
        raise KpError(
            _("{name} has the last key, which cannot be removed.").format(name=name),
            _("Add another one first. Without any, nobody could open the database again."),
        )
    session.lock.ask()
    session.lock.write(session.lock.read().without_slot(name))
    if name == keyring_slot(session):
        with suppress(KpError):  # without its slot, the keyring's secret opens nothing
            system_keyring.forget(session.lock.account)


def change(session: "Session", passphrases: PassphraseSource) -> str:
    """Change the passphrase of the slot that opened the database; return its name.

    Raises:
        KpError: it is not encrypted, it was opened by the recovery key, or the new passphrase is too short.
    """
    slots(session)
    session.lock.ask()
    name = session.lock.slot or FIRST
    if name == RECOVERY:
        raise KpError(
            _("The recovery key has no passphrase to change."),
            _("kpcommittee key add gives somebody a passphrase; kpcommittee key print makes a new recovery key."),
        )
    _add_slot(session, name, passphrases.new_passphrase(name))
    return name


def new_recovery_key(session: "Session") -> tuple[str, ...]:
    """Return the lines of a new recovery key, which opens nothing until it is stored.

    Raises:
        KpError: the database is not encrypted.
    """
    slots(session)
    session.lock.ask()
    return lines_of(urandom(BYTES))


def keep_recovery_key(session: "Session", lines: tuple[str, ...]) -> None:
    """Let a recovery key open the database, instead of an earlier one."""
    assert session.lock.key is not None, "it was opened to make the key"
    keys = session.lock.read().with_slot(RECOVERY, " ".join(lines), session.lock.keys, session.today, "recovery")
    session.lock.write(keys)


def keyring_slot(session: "Session") -> str:
    """Return the name of the slot that this user's keyring on this computer opens."""
    return f"keyring-{session.by}-{gethostname()}"


def keep_in_keyring(session: "Session") -> str:
    """Let the system's keyring open the database with a random secret of its own; return the name of its slot.

    Raises:
        KpError: the database is not encrypted, there is no keyring, or it refuses.
    """
    slots(session)
    session.lock.ask()
    secret, name = system_keyring.new_secret(), keyring_slot(session)
    system_keyring.keep(session.lock.account, secret)
    _add_slot(session, name, secret)
    return name


def _add_slot(session: "Session", name: str, passphrase: str) -> None:
    refuse_short(passphrase)
    # There are two while a change of the data key is unfinished: sealed files may still need the earlier one.
    keys = session.lock.keys
    assert keys, "it was opened before"
    session.lock.write(session.lock.read().with_slot(name, passphrase, keys, session.today))


def _key_file(session: "Session") -> "KeyFile":
    """Read the key file.

    Raises:
        KpError: the database is not encrypted.
    """
    if not session.lock.key_file.exists():
        raise not_encrypted_error(session.database)
    return session.lock.read()
