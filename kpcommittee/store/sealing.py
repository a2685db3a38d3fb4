"""Seals the content of a file with a key derived from the data key of the database."""

from collections.abc import Iterable
from contextlib import suppress
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kpcommittee.store.encrypted import DataKey

_NONCE = 12
_PURPOSE = b"kpcommittee sealed file 1"


def seal(content: bytes, key: DataKey) -> bytes:
    """Return a file's content, sealed."""
    nonce = token_bytes(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, content, _PURPOSE)


def unseal(content: bytes, keys: Iterable[DataKey]) -> bytes | None:
    """Return the unsealed content; None if no key opens it, or if it was changed."""
    nonce, encrypted = content[:_NONCE], content[_NONCE:]
    for key in keys:
        with suppress(InvalidTag, ValueError):
            return _cipher(key).decrypt(nonce, encrypted, _PURPOSE)
    return None


def _cipher(key: DataKey) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key))
