"""The facts of a case on the agenda, worded once: card and `show` lay out the same ones.

Nothing here needs the rules of a meeting: the first picture is drawn from the agenda alone.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.domain.case import Case, Relation
from kpcommittee.domain.committee import Config
from kpcommittee.domain.documentation import documentation_of
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.missing import missing_of
from kpcommittee.locale import _
from kpcommittee.views.facts import Fact, Line, Piece, Tone, phrase
from kpcommittee.wording import catalogues, figures, grants, missing, placements, providers, relations
from kpcommittee.wording.documentation import document, sign
from kpcommittee.wording.stories import result_of

if TYPE_CHECKING:
    # The first picture is drawn without the journal.
    from kpcommittee.domain.meeting.child_placements import EarlierContact, PresentContact
    from kpcommittee.domain.meeting.followed_up import FollowedUp

SIGNS: dict[str, Tone] = {"there": "good", "not_needed": "good", "expected": "warn", "missing": "bad"}
"""The tone of a document's sign; the sign itself differs too."""
NOTHING: Line = (phrase(figures.NONE, "muted"),)


@immutable
class CaseFacts:
    """What the agenda says about one case; a fact is worded when needed."""

    case: Case
    day: date
    """The meeting's date."""
    config: Config
    law: Law
    present: "PresentContact | None" = None
    """The child's contact person on that day; None if there is none, or before the journal is read."""
    past: "tuple[EarlierContact, ...] | None" = None
    """Earlier contact persons; None before the journal is read, when only the agenda knows."""
    sent_by: "FollowedUp | None" = None
    """The follow-up that sent the case to this meeting."""

    @property
    def rows(self) -> tuple[Fact, ...]:
        """The facts in the order of reading."""
        return (self.sent_back, *self.granted, *self.known)

    @property
    def granted(self) -> tuple[Fact, ...]:
        """What support was granted, and what for."""
        return (self.grant, self.purpose, self.goals)

    @property
    def known(self) -> tuple[Fact, ...]:
        """What is known about the child and the case."""
        return (
            self.view,
            self.relations,
            self.problems,
            self.absence,
            self.earlier,
            self.documentation,
            self.missing,
            self.waited,
        )

    @property
    def sent_back(self) -> Fact:
        """The follow-up that sent the case to this meeting, and why; no lines if none did."""
        event = self.sent_by
        if event is None or event.result is None:
            return Fact("sent_back", "")
        follow_up = _("follow-up of {date}, {provider}").format(
            date=figures.date_numeric(event.held_on), provider=self.config.provider_name(event.provider)
        )
        why = _prose(event.note or "", "warn") or (phrase(_("no reason was noted"), "muted"),)
        return Fact(
            "sent_back", _("Sent back"), lines=((phrase(follow_up), phrase(result_of(event.result), "warn"), *why),)
        )

    @property
    def schooling(self) -> Fact:
        """The child's class, school and club."""
        child, school = self.case.child, self.config.school(self.case.child.school)
        line = (
            phrase(child.grade or ""),
            phrase(school.name if school else child.school or ""),
            phrase(self.config.provider_name(child.club) if child.club else ""),
        )
        return Fact("schooling", _("School and club"), lines=(line,) if any(line) else ())

    @property
    def municipality(self) -> Fact:
        """The child's municipality; empty if neither case nor district states it."""
        municipality = self.config.municipality_of(self.case.child)
        return Fact("municipality", _("Municipality"), lines=((phrase(municipality),),) if municipality else ())

    @property
    def grant(self) -> Fact:
        """When and on what basis support was granted, how many hours a week, and for how long."""
        grant, basis = self.case.grant, self.law.basis(self.case.grant.basis)
        line = (
            phrase(figures.date_numeric(grant.decided_on)),
            phrase((basis.reference if basis else "") or grant.basis),
            phrase(figures.hours_a_week(grant.hours_per_week), "strong"),
            phrase(figures.months(grant.expected_months)),
        )
        return Fact("grant", _("Granted"), lines=(line,))

    @property
    def purpose(self) -> Fact:
        """The purpose of the grant."""
        return Fact("purpose", _("Purpose"), lines=(_prose(self.case.grant.purpose),))

    @property
    def goals(self) -> Fact:
        """The goals, one on each line."""
        return Fact("goals", _("Goals"), lines=tuple(_prose(goal) for goal in self.case.grant.goals))

    @property
    def consent(self) -> Fact:
        """Whether the holder of custody consents."""
        grant = self.case.grant
        line = (phrase(grants.consent(grant.consent)), *_prose(grant.consent_note or ""))
        return Fact("consent", _("Consent"), lines=(line,))

    @property
    def view(self) -> Fact:
        """What the child says, or why nobody asked."""
        return Fact("view", _("Child's view"), lines=tuple(self._view()))

    def _view(self) -> Iterator[Line]:
        view = self.case.child_view
        if view is None or not (view.obtained_on or view.says or view.exception):
            yield (phrase(_("not obtained"), "bad"),)
            return
        if view.exception:
            yield ((Piece(_("could not be obtained: "), "warn"), Piece(view.exception, private="prose")),)
        elif not view.obtained_on:
            yield (phrase(_("date not stated"), "bad"),)
        else:
            yield (phrase(figures.date_numeric(view.obtained_on)), *_prose(view.how or "", "muted"))
        if view.says:
            yield ((Piece(_("“{says}”").format(says=view.says), private="prose"),),)
        yield from self._wishes(_("asks for: "), view.wishes_staff)
        yield from self._wishes(_("does not want: "), view.declines)

    def _wishes(self, label: str, ids: tuple[str, ...]) -> Iterator[Line]:
        if ids:
            names = ", ".join(self.config.deliverer_name(some_id) for some_id in ids)
            yield ((Piece(label, "warn"), Piece(names, private="name")),)

    @property
    def relations(self) -> Fact:
        """The child's present contact person, then the adults it knows, closest first."""
        lines = tuple(self._relation(relation) for relation in self.case.relations_by_strength)
        none = _("asked: none") if self.case.relations_asked else _("none stated")
        relation_lines = lines or ((phrase(none, "muted"),),)
        return Fact("relations", _("Relations"), lines=(*self._present_lines(), *relation_lines))

    def _present_lines(self) -> Iterator[Line]:
        present = self.present
        if present is None:
            return
        label = _("now")
        mark = Piece(f"{label} ", "warn")
        runs = figures.period(present.since, present.ends_on) if present.since or present.ends_on else ""
        other = present.case_number if present.case_number != self.case.case_number else ""
        details = (phrase(runs, "muted"), phrase(_("case {number}").format(number=other) if other else "", "muted"))
        if present.staff_name:
            person = Piece(present.staff_name, "strong", private="name")
            yield ((mark, person), phrase(_("contact person"), "muted"), phrase(present.provider_name), *details)
        else:
            yield ((mark, Piece(present.provider_name, "strong")), phrase(_("nobody named"), "muted"), *details)

    def _relation(self, relation: Relation) -> Line:
        dots = Piece(f"{relations.strength_symbol(relation.strength):<4}", "key")
        since = _("since {year}").format(year=relation.since.year) if relation.since else ""
        return (
            (dots, Piece(relation.person, "strong", private="name")),
            phrase(relation.role, "muted"),
            phrase(self.config.provider_name(relation.provider) if relation.provider else ""),
            phrase(since, "muted"),
            *_prose(relation.note or "", "muted"),
        )

    @property
    def problems(self) -> Fact:
        """The child's problems, each with the list it belongs to."""
        return Fact("problems", _("Problems"), lines=tuple(self._problems()))

    def _problems(self) -> Iterator[Line]:
        for code in self.case.problems:
            problem = self.config.problem(code)
            primarily = providers.list_name(problem.primarily) if problem else ""
            yield (phrase(catalogues.problem(code, self.config)), phrase(primarily, "muted"))
        if self.case.problem_note:
            yield _prose(self.case.problem_note, "muted")

    @property
    def absence(self) -> Fact:
        """How much of school the child misses."""
        absence = self.case.school_absence
        line = (phrase(figures.percentage(absence.percent)), phrase(absence.period or "")) if absence else ()
        return Fact("absence", _("Absence"), lines=(line,) if line else ())

    @property
    def earlier(self) -> Fact:
        """The earlier providers of a contact person."""
        return Fact("earlier", _("Earlier"), lines=tuple(self._earlier_lines()))

    def _earlier_lines(self) -> Iterator[Line]:
        if self.past is not None:
            yield from map(self._before_line, self.past)
            return
        for placement in self.case.earlier:
            has_period = placement.start or placement.end
            yield (
                phrase(self.config.provider_name(placement.provider)),
                phrase(figures.period(placement.start, placement.end) if has_period else ""),
                *_prose(placement.ended_because or "", "muted"),
            )

    def _before_line(self, before: "EarlierContact") -> Line:
        has_period = before.start or before.end
        person = self.config.deliverer_name(before.staff) if before.staff else ""
        how = placements.ending(before.ended) if before.ended and not before.why else ""
        return (
            phrase(self.config.provider_name(before.provider)),
            (Piece(person, private="name"),) if person else (),
            phrase(figures.period(before.start, before.end) if has_period else ""),
            phrase(how, "muted"),
            *_prose(before.why or "", "muted"),
        )

    @property
    def missing(self) -> Fact:
        """What the agenda does not say; a missing view is shown with the child's view."""
        lacks = missing_of(self.case, self.law, self.day)
        lacking = ", ".join(missing.lack_name(code) for code in lacks if code != "child_view")
        return Fact("missing", _("Missing"), lines=((phrase(lacking, "bad"),) if lacking else NOTHING,))

    @property
    def documentation(self) -> Fact:
        """The documentation of the case that the source requires (document 004, lines 29–31)."""
        documents = documentation_of(self.case, self.law, self.day)
        line = tuple((Piece(f"{sign(entry)} ", SIGNS[entry.standing]), Piece(document(entry))) for entry in documents)
        return Fact("documentation", _("Documents"), lines=(line,))

    @property
    def waited(self) -> Fact:
        """How long the child has waited since the grant."""
        days = max(0, (self.day - self.case.grant.decided_on).days)
        return Fact("waited", _("Waited"), lines=((phrase(figures.days(days)),),))


def _prose(text: str, tone: Tone = "plain") -> Line:
    """Return free text as a line; empty if there is none."""
    return ((Piece(text, tone, "prose"),),) if text else ()
