"""The system's keyring, which can open an encrypted database if `[database] keyring = true`.

It keeps a random secret with a slot of its own, and nobody's passphrase: removing the slot makes it useless. The
library is imported only when needed. The environment provides neither the secret nor the choice of the backend.
"""

import os
from typing import Any

from kpcommittee.errors import KpError
from kpcommittee.locale import _

SERVICE = "kpcommittee"
"""The name under which the system lists the secrets."""
CHOICE = "PYTHON_KEYRING_BACKEND"
"""The variable by which the library would let the environment choose the backend."""
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a random secret."""
    return os.urandom(SECRET_BYTES).hex()


def secret_of(account: str) -> str | None:
    """Return the secret that the keyring has for a database; None if it has none.

    Raises:
        KpError: there is no keyring, or it refuses.
    """
    secret: str | None = _ask("get_password", account)
    return secret


def keep(account: str, secret: str) -> None:
    """Store a secret in the keyring, instead of an earlier one.

    Raises:
        KpError: there is no keyring, or it refuses.
    """
    _ask("set_password", account, secret)


def forget(account: str) -> None:
    """Delete the secret that the keyring has for a database.

    Raises:
        KpError: there is no keyring, or it refuses.
    """
    if secret_of(account) is not None:
        _ask("delete_password", account)


def _ask(method: str, *values: str) -> Any:
    """Call the keyring.

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
        # A Secret Service reports a locked collection as an error of its initialisation.
        raise _refusal_error(_("it is locked")) from error
    except (errors.PasswordSetError, errors.PasswordDeleteError) as error:
        raise _refusal_error(_("it does not accept the change")) from error
    except (errors.KeyringError, OSError) as error:
        raise _refusal_error(_("it does not answer")) from error


def _refusal_error(why: str) -> KpError:
    return KpError(
        _("The system's keyring refuses: {why}.").format(why=why),
        _("Unlock it, or open the database with the passphrase."),
    )


def _is_in_the_clear(backend: Any) -> bool:
    """Whether the backend is no safe place: it writes secrets to a file in the clear, or drops them."""
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
