"""More sentences of the prostate, colon, thyroid and knee pathways, and what their patterns must not read."""

import pytest

from engine.domain.pathway import KeyFact, Pathway
from engine.domain.wording import fold, pattern
from engine.steps.options import Known, preferred, weigh
from tests.unit.test_interpretations_cancers_polyarthritis import (
    AFTER,
    BEFORE,
    COLON,
    DMMR,
    IMAGING,
    LAB,
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

KNEE = "gonarthrose"
LOW_RISK: Answers = {**BEFORE, "risk_group": "faible", "major_comorbidity": False, "isup": 1}
CONFINED = told("extension_extraprostatique", None, IMAGING, "sans extension extraprostatique", **NEGATED)
CROSSED = told("extension_extraprostatique", None, IMAGING, "extension extraprostatique")
PIRADS = told("pirads", 3, IMAGING)
NO_NODES = told("adenopathies", "absentes", IMAGING, "pas d'adénopathie suspecte", **NEGATED)
SMALL = told("pt", "pT1a N0", PATHOLOGY)
PAPILLARY: Answers = {**BEFORE, "cancer_confirmed": True, "surgery_proposed": True, "adenopathies": "absentes"}
LOW_TSH, NORMAL_TSH = lab("tsh_val", 0.04, 0.4, 4), lab("tsh_val", 1.9, 0.4, 4)
HALF_DONE = told("essais", "incomplet", words="6 séances sur 20, interrompues")
FAILED = told("essais", "échec", words="séances sans effet")
ONE_SIDE = told("compartiments", "isolé", IMAGING, "arthrose interne isolée")
KL3, KL4 = told("kl", 3, IMAGING), told("kl", 4, IMAGING)
ULCER, NSAID = told("ulcere", words="ulcère gastrique en 2021"), told("traitement_en_cours", "ibuprofène 400 mg")
CRACK = told("fracture_sous_chondrale", None, IMAGING, "fracture sous-chondrale probable", polarity="hypothetical")
COMPLETE: Answers = {**BEFORE, "localisation": "rectum", "clinical_complete_response": True}
LIVER = told("metastases_hepatiques", None, IMAGING, "trois métastases hépatiques")
HEART = told("insuffisance_cardiaque", words="insuffisance cardiaque")
ANTIBIOTIC, INFLAMED = told("traitement_en_cours", "amoxicilline 1 g"), lab("crp", 21, None, 5)
LOOSE = told("descellement", None, IMAGING, "descellement non certain", polarity="hypothetical")
PAINFUL: Answers = {"prosthesis_painful": True}
STABLE = told("diagnostic", "nodule thyroïdien", IMAGING, "nodule droit de 23 mm, stable")
SOFT: Answers = {"bethesda": 2, "eutirads": 3, "nodule_size_mm": 46, "surgery_done": False}
FATHER = told("cancer_colon", words="cancer du côlon du père", bearer="family")
WARFARIN = told("medicament", "warfarine")
PLANNED: Answers = {"fluoropyrimidine_planned": True}
BENIGN = told("bethesda", 2, PATHOLOGY)
PRESSING = told("gene", "présente", words="gêne à avaler les solides")
INJECTED = told("infiltrations", words="La dernière infiltration date de septembre")
UNSTABLE: Answers = {"dmmr": True, "localisation": "colon_droit"}

# Pathway, sentence, facts and answers under which it is said; what is added or answered otherwise so that it is not.
SAID: list[tuple[str, str, list[Told], Answers, list[Told], Answers]] = [
    (PROSTATE, "protocole_surveillance", [], LOW_RISK, [], {"isup": 3}),
    (PROSTATE, "protocole_surveillance", [], LOW_RISK, [], {"age": 81, "major_comorbidity": True}),
    (PROSTATE, "irm_rassurante", [PIRADS, CONFINED], LOW_RISK, [CROSSED], {}),
    (PROSTATE, "coeur_hormonotherapie", [HEART], {**LOW_RISK, "age": 81}, [], {"age": 60}),
    (PROSTATE, "hormonotherapie_seule_non", [], {**LOW_RISK, "age": 81}, [], {"metastatic": True}),
    (COLON, "g8_evaluation", [told("g8", 13)], {}, [], {"g8": None}),
    (COLON, "age_etat_general", [told("g8", 16), told("oms", 1)], {}, [], {"g8": None}),
    (COLON, "reponse_complete_protocole", [], COMPLETE, [], {"clinical_complete_response": False}),
    (COLON, "metastases_resection_resultat", [LIVER], {"metastatic": True}, [told("carcinose")], {}),
    (COLON, "neuropathie", [told("neuropathie")], {"node_positive": True}, [], {"node_positive": False}),
    (THYROID, "apres_lobectomie", [], {**PAPILLARY, "nodule_size_mm": 19}, [], {"nodule_size_mm": 45}),
    (THYROID, "totalisation_risques", [SMALL], {**AFTER, "surgery_proposed": True}, [told("pt", "pT3 N1")], {}),
    (THYROID, "suivi_apres_lobectomie", [SMALL, NO_NODES], AFTER, [told("ata_risque", "élevé")], {}),
    (THYROID, "tsh_effondree", [LOW_TSH], BEFORE, [told("bethesda", 6, PATHOLOGY)], {}),
    (THYROID, "coeur_et_tsh_basse", [LOW_TSH, told("fibrillation_atriale")], {}, [], {"tsh_val": None}),
    (THYROID, "calcitonine_indosable", [told("ct_val", "< 2,0", LAB)], {}, [lab("ct_val", 40, None, 10)], {}),
    (KNEE, "conservateur_incomplet", [KL3, HALF_DONE], {}, [CRACK], {}),
    (KNEE, "conservateur_incomplet", [KL3, HALF_DONE], {}, [KL4], {"kl": None}),
    (KNEE, "ne_pas_prolonger_apres_echec", [KL4, FAILED], {}, [told("stent")], {}),
    (KNEE, "puc_ou_ptg_duree", [KL4, ONE_SIDE], {"osteotomy_or_uka_proposed": True}, [], {"compartiments": None}),
    (KNEE, "antibiotique_avant_ponction", [ANTIBIOTIC, INFLAMED], PAINFUL, [], {"crp": None}),
    (KNEE, "descellement_incertain", [LOOSE], PAINFUL, [], {"prosthesis_painful": False}),
    (THYROID, "bethesda_trois_conduite", [told("bethesda", 3, PATHOLOGY)], {}, [told("bethesda", 5, PATHOLOGY)], {}),
    (THYROID, "nodule_stable", [STABLE], {**BEFORE, "cancer_confirmed": False}, [], {"cancer_confirmed": True}),
    (COLON, "dmmr_avant_chirurgie", [DMMR], {**BEFORE, **UNSTABLE}, [], {"localisation": "rectum"}),
    (COLON, "famille_cancer", [FATHER], {}, [DMMR], {}),
    (COLON, "avk_et_fluoropyrimidine", [WARFARIN], PLANNED, [], {"fluoropyrimidine_planned": False}),
    (COLON, "rein_et_chimiotherapie", [lab("dfg", 41, 60, None)], PLANNED, [told("uracile", 12, LAB)], {}),
    (COLON, "denutrition", [lab("albumine", 29, 35, 50)], {}, [], {"albumine": None}),
    (THYROID, "benin_genant", [BENIGN, PRESSING], BEFORE, [told("bethesda", 4, PATHOLOGY)], {}),
    (THYROID, "bethesda_deux", [BENIGN], {}, [PRESSING], {}),
    (KNEE, "derniere_infiltration", [KL4, FAILED, INJECTED], {}, [], {"essais": None}),
    (KNEE, "ulcere_sans_ains", [ULCER], {}, [NSAID], {}),
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
    question: Answers = {"question_type": frozenset({"operer_ou_non"})}
    assert sentence in sentences(pathways[name], facts, {**question, **answers})
    left = [f for f in facts if otherwise.get(f[1].key, "") is not None]
    assert sentence not in sentences(pathways[name], [*left, *more], {**question, **answers, **otherwise})


def test_a_long_quote_gives_way_to_its_sentence(pathways: dict[str, Pathway]) -> None:
    trials = told("essais", "échec", words="sans effet : " + "trente séances de kinésithérapie, " * 8)
    said = sentences(pathways[KNEE], [KL4, trials], {"question_type": frozenset({"operer_ou_non"})})
    assert said["ne_pas_prolonger_apres_echec"].startswith("Traitement conservateur conduit et en échec selon")


@pytest.mark.parametrize(
    ("name", "key", "text", "values"),
    [
        (THYROID, "adenopathies", "Aires ganglionnaires : pas d'adénopathie suspecte", {"adenopathie suspecte"}),
        (THYROID, "adenopathies", "Ganglions d'allure réactionnelle", {"absentes"}),
        (THYROID, "taille", "À la palpation, nodule gauche ferme et mobile d'environ 2 cm", set()),
        (THYROID, "cote", "Lobe gauche : normal, sans nodule", set()),
        (THYROID, "tsh_val", "Anticorps anti-récepteurs de la TSH < 0,8 UI/L", set()),
        (KNEE, "essais", "Six séances réalisées sur vingt prescrites", {"incomplet"}),
        (KNEE, "essais", "Kinésithérapie et infiltration sans effet durable", {"échec"}),
        (KNEE, "essais", "30 séances de kinésithérapie réalisées", set()),
        (KNEE, "eva", "Douleur mécanique à 7/10 (EVA)", {"7"}),
    ],
)
def test_what_a_pattern_reads(pathways: dict[str, Pathway], name: str, key: str, text: str, values: set[str]) -> None:
    assert read(next(k for k in pathways[name].key_facts if k.id == key), text) == values


def read(key_fact: KeyFact, text: str) -> set[str]:
    """What the patterns of a key fact find: their value, else the words that they name, else all that they match."""
    found = ((p, pattern(p.regex).search(fold(text))) for p in key_fact.patterns)
    return {str(p.value or m.groupdict().get("value") or m[0]).strip() for p, m in found if m}


@pytest.mark.parametrize(
    ("name", "values", "first"),
    [
        (PROSTATE, {**LOW_RISK, "age": 81, "major_comorbidity": True}, "abstention_surveillance"),
        (PROSTATE, {**LOW_RISK, "age": 66}, "surveillance_active"),
        (KNEE, {"kl": 3, "essais": "incomplet", "prosthesis_painful": False}, "traitement_conservateur"),
        (KNEE, {"kl": 4, "essais": "echec"}, "ptg"),
        (THYROID, {**SOFT, "gene": "presente"}, "lobectomie"),
        (THYROID, {**SOFT, "gene": "absente"}, "surveillance_nodule"),
    ],
)
def test_what_comes_first(pathways: dict[str, Pathway], name: str, values: Answers, first: str) -> None:
    asked = {**values, "question_type": frozenset({"operer_ou_non", "decision_chirurgicale"})}
    best = preferred(weigh(pathways[name], Known(values=asked, facts={})))
    assert best is not None
    assert best.option.id == first
