"""The system's keyring, where `[database] keyring = true` asks for it: it keeps what opens an encrypted database.

It keeps a random secret with a slot of its own, and nobody's passphrase: removing the slot ends it. The library is
imported when it is needed. The environment supplies neither the secret nor the choice of what keeps it.
"""

import os
from typing import Any

from kpcommittee.errors import KpError
from kpcommittee.locale import _

SERVICE = "kpcommittee"
"""The name under which the system lists what is kept."""
CHOICE = "PYTHON_KEYRING_BACKEND"
"""The variable by which the library would let the environment choose what keeps secrets."""
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a random secret."""
    return os.urandom(SECRET_BYTES).hex()


def secret_of(account: str) -> str | None:
    """Return what the keyring keeps for a database; None if it keeps nothing.

    Raises:
        KpError: there is no keyring, or it refuses.
    """
    secret: str | None = _ask("get_password", account)
    return secret


def keep(account: str, secret: str) -> None:
    """Let the keyring keep a secret, in place of an earlier one.

    Raises:
        KpError: there is no keyring, or it refuses.
    """
    _ask("set_password", account, secret)


def forget(account: str) -> None:
    """Take away what the keyring keeps for a database.

    Raises:
        KpError: there is no keyring, or it refuses.
    """
    if secret_of(account) is not None:
        _ask("delete_password", account)


def _ask(method: str, *values: str) -> Any:
    """Ask the keyring to do something.

    Raises:
        KpError: there is no keyring, or it refuses.
    """
    os.environ.pop(CHOICE, None)
    try:
        import keyring  # noqa: PLC0415 (an extra that few workspaces ask for)
        from keyring import errors  # noqa: PLC0415 (so is this)
    except ImportError as error:
        raise _missing_error() from error
    if _is_in_the_clear(keyring.get_keyring()):
        raise _no_keyring_error()
    try:
        return getattr(keyring, method)(SERVICE, *values)
    except errors.NoKeyringError as error:
        raise _no_keyring_error() from error
    except (errors.KeyringLocked, errors.InitError) as error:
        # What a Secret Service calls an error of its beginning is a collection that nobody has unlocked.
        raise _refusal_error(_("it is locked")) from error
    except (errors.PasswordSetError, errors.PasswordDeleteError) as error:
        raise _refusal_error(_("it does not take the change")) from error
    except (errors.KeyringError, OSError) as error:
        raise _refusal_error(_("it does not answer")) from error


def _refusal_error(why: str) -> KpError:
    return KpError(
        _("The system's keyring refuses: {why}.").format(why=why),
        _("Unlock it, or open the database with the passphrase."),
    )


def _is_in_the_clear(backend: Any) -> bool:
    """Whether the backend keeps no secret: it writes secrets into a file as they are, or drops them."""
    kind = type(backend)
    return "Plaintext" in kind.__name__ or kind.__module__ == "keyring.backends.null"


def _missing_error() -> KpError:
    return KpError(
        _("The system's keyring cannot be asked: the library keyring is not installed."),
        _('Install it with pip install "kpcommittee[keyring]", or open the database with the passphrase.'),
    )


def _no_keyring_error() -> KpError:
    return KpError(
        _("This computer has no keyring that keeps a secret."),
        _("Open the database with the passphrase, and take keyring out of config.toml."),
    )
