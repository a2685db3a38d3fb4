"""Hostile strings and files through every reader: it answers or refuses in its own words, in bounded time."""

import random
from collections.abc import Callable, Iterator
from time import process_time

import pytest

from kpcommittee.workspace.reading import AgendaRead, ConfigRead
from tests.hostile.readers import READERS, agenda_of, config_of
from tests.hostile.strings import ALL, BROKEN_TOML, OURS, raw
from tests.seeds import seeds

SECONDS = 5
"""Of the processor for one input at most; these are small."""
FEW = 25
"""Strings that each run puts into a sound file; the soak takes all of them."""


def _inputs(name: str, strings: tuple[str, ...], seed: int) -> Iterator[bytes]:
    """Yield the strings alone, and each at some place of a sound input."""
    draw = random.Random(seed)
    _reader, sound = READERS[name]
    for text in strings:
        yield raw(text)
        whole = draw.choice(sound())
        start = draw.randrange(len(whole) + 1)
        yield whole[:start] + raw(text) + whole[start + draw.choice((0, 0, 1, 9)) :]


def _seconds(name: str, content: bytes) -> float:
    """Read it, and return how long the processor took; whatever is not a refusal fails."""
    before = process_time()
    READERS[name][0](content)
    return process_time() - before


@pytest.mark.parametrize("seed", seeds(1, 12))
@pytest.mark.parametrize("name", READERS)
def test_a_hostile_string_anywhere_in_a_file_is_read_or_refused(name: str, seed: int) -> None:
    strings = ALL if seed else tuple(random.Random(name).sample(OURS, FEW))
    for content in _inputs(name, strings, seed):
        assert _seconds(name, content) < SECONDS, content[:200]


@pytest.mark.parametrize("read", [agenda_of, config_of], ids=["agenda", "config"])
def test_toml_that_no_parser_may_take_is_told_with_its_line(read: Callable[[bytes], AgendaRead | ConfigRead]) -> None:
    for name, content in BROKEN_TOML.items():
        told = [issue for issue in read(content).issues if issue.code.startswith("toml_")]
        assert told, name
        lines = content.count(b"\n") + 1
        assert [issue for issue in told if not 1 <= (issue.line or 0) <= lines] == [], name


@pytest.mark.parametrize("seed", seeds(1, 100))
@pytest.mark.parametrize("name", READERS)
def test_a_file_that_was_cut_flipped_or_doubled_is_read_or_refused(name: str, seed: int) -> None:
    draw = random.Random(seed)
    sound = draw.choice(READERS[name][1]())
    for _number in range(8 if seed else 3):
        content = bytearray(sound)
        for _flip in range(draw.choice((0, 1, 8))):
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        cut = draw.randrange(len(content) + 1)
        for damaged in (content, content[:cut], content[cut:], content + content, content[:cut] * 3):
            assert _seconds(name, bytes(damaged)) < SECONDS, damaged[:200]
