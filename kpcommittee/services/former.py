"""Names providers and people that are no longer in the config, for lists about the past."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kpcommittee.locale import _

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.session import Session


def config_with_former(session: "Session", ids: Iterable[str | None]) -> "Config":
    """Return the config, extended by those of these providers and people that are no longer in it.

    Meetings froze the config in force: the newest one that knew them gives the name.

    Args:
        session: the workspace.
        ids: the ids of providers and people in the list.
    """
    config = session.config
    unknown = {some_id for some_id in ids if some_id} - _known_ids(config)
    if not unknown:
        return config
    providers = {provider.id: provider for provider in config.providers}
    for former in session.store_to_read.former_providers(unknown):
        present = providers.get(former.id)
        if present is None:
            providers[former.id] = replace(former, name=_mark_as_gone(former.name))
        else:
            former_staff = (replace(member, name=_mark_as_gone(member.name)) for member in former.staff)
            providers[former.id] = replace(present, staff=(*present.staff, *former_staff))
    return replace(config, providers=tuple(providers.values()))


def _known_ids(config: "Config") -> set[str]:
    people = {member.id for provider in config.providers for member in provider.staff}
    return people | {provider.id for provider in config.providers}


def _mark_as_gone(name: str) -> str:
    return _("{name} (no longer in config)").format(name=name)
