"""The verbs of pathways: look for faults, show, compare, lock, publish."""

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.errors import EngineError
from engine.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.publication import Change
    from engine.services.pathways import PathwayService, Shelved

FAULTS = 7
SHORT = 12


class FaultyPathways(EngineError):
    """The linter found faults."""

    exit_code = FAULTS
    message_fr = "{errors} erreur(s), {warnings} avertissement(s) dans {files} fichier(s). Corrigez les erreurs."


class NoPathwayFile(EngineError):
    """There is nothing to look at."""

    exit_code = FAULTS
    message_fr = (
        "Aucun référentiel (fichier « .yaml ») dans {where} : rien n'a été vérifié. Donnez le fichier, ou le dossier "
        "qui le contient."
    )


class NotUtf8(EngineError):
    """A file is no UTF-8 text."""

    exit_code = FAULTS
    message_fr = "« {path} » n'est pas un texte en UTF-8 : enregistrez-le dans ce codage, puis relancez la commande."


class NotOfTheCouncil(EngineError):
    """The account may not publish."""

    exit_code = 2
    message_fr = (
        "Le compte « {login} » n'est pas un compte ouvert du conseil scientifique. Donnez en --by le compte de la "
        "personne qui publie (avis user list)."
    )


@click.group()
def pathways() -> None:
    """Vérifie, montre, compare et publie les référentiels."""


@pathways.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--quiet", is_flag=True, help="N'affiche que les erreurs, sans les avertissements.")
def check(paths: tuple[Path, ...], *, quiet: bool) -> None:
    """Cherche les fautes de référentiels : un FICHIER, un DOSSIER, ou ceux qui sont installés.

    Chaque ligne dit le fichier, la ligne et la faute. Exemple :

        avis pathways check mes-referentiels/coxarthrose.yaml

    Codes de fin : 0 aucune erreur (des avertissements peuvent rester) ; 7 au moins une erreur, ou aucun fichier.
    """
    from engine.pathways.lint import check as look
    from engine.pathways.lint import files_of, installed

    for path in paths:
        if not files_of([path]):
            raise NoPathwayFile(where=f"« {path} »")
    files = files_of(paths or [installed()])
    found = look(files)
    errors = [f for f in found if f.weight == "erreur"]
    for finding in errors if quiet else found:
        click.echo(str(finding))
    counts = {"errors": len(errors), "warnings": len(found) - len(errors), "files": len(files)}
    if errors:
        raise FaultyPathways(**counts)
    click.echo(f"Aucune erreur dans {len(files)} fichier(s), {counts['warnings']} avertissement(s).")


@pathways.command(name="list")
@click.option("--versions", is_flag=True, help="Montre aussi les versions gardées de chaque référentiel.")
def list_pathways(*, versions: bool) -> None:
    """Affiche les référentiels installés, leur version et s'ils sont publiés."""
    with _service() as service:
        for shelved in service.all():
            click.echo(f"{shelved.id:<24} {shelved.version:<8} {shelved.sha256[:SHORT]}  {_standing(shelved)}")
            for kept in service.versions(shelved.id) if versions else ():
                click.echo(f"{'':<24} {kept.version:<8} {kept.sha256[:SHORT]}  gardée le {kept.kept_at:%d/%m/%Y}")


@pathways.command()
@click.argument("pathway")
@click.argument("version", required=False)
def show(pathway: str, version: str | None) -> None:
    """Affiche un référentiel en clair : pièces, faits, options et phrases avec leurs conditions, signaux d'alerte,
    sources.

    VERSION est un numéro ou le début d'une empreinte ; par défaut, la version installée.
    """
    from engine.delivery.pathway_text import lines

    with _service() as service:
        shelved = service.one(pathway, version)
        if shelved.pathway is None:
            click.echo(shelved.text)
            return
        click.echo(f"{shelved.pathway.label_fr}, version {shelved.version} ({shelved.sha256[:SHORT]})")
        click.echo(f"{_standing(shelved)}\n")
        for line in lines(shelved.pathway, service.conditions_fr):
            click.echo(line)


@pathways.command()
@click.argument("pathway")
@click.argument("version", required=False)
def diff(pathway: str, version: str | None) -> None:
    """Affiche ce qui change entre VERSION et la version installée, par le sens et non par les lignes.

    VERSION est un numéro gardé, le début d'une empreinte ou un fichier ; par défaut, la dernière version publiée.
    Un « ! » marque ce qui peut changer une décision. Exemple :

        avis pathways diff endometriose 1.1.0
    """
    from engine.pathways import parsed, whole
    from engine.pathways.diff import changes

    with _service() as service:
        new = service.one(pathway)
        if version is not None and Path(version).is_file() and new.pathway is not None:
            old = parsed(whole(_text_of(Path(version)), version), version)
            _say_changes(f"{version} → {new.version}", changes(old, new.pathway))
            return
        if version is None:
            before = service.before(new)
            if before is None:
                click.echo("Aucune autre version n'est gardée : rien à comparer.")
                return
            version = before.sha256
        former = service.one(pathway, version)
        found = service.changes(former, new)
    if found is None:
        click.echo(
            "Cette ancienne version n'est plus comprise par le programme : « avis pathways show » en donne le texte."
        )
        sys.exit(FAULTS)
    _say_changes(f"{former.version} ({former.sha256[:SHORT]}) → {new.version} ({new.sha256[:SHORT]})", found)


@pathways.command()
def lock() -> None:
    """Note la version et l'empreinte des référentiels ; refuse un texte changé sous la même version."""
    from engine.pathways.lock import LOCK
    from engine.pathways.lock import lock as write

    write()
    click.echo(f"Verrou écrit : {LOCK.name}")


@pathways.command()
@click.argument("pathway")
@click.option("--by", "login", required=True, help="Compte du conseil scientifique qui publie.")
@click.option("--member", "members", multiple=True, required=True, help="Qui a siégé ; à répéter.")
@click.option("--note", default="", help="Ce que le conseil veut dire avec cette publication.")
@click.option("--sha256", required=True, help="Empreinte du texte relu (avis pathways list), 12 caractères au moins.")
def publish(pathway: str, login: str, members: tuple[str, ...], note: str, sha256: str) -> None:
    """Publie la version installée d'un référentiel, au nom d'un membre du conseil scientifique.

    Exemple :

        avis pathways publish endometriose --by conseil --member "Pr Chimère" --sha256 0123456789ab
    """
    from engine.app import build_service

    with build_service(load_settings()) as service:
        account = service.accounts.find(login)
        if account is None or account.role != "council" or not account.active:
            raise NotOfTheCouncil(login=login)
        done = service.pathways.publish(account, pathway, sha256, members, note)
    click.echo(f"Publié : {done.pathway} {done.version}, par {done.by_name}, le {done.at:%d/%m/%Y}.")


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(path=file) from error


def _say_changes(heading: str, found: "tuple[Change, ...]") -> None:
    click.echo(heading)
    part = ""
    for change in found:
        if change.part_fr != part:
            part = change.part_fr
            click.echo(f"\n{part}")
        click.echo(f"  {'!' if change.grave else ' '} {change.label_fr} ({change.id}) — {change.what_fr}")
    if not found:
        click.echo("Aucun changement de sens.")


def _standing(shelved: "Shelved") -> str:
    if shelved.publication is None:
        return "non publié"
    return f"publié le {shelved.publication.at:%d/%m/%Y} par {shelved.publication.by_name}"


@contextmanager
def _service() -> "Iterator[PathwayService]":
    from engine.app import build_service

    with build_service(load_settings()) as service:
        yield service.pathways
