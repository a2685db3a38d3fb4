"""The changes with which the tests are tested: each makes another program, and none stays behind."""

import ast

from tools.mutants import changes_of, functions_of

SOURCE = '''
class Club:
    """A club."""

    def room(self, day: "date" = 3) -> int:
        """The room on a day."""
        assert day > 0
        if self.closed and not day.open:
            self.warn(day, twice=True)
        return max(day - 1, self.least)
'''


def test_each_change_is_of_what_runs_when_the_function_is_called() -> None:
    tree = ast.parse(SOURCE)
    before = ast.unparse(tree)
    ((name, function),) = functions_of(tree)
    changes = [(line - 4, old, new, ast.unparse(tree)) for line, old, new in changes_of(function)]
    assert name == "Club.room"
    assert [change[:3] for change in changes] == [
        (4, "self.closed and (not day.open)", "self.closed or not day.open"),
        (4, "not day.open", "day.open"),
        (5, "self.warn(day, twice=True)", "pass"),
        (5, "self.warn(day, twice=True)", "self.warn(None, twice=True)"),
        (5, "self.warn(day, twice=True)", "self.warn(day)"),
        (5, "True", "False"),
        (6, "return max(day - 1, self.least)", "return None"),
        (6, "max(day - 1, self.least)", "max(None, self.least)"),
        (6, "max(day - 1, self.least)", "max(day - 1, None)"),
        (6, "max", "min"),
        (6, "day - 1", "day + 1"),
        (6, "1", "2"),
    ]
    assert len({whole for *_, whole in changes} | {before}) == len(changes) + 1
    assert ast.unparse(tree) == before
