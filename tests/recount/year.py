"""One committee over some months: three meetings at once, tables that come again, endings and corrections."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.agenda_files import Table
from tests.drivers.office import Office
from tests.random_meetings import FIRST_DAY
from tests.recount.committees import MovingCommittee, as_csv
from tests.recount.reckoning import Reckoner
from tests.recount.record import Chosen, Diary, Meeting, Record, exactly, last_day, last_of_support

Json = dict[str, Any]
A_MONTH = timedelta(28)
BLOCKING = ("child_view_missing", "consent_missing", "seat_empty", "declined", "over_capacity")


class Year:
    """A committee in a workspace of its own, and what is remembered of it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.committee = MovingCommittee(seed)
        self.random = self.committee.random
        self.record, self.reckoner = Record(), Reckoner(self.committee.parsed)
        self.office = Office(folder)
        self.language: str = self.committee.parsed["committee"]["language"]
        self.written: dict[str, list[Table]] = {}
        """Meeting → the cases of its agenda file."""
        (folder / "agenda").mkdir(parents=True)
        (folder / "config.toml").write_text(self.committee.config, encoding="utf-8")
        self.new = {
            turn: [self.committee.case(f"{turn}-{n}", self.day(turn)) for n in range(self.random.randint(2, 4))]
            for turn in range(3)
        }
        self.rows = self.committee.table([case["case_number"] for cases in self.new.values() for case in cases])

    @staticmethod
    def day(turn: int) -> date:
        """The day of a meeting."""
        return FIRST_DAY + turn * A_MONTH

    # Tables

    def imports(self, rows: list[Json]) -> None:
        """Import a table."""
        self.table = rows
        (self.office.folder / "table.csv").write_text(as_csv(rows), encoding="utf-8")
        self.office.good("placements", "import", "table.csv")
        self.record.imports(rows)

    def imports_again(self) -> None:
        """Import the table as it is later; of cases that were decided or have ended it says what it said."""
        decided = {number for meeting in self.record.meetings for number in meeting.cases}
        frozen = [row for row in self.rows if row["case_number"] in decided]
        later = self.committee.later_table([row for row in self.rows if row not in frozen])
        registered = {(row["case_number"], row["provider"]): row for row in self._registered()}
        self.imports([*frozen, *later, *registered.values()])

    def imports_the_same(self) -> None:
        """Import the newest table once more: what was ended since stays ended."""
        self.imports(self.table)

    def _registered(self) -> Iterator[Json]:
        """Rows of cases that were decided: the placement as the municipality registered it, or one that came after."""
        for meeting in self.record.meetings:
            for number in meeting.cases:
                chosen = meeting.left(number).chosen
                if chosen is None or self.random.random() < 0.4:
                    continue
                if self.random.random() < 0.5:
                    row = self.committee.row(
                        number, chosen.provider, chosen.start + timedelta(self.random.randint(-9, 9))
                    )
                else:
                    other = self.random.choice(list(self.committee.providers))
                    row = self.committee.row(number, other, chosen.end + timedelta(self.random.randint(0, 2)))
                if (number, row["provider"]) not in self.record.rows:
                    yield row

    def ends(self) -> None:
        """End some placements early: imported ones, and one that was decided and approved."""
        decided = {number for meeting in self.record.meetings for number in meeting.cases}
        for (number, provider), row in self.record.rows.items():
            first, last = row["start"] or FIRST_DAY, row["end"] or FIRST_DAY + timedelta(400)
            if number not in decided and self.random.random() < 0.15:
                row["end"] = self.record.row_ends[number, provider] = self._end(number, provider, first, last)
        for meeting in self.record.meetings:
            for number, chosen in self._alone_in(meeting):
                if (number, meeting.id) not in self.record.ended and self.random.random() < 0.3:
                    end = self._end(number, chosen.provider, chosen.start, chosen.end)
                    self.record.ended[number, meeting.id] = end

    def _alone_in(self, meeting: Meeting) -> Iterator[tuple[str, Chosen]]:
        """What an approved meeting has placed, of cases that no other meeting had."""
        for number in meeting.cases if meeting.state == "approved" else ():
            left = meeting.left(number)
            alone = sum(number in other.cases for other in self.record.meetings) == 1
            if alone and left.state == "placed" and left.chosen is not None:
                yield number, left.chosen

    def changes(self) -> None:
        """Give some placements other hours from a given day, and some of them twice."""
        draw = self.random
        for (number, provider), row in self.record.rows.items():
            decided = any(number in meeting.cases for meeting in self.record.meetings)
            if not decided and draw.random() < 0.4:
                first, last = row["start"] or FIRST_DAY, row["end"] or FIRST_DAY + timedelta(400)
                self._change(number, provider, provider, first, last)
        for meeting in self.record.meetings:
            for number, chosen in self._alone_in(meeting):
                if draw.random() < 0.4:
                    end = self.record.ended.get((number, meeting.id), chosen.end)
                    self._change(number, chosen.provider, meeting.id, chosen.start, end)

    def _change(self, number: str, provider: str, origin: str, first: date, last: date) -> None:
        draw = self.random
        for _time in range(draw.choice([1, 1, 2])):
            since = first + timedelta(draw.randint(0, (last - first).days))
            hours = exactly(draw.randint(1, 32) / 4)
            if since == first and first != FIRST_DAY:
                continue  # From its first day on is always.
            ran = self.office.run(
                "placements", "change", number, provider, "--hours", str(hours), "--from", since.isoformat(),
                "--why", "Andet behov.",
            )  # fmt: skip
            assert ran.code == 0 or "nothing would change" in ran.err or "intet" in ran.err, ran
            if ran.code == 0:
                self.record.changed.setdefault((number, origin), []).append((since, hours))

    def _end(self, number: str, provider: str, first: date, last: date) -> date:
        end = first + timedelta(self.random.randint(0, (last - first).days))
        if end < last:
            self.office.good("placements", "end", number, provider, "--on", end.isoformat(), "--why", "Målet er nået.")
        return end

    # Meetings

    def prepare(self, turn: int) -> Meeting:
        """Write the agenda: what waits, and new cases."""
        day = self.day(turn)
        waiting = [
            case
            for number in dict.fromkeys(number for meeting in self.record.meetings for number in meeting.cases)
            if (case := self._waiting(number)) is not None
        ]
        cases = [*waiting, *self.new[turn]]
        self._write(day, cases)
        read = self._read(day)
        return Meeting(day.isoformat(), day, read, brought={number: self.record.waits(number) for number in read})

    def _waiting(self, number: str) -> Table | None:
        newest = [meeting for meeting in self.record.meetings if number in meeting.cases][-1]
        state = newest.left(number).state
        if state in ("postponed", "in_principle") or (state == "returned" and self.random.random() < 0.5):
            return next(case for case in self.written[newest.id] if case["case_number"] == number)
        return None

    def _write(self, day: date, cases: list[Table]) -> None:
        self.written[day.isoformat()] = cases
        self.office.agenda(day.isoformat(), self.committee.agenda(day, cases))

    def _read(self, day: date) -> dict[str, Json]:
        text = (self.office.folder / "agenda" / f"{day}.toml").read_text(encoding="utf-8")
        return {case["case_number"]: case for case in tomllib.loads(text, parse_float=Decimal)["cases"]}

    def says(self, meeting: Meeting, *intentions: Json) -> None:
        """Record intentions; what was not refused is remembered."""
        answers = self.office.answers(meeting.id, *intentions)
        for intention, answer in zip(intentions, answers, strict=True):
            if "event" in answer:
                self._remember(meeting, dict(intention))

    def _remember(self, meeting: Meeting, intention: Json) -> None:
        match intention["do"]:
            case "open":
                self.record.opens(meeting)
            case "close" | "approve":
                meeting.state = "closed" if intention["do"] == "close" else "approved"
            case "undo":
                meeting.intentions.pop()
            case _:
                number = intention.get("case", "")
                if intention["do"] == "place":
                    chosen = self.record.chosen(meeting.case(number), intention)
                    weighed = self.weighed(meeting, number, chosen.start, chosen.end)
                    intention["chosen"] = replace(chosen, weighed=weighed)
                if intention["do"] == "correct":
                    before = meeting.left(number).chosen
                    assert before is not None, "what was placed is corrected"
                    intention["chosen"] = self._corrected(meeting, number, before, intention["place"])
                if intention["do"] == "confirm" and "start" in intention:
                    intention["chosen"] = self._moved(meeting, number, date.fromisoformat(intention["start"]))
                if intention["do"] == "take":
                    intention["table"] = self._read(meeting.day)[number]
                meeting.intentions.append(intention)

    def _moved(self, meeting: Meeting, number: str, start: date) -> Chosen:
        """What was chosen in principle, for another start: the end of the grant moves along, any other stays."""
        left, case = meeting.left(number), meeting.case(number)
        before = left.chosen or left.carried
        assert before is not None, "what was decided in principle is confirmed"
        if start == before.start:
            return before
        months = case["grant"]["expected_months"]
        of_grant = last_of_support(case, before.start, last_day(before.start, months)) == before.end
        wanted = last_day(start, months) if of_grant else before.end
        end = last_of_support(case, start, wanted)
        origin = meeting.id if left.chosen else self._carried_from(meeting, number)
        weighed = self.weighed(meeting, number, start, end, anew=(origin, number))
        return replace(before, start=start, end=end, wanted_end=wanted, weighed=weighed, before=before.before or before)

    def _carried_from(self, meeting: Meeting, number: str) -> str:
        """The meeting that decided it in principle."""
        earlier = (other for other in self.record.meetings if other is not meeting and number in other.cases)
        return [other.id for other in earlier if other.left(number).state == "in_principle"][-1]

    def _corrected(self, meeting: Meeting, number: str, before: Chosen, place: Json) -> Chosen:
        """What a correction makes of a choice: another house or period is weighed again."""
        start = date.fromisoformat(place["start"]) if "start" in place else before.start
        wanted = date.fromisoformat(place["end"]) if "end" in place else before.wanted_end
        end = last_of_support(meeting.case(number), start, wanted) if "end" in place else before.end
        granted = exactly(meeting.case(number)["grant"]["hours_per_week"])
        hours = exactly(place.get("hours", before.hours))
        frame = (None if hours == granted else granted) if hours != before.hours else before.frame
        after = replace(
            before, provider=place["provider"], staff=place["staff"], start=start, end=end, wanted_end=wanted,
            hours=hours, frame=frame,
        )  # fmt: skip
        if moved(before, after):
            weighed = self.weighed(meeting, number, after.start, after.end, anew=(meeting.id, number))
            after = replace(after, weighed=weighed, before=before.before or before)
        return after

    def weighed(
        self, meeting: Meeting, number: str, start: date, end: date, anew: tuple[str, str] | None = None
    ) -> Diary:
        """What others take up while a case would run: the case itself has what it had until it starts again."""
        first, last = self.reckoner.horizon(meeting.day)
        if start > last or end < first:
            first, last = self.reckoner.horizon(start)
        diary = self.record.diary(first, last, anew=anew)
        for day, houses in diary.items():
            if day >= start:
                for entries in houses.values():
                    entries[:] = [entry for entry in entries if entry.case != number]
        return diary

    def takes(self, meeting: Meeting) -> None:
        """Change the hours of a case in the file, and take the change over."""
        number = self.random.choice(list(meeting.cases))
        cases = [dict(case) for case in self.written[meeting.id]]
        for case in cases:
            if case["case_number"] == number:
                case["grant"] = case["grant"] | {"hours_per_week": self.random.randint(1, 40) / 4}
        self._write(meeting.day, cases)
        self.says(meeting, {"do": "take", "case": number})

    def wishes(self, meeting: Meeting) -> list[Json]:
        """Something for about half of the cases, with every answer it could need; at last one may be taken back."""
        number = self.random.choice(list(meeting.cases))
        wished = [self._wish(meeting, number) for number in meeting.cases if self.random.random() < 0.6]
        taken_back = [{"do": "undo"}] if self.random.random() < 0.3 else []
        return [{"do": "note", "case": number, "text": "Nævnt."}, *wished, *taken_back]

    def _wish(self, meeting: Meeting, number: str) -> Json:
        draw = self.random
        if meeting.left(number).carried and draw.random() < 0.5:
            refuse = draw.random() < 0.3
            start = (meeting.day + timedelta(draw.randint(-3, 60))).isoformat()
            moved = {} if refuse or draw.random() < 0.5 else {"start": start}
            return {"do": "confirm", "case": number, "role": "internal", "by": "Leder", "refuse": refuse} | moved
        if meeting.left(number).state != "open" and draw.random() < 0.4:
            return {"do": "reopen", "case": number, "reason": "Nyt."}
        kind = draw.random()
        if kind < 0.65:
            return self.placement(meeting, number)
        if kind < 0.9:
            return {"do": "postpone", "case": number, "reason": "Mangler."}
        if kind < 0.95:
            return {"do": "return", "case": number, "missing": "Samtykke."}
        return {"do": "withdraw", "case": number, "reason": "Flyttet.", "by": "Sagsbehandler"}

    def placement(self, meeting: Meeting, number: str) -> Json:
        """Any provider, with every answer that could be asked for."""
        draw = self.random
        provider = draw.choice(list(self.committee.providers))
        intention: Json = {
            "do": "place", "case": number, "provider": provider,
            "staff": draw.choice([None, *self.committee.providers[provider]]),
            "start": (meeting.day + timedelta(draw.randint(-3, 70))).isoformat(),
            "positions": "all_agree",
            "answers": [{"caution": code, "code": "because", "text": "Hørt."} for code in BLOCKING],
            "reason": {"code": "because", "text": "Samlet set."},
        }  # fmt: skip
        if draw.random() < 0.25:
            intention["end"] = (date.fromisoformat(intention["start"]) + timedelta(draw.randint(0, 300))).isoformat()
        intention |= {"in_principle": True} if draw.random() < 0.4 else {}
        return intention | self.committee.set_hours(exactly(meeting.case(number)["grant"]["hours_per_week"]))

    def finishing(self, meeting: Meeting) -> list[Json]:
        """What is left is postponed, and the meeting closes."""
        left = [{"do": "postpone", "case": number, "reason": "Tiden gik."} for number in meeting.cases]
        return [*left, {"do": "close"}]

    def corrections(self, meeting: Meeting) -> Iterator[Json]:
        """A clerical error in something that was placed here, put right."""
        draw = self.random
        for number in meeting.cases:
            left = meeting.left(number)
            ended = (number, meeting.id) in {**self.record.ended, **self.record.changed}
            if left.state == "placed" and left.carried is None and not ended and draw.random() < 0.5:
                provider = draw.choice(list(self.committee.providers))
                place: Json = {"provider": provider, "staff": draw.choice([None, *self.committee.providers[provider]])}
                place["reason"] = {"code": "because", "text": "Skrevet forkert."}
                if left.chosen is not None and draw.random() < 0.3:
                    start = left.chosen.start + timedelta(draw.randint(1, 30))
                    place["start"] = start.isoformat()
                    place["end"] = (start + timedelta(draw.randint(0, 200))).isoformat()
                place |= self.committee.set_hours(exactly(meeting.case(number)["grant"]["hours_per_week"]))
                yield {"do": "correct", "case": number, "place": place, "why": "Tastefejl", "by": "Leder"}
                return


def moved(before: Chosen, after: Chosen) -> bool:
    """Whether other hours are taken up."""
    return any(getattr(before, key) != getattr(after, key) for key in ("provider", "start", "end", "hours"))
