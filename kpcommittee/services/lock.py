"""The lock of a workspace with an encrypted database: asks for a passphrase, and opens it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kpcommittee.domain.recovery import is_recovery_key, wrong_lines
from kpcommittee.errors import BrokenError, KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.system_keyring import secret_of
from kpcommittee.store.locked import is_encrypted, key_file_of
from kpcommittee.wording.disk import why_refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from kpcommittee.store.encrypted import DataKey
    from kpcommittee.store.key_file import KeyFile, Unlocked

FIRST = "chair"
"""The name of the first person's slot."""
SHORTEST = 12
"""The fewest characters of a new passphrase."""


class PassphraseSource(Protocol):
    """A source of passphrases: a prompt, a descriptor or a file; never the command line or the environment."""

    @property
    def is_silent(self) -> bool:
        """Whether it gives the passphrase without asking anybody."""

    def passphrase(self, file: str) -> str:
        """Return the passphrase for a file.

        Raises:
            KpError: there is none.
        """

    def new_passphrase(self, whose: str) -> str:
        """Return a new passphrase for somebody.

        Raises:
            KpError: there is none, or it was repeated differently.
        """

    def further_passphrase(self) -> str | None:
        """Return a passphrase that was given after the first, for another file; None if none was."""


class Lock:
    """The lock of a database: opened once by a passphrase, for as long as the program runs."""

    def __init__(
        self, database: Path, *, encrypt: bool, passphrases: PassphraseSource | None = None, keyring: bool = False
    ) -> None:
        """Take the database, and whether to encrypt a new one; nothing is read until needed.

        Args:
            database: the file, whether or not it exists.
            encrypt: whether to encrypt a new one.
            passphrases: the source of passphrases; None if nobody can be asked.
            keyring: whether to try the system's keyring before asking a person.
        """
        self.database, self._encrypt = database, encrypt
        self.passphrases, self._keyring = passphrases, keyring
        self.tell: Callable[[KpError], object] = lambda _error: None
        """Called with why the keyring did not work, before a person is asked."""
        self.slot: str | None = None
        """The name of the slot that opened it; None before, and for a database in the clear."""
        self.key: DataKey | None = None
        """The data key; None before it is opened, and for a database in the clear."""
        self.keys: tuple[DataKey, ...] = ()
        """The keys that may open sealed files: two while the data key is being changed."""

    @property
    def key_file(self) -> Path:
        """The path of the key file."""
        return key_file_of(self.database)

    @property
    def is_new(self) -> bool:
        """Whether the database does not exist yet and needs a new passphrase."""
        return self._encrypt and not self.database.exists() and not self.key_file.exists()

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be read or recorded until somebody gives a passphrase."""
        return self.key is None and self._has_lock

    @property
    def _has_lock(self) -> bool:
        if self.database.exists() and self.database.stat().st_size:
            return is_encrypted(self.database) and self.key_file.exists()
        return self._encrypt or self.key_file.exists()

    def unlock(self, passphrase: str) -> bool:
        """Open it, or choose the passphrase of a new one; return whether the passphrase fits. Takes most of a second.

        Raises:
            KpError: the key file cannot be read, a recovery key is miscopied, or a new passphrase is too short. Also if
                a change of the data key is unfinished.
        """
        if self.is_new:
            self._begin(passphrase)
            return True
        refuse_miscopied(passphrase)
        keys = self.read()
        unlocked = keys.unlock(passphrase)
        if unlocked is None:
            return False
        self.key, self.slot, self.keys = self._fitting_key(unlocked, keys.unfinished_slot), unlocked.slot, unlocked.keys
        return True

    @property
    def account(self) -> str:
        """The name under which a keyring keeps the secret; it reveals neither folder nor person.

        Raises:
            KpError: the key file cannot be read.
        """
        return self.read().salt.hex()

    @property
    def asks_keyring(self) -> bool:
        """Whether to ask the system's keyring: the config wants it, and no option gives a passphrase."""
        return self._keyring and not self.is_new and not (self.passphrases is not None and self.passphrases.is_silent)

    def open_by_keyring(self) -> bool:
        """Open it with the secret in the system's keyring; return whether that fits.

        Raises:
            KpError: there is no keyring, or it refuses.
        """
        secret = secret_of(self.account)
        return secret is not None and self.unlock(secret)

    def _is_opened_by_keyring(self) -> bool:
        try:
            return self.asks_keyring and self.open_by_keyring()
        except KpError as error:
            self.tell(error)
            return False

    def ask(self) -> "DataKey | None":
        """Return the data key, asking for a passphrase if needed; None for a database in the clear.

        Raises:
            KpError: nobody can be asked, or the passphrase does not fit.
        """
        if self._encrypt and is_encrypted(self.database) and not self.key_file.exists():
            raise BrokenError(
                _("{file} is encrypted, and its key file {keys} is missing.").format(
                    file=self.database.name, keys=self.key_file.name
                ),
                _bring_keys_back(),
            )
        if self.is_locked and not self._is_opened_by_keyring():
            if self.passphrases is None:
                raise locked_error(self.database)
            new = self.is_new
            passphrase = (
                self.passphrases.new_passphrase(FIRST) if new else self.passphrases.passphrase(self.database.name)
            )
            if not self.unlock(passphrase):
                raise wrong_key_error(self.database)
        return self.key

    def unseal(self, content: bytes) -> bytes | None:
        """Return what was sealed; None if the key does not open it.

        Raises:
            KpError: nobody gave the key.
        """
        self.ask()
        return _sealing().unseal(content, self.keys) if self.keys else None

    def seal(self, content: bytes) -> bytes | None:
        """Return the content, sealed with the newest key; None if the database is in the clear.

        Raises:
            KpError: nobody gave the key.
        """
        key = self.ask()
        return None if key is None else _sealing().seal(content, key)

    def read(self) -> "KeyFile":
        """Read the key file.

        Raises:
            KpError: it cannot be read.
        """
        cryptography = _cryptography()
        try:
            keys: KeyFile = cryptography.KeyFile.read(self.key_file)
        except (cryptography.DamagedKeysError, OSError) as error:
            raise BrokenError(
                _("The key file {file} cannot be read.").format(file=self.key_file.name),
                _bring_keys_back(),
            ) from error
        return keys

    def write(self, keys: "KeyFile") -> None:
        """Write the key file.

        Raises:
            KpError: the disk refuses; the old one stays.
        """
        try:
            keys.write(self.key_file)
        except OSError as error:
            raise BrokenError(
                _("The key file {file} was not written: {why}.").format(
                    file=self.key_file.name, why=why_refused(error)
                ),
                _("The keys are unchanged. Check the disk, and try again."),
            ) from error

    def _begin(self, passphrase: str) -> None:
        refuse_short(passphrase)
        cryptography = _cryptography()
        key = cryptography.new_data_key()
        self.write(cryptography.KeyFile.new().with_slot(FIRST, passphrase, (key,), date.today()))  # noqa: DTZ011 (a local day)
        self.key, self.slot, self.keys = key, FIRST, (key,)

    def _fitting_key(self, unlocked: "Unlocked", changing: str | None) -> "DataKey":
        """Return the database's data key: the newer one, unless a change was interrupted.

        Raises:
            KpError: the change is unfinished; the message names the slot of whoever began it.
        """
        if not self.database.exists():
            return unlocked.keys[-1]
        for key in reversed(unlocked.keys):
            if _cryptography().key_fits(self.database, key):
                return key
        if changing is not None and changing != unlocked.slot:
            raise unfinished_change_error(self.database, changing)
        # A database that no key opens is damaged; opening it says so.
        return unlocked.keys[-1]


def _bring_keys_back() -> str:
    return _("Bring it back from the folder of the backups, where each backup has a copy of it.")


def _cryptography() -> "ModuleType":
    """Import what only an encrypted database needs."""
    from kpcommittee.store import key_file  # noqa: PLC0415 (a database in the clear needs no cryptography)

    return key_file


def _sealing() -> Any:
    """Import what only a sealed file needs."""
    from kpcommittee.store import sealing  # noqa: PLC0415 (an agenda in the clear needs no cryptography)

    return sealing


def refuse_short(passphrase: str) -> None:
    """Refuse a new passphrase that can be guessed.

    Raises:
        KpError: it is shorter than `SHORTEST`.
    """
    if len(passphrase) < SHORTEST:
        raise KpError(
            _("The passphrase is too short: it has fewer than {n} characters.").format(n=SHORTEST),
            _("Choose four unrelated words."),
        )


def refuse_miscopied(text: str) -> None:
    """Refuse a recovery key with a wrong letter, before anything is computed.

    Raises:
        KpError: it names the lines.
    """
    if is_recovery_key(text) and (wrong := wrong_lines(text)):
        lines = ", ".join(map(str, wrong))
        raise KpError(
            ngettext(
                "The recovery key is miscopied in line {lines}.",
                "The recovery key is miscopied in lines {lines}.",
                len(wrong),
            ).format(lines=lines),
            _("The last letter of each line checks the line. Read it once more."),
        )


def locked_error(database: Path) -> KpError:
    """Return the error for an encrypted database if nobody can be asked for its passphrase."""
    return KpError(
        _("{file} is encrypted, and no key was given.").format(file=database.name),
        _("Give it with --passphrase-fd or --key-file before the command, or run it on a terminal."),
    )


def wrong_key_error(database: Path) -> KpError:
    """Return the error for a passphrase that opens nothing."""
    return KpError(
        _("The key does not open {file}.").format(file=database.name),
        _("Give it again: spaces and capital letters count. The recovery key opens it, too."),
    )


def unfinished_change_error(database: Path, slot: str) -> KpError:
    """Return the error for a passphrase that was valid until a change of the data key began."""
    return KpError(
        _(
            "The data key of {file} was changed by {slot}, and the change was cut short: this key no longer opens it."
        ).format(file=database.name, slot=slot),
        _(
            "Nothing is lost. {slot} gives kpcommittee rekey once more, and then adds the others: kpcommittee key add."
        ).format(slot=slot),
    )


def not_encrypted_error(database: Path) -> KpError:
    """Return the error for a command that needs an encrypted database."""
    return KpError(
        _("{file} is not encrypted, so it has no keys.").format(file=database.name),
        _("kpcommittee encrypt encrypts it."),
    )
