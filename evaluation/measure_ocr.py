"""The figures of OCR: errors, figures that are right, doubtful marks, and time against plain Tesseract."""

import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import click

import ocr
from engine.domain.record import Record
from evaluation.measure_score import PageScore, score
from evaluation.measure_time import timed

TRUTHS = (".gt.txt", ".gt2.txt")
ILLEGIBLE = 0.30
HEADING = (
    f"{'variante':10}{'pages':>6}{'CER moy.':>10}{'médiane':>9}{'nombres':>9}{'> 30 %':>8}"
    f"{'Tesseract CER':>15}{'nombres':>9}{'CPU ×':>8}"
)
NOTES = (
    "CER : fautes par caractère, en %, dans le meilleur des deux ordres de lecture ; moyenne et médiane des pages.",
    "nombres : part des mots à chiffres lus exactement, en % ; > 30 % : pages au-dessus de 30 % de fautes.",
    "CPU × : secondes de processeur par page, rapportées à Tesseract seul dans la même exécution.",
)


class Measured(Record):
    """One image: its variant, both scores, and the processor seconds that each took."""

    name: str
    variant: str
    ours: PageScore
    plain: PageScore
    ours_cpu: float
    plain_cpu: float


@click.command()
@click.argument("listed", metavar="LISTE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--images", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--truth", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Lectures côte à côte.")
@click.option("--texts", type=click.Path(path_type=Path, file_okay=False), help="Dossier où écrire les textes lus.")
def measure_ocr(listed: Path, images: Path, truth: Path, workers: int, texts: Path | None) -> None:
    """Mesure l'OCR sur des images dont on connaît le texte.

    LISTE nomme une image PAGE__VARIANTE.ext par ligne ; la vérité est PAGE.gt.txt (et PAGE.gt2.txt, second ordre de
    lecture valable). Exemple :

        avis measure ocr dev.lst --images img --truth gt --workers 2
    """
    paths = [images / line.strip() for line in listed.read_text(encoding="utf-8").splitlines() if line.strip()]
    for path in paths:
        if not path.is_file() or not _truths(truth, path):
            raise click.ClickException(f"Image ou vérité introuvable pour {path.name}.")
    if not paths:
        raise click.ClickException(f"{listed} ne nomme aucune image.")
    if texts is not None:
        texts.mkdir(parents=True, exist_ok=True)
    ocr.read_plainly(paths[0])  # the programs and the weights are loaded once, before any clock runs
    list(ocr.read(paths[0].read_bytes(), paths[0].name))
    measured = []
    for path in paths:
        measured.append(_measure(path, truth, texts))
        click.echo(f"  … {path.name} : {_percent(measured[-1].ours.cer, 2)} %", err=True)
    for line in table(measured):
        click.echo(line)
    if workers > 1:
        _, _, one = timed(lambda: _side_by_side(paths, 1))
        _, _, many = timed(lambda: _side_by_side(paths, workers))
        click.echo(f"{workers} lectures côte à côte : {_decimal(one / many, 2)} fois plus vite qu'une seule.")


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield the lines of the table: one a variant in the order in which they appear, then all pages."""
    yield HEADING
    for variant in dict.fromkeys(page.variant for page in measured):
        yield _line(variant, [page for page in measured if page.variant == variant])
    yield _line("ensemble", measured)
    yield ""
    marked, wrong, caught = (
        sum(getattr(page.ours, what) for page in measured) for what in ("marked", "wrong", "caught")
    )
    yield (
        f"Nombres douteux : {marked} marqués, dont faux {_share(caught, marked)} ; "
        f"{wrong} nombres faux, dont marqués {_share(caught, wrong)}."
    )
    yield ""
    yield from NOTES


def _line(label: str, pages: Sequence[Measured]) -> str:
    ours, plain = [page.ours for page in pages], [page.plain for page in pages]
    cpu = sum(page.ours_cpu for page in pages) / max(1e-9, sum(page.plain_cpu for page in pages))
    cells = (
        (6, str(len(pages))),
        (10, _percent(statistics.mean(one.cer for one in ours), 2)),
        (9, _percent(statistics.median(one.cer for one in ours), 2)),
        (9, _percent(statistics.mean(one.recall for one in ours))),
        (8, str(sum(one.cer > ILLEGIBLE for one in ours))),
        (15, _percent(statistics.mean(one.cer for one in plain), 2)),
        (9, _percent(statistics.mean(one.recall for one in plain))),
        (8, _decimal(cpu, 2)),
    )
    return f"{label:10}" + "".join(f"{text:>{width}}" for width, text in cells)


def _measure(path: Path, truth: Path, texts: Path | None) -> Measured:
    truths = _truths(truth, path)
    plain, plain_cpu, _ = timed(lambda: ocr.read_plainly(path))
    pages, ours_cpu, _ = timed(lambda: list(ocr.read(path.read_bytes(), path.name)))
    text = "\n".join(page.text for page in pages)
    if texts is not None:
        (texts / f"{path.stem}.txt").write_text(text, encoding="utf-8")
    return Measured(
        name=path.name,
        variant=path.stem.rsplit("__", 1)[-1],
        ours=score(text, truths, [word.text for page in pages for word in page.words if word.doubtful]),
        plain=score(plain, truths),
        ours_cpu=ours_cpu,
        plain_cpu=plain_cpu,
    )


def _truths(truth: Path, path: Path) -> list[str]:
    page = path.stem.rsplit("__", 1)[0]
    files = (truth / f"{page}{ending}" for ending in TRUTHS)
    return [file.read_text(encoding="utf-8") for file in files if file.is_file()]


def _side_by_side(paths: Sequence[Path], workers: int) -> None:
    """Read all files as so many workers of the product would, each with its own reading process."""
    readers: SimpleQueue[ocr.Reader] = SimpleQueue()
    for _ in range(workers):
        readers.put(ocr.Reader())

    def read(path: Path) -> None:
        reader = readers.get()
        list(reader.read(path.read_bytes(), path.name))
        readers.put(reader)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(read, paths))
    while not readers.empty():
        readers.get().close()


def _percent(share: float, places: int = 1) -> str:
    return _decimal(100 * share, places)


def _share(part: int, whole: int) -> str:
    return f"{_percent(part / whole)} %" if whole else "—"


def _decimal(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")
