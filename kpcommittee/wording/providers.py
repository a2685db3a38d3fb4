"""Words what providers are, how full they are, and how their staff is employed."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

KINDS: Mapping[str, str] = {
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

EMPLOYMENTS: Mapping[str, str] = {"permanent": N_("permanent staff"), "hourly": N_("employed by the hour")}


def kind(code: str) -> str:
    """Name the kind of a provider."""
    return _(KINDS.get(code, code))


def list_name(code: str) -> str:
    """Name the list that contains a problem."""
    return _(LISTS.get(code, code))


def status(code: str) -> str:
    """Name the status of a provider: how full it is."""
    return _(ROOM[code][1]) if code in ROOM else code


def status_symbol(code: str) -> str:
    """Return the symbol for how full a provider is."""
    return ROOM[code][0] if code in ROOM else "?"


def status_with_symbol(code: str) -> str:
    """Name how full a provider is, after its symbol: `◐ stram`."""
    return f"{status_symbol(code)} {status(code)}"


def room_now(figures: str, code: str) -> str:
    """Say how full a provider is today, next to what was decided on: `nu: 104 % ● over`."""
    return _("now: {taken} {symbol} {status}").format(taken=figures, symbol=status_symbol(code), status=status(code))


def employment(code: str) -> str:
    """Say how somebody is employed."""
    return _(EMPLOYMENTS.get(code, code))
