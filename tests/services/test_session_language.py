"""A session speaks for itself: whoever shows it to people sets the language of the program."""

from pathlib import Path

import pytest

from kpcommittee import locale
from kpcommittee.errors import KpError
from kpcommittee.services.session import Session
from tests.sample import sample_workspace


def test_a_desk_leaves_the_language_of_the_program_alone(tmp_path: Path) -> None:
    folder = sample_workspace(tmp_path / "sample", placements=False)
    assert Session.find(folder, language="en").language == "en"
    assert Session.find(folder).language == "da"
    assert locale.current() == "da"


def test_what_is_wrong_with_a_config_is_told_in_the_desk_s_language(tmp_path: Path) -> None:
    folder = sample_workspace(tmp_path / "sample", placements=False)
    config = folder / "config.toml"
    config.write_text(config.read_text().replace('school_seat = "', 'school_seat = "gone-', 1))
    told = {}
    for language in ("da", "en"):
        with pytest.raises(KpError) as raised:
            Session.find(folder, language=language)
        told[language] = raised.value.message
    assert told["da"] != told["en"]
    assert locale.current() == "da"
