"""Which folder is the workspace, which agenda is meant, and how a workspace begins."""

from datetime import date
from pathlib import Path

import pytest

from kpcommittee.domain.committee import Committee, Config, Database
from kpcommittee.errors import KpError, UsageError
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import copy_sample, init_workspace
from kpcommittee.workspace.workspace import AgendaFile, Workspace, choose, find, twice

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
    assert find(here=tmp_path / "three" / "below").folder == tmp_path / "three"
    monkeypatch.setenv("KPCOMMITTEE_WORKSPACE", str(tmp_path / "two"))
    assert find(here=tmp_path / "three").folder == tmp_path / "two"
    assert find(tmp_path / "one", here=tmp_path / "three").folder == tmp_path / "one"


def test_without_a_workspace_the_remedy_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find(here=tmp_path)
    assert "kpcommittee init" in caught.value.remedy
    with pytest.raises(UsageError) as caught:
        find(tmp_path / "nothing")
    assert "kpcommittee init" in caught.value.remedy


def test_paths_are_relative_to_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.path("a/b") == tmp_path / "a" / "b"
    assert workspace.path("/a/b") == Path("/a/b")
    assert workspace.shown(tmp_path / "agenda" / "x.toml") == "agenda/x.toml"
    assert workspace.shown(Path("/elsewhere/x")) == "/elsewhere/x"
    assert workspace.database_url(CONFIG) == f"sqlite:///{tmp_path}/kpcommittee.db"
    elsewhere = Config(committee=CONFIG.committee, database=Database(url="postgresql+psycopg://host/db"))
    assert workspace.database_url(elsewhere) == "postgresql+psycopg://host/db"
    absolute = Config(committee=CONFIG.committee, database=Database(url="sqlite:////srv/kp.db"))
    assert workspace.database_url(absolute) == "sqlite:////srv/kp.db"


def test_agendas_are_listed_by_the_date_in_their_head(workspace: Workspace) -> None:
    folder = workspace.folder / "agenda"
    (folder / "a.toml").write_text("[meeting]\ndate = 2027-01-06\n")
    (folder / "2026-12-02.toml").write_text('[meeting]\nid = "december"\ndate = 2026-12-09\n[[cases]]\nbroken = \n')
    (folder / "2026-11-04.toml").write_text("[meeting\n")
    (folder / "other.toml").write_text("")
    (folder / ".kpcommittee-x.tmp").write_text("")
    assert [(one.id, one.date) for one in workspace.agendas(CONFIG)] == [
        ("2026-11-04", date(2026, 11, 4)),
        ("december", date(2026, 12, 9)),
        ("a", date(2027, 1, 6)),
        ("other", None),
    ]


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
    assert choose(agendas, date(2026, 11, 2)) == soon
    assert choose(agendas, date(2026, 11, 3)) == later
    assert choose(agendas, date(2027, 1, 1)) == later
    assert choose(agendas, date(2026, 11, 3), running={old.id}) == old
    assert choose((), date(2026, 11, 3)) is None
    assert choose((file_of(None),), date(2026, 11, 3)) == file_of(None)


def test_two_files_of_one_meeting_are_told() -> None:
    workspace = Workspace(Path("/w"))
    agendas = [file_of(date(2026, 11, 2), "m"), file_of(date(2026, 12, 2), "m"), file_of(date(2026, 12, 3), "n")]
    (issue,) = twice(agendas, workspace)
    assert (issue.code, issue.value, issue.values["first"]) == ("duplicate_id", "m", "2026-11-02.toml")


def test_a_new_workspace_is_without_flaw(tmp_path: Path) -> None:
    written = init_workspace(tmp_path / "new", date(2027, 1, 13))
    assert [one.name for one in written] == ["config.toml", "2027-01-13.toml"]
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
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]
    assert (tmp_path / "config.toml").read_text() == "min egen"


def test_the_sample_is_copied_whole(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "demo")
    config = read_config(workspace.config).config
    assert config is not None
    assert [one.id for one in workspace.agendas(config)] == ["2026-12-02"]
    assert (workspace.folder / "placements.csv").is_file()
