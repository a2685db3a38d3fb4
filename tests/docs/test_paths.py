"""The way in leads somewhere: every file and class that its pages name exists, and each recipe counts its files."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.docs.reading import DOCS, ROOT, relative, rows, section

PACKAGE = ROOT / "kpcommittee"
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    DOCS / "ARCHITECTURE.md",
    DOCS / "glossary.md",
    DOCS / "testing.md",
    *sorted((DOCS / "adr").glob("*.md")),
)
SOURCES = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)

INVENTED = "NAME"
"""Stands for the name of a file that whoever follows a recipe makes."""

_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"(?<![\w./-])[\w.-]+(?:/[\w.*-]+)+")
_FOLDER = re.compile(r"^[\w./-]+/$")
_FILE = re.compile(r"\.(?:py|md|toml|tcss|po|mo|j2|csv|lock|txt)$")
_CLASS = re.compile(r"^([A-Z][a-z]\w*)(?:\.(\w+))?$")


def is_made_later(path: str) -> bool:
    """Whether it is what running or building the program makes."""
    return path.startswith((".venv", "minutes")) or path.endswith(".mo")


def named_paths(text: str) -> set[str]:
    """The files in running code and in drawings, and the folders in running code, which end in a slash."""
    code = _CODE.findall(text)
    drawn = re.findall(r"^ {4,}.*$", text, re.MULTILINE)
    files = {path for line in (*code, *drawn) for path in _PATH.findall(line) if _FILE.search(path)}
    return files | {path for path in code if _FOLDER.match(path)}


def exists(path: str) -> bool:
    """Whether there is such a file, from the top or from the package; of an invented one only its folder."""
    wanted = str(Path(path).parent) if INVENTED in path else path
    return is_made_later(path) or any(next(folder.glob(wanted), None) is not None for folder in (ROOT, PACKAGE))


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_file_that_is_named_exists(page: Path) -> None:
    assert [path for path in sorted(named_paths(page.read_text("utf-8"))) if not exists(path)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "testing.md"], ids=relative)
def test_every_class_of_the_program_that_is_named_exists(page: Path) -> None:
    named = [match for code in _CODE.findall(page.read_text("utf-8")) if (match := _CLASS.match(code))]
    gone = {
        match[0] for match in named if any(name and not re.search(rf"\b{name}\b", SOURCES) for name in match.groups())
    }
    assert gone == set()


def test_the_drawing_holds_every_floor() -> None:
    drawing = section((DOCS / "ARCHITECTURE.md").read_text("utf-8"), "## The floors")
    floors = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"data"}
    assert [floor for floor in sorted(floors) if not re.search(rf"^ {{5}}.*\b{floor}\b", drawing, re.MULTILINE)] == []


def recipes() -> list[tuple[str, int, str]]:
    """The name of each recipe, how many files its heading promises, and its text."""
    text = section((ROOT / "CONTRIBUTING.md").read_text("utf-8"), "## Five recipes")
    parts = re.split(r"^### (.+): (\d+) files$", text, flags=re.MULTILINE)[1:]
    return [(parts[at], int(parts[at + 1]), parts[at + 2]) for at in range(0, len(parts), 3)]


def test_there_are_five_recipes() -> None:
    assert len(recipes()) == 5


@pytest.mark.parametrize(("name", "files", "text"), recipes(), ids=[name for name, _files, _text in recipes()])
def test_a_recipe_lists_as_many_files_as_it_promises(name: str, files: int, text: str) -> None:
    steps = re.findall(r"^(\d+)\. `([^`]+)`", text, re.MULTILINE)
    assert [int(number) for number, _path in steps] == list(range(1, files + 1)), name
    assert [path for _number, path in steps if not _FILE.search(path)] == []
    assert len({path for _number, path in steps}) == files
    assert re.search(r"^Example: `[0-9a-f]{7}` ", text, re.MULTILINE)


def test_a_word_of_the_glossary_is_in_the_module_beside_it() -> None:
    words = [row for row in rows((DOCS / "glossary.md").read_text("utf-8")) if "`" in row[-1]]
    assert len(words) > 30
    wrong = []
    for danish, code, where in words:
        path = PACKAGE / _CODE.findall(where)[0]
        text = path.read_text("utf-8") if path.is_file() else ""
        if not all(re.search(rf"\b{re.escape(name)}\b", text) for name in _CODE.findall(code)):
            wrong.append(danish)
    assert wrong == []


def test_a_class_of_the_glossary_is_made_in_the_module_beside_it() -> None:
    """A module that only imports it is not where to look."""
    elsewhere = []
    for _danish, code, where in rows((DOCS / "glossary.md").read_text("utf-8")):
        text = "".join((PACKAGE / path).read_text("utf-8") for path in _CODE.findall(where))
        classes = [name for name in _CODE.findall(code) if re.fullmatch(r"[A-Z][a-z]\w*", name)]
        elsewhere += [name for name in classes if not re.search(rf"^(?:class {name}\b|{name} = )", text, re.MULTILINE)]
    assert elsewhere == []


def test_no_word_and_no_heading_is_there_twice() -> None:
    glossary, architecture = ((DOCS / page).read_text("utf-8") for page in ("glossary.md", "ARCHITECTURE.md"))
    words = Counter(danish for danish, _code, where in rows(glossary) if "`" in where)
    headings = Counter(re.findall(r"^## .+$", architecture, re.MULTILINE))
    assert [word for word, times in (words + headings).items() if times > 1] == []


@pytest.mark.parametrize("path", ["domain/meeting/gone.py", "tui/nowhere/NAME.py", "docs/gone.md", "tui/gone/"])
def test_a_file_that_is_gone_is_noticed(path: str) -> None:
    assert named_paths(f"See `{path}`, with `a/b` and `q`.") == {path}
    assert not exists(path)
