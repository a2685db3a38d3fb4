"""The options of a case in groups: under the list that offers them, or under no heading."""

from dataclasses import replace

from kpcommittee.domain.capacity.options import lists_of
from kpcommittee.domain.capacity.ranking import ListOffer, offers_by_list
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.locale import _
from kpcommittee.views.facts import Phrase, Piece, phrase
from kpcommittee.views.option_facts import OptionFacts, facts_of
from kpcommittee.wording import catalogues, providers, sentences
from kpcommittee.wording.cautions import why_none


def no_recommendation(case_view: CaseView) -> Phrase:
    """Return why nothing is recommended; empty if something is."""
    return phrase(why_none(case_view.recommendation.why_none), "warn")


@immutable(kw_only=False)
class OptionGroup:
    """Options under one heading."""

    heading: Phrase
    """The list that offers them, and its problems; empty if there is one list only."""
    options: tuple[OptionFacts, ...]
    """In their display order."""


def option_groups(
    case_view: CaseView, config: Config, law: Law, *, unconsidered: bool = False
) -> tuple[OptionGroup, ...]:
    """Return the considered options, grouped by list if the problems are on both; a decision's as frozen.

    Args:
        case_view: the case.
        config: for the names.
        law: for the sources.
        unconsidered: whether the other options follow.
    """
    lists = {} if case_view.item.decision else lists_of(case_view.item.case, config)
    offers = offers_by_list(case_view.options, lists)
    by_list = [offer for offer in offers if offer.list]
    others = [option for offer in offers if not offer.list for option in offer.options]
    others += [option for option in case_view.ranked_options if unconsidered and not option.considered]
    groups = [(_heading(offer, config), offer.options) for offer in by_list]
    if others:
        groups.append((phrase(_("Others"), "strong") if by_list else (), tuple(others)))
    remarks_told: set[str] = set()
    return tuple(
        OptionGroup(
            heading, tuple(_mark_repeated(facts_of(case_view, config, law, option), remarks_told) for option in options)
        )
        for heading, options in groups
    )


def _mark_repeated(facts: OptionFacts, remarks_told: set[str]) -> OptionFacts:
    """Mark a delivery that an option above has as well; `remarks_told` collects the deliveries."""
    repeats = facts.delivery_text in remarks_told
    remarks_told.add(facts.delivery_text)
    return replace(facts, delivery_repeats=repeats)


def _heading(offer: ListOffer, config: Config) -> Phrase:
    """Name a list with the problems that are on it."""
    assert offer.list is not None, "the others have no list"
    problems = ", ".join(catalogues.problem(code, config) for code in offer.problems)
    nobody = "" if offer.options else " – " + _("nobody near or known to the child")
    return (
        Piece(sentences.capitalise_first(providers.list_name(offer.list)), "strong"),
        Piece(f": {problems}{nobody}", "muted"),
    )
