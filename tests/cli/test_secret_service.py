"""The system's keyring for real: a Secret Service on its own session bus, where this computer has one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.drivers.locked import PASSPHRASE
from tests.drivers.office import Office
from tests.drivers.terminal import PROGRAM
from tests.sample import DAY

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
SCRIPT = """
set -eu
printf login | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
"$PYTHON" -c 'import keyring; print(type(keyring.get_keyring()).__module__)'
"$PROGRAM" --key-file "$KEY" key keyring
"$PROGRAM" show "$DAY" </dev/null >/dev/null && echo opened by the keyring
"$PROGRAM" --key-file "$KEY" key remove "keyring-$OWNER-$(uname -n)" || "$PROGRAM" --key-file "$KEY" key list
"$PROGRAM" show "$DAY" </dev/null || echo opened no more
"""


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="no Secret Service is installed")
@pytest.mark.timeout(180)
def test_a_real_secret_service_opens_the_database_until_its_key_is_removed(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    for path in office.folder.glob("kpcommittee.db*"):
        path.unlink()
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"\nkeyring = true'))
    key, home = tmp_path / "key", tmp_path / "home"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    home.mkdir(mode=0o700)
    assert office.program("--key-file", str(key), "record", DAY, stdin='{"do": "open"}').code == 0
    own = {"DAY": DAY, "HOME": home, "KEY": key, "PROGRAM": PROGRAM, "PYTHON": sys.executable, "XDG_RUNTIME_DIR": home}
    kept = {name: os.environ[name] for name in ("PATH", "XDG_STATE_HOME")}
    environment = {**kept, **{name: str(value) for name, value in own.items()}, "LANG": "C.UTF-8", "USER": "inger"}
    ran = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", SCRIPT],
        cwd=office.folder, env=environment | {"OWNER": "inger"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = ran.stdout + ran.stderr
    assert "keyring.backends.SecretService" in told, told
    assert "opened by the keyring" in told, told
    assert "er fjernet" in told, told
    assert "opened no more" in told, told
    secrets = [path.read_bytes() for path in home.rglob("*.keyring")]
    assert secrets, "the service keeps it in a file of its own"
    assert PASSPHRASE.encode() not in b"".join(secrets)
