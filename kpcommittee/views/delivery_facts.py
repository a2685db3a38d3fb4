"""The facts of delivery, worded once: what and by whom, supplements, and what a provider is for."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kpcommittee.domain.capacity.delivery import DeliveryForm
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.provider import Provider, Rate, Supplement
from kpcommittee.locale import _
from kpcommittee.views.facts import Fact, Line, Phrase, Piece, phrase
from kpcommittee.wording import catalogues, figures, providers


def delivery_fact(rate: Rate | None, hours_per_week: Decimal) -> Fact:
    """Return what is delivered for the rate, and whether that is less than the placement's hours."""
    code, label = "delivery", _("Delivery")
    if rate is None:
        return Fact(code, label)
    text, most = phrase(rate.delivery or "", "muted"), _most_delivered(rate, hours_per_week)
    both: Phrase = (*most, Piece(": ", "muted"), *text) if most and text else (*most, *text)
    lines = tuple((line,) for line in (phrase(rate.delivery or ""), most or _up_to(rate)) if line)
    return Fact(code, label, both, lines, importance=10)


def missing_hours_alone(fact: Fact) -> Fact:
    """Reduce the fact to the missing hours, if the text of the delivery was already shown."""
    warning = tuple(piece for piece in fact.brief if piece.tone == "warn")
    return replace(fact, brief=warning)


def _most_delivered(rate: Rate, hours_per_week: Decimal) -> Phrase:
    """Say how many of the hours are delivered at most; empty if all are."""
    if rate.delivered_hours is None or rate.delivers(hours_per_week):
        return ()
    text = _("delivers at most {most} of {hours}").format(
        most=figures.hours(rate.delivered_hours), hours=figures.hours_a_week(hours_per_week)
    )
    return phrase(text, "warn")


def _up_to(rate: Rate) -> Phrase:
    if rate.delivered_hours is None:
        return ()
    return phrase(_("up to {hours}").format(hours=figures.hours_a_week(rate.delivered_hours)), "muted")


def cost_fact(cost: Decimal | None, rate: Rate | None) -> Fact:
    """Return the monthly cost of the hours, in full with supplements; it is never used for sorting."""
    cost_a_month = phrase(figures.a_month(cost), "muted") if cost is not None else ()
    lines = ((cost_a_month,), *_supplement_lines(rate)) if cost_a_month else ()
    return Fact("cost", _("Cost"), cost_a_month, lines, importance=11)


def supplements_fact(rate: Rate | None) -> Fact:
    """Return in a few words what the cost includes besides the rate (document 003, line 19)."""
    added = ", ".join(map(_supplement, rate.supplements)) if rate else ""
    return Fact("supplements", _("Supplements"), phrase(_including(added), "muted") if added else (), importance=12)


def _supplement_lines(rate: Rate | None) -> Iterator[Line]:
    for supplement in rate.supplements if rate else ():
        yield (phrase(_including(_supplement(supplement)), "muted"),)


def _including(added: str) -> str:
    return _("incl. {supplements}").format(supplements=added)


def _supplement(supplement: Supplement) -> str:
    """Name a supplement and how much it is: `administration 6 %`, `statusrapport 275 kr./md.`."""
    percent = figures.percentage(supplement.percent) if supplement.percent else ""
    amount = figures.a_month(supplement.amount_per_month) if supplement.amount_per_month else ""
    return " ".join(part for part in (supplement.name, percent, amount) if part)


def competence_fact(provider: Provider | None, problems: tuple[str, ...], config: Config) -> Fact:
    """Return what the provider is for, and which of that the child needs."""
    code, label = "competences", _("Competences")
    competences = provider.competences if provider else ()
    needed = [catalogues.problem(problem, config) for problem in problems if problem in competences]
    brief = phrase(_("competent: {problems}").format(problems=", ".join(needed)), "good") if needed else ()
    others = ", ".join(catalogues.problem(problem, config) for problem in competences if problem not in problems)
    lines = (*(((Piece("✓ ", "good"), Piece(problem)),) for problem in needed), (phrase(others, "muted"),))
    return Fact(code, label, brief, tuple(line for line in lines if line[0]), importance=6)


def form_fact(forms: tuple[DeliveryForm, ...], law: Law) -> Fact:
    """Return how the option can be delivered; in full, with what the source says about each form."""
    brief = ", ".join(map(_form, forms))
    lines = tuple(line for form in forms for line in _form_lines(form, law.reference(form.reference)))
    return Fact("form", _("Delivered by"), phrase(brief, "muted"), lines, importance=9)


def _form(form: DeliveryForm) -> str:
    match form.form:
        case "permanent":
            return _("permanent staff: {able} of {all} with room").format(able=form.with_room, all=form.people)
        case "hourly":
            return _("by the hour: {able} of {all} with room").format(able=form.with_room, all=form.people)
        case _:
            return providers.kind("external")


def _form_lines(form: DeliveryForm, reference: str) -> Iterator[Line]:
    """Yield the form, and what the source says about it if the law table refers to it."""
    yield (phrase(_form(form)),)
    if not reference:
        return
    if form.form == "hourly":
        yield (phrase(_("for what permanent staff cannot take on"), "muted"),)
    elif form.form == "external":
        yield (phrase(_("for special problems"), "muted"),)
