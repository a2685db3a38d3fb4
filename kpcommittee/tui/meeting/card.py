"""The card of one case: what the authority granted, what the child says, and whom the child knows."""

from collections.abc import Iterator
from dataclasses import replace

from textual.content import Content

from kpcommittee.domain.case import Case
from kpcommittee.domain.texts import HIDDEN
from kpcommittee.locale import _
from kpcommittee.tui.meeting.keys import shown_key_of
from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.text import (
    BAD,
    LOUD,
    MUTED,
    STRONG,
    join_pieces,
    labelled,
    laid_out,
    styled,
    text,
    wrapped,
)
from kpcommittee.views.case_facts import CaseFacts
from kpcommittee.wording import figures, states

COLUMN = 13
"""Cells of a label with the space after it: as many as the longest single word needs."""
UNWRAPPED = 10_000
"""More columns than any line of a card needs."""


class CaseCard(Panel):
    """Read-only: the committee is not a visitation forum."""

    def titles(self, state: ScreenState) -> tuple[str, str]:
        """Return place, number, initials and state of the case, on the upper edge: a notice may cover the lower."""
        row = state.row
        if row is None:
            return _("Case"), ""
        how_far = states.case_state(row.state) if state.meeting else ""
        parts = (str(row.place), state.case_number(row.number), state.initials(row.case), how_far)
        more = _("{key}: read on").format(key=shown_key_of("read_on", state.config.keys)) if self.overflows else ""
        return " · ".join(part for part in parts if part), more

    def lines(self, state: ScreenState, width: int) -> list[Content]:
        """Return the card of the chosen case."""
        row = state.row
        if row is None:
            return _no_case_lines(state, width)
        case_facts = facts_on_card(row.case, state)
        facts = [laid_out(fact, hidden=state.hidden) for fact in case_facts.rows]
        if row.item is not None:
            from kpcommittee.tui.meeting.outcome import carried_fact, facts_of, outcome_of, questions_of  # noqa: PLC0415 (needs the rules)

            first = [carried_fact(row.item, state), *questions_of(state), *outcome_of(row.item, state)]
            facts = [*first, *facts, *facts_of(row.item, state)]
        lines = [*_head(case_facts, state, width)]
        for label, values in facts:
            lines += labelled(label, values, width, COLUMN)
        return lines

    @property
    def text_to_copy(self) -> str:
        """The card as text to copy: its lines as written, not as wrapped here."""
        if self.state is None:
            return ""
        return "\n".join(line.plain.rstrip() for line in self.lines(self.state, UNWRAPPED))


def _no_case_lines(state: ScreenState, width: int) -> list[Content]:
    """Say that there is no case, and what is wrong in the file."""
    if not state.file_faults:
        return wrapped(Content(_("No case.")), width)
    lines = [text((_("The agenda file cannot be read"), f"bold {BAD}")), Content("")]
    for fault in state.file_faults:
        lines += wrapped(text(("! ", BAD), state.prose(fault)), width, 2)
    return [
        *lines,
        Content(""),
        *wrapped(text((_("Correct it and save it; it is read again automatically."), MUTED)), width),
    ]


def facts_on_card(case: Case, state: ScreenState) -> CaseFacts:
    """Return what the agenda says about the case, and what the journal knows, once it is read."""
    facts = CaseFacts(case=case, day=state.day, config=state.config, law=state.law)
    case_view = state.case_view
    if case_view is None or case_view.item.number != case.case_number:
        return facts
    return replace(facts, present=case_view.present, past=case_view.earlier, sent_by=case_view.sent_back)


def _head(facts: CaseFacts, state: ScreenState, width: int) -> Iterator[Content]:
    """Return what must not be overlooked, then whom the case is about."""
    child = facts.case.child
    loud = {
        _("Do not contact the family before the authority says so"): child.do_not_contact_family,
        _("Protected name and address"): child.protected_address,
    }
    for warning, applies in loud.items():
        if applies:
            yield from _band(warning, width)
    if state.hidden:
        yield from (Content(HIDDEN), Content(""))
        return
    municipality = [styled(phrase) for line in facts.municipality.lines for phrase in line]
    number = text(("CPR ", MUTED), state.number(facts.case))
    who = text((child.name, STRONG), ", ", figures.age(child.age_on(state.day)))
    schooling = [styled(phrase) for line in facts.schooling.lines for phrase in line]
    yield from wrapped(
        join_pieces([who, *schooling, state.config.district_name(child.district), *municipality, number]), width
    )
    yield Content("")


def _band(warning: str, width: int) -> Iterator[Content]:
    """Return a warning as a band from edge to edge."""
    for place, line in enumerate(Content(warning).wrap(max(8, width - 4))):
        yield Content(" ! " if not place else "   ").append(line).pad_right(width - line.cell_length - 3).stylize(LOUD)
