"""The verb `avis measure documents`: how a mixed upload is taken apart, without running the rest of the path."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import click
from pydantic import TypeAdapter, ValidationError

from engine import EngineError, cause_fr, dossier_of, files_of, read_pages, split_pages, write_whole
from engine.domain.document import Document, Page
from engine.domain.wording import words
from evaluation.case import EXPECTED, INTAKE, Case, ExpectedDocument, cases_in
from evaluation.figures import SECTIONS, Figure
from evaluation.report import LABEL, RATE, line
from evaluation.tally import Score, Tally, tally

PAGES = TypeAdapter(tuple[Page, ...])
FIGURES = (
    Figure(id="documents.pages", label_fr="limites exactes"),
    *next(s.figures for s in SECTIONS if s.title_fr == "Documents"),
    Figure(id="documents.undated", label_fr="sans date, laissé sans date"),
    Figure(id="documents.owner", label_fr="propriétaire exact"),
    Figure(id="documents.author", label_fr="auteur"),
    Figure(id="documents.establishment", label_fr="établissement"),
)
ENOUGH_WORDS = 0.6
"""Share of an establishment's words that must be found for it to be recognised."""
TITLES = {"dr", "docteur", "pr", "professeur", "m", "mme", "monsieur", "madame"}


class BadPages(EngineError):
    """A folder of read pages holds something else."""

    exit_code: ClassVar[int] = 3
    message_fr: ClassVar[str] = (
        "Le fichier de pages {path} ne peut pas être relu : {why}. Effacez-le : il sera lu à nouveau."
    )


@click.command("documents")
@click.argument("cases_dir", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--pages",
    "kept",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier des pages lues : CAS.json y est relu s'il existe, sinon écrit. Il contient les textes.",
)
@click.option("--misses", is_flag=True, help="Nomme aussi chaque document mal compris.")
def measure_documents(cases_dir: Path, kept: Path | None, *, misses: bool) -> None:
    """Mesure la séparation des documents : limites, nature, date, propriétaire, doublons, auteur.

    CASES_DIR contient un dossier par cas, avec intake.yaml, documents/ et expected.yaml. Seules la lecture et la
    séparation sont faites. Exemple :

        avis measure documents evaluation/cases --misses
    """
    cases = cases_in(cases_dir)
    if not cases:
        raise click.ClickException(
            f"Aucun cas dans {cases_dir} : il faut un sous-dossier par cas, avec {INTAKE} et {EXPECTED}."
        )
    scores: list[tuple[str, Score]] = []
    for case in cases:
        found = split_pages(_pages(case, kept), dossier_of(case.folder))
        scores += [(case.name, score) for score in judged(case.expected.documents, found)]
    for told in _table(len(cases), tally(score for _, score in scores)):
        click.echo(told)
    for name, score in scores:
        if misses and score.why and score.hit is False:
            click.echo(f"  {name}, {score.what} : {score.why}")


def _pages(case: Case, kept: Path | None) -> tuple[Page, ...]:
    """The pages of a case, from the folder where they were kept or read now. Raises `BadPages`."""
    place = kept / f"{case.name}.json" if kept else None
    try:
        if place and place.is_file():
            return PAGES.validate_json(place.read_bytes())
        pages = tuple(read_pages(files_of(case.folder)))
        if place:
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, json.dumps([p.model_dump(mode="json") for p in pages], ensure_ascii=False))
    except ValidationError as error:
        raise BadPages(path=place, why=f"{error.error_count()} champs inattendus") from error
    except OSError as error:
        raise BadPages(path=place, why=cause_fr(error)) from error
    return pages


def judged(expected: Sequence[ExpectedDocument], found: Sequence[Document]) -> Iterator[Score]:
    """The scores of each expected document against the one found that shares most of its pages.

    A document that was not found is missed on every count. A wrong date counts where the truth has one; where it has
    none, a date found is a mistake of its own kind.
    """
    for document in expected:
        seen = _counterpart(document, found)
        what = f"{document.file} p. {', '.join(map(str, document.pages or ())) or '?'}"
        yield from _judged(document, seen, what)


def _judged(document: ExpectedDocument, seen: Document | None, what: str) -> Iterator[Score]:
    def score(figure: str, wanted: object, got: object, *, hit: bool | None = None) -> Score:
        right = wanted == got if hit is None else hit
        why = "" if right else f"{figure} : attendu {wanted}, trouvé {got}"
        return Score(figure=f"documents.{figure}", what=what, hit=right, why=why)

    if document.pages:
        yield score("pages", document.pages, seen.pages if seen else None)
    yield score("kind", document.type, seen.kind if seen else None)
    dated = seen.dated if seen else None
    yield score("date" if document.date else "undated", document.date, dated, hit=bool(seen) and dated == document.date)
    stranger = seen is not None and seen.owner == "other_person"
    told = f"autre personne ({seen.owner_reason_fr})" if seen and stranger else "personne du dossier"
    if document.right_patient:
        why = f"fausse alerte : {told}" if stranger else ""
        yield Score(figure="documents.wrong_patient_false_alarm", what=what, hit=stranger)
        yield Score(figure="documents.alarm_told", what=what, hit=not stranger, why=why)
    else:
        yield score("wrong_patient_recall", "autre personne", told, hit=stranger)
    repeats = seen.duplicate_of if seen else None
    if document.duplicate_of:
        yield score("duplicate_recall", f"doublon de {document.duplicate_of}", repeats, hit=bool(repeats))
    else:
        yield Score(figure="documents.duplicate_false_alarm", what=what, hit=bool(repeats))
        yield score("copy_told", None, repeats)
    if document.owner:
        yield score("owner", document.owner, seen.owner if seen else None)
    if document.author:
        author = seen.author if seen else None
        yield score("author", document.author, author, hit=same_person(document.author, author or ""))
    if document.establishment:
        place = seen.establishment if seen else None
        yield score("establishment", document.establishment, place, hit=same_place(document.establishment, place or ""))


def same_person(wanted: str, found: str) -> bool:
    """Whether two printed names can be one person's: the same last name, no other first name or initial."""
    names, others = (tuple(w for w in words(n) if w not in TITLES) for n in (wanted, found))
    if not names or not others or names[-1] != others[-1]:
        return False
    first, other = names[0][0], others[0][0]
    return first == other or len(names) == 1 or len(others) == 1


def same_place(wanted: str, found: str) -> bool:
    """Whether most of the words of an establishment's name were found, and not much more."""
    named, seen = ({w for w in words(n) if len(w) > 2} for n in (wanted, found))
    shared = len(named & seen)
    return bool(named) and shared >= ENOUGH_WORDS * len(named) and shared >= 0.5 * len(seen)


def _counterpart(document: ExpectedDocument, found: Sequence[Document]) -> Document | None:
    same_file = [d for d in found if d.filename == document.file]
    return max(same_file, key=lambda d: len(set(d.pages) & set(document.pages or ())), default=None)


def _table(cases: int, counts: dict[str, Tally]) -> Iterator[str]:
    yield f"Documents de {cases} {'dossiers' if cases > 1 else 'dossier'}"
    yield f"{'':{LABEL}}{'moteur':{RATE}}IC 95 %"
    for figure in FIGURES:
        yield line(figure, counts.get(figure.id, Tally()))
