"""Hip, knee, disc, spine of the young and arthritis: what papers print beside what they seem to say."""

from datetime import date

import pytest

from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from tests.unit.test_interpretations_b import (
    BEFORE,
    DISC,
    HIP,
    KNEE,
    LABORATORY,
    LETTER,
    PRESCRIPTION,
    QUIET,
    SPINE,
    Case,
    read,
    said,
)

ARTHRITIS = "polyarthrite-rhumatoide"
TARGETED = {"biologic_or_jak_proposed": True}
PLANNED = {"surgery_proposed": True, "prosthesis_painful": False}
FUSION = {"fusion_proposed": True, "prior_spine_surgery": False, "surgery_proposed": True}

NO_ANTIGEN = "Ag HBs : négatif\nAc anti-HBc totaux : POSITIF\nAc anti-HBs : 22 UI/L"
HBC_OLD = read("hepatite_b_positive", NO_ANTIGEN, "positif", LABORATORY)
HBC_ALONE = read("hepatite_b_positive", "Ac anti-HBc totaux : POSITIF", "positif", LABORATORY)
HBS = read("hepatite_b_positive", "Ag HBs : positif", "positif", LABORATORY)
HEART = read("insuffisance_cardiaque", "insuffisance cardiaque connue", kind="compte_rendu_hospitalisation")
EJECTION = read("fevg_basse", "FEVG 34 %", 34, "compte_rendu_hospitalisation", unit="%")
NYHA3 = read("stade_nyha", "dyspnée NYHA III", "III", "compte_rendu_hospitalisation")
NYHA2 = read("stade_nyha", "dyspnée NYHA II", "II", "compte_rendu_hospitalisation")
CREATININE = read("creatinine", "Créatinine 91 µmol/L", 91, LABORATORY, unit="µmol/L", high=84)
DFG = read("dfg", "DFG 66 mL/min", 66, LABORATORY, unit="mL/min", high=200)
WEEKLY = read("mtx_dose", "Méthotrexate 15 mg par semaine", 15, PRESCRIPTION, unit="mg/semaine")
LOW_STEROID = read("cortico_dose", "Prednisone 5 mg/j depuis mars", 5, LETTER, unit="mg/j")
HIGH_STEROID = read("cortico_dose", "Prednisone 12 mg le matin", 12, PRESCRIPTION, unit="mg/j")
LONG_STEROID = read("cortico_dose", "Prednisone 12 mg/j depuis mars", 12, LETTER, unit="mg/j")

SUSPECTED = read("osteonecrose", "Aspect évocateur d'ostéonécrose débutante", polarity="hypothetical")
OPEN = read("osteonecrose", "Une ostéonécrose ne peut être exclue sur ce cliché", polarity="hypothetical")
NOT_RULED_OUT = read(
    "diagnostic", "ostéonécrose non éliminée", "ostéonécrose de la tête fémorale", polarity="hypothetical"
)
NECROSIS = read("diagnostic", "ostéonécrose probable", "ostéonécrose de la tête fémorale", polarity="hypothetical")
STEROIDS = read("traitement_en_cours", "Prednisone 6 mg depuis 2023", "prednisone 6 mg", PRESCRIPTION)
SUGAR = read("corticoides", "Glycémie à surveiller sous corticoïde", kind=LABORATORY)
KL3 = read("kl", "Kellgren-Lawrence 3", 3)
LEQUESNE = read("score_fonction", "Lequesne 13", 13, LETTER)
HBA1C = read("hba1c", "HbA1c 6,4 %", 6.4, LABORATORY, unit="%", high=6)
METFORMIN = read("traitement_en_cours", "Metformine 500 mg matin et soir", "metformine 500 mg", PRESCRIPTION)
NO_PROFILE = read("incidence_non_faite", "faux profil non réalisé")
CUT_SHORT = read("essais", "5 séances sur 15", "incomplet", LETTER)
STERILE = read("culture_sterile", "culture stérile à J5", kind=LETTER)
TOLD = read("infection", "Ses risques (infection, raideur) lui ont été exposés", kind=LETTER, polarity="hypothetical")
DOUBTED = read("infection", "infection à éliminer", kind=LETTER, polarity="hypothetical")
SAC = read("compression_sac_dural", "Sac dural laminé")
FREE_SAC = read("compression_sac_dural", "Pas de compression du sac dural", polarity="negated")
OLD_CORD = read("cause_possible", "Pas de cavité syringomyélique", "non retrouvée", polarity="negated", dated=BEFORE)
SHELF = read("chirurgie_hanche", "butée de la hanche droite en 1991", kind=LETTER)
SCREWS = read("materiel_hanche", "Deux vis intactes")
CRP = read("crp", "CRP 3 mg/L", 3, LABORATORY, unit="mg/L", high=5)
GIVEN = read("medicament", "Injection de triamcinolone 40 mg, sans incident", "triamcinolone 40 mg", LETTER)
NOT_GIVEN = read("medicament", "Infiltration de triamcinolone 40 mg faite sans effet", "triamcinolone 40 mg", LETTER)

EASED = read("evolution", "infiltration le 02/09, nette amélioration dès le troisième jour", "favorable", LETTER)
INJECTED = read("infiltrations", "infiltration foraminale L5 le 02/09", kind=LETTER)
FIRM = read("instabilite", "Aucun signe d'instabilité", "absente", polarity="negated")
DYNAMIC = read("instabilite", "absence de mobilité anormale en flexion et extension", "absente", polarity="negated")
SHAKY = read("instabilite", "instabilité L4-L5 en flexion", "présente")

COBB = read("cobb_principal", "angle de Cobb 44°", 44, unit="°")
IN_BRACE = read("cobb_corset", "Radiographie dans le corset : 30°", 30, unit="°", dated=BEFORE)
GETS_WORSE = read("cobb_principal_rappele", "30° l'an dernier et 44° ce jour, soit 14° d'aggravation", 44, LETTER)
FROM_ELSEWHERE = read("cobb_principal_rappele", "38° l'an dernier et 44° ce jour, soit 6° d'aggravation", 44, LETTER)
MATURE = {"risser": 5, "cobb": 43, "cobb_gain": 1, "surgery_proposed": True}

CASES = [
    Case(*(ARTHRITIS, "hepatite_b", "Antigène HBs positif", (HBS,)), differs={"facts": (HBC_OLD,)}),
    Case(
        *(ARTHRITIS, "hepatite_b_ancienne_sans_antigene", "Ag HBs négatif : hépatite B ancienne", (HBC_OLD,)),
        differs={"facts": (HBC_ALONE,)},
    ),
    Case(
        *(ARTHRITIS, "hepatite_b_ancienne", "si l'Ag HBs est négatif", (HBC_ALONE,)),
        differs={"facts": (HBC_OLD,)},
    ),
    Case(
        *(ARTHRITIS, "coeur_severe_et_anti_tnf", "FEVG 34 %, stade NYHA III", (HEART, EJECTION, NYHA3), TARGETED),
        differs={"facts": (HEART, EJECTION, NYHA2)},
    ),
    Case(
        *(ARTHRITIS, "coeur_et_anti_tnf", "si elle est modérée ou sévère", (HEART, NYHA2), TARGETED),
        differs={"facts": (HEART, NYHA3)},
    ),
    Case(
        *(ARTHRITIS, "creatinine_sous_mtx", "DFG à calculer", (CREATININE, WEEKLY)),
        differs={"facts": (CREATININE, WEEKLY, DFG)},
    ),
    Case(
        *(ARTHRITIS, "creatinine_limite_sous_mtx", "DFG 66 mL/min dans les siennes", (CREATININE, WEEKLY, DFG)),
        differs={"facts": (CREATININE, WEEKLY)},
    ),
    Case(
        *(HIP, "osteonecrose_possible", "IRM de hanche récente nécessaire rapidement", (SUSPECTED,)),
        differs={"facts": (OPEN,)},
    ),
    Case(
        *(HIP, "osteonecrose_non_exclue", "facteur de risque : « Prednisone 6 mg depuis 2023 »", (OPEN, STEROIDS)),
        differs={"facts": (SUSPECTED, STEROIDS)},
    ),
    Case(
        *(HIP, "osteonecrose_conduite", "pas d'infiltration de corticoïde", (SUSPECTED,)),
        differs={"facts": (OPEN,)},
    ),
    Case(
        *(HIP, "retentissement_important", "coxarthrose invalidante", (LEQUESNE, NOT_RULED_OUT)),
        {"kl": 3, "prosthesis_painful": False},
        differs={"facts": (LEQUESNE, NECROSIS)},
    ),
    Case(
        *(HIP, "hba1c_haute_sans_diabete_connu", "sans diabète ni traitement du diabète", (HBA1C,), PLANNED),
        differs={"facts": (HBA1C, METFORMIN)},
    ),
    Case(
        *(KNEE, "commun_hba1c_haute", "à équilibrer d'abord", (HBA1C, METFORMIN), PLANNED),
        differs={"facts": (HBA1C,)},
    ),
    Case(
        *(HIP, "radiographies_trop_anciennes", "incomplètes (« faux profil non réalisé »)", (KL3, NO_PROFILE)),
        pieces={"rx_hanche_cr": "outdated"},
        differs={"pieces": {"rx_hanche_cr": "met"}},
    ),
    Case(
        *(KNEE, "conservateur_incomplet_et_handicap", "reste une option recevable", (CUT_SHORT, LEQUESNE, KL3)),
        {"essais": "incomplet", "kl": 3, "lequesne": 13, "surgery_proposed": True},
        differs={"answers": {"essais": "incomplet", "kl": 3, "lequesne": 8, "surgery_proposed": True}},
    ),
    Case(
        *(KNEE, "conservateur_incomplet", "n'est pas justifiée en l'état", (CUT_SHORT, KL3)),
        {"essais": "incomplet", "kl": 3, "lequesne": 8},
        differs={"answers": {"essais": "incomplet", "kl": 3, "lequesne": 13}},
    ),
    Case(
        *(KNEE, "crp_normale_et_liquide_sterile", "pas d'argument pour une infection du genou", (CRP, STERILE)),
        {"prosthesis_painful": False},
        differs={"facts": (CRP, STERILE, DOUBTED)},
    ),
    Case(
        *(KNEE, "crp_normale_et_liquide_sterile", "pas d'argument pour une infection du genou", (CRP, STERILE, TOLD)),
        {"prosthesis_painful": False},
        differs={"facts": (CRP,)},
    ),
    Case(
        *(DISC, "sac_dural_comprime", "« Sac dural laminé ») : avis chirurgical à prendre", (SAC,)),
        {},
        {"irm_lombaire_cr": "met"},
        differs={"facts": (FREE_SAC,)},
    ),
    Case(
        *(SPINE, "irm_ancienne_avant_chirurgie", "IRM médullaire du 04/05/2025 trop ancienne", (OLD_CORD,)),
        {"surgery_proposed": True},
        {"irm_medullaire": "outdated"},
        differs={"pieces": {"irm_medullaire": "missing"}},
    ),
    Case(
        *(HIP, "voie_sur_hanche_deja_operee", "compte ici plus que la voie", (SHELF, SCREWS)),
        {"question_type": "voie_abord", "prosthesis_painful": False},
        differs={"facts": (SCREWS,)},
    ),
    Case(
        *(HIP, "compte_rendu_illisible_de_l_autre_operation", "est illisible, à renvoyer", ()),
        {"prior_hip_surgery": True, "prosthesis_painful": False},
        {"cro_anterieurs": "unreadable"},
        differs={"pieces": {"cro_anterieurs": "missing"}},
    ),
    Case(
        *(KNEE, "commun_infiltration_et_prothese", "pas de geste avant le", (GIVEN,), PLANNED),
        differs={"facts": (NOT_GIVEN,)},
    ),
    Case(
        *(DISC, "evolution_favorable", "l'opération n'est pas justifiée tant que l'amélioration dure", (EASED,)),
        {"neuro_deficit": False, "prior_spine_surgery": False},
        differs={"facts": (INJECTED,)},
    ),
    Case(
        *(DISC, "infiltration_deja_faite", "la répéter a peu d'intérêt", (INJECTED,)),
        differs={"answers": {"evolution": "favorable"}},
    ),
    Case(
        *(DISC, "instabilite_cherchee_non_retrouvee", "absence de mobilité anormale", (FIRM, DYNAMIC), FUSION),
        differs={"facts": (SHAKY,)},
    ),
    Case(
        *(SPINE, "aucun_signe_avant_operation", "pas d'argument dans ces pièces", ()),
        {**QUIET, "surgery_proposed": True},
        differs={"answers": {**QUIET, "surgery_proposed": False}},
        age=15,
    ),
    Case(
        *(SPINE, "aucun_signe_non_idiopathique", "n'est pas indispensable à ce jour", ()),
        {**QUIET, "surgery_proposed": False},
        {"irm_medullaire": "not_applicable"},
        differs={"answers": {**QUIET, "surgery_proposed": True}},
        age=15,
    ),
    Case(
        *(SPINE, "aucun_signe_irm_faite", "pas d'argument dans ces pièces", ()),
        {**QUIET, "surgery_proposed": False},
        {"irm_medullaire": "met"},
        differs={"pieces": {"irm_medullaire": "missing"}},
        age=15,
    ),
    Case(
        *(SPINE, "efr_si_operation_rediscutee", "seulement si une opération est rediscutée", (COBB,), MATURE),
        {"efr": "missing"},
        differs={"answers": {**MATURE, "cobb_gain": 7}},
        age=16,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c.sentence}{n}" for n, c in enumerate(CASES)])
def test_a_sentence_says_what_its_papers_print(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)


@pytest.mark.parametrize(
    ("letter", "told"),
    [(GETS_WORSE, True), (FROM_ELSEWHERE, False), (COBB, False)],
    ids=["from the film in the brace", "from another film", "no letter"],
)
def test_an_aggravation_that_starts_in_the_brace_is_called_so(
    letter: Fact, told: bool, pathways: dict[str, Pathway]
) -> None:
    facts = tuple(dict.fromkeys((COBB, IN_BRACE, letter)))
    case = Case(SPINE, "angle_dans_le_corset", "", facts, age=16)
    text = said(case, pathways[SPINE])["angle_dans_le_corset"]
    assert ("part de ce cliché" in text) is told
    assert "ne se comparent pas" in text


def test_a_dose_is_borne_out_by_words_of_its_own(pathways: dict[str, Pathway]) -> None:
    case = Case(ARTHRITIS, "corticoides_trop", "", (HIGH_STEROID, LOW_STEROID), {"cortico_dose": 12})
    assert "5 mg/j" not in said(case, pathways[ARTHRITIS])["corticoides_trop"]
    longer = case._replace(facts=(HIGH_STEROID, LONG_STEROID))
    assert "depuis mars" in said(longer, pathways[ARTHRITIS])["corticoides_trop"]


def test_a_laboratory_that_thinks_of_steroids_names_no_risk(pathways: dict[str, Pathway]) -> None:
    case = Case(HIP, "osteonecrose_possible", "", (SUSPECTED, SUGAR))
    assert "facteur de risque" not in said(case, pathways[HIP])["osteonecrose_possible"]


def test_a_month_is_told_as_one(pathways: dict[str, Pathway]) -> None:
    fact = NYHA3.model_copy(update={"dated": date(2026, 3, 1), "month": True})
    case = Case(ARTHRITIS, "coeur_severe_et_anti_tnf", "", (HEART, fact), TARGETED)
    assert "stade NYHA III en 03/2026" in said(case, pathways[ARTHRITIS])["coeur_severe_et_anti_tnf"]
