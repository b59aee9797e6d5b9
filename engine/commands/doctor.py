"""The verb doctor."""

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.services.check import Check

MARKS = {"ok": ("✓", "bon"), "warning": ("!", "attention"), "failed": ("✗", "échec")}
SOMETHING_FAILED = 7


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Affiche le résultat en JSON.")
def doctor(*, as_json: bool) -> None:
    """Vérifie réglages, base, lecture des scans, polices, modèle, disque, mémoire et horloge.

    Ne modifie rien et n'affiche ni mot de passe ni donnée de santé. Exemple :

        avis doctor

    Codes de fin : 0 rien en échec (des points d'attention peuvent rester) ; 7 au moins un échec.
    """
    from engine.services.health import diagnose

    checks = diagnose(datetime.now().astimezone())
    if as_json:
        click.echo(json.dumps([check.model_dump() for check in checks], ensure_ascii=False, indent=1))
    else:
        for line in lines(checks):
            click.echo(line)
    if any(check.status == "failed" for check in checks):
        sys.exit(SOMETHING_FAILED)


def lines(checks: "tuple[Check, ...]") -> list[str]:
    """The checks for a person at a terminal, with the count of each outcome."""
    width = max(len(check.name) for check in checks)
    told = []
    for check in checks:
        mark, word = MARKS[check.status]
        told.append(f"{mark} {word:<9}  {check.name:<{width}}  {check.told_fr}")
        if check.remedy_fr:
            told.append(f"{'':{width + 15}}→ {check.remedy_fr}")
    counted = {status: sum(check.status == status for check in checks) for status in MARKS}
    told.append(f"{counted['ok']} bons, {counted['warning']} à surveiller, {counted['failed']} en échec.")
    return told
