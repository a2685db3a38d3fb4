"""The catalogue of translations, and the tool that keeps it in step with the code."""

from pathlib import Path

import pytest

from tools.messages import FOLDER, ROOT, check, update

CODE = """
A = _("{n} cases of {who}")
B = ngettext("one case", "{n} cases", 3)
C = f"{pgettext('seat', 'Left')} {_('Inside')}"
D = N_("Marked")
"""
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
COMPLETE = (
    HEADER
    + """
msgid "{n} cases of {who}"
msgstr "{n} sager om {who}"

msgid "one case"
msgid_plural "{n} cases"
msgstr[0] "en sag"
msgstr[1] "{n} sager"

msgctxt "seat"
msgid "Left"
msgstr "Gået"

msgid "Inside"
msgstr "Indeni"

msgid "Marked"
msgstr "Mærket"

msgid "No longer said"
msgstr "Siges ikke mere"
"""
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "module.py").write_text(CODE, encoding="utf-8")
    return folder


@pytest.fixture
def fragment(tmp_path: Path) -> Path:
    path = tmp_path / "fragment.po"
    path.write_text(COMPLETE, encoding="utf-8")
    return path


def test_every_text_of_the_program_is_translated() -> None:
    assert list(check(ROOT / "kpcommittee", FOLDER)) == []


def test_a_text_without_translation_is_named(source: Path, tmp_path: Path) -> None:
    assert "source/module.py: 'Inside' has no translation" in update(source, tmp_path)


def test_a_fragment_completes_the_catalogue(source: Path, fragment: Path, tmp_path: Path) -> None:
    assert update(source, tmp_path, [fragment]) == []
    assert list(check(source, tmp_path)) == []
    assert "No longer said" not in (tmp_path / "kpcommittee.po").read_text(encoding="utf-8")


def test_a_template_is_read_too(source: Path, fragment: Path, tmp_path: Path) -> None:
    (source / "minutes.md.j2").write_text('{{ _("Heading") }} {% trans %}Block{% endtrans %}', encoding="utf-8")
    assert update(source, tmp_path, [fragment]) == [
        "source/minutes.md.j2: 'Heading' has no translation",
        "source/minutes.md.j2: 'Block' has no translation",
    ]


def test_what_the_catalogue_says_stays(source: Path, fragment: Path, tmp_path: Path) -> None:
    update(source, tmp_path, [fragment])
    fragment.write_text(COMPLETE.replace("Indeni", "Udenfor"), encoding="utf-8")
    update(source, tmp_path, [fragment])
    assert "Indeni" in (tmp_path / "kpcommittee.po").read_text(encoding="utf-8")


def test_the_same_texts_give_the_same_bytes(source: Path, fragment: Path, tmp_path: Path) -> None:
    update(source, tmp_path / "one", [fragment])
    update(source, tmp_path / "two", [fragment])
    for name in ("kpcommittee.po", "kpcommittee.mo"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("sager om {who}", "sager om {hvem}"), ('"{n} sager"', '"{m} sager"'), ('"en sag"', '"{x} sag"')],
)
def test_a_lost_placeholder_is_named(right: str, wrong: str, source: Path, fragment: Path, tmp_path: Path) -> None:
    fragment.write_text(COMPLETE.replace(right, wrong), encoding="utf-8")
    (fault,) = update(source, tmp_path, [fragment])
    assert fault.endswith("has other {fields} in its translation")


def test_a_fuzzy_translation_is_named(source: Path, fragment: Path, tmp_path: Path) -> None:
    fragment.write_text(COMPLETE.replace('msgid "Inside"', '#, fuzzy\nmsgid "Inside"'), encoding="utf-8")
    assert update(source, tmp_path, [fragment]) == ["source/module.py: 'Inside' is marked as fuzzy"]


def test_a_stale_catalogue_is_named(source: Path, fragment: Path, tmp_path: Path) -> None:
    update(source, tmp_path, [fragment])
    po = tmp_path / "kpcommittee.po"
    po.write_text(po.read_text(encoding="utf-8").replace("Indeni", "Inde"), encoding="utf-8")
    assert list(check(source, tmp_path)) == ["kpcommittee.mo is not up to date: run make messages"]
