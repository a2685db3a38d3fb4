"""F10: keys can be given others in the config, and `check` names every key that would have two meanings."""

import pytest

from kpcommittee.domain.committee import Committee, Config
from kpcommittee.tui.meeting.keys import key_name, rebind
from kpcommittee.wording.keys import KEYS
from kpcommittee.workspace.config_checks import check_config
from kpcommittee.workspace.keys import SHARING, key_issues, keys_of


@pytest.mark.parametrize(
    ("keys", "issues"),
    [
        ({}, []),
        ({"decide": "f5"}, []),
        ({"withdraw": "f5", "note": "w"}, []),
        ({"take_over": "w"}, []),
        ({"take_over": "n"}, [("keys.take_over", "key_clash", "n", "note")]),
        ({"decide": "F5", "help": "§", "undo": "ctrl+u", "filter": "%"}, []),
        ({"undo": "Y", "quit": "Q"}, []),
        ({"agree": "e", "budget": "a"}, []),
        ({"follow_ups": "k"}, [("keys.follow_ups", "key_moves", "k", "")]),
        ({"decide": "a"}, [("keys.decide", "key_clash", "a", "agree")]),
        ({"leave": "?"}, [("keys.leave", "key_clash", "question_mark", "help")]),
        ({"decide": "f5", "undo": "f5"}, [("keys.undo", "key_clash", "f5", "decide")]),
        ({"decide": "j"}, [("keys.decide", "key_moves", "j", "")]),
        ({"decide": "Up"}, [("keys.decide", "key_moves", "up", "")]),
        ({"decide": ""}, [("keys.decide", "no_such_key", "", "")]),
        ({"decide": "f5,f6"}, [("keys.decide", "no_such_key", "f5,f6", "")]),
        ({"decide": "ctrl+i"}, [("keys.decide", "no_such_key", "ctrl+i", "")]),
        ({"decide": "hyper+x"}, [("keys.decide", "no_such_key", "hyper+x", "")]),
        ({"decyde": "f5"}, [("keys.decyde", "unknown_key", "decyde", "decide")]),
    ],
)
def test_every_key_has_one_meaning(keys: dict[str, str], issues: list[tuple[str, str, str, str]]) -> None:
    key_problems = [*key_issues(keys)]
    told = [(i.place, i.code, i.value, i.values.get("other") or i.values.get("nearest", "")) for i in key_problems]
    assert told == issues
    config = Config(committee=Committee(name="Udvalget", municipality="Lindebæk"), keys=keys)
    assert [issue.code for issue in check_config(config)] == [code for _at, code, *_rest in issues]


def test_every_usual_key_has_a_name_and_one_meaning() -> None:
    assert [key_name(binding) for binding in rebind({})] == [*KEYS]
    keys = [key for name, pressed in KEYS.items() if name != SHARING for key in pressed.usual.split(",")]
    assert sorted(set(keys)) == sorted(keys)


def test_each_usual_key_can_be_written_as_it_is() -> None:
    for name, pressed in KEYS.items():
        for key in pressed.usual.split(","):
            assert [issue.code for issue in key_issues({name: key})] == []


def test_keys_are_spelled_as_people_do() -> None:
    assert keys_of({"leave": "Esc", "help": "?", "undo": " F9 ", "quit": "Q"}) == {
        "leave": "escape",
        "help": "question_mark",
        "undo": "f9",
        "quit": "Q",
    }
