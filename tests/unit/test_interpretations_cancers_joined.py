"""What a specialist says in one sentence, and the neighbours of which it is not true."""

from datetime import date

import pytest

from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.of_relatives import is_by_marriage
from tests.unit.sentences import (
    COLON,
    IMAGING,
    LAB,
    LETTER,
    NEGATED,
    PATHOLOGY,
    PROSTATE,
    THYROID,
    Answers,
    Told,
    lab,
    sentences,
    told,
)

BREAST, PRESCRIPTION = "cancer-sein", "ordonnance"
UNTREATED: Answers = {"surgery_done": False}
OPERATED: Answers = {"surgery_done": True, "metastatic": False, "fluoropyrimidine_planned": True}
FOR_SURGERY: Answers = {"surgery_done": False, "surgery_proposed": True, "tsh_val": 1.4}
DOUBT = told("metastases", None, IMAGING, "image de T9 de 11 mm, une métastase est possible", polarity="hypothetical")
NODE = told("metastases", None, IMAGING, "métastase ganglionnaire possible", polarity="hypothetical")
PROVEN = told("metastases", None, IMAGING, "métastases osseuses")
PAL = lab("phosphatases_alcalines", 198, 40, 130)
INVASIVE = told("histologie", "CINS", PATHOLOGY, "carcinome infiltrant NST")
IN_SITU = told("histologie", "CCIS", PATHOLOGY, "carcinome in situ")
CALCIUM = lab("calcemie", 2.7, 2.2, 2.55)
AGONIST = told("traitement_en_cours", "triptoréline 11,25 mg", PRESCRIPTION, "Triptoréline LP 11,25 mg le 2 décembre")
LASTING = told("traitement_en_cours", "triptoréline 11,25 mg", PRESCRIPTION, "Triptoréline 11,25 mg depuis 2024")
COVERED = told("traitement_en_cours", "bicalutamide 50 mg", PRESCRIPTION, "Bicalutamide 50 mg pendant un mois")
NO_BOARD = {"rcp": "missing"}
NUMB = told("paresthesies_extremites", None, LETTER, "fourmillements des deux pieds")
PIECE = told("tnm", "pT3 N0 R0", PATHOLOGY, "pT3 N0 R0")
LETTER_STAGE = told("tnm", "pT3 N0", LETTER, "pT3 N0")
TSH, CT = lab("tsh_val", 1.4, 0.4, 4.0), lab("ct_val", 2.1, None, 5.0)
HIGH_CT = lab("ct_val", 61, None, 5.0)
VOICE = told("metier_de_la_voix", None, LETTER, "chanteuse lyrique")
MOVING = told("laryngoscopie", "cordes vocales mobiles", LETTER, "cordes vocales mobiles ce jour")
STILL = told("laryngoscopie", "corde vocale immobile", LETTER, "corde vocale gauche immobile")
NO_SCOPE = {"laryngo": "missing"}
LESION = told("pirads", 4, IMAGING, "lésion PI-RADS 4")
ISUP_1 = told("isup", 1, PATHOLOGY, "ISUP 1")
TARGETED = told("biopsie_ciblee", None, PATHOLOGY, "Cible gauche 3 1 4 mm 3+3")
CRIBRIFORM = told("cribriforme", None, PATHOLOGY, "foyer cribriforme")
DENSITY = told("psad", 0.1, IMAGING, "densité 0,10")
LAST = told("psa", 5.8, LAB, "PSA 5,8", dated=date(2026, 9, 1))
BEFORE = told("psa_rappele", 6.1, LAB, "PSA 6,1", dated=date(2026, 3, 1))
LOWER = told("psa_rappele", 4.1, LAB, "PSA 4,1", dated=date(2026, 3, 1))
LUMINAL: Answers = {"rh_positive": True, "her2": "negatif", "surgery_done": True, "envahis": 5}
LUMINAL_ONE: Answers = {**LUMINAL, "envahis": 1, "node_positive": True, "grade": 2, "taille": 17}
BREAST_PIECE = [
    told("ganglions", "1/3", PATHOLOGY, "1 N+/3"),
    told("grade", 2, PATHOLOGY, "grade II"),
    told("taille", 17, PATHOLOGY, "17 mm"),
]

Row = tuple[str, str, list[Told], Answers, dict[str, str], int, bool]
ROWS: list[Row] = [
    (PROSTATE, "metastase_non_exclue", [DOUBT], UNTREATED, {}, 70, True),
    (PROSTATE, "metastase_non_exclue", [DOUBT, PROVEN], UNTREATED, {}, 70, False),
    (PROSTATE, "metastase_non_exclue", [DOUBT], {"surgery_done": False, "metastatic": True}, {}, 70, False),
    (PROSTATE, "metastase_non_exclue", [NODE], UNTREATED, {}, 70, False),
    (PROSTATE, "deux_options_haut_risque", [DOUBT], {"surgery_done": False, "risk_group": "haut"}, {}, 70, False),
    (PROSTATE, "phosphatases_hautes", [PAL], UNTREATED, {}, 70, True),
    (PROSTATE, "phosphatases_hautes", [PAL, DOUBT], UNTREATED, {}, 70, False),
    (PROSTATE, "phosphatases_hautes", [lab("phosphatases_alcalines", 98, 40, 130)], UNTREATED, {}, 70, False),
    (PROSTATE, "agoniste_deja_prescrit", [AGONIST], UNTREATED, NO_BOARD, 70, True),
    (PROSTATE, "agoniste_deja_prescrit", [AGONIST, COVERED], UNTREATED, NO_BOARD, 70, False),
    (PROSTATE, "agoniste_deja_prescrit", [LASTING], UNTREATED, NO_BOARD, 70, False),
    (PROSTATE, "agoniste_deja_prescrit", [AGONIST], UNTREATED, {"rcp": "met"}, 70, False),
    (PROSTATE, "cible_biopsiee", [LESION, ISUP_1, TARGETED], UNTREATED, {}, 60, True),
    (PROSTATE, "cible_biopsiee", [LESION, ISUP_1], UNTREATED, {}, 60, False),
    (PROSTATE, "cible_biopsiee", [LESION, ISUP_1, TARGETED, CRIBRIFORM], UNTREATED, {}, 60, False),
    (PROSTATE, "psa_sans_hausse", [LAST, BEFORE, DENSITY, ISUP_1], UNTREATED, {}, 60, True),
    (PROSTATE, "psa_sans_hausse", [LAST, LOWER, DENSITY, ISUP_1], UNTREATED, {}, 60, False),
    (PROSTATE, "densite_ecrite_basse", [LAST, LOWER, DENSITY, ISUP_1], UNTREATED, {}, 60, True),
    (PROSTATE, "densite_ecrite_basse", [LAST, BEFORE, DENSITY, ISUP_1], UNTREATED, {}, 60, False),
    (BREAST, "calcium_et_os", [INVASIVE, CALCIUM, PAL], {}, {}, 58, True),
    (BREAST, "calcium_et_os", [INVASIVE, lab("calcemie", 2.4, 2.2, 2.55), PAL], {}, {}, 58, False),
    (BREAST, "calcium_et_os", [INVASIVE, CALCIUM, PROVEN], {}, {}, 58, False),
    (BREAST, "calcium_et_os", [IN_SITU, CALCIUM, PAL], {}, {}, 58, False),
    (BREAST, "phosphatases_et_os", [INVASIVE, PAL], {}, {}, 58, True),
    (BREAST, "phosphatases_et_os", [INVASIVE, PAL, CALCIUM], {}, {}, 58, False),
    (BREAST, "genomique_absente", [], LUMINAL, {"genomique": "missing"}, 58, False),
    (BREAST, "genomique_absente", [], {**LUMINAL, "envahis": 1}, {"genomique": "missing"}, 58, True),
    (BREAST, "cdk_criteres_absents", BREAST_PIECE, LUMINAL_ONE, {}, 58, True),
    (BREAST, "cdk_criteres_absents", BREAST_PIECE, {**LUMINAL_ONE, "grade": 3}, {}, 58, False),
    (BREAST, "cdk_criteres_absents", BREAST_PIECE, {**LUMINAL_ONE, "taille": 58}, {}, 58, False),
    (BREAST, "cdk_criteres_absents", BREAST_PIECE, {**LUMINAL_ONE, "envahis": 4}, {}, 58, False),
    (
        BREAST,
        "images_de_senologie_absentes",
        [],
        UNTREATED,
        {"mammo_echo": "met", "images_senologie": "missing"},
        58,
        True,
    ),
    (
        BREAST,
        "images_de_senologie_absentes",
        [],
        UNTREATED,
        {"mammo_echo": "met", "images_senologie": "met"},
        58,
        False,
    ),
    (COLON, "neuropathie_et_age", [NUMB], OPERATED, {}, 76, True),
    (COLON, "neuropathie_et_age", [NUMB], OPERATED, {}, 62, False),
    (COLON, "neuropathie", [NUMB], OPERATED, {}, 62, True),
    (COLON, "neuropathie", [NUMB], OPERATED, {}, 76, False),
    (COLON, "stade_deux_sur_piece", [PIECE], OPERATED, {}, 70, True),
    (COLON, "stade_deux_sur_piece", [LETTER_STAGE], OPERATED, {}, 70, False),
    (COLON, "stade_deux", [LETTER_STAGE], OPERATED, {}, 70, True),
    (COLON, "stade_deux", [PIECE], OPERATED, {}, 70, False),
    (THYROID, "bilan_preoperatoire_normal", [TSH, CT], FOR_SURGERY, {}, 45, True),
    (THYROID, "bilan_preoperatoire_normal", [TSH, HIGH_CT], FOR_SURGERY, {}, 45, False),
    (THYROID, "tsh_normale", [TSH, HIGH_CT], FOR_SURGERY, {}, 45, True),
    (THYROID, "tsh_normale", [TSH, CT], FOR_SURGERY, {}, 45, False),
    (THYROID, "calcitonine_normale", [TSH, CT], FOR_SURGERY, {}, 45, False),
    (THYROID, "bilan_normal", [TSH, CT], {**FOR_SURGERY, "surgery_proposed": False}, {}, 45, True),
    (THYROID, "metier_de_la_voix_et_cordes_mobiles", [VOICE, MOVING], FOR_SURGERY, NO_SCOPE, 45, True),
    (THYROID, "metier_de_la_voix_et_cordes_mobiles", [VOICE, STILL], FOR_SURGERY, NO_SCOPE, 45, False),
    (THYROID, "metier_de_la_voix", [VOICE, MOVING], FOR_SURGERY, NO_SCOPE, 45, False),
    (THYROID, "metier_de_la_voix", [VOICE, STILL], FOR_SURGERY, NO_SCOPE, 45, True),
    (THYROID, "laryngoscopie", [MOVING], FOR_SURGERY, NO_SCOPE, 45, False),
]


@pytest.mark.parametrize(("pathway", "sentence", "facts", "answers", "pieces", "age", "said"), ROWS)
def test_a_joined_sentence_stands_where_all_of_it_is_true(
    pathway: str,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    pieces: dict[str, str],
    age: int,
    said: bool,
    pathways: dict[str, Pathway],
) -> None:
    question: Answers = {"question_type": frozenset({"operer_ou_non"}), **answers}
    assert (sentence in sentences(pathways[pathway], facts, question, pieces, age)) is said


@pytest.mark.parametrize(
    ("words", "blood"),
    [
        ("une belle-sœur suivie pour un cancer du côlon", False),
        ("beau-père décédé d'un cancer du côlon", False),
        ("belle-mère et sœur : cancer du côlon", True),
        ("sœur opérée d'un cancer du côlon", True),
        ("tante par alliance : cancer du côlon", False),
    ],
)
def test_a_relative_by_marriage_is_no_family_history(
    words: str, blood: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    related = is_by_marriage(words, vocabulary.people)
    relative = told("cancer_colon", None, LETTER, words, bearer="family", by_marriage=related)
    found = sentences(pathways[COLON], [relative], {"surgery_done": True})
    assert ("famille_cancer" in found, "commun_parent_par_alliance" in found) == (blood, not blood)


@pytest.mark.parametrize(
    ("t4", "t3", "said"), [(16.0, 5.0, ("T4 libre 16", "T3 libre 5")), (31.0, 5.0, ("T3 libre 5", "T4 libre 31"))]
)
def test_a_low_tsh_is_told_with_the_other_hormones(
    t4: float, t3: float, said: tuple[str, ...], pathways: dict[str, Pathway]
) -> None:
    facts = [lab("tsh_val", 0.1, 0.4, 4.0), lab("t4l", t4, 12, 22), lab("t3l", t3, 3.1, 6.8)]
    text = sentences(pathways[THYROID], facts, UNTREATED)["tsh_basse"]
    assert [part for part in ("T4 libre 16", "T3 libre 5", "T4 libre 31") if part in text] == list(said)


def test_normal_results_are_told_in_one_sentence(pathways: dict[str, Pathway]) -> None:
    clear = told("adenopathies", "absentes", IMAGING, "pas de ganglion suspect", **NEGATED)
    said = sentences(pathways[THYROID], [TSH, CT, lab("calcemie", 2.3, 2.2, 2.55), clear], FOR_SURGERY)
    told_once = said["bilan_preoperatoire_normal"]
    assert all(part in told_once for part in ("TSH 1,4", "calcitonine 2,1", "calcémie 2,3", "pas d'adénopathie"))
