"""The provider and person of a decision as they were frozen, after the config dropped or renamed them."""

from collections.abc import Iterator
from dataclasses import replace

from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.refusal import refuse
from kpcommittee.domain.provider import Provider


def with_former(context: Context, meeting: Meeting, before: Decision) -> Context:
    """Return the context with a decision's provider, person and second choice, even if they have gone since.

    What is not corrected keeps its value: a closed club must not prevent the correction of a date.
    """
    config = context.config
    for former in _former_providers(context, meeting, before):
        providers = {provider.id: provider for provider in config.providers}
        config = replace(config, providers=tuple({**providers, former.id: former}.values()))
    if config is context.config:
        return context
    return replace(context, config=config, ledger=context.ledger.with_config(config))


def _former_providers(context: Context, meeting: Meeting, before: Decision) -> Iterator[Provider]:
    """Yield the providers with today's entry, the names at the decision, and the people who have left."""
    frozen = meeting.config or context.config
    for provider_id in dict.fromkeys((before.provider, before.second_choice)):
        entry_today, entry_then = context.config.provider(provider_id), frozen.provider(provider_id)
        provider = entry_today or entry_then
        if provider is None:
            continue
        staff = before.staff if provider_id == before.provider else None
        member = entry_then.member(staff) if entry_then is not None else None
        if provider.member(staff) is None and member is not None:
            former_member = replace(member, left_on=member.left_on or context.now.date())
            provider = replace(provider, staff=(*provider.staff, former_member))
        provider = _with_decided_names(provider, before, entry_then or provider)
        if provider != entry_today:
            yield provider


def _with_decided_names(provider: Provider, before: Decision, decided_under: Provider) -> Provider:
    """Return a provider and its person with their names at the decision: a new name corrects nothing."""
    if provider.id != before.provider:
        return replace(provider, name=decided_under.name)
    names = {before.staff: before.staff_name or ""}
    staff = tuple(replace(member, name=names.get(member.id) or member.name) for member in provider.staff)
    return replace(provider, name=before.provider_name, staff=staff)


def require_still_there(case_number: str, before: Decision, context: Context) -> None:
    """Refuse to reweigh a decision whose provider or person no longer exists: their room is unknown.

    Raises:
        RefusedError: `unknown_provider` or `unknown_staff`, with the name that was decided on.
    """
    provider, start = context.config.provider(before.provider), before.start
    if provider is None:
        name = before.provider_name
        raise refuse("unknown_provider", case_number, provider=before.provider, name=name, start=start)
    if before.staff is not None and provider.member(before.staff) is None:
        name = before.staff_name or before.staff
        raise refuse("unknown_staff", case_number, provider=provider.name, staff=before.staff, name=name, start=start)
