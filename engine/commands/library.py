"""The verbs of the guideline library: search, list, add, withdraw."""

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.errors import EngineError, UploadRefused
from engine.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.passage import Cited, KeptPassage
    from engine.services.library import LibraryService


class PartlyAdded(EngineError):
    """Some files were added and others could not be."""

    exit_code = 4
    message_fr = "{refused} fichier(s) sur {all} n'ont pas été ajoutés ; les raisons sont dites plus haut."


@click.group()
def library() -> None:
    """Cherche dans la bibliothèque des recommandations, y ajoute des documents, en retire des passages."""


@library.command()
@click.argument("question")
@click.option("-k", "most", type=click.IntRange(1, 50), default=5, show_default=True, help="Nombre de passages.")
@click.option(
    "--pathway", help="Référentiel dont les passages passent devant ; sinon, les mots de la question le disent."
)
@click.option("--json", "as_json", is_flag=True, help="Affiche une liste JSON, le meilleur passage d'abord.")
def search(question: str, most: int, pathway: str | None, *, as_json: bool) -> None:
    """Cherche les passages qui répondent à QUESTION, par les mots et par le sens.

    Un passage retiré n'est jamais trouvé. Exemple :

        avis library search "règles douloureuses, quel traitement ?" -k 5 --json
    """
    from engine.pathways import load

    if pathway is not None:
        load(pathway)
    with _library() as opened:
        found = opened.search(question, most, pathway)
    if as_json:
        click.echo(json.dumps([_row(cited) for cited in found], ensure_ascii=False, indent=1))
        return
    for cited in found:
        passage = cited.passage
        grade = f" ({passage.grade})" if passage.grade else ""
        click.echo(f"{passage.id}  {cited.score:.2f}\n  {passage.said_fr}\n  {passage.source_fr}{grade}")
    if not found:
        click.echo("Aucun passage trouvé : essayez d'autres mots.")


@library.command(name="list")
@click.option("--withdrawn", is_flag=True, help="Montre aussi ce qui est retiré, et pourquoi.")
@click.option("--pathway", help="Seulement les passages de ce référentiel.")
def list_passages(*, withdrawn: bool, pathway: str | None) -> None:
    """Affiche les documents ajoutés et les passages de la bibliothèque."""
    with _library() as opened:
        shelf, documents = opened.shelf(), opened.documents()
    for document in documents:
        click.echo(
            f"Document {document.id} : « {document.title} », version {document.version}, "
            f"{document.passages} passage(s), ajouté le {document.added_at:%d/%m/%Y} ({document.filename})"
        )
    shown = [
        kept
        for kept in shelf
        if (withdrawn or kept.withdrawal is None) and (pathway is None or pathway in kept.passage.pathways)
    ]
    for kept in shown:
        click.echo(_line(kept))
    gone = sum(kept.withdrawal is not None for kept in shelf)
    click.echo(f"{len(shown)} passage(s) affiché(s) ; {gone} retiré(s) en tout.")


@library.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, readable=True))
@click.option("--title", help="Titre du document ; par défaut celui qu'il porte.")
@click.option("--body", help="Organisme qui l'a écrit (HAS, INCa, EULAR…).")
@click.option("--year", type=click.IntRange(1950, 2100), help="Année de parution.")
@click.option("--url", help="Adresse où le lire.")
@click.option("--grade", help="Grade de ses recommandations, s'il n'en a qu'un.")
@click.option(
    "--pathway", "pathways", multiple=True, help="Référentiel concerné ; à répéter. Sinon, ses mots le disent."
)
@click.option("--id", "identifier", help="Nom du document dans la bibliothèque ; par défaut celui du fichier.")
def add(
    path: Path,
    title: str | None,
    body: str | None,
    year: int | None,
    url: str | None,
    grade: str | None,
    pathways: tuple[str, ...],
    identifier: str | None,
) -> None:
    """Ajoute des recommandations : un FICHIER (PDF, DOCX, texte, HTML, Markdown) ou tous ceux d'un DOSSIER.

    Chacun est coupé par titres, avec ses numéros de page. Le même fichier deux fois ne change rien ; un autre fichier
    du même nom remplace le précédent, qui reste lisible. NOM.yaml à côté de NOM.pdf peut dire id, title, body, year,
    url, grade et pathways. Exemple :

        avis library add recommandation.pdf --body HAS --year 2024 --pathway endometriose

    Codes de fin : 0 tout est ajouté ; 4 au moins un fichier n'a pas pu l'être.
    """
    from engine.domain.guideline import SourceNotes
    from engine.services.guidelines import documents_in
    from engine.services.recorder import Actor

    given = {"id": identifier, "title": title, "body": body, "year": year, "url": url, "grade": grade}
    try:
        typed = SourceNotes.model_validate({**given, "pathways": pathways})
    except ValueError as error:
        raise click.UsageError("--url commence par http:// ou https://, --id n'a que a-z, 0-9 et tirets.") from error
    files = list(documents_in(path))
    if len(files) > 1 and (identifier or title or url):
        raise click.UsageError("--id, --title et --url ne valent que pour un seul fichier : écrivez-les dans NOM.yaml.")
    refused = 0
    with _library() as opened:
        for file, notes in files:
            try:
                done = opened.add(file.name, file.read_bytes(), typed.over(notes), Actor("avis", "operator"))
            except UploadRefused as error:
                refused += 1
                click.echo(f"{file.name} : refusé. {error}", err=True)
                continue
            document = done.document
            replaced = f", {done.replaced} passage(s) de l'ancienne version retiré(s)" if done.replaced else ""
            told = (
                f"version {document.version}, {document.passages} passage(s){replaced}" if done.new else "déjà présent"
            )
            click.echo(f"{file.name} → {document.id} : {told}")
    if refused:
        raise PartlyAdded(refused=refused, all=len(files))


@library.command()
@click.argument("identifier", metavar="ID")
@click.option("--why", required=True, help="Pourquoi : dépassé, erreur, remplacé par…")
def withdraw(identifier: str, why: str) -> None:
    """Retire un passage, ou tous ceux d'un document : ils restent lisibles et ne sont plus jamais trouvés ni cités.

    Exemple :

        avis library withdraw gonarthrose/ptg_s3 --why "Remplacé par la recommandation de 2026"
    """
    from engine.services.recorder import Actor

    with _library() as opened:
        count = opened.withdraw(identifier, why, Actor("avis", "operator"))
    click.echo(f"{identifier} : {count} passage(s) retiré(s).")


@library.command()
def lock() -> None:
    """Calcule les vecteurs livrés avec le programme, pour les énoncés des référentiels qui n'en ont pas encore."""
    from engine.adapters.embedder import NanoEmbedder
    from engine.pathways.passages import VECTORS, packed, seeds, shipped_vectors, vector_key
    from engine.services.library_vectors import text_vectors

    shipped = shipped_vectors()
    vectors = {vector_key(text): v for text, v in text_vectors(seeds(), NanoEmbedder(), shipped).items()}
    Path(str(VECTORS)).write_bytes(packed(vectors))
    click.echo(f"{len(vectors)} vecteurs, dont {len(vectors.keys() - shipped.keys())} calculés : {VECTORS}")


def _row(cited: "Cited") -> dict[str, object]:
    """What the command promises of a passage; `title`, `year` and `page` come with it."""
    passage = cited.passage
    return {
        "passage": passage.id,
        "text": passage.said_fr,
        "source": passage.source_fr,
        "url": passage.url,
        "grade": passage.grade,
        "score": cited.score,
        "title": passage.title,
        "year": passage.year,
        "page": passage.page,
        "pathways": list(passage.pathways),
        "options": list(passage.options),
    }


def _line(kept: "KeptPassage") -> str:
    passage = kept.passage
    page = f", page {passage.page}" if passage.page else ""
    gone = f"  RETIRÉ le {kept.withdrawal.at:%d/%m/%Y} : {kept.withdrawal.why_fr}" if kept.withdrawal else ""
    return f"{passage.id}  (version {passage.version}{page})  {passage.said_fr[:100]}{gone}".replace("\n", " ")


@contextmanager
def _library() -> "Iterator[LibraryService]":
    from engine.app import build_library

    with build_library(load_settings()) as opened:
        yield opened
