"""The verbs of the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from engine.domain.audit import Verified
from engine.errors import EngineError
from engine.settings import Settings, load_settings

if TYPE_CHECKING:
    from engine.store.journal import Journal

DIGITS = 64


class JournalBroken(EngineError):
    """The journal is not what the program wrote."""

    exit_code = 7
    message_fr = (
        "Le journal est rompu à l'acte n° {number} : {why}. Actes intacts avant celui-là : {before}. "
        "N'y changez rien : gardez une copie de la base (avis backup), cherchez qui a pu y écrire et comparez avec une "
        "sauvegarde antérieure."
    )


class EndMissing(EngineError):
    """The chain fits, but the end that was noted is not in it."""

    exit_code = 7
    message_fr = (
        "L'empreinte notée n'est plus dans le journal : sa fin a été coupée ou tout a été réécrit, bien que les "
        "actes qui restent se suivent ({entries}). Vérifiez d'abord l'empreinte et la base (AVIS_DATABASE_URL), puis "
        "comparez avec une sauvegarde antérieure (avis backup, avis restore)."
    )


class NoAnchor(EngineError):
    """What was given is no hash."""

    exit_code = 2
    message_fr = "--anchor attend les 64 chiffres et lettres (0-9, a-f) affichés par « avis audit head »."


@click.group()
def audit() -> None:
    """Vérifie le journal des actes."""


@audit.command()
@click.option("--anchor", metavar="EMPREINTE", help="Empreinte notée plus tôt, qui doit encore s'y trouver.")
def verify(anchor: str | None) -> None:
    """Vérifie que rien n'a été modifié, retiré ni ajouté après coup dans le journal des actes.

    Chaque acte contient l'empreinte du précédent. Seule une empreinte gardée ailleurs montre que la fin a été coupée.
    Exemple :

        avis audit verify --anchor 8c2e…

    Codes de fin : 0 journal intact ; 2 empreinte mal écrite ; 6 base de données ; 7 journal rompu.
    """
    noted = _read(anchor) if anchor is not None else None
    with build_journal(load_settings()) as journal:
        found = journal.verify(noted)
    _refuse_broken(found)
    click.echo(f"Journal intact. Actes qui se suivent : {found.entries}.")
    if noted:
        click.echo("L'empreinte notée s'y trouve encore.")
    click.echo(f"Empreinte de fin : {found.head}")
    click.echo("Notez-la hors de cette machine ; « avis audit verify --anchor EMPREINTE » dira si la fin est coupée.")


@audit.command()
def head() -> None:
    """Affiche l'empreinte de fin du journal, à noter hors de cette machine.

    Exemple :

        avis audit head >> /media/cle/empreintes.txt
    """
    with build_journal(load_settings()) as journal:
        click.echo(journal.head())


@contextmanager
def build_journal(settings: Settings) -> Iterator["Journal"]:
    """Open the journal alone. Raises `DatabaseUnavailable`, `MigrationMismatch`."""
    from engine.app import SystemClock
    from engine.store.database import Database
    from engine.store.journal import Journal

    with Database.open(settings) as database:
        yield Journal(database, SystemClock().now)


def _read(anchor: str) -> str:
    typed = anchor.strip().lower()
    if len(typed) != DIGITS or not set(typed) <= set("0123456789abcdef"):
        raise NoAnchor
    return typed


def _refuse_broken(found: Verified) -> None:
    if found.broken_at is None:
        return
    if not found.anchored:
        raise EndMissing(entries=found.entries)
    raise JournalBroken(number=found.broken_at, why=found.why_fr, before=found.entries - 1)
