"""How tests ask a patient: by the pages, as staff do, and what leaves and comes back."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from engine.domain.dossier import Dossier
from engine.domain.request import SentRequest
from engine.services.departures import Departures
from tests.desk_samples import Desktop
from tests.web_samples import csrf_of, found

CONTACT = {
    "email": "Sidonie.Perlevent@exemple.fr",
    "email_agreed": "oui",
    "phone": "06 99 00 11 22",
    "address": "3 rue des Essais\r\n69000 LYON",
}
PIECES = ("rx_genou_cr", "irm_genou", "ordonnances_en_cours")
PDF = b"%PDF-1.7 fictif, "


def editor(nurse: TestClient, dossier: Dossier, forme: str, **asked_: str) -> dict[str, str]:
    """What the form of a new message holds."""
    path = f"/dossiers/{dossier.id}/demandes/nouvelle"
    page = nurse.get(path, params={"forme": forme, **asked_}).text
    held = {"csrf": csrf_of(page), "once": found(r'name="once" value="([^"]+)"', page), "forme": forme}
    if forme != "appel":
        held["subject"] = found(r'name="subject" type="text" value="([^"]*)"', page).replace("&#39;", "'")
        held["text"] = found(r'(?s)<textarea[^>]*name="text"[^>]*>\n(.*?)</textarea>', page).replace("&#39;", "'")
    return held


def ask(nurse: TestClient, dossier: Dossier, forme: str = "courriel", **over: str) -> Any:
    given = {**editor(nurse, dossier, forme), **over}
    return nurse.post(f"/dossiers/{dossier.id}/demandes/nouvelle", data=given)


def last(desk: Desktop, dossier: Dossier) -> SentRequest:
    return desk.service.requests.lines(dossier.id)[0].request


def leave(desk: Desktop, departures: Departures, dossier: Dossier) -> None:
    desk.clock.move(minutes=6)
    assert departures.carry(last(desk, dossier).id) is None


def letters_in(folder: Path) -> Iterator[EmailMessage]:
    for path in sorted(folder.glob("*.eml")):
        yield message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[misc]


def a_reply(code: str, sender: str = CONTACT["email"], name: str = "radio.pdf") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, "avis@exemple.fr", f"Re: Votre dossier [{code.lower()}]"
    mail.set_content("Voici la radio. L'IRM suit.")
    mail.add_attachment(PDF + code.encode(), "application", "pdf", filename=name)
    return mail.as_bytes()
