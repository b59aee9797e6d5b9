"""From an upload in a browser to a signed opinion, as the people of the house go through it."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.service import journey as story
from tests.acceptance.service.forms import send
from tests.acceptance.service.house import CASE
from tests.acceptance.service.journey import Journey, bound, check, draft, nss, pdfsig, prove
from tests.acceptance.service.keyboard import WATCH_POINTER, Keyboard, squeezed


@pytest.fixture(scope="module")
def intake(journey: Journey) -> Iterator[Page]:
    context = journey.context()
    context.add_init_script(story.WATCH_READING)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=journey.running.url)
    page = journey.watched.watch(context.new_page())
    journey.enter(page, "accueil")
    yield page
    context.close()


@pytest.fixture(scope="module")
def doctor(journey: Journey) -> Iterator[Page]:
    context = journey.context()
    context.add_init_script(WATCH_POINTER)
    page = journey.watched.watch(context.new_page())
    yield page
    context.close()


def test_intake_opens_a_dossier_and_sends_the_documents(journey: Journey, intake: Page) -> None:
    expect(intake.get_by_role("heading", level=1)).to_have_text("Dossiers")
    intake.get_by_role("link", name="Nouveau dossier").first.click()
    for label, typed in (
        ("Nom (obligatoire)", "BRASSENOIRE"),
        ("Prénom", "Anselme"),
        ("Date de naissance", "1967-03-28"),
    ):
        intake.get_by_label(label).first.fill(typed)
    intake.get_by_label("Homme").check()
    intake.get_by_label("Pathologie").select_option("gonarthrose")
    intake.locator("[name=question_type][type=radio]").first.check()
    intake.get_by_label("Sa question, avec ses mots").fill(story.QUESTION)
    intake.get_by_role("group", name="Un médecin a-t-il déjà proposé").get_by_label("Oui").check()
    intake.get_by_label("Ce qui a été proposé").fill(story.FIRST)
    for name, said in (("processing", "oui"), ("ai_assistance", "oui"), ("share_with_treating_doctor", "oui")):
        intake.locator(f"[name=consent_{name}][value={said}]").check()
    intake.locator("[name=consent_research][value=non]").check()
    intake.get_by_role("button", name="Créer le dossier").click()
    expect(intake.get_by_text("Dossier créé.")).to_be_visible()
    journey.dossier = intake.url.rpartition("/")[2]
    assert re.fullmatch(r"DA-\d{4}-\d{5}", journey.dossier)

    intake.locator("#files").set_input_files(
        [*(CASE / "documents" / name for name in story.FILES), bound(journey.folder)]
    )
    sent = intake.get_by_role("list", name="Envoi des documents").get_by_role("listitem")
    expect(sent).to_have_count(len(story.FILES) + 1)
    expect(intake.get_by_role("list", name="Avancement de la lecture")).to_be_visible(timeout=30_000)
    journey.settle()
    # The page goes on by itself once all is read.
    expect(intake.get_by_role("table", name="Documents du dossier")).to_be_visible(timeout=30_000)
    lines = intake.evaluate("JSON.parse(sessionStorage.getItem('told'))")
    assert {"envoi.pdf : page 1 sur 2", "envoi.pdf : page 2 sur 2"} <= set(lines), lines
    for name in story.FILES:
        expect(intake.get_by_role("row").filter(has_text=name)).to_have_count(1)
    expect(intake.get_by_role("row").filter(has_text="envoi.pdf")).to_have_count(2)


def test_intake_asks_for_what_is_missing(journey: Journey, intake: Page) -> None:
    intake.goto(f"{journey.base}/completude")
    expect(intake.get_by_role("heading", name="Ce qui manque ou reste à préciser")).to_be_visible()
    # Each piece that is there shows where.
    intake.locator("section[aria-labelledby=presents] .piece").first.get_by_role("link").first.click()
    expect(intake.get_by_role("img").first).to_be_visible()
    intake.go_back()
    intake.get_by_role("link", name="Écrire un courriel").click()
    intake.get_by_role("button", name="Copier le message").click()
    expect(intake.locator("#say")).to_have_text("Message copié")
    copied = intake.evaluate("navigator.clipboard.readText()").split()
    assert copied == intake.get_by_label("Message").input_value().split()


def test_intake_corrects_a_document_and_a_requirement(journey: Journey, intake: Page) -> None:
    intake.goto(journey.base)
    row = intake.get_by_role("row").filter(has_text="05-ordonnance-photo.pdf")
    row.get_by_role("link", name="Corriger").click()
    panel = intake.get_by_role("region", name="Ce document")
    kind = panel.get_by_label("Nature")
    chosen = "compte_rendu_hospitalisation" if kind.input_value() != "compte_rendu_hospitalisation" else "ordonnance"
    kind.select_option(chosen)
    panel.get_by_role("button", name="Enregistrer la correction").click()
    expect(intake.get_by_text("Correction enregistrée.")).to_be_visible()
    intake.get_by_role("link", name="Tous les documents").click()
    journey.settle()
    # The page follows the work and shows what came of it.
    expect(row).to_contain_text("corrigé par l'équipe", timeout=30_000)
    expect(intake.get_by_role("list", name="Avancement de la lecture")).to_have_count(0)

    intake.goto(f"{journey.base}/completude")
    piece = intake.locator("section[aria-labelledby=manque] .piece").first
    name = piece.get_by_role("heading").inner_text()
    piece.get_by_text("Changer le statut").click()
    piece.get_by_label("Présent").check()
    piece.get_by_label("Pourquoi").fill(story.OVERRIDDEN_WHY)
    piece.get_by_role("button", name="Enregistrer").click()
    expect(intake.get_by_text("Statut enregistré.")).to_be_visible()
    journey.settle()
    intake.reload()
    present = intake.locator("section[aria-labelledby=presents] .piece").filter(has_text=name)
    expect(present).to_contain_text(story.OVERRIDDEN_WHY)
    expect(present).to_contain_text("Capucine Fictive")


def test_intake_gives_it_to_the_doctor_and_leaves(journey: Journey, intake: Page) -> None:
    intake.goto(journey.base)
    doctor = journey.running.members["medecin"]
    intake.locator("#f-doctor").select_option(doctor.id)
    intake.get_by_role("button", name="Attribuer").click()
    expect(intake.get_by_text(f"Dossier attribué : {doctor.name}.")).to_be_visible()
    intake.locator("details.menu > summary").click()
    intake.get_by_role("button", name="Se déconnecter").click()
    expect(intake.get_by_text("Vous êtes déconnecté.")).to_be_visible()
    intake.goto(journey.base)
    assert "/connexion" in intake.url


def test_the_doctor_reads_alone_first(journey: Journey, doctor: Page) -> None:
    journey.enter(doctor, "medecin")
    doctor.get_by_role("link", name=journey.dossier).click()
    doctor.get_by_role("button", name="Je n'ai pas de conflit d'intérêts").click()
    doctor.evaluate("sessionStorage.clear()")  # from here on, by the keyboard alone
    keys = Keyboard(doctor)
    keys.tab_to(doctor.get_by_role("link", name="Ouvrir la relecture"))
    keys.press("Enter")
    expect(doctor.get_by_role("heading", name="Votre lecture, avant le pré-avis")).to_be_visible()
    texts = draft(journey)
    shown = " ".join(doctor.content().split())
    assert not [text for text in texts.values() if text in shown]
    keys.press("3")
    keys.tab_to(doctor.locator("#lecture-diagnosis"))
    keys.type("Gonarthrose fémoro-tibiale médiale droite")
    keys.choose(doctor.locator("#lecture-option [name=option]").first)
    keys.choose(doctor.locator("#lecture-certainty [value='modérée']"))
    keys.tab_to(doctor.get_by_role("button", name="Enregistrer ma lecture et ouvrir le pré-avis"))
    keys.press("Enter")
    expect(doctor.get_by_text("Votre lecture indépendante est enregistrée")).to_be_visible()
    for text in texts.values():
        assert text in " ".join(doctor.locator("#enonces").inner_text().split()), text


def test_the_doctor_decides_on_every_statement(journey: Journey, doctor: Page) -> None:
    keys, texts = Keyboard(doctor), draft(journey)
    shown = doctor.locator("#enonces .statement").evaluate_all("all => all.map(e => e.id.replace('enonce-', ''))")
    assert set(shown) == set(texts)
    first, second, *others = shown  # in the order of the page, as « j » goes
    journey.removed, journey.kept = texts[second], texts[others[0]]
    card = {name: doctor.locator(f"#enonce-{name}") for name in texts}
    expect(doctor.locator("#controles-liste")).to_contain_text("à régler avant de signer")

    keys.go_to_stop(card[first])
    keys.press("m")
    expect(doctor.locator(f"#texte-{first}")).to_be_focused()
    keys.press("Control+a")
    keys.type(story.EDITED)
    keys.press("Control+Enter")
    expect(card[first]).to_contain_text("Modifié")
    expect(card[first]).to_be_focused()
    expect(card[first].locator(".statement-text")).to_have_text(story.EDITED)

    keys.go_to_stop(card[second])
    keys.press("r")
    expect(doctor.locator(f"#motif-{second}")).to_be_focused()
    keys.type(story.REMOVED_WHY)
    keys.press("Control+Enter")
    expect(card[second]).to_contain_text("Retiré")
    expect(card[second]).to_be_focused()

    sourced = False
    for name in others:
        keys.go_to_stop(card[name])
        if not sourced and card[name].locator("[data-key=o]").count():
            keys.press("o")
            expect(doctor.locator("[data-box].page-image-box").first).to_be_visible()
            sourced = True
        keys.press("g")
        expect(card[name]).to_contain_text("Gardé")
        expect(card[name]).to_be_focused()
    assert sourced, "no statement shows its source"

    keys.press("a")
    expect(doctor.locator("#ajouter-section")).to_be_focused()
    keys.press("A", "v")
    expect(doctor.locator("#ajouter-section")).to_have_value("avis")
    keys.tab_to(doctor.locator("#ajouter-texte"))
    keys.type(story.ADDED)
    keys.press("Control+Enter")
    expect(doctor.locator("#enonce-A1")).to_contain_text(story.ADDED)
    expect(doctor.locator("#progression")).to_contain_text(
        f"{len(texts)} énoncés sur {len(texts)}".replace(" ", "\u00a0", 1)
    )


def test_the_doctor_concludes_and_nothing_stands_before_the_signature(journey: Journey, doctor: Page) -> None:
    keys = Keyboard(doctor)
    assert doctor.locator("#conclusion-diagnosis").input_value() == "", "the conclusion starts empty"
    assert doctor.locator("#conclusion input:checked, #accord input:checked").count() == 0
    keys.go_to_stop(doctor.locator("#conclusion"))
    keys.tab_to(doctor.locator("#conclusion-diagnosis"))
    keys.type("Gonarthrose médiale droite")
    keys.choose(doctor.locator("#conclusion-option [name=option]").first)
    keys.choose(doctor.locator("#conclusion-certainty [value='modérée']"))
    keys.tab_to(doctor.locator("#conclusion-patient"))
    keys.type(story.PATIENT_FR)
    keys.tab_to(doctor.get_by_role("button", name="Enregistrer la conclusion"))
    keys.press("Enter")
    expect(doctor.locator("#conclusion [data-save-state]")).to_contain_text("Enregistré à")
    for on, axis in (("diagnosis", "C"), ("treatment", "P"), ("exams", "C"), ("severity", "1")):
        keys.choose(doctor.locator(f"#accord-{on} [value='{axis}']"))
    keys.tab_to(doctor.get_by_role("button", name="Enregistrer l'accord"))
    keys.press("Enter")
    expect(doctor.locator("#accord [data-save-state]")).to_contain_text("Enregistré à")
    expect(doctor.locator("#controles-liste")).to_contain_text("Tout est réglé")
    expect(doctor.locator("#accord-resultat")).to_contain_text("Accord sur l'ensemble")
    keys.no_pointer()


def test_the_doctor_signs(journey: Journey, doctor: Page) -> None:
    keys, member = Keyboard(doctor), journey.running.members["medecin"]
    keys.go_to_stop(doctor.locator("#controles"))
    keys.press("s")
    expect(doctor.get_by_role("heading", level=1)).to_have_text("Relire et signer")
    expect(doctor.get_by_role("article", name="L'avis")).to_contain_text(story.EDITED)
    prove(keys, "un autre mot de passe", "000000")
    expect(doctor.get_by_role("alert")).to_contain_text("Mot de passe incorrect")
    assert journey.running.state(journey.dossier) == "in_review"
    prove(keys, member.password, journey.running.code("medecin"))
    expect(doctor.get_by_role("heading", level=1)).to_have_text("Avis signé")
    expect(doctor.get_by_text("Signature vérifiée")).to_be_visible()
    keys.tab_to(doctor.get_by_role("link", name="Télécharger le document signé"))
    with doctor.expect_download() as download:
        keys.press("Enter")
    download.value.save_as(journey.folder / "avis.pdf")
    keys.no_pointer()
    assert journey.running.state(journey.dossier) == "signed"


def test_the_signature_holds_and_a_changed_byte_is_found(journey: Journey) -> None:
    path = journey.folder / "avis.pdf"
    signed, database = path.read_bytes(), nss(journey)
    found = check(journey, signed)
    assert (found.intact, found.trusted) == (True, True), found
    assert found.signer_fr.startswith("Dr Balthazar Inventé")
    said = pdfsig(path, database)
    for line in ("Signature is Valid.", "Certificate is Trusted.", "Total document signed", "ETSI.CAdES.detached"):
        assert line in said, said
    changed = bytearray(signed)
    changed[len(signed) // 3] ^= 1
    broken = journey.folder / "change.pdf"
    broken.write_bytes(changed)
    assert not check(journey, bytes(changed)).intact
    assert "Signature is Valid." not in pdfsig(broken, database)


def test_the_document_says_what_the_doctor_decided(journey: Journey) -> None:
    said = squeezed(
        subprocess.run(
            ["pdftotext", journey.folder / "avis.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
    )
    for text in (
        story.EDITED,
        story.ADDED,
        story.PATIENT_FR,
        story.QUESTION,
        story.FIRST,
        journey.kept,
        "BRASSENOIRE",
        "99900000011",
    ):
        assert squeezed(text) in said, text
    assert squeezed(journey.removed) not in said
    assert squeezed(story.REMOVED_WHY) not in said


def test_an_addendum_leaves_the_opinion_as_it_is(journey: Journey, doctor: Page) -> None:
    keys, member = Keyboard(doctor), journey.running.members["medecin"]
    keys.tab_to(doctor.get_by_role("link", name="Écrire un addendum"))
    keys.press("Enter")
    keys.tab_to(doctor.locator("#f-text"))
    keys.type(story.ADDENDUM)
    prove(keys, member.password, journey.running.code("medecin"))
    expect(doctor.get_by_role("heading", name="Addendum n° 1")).to_be_visible()
    keys.no_pointer()
    for number, text in ((1, story.EDITED), (2, story.ADDENDUM)):
        keys.tab_to(doctor.locator(f"a[href$='/avis/{number}.pdf']"))
        with doctor.expect_download() as download:
            keys.press("Enter")
        path = journey.folder / f"{number}.pdf"
        download.value.save_as(path)
        assert check(journey, path.read_bytes()).trusted
        printed = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
        assert squeezed(text) in squeezed(printed)
    assert (journey.folder / "1.pdf").read_bytes() == (journey.folder / "avis.pdf").read_bytes()


def test_intake_hands_the_opinion_over(journey: Journey, intake: Page) -> None:
    journey.enter(intake, "accueil")
    intake.goto(journey.base)
    with intake.expect_download() as download:
        intake.get_by_role("button", name="Remettre au patient").first.click()
    download.value.save_as(journey.folder / "patient.pdf")
    assert (journey.folder / "patient.pdf").read_bytes() == (journey.folder / "avis.pdf").read_bytes()
    intake.goto(journey.base)
    expect(intake.get_by_label("Suite à donner")).to_contain_text("au patient")
    assert journey.running.state(journey.dossier) == "delivered"


def test_research_counts_it_once_the_patient_agrees(journey: Journey) -> None:
    sheet = f"/dossiers/{journey.dossier}/fiche"
    with journey.running.enter("recherche") as research, journey.running.enter("accueil") as intake:
        assert "Aucun dossier à comparer" in research.get("/accord").text
        assert send(intake, sheet, sheet, consent_research="oui").status_code == 303
        shown = research.get("/accord").text
        assert re.search(r"Dossiers étudiés</dt><dd>1</dd>", shown), shown
        rows = research.get("/accord/export.csv").text.splitlines()
        assert len(rows) == 2
        for name in ("BRASSENOIRE", "Anselme", journey.dossier, "Inventé"):
            assert name not in shown
            assert name not in rows[1]
        assert send(intake, sheet, sheet, consent_research="non").status_code == 303
        assert "Aucun dossier à comparer" in research.get("/accord").text
    journey.settle()


def test_the_journal_holds_at_the_end(journey: Journey) -> None:
    ended = journey.running.home.run("audit", "verify")
    assert ended.returncode == 0, ended.stderr
    acts = {a for (a,) in journey.running.home.rows("SELECT action FROM audit WHERE dossier_id = %s", journey.dossier)}
    assert acts >= {
        *("dossier_created", "upload_received", "document_corrected", "requirement_overridden", "doctor_assigned"),
        *("dossier_viewed", "review_changed", "opinion_signed", "signature_failed", "opinion_viewed", "copy_given"),
        "dossier_changed",
    }
