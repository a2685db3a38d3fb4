"""Words single codes such as roles, states and lists, in lower case; `sentence` capitalises one."""

from collections.abc import Iterable, Mapping

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.case import CUSTODY, Informed, initials_of
from kpcommittee.domain.committee import Config, Role
from kpcommittee.locale import N_, _, current
from kpcommittee.wording.figures import date_numeric

ROLES: Mapping[str, str] = {
    "school": N_("school leader"),
    "club": N_("club leader"),
    "authority": N_("authority"),
    "internal": N_("internal provider"),
}
THE_ROLES: Mapping[str, str] = {
    "school": N_("the school leader"),
    "club": N_("the club leader"),
    "authority": N_("the authority"),
    "internal": N_("the internal provider"),
}
"""The same in the definite form, for the middle of a sentence."""

SEATS: Mapping[str, str] = {
    "school": N_("school"),
    "club": N_("club"),
    "authority": N_("authority"),
    "internal": N_("internal"),
}
"""The four seats in one word, for narrow columns."""

SEAT_STATUSES: Mapping[str, str] = {
    "present": N_("present"),
    "substitute": N_("substitute"),
    "excused": N_("excused"),
    "absent": N_("absent"),
    "left": N_("has left"),
    "disqualified": N_("disqualified"),
    "empty": N_("empty seat"),
}
CASE_STATES: Mapping[str, str] = {
    "open": N_("not decided"),
    "placed": N_("placed"),
    "in_principle": N_("in principle"),
    "postponed": N_("postponed"),
    "returned": N_("returned to the authority"),
    "withdrawn": N_("withdrawn"),
}
CASE_STATES_BRIEF: Mapping[str, str] = {"returned": N_("sent back"), "withdrawn": N_("taken off")}
"""States that the list of cases has no room to spell out."""
CASE_SYMBOLS: Mapping[str, str] = {
    "open": " ",
    "placed": "✓",
    "in_principle": "~",
    "postponed": "↷",
    "returned": "←",
    "withdrawn": "×",
}
MEETING_STATES: Mapping[str, str] = {
    "preparing": N_("in preparation"),
    "open": N_("in progress"),
    "closed": N_("closed, not approved"),
    "approved": N_("approved"),
}
DIFFERENCES: Mapping[str, str] = {
    "meeting": N_("date, start or place changed in the file"),
    "changed": N_("changed in the file"),
    "late": N_("new in the file: a late case"),
    "gone": N_("gone from the file: stays on the agenda"),
    "unreadable": N_("cannot be read in the file any more: stays as it was opened"),
    "waiting": N_("waits from an earlier meeting and is missing from the file"),
}
"""Code → how the agenda file differs from the meeting in one case."""

STANCES: Mapping[str, str] = {
    "agree": N_("agrees"),
    "disagree": N_("disagrees"),
    "abstain": N_("abstains"),
}
PROVIDER_KINDS: Mapping[str, str] = {
    "club": N_("club"),
    "internal": N_("internal provider"),
    "external": N_("external supplier"),
}
LISTS: Mapping[str, str] = {"club": N_("club list"), "specialist": N_("specialist list")}
ROOM: Mapping[str, tuple[str, str]] = {
    "ok": ("○", N_("ok")),
    "tight": ("◐", N_("tight")),
    "over": ("●", N_("over")),
    "no_limit": ("–", N_("no limit")),
}
"""Room status → its symbol and word, so that colour is never the only difference."""

STRENGTHS: Mapping[int, str] = {1: N_("knows"), 2: N_("good relation"), 3: N_("close relation")}
CONSENTS: Mapping[str, str] = {
    "given": N_("consent given"),
    "not_required": N_("consent not required"),
    "missing": N_("consent missing"),
}
MISSING: Mapping[str, str] = {
    "child_view": N_("the child's view"),
    "consent": N_("consent"),
    "assessment": N_("assessment"),
    "plan": N_("plan"),
    "relation_asked": N_("whom the child knows"),
    "custody": N_("holder of custody"),
}
"""Code → what a case lacks."""

ASSESSMENTS: Mapping[str, str] = {
    "screening": N_("screening"),
    "clarification": N_("clarification"),
    "examination": N_("examination"),
    "youth_examination": N_("youth examination"),
}
PLANS: Mapping[str, str] = {
    "child_plan": N_("child's plan"),
    "youth_plan": N_("youth plan"),
    "none": N_("no plan"),
}
PLACEMENTS: Mapping[str, str] = {
    "contact_person": N_("contact person"),
    "aftercare": N_("aftercare"),
    "ukn": N_("UKN"),
}
ENDED: Mapping[str, str] = {
    "planned": N_("ended as planned"),
    "early": N_("ended before time"),
    "moved": N_("moved to another provider"),
    "renewed": N_("renewed"),
}
"""Code → how a placement ended."""

PLACEMENT_KEYS: Mapping[str, str] = {
    "child": N_("child"),
    "birth_date": N_("birth date"),
    "cpr": N_("personal number"),
    "district": N_("district"),
    "staff": N_("contact person"),
    "hours_per_week": N_("hours"),
    "start": N_("start"),
    "end": N_("last day"),
    "problems": N_("problems"),
    "kind": N_("kind"),
}
"""What a table says about a placement."""

EMPLOYMENTS: Mapping[str, str] = {"permanent": N_("permanent staff"), "hourly": N_("employed by the hour")}
WISHES: Mapping[str, str] = {"asked_for": N_("the child's wish"), "declined": N_("declined by the child")}
OUTCOMES: Mapping[str, str] = {"out": N_("leaves the room"), "stays": N_("stays")}
WHO: Mapping[str, str] = {
    "mother": N_("mother"),
    "father": N_("father"),
    "parent": N_("parent"),
    "guardian": N_("guardian"),
    "foster_mother": N_("foster mother"),
    "foster_father": N_("foster father"),
    "foster_parent": N_("foster parent"),
    "stepmother": N_("stepmother"),
    "stepfather": N_("stepfather"),
    "grandmother": N_("grandmother"),
    "grandfather": N_("grandfather"),
    "grandparent": N_("grandparent"),
    "sibling": N_("sibling"),
    "sister": N_("sister"),
    "brother": N_("brother"),
    "aunt": N_("aunt"),
    "uncle": N_("uncle"),
    "caseworker": N_("caseworker"),
    "school": N_("school"),
}
"""People's relations to the child; any other word is shown as written in the agenda."""


def unread_case(entry: LeftOutCase) -> str:
    """Name an unreadable case of the agenda file: its number, its initials, and its place."""
    if entry.since is None:
        place = _("no. {n} in the agenda file").format(n=entry.index + 1)
    else:
        place = _("set aside on {date}, not in the agenda file").format(date=date_numeric(entry.since))
    who = (entry.case_number, initials_of(entry.child) if entry.child else None)
    return sentence(" · ".join(part for part in (*who, place) if part))


def sentence(text: str) -> str:
    """Capitalise the first letter of a text."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """Write a label in the middle of a sentence: in lower case, but for a word such as `ADHD`."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def join_words(words: Iterable[str]) -> str:
    """Join words: `a`, `a and b`, `a, b and c`."""
    *most, last = [*words] or [""]
    return _("{words} and {last}").format(words=", ".join(most), last=last) if most else last


def either(words: Iterable[str]) -> str:
    """Join alternatives: `a`, `a or b`, `a, b or c`."""
    *most, last = [*words] or [""]
    return _("{words} or {last}").format(words=", ".join(most), last=last) if most else last


def role(code: str) -> str:
    """Name a leader's role: `skoleleder`, `klubleder`, `myndighed`, `intern udfører`."""
    return _of(ROLES, code)


def the_role(code: str) -> str:
    """Name a leader's role in the middle of a sentence: `skolelederen`, `den interne udfører`."""
    return _of(THE_ROLES, code)


def seat(code: str) -> str:
    """Name a seat in one word: `skole`, `klub`, `myndighed`, `intern`."""
    return _of(SEATS, code)


def roles(codes: str | Iterable[Role | str]) -> str:
    """Name several roles, which a text separates by commas, in one phrase."""
    several = codes.split(",") if isinstance(codes, str) else codes
    return join_words(role(code.strip()) for code in several)


def seat_status(code: str) -> str:
    """Say how a seat is filled."""
    return _of(SEAT_STATUSES, code)


def attendance(code: str) -> str:
    """Name an attendance, in the words for a seat."""
    return _of(SEAT_STATUSES, code)


def case_state(code: str) -> str:
    """Say what the meeting decided for a case."""
    return _of(CASE_STATES, code)


def case_state_brief(code: str) -> str:
    """Say what the meeting decided for a case, for a narrow column."""
    return _of(CASE_STATES_BRIEF, code) if code in CASE_STATES_BRIEF else case_state(code)


def case_symbol(code: str) -> str:
    """Return the symbol of a case's state."""
    return CASE_SYMBOLS.get(code, "?")


def meeting_state(code: str) -> str:
    """Name the state of a meeting."""
    return _of(MEETING_STATES, code)


def difference(code: str) -> str:
    """Say how the agenda file differs from the meeting in one case."""
    return _of(DIFFERENCES, code)


def stance(code: str) -> str:
    """Say a leader's position in one word."""
    return _of(STANCES, code)


def kind(code: str) -> str:
    """Name the kind of a provider."""
    return _of(PROVIDER_KINDS, code)


def list_name(code: str) -> str:
    """Name the list that contains a problem."""
    return _of(LISTS, code)


def status(code: str) -> str:
    """Name the status of a provider: how full it is."""
    return _(ROOM[code][1]) if code in ROOM else code


def status_symbol(code: str) -> str:
    """Return the symbol for how full a provider is."""
    return ROOM[code][0] if code in ROOM else "?"


def status_with_symbol(code: str) -> str:
    """Name how full a provider is, after its symbol: `◐ stram`."""
    return f"{status_symbol(code)} {status(code)}"


def as_it_is_now(figures: str, code: str) -> str:
    """Say how full a provider is today, next to what was decided on: `nu: 104 % ● over`."""
    return _("now: {taken} {symbol} {status}").format(taken=figures, symbol=status_symbol(code), status=status(code))


def strength(count: int) -> str:
    """Draw a relation's strength as `●●●`, `●●`, `●`; empty if there is none."""
    return "●" * max(0, min(count, 3))


def strength_word(count: int) -> str:
    """Say a relation's strength in words."""
    return _(STRENGTHS[count]) if count in STRENGTHS else ""


def consent(code: str | None) -> str:
    """Say whether consent is given; None counts as missing."""
    return _of(CONSENTS, code or "missing")


def missing(code: str) -> str:
    """Name what a case lacks."""
    return _of(MISSING, code)


def assessment(code: str) -> str:
    """Name the kind of assessment that the grant is based on."""
    return _of(ASSESSMENTS, code)


def plan(code: str) -> str:
    """Name the kind of plan."""
    return _of(PLANS, code)


def placement(code: str) -> str:
    """Name the kind of a running placement."""
    return _of(PLACEMENTS, code)


def ending_name(code: str) -> str:
    """Say how a placement ended."""
    return _of(ENDED, code)


def placement_key(key: str) -> str:
    """Name what a table says about a placement."""
    return _of(PLACEMENT_KEYS, key)


def employment(code: str) -> str:
    """Say how somebody is employed."""
    return _of(EMPLOYMENTS, code)


def wish(code: str) -> str:
    """Say what the child wants regarding a provider."""
    return _of(WISHES, code)


def outcome(code: str) -> str:
    """Name what the others decided about a leader's disqualification."""
    return _of(OUTCOMES, code)


def who(code: str) -> str:
    """Name somebody's relation to the child."""
    return _of(WHO, code)


def informed_name(person: Informed, adult: bool) -> str:
    """Name who is to be informed, in a document: family by relation to the child, never by name.

    `adult` says that the child is of age, and that nobody has custody.
    """
    word = who(person.who)
    if not person.is_family:
        return f"{word}: {person.name}"
    if person.who not in WHO:
        return f"{word}: {initials_of(person.name)}"
    return word if adult or person.who not in CUSTODY else _("holder of custody ({who})").format(who=word)


def problem(code: str, config: Config | None) -> str:
    """Word a kind of problem from the config's catalogue; return the code if the catalogue lacks it."""
    entry = config.problem(code) if config else None
    return code if entry is None else _in_language(entry.da, entry.en)


def reason(code: str, config: Config | None) -> str:
    """Word a reason from the config's catalogue; return the code if the catalogue lacks it."""
    entry = config.reason(code) if config else None
    return code if entry is None else _in_language(entry.da, entry.en)


def _in_language(danish: str, english: str) -> str:
    return english if current() == "en" else danish


def _of(table: Mapping[str, str], code: str) -> str:
    return _(table.get(code, code))
