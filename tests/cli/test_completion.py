"""F10: four shells complete commands and agendas."""

import subprocess

import pytest

from tests.drivers.office import Office
from tests.drivers.program import Result, run_process

ASK = "_KPCOMMITTEE_COMPLETE"


def answer(office: Office, **asked: str) -> Result:
    """What the program answers when it is called without a word, with these variables."""
    result = run_process((), folder=office.folder, limit=None, starts=False, **asked)
    assert (result.code, result.err) == (0, "")
    return result


def completed(office: Office, line: str) -> list[str]:
    """What bash gets for the last word of a line."""
    words = f"{line} " if line.endswith(" ") else line
    place = str(len(line.split(" ")) - 1)
    return answer(office, **{ASK: "complete_bash"}, COMP_WORDS=words, COMP_CWORD=place).out.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kpcommittee bal", ["balance"]),
        ("kpcommittee placements l", ["list"]),
        ("kpcommittee show 2026-1", ["2026-12-02"]),
        ("kpcommittee minutes ", ["2026-12-02"]),
        ("kpcommittee show 2027", []),
        ("kpcommittee --workspace none show ", []),
    ],
)
def test_bash(office: Office, line: str, words: list[str]) -> None:
    assert completed(office, line) == words


@pytest.mark.parametrize(
    ("shell", "asked"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "kpcommittee show 2"}),
        ("fish", {"_TYPER_COMPLETE_ARGS": "kpcommittee show 2", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
        ("powershell", {"_TYPER_COMPLETE_ARGS": "kpcommittee show 2", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "2"}),
    ],
)
def test_the_other_shells(office: Office, shell: str, asked: dict[str, str]) -> None:
    assert "2026-12-02" in answer(office, **{ASK: f"complete_{shell}"}, **asked).out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_its_script(office: Office, shell: str) -> None:
    script = office.program("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert (script.code, script.err) == (0, "")
    assert f"{ASK}=complete_{shell}" in script.out.replace('" = "', "=") or f'{ASK} = "complete_{shell}"' in script.out


def test_bash_takes_the_script(office: Office) -> None:
    script = office.program("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1").out
    shown = subprocess.run(
        ["bash", "--norc", "-c", f"{script}\ncomplete -p kpcommittee"], capture_output=True, check=False, text=True
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "_kpcommittee_completion kpcommittee" in shown.stdout
