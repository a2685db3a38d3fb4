"""The keys of the decision, beside those of every dialog."""

from textual.binding import Binding, BindingType

from kpcommittee.domain.committee import ROLES
from kpcommittee.locale import N_

BINDINGS: list[BindingType] = [
    Binding(
        "a", "all_agree", N_("all agree"), id="decide.all_agree",
        tooltip=N_("Everybody who sits in this case agrees with the chosen provider."),
    ),
    Binding(
        "p", "in_principle", N_("in principle"), id="decide.in_principle",
        tooltip=N_("Decide in principle: a required seat is empty, and its leader is awaited."),
    ),
    Binding("s", "positions", N_("positions"), id="decide.positions", tooltip=N_("Go to the positions.")),
    *(
        Binding(
            str(place), f"seat('{role}')", N_("position by number"), id=f"decide.seat.{role}", show=False,
            tooltip=N_("Go to a position by its number: 1 is the school's; the same number again changes it."),
        )
        for place, role in enumerate(ROLES, 1)
    ),
]  # fmt: skip
