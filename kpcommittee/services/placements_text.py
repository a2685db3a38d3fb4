"""Running placements as text: one line each, without names of children."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.locale import _, ngettext
from kpcommittee.views.page import Page
from kpcommittee.wording import figures
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from decimal import Decimal

    from kpcommittee.domain.capacity.placement import Claim, Placement
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.meeting.events import PlacementChanged
    from kpcommittee.services.placements import ImportReport


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


def import_text(report: "ImportReport") -> str:
    """The numbers of an import, and each row that another row of the file was about already."""
    new = ngettext("{count} new", "{count} new", report.new).format(count=report.new)
    numbers = _("{read} read, {new}, {changed} changed, {unchanged} unchanged, {left_out} left out").format(
        read=report.read,
        new=new,
        changed=report.changed,
        unchanged=report.unchanged,
        left_out=report.rows_left_out,
    )
    same = _("row {row} says of {case} at {provider} what row {earlier} says")
    other = _("row {row} updates row {earlier}: both are about {case} at {provider} in the same time")
    lines = (
        (same if one.same else other).format(
            row=one.row, earlier=one.earlier, case=one.case_number, provider=one.provider
        )
        for one in report.repeated
    )
    return "\n".join((numbers, *(f"! {line}" for line in lines)))


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
