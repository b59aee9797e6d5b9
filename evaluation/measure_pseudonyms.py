"""The verb `avis measure pseudonyms`: which names and numbers of annotated texts are replaced, and what else is."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Literal

import click
from pydantic import Field, ValidationError

from engine import EngineError, pseudonymised_text
from engine.domain.identifying import Pseudonymised
from engine.domain.record import Record
from engine.domain.wording import fold
from evaluation.figures import Figure
from evaluation.report import line
from evaluation.tally import Score, Tally, tally

Family = Literal["identity", "place", "date", "clinical"]
FAMILIES: dict[str, Family] = {
    **dict.fromkeys(("NOM", "PRENOM", "IPP", "NDA", "SECU", "TEL", "MAIL", "RPPS", "FINESS", "ADELI"), "identity"),
    "DATE-NAISSANCE": "identity",
    **dict.fromkeys(("ADRESSE", "ADDRESSE", "ZIP", "VILLE", "HOPITAL", "ORG"), "place"),
    **dict.fromkeys(("DATE", "DATE-DEBUT-SEJOUR", "DATE-FIN-SEJOUR"), "date"),
}
"""What each type of annotation is, by its name in capitals without accents; any other type is clinical content."""
TOTALS: dict[Family, str] = {
    "identity": "noms, naissances, identifiants",
    "place": "lieux, adresses, établissements",
    "date": "dates",
    "clinical": "contenu clinique touché",
}
NOT_THE_DATE = frozenset(
    (
        *("ne", "nee", "le", "la", "du", "de", "en", "fin", "debut", "mi"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    )
)
"""Words that annotators take into the span of a date and that tell no date."""
SHOWN = 40


class BadAnnotations(EngineError):
    """A file of annotated texts cannot be used."""

    exit_code: ClassVar[int] = 3
    message_fr: ClassVar[str] = (
        "Le fichier {path} ne peut pas être mesuré : {why}. Chaque ligne est un objet JSON avec « text » (ou « file », "
        "un texte du même dossier) et « entities » : type, start, end."
    )


class Entity(Record):
    """An annotated stretch: `text[start:end]` is of `type`."""

    type: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @property
    def kind(self) -> str:
        """The type as the table of families writes it."""
        return fold(self.type).upper().replace("_NAISSANCE", "-NAISSANCE")

    @property
    def family(self) -> Family:
        """What it identifies, or that it is clinical."""
        return FAMILIES.get(self.kind, "clinical")


class Annotated(Record):
    """A text and what annotators marked in it."""

    id: str
    text: str
    entities: tuple[Entity, ...]


@click.command("pseudonyms")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--misses", is_flag=True, help="Montre aussi chaque passage manqué. Il contient les textes.")
def measure_pseudonyms(file: Path, *, misses: bool) -> None:
    """Mesure la pseudonymisation : rappel par type, précision, contenu clinique touché.

    FILE contient un texte annoté par ligne (JSONL). Rien n'est su d'avance des personnes : dans un dossier, l'identité
    de la fiche d'accueil s'y ajoute. Exemple :

        avis measure pseudonyms textes-annotes.jsonl --misses
    """
    texts = annotated(file)
    scores = [score for text in texts for score in scores_of(text)]
    counts = tally(scores)
    click.echo(f"{len(texts)} textes, intervalles de Wilson à 95 %")
    for figure in _figures(counts):
        click.echo(line(figure, counts.get(figure.id, Tally())))
    if misses:
        for score in scores:
            if score.why:
                click.echo(f"  {score.what} : {score.why}")


def annotated(file: Path) -> tuple[Annotated, ...]:
    """The texts of a JSONL file. Raises `BadAnnotations`."""
    found = []
    try:
        for number, told in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            raw = json.loads(told)
            text = raw["text"] if "text" in raw else _beside(file, raw["file"])
            entities = tuple(Entity(type=e["type"], start=e["start"], end=e["end"]) for e in raw["entities"])
            found.append(Annotated(id=str(raw.get("id", number)), text=text, entities=entities))
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise BadAnnotations(path=file, why=f"ligne {len(found) + 1}, {type(error).__name__}") from error
    return tuple(found)


def _beside(file: Path, name: str) -> str:
    """The text of that name in the file's folder or one folder below."""
    place = next(p for p in (file.parent / name, *sorted(file.parent.glob(f"*/{Path(name).name}"))) if p.is_file())
    return place.read_text(encoding="utf-8")


def scores_of(text: Annotated, done: Pseudonymised | None = None) -> Iterator[Score]:
    """Recall of each identifying stretch, precision of each replaced one, and each clinical stretch that was touched.

    A stretch is found when all its letters and figures are replaced. A replaced one is right when an annotator marked
    any of it as identifying; dates stay out of that, for annotators of stays do not mark them all.
    """
    done = done or pseudonymised_text(text.text)
    hidden = {i for r in done.replaced for i in range(r.start, r.end)}
    marked = {i for e in text.entities if e.family != "clinical" for i in range(e.start, e.end)}
    for entity in text.entities:
        if entity.family == "clinical":
            touched = any(r.start < entity.end and entity.start < r.end for r in done.replaced)
            yield Score(figure="clinical", what=text.id, hit=touched, why="")
            continue
        seen = all(i in hidden for i in _telling(text.text, entity))
        why = "" if seen else f"{entity.kind} manqué : {_shown(text.text, entity.start, entity.end)}"
        yield Score(figure=entity.family, what=text.id, hit=seen, why=why)
        yield Score(figure=entity.kind, what=text.id, hit=seen)
    for piece in (r for r in done.replaced if r.kind != "date"):
        right = any(i in marked for i in range(piece.start, piece.end))
        why = "" if right else f"{piece.kind} en trop : {_shown(text.text, piece.start, piece.end)}"
        yield Score(figure="precision", what=text.id, hit=right, why=why)


def _telling(text: str, entity: Entity) -> Iterator[int]:
    """The letters and figures of a stretch; of a date, not the words around it."""
    dated = entity.family == "date" or "NAISSANCE" in entity.kind
    at = entity.start
    for word in text[entity.start : entity.end].split():
        start = text.index(word, at)
        at = start + len(word)
        if not (dated and fold(word).strip(",.") in NOT_THE_DATE):
            yield from (i for i in range(start, at) if text[i].isalnum())


def _shown(text: str, start: int, end: int) -> str:
    around = f"{text[max(0, start - SHOWN) : start]}⟦{text[start:end]}⟧{text[end : end + SHOWN]}"
    return " ".join(around.split())


def _figures(counts: dict[str, Tally]) -> Sequence[Figure]:
    kinds = [k for k in sorted(counts) if k in FAMILIES]
    return (
        *(Figure(id=family, label_fr=label, lower_is_better=family == "clinical") for family, label in TOTALS.items()),
        Figure(id="precision", label_fr="remplacé à raison (hors dates)"),
        *(Figure(id=kind, label_fr=f"· {kind}") for kind in kinds),
    )
