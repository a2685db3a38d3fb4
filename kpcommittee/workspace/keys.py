"""Checks the keys of the meeting screen that a municipality sets under `[keys]`."""

import re
from collections.abc import Iterator, Mapping

from kpcommittee.convert.issues import Issue, nearest, quote_value
from kpcommittee.wording.keys import KEYS

SHARING = "take_over"
"""The key that works only if the program does not record; elsewhere, its default may do something else."""

MOVING = frozenset(("j", "k", "G", "up", "down", "home", "end", "pageup", "pagedown"))
"""Keys that move in a list; they cannot do anything else."""

_SPELLED = {"?": "question_mark", "/": "slash", "esc": "escape"}
_KEY = re.compile(
    r"f(?:[1-9]|1[0-9]|2[0-4])|ctrl\+[abdefgklnoqrstuvwxy]|shift\+tab|tab|enter|escape|space|question_mark|slash"
    r"|[^\W_]|[^\w\s,]"
)
"""Function keys, ctrl with a letter that terminals can send, and any character except a comma."""


def keys_of(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of the config, spelled as the program does: `Esc` is `escape`, `F5` is `f5`."""
    return {name: _spell(key) for name, key in keys.items()}


def key_issues(configured: Mapping[str, str | None]) -> Iterator[Issue]:
    """Yield the issues under `[keys]`: unknown names, keys that do not exist, keys with two meanings."""
    keys = keys_of({name: key for name, key in configured.items() if key is not None})
    usable: dict[str, str] = {}
    for name, key in keys.items():
        if name not in KEYS:
            near = {"nearest": nearest(name, KEYS)}
            yield Issue(place=f"keys.{name}", code="unknown_key", value=name, values={"known": tuple(KEYS), **near})
        elif key in MOVING:
            yield Issue(place=f"keys.{name}", code="key_moves", value=key)
        elif not _KEY.fullmatch(key):
            yield Issue(place=f"keys.{name}", code="no_such_key", value=quote_value(key))
        else:
            usable[name] = key
    yield from _clashes(usable)


def _clashes(keys: Mapping[str, str]) -> Iterator[Issue]:
    """Yield an issue for each key of the config that already has another meaning."""
    later = {name for name, key in KEYS.items() if key.gives_way or name == SHARING}
    usual = {name: key.usual for name, key in KEYS.items() if name not in keys and name not in later}
    owners = {key: name for name, several in usual.items() for key in several.split(",")}
    for name, key in keys.items():
        if key in owners and (name, key) != (SHARING, KEYS[SHARING].usual):
            yield Issue(place=f"keys.{name}", code="key_clash", value=key, values={"other": owners[key]})
        owners.setdefault(key, name)


def _spell(key: str) -> str:
    key = key.strip()
    return _SPELLED.get(key.lower(), key if len(key) == 1 else key.lower())
