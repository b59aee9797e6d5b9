"""Intake without a line of JavaScript: everything that the pages do with it, they do without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.paper import LETTER, REPORT, pdf
from tests.acceptance.service.house import Running

DOCUMENTS = ("01-lettre.pdf", pdf(LETTER)), ("02-radio.pdf", pdf(REPORT)), ("03-vide.pdf", b"")


@pytest.fixture(scope="module")
def intake(service: Running, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        base_url=service.url, java_script_enabled=False, locale="fr-FR", viewport={"width": 1280, "height": 900}
    )
    with service.enter("accueil") as client:
        context.add_cookies([{"name": "avis", "value": client.cookies["avis"], "url": service.url}])
    yield context.new_page()
    context.close()


def test_a_dossier_goes_from_the_form_to_the_doctor(service: Running, intake: Page) -> None:
    number = _open_a_dossier(intake)
    sent = [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in DOCUMENTS]
    intake.locator("#files").set_input_files(sent)  # type: ignore[arg-type]
    intake.get_by_role("button", name="Envoyer les documents").click()
    expect(intake.get_by_text("« 03-vide.pdf » n'a pas été pris")).to_be_visible()
    service.read(number)
    intake.goto(f"/dossiers/{number}")
    expect(intake.get_by_role("row").filter(has_text="02-radio.pdf")).to_contain_text("28 avril 2026")
    _correct_a_document(service, intake, number)
    _override_a_piece(service, intake, number)
    intake.goto(f"/dossiers/{number}")
    intake.get_by_label("Attribuer à").select_option(service.members["medecin"].id)
    intake.get_by_role("button", name="Attribuer").click()
    expect(intake.get_by_text(f"Dossier attribué : {service.members['medecin'].name}.")).to_be_visible()


def _open_a_dossier(page: Page) -> str:
    page.goto("/dossiers/nouveau")
    page.get_by_label("Nom (obligatoire)", exact=True).fill("PERLEVENT")
    page.get_by_label("Pathologie").select_option("gonarthrose")
    page.get_by_role("button", name="Afficher les questions de cette pathologie").click()
    expect(page.get_by_label("Nom (obligatoire)", exact=True)).to_have_value("PERLEVENT")
    page.get_by_role("button", name="Créer le dossier").click()
    page.get_by_role("link", name="Indiquez le prénom.").click()
    page.get_by_label("Prénom").fill("Sidonie")
    page.get_by_label("Date de naissance").fill("1958-02-09")
    page.get_by_label("Femme").check()
    page.locator("[name=question_type]").first.check()
    page.get_by_label("Sa question, avec ses mots").fill("Faut-il m'opérer du genou droit ?")
    page.get_by_role("group", name="Un médecin a-t-il déjà proposé").get_by_label("Non").check()
    for consent in ("processing", "ai_assistance", "share_with_treating_doctor", "research"):
        page.locator(f"[name=consent_{consent}][value=oui]").check()
    page.get_by_role("button", name="Créer le dossier").click()
    expect(page.get_by_text("Dossier créé.")).to_be_visible()
    number = page.url.rpartition("/")[2]
    assert re.fullmatch(r"DA-\d{4}-\d{5}", number)
    return number


def _correct_a_document(service: Running, page: Page, number: str) -> None:
    page.get_by_role("link", name="Corriger Courrier, 01-lettre.pdf").click()
    form = page.get_by_role("region", name="Ce document")
    form.get_by_label("Nature").select_option("compte_rendu_hospitalisation")
    form.get_by_role("button", name="Enregistrer la correction").click()
    page.get_by_text("Corriger cette page").first.click()
    page.get_by_role("button", name="Retourner : page 1").click()
    expect(page.get_by_text("La page est tournée : elle est relue dans ce sens.")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    service.read(number)
    page.goto(f"/dossiers/{number}")
    expect(page.get_by_role("row").filter(has_text="01-lettre.pdf")).to_contain_text("corrigé par l'équipe")


def _override_a_piece(service: Running, page: Page, number: str) -> None:
    page.get_by_role("link", name="Complétude").click()
    expect(page.locator("#message")).to_contain_text("Envoyez les images des radios")
    piece = page.locator("#piece-rx_genou_images")
    piece.get_by_text("Changer le statut").click()
    piece.get_by_label("Présent").check()
    piece.get_by_role("button", name="Enregistrer").click()
    expect(piece.get_by_text("Écrivez pourquoi, en une phrase.")).to_be_visible()
    expect(piece.get_by_label("Présent")).to_be_checked()
    piece.get_by_label("Pourquoi").fill("CD reçu par la poste.")
    piece.get_by_role("button", name="Enregistrer").click()
    service.read(number)
    page.goto(f"/dossiers/{number}/completude")
    expect(page.locator("#message")).not_to_contain_text("Envoyez les images des radios")
    expect(page.locator("#piece-rx_genou_images")).to_contain_text("CD reçu par la poste.")
