"""Lays out the quality of the caseload's data as text."""

from collections.abc import Iterator, Mapping, Sequence

from kpcommittee.domain.capacity.quality import FINDINGS, Finding, FindingCode, Part, Quality
from kpcommittee.domain.committee import Config
from kpcommittee.locale import N_, _
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, placements
from kpcommittee.wording.names import Names

_LISTED = 8
"""The most cases that a line names."""

_HEADS: Mapping[FindingCode, str] = {
    "aftercare_short": N_("{number} are 18 or older, while {limit} have aftercare"),
    "adult_without_aftercare": N_("18 or older, neither aftercare nor UKN: {count}"),
    "age_unknown": N_("age unknown: {count}"),
    "kind_unknown": N_("kind unknown: {count}"),
    "hours_unknown": N_("hours unknown, counted apart in the balance: {count}"),
    "ended": N_("ended, and no longer counted: {count}"),
    "two_providers": N_("at two providers at the same time: {count}"),
    "person_over_max": N_("more children than agreed: {count}"),
    "left": N_("with somebody who has left or leaves: {count}"),
    "on_leave": N_("with somebody who is or will be on leave: {count}"),
    "house_closed": N_("at a provider that closes for more than a month: {count}"),
    "staff_unknown": N_("with somebody the config does not name: {count}"),
    "provider_unknown": N_("at a provider the config does not name, and in no balance: {count}"),
}


def quality_text(quality: Quality, config: Config) -> str:
    """Lay out who is in the caseload, and what to check."""
    page = Page()
    page.title(_("Running placements: {number}").format(number=quality.running), figures.date_numeric(quality.day))
    page.heading(_("Kinds"))
    _table(
        page,
        [(placements.kind(part.code) if part.tenths is not None else _("unknown"), part) for part in quality.kinds],
    )
    page.heading(_("Ages"))
    _table(page, [(_band(part), part) for part in quality.ages])
    page.text(_("Shares are of those that are known, rounded by largest remainder."))
    page.heading(_("To look at"))
    for line, more in _findings(quality, config):
        page.point("!", line, *more)
    if not quality.findings:
        page.text(_("Nothing."))
    return str(page).rstrip("\n")


def warnings(quality: Quality, config: Config) -> tuple[str, ...]:
    """List what to check, one sentence each; shown after an import."""
    return tuple(line for line, _more in _findings(quality, config))


def _table(page: Page, parts: Sequence[tuple[str, Part]]) -> None:
    for label, part in parts:
        share = "" if part.tenths is None else figures.percentage_tenths(part.tenths)
        page.row([(label, 24), (str(part.number), -6), (share, -8)])


def _band(part: Part) -> str:
    return _("unknown") if part.tenths is None else part.code.replace("-", "–")


def _findings(quality: Quality, config: Config) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = Names(config)
    for code in FINDINGS:
        findings = quality.findings_of(code)
        if not findings:
            continue
        line = _(_HEADS[code]).format(count=len(findings), number=findings[0].number, limit=findings[0].limit)
        yield line, (_name_subjects(findings, names),) if code != "aftercare_short" else ()


def _name_subjects(findings: Sequence[Finding], names: Names) -> str:
    more = ["…"] if len(findings) > _LISTED else []
    return ", ".join([*(_subject(finding, names) for finding in findings[:_LISTED]), *more])


def _subject(finding: Finding, names: Names) -> str:
    person = names.either(finding.staff) if finding.staff else ""
    if finding.code == "person_over_max":
        return _("{person} {number} of {limit} from {date}").format(
            person=person,
            number=finding.number,
            limit=finding.limit,
            date=figures.date_numeric(finding.day) if finding.day else "",
        )
    if finding.code == "two_providers":
        return _two_providers(finding, names)
    if finding.code in ("left", "on_leave", "staff_unknown"):
        return _("{case} ({person})").format(case=finding.case_number, person=person)
    if finding.code in ("house_closed", "provider_unknown"):
        return _("{case} ({person})").format(case=finding.case_number, person=names.provider(finding.provider or ""))
    return finding.case_number or ""


def _two_providers(finding: Finding, names: Names) -> str:
    """Say where the child is: at two providers, or under two numbers at one provider each."""
    providers = [names.provider(provider) for provider in (finding.provider, finding.other_provider) if provider]
    if finding.other_case is None:
        return _("{case} ({person})").format(case=finding.case_number, person=", ".join(providers))
    at = zip((finding.case_number, finding.other_case), providers, strict=True)
    return " + ".join(_("{case} ({person})").format(case=case, person=provider) for case, provider in at)
