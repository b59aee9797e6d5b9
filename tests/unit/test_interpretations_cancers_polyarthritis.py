"""Sentences of the prostate, colon, thyroid and rheumatoid pathways: facts under which each is said, and the nearest
under which it is not."""

import pytest

from engine.domain.pathway import Pathway
from tests.unit.sentences import (
    COLON,
    IMAGING,
    LAB,
    LETTER,
    NEGATED,
    PATHOLOGY,
    POLYARTHRITIS,
    PROSTATE,
    THYROID,
    Answers,
    Told,
    lab,
    sentences,
    tell_apart,
    told,
)

AFTER: Answers = {"surgery_done": True, "metastatic": False}
BEFORE: Answers = {"surgery_done": False, "metastatic": False}
RECURRENCE: Answers = {"surgery_done": True, "question_type": frozenset({"recidive", "choix_traitement"})}
PSA = told("psa", 0.38, LAB, "PSA 0,38")
TEP = told("lesion_tep_psma", "absente", IMAGING, "TEP-PSMA négatif", **NEGATED)
PT3N1 = told("tnm", "pT3 N1b R0", PATHOLOGY)
PT3N0 = told("tnm", "pT3 N0 R0", PATHOLOGY)
NODULE = [told("eutirads", 3, IMAGING), told("taille", 27, IMAGING)]
RF, CCP = told("fr", 8, LAB, **NEGATED), told("ccp", 1, LAB, **NEGATED)
CRP = lab("crp", 3.2, None, 5)
CRP_HIGH = lab("crp", 22, None, 5)
DIAGNOSIS: Answers = {"question_type": frozenset({"confirmation_diag", "confirmation_diagnostic"})}
MTX = told("mtx_dose", 15)
MTX_TAKEN = told("mtx_dose", 15, words="méthotrexate 15 mg par semaine")
ALAT = lab("alat", 58, None, 35)
SMOKER = told("tabac", 35, words="tabac actif, 35 paquets-années")
INJECTED = told("mtx_dose", 20, words="méthotrexate sous-cutané 20 mg par semaine")
NONE_SWOLLEN = told("gonflees", "aucune", words="NAD 12, NAG 0")
SOME_SWOLLEN = told("gonflees", "plusieurs", words="NAD 12, NAG 5")
DAS = told("das28", 4.4)
CCP_HIGH = lab("ccp", 180, None, 7)
BIOLOGICAL = told("traitement_en_cours", "adalimumab 40 mg", "ordonnance", "Adalimumab 40 mg : 1 stylo")
CHOICE: Answers = {"question_type": frozenset({"choix_traitement"})}
NEVER = told("traitement_de_fond_anterieur", "aucun", words="aucun traitement de fond reçu")
BRIDGE = told("cortico_dose", 5, words="prednisone 5 mg le matin, puis arrêt")
CURES = told("cortico_dose", 15, words="deux cures de prednisone 15 mg")
STABLE = told("stabilite_structurale", "stable", IMAGING, "Pas de nouvelle érosion")
ERODED = told("erosions", "présentes", IMAGING, "Érosion de la tête du 4e métatarsien")
ACTIVE_DOPPLER = told("synovite", None, IMAGING, "Synovites actives en Doppler")
TB = told("test_tuberculose_positif", "positif", LAB, "QuantiFERON positif")
TB_UNSURE = told("test_tuberculose_positif", "positif", LAB, "QuantiFERON indéterminé, témoin positif insuffisant")
TARGETED: Answers = {"biologic_or_jak_proposed": True, "respiratory_symptoms": False}
FAILED: Answers = {**TARGETED, "question_type": frozenset({"echec_biotherapie"})}
DMMR = told("mmr", "dMMR/MSI-H", PATHOLOGY, "perte d'expression de MLH1 et PMS2, dMMR")
BRAF = told("ras_braf_v", "BRAF muté", PATHOLOGY, "mutation BRAF V600E présente")
CRIBRIFORM = told("cribriforme", None, PATHOLOGY, "architecture cribriforme")
NO_CRIBRIFORM = told("cribriforme", None, PATHOLOGY, "pas d'architecture cribriforme", **NEGATED)
METASTASES = told("metastases", None, IMAGING, "métastases osseuses")

# Pathway, sentence, facts and answers under which it is said; what is added or answered otherwise so that it is not.
SAID: list[tuple[str, str, list[Told], Answers, list[Told], Answers]] = [
    (PROSTATE, "imagerie_negative", [PSA, TEP], RECURRENCE, [told("lesion_tep_psma", "présente", IMAGING)], {}),
    (PROSTATE, "rattrapage_sans_attendre", [PSA], RECURRENCE, [METASTASES], {}),
    (PROSTATE, "rattrapage_sans_attendre", [PSA], RECURRENCE, [told("tdpsa", 18)], {}),
    (PROSTATE, "hormonotherapie_associee", [PSA], RECURRENCE, [], {"psa": 0.04}),
    (PROSTATE, "psa_redetectable", [PSA], AFTER, [told("diagnostic", "récidive biologique")], {}),
    (PROSTATE, "psa_indetectable", [told("psa", "< 0,01", LAB)], AFTER, [PSA], {}),
    (
        *(PROSTATE, "profil_surveillance_active", [told("isup", 1, PATHOLOGY), told("psa", 5.4, LAB)], BEFORE),
        *([told("ct", "cT3a")], {}),
    ),
    (PROSTATE, "deux_options_haut_risque", [], {**BEFORE, "risk_group": "haut"}, [METASTASES], {}),
    (COLON, "adjuvante_courte", [PT3N1], AFTER, [told("tnm", "ypT3 N1", PATHOLOGY)], {}),
    (COLON, "adjuvante_courte", [PT3N1], AFTER, [], {"metastatic": True}),
    (COLON, "stade_deux_sans_t4", [PT3N0], AFTER, [PT3N1], {}),
    (COLON, "pmmr", [told("mmr", "pMMR/MSS", PATHOLOGY)], {}, [told("mmr", "dMMR/MSI-H", PATHOLOGY)], {}),
    (
        COLON,
        "anemie_ferriprive",
        [lab("hemoglobine", 11.4, 12, 16), lab("ferritine", 11, 15, 200)],
        {},
        [],
        {"hemoglobine": None},
    ),
    (COLON, "uracilemie_intermediaire", [told("uracile", 18, LAB)], {}, [], {"uracile": 9}),
    (COLON, "rectum_bas", [told("distance_ma", 4)], {**BEFORE, "localisation": "rectum"}, [], {"distance_ma": 12}),
    (
        *(COLON, "rectum_avance", [told("tnm", "cT3 N1", IMAGING)], {**BEFORE, "localisation": "rectum"}),
        *([told("tnm", "ycT3 N0", IMAGING)], {}),
    ),
    (THYROID, "seuil_depasse_3", NODULE, {}, [told("bethesda", 2, PATHOLOGY)], {}),
    (THYROID, "seuil_depasse_3", NODULE, {}, [lab("tsh_val", 0.1, 0.4, 4)], {}),
    (THYROID, "bethesda_deux", [told("bethesda", 2, PATHOLOGY)], {}, [lab("ct_val", 40, None, 10)], {}),
    (THYROID, "calcitonine_moderee", [lab("ct_val", 13.8, None, 10)], {}, [], {"ct_val": 340}),
    (
        *(THYROID, "cancer_intermediaire", [told("taille", 22, IMAGING)]),
        {**BEFORE, "cancer_confirmed": True, "adenopathies": "absentes"},
        *([told("adenopathies", "présentes", IMAGING, "adénopathie suspecte", polarity="hypothetical")], {}),
    ),
    (THYROID, "tg_sans_anticorps", [told("tg_val", 0.8, LAB)], AFTER, [told("anti_tg", 3, LAB, **NEGATED)], {}),
    (POLYARTHRITIS, "seronegative_sans_inflammation", [RF, CCP, CRP], DIAGNOSIS, [CRP_HIGH], {}),
    (
        POLYARTHRITIS,
        "surcharge_en_fer",
        [lab("ferritine", 1124, 15, 200), lab("saturation_transferrine", 71, 20, 40)],
        {},
        [],
        {"ferritine": None},
    ),
    (POLYARTHRITIS, "foie_avant_mtx", [ALAT], {}, [MTX], {}),
    (POLYARTHRITIS, "foie_sous_mtx", [ALAT, told("mtx_dose", 15, words="méthotrexate 15")], {}, [], {"alat": None}),
    (
        *(POLYARTHRITIS, "erosion_non_retrouvee"),
        [told("erosions", "présentes"), told("erosions", "absentes", IMAGING, "pas d'érosion", **NEGATED)],
        *({}, [told("erosions", "présentes", IMAGING)], {}),
    ),
    (POLYARTHRITIS, "mtx_a_optimiser", [MTX, told("das28", 4.2)], {"respiratory_symptoms": False}, [ALAT], {}),
    (POLYARTHRITIS, "jak_age", [], {"jak_proposed": True}, [], {"jak_proposed": False}),
    (POLYARTHRITIS, "jak_tabac", [SMOKER], {"biologic_or_jak_proposed": True}, [told("thrombose")], {}),
    (POLYARTHRITIS, "mtx_a_optimiser", [MTX, told("das28", 4.2)], {"respiratory_symptoms": False}, [INJECTED], {}),
    # Nothing swollen and a normal CRP: the score tells pain, and nothing is called active.
    (POLYARTHRITIS, "sans_inflammation_objective", [NONE_SWOLLEN, DAS, CRP], FAILED, [ACTIVE_DOPPLER], {}),
    (POLYARTHRITIS, "sans_inflammation_objective", [NONE_SWOLLEN, DAS, CRP], FAILED, [CRP_HIGH], {}),
    (POLYARTHRITIS, "poursuivre_sans_inflammation", [NONE_SWOLLEN, DAS, CRP, BIOLOGICAL], FAILED, [ACTIVE_DOPPLER], {}),
    (
        *(POLYARTHRITIS, "douleurs_diffuses_sans_inflammation"),
        [NONE_SWOLLEN, DAS, CRP, told("douleurs_diffuses", True, words="Douleurs diffuses")],
        *(FAILED, [told("fibromyalgie", words="fibromyalgie connue")], {}),
    ),
    (POLYARTHRITIS, "mtx_a_optimiser", [MTX, DAS], {"respiratory_symptoms": False}, [NONE_SWOLLEN], {}),
    (POLYARTHRITIS, "mtx_injectable_insuffisant", [INJECTED, DAS, CCP_HIGH], TARGETED, [NONE_SWOLLEN], {}),
    (POLYARTHRITIS, "mtx_injectable_insuffisant", [INJECTED, DAS, CCP_HIGH], TARGETED, [BIOLOGICAL], {}),
    (POLYARTHRITIS, "tuberculose_latente", [TB], TARGETED, [], {"test_tuberculose_positif": None}),
    (POLYARTHRITIS, "tuberculose_indeterminee", [TB_UNSURE], TARGETED, [], {"test_tuberculose_positif": None}),
    (POLYARTHRITIS, "alcool_et_mtx", [told("alcool", words="alcool"), MTX_TAKEN], {}, [], {"mtx_dose": None}),
    # Whether it is the disease at all is asked: nothing is to be begun yet; cures of the past are no bridge.
    (POLYARTHRITIS, "active_jamais_traitee", [NEVER, DAS], CHOICE, [], DIAGNOSIS),
    (POLYARTHRITIS, "cortisone_relais", [NEVER, BRIDGE], CHOICE, [], DIAGNOSIS),
    (POLYARTHRITIS, "maladie_active", [DAS, CRP_HIGH], FAILED, [NONE_SWOLLEN], {}),
    (POLYARTHRITIS, "crp_haute_sans_gonflement", [DAS, CRP_HIGH, NONE_SWOLLEN], FAILED, [ACTIVE_DOPPLER], {}),
    (POLYARTHRITIS, "mtx_a_optimiser", [MTX, DAS], {"respiratory_symptoms": False}, [BIOLOGICAL], {}),
    (POLYARTHRITIS, "echec_cible_choix", [DAS, SOME_SWOLLEN], FAILED, [NONE_SWOLLEN], {}),
    (POLYARTHRITIS, "erosions_presentes", [ERODED, DAS], {}, [STABLE], {}),
    (
        *(POLYARTHRITIS, "radiographies_stables", [STABLE, MTX_TAKEN], FAILED),
        *([told("erosions", "présentes", IMAGING, "Nouvelle érosion du carpe")], {}),
    ),
    (
        *(POLYARTHRITIS, "psoriasis_familial"),
        [told("psoriasis", words="une tante a un psoriasis", bearer="family")],
        *({}, [CCP_HIGH], {}),
    ),
    (COLON, "stade_deux_dmmr", [PT3N0, DMMR], {**AFTER, "dmmr": True}, [], {"mmr": None, "dmmr": False}),
    (COLON, "dmmr_braf_mute", [DMMR, BRAF], {"dmmr": True}, [], {"mmr": None, "dmmr": False}),
    (COLON, "dmmr_oncogenetique", [DMMR], {"dmmr": True}, [BRAF], {}),
    (PROSTATE, "cribriforme_absent", [told("isup", 2, PATHOLOGY), NO_CRIBRIFORM], BEFORE, [CRIBRIFORM], {}),
]


@pytest.mark.parametrize(("name", "sentence", "facts", "answers", "more", "otherwise"), SAID)
def test_a_sentence_is_said_and_its_nearest_neighbour_is_not(
    pathways: dict[str, Pathway],
    name: str,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    more: list[Told],
    otherwise: Answers,
) -> None:
    tell_apart(pathways[name], sentence, facts, answers, more, otherwise)


def test_a_drug_of_the_past_has_no_precautions_of_today(pathways: dict[str, Pathway]) -> None:
    past = told("medicament", "léflunomide", words="léflunomide en 2016 (diarrhée, arrêt)")
    now = told("traitement_en_cours", "léflunomide 20 mg", "ordonnance", "Léflunomide 20 mg : 1 par jour")
    assert "leflunomide_precautions" not in sentences(pathways[POLYARTHRITIS], [past], {})
    assert "leflunomide_precautions" in sentences(pathways[POLYARTHRITIS], [now], {})


def test_cures_of_the_past_are_no_bridge(pathways: dict[str, Pathway]) -> None:
    assert "cortisone_relais" not in sentences(pathways[POLYARTHRITIS], [NEVER, CURES], CHOICE)


def test_joints_that_only_hurt_are_no_argument(pathways: dict[str, Pathway]) -> None:
    for count, told_so in (("14/0", False), ("9/6", True)):
        said = sentences(pathways[POLYARTHRITIS], [CCP_HIGH, told("nad_nag", count)], {})["seropositive"]
        assert (count in said) is told_so


def test_a_missing_piece_is_told_where_it_decides(pathways: dict[str, Pathway]) -> None:
    planned: Answers = {**AFTER, "fluoropyrimidine_planned": True}
    assert "uracilemie_bloquante" in sentences(pathways[COLON], [], planned, {"uracilemie": "missing"})
    assert "uracilemie_bloquante" not in sentences(pathways[COLON], [], planned, {"uracilemie": "met"})
    lacking = {"cytologie": "missing"}
    assert "malignite_non_etablie" in sentences(pathways[THYROID], [], BEFORE, lacking)
    proved = [told("bethesda", 6, PATHOLOGY)]
    assert "malignite_non_etablie" not in sentences(pathways[THYROID], proved, BEFORE, lacking)


def test_sentences_name_their_figures_as_printed(pathways: dict[str, Pathway]) -> None:
    nodule = sentences(pathways[THYROID], NODULE, {})["seuil_depasse_3"]
    assert nodule.startswith("Nodule EU-TIRADS 3 de 27 : il dépasse le seuil de ponction")
    relative = told("polyarthrite_rhumatoide", None, LETTER, "sœur atteinte de polyarthrite", bearer="family")
    assert "« sœur atteinte de polyarthrite »" in sentences(pathways[POLYARTHRITIS], [relative], {})["famille_pr"]
