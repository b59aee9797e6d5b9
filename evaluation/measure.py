"""The verb `avis measure`: one figure command a subject, each on files that the caller names."""

import click

from evaluation.measure_cda import measure_cda
from evaluation.measure_documents import measure_documents
from evaluation.measure_library import measure_library
from evaluation.measure_ocr import measure_ocr
from evaluation.measure_pdf import measure_pdf
from evaluation.measure_pseudonyms import measure_pseudonyms


@click.group()
def measure() -> None:
    """Mesure la lecture sur des fichiers dont on connaît la vérité.

    Chaque sous-commande affiche un tableau ; les temps y sont des rapports pris dans la même exécution.
    """


measure.add_command(measure_documents, "documents")
measure.add_command(measure_cda, "cda")
measure.add_command(measure_library, "library")
measure.add_command(measure_ocr, "ocr")
measure.add_command(measure_pdf, "pdf")
measure.add_command(measure_pseudonyms, "pseudonyms")
