"""The composition root: settings in, engine out."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.page_reader import OcrPageReader
from engine.errors import BadSettings
from engine.pathways import load_vocabulary
from engine.pipeline import Engine
from engine.ports import LanguageModel
from engine.settings import Settings
from engine.step_record import Parts
from engine.store.desk import Desk
from engine.store.postgres import Store


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


@contextmanager
def build_service(settings: Settings) -> Iterator[Service]:
    """Open everything that people work with in the pages; the work on dossiers itself is done by workers.

    Raises `BadSettings`, `HouseKeyUnusable`, `DatabaseUnavailable`, `MigrationMismatch`.
    """
    from engine.services.health import check

    clock = SystemClock()
    with ExitStack() as opened:
        store = opened.enter_context(Store.open(settings))
        jobs = opened.enter_context(Jobs.open(settings))
        desk, reviews, journal = Desk(store), Reviews(store), Journal(store, clock.now)
        key = HouseKey.open(settings.data_dir)
        intake = IntakeService(store, desk, reviews, journal, jobs, clock, lambda: clock.now().astimezone(PARIS).date())
        review = ReviewService(store, desk, reviews, journal, intake, clock)
        accounts = AccountService(Accounts(store), journal, key, clock, new_id, _key_hooks(lambda: signing))
        sealer = PadesSealer(authority(settings, clock.now()), signature_font())
        signing = SigningService(store, desk, reviews, journal, review, sealer, render, accounts.confirm, clock)
        study = StudyService(store, reviews, journal, lambda: key.derive("study"))
        yield Service(
            accounts=accounts,
            intake=intake,
            review=review,
            signing=signing,
            study=study,
            jobs=jobs,
            journal=journal,
            health=lambda: check(settings, clock.now()),
        )


def authority(settings: Settings, now: datetime) -> Authority:
    """The authority that certifies this house's doctors; the first start makes one for demonstration."""
    folder = settings.data_dir / "authority"
    with locked(settings.data_dir / "authority.lock"):
        return Authority.open(folder) if Authority.is_in(folder) else Authority.create(folder, now)


def _key_hooks(signing: Callable[[], SigningService]) -> Hooks:
    """A doctor's signing key follows the password that opens it."""
    return Hooks(
        on_doctor_created=lambda account, password: signing().issue_key(account, password),
        on_password_change=lambda account_id, old, new: signing().change_password(account_id, old, new),
        on_password_reset=lambda account, new: signing().issue_key(account, new),
    )


def new_id() -> str:
    """An id that nothing else has."""
    return str(uuid.uuid4())


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
