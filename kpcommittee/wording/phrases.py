"""The standard sentences of documents, which a municipality may word itself; none states a fact or a duty."""

from collections.abc import Mapping
from string import Formatter

from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import N_, _
from kpcommittee.wording import figures


@immutable(kw_only=False)
class Phrase:
    """A sentence with fields in braces."""

    text: str
    """The text before translation."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return fields_of(self.text)


PHRASES: Mapping[str, Phrase] = {
    key: Phrase(text)
    for key, text in {
        # The minutes
        "agenda_approved": N_("The agenda was approved ({n} cases)."),
        "agenda_approved_one_case": N_("The agenda was approved (1 case)."),
        "added_late": N_("Added late: item {place}, case {number}."),
        "no_last_minutes": N_("No minutes to approve."),
        "last_minutes_approved": N_("The minutes of the meeting on {date} are approved (version {version})."),
        "last_minutes_wait": N_("The minutes of the meeting on {date} are not approved yet."),
        "no_cases": N_("No cases."),
        "any_other_business": N_("Nothing is recorded."),
        "balance": N_("Staff hours a week in each provider's busiest week after the meeting; in the bar: {symbols}."),
        "names": N_(
            "Children are named by initials and age; name and personal number are in the authority's own case."
        ),
        # What a recipient gets
        "extract": N_("The extract contains this case alone."),
        "provider": N_(
            "What the provider needs to begin and to end, and no more. Ask the caseworker about everything else."
        ),
        "numbers_hidden": N_("Numbers below 5 are hidden (–), and others from which they would follow."),
        # The letter to a child
        "child_title": N_("Your contact person"),
        "child_greeting": N_("Dear {child}"),
        "child_contact_person": N_("You get a contact person: {staff} from {provider}."),
        "child_named_later": N_("You get a contact person from {provider}. You will be told the name later."),
        "child_questions": N_(
            "Is there something you wonder about, or that you want otherwise? Talk to {caseworker}."
        ),
        # The letter to its family
        "family_title": N_("The contact person of {child}"),
        "family_greeting": N_("Dear parents of {child}"),
        "family_contact_person": N_("{child} gets a contact person: {staff} from {provider}."),
        "family_named_later": N_("{child} gets a contact person from {provider}. You will be told the name later."),
        "family_questions": N_("Do you have questions? Talk to {caseworker}."),
        # Both letters
        "begins": N_("It begins on {date}."),
        "hours": N_("It is for {hours} hours a week, at first until {date}."),
        "one_hour": N_("It is for 1 hour a week, at first until {date}."),
        "regards": N_("Regards"),
    }.items()
}  # fmt: skip
"""Key in a municipality's table → the sentence in our own words."""


def phrase(own_sentences: Mapping[str, str], key: str, **values: object) -> str:
    """Return a standard sentence in the municipality's words, else in ours; an empty value becomes a dash.

    Args:
        own_sentences: the municipality's sentences, already checked.
        key: of the sentence.
        values: of its fields.
    """
    text = own_sentences.get(key) or _(PHRASES[key].text)
    return text.format_map({name: figures.NONE if value in (None, "") else value for name, value in values.items()})


def fields_of(text: str) -> tuple[str, ...]:
    """Return the names of a sentence's fields, as they are written.

    Raises:
        ValueError: a brace is unbalanced, or a field does more than name a value.
    """
    names = []
    for _literal, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(name)
        names.append(name)
    return tuple(names)
