"""Names of single codes: roles, states, lists; lower case as inside a sentence, `sentence` starts one."""

from collections.abc import Iterable, Mapping

from kpcommittee.domain.committee import Config, Role
from kpcommittee.locale import N_, _, current

ROLES: Mapping[str, str] = {
    "school": N_("school leader"),
    "club": N_("club leader"),
    "authority": N_("authority"),
    "internal": N_("internal provider"),
}
SEATS: Mapping[str, str] = {
    "school": N_("school"),
    "club": N_("club"),
    "authority": N_("authority"),
    "internal": N_("internal"),
}
"""The four seats in one word, for narrow places."""

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
    "changed": N_("changed in the file"),
    "late": N_("new in the file: a late case"),
    "gone": N_("gone from the file: stays on the agenda"),
    "waiting": N_("waits from an earlier meeting and is missing from the file"),
}
"""How the agenda file differs from the meeting in one case."""

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
"""Room status → its symbol and its word: colour is never alone."""

STRENGTHS: Mapping[int, str] = {1: N_("knows"), 2: N_("good relation"), 3: N_("close relation")}
CONSENTS: Mapping[str, str] = {
    "given": N_("consent given"),
    "not_required": N_("consent not required"),
    "missing": N_("consent missing"),
}
ASSESSMENTS: Mapping[str, str] = {
    "screening": N_("screening"),
    "clarification": N_("clarification"),
    "examination": N_("examination"),
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
"""What somebody is to the child; another word is shown as the agenda writes it."""

ADULTS = frozenset({"caseworker", "school"})
"""Those of `WHO` who are no family."""


def sentence(text: str) -> str:
    """The text with its first letter upper case."""
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = [*words] or [""]
    return _("{words} and {last}").format(words=", ".join(most), last=last) if most else last


def role(code: str) -> str:
    """The leader's office: `skoleleder`, `klubleder`, `myndighed`, `intern udfører`."""
    return _of(ROLES, code)


def seat(code: str) -> str:
    """The seat in one word: `skole`, `klub`, `myndighed`, `intern`."""
    return _of(SEATS, code)


def roles(codes: str | Iterable[Role | str]) -> str:
    """Several offices in one phrase; a text holds them with commas between."""
    several = codes.split(",") if isinstance(codes, str) else codes
    return listed(role(code.strip()) for code in several)


def seat_status(code: str) -> str:
    """How a seat is filled."""
    return _of(SEAT_STATUSES, code)


def attendance(code: str) -> str:
    """Whether somebody is here: the words of a seat."""
    return _of(SEAT_STATUSES, code)


def case_state(code: str) -> str:
    """What the meeting did with a case."""
    return _of(CASE_STATES, code)


def case_symbol(code: str) -> str:
    """The same in one character."""
    return CASE_SYMBOLS.get(code, "?")


def meeting_state(code: str) -> str:
    """How far the meeting is."""
    return _of(MEETING_STATES, code)


def difference(code: str) -> str:
    """How the agenda file differs from the meeting in one case."""
    return _of(DIFFERENCES, code)


def stance(code: str) -> str:
    """One leader's position in one word."""
    return _of(STANCES, code)


def kind(code: str) -> str:
    """The kind of a provider."""
    return _of(PROVIDER_KINDS, code)


def list_name(code: str) -> str:
    """The list a problem stands on."""
    return _of(LISTS, code)


def status(code: str) -> str:
    """How full a provider is, in a word."""
    return _(ROOM[code][1]) if code in ROOM else code


def status_symbol(code: str) -> str:
    """The same in one character."""
    return ROOM[code][0] if code in ROOM else "?"


def strength(count: int) -> str:
    """A relation's strength as `●●●`, `●●`, `●`; nothing where there is none."""
    return "●" * max(0, min(count, 3))


def strength_word(count: int) -> str:
    """A relation's strength in words."""
    return _(STRENGTHS[count]) if count in STRENGTHS else ""


def consent(code: str | None) -> str:
    """Where the consent stands; nothing said counts as missing."""
    return _of(CONSENTS, code or "missing")


def assessment(code: str) -> str:
    """The kind of assessment the grant rests on."""
    return _of(ASSESSMENTS, code)


def plan(code: str) -> str:
    """The kind of plan."""
    return _of(PLANS, code)


def placement(code: str) -> str:
    """The kind of a running placement."""
    return _of(PLACEMENTS, code)


def employment(code: str) -> str:
    """How somebody is employed."""
    return _of(EMPLOYMENTS, code)


def wish(code: str) -> str:
    """What the child says of a provider."""
    return _of(WISHES, code)


def outcome(code: str) -> str:
    """What the others decided about a leader's disqualification."""
    return _of(OUTCOMES, code)


def who(code: str) -> str:
    """What somebody is to the child."""
    return _of(WHO, code)


def is_family(code: str) -> bool:
    """Whether somebody of that kind waits when the family must not be contacted."""
    return code not in ADULTS


def problem(code: str, config: Config | None) -> str:
    """The wording of a kind of problem in the config's catalogue; the code where it has none."""
    found = config.problem(code) if config else None
    return code if found is None else _said(found.da, found.en)


def reason(code: str, config: Config | None) -> str:
    """The wording of a reason in the config's catalogue; the code where it has none."""
    found = config.reason(code) if config else None
    return code if found is None else _said(found.da, found.en)


def _said(danish: str, english: str) -> str:
    return english if current() == "en" else danish


def _of(table: Mapping[str, str], code: str) -> str:
    return _(table.get(code, code))
