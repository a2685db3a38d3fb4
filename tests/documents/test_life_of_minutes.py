"""Random meetings up to their last version: private notes, reading, comments, corrections, differences and merges.

Every recipient gets a document in every format, and so does the run sheet. It has no comment and no private note, and
tells nobody of anybody else. What is different in a version is there in every format, and what was edited by hand is
kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kpcommittee.documents.formats import FORMATS, Format
from kpcommittee.documents.reading import lines_of
from kpcommittee.documents.recipients import recipient_of
from kpcommittee.domain.committee import ROLES
from kpcommittee.errors import KpError
from kpcommittee.services import merging
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.exports import begin_export
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.merging import merge_edited
from kpcommittee.services.recipients import FinishedFile, LeakError, prepare_document
from kpcommittee.services.script import answers_to
from kpcommittee.services.session import Session
from kpcommittee.services.steps import watch_nothing
from tests.random_meetings import FIRST_DAY, RandomCommittee
from tests.seeds import seeds

Json = dict[str, Any]
COMMENTED, ANSWERED, PRIVATE, ANEW = "kommentarord", "svarord", "hemmeligord", "nyskrevet"
"""Words that nothing else in a meeting has."""
OF_A_WHOLE_MEETING = ("xml", "xlsx")


class Lived:
    """A random meeting in a folder of its own, which is recorded as a script does."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.committee, self.random = RandomCommittee(seed), Random(seed)
        self.day = FIRST_DAY + timedelta(seed)
        numbers = [f"27.{seed}-{n}" for n in range(self.random.randint(2, 6))]
        (folder / "agenda").mkdir(parents=True)
        (folder / "config.toml").write_text(self.committee.config, encoding="utf-8")
        cases = [self.committee.case(number, self.day) for number in numbers]
        (folder / "agenda" / f"{self.day}.toml").write_text(self.committee.agenda(self.day, cases), encoding="utf-8")
        self.session = Session.find(folder)
        self.meeting = MeetingSession.find(self.session, self.day.isoformat())
        self.numbers = numbers
        self.says({"do": "open"})
        self.says(*(self.committee.intention(numbers, self.day) for _ in range(40)))
        self.says(*({"do": "note", "case": each, "text": f"{PRIVATE} {each}", "private": True} for each in numbers))

    def says(self, *intentions: Json) -> list[Json]:
        lines = [json.dumps(each, default=str).encode() for each in intentions]
        return [dict(answer) for answer in answers_to(self.meeting, lines)]

    def ends(self) -> None:
        """Whatever state the wishes have left: everything is dealt with, and the meeting closed."""
        self.says({"do": "open"})
        for item in self.meeting.meeting.items:
            if item.state == "open":
                self.says({"do": "postpone", "case": item.number, "reason": "Tiden gik."})
        self.says({"do": "close"})

    def is_read(self) -> None:
        """The minutes are sent out, commented on and answered; some comments are taken in, and write a text again."""
        draw = self.random
        self.says({"do": "circulate", "until": (self.day + timedelta(7)).isoformat()})
        for n in range(draw.randint(1, 6)):
            said_by, case = draw.choice(self.committee.people), draw.choice([None, *self.numbers])
            self.says({"do": "comment", "text": f"{COMMENTED} {n}", "said_by": said_by, "case": case})
        for n in range(1, draw.randint(1, 8)):
            of_what: tuple[Json, ...] = ({"what": "note", "n": 1}, {"what": "postponed"}, {"what": "returned"})
            texts = [each | {"text": f"{ANEW} {n}"} for each in draw.sample(of_what, draw.choice([0, 1, 1]))]
            outcome = draw.choice(["answered", "taken_in", "withdrawn"])
            self.says({"do": "resolve", "comment": n, "outcome": outcome, "text": f"{ANSWERED} {n}", "texts": texts})

    def is_corrected(self) -> None:
        """Clerical errors are corrected after the approval, each in a version of its own."""
        self.says({"do": "approve"})
        for item in self.meeting.meeting.items:
            texts = [{"what": "postponed", "text": f"{ANEW} {item.number[-1]}"}]
            place = {"reason": {"code": "because", "text": f"{ANEW} {item.number[-1]}"}}
            change = {"texts": texts} if item.state == "postponed" else {"place": place}
            self.says({"do": "correct", "case": item.number, "why": "Skrivefejl.", **change})

    def asked(self) -> Iterator[str]:
        yield from ("full", "statistics", "script", *(f"leader:{role}" for role in ROLES))
        yield from (f"provider:{provider.id}" for provider in self.meeting.config.providers)
        yield from (f"{kind}:{number}" for kind in ("case", "child", "family") for number in self.numbers)

    def documents(self, formats: Callable[[int], Iterable[str]]) -> Iterator[tuple[str, Format, FinishedFile]]:
        """What each recipient gets, in the formats that are theirs by their place among all."""
        for place, asked in enumerate(self.asked()):
            for chosen in map(FORMATS.__getitem__, formats(place)):
                try:
                    made = prepare_document(self.meeting, DocumentRequest(recipient=recipient_of(asked)), chosen)(
                        watch_nothing
                    )
                except KpError:
                    continue  # there is no document for them
                assert not isinstance(made, LeakError), (asked, chosen.code, made)
                yield asked, chosen, made


def text_of(made: FinishedFile, code: str) -> str:
    lines = made.content.decode().split("\n") if code == "md" else lines_of(made.content, code)
    return "\n".join([*lines, *made.text])


def every_format(_place: int) -> Iterable[str]:
    return FORMATS


def in_turn(stage: int) -> Callable[[int], Iterable[str]]:
    """Markdown for each recipient, and one other format, which is another one at each stage."""
    others = [code for code in FORMATS if code != "md"]
    return lambda place: ("md", others[(place + stage) % len(others)])


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1, 200))
def test_no_document_has_a_comment_or_tells_of_anybody_else(seed: int, tmp_path: Path) -> None:
    lived = Lived(seed, tmp_path / "udvalg")
    for number, stage in enumerate((lived.ends, lived.is_read, lived.is_corrected)):
        stage()
        # All formats for everybody are for the soak.
        for asked, chosen, made in lived.documents(every_format if seed else in_turn(number)):
            text = text_of(made, chosen.code)
            assert COMMENTED not in text, (asked, chosen.code)
            assert ANSWERED not in text, (asked, chosen.code)
            assert (PRIVATE in text) <= (asked == "script"), (asked, chosen.code)
    lived.session.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(2, 200))
def test_what_a_version_changed_is_in_every_format(seed: int, tmp_path: Path) -> None:
    lived = Lived(seed, tmp_path / "udvalg")
    lived.ends()
    lived.is_read()
    lived.is_corrected()
    for version in range(2, lived.meeting.meeting.version + 1):
        for chosen in (each for each in FORMATS.values() if each.code not in OF_A_WHOLE_MEETING):
            request = DocumentRequest(difference=True, version=version)
            made = prepare_document(lived.meeting, request, chosen)(watch_nothing)
            assert isinstance(made, FinishedFile)
            text = text_of(made, chosen.code)
            assert ANEW in text, (version, chosen.code)
            assert COMMENTED not in text
    lived.session.close()


def test_a_comment_that_is_taken_in_can_tell_of_another_child_and_is_then_refused(tmp_path: Path) -> None:
    lived = Lived(1, tmp_path / "udvalg")
    item, other = lived.meeting.meeting.items[:2]
    lived.says({"do": "reopen", "case": item.number, "reason": "Nyt."})
    noted = lived.says({"do": "note", "case": item.number, "text": "Nævnt.", "said_by": "Else"})
    assert noted[-1].get("event") == "noted", noted
    lived.ends()
    lived.says({"do": "circulate"}, {"do": "comment", "text": "Skriv det.", "said_by": "Else", "case": item.number})
    item = next(each for each in lived.meeting.meeting.items if each.number == item.number)
    anew = [{"what": "note", "n": len(item.notes), "text": f"Som {other.case.child.name} også siger."}]
    answer = lived.says({"do": "resolve", "comment": 1, "outcome": "taken_in", "texts": anew})
    assert answer[-1].get("event") == "resolved", answer
    for chosen in (each for each in FORMATS.values() if each.code not in OF_A_WHOLE_MEETING):
        request = DocumentRequest(recipient=recipient_of(f"case:{item.number}"))
        assert isinstance(prepare_document(lived.meeting, request, chosen)(watch_nothing), LeakError), chosen.code
    lived.session.close()


def test_enough_is_drawn_to_be_found(tmp_path: Path) -> None:
    """Private notes, comments of every outcome, texts that are rewritten, and versions."""
    resolved, versions, notes = set[str | None](), 0, 0
    for seed in range(8):
        lived = Lived(seed, tmp_path / str(seed))
        lived.ends()
        lived.is_read()
        lived.is_corrected()
        comments = lived.meeting.meeting.comments
        resolved |= {comment.resolution.outcome if comment.resolution else None for comment in comments}
        versions += lived.meeting.meeting.version
        notes += len(lived.meeting.meeting.private_notes)
        lived.session.close()
    assert resolved == {None, "answered", "taken_in", "withdrawn"}
    assert versions > 16
    assert notes > 16


@pytest.mark.parametrize("seed", seeds(2, 200))
def test_what_was_edited_by_hand_is_kept_beside_what_is_new(seed: int, tmp_path: Path) -> None:
    lived = Lived(seed, tmp_path / "udvalg")
    lived.ends()
    export = begin_export(lived.meeting, DocumentRequest())
    export.make()
    path, _doubts = export.save()
    for turn in range(3):
        lines = path.read_text(encoding="utf-8").split("\n")
        places = lived.random.sample(range(4, len(lines) - 4), 3)
        hand = [f"Håndskrevet {turn}-{n} af sekretæren." for n in range(3)]
        for place, written in zip(sorted(places, reverse=True), hand, strict=True):
            lines.insert(place, written)
        edited = "\n".join(lines)
        path.write_text(edited, encoding="utf-8")
        (lived.is_read, lived.is_corrected, lambda: None)[turn]()
        merged = merge_edited(lived.meeting, DocumentRequest())
        text = merged.path.read_text(encoding="utf-8")
        assert (merged.edited_copy is None) == (text == edited), "the edited file is kept where another takes its place"
        assert [each for each in hand if each not in text] == [], turn
        if merged.conflicts:
            break
    lived.session.close()


def test_what_the_difference_was_shown_of_is_merged_and_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived = Lived(1, tmp_path / "udvalg")
    lived.ends()
    export = begin_export(lived.meeting, DocumentRequest())
    export.make()
    path, _doubts = export.save()
    path.write_text(path.read_text(encoding="utf-8") + "\nHåndskrevet.\n", encoding="utf-8")
    lived.is_read()
    shown = begin_export(lived.meeting, DocumentRequest())
    shown.make()
    assert shown.merge is not None
    monkeypatch.setattr(merging, "prepare_document", None)
    assert "Håndskrevet." in shown.merge().path.read_text(encoding="utf-8")
    lived.session.close()
