"""Writes an option of a case as JSON, under the names of the contract."""

from collections.abc import Mapping
from decimal import Decimal

from kpcommittee.domain.capacity.delivery import forms_of
from kpcommittee.domain.capacity.economy import rate_on
from kpcommittee.domain.capacity.options import Option, RelationFact, StaffOption
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.provider import Provider, Rate
from kpcommittee.views.json_values import Json, iso, number


def option_answer(option: Option, lists: Mapping[str, str], case_view: CaseView, config: Config, law: Law) -> Json:
    """Answer with one option; `lists` is the list of each of the child's problems."""
    provider = config.provider(option.provider)
    return {
        "provider": option.provider,
        "kind": option.kind,
        "clear": option.clear,
        "candidate": option.candidate,
        "relation": relation_answer(option.relation),
        "list": lists,
        "for_list": option.for_list,
        "wish": option.wish,
        "room": option.room,
        "worst_week": option.worst_week,
        "share_before": number(option.before.share),
        "share_after": number(option.after.share),
        "free_before": number(option.before.free),
        "free_after": number(option.after.free),
        "over_after": number(option.after.over),
        "offer_before": number(option.offer_before),
        "offer_after": number(option.offer_after),
        "cost_per_month": _money(option.cost_per_month),
        **_delivery(rate_on(config.rates, option.provider, case_view.proposal.start)),
        "delivery_forms": [
            {
                "form": form.form,
                "people": form.people,
                "with_room": form.with_room,
                "source": law.reference(form.reference) or None,
            }
            for form in forms_of(option, provider)
        ],
        "competences": list(provider.competences if provider else ()),
        "excluded_by": option.excluded_by,
        "staff": [_staff(staff, provider) for staff in option.staff],
    }


def _delivery(rate: Rate | None) -> Json:
    """Return what is delivered for the rate of the start, and what is added to it; money is text."""
    return {
        "delivery": rate.delivery if rate else None,
        "delivered_hours": number(rate.delivered_hours) if rate else None,
        "supplements": [
            {
                "name": supplement.name,
                "percent": number(supplement.percent),
                "amount_per_month": _money(supplement.amount_per_month),
            }
            for supplement in (rate.supplements if rate else ())
        ],
    }


def _staff(staff: StaffOption, provider: Provider | None) -> Json:
    member = provider.member(staff.staff) if provider else None
    return {
        "staff": staff.staff,
        "relation": relation_answer(staff.relation),
        "free": number(staff.free),
        "employment": member.employment if member else None,
        "excluded_by": staff.excluded_by,
    }


def relation_answer(relation: RelationFact | None) -> Json | None:
    """Answer with a relation; None if there is none."""
    if relation is None:
        return None
    return {
        "strength": relation.strength,
        "person": relation.person,
        "since": iso(relation.since),
    }


def _money(kroner: Decimal | None) -> str | None:
    return None if kroner is None else format(kroner, ".2f")
