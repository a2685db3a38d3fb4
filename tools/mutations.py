"""The changes that make mutants of a module: each is one change of one function, in its syntax tree."""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path.cwd()

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}

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
    """The sample of a module: the mutants that the seed ranks first, in the order of the file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    times = Counter[str]()
    mutants = []
    for name, function in functions_of(tree):
        for line, before, after in changes_of(function):
            code = _code_in(compile(tree, str(ROOT / path), "exec", dont_inherit=True), name)
            change = f"{name}: {before} → {after}"
            times[change] += 1
            rank = sha256(f"{seed} {change} {times[change]}".encode()).hexdigest()
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
