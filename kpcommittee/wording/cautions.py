"""Words cautions, departures and reasons for no recommendation."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.wording import figures, leaders, sentences

NAMES: Mapping[str, str] = {
    "child_view_missing": N_("the child's view is missing"),
    "consent_missing": N_("consent is missing"),
    "seat_empty": N_("a seat is empty"),
    "declined": N_("declined by the child"),
    "over_capacity": N_("over capacity"),
    "plan_missing": N_("no plan stated"),
    "plan_overdue": N_("the plan is overdue"),
    "plan_due_late": N_("the plan's date is late"),
    "assessment_missing": N_("no assessment stated"),
    "basis_not_in_force": N_("legal basis not in force"),
    "basis_age": N_("legal basis and age differ"),
    "outside_ages": N_("outside the usual ages"),
    "aftercare_conditions": N_("condition for aftercare"),
    "turns_16": N_("turns 16 meanwhile"),
    "turns_18": N_("turns 18 meanwhile"),
    "turns_23": N_("turns 23 meanwhile"),
    "over_23": N_("23 or older"),
    "beyond_grant": N_("longer than granted"),
    "person_over_max": N_("nobody there with free hours"),
    "clearance_missing": N_("no record check stated"),
    "on_leave": N_("on leave or gone"),
    "house_closed": N_("the house is closed"),
    "delivery_exceeded": N_("more hours than the rate delivers"),
    "protected_address": N_("protected address"),
    "do_not_contact_family": N_("do not contact the family"),
    "possible_legal_decision": N_("possibly a legal decision"),
    "relation_without_room": N_("a known adult without room"),
    "both_lists": N_("problems on both lists"),
    "cpr_implausible": N_("personal number and birth date differ"),
    "cpr_checksum": N_("personal number may be mistyped"),
    "duplicate_child": N_("the same child twice"),
    "two_providers": N_("at two providers"),
    "two_seats": N_("one person in two seats"),
    "absence_worrying": N_("worrying school absence"),
    "postponed_before": N_("postponed before"),
}
"""Each caution in a few words, for lists and for the exclusion of an option."""

SENTENCES: Mapping[str, str] = {
    "child_view_missing": N_("The child's view has not been obtained."),
    "consent_missing": N_("The consent of the holder of custody is missing."),
    "declined": N_("The child does not want {who}."),
    "over_capacity": N_("Brings the provider {over} over capacity in {week}."),
    "plan_overdue": N_("The plan was due on {due} and is not completed."),
    "plan_due_late": N_("The authority expects the plan on {due}; it is due on {latest} at the latest."),
    "assessment_missing": N_("No screening, clarification or examination is stated."),
    "basis_not_in_force": N_("{basis} was not in force on {granted}, when the support was granted."),
    "basis_age": N_("{basis} is for ages {from} to {to}; the child is {age} at the start."),
    "aftercare_conditions": N_(
        "The young person is {age}, and no contact person or placement right before 18 is stated."
    ),
    "turns_18": N_("Turns 18 on {on}: support goes on as aftercare only."),
    "over_23": N_("The young person is {age}: support ends before the 23rd birthday."),
    "beyond_grant": N_("The placement runs until {end}, and the grant until {granted}."),
    "person_over_max": N_("{person} has no room for more hours or children."),
    "clearance_missing": N_("No child-protection record check is stated for {person}."),
    "house_closed": N_("The provider is closed from {from} to {to}."),
    "protected_address": N_("Protected name and address: where the child lives must not be said or written."),
    "do_not_contact_family": N_("Do not contact the family before the authority says so."),
    "possible_legal_decision": N_(
        "The child knows or asks for somebody else: the choice may be a legal decision, which the authority makes."
    ),
    "relation_without_room": N_("The child knows {person}, who has no room ({why})."),
    "both_lists": N_("The problems are on both lists."),
    "cpr_implausible": N_("The personal number does not fit the birth date."),
    "cpr_checksum": N_("The personal number's check digit does not fit: perhaps a typing error."),
    "duplicate_child": N_("The same child seems to be on the agenda twice: see {cases}."),
    "two_seats": N_("{person} sits in several seats of this case: {roles}."),
}
"""Cautions with a fixed sentence; the others are worded by `_VARYING`."""

LEAVING: Mapping[str, str] = {
    "person_over_max": N_("{person} has no room until the end of the placement: the last day is {left_on}."),
    "on_leave": N_("{person} leaves: the last day is {left_on}, and the placement ends on {to}."),
    "relation_without_room": N_("The child knows {person}, who leaves: the last day is {left_on}."),
}
"""The sentences about somebody who leaves."""

AT_START: Mapping[str, str] = {
    "aftercare_conditions": N_(
        "The young person is {age} at the start, and no contact person or placement right before 18 is stated."
    ),
}
"""Sentences about an age that is reached between the meeting and the start."""
HELP: Mapping[str, str] = {
    "child_view_missing": N_(
        "The child's view must be obtained before a decision, with few exceptions. Say where it is, or why you go on."
    ),
    "consent_missing": N_(
        "The holder of custody consents to the support, unless the law makes an exception. Say why you go on."
    ),
    "seat_empty": N_(
        "A leader who must take part is missing. Say why you go on, or decide in principle and await the leader."
    ),
    "declined": N_(
        "The child has said no to this provider or person. Choose another, or say what weighs more than the child's no."
    ),
    "over_capacity": N_(
        "The placement brings the provider over the hours it has freed in its busiest week. "
        "Choose another, or say who accepts the extra hours."
    ),
    "plan_missing": N_(
        "The authority has not said whether there is a plan. It is due three months after the grant at the latest."
    ),
    "plan_overdue": N_(
        "The plan should have been ready before the meeting. The authority says in the meeting when it will be."
    ),
    "plan_due_late": N_(
        "The date that the authority stated is more than three months after the grant, or after the 16th birthday for "
        "a youth plan. The authority says whether it holds."
    ),
    "assessment_missing": N_(
        "A grant rests on a screening, a clarification or an examination. The authority says which one it is."
    ),
    "basis_not_in_force": N_(
        "The grant names a rule that was not in force on that day: repealed, or not yet passed. "
        "The authority says which rule the support rests on."
    ),
    "basis_age": N_(
        "The child's age at the start is outside the ages that the rule is for. "
        "The authority says which rule the support rests on."
    ),
    "outside_ages": N_("The child's age is outside what is usual. It is no bar: agree on what it means for the child."),
    "aftercare_conditions": N_(
        "Support after 18 asks for a contact person or a placement right before 18. "
        "The authority says whether that was so."
    ),
    "turns_16": N_("The child turns 16 while the support runs. From then on the plan is a youth plan."),
    "turns_18": N_(
        "The child turns 18 while the support runs. The authority then decides whether it goes on as aftercare."
    ),
    "turns_23": N_("The young person turns 23 while the support runs. It ends the day before."),
    "over_23": N_("Aftercare ends before the 23rd birthday. The authority says what the support rests on."),
    "beyond_grant": N_(
        "The grant states how long the support is expected to last, and the committee cannot change it. "
        "Choose an earlier end, or ask the authority whether it grants more."
    ),
    "person_over_max": N_(
        "The person has reached the hours or the number of children that were agreed. "
        "Choose another at the provider, or agree on it with the person's leader."
    ),
    "clearance_missing": N_(
        "Whoever is employed for direct contact with children under 15 needs a record check. "
        "The provider's leader sees to it before the start."
    ),
    "on_leave": N_("The person is away for some of the time. Agree on who takes over, or choose another."),
    "house_closed": N_(
        "The house is closed at the start, or for more than a month while the placement runs. "
        "Choose another day or provider, or agree on where the child goes meanwhile."
    ),
    "delivery_exceeded": N_(
        "The rate covers fewer hours a week than the placement has. "
        "Agree with the provider on the rest and its price, or choose another."
    ),
    "protected_address": N_(
        "Nothing may reveal where the child lives or goes. Say no places aloud, and hand out no papers."
    ),
    "do_not_contact_family": N_(
        "There may be a risk of an honour-related conflict. Nobody contacts family or network before the authority "
        "says so, and the minutes do not list them among those to inform."
    ),
    "possible_legal_decision": N_(
        "When somebody else is chosen than the one the child knows or asks for, it may be a legal decision with a "
        "right of appeal. The authority decides whether it is, not the committee."
    ),
    "relation_without_room": N_(
        "The adult the child knows has no free hours or is away. Perhaps hours can be moved: ask the leader."
    ),
    "both_lists": N_(
        "The child's problems are on the clubs' list and on the specialists' list. "
        "The committee weighs it; the program recommends nobody."
    ),
    "cpr_implausible": N_(
        "The personal number says another birth date than the agenda. Correct one of them in the agenda's file."
    ),
    "cpr_checksum": N_(
        "Older personal numbers have a check digit, and this one does not fit. Compare it with the child's file."
    ),
    "duplicate_child": N_("Two cases seem to concern the same child. Check whether one of them should be withdrawn."),
    "two_providers": N_(
        "The child would have two contact persons at the same time, and both count. End the placement that is over."
    ),
    "two_seats": N_(
        "Each seat is for one leader, and each has a position. Name somebody else as the substitute, or agree on it."
    ),
    "absence_worrying": N_(
        "The absence has reached the limit that the municipality set. "
        "Agree on who acts on it, beside the contact person."
    ),
    "postponed_before": N_("The case has waited since an earlier meeting. The deadline of the plan still runs."),
}
DEPARTURES: Mapping[str, str] = {
    "from_recommendation": N_("from the recommendation"),
    "from_relation": N_("from a known relation"),
    "from_list": N_("from the list"),
}
WHY_NONE: Mapping[str, str] = {
    "tie": N_("No recommendation: several options are equal."),
    "both_lists": N_("No recommendation: the problems are on both lists."),
    "relation_not_on_list": N_("No recommendation: the child knows somebody at a provider outside the list."),
    "relation_without_room": N_("No recommendation: the adult the child knows has no room."),
    "declined": N_("No recommendation: the child has declined the provider that was nearest."),
    "nobody_with_room": N_("No recommendation: nobody on the list has room."),
    "no_candidate": N_("No recommendation: no provider on the list belongs to the district."),
}
WHY_NONE_BRIEF: Mapping[str, str] = {
    "tie": N_("No recommendation: several are equal."),
    "both_lists": N_("No recommendation: both lists."),
    "relation_not_on_list": N_("No recommendation: known, but off the list."),
    "relation_without_room": N_("No recommendation: known, but without room."),
    "declined": N_("No recommendation: declined by the child."),
    "nobody_with_room": N_("No recommendation: nobody on the list has room."),
    "no_candidate": N_("No recommendation: nobody in the district."),
}
"""The same in a few words, for short lines."""


def caution_sentence(caution: Caution) -> str:
    """Word the caution as one sentence, with dates and numbers in the current language."""
    if "left_on" in caution.values:
        return _(LEAVING[caution.code]).format_map(_Worded(caution.values))
    if caution.code in _VARYING:
        return _VARYING[caution.code](caution.values)
    if caution.code not in SENTENCES:
        return sentences.capitalise_first(caution_name(caution.code))
    table = AT_START if "start" in caution.values and caution.code in AT_START else SENTENCES
    return _(table[caution.code]).format_map(_Worded(caution.values))


def caution_name(code: str) -> str:
    """Name the caution in a few words."""
    return _(NAMES.get(code, code))


def source(reference: str) -> str:
    """Name the legal basis of a caution; empty if it is only based on the committee's own rules or documents.

    Scripts get the full reference: lines of the source documents, keys of the config, and checks of the program.
    """
    return "; ".join(part for part in map(str.strip, reference.split(";")) if part and not _OWN.match(part))


_OWN = re.compile(r"\d{3}:|config\.toml|program|law table")
"""The beginnings of references that tell readers of minutes nothing, only those who made the rules."""


def exclusion_name(code: str) -> str:
    """Say in a few words why an option or a person is excluded."""
    return caution_name(code)


def caution_help(code: str) -> str:
    """Explain the caution in the help: what it means, and what to do."""
    return _(HELP.get(code, code))


def departures(codes: str) -> str:
    """Say what a placement departs from: `departs from the recommendation and from the list`."""
    names = sentences.join_words(_(DEPARTURES.get(code, code)) for code in codes.split(","))
    return _("departs {from_what}").format(from_what=names)


def why_none(code: str | None) -> str:
    """Say why there is no recommendation."""
    return _(WHY_NONE.get(code, code)) if code else ""


def why_none_brief(code: str | None) -> str:
    """Say in a few words why there is no recommendation."""
    return _(WHY_NONE_BRIEF.get(code, code)) if code else ""


class _Worded(dict[str, str]):
    """A caution's values in words: dates, hours, weeks, roles and codes."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__({key: _SAY.get(key, figures.iso_date)(value) for key, value in values.items()})

    def __missing__(self, key: str) -> str:
        return figures.NONE


_SAY: Mapping[str, Callable[[str], str]] = {
    "roles": leaders.roles,
    "week": figures.week,
    **dict.fromkeys(("over", "hours", "delivered"), lambda value: figures.hours_a_week(Decimal(value))),
    "percent": lambda value: figures.percentage(Decimal(value)) if re.fullmatch(r"\d+(\.\d+)?", value) else value,
    "why": caution_name,
    "who": str,
    "person": str,
    "cases": str,
    "where": str,
}


def _delivery_exceeded(values: Mapping[str, str]) -> str:
    if "from" not in values:
        return _("The placement is {hours}; the rate delivers {delivered} at most.").format_map(_Worded(values))
    text = _("The placement is {hours}; the rate in force from {from} delivers {delivered} at most.")
    return text.format_map(_Worded(values))


def _plan_missing(values: Mapping[str, str]) -> str:
    if "due" not in values:
        return _("No plan is stated.")
    return _("No plan is stated; it is due on {due}.").format_map(_Worded(values))


def _turns_16(values: Mapping[str, str]) -> str:
    if "due" not in values:
        return _("Turns 16 on {on}: a youth plan is needed.").format_map(_Worded(values))
    return _("Turns 16 on {on}: a youth plan is due on {due}.").format_map(_Worded(values))


def _turns_23(values: Mapping[str, str]) -> str:
    if "until" not in values:
        return _("Turns 23 on {on}: support ends the day before.").format_map(_Worded(values))
    return _("Turns 23 on {on}: the placement ends with the support on {until}.").format_map(_Worded(values))


def _on_leave(values: Mapping[str, str]) -> str:
    if "days" not in values:
        return _("{person} is away from {from} to {to}.").format_map(_Worded(values))
    days = int(values["days"])
    over = ngettext("Over capacity on {n} day", "Over capacity on {n} days", days).format(n=days)
    full = f" ({figures.share(Decimal(values['share']))})" if "share" in values else ""
    single_day = values["from"] == values["to"]
    why = _("because {person} is away on {from}") if single_day else _("because {person} is away from {from} to {to}")
    why = why.format_map(_Worded(values))
    return f"{over}{full}, {why}."


def _outside_ages(values: Mapping[str, str]) -> str:
    if "youngest" in values:
        text = _("The child is {age}; a contact person is unusual below {youngest}.")
    else:
        text = _("The child is {age}; the provider normally takes children from {from} to {to}.")
    return text.format_map(_Worded(values))


def _seat_empty(values: Mapping[str, str]) -> str:
    roles = (leaders.role(code) for code in values.get("roles", "").split(","))
    return _("No {roles} is present.").format(roles=sentences.join_alternatives(roles))


def _absence_worrying(values: Mapping[str, str]) -> str:
    text = _("The absence from school is worrying: {percent}.").format_map(_Worded(values))
    who = _("{who} acts on it.").format_map(_Worded(values))
    return f"{text} {who}" if values["who"] else text


def _two_providers(values: Mapping[str, str]) -> str:
    if "since" in values:
        text = _("The child has a contact person at two providers at once: {where}, from {since}.")
    else:
        text = _("The child has a contact person under another case number too: {where}.")
    return text.format_map(_Worded(values))


def _postponed_before(values: Mapping[str, str]) -> str:
    times = int(values.get("times", "1"))
    return ngettext("Postponed once before.", "Postponed {times} times before.", times).format(times=times)


_VARYING: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "seat_empty": _seat_empty,
    "delivery_exceeded": _delivery_exceeded,
    "plan_missing": _plan_missing,
    "on_leave": _on_leave,
    "turns_16": _turns_16,
    "turns_23": _turns_23,
    "outside_ages": _outside_ages,
    "two_providers": _two_providers,
    "absence_worrying": _absence_worrying,
    "postponed_before": _postponed_before,
}
