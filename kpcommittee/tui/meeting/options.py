"""The options for the case, with the facts they are compared on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Click
from textual.message import Message

from kpcommittee.locale import _, ngettext
from kpcommittee.tui.meeting.cases import short_name
from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.text import BAD, GOOD, KEY, MUTED, STATUS_STYLES, STRONG, WARN, joined, text, wrapped
from kpcommittee.wording import figures, words

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.options import Option


class OptionsPanel(Panel):
    """Nothing is chosen here unless the chair clicks it; the facts are compared."""

    @dataclass
    class Chosen(Message):
        """The chair wants to decide for a provider."""

        provider: str

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id)
        self._providers: list[str] = []
        """Whose line each line is."""

    def titles(self, state: ScreenState) -> tuple[str, str]:  # noqa: ARG002
        """Return the panel's name."""
        return _("Options"), ""

    def lines(self, state: ScreenState, width: int) -> list[Content]:
        """Return the recommendation or why there is none, then each provider that is in question."""
        self._providers = []
        if state.case_view is None:
            return wrapped(text((_("No options yet."), MUTED)), width)
        lines = [*self._why_none(state, width)]
        others = 0
        for option in state.case_view.ranked:
            if option.in_question:
                lines += self._marked(_drawn(option, state, width), option.provider)
            else:
                others += 1
        if others:
            more = ngettext("and {n} other that is not in question", "and {n} others that are not in question", others)
            lines += self._marked(wrapped(text((more.format(n=others), MUTED)), width), "")
        return lines

    def _why_none(self, state: ScreenState, width: int) -> list[Content]:
        assert state.case_view is not None, "asked for by `lines` only"
        from kpcommittee.wording.cautions import why_none  # noqa: PLC0415 (not needed to paint)

        why = state.case_view.recommendation.why_none
        return self._marked(wrapped(text((why_none(why), WARN)), width), "") if why else []

    def _marked(self, lines: list[Content] | Iterator[Content], provider: str) -> list[Content]:
        drawn = list(lines)
        self._providers += [provider] * len(drawn)
        return drawn

    def on_click(self, event: Click) -> None:
        """Choose the provider whose lines are clicked."""
        place = self.line_under(event)
        provider = self._providers[place] if place is not None and place < len(self._providers) else ""
        if provider:
            event.stop()
            self.post_message(self.Chosen(provider))


def _drawn(option: "Option", state: ScreenState, width: int) -> Iterator[Content]:
    assert state.case_view is not None, "asked for by `lines` only"
    recommended = state.case_view.recommendation.provider == option.provider
    star = ("★ ", KEY) if recommended else ("  ", "")
    person = option.contact_person
    name = (option.name, STRONG if option.candidate else MUTED)
    whom = state.name(short_name(person.name)) if person else ""
    yield from wrapped(text(star, joined([name, whom])), width)
    yield from wrapped(joined(_facts(option)), width, 2)


def _facts(option: "Option") -> Iterator[tuple[str, str]]:
    from kpcommittee.wording.cautions import excluded  # noqa: PLC0415 (not needed to paint)

    if option.relation:
        yield f"{words.strength(option.relation.strength)} {words.strength_word(option.relation.strength)}", KEY
    if option.wish:
        yield words.wish(option.wish), GOOD if option.wish == "asked_for" else BAD
    yield (_("on the list"), "") if option.on_list else (_("not on the list"), WARN)
    if not option.own_district:
        yield _("other district"), ""
    if option.excluded_by and option.excluded_by not in ("declined", "over_capacity"):
        yield excluded(option.excluded_by), BAD
    yield f"{words.status_symbol(option.room)} {words.status(option.room)}", STATUS_STYLES[option.room]
    if option.cost_per_month is not None:
        cost = figures.kroner(option.cost_per_month.quantize(1))
        yield _("{cost} a month").format(cost=cost), MUTED
