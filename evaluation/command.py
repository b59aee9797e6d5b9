"""The verb `avis evaluate`."""

import sys
from pathlib import Path

import click

from engine import load_settings, notices
from evaluation.case import EXPECTED, INTAKE, cases_in
from evaluation.report import as_values, report_of, table
from evaluation.run import evaluate_cases, write_json

PARTLY_SCORED = 4


@click.command()
@click.argument("cases_dir", type=click.Path(path_type=Path))
@click.option(
    "--json", "out", type=click.Path(path_type=Path, dir_okay=False), help="Fichier où écrire chiffres et jugements."
)
@click.option(
    "--results",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier des résultats : CAS.json y est relu s'il existe (le cas n'est pas exécuté), sinon écrit.",
)
@click.option("--quiet", is_flag=True, help="N'affiche que le tableau.")
def evaluate(cases_dir: Path, out: Path | None, results: Path | None, *, quiet: bool) -> None:
    """Mesure le moteur sur des dossiers dont on connaît la vérité.

    CASES_DIR contient un dossier par cas, avec intake.yaml, documents/ et expected.yaml. Le tableau donne chaque taux
    avec son compte et son intervalle, et ce qu'obtiendrait qui donne toujours raison au premier avis. Un cas qui ne
    peut être mené au bout est nommé et n'entre dans aucun chiffre ; le code de fin est alors 4. Exemple :

        avis evaluate evaluation/cases --json chiffres.json
    """
    if not cases_dir.is_dir():
        raise click.ClickException(f"Dossier introuvable : {cases_dir}.")
    cases = cases_in(cases_dir)
    if not cases:
        raise click.ClickException(
            f"Aucun cas dans {cases_dir} : il faut un sous-dossier par cas, avec {INTAKE} et {EXPECTED}."
        )
    settings = load_settings()
    for notice in notices(settings):
        click.echo(notice, err=True)
    report = report_of(evaluate_cases(cases, settings, results, (lambda _: None) if quiet else _progress))
    for line in table(report):
        click.echo(line)
    if out is not None:
        write_json(out, as_values(report))
    if report.unscored:
        sys.exit(PARTLY_SCORED)


def _progress(line: str) -> None:
    click.echo(f"  … {line}", err=True)
