"""The review as a browser asks for it: whole pages without script, parts of them with htmx."""

import re

import pytest

from engine.domain.opinion import Citation
from review_ui.sources import places_of
from tests.builders import PROPOSED
from tests.integration.review.samples import HTMX, READ, REASON, Room, chosen, part
from tests.review_samples import (
    DRAFT,
    FACTS,
    UPLOAD,
)

# Before the independent read


def test_before_the_read_the_page_holds_nothing_of_the_draft_nor_of_the_first_opinion(room: Room) -> None:
    page = room.page()
    for statement in DRAFT.statements:
        assert statement.text[:25] not in page
    for kept_back in (
        REASON,
        PROPOSED,
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
    told = part(page, "accord")
    assert told.count(PROPOSED) == 1, "what the first opinion says is there to be labelled"
    assert "01-courrier.pdf, p. 1" in told
    assert REASON not in page, "the machine's comparison waits for the doctor's labels"
    assert "Proposition du premier médecin" in page
    assert "Deux gestes différents (lettre, IRM)" in page
    assert "dans «" not in page
    assert not re.search(r"tout (accepter|garder|valider)", page, re.IGNORECASE)


def test_what_was_worked_out_of_a_paper_leads_there_and_is_not_told_twice(room: Room) -> None:
    view = room.clinic.service.intake.view(room.dossier)
    kept = Citation(kind="calculation", ref="unread.d1", text="La lettre ne parle pas de l'IRM du 12/01/2026")
    of_another_reading = Citation(kind="calculation", ref="unread.d1", text="La lettre ne parle pas du scanner")
    age = Citation(kind="calculation", ref="age", text="34 ans à la réception du dossier")
    places = places_of(view, (kept, of_another_reading, age), "Femme de 34 ans à la\nréception du dossier.")
    assert [p.label for p in places] == [of_another_reading.text, "Calcul", "Imagerie du 12/01/2026, p. 1"]
    assert [p.src is not None for p in places] == [False, False, True]
    passage = Citation(kind="fact", ref=view.facts[0].id, text=view.facts[0].source.quote)
    assert [p.icon for p in places_of(view, (kept, passage))] == ["passage"], "its page is shown with it"
    told = Citation(kind="calculation", ref="conflict.1.geste", text=view.conflicts[0].told_fr)
    of_both = places_of(view, (told,), f"Discordance : {told.text}")
    assert {p.passage for p in of_both} == {f.source.quote for f in view.facts if f.id in view.conflicts[0].facts}


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
