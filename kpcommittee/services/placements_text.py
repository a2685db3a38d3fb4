"""Running placements as text: one line each, without names of children."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.documents.names import Names
from kpcommittee.documents.page import Page
from kpcommittee.locale import _, ngettext
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from decimal import Decimal

    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.events import PlacementChanged
    from kpcommittee.domain.placement import Claim, Placement


def placements_text(claims: "Sequence[Claim]", config: "Config", day: date) -> str:
    """The placements that run on that day or later."""
    page, names = Page(), Names(config)
    counted = ngettext("{count} placement", "{count} placements", len(claims)).format(count=len(claims))
    page.title(counted, figures.date_numeric(day))
    for one in claims:
        held = _("held") if one.held else ""
        who = names.either(one.staff) if one.staff else _("to be named")
        page.row(
            [
                (one.case_number, 14),
                (names.provider(one.provider), 15),
                (who, 15),
                (_hours(one.hours), -7),
                (figures.period(one.start, one.end), 23),
                (held, 5),
            ]
        )
    return str(page).rstrip("\n")


def changed_text(changed: "PlacementChanged", config: "Config") -> str:
    """What a placement was and what it is now."""
    return _("{case}: {before} → {after}").format(
        case=changed.before.case_number,
        before=_described(changed.before, config),
        after=_described(changed.after, config),
    )


def _described(placement: "Placement", config: "Config") -> str:
    names = Names(config)
    who = names.either(placement.staff) if placement.staff else _("to be named")
    run = figures.period(placement.start, placement.end)
    return ", ".join((names.provider(placement.provider), who, _hours(placement.hours_per_week), run))


def _hours(hours: "Decimal | None") -> str:
    return _("unknown") if hours is None else _("{hours} h").format(hours=figures.hours(hours))
