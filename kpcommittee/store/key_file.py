"""The key file: a database's data key, wrapped once for each person who may open it.

It is JSON and contains no secret by itself. Trying a passphrase costs one Argon2id (RFC 9106, its second recommended
choice), whichever slot it opens, if any. AES-256-GCM then shows which. Changing a passphrase encrypts nothing again.
"""

import json
import os
import stat
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from secrets import token_bytes
from typing import Any, Literal, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.recovery import normalize_passphrase
from kpcommittee.store.copying import sync, temporary_file_beside
from kpcommittee.store.encrypted import DataKey, key_fits, new_data_key

__all__ = ["Cost", "DamagedKeysError", "KeyFile", "Slot", "Unlocked", "key_fits", "new_data_key"]

FORMAT = "kpcommittee-keys"
VERSION = 1
_KEY = 32
_TAG = 16
"""Bytes that AES-GCM adds when wrapping."""
_MAX_BYTES = 256 * 1024
"""The most bytes of a key file."""

Kind = Literal["passphrase", "recovery"]


class Cost(NamedTuple):
    """The cost of deriving a key from a passphrase."""

    memory_kib: int = 65536
    iterations: int = 3
    lanes: int = 4


@immutable
class Slot:
    """The data key, wrapped for one person."""

    name: str
    kind: Kind
    added_on: date
    nonce: bytes
    wrapped: bytes


class Unlocked(NamedTuple):
    """The result of a fitting passphrase."""

    slot: str
    """The name of the person's slot."""
    keys: tuple[DataKey, ...]
    """The data key; two while it is being changed."""


class DamagedKeysError(Exception):
    """A key file that cannot be read."""


@immutable
class KeyFile:
    """A key file's content; a new one has a random salt and no slots."""

    salt: bytes
    cost: Cost = field(default_factory=Cost)
    slots: tuple[Slot, ...] = ()

    @classmethod
    def new(cls) -> "KeyFile":
        """Return a key file without slots."""
        return cls(salt=token_bytes(16))

    def unlock(self, passphrase: str) -> Unlocked | None:
        """Return what a passphrase opens; None if nothing. Both take equally long."""
        derived = self._derive(passphrase)
        opened = None
        for slot in self.slots:
            try:
                plain = AESGCM(derived).decrypt(slot.nonce, slot.wrapped, self._associated_data(slot.name, slot.kind))
            except InvalidTag:
                continue
            keys = tuple(DataKey(plain[first : first + _KEY]) for first in range(0, len(plain), _KEY))
            opened = Unlocked(slot.name, keys)
        return opened

    @property
    def unfinished_slot(self) -> str | None:
        """The name of the slot with two data keys, whose change is unfinished; None if there is none."""
        return next((slot.name for slot in self.slots if len(slot.wrapped) > _KEY + _TAG), None)

    def with_slot(
        self, name: str, passphrase: str, keys: tuple[DataKey, ...], on: date, kind: Kind = "passphrase"
    ) -> "KeyFile":
        """Return the file with a person's slot, instead of an earlier one of that name."""
        nonce = token_bytes(12)
        wrapped = AESGCM(self._derive(passphrase)).encrypt(nonce, b"".join(keys), self._associated_data(name, kind))
        slot = Slot(name=name, kind=kind, added_on=on, nonce=nonce, wrapped=wrapped)
        return replace(self, slots=(*self.without_slot(name).slots, slot))

    def without_slot(self, name: str) -> "KeyFile":
        """Return the file without a person's slot."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.name != name))

    def _derive(self, passphrase: str) -> bytes:
        kdf = Argon2id(
            salt=self.salt,
            length=_KEY,
            iterations=self.cost.iterations,
            lanes=self.cost.lanes,
            memory_cost=self.cost.memory_kib,
        )
        return kdf.derive(unicodedata.normalize("NFC", normalize_passphrase(passphrase)).encode())

    def _associated_data(self, name: str, kind: Kind) -> bytes:
        """Return the data that binds a slot to its name and its file."""
        return _json([FORMAT, VERSION, name, kind, *self.cost, _text(self.salt)]).encode()

    # The file

    def to_text(self) -> str:
        """Return the file's text."""
        slots = [
            {
                "name": slot.name,
                "kind": slot.kind,
                "added_on": slot.added_on.isoformat(),
                "nonce": _text(slot.nonce),
                "wrapped": _text(slot.wrapped),
            }
            for slot in self.slots
        ]
        kdf = {"name": "argon2id", "salt": _text(self.salt), **self.cost._asdict()}
        return json.dumps({"format": FORMAT, "version": VERSION, "kdf": kdf, "slots": slots}, indent=1) + "\n"

    def write(self, path: Path) -> None:
        """Write the file beside the present one, and replace it.

        Raises:
            OSError: the disk refuses; the present file stays.
        """
        with temporary_file_beside(path) as new:
            new.write_text(self.to_text(), "utf-8")
            sync(new)
            new.replace(path)
        sync(path.parent)

    @classmethod
    def read(cls, path: Path) -> "KeyFile":
        """Read a key file.

        Raises:
            DamagedKeysError: it is not a key file.
            OSError: it is missing or not readable.
        """
        # Reading a pipe would wait for its writer.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise DamagedKeysError
            content = file.read(_MAX_BYTES)
        try:
            return cls._parse(json.loads(content))
        except (ValueError, TypeError, KeyError, RecursionError, AttributeError) as error:
            raise DamagedKeysError from error

    @classmethod
    def _parse(cls, content: Any) -> "KeyFile":
        kdf = content["kdf"]
        cost = Cost(*(int(kdf[name]) for name in Cost._fields))
        is_known = (content["format"], content["version"], kdf["name"]) == (FORMAT, VERSION, "argon2id")
        if not is_known or not _is_bearable(cost):
            raise ValueError(content["version"])
        return cls(salt=b64decode(kdf["salt"], validate=True), cost=cost, slots=tuple(_slots(content["slots"])))


def _slots(slots: list[dict[str, str]]) -> Iterator[Slot]:
    for slot in slots[:100]:
        if slot["kind"] not in ("passphrase", "recovery"):
            raise ValueError(slot["kind"])
        yield Slot(
            name=str(slot["name"]),
            kind="recovery" if slot["kind"] == "recovery" else "passphrase",
            added_on=date.fromisoformat(slot["added_on"]),
            nonce=b64decode(slot["nonce"], validate=True),
            wrapped=b64decode(slot["wrapped"], validate=True),
        )


def _is_bearable(cost: Cost) -> bool:
    """Whether the cost in a file is bearable: an excessive one may be an attack."""
    return 8 * cost.lanes <= cost.memory_kib <= 2**20 and 1 <= cost.iterations <= 20 and 1 <= cost.lanes <= 16


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(content: bytes) -> str:
    return b64encode(content).decode()
