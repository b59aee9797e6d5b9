"""The review and the signature as a browser asks for them: whole pages without script, parts of them with htmx."""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from engine.domain.account import Account
from engine.domain.review import Decision
from engine.services.accounts import Actor
from tests.builders import a_completeness, a_convergence, a_draft, a_red_flag, a_refusal, a_run, a_statement, an_item
from tests.review_samples import (
    AGREED,
    CONCLUDED,
    DRAFT,
    FACTS,
    POSITION,
    UPLOAD,
    Clinic,
    clinic,
    lay_out,
    process,
    redraft,
)
from tests.web_samples import BASE, PASSWORD, csrf_of

READ = {"diagnosis": "Endométriose", "option": "amp", "certainty": "modérée"}
HTMX = {"HX-Request": "true"}
REASON = a_convergence().reasons_fr[0]


class Answer(NamedTuple):
    """What came back, its entities read."""

    status_code: int
    headers: Any
    text: str


def text_of(answer: Any) -> str:
    return html.unescape(answer.text)


class Room(NamedTuple):
    """A doctor's browser before one dossier."""

    clinic: Clinic
    dossier: str
    doctor: Account
    browser: TestClient

    @property
    def base(self) -> str:
        return f"/dossiers/{self.dossier}/relecture"

    @property
    def version(self) -> int:
        return self.clinic.service.review.review(self.doctor, self.dossier).version

    def page(self, path: str | None = None) -> str:
        answer = self.browser.get(path or self.base)
        assert answer.status_code == 200, answer.text
        return text_of(answer)

    def post(self, path: str, headers: dict[str, str] | None = None, **given: Any) -> Any:
        """Send a form of the page, as of the version that stands unless another is given."""
        data = {"csrf": csrf_of(self.page()), "version": str(self.version), **given}
        answer = self.browser.post(path, data=data, headers=headers or {})
        return Answer(answer.status_code, answer.headers, text_of(answer))

    def read(self) -> None:
        assert self.post(f"{self.base}/lecture", **READ).status_code == 303

    def decide(self, statement: str, **given: Any) -> Any:
        return self.post(f"{self.base}/enonces/{statement}", **given)

    def complete(self) -> None:
        """Bring the review to where it can be signed."""
        review, now = self.clinic.service.review, self.clinic.clock.now()
        review.read(self.doctor, self.dossier, 0, POSITION)
        for statement in ("S1", "S2", "S3"):
            kept = Decision(statement=statement, verdict="kept", at=now)
            review.decide(self.doctor, self.dossier, self.version, kept)
        review.conclude(self.doctor, self.dossier, self.version, CONCLUDED)
        review.label(self.doctor, self.dossier, self.version, AGREED)


@pytest.fixture(scope="module")
def house(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with new_database() as url, clinic(url, tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser(house: Clinic) -> TestClient:
    return house.browser(house.usual)


@pytest.fixture
def room(house: Clinic, browser: TestClient) -> Room:
    dossier = f"D-{next(house.numbers)}"
    return Room(house, dossier, lay_out(house, dossier), browser)


def ids(page: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page))


def chosen(page: str) -> list[str]:
    """The fields that are not empty, but for what carries the form."""
    hidden = r'<input type="hidden"[^>]*>'
    form = re.sub(hidden, "", page)
    checked = re.findall(r'<input type="(?:radio|checkbox)" name="(\w+)"[^>]* checked', form)
    typed = [name for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?([^<]*)</textarea>', form) if text]
    return checked + typed


def part(page: str, anchor: str) -> str:
    """The section of that id, to the end of the section."""
    found = re.search(rf'<(section|form)\b[^>]*id="{anchor}".*?</\1>', page, re.DOTALL)
    assert found, f"no {anchor} in the page"
    return found[0]


# Before the independent read


def test_before_the_read_the_page_holds_nothing_of_the_draft_nor_of_the_first_opinion(room: Room) -> None:
    page = room.page()
    for statement in DRAFT.statements:
        assert statement.text[:25] not in page
    for kept_back in (
        REASON,
        DRAFT.set_aside[0].text,
        DRAFT.limits[0],
        "Cœlioscopie proposée",
        "Deux gestes",
        "«\u00a0kystectomie",
    ):
        assert kept_back not in page, kept_back
    assert "enonce-S1" not in page
    assert "Votre lecture, avant le pré-avis" in page
    assert "tend à s'y ranger" in page
    assert chosen(page) == []


def test_the_page_shows_question_facts_and_where_they_stand(room: Room) -> None:
    page = room.page()
    assert "Faut-il m'opérer\u00a0?" in page
    assert "32\u00a0mm à gauche" in page
    assert "Nié" in page
    address = f"/dossiers/{room.dossier}/pages/{UPLOAD}/1"
    assert f'data-show-page="{address}"' in page
    assert f'data-page-src="{address}.jpg"' in page
    box = FACTS[0].source.boxes[0]
    assert f"[[{box[0]}, {box[1]}, {box[2]}, {box[3]}]]" in page
    assert "Imagerie du 12/01/2026, p. 1" in page


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"diagnosis": ""}, "Écrivez votre diagnostic"),
        ({"option": ""}, "Choisissez l'option que vous retenez"),
        ({"option": "inconnue"}, "Choisissez l'option que vous retenez"),
        ({"discouraged": "amp"}, "aussi cochée"),
        ({"certainty": ""}, "Choisissez votre degré de certitude"),
        ({"certainty": "sûre"}, "Choisissez votre degré de certitude"),
        ({"diagnosis": "x" * 4001}, "4 000 caractères"),
    ],
)
def test_a_read_that_lacks_something_comes_back_as_typed(room: Room, over: dict[str, str], told: str) -> None:
    answer = room.post(f"{room.base}/lecture", **{**READ, "own_exams": "Relire l'IRM", **over})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Relire l'IRM" in answer.text
    assert room.version == 0
    assert DRAFT.statements[2].text not in answer.text


def test_the_read_is_recorded_as_typed_and_said_to_be_final(room: Room) -> None:
    given = {**READ, "alternatives": "traitement_hormonal", "exams": ["amh"], "own_exams": "Relire l'IRM\n\nScanner"}
    answer = room.post(f"{room.base}/lecture", **given)
    assert (answer.status_code, answer.headers["location"]) == (303, room.base)
    assert "elle ne change plus" in room.page()
    read = room.clinic.service.review.review(room.doctor, room.dossier).read
    assert read is not None
    assert read.position.alternatives == ("traitement_hormonal",)
    assert read.position.exams == ("amh", "Relire l'IRM", "Scanner")
    again = room.post(f"{room.base}/lecture", **{**READ, "diagnosis": "Autre"})
    assert again.status_code == 422
    assert "déjà enregistrée" in again.text


def test_outside_the_pathway_is_an_answer(room: Room) -> None:
    assert room.post(f"{room.base}/lecture", **{**READ, "option": "hors-referentiel"}).status_code == 303
    read = room.clinic.service.review.review(room.doctor, room.dossier).read
    assert read is not None
    assert read.position.option is None


# After it


def test_after_the_read_every_statement_is_undecided_and_every_form_is_empty(room: Room) -> None:
    room.read()
    page = room.page()
    assert page.count("statement-undecided") == 3
    assert "0\u00a0énoncé sur 3 tranché" in page
    assert chosen(part(page, "conclusion")) == []
    assert chosen(part(page, "accord")) == []
    assert chosen(part(page, "ajouter")) == []
    assert "Cœlioscopie proposée" in part(page, "accord")
    assert REASON not in page, "the machine's comparison waits for the doctor's labels"
    assert "Proposition du premier médecin" in page
    assert "Deux gestes différents" in page
    assert not re.search(r"tout (accepter|garder|valider)", page, re.IGNORECASE)


def test_what_was_said_before_the_draft_is_recalled_and_not_filled_in(room: Room) -> None:
    room.read()
    section = part(room.page(), "conclusion")
    assert "Rappel de votre lecture indépendante" in section
    assert section.count("Endométriose") == 1


def test_a_kept_statement_answers_with_its_card_and_the_counters(room: Room) -> None:
    room.read()
    answer = room.decide("S1", headers=HTMX, verdict="kept")
    assert (answer.status_code, answer.headers["x-version"]) == (200, str(room.version))
    assert answer.headers["hx-trigger-after-settle"] == '{"goto": "enonce-S1"}'
    assert 'class="statement statement-kept" id="enonce-S1"' in answer.text
    assert 'id="progression" hx-swap-oob="true"' in answer.text
    assert "1\u00a0énoncé sur 3 tranché" in answer.text
    assert "<html" not in answer.text


def test_without_script_the_browser_comes_back_to_the_statement(room: Room) -> None:
    room.read()
    answer = room.decide("S2", verdict="removed", reason="Hors sujet")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{room.base}#enonce-S2")
    assert "Motif : Hors sujet" in room.page()
    answer = room.post(f"{room.base}/enonces/S2/annuler")
    assert answer.headers["location"] == f"{room.base}#enonce-S2"
    assert "Hors sujet" not in room.page()


def test_an_edit_shows_what_the_draft_said(room: Room) -> None:
    room.read()
    saving = room.decide("S3", headers=HTMX, verdict="edited", text="Une AMP d'abord.")
    assert 'id="tete-S3" hx-swap-oob="true"' in saving.text
    assert "hx-trigger-after-settle" not in saving.headers, "what saves itself leaves the focus where one types"
    done = room.decide("S3", headers=HTMX, verdict="edited", text="Une AMP d'abord.", done="1")
    assert done.headers["hx-trigger-after-settle"] == '{"goto": "enonce-S3"}'
    assert "Pré-avis : «\u00a0Une AMP sans chirurgie préalable est à privilégier.\u00a0»" in done.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"verdict": "removed", "reason": " "}, "Indiquez pourquoi"),
        ({"verdict": "edited", "text": "", "done": "1"}, "Le texte est vide"),
        ({"verdict": "edited", "text": "x" * 4001, "done": "1"}, "4 000 caractères"),
        ({"verdict": "tout"}, "Choix inconnu"),
    ],
)
def test_a_decision_that_cannot_be_says_why_in_the_card_and_in_the_page(
    room: Room, given: dict[str, str], told: str
) -> None:
    room.read()
    version = room.version
    card = room.decide("S1", headers=HTMX, **given)
    assert card.status_code == 422
    assert told in card.text
    assert 'id="enonce-S1"' in card.text
    page = room.decide("S1", **given)
    assert page.status_code == 422
    assert told in page.text
    assert "<html" in page.text
    assert room.version == version


def test_a_text_that_saves_itself_is_told_why_in_plain_text(room: Room) -> None:
    room.read()
    answer = room.decide("S1", headers=HTMX, verdict="edited", text="x" * 4001)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/plain; charset=utf-8")
    assert answer.text == "Le texte dépasse 4 000 caractères : raccourcissez-le."


def test_an_own_statement_takes_its_place_with_its_evidence(room: Room) -> None:
    room.read()
    given = {"section": "examens", "text": "Contrôle à trois mois.", "cites": ["f1"]}
    answer = room.post(f"{room.base}/enonces", headers=HTMX, **given)
    assert 'hx-swap-oob="beforeend:#section-examens"' in answer.text
    assert answer.headers["hx-trigger-after-settle"] == '{"goto": "enonce-A1"}'
    card = re.search(r'<article[^>]*id="enonce-A1".*?</article>', room.page(), re.DOTALL)
    assert card
    assert "Contrôle à trois mois." in card[0]
    assert 'data-show-page="' in card[0]
    room.decide("A1", verdict="added", text="Contrôle à six mois.", done="1")
    decision = room.clinic.service.review.review(room.doctor, room.dossier).decision("A1")
    assert decision is not None
    assert (decision.text, decision.section, decision.cites[0].ref) == ("Contrôle à six mois.", "examens", "f1")
    room.post(f"{room.base}/enonces/A1/annuler")
    assert "enonce-A1" not in room.page()


def test_an_own_statement_without_a_section_comes_back_as_typed(room: Room) -> None:
    room.read()
    answer = room.post(f"{room.base}/enonces", section="", text="Le mien.", cites=["f2"])
    assert answer.status_code == 422
    form = part(answer.text, "ajouter")
    assert "Choisissez la section" in form
    assert "Le mien." in form
    assert 'value="f2" checked' in form


# Two tabs


def test_the_second_tab_sees_both_texts_and_overwrites_nothing(room: Room) -> None:
    room.read()
    version = room.version
    room.decide("S1", verdict="edited", text="Du premier onglet.", done="1")
    panel = room.decide("S1", headers=HTMX, version=str(version), verdict="edited", text="Du second.")
    assert panel.status_code == 409
    assert "Du premier onglet." in panel.text
    assert f'data-keep-mine="{room.version}"' in panel.text
    whole = room.decide("S1", version=str(version), verdict="edited", text="Du second.", done="1")
    assert whole.status_code == 409
    assert "Du premier onglet." in whole.text
    assert "Du second." in whole.text
    decision = room.clinic.service.review.review(room.doctor, room.dossier).decision("S1")
    assert decision is not None
    assert decision.text == "Du premier onglet."


def test_the_second_tab_keeps_its_conclusion_and_its_labels(room: Room) -> None:
    room.read()
    version = str(room.version)
    room.post(f"{room.base}/conclusion", diagnosis="Du premier", option="amp", patient_fr="Bonjour.")
    panel = room.post(f"{room.base}/conclusion", headers=HTMX, version=version, diagnosis="Du second")
    assert panel.status_code == 409
    for told in ("Diagnostic : Du premier", "Option retenue : AMP", "Synthèse pour le patient : Bonjour."):
        assert told in panel.text
    whole = room.post(f"{room.base}/conclusion", version=version, diagnosis="Du second")
    assert whole.status_code == 409
    assert "Du second" in part(whole.text, "conclusion")
    labels = room.post(f"{room.base}/accord", version=version, diagnosis="P")
    assert labels.status_code == 409
    assert 'value="P" checked' in part(labels.text, "accord")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_is_a_conflict(room: Room, version: str) -> None:
    room.read()
    assert room.decide("S1", version=version, verdict="kept").status_code == 409


# Conclusion and agreement


def test_the_conclusion_saves_itself(room: Room) -> None:
    room.read()
    given = {
        "diagnosis": "Endométriome",
        "option": "hors-referentiel",
        "discouraged": "kystectomie",
        "certainty": "faible",
    }
    answer = room.post(f"{room.base}/conclusion", headers=HTMX, **given)
    assert (answer.status_code, answer.headers["x-version"]) == (200, str(room.version))
    kept = room.clinic.service.review.review(room.doctor, room.dossier).conclusion
    assert (kept.diagnosis, kept.option, kept.outside, kept.discouraged) == (
        "Endométriome",
        None,
        True,
        ("kystectomie",),
    )
    assert sorted(chosen(part(room.page(), "conclusion"))) == ["certainty", "diagnosis", "discouraged", "option"]
    refused = room.post(f"{room.base}/conclusion", headers=HTMX, patient_fr="x" * 4001)
    assert (refused.status_code, refused.text) == (422, "Le texte dépasse 4 000 caractères : raccourcissez-le.")


def test_the_machines_comparison_shows_with_the_last_label(room: Room) -> None:
    room.read()
    given = {"diagnosis": "C", "treatment": "X", "exams": "N"}
    answer = room.post(f"{room.base}/accord", headers=HTMX, **given)
    assert REASON not in answer.text
    answer = room.post(f"{room.base}/accord", headers=HTMX, **given, severity="2", equipoise="1")
    assert REASON in answer.text
    assert "Discordant" in answer.text
    assert REASON in room.page()
    bad = room.post(f"{room.base}/accord", headers=HTMX, diagnosis="Z")
    assert (bad.status_code, bad.headers["content-type"]) == (422, "text/plain; charset=utf-8")


# The draft as a whole


def test_leaving_the_draft_unused_is_one_click_and_back(room: Room) -> None:
    room.read()
    room.decide("S1", verdict="kept")
    assert "Ne pas utiliser ce pré-avis" in room.page()
    assert room.post(f"{room.base}/inutilise", unused="1").status_code == 303
    page = room.page()
    assert "enonce-S1" not in page
    assert "Reprendre le pré-avis" in page
    room.post(f"{room.base}/inutilise", unused="0")
    assert "1\u00a0énoncé sur 3 tranché" in room.page()


def test_a_newer_draft_is_announced_and_taken_on_demand(room: Room) -> None:
    room.read()
    room.decide("S1", verdict="kept")
    redraft(room.clinic, a_draft(statements=(DRAFT.statements[0], a_statement("S2", text="Du nouveau."))), room.dossier)
    page = room.page()
    assert "Reprendre avec le pré-avis actuel" in page
    assert "Du nouveau." not in page
    assert room.post(f"{room.base}/reprendre").status_code == 303
    page = room.page()
    assert "Du nouveau." in page
    assert page.count("statement-kept") == 1


def test_statements_that_were_set_aside_are_shown_with_their_reason(room: Room) -> None:
    room.read()
    page = room.page()
    assert "Énoncés écartés par la vérification" in page
    assert DRAFT.set_aside[0].why_fr in page


def test_without_a_draft_the_reason_is_said_and_the_doctor_writes(house: Clinic, browser: TestClient) -> None:
    dossier = f"D-{next(house.numbers)}"
    room = Room(house, dossier, lay_out(house, dossier, a_refusal()), browser)
    reason = a_refusal().reason_fr
    assert reason in room.page()
    room.read()
    page = room.page()
    assert reason in page
    assert "Ne pas utiliser ce pré-avis" not in page
    assert room.post(f"{room.base}/enonces", section="avis", text="Mon avis.").status_code == 303
    assert "Mon avis." in room.page()


def test_pieces_and_flags_are_told_with_who_decided(room: Room) -> None:
    store, flag = room.clinic.store, a_red_flag()
    store.save_extract(a_run("extract", 2, dossier=room.dossier), FACTS, (), [flag])
    lacking = an_item(status="missing", documents=(), reason_fr="Aucune IRM reçue.")
    store.save_assess(a_run("assess", 2, dossier=room.dossier), a_completeness(lacking, provisional=True))
    redraft(room.clinic, a_refusal(code="red_flag", reason_fr="Signal d'alerte."), room.dossier)
    page = room.page()
    for told in ("Avis provisoire", "Aucune IRM reçue.", flag.label_fr, flag.quote, "1 drapeau rouge"):
        assert told in page or told.replace(" ", "\u00a0", 1) in page, told
    room.clinic.service.intake.clear(room.doctor, room.dossier, flag.id, flag.quote, "Patiente vue aux urgences.")
    redraft(room.clinic, DRAFT, room.dossier, 3)
    page = room.page()
    assert "Patiente vue aux urgences." in page
    assert room.doctor.name in page


# What is left to be done


def blocks_led_to(room: Room) -> set[str]:
    """The places that the list of checks names, which must all be in the page."""
    page = room.page()
    wanted = set(re.findall(r'<a href="#([^"]+)"', part(page, "controles")))
    assert wanted <= ids(page)
    return wanted


def test_every_check_leads_to_a_place_in_the_page(room: Room) -> None:
    assert blocks_led_to(room) == {"lecture"}
    room.read()
    assert {"enonce-S1", "conclusion-option", "conclusion-patient", "ajouter", "accord-exams"} <= blocks_led_to(room)
    redraft(room.clinic, a_draft(statements=()), room.dossier)
    assert "nouveau" in blocks_led_to(room)
    room.clinic.store.keep_upload(room.dossier, "autre.pdf", "application/pdf", b"%PDF-1.7 autre")
    assert "nouveau" in blocks_led_to(room)
    process(room.clinic, room.dossier, 3)


def test_a_complete_review_leads_to_the_signature(room: Room) -> None:
    room.complete()
    page = room.page()
    assert "Prêt à signer" in page
    assert f'href="/dossiers/{room.dossier}/signature"' in page
    assert blocks_led_to(room) == set()


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
    answer = room.post(f"/dossiers/{room.dossier}/signature", **{"password": PASSWORD, "code": code, **given})
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
    answer = room.post(path, password=PASSWORD, code=f"{code[:3]} {code[3:]}")
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
