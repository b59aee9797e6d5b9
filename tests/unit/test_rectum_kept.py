"""Keeping the rectum after a good response: what the images say, what was not looked at again, what was never seen."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.known import known_values
from engine.steps.mentions import findings
from engine.steps.options import preferred, weigh
from engine.steps.places import read_page
from tests.builders import a_document, a_page
from tests.unit.sentences import COLON, IMAGING, LETTER, Answers, Told, sentences, told

ENDOSCOPY = "compte_rendu_endoscopie"
BEFORE, AFTER = date(2026, 1, 12), date(2026, 8, 3)
KEEPING: Answers = {
    "localisation": "rectum",
    "surgery_done": False,
    "question_type": frozenset({"conservation_rectum"}),
}


def emvi(value: str, day: date, kind: str = IMAGING) -> Told:
    polarity = "affirmed" if value == "présent" else "negated"
    return told("emvi", value, kind, f"EMVI {value}", polarity=polarity, dated=day)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([emvi("présent", BEFORE)], True),
        ([emvi("présent", AFTER), emvi("absent", BEFORE)], True),
        ([emvi("absent", AFTER), emvi("présent", BEFORE)], False),
        ([emvi("absent", AFTER), emvi("présent", BEFORE), emvi("présent", AFTER, "fiche_rcp")], False),
        ([emvi("absent", AFTER)], False),
    ],
)
def test_what_a_later_image_no_longer_shows_is_not_told_as_there(
    pathways: dict[str, Pathway], facts: list[Told], said: bool
) -> None:
    assert ("emvi_present" in sentences(pathways[COLON], facts, KEEPING)) is said


def response(value: str, words: str, kind: str = IMAGING, polarity: str = "affirmed") -> Told:
    return told("reponse_tumorale", value, kind, words, polarity=polarity, dated=AFTER)


NEARLY = response("subcomplète", "réponse subcomplète (mrTRG 2)")
WHOLE = told("reponse_complete", None, IMAGING, "réponse complète en IRM", dated=AFTER)
PARTIAL = response("partielle", "réponse partielle à l'IRM")
NEARLY_SEEN = told("reponse_endoscopique", "quasi complète", ENDOSCOPY, "réponse quasi complète", dated=AFTER)
REMNANT_SEEN = told("reponse_endoscopique", "incomplète", ENDOSCOPY, "tumeur résiduelle", dated=AFTER)


@pytest.mark.parametrize(
    ("facts", "kept", "to_confirm"),
    [
        ([NEARLY], True, True),
        ([WHOLE], True, True),
        ([NEARLY, NEARLY_SEEN], True, False),
        ([PARTIAL], False, False),
        ([response("subcomplète", "réponse subcomplète", LETTER)], False, False),
        ([response("subcomplète", "pas de réponse subcomplète", polarity="negated")], False, False),
        ([NEARLY, REMNANT_SEEN], False, False),
        ([response("partielle", "réponse histologique partielle")], False, False),
        ([], False, False),
    ],
)
def test_a_good_response_on_images_waits_for_the_endoscopy(
    pathways: dict[str, Pathway], facts: list[Told], kept: bool, to_confirm: bool
) -> None:
    kinds = {fact.source.document: kind for kind, fact in facts}
    known = known_values(KEEPING, [f for _, f in facts], pathways[COLON], kinds)
    best = preferred(weigh(pathways[COLON], known))
    assert (best is not None and best.option.id == "conservation_rectum") is kept
    assert ("reponse_irm_a_confirmer" in sentences(pathways[COLON], facts, KEEPING)) is to_confirm


STAGED = told("tnm", "cT3c N+", IMAGING, "cT3c N+", dated=AFTER)


@pytest.mark.parametrize(
    ("more", "first"),
    [
        ([], "rectum_neoadjuvant"),
        ([told("neoadjuvant_recu", None, LETTER, "il a reçu 50 Gy et capécitabine")], None),
        ([told("fin_du_neoadjuvant", None, IMAGING, "radiochimiothérapie terminée en mai")], None),
        ([told("neoadjuvant_recu", None, LETTER, "il aura reçu 50 Gy si tout va bien")], "rectum_neoadjuvant"),
        ([NEARLY], "conservation_rectum"),
        ([PARTIAL], None),
    ],
)
def test_keeping_the_rectum_waits_for_the_treatment(
    more: list[Told], first: str | None, pathways: dict[str, Pathway]
) -> None:
    facts, pathway = [STAGED, *more], pathways[COLON]
    answers: Answers = {**KEEPING, "clinical_t": "T3", "metastatic": False}
    known = known_values(answers, [f for _, f in facts], pathway, {f.source.document: k for k, f in facts})
    weighed = weigh(pathway, known)
    best = preferred(weighed)
    assert (best.option.id if best else None) == first
    untreated = first == "rectum_neoadjuvant"
    assert ("chirurgie" in {w.option.id for w in weighed if w.discouraged}) is untreated
    said = sentences(pathway, facts, answers, {"irm_rectum": "outdated"})
    assert ("conservation_pas_encore" in said, "rectum_irm_perimee" in said) == (untreated, untreated)
    assert ("rectum_irm_de_reponse_perimee" in said) is not untreated


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Il a reçu 6 cures de FOLFIRINOX puis 50 Gy.", True),
        ("IRM : ymrT2, mrTRG 2.", True),
        ("Fibrose post-radique.", True),
        ("La RCP propose 6 FOLFIRINOX puis une radiochimiothérapie.", False),
        ("Il a reçu votre courrier sur la tumeur du rectum.", False),
        ("cT3 N1, aucun traitement à ce jour.", False),
    ],
)
def test_a_treatment_that_was_given(
    text: str, there: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    assert ("neoadjuvant_recu" in read(text, "courrier", vocabulary, clinical_reader)) is there


def test_without_that_question_images_alone_decide_nothing(pathways: dict[str, Pathway]) -> None:
    answers: Answers = {**KEEPING, "question_type": frozenset({"operer_ou_non"})}
    assert "reponse_irm_a_confirmer" not in sentences(pathways[COLON], [NEARLY], answers)


def read(text: str, kind: str, vocabulary: Vocabulary, reader: EdsNlpReader) -> dict[str, str | None]:
    place = read_page(a_page(text), a_document(kind=kind), vocabulary, reader)
    return {f.key: f.polarity for f in findings(place, vocabulary)}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Je n'ai pas refait de rectoscopie.", True),
        ("Rectoscopie de contrôle non réalisée.", True),
        ("Aucune rectoscopie depuis la fin des rayons.", True),
        ("La rectoscopie n'a pas été refaite.", True),
        ("Rectoscopie du 12/10/2026 : cicatrice souple.", False),
        ("Pas de saignement à la rectoscopie.", False),
        ("Rectoscopie prévue en décembre.", False),
    ],
)
def test_a_rectoscopy_that_was_not_made_again(
    text: str, there: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    found = read(text, "courrier", vocabulary, clinical_reader)
    assert (found.get("rectoscopie") == "negated") is there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("COLOSCOPIE INCOMPLÈTE, à compléter.", True),
        ("Examen arrêté à l'angle gauche (matières).", True),
        ("Côlon transverse et droit non vus.", True),
        ("Cæcum non atteint.", True),
        ("Coloscopie complète jusqu'au cæcum.", False),
        ("Examen complet, valvule vue.", False),
        ("Côlon droit sans lésion.", False),
        ("Préparation incomplète.", False),
    ],
)
def test_a_colon_that_was_not_seen_to_its_end(
    text: str, there: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    found = read(text, ENDOSCOPY, vocabulary, clinical_reader)
    assert ((found.get("coloscopie_incomplete"), found.get("coloscopie_complete")) != (None, None)) is there


STOPPED = told("coloscopie_incomplete", None, ENDOSCOPY, "Examen arrêté à l'angle gauche", dated=BEFORE)


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ([], True),
        ([told("polype", None, ENDOSCOPY, "Coloscopie complète, cæcum atteint", dated=AFTER)], False),
        ([told("polype", None, ENDOSCOPY, "Polype du rectum", dated=AFTER)], True),
    ],
)
def test_the_rest_of_a_colon_is_to_be_seen_unless_it_was_since(
    pathways: dict[str, Pathway], later: list[Told], said: bool
) -> None:
    found = sentences(pathways[COLON], [STOPPED, *later], {})
    assert ("coloscopie_incomplete" in found) is said


UNSEEN = told("coloscopie_complete", None, ENDOSCOPY, "Côlon droit non vu", polarity="negated", dated=BEFORE)


def test_a_stretch_that_was_not_seen_is_told_once(pathways: dict[str, Pathway]) -> None:
    assert "colon_non_vu_en_entier" in sentences(pathways[COLON], [UNSEEN], {})
    both = sentences(pathways[COLON], [STOPPED, UNSEEN], {})
    assert "Côlon droit non vu" in both["coloscopie_incomplete"]
    assert "colon_non_vu_en_entier" not in both


NOT_AGAIN = told("rectoscopie", None, LETTER, "Je n'ai pas refait de rectoscopie", polarity="negated", dated=AFTER)


def test_a_rectoscopy_that_lacks_is_told_where_the_rectum_may_be_kept(pathways: dict[str, Pathway]) -> None:
    assert "rectoscopie_non_refaite" in sentences(pathways[COLON], [NOT_AGAIN], KEEPING)
    assert "rectoscopie_non_refaite" not in sentences(pathways[COLON], [NOT_AGAIN, NEARLY_SEEN], KEEPING)
    assert "rectoscopie_non_refaite" not in sentences(
        pathways[COLON], [NOT_AGAIN], {**KEEPING, "localisation": "sigmoide"}
    )
