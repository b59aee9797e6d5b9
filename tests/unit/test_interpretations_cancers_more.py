"""Sentences of the breast, colorectal and prostate pathways on options that are right or wrong here, and why."""

import pytest

from engine.domain.pathway import Pathway
from engine.domain.wording import fold, pattern
from tests.unit.sentences import (
    COLON,
    IMAGING,
    LETTER,
    NEGATED,
    PATHOLOGY,
    PROSTATE,
    Answers,
    Told,
    lab,
    sentences,
    tell_apart,
    told,
)
from tests.unit.test_interpretations_cancers_polyarthritis import (
    AFTER,
    BEFORE,
    DMMR,
    METASTASES,
    PSA,
    PT3N0,
    PT3N1,
    RECURRENCE,
)

BREAST, ENDOSCOPY, OPERATION = "cancer-sein", "compte_rendu_endoscopie", "compte_rendu_operatoire"
NOT_TRIPLE: Answers = {"triple_negative": False, "rh_positive": False}
NO_RECEPTOR = [
    told("re", 0, PATHOLOGY, "RE 0 %"),
    told("rp", 0, PATHOLOGY, "RP 0 %"),
    told("her2", "0", PATHOLOGY, "HER2 score 0"),
]


def asks(question: str) -> Answers:
    return {"question_type": frozenset({question})}


INVASIVE = told("histologie", "CINS", PATHOLOGY, "Carcinome infiltrant NST")
HORMONE_POSITIVE: Answers = {"rh_positive": True, "her2": "negatif", "triple_negative": False}
OPERATED: Answers = {**HORMONE_POSITIVE, **asks("chimiotherapie"), "surgery_done": True, "node_positive": False}
ONE_FOCUS: Answers = {**asks("operer_ou_non"), **BEFORE, "inflammatory": False, "multifocal_suspected": False}
SMALL: Answers = {**OPERATED, "grade": 2, "taille": 14}
LARGER: Answers = {**OPERATED, "grade": 2, "taille": 24}
NODES = told("ganglions", "5/14", PATHOLOGY, "5 ganglions envahis sur 14")
MANY: Answers = {**OPERATED, "node_positive": True, "envahis": 4, "grade": 2}
TWO_PLUS = told("her2", "2+", PATHOLOGY, "HER2 2+, FISH non amplifiée")
INVOLVED = told("marges", "atteintes", PATHOLOGY, "Marge inférieure atteinte")
CLEAR = told("marges", "saines", PATHOLOGY, "Marges saines")
RESIDUAL, COMPLETE = told("tnm", "ypT1c ypN1", PATHOLOGY), told("tnm", "ypT0 ypN0", PATHOLOGY)
VARIANT = told("variant_brca", None, LETTER, "variant pathogène BRCA1")
NO_VARIANT = told("variant_brca", None, LETTER, "aucun variant BRCA1 ou BRCA2", **NEGATED)
ARMPIT = told("adenopathie", None, IMAGING, "adénopathie axillaire gauche de 14 mm")
SAMPLED = told("adenopathie", None, IMAGING, "adénopathie axillaire, cytoponction faite")
SISTER = told("cancer_sein", None, LETTER, "sœur atteinte d'un cancer du sein à 42 ans", bearer="family")
NIECE = told("cancer_sein", None, LETTER, "cancer du sein d'une nièce", bearer="family")
FAR: Answers = {"family_history_breast_ovary": False}
RIGHT = told("localisation", "côlon droit", ENDOSCOPY, "tumeur du côlon droit")
LEFT = told("localisation", "gauche", LETTER, "adénocarcinome du côlon gauche")
LEFT_SEEN = told("localisation", "gauche", IMAGING, "tumeur du côlon gauche")
STAGE_THREE: Answers = {**AFTER, "node_positive": True, "age": 60}
FORBIDDEN = lab("uracile", 178, None, 16)
MLH1 = told("perte_mmr", None, PATHOLOGY, "perte de MLH1 et PMS2")
BRAF = told("ras_braf_v", "BRAF muté", PATHOLOGY, "mutation BRAF V600E")
EMBOLI = told("embols_budding", "embols lymphatiques présents", PATHOLOGY, "embols lymphatiques présents")
NO_EMBOLI = told("embols_budding", "embols absents", PATHOLOGY, "pas d'embol vasculaire", **NEGATED)
SNARED = told("resection_endoscopique", None, ENDOSCOPY, "polypectomie à l'anse")
CANCER = told("diagnostic", "adénocarcinome du côlon", PATHOLOGY, "adénocarcinome")
DYSPLASIA = told("dysplasie_haut_grade", None, PATHOLOGY, "dysplasie de haut grade")
RECTUM: Answers = {**BEFORE, "localisation": "rectum"}
ULCER = told("reponse_complete", None, ENDOSCOPY, "ulcération résiduelle", polarity="affirmed")
KEEPING: Answers = {**RECTUM, **asks("conservation_rectum")}
CT2 = told("tnm", "cT2 N0", IMAGING)
OPERATING: Answers = {**RECTUM, **asks("operer_ou_non")}
CT3 = told("tnm", "cT3 N1", IMAGING)
NODULE = told("nodule_pulmonaire", None, IMAGING, "nodule pulmonaire de 4 mm")
SCAR = told("nodule_pulmonaire", None, IMAGING, "nodule pulmonaire calcifié séquellaire")
GLEASON_6 = told("gleason", "3+3", PATHOLOGY)
GLEASON_7 = told("gleason", "3+4", LETTER)
WISH = told("souhait_du_patient", None, LETTER, "rapports réguliers auxquels il tient")
LEAKS = told("fuites_urinaires", None, LETTER, "fuites urinaires depuis 2020")
FEARED = told("fuites_urinaires", None, LETTER, "il craint les fuites urinaires")
BENIGN = told("diagnostic", None, PATHOLOGY, "biopsies négatives")
PIRADS = told("pirads", 5, IMAGING)
OLD: Answers = {**BEFORE, "age": 81, "major_comorbidity": True}

# Pathway, sentence, facts and answers under which it is said; what is added or answered otherwise so that it is not.
SAID: list[tuple[str, str, list[Told], Answers, list[Told], Answers]] = [
    (BREAST, "luminal_opere_favorable", [INVASIVE], SMALL, [], {"taille": 24}),
    (
        *(BREAST, "autre_foyer_decrit", [told("taille", 6, IMAGING, "deuxième foyer de 6 mm")]),
        *({"surgery_done": False, "multifocal_suspected": None}, [], {"taille": None}),
    ),
    (BREAST, "triple_negatif_sans_hormone", NO_RECEPTOR, {"triple_negative": True}, [], {"triple_negative": False}),
    (BREAST, "recepteurs_negatifs", NO_RECEPTOR, NOT_TRIPLE, [], {"triple_negative": True}),
    (
        *(BREAST, "recepteurs_negatifs", NO_RECEPTOR[:1], NOT_TRIPLE),
        *([told("rp", 40, PATHOLOGY, "RP 40 %")], {}),
    ),
    (BREAST, "luminal_opere_favorable", [INVASIVE], SMALL, [], {"grade": 3}),
    (BREAST, "luminal_opere_favorable", [INVASIVE], SMALL, [], {"score_genomique": 31}),
    (BREAST, "luminal_opere_intermediaire", [INVASIVE], LARGER, [NODES], {}),
    (BREAST, "luminal_chimio_discutee", [INVASIVE], {**SMALL, "neoadjuvant": False, "grade": 3}, [], {"grade": 2}),
    (BREAST, "quatre_ganglions", [NODES], MANY, [], {"envahis": 2}),
    (BREAST, "cdk_tolerance", [NODES], MANY, [], {"her2": "positif"}),
    (BREAST, "chimiotherapie_age", [INVASIVE], {**OPERATED, "age": 79}, [], {"her2": "positif"}),
    (BREAST, "her2_non_amplifie", [TWO_PLUS], {}, [], {"her2": None}),
    (BREAST, "marges_atteintes", [INVOLVED], AFTER, [told("mastectomie")], {}),
    (BREAST, "marge_proche", [told("marges", 0.5, PATHOLOGY, "marge à 0,5 mm")], AFTER, [INVOLVED], {}),
    (BREAST, "residuelle_triple_negative", [RESIDUAL], {"triple_negative": True}, [], {"triple_negative": False}),
    (BREAST, "reponse_complete_sein", [COMPLETE], {}, [], {"tnm": None}),
    (BREAST, "brca_absent", [NO_VARIANT], {}, [VARIANT], {}),
    (BREAST, "brca_dans_un_document", [VARIANT], {}, [], {"brca": True}),
    (BREAST, "adenopathie_a_prouver", [ARMPIT], BEFORE, [SAMPLED], {}),
    (
        BREAST,
        "ganglion_atteint_avant_operation",
        [INVASIVE],
        {**BEFORE, "node_positive": True},
        [],
        {"surgery_done": True},
    ),
    (BREAST, "conservation_consequences", [], ONE_FOCUS, [], {"inflammatory": True}),
    (BREAST, "fertilite_avant_chimio", [], {"age": 34, "triple_negative": True}, [], {"age": 60}),
    (BREAST, "rechute_hormonodependante", [], {**HORMONE_POSITIVE, **asks("metastatique")}, [], asks("chimiotherapie")),
    (COLON, "siege_droit_et_gauche", [RIGHT, LEFT], BEFORE, [LEFT_SEEN], {}),
    (COLON, "geste_colon_droit", [RIGHT], {**BEFORE, "localisation": "colon_droit"}, [], {"surgery_done": True}),
    (COLON, "adjuvante_justifiee", [PT3N1], STAGE_THREE, [FORBIDDEN], {}),
    (COLON, "adjuvante_sans_fluoropyrimidine", [PT3N1, FORBIDDEN], STAGE_THREE, [], {"uracile": None}),
    (COLON, "rectum_avance", [CT3], OPERATING, [FORBIDDEN], {}),
    (COLON, "rectum_avance_sans_fluoropyrimidine", [CT3, FORBIDDEN], OPERATING, [], {"uracile": None}),
    (COLON, "dmmr_braf_mute", [DMMR, BRAF], {}, [], {"ras_braf_v": None}),
    (COLON, "mlh1_perdue", [DMMR, MLH1], {}, [BRAF], {}),
    (COLON, "stade_deux_facteur", [PT3N0, EMBOLI], AFTER, [DMMR], {}),
    (COLON, "polype_cancerise_favorable", [SNARED, CANCER, NO_EMBOLI], {}, [EMBOLI], {}),
    (COLON, "polype_cancerise_a_risque", [SNARED, CANCER, EMBOLI], {}, [told("colectomie")], {}),
    (COLON, "dysplasie_sans_cancer", [DYSPLASIA], BEFORE, [CANCER], {}),
    (COLON, "reponse_incomplete", [ULCER], KEEPING, [], {"surgery_done": True}),
    (COLON, "rectum_peu_etendu", [CT2], {**RECTUM, "clinical_t": "T2"}, [told("tnm", "cT3 N1", IMAGING)], {}),
    (COLON, "nodule_pulmonaire_incertain", [NODULE], {}, [], {"nodule_pulmonaire": None}),
    (COLON, "preference_en_situation_palliative", [], {"metastatic": True, "age": 80}, [], {"age": 60}),
    (
        PROSTATE,
        "gleason_plus_haut_dans_la_lettre",
        [GLEASON_6, GLEASON_7],
        BEFORE,
        [told("gleason", "3+4", PATHOLOGY)],
        {},
    ),
    (PROSTATE, "souhait_de_fonction", [WISH], BEFORE, [], {"surgery_done": True}),
    (PROSTATE, "biopsies_sans_cancer", [PIRADS, BENIGN], {**BEFORE, "pirads": 5}, [told("isup", 1, PATHOLOGY)], {}),
    (PROSTATE, "recidive_haut_risque", [PSA], {**RECURRENCE, "isup": 4}, [METASTASES], {}),
    (PROSTATE, "recidive_haut_risque", [PSA], {**RECURRENCE, "tdpsa": 6}, [], {"tdpsa": 18}),
    (PROSTATE, "hormonotherapie_associee", [PSA], {**RECURRENCE, "isup": 2, "tdpsa": 8}, [], {"tdpsa": 18}),
    (PROSTATE, "abstention_que_surveiller", [], OLD, [], {"age": 66}),
    (PROSTATE, "metastatique_local", [], {**BEFORE, "metastatic": True}, [], {"metastatic": False}),
    (PROSTATE, "fuites_avant_traitement", [LEAKS], BEFORE, [], {"surgery_done": True}),
    (
        PROSTATE,
        "prostatite_et_dosage",
        [told("prostatite", words="prostatite en mai")],
        BEFORE,
        [],
        {"surgery_done": True},
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
    ("name", "sentence", "fact", "answers"),
    [
        (COLON, "nodule_pulmonaire_incertain", SCAR, {}),
        (PROSTATE, "fuites_avant_traitement", FEARED, BEFORE),
        (BREAST, "brca_dans_un_document", NO_VARIANT, {}),
    ],
)
def test_words_that_say_something_else_do_not_make_a_sentence(
    name: str, sentence: str, fact: Told, answers: Answers, pathways: dict[str, Pathway]
) -> None:
    assert sentence not in sentences(pathways[name], [fact], answers)


def test_a_relative_told_against_the_questionnaire_is_said_by_how_near_she_is(pathways: dict[str, Pathway]) -> None:
    not_asked = {"oncogenetique": "not_applicable"}
    near = sentences(pathways[BREAST], [SISTER], FAR, not_asked)
    far = sentences(pathways[BREAST], [NIECE], FAR, not_asked)
    assert "oncogénétique à proposer" in near["famille_contre_questionnaire"]
    assert "famille_sans_critere" not in near
    assert "famille_contre_questionnaire" not in far
    assert "ne suffit pas" in far["famille_sans_critere"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Mutation BRAF V600E non recherchée", set()),
        ("Recherche de mutation BRAF V600E et de méthylation : non faites", set()),
        ("Mutation BRAF V600E présente", {"muté"}),
        ("KRAS muté (p.G12D)", {"muté"}),
    ],
)
def test_a_mutation_that_was_not_looked_for_is_none(text: str, values: set[str], pathways: dict[str, Pathway]) -> None:
    key_fact = next(k for k in pathways[COLON].key_facts if k.id == "ras_braf_v")
    found = (p for p in key_fact.patterns if pattern(p.regex).search(fold(text)))
    assert {str(p.value or p.value_by_polarity["affirmed"]).split()[-1] for p in found} == values


def test_a_second_mass_that_is_denied_is_none(pathways: dict[str, Pathway]) -> None:
    for words, said in (("Pas de seconde masse", False), ("Aucun autre foyer", False), ("Seconde masse externe", True)):
        found = sentences(pathways[BREAST], [told("multifocalite", "x", IMAGING, words)], {"surgery_done": False})
        assert ("autre_foyer_decrit" in found) is said


def test_a_family_that_a_document_tells_of_is_not_unknown(pathways: dict[str, Pathway]) -> None:
    asked = {"oncogenetique": "ask", "antecedents_cr": "ask"}
    aunt = told("cancer_sein", words="une tante a eu un cancer du sein à 70 ans", bearer="family")
    assert "famille_et_maladies_inconnues" in sentences(pathways[BREAST], [], {}, asked)
    assert "famille_et_maladies_inconnues" not in sentences(pathways[BREAST], [aunt], {}, asked)
