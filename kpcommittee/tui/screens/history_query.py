"""The query for past decisions: the line it is typed in, and the source of its results."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.facets import Count
from kpcommittee.domain.review.grammar import TERMS
from kpcommittee.domain.review.past import Order, PastDecision
from kpcommittee.domain.review.query import Vocabulary
from kpcommittee.domain.review.suggestions import Suggestion, complete
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.services.decisions import decision_in_full, facets, history, vocabulary
from kpcommittee.services.stories import similar_query
from kpcommittee.tui.screens.help import Entry, Topic
from kpcommittee.tui.screens.story import StoryScreen
from kpcommittee.tui.widgets.markdown import Prose
from kpcommittee.tui.widgets.shielded import ShieldedInput
from kpcommittee.wording import figures
from kpcommittee.wording.queries import example, holds, order, value_name

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

HINTED = ("klub", "problem", "enig", "alder", "aar", "barn")
"""The terms for which the empty line shows examples."""

Search = Callable[[str, Order], Sequence[PastDecision]]
CountFacets = Callable[[str], Mapping[str, Sequence[Count]]]


@immutable
class Finder:
    """What the screen searches with."""

    search: Search
    """Finds at most `MOST` decisions, the newest of them."""
    facets: CountFacets
    full: Callable[..., str]
    """Returns the decision in full, in Markdown; a second argument hides what the room may not read."""
    vocabulary: Callable[[], Vocabulary]
    name_of: Callable[[str, str], str]
    """Returns the name of a term's value."""
    example: Callable[[str], str]
    """Returns a term with a known value, as it may be typed."""
    story: Callable[[str], Screen[None]]
    """Shows the story of a case's child."""
    similar: Callable[[str], str]
    """Returns the query for cases similar to one."""

    @classmethod
    def at(cls, session: "Session", most: int, running: str | None) -> Self:
        """Return the finder for a workspace.

        Args:
            session: the workspace.
            most: the greatest number of decisions to find.
            running: the running meeting, whose decisions are not past yet.
        """
        return cls(
            search=lambda query, order: history(session, query, most, order, running),
            facets=lambda query: facets(session, query, running),
            full=lambda row, redact=None: decision_in_full(session, row.meeting, row.case_number, redact),
            vocabulary=partial(vocabulary, session),
            name_of=partial(value_name, config=session.config),
            example=partial(example, config=session.config),
            story=partial(StoryScreen, session),
            similar=partial(similar_query, session),
        )

    def meaning_of(self, suggestion: Suggestion) -> str:
        """Return what a term means, or the name of its value; empty if the value is its own name."""
        if not suggestion.value:
            return holds(suggestion.term)
        name = self.name_of(suggestion.term, suggestion.value)
        return "" if name == suggestion.value else name


class QueryLine(ShieldedInput):
    """The line for a query; `tab` completes its last word while there is a suggestion."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", N_("complete"), id="query.complete",
                tooltip=N_("Write the first suggestion in full.")),
        Binding("down", "screen.rows", N_("to the list"), id="query.rows", key_display="↓",
                tooltip=N_("Go to the list.")),
    ]  # fmt: skip

    suggested: var[tuple[Suggestion, ...]] = var(())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave `tab` to the screen if there is no suggestion."""
        return bool(self.suggested) if action == "complete" else super().check_action(action, parameters)

    def watch_suggested(self) -> None:
        """Update whether the key works."""
        self.refresh_bindings()

    def action_complete(self) -> None:
        """Write the first suggestion in place of the last word."""
        self.value = complete(self.value, self.suggested[0])
        self.cursor_position = len(self.value)


def terms_topic(example: Callable[[str], str]) -> Topic:
    """Return the terms of a query for the help, each with an example from the workspace."""
    sentence = _("Every term must hold. Words without a term are searched in texts, case numbers, initials and names.")
    terms = tuple(Entry(example(term.name), "", holds(term.name)) for term in TERMS)
    return Topic(_("What can be searched for"), terms, (Prose(Content(sentence), apart=True),))


def count_of(total: int, listed: Sequence[PastDecision], by: Order, most: int, *, filtered: bool) -> str:
    """Say how many decisions were found, and in which order; if none, say why."""
    if not total:
        return _("No past decision fits.") if filtered else _("There is no past decision yet.")
    count = ngettext("{n} decision", "{n} decisions", total).format(n=figures.number(total))
    if total > len(listed) or total == len(listed) == most:
        count = _("{decisions}; the newest {n} are shown").format(decisions=count, n=most)
    elif listed:
        dates = [past.date for past in listed]
        count += f", {figures.date_span(min(dates), max(dates))}"
    return f"{count} · {order(by)}"
