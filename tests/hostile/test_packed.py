"""What the fuzzer changes inside a package or a PDF: one part, and the rest can still be read."""

from random import Random

import pytest

from kpcommittee.documents.reading import lines_of
from tests.hostile.packed import Part, inside, packed_again, streams_of, with_stream
from tests.hostile.readers import BODY, READERS


def document(code: str) -> bytes:
    """A sound document; reading back the whole sample as PDF takes long."""
    return READERS[f"back-{code}"][1]()[0]


def drawn(content: bytes) -> list[Part]:
    return [part for part in (inside(content, Random(seed)) for seed in range(40)) if part is not None]


@pytest.mark.parametrize("code", ["docx", "xlsx", "pdf"])
def test_what_is_put_back_unchanged_reads_the_same(code: str) -> None:
    content = document(code)
    read, parts = lines_of(content, code), drawn(content)
    assert len({(part.name, part.place) for part in parts}) > 3
    assert [part.name for part in parts[:2] if lines_of(packed_again(content, part, part.content), code) != read] == []


def test_a_changed_part_reaches_the_reader() -> None:
    content = document("docx")
    part = next(part for part in drawn(content) if part.name == BODY)
    changed = packed_again(content, part, part.content.replace(b"A-1", b"B-9"))
    assert "B-9" in "".join(lines_of(changed, "docx"))
    assert "A-1" not in "".join(lines_of(changed, "docx"))


@pytest.mark.parametrize("name", ["pdf-page", "pdf-letters"])
def test_a_stream_of_a_pdf_that_is_put_back_reaches_the_reader(name: str) -> None:
    """Unchanged it reads the same, and without a part of it something else: the fuzzer comes past the file's frame."""
    content = document("pdf")
    (stream,) = READERS[name][1]()
    number = next(number for number, present in streams_of(content).items() if present == stream)
    read = lines_of(content, "pdf")
    assert lines_of(with_stream(content, number, stream), "pdf") == read
    assert lines_of(with_stream(content, number, stream[: len(stream) // 2]), "pdf") != read


def test_what_is_not_packed_or_broken_is_changed_as_it_is() -> None:
    broken = document("docx")[:500]
    for content in (b"", b"# Referat", b"%PDF-1.7", broken):
        assert drawn(content) == []
    assert packed_again(broken, Part("x", b""), b"y") == broken
