"""Renders minutes as Markdown: a sandboxed template in which every value is escaped."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from kpcommittee import locale
from kpcommittee.documents.discretion import discreet_minutes
from kpcommittee.documents.model import Minutes, MinutesItem
from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.telling import keeps_family_out, replaces_contact_person
from kpcommittee.locale import _, speaking
from kpcommittee.views import bars
from kpcommittee.views.case_facts import CaseFacts
from kpcommittee.views.escaping import escape, prose
from kpcommittee.views.facts import line_text
from kpcommittee.views.outcome_facts import OutcomeFacts
from kpcommittee.wording import (
    agenda_file,
    catalogues,
    cautions,
    corrections,
    events,
    figures,
    grants,
    leaders,
    providers,
    relations,
    sentences,
    states,
)
from kpcommittee.wording.child import the_child, view_of
from kpcommittee.wording.comments import comments_until
from kpcommittee.wording.decided import decision_sentence, in_brief
from kpcommittee.wording.names import speaker
from kpcommittee.wording.phrases import phrase
from kpcommittee.wording.present import present_line
from kpcommittee.wording.purges import purged_item
from kpcommittee.wording.recipients import counted_name, counted_value
from kpcommittee.wording.stories import first_follow_up, follows_up
from kpcommittee.wording.telling import family_kept_out, journalised_line, told_whom_line
from kpcommittee.wording.verification import warning

Redact = Callable[[Minutes], Minutes]

TEMPLATES = Path(__file__).parent / "templates"


_WORDED: "deque[tuple[Minutes, Redact | None, Minutes, str]]" = deque(maxlen=2)
"""The last minutes and their redactions, and what became of each: the screen alternates between hidden and shown."""


def word_minutes(minutes: Minutes, redact: Redact | None = None) -> tuple[Minutes, str]:
    """Return the minutes as they may be written, and their Markdown; minutes that are read are then also written.

    Args:
        minutes: the minutes.
        redact: reduces them to what a reader may see, if that is not everything.
    """
    for earlier, reader, written, text in tuple(_WORDED):
        if reader is redact and earlier == minutes:
            return written, text
    with speaking(minutes.committee.language):
        written = discreet_minutes(minutes)
        written = redact(written) if redact else written
        text = render_as_is(written)
    _WORDED.append((minutes, redact, written, text))
    return written, text


def render_minutes(minutes: Minutes, redact: Redact | None = None) -> str:
    """Render the minutes as Markdown in the language of the committee; the same minutes give the same bytes."""
    _minutes, text = word_minutes(minutes, redact)
    return text


def render_as_is(minutes: Minutes) -> str:
    """Render minutes that may be written, in the current language."""
    return environment().get_template("minutes.md.j2").render(minutes=minutes, names=minutes.names)


def case_facts(case: Case, minutes: Minutes) -> CaseFacts:
    """Return the facts of a case, which the minutes word like the card."""
    return CaseFacts(case=case, day=minutes.head.date, config=minutes.names.config, law=minutes.law)


def bar(state: Figures) -> str:
    """Draw the hours of a week against the limit: `████▓▓░░░░`; empty without a limit."""
    return bars.bar_text(bars.minutes_bar(state))


def joined(parts: Iterable[object], by: str = " · ") -> str:
    """Join the non-empty parts with a mark between them."""
    return by.join(str(part) for part in parts if part not in (None, ""))


def fill(text: str, **values: object) -> str:
    """Fill values into the text, with a dash for each empty one."""
    return text.format_map({key: figures.NONE if value in (None, "") else value for key, value in values.items()})


_LAW = re.compile(r"§")
"""Matches a reference to the law; others name a document, the config or a check of the program."""


def law_used(minutes: Minutes) -> tuple[tuple[str, str], ...]:
    """Return what is based on the law, with the paragraphs, each once, in the current language."""
    used: dict[str, str] = {}
    for item in minutes.items:
        for subject, reference in (*_deadlines(item, minutes), *_cautions(item)):
            if _LAW.search(reference):
                used.setdefault(subject, reference)
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
        yield _("the child itself is informed"), law.reference("party_rights")


def _cautions(item: MinutesItem) -> Iterator[tuple[str, str]]:
    for caution in item.cautions:
        paragraphs = "; ".join(part.strip() for part in caution.source.split(";") if _LAW.search(part))
        yield cautions.caution_name(caution.code), paragraphs


@immutable(kw_only=False)
class Entry:
    """A line of the list; what must not be overlooked is strong."""

    text: str
    strong: bool = False


def to_inform(item: MinutesItem, law: Law) -> tuple[Entry, ...]:
    """Return whom to inform of a decision, in the current language; nobody without a decision."""
    return tuple(_to_inform(item, law))


def _to_inform(item: MinutesItem, law: Law) -> Iterator[Entry]:
    decision, child = item.decision, item.case.child
    if decision is None:
        return
    if item.inform_child:
        yield Entry(the_child(item.age))
    for person in item.inform:
        yield Entry(sentences.capitalise_first(relations.informed_name(person, of_age=item.age >= law.terms.adult_age)))
    why = keeps_family_out(child)
    if item.lacks_custody and why != "protected_address":
        yield Entry(_("Holder of custody: not stated"), strong=True)
    if why == "do_not_contact_family":
        yield Entry(_("The family is not informed before the authority says so"), strong=True)
    elif why == "protected_address":
        yield Entry(sentences.capitalise_first(family_kept_out(why)), strong=True)
    yield Entry(_name_role(sentences.capitalise_first(leaders.role("authority")), item.case.grant.caseworker))
    yield Entry(_name_role(decision.provider_name, item.receiving_leader))
    if item.coordinator:
        yield Entry(_name_role(_("Coordinator"), item.coordinator))
    if replaces_contact_person(decision, item.item.number) and decision.present:
        if child.protected_address:
            yield Entry(_("The previous provider"))
        else:
            until = _("until now")
            yield Entry(f"{_name_role(decision.present.provider_name, decision.present.staff_name)} ({until})")


def _name_role(role: str, who: str | None) -> str:
    return f"{role}: {who}" if who else role


_WORDS: tuple[Callable[..., object], ...] = (
    cautions.caution_sentence, cautions.caution_name, cautions.departures, cautions.source, cautions.why_none,
    comments_until, counted_name, counted_value, events.case_named, events.head_change, events.whom, journalised_line,
    present_line, told_whom_line,
    grants.assessment, grants.consent, grants.plan, catalogues.problem, relations.strength_word,
    leaders.attendance, leaders.role, leaders.roles, leaders.seat_status, leaders.stance, speaker,
    providers.list_name, providers.status, states.case_state, agenda_file.unread_case, warning,
    decision_sentence, first_follow_up, follows_up, in_brief, law_used, to_inform, view_of, purged_item,
)  # fmt: skip
"""The functions that the templates call by name."""

_FILTERS: Mapping[str, Callable[..., object]] = {
    "age": figures.age,
    "bar": bar,
    "capitalise_first": sentences.capitalise_first,
    "date": figures.date_numeric,
    "fill": fill,
    "hours": figures.hours,
    "hours_a_week": figures.hours_a_week,
    "kroner": figures.kroner,
    "items": figures.in_runs,
    "joined": joined,
    "line_text": line_text,
    "long_date": figures.date_long,
    "mid_sentence": sentences.mid_sentence,
    "moment": figures.moment,
    "months": figures.months,
    "nth": events.times,
    "phrase": phrase,
    "prose": prose,
    "share": figures.share,
    "source": cautions.source,
    "time": figures.time,
    "week": figures.week,
    "weekday": figures.date_weekday_long,
}
"""The filters of the templates."""


def read_templates() -> None:
    """Read all templates at once: reading takes longer than rendering the first minutes."""
    for name in environment().list_templates():
        environment().get_template(name)


@cache
def environment() -> SandboxedEnvironment:
    """Return the environment of the templates: words and figures, but nothing that reads or writes."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        finalize=escape,
        autoescape=False,  # autoescape is for HTML; `finalize` escapes every value for Markdown
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals |= {"_": locale._, "ngettext": locale.ngettext, "pgettext": locale.pgettext}
    environment.globals |= {
        "change_sentence": corrections.change_sentence,
        "period": figures.period,
        "balance_then": corrections.balance_then,
    }
    environment.globals |= {"legend": bars.legend, "case_facts": case_facts, "outcome_facts": OutcomeFacts}
    environment.globals |= {function.__name__: function for function in _WORDS}
    environment.filters |= _FILTERS
    return environment
