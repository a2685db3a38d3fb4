"""Commands for the access log: who looked at what."""

from typing import Annotated

import typer

from kpcommittee.cli.i18n import App
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import as_stored, parse_optional_day, say, say_json, session_of, settings_of, tell
from kpcommittee.errors import UsageError
from kpcommittee.locale import _, ngettext
from kpcommittee.services import access as service
from kpcommittee.services.known_cases import refuse_unknown_case
from kpcommittee.services.session import Session
from kpcommittee.views.access import access_text


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    access = App(help=_("Who looked at what, and when."), invoke_without_command=True)
    access.callback()(access_)
    access.command(help=_("Draw some entries at random, and confirm that each was right."))(sample)
    app.add_typer(access, name="access")


def access_(
    context: typer.Context,
    case: Annotated[
        str | None, typer.Option(metavar="N", callback=as_stored, help=_("Only of this case number."))
    ] = None,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="subject", help=_("For the person concerned: without names of staff.")),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="D", help=_("From this day on."))] = None,
    json: AsJson = False,
) -> None:
    """List who looked at what."""
    if context.invoked_subcommand is not None:
        return
    if for_ not in (None, "subject"):
        raise typer.BadParameter("subject", param_hint="--for")
    if for_ == "subject" and case is None:
        raise UsageError(_("--for subject needs the case of the person concerned."), _("Name it with --case."))
    session = session_of(context)
    entries = service.entries(session, case, parse_optional_day(since, "--since"))
    if case is not None and not service.entries(session, case):
        # A purged case is known to nobody, and keeps its looks. A slip in the number must not read as an answer.
        refuse_unknown_case(session, case)
    if json:
        say_json(service.answer(entries, for_subject=for_ == "subject"))
    else:
        say(access_text(entries, for_subject=for_ == "subject", is_kept=session.access.is_kept))
        _tell_where_none_is_kept(session)


def _tell_where_none_is_kept(session: Session) -> None:
    """Say on standard error that no log is kept, so that an empty list is not taken for an answer."""
    if session.access.is_kept:
        return
    if session.config.safety_rules.access_log is None:
        tell(_("Who looks is noted once the database is encrypted: kpcommittee encrypt."))
    else:
        tell(_("Who looks is not noted: [safety] access_log in config.toml says false."))


def sample(
    context: typer.Context,
    count: Annotated[int, typer.Argument(metavar="K", min=1, max=1000, help=_("How many."))],
) -> None:
    """Draw a sample."""
    session = session_of(context)
    entries = service.sample(session, count)
    if entries:
        # Entries that were read but not confirmed would be drawn again.
        settings_of(context).passphrases.refuse_unasked()
    say(access_text(entries, for_subject=False, is_kept=session.access.is_kept))
    _tell_where_none_is_kept(session)
    if not entries:
        return
    word = _("yes")
    question = _("Was each of these look-ups right? Write “{word}”, or anything else if not:").format(word=word)
    right = settings_of(context).passphrases.answer_after_key(session.database.name, question).casefold() == word
    service.confirm(session, entries, right=right)
    count_text = ngettext("{n} look-up", "{n} look-ups", len(entries)).format(n=len(entries))
    tell(
        _("{counted} confirmed.").format(counted=count_text)
        if right
        else _("{counted} noted as not confirmed.").format(counted=count_text)
    )
