"""Which folder is the workspace, which agenda is meant, and how a workspace begins."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kpcommittee.domain.committee import Committee, Config, Database
from kpcommittee.errors import BrokenError, KpError, UsageError
from kpcommittee.workspace import starting
from kpcommittee.workspace.agenda_columns import COLUMNS
from kpcommittee.workspace.files import write
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import copy_demo, copy_sample, init_workspace
from kpcommittee.workspace.workspace import AgendaFile, Workspace, choose_agenda, find_workspace, repeated_ids

CONFIG = Config(committee=Committee(name="Udvalget", municipality="Lindebæk"))


def file_of(day: date | None, name: str = "") -> AgendaFile:
    """An agenda on that day."""
    return AgendaFile(path=Path(f"{day}.toml"), id=name or str(day), date=day)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "config.toml").write_text("x")
    (tmp_path / "agenda").mkdir()
    return Workspace(tmp_path)


def test_the_option_goes_before_the_environment_and_both_before_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name / "below").mkdir(parents=True)
        (tmp_path / name / "config.toml").write_text("x")
    assert find_workspace(here=tmp_path / "three" / "below").folder == tmp_path / "three"
    monkeypatch.setenv("KPCOMMITTEE_WORKSPACE", str(tmp_path / "two"))
    assert find_workspace(here=tmp_path / "three").folder == tmp_path / "two"
    assert find_workspace(tmp_path / "one", here=tmp_path / "three").folder == tmp_path / "one"


def test_without_a_workspace_the_remedy_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_workspace(here=tmp_path)
    assert "kpcommittee init" in caught.value.remedy
    with pytest.raises(UsageError) as caught:
        find_workspace(tmp_path / "nothing")
    assert "kpcommittee init" in caught.value.remedy


def test_paths_are_relative_to_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.path("a/b") == tmp_path / "a" / "b"
    assert workspace.path("/a/b") == Path("/a/b")
    assert workspace.display_path(tmp_path / "agenda" / "x.toml") == "agenda/x.toml"
    assert workspace.display_path(Path("/elsewhere/x")) == "/elsewhere/x"
    assert workspace.database(CONFIG) == tmp_path / "kpcommittee.db"
    absolute = Config(committee=CONFIG.committee, database=Database(url="sqlite:////srv/kp.db"))
    assert workspace.database(absolute) == Path("/srv/kp.db")


def test_agendas_are_listed_by_the_date_in_their_head(workspace: Workspace) -> None:
    folder = workspace.folder / "agenda"
    (folder / "a.toml").write_text("[meeting]\ndate = 2027-01-06\n")
    (folder / "2026-12-02.toml").write_text('[meeting]\nid = "december"\ndate = 2026-12-09\n[[cases]]\nbroken = \n')
    (folder / "2026-11-04.toml").write_text("[meeting\n")
    (folder / "other.toml").write_text("")
    (folder / ".kpcommittee-x.tmp").write_text("")
    assert [(agenda.id, agenda.date) for agenda in workspace.agendas(CONFIG)] == [
        ("2026-11-04", date(2026, 11, 4)),
        ("december", date(2026, 12, 9)),
        ("a", date(2027, 1, 6)),
        ("other", None),
    ]


def test_two_meetings_of_one_day_are_in_the_order_of_the_day(workspace: Workspace) -> None:
    """`show` alone named the afternoon's meeting before that of the morning, whose file's name comes later."""
    for name, start in (("afternoon", "13:00:00"), ("morning", "09:00:00"), ("any", "")):
        head = f"date = 2026-12-02\nstart = {start}\n" if start else "date = 2026-12-02\n"
        (workspace.folder / "agenda" / f"{name}.toml").write_text(f"[meeting]\n{head}")
    assert [file.id for file in workspace.agendas(CONFIG)] == ["morning", "afternoon", "any"]


def test_an_agenda_is_named_by_path_or_by_name(workspace: Workspace) -> None:
    path = workspace.folder / "agenda" / "2026-12-02.toml"
    path.write_text("x")
    for name in ("agenda/2026-12-02.toml", "2026-12-02.toml", "2026-12-02", str(path)):
        assert workspace.agenda_named(name, CONFIG) == path
    with pytest.raises(UsageError):
        workspace.agenda_named("2027-12-02", CONFIG)


def test_the_running_meeting_then_the_next_then_the_newest() -> None:
    old, soon, later = (file_of(date(2026, month, 2)) for month in (10, 11, 12))
    agendas = (old, soon, later)
    assert choose_agenda(agendas, date(2026, 11, 2)) == soon
    assert choose_agenda(agendas, date(2026, 11, 3)) == later
    assert choose_agenda(agendas, date(2027, 1, 1)) == later
    assert choose_agenda(agendas, date(2026, 11, 3), running={old.id}) == old
    assert choose_agenda((), date(2026, 11, 3)) is None
    assert choose_agenda((file_of(None),), date(2026, 11, 3)) == file_of(None)


def test_two_files_of_one_meeting_are_told() -> None:
    workspace = Workspace(Path("/w"))
    agendas = [file_of(date(2026, 11, 2), "m"), file_of(date(2026, 12, 2), "m"), file_of(date(2026, 12, 3), "n")]
    (issue,) = repeated_ids(agendas, workspace)
    assert (issue.code, issue.value, issue.values["first"]) == ("duplicate_id", "m", "2026-11-02.toml")


def test_a_new_workspace_is_without_flaw(tmp_path: Path) -> None:
    written = init_workspace(tmp_path / "new", date(2027, 1, 13))
    assert [path.name for path in written] == ["config.toml", "2027-01-13.toml"]
    config = read_config(written[0])
    assert config.issues == ()
    assert config.config is not None
    law = read_law(config.config.law, tmp_path)
    assert law.law is not None
    agenda = read_agenda(written[1], config.config, law.law)
    assert agenda.issues == ()
    assert agenda.agenda is not None
    assert len(agenda.agenda.cases) == 1
    assert (tmp_path / "new" / "minutes").is_dir()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("min egen")
    for begin in (lambda: init_workspace(tmp_path, date(2027, 1, 13)), lambda: copy_sample(tmp_path)):
        with pytest.raises(KpError) as caught:
            begin()
        assert caught.value.remedy
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]
    assert (tmp_path / "config.toml").read_text() == "min egen"


def refuse_after(monkeypatch: pytest.MonkeyPatch, files: int) -> None:
    """Let the disk be full after so many files."""
    left = iter(range(files))

    def write_or_refuse(path: Path, content: bytes) -> None:
        if next(left, None) is None:
            raise BrokenError("full", "Make room; nothing was changed.")
        write(path, content)

    monkeypatch.setattr(starting, "write", write_or_refuse)


@pytest.mark.parametrize("begin", [lambda folder: init_workspace(folder, date(2027, 1, 13)), copy_sample])
@pytest.mark.parametrize("files", [0, 1])
def test_what_cannot_be_made_whole_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: Callable[[Path], object], files: int
) -> None:
    """A new workspace is there, or nothing is (F1)."""
    (tmp_path / "other.txt").write_text("kept")
    refuse_after(monkeypatch, files)
    for folder in (tmp_path, tmp_path / "above" / "new"):
        with pytest.raises(BrokenError) as caught:
            begin(folder)
        assert caught.value.remedy == "Make room; nothing was changed."
        assert [path.name for path in tmp_path.iterdir()] == ["other.txt"]


def test_an_agenda_that_is_a_file_stops_init_before_anything_is_left(tmp_path: Path) -> None:
    """`init` into a folder where it fails writes no config (F1)."""
    (tmp_path / "agenda").write_text("a file")
    with pytest.raises(BrokenError):
        init_workspace(tmp_path, date(2027, 1, 13))
    assert [path.name for path in tmp_path.iterdir()] == ["agenda"]


def test_what_cannot_be_removed_again_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`init` never says that nothing was changed when something was (F1)."""

    def refuse(_path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError

    refuse_after(monkeypatch, 1)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(BrokenError) as caught:
        init_workspace(tmp_path, date(2027, 1, 13))
    assert str(tmp_path / "agenda" / "2027-01-13.toml") in caught.value.remedy


def test_what_a_power_cut_left_of_a_new_workspace_is_completed(tmp_path: Path) -> None:
    """The config is written last: without it `init` goes on, and another file of that name is still refused."""
    config, agenda = init_workspace(tmp_path, date(2027, 1, 13))
    made = config.read_bytes()
    config.unlink()
    assert init_workspace(tmp_path, date(2027, 1, 13)) == (config, agenda)
    assert config.read_bytes() == made
    config.unlink()
    agenda.write_text("min egen")
    with pytest.raises(KpError, match="2027-01-13"):
        init_workspace(tmp_path, date(2027, 1, 13))
    assert not config.exists()


def test_a_demo_is_made_only_where_nothing_is(tmp_path: Path) -> None:
    """`demo` neither fills nor opens a folder that is not its own (F1)."""
    for name, file in (("own", "config.toml"), ("letters", "letter.txt"), ("file", "")):
        folder = tmp_path / name
        if file:
            folder.mkdir()
        (folder / file).write_text("kept")
        with pytest.raises(KpError) as caught:
            copy_demo(folder)
        assert str(folder) in caught.value.message
        assert not file or [path.name for path in folder.iterdir()] == [file]
    (tmp_path / "empty").mkdir()
    made = copy_demo(tmp_path / "empty")
    config = made.config.read_bytes()
    made.config.write_bytes(config + b"# mine\n")
    assert copy_demo(tmp_path / "empty").config.read_bytes() == config + b"# mine\n"
    made.config.unlink()
    with pytest.raises(KpError):
        copy_demo(tmp_path / "empty")


def test_the_sample_is_copied_whole(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "demo")
    config = read_config(workspace.config).config
    assert config is not None
    assert [agenda.id for agenda in workspace.agendas(config)] == ["2026-12-02"]
    assert (workspace.folder / "placements.csv").is_file()


@pytest.mark.parametrize("place", [column.place for column in COLUMNS.values()])
def test_the_example_of_a_new_workspace_has_every_key_of_a_case(place: str) -> None:
    example = (Path(starting.__file__).parent / "templates" / "agenda.toml").read_text("utf-8")
    assert re.search(rf"\b{place.rpartition('.')[2]} =", example), "templates/agenda.toml has an example of each key"
