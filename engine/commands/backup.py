"""The verbs backup and restore."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.errors import EngineError
from engine.settings import Settings, load_settings

if TYPE_CHECKING:
    from engine.domain.audit import Action
    from engine.services.archive import Manifest

SHORTEST = 12


class PassphraseRefused(EngineError):
    """The new passphrase is too short, or was not typed the same twice."""

    exit_code = 2
    message_fr = "Phrase secrète refusée : {what}. Rien n'a été écrit ; relancez la commande."


class NotAgreed(EngineError):
    """The person did not say yes."""

    exit_code = 2
    message_fr = "Restauration abandonnée : rien n'a été modifié.{how}"


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option("--encrypt", is_flag=True, help="Chiffre avec une phrase secrète, demandée au clavier.")
@click.option(
    "--keep", type=click.IntRange(1), metavar="N", help="Ne garde que les N dernières sauvegardes du dossier."
)
def backup(target: Path | None, keep: int | None, *, encrypt: bool) -> None:
    """Sauvegarde la base, l'autorité de signature et la clé du service dans un seul fichier, service en marche.

    TARGET est un dossier, ou le fichier à écrire ; sans lui : « backups » dans AVIS_DATA_DIR. Le fichier n'est
    lisible que par son propriétaire ; il est entier ou n'existe pas. AVIS_BACKUP_PASSPHRASE, ou --encrypt, le chiffre.
    Les connexions ouvertes des utilisateurs n'y sont pas. Exemple :

        avis backup /media/sauvegardes --encrypt --keep 14

    Codes de fin : 0 fait ; 2 fichier impossible à écrire ou phrase refusée ; 6 base de données ; 7 réglage.
    """
    from engine.services import backup as service

    settings = load_settings()
    passphrase = _new_passphrase() if encrypt and not _given(settings) else _given(settings)
    path = service.back_up(settings, target, now=_now(), passphrase=passphrase, say=_say)
    if not passphrase:
        _say("Attention : fichier non chiffré. Il contient des données de santé et la clé de l'autorité de signature.")
    if keep:
        for gone in service.prune(path.parent, keep):
            _say(f"Ancienne sauvegarde supprimée : {gone.name}")
    _record(settings, "backup_made", encrypted=bool(passphrase))
    click.echo(path)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Ne demande pas de confirmation.")
@click.option("--replace", is_flag=True, help="Remplace une base non vide, après l'avoir sauvegardée.")
def restore(file: Path, *, yes: bool, replace: bool) -> None:
    """Remet une sauvegarde en place, entièrement ou pas du tout.

    Le fichier est lu et vérifié en entier avant toute modification. Arrêtez d'abord le service. Exemple :

        avis restore double-avis-20261122-031500.avis

    Codes de fin : 0 fait ; 2 fichier introuvable ou restauration abandonnée ; 3 sauvegarde inutilisable ou phrase
    secrète ; 6 base de données, base non vide ou service en marche ; 7 réglage.
    """
    from engine.services import backup as service
    from engine.services.archive import needs_passphrase

    settings = load_settings()
    passphrase = _given(settings)
    if needs_passphrase(file) and not passphrase and sys.stdin.isatty():
        passphrase = _ask("Phrase secrète de la sauvegarde")

    def agree(manifest: "Manifest") -> None:
        rows, made = sum(manifest.census.rows.values()), f"{manifest.made_at:%d/%m/%Y à %H:%M}"
        _say(f"Sauvegarde du {made} ({manifest.program}) : {rows} lignes.")
        if yes:
            return
        if not sys.stdin.isatty():
            raise NotAgreed(how=" Ajoutez --yes pour confirmer sans clavier.")
        if click.prompt("Restaurer cette sauvegarde ? Tapez « oui »", default="non", err=True).strip().lower() != "oui":
            raise NotAgreed(how="")

    service.restore(settings, file, now=_now(), passphrase=passphrase, replace=replace, agree=agree, say=_say)
    _record(settings, "restored", replaced=replace)


def _record(settings: Settings, action: "Action", **details: str | int | bool) -> None:
    """Write the act to the journal of the database as it is now."""
    from engine.app import SystemClock
    from engine.store.journal import Journal
    from engine.store.postgres import Store

    with Store.open(settings) as store:
        Journal(store, SystemClock().now).record("avis", "operator", action, None, None, **details)


def _given(settings: Settings) -> str | None:
    return settings.backup_passphrase.get_secret_value() if settings.backup_passphrase else None


def _new_passphrase() -> str:
    if not sys.stdin.isatty():
        raise PassphraseRefused(what="aucun clavier pour la saisir, donnez AVIS_BACKUP_PASSPHRASE")
    typed = _ask(f"Phrase secrète (au moins {SHORTEST} caractères ; sans elle, la sauvegarde est perdue)")
    if len(typed) < SHORTEST:
        raise PassphraseRefused(what=f"moins de {SHORTEST} caractères")
    if typed != _ask("La même phrase, une seconde fois"):
        raise PassphraseRefused(what="les deux saisies diffèrent")
    return typed


def _ask(question: str) -> str:
    return str(click.prompt(question, hide_input=True, err=True))


def _now() -> datetime:
    return datetime.now().astimezone()


def _say(line: str) -> None:
    click.echo(line, err=True)
