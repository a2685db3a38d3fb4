"""Words for money: why days have no price, and the bands of what a child costs in a year."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

UNPRICED: Mapping[str, str] = {
    "hours_unknown": N_("the hours are unknown"),
    "no_rate": N_("the provider has no rate for that time"),
}
BANDS: Mapping[str, str] = {
    "over_100": N_("over DKK 100,000"),
    "75_100": N_("DKK 75,000 to 100,000"),
    "under_75": N_("under DKK 75,000"),
}


def unpriced(code: str) -> str:
    """Say why days have no price."""
    return _(UNPRICED[code])


def band(code: str) -> str:
    """Name a cost band."""
    return _(BANDS[code])
