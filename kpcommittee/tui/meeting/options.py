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
from kpcommittee.tui.widgets.text import KEY, MUTED, join_pieces, line_of, styled, text, wrapped
from kpcommittee.wording import states

if TYPE_CHECKING:
    from kpcommittee.views.option_facts import OptionFacts


class OptionsPanel(Panel):
    """The options with the facts to compare; a click chooses one."""

    @dataclass
    class Chosen(Message):
        """The chair wants to decide for a provider."""

        provider: str

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id)
        self._providers: list[str] = []
        """The provider of each line."""

    def titles(self, state: ScreenState) -> tuple[str, str]:
        """Return the panel's name; that of a decided case says that the options are those of the decision."""
        return _("Options at the decision") if state.is_decided else _("Options"), ""

    def lines(self, state: ScreenState, width: int) -> list[Content]:
        """Return why nothing is recommended, if so, then each considered provider."""
        self._providers = []
        if state.case_view is None:
            return wrapped(text((_("No options yet."), MUTED)), width)
        if state.is_put_off:
            return put_off_lines(state, width)
        from kpcommittee.views.option_groups import no_recommendation, option_groups  # noqa: PLC0415 (not needed to paint)

        why = no_recommendation(state.case_view)
        lines = self._mark_lines(wrapped(styled(why), width), "") if why else []
        for group in option_groups(state.case_view, state.config, state.law):
            lines += self._mark_lines(wrapped(styled(group.heading), width) if group.heading else [], "")
            for facts in group.options:
                lines += self._mark_lines(_option_lines(facts, state, width), facts.option.provider)
        others = sum(not option.considered for option in state.case_view.options)
        if others:
            lines += self._mark_lines(
                wrapped(text((_count_others(others, alone=not any(self._providers)), MUTED)), width), ""
            )
        return lines

    def _mark_lines(self, lines: list[Content] | Iterator[Content], provider: str) -> list[Content]:
        contents = list(lines)
        self._providers += [provider] * len(contents)
        return contents

    def on_click(self, event: Click) -> None:
        """Choose the provider whose lines are clicked."""
        place = self.line_under(event)
        provider = self._providers[place] if place is not None and place < len(self._providers) else ""
        if provider:
            event.stop()
            self.post_message(self.Chosen(provider))


def put_off_lines(state: ScreenState, width: int) -> list[Content]:
    """Say that there is nothing to choose, because the case was put off."""
    assert state.row is not None, "a case that was put off is chosen"
    nothing = _("There is nothing to choose ({state}).")
    return wrapped(text((nothing.format(state=states.case_state(state.row.state)), MUTED)), width)


def _count_others(count: int, *, alone: bool) -> str:
    """Count the providers that are not considered; `alone` if there is no other."""
    if alone:
        text = ngettext(
            "The one provider does not meet all criteria", "None of the {n} providers meets all criteria", count
        )
    else:
        text = ngettext("and {n} other that is not considered", "and {n} others that are not considered", count)
    return text.format(n=count)


def _option_lines(facts: "OptionFacts", state: ScreenState, width: int) -> Iterator[Content]:
    assert state.case_view is not None, "asked for by `lines` only"
    recommended = state.case_view.recommendation.provider == facts.option.provider
    star = ("★ ", KEY) if recommended else ("  ", "")
    person = facts.option.contact_person
    whom = state.name(short_name(person.name)) if person else ""
    first, *others = wrapped(join_pieces([styled((facts.name,)), whom]), width, 2)
    yield text(star, first[2:])
    yield from others
    yield from wrapped(line_of(facts.brief), width, 2)
