"""Sentences of the cancer pathways say no more than their facts: what stands at the border does not make them true."""

from datetime import date

import pytest

from engine.domain.pathway import Pathway
from engine.steps.known import known_values
from engine.steps.options import preferred, weigh
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

ENDOSCOPY, HOSPITAL, BOARD = "compte_rendu_endoscopie", "compte_rendu_hospitalisation", "fiche_rcp"
RECTUM: Answers = {"localisation": "rectum", "surgery_done": False, "distance_ma": 7, "clinical_t": "T3"}
ADVANCED = told("tnm", "cT3 N1", IMAGING)
LOW = told("distance_ma", 4, ENDOSCOPY, "tumeur à 4 cm de la marge anale")
MIDDLE = told("distance_ma", 7, ENDOSCOPY, "tumeur à 7 cm de la marge anale")
FREE = told("crm", 4, IMAGING, "marge circonférentielle 4 mm")
OVER = told("fin_du_neoadjuvant", None, IMAGING, "radiochimiothérapie terminée en mai")
HEART = told("stent", None, LETTER, "stent coronaire posé en 2021")
ATTACK = told("idm", None, HOSPITAL, "infarctus inférieur, deux stents actifs")
HIGH: Answers = {"surgery_done": False, "risk_group": "haut"}
MET = {"courrier_premier_avis": "met"}
THREE = told("bethesda", 3, PATHOLOGY, "classe Bethesda III")

NURSING = told("allaitement", None, LETTER, "elle allaite son bébé")
STAGE_TWO = told("tnm", "pT3 N0 R0", PATHOLOGY)
OPERATED: Answers = {"surgery_done": True, "metastatic": False}

BREAST = "cancer-sein"

Row = tuple[str, str, list[Told], Answers, list[Told], Answers]

ROWS: list[Row] = [
    (THYROID, "allaitement_et_iode", [NURSING], {"surgery_done": True}, [], {"surgery_done": False}),
    (COLON, "coeur_fluoropyrimidine", [HEART], {"node_positive": True}, [], {"fluoropyrimidine_planned": False}),
    (COLON, "coeur_fluoropyrimidine", [HEART], {"fluoropyrimidine_planned": True}, [], {"uracile": 171}),
    (COLON, "rectum_avance", [ADVANCED], RECTUM, [OVER], {}),
    (COLON, "rectum_avance", [ADVANCED], RECTUM, [], {"dmmr": True}),
    (COLON, "rectum_avance_apres_traitement", [ADVANCED], RECTUM, [OVER], {}),
    (COLON, "rectum_bas", [LOW], {**RECTUM, "distance_ma": 4}, [OVER], {}),
    (COLON, "rectum_bas_apres_traitement", [LOW, OVER], {**RECTUM, "distance_ma": 4}, [], {"distance_ma": 7}),
    (COLON, "sphincter_a_garder", [MIDDLE, FREE], RECTUM, [], {"distance_ma": 4}),
    (
        COLON,
        "sphincter_a_garder",
        [MIDDLE, FREE],
        RECTUM,
        [told("envahissement", None, IMAGING, "envahissement du sphincter interne")],
        {},
    ),
    (
        COLON,
        "ganglions_autres_dans_la_lettre",
        [told("ganglions", "0/18", PATHOLOGY, "0 N+/18"), told("tnm", "pT3 N1a", BOARD)],
        {"surgery_done": True},
        [told("ganglions", "1/18", PATHOLOGY, "1 N+/18")],
        {},
    ),
    (
        PROSTATE,
        "double_antiagregation_a_verifier",
        [told("medicament", "clopidogrel 75 mg", HOSPITAL, "KARDEGIC 75 mg et clopidogrel 75 mg pendant un an")],
        HIGH,
        [],
        {"medicament": None},
    ),
    (THYROID, "thermoablation_sans_benignite", [THREE], {"surgery_done": False}, [], {"surgery_done": True}),
]
ROWS += [
    (COLON, "stade_deux_sans_t4", [STAGE_TWO], OPERATED, [told("embols_budding", "embols présents", PATHOLOGY)], {}),
    (COLON, "stade_deux_sans_t4", [STAGE_TWO], OPERATED, [told("ganglions", "0/9", PATHOLOGY, "0 N+/9")], {}),
]
SMALL = told("pt", "pT1a N0", PATHOLOGY, "pT1a N0 (0/2)")
WHOLE = told("thyroidectomie", None, PATHOLOGY, "pièce de thyroïdectomie totale")
HALF = told("thyroidectomie", None, PATHOLOGY, "pièce de lobectomie droite")
AFTER: Answers = {"surgery_done": True, "surgery_proposed": False, "question_type": frozenset({"iode"})}
WITH_CHILD = lab("hcg", 1200, None, 5, dated=date(2026, 1, 20))
TSH_OLD, TSH_NEW = (lab("tsh_val", 1.2, 0.4, 4.0, dated=date(year, 1, 10)) for year in (2024, 2026))
HEART_DRUG = told("traitement_en_cours", "amiodarone 200 mg", "ordonnance")
AUNT = told("diagnostic", "carcinome papillaire", LETTER, "tante opérée d'un cancer papillaire", bearer="family")
BEFORE: Answers = {"surgery_done": False}
ROWS += [
    (THYROID, "iode_et_microcarcinome_apres_totale", [SMALL, WHOLE], AFTER, [], {"thyroidectomie": None}),
    (THYROID, "iode_et_microcarcinome_apres_totale", [SMALL, WHOLE], AFTER, [told("pt", "pT3a N1b")], {}),
    (THYROID, "iode_et_microcarcinome", [SMALL, HALF], AFTER, [WHOLE], {}),
    (THYROID, "hcg_et_iode", [WITH_CHILD], AFTER, [], {"hcg": None}),
    (THYROID, "hcg_et_iode", [WITH_CHILD], AFTER, [], BEFORE | {"question_type": frozenset({"operer_ou_non"})}),
    (THYROID, "antecedents_familiaux", [AUNT], BEFORE, [], AFTER),
    (THYROID, "tsh_normale", [TSH_NEW], BEFORE, [TSH_OLD], {}),
    (THYROID, "tsh_normale", [TSH_NEW], BEFORE, [HEART_DRUG], {}),
    (THYROID, "amiodarone_sans_tsh_anormale", [HEART_DRUG, TSH_NEW], {}, [lab("tsh_val", 0.1, 0.4, 4.0)], {}),
    (THYROID, "amiodarone_et_thyroide", [HEART_DRUG, lab("tsh_val", 0.1, 0.4, 4.0)], {}, [], {"tsh_val": None}),
]
AWAITED = told("mmr", "indéterminé", PATHOLOGY, "Statut MMR en attente", polarity="hypothetical")
LITTLE_IRON = told("carence_martiale", None, LAB, "carence martiale profonde")
LOW_HB, NO_IRON, IRON = lab("hemoglobine", 9.8, 13, 17), lab("ferritine", 8, 30, 300), lab("ferritine", 80, 30, 300)
ROWS += [
    (COLON, "mmr_attendu", [AWAITED], BEFORE, [told("mmr", "pMMR/MSS", PATHOLOGY, "complément : pMMR")], {}),
    (COLON, "mmr_attendu", [AWAITED], BEFORE, [], OPERATED | {"node_positive": False}),
    (COLON, "anemie_ferriprive_dite", [LOW_HB, LITTLE_IRON], BEFORE, [IRON], {}),
    (COLON, "anemie_ferriprive_dite", [LOW_HB, LITTLE_IRON, NO_IRON], BEFORE, [], {"carence_martiale": None}),
    (COLON, "anemie_ferriprive", [LOW_HB, NO_IRON], BEFORE, [LITTLE_IRON], {}),
]
GEL = told("traitement_en_cours", "estradiol percutané", "ordonnance", "estradiol gel : 2 pressions par jour")
HALTED = told("traitement_hormonal", None, LETTER, "elle prenait un traitement hormonal, je l'ai fait arrêter ce jour")
TO_HALT = told("traitement_hormonal", None, LETTER, "traitement hormonal à arrêter")
NST = told("histologie", "CINS", PATHOLOGY, "carcinome infiltrant")
THIN = told("osteopenie", None, IMAGING, "ostéopénie lombaire modérée", dated=date(2025, 9, 1))
SOUND = told("osteoporose", None, IMAGING, "pas d'ostéoporose", dated=date(2025, 9, 1), **NEGATED)
SPARED: Answers = {"rh_positive": True, "menopause": "post", "surgery_done": False}
ROWS += [
    (BREAST, "hormones_en_cours", [GEL], {}, [HALTED], {}),
    (BREAST, "commun_oestrogenes_et_operation", [GEL, HALTED], {}, [], {"traitement_hormonal": None}),
    (BREAST, "hormones_en_cours", [GEL, TO_HALT], {}, [], {"traitement_en_cours": None}),
    (BREAST, "os_et_aromatase", [NST], SPARED, [THIN], {}),
    (BREAST, "os_et_aromatase", [NST], SPARED, [SOUND], {}),
    (BREAST, "os_mesure_et_aromatase", [NST, THIN], SPARED, [], {"rh_positive": False}),
]
WATCHED: Answers = BEFORE | {"question_type": frozenset({"surveillance"})}
MAYBE_OUT = told("extension_extraprostatique", None, IMAGING, "une extension extraprostatique ne peut être écartée")
OUT = told("extension_extraprostatique", None, IMAGING, "extension extraprostatique droite")
ROWS += [
    (THYROID, "bethesda_trois_et_surveillance", [THREE], WATCHED, [told("bethesda", 5, PATHOLOGY, "Bethesda V")], {}),
    (THYROID, "thermoablation_sans_benignite", [THREE], BEFORE, [], WATCHED),
    (PROSTATE, "irm_extension_non_exclue", [MAYBE_OUT], BEFORE, [OUT], {}),
    (PROSTATE, "irm_extension", [OUT], BEFORE, [], {"extension_extraprostatique": None}),
]
PIECES = {"ordonnances_en_cours": "missing"}


@pytest.mark.parametrize(("pathway", "sentence", "facts", "answers", "more", "otherwise"), ROWS)
def test_a_sentence_stands_on_its_facts_only(
    pathway: str,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    more: list[Told],
    otherwise: Answers,
    pathways: dict[str, Pathway],
) -> None:
    if "antiagregation" in sentence:
        assert sentence in sentences(pathways[pathway], facts, answers, PIECES)
        single = told("medicament", "clopidogrel 75 mg", HOSPITAL, "clopidogrel 75 mg")
        assert sentence not in sentences(pathways[pathway], [single], answers, PIECES)
        return
    tell_apart(pathways[pathway], sentence, facts, answers, more, otherwise)


@pytest.mark.parametrize("words", ["stents iliaques posés en 2024", "stent biliaire", "artérite, stent fémoral"])
def test_a_stent_elsewhere_is_no_disease_of_the_heart(words: str, pathways: dict[str, Pathway]) -> None:
    found = sentences(pathways[COLON], [told("stent", None, LETTER, words)], {"fluoropyrimidine_planned": True})
    assert "coeur_fluoropyrimidine" not in found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tumeur infranchissable", True),
        ("coloscopie incomplète", True),
        ("valvule iléo-cæcale non franchie", False),
        ("réponse incomplète", False),
        ("préparation incomplète du côlon droit", False),
    ],
)
def test_a_valve_that_was_not_passed_leaves_the_colon_seen(
    words: str, said: bool, pathways: dict[str, Pathway]
) -> None:
    fact = told("stenose", None, ENDOSCOPY, words)
    assert ("coloscopie_incomplete" in sentences(pathways[COLON], [fact], {})) is said


@pytest.mark.parametrize(
    ("words", "said"), [("micronodule de 4 mm à contrôler", True), ("nodule suspect de métastase", False)]
)
def test_a_suspicious_nodule_is_not_called_unspecific(words: str, said: bool, pathways: dict[str, Pathway]) -> None:
    fact = told("nodule_pulmonaire", None, IMAGING, words)
    assert ("nodule_pulmonaire_incertain" in sentences(pathways[COLON], [fact], {})) is said


def test_nodes_of_an_image_are_not_proven(pathways: dict[str, Pathway]) -> None:
    answers: Answers = {"surgery_done": False, "metastatic": False}
    absent = told("neuropathie", None, LETTER, "pas de neuropathie", **NEGATED)
    assert "sans_neuropathie" not in sentences(pathways[COLON], [ADVANCED, absent], answers)
    assert "sans_neuropathie" in sentences(pathways[COLON], [told("tnm", "pT3 N1b", PATHOLOGY), absent], answers)


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        ("PSA en hausse", True),
        ("patient coronarien suivi", False),
        ("antécédent d'infarctus en 2022", False),
    ],
)
def test_a_heart_that_the_letter_names_is_not_told_as_left_out(
    letter: str, said: bool, pathways: dict[str, Pathway]
) -> None:
    facts = [ATTACK, told("psa", 12.0, LETTER, letter)]
    assert ("coeur_absent_de_la_lettre" in sentences(pathways[PROSTATE], facts, HIGH, MET)) is said


def test_without_the_letter_nothing_is_said_of_what_it_leaves_out(pathways: dict[str, Pathway]) -> None:
    missing = {"courrier_premier_avis": "missing"}
    assert "coeur_absent_de_la_lettre" not in sentences(pathways[PROSTATE], [ATTACK], HIGH, missing)
    board = told("isup", 4, BOARD, "ISUP 4", dated=ATTACK[1].dated)
    said = sentences(pathways[PROSTATE], [ATTACK, board], HIGH, MET)["coeur_absent_de_la_lettre"]
    assert "ni par la RCP" in said or board[1].dated is None


def test_functions_are_asked_for_where_none_is_told(pathways: dict[str, Pathway]) -> None:
    pieces = {"fonction_urinaire_sexuelle": "missing"}
    assert "fonctions_non_chiffrees" in sentences(pathways[PROSTATE], [], HIGH, pieces)
    known = told("ipss", 9, LETTER, "IPSS 9")
    assert "fonctions_non_chiffrees" not in sentences(pathways[PROSTATE], [known], HIGH, pieces)


def test_a_tsh_of_before_is_told_with_its_day(pathways: dict[str, Pathway]) -> None:
    said = sentences(pathways[THYROID], [TSH_OLD, HEART_DRUG], BEFORE, {"tsh": "outdated"})
    assert "10/01/2024" in said["tsh_trop_ancienne"]
    assert "amiodarone" in said["tsh_trop_ancienne"]
    assert "tsh_trop_ancienne" not in sentences(pathways[THYROID], [TSH_NEW], BEFORE, {"tsh": "outdated"})
    assert "tsh_absente" in sentences(pathways[THYROID], [], BEFORE, {"tsh": "missing"})


@pytest.mark.parametrize(
    ("facts", "first", "wrong"),
    [
        ([SMALL, WHOLE], "suivi_simple.s5", {"thyroidectomie_totale", "lobectomie"}),
        ([SMALL, HALF], "suivi_simple.s2", set()),
    ],
)
def test_a_thyroid_that_is_out_is_not_advised_against_taking_out(
    facts: list[Told], first: str, wrong: set[str], pathways: dict[str, Pathway]
) -> None:
    pathway = pathways[THYROID]
    answers: Answers = {**AFTER, "cancer_confirmed": True, "nodule_size_mm": 7, "adenopathies": "absentes"}
    known = known_values(answers, [f for _, f in facts], pathway, {f.source.document: k for k, f in facts})
    weighed = weigh(pathway, known)
    best = preferred(weighed)
    assert best is not None
    assert first in {r.statement.id for r in best.rules if r.truth and r.supports}
    assert not wrong & {w.option.id for w in weighed if w.discouraged}


def test_an_endoscopy_that_is_there_is_not_told_as_absent(pathways: dict[str, Pathway]) -> None:
    pieces = {"coloscopie": "missing"}
    assert "coloscopie_absente" in sentences(pathways[COLON], [ADVANCED], BEFORE, pieces)
    seen = told("distance_ma", 7, ENDOSCOPY, "lésion à 7 cm de la marge anale")
    assert "coloscopie_absente" not in sentences(pathways[COLON], [ADVANCED, seen], BEFORE, pieces)


def test_what_cannot_be_ruled_out_is_not_told_as_seen(pathways: dict[str, Pathway]) -> None:
    assert "irm_extension" not in sentences(pathways[PROSTATE], [MAYBE_OUT], BEFORE)
