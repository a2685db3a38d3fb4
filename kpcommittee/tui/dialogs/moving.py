"""Moving between the fields of a dialog with the arrows."""

from textual.binding import Binding

from kpcommittee.locale import N_


def up_and_down(owner: str) -> tuple[Binding, Binding]:
    """The arrows of a field that has no rows of its own."""
    down, up = N_("Go to the next field."), N_("Go to the field before.")
    return (
        Binding("down", "app.focus_next", N_("down"), id=f"{owner}.down", tooltip=down, show=False),
        Binding("up", "app.focus_previous", N_("up"), id=f"{owner}.up", tooltip=up, show=False),
    )
