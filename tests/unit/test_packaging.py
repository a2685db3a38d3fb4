"""What holds for the checkout as a whole: its locks and its floors."""

import re
import shutil
import subprocess
import sys
import tomllib
from gettext import GNUTranslations
from pathlib import Path
from zipfile import ZipFile

import pytest

import kpcommittee

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-documents.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, str]:
    """The locked packages with their versions."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", (ROOT / lock).read_text(), flags=re.MULTILINE))


def declared(*extras: str) -> set[str]:
    """The names of the packages that the project asks for, with those of some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {re.split(r"[\[<>=;]", line)[0] for line in wanted}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    assert not [line for line in lines if "://" in line or "@ " in line or line.startswith(("-", "."))]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text())[1:]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == len(pins(lock))


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert declared("build") <= pins("requirements.lock").keys()
    assert declared("build", "documents") <= pins("requirements-documents.lock").keys()
    assert declared("dev") - {"kpcommittee"} <= pins("requirements-dev.lock").keys()


def test_what_runs_is_what_is_tested() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-documents.lock").items()
    assert pins("requirements-documents.lock").items() <= pins("requirements-dev.lock").items()


def test_the_version_is_written_once() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", kpcommittee.__version__)
    assert "version" not in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_the_wheel_holds_the_package_the_sample_and_the_translations(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "kpcommittee", tmp_path / "kpcommittee", ignore=shutil.ignore_patterns("*.mo", "__pycache__")
    )
    sample = ("agenda/2026-12-02.toml", "agenda/2026-12-02.jsonl", "config.toml", "placements.csv")
    (tmp_path / "agenda").mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", *sample):
        shutil.copy(ROOT / name, tmp_path / name)
    package = {path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("kpcommittee/**/*") if path.is_file()}
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(build, cwd=tmp_path, capture_output=True, check=True)
    (path,) = tmp_path.glob("dist/*.whl")
    wheel = ZipFile(path)
    assert package | {f"kpcommittee/data/sample/{name}" for name in sample} <= set(wheel.namelist())
    with wheel.open("kpcommittee/locale/da/LC_MESSAGES/kpcommittee.mo") as compiled:
        assert GNUTranslations(compiled).gettext("Help") == "Hjælp"


def test_a_plain_install_reads_excel() -> None:
    """P9: the remedy named a package that nobody could install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert any(required.startswith("openpyxl") for required in project["dependencies"])


def test_an_adult_is_a_party_by_no_rule_for_children() -> None:
    """L5: the right of an adult was cited from barnets lov § 3."""
    law = tomllib.loads(next((ROOT / "kpcommittee" / "data").glob("law-*.toml")).read_text("utf-8"))
    assert "barnets lov" not in law["references"]["party_rights_adult"]


def test_no_floor_looks_up() -> None:
    contracts = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert contracts.returncode == 0, contracts.stdout
