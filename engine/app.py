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

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.page_reader import OcrPageReader
from engine.domain.document import Document, Page
from engine.domain.dossier import Dossier, Upload
from engine.domain.fact import Fact
from engine.errors import BadSettings, UploadRefused
from engine.pathways import load, load_vocabulary
from engine.pipeline import Engine
from engine.ports import LanguageModel, ReadPage
from engine.settings import Settings
from engine.step_record import Parts
from engine.steps.extract import extract
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
    pages = OcrPageReader()
    pages.check()
    model = language_model(settings)
    with Store.open(settings) as store:
        yield Engine(
            Parts(
                store=store,
                desk=Desk(store),
                pages=pages,
                clinical=EdsNlpReader(),
                model=model,
                vocabulary=load_vocabulary(),
                clock=SystemClock(),
                new_id=lambda: str(uuid.uuid4()),
                program=f"double-avis {version('double-avis')}",
                production=settings.production,
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
    return extract(read_places(documents, pages, vocabulary, _clinical_reader()), load(pathway_id), vocabulary)


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


def language_model(settings: Settings) -> LanguageModel:
    """The author of drafts that the settings choose. Raises `BadSettings`, `ModelUnavailable`."""
    if settings.author == "assembled":
        return AssembledModel()
    if settings.model_dir is None:
        raise BadSettings(what="AVIS_AUTHOR=transformers demande AVIS_MODEL_DIR, le dossier du modèle")
    # No model hub is asked: what is not in the folder is not there.
    os.environ["HF_HUB_OFFLINE"] = "1"
    from engine.adapters.transformers_model import TransformersModel

    return TransformersModel(settings.model_dir)


def notices(settings: Settings) -> tuple[str, ...]:
    """What every door says at start-up, in French, before it works with these settings."""
    if settings.author == "assembled":
        return ()
    return (
        "Attention : le pré-avis sera rédigé par un modèle génératif local. Le petit modèle des tests (SmolLM2) ne "
        "doit jamais rédiger pour un médecin.",
    )
