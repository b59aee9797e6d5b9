"""The verb `avis measure`: one figure command a subject, each on files that the caller names."""

import click

from evaluation.measure_documents import measure_documents


@click.group()
def measure() -> None:
    """Mesure la lecture sur des fichiers dont on connaît la vérité.

    Chaque sous-commande affiche un tableau.
    """


measure.add_command(measure_documents, "documents")
