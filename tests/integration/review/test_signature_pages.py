"""The pages of the signature, and who may open a review at all."""

import re
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from engine.services.accounts import Actor
from tests.integration.review.samples import Room
from tests.review_samples import (
    CONCLUDED,
    DRAFT,
    Clinic,
)
from tests.web_samples import BASE, PASSWORD, csrf_of

# The signature


def test_an_unfinished_review_shows_what_is_missing_and_no_password_field(room: Room) -> None:
    room.read()
    path = f"/dossiers/{room.dossier}/signature"
    page = room.page(path)
    assert "ne peut pas encore être signé" in page
    assert f'href="{room.base}#enonce-S1"' in page
    assert 'name="password"' not in page
    answer = room.post(path, password=PASSWORD, code=room.clinic.code())
    assert answer.status_code == 422
    assert room.clinic.service.signing.signed(room.dossier) == ()


@pytest.mark.parametrize(
    ("given", "told"),
    [({"password": "Mon secret mal tapé"}, "Mot de passe incorrect"), ({"code": "000000"}, "Code incorrect")],
)
def test_a_wrong_proof_is_told_and_never_echoed(room: Room, given: dict[str, str], told: str) -> None:
    room.complete()
    code = room.clinic.code()
    typed = {"password": PASSWORD, "code": code, "seen": room.shown(), **given}
    answer = room.post(f"/dossiers/{room.dossier}/signature", **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert PASSWORD not in answer.text
    assert "Mon secret" not in answer.text
    assert "Relire et signer" in answer.text


def test_a_review_that_changed_meanwhile_is_shown_again_before_it_is_signed(room: Room) -> None:
    room.complete()
    version = str(room.version)
    room.decide("S1", verdict="edited", text="Une autre phrase.", done="1")
    proof = {"password": PASSWORD, "code": room.clinic.code()}
    answer = room.post(f"/dossiers/{room.dossier}/signature", version=version, **proof)
    assert answer.status_code == 409
    assert "Une autre phrase." in answer.text
    assert f'name="version" value="{room.version}"' in answer.text


def test_what_is_shown_is_signed_and_then_nothing_can_be_written(room: Room) -> None:
    room.complete()
    path = f"/dossiers/{room.dossier}/signature"
    shown = room.page(path)
    for told in (DRAFT.statements[1].text, CONCLUDED.patient_fr[:40], room.doctor.name, "10003456786", "Discordant"):
        assert told in shown
    code = room.clinic.code()
    unseen = room.post(path, password=PASSWORD, code=code)
    assert (unseen.status_code, "ce qui était affiché" in unseen.text) == (422, True)
    answer = room.post(path, password=PASSWORD, code=f"{code[:3]} {code[3:]}", seen=room.shown())
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    signed = room.page(path)
    assert "Signature vérifiée" in signed
    assert f'href="/dossiers/{room.dossier}/avis/1.pdf"' in signed
    review = room.page()
    assert "cette relecture ne change plus" in review
    assert 'name="verdict"' not in review
    assert 'name="patient_fr"' not in review
    late = room.decide("S1", verdict="removed", reason="Trop tard")
    assert late.status_code == 422
    assert "addendum" in late.text


def test_an_addendum_keeps_its_text_until_it_is_signed(room: Room) -> None:
    path = f"/dossiers/{room.dossier}/addendum"
    assert room.browser.get(path).headers["location"] == f"/dossiers/{room.dossier}/signature"
    room.complete()
    room.clinic.service.signing.sign(
        room.doctor, room.clinic.view(room.dossier), room.version, PASSWORD, room.clinic.code()
    )
    wrong = room.post(path, text="Le contrôle est à six mois.", password="faux", code="000000")
    assert wrong.status_code == 422
    assert "Le contrôle est à six mois." in wrong.text
    assert "faux" not in wrong.text
    right = room.post(path, text="Le contrôle est à six mois.", password=PASSWORD, code=room.clinic.code())
    assert right.status_code == 303
    signed = room.page(f"/dossiers/{room.dossier}/signature")
    assert "Addendum n° 1" in signed
    assert "Le contrôle est à six mois." in signed
    assert f"/dossiers/{room.dossier}/avis/2.pdf" in signed


def test_no_page_offers_an_unsigned_document(room: Room) -> None:
    room.complete()
    for page in (room.page(), room.page(f"/dossiers/{room.dossier}/signature")):
        assert not re.search(r'(?:href|action)="[^"]*\.pdf', page)
    assert room.browser.get(f"/dossiers/{room.dossier}/apercu.pdf").status_code == 404


# Who


PATHS = [
    "",
    "/lecture",
    "/enonces",
    "/enonces/S1",
    "/enonces/S1/annuler",
    "/conclusion",
    "/accord",
    "/inutilise",
    "/reprendre",
]


@pytest.mark.parametrize("path", [*PATHS, "signature", "addendum"])
def test_a_colleagues_dossier_is_not_there(room: Room, path: str) -> None:
    other = room.clinic.browser(room.clinic.doctor())
    asked = f"/dossiers/{room.dossier}/{path}" if path in ("signature", "addendum") else room.base + path
    read = path in ("", "signature", "addendum")
    token = csrf_of(other.get("/compte").text)
    answer = other.get(asked) if read else other.post(asked, data={"csrf": token, "version": "0"})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", PATHS[1:])
def test_no_write_without_the_forms_token(room: Room, path: str) -> None:
    assert room.browser.post(room.base + path, data={"version": "0"}).status_code == 403
    assert room.version == 0


def test_staff_do_not_see_reviews(house: Clinic, room: Room) -> None:
    login = f"accueil{next(house.numbers)}"
    named = {"login": login, "name": "Odon BRIVE", "role": "intake", "password": PASSWORD}
    house.service.accounts.add(Actor("avis", "system"), **named)
    token = house.service.accounts.login(login, PASSWORD, "127.0.0.1").token
    staff = TestClient(house.app, base_url=BASE, follow_redirects=False, cookies={"avis": token})
    assert staff.get(room.base).status_code == 403
    assert staff.get(f"/dossiers/{room.dossier}/signature").status_code == 403


def test_looking_is_recorded_with_the_page(room: Room) -> None:
    room.page()
    room.page(f"/dossiers/{room.dossier}/signature")
    entries = room.clinic.service.journal.entries(dossier=room.dossier, action="dossier_viewed")
    assert [e.details["page"] for e in entries[:2]] == ["signature", "relecture"]


def test_addresses_in_the_page_stay_in_the_house(room: Room) -> None:
    room.read()
    for address in re.findall(r'(?:href|src|action|hx-post)="([^"]+)"', room.page()):
        assert urlsplit(address).netloc == "", address
