"""Words refusals: what happened, and what to do about it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from kpcommittee.domain.cpr import without_numbers
from kpcommittee.domain.holder import Holder, ReadOnly
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.number_mask import IDENTIFIERS
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.wording import figures, leaders, sentences, states
from kpcommittee.wording.cautions import caution_name, departures
from kpcommittee.wording.holders import held_by

SENTENCES: Mapping[str, str] = {
    "unknown_case": N_("Case {case} is not on this agenda. Look its number up in the list of cases."),
    "unknown_provider": N_("The config names no provider “{provider}”. Choose one of its ids."),
    "unknown_staff": N_("{provider} has nobody with the id “{staff}”. Choose one of its staff, or name nobody yet."),
    "unknown_person": N_(
        "The config names nobody called “{person}”. Write the name as the config does, "
        "or name the person as somebody's substitute."
    ),
    "not_open": N_("The meeting is not open yet. Open it first."),
    "already_open": N_("The meeting is already open. Go on with its cases."),
    "already_closed": N_("The meeting is closed. Undo the closing to change something, or approve the minutes."),
    "already_approved": N_("The minutes are approved. Only a clerical error can be corrected now."),
    "already_decided": N_("Case {case} is already dealt with ({state}). Reopen it to decide again, or write a note."),
    "seat_empty": N_("Nobody sits for {role} in case {case}. Name a substitute, or go on without that seat."),
    "disqualified": N_("{role} is disqualified in case {case} and takes no position. Go on without that seat."),
    "positions_missing": N_("These have taken no position yet: {roles}. Record their positions first."),
    "no_majority": N_(
        "Only {agree} of {seated} agree, and the committee decides by majority. Choose another provider, or postpone."
    ),
    "reason_required": N_("The placement {departures}. Give a reason: a code and one line."),
    "caution_unanswered": N_("Not answered yet: {cautions}. Answer each with a code and one line."),
    "not_in_principle": N_("Case {case} is not decided in principle ({state}), so there is nothing to confirm."),
    "start_before_grant": N_(
        "The start {start} is before the grant of {granted}. Choose a start on or after that day."
    ),
    "nothing_to_undo": N_("There is nothing to undo."),
    "carried_over": N_(
        "Case {case} is already on the agenda of meeting {meeting}, so the closing is kept. Deal with the case there."
    ),
    "not_closed": N_("The meeting is not closed yet. Close it first."),
    "not_approved": N_("The minutes are not approved yet. Reopen the case and decide again instead of correcting."),
}
"""Refusals with a fixed sentence; the others are worded by `_VARYING`."""

WHY: Mapping[str, str] = {
    "can_be_read": N_("Case {case} is on the agenda. Postpone or withdraw it instead."),
    "empty": N_("“{key}” is empty. Write one line."),
    "end_before_start": N_("The end {value} is before the start. Choose a later end, or leave it out."),
    "ended_before": N_(
        "The placement was ended on {last}, so it cannot start on {value}. Choose an earlier start, or first give it a "
        "later last day with kpcommittee placements change."
    ),
    "holds_already": N_("This program records already. There is nothing to take over."),
    "hours_not_quarters": N_(
        "{hours} is not a number of hours a week. Write more than 0, in quarters of an hour, such as {frame}."
    ),
    "hours_not_set_here": N_("The committee sets no hours in case {case}. Leave “{key}” out: those granted count."),
    "hours_over_grant": N_("{hours} hours a week are more than the {frame} granted. Choose no more than those."),
    "in_agenda": N_(
        "The minutes are not approved yet. While the meeting is open, correct the agenda's file and take it over; "
        "else approve the minutes first."
    ),
    "no_agenda": N_("There is no agenda to open: its file is gone or cannot be read. Put the file right."),
    "before_today": N_("{value} is past. Write a day that is still to come, or leave “{key}” out."),
    "still_to_come": N_("{value} is still to come. Write the day on which it was done."),
    "before_meeting": N_("Nobody was told on {value}, before the meeting. Write the day it was done."),
    "chosen_already": N_("The second choice is the chosen provider. Choose another, or none."),
    "child_too_young": N_("The child is below the age at which it is told directly. Tell the holders of custody."),
    "family_kept_out": N_(
        "The family in case {case} is not told by the committee. The authority alone says when, and to whom."
    ),
    "nobody_goes": N_("Nobody loses the placement in case {case}."),
    "nobody_to_tell": N_("Case {case} is {state}, so there is no decision to tell anybody of."),
    "not_dealt_with": N_("Case {case} is not dealt with yet, so there is nothing to journalise."),
    "of_age": N_("The young person in case {case} is of age, and nobody has custody."),
    "no_such_comment": N_("There is no comment {value}. kpcommittee review lists them with their numbers."),
    "nothing_to_take_in": N_("Texts are rewritten only with a comment on a case that is taken in."),
    "no_cases": N_(
        "The agenda has no case to deal with. Write one in the agenda's file, or put right what cannot be read there."
    ),
    "no_decision": N_("Case {case} has no placement that could be corrected."),
    "no_seat_missing": N_("Nobody is missing in case {case}, so it is not decided in principle. Place it."),
    "only_disqualified": N_(
        "Nobody can be awaited in case {case}: the leader who is missing is disqualified. "
        "Name a substitute, or place it and say why without that seat."
    ),
    "not_awaited": N_("The decision in principle does not await {role}. Choose one of those it awaits."),
    "not_every_case_once": N_("The new order must name every case of the meeting once."),
    "not_the_others": N_(
        "The others decide about disqualification. Name at least one of those who sit in case {case}."
    ),
    "head_unchanged": N_("Date, start and place are as in the agenda's file."),
    "not_after_meeting": N_("{value} is not after the meeting. Name the day of a later one, or leave “{key}” out."),
    "nothing_changed": N_("Nothing has changed in case {case}."),
    "own_substitute": N_("{value} cannot be their own substitute. Name somebody else."),
    "refused_start": N_("A decision that is refused has no start. Leave “{key}” out."),
    "awaited_seat": N_(
        "The decision waits for the seat “{value}” in case {case}: whoever sits there confirms it, or refuses."
    ),
    "no_such_text": N_("Case {case} has no such text to correct: {value}. Name a text that it has."),
    "still_open": N_("Case {case} is open already: there is nothing to reopen. Decide it."),
    "wants_the_chosen": N_(
        "{person} disagrees and would rather have the provider that is chosen. Let {person} agree, or name another one."
    ),
    "unknown_caution": N_("There is no caution “{value}”. Take the code from the refusal or from the case."),
    "unknown_reason": N_("The config has no reason “{value}”. Choose one of its codes; “other” always exists."),
}
"""Why a well-formed key is still invalid."""

GONE: Mapping[str, str] = {
    "unknown_provider": N_(
        "{name} is no longer in the config, so its room from another start is not known. "
        "Confirm the decision from {start}, or refuse it and decide again."
    ),
    "unknown_staff": N_(
        "{name} is no longer on the staff of {provider}. "
        "Confirm the decision from {start}, or refuse it and decide again."
    ),
}
"""Who was decided on in principle and has left, if another start is to be confirmed."""


def refusal(refused: Refusal) -> str:
    """Word the refusal."""
    if refused.code in _VARYING:
        return _VARYING[refused.code](refused)
    return _fill(SENTENCES[refused.code], refused) if refused.code in SENTENCES else refused.code


def _fill(sentence: str, refused: Refusal) -> str:
    return sentences.capitalise_first(_(sentence).format_map(_Worded(refused)))


class _Worded(dict[str, str]):
    """A refusal's values in words."""

    def __init__(self, refused: Refusal) -> None:
        values = {key: _SAY.get(key, figures.iso_date)(value) for key, value in refused.values.items()}
        values = {key: text if key in IDENTIFIERS else without_numbers(text) for key, text in values.items()}
        if refused.values.get("key") == "role":
            values["role"] = leaders.role(refused.values.get("value", ""))
        cautions = sentences.join_words(caution_name(code) for code in refused.cautions)
        super().__init__({"cautions": cautions, **values, "case": refused.case or figures.NONE})

    def __missing__(self, key: str) -> str:
        return figures.NONE


_SAY: Mapping[str, Callable[[str], str]] = {
    "role": leaders.role,
    "roles": leaders.roles,
    "departures": departures,
    "state": states.case_state,
    "hours": lambda value: figures.hours(Decimal(value)),
    "frame": lambda value: figures.hours(Decimal(value)),
    **dict.fromkeys(("case", "cases", "key", "meeting", "person", "provider", "staff"), str),
}


def _cases_open(refused: Refusal) -> str:
    count = int(refused.values.get("count", "1"))
    text = ngettext(
        "{count} case is not dealt with: {cases}. Decide, postpone, return or withdraw it first.",
        "{count} cases are not dealt with: {cases}. Decide, postpone, return or withdraw them first.",
        count,
    )
    return text.format_map(_Worded(refused))


def _cases_left_out(refused: Refusal) -> str:
    count = int(refused.values.get("count", "1"))
    text = ngettext(
        "{count} case of the agenda file cannot be read: {cases}. Put it right and take it over, or set it aside with "
        "a reason.",
        "{count} cases of the agenda file cannot be read: {cases}. Put them right and take them over, or set them "
        "aside with a reason.",
        count,
    )
    return text.format_map(_Worded(refused))


def _conflict(refused: Refusal) -> str:
    if "meeting" in refused.values:
        text = N_("Case {case} is on the agenda of meeting {meeting}, which is open. Deal with it there first.")
    elif "n" in refused.values:
        text = N_("Event {n} is no longer the newest; {newest} is. Look at what was recorded meanwhile.")
    else:
        text = N_("Another program has recorded something meanwhile. Look at what is new, and try again.")
    return _fill(text, refused)


def _gone_words(refused: Refusal) -> str:
    """Say that a provider or a person is unknown; if the decision was about them, that they have left since."""
    code = refused.code
    return _fill(GONE[code] if "name" in refused.values else SENTENCES[code], refused)


def _unknown_case(refused: Refusal) -> str:
    """Say that the case is not on the agenda, or only no longer in its file."""
    if "why" in refused.values:
        return _fill(
            N_("The agenda's file no longer has case {case}, or it cannot be read there. Look at the file."), refused
        )
    return _fill(SENTENCES["unknown_case"], refused)


def _read_only(refused: Refusal) -> str:
    values = refused.values
    since = values.get("since")
    holder = (
        Holder(id="", user=values["user"], host=values["host"], since=datetime.fromisoformat(since)) if since else None
    )
    return held_by(ReadOnly(holder=holder, lost="lost" in values))


def still_to_come(day: date) -> str:
    """Say that a day is in the future, and what to write instead."""
    sentence = WHY["still_to_come"]
    return _(sentence).format(value=figures.date_numeric(day))


def _invalid(refused: Refusal) -> str:
    why = refused.values.get("why", "")
    if why in WHY:
        return _fill(WHY[why], refused)
    if "value" in refused.values:
        return _fill(N_("“{value}” cannot be in “{key}”. Put it right and try again."), refused)
    return _fill(N_("“{key}” is missing or cannot be read. Put it right and try again."), refused)


_VARYING: Mapping[str, Callable[[Refusal], str]] = {
    "cases_open": _cases_open,
    "cases_left_out": _cases_left_out,
    "conflict": _conflict,
    "read_only": _read_only,
    "invalid": _invalid,
    "unknown_case": _unknown_case,
    "unknown_provider": _gone_words,
    "unknown_staff": _gone_words,
}
