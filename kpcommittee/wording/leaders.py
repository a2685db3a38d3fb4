"""Words the leaders' roles and seats, and what they say in a case."""

from collections.abc import Iterable, Mapping

from kpcommittee.domain.committee import Role
from kpcommittee.locale import N_, _
from kpcommittee.wording import sentences

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

STANCES: Mapping[str, str] = {
    "agree": N_("agrees"),
    "disagree": N_("disagrees"),
    "abstain": N_("abstains"),
}

DISQUALIFICATIONS: Mapping[str, str] = {"out": N_("leaves the room"), "stays": N_("stays")}


def role(code: str) -> str:
    """Name a leader's role: `skoleleder`, `klubleder`, `myndighed`, `intern udfører`."""
    return _(ROLES.get(code, code))


def the_role(code: str) -> str:
    """Name a leader's role in the middle of a sentence: `skolelederen`, `den interne udfører`."""
    return _(THE_ROLES.get(code, code))


def roles(codes: str | Iterable[Role | str]) -> str:
    """Name several roles, which a text separates by commas, in one phrase."""
    several = codes.split(",") if isinstance(codes, str) else codes
    return sentences.join_words(role(code.strip()) for code in several)


def seat(code: str) -> str:
    """Name a seat in one word: `skole`, `klub`, `myndighed`, `intern`."""
    return _(SEATS.get(code, code))


def seat_status(code: str) -> str:
    """Say how a seat is filled."""
    return _(SEAT_STATUSES.get(code, code))


def attendance(code: str) -> str:
    """Name an attendance, in the words for a seat."""
    return _(SEAT_STATUSES.get(code, code))


def stance(code: str) -> str:
    """Say a leader's position in one word."""
    return _(STANCES.get(code, code))


def disqualification(code: str) -> str:
    """Name what the others decided about a leader's disqualification."""
    return _(DISQUALIFICATIONS.get(code, code))
