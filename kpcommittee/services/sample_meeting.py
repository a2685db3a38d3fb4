"""The sample committee's meeting, folded in memory from what is shipped, to try the look of documents on."""

from datetime import datetime, timedelta, timezone
from functools import cache

from kpcommittee.convert.intentions import ParsedIntention, parse_intention
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.model import Minutes
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import claims_of
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.meeting import Meeting, apply
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.workspace.placements import read_placements
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import sample_folder

_DAY = "2026-12-02"
_BEGINS = datetime(2026, 12, 2, 9, tzinfo=timezone(timedelta(hours=1)))


@cache
def sample_minutes() -> Minutes:
    """Return the minutes of the sample's meeting, as its script holds it: people and cases in it are invented."""
    meeting, context = _prepared()
    script = (sample_folder() / "agenda" / f"{_DAY}.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(script, 1):
        parsed = parse_intention(line)
        assert isinstance(parsed, ParsedIntention), "the shipped script is valid"
        event = decide(meeting, parsed.intention, context)
        assert not isinstance(event, Refusal), f"the shipped script is refused: {event}"
        at = parsed.at or _BEGINS + timedelta(minutes=number)
        by = parsed.by or context.by
        meeting = apply(meeting, Recorded(stream=meeting.id, number=meeting.last + 1, at=at, by=by, event=event))
    return minutes_of(meeting)


def _prepared() -> tuple[Meeting, Context]:
    folder = sample_folder()
    config = read_config(folder / "config.toml").config
    assert config is not None, "the shipped config is valid"
    law = read_law(config.law, folder).law
    assert law is not None, "the shipped law table is valid"
    agenda = read_agenda(folder / "agenda" / f"{_DAY}.toml", config, law).agenda
    assert agenda is not None, "the shipped agenda is valid"
    claims = claims_of(read_placements(folder / "placements.csv", config).placements, ())
    ledger = Ledger.of_claims(config, claims, agenda.meeting.date)
    context = Context(
        config=config, config_digest="", law=law, ledger=ledger, now=_BEGINS, by=config.committee.name, agenda=agenda
    )
    return Meeting.prepared(agenda), context
