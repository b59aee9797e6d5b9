"""The verbs of models: try the one that is set, list what it can be asked with."""

import sys

import click

from engine.commands.doctor import lines
from engine.settings import load_settings

MODEL_FAILED = 5


@click.group()
def models() -> None:
    """Essaie le modèle réglé et montre les demandes qui lui sont faites."""


@models.command()
def check() -> None:
    """Pose au modèle réglé une question inventée, et dit ce qui marche : forme, citations, fidélité, durée, jetons.

    Exemple :

        AVIS_AUTHOR=server AVIS_MODEL_URL=http://127.0.0.1:8000/v1 AVIS_MODEL_NAME=mistral avis models check

    Codes de fin : 0 rien en échec ; 5 le modèle est absent, muet, ou ses réponses ne pourraient pas servir ; 7 réglage.
    """
    from engine.app import try_models

    done = tuple(try_models(load_settings()))
    for line in lines(done):
        click.echo(line)
    if any(one.status == "failed" for one in done):
        sys.exit(MODEL_FAILED)


@models.command(name="prompts")
def list_prompts() -> None:
    """Affiche les demandes faites aux modèles, leurs versions et les mesures qui les jugent."""
    from prompts import load, names, versions

    for name in names():
        for rank, version in enumerate(versions(name)):
            prompt = load(f"{name}@{version}")
            judged = prompt.measured_by if isinstance(prompt.measured_by, str) else ", ".join(prompt.measured_by)
            click.echo(f"{name:<18} {version:<8} {prompt.sha256[:12]}  {'en service' if rank == 0 else 'gardée'}")
            click.echo(f"{'':<27} jugée par : {judged}")
