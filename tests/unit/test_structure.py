"""How the modules of the package hang together, and what they may not contain."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import kpcommittee

PACKAGE = Path(kpcommittee.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that are imported when the code runs, inside functions too; not what only the type checker reads."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for other in node.orelse:
            yield from imported(other)
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        # A package that is only named on the way to one of its modules is not needed itself.
        modules = (f"{node.module}.{alias.name}" for alias in node.names)
        yield from (module if module in MODULES else str(node.module) for module in modules)
    for child in ast.iter_child_nodes(node):
        yield from imported(child)


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        name: {module for module in imported(ast.parse(path.read_text(encoding="utf-8"))) if module in MODULES}
        for name, path in MODULES.items()
    }
    assert "kpcommittee.domain.meeting.decide" in graph["kpcommittee.services.meeting_session"]
    assert "kpcommittee.cli.app" in graph["kpcommittee.cli"], "a late import counts"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(reversed(error.args[1]))) from None


def test_no_statement_numbers_what_is_bound() -> None:
    """Python 3.12.0 to 3.12.3 takes `?1` for a name, and warns of values that are bound in order."""
    files = [path for folder in ("kpcommittee", "tests", "tools") for path in (PACKAGE.parent / folder).rglob("*.py")]
    numbered = [path.name for path in files if re.search(r"= \?\d", path.read_text(encoding="utf-8"))]
    assert numbered == []
    assert len(files) > len(MODULES)
