"""What keeps docstrings and comments easy to read: sentences of at most 20 words."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path for folder in ("kpcommittee", "tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)

LONGEST = 20
"""Words of a sentence."""
_PARAGRAPH = re.compile(r"\n\s*\n|\n {4,}")
"""What ends a sentence without a full stop: an empty line, or a line that is indented more."""
_END = re.compile(r"(?<=[.!?])[\"”)]?\s+| · ")
"""The end of a sentence, and what separates the entries of a list on one line."""
_REMARKS = re.compile(r"#.*(?:\n *#.*)*")
"""What may be a comment: found sooner than by the tokens, so that few files are split into those."""
_SHORTENED = re.compile(r"\b(?:e\.g|i\.e|nr|stk)\.$")


def docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Every string that is a statement, with its line: those under fields and constants too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Every comment with its line; comments on lines below each other are one."""
    if not any(len(remark.split()) > LONGEST for remark in _REMARKS.findall(source)):
        return
    block: list[str] = []
    start = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        own = token.line.lstrip().startswith("#")
        if not (own and block and token.start[0] == start + len(block)):
            yield start, "\n".join(block)
            block, start = [], token.start[0]
        block.append(token.string.lstrip("# "))
    yield start, "\n".join(block)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; what is in backquotes is one word."""
    for paragraph in _PARAGRAPH.split(text):
        begun = ""
        for piece in _END.split(re.sub(r"`[^`]*`", "`word`", " ".join(paragraph.split()))):
            begun = f"{begun} {piece}".lstrip()
            if not _SHORTENED.search(begun):
                yield begun
                begun = ""
        yield begun


def too_long(source: str) -> list[tuple[int, str]]:
    """The sentences with too many words, each with the line that its text begins on."""
    return [
        (line, sentence)
        for read in (docstrings, comments)
        for line, text in read(source)
        for sentence in sentences(text)
        if sum(map(bool, re.findall(r"\S*\w\S*", sentence))) > LONGEST
    ]


def test_no_sentence_is_too_long() -> None:
    long = {
        f"{path.relative_to(ROOT).as_posix()}:{line}": sentence
        for path in FILES
        for line, sentence in too_long(path.read_text(encoding="utf-8"))
    }
    assert len(FILES) > 500
    assert long == {}


def properties(source: str) -> Iterator[tuple[int, str]]:
    """Every property with a docstring: its line, and the first word of the docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            decorators = {decorator.id for decorator in node.decorator_list if isinstance(decorator, ast.Name)}
            docstring = ast.get_docstring(node)
            if docstring and decorators & {"property", "cached_property"}:
                yield node.lineno, docstring.split()[0]


def test_a_property_is_described_as_what_it_is() -> None:
    """Whoever reads it calls nothing: it is a noun, and returns nothing."""
    verbs = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in FILES
        for line, word in properties(path.read_text(encoding="utf-8"))
        if word in {"Return", "Say", "Yield", "Compute", "Get"}
    ]
    assert verbs == []


def test_no_comment_is_a_ruler() -> None:
    ruled = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.match(r"\s*#.*(?:-|=|─){4,}", line)
    ]
    assert ruled == []


TWENTY = " ".join(["word"] * LONGEST)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        (f'"""{TWENTY}."""', 0),
        (f'"""{TWENTY} more."""', 1),
        (f'"""{TWENTY}. More."""', 0),
        (f'"""{TWENTY} `as it is written`."""', 1),
        (f'"""Few.\n\n{TWENTY}\nmore.\n"""', 1),
        (f'x = 1\n"""{TWENTY} more."""', 1),
        (f'"""{TWENTY} · more"""', 0),
        (f"# {TWENTY}\n# more", 1),
        (f"x = 1  # {TWENTY}\ny = 2  # more", 0),
        (f'"""Barnets lov § 32 stk. 1 nr. 3 {TWENTY}."""', 1),
    ],
)
def test_a_sentence_is_as_long_as_its_words(source: str, count: int) -> None:
    assert len(too_long(source)) == count
