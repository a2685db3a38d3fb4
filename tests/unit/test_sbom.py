"""`make sbom`: the list of what the program is made of has every locked package."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.sbom import complete, locked, main, versions, without_licence

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
TEXTUAL = {"name": "Textual", "version": "8.0.0", "licenses": [{"license": {"id": "MIT"}}]}


def bom(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"bomFormat": "CycloneDX", "components": [*parts]}


def test_every_package_of_the_lock_is_read() -> None:
    packages = locked(LOCK)
    assert len(packages) == sum(not line.startswith(("#", " ")) for line in LOCK.splitlines())
    assert {"textual", "sqlalchemy", "colorama"} <= set(packages)
    assert locked("Mako_x==1.2 ; sys_platform == 'win32' \\\n    --hash=sha256:ab\n") == {"mako-x": "1.2"}


def test_what_this_computer_does_not_need_is_added_without_a_licence() -> None:
    listed = bom(TEXTUAL)
    complete(listed, {"textual": "8.0.0", "colorama": "0.4.6"})
    assert versions(listed) == {"textual": "8.0.0", "colorama": "0.4.6"}
    assert listed["components"][1]["purl"] == "pkg:pypi/colorama@0.4.6"
    assert [*without_licence(listed)] == ["colorama"]


def test_another_version_than_the_locked_one_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed, lock = tmp_path / "sbom.json", tmp_path / "requirements.lock"
    listed.write_text(json.dumps(bom(TEXTUAL)), encoding="utf-8")
    lock.write_text("textual==8.0.1 \\\n", encoding="utf-8")
    assert main([str(listed), str(lock)]) == 1
    assert "textual" in capsys.readouterr().err
    lock.write_text("textual==8.0.0 \\\n", encoding="utf-8")
    assert main([str(listed), str(lock)]) == 0


def test_the_list_has_every_locked_package_and_its_licence() -> None:
    if not (ROOT / ".venv-sbom" / "tool" / ".installed").exists():
        pytest.skip("what makes the list is not installed: make sbom, with a network")
    made = subprocess.run(["make", "sbom"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    listed = json.loads((ROOT / "build" / "sbom.json").read_text("utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    assert versions(listed) == locked(LOCK)
    assert len([*without_licence(listed)]) < len(listed["components"]) / 10
