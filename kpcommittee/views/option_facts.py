"""The facts of an option, worded once: panel, decision, comparison and `show` lay out the same ones."""

from collections.abc import Iterator
from decimal import Decimal

from kpcommittee.domain.capacity.delivery import forms_of
from kpcommittee.domain.capacity.economy import rate_on
from kpcommittee.domain.capacity.options import Option, StaffOption, lists_of
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.domain.provider import Provider, Rate
from kpcommittee.locale import _
from kpcommittee.views.capacity import describe_new_limit
from kpcommittee.views.delivery_facts import (
    competence_fact,
    cost_fact,
    delivery_fact,
    form_fact,
    missing_hours_alone,
    supplements_fact,
)
from kpcommittee.views.facts import Fact, Line, Phrase, Piece, Tone, phrase, sum_up
from kpcommittee.views.staff_facts import StaffFacts
from kpcommittee.wording import catalogues, figures, providers, relations
from kpcommittee.wording.cautions import caution_name, exclusion_name, source

ROOM_TONES: dict[str, Tone] = {"ok": "good", "tight": "warn", "over": "bad", "no_limit": "muted"}
SAID_ELSEWHERE = ("declined", "over_capacity")
"""The exclusions that the child's wish and the capacity already show."""


@immutable
class OptionFacts:
    """One option as the committee compares it; a fact is worded when needed."""

    option: Option
    proposal: Proposal
    config: Config
    law: Law
    raised: tuple[Caution, ...] = ()
    """The cautions about the option."""
    delivery_repeats: bool = False
    """Whether an option above it in the list has the same delivery."""

    @property
    def name(self) -> Piece:
        """The provider, muted unless it is a candidate or a list offers it."""
        return Piece(self.option.name, "strong" if self.offered else "muted")

    @property
    def offered(self) -> bool:
        """Whether the list of all problems, or one of two lists, offers the provider."""
        return self.option.candidate or self.option.for_list is not None

    @property
    def brief(self) -> Line:
        """What a list says about the option: the most important first, the cost last."""
        delivery, *price = self.price
        terms = missing_hours_alone(delivery) if self.delivery_repeats else delivery
        return sum_up((*self.remarks, self.relation, self.capacity, self.limit, self.offer, self.form, terms, *price))

    @property
    def beside(self) -> Line:
        """What a list says about the option besides its capacity."""
        return sum_up((*self.remarks, self.relation, self.limit, self.offer, self.form, *self.price))

    @property
    def remarks(self) -> tuple[Fact, ...]:
        """The facts in words that need no column of their own."""
        return self.wish, self.exclusion, self.district, self.lists, self.competences

    @property
    def rows(self) -> tuple[Fact, ...]:
        """The facts of a comparison, in the order of reading; the cost comes last."""
        return (
            self.relation,
            self.lists,
            self.wish,
            self.district,
            self.capacity,
            self.offer,
            self.staff,
            self.competences,
            self.exclusion,
            self.cautions,
            self.form,
            self.delivery,
            self.cost,
        )

    @property
    def relation(self) -> Fact:
        """The strongest relation of the child to anyone there."""
        relation = self.option.relation
        if relation is None:
            return Fact("relation", _("Relation"))
        dots = Piece(relations.strength_symbol(relation.strength), "key")
        since = phrase(_("since {year}").format(year=relation.since.year), "muted") if relation.since else ()
        word = Piece(f" {relations.strength_word(relation.strength)}", "key")
        lines = (((dots, word),), (phrase(relation.person), since))
        return Fact("relation", _("Relation"), (dots, Piece(f" {relation.person}")), lines, importance=1)

    @property
    def wish(self) -> Fact:
        """What the child says about the provider."""
        wish = self.option.wish
        saying = phrase(relations.wish(wish), "good" if wish == "asked_for" else "bad") if wish else ()
        return Fact("child", _("Child"), saying, ((saying,),) if saying else (), importance=2)

    @property
    def lists(self) -> Fact:
        """Whether the provider is on the list of each problem."""
        if self.option.for_list:  # the heading says it
            return Fact("list", _("List"), lines=tuple(self._lists()))
        if self.option.on_list:
            return Fact("list", _("List"), phrase(_("on the list")), tuple(self._lists()), importance=6)
        return Fact("list", _("List"), phrase(_("not on the list"), "warn"), tuple(self._lists()), importance=4)

    def _lists(self) -> Iterator[Line]:
        own = self._provider.list if self._provider else None
        for code, primarily in lists_of(self.proposal.case, self.config).items():
            problem = Piece(catalogues.problem(code, self.config))
            if own == primarily:
                yield ((Piece("✓ ", "good"), problem),)
            else:
                yield ((Piece("× ", "warn"), problem),)
                yield (phrase(f"  {providers.list_name(primarily)}", "muted"),)

    @property
    def district(self) -> Fact:
        """Whether the provider belongs to the child's district."""
        district = self.config.district(self._provider.district) if self._provider else None
        code, label = "district", _("District")
        if district is None:
            return Fact(code, label, lines=((phrase(_("every district")),),))
        if self.option.own_district:
            own = _("{district}, the child's own").format(district=district.name)
            return Fact(code, label, lines=((phrase(own),),))
        neighbour = _("{district}, neighbour district").format(district=district.name)
        return Fact(code, label, phrase(_("another district")), ((phrase(neighbour, "warn"),),), importance=5)

    @property
    def status(self) -> Piece:
        """How full the provider becomes."""
        room = self.option.room
        return Piece(providers.status_with_symbol(room), ROOM_TONES[room])

    @property
    def change(self) -> str:
        """The worst week before → after, in percent, or in hours if no limit is set."""
        return figures.change(self.option.before, self.option.after)

    @property
    def week(self) -> Piece:
        """The worst week, with its year if that is not the year of the start."""
        return Piece(figures.week(self.option.worst_week, self.proposal.start), "muted")

    @property
    def left(self) -> str:
        """The hours left in the worst week; empty if no limit is set."""
        return figures.hours_left(self.option.after)

    @property
    def capacity(self) -> Fact:
        """The provider's worst week with the case; the comparison draws a bar above it."""
        week_line = (self.status, Piece(f" {self.change} "), self.week)
        lines = ((phrase(self.change),), ((self.status,), (self.week,)), (self.limit.brief,), (phrase(self.left),))
        return Fact("capacity", _("Capacity"), week_line, tuple(line for line in lines if line[0]), importance=7)

    @property
    def limit(self) -> Fact:
        """The limit in the worst week, and since when, if it differs from that at the start."""
        limit = describe_new_limit(self._provider, self.proposal.start, self.option.worst_week, self.option.after.room)
        return Fact("limit", _("Capacity"), phrase(limit, "muted"), importance=8)

    @property
    def needed(self) -> Decimal | None:
        """Staff hours a week that the case takes there; None if the provider is no longer in the config."""
        return self.proposal.hours_at(self._provider) if self._provider else None

    @property
    def offer_change(self) -> str:
        """The ordinary club offer before → after in the worst week; empty if nobody is enrolled."""
        return figures.offer(self.option.offer_before, self.option.offer_after)

    @property
    def offer(self) -> Fact:
        """What the placement takes from the club's other children."""
        change = self.offer_change
        if not change:
            return Fact("offer", _("Club offer"))
        change_phrase = phrase(_("club offer {change}").format(change=change))
        return Fact("offer", _("Club offer"), change_phrase, ((phrase(change),),), importance=9)

    @property
    def exclusion(self) -> Fact:
        """What speaks against the option: briefly, what no other fact says; in full, each with its source."""
        option = self.option
        against: list[tuple[str, str, Tone]] = []
        if option.excluded_by:
            against.append((option.excluded_by, self._excluded(option.excluded_by), "bad"))
        if not option.on_list and not option.for_list:
            against.append(("from_list", _("not on the list"), "warn"))
        if not option.own_district and option.relation is None:
            against.append(("bench", _("another district"), "warn"))
        code_in_brief = option.excluded_by if option.excluded_by not in SAID_ELSEWHERE else None
        lines = tuple(((Piece(text, tone), *self._source(code)),) for code, text, tone in against)
        brief = phrase(self._excluded(code_in_brief), "bad") if code_in_brief else ()
        return Fact("exclusion", _("Excluded"), brief, lines, importance=3)

    def _excluded(self, code: str) -> str:
        """Say why the provider is excluded; if nobody has the hours, those needed and the most free."""
        if code == "on_leave" and self._provider is not None and self._provider.is_deserted(self.proposal.start):
            return _("everybody there has left")
        if code != "person_over_max":
            return exclusion_name(code)
        last_days = [person.left_on for person in self.option.staff if person.left_on]
        if last_days and len(last_days) == len(self.option.staff):
            return _("everybody there leaves, the last on {date}").format(date=figures.date_numeric(max(last_days)))
        free = [person.free for person in self.option.staff if person.excluded_by == code]
        most = max((hours for hours in free if hours is not None), default=None)
        if self.needed is None or most is None or most >= self.needed:
            return exclusion_name(code)
        text = _("nobody has {needed} h free (at most {most})")
        return text.format(needed=figures.hours(self.needed), most=figures.hours(most))

    @property
    def cautions(self) -> Fact:
        """Further cautions, in a few words each, with the source; card and `show` have the sentences."""
        codes = dict.fromkeys(caution.code for caution in self.raised if caution.code != self.option.excluded_by)
        lines = tuple(((Piece(caution_name(code)), *self._source(code)),) for code in codes)
        return Fact("cautions", _("Notices"), lines=lines)

    def _source(self, code: str) -> Phrase:
        reference = source(self.law.reference(code))
        return phrase(f" {reference}", "muted") if reference else ()

    @property
    def competences(self) -> Fact:
        """What the provider is for, and which of that the child needs."""
        return competence_fact(self._provider, self.proposal.case.problems, self.config)

    @property
    def price(self) -> tuple[Fact, ...]:
        """What is delivered, what it costs, and what is added to the rate."""
        return self.delivery, self.cost, supplements_fact(self._rate)

    @property
    def form(self) -> Fact:
        """How it can be delivered: by permanent staff, by the hour, or bought."""
        return form_fact(forms_of(self.option, self._provider), self.law)

    @property
    def delivery(self) -> Fact:
        """What is delivered for the rate of the start."""
        return delivery_fact(self._rate, self.proposal.hours)

    @property
    def delivery_text(self) -> str:
        """What the rate of the start says about the delivery; empty if nothing."""
        return (self._rate.delivery if self._rate else None) or ""

    @property
    def cost(self) -> Fact:
        """The cost of the hours there; it is never used for sorting."""
        return cost_fact(self.option.cost_per_month, self._rate)

    @property
    def _rate(self) -> Rate | None:
        """The provider's rate on the day of the start; None if there is none."""
        return rate_on(self.config.rates, self.option.provider, self.proposal.start)

    @property
    def people(self) -> tuple[StaffFacts, ...]:
        """The people in the order of comparison: those who can, the known ones first; then those who cannot."""
        able = [person for person in self.option.staff if not person.excluded_by]
        able.sort(key=lambda person: (-person.strength, not person.competent))
        others = [person for person in self.option.staff if person.excluded_by]
        return tuple(self._staff_facts(person) for person in (*able, *others))

    def _staff_facts(self, person: StaffOption) -> StaffFacts:
        member = self._provider.member(person.staff) if self._provider else None
        return StaffFacts(
            person=person,
            member=member,
            leave=member.on_leave(self.proposal.start) if member else None,
            needed=self.needed,
            bridge=self.option.bridge,
        )

    @property
    def staff(self) -> Fact:
        """The people of the provider: each with a line that begins with the name, and who bridges a leave."""
        return Fact("staff", _("People"), lines=tuple(line for person in self.people for line in person.lines))

    @property
    def _provider(self) -> Provider | None:
        """The provider in the config; None if a frozen option names one that is no longer in it."""
        return self.config.provider(self.option.provider)


def facts_of(case_view: CaseView, config: Config, law: Law, option: Option) -> OptionFacts:
    """Return the facts of one option of a case."""
    raised = tuple(caution for caution in case_view.cautions if caution.provider == option.provider)
    return OptionFacts(option=option, proposal=case_view.proposal, config=config, law=law, raised=raised)
