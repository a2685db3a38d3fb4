"""The framework's bindings of the meeting screen, made from their one declaration in `wording`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from kpcommittee.locale import N_, _
from kpcommittee.tui.base import SCREEN
from kpcommittee.tui.widgets.key_bar import NAMES
from kpcommittee.wording.keys import KEYS, KeyGroup, MeetingKey
from kpcommittee.workspace.keys import keys_of

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.refusal import Refusal


def name_of(action: str) -> str:
    """Return the name of an action: `position('club')` is `position`, `act('note')` is `note`."""
    name, _parenthesis, argument = action.partition("(")
    return argument.strip("')") if name == "act" else name


def key_name(binding: Binding) -> str:
    """Return the name of a binding's key in the config."""
    assert binding.id is not None, "each binding of the meeting has an id"
    return binding.id.removeprefix("meeting.")


def rebind(keys: Mapping[str, str]) -> tuple[Binding, ...]:
    """Return the bindings with the keys of the config instead of the usual ones."""
    return tuple(_rebound(binding, keys) for binding in BINDINGS if isinstance(binding, Binding))


def keymap_of(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of the config as the framework's keymap: by the ids of the bindings."""
    return {f"meeting.{name}": key for name, key in keys.items()}


def shown_key_of(name: str, keys: Mapping[str, str] | None) -> str:
    """Return the key of that name as printed on the keyboard, after the config's changes."""
    key = keys_of(keys or {}).get(name, KEYS[name].usual)
    return _(NAMES.get(key, key))


def _rebound(binding: Binding, keys: Mapping[str, str]) -> Binding:
    key = keys.get(key_name(binding))
    return binding if key is None else next(iter(Binding.make_bindings([binding.with_key(key)])))


CASE, MEETING, LOOK_UP = (Binding.Group(heading) for heading in (N_("The case"), N_("The meeting"), N_("To look up")))
"""The groups of keys in the help."""
GROUPS: Mapping[KeyGroup, Binding.Group] = {"case": CASE, "meeting": MEETING, "look_up": LOOK_UP, "screen": SCREEN}

SCREEN_ACTIONS = frozenset({
    "help", "agree", "decide", "balance", "filter", "read_on", "next_panel", "previous_panel", "copy", "hide", "reveal",
    "leave", "quit",
})  # fmt: skip
"""Keys whose actions the screen itself has: other parts perform them, or they need no journal."""


def _action_of(name: str) -> str:
    """Return the action of the key of that name: the screen's own, or one of `Actions`."""
    if name.startswith("position_"):
        return f"position({name.removeprefix('position_')!r})"
    return name if name in SCREEN_ACTIONS else f"act({name!r})"


def _binding_of(name: str, key: MeetingKey) -> Binding:
    return Binding(
        key.usual,
        _action_of(name),
        key.label,
        show=key.shown,
        key_display=key.printed,
        tooltip=key.explanation,
        id=f"meeting.{name}",
        group=GROUPS[key.group],
    )


BINDINGS: list[BindingType] = [_binding_of(name, key) for name, key in KEYS.items()]


def key_line(
    bindings: Iterable[Binding], urged: Collection[str], refusal: "Callable[[str], Refusal | None]"
) -> tuple[tuple[Binding, bool], ...]:
    """Return the keys of the key line, each with whether it works: help first, then the next steps.

    A key that only this case refuses keeps its place, so that no other is clicked by mistake.
    """
    first = ("help", *urged, *(() if refusal("close") else ("close",)))
    ranks = {name: rank for rank, name in enumerate(first)}
    candidates = [
        (binding, name_of(binding.action)) for binding in bindings if binding.show or name_of(binding.action) in ranks
    ]
    refused = [(binding, name, refusal(name)) for binding, name in candidates]
    visible = [
        (binding, name, why is None) for binding, name, why in refused if not why or why.code == "already_decided"
    ]
    return tuple(
        (binding, works) for binding, _name, works in sorted(visible, key=lambda key: ranks.get(key[1], len(ranks)))
    )
