"""What law the items of the minutes rest on, so that it is named once and not at every item."""

import re
from collections.abc import Iterator

from kpcommittee.documents.model import Minutes, MinutesItem
from kpcommittee.locale import _
from kpcommittee.wording import cautions

_LAW = re.compile(r"§")
"""A reference to the law; others name a document, the config or a check of the program."""


def law_used(minutes: Minutes) -> tuple[tuple[str, str], ...]:
    """Return what rests on the law and its paragraphs, each once, in the language that is spoken now."""
    used: dict[str, str] = {}
    for item in minutes.items:
        for what, reference in (*_deadlines(item, minutes), *_cautions(item)):
            if _LAW.search(reference):
                used.setdefault(what, reference)
    return tuple(used.items())


def _deadlines(item: MinutesItem, minutes: Minutes) -> Iterator[tuple[str, str]]:
    law, plan = minutes.law, item.case.grant.plan
    if item.decision is None:
        return
    yield _("first follow-up"), law.reference("first_follow_up_due")
    if plan and plan.kind == "youth_plan":
        yield _("youth plan"), law.reference("youth_plan_due")
    elif item.plan_due:
        yield _("plan"), law.reference("plan_due")
    if item.youth_plan_due:
        yield _("youth plan after the 16th birthday"), law.reference("youth_plan_meanwhile")
    if item.inform_child and item.age < law.terms.adult_age:
        yield _("the child is informed itself"), law.reference("party_rights")


def _cautions(item: MinutesItem) -> Iterator[tuple[str, str]]:
    for caution in item.cautions:
        paragraphs = "; ".join(part.strip() for part in caution.source.split(";") if _LAW.search(part))
        yield cautions.caution_name(caution.code), paragraphs
