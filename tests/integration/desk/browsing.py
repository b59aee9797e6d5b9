"""What tests of the desk do in a browser, and what they read there."""

import html
import re
from typing import Any

from starlette.testclient import TestClient

from engine.domain.account import Account
from engine.domain.dossier import Dossier
from engine.domain.expert import Stance
from engine.store.experts import Experts
from tests.desk_samples import Desktop
from tests.web_samples import csrf_of

FORM = {
    "pathway": "gonarthrose",
    "received_on": "2026-06-01",
    "family_name": "PERLEVENT",
    "given_name": "Sidonie",
    "sex": "F",
    "birth_date": "1958-02-09",
    "question_type": "operer_ou_non",
    "question_text": "Faut-il m'opérer ?",
    "q_surgery_proposed": "oui",
    "q_fever": "non",
    "q_prosthesis_painful": "",
    "q_imc": "27,5",
    "q_kl": "3",
    "first_given": "oui",
    "first_by": "Dr Gontran ESPALIER",
    "first_on": "2026-05-12",
    "first_text": "Prothèse totale du genou droit.",
    "treating_name": "Dr Aubin LARGILLE",
    "treating_informed": "oui",
    "consent_processing": "oui",
    "consent_ai_assistance": "oui",
    "consent_share_with_treating_doctor": "non",
    "consent_research": "non",
}


def person(desk: Desktop, login: str) -> Account:
    return desk.service.accounts.find(login)


def tell_no_ties(desk: Desktop, doctor: Account, dossier: Dossier) -> None:
    """The doctor says that there is no conflict of interest, and may open the dossier from then on."""
    with desk.store.transaction() as connection:
        Experts(desk.store).say(dossier.id, Stance(tie="none", by=doctor.id, at=desk.clock.now()), connection)


def text_of(answer: Any) -> str:
    """What a person reads."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def send(browser: TestClient, path: str, data: dict[str, str], **given: Any) -> Any:
    csrf = csrf_of(browser.get("/dossiers").text)
    return browser.post(path, data={"csrf": csrf, **data}, **given)


def upload(browser: TestClient, dossier: str, *files: tuple[str, bytes, str], scripted: bool = True) -> Any:
    csrf = csrf_of(browser.get("/dossiers").text)
    headers = {"Accept": "application/json", "X-CSRF-Token": csrf} if scripted else {}
    sent = [("files", file) for file in files]
    return browser.post(f"/dossiers/{dossier}/fichiers", data={"csrf": csrf}, files=sent, headers=headers)


def sheet(browser: TestClient, dossier: str) -> dict[str, str]:
    """What the form of a dossier holds, as a browser would send it back."""
    page = browser.get(f"/dossiers/{dossier}/fiche").text
    found = dict(re.findall(r'<input class="input[^>]* name="(\w+)" type="\w+" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="radio" name="(\w+)" value="([^"]*)" checked', page))
    for name, body in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found[name] = next(iter(re.findall(r'<option value="([^"]*)" selected', body)), "")
    found |= dict(re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    return {name: html.unescape(value) for name, value in found.items()}


def is_listed(dossier: Dossier, browser: TestClient, **asked: str) -> bool:
    return f'<a href="/dossiers/{dossier.id}">' in browser.get("/dossiers", params=asked).text
