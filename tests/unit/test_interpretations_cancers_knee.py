"""More sentences of the prostate, colon, thyroid and knee pathways, and what their patterns must not read."""

import pytest

from engine.domain.pathway import KeyFact, Pathway
from engine.domain.wording import fold, pattern
from engine.steps.known import Known
from engine.steps.options import preferred, weigh
from tests.unit.sentences import (
    COLON,
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
    tell_apart,
    told,
)
from tests.unit.test_interpretations_cancers_polyarthritis import AFTER, BEFORE, DMMR

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
ISUP1, PSA6 = told("isup", 1, PATHOLOGY), told("psa", 6.1, LAB, "PSA 6,1")
VOLUME = told("volume_prostate", 54, IMAGING, "volume 54 mL")
POTENT, SCORED = told("sexualite", words="Fonction érectile conservée"), told("iief", 22, words="IIEF-5 à 22")
HIGH_UP: Answers = {**BEFORE, "localisation": "rectum"}
T3, AT_16 = told("tnm", "cT3 N0", IMAGING), told("distance_ma", 16, IMAGING)
ABOVE = told("envahissement", None, IMAGING, "au-dessus de la ligne de réflexion péritonéale")
ASPIRIN, CROHN = told("medicament", "acide acétylsalicylique"), told("maladie_crohn", words="maladie de Crohn")
HORMONE, IRON = told("medicament", "lévothyroxine"), told("medicament", "fer")
PROVED = told("diagnostic", "adénocarcinome", PATHOLOGY, "adénocarcinome")
SLOW_KIDNEY = [lab("dfg", 40, 90, None), lab("creatinine", 118, 45, 84)]
TRAMADOL, ANTIDEPRESSANT = told("medicament", "tramadol"), told("medicament", "sertraline")
ANAEMIA, GOUT = lab("hemoglobine", 10.2, 12, 16), told("medicament", "allopurinol")
PENICILLIN = told("allergie", "pénicilline", words="allergie à la pénicilline")

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
    (KNEE, "commun_ulcere", [ULCER], {}, [NSAID], {}),
    (PROSTATE, "densite_basse", [ISUP1, PSA6, VOLUME], BEFORE, [], {"volume_prostate": None}),
    (PROSTATE, "densite_basse", [ISUP1, PSA6, VOLUME], BEFORE, [told("medicament", "x", words="finastéride")], {}),
    (PROSTATE, "densite_ecrite_basse", [ISUP1, told("psad", 0.11, IMAGING)], BEFORE, [], {"isup": 3}),
    (PROSTATE, "fonction_conservee", [POTENT], {**LOW_RISK, "surgery_proposed": True}, [SCORED], {}),
    (PROSTATE, "intestin_et_radiotherapie", [CROHN], {"radiotherapy_proposed": True}, [], {"maladie_crohn": None}),
    (PROSTATE, "commun_antiagregant", [ASPIRIN], BEFORE, [], {"medicament": None}),
    (COLON, "charniere_a_l_irm", [AT_16, ABOVE], HIGH_UP, [LIVER], {}),
    (COLON, "charniere", [AT_16], HIGH_UP, [ABOVE], {}),
    (COLON, "rectum_avance", [T3], HIGH_UP, [AT_16], {}),
    (COLON, "mmr_absent", [PROVED], {}, [DMMR], {}),
    (COLON, "diabete_et_oxaliplatine", [told("diabete")], PLANNED, [told("neuropathie", **NEGATED)], {}),
    (COLON, "auto_immunite_et_immunotherapie", [CROHN], {"dmmr": True}, [], {"dmmr": False}),
    (COLON, "folates_ou_allopurinol_et_fluoropyrimidine", [GOUT], PLANNED, [], {"fluoropyrimidine_planned": False}),
    (THYROID, "absorption_de_l_hormone", [HORMONE, IRON], {}, [], {"medicament": None}),
    (THYROID, "amiodarone_sans_tsh_anormale", [told("medicament", "amiodarone")], {}, [], {"medicament": None}),
    (THYROID, "freination_et_terrain", [told("osteoporose")], {"cancer_confirmed": True}, [], {"osteoporose": None}),
    (KNEE, "commun_rein", SLOW_KIDNEY, {}, [], {"dfg": None}),
    (KNEE, "commun_tramadol_et_antidepresseur", [TRAMADOL, ANTIDEPRESSANT], {}, [], {"medicament": None}),
    (KNEE, "commun_allergie_antibiotique", [PENICILLIN], {"surgery_proposed": True}, [], {"surgery_proposed": False}),
    (KNEE, "commun_anemie", [ANAEMIA], {"surgery_proposed": True}, [], {"hemoglobine": None}),
]
SCORED = told("eutirads", 4, IMAGING)
CALM: Answers = {"atypical_pain": False, "prosthesis_painful": False}
WATCHED: Answers = {**BEFORE, "surgery_proposed": False, "family_history_men2": False}

# What a piece that is missing or old means, and the status under which that is not said.
PIECES: list[tuple[str, str, list[Told], Answers, dict[str, str], dict[str, str]]] = [
    (PROSTATE, "irm_perimee", [], LOW_RISK, {"irm_prostate": "outdated"}, {"irm_prostate": "met"}),
    (
        *(PROSTATE, "images_irm_non_decisives", [], LOW_RISK),
        *({"irm_prostate": "met", "irm_images": "missing"}, {"irm_prostate": "outdated", "irm_images": "missing"}),
    ),
    (PROSTATE, "ordonnances_et_psa", [PSA6], BEFORE, {"ordonnances_en_cours": "missing"}, {}),
    (COLON, "scanner_perime_avant_traitement", [], BEFORE, {"scanner_tap": "outdated"}, {"scanner_tap": "met"}),
    (COLON, "ace_non_decisif", [], BEFORE, {"ace": "missing"}, {"ace": "met"}),
    (THYROID, "tsh_absente", [], BEFORE, {"tsh": "outdated"}, {"tsh": "met"}),
    (
        *(THYROID, "images_non_decisives", [SCORED], BEFORE),
        *({"echo_thyroide": "met", "echo_images": "missing"}, {"echo_thyroide": "outdated", "echo_images": "missing"}),
    ),
    (
        *(THYROID, "calcitonine_sans_operation", [BENIGN], WATCHED),
        *({"calcitonine": "not_applicable"}, {"calcitonine": "met"}),
    ),
    (KNEE, "irm_non_necessaire", [KL4], CALM, {"irm_genou": "not_applicable"}, {"irm_genou": "missing"}),
    (
        *(KNEE, "images_des_radiographies", [KL4], CALM),
        *({"rx_genou_cr": "met", "rx_genou_images": "missing"}, {"rx_genou_cr": "met", "rx_genou_images": "met"}),
    ),
]


@pytest.mark.parametrize(("name", "sentence", "facts", "answers", "status", "other"), PIECES)
def test_what_a_missing_or_old_piece_means(
    pathways: dict[str, Pathway],
    name: str,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    status: dict[str, str],
    other: dict[str, str],
) -> None:
    assert sentence in sentences(pathways[name], facts, answers, status)
    assert sentence not in sentences(pathways[name], facts, answers, other)


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


def test_a_long_quote_gives_way_to_its_sentence(pathways: dict[str, Pathway]) -> None:
    trials = told("essais", "échec", words="sans effet : " + "trente séances de kinésithérapie, " * 8)
    said = sentences(pathways[KNEE], [KL4, trials], {"question_type": frozenset({"operer_ou_non"})})
    assert said["ne_pas_prolonger_apres_echec"].startswith(
        "Indication d'une prothèse du genou (totale si plusieurs compartiments sont atteints) justifiée sur le principe"
    )


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
