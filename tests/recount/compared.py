"""What the program prints beside what was counted: every difference is a sentence."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.drivers.office import item_of
from tests.recount import wording
from tests.recount.calendar_days import DAY, age_on, birthday, days, iso_week, monday
from tests.recount.reckoning import (
    DayFigures,
    Reckoner,
    first_follow_up,
    on_leave,
    plan_due,
    youth_plan_due,
)
from tests.recount.record import CaseLeft, Chosen, Diary, Meeting, exactly, last_day, last_of_support
from tests.recount.year import Year

Json = dict[str, Any]
Differences = Iterator[str]
ROUNDED = 0.00006
"""Figures in JSON have four decimals."""


def equal(where: str, printed: Any, counted: Any) -> Differences:
    """Nothing when both say the same."""
    if isinstance(counted, Decimal):
        if printed is None or abs(printed - float(counted)) > ROUNDED:
            yield f"{where}: {printed} printed, {float(counted)} counted"
    elif printed != counted:
        yield f"{where}: {printed!r} printed, {counted!r} counted"


def same_figures(where: str, printed: Json, counted: DayFigures, *keys: str) -> Differences:
    """The figures of a day."""
    for key in keys or ("room", "load", "held", "free", "over", "share"):
        yield from equal(f"{where}.{key}", printed[key], getattr(counted, key))


# The balance


def balance_differs(year: Year, day: date) -> Differences:
    """`balance --json` on a day."""
    reckoner = year.reckoner
    first, last = reckoner.horizon(day)
    diary = year.record.diary(first, last)
    for printed in year.office.good("balance", "--date", day.isoformat(), "--json").json:
        provider = reckoner.providers[printed["provider"]]
        where = f"balance {day} {provider['id']}"
        now, worst = reckoner.on(provider, day, diary), reckoner.worst(provider, first, last, diary)
        yield from same_figures(where, printed, now)
        yield from same_figures(f"{where} worst", printed["worst"], worst)
        yield from equal(f"{where} week", printed["worst"]["week"], iso_week(worst.day))
        yield from equal(f"{where} status", printed["status"], worst.status(reckoner.rules))
        yield from equal(f"{where} children", printed["children"], now.children)
        yield from equal(f"{where} unknown", printed["unknown_hours"], now.unknown)
        yield from equal(f"{where} offer", printed["hours_per_enrolled"], reckoner.offer(provider, now))
        offer = reckoner.offer(provider, worst)
        yield from equal(f"{where} worst offer", printed["worst"]["hours_per_enrolled"], offer)
        for member, shown in zip(provider.get("staff", ()), printed["staff"], strict=True):
            own = reckoner.on(provider, day, diary, member)
            yield from same_figures(
                f"{where} {member['id']}", shown, own, "room", "load", "held", "free", "over", "children"
            )


# A case


def case_differs(year: Year, meeting: Meeting, printed: Json) -> Differences:
    """One case of `show --json`: ages, deadlines, and every option of one that is not decided."""
    number = printed["case_number"]
    case, left = meeting.case(number), meeting.left(number)
    where = f"{meeting.id} {number}"
    chosen = left.chosen or (left.carried if left.state in ("open", "postponed") else None)
    start = chosen.start if chosen else max(meeting.day, case["grant"]["decided_on"])
    granted = chosen.end if chosen else last_day(start, case["grant"]["expected_months"])
    end = chosen.end if chosen else last_of_support(case, start, granted)
    yield from equal(f"{where} state", printed["state"], left.state)
    yield from equal(f"{where} age", printed["child"]["age"], age_on(case["child"]["birth_date"], meeting.day))
    yield from equal(f"{where} waiting", printed["waiting_days"], (meeting.day - case["grant"]["decided_on"]).days)
    times = left.postponed_before + (left.state == "postponed")
    yield from equal(f"{where} postponed", printed["postponed_times"], times)
    deadlines = printed["deadlines"]
    yield from equal(f"{where} plan", deadlines["plan_due"], iso(plan_due(case)))
    due = first_follow_up(case, left.chosen.start) if left.chosen else None
    follow_up = iso(due) if due and left.chosen and due <= left.chosen.end else None
    yield from equal(f"{where} follow-up", deadlines["first_follow_up_due"], follow_up)
    yield from equal(f"{where} youth plan", deadlines["youth_plan_due"], iso(youth_plan_due(case, end)))
    for age, code in ((16, "turns_16"), (18, "turns_18"), (23, "turns_23")):
        turns = birthday(case["child"]["birth_date"], age)
        texts = [caution["text"] for caution in printed["cautions"] if caution["code"] == code]
        reaches = chosen.wanted_end if chosen else granted
        yield from equal(f"{where} {code}", len(texts), int(start <= turns <= reaches))
        yield from (f"{where}: {text}" for text in texts if wording.day(turns, year.language) not in text)
    yield from equal(f"{where} now", printed["now"] is not None, left.chosen is not None)
    if left.chosen is not None:
        yield from decided_differs(where, year, meeting, printed, left.chosen)
    elif left.state in ("open", "postponed"):
        diary = year.weighed(meeting, number, start, end)
        for option in printed["options"]:
            yield from option_differs(
                where, option, _as_thought_of(case, left, year), (start, end), year.reckoner, diary
            )


def _as_thought_of(case: Json, left: CaseLeft, year: Year) -> Json:
    """The case with the hours that a decision in principle set for it, where the committee may still set them."""
    sets_hours = year.committee.parsed["committee"]["sets_hours"]
    granted = exactly(case["grant"]["hours_per_week"])
    if left.carried and left.carried.frame and sets_hours and left.carried.hours <= granted:
        return case | {"grant": case["grant"] | {"hours_per_week": left.carried.hours}}
    return case


def decided_differs(where: str, year: Year, meeting: Meeting, printed: Json, chosen: Chosen) -> Differences:
    """A decided case: what it was decided on, and beside it how full the chosen provider is today."""
    number, period, reckoner = printed["case_number"], (chosen.start, chosen.end), year.reckoner
    table = meeting.case(number)
    for option in printed["options"]:
        as_weighed = chosen if option["provider"] == chosen.provider else chosen.before or chosen
        case = table | {"grant": table["grant"] | {"hours_per_week": as_weighed.hours}}
        days, weighed = (as_weighed.start, as_weighed.end), as_weighed.weighed
        yield from option_differs(f"{where} decided", option, case, days, reckoner, weighed)
    decision = printed["decision"]
    for key in ("provider", "staff", "hours"):
        yield from equal(f"{where} {key}", decision[key], getattr(chosen, key))
    yield from equal(f"{where} frame", decision["granted_hours"], chosen.frame or chosen.hours)
    yield from equal(f"{where} period", (decision["start"], decision["end"]), tuple(map(iso, period)))
    provider = reckoner.providers[chosen.provider]
    over = [caution["code"] for caution in printed["cautions"] if caution["code"] == "over_capacity"]
    asks = reckoner.asks_about_room(provider, *period, chosen.hours, chosen.weighed)
    yield from equal(f"{where} over", over, ["over_capacity"] * asks)
    exceeded = any(caution["code"] == "delivery_exceeded" for caution in printed["cautions"])
    too_little = reckoner.delivers_too_little(chosen.provider, chosen.hours, *period)
    yield from equal(f"{where} delivery", exceeded, too_little)
    today = year.weighed(meeting, number, *period)
    _before, now = reckoner.effect(provider, *period, chosen.hours, today)
    yield from equal(f"{where} room now", printed["now"]["room"], now.status(reckoner.rules))
    yield from equal(f"{where} share now", printed["now"]["share_after"], now.share)


def option_differs(
    where: str, printed: Json, case: Json, period: tuple[date, date], reckoner: Reckoner, diary: Diary
) -> Differences:
    """One provider for the case."""
    start, end = period
    provider = reckoner.providers[printed["provider"]]
    where = f"{where} at {provider['id']}"
    hours = exactly(case["grant"]["hours_per_week"])
    before, after = reckoner.effect(provider, start, end, hours, diary)
    room = after.status(reckoner.rules)
    yield from equal(f"{where} room", printed["room"], room)
    yield from equal(f"{where} week", printed["worst_week"], iso_week(after.day))
    for key, counted in (
        ("share_before", before.share),
        ("share_after", after.share),
        ("free_before", before.free),
        ("free_after", after.free),
        ("over_after", after.over),
    ):
        yield from equal(f"{where} {key}", printed[key], counted)
    for key, side in (("offer_before", before), ("offer_after", after)):
        yield from equal(f"{where} {key}", printed[key], reckoner.offer(provider, side))
    yield from equal(f"{where} cost", printed["cost_per_month"], reckoner.cost(provider["id"], hours, start))
    excluded = []
    for member, shown in zip(provider.get("staff", ()), printed["staff"], strict=True):
        free, why = person(provider, member, hours, case, period, reckoner, diary)
        excluded.append(why)
        yield from equal(f"{where} {member['id']} free", shown["free"], free)
        yield from equal(f"{where} {member['id']} excluded", shown["excluded_by"], why)
    yield from equal(f"{where} excluded", printed["excluded_by"], house(provider, case, room, period, excluded))


def declined(case: Json, who: str) -> bool:
    """Whether the child says no to that house or person."""
    return who in case.get("child_view", {}).get("declines", ())


def person(
    provider: Json,
    member: Json,
    hours: Decimal,
    case: Json,
    period: tuple[date, date],
    reckoner: Reckoner,
    diary: Diary,
) -> tuple[Decimal | None, str | None]:
    """The hours a person has left while the case would run, and what keeps them from it."""
    start, end = period
    first, last = max(monday(start), min(diary)), min(monday(end) + 6 * DAY, max(diary))
    free = reckoner.worst(provider, first, last, diary, member).free
    runs = days(min(max(start, min(diary)), max(diary)), max(min(end, max(diary)), min(diary)))
    children = max(reckoner.on(provider, day, diary, member).children for day in runs)
    away = on_leave(member, start) or start > member.get("left_on", start)
    if away and free is not None:
        free = Decimal(0)
    if declined(case, member["id"]):
        return free, "declined"
    if away:
        return free, "on_leave"
    needed = hours * exactly(provider.get("hours_factor", 1))
    full = (free is not None and free < needed) or children >= member.get("max_children", children + 1)
    return free, "person_over_max" if full else None


def house(provider: Json, case: Json, room: str, period: tuple[date, date], excluded: list[str | None]) -> str | None:
    """What keeps a provider from the case: the child, an empty house, the hours, or that nobody has room."""
    start, end = period
    if declined(case, provider["id"]):
        return "declined"
    last_days = [member.get("left_on", date.max) for member in provider.get("staff", ())]
    if last_days and max(last_days) < start:
        return "on_leave"
    if any(holiday["from"] <= start and end <= holiday["to"] for holiday in provider.get("closed", ())):
        return "house_closed"
    if room == "over":
        return "over_capacity"
    if excluded and all(excluded):
        return excluded[0] if len({*excluded}) == 1 else "person_over_max"
    return None


def iso(day: date | None) -> str | None:
    """The date as JSON has it."""
    return None if day is None else day.isoformat()


# The meeting's balance


def lines(year: Year, meeting: Meeting) -> list[Json]:
    """Every provider before and after the meeting, at this point of it."""
    reckoner = year.reckoner
    first, last = reckoner.horizon(meeting.day)
    outside, inside = year.record.diary(first, last, without=meeting.id), year.record.diary(first, last)
    counted = []
    for provider in reckoner.providers.values():
        after = reckoner.worst(provider, first, last, inside)
        low, high = max(monday(after.day), first), min(monday(after.day) + 6 * DAY, last)
        before = reckoner.worst(provider, low, high, outside)
        offers = [reckoner.offer(provider, figures) for figures in (before, after)]
        counted.append({"provider": provider, "before": before, "after": after, "offers": offers})
    return counted


def minutes_differ(year: Year, meeting: Meeting, document: str, counted: list[Json]) -> Differences:
    """The table of the balance in the minutes."""
    language = year.language
    rows = {cells[0]: cells for cells in map(_cells, document.splitlines()) if len(cells) == 9}
    for line in counted:
        name, before, after = line["provider"]["name"], line["before"], line["after"]
        cells = rows[name]
        where = f"minutes {meeting.id} {name}"
        yield from equal(f"{where} week", int(re.findall(r"\d+", cells[1])[0]), int(iso_week(after.day)[-2:]))
        yield from equal(f"{where} room", cells[2], wording.hours(after.room, language))
        yield from equal(f"{where} before", cells[3], _used(before, language))
        yield from equal(f"{where} after", cells[4].partition(" + ")[0], _used(after, language))
        yield from equal(f"{where} free", cells[5].partition(" (")[0], wording.hours(after.free, language))
        offer = wording.NONE
        if line["offers"][1] is not None:
            offer = " → ".join(wording.hours(hours, language) for hours in line["offers"])
        yield from equal(f"{where} offer", cells[8], offer)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def _used(figures: DayFigures, language: str) -> str:
    share = "" if figures.share is None else f" ({wording.share(figures.share, language)})"
    return f"{wording.hours(figures.used, language)}{share}"


def item_differs(year: Year, meeting: Meeting, document: str, number: str) -> Differences:
    """One item of the minutes: the age, and a placement's period, hours, dates and figures."""
    item, language, case = item_of(document, number), year.language, meeting.case(number)
    age = age_on(case["child"]["birth_date"], meeting.day)
    wanted = [f", {age} "]
    left = meeting.left(number)
    chosen = left.chosen
    if chosen is not None and left.state in ("placed", "in_principle"):
        hours = chosen.hours
        provider = year.reckoner.providers[chosen.provider]
        sides = year.reckoner.effect(provider, chosen.start, chosen.end, hours, chosen.weighed)
        shown = [wording.share(side.share, language) for side in sides]
        if sides[1].share is None:
            shown = [f"{wording.hours(side.used, language)} " for side in sides]
        offers = [wording.hours(year.reckoner.offer(provider, side), language) for side in sides]
        wanted += [] if offers[1] == wording.NONE else [f": {' → '.join(offers)} "]
        wanted += [shown[0], f"→ {shown[1]}", f" {int(iso_week(sides[1].day)[-2:])}", wording.hours(hours, language)]
        wanted += [wording.hours(chosen.frame, language)] if chosen.frame else []
        due = plan_due(case) if "completed_on" not in case["grant"].get("plan", {}) else None
        dates = (chosen.start, chosen.end, first_follow_up(case, chosen.start), due)
        wanted += [wording.day(day, language) for day in dates if day]
    yield from (
        f"minutes {meeting.id} {number}: {expected} is not in {item}" for expected in wanted if expected not in item
    )


# Text


def balance_text_differs(year: Year, day: date) -> Differences:
    """The table of `balance`."""
    reckoner = year.reckoner
    first, last = reckoner.horizon(day)
    diary = year.record.diary(first, last)
    text = year.office.good("balance", "--date", day.isoformat()).out
    for provider in reckoner.providers.values():
        worst = reckoner.worst(provider, first, last, diary)
        both = (reckoner.on(provider, day, diary), worst)
        shares = [
            wording.share(figure.share, year.language) for figure in both if figure.share is None or figure.share < 99
        ]
        figures = (worst.load, worst.held, worst.free, worst.over, reckoner.offer(provider, worst))
        left = [wording.hours(hours, year.language) for hours in figures if hours]
        yield from printed_of(year, text, provider, f"balance text {day}", *shares, *left)


def meeting_text_differs(year: Year, meeting: Meeting, counted: list[Json]) -> Differences:
    """The balance of the meeting, in `show`."""
    text = year.office.good("show", meeting.id).out
    for line in counted:
        change = changed(line["before"], line["after"], year.language)
        over, free = line["after"].over, line["after"].free
        left = wording.hours(over or free, year.language) if free is not None else ""
        yield from printed_of(year, text, line["provider"], f"show {meeting.id}", change, left)


def changed(before: DayFigures, after: DayFigures, language: str) -> str:
    """How full a house is before and after, in per cent; in hours without a limit or any room."""
    if after.share is None:
        return f"{wording.hours(before.used, language)} → {wording.hours(after.used, language)} "
    return f"{wording.share(before.share, language).removesuffix(' %')} → {wording.share(after.share, language)}"


def case_text_differs(year: Year, meeting: Meeting, printed: Json) -> Differences:
    """The options of a case in `show --case`: as they are weighed while it is open, as they were when decided.

    A case that was put off shows none once the meeting is over.
    """
    number = printed["case_number"]
    case, left = meeting.case(number), meeting.left(number)
    text = year.office.good("show", meeting.id, "--case", number).out
    where = f"show {meeting.id} {number}"
    due = plan_due(case)
    if due and "completed_on" not in case["grant"].get("plan", {}) and wording.day(due, year.language) not in text:
        yield f"{where}: the plan is due on {due}"
    chosen, reckoner = left.chosen, year.reckoner
    if left.state == "postponed" and meeting.state in ("closed", "approved"):
        return  # Nothing is decided about it here any more.
    if chosen is None and left.state in ("open", "postponed") and not left.carried:
        start = max(meeting.day, case["grant"]["decided_on"])
        granted, hours = last_day(start, case["grant"]["expected_months"]), exactly(case["grant"]["hours_per_week"])
        end = last_of_support(case, start, granted)
        asked = Chosen("", None, hours, start, end, granted, year.weighed(meeting, number, start, end))
    elif chosen is not None:
        asked = chosen
    else:
        return
    for option in printed["options"]:
        if not (option["candidate"] or option["relation"] or option["wish"] or option["for_list"]):
            continue
        provider = reckoner.providers[option["provider"]]
        placed = asked if provider["id"] == asked.provider else asked.before or asked
        before, after = reckoner.effect(provider, placed.start, placed.end, placed.hours, placed.weighed)
        cost = reckoner.cost(provider["id"], placed.hours, placed.start)
        offered = wording.alike(reckoner.offer(provider, before), reckoner.offer(provider, after), year.language)
        kroner = wording.number(exactly(cost), year.language, 0) if cost else ""
        yield from printed_of(year, text, provider, where, changed(before, after, year.language), offered, kroner)


def printed_of(year: Year, text: str, provider: Json, where: str, *fragments: str) -> Differences:
    """What is printed between a provider's name and the next: all of these, in one place at least."""
    names = "|".join(re.escape(provider["name"]) + r"(?![\w-])" for provider in year.committee.parsed["providers"])
    parts = re.split(f"({names})", " ".join(text.split()))
    own = [after for name, after in zip(parts[1::2], parts[2::2], strict=True) if name == provider["name"]]
    if not any(all(fragment in part for fragment in fragments) for part in own):
        yield f"{where} {provider['id']}: {fragments} is not in {own}"
