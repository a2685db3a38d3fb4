"""Commands for an encrypted database: its keys, encrypting and decrypting it."""

from secrets import randbelow
from typing import Annotated

import typer

from kpcommittee.cli.i18n import App
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.passphrases import PassphraseOptions
from kpcommittee.cli.run import say, say_json, session_of, settings_of, warn
from kpcommittee.domain.recovery import is_same_line
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services import keys, recoding
from kpcommittee.services.recoding import Recoded
from kpcommittee.services.sealing import files_in_the_clear
from kpcommittee.views.keys import slots_answer, slots_text
from kpcommittee.wording import figures

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Whose key, such as deputy."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    key = App(help=_("Who can open the encrypted database."))
    key.command("list", help=_("List the keys: whose, of which kind, and since when."))(list_)
    key.command(help=_("Give somebody a passphrase of their own."))(add)
    key.command(help=_("Remove somebody's key; the last one cannot be removed."))(remove)
    key.command(help=_("Change the passphrase that you open with."))(change)
    key.command("print", help=_("Print a recovery key for the safe, and ask for one of its lines."))(print_)
    key.command(help=_("Let the system's keyring open the database for you, on this computer."))(keyring)
    app.add_typer(key, name="key")
    app.command()(encrypt)
    app.command()(decrypt)
    app.command()(rekey)


def _passphrases(context: typer.Context) -> PassphraseOptions:
    return settings_of(context).passphrases


def list_(context: typer.Context, json: AsJson = False) -> None:
    """List the keys."""
    slots = keys.slots(session_of(context))
    say_json(slots_answer(slots)) if json else say(slots_text(slots))


def add(context: typer.Context, name: Name) -> None:
    """Give somebody a passphrase."""
    keys.add(session_of(context), name, _passphrases(context))
    say(_("{name} can open the database now.").format(name=name))


def remove(context: typer.Context, name: Name) -> None:
    """Take a key away."""
    keys.remove(session_of(context), name)
    say(_("The key of {name} is removed. It still opens backups that were made before.").format(name=name))


def change(context: typer.Context) -> None:
    """Change a passphrase."""
    name = keys.change(session_of(context), _passphrases(context))
    say(
        _("The passphrase of {name} is changed. The old one still opens backups that were made before.").format(
            name=name
        )
    )


def print_(context: typer.Context) -> None:
    """Print a recovery key."""
    session = session_of(context)
    lines = keys.new_recovery_key(session)
    say(_("Recovery key of {name}").format(name=session.config.committee.name))
    for number, line in enumerate(lines, start=1):
        say(f"  {number}  {line}")
    say(_("Write it down, or print it, and keep it in a safe. It opens the database without any passphrase."))
    place = randbelow(len(lines))
    if not is_same_line(
        _passphrases(context).answer(_("Type line {n} from the paper:").format(n=place + 1)), lines[place]
    ):
        raise KpError(
            _("The line differs, so the recovery key was not stored."), _("An existing file is unchanged. Try again.")
        )
    keys.keep_recovery_key(session, lines)
    say(_("The recovery key opens the database now."))


def keyring(context: typer.Context) -> None:
    """Let the keyring open the database."""
    session = session_of(context)
    name = keys.keep_in_keyring(session)
    say(_("The system's keyring can open the database now, with the key {name}.").format(name=name))
    if not session.config.database.keyring:
        say(_("Write keyring = true under [database] in config.toml: it is not asked without that."))


def encrypt(context: typer.Context) -> None:
    """Encrypt the database."""
    session = session_of(context)
    recoded = recoding.encrypt(session, _passphrases(context))
    _tell(recoded, _("The database is encrypted."))
    for path in recoded.in_the_clear:
        warn(
            _("{file} is still in the clear").format(file=session.workspace.display_path(path)),
            _("Delete it, or keep it on an encrypted disk."),
        )
    if plain := len(files_in_the_clear(session)):
        say(
            ngettext(
                "{n} agenda is still an ordinary file in the clear: kpcommittee agenda seal encrypts it.",
                "{n} agendas are still ordinary files in the clear: kpcommittee agenda seal encrypts them.",
                plain,
            ).format(n=figures.number(plain))
        )
    if session.config.database.encryption != "passphrase":
        say(_('Write encryption = "passphrase" under [database] in config.toml: a new database will be, too.'))
    say(_("kpcommittee key print makes a recovery key: without one, a forgotten passphrase loses everything."))


def decrypt(context: typer.Context) -> None:
    """Decrypt the database."""
    session, passphrases = session_of(context), _passphrases(context)
    word = _("decrypt")
    question = _("Everything about the children will be in the clear on this disk. Write “{word}” to do it:")
    if passphrases.answer_after_key(session.database.name, question.format(word=word)).casefold() != word:
        raise KpError(_("Nothing was decrypted."))
    _tell(recoding.decrypt(session, passphrases), _("The database is in the clear."))


def rekey(context: typer.Context) -> None:
    """Encrypt the database again."""
    recoded = recoding.rekey(session_of(context), _passphrases(context))
    _tell(recoded, _("The database has another data key."))
    if recoded.dropped:
        say(
            _("Add these keys again, their passphrases open it no longer: {names}").format(
                names=", ".join(recoded.dropped)
            )
        )
    say(_("Earlier backups keep their key."))


def _tell(recoded: Recoded, sentence: str) -> None:
    say(sentence)
    say(_("Tested: {events}.").format(events=figures.events(recoded.events)))
    for path in recoded.backups:
        say(_("Also the backup {file}.").format(file=path.name))
