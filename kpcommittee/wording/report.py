"""Words the yearly evaluation and the money of a year: the names of tables, rows and columns."""

from collections.abc import Callable, Mapping
from functools import partial

from kpcommittee.domain.committee import Config
from kpcommittee.domain.review.endings import COMPARED
from kpcommittee.locale import N_, _
from kpcommittee.wording import catalogues, placements, providers, states
from kpcommittee.wording.cautions import departures
from kpcommittee.wording.names import Names
from kpcommittee.wording.stories import ending, group_value

TITLES: Mapping[str, str] = {
    "outcomes": N_("What was decided"),
    "by_kind": N_("Who delivers"),
    "went": N_("How the placements went so far"),
    "went_provider_kind": N_("How it went, by who delivers"),
    "went_problem": N_("How it went, by problem"),
    "went_relation": N_("How it went, by the relation"),
    "went_departed": N_("How it went, by departure"),
    "followed": N_("The recommendation"),
    "departures": N_("What placements departed from"),
    "reasons": N_("The reasons given"),
    "missing": N_("What was missing where a case was postponed or returned"),
    "follow_ups": N_("Follow-ups that were due"),
    "register_kinds": N_("What runs on the last day, by kind"),
    "register_ages": N_("What runs on the last day, by the child's age"),
    "by_problem": N_("Decisions by problem"),
    "by_district": N_("Decisions by district"),
    "by_age": N_("Decisions by age"),
    "clubs": N_("The clubs over the year"),
    "back_test": N_("What a rule alone would have chosen"),
    "waited": N_("Days from the grant to the placement"),
    "money": N_("Money"),
    "business_case": N_("What bringing home is expected to save in a year"),
}
AGES: Mapping[str, str] = {
    "to_10": N_("up to 10"),
    "11_14": "11–14",
    "15_17": "15–17",
    "from_18": N_("18 and over"),
    "unknown": N_("not known"),
}
FOLLOWED: Mapping[str, str] = {
    "recommendation": N_("followed"),
    "departed": N_("departed from"),
    "none": N_("there was none"),
}
IN_TIME: Mapping[str, str] = {"in_time": N_("held in time"), "late": N_("held late"), "not_held": N_("not held")}
RUNNING = N_("still running")
RULES: Mapping[str, str] = {
    "list": N_("the first candidate on the list"),
    "order": N_("the first candidate of the config"),
}


def title(table: str) -> str:
    """Name a table."""
    return _(TITLES[table])


def label(table: str, value: str, config: Config) -> str:
    """Name a row of a table."""
    namers: Mapping[str, Callable[[str], str]] = {
        "outcomes": states.case_state,
        "by_kind": providers.kind,
        "went": lambda code: _(RUNNING) if code == "running" else ending(code),
        **{f"went_{name}": partial(group_value, name, config=config) for name in COMPARED},
        "followed": lambda code: _(FOLLOWED[code]),
        "departures": departures,
        "reasons": lambda code: catalogues.reason(code, config),
        "follow_ups": lambda code: _(IN_TIME[code]),
        "register_kinds": placements.kind,
        "register_ages": lambda code: _(AGES[code]),
        "by_age": lambda code: _(AGES[code]),
        "by_problem": Names(config).problem,
        "by_district": Names(config).district,
        "clubs": Names(config).provider,
        "back_test": lambda code: _(RULES[code]),
    }
    return _("not known") if value == "unknown" else namers.get(table, str)(value)


UNPRICED: Mapping[str, str] = {
    "hours_unknown": N_("the hours are unknown"),
    "no_rate": N_("the provider has no rate for that time"),
}
BANDS: Mapping[str, str] = {
    "over_100": N_("over DKK 100,000"),
    "75_100": N_("DKK 75,000 to 100,000"),
    "under_75": N_("under DKK 75,000"),
}


def why_unpriced(code: str) -> str:
    """Say why days have no price."""
    return _(UNPRICED[code])


def band(code: str) -> str:
    """Name a cost band."""
    return _(BANDS[code])
