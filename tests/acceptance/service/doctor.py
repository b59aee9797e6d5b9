"""A doctor at work without a browser: what it takes to come from a draft to a signature."""

import re
from dataclasses import dataclass

import httpx

from tests.acceptance.service.forms import send
from tests.acceptance.service.house import Running, csrf_in

EDITED = "Après relecture, la prothèse peut attendre : la marche reste possible sur plus d'un kilomètre."
REASON = "Déjà dit plus haut."
ADDED = "Je propose une nouvelle consultation dans trois mois, avec le résultat de la rééducation."
PATIENT_FR = "Votre genou est usé. Vous marchez encore bien. Une opération peut attendre. Parlez-en à votre médecin."


@dataclass
class Doctor:
    """The review of one dossier by one doctor, form by form."""

    running: Running
    client: httpx.Client
    dossier: str
    login: str = "medecin"
    _csrf: str = ""
    _version: int = 0

    @property
    def base(self) -> str:
        return f"/dossiers/{self.dossier}/relecture"

    def page(self) -> str:
        return self.client.get(self.base).raise_for_status().text

    def open(self) -> None:
        """Say that there is no conflict of interest: before that nothing of the dossier is shown."""
        asked = f"/dossiers/{self.dossier}/interets"
        if self.client.get(asked).status_code == 200:
            self._done(send(self.client, asked, asked, stance="none"))

    def read(self) -> None:
        self.open()
        option = re.search(r'name="option" value="(\w+)"', self.page())
        assert option
        typed = {"diagnosis": "Gonarthrose fémoro-tibiale médiale", "option": option[1], "certainty": "modérée"}
        self._done(send(self.client, self.base, f"{self.base}/lecture", **typed))

    def decide(self) -> dict[str, str]:
        """Edit the first statement, remove the second, keep the others, add one. Returns the draft's texts by id."""
        texts = self.statements()
        self._turn_to(self.page())
        first, second, *others = texts
        self._write(f"/enonces/{first}", verdict="edited", text=EDITED, done="1")
        self._write(f"/enonces/{second}", verdict="removed", reason=REASON)
        for statement in others:
            self._write(f"/enonces/{statement}", verdict="kept")
        self._write("/enonces", section="avis", text=ADDED)
        return texts

    def conclude(self) -> None:
        text = self.page()
        self._turn_to(text)
        option = re.search(r'name="option" value="(\w+)"', text)
        assert option
        said = {"diagnosis": "Gonarthrose médiale droite", "option": option[1], "certainty": "modérée"}
        self._write("/conclusion", **said, patient_fr=PATIENT_FR)
        self._write("/accord", diagnosis="C", treatment="P", exams="C", severity="1")

    def sign(self) -> None:
        page = f"/dossiers/{self.dossier}/signature"
        proof = {"password": self.running.members[self.login].password, "code": self.running.code(self.login)}
        self._done(send(self.client, page, page, **proof))

    def all(self) -> dict[str, str]:
        self.read()
        texts = self.decide()
        self.conclude()
        self.sign()
        return texts

    def statements(self) -> dict[str, str]:
        """The texts of the draft that stands, by their id."""
        return self.running.home.draft(self.dossier)

    def _turn_to(self, text: str) -> None:
        """Take from the page what the forms on it send along."""
        version = re.search(r'data-version="(\d+)"', text)
        assert version, text
        self._csrf, self._version = csrf_in(text), int(version[1])

    def _write(self, where: str, **typed: str) -> None:
        """Send a form, knowing the review as it is now: each that is taken makes the next version."""
        given = {"csrf": self._csrf, "version": str(self._version), **typed}
        self._done(self.client.post(f"{self.base}{where}", data=given))
        self._version += 1

    @staticmethod
    def _done(answer: httpx.Response) -> None:
        assert answer.status_code == 303, (answer.status_code, answer.text)
