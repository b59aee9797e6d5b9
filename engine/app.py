"""The composition root: settings in, engine out."""

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import prompts
from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.insisting_model import Insisting
from engine.adapters.page_reader import OcrPageReader
from engine.domain.document import Document, Page
from engine.domain.dossier import Dossier, Upload
from engine.domain.fact import Fact
from engine.domain.run import Authorship
from engine.errors import BadSettings, UploadRefused
from engine.pathways import load, load_vocabulary
from engine.pipeline import Engine
from engine.ports import ReadPage
from engine.services.check import Check, ok
from engine.services.model_check import model_server, try_model
from engine.settings import Settings
from engine.step_record import Parts
from engine.steps.draft import PROMPT
from engine.steps.extract import extract
from engine.steps.ground import Grounder
from engine.steps.places import read_places
from engine.steps.split import split
from engine.store.desk import Desk
from engine.store.postgres import Store

if TYPE_CHECKING:
    from engine.services.library import LibraryService
    from engine.services.library_trial import Trial
    from engine.services.service import Service


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the current instant."""
        return datetime.now(UTC)


@contextmanager
def build(settings: Settings) -> Iterator[Engine]:
    """Open everything that `settings` name and close it at the end.

    Raises `BadSettings`, `ToolMissing`, `ModelUnavailable`, `DatabaseUnavailable`, `MigrationMismatch`.
    """
    from engine.adapters.embedder import NanoEmbedder
    from engine.services.library import LibraryService
    from engine.store.journal import Journal

    pages, clock = OcrPageReader(), SystemClock()
    pages.check()
    model, authorship = language_model(settings), authorship_of(settings)
    with Store.open(settings) as store:
        yield Engine(
            Parts(
                store=store,
                desk=Desk(store),
                pages=pages,
                clinical=EdsNlpReader(),
                model=model,
                vocabulary=load_vocabulary(),
                clock=clock,
                new_id=lambda: str(uuid.uuid4()),
                program=f"double-avis {version('double-avis')}",
                production=settings.production,
                prompt=prompt_of(settings),
                second_look=settings.model_check and settings.author != "assembled",
                authorship=authorship,
                guidelines=LibraryService(store, Journal(store, clock.now), clock, NanoEmbedder(), pages),
            )
        )


def read_pages(files: Iterable[tuple[str, str, bytes]]) -> Iterator[Page]:
    """Read the pages of each (name, media type, content) and keep nothing; a file that cannot be read has none.

    Raises `ToolMissing`.
    """
    reader = OcrPageReader()
    reader.check()
    for name, media_type, content in files:
        sha256 = hashlib.sha256(content).hexdigest()
        upload = Upload(sha256=sha256, filename=name, media_type=media_type, size=len(content))
        try:
            yield from (read.page for read in reader.read(upload, content) if isinstance(read, ReadPage))
        except UploadRefused:
            continue


def split_pages(pages: Iterable[Page], dossier: Dossier) -> tuple[Document, ...]:
    """The documents that the pages of a dossier make up, as the path finds them."""
    return split(tuple(pages), dossier.patient, dossier.received_on, load_vocabulary())


def extract_facts(documents: Sequence[Document], pages: Sequence[Page], pathway_id: str) -> tuple[Fact, ...]:
    """The facts of the documents that may speak of the patient, as the path finds them. Raises `UnknownPathway`."""
    vocabulary = load_vocabulary()
    pathway = load(pathway_id)
    return extract(read_places(documents, pages, vocabulary, _clinical_reader(), pathway), pathway, vocabulary)


@cache  # it takes seconds to load
def _clinical_reader() -> EdsNlpReader:
    return EdsNlpReader()


@contextmanager
def build_service(settings: Settings) -> Iterator["Service"]:
    """Open everything that people work with in the pages; the work on dossiers itself is done by workers.

    Raises `BadSettings`, `HouseKeyUnusable`, `DatabaseUnavailable`, `MigrationMismatch`.
    """
    from engine.house import open_house  # printing and signing take a second to load: only who opens the pages waits

    with open_house(settings, SystemClock()) as service:
        yield service


@contextmanager
def build_library(settings: Settings) -> Iterator["LibraryService"]:
    """Open the guideline library alone. Raises `BadSettings`, `DatabaseUnavailable`, `MigrationMismatch`."""
    from engine.adapters.embedder import NanoEmbedder
    from engine.services.library import LibraryService
    from engine.store.journal import Journal

    clock = SystemClock()
    with Store.open(settings) as store:
        yield LibraryService(store, Journal(store, clock.now), clock, NanoEmbedder(), OcrPageReader())


def library_trial(settings: Settings, questions: Sequence[str], vectors: int) -> "Trial":
    """How long searches take in a made-up library of so many vectors. Raises `DatabaseUnavailable`, `ToolMissing`."""
    from engine.services.library_trial import library_trial as tried

    return tried(settings, questions, vectors, SystemClock())


def language_model(settings: Settings) -> AssembledModel | Insisting:
    """The author of drafts that the settings choose; one that cannot be read is asked twice, then drafts are assembled.

    Raises `BadSettings`, `ModelUnavailable`.
    """
    if settings.author == "assembled":
        return AssembledModel()
    if settings.author == "server":
        from engine.adapters.openai_model import OpenAIModel

        return Insisting(OpenAIModel(model_server(settings)), AssembledModel())
    if settings.model_dir is None:
        raise BadSettings(what="AVIS_AUTHOR=transformers demande AVIS_MODEL_DIR, le dossier du modèle")
    # No model hub is asked: what is not in the folder is not there.
    os.environ["HF_HUB_OFFLINE"] = "1"
    from engine.adapters.transformers_model import TransformersModel

    return Insisting(TransformersModel(settings.model_dir, max_tokens=settings.model_max_tokens), AssembledModel())


def try_models(settings: Settings) -> Iterator[Check]:
    """Try the author that the settings choose on a fixed task. Raises `BadSettings`, `ModelUnavailable`."""
    model = language_model(settings)
    if isinstance(model, AssembledModel):
        yield ok("Réponse", "Assemblage des faits, sans modèle génératif : rien à essayer.")
        return
    yield from try_model(model.asked, Grounder(load_vocabulary(), _clinical_reader()), prompt_of(settings))


def prompt_of(settings: Settings) -> str:
    """What a draft is asked for with. Raises `BadSettings` when there is no such version."""
    if settings.prompt is None:
        return PROMPT
    if settings.prompt not in prompts.versions(PROMPT):
        known = ", ".join(prompts.versions(PROMPT))
        raise BadSettings(what=f"la demande {PROMPT} n'a pas de version {settings.prompt} ; il y a {known}")
    return f"{PROMPT}@{settings.prompt}"


def authorship_of(settings: Settings) -> Authorship | None:
    """Who writes drafts by the settings; none for the embedded author with the prompt in use. Raises `BadSettings`."""
    if settings.author == "assembled" and settings.prompt is None:
        return None
    return Authorship(
        author=settings.author,
        model=(settings.model_name if settings.author == "server" else str(settings.model_dir or "")) or "",
        prompt=prompts.load(prompt_of(settings)).sha256,
        second_look=settings.model_check,
    )


def notices(settings: Settings) -> tuple[str, ...]:
    """What every door says at start-up, in French, before it works with these settings."""
    if settings.author == "assembled":
        return ()
    what = "local" if settings.author == "transformers" else f"servi par {settings.model_url}"
    return (
        f"Attention : le pré-avis sera rédigé par un modèle génératif {what}. Le petit modèle des tests (SmolLM2) ne "
        "doit jamais rédiger pour un médecin.",
    )
