"""The verb `avis measure library`: how well the guideline library answers questions whose passages are known."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import ClassVar

import click
import yaml
from pydantic import Field, TypeAdapter, ValidationError

from engine import EngineError, build_library, library_trial, load_settings
from engine.domain.rates import wilson
from engine.domain.record import Record

SETS = {
    "held_out": "gardées à part",
    "tuning": "de réglage",
    "blind_then_tuned": "écrites à l'aveugle, puis de réglage",
    "afterwards": "écrites après coup",
    "blind": "écrites à l'aveugle, gardées à part",
    "drawn": "tirées au sort, gardées à part",
}
KEPT_APART = ("held_out", "afterwards", "blind", "drawn")
FIRST = 5
LABEL, COLUMN = 26, 26


class BadQuestions(EngineError):
    """A file of questions is not of the form."""

    exit_code: ClassVar[int] = 3
    message_fr: ClassVar[str] = (
        "Le fichier de questions {path} ne peut pas être lu : {why}. Attendu, par référentiel : une liste de "
        "[p ou d, question, [passages]]."
    )


class Asked(Record):
    """A question, in whose words (`p` patients', `d` doctors'), and the ids of the passages that answer it."""

    pathway: str
    voice: str = Field(pattern="^[pd]$")
    text: str
    answers: tuple[str, ...] = Field(min_length=1)


class Answered(Record):
    """How one question went: the share of its passages among the first five found, and whether any was."""

    asked: Asked
    found: tuple[str, ...]

    @property
    def recall(self) -> float:
        """From 0 to 1; a question with more than five passages is answered whole by five of them."""
        return len(set(self.asked.answers) & set(self.found)) / min(FIRST, len(self.asked.answers))

    @property
    def hit(self) -> bool:
        """Whether any of its passages was found."""
        return bool(set(self.asked.answers) & set(self.found))


FORM = TypeAdapter(dict[str, list[tuple[str, str, list[str]]]])


@click.command("library")
@click.argument("questions", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--misses", is_flag=True, help="Nomme aussi chaque question mal répondue (jamais celles gardées à part).")
@click.option("--speed", type=click.IntRange(1000, 1_000_000), help="Mesure plutôt le temps avec tant de vecteurs.")
def measure_library(questions: Path | None, *, misses: bool, speed: int | None) -> None:
    """Mesure la recherche dans la bibliothèque : un passage juste parmi les cinq premiers, part des passages retrouvée.

    Sans fichier : les questions livrées, celles de réglage et celles gardées à part. Exemple :

        avis measure library mes-questions.yaml --misses

    Avec --speed 100000 : le temps d'une recherche dans une base d'essai, faite pour cela puis effacée, et ce que
    l'index trouve de ce qu'une recherche exacte trouve.
    """
    texts = {name: _shipped(name) for name in SETS} if questions is None else {"": questions}
    asked = {name: tuple(_read(source)) for name, source in texts.items()}
    if speed is not None:
        for line in _speed([one.text for part in asked.values() for one in part], speed):
            click.echo(line)
        return
    with build_library(load_settings()) as library:
        library.search("préparation")
        for name, part in asked.items():
            started = perf_counter()
            answered = [
                Answered(asked=one, found=tuple(c.passage.id for c in library.search(one.text, FIRST))) for one in part
            ]
            spent = (perf_counter() - started) / max(1, len(part)) * 1000
            for line in _table(f"{len(part)} questions {SETS.get(name, '')}".strip(), answered):
                click.echo(line)
            click.echo(f"{spent:.0f} ms par question, calcul de son vecteur compris\n")
            for line in _misses(answered) if misses and name not in KEPT_APART else ():
                click.echo(line)


def _shipped(name: str) -> Traversable:
    return files("evaluation").joinpath("library", f"{name}.yaml")


def _read(source: Traversable | Path) -> Iterator[Asked]:
    try:
        content = FORM.validate_python(yaml.safe_load(source.read_text(encoding="utf-8")))
        for pathway, rows in content.items():
            for voice, text, answers in rows:
                ids = tuple(a if "/" in a else f"{pathway}/{a}" for a in answers)
                yield Asked(pathway=pathway, voice=voice, text=text, answers=ids)
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadQuestions(path=source.name, why=str(error).splitlines()[0]) from error


def _table(title: str, answered: Sequence[Answered]) -> Iterator[str]:
    yield title
    yield f"{'':{LABEL}}{f'un passage juste @{FIRST}':{COLUMN}}{f'passages retrouvés @{FIRST}':{COLUMN}}"
    parts: dict[str, list[Answered]] = {}
    for one in answered:
        parts.setdefault(one.asked.pathway, []).append(one)
    voices = {"patients": "p", "médecins": "d"}
    for label, rows in (
        ("ensemble", answered),
        *((label, [a for a in answered if a.asked.voice == voice]) for label, voice in voices.items()),
        *parts.items(),
    ):
        if rows:
            yield _line(label, rows)


def _line(label: str, rows: Sequence[Answered]) -> str:
    hits, recall = sum(a.hit for a in rows), sum(a.recall for a in rows) / len(rows)
    # Passages of one question go together: the interval is that of as many questions as there are.
    return (
        f"{label:{LABEL}}{_rate(hits / len(rows), wilson(hits, len(rows)), f'{hits}/{len(rows)}'):{COLUMN}}"
        f"{_rate(recall, wilson(round(recall * len(rows)), len(rows)))}"
    )


def _rate(value: float, interval: tuple[float, float], count: str = "") -> str:
    low, high = interval
    return f"{value:.3f} {count:>8}  {low:.2f}–{high:.2f}".replace(".", ",")


def _misses(answered: Sequence[Answered]) -> Iterator[str]:
    for one in answered:
        if one.recall < 1:
            missed = [a for a in one.asked.answers if a not in one.found]
            yield f"  {one.asked.text}\n    manque {', '.join(missed)}\n    trouvé {', '.join(one.found)}"


def _speed(questions: Sequence[str], vectors: int) -> Iterator[str]:
    """The times of searches in a large library. They are taken one after the other, nobody else searching."""
    trial = library_trial(load_settings(), questions, vectors)
    yield f"{vectors} vecteurs, {len(questions)} questions ; base faite en {trial.made_s:.0f} s"
    yield f"{'':{LABEL}}{'p50':>10}{'p95':>10}   ms"
    parts: Mapping[str, Sequence[float]] = {
        "recherche": trial.search_ms,
        "  dont vecteurs": trial.near_ms,
        "vecteur de la question": trial.embed_ms,
        "recherche exacte": trial.exact_ms,
    }
    for label, times in parts.items():
        yield f"{label:{LABEL}}{median(times):10.1f}{_p95(times):10.1f}".replace(".", ",")
    yield f"l'index retrouve {trial.recall:.3f} des 10 plus proches d'une recherche exacte".replace(".", ",")


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]
