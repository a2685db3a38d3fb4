"""The system's keyring opens an encrypted database where the config asks for it, and nothing else does."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from kpcommittee.services.lock import FIRST
from tests.drivers.chair import MeetingChair, chair_at
from tests.drivers.locked import PASSPHRASE, run
from tests.drivers.office import Office
from tests.sample import DAY


class Kept(KeyringBackend):
    """Keeps secrets in memory, as a desktop's keyring does for whoever is logged in."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library names no types
        self.secrets: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""
        if self.locked:
            raise KeyringLocked("not today")
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class PlaintextKeyring(Kept):
    """Is called like one that writes secrets into a file."""


pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def kept() -> Iterator[Kept]:
    """The keyring of this test."""
    before, backend = keyring.get_keyring(), Kept()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An encrypted workspace whose config asks for the keyring."""
    office = Office.sample(tmp_path / "office", placements=False)
    for path in office.folder.glob("kpcommittee.db*"):
        path.unlink()
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"\nkeyring = true'))
    assert run(office, "record", DAY, stdin='{"do": "open"}').code == 0
    return office


def test_it_opens_without_a_passphrase_from_then_on(office: Office, kept: Kept) -> None:
    assert office.run("show", DAY).code == 1
    done = run(office, "key", "keyring", typed=[PASSPHRASE])
    assert (done.code, done.err) == (0, "")
    assert office.run("show", DAY).code == 0
    ((service, account),) = kept.secrets
    secret = kept.secrets[service, account]
    assert service == "kpcommittee"
    assert str(office.folder) not in account
    assert PASSPHRASE not in secret
    files = [path.read_bytes() for path in office.folder.rglob("*") if path.is_file()]
    assert [True for content in files if secret.encode() in content] == [], "it is nowhere but in the keyring"
    names = [slot["name"] for slot in json.loads(office.run("key", "list", "--json").out)]
    assert len(names) == 2
    (own,) = [name for name in names if name.startswith("keyring-")]
    log = json.loads(office.run("access", "--json").out)
    assert own in log[-1]["who"]


def test_taking_its_key_away_ends_it(office: Office, kept: Kept) -> None:
    run(office, "key", "keyring")
    names = [slot["name"] for slot in json.loads(office.run("key", "list", "--json").out)]
    (own,) = [name for name in names if name.startswith("keyring-")]
    assert run(office, "key", "remove", own).code == 0
    assert kept.secrets == {}
    assert office.run("show", DAY).code == 1
    assert run(office, "show", DAY).code == 0


def test_once_more_takes_the_place_of_the_earlier_one(office: Office, kept: Kept) -> None:
    run(office, "key", "keyring")
    before = dict(kept.secrets)
    assert office.run("key", "keyring").code == 0
    assert kept.secrets.keys() == before.keys()
    assert kept.secrets != before
    assert office.run("show", DAY).code == 0


def test_a_secret_that_opens_nothing_leaves_the_passphrase(office: Office, kept: Kept) -> None:
    run(office, "key", "keyring")
    kept.secrets = dict.fromkeys(kept.secrets, "something else")
    assert office.run("show", DAY).code == 1
    assert run(office, "show", DAY).code == 0


@pytest.mark.parametrize("trouble", ["none", "locked", "clear", "not installed"])
def test_without_one_it_is_said_in_one_sentence_and_the_passphrase_opens(
    office: Office, kept: Kept, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(office, "key", "keyring")
    sentence = {
        "none": "has no keyring that keeps a secret",
        "locked": "refuses: it is locked",
        "clear": "has no keyring that keeps a secret",
        "not installed": "the library keyring is not installed",
    }[trouble]
    if trouble == "none":
        keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # nor here
    elif trouble == "locked":
        kept.locked = True
    elif trouble == "clear":
        keyring.set_keyring(PlaintextKeyring())
    else:
        monkeypatch.setitem(sys.modules, "keyring", None)
    refused = office.run("show", DAY, lang="en")
    assert refused.code == 1
    assert refused.err.count(sentence) == 1
    assert run(office, "show", DAY).code == 0
    if trouble != "locked":
        assert sentence in run(office, "--lang", "en", "key", "keyring").err


def test_nothing_is_asked_where_the_config_does_not_say_so(
    office: Office, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(office, "key", "keyring")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.cli.test_keyring.Kept")
    office.change("config.toml", ("keyring = true", "keyring = false"))
    assert office.run("show", DAY).code == 1
    assert "keyring" not in office.run("show", DAY, lang="en").err


def test_in_the_clear_there_is_nothing_to_keep(tmp_path: Path, kept: Kept) -> None:
    office = Office.sample(tmp_path / "clear")
    assert office.run("key", "keyring").code == 1
    assert kept.secrets == {}


@pytest.mark.parametrize("there", [True, False])
async def test_the_screen_opens_by_it_or_says_why_not_and_asks(office: Office, kept: Kept, there: bool) -> None:
    run(office, "key", "keyring")
    kept.locked = not there
    async with chair_at(office.folder, loaded=False) as chair:
        if not there:
            await chair.sees("The system's keyring refuses", "Passphrase")
            await chair.types(PASSPHRASE)
            await chair.press("enter")
        await chair.sees("Amina Karlsen")
        slot = chair.app.session.lock.slot or ""
        assert (slot.startswith("keyring-"), slot == FIRST) == (there, not there)
        await _locks_again(chair)


async def _locks_again(chair: MeetingChair) -> None:
    """After idle minutes a person is asked, and not the keyring."""
    await chair.waits_for(lambda: chair.app.screen.id == "meeting", "the meeting")
    chair.app.lock_now()
    await chair.sees("Locked. What is typed is kept.")
    await chair.pilot.pause(0.2)
    assert chair.app.is_locked
