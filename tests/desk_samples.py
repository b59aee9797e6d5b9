"""The whole service over a real database, as `avis serve` opens it, with people and small dossiers for the desk."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from engine import NewDossier, Settings
from engine.adapters.assembled_model import AssembledModel
from engine.adapters.second_factor import code_at
from engine.domain.account import Account, Role
from engine.domain.dossier import Consents, Dossier, FirstOpinion, Patient, Question, TreatingDoctor
from engine.pathways import load_vocabulary
from engine.pipeline import Engine
from engine.ports import ClinicalReader
from engine.services.recorder import Actor
from engine.services.service import Service
from engine.step_record import Parts
from engine.store.desk import Desk
from engine.store.postgres import Store
from review_ui.app import create_app
from tests.reading import page_reader
from tests.web_samples import BASE, MovingClock, csrf_of, found, opened, post

PASSWORD = "violette orage tambour"
NOON = datetime(2026, 6, 4, 12, tzinfo=UTC)
OPERATOR = Actor("avis", "operator")
RPPS = ("10003456703", "10003456711")


@dataclass
class Desktop:
    """The running service with the clock that it goes by."""

    app: FastAPI
    service: Service
    clock: MovingClock
    store: Store

    def member(self, role: Role, login: str = "", **given: Any) -> Account:
        doctor = {"rpps": RPPS[0], "specialty": "Orthopédie"} if role == "doctor" else {}
        names = {"intake": "Maëlle VERDURAND", "doctor": "Dr Ambroisine DESTALLE"}
        values = {"name": names.get(role, role), **doctor, **given}
        account, _ = self.service.accounts.add(OPERATOR, login=login or role, role=role, password=PASSWORD, **values)
        return account

    def browser(self) -> TestClient:
        return TestClient(self.app, base_url=BASE, follow_redirects=False)

    def signed_in(self, login: str) -> TestClient:
        """A browser in which the person has come in, with a second factor enrolled where the role asks for one."""
        browser = self.browser()
        answer = post(browser, "/connexion", page="/connexion", login=login, password=PASSWORD)
        if answer.headers["location"].startswith("/compte/second-facteur"):
            form = browser.get("/compte/second-facteur").text
            secret = re.sub(r"\s", "", found(r'<code id="totp-key"[^>]*>([^<]+)', form))
            sealed = found(r'name="sealed" value="([^"]+)"', form)
            given = {"sealed": sealed, "csrf": csrf_of(form), "code": code_at(secret, self.clock.now())}
            answer = browser.post("/compte/second-facteur", data=given)
        assert answer.status_code == 303, answer.text
        return browser

    def dossier(self, by: Account, **over: Any) -> Dossier:
        return self.service.intake.create(by, a_new_dossier(**over))

    def engine(self, clinical: ClinicalReader) -> Engine:
        """The engine that a worker has, over the same database."""
        return Engine(
            Parts(
                store=self.store,
                desk=Desk(self.store),
                pages=page_reader(),
                clinical=clinical,
                model=AssembledModel(),
                vocabulary=load_vocabulary(),
                clock=self.clock,
                new_id=lambda: str(uuid.uuid4()),
                production=False,
                program="double-avis d'essai",
            )
        )


def a_new_dossier(**over: Any) -> NewDossier:
    given: dict[str, Any] = {
        "pathway": "gonarthrose",
        "received_on": date(2026, 6, 1),
        "patient": Patient(family_name="PERLEVENT", given_name="Sidonie", sex="F", birth_date=date(1958, 2, 9)),
        "question": Question(type="operer_ou_non", text="Faut-il vraiment me poser une prothèse du genou droit ?"),
        "questionnaire": {"surgery_proposed": True, "prosthesis_painful": False, "fever": False},
        "first_opinion": FirstOpinion(given=True, by="Dr Gontran ESPALIER", text="Prothèse totale du genou droit."),
        "treating_doctor": TreatingDoctor(name="Dr Aubin LARGILLE", informed=True),
        "consents": Consents(processing=True, ai_assistance=True, share_with_treating_doctor=True, research=False),
    }
    return NewDossier(**{**given, **over})


@contextmanager
def desktop(database_url: str, folder: Path, start: datetime = NOON, **settings: Any) -> Iterator[Desktop]:
    """Open the service over that database, its keys in `folder`."""
    clock = MovingClock(start)
    given = Settings(data_dir=folder, database_url=database_url, **settings)
    with opened(given, clock) as service, Store(database_url) as store:
        yield Desktop(create_app(service, given), service, clock, store)
