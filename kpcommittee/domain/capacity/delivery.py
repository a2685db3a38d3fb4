"""How an option can be delivered: by permanent staff, by the hour, or bought (document 004, lines 41–45).

The order is the source's. These are facts of an option, and sort nothing.
"""

from collections.abc import Iterator
from typing import Literal, get_args

from kpcommittee.domain.capacity.options import Option
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Employment, Provider

Form = Literal["permanent", "hourly", "external"]
"""Permanent staff (line 43), staff employed by the hour (line 44), or bought from a supplier (line 45)."""


@immutable
class DeliveryForm:
    """One way in which an option can be delivered."""

    form: Form
    people: int | None = None
    """How many people of the provider are employed that way; None if it is bought."""
    with_room: int | None = None
    """How many of them can take the case; None if it is bought."""

    @property
    def reference(self) -> str:
        """The key of its source in the law table."""
        return f"delivery_{self.form}"


def forms_of(option: Option, provider: Provider | None) -> tuple[DeliveryForm, ...]:
    """Return the forms in the source's order; none if the config does not say how anybody is employed."""
    if option.kind == "external":
        return (DeliveryForm(form="external"),)
    return tuple(_forms_of_employment(option, provider)) if provider else ()


def _forms_of_employment(option: Option, provider: Provider) -> Iterator[DeliveryForm]:
    employed = {member.id: member.employment for member in provider.staff}
    for employment in get_args(Employment):
        people = [person for person in option.staff if employed.get(person.staff) == employment]
        if people:
            able = sum(person.excluded_by is None for person in people)
            yield DeliveryForm(form=employment, people=len(people), with_room=able)
