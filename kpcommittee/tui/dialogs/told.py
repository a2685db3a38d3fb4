"""Recording that somebody was told of a decision, and that a case was filed."""

from collections.abc import Iterable
from datetime import date

from textual.getters import query_one
from textual.widget import Widget

from kpcommittee.domain.meeting.intentions import Journalise, Tell
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.telling import ToTell
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.wording import figures
from kpcommittee.wording.telling import whom


class TellDialog(Dialog):
    """Asks how, when and by whom somebody was told."""

    VERB = N_("Record that they were told")

    how = query_one("#how", Line)
    day = query_one("#on", Line)
    who = query_one("#by", Line)

    def __init__(self, row: ToTell, today: date, by: str) -> None:
        """Ask about one recipient; today and the user are proposed."""
        super().__init__(" · ".join((_("Told"), str(row.place), row.item.number, whom(row.whom, row.age))))
        self._row, self._today, self._by = row, today, by

    def fields(self) -> Iterable[Widget]:
        """Yield how, when and by whom."""
        yield self.line(_("How (letter, telephone, meeting …)"), "", id="how")
        yield self.line(_("On"), "", text=figures.date_numeric(self._today), id="on")
        yield self.line(_("By"), "", text=self._by, id="by")

    def intention(self) -> Tell | Lack:
        """Return the telling, once its day can be read."""
        on = parse_date(self.day.written, self._today) if self.day.written else None
        if on is None:
            return Lack(_("Write the day they were told, such as 4/1."), self.day)
        return Tell(
            case=self._row.item.number,
            whom=self._row.whom,
            how=self.how.written or None,
            on=on,
            by=self.who.written or None,
        )


class JournaliseDialog(Dialog):
    """Asks under which number a case was filed, and when."""

    VERB = N_("Record that it was journalised")

    number = query_one("#number", Line)
    day = query_one("#on", Line)

    def __init__(self, item: Item, today: date, by: str) -> None:
        """Ask about one case of a meeting; today is proposed."""
        super().__init__(" · ".join((_("Journalised"), item.number)))
        self._item, self._today, self._by = item, today, by

    def fields(self) -> Iterable[Widget]:
        """Yield the number and the day."""
        yield self.line(_("Number in the records system"), "", id="number")
        yield self.line(_("On"), "", text=figures.date_numeric(self._today), id="on")

    def intention(self) -> Journalise | Lack:
        """Return the filing, once there are a number and a day."""
        if not self.number.written:
            return Lack(_("Write the number in the records system."), self.number)
        on = parse_date(self.day.written, self._today) if self.day.written else None
        if on is None:
            return Lack(_("Write the day it was journalised, such as 4/1."), self.day)
        return Journalise(case=self._item.number, number=self.number.written, on=on, by=self._by)
