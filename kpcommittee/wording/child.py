"""How a child is called, by its age."""

from kpcommittee.locale import _

YOUNG_FROM = 15
"""From this age the minutes say *den unge*."""


def the_child(age: int) -> str:
    """Name a child (*barnet*), or from 15 a young person (*den unge*)."""
    return _("The young person") if age >= YOUNG_FROM else _("The child")


def the_child_within(age: int) -> str:
    """Name a child, or from 15 a young person, in the middle of a sentence."""
    return _("the young person") if age >= YOUNG_FROM else _("the child")


def view_of(age: int) -> str:
    """Name the view of a child or a young person."""
    return _("The young person's view") if age >= YOUNG_FROM else _("The child's view")
