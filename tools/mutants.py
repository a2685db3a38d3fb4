"""Changes the program in small ways, one at a time, and tells which changes no test notices.

    .venv/bin/python tools/mutants.py 'kpcommittee/domain/**/tipping.py' kpcommittee/store/journal.py --most 30

A *mutant* is one function with one change in it: `<` has become `<=`, `and` has become `or`, an argument is gone. The
same seed gives the same sample, wherever the module is moved and whatever else changes in it. No file is written: the
tests are collected once, and each mutant gets a process of its own, which replaces the function's code and runs the
tests that call the function. Code outside functions is not changed.
"""

import argparse
import ast
import copy
import functools
import gc
import importlib
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

ROOT = Path.cwd()
SEED = "kpcommittee"
TESTS = {
    "convert": ("convert",),
    "documents": ("documents",),
    "domain": ("domain", "documents", "views"),
    "services": ("services",),
    "store": ("store",),
    "views": ("views", "services"),
    "wording": ("wording", "documents"),
    "workspace": ("workspace",),
}
"""Folder of the program → folders of the tests that concern it. Those that start programs or screens are too slow."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
MEMORY = 3 << 30
"""What the process of one mutant may take: an endless loop fills it sooner than its time is up."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Key = tuple[str, str]
"""A function: the path of its module, and its qualified name."""


@dataclass(frozen=True)
class Mutant:
    """One change of one function."""

    path: str
    function: str
    line: int
    before: str
    after: str
    code: CodeType
    """The function's code with the change in it."""
    rank: str

    @property
    def key(self) -> Key:
        """The function that is changed."""
        return self.path, self.function

    def __str__(self) -> str:
        source = (ROOT / self.path).read_text("utf-8").splitlines()[self.line - 1].strip()
        alike = next((n for n, (a, b) in enumerate(zip(self.before, self.after, strict=False)) if a != b), 0)
        cut = max(0, alike - 20) if len(self.before) > 60 else 0
        before, after = (f"{'…' if cut else ''}{text[cut : cut + 60]}" for text in (self.before, self.after))
        return f"{self.path}:{self.line} {self.function}: {source}\n    - {before}\n    + {after}"


def mutants_of(path: str, seed: str, most: int) -> list[Mutant]:
    """The sample of a module: those of all its mutants that the seed ranks first, in the order of the file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    seen = Counter[str]()
    mutants = []
    for name, function in functions_of(tree):
        for line, before, after in changes_of(function):
            code = _code_in(compile(tree, str(ROOT / path), "exec", dont_inherit=True), name)
            told = f"{name}: {before} → {after}"
            seen[told] += 1
            rank = sha256(f"{seed} {told} {seen[told]}".encode()).hexdigest()
            mutants.append(Mutant(path, name, line, before, after, code, rank))
    chosen = {mutant.rank for mutant in sorted(mutants, key=lambda mutant: mutant.rank)[:most]}
    return [mutant for mutant in mutants if mutant.rank in chosen]


def functions_of(tree: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """The functions of a module and the methods of its classes, with their qualified names."""
    for node in tree.body:
        if isinstance(node, Function):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions_of(node, f"{prefix}{node.name}.")


def changes_of(function: Function) -> Iterator[tuple[int, str, str]]:
    """Each change of the function: line, text before, text after. While it is yielded the tree holds the change."""
    for parent, name, place, node in list(_places(function)):
        for changed in alternatives(node, name):
            ast.fix_missing_locations(ast.copy_location(changed, node))
            _put(parent, name, place, changed)
            yield changed.lineno, _text(node), _text(changed)
            _put(parent, name, place, node)


def alternatives(node: ast.AST, name: str) -> Iterator[ast.stmt | ast.expr]:
    """What may be in a node's place; `name` is the field of its parent that holds it."""
    match node:
        case ast.Compare(ops=operators):
            for place, operator in enumerate(operators):
                swapped = SWAPS[type(operator)]()
                yield _with(node, ops=[*operators[:place], swapped, *operators[place + 1 :]])
        case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if type(operator) in SWAPS:
            yield _with(node, op=SWAPS[type(operator)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield copy.deepcopy(operand)
        case ast.Name(id=called) if name == "func" and called in NAMES:
            yield ast.Name(NAMES[called], ast.Load())
        case ast.Constant():
            yield from _other_constants(node)
        case ast.Call():
            yield from _fewer_arguments(node)
        case ast.stmt():
            yield from _other_statements(node)
    if name in {"test", "ifs"} and isinstance(node, ast.Call | ast.Name | ast.Attribute):
        yield ast.UnaryOp(ast.Not(), copy.deepcopy(node))


def _other_constants(constant: ast.Constant) -> Iterator[ast.expr]:
    match constant.value:
        case bool(truth):
            yield ast.Constant(not truth)
        case int(number):
            yield ast.Constant(number + 1)
        case str(text) if text:
            yield ast.Constant(text + "X")


def _other_statements(statement: ast.stmt) -> Iterator[ast.stmt]:
    match statement:
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield ast.Pass()


def _fewer_arguments(call: ast.Call) -> Iterator[ast.expr]:
    for place, argument in enumerate(call.args):
        if not isinstance(argument, ast.Constant | ast.Starred):
            yield _with(call, args=[*call.args[:place], ast.Constant(None), *call.args[place + 1 :]])
    for place in range(len(call.keywords)):
        yield _with(call, keywords=[*call.keywords[:place], *call.keywords[place + 1 :]])


def _with(node: ast.expr, **keys: Any) -> ast.expr:
    changed = copy.copy(node)
    for name, value in keys.items():
        setattr(changed, name, value)
    return copy.deepcopy(changed)


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.stmt | ast.expr]]:
    """Everything in a function that runs when it is called, with its parent; no annotations, docstrings, assertions."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "args", "decorator_list", "returns"} and not isinstance(node, ast.Call):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if not isinstance(child, ast.AST) or isinstance(child, ast.Assert) or is_docstring:
                continue
            if isinstance(child, ast.stmt | ast.expr):
                yield node, name, place, child
            yield from _places(child)


def _put(parent: ast.AST, name: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[place] = node


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _code_in(code: CodeType, name: str) -> CodeType:
    """The code of the function of that name in a module's code."""
    return next(inner for inner in _codes(code) if inner.co_qualname == name)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


@dataclass
class Reach:
    """What a test does to the functions that are changed."""

    seconds: float
    functions: set[Key]


class Runner:
    """Runs the tests once as they are, and then those that matter for each mutant."""

    def __init__(self, mutants: Sequence[Mutant], *, properties: bool) -> None:
        """Remember the mutants, and whether tests that search for examples run too."""
        self.mutants, self.properties = mutants, properties
        self.survivors: list[tuple[Mutant, str]] = []
        self._failed = False
        self._functions: dict[Key, list[FunctionType]] = defaultdict(list)
        self._shared: dict[str, set[int]] = defaultdict(set)
        self._called: set[int] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notice that a test failed."""
        self._failed |= report.failed

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the properties, which take nine tenths of the time, unless they are wanted."""
        if not self.properties:
            items[:] = [item for item in items if not hasattr(getattr(item, "obj", None), "hypothesis")]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        """What a fixture of several tests calls counts for every one of them."""
        before, self._called = self._called, set()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self._shared[fixturedef.argname] |= self._called
            self._called = before | self._called

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do everything in the place of the usual run."""
        self._find_functions()
        reach: dict[str, Reach] = pickle.loads(_forked(lambda: self._measure(session.items), 1800)[1])
        print(f"  {len(reach)} of {len(session.items)} tests pass", flush=True)
        passing = [item for item in session.items if item.nodeid in reach]
        for mutant in self.mutants:
            tests = _fast_first([item for item in passing if mutant.key in reach[item.nodeid].functions], reach)
            if fate := self._fate(mutant, tests, sum(reach[item.nodeid].seconds for item in tests)):
                self.survivors.append((mutant, fate))
        return True

    def _fate(self, mutant: Mutant, tests: Sequence[pytest.Item], seconds: float) -> str:
        """Why the mutant lives on; empty when a test failed or never came to its end."""
        if not tests:
            return "no test calls the function"
        if self._functions[mutant.key][0].__code__.co_freevars != mutant.code.co_freevars:
            return "it cannot take the place of the function"
        status, _ = _forked(lambda: self._try(mutant, tests), 15 + 6 * seconds)
        return "" if status else f"{len(tests)} tests passed"

    def _try(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> bytes:
        for function in self._functions[mutant.key]:
            function.__code__ = mutant.code
        for item, following in zip(tests, [*tests[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                os._exit(1)
        return b""

    def _measure(self, items: Sequence[pytest.Item]) -> bytes:
        """Each test that passes: how long it takes and which functions it calls, as if nothing was cached."""
        names = {id(function.__code__): key for key, found in self._functions.items() for function in found}
        caches = [cache for cache in gc.get_objects() if isinstance(cache, type(functools.cache(lambda: None)))]
        reach = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            for cache in caches:
                if (cache.__module__ or "").split(".")[0] in {"kpcommittee", "tests"}:
                    cache.cache_clear()
            self._failed, self._called, started = False, set(), time.perf_counter()
            sys.setprofile(self._notice)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            for name in getattr(item, "fixturenames", ()):
                self._called |= self._shared[name]
            if not self._failed:
                functions = {names[code] for code in self._called if code in names}
                reach[item.nodeid] = Reach(time.perf_counter() - started, functions)
        return pickle.dumps(reach)

    def _notice(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            self._called.add(id(frame.f_code))

    def _find_functions(self) -> None:
        """Find what is to be changed among everything that is loaded."""
        paths = {str(ROOT / mutant.path): mutant.path for mutant in self.mutants}
        for path in paths.values():
            importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        gc.unfreeze()  # the tests freeze what is loaded, and what is frozen is not listed
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType) and thing.__code__.co_filename in paths:
                self._functions[paths[thing.__code__.co_filename], thing.__code__.co_qualname].append(thing)


def _fast_first(items: Iterable[pytest.Item], reach: dict[str, Reach]) -> list[pytest.Item]:
    """The tests file by file, so that what they share is made once; the file that is soonest through comes first."""
    files: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    ordered = sorted(files.values(), key=lambda tests: sum(reach[item.nodeid].seconds for item in tests))
    return [item for tests in ordered for item in tests]


def _forked(work: Callable[[], bytes], seconds: float) -> tuple[int, bytes]:
    """Do something in a process of its own: its status, not 0 when it fails or takes too long, and its answer."""
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                answer.write(work())
                answer.flush()
            except BaseException:  # noqa: BLE001 (whatever a mutant does, it ends here)
                os._exit(2)
            os._exit(0)
        status = _waited(child, time.monotonic() + seconds)
        answer.seek(0)
        return status, answer.read()


def _waited(child: int, until: float) -> int:
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def main() -> int:
    """Print what was killed of each module, and each survivor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("modules", nargs="+", help="paths or patterns of modules, from the top of the checkout")
    parser.add_argument("--most", type=int, default=20, help="mutants of each module (20)")
    parser.add_argument("--seed", default=SEED, help="another seed gives another sample")
    parser.add_argument("--tests", nargs="*", help="folders or files of tests, in the place of the usual ones")
    parser.add_argument("--properties", action="store_true", help="run the tests that search for examples too")
    wanted = parser.parse_args()
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in sorted({found.relative_to(ROOT).as_posix() for name in wanted.modules for found in ROOT.glob(name)}):
        folders = (f"tests/{name}" for name in TESTS.get(path.split("/")[1], ()))
        groups[tuple(wanted.tests or (folder for folder in folders if (ROOT / folder).is_dir()))].append(path)
    os.environ["CI"] = "1"  # Hypothesis then takes the same examples each time.
    for tests, paths in groups.items():
        child = os.fork()
        if child == 0:
            mutants = [mutant for path in paths for mutant in mutants_of(path, wanted.seed, wanted.most)]
            _run(Runner(mutants, properties=wanted.properties), tests)
            os._exit(0)
        os.waitpid(child, 0)
    return 0


def _run(runner: Runner, tests: Sequence[str]) -> None:
    print(f"{len(runner.mutants)} mutants, tests of {' '.join(tests)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        options = ["-q", "-s", "--no-header", "--no-summary", "-m", "not slow", "-o", "timeout=0", "--basetemp", folder]
        pytest.main([*options, *tests], plugins=[runner])
    lived = Counter(mutant.path for mutant, _ in runner.survivors)
    for path, count in Counter(mutant.path for mutant in runner.mutants).items():
        print(f"{path}  killed {count - lived[path]} of {count}", flush=True)
    for mutant, fate in runner.survivors:
        print(f"{mutant}\n      {fate}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
