"""Sentences of the cancer pathways on what an examination settled, or has yet to settle, before the treatment."""

import pytest

from engine.domain.pathway import Pathway
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
    tell_apart,
    told,
)
from tests.unit.test_interpretations_cancers_more import (
    BEFORE,
    BRAF,
    BREAST,
    DMMR,
    ENDOSCOPY,
    INVASIVE,
    KEEPING,
    MLH1,
    OPERATED,
    RECTUM,
    SMALL,
    asks,
)

BOARD = "fiche_rcp"
ONE = told("multifocalite", "unifocale", IMAGING, "Conclusion : lésion unique")
BENIGN = told("lesion_benigne", None, PATHOLOGY, "Conclusion : lésion bénigne (B2)")
BESIDE = told("lesion_benigne", None, PATHOLOGY, "quelques lésions bénignes alentour")
GEL = told("traitement_en_cours", "estradiol percutané", "ordonnance", "Estradiol en gel, 2 doses par jour")
HORMONES = told("ths", None, LETTER, "sous THM depuis 2022")
NEARLY = told("reponse_endoscopique", "quasi complète", ENDOSCOPY, "réponse subcomplète")
EARLY = told("examen_trop_precoce", None, IMAGING, "IRM faite 2 semaines après les rayons")
TINGLING = told("paresthesies_extremites", None, LETTER, "picotements des mains")
STAGE_TWO = told("tnm", "pT3 pN0", PATHOLOGY)
ADJUVANT: Answers = {"surgery_done": True, "metastatic": False, "dmmr": True}
BETHESDA_4 = told("bethesda", 4, PATHOLOGY, "Bethesda IV")
ASKED_BIOTIN = told("traitement_en_cours", "biotine 5 mg", "ordonnance", "biotine 5 mg par jour")
REAGENT = told("medicament", "biotine", LAB, "système streptavidine-biotine")
WHOLE = told("thyroidectomie", None, "compte_rendu_operatoire", "thyroïdectomie totale")
PT2 = told("pt", "pT2 N0", PATHOLOGY)
CYSTITIS = told("infection", None, LAB, "infection urinaire à germe sensible")
CHRONIC = told("prostatite", None, PATHOLOGY, "prostatite chronique")
SIX = told("gleason", "3+3", PATHOLOGY)
LOW: Answers = {**BEFORE, "risk_group": "faible", "age": 64}
OLD_MRI = {"irm_rectum": "outdated"}

# Pathway, sentence, facts and answers under which it is said; what is added or answered otherwise so that it is not.
SAID: list[tuple[str, str, list[Told], Answers, list[Told], Answers]] = [
    (BREAST, "foyer_benin_au_prelevement", [INVASIVE, BENIGN], BEFORE, [], {"surgery_done": True}),
    (BREAST, "foyer_unique_a_l_imagerie", [ONE], BEFORE, [BENIGN], {}),
    (BREAST, "hormones_en_cours", [GEL], {}, [], {"traitement_en_cours": None}),
    (BREAST, "hormones_de_la_menopause", [HORMONES], {}, [GEL], {}),
    (BREAST, "genomique_sans_doute", [], SMALL, [], {"adjuvant_chemo_debated": True}),
    (BREAST, "genomique_sans_doute", [], SMALL, [told("score_genomique", 14)], {}),
    (
        BREAST,
        "mastectomie_controlaterale_sans_variant",
        [],
        {**BEFORE, "brca": False, "family_history_breast_ovary": True},
        [],
        {"brca": True},
    ),
    (COLON, "reponse_quasi_complete", [NEARLY], KEEPING, [], {"surgery_done": True}),
    (COLON, "amputation_si_residu", [NEARLY], {**KEEPING, "surgery_proposed": True}, [], {"surgery_proposed": False}),
    (COLON, "reponse_quasi_complete_protocole", [NEARLY], RECTUM, [], {"reponse_endoscopique": None}),
    (COLON, "stade_deux_dmmr", [STAGE_TWO, DMMR], ADJUVANT, [], {"surgery_done": False}),
    (COLON, "stade_deux_sans_t4", [STAGE_TWO], {**ADJUVANT, "dmmr": False}, [], {"dmmr": True}),
    (COLON, "dmmr_braf_et_perte", [MLH1, BRAF], {"dmmr": True}, [], {"perte_mmr": None}),
    (COLON, "neuropathie", [TINGLING], {"fluoropyrimidine_planned": True}, [], {"fluoropyrimidine_planned": False}),
    (THYROID, "biotine_et_dosages", [ASKED_BIOTIN], {}, [], {"traitement_en_cours": None}),
    (THYROID, "limitee_apres_totale", [PT2, WHOLE], {"surgery_done": True}, [], {"ata_risque": "faible"}),
    (PROSTATE, "prostatite_et_dosage", [CYSTITIS], BEFORE, [], {"surgery_done": True}),
    (
        COLON,
        "commun_decide_sans_resultat",
        [told("resultat_non_recu", words="scanner non reçu")],
        {},
        [],
        {"resultat_non_recu": None},
    ),
]


@pytest.mark.parametrize(("name", "sentence", "facts", "answers", "more", "otherwise"), SAID)
def test_a_sentence_is_said_where_it_holds_and_not_in_the_nearest_dossier(
    name: str,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    more: list[Told],
    otherwise: Answers,
    pathways: dict[str, Pathway],
) -> None:
    tell_apart(pathways[name], sentence, facts, answers, more, otherwise)


@pytest.mark.parametrize(
    ("name", "sentence", "facts", "answers"),
    [
        (BREAST, "foyer_benin_au_prelevement", [INVASIVE, BESIDE], BEFORE),
        (THYROID, "biotine_et_dosages", [REAGENT], {}),
        (PROSTATE, "prostatite_et_dosage", [CHRONIC], BEFORE),
        (BREAST, "hormones_de_la_menopause", [told("ths", words="THM arrêté en 2019")], {}),
    ],
)
def test_words_that_say_something_else_do_not_make_a_sentence(
    name: str, sentence: str, facts: list[Told], answers: Answers, pathways: dict[str, Pathway]
) -> None:
    assert sentence not in sentences(pathways[name], facts, answers)


def test_an_image_of_the_rectum_that_is_too_old_or_too_early_is_repeated(pathways: dict[str, Pathway]) -> None:
    said = sentences(pathways[COLON], [EARLY], KEEPING, OLD_MRI)
    assert "2 semaines après les rayons" in said["rectum_irm_de_reponse_perimee"]
    assert "rectum_irm_perimee" not in said
    assert "rectum_irm_precoce" not in said
    first = sentences(pathways[COLON], [], {**RECTUM, **asks("operer_ou_non")}, OLD_MRI)
    assert "rectum_irm_perimee" in first
    assert "rectum_irm_de_reponse_perimee" not in first
    assert "rectum_irm_precoce" in sentences(pathways[COLON], [EARLY], RECTUM, {"irm_rectum": "met"})


@pytest.mark.parametrize(
    ("key", "words", "sentence"),
    [
        ("a_representer", "Dossier complet : non", "commun_rcp_a_representer"),
        ("resultat_provisoire", "compte rendu provisoire", "commun_rcp_sur_compte_rendu_provisoire"),
    ],
)
@pytest.mark.parametrize("name", [BREAST, COLON, PROSTATE, THYROID])
def test_what_a_board_decided_without_is_said(
    name: str, key: str, words: str, sentence: str, pathways: dict[str, Pathway]
) -> None:
    asked = {"question_type": frozenset({"operer_ou_non"})}
    assert words in sentences(pathways[name], [told(key, None, BOARD, words)], {**asked})[sentence]
    assert sentence not in sentences(pathways[name], [told(key, None, IMAGING, words)], {**asked})


def test_what_is_not_needed_at_once_is_said_with_what_the_images_show(pathways: dict[str, Pathway]) -> None:
    clear = told("adenopathies", "absentes", IMAGING, "pas de ganglion suspect", **NEGATED)
    answers: Answers = {**asks("operer_ou_non"), **BEFORE, "surgery_proposed": True}
    said = sentences(pathways[THYROID], [BETHESDA_4, clear], answers)["totale_non_imposee"]
    assert "pas d'argument pour une thyroïdectomie totale d'emblée ni un curage prophylactique" in said
    assert "malignité non démontrée, absence d'adénopathie suspecte" in said


def test_the_figures_of_a_cancer_stand_in_one_sentence(pathways: dict[str, Pathway]) -> None:
    facts = [
        INVASIVE,
        told("embols", "absents", PATHOLOGY, **NEGATED),
        told("ganglions", "0/3", PATHOLOGY, **NEGATED),
        told("marges", "saines", PATHOLOGY),
        told("her2", "négatif", PATHOLOGY),
    ]
    said = sentences(pathways[BREAST], facts, {**OPERATED, "grade": 2})["profil_grade_deux"]
    assert said.endswith("HER2 négatif, embols absents, ganglions 0/3, marges saines")
    prostate = sentences(pathways[PROSTATE], [SIX, lab("psa", 5.1, 0, 4)], LOW)["faible_risque_pas_urgence"]
    assert prostate.startswith("Cancer localisé à faible risque, Gleason 3+3")
