"""The verbs of accounts: for the first administrator, and for those who have lost what opens their account."""

import getpass
import sys
from unicodedata import normalize

import click

from engine.domain.account import ROLES, ROLES_FR, TWO_FACTORS, Member
from engine.errors import EngineError
from engine.services.recorder import Actor
from engine.settings import load_settings

ONCE = "Affiché cette seule fois ; à changer à la première connexion."


class NothingGiven(EngineError):
    """No password came in."""

    exit_code = 2
    message_fr = "Aucun mot de passe sur l'entrée standard. Exemple : avis user add … --password-stdin < fichier."


class NothingToReset(EngineError):
    """Neither proof was named."""

    exit_code = 2
    message_fr = "Dites ce qui est à réinitialiser : --password, --second-factor ou les deux. Rien n'a été modifié."


@click.group()
def user() -> None:
    """Gère les comptes du service."""


@user.command()
@click.argument("login")
@click.option("--name", required=True, help="Nom, tel qu'il sera lu et imprimé : « Dr Camille Exemple ».")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="Accueil, médecin, recherche, conseil scientifique, administration.",
)
@click.option("--rpps", default="", help="Numéro RPPS d'un médecin, 11 chiffres.")
@click.option("--specialty", default="", help="Spécialité d'un médecin, telle qu'elle sera imprimée.")
@click.option("--email", default="", help="Adresse où prévenir la personne qu'un dossier l'attend.")
@click.option("--password-stdin", is_flag=True, help="Lit le mot de passe sur l'entrée standard (une ligne).")
def add(login: str, name: str, role: str, rpps: str, specialty: str, email: str, *, password_stdin: bool) -> None:
    """Crée un compte et affiche son mot de passe provisoire, une seule fois.

    Exemple :

        avis user add c.exemple --name "Dr Camille Exemple" --role doctor --rpps 10003456786 --specialty Orthopédie
    """
    from engine.app import build_service

    password = _read_password() if password_stdin else None
    with build_service(load_settings()) as service:
        account, chosen = service.accounts.add(
            _by(),
            login=login,
            name=name,
            role=role,
            rpps=rpps,
            specialty=specialty,
            email=email,
            password=password,
        )
    click.echo(f"Compte créé : {account.login}, {account.name}, {ROLES_FR[account.role]}.")
    if password is None:
        click.echo(f"Mot de passe provisoire : {chosen}")
        click.echo(ONCE)
    if account.role in TWO_FACTORS:
        click.echo("Un second facteur (téléphone) sera à enregistrer à la première connexion.")


@user.command(name="list")
def list_users() -> None:
    """Affiche les comptes, leur rôle et leur état."""
    from engine.app import build_service

    with build_service(load_settings()) as service:
        members = service.accounts.members()
    if not members:
        click.echo("Aucun compte. Créez le premier : avis user add LOGIN --name NOM --role admin")
    width = max((len(m.account.login) for m in members), default=0)
    for member in members:
        shown = f"{member.account.login:<{width}}  {ROLES_FR[member.account.role]:<20}  {member.account.name}"
        click.echo(f"{shown} ({_state(member)})")


@user.command()
@click.argument("login")
def disable(login: str) -> None:
    """Ferme un compte : ses sessions se terminent, ce qui est signé reste."""
    _set_active(login, active=False)


@user.command()
@click.argument("login")
def enable(login: str) -> None:
    """Rouvre un compte fermé."""
    _set_active(login, active=True)


@user.command()
@click.argument("login")
@click.option("--password", is_flag=True, help="Remplace le mot de passe par un provisoire, affiché une seule fois.")
@click.option("--second-factor", is_flag=True, help="Retire le second facteur : un téléphone sera à enregistrer.")
def reset(login: str, *, password: bool, second_factor: bool) -> None:
    """Réinitialise ce qui ouvre un compte ; ses sessions se terminent.

    Exemple :

        avis user reset c.exemple --password --second-factor
    """
    from engine.app import build_service

    if not (password or second_factor):
        raise NothingToReset
    with build_service(load_settings()) as service:
        chosen = service.accounts.reset(_by(), login, password=password, second_factor=second_factor)
    if chosen is not None:
        click.echo(f"Mot de passe provisoire : {chosen}")
        click.echo(ONCE)
    if second_factor:
        click.echo("Second facteur retiré.")


def _set_active(login: str, *, active: bool) -> None:
    from engine.app import build_service

    with build_service(load_settings()) as service:
        account = service.accounts.set_active(_by(), login, active=active)
    click.echo(f"Compte de {account.name} {'rouvert' if active else 'fermé'}.")


def _by() -> Actor:
    return Actor("avis user", "system")


def _read_password() -> str:
    """One line, without an echo when a person types it. Raises `NothingGiven`."""
    given = getpass.getpass("Mot de passe : ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise NothingGiven
    return normalize("NFC", given)


def _state(member: Member) -> str:
    said = ["actif" if member.account.active else "fermé"]
    if member.temporary:
        said.append("mot de passe provisoire")
    if member.enrolled:
        said.append("second facteur")
    return ", ".join(said)


@user.command()
@click.argument("login")
def key(login: str) -> None:
    """Établit une clé de signature pour un médecin, qui saisit lui-même son mot de passe.

    À faire avec le médecin, après une réinitialisation de son mot de passe : la clé d'avant ne s'ouvre plus. Le mot de
    passe provisoire est d'abord changé dans le service. Exemple :

        avis user key c.exemple
    """
    from engine.app import build_service

    password = _read_password()
    with build_service(load_settings()) as service:
        account = service.accounts.issue_key(_by(), login, password)
    click.echo(f"Clé de signature établie pour {account.name}. Le journal le dit.")
