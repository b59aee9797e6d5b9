"""The verbs of the demonstration: invented accounts and dossiers, to try the service with."""

from pathlib import Path

import click

from engine.domain.account import ROLES_FR
from engine.settings import load_settings


@click.group()
def demo() -> None:
    """Installe et utilise la démonstration : comptes et dossiers inventés."""


@demo.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False, exists=True))
def install(cases: tuple[Path, ...]) -> None:
    """Crée les comptes de démonstration et y dépose les dossiers CASES, sans les traiter.

    Ce qui existe déjà n'est pas refait. Exemple :

        avis demo install evaluation/cases/demo-*
    """
    from engine.app import build_service
    from engine.services.demo import install_accounts, install_dossiers

    settings = load_settings()
    with build_service(settings) as service:
        made = install_accounts(settings.data_dir, service.accounts)
        people = {a.role: service.accounts.find(a.login) for a in made}
        taken = install_dossiers(cases, service.intake, people["intake"], people["doctor"])
    click.echo(
        f"{len(made)} comptes de démonstration, {len(taken)} dossiers déposés ({len(cases) - len(taken)} déjà là)."
    )


@demo.command()
def accounts() -> None:
    """Affiche les comptes de démonstration et ce qui les ouvre."""
    from engine.app import SystemClock
    from engine.services import demo as people

    folder = load_settings().data_dir
    for account in people.accounts(folder):
        click.echo(f"  {account.login:<10} {account.password:<19} {account.name}, {ROLES_FR[account.role]}")
        if account.totp:
            now = people.code(folder, account.login, SystemClock())
            click.echo(f"  {'':<10} code à six chiffres : {now}")


@demo.command()
@click.argument("login")
def code(login: str) -> None:
    """Affiche le code à six chiffres d'un compte de démonstration, comme le ferait son téléphone."""
    from engine.app import SystemClock
    from engine.services import demo as people

    click.echo(people.code(load_settings().data_dir, login, SystemClock()))


@demo.command()
@click.option("--wait", type=int, default=600, show_default=True, help="Secondes d'attente, au plus.")
def watch(wait: int) -> None:
    """Attend que les dossiers déposés soient traités et montre où ils en sont."""
    from engine.app import build_service
    from engine.services.demo import watch as follow

    with build_service(load_settings()) as service:
        for line in follow(service.intake, service.jobs, wait):
            click.echo(line)
