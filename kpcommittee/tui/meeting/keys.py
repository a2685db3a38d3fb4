"""The keys of the meeting screen: the one declaration that key line, palette, help and the README derive from."""

from textual.binding import Binding, BindingType

from kpcommittee.locale import N_


def name_of(action: str) -> str:
    """Return what an action does in one word: `position('club')` is `position`, `ask('postpone')` is `postpone`."""
    name, _parenthesis, argument = action.partition("(")
    return argument.strip("')") if name == "ask" else name


def _key(
    key: str, action: str, description: str, tooltip: str, display: str | None = None, *, show: bool = False
) -> Binding:
    return Binding(
        key,
        action,
        description,
        show=show,
        key_display=display,
        tooltip=tooltip,
        id=f"meeting.{name_of(action)}",
    )


BINDINGS: list[BindingType] = [
    _key("question_mark,f1", "help", N_("help"), N_("Explain the keys that work here."), "?", show=True),
    _key(
        "s", "open", N_("open the meeting"), N_("Open the meeting: the agenda as it lies there is frozen."), show=True
    ),
    _key("a", "agree", N_("all agree"), N_("Everybody on the bench agrees; again takes it back."), show=True),
    _key("enter", "decide", N_("decide"), N_("Choose provider, person and start, and record the decision."), show=True),
    _key(
        "u", "ask('postpone')", N_("postpone"), N_("Let the case wait for the next meeting, with a reason."), show=True
    ),
    _key(
        "l", "ask('close')", N_("close the meeting"), N_("Close the meeting once every case is dealt with."), show=True
    ),
    _key(
        "v",
        "ask('approve')",
        N_("approve"),
        N_("Approve the minutes; after that only errors of writing are corrected."),
        show=True,
    ),
    _key("n", "ask('note')", N_("note"), N_("Write down what was said, and who said it."), show=True),
    _key("z", "undo", N_("undo"), N_("Take back the newest event."), show=True),
    _key("m", "minutes", N_("minutes"), N_("Read the minutes as they stand now, and export them."), show=True),
    _key(
        "t", "presence", N_("who is here"), N_("Say who is here, excused or has left, and who substitutes."), show=True
    ),
    _key("r", "ask('send_back')", N_("return"), N_("Return the case to the authority with what is missing.")),
    _key("w", "ask('withdraw')", N_("withdraw"), N_("Take the case off the agenda: by whom, and why.")),
    _key("i", "ask('disqualify')", N_("disqualify"), N_("Decide whether a leader stays in this case.")),
    _key("y", "ask('confirm')", N_("confirm"), N_("Give a decision in principle the word of the leader it awaits.")),
    _key("x", "ask('correct')", N_("correct"), N_("Correct an error of writing in approved minutes."), show=True),
    _key("1", "position('school')", N_("school's position"), N_("Record the school leader's position.")),
    _key("2", "position('club')", N_("club's position"), N_("Record the club leader's position.")),
    _key("3", "position('authority')", N_("authority's position"), N_("Record the authority's position.")),
    _key("4", "position('internal')", N_("internal position"), N_("Record the internal provider's position.")),
    _key("o", "ask('order')", N_("order"), N_("Change the order of the cases, when a leader must leave.")),
    _key("d", "differences", N_("changes in the agenda"), N_("See what changed in the agenda file, and take it over.")),
    _key("b", "balance", N_("balance"), N_("Show the balance of this case, or of the whole meeting."), show=True),
    _key("p", "capacity", N_("capacity"), N_("Show every provider's capacity over the year, and its staff.")),
    _key("e", "budget", N_("money"), N_("Show what the year's placements cost, against the frame.")),
    _key("f", "compare", N_("compare options"), N_("Compare the options for this case side by side.")),
    _key("h", "history", N_("past decisions"), N_("Search past decisions."), show=True),
    _key("slash", "filter", N_("filter"), N_("Narrow the list of cases."), "/"),
    _key("tab", "next_panel", N_("next panel"), N_("Go to the next panel.")),
    _key("shift+tab", "previous_panel", N_("previous panel"), N_("Go to the previous panel.")),
    _key("c", "copy", N_("copy the case"), N_("Copy the case as it stands on the screen; the terminal must allow it.")),
    _key("f2", "hide", N_("hide names"), N_("Hide names and numbers, for the room's projector."), "F2", show=True),
    _key(
        "f3",
        "reveal",
        N_("personal number"),
        N_("Show the personal number of this case, until the case is left."),
        "F3",
    ),
    _key("escape", "leave", N_("back"), N_("Leave the filter, and go back to the list of cases.")),
    _key("q,ctrl+q", "quit", N_("quit"), N_("Quit; everything recorded is safe."), "q", show=True),
]
