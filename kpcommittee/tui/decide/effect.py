"""What a placement does to its provider, and the rest of its facts: always in sight below the form."""

from textual import events, on
from textual.content import Content
from textual.widgets import Static

from kpcommittee.locale import _
from kpcommittee.tui.widgets.text import line_of, styled, wrapped
from kpcommittee.views.option_facts import OptionFacts


class Effect(Static):
    """The marked provider's worst week before → after, and under it all its other facts in full."""

    def __init__(self) -> None:
        """Begin with no provider."""
        super().__init__(id="effect")
        self._facts: OptionFacts | None = None

    def show(self, facts: OptionFacts | None) -> None:
        """Show the facts of a provider, or that none is chosen."""
        self._facts = facts
        self._draw()

    @on(events.Resize)
    def _draw(self) -> None:
        width = self.size.width or self.app.size.width
        self.update(effect_lines(self._facts, width) if self._facts else Content(_("No provider is chosen yet.")))


def effect_lines(facts: OptionFacts, width: int) -> Content:
    """Return the change in the worst week and the hours left, then the other facts, in lines of that width."""
    effect = _("{provider}, {week}: {change}").format(
        provider=facts.option.name, week=facts.week.text, change=facts.change
    )
    parts = [Content(effect), styled((facts.status,)), Content(facts.left)]
    first = Content("  ").join(part for part in parts if part.plain)
    return Content("\n").join([*wrapped(first, width), *wrapped(line_of(facts.beside), width)])
