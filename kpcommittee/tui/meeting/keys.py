"""The keys of the meeting screen: the one declaration that key line, palette, help and the README derive from."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from kpcommittee.locale import N_, _
from kpcommittee.tui.base import SCREEN
from kpcommittee.tui.widgets.key_bar import NAMES
from kpcommittee.workspace.keys import KEYS, keys_of

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.refusal import Refusal


def name_of(action: str) -> str:
    """Return what an action does in one word: `position('club')` is `position`, `ask('note')` is `note`."""
    name, _parenthesis, argument = action.partition("(")
    return argument.strip("')") if name in ("ask", "act") else name


def key_name(action: str) -> str:
    """Return the name of an action's key in the config: `position('club')` is `position_club`."""
    return action.rstrip("')").replace("('", "_") if action.startswith("position") else name_of(action)


def rebound(keys: Mapping[str, str]) -> tuple[Binding, ...]:
    """Return the bindings with the keys of the config in the place of the usual ones."""
    return tuple(_rebound(binding, keys) for binding in BINDINGS if isinstance(binding, Binding))


def keymap_of(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of the config as the framework wants them: by the ids of the bindings."""
    return {f"meeting.{name}": key for name, key in keys.items()}


def shown_key_of(name: str, keys: Mapping[str, str] | None) -> str:
    """Return the key of that name as it is printed on the keyboard, also if the config has another."""
    key = keys_of(keys or {}).get(name, KEYS[name])
    return _(NAMES.get(key, key))


def _rebound(binding: Binding, keys: Mapping[str, str]) -> Binding:
    key = keys.get(key_name(binding.action))
    return binding if key is None else next(iter(Binding.make_bindings([binding.with_key(key)])))


CASE, MEETING, LOOK_UP = (Binding.Group(heading) for heading in (N_("The case"), N_("The meeting"), N_("To look up")))
"""The groups of the keys in the help."""


def _key(
    action: str,
    description: str,
    tooltip: str,
    display: str | None = None,
    *,
    show: bool = False,
    group: Binding.Group = CASE,
) -> Binding:
    name, key = key_name(action), KEYS[key_name(action)]
    return Binding(
        key, action, description, show=show, key_display=display, tooltip=tooltip, id=f"meeting.{name}", group=group
    )


def key_line(
    bindings: Iterable[Binding], urged: Collection[str], refusal: "Callable[[str], Refusal | None]"
) -> tuple[tuple[Binding, bool], ...]:
    """Return the keys of the lowest line, each with whether it works; help and what comes next are first.

    What this case alone refuses keeps its place: another key in it would be clicked by mistake.
    """
    first = ("help", *urged, *(() if refusal("close") else ("close",)))
    ranks = {name: rank for rank, name in enumerate(first)}
    shown = [(b, name_of(b.action)) for b in bindings if b.show or name_of(b.action) in ranks]
    refused = [(b, name, refusal(name)) for b, name in shown]
    kept = [(b, name, why is None) for b, name, why in refused if not why or why.code == "already_decided"]
    return tuple((b, works) for b, _name, works in sorted(kept, key=lambda key: ranks.get(key[1], len(ranks))))


BINDINGS: list[BindingType] = [
    _key("help", N_("help"), N_("Explain the keys that work here."), "?", show=True, group=SCREEN),
    _key(
        "act('open')",
        N_("open the meeting"),
        N_("Open the meeting: the agenda is frozen as it is now."),
        show=True,
        group=MEETING,
    ),
    _key("agree", N_("all agree"), N_("Everybody on the bench agrees; again takes it back."), show=True),
    _key("decide", N_("decide"), N_("Choose provider, person and start, and record the decision."), show=True),
    _key("ask('postpone')", N_("postpone"), N_("Let the case wait for the next meeting, with a reason."), show=True),
    _key(
        "ask('close')",
        N_("close the meeting"),
        N_("Close the meeting once every case is dealt with."),
        show=True,
        group=MEETING,
    ),
    _key(
        "ask('approve')",
        N_("approve"),
        N_("Approve the minutes; after that only errors of writing are corrected."),
        show=True,
        group=MEETING,
    ),
    _key("ask('note')", N_("note"), N_("Write down what was said, and who said it."), show=True),
    _key(
        "ask('private_note')",
        N_("private note"),
        N_("Write a note for yourself: on the card and your run sheet, never in the minutes."),
    ),
    _key("act('undo')", N_("undo"), N_("Undo what was recorded last."), show=True, group=MEETING),
    _key("act('redo')", N_("redo"), N_("Record again what was undone last."), group=MEETING),
    _key(
        "act('minutes')",
        N_("minutes"),
        N_("Read the minutes as they stand now, and export them."),
        show=True,
        group=MEETING,
    ),
    _key(
        "act('presence')",
        N_("attendance"),
        N_("Say who is here, excused or has left, and who substitutes."),
        show=True,
        group=MEETING,
    ),
    _key("ask('send_back')", N_("return"), N_("Return the case to the authority with what is missing.")),
    _key("ask('withdraw')", N_("withdraw"), N_("Take the case off the agenda: by whom, and why.")),
    _key("ask('disqualify')", N_("disqualify"), N_("Say whether a leader is disqualified in this case.")),
    _key("ask('confirm')", N_("confirm"), N_("Give a decision in principle the word of the leader it awaits.")),
    _key("ask('reopen')", N_("reopen"), N_("Take a case up again that is dealt with; what came since stays.")),
    _key("ask('correct')", N_("correct"), N_("Correct an error of writing in approved minutes."), show=True),
    _key(
        "act('rectify')",
        N_("put right"),
        N_("Put wrong personal data right after the approval: name, birth date, personal number, who is informed."),
    ),
    _key("position('school')", N_("school's position"), N_("Record the school leader's position.")),
    _key("position('club')", N_("club's position"), N_("Record the club leader's position.")),
    _key("position('authority')", N_("authority's position"), N_("Record the authority's position.")),
    _key("position('internal')", N_("internal position"), N_("Record the internal provider's position.")),
    _key("ask('order')", N_("order"), N_("Change the order of the cases, when a leader must leave."), group=MEETING),
    _key(
        "act('missing')",
        N_("missing"),
        N_("See what the cases lack before the meeting, and whom to ask."),
        group=MEETING,
    ),
    _key(
        "act('differences')",
        N_("changes in the agenda"),
        N_("See what changed in the agenda file, and take it over."),
        group=MEETING,
    ),
    _key(
        "balance",
        N_("balance"),
        N_("Show the balance of this case, or of the whole meeting."),
        show=True,
        group=LOOK_UP,
    ),
    _key(
        "act('capacity')",
        N_("capacity"),
        N_("Show every provider's capacity over the year, and its staff."),
        group=LOOK_UP,
    ),
    _key("act('budget')", N_("money"), N_("Show what the year's placements cost, against the frame."), group=LOOK_UP),
    _key("act('compare')", N_("compare options"), N_("Compare the options for this case side by side."), group=LOOK_UP),
    _key(
        "act('follow_ups')",
        N_("follow-ups"),
        N_("Show what is to be followed up, and record what was held."),
        group=LOOK_UP,
    ),
    _key(
        "act('told')",
        N_("who is told"),
        N_("Show who is still to be told of the decisions, and record that it was done."),
        group=MEETING,
    ),
    _key(
        "act('review')",
        N_("comments"),
        N_("Send the closed meeting's minutes out for reading, and answer or take in the comments."),
        group=MEETING,
    ),
    _key(
        "act('take_over')",
        N_("take over"),
        N_("Where another program records and this one only reads: ask it to hand over, and record here."),
        group=MEETING,
    ),
    _key("act('meetings')", N_("meetings"), N_("Show every meeting, and go to another one."), group=LOOK_UP),
    _key("act('history')", N_("past decisions"), N_("Search past decisions."), show=True, group=LOOK_UP),
    _key(
        "act('story')",
        N_("the child's story"),
        N_("Tell what happened to this child before, over all its cases."),
        group=LOOK_UP,
    ),
    _key(
        "act('similar')",
        N_("cases like this"),
        N_("List past decisions with a shared problem and of the same age."),
        group=LOOK_UP,
    ),
    _key("filter", N_("filter"), N_("Narrow the list of cases."), "/", group=SCREEN),
    _key(
        "read_on",
        N_("read on"),
        N_("Scroll the card, or the panel in its place, from the list of cases; after its end it begins again."),
        group=SCREEN,
    ),
    _key("next_panel", N_("next panel"), N_("Go to the next panel."), group=SCREEN),
    _key("previous_panel", N_("previous panel"), N_("Go to the previous panel."), group=SCREEN),
    _key(
        "copy",
        N_("copy the case"),
        N_("Copy the case as it is on the screen; the terminal must allow it."),
        group=SCREEN,
    ),
    _key(
        "hide", N_("hide names"), N_("Hide names and numbers, for the room's projector."), "F2", show=True, group=SCREEN
    ),
    _key(
        "reveal",
        N_("personal number"),
        N_("Show the personal number of this case, until the case is left."),
        "F3",
        group=SCREEN,
    ),
    _key("leave", N_("back"), N_("Leave the filter, and go back to the list of cases."), group=SCREEN),
    _key("quit", N_("quit"), N_("Quit; everything recorded is safe."), "q", show=True, group=SCREEN),
]
