"""The verb `avis evaluate`."""

import sys
from datetime import datetime
from pathlib import Path

import click

from engine import load_settings, notices
from evaluation.case import EXPECTED, INTAKE, cases_in
from evaluation.history import UnreadableHistory, comparison, falls, is_slow, keep, last_run, place_of, standing_of
from evaluation.report import Report, as_values, report_of, table
from evaluation.run import evaluate_cases, write_json

PARTLY_SCORED = 4
FELL = 8
"""Exit code when a figure is worse than in the last run."""


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
@click.option("--compare", is_flag=True, help="Compare au dernier passage sur ces dossiers, gardé dans AVIS_DATA_DIR.")
@click.option("--accept", is_flag=True, help="Avec --compare : garde ce passage même si un chiffre baisse.")
@click.option(
    "--tolerance",
    type=click.IntRange(min=0),
    default=0,
    help="Avec --compare : nombre de jugements dont un chiffre peut baisser.",
)
@click.option("--quiet", is_flag=True, help="N'affiche que le tableau.")
def evaluate(
    cases_dir: Path,
    out: Path | None,
    results: Path | None,
    *,
    compare: bool,
    accept: bool,
    tolerance: int,
    quiet: bool,
) -> None:
    """Mesure le moteur sur des dossiers dont on connaît la vérité.

    CASES_DIR contient un dossier par cas, avec intake.yaml, documents/ et expected.yaml. Le tableau donne chaque taux
    avec son compte et son intervalle, et ce qu'obtiendrait qui donne toujours raison au premier avis. Un cas qui ne
    peut être mené au bout est nommé et n'entre dans aucun chiffre ; le code de fin est alors 4. Avec --compare, un
    chiffre plus bas que la dernière fois donne le code 8. Exemple :

        avis evaluate evaluation/cases --compare --json chiffres.json
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
        if compare:
            click.echo(
                "Pas de comparaison : un dossier n'a pas pu être noté, et les comptes ne se valent plus.", err=True
            )
        sys.exit(PARTLY_SCORED)
    if compare:
        _beside_the_last(report, settings.data_dir, tolerance, accept=accept)


def _beside_the_last(report: Report, folder: Path, tolerance: int, *, accept: bool) -> None:
    """Print the last run beside this one. The exit code is `FELL` when a figure is worse; then the last run stays."""
    now = standing_of(report, datetime.now().astimezone())
    place = place_of(folder, now.cases)
    before = None if accept and not _is_readable(place) else last_run(place)
    fallen = falls(before, now, tolerance) if before else ()
    for line in comparison(before, now, fallen):
        click.echo(line)
    if (fallen or is_slow(now)) and not accept:
        click.echo(
            f"{len(fallen)} chiffre(s) en baisse{' ; trop lent' if is_slow(now) else ''}. Corrigez la cause, ou gardez "
            "ce passage comme référence en relançant avec --accept (--tolerance N admet N jugements d'écart). "
            f"Le dernier passage reste dans {place}.",
            err=True,
        )
        sys.exit(FELL)
    keep(place, now)
    click.echo(f"Gardé pour la prochaine fois : {place}")


def _is_readable(place: Path) -> bool:
    try:
        last_run(place)
    except UnreadableHistory:
        return False
    return True


def _progress(line: str) -> None:
    click.echo(f"  … {line}", err=True)
