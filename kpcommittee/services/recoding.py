"""Encrypts the database of a workspace with its backups, decrypts it, or changes its key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.domain.immutable import immutable
from kpcommittee.errors import BrokenError, KpError
from kpcommittee.locale import _
from kpcommittee.services.backups import backup_files as backups_of
from kpcommittee.services.keys import slots
from kpcommittee.services.lock import FIRST, PassphraseSource, not_encrypted_error, refuse_short, wrong_key_error
from kpcommittee.services.sealing import sealed_files, unseal
from kpcommittee.store.backup_failures import no_database_error
from kpcommittee.store.copying import DamagedError, is_ordinary
from kpcommittee.store.encrypted import DataKey, new_data_key
from kpcommittee.store.failures import why_failed
from kpcommittee.store.key_file import KeyFile
from kpcommittee.store.locked import is_encrypted, key_file_of
from kpcommittee.store.recoding import recode
from kpcommittee.workspace.files import read_bytes, write

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


@immutable
class Recoded:
    """What was encrypted, decrypted or encrypted again."""

    events: int
    backups: tuple[Path, ...] = ()
    """The backups that were recoded, too."""
    in_the_clear: tuple[Path, ...] = ()
    """Copies that are still in the clear."""
    dropped: tuple[str, ...] = ()
    """The names of keys that no longer open it."""


def encrypt(session: "Session", passphrases: PassphraseSource) -> Recoded:
    """Encrypt the database and its backups, and name every copy that is still in the clear.

    Raises:
        KpError: it is encrypted already, there is none, a program has it open, or the passphrase is too short.
    """
    database = session.database
    if is_encrypted(database):
        return _encrypt_the_rest(session)
    if not is_ordinary(database):
        raise no_database_error(database)
    passphrase = passphrases.new_passphrase(FIRST)
    refuse_short(passphrase)
    key = new_data_key()
    # The key file comes first: a database encrypted with a key that nobody has is lost.
    keys = KeyFile.new().with_slot(FIRST, passphrase, (key,), session.today)
    session.lock.write(keys)
    session.close()
    try:
        with _explain_failure(database):
            contents = recode(database, None, key)
    except KpError:
        session.lock.key_file.unlink(missing_ok=True)
        raise
    session.lock.key, session.lock.slot, session.lock.keys = key, FIRST, (key,)
    backups = tuple(_encrypt_backups(session, keys, key))
    return Recoded(events=contents.events, backups=backups, in_the_clear=tuple(_copies_in_the_clear(session)))


def _encrypt_the_rest(session: "Session") -> Recoded:
    """Encrypt backups that are still in the clear, such as after a power cut.

    Raises:
        KpError: there are none, or the key does not fit.
    """
    if all(is_encrypted(path) for _made_at, path in backups_of(session)):
        raise KpError(
            _("{file} is encrypted already.").format(file=session.database.name),
            _("kpcommittee key list says by whose keys."),
        )
    key = session.lock.ask()
    assert key is not None, "it is encrypted"
    events = session.store.verification().events
    backups = tuple(_encrypt_backups(session, session.lock.read(), key))
    return Recoded(events=events, backups=backups, in_the_clear=tuple(_copies_in_the_clear(session)))


def _encrypt_backups(session: "Session", keys: KeyFile, key: DataKey) -> Iterator[Path]:
    """Encrypt every backup in the clear; a damaged one stays, and is named with the other copies."""
    for _made_at, path in backups_of(session):
        if not is_encrypted(path):
            # As with the database, the keys come first.
            try:
                keys.write(key_file_of(path))
                recode(path, None, key)
            except (DamagedError, KpError, OSError):
                key_file_of(path).unlink(missing_ok=True)
                continue
            yield path


def _copies_in_the_clear(session: "Session") -> Iterator[Path]:
    """Yield the copies of the database that are still in the clear, beside it and among the backups."""
    database = session.database
    neighbours = (path for path in sorted(database.parent.glob(f"{database.name}.*")) if path.is_file())
    for path in (*neighbours, *(path for _made_at, path in backups_of(session))):
        if path != session.lock.key_file and not path.name.endswith(".keys") and not is_encrypted(path):
            yield path


def decrypt(session: "Session", passphrases: PassphraseSource) -> Recoded:
    """Decrypt the database; its backups stay encrypted, and so does their key file.

    The passphrase is asked for again.

    Raises:
        KpError: it is not encrypted, the passphrase does not fit, or a program has it open.
    """
    key = _ask_again(session, passphrases)
    # Without the key, nobody could open the backups.
    for path in sealed_files(session):
        unseal(session, str(path))
    session.close()
    with _explain_failure(session.database):
        contents = recode(session.database, key, None)
    session.lock.key_file.unlink(missing_ok=True)
    session.lock.key, session.lock.slot, session.lock.keys = None, None, ()
    return Recoded(events=contents.events, in_the_clear=(session.database,))


def rekey(session: "Session", passphrases: PassphraseSource) -> Recoded:
    """Encrypt the database again with a new data key, which at first only the present user can open.

    Earlier backups keep their key, and whoever had a key then can still open them.

    Raises:
        KpError: it is not encrypted, the passphrase does not fit, or a program has it open.
    """
    once = _AskedOnce(passphrases)
    key = _ask_again(session, once)
    name = session.lock.slot or FIRST
    kind = next(slot.kind for slot in slots(session) if slot.name == name)
    dropped = tuple(slot.name for slot in slots(session) if slot.name != name)
    before, new = session.lock.read(), new_data_key()
    # Include the keys of an interrupted change: sealed files may have either.
    keys = (*session.lock.keys, new)
    session.close()
    # Until everything has the new key, the file opens both, so that a killed program leaves all readable.
    session.lock.write(before.with_slot(name, once.last, keys, session.today, kind))
    try:
        with _explain_failure(session.database):
            contents = recode(session.database, key, new)
    except KpError:
        session.lock.write(before)
        raise
    session.lock.key, session.lock.keys = new, keys
    for path in sealed_files(session):
        write(path, read_bytes(path))
    session.lock.write(KeyFile.new().with_slot(name, once.last, (new,), session.today, kind))
    session.lock.keys = (new,)
    return Recoded(events=contents.events, dropped=dropped)


class _AskedOnce:
    """Asks for a passphrase once, and remembers it."""

    def __init__(self, passphrases: PassphraseSource) -> None:
        self._passphrases, self.last = passphrases, ""

    @property
    def is_silent(self) -> bool:
        return self._passphrases.is_silent

    def passphrase(self, file: str) -> str:
        self.last = self._passphrases.passphrase(file)
        return self.last

    def new_passphrase(self, whose: str) -> str:
        return self._passphrases.new_passphrase(whose)

    def further_passphrase(self) -> str | None:
        return self._passphrases.further_passphrase()


def _ask_again(session: "Session", passphrases: PassphraseSource) -> DataKey:
    database = session.database
    if not is_encrypted(database):
        raise not_encrypted_error(database)
    if not session.lock.unlock(passphrases.passphrase(database.name)):
        raise wrong_key_error(database)
    key = session.lock.key
    assert key is not None, "the passphrase fits"
    return key


@contextmanager
def _explain_failure(database: Path) -> Iterator[None]:
    try:
        yield
    except DamagedError as error:
        raise BrokenError(
            _("{file} is damaged, and was left as it is.").format(file=database.name),
            _("Run `kpcommittee verify`, and bring back a backup."),
        ) from error
    except OSError as error:
        raise BrokenError(
            _("{file} was left as it is: {why}.").format(file=database.name, why=why_failed(error)),
            _("Check the disk that {folder} is on, and try again.").format(folder=database.parent),
        ) from error
