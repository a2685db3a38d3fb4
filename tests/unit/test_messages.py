"""The Danish catalogue: every text of the program is in it, translated, with the placeholders of the English."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[2] / "kpcommittee"
PO = PACKAGE / "locale" / "da" / "LC_MESSAGES" / "kpcommittee.po"
TEXTS = {"_": slice(0, 1), "N_": slice(0, 1), "ngettext": slice(0, 2), "pgettext": slice(1, 2)}
"""Which arguments of the marking functions are texts."""
OTHER_WORDS = {
    r"[Nn]ot[eé]r": "registrér",
    r"[Oo]psætningen": "konfigurationen",
    r"arbejdsområde": "arbejdsmappe",
    r"[Dd]agsordenen fastholdes": "fastfryses",
    r"træk (den|dem) først": "tag af dagsordenen",
    r"en kode og en linje": "vælg en begrundelse, og skriv kort hvorfor",
}
"""What a Danish text does not say → the words for it: one thing is called the same on every screen."""


def catalogue(text: str) -> Catalog:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return read_po(BytesIO((header + text).encode()), locale="da")


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """The forms of a text: several where it counts something."""
    return [text or ""] if isinstance(text, str) or text is None else list(text)


def placeholders(text: str) -> set[str] | None:
    """The names between braces; None where the braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def fits(message: Message) -> bool:
    """Whether the translation has the placeholders of the text; a singular may leave its number out."""
    wanted = placeholders(forms(message.id)[-1])
    *singular, last = (placeholders(form) for form in forms(message.string))
    return wanted == last and wanted is not None and all(names is not None and names <= wanted for names in singular)


def faults(texts: Catalog) -> Iterator[tuple[str, str]]:
    """Each text that is not translated, not reviewed or has other placeholders, with what is wrong."""
    for message in texts:
        if message.id:
            text = forms(message.id)[0]
            if not all(forms(message.string)):
                yield text, "no translation"
            elif message.fuzzy:
                yield text, "fuzzy"
            elif not fits(message):
                yield text, "other placeholders"


def marked(source: str) -> Iterator[str]:
    """The texts in the code that are marked for translation, those inside f-strings too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS:
            arguments = node.args[TEXTS[node.func.id]]
            yield from (a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str))


def test_every_text_is_translated() -> None:
    wrong = [f"{text}: {what}" for text, what in faults(catalogue(PO.read_text(encoding="utf-8").partition("\n\n")[2]))]
    assert wrong == [], f"write the Danish in {PO.relative_to(PACKAGE.parent)}, and delete the mark of what is fuzzy"


@pytest.mark.parametrize("pattern", OTHER_WORDS)
def test_one_thing_has_one_word(pattern: str) -> None:
    texts = [form for message in read_po(BytesIO(PO.read_bytes())) for form in forms(message.string)]
    assert [text for text in texts if re.search(rf"\b{pattern}\b", text)] == []


def test_each_language_has_its_own_quotation_marks() -> None:
    """Six English texts had the Danish ones, and a Danish text the English."""
    messages = [message for message in read_po(BytesIO(PO.read_bytes())) if message.id]
    danish = [form for message in messages for form in forms(message.id) if re.search("[»«]", form)]
    english = [form for message in messages for form in forms(message.string) if re.search("[“”]", form)]
    assert (danish, english) == ([], [])


def test_every_text_in_the_code_is_in_the_catalogue() -> None:
    """Babel before Python 3.12 does not see a text inside an f-string: take it out of there."""
    known = {form for message in read_po(BytesIO(PO.read_bytes())) for form in forms(message.id)}
    texts = {(path.name, text) for path in PACKAGE.rglob("*.py") for text in marked(path.read_text(encoding="utf-8"))}
    assert len(texts) > 1000
    assert {(name, text) for name, text in texts if text not in known} == set()


@pytest.mark.parametrize(
    ("po", "fault"),
    [
        ('msgid "{n} of {who}"\nmsgstr "{n} om {who}"', None),
        ('msgid "{n} of {who}"\nmsgstr "{n} om {hvem}"', "other placeholders"),
        ('msgid "{n} of {who}"\nmsgstr "{n} om {who"', "other placeholders"),
        ('msgid "one"\nmsgid_plural "{n} all"\nmsgstr[0] "en"\nmsgstr[1] "{n} alle"', None),
        ('msgid "one"\nmsgid_plural "{n} all"\nmsgstr[0] "{x} en"\nmsgstr[1] "{n} alle"', "other placeholders"),
        ('msgid "one"\nmsgid_plural "{n} all"\nmsgstr[0] "en"\nmsgstr[1] ""', "no translation"),
        ('msgid "Inside"\nmsgstr ""', "no translation"),
        ('#, fuzzy\nmsgid "Inside"\nmsgstr "Indeni"', "fuzzy"),
    ],
)
def test_a_fault_is_named(po: str, fault: str | None) -> None:
    assert [wrong for _, wrong in faults(catalogue(po))] == ([fault] if fault else [])


def test_a_text_inside_an_f_string_is_seen() -> None:
    code = "f\"{_('Answer')}\" + ngettext('one', 'all', 2) + pgettext('seat', 'Left')"
    assert set(marked(code)) == {"Answer", "one", "all", "Left"}
