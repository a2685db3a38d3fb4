"""Renders minutes as Markdown: a sandboxed template in which every value is escaped."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from kpcommittee import locale
from kpcommittee.documents.discretion import discreet
from kpcommittee.documents.law_used import law_used
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.to_inform import to_inform
from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.case import Case
from kpcommittee.locale import speaking
from kpcommittee.views import bars
from kpcommittee.views.case_facts import CaseFacts
from kpcommittee.views.escaping import escape, prose
from kpcommittee.views.facts import line_text
from kpcommittee.views.outcome_facts import OutcomeFacts
from kpcommittee.wording import cautions, corrections, events, figures, words
from kpcommittee.wording.child import the_child, view_of
from kpcommittee.wording.comments import comments_until
from kpcommittee.wording.decided import decided, in_brief
from kpcommittee.wording.names import speaker
from kpcommittee.wording.phrases import phrase
from kpcommittee.wording.present import present_line
from kpcommittee.wording.purges import purged_item
from kpcommittee.wording.recipients import counted_name, counted_value
from kpcommittee.wording.telling import journalised_line, told_whom_line
from kpcommittee.wording.verification import warning

TEMPLATES = Path(__file__).parent / "templates"


def render_minutes(minutes: Minutes, seen: Callable[[Minutes], Minutes] | None = None) -> str:
    """Render the minutes as Markdown in the language of the committee; the same minutes give the same bytes.

    `seen` makes of them what a reader may see, if that is not everything.
    """
    with speaking(minutes.committee.language):
        return render_as_is(as_seen(minutes, seen))


def as_seen(minutes: Minutes, seen: Callable[[Minutes], Minutes] | None = None) -> Minutes:
    """Return the minutes as they may be written, and then as the reader may see them."""
    minutes = discreet(minutes)
    return seen(minutes) if seen else minutes


def render_as_is(minutes: Minutes) -> str:
    """Render minutes that may be written, in the language that is spoken now."""
    return environment().get_template("minutes.md.j2").render(minutes=minutes, names=minutes.names)


def case_facts(case: Case, minutes: Minutes) -> CaseFacts:
    """Return the facts of a case, for what the minutes say in the words of the card."""
    return CaseFacts(case=case, day=minutes.head.date, config=minutes.names.config, law=minutes.law)


def bar(state: Figures) -> str:
    """Draw the hours of a week against the limit: `████▓▓░░░░`; empty without a limit."""
    return bars.plain(bars.minutes_bar(state))


def items(places: Iterable[int]) -> str:
    """Write the numbers of items with runs joined: `1–3, 5`."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def joined(parts: Iterable[object], by: str = " · ") -> str:
    """Join the parts that are not empty, with a mark between them."""
    return by.join(str(part) for part in parts if part not in (None, ""))


def fill(text: str, **values: object) -> str:
    """Fill in the values of the text, with a dash for each empty value."""
    return text.format_map({key: figures.NONE if value in (None, "") else value for key, value in values.items()})


_WORDS: tuple[Callable[..., object], ...] = (
    cautions.caution, cautions.caution_name, cautions.departures, cautions.source, cautions.why_none,
    comments_until, counted_name, counted_value, events.case_named, events.head_change, events.whom, journalised_line,
    present_line, told_whom_line,
    words.assessment, words.attendance, words.case_state, words.consent, words.list_name, words.listed,
    words.plan, words.problem, words.role, words.roles, speaker, words.seat_status, words.stance, words.status,
    words.strength_word, words.the_role, words.unread_case, warning,
    decided, in_brief, law_used, the_child, to_inform, view_of, purged_item,
)  # fmt: skip
"""The functions that the templates call by name."""

_FILTERS: Mapping[str, Callable[..., object]] = {
    "age": figures.age,
    "bar": bar,
    "date": figures.date_numeric,
    "fill": fill,
    "hours": figures.hours,
    "hours_a_week": figures.hours_a_week,
    "kroner": figures.kroner,
    "items": items,
    "joined": joined,
    "line_text": line_text,
    "long_date": figures.date_long,
    "moment": figures.moment,
    "months": figures.months,
    "nth": events.times,
    "ordinal": figures.ordinal,
    "percentage": figures.percentage,
    "phrase": phrase,
    "prose": prose,
    "sentence": words.sentence,
    "share": figures.share,
    "source": cautions.source,
    "time": figures.time,
    "week": figures.week,
    "weekday": figures.date_weekday_long,
    "within": words.within,
}
"""The functions that the templates put behind a value."""


def read_templates() -> None:
    """Read all templates at once: who renders first waits longer for that than for the minutes."""
    for name in environment().list_templates():
        environment().get_template(name)


@cache
def environment() -> SandboxedEnvironment:
    """Make the environment of the templates: words and figures, but nothing that reads or writes."""
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
        "changed": corrections.changed,
        "period": figures.period,
        "hours_set": figures.hours_set,
        "balance_then": corrections.balance_then,
    }
    environment.globals |= {"legend": bars.legend, "case_facts": case_facts, "outcome_facts": OutcomeFacts}
    environment.globals |= {function.__name__: function for function in _WORDS}
    environment.filters |= _FILTERS
    return environment
