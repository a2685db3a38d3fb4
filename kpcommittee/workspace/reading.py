"""Reading the config, the law table and agendas: the good part, and every flaw of the rest."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kpcommittee.convert.around import read_around
from kpcommittee.convert.flaws import Flaw, nearest, shown
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config, LawChoice
from kpcommittee.domain.law import Law
from kpcommittee.workspace.case_checks import Known, check_case
from kpcommittee.workspace.config_checks import check_config
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.toml import read_toml

DATA = Path(__file__).parent.parent / "data"
"""Where the law tables lie that come with the program."""

_FILE_NAME = re.compile(r"\w[\w .,+-]{0,99}")
"""A meeting's id names its minutes' file."""

T = TypeVar("T")


class ConfigRead(NamedTuple):
    """The config as far as it has its shape, and what is wrong with it."""

    config: Config | None = None
    """Without the values that are wrong; to be relied on only when there are no flaws."""
    flaws: tuple[Flaw, ...] = ()


class LawRead(NamedTuple):
    """The law table, and what is wrong with it."""

    law: Law | None = None
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A case that is not on the agenda because of its errors."""

    index: int
    """Its place in the file, from 0."""
    case_number: str | None
    flaws: tuple[Flaw, ...]


class AgendaRead(NamedTuple):
    """The agenda with the cases that are right, and what was left out of it."""

    agenda: Agenda | None = None
    """Nothing when the file or the meeting's head cannot be read."""
    flaws: tuple[Flaw, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def read_config(path: Path, shown_as: str = "") -> ConfigRead:
    """The committee's configuration."""
    config, flaws = _read_file(path, shown_as or path.name, Config)
    if config is not None:
        flaws = (*flaws, *(flaw.of(shown_as or path.name) for flaw in check_config(config)))
    return ConfigRead(config=config, flaws=flaws)


def read_law(choice: LawChoice, folder: Path, shown_as: str = "config.toml") -> LawRead:
    """The law table that is in use: the config's own file, else that of its date, else the newest.

    Args:
        choice: the config's choice.
        folder: the folder of the config, which `file` is relative to.
        shown_as: how errors name the config.
    """
    if choice.file is not None:
        law, flaws = _read_file(folder / choice.file, choice.file, Law)
        return LawRead(law=law, flaws=flaws)
    dates = law_dates()
    as_of = choice.as_of or dates[-1]
    if as_of not in dates:
        values = {"allowed": tuple(one.isoformat() for one in dates)}
        flaw = Flaw(place="law.as_of", code="not_one_of", value=as_of.isoformat(), values=values, file=shown_as)
        return LawRead(flaws=(flaw,))
    path = DATA / f"law-{as_of.isoformat()}.toml"
    law, flaws = _read_file(path, path.name, Law)
    return LawRead(law=law, flaws=flaws)


def law_dates() -> tuple[date, ...]:
    """The dates of the law tables that come with the program, oldest first."""
    return tuple(sorted(date.fromisoformat(one.stem.removeprefix("law-")) for one in DATA.glob("law-*.toml")))


def read_agenda(path: Path, config: Config, law: Law, shown_as: str = "") -> AgendaRead:
    """One meeting's agenda; a case with errors is left out and the rest stays."""
    name = shown_as or path.name
    try:
        data = read_toml(path, name)
    except Unread as error:
        return AgendaRead(flaws=(error.flaw,))
    head, flaws = _head(data, path.stem)
    good: list[Case] = []
    left: list[LeftOut] = []
    if head is not None and isinstance(data.get("cases", []), list):
        known = Known(config, law)
        places: dict[str, int] = {}
        for index, raw in enumerate(data.get("cases", [])):
            case, wrong = _case(raw, index, known, head.date, places)
            if case is not None and not wrong:
                good.append(case)
            else:
                wrong = tuple(flaw.of(name) for flaw in wrong)
                left.append(LeftOut(index=index, case_number=_number_of(raw), flaws=wrong))
    return AgendaRead(
        agenda=Agenda(meeting=head, cases=tuple(good)) if head is not None and _is_sound(flaws) else None,
        flaws=(*(flaw.of(name) for flaw in flaws), *(flaw for one in left for flaw in one.flaws)),
        left_out=tuple(left),
    )


def _read_file(path: Path, name: str, cls: type[T]) -> tuple[T | None, tuple[Flaw, ...]]:
    try:
        value, flaws = read_around(read_toml(path, name), cls)
    except Unread as error:
        return None, (error.flaw,)
    return value, tuple(flaw.of(name) for flaw in flaws)


def _head(data: dict[str, Any], stem: str) -> tuple[MeetingHead | None, tuple[Flaw, ...]]:
    """The meeting's head, and what is wrong with it or beside it."""
    known = ("cases", "meeting")
    beside = tuple(
        Flaw(
            place=shown(key),
            code="unknown_key",
            value=shown(key),
            values={"nearest": nearest(key, known), "known": known},
        )
        for key in data
        if key not in known
    )
    if not isinstance(data.get("cases", []), list):
        beside += (Flaw(place="cases", code="wrong_type", values={"expected": "list"}),)
    if "meeting" not in data:
        return None, (Flaw(place="meeting", code="missing_key"), *beside)
    raw = data["meeting"]
    head, flaws = read_around({"id": stem, **raw} if isinstance(raw, dict) else raw, MeetingHead, "meeting")
    if not flaws and head is not None and not _FILE_NAME.fullmatch(head.id):
        flaws, head = (Flaw(place="meeting.id", code="bad_id", value=shown(head.id)),), None
    return head, (*flaws, *beside)


def _is_sound(flaws: tuple[Flaw, ...]) -> bool:
    """Whether nothing is wrong with the head itself, whatever stands beside it."""
    return not any(flaw.place.startswith("meeting") for flaw in flaws)


def _case(
    raw: Any, index: int, known: Known, meeting: date, places: dict[str, int]
) -> tuple[Case | None, tuple[Flaw, ...]]:
    place = f"cases[{index}]"
    case, flaws = read_around(raw, Case, place)
    wrong = [_without_grant(flaw, place) for flaw in flaws]
    if case is None:
        return None, tuple(wrong)
    wrong += [flaw.inside(place) for flaw in check_case(case, known, meeting)]
    first = places.setdefault(case.case_number, index)
    if first != index:
        values = {"first": f"cases[{first}].case_number"}
        number = shown(case.case_number)
        wrong.append(Flaw(place=f"{place}.case_number", code="duplicate_id", value=number, values=values))
    return case, tuple(wrong)


def _without_grant(flaw: Flaw, place: str) -> Flaw:
    """A case without a grant is refused in its own words: the committee is not a visitation forum."""
    return replace(flaw, code="no_grant") if (flaw.place, flaw.code) == (f"{place}.grant", "missing_key") else flaw


def _number_of(raw: Any) -> str | None:
    number = raw.get("case_number") if isinstance(raw, dict) else None
    return shown(number) if isinstance(number, str) else None
