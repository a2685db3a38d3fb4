"""An import that was a mistake is taken back on the command line."""

from tests.drivers.program import Program

DAY = ("--date", "2026-12-02")


def listed(kp: Program) -> list[tuple[str, float]]:
    """Case number and hours of what runs."""
    rows = kp.does("placements", "list", *DAY, "--json").json
    return [(row["case_number"], row["hours_per_week"]) for row in rows]


def test_the_newest_import_is_taken_back_and_what_was_ended_since_is_kept(kp: Program) -> None:
    """P5: nothing could take an import back. What it had changed was counted as removed, too."""
    header = "case_number,provider,hours_per_week\n"
    (kp.folder / "first.csv").write_text(f"{header}R-1,fokus,4\nR-2,fokus,2\nR-3,fokus,1\n")
    (kp.folder / "second.csv").write_text(f"{header}R-1,fokus,5\nR-2,fokus,6\nR-3,fokus,1\nR-4,fokus,3\n")
    kp.does("placements", "import", "first.csv")
    before = listed(kp)
    kp.does("placements", "import", "second.csv")
    kp.does("placements", "end", "R-2", "fokus", "--on", "2026-06-30", "--why", "Flyttet")
    printed = kp.does("placements", "undo").out
    assert printed.startswith("second.csv, imported ")
    assert "is taken back: 1 removed, 1 as before" in " ".join(printed.split())
    assert "  ! R-2, Fokus Ung ApS" in printed
    assert listed(kp) == [row for row in before if row[0] != "R-2"]
    answer = kp.does("placements", "undo", "--json").json
    assert answer == {
        "event": "import_undone",
        "source": "first.csv",
        "removed": ["R-1", "R-3"],
        "restored": [],
        "kept": ["R-2"],
    }
    assert listed(kp) == []
    refused = kp("placements", "undo")
    assert (refused.code, refused.out) == (1, "")
    assert "no import to take back" in refused.err
    kp.does("rebuild")
    assert listed(kp) == []
    assert kp.does("verify").out.startswith("The journal is intact.")
    assert kp.does("placements", "import", "second.csv", "--json").json["new"] == 3


def test_without_a_database_there_is_nothing_to_take_back(kp: Program) -> None:
    refused = kp("placements", "undo")
    assert refused.code == 1
    assert list(kp.folder.glob("*.db")) == []
