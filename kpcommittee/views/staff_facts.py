"""The facts of one person at an option: whether the person can take the case, and what the committee weighs."""

from decimal import Decimal

from kpcommittee.domain.capacity.options import StaffOption
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Period, Staff
from kpcommittee.locale import _, ngettext
from kpcommittee.views.facts import Line, Phrase, Piece, phrase
from kpcommittee.wording import figures, providers, relations
from kpcommittee.wording.cautions import caution_name


@immutable
class StaffFacts:
    """One person at an option."""

    person: StaffOption
    member: Staff | None
    """The person in the config; None if no longer in it."""
    leave: Period | None
    """The leave that the person is on at the start; None if there is none."""
    needed: Decimal | None
    """Staff hours a week that the case takes there; None if the provider is no longer in the config."""
    bridge: StaffOption | None
    """Who could bridge a leave there; None if nobody can."""

    @property
    def name(self) -> Phrase:
        """The name, with signs for whether the person can take the case and how well the child knows them."""
        able = not self.person.excluded_by
        mark = Piece("✓ ", "good") if able else Piece("× ", "warn")
        sign = phrase(f" {relations.strength_symbol(self.person.strength)}", "key") if self.person.strength else ()
        return (mark, Piece(self.person.name, "plain" if able else "muted"), *sign)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What a comparison says: the free hours, or why the person cannot take the case and who bridges a leave."""
        if not self.hindrance:
            return ((self.name, self.free, self.competence, self.leaving),)
        until_then = phrase(self.until_then, "muted")
        return ((self.name, self.hindrance), (until_then,)) if until_then else ((self.name, self.hindrance),)

    @property
    def in_full(self) -> Line:
        """Everything: the hindrance, free hours, children, competence and employment."""
        parts = (self.hindrance, self.free, self.children, self.competence, self.leaving, self.employment)
        return tuple(part for part in dict.fromkeys(parts) if part)

    @property
    def hindrance(self) -> Phrase:
        """Why the person cannot take the case; empty if nothing hinders."""
        code = self.person.excluded_by
        if code is None:
            return ()
        if self.leave is not None:
            return phrase(_("on leave until {date}").format(date=figures.date_numeric(self.leave.end)), "warn")
        if self.leaving and code != "declined":
            return self.leaving
        if code != "person_over_max":
            return phrase(caution_name(code), "warn")
        return self._too_few or phrase(_("no room for another child"), "warn")

    @property
    def leaving(self) -> Phrase:
        """When the person leaves, if that is before the placement ends."""
        last = self.person.left_on
        return phrase(_("leaves, last day {date}").format(date=figures.date_numeric(last)), "warn") if last else ()

    @property
    def _too_few(self) -> Phrase:
        """The free hours and those needed; empty if they are enough."""
        needed, free = self.needed, self.person.free
        if needed is None or free is None or free >= needed:
            return ()
        return phrase(figures.hours_free_of(free, needed), "warn")

    @property
    def free(self) -> Phrase:
        """The hours left before the case; empty if they are the hindrance."""
        if self._too_few and self.person.excluded_by == "person_over_max":
            return ()
        hours = self.person.free
        return phrase(_("no limit") if hours is None else figures.hours_free(hours))

    @property
    def children(self) -> Phrase:
        """How many children the person already has."""
        count = self.person.children
        return phrase(ngettext("{n} child", "{n} children", count).format(n=count))

    @property
    def competence(self) -> Phrase:
        """Whether the person is trained for one of the child's problems."""
        return phrase(_("trained for this"), "good") if self.person.competent else ()

    @property
    def employment(self) -> Phrase:
        """Whether the person is permanent staff or employed by the hour; empty if the config does not say."""
        employment = self.member.employment if self.member else None
        return phrase(providers.employment(employment)) if employment else ()

    @property
    def until_then(self) -> str:
        """Who could bridge the leave of a person the child knows; empty if not needed, or if nobody is free."""
        if not self.person.strength or self.leave is None or self.bridge is None:
            return ""
        return "  " + _("until then perhaps {name}").format(name=self.bridge.name)
