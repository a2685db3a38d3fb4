"""The attendance: who is here, and who sits instead."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static
from textual.widgets.option_list import Option

from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.attendance import AttendanceStatus, Presence
from kpcommittee.domain.meeting.intentions import Attend
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.tui.dialogs.leaving import KeepsChanges
from kpcommittee.tui.dialogs.name import NameDialog
from kpcommittee.tui.dialogs.substitutes import substitutes_of
from kpcommittee.tui.screens.help import help_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.pick import NOBODY, PickList
from kpcommittee.tui.widgets.text import MUTED, STRONG, WARN, join_pieces, wrapped
from kpcommittee.views.cells import pad
from kpcommittee.wording import leaders

STATUSES: tuple[AttendanceStatus, ...] = ("present", "excused", "absent", "left")


@immutable
class Person:
    """A leader, or a substitute who came."""

    name: str
    role: str
    district: str | None
    """The district of the cases in which the leader sits; None if there are several."""
    cases: int
    """The number of those cases."""
    presence: Presence
    """The newest attendance; present if none is recorded."""

    def with_presence(self, **changes: object) -> "Person":
        """Return the person with another presence."""
        return replace(self, presence=replace(self.presence, **changes))  # type: ignore[arg-type]

    def attend(self) -> Attend:
        """Return the presence as an intention."""
        substitute = None if self.presence.status == "present" else self.presence.substitute
        return Attend(person=self.name, status=self.presence.status, substitute=substitute, case=self.presence.case)


def people_of_meeting(meeting: Meeting, config: Config, law: Law) -> tuple[Person, ...]:
    """Return those who sit for all districts first, then each district's; leaders before substitutes."""
    people: dict[str, Person] = {}
    for item in meeting.items:
        district = item.case.child.district
        for seat in meeting.bench(item, config, law).seats:
            if seat.leader is not None:
                _count(people, seat.leader, seat.role, district, meeting.presences)
    for presence in meeting.presences:
        if presence.substitute and presence.substitute not in people:
            stands_in = people.get(presence.person)
            role, own = (stands_in.role, stands_in.district) if stands_in else ("", None)
            _count(people, presence.substitute, role, own, meeting.presences)
    order = [None, *(district.id for district in config.districts)]
    return tuple(sorted(people.values(), key=lambda person: order.index(person.district)))


def _count(
    people: dict[str, Person], name: str, role: str, district: str | None, presences: Iterable[Presence]
) -> None:
    person = people.get(name)
    if person is None:
        newest = next((presence for presence in reversed(tuple(presences)) if presence.person == name), None)
        presence = newest or Presence(person=name, status="present")
        people[name] = Person(name=name, role=role, district=district, cases=1, presence=presence)
    else:
        sits_here = person.district == district
        people[name] = replace(person, cases=person.cases + 1, district=district if sits_here else None)


SYMBOLS = {"present": "✓", "excused": "–", "absent": "×", "left": "→"}
LEAST, SHORTEST, LONGEST = 8, 18, 26
"""The fewest cells of a name in any terminal, the fewest where there is room, and the most."""
BOX, AROUND = 78, 5
"""The greatest width of the box, and the cells of its frame, padding and scrollbar."""
MARK, STATUS = 2, 15
"""Cells of the mark of a change and of a status, each with the space after it."""
HANG = 4
"""Indentation of the details below a row."""
COMING_OR_GOING = {"present": ("excused", "absent", "left"), "left": ("present", "excused", "absent", "left")}
"""Status → the earlier statuses from which a person comes or goes now, not from the first item on."""


def _role_of(person: Person) -> str:
    return leaders.role(person.role) if person.role else ""


class PresenceScreen(KeepsChanges):
    """Changes the attendance of several people, and returns all changes at once."""

    CSS_PATH = "order.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "record", N_("record"), id="presence.record", tooltip=N_("Record what was changed here.")),
        Binding("escape", "leave", N_("cancel"), id="presence.leave", tooltip=N_("Close and change nothing.")),
        Binding("space,right", "step(1)", N_("change"), id="presence.next",
                tooltip=N_("Set the next status: present, excused, absent, left.")),
        Binding("left", "step(-1)", N_("back"), id="presence.before", tooltip=N_("The previous one."), show=False),
        Binding("s", "substitute", N_("substitute"), id="presence.substitute",
                tooltip=N_("Say who sits instead; who is named here is thereby present.")),
        Binding("f", "from_item", N_("from item"), id="presence.from_item",
                tooltip=N_("Choose from which item on it applies.")),
        help_key("presence"),
        *(
            Binding(str(n), f"status({n - 1})", N_("status by number"), id=f"presence.{n}", show=False,
                    tooltip=N_("1 present, 2 excused, 3 absent, 4 left."))
            for n in range(1, 5)
        ),
    ]  # fmt: skip

    rows = query_one(KeyList)

    def __init__(self, meeting: Meeting, config: Config, law: Law, current: str | None = None) -> None:
        """Begin with the attendance so far; `current` is the case being dealt with."""
        super().__init__()
        self._meeting, self._config, self._current = meeting, config, current
        self._before = [*people_of_meeting(meeting, config, law)]
        self._people = list(self._before)
        self._widest = min(LONGEST, max((SHORTEST, *(cell_len(person.name) for person in self._before))))
        """Cells of a name."""
        self._role = max((cell_len(_role_of(person)) for person in self._before), default=0) + 2
        """Cells of a role, with the space after it."""
        self._rows: list[int | None] = []
        """The person of each row; None for the heading of a district."""
        self._made_for = 0
        """The width that the rows were made for."""

    def compose(self) -> ComposeResult:
        """Yield one row for each person."""
        with Vertical(classes="order") as box:
            box.border_title = Content(_("Attendance"))
            yield KeyList()
            with Vertical(classes="remark"):
                yield Static(id="unsaved")
                yield Static(Content(_("Anyone not listed otherwise is present.  * changed, not recorded yet")))
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Show everybody, with the first person highlighted."""
        self._show(0)

    def on_resize(self) -> None:
        """Show as many columns as there is room for."""
        if self._made_for != self._room and self._place is not None:
            self._show(self._place)

    @property
    def _room(self) -> int:
        """The cells of a row."""
        return min(BOX, self.size.width) - AROUND

    def _show(self, place: int) -> None:
        self._made_for = self._room
        options: list[Option] = []
        self._rows = []
        for number, person in enumerate(self._people):
            if number == 0 or person.district != self._people[number - 1].district:
                options.append(Option(Content.styled(self._district(person.district), MUTED), disabled=True))
                self._rows.append(None)
            options.append(Option(self._row(person)))
            self._rows.append(number)
        self.rows.set_options(options)
        self.rows.highlighted = self._rows.index(place) if place in self._rows else None

    def _district(self, district: str | None) -> str:
        district_known = self._config.district(district)
        return district_known.name if district_known else _("Every district")

    def _row(self, person: Person) -> Content:
        """Return a row: name and status, then role and details as far as there is room."""
        presence = person.presence
        status = f"{SYMBOLS[presence.status]} {leaders.attendance(presence.status)}"
        room = self._room - MARK - 1 - STATUS
        role = pad(_role_of(person), self._role) if room >= SHORTEST + self._role else ""
        name = max(LEAST, min(self._widest, room - cell_len(role)))
        room -= cell_len(role) + name
        cases = ngettext("{n} case", "{n} cases", person.cases).format(n=person.cases)
        more = [*self._details(presence)]
        # Details that do not fit after the columns are put below them, and never cut.
        below = cell_len(", ".join(more)) > room
        beside = Content.styled(cases if cell_len(cases) <= room else "", MUTED)
        return Content.assemble(
            ("* " if person not in self._before else "  ", WARN),
            Content(person.name).truncate(name, ellipsis=True, pad=True),
            " ",
            (role, MUTED),
            (f"{status:<{STATUS}}", STRONG if presence.status == "present" else f"{STRONG} {WARN}"),
            beside if below or not more else ", ".join(more),
            *(Content("\n") + line for line in (self._below(more) if below else ())),
        )

    def _details(self, presence: Presence) -> Iterator[str]:
        """Yield from which item on the status holds, and who sits instead."""
        if presence.case:
            yield _("from item {n}").format(n=self._meeting.places.get(presence.case, 1))
        if presence.status != "present" and presence.substitute:
            yield _("substitute {name}").format(name=presence.substitute)

    def _below(self, more: Iterable[str]) -> list[Content]:
        return wrapped(join_pieces(more, ", "), self._room, HANG)

    # The keys

    @property
    def _place(self) -> int | None:
        """The place of the highlighted person."""
        row = self.rows.highlighted
        return self._rows[row] if row is not None else None

    def _say(self, **changes: object) -> None:
        place = self._place
        if place is not None:
            self._people[place] = self._people[place].with_presence(**changes)
            self._show(place)

    @on(KeyList.ClickedTwice)
    def _step_on(self) -> None:
        """Set the next status of a person clicked twice."""
        self.action_step(1)

    def action_step(self, by: int) -> None:
        """Set the next status, or the one before."""
        place = self._place
        if place is not None:
            status = self._people[place].presence.status
            self._become(STATUSES[(STATUSES.index(status) + by) % len(STATUSES)])

    def action_status(self, place: int) -> None:
        """Set the status by its number."""
        self._become(STATUSES[place])

    def _become(self, status: AttendanceStatus) -> None:
        place = self._place
        if place is None:
            return
        before = self._before[place].presence
        if status == before.status:
            self._say(status=status, case=before.case)
        else:
            moves = before.status in COMING_OR_GOING.get(status, ())
            self._say(status=status, case=self._first_case(self._current) if moves else None)

    def action_substitute(self) -> None:
        """Choose who sits instead."""
        place = self._place
        if place is None:
            return
        name = self._people[place].name
        substitutes = [(person, person) for person in substitutes_of(name, self._config)]
        offered = [
            *substitutes,
            *self._others_here(name, {person for person, _label in substitutes}),
            (NOBODY, _("nobody")),
        ]
        title = _("Substitute for {name}").format(name=name)
        self.app.push_screen(NameDialog(title, _("Name"), offered), self._substituted)

    def _others_here(self, absent: str, listed: Collection[str]) -> Iterator[tuple[str, str]]:
        """Return the others present: anybody at the table may sit for a leader."""
        for person in self._people:
            if person.presence.status == "present" and person.name != absent and person.name not in listed:
                role = leaders.role(person.role) if person.role else _("substitute")
                yield person.name, f"{person.name} ({role})"

    def _substituted(self, name: str | None) -> None:
        if name is not None and self._place is not None:
            presence = self._people[self._place].presence
            status: AttendanceStatus = "excused" if name and presence.status == "present" else presence.status
            self._say(substitute=name or None, status=status)

    def action_from_item(self) -> None:
        """Choose from which item on the status holds."""
        if self._place is None:
            return
        # The list numbers its rows, so that a digit means the item's own number.
        offered = [(item.number, f"{pad(item.case.child.initials, 8)} {item.number}") for item in self._meeting.items]
        chosen = self._people[self._place].presence.case
        self.app.push_screen(PickList(_("From which item on"), offered, chosen or self._current), self._begin_at)

    def _begin_at(self, case: str | None) -> None:
        if case is not None:
            self._say(case=self._first_case(case))

    def _first_case(self, case: str | None) -> str | None:
        """Return the case of that item; None for the first item, which needs none."""
        return case if case is not None and self._meeting.places.get(case, 1) > 1 else None

    def unrecorded(self) -> str:
        """Name those whose attendance was changed and is not recorded yet."""
        changed = [person for person in self._people if person not in self._before]
        if not changed:
            return ""
        names = ", ".join(f"{person.name} ({leaders.attendance(person.presence.status)})" for person in changed)
        return _("Not recorded: {changes}. Enter records it; escape once more drops it.").format(changes=names)

    def action_record(self) -> None:
        """Close with the changes; with None if there are none. A refused change stays, with all after it."""
        changed = [(place, person) for place, person in enumerate(self._people) if person != self._before[place]]
        for place, person in changed:
            if (prevented := self.carry_out(person.attend())) is not None:
                self._show(place)
                self.say(prevented)
                return
            self._before[place] = person
        self.dismiss(tuple(person.attend() for _place, person in changed) or None)
