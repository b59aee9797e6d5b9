"""A doctor at work: the whole service over a real database, with a dossier that was read or is laid out by hand."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from engine import Settings, dossier_of, files_of
from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.second_factor import code_at
from engine.domain.account import Account
from engine.domain.opinion import Draft, Position, Refusal
from engine.domain.review import Conclusion, Labels
from engine.pathways import load_vocabulary
from engine.pipeline import Engine
from engine.services.accounts import Actor
from engine.services.service import Service
from engine.services.views import DossierView
from engine.step_record import Parts
from engine.store.desk import Desk
from engine.store.postgres import Store
from review_ui.app import create_app
from tests.builders import (
    a_completeness,
    a_conflict,
    a_convergence,
    a_document,
    a_dossier,
    a_draft,
    a_fact,
    a_page,
    a_read_page,
    a_run,
    a_statement,
    sha256,
)
from tests.reading import page_reader
from tests.web_samples import BASE, PASSWORD, MovingClock, opened

DEMO = Path(__file__).parents[1] / "evaluation" / "cases" / "demo-gonarthrose"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TEXT = "IRM pelvienne du 12/01/2026\nKyste ovarien gauche de 32 mm.\nPas d'adénomyose.\nConclusion : kystectomie."
POSITION = Position(diagnosis="Endométriome ovarien gauche", option="amp", certainty="modérée")
CONCLUDED = Conclusion(
    diagnosis="Endométriome ovarien gauche",
    option="amp",
    certainty="modérée",
    patient_fr="Vous avez un kyste sur l'ovaire gauche. Il n'est pas nécessaire de l'opérer d'abord.",
)
AGREED = Labels(diagnosis="C", treatment="X", exams="C", severity=3)


@dataclass
class Clinic:
    """The service, its application and a doctor; time stands still until it is moved."""

    service: Service
    app: FastAPI
    store: Store
    clock: MovingClock
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @cached_property
    def usual(self) -> Account:
        """The doctor to whom dossiers are given: making a key takes a second."""
        return self.doctor()

    def doctor(self) -> Account:
        """Another doctor, with a key and a second factor."""
        given = {"name": "Dr Ambroisine DESTALLE", "rpps": "10003456786", "specialty": "Chirurgie gynécologique"}
        account, _ = self.service.accounts.add(
            Actor("avis", "system"),
            login=f"medecin{next(self.numbers)}",
            role="doctor",
            password=PASSWORD,
            totp=SECRET,
            **given,
        )
        return account

    def code(self) -> str:
        """A code of the second factor that was not used before: time moves on to it."""
        self.clock.move(seconds=30)
        return code_at(SECRET, self.clock.now())

    def token(self, account: Account) -> str:
        """The token of a session in which the doctor has come in for good."""
        opened = self.service.accounts.login(account.login, PASSWORD, "127.0.0.1")
        return self.service.accounts.second_factor(opened.token, self.code(), "127.0.0.1").token

    def browser(self, account: Account) -> TestClient:
        """A browser in which the doctor is signed in."""
        return TestClient(self.app, base_url=BASE, follow_redirects=False, cookies={"avis": self.token(account)})

    def view(self, dossier: str) -> DossierView:
        return self.service.intake.view(dossier)

    def assign(self, dossier: str, doctor: Account) -> None:
        """Give a dossier to a doctor, who has said that there is no conflict of interest."""
        self.service.intake.assign(doctor, dossier, doctor.id)
        self.service.experts.confirm(doctor, dossier)

    def begun(self, dossier: str, doctor: Account) -> int:
        """Record an independent read; returns the version of the review."""
        return self.service.review.read(doctor, dossier, 0, POSITION).version


@contextmanager
def clinic(database_url: str, folder: Path) -> Iterator[Clinic]:
    """The whole service over that database, its keys in `folder`."""
    settings, clock = Settings(data_dir=folder, database_url=database_url), MovingClock()
    with opened(settings, clock) as service, Store(database_url) as store:
        yield Clinic(service, create_app(service, settings), store, clock)


def lay_out(clinic: Clinic, dossier: str = "D-1", draft: Draft | Refusal | None = None, **over: Any) -> Account:
    """Leave a dossier as the machine leaves it, assigned to a doctor who is returned."""
    clinic.store.keep_upload(dossier, PAGE.filename, "application/pdf", b"%PDF-1.7 fictif")
    clinic.store.save_dossier(a_dossier(dossier, questionnaire={}, **over))
    process(clinic, dossier, 1, draft)
    clinic.assign(dossier, clinic.usual)
    return clinic.usual


def process(clinic: Clinic, dossier: str, number: int, draft: Draft | Refusal | None = None) -> None:
    """Leave the results of every step, for the time of that number."""
    store = clinic.store
    store.save_read(a_run("read", number, dossier=dossier), [a_read_page(TEXT, jpeg())])
    store.save_split(a_run("split", number, dossier=dossier), [a_document(kind="compte_rendu_imagerie")])
    store.save_extract(a_run("extract", number, dossier=dossier), FACTS, CONFLICTS)
    store.save_assess(a_run("assess", number, dossier=dossier), a_completeness())
    store.save_draft(a_run("draft", number, dossier=dossier), draft or DRAFT)
    if not isinstance(draft, Refusal):
        store.save_convergence(a_run("compare", number, dossier=dossier), a_convergence())


def jpeg() -> bytes:
    """A white page."""
    made = io.BytesIO()
    Image.new("RGB", (PAGE.width // 4, PAGE.height // 4), "white").save(made, "JPEG")
    return made.getvalue()


def redraft(clinic: Clinic, draft: Draft | Refusal, dossier: str = "D-1", number: int = 2) -> None:
    """The machine writes another draft."""
    clinic.store.save_draft(a_run("draft", number, dossier=dossier), draft)


def take_in(clinic: Clinic, case: Path = DEMO) -> str:
    """Take a case of the evaluation the whole way with the engine that ships; returns the dossier's number."""
    ids = count(1)
    parts = Parts(
        store=clinic.store,
        desk=Desk(clinic.store),
        pages=page_reader(),
        clinical=EdsNlpReader(),
        model=AssembledModel(),
        vocabulary=load_vocabulary(),
        clock=clinic.clock,
        new_id=lambda: f"run-{next(ids)}",
        production=False,
        program="double-avis d'essai",
    )
    working, dossier = Engine(parts), dossier_of(case)
    working.run(dossier, working.receive(dossier, files_of(case)))
    return dossier.id


PAGE = a_page(TEXT)
FACTS = (
    a_fact("f1", PAGE, "Kyste ovarien gauche de 32 mm", value=32, unit="mm"),
    a_fact("f2", PAGE, "Pas d'adénomyose", key="adenomyose", label_fr="Adénomyose", polarity="negated", side=None),
    a_fact("f3", PAGE, "kystectomie", key="geste", label_fr="Geste", role="proposal", side=None),
)
CONFLICTS = (
    a_conflict(
        facts=("f1", "f3"), what_fr="Deux gestes dans « irm.pdf ».", by_paper_fr="Deux gestes différents (lettre, IRM)."
    ),
)
DRAFT = a_draft(
    statements=(
        a_statement("S1"),
        a_statement("S2", section="analyse", text="La réserve ovarienne doit être ménagée."),
        a_statement("S3", section="avis", text="Une AMP sans chirurgie préalable est à privilégier."),
    )
)
UPLOAD = sha256(b"%PDF-1.7 fictif")
