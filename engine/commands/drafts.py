"""The verbs of drafts: make one again."""

import sys

import click

from engine.settings import load_settings

DIFFERS = 8


@click.group()
def drafts() -> None:
    """Refait un pré-avis enregistré."""


@drafts.command()
@click.argument("draft")
@click.option("--ask-again", is_flag=True, help="Redemande au modèle réglé aujourd'hui et montre ce qui change.")
def replay(draft: str, *, ask_again: bool) -> None:
    """Refait le pré-avis DRAFT (numéro de dossier, ou de run) à partir des réponses gardées du modèle.

    Rien n'est enregistré. Sans option, aucun modèle n'est joint et le résultat doit être le même, octet pour octet.
    Exemple :

        avis drafts replay demo-gonarthrose --ask-again

    Codes de fin : 0 refait (identique, ou redemandé) ; 3 rien à refaire ; 5 modèle absent ou muet ; 8 le résultat
    diffère.
    """
    from engine import build
    from engine.app import notices
    from engine.delivery.draft_changes import changes
    from engine.delivery.summary import made_by
    from engine.pathways import load

    settings = load_settings()
    for notice in notices(settings) if ask_again else ():
        click.echo(notice, err=True)
    with build(settings) as engine:
        done = engine.replay(draft, ask_again=ask_again)
    run = done.run
    click.echo(f"Pré-avis du dossier {run.dossier}, écrit le {run.started_at:%d/%m/%Y à %H:%M} (run {run.id}).")
    for line in (*made_by(run), *done.told_fr):
        click.echo(f"  {line}")
    if done.same:
        click.echo("Identique, octet pour octet.")
        return
    pathway = load(run.pathway.id) if run.pathway else None
    labels = {o.id: o.label_fr for o in pathway.options} if pathway else {}
    labels |= {r.id: r.label_fr for r in pathway.required_documents} if pathway else {}
    click.echo("Ce qui change :")
    for line in changes(done.kept, done.made, labels):
        click.echo(f"  {line}")
    if not ask_again:
        sys.exit(DIFFERS)
