"""Keeps the Danish catalogue in step with the texts in the code.

    python tools/messages.py [FRAGMENT.po …]    collect, merge, compile
    python tools/messages.py --check            exit 1 and say what is missing or stale

A fragment's translation fills a text that has none; what the catalogue already says stays. What is
written holds no dates and no line numbers, so the same texts always give the same bytes.
"""

import argparse
import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "kpcommittee" / "locale" / "da" / "LC_MESSAGES"
Marked = tuple[str | tuple[str, ...], str | None]
"""A text, or its two forms, and the context that tells it from the same text elsewhere."""

HEADER = "# Danish translations of kpcommittee."
HEADERS = [
    ("Project-Id-Version", "kpcommittee"),
    ("Language", "da"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]


class Texts(Catalog):
    """A catalogue whose header is always the same: Babel's holds dates and its own version."""

    mime_headers = property(lambda _: list(HEADERS))


def main() -> int:
    """Do what the command line asks for; 1 where something is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("fragments", nargs="*", type=Path, metavar="FRAGMENT.po")
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if anything is missing or stale")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the catalogue lies")
    parser.add_argument("--source", type=Path, default=ROOT / "kpcommittee", help="where the texts are collected")
    options = parser.parse_args()
    if options.check:
        return report(check(options.source, options.folder))
    return report(update(options.source, options.folder, options.fragments))


def report(problems: Iterable[str]) -> int:
    """Print each problem; 1 if there was any."""
    found = list(problems)
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


def update(source: Path, folder: Path, fragments: Iterable[Path] = ()) -> list[str]:
    """Write the catalogue anew, with the fragments merged in, and return what still lacks a translation."""
    texts = renewed(source, folder / "kpcommittee.po")
    for fragment in fragments:
        merge(texts, read(fragment))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kpcommittee.po").write_bytes(as_po(texts))
    (folder / "kpcommittee.mo").write_bytes(as_mo(texts))
    return list(faults(texts))


def check(source: Path, folder: Path) -> Iterator[str]:
    """Everything that keeps the catalogue from being complete and up to date."""
    po, mo = folder / "kpcommittee.po", folder / "kpcommittee.mo"
    texts = renewed(source, po)
    yield from faults(texts)
    for path, content in ((po, as_po(texts)), (mo, as_mo(texts))):
        if not path.exists() or path.read_bytes() != content:
            yield f"{path.name} is not up to date: run make messages"


def renewed(source: Path, po: Path) -> Texts:
    """The texts in the code, with the translations that the catalogue has for them."""
    texts = extracted(source)
    if po.exists():
        merge(texts, read(po))
    return texts


def extracted(source: Path) -> Texts:
    """Every text in the code that is marked for translation."""
    texts = Texts(locale="da", project="kpcommittee", header_comment=HEADER, fuzzy=False)
    for path in sorted(source.rglob("*")):
        if path.suffix in READERS:
            place = (path.relative_to(source.parent).as_posix(), 0)
            for message, context in READERS[path.suffix](path):
                texts.add(message, locations=[place], context=context)
    return texts


def in_module(path: Path) -> Iterator[Marked]:
    """The marked texts of a module; unlike Babel's own reader it looks inside f-strings on every Python."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call):
            match called(node), [constant(argument) for argument in node.args]:
                case (("_" | "N_"), [str(text)]):
                    yield text, None
                case "ngettext", [str(singular), str(plural), _]:
                    yield (singular, plural), None
                case "pgettext", [str(context), str(text)]:
                    yield text, context


def in_template(path: Path) -> Iterator[Marked]:
    """The marked texts of a template, those of its `trans` blocks among them."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    for _, message, _, context in extract_from_file("jinja2", path, keywords=keywords, options={"silent": "false"}):
        yield message, context


READERS: dict[str, Callable[[Path], Iterable[Marked]]] = {".py": in_module, ".j2": in_template}


def called(call: ast.Call) -> str:
    """The last name of the function that is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def constant(argument: ast.expr) -> str | None:
    """The text of an argument that is written out."""
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def read(po: Path) -> Catalog:
    """A catalogue or a fragment as it lies on disk."""
    with po.open("rb") as file:
        return read_po(file, locale="da")


def merge(texts: Texts, other: Catalog) -> None:
    """Fill in the translations that are missing with those of another catalogue."""
    for message in other:
        known = texts.get(message.id, message.context) if message.id else None
        if known is not None and is_empty(known) and not is_empty(message) and shape(known) == shape(message):
            known.string = message.string
            known.flags |= message.flags & {"fuzzy"}


def shape(message: Message) -> type:
    """One form or several."""
    return type(message.id)


def is_empty(message: Message) -> bool:
    """Whether any form of a text lacks its translation."""
    return not all(forms(message.string))


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The forms of a text, of which there is one unless it counts something."""
    if isinstance(text, str):
        return (text,)
    return tuple(text) if text else ("",)


def faults(texts: Texts) -> Iterator[str]:
    """The texts that are not translated, not reviewed, or lost a placeholder on the way."""
    for message in texts:
        if message.id:
            where = f"{message.locations[0][0] if message.locations else '?'}: {forms(message.id)[0]!r}"
            yield from (f"{where} {fault}" for test, fault in TESTS if test(message))


def has_other_fields(message: Message) -> bool:
    """Whether the translation names other placeholders than the text; a singular may leave its number out."""
    *_, wanted = (fields(form) for form in forms(message.id))
    *singular, last = (fields(form) for form in forms(message.string))
    if is_empty(message) or wanted is None:
        return False
    return last != wanted or any(form is None or not form <= wanted for form in singular)


def fields(text: str) -> frozenset[str] | None:
    """The names between braces, or nothing where the braces do not fit together."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


TESTS: tuple[tuple[Callable[[Message], bool], str], ...] = (
    (is_empty, "has no translation"),
    (lambda message: message.fuzzy, "is marked as fuzzy"),
    (has_other_fields, "has other {fields} in its translation"),
)


def as_po(texts: Texts) -> bytes:
    """The catalogue for people, sorted by text."""
    file = BytesIO()
    write_po(file, texts, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def as_mo(texts: Texts) -> bytes:
    """The catalogue for the program."""
    file = BytesIO()
    write_mo(file, texts)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
