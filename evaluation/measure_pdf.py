"""The figure of digital PDFs: words with boxes against the plain text that pdfium gives."""

from pathlib import Path

import click

import ocr
from evaluation.measure_time import timed

LEAST_SECONDS = 2.0


@click.command()
@click.argument("files", metavar="FICHIER...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def measure_pdf(files: tuple[Path, ...]) -> None:
    """Mesure le temps de lecture de PDF numériques, rapporté au texte brut de pdfium.

    Exemple :

        avis measure pdf compte-rendu.pdf courrier.pdf
    """
    click.echo(f"{'fichier':40}{'pages':>6}{'mots':>8}{'mots ×':>9}{'page vue ×':>12}")
    sums = [0.0, 0.0, 0.0]
    for path in files:
        content = path.read_bytes()
        try:
            pages, words = _counts(content)
        except ocr.ReadError as error:
            raise click.ClickException(f"{path.name} : {error.message_fr}") from error
        spent = _compare(content, path.name)
        sums = [a + b for a, b in zip(sums, spent, strict=True)]
        click.echo(_line(path.name, pages, words, spent))
    if len(files) > 1:
        click.echo(_line("ensemble", 0, 0, sums))
    click.echo("mots × : mots avec leurs boîtes ; page vue × : avec l'image de chaque page ; 1 = texte brut de pdfium.")


def _counts(content: bytes) -> tuple[int, int]:
    pages = list(ocr.read_layers(content))
    return len(pages), sum(len(words) for _, words in pages)


def _compare(content: bytes, name: str) -> list[float]:
    """Return the processor seconds of the plain text, the words and the whole pages, taken turn by turn."""
    sums = [0.0, 0.0, 0.0]
    works = (
        lambda: list(ocr.read_flat(content)),
        lambda: list(ocr.read_layers(content)),
        lambda: list(ocr.read(content, name)),
    )
    _, whole, _ = timed(works[2])
    turns = 0
    while sums[1] < LEAST_SECONDS / 2 and turns < 500:
        turns += 1
        for place in (0, 1):
            sums[place] += timed(works[place])[1]
    sums[2] = whole * turns
    return [seconds / turns for seconds in sums]


def _line(label: str, pages: int, words: int, spent: list[float]) -> str:
    plain, layer, whole = spent
    counts = f"{pages:6}{words:8}" if pages else " " * 14
    return f"{label[:39]:40}{counts}{_ratio(layer, plain):>9}{_ratio(whole, plain):>12}"


def _ratio(seconds: float, plain: float) -> str:
    return f"{seconds / max(1e-9, plain):.2f}".replace(".", ",")
