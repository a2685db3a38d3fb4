"""Random meetings for every recipient in every format: each file says the same words, and nothing of anybody else."""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from kpcommittee.documents.blocks import Document, parse, plain_text, words_of
from kpcommittee.documents.blocks import Table as LaidTable
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.exchange import Exchange
from kpcommittee.documents.formats import FORMATS, write
from kpcommittee.documents.leaks import find_leaks
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.pdf_accessibility import pdf_faults
from kpcommittee.documents.reading import lines_of
from kpcommittee.documents.recipients import NoDocumentError, items_for, recipient_of
from kpcommittee.documents.seals import has_seal
from kpcommittee.documents.shapes import bystanders_of, document_for
from kpcommittee.documents.word_accessibility import word_reading_faults
from tests.builders import Table
from tests.documents.test_formats import OTHERS, signs, without_levels, without_repeated, words
from tests.documents.test_recipients import OPEN_CASE, SMUGGLED, drawn, possible, smuggled
from tests.seeds import seeds

SHAPES: tuple[Exchange, ...] = ("dagsorden", "publication")
CLOSED = {"Åben", "Åbent", "IsPublic"}


def documents(minutes: Minutes) -> Iterator[tuple[str, Document]]:
    """The document of each recipient there is one for."""
    for asked in ("full", *possible(minutes)):
        yield asked, document_for(minutes, recipient_of(asked))


def differs(document: Document, code: str, content: bytes) -> bool:
    """Whether a file says other words than the document, or the same ones in another order."""
    text = [*words_of(parse(document.source))]
    lines = lines_of(content, code)
    if code == "pdf":
        feet = [re.sub(r"(?m)^(Side \d+ af|Page \d+ of) \d+$", "", line) for line in lines]
        headers = [signs([*map(plain_text, block.header)]) for block in document.blocks if isinstance(block, LaidTable)]
        return not without_repeated(signs(feet), signs(text), headers).startswith(signs(text))
    if code == "json":
        blocks = json.dumps([without_levels(block) for block in json.loads(content)["blocks"]])
        return words(lines_of(blocks.encode(), code)) != words(text)
    return words(lines)[: len(words(text))] != words(text)


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1, 200))
def test_every_file_of_a_random_meeting_says_the_same_and_tells_nobody_of_anybody_else(
    seed: int, tmp_path: Path
) -> None:
    minutes = drawn(seed, tmp_path)
    for asked, document in documents(minutes):
        about = bystanders_of(minutes, items_for(minutes, recipient_of(asked)))
        for code in OTHERS:
            content = write(document, FORMATS[code])
            assert has_seal(content), (asked, code)
            assert not differs(document, code, content), (asked, code)
            assert code != "pdf" or pdf_faults(content) == (), asked
            assert code != "docx" or word_reading_faults(content) == (), asked
            lines = lines_of(content, code)
            assert [leak for leak in find_leaks(lines, about) if leak.blocks] == [], (asked, code)
            for other in about.outside:
                assert all(other.child.name not in line and other.case_number not in line for line in lines), asked


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1, 200))
def test_what_is_exchanged_of_a_random_meeting_is_closed_and_has_every_case(seed: int, tmp_path: Path) -> None:
    minutes = drawn(seed, tmp_path)
    document = document_for(minutes, recipient_of("full"))
    for shape in SHAPES:
        root = fromstring(write(document, FORMATS["xml"], shape))
        opened = [each.attrib[name] for each in root.iter() for name in CLOSED & {*each.attrib}]
        opened += [each.text or "" for each in root.iter() if each.tag in CLOSED]
        assert len(opened) >= len(minutes.items), shape
        assert {*opened} == {"False"}, shape
        text = " ".join([*root.itertext(), *(value for each in root.iter() for value in each.attrib.values())])
        for item in minutes.items:
            assert item.case.case_number in text, shape
            assert item.case.child.name not in text, shape
    cells = lines_of(write(document, FORMATS["xlsx"]), "xlsx")
    for item in minutes.items:
        assert item.case.case_number in cells
        assert item.case.child.name not in cells


def with_a_smuggled_name(minutes: Minutes, every: int) -> Iterator[tuple[Minutes, Document, tuple[str, str, str]]]:
    """Each document that prints a name smuggled into every so many-th text: who asked for it, its class and field."""
    for place in count(0, every):
        mutant = smuggled(minutes, place)
        if mutant is None:
            return
        changed, owner, name = mutant
        for asked in (f"case:{OPEN_CASE}", "provider:klub-oest", f"child:{OPEN_CASE}", f"family:{OPEN_CASE}"):
            try:
                document = document_for(changed, recipient_of(asked))
            except NoDocumentError:
                continue
            if SMUGGLED in document.source.replace("\\", ""):
                yield changed, document, (asked, owner, name)


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.slow
def test_a_name_that_is_smuggled_into_any_field_is_found_in_the_finished_file(final: Table, every: int) -> None:
    printed, missed = 0, []
    for changed, document, where in with_a_smuggled_name(minutes_of(final.meeting), every):
        printed += 1
        about = bystanders_of(changed, items_for(changed, recipient_of(where[0])))
        for code in OTHERS:
            lines = lines_of(write(document, FORMATS[code]), code)
            found = find_leaks(lines, about, outside_texts=document.outside_texts)
            if not any(leak.blocks for leak in found):
                missed.append((code, *where))
    assert printed > 40 // every
    assert missed == []
