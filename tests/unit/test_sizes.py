"""What keeps the code easy to read: short files, short functions, imports at the top unless a comment says why."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for folder in ("kpcommittee", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
"""Lines without those of the docstring."""
LATE_IMPORTS = 53
"""Imports inside functions, each with its reason."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def source_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def functions(tree: ast.AST) -> tuple[Function, ...]:
    return tuple(node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """The lines of a function without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (function.body[0].end_lineno or 0) - function.body[0].lineno + 1
    return lines


def late_imports(tree: ast.AST) -> list[ast.stmt]:
    """The imports inside functions, each once, in the order of the file."""
    counted = {
        node.lineno: node
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return [counted[line] for line in sorted(counted)]


def has_reason(lines: list[str], start: int) -> bool:
    """Whether a comment says why: on the line of the import, or in the line above its imports."""
    comment = lines[start - 1].partition("#")[2].replace("noqa: PLC0415", "")
    above = start - 2
    while lines[above].lstrip().startswith(("import ", "from ")):
        above -= 1
    return any(letter.isalpha() for letter in comment) or lines[above].lstrip().startswith("# ")


def unexplained(source: str) -> list[int]:
    """The lines of the late imports without a reason."""
    lines = source.splitlines()
    return [node.lineno for node in late_imports(tree_of(source)) if not has_reason(lines, node.lineno)]


def test_no_file_and_no_function_is_too_long() -> None:
    sources = {path.relative_to(ROOT).as_posix(): source_of(path) for path in FILES}
    files = {name: size for name, text in sources.items() if (size := text.count("\n")) > LONGEST_FILE}
    long = {
        f"{name}:{function.lineno} {function.name}": size
        for name, text in sources.items()
        for function in functions(tree_of(text))
        if (size := length(function)) > LONGEST_FUNCTION
    }
    assert len(sources) > 100
    assert (files, long) == ({}, {})


def test_an_import_inside_a_function_has_its_reason() -> None:
    late = sum(len(late_imports(tree_of(source_of(path)))) for path in FILES)
    without = {str(path): lines for path in FILES if (lines := unexplained(source_of(path)))}
    assert late <= LATE_IMPORTS, late
    assert without == {}


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("import this  # noqa: PLC0415", [2]),
        ("import this  # noqa: PLC0415 (only an error needs it)", []),
        ("# Only an error needs them.\n    import this\n    from this import s", []),
        ("x = 1  # why\n    import this", [3]),
    ],
)
def test_a_comment_beside_or_above_is_a_reason(body: str, lines: list[int]) -> None:
    assert unexplained(f"def f():\n    {body}\n") == lines


def test_a_docstring_does_not_make_a_function_long() -> None:
    (function,) = functions(ast.parse('def f():\n    """One.\n\n    More.\n    """\n    return 1\n'))
    assert length(function) == 2
