"""The keys of the meeting screen: the one declaration from which config, key line, palette, help and pages derive."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from kpcommittee.locale import N_

KeyGroup = Literal["case", "meeting", "look_up", "screen"]
"""The heading of the help under which a key is explained."""


class MeetingKey(NamedTuple):
    """A key of the meeting screen, and what it is for."""

    usual: str
    """The default key, as the framework names it; several are separated by commas."""
    label: str
    """What it does, in one or two words for the key line."""
    explanation: str
    """What it does, in one sentence for palette, help and pages."""
    group: KeyGroup = "case"
    printed: str | None = None
    """What is printed on the keyboard, if it is not the framework's name."""
    shown: bool = False
    """Whether the key line always shows it while it works; the others only when the case requires them."""
    gives_way: bool = False
    """Whether a municipality's own key takes precedence over its default, which may be newer."""


KEYS: Mapping[str, MeetingKey] = {
    "help": MeetingKey(
        "question_mark,f1", N_("help"), N_("Explain the keys that work here."), group="screen", printed="?", shown=True
    ),
    "open": MeetingKey(
        "s",
        N_("open the meeting"),
        N_("Open the meeting: the agenda is frozen as it is now."),
        group="meeting",
        shown=True,
    ),
    "agree": MeetingKey(
        "a", N_("all agree"), N_("Everybody on the bench agrees; press again to take it back."), shown=True
    ),
    "decide": MeetingKey(
        "enter", N_("decide"), N_("Choose provider, person and start, and record the decision."), shown=True
    ),
    "postpone": MeetingKey(
        "u", N_("postpone"), N_("Postpone the case to the next meeting, with a reason."), shown=True
    ),
    "close": MeetingKey(
        "l",
        N_("close the meeting"),
        N_("Close the meeting once every case is dealt with."),
        group="meeting",
        shown=True,
    ),
    "approve": MeetingKey(
        "v",
        N_("approve"),
        N_("Approve the minutes; after that only clerical errors are corrected."),
        group="meeting",
        shown=True,
    ),
    "note": MeetingKey("n", N_("note"), N_("Write down what was said, and who said it."), shown=True),
    "private_note": MeetingKey(
        "N", N_("private note"), N_("Write a note for yourself: on the card and your run sheet, never in the minutes.")
    ),
    "undo": MeetingKey("z", N_("undo"), N_("Undo what was recorded last."), group="meeting", shown=True),
    "redo": MeetingKey("Z", N_("redo"), N_("Record again what was undone last."), group="meeting"),
    "minutes": MeetingKey(
        "m", N_("minutes"), N_("Read the minutes as they are now, and export them."), group="meeting", shown=True
    ),
    "presence": MeetingKey(
        "t",
        N_("attendance"),
        N_("Say who is here, excused or has left, and who substitutes."),
        group="meeting",
        shown=True,
    ),
    "send_back": MeetingKey("r", N_("return"), N_("Return the case to the authority with what is missing.")),
    "withdraw": MeetingKey("w", N_("withdraw"), N_("Take the case off the agenda: by whom, and why.")),
    "disqualify": MeetingKey("i", N_("disqualify"), N_("Say whether a leader is disqualified in this case.")),
    "confirm": MeetingKey("y", N_("confirm"), N_("Record the awaited leader's answer to a decision in principle.")),
    "reopen": MeetingKey("R", N_("reopen"), N_("Reopen a case that is dealt with; later events stay.")),
    "correct": MeetingKey("x", N_("correct"), N_("Correct a clerical error in approved minutes."), shown=True),
    "rectify": MeetingKey(
        "X",
        N_("put right"),
        N_("Put wrong personal data right after the approval: name, birth date, personal number, who is informed."),
        gives_way=True,
    ),
    "position_school": MeetingKey("1", N_("school's position"), N_("Record the school leader's position.")),
    "position_club": MeetingKey("2", N_("club's position"), N_("Record the club leader's position.")),
    "position_authority": MeetingKey("3", N_("authority's position"), N_("Record the authority's position.")),
    "position_internal": MeetingKey("4", N_("internal position"), N_("Record the internal provider's position.")),
    "order": MeetingKey(
        "o", N_("order"), N_("Change the order of the cases, when a leader must leave."), group="meeting"
    ),
    "missing": MeetingKey(
        "M", N_("missing"), N_("See what the cases lack before the meeting, and whom to ask."), group="meeting"
    ),
    "differences": MeetingKey(
        "d", N_("changes in the agenda"), N_("See what changed in the agenda file, and take it over."), group="meeting"
    ),
    "balance": MeetingKey(
        "b", N_("balance"), N_("Show the balance of this case, or of the whole meeting."), group="look_up", shown=True
    ),
    "capacity": MeetingKey(
        "p", N_("capacity"), N_("Show every provider's capacity over the year, and its staff."), group="look_up"
    ),
    "budget": MeetingKey(
        "e", N_("money"), N_("Show what the year's placements cost, against the frame."), group="look_up"
    ),
    "compare": MeetingKey(
        "f", N_("compare options"), N_("Compare the options for this case side by side."), group="look_up"
    ),
    "follow_ups": MeetingKey(
        "g", N_("follow-ups"), N_("Show what is to be followed up, and record what was held."), group="look_up"
    ),
    "told": MeetingKey(
        "U",
        N_("who is told"),
        N_("Show who is still to be told of the decisions, and record that it was done."),
        group="meeting",
    ),
    "review": MeetingKey(
        "V",
        N_("comments"),
        N_("Send the closed meeting's minutes out for reading, and answer or take in the comments."),
        group="meeting",
    ),
    "take_over": MeetingKey(
        "w",
        N_("take over"),
        N_("If another program records and this one only reads: ask it to hand over, and record here."),
        group="meeting",
    ),
    "meetings": MeetingKey("S", N_("meetings"), N_("Show every meeting, and go to another one."), group="look_up"),
    "history": MeetingKey("h", N_("past decisions"), N_("Search past decisions."), group="look_up", shown=True),
    "story": MeetingKey(
        "H",
        N_("the child's story"),
        N_("Show what happened to this child before, over all its cases."),
        group="look_up",
    ),
    "similar": MeetingKey(
        "L",
        N_("cases like this"),
        N_("List past decisions with a shared problem and of the same age."),
        group="look_up",
    ),
    "filter": MeetingKey("slash", N_("filter"), N_("Narrow the list of cases."), group="screen", printed="/"),
    "read_on": MeetingKey(
        "space",
        N_("read on"),
        N_("Scroll the card, or the panel in its place, from the list of cases; after the end, start again."),
        group="screen",
    ),
    "next_panel": MeetingKey("tab", N_("next panel"), N_("Go to the next panel."), group="screen"),
    "previous_panel": MeetingKey("shift+tab", N_("previous panel"), N_("Go to the previous panel."), group="screen"),
    "copy": MeetingKey(
        "c",
        N_("copy the case"),
        N_("Copy the case as it is on the screen; the terminal must allow it."),
        group="screen",
    ),
    "hide": MeetingKey(
        "f2",
        N_("hide names"),
        N_("Hide names and numbers, for the room's projector."),
        group="screen",
        printed="F2",
        shown=True,
    ),
    "reveal": MeetingKey(
        "f3",
        N_("personal number"),
        N_("Show the personal number of this case, until the case is left."),
        group="screen",
        printed="F3",
    ),
    "leave": MeetingKey(
        "escape", N_("back"), N_("Leave the filter, and go back to the list of cases."), group="screen"
    ),
    "quit": MeetingKey(
        "q,ctrl+q", N_("quit"), N_("Quit; everything recorded is safe."), group="screen", printed="q", shown=True
    ),
}
"""Name of a key in the config → the key, in the order of the help."""
