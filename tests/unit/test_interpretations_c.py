"""What hip, disc, scoliosis and arthritis say in the situations in which a specialist would decide otherwise."""

from collections.abc import Mapping

import pytest

from engine.domain.completeness import Status
from engine.domain.conditions import Value
from engine.domain.pathway import Pathway
from tests.unit.test_interpretations_b import (
    BEFORE,
    COBB54,
    DISC,
    HIP,
    LABORATORY,
    LETTER,
    MODIC,
    PRESCRIPTION,
    RISSER1,
    SLIP,
    SPINE,
    TONNIS1,
    TONNIS3,
    Case,
    read,
    said,
)

ARTHRITIS = "polyarthrite-rhumatoide"
WORN: Mapping[str, Value] = {"surgery_proposed": True, "prosthesis_painful": False}
LEQUESNE = read("score_fonction", "Indice de Lequesne à 15", 15, LETTER)
LEQUESNE6 = read("score_fonction", "Indice de Lequesne 6", 6, LETTER)
HARRIS = read("score_fonction", "Harris 46/100", 46, LETTER)
IMPINGEMENT = read("diagnostic", "conflit fémoro-acétabulaire de type came", "conflit fémoro-acétabulaire")
NO_NECROSIS = read("osteonecrose", "Pas d'ostéonécrose", polarity="negated")
FAILED = read("infiltrations", "infiltration en mars, efficace cinq semaines", kind=LETTER)
HEART = read("insuffisance_cardiaque", "insuffisance cardiaque suivie", kind=LETTER)
NSAID = read("traitement_en_cours", "Ibuprofène 400 mg", "ibuprofène 400 mg", PRESCRIPTION)

TRAMADOL = read("traitement_en_cours", "Tramadol LP 100 mg matin et soir", "tramadol LP 100 mg", PRESCRIPTION)
SERTRALINE = read("traitement_en_cours", "Sertraline 100 mg le matin", "sertraline 100 mg", PRESCRIPTION)
STOPPED = read("medicament", "Sertraline arrêtée en 2024", "sertraline", LETTER)
WALK = read("perimetre_marche", "périmètre de marche 200 mètres", 200, LETTER, unit="mètres")
REPORT = read("infiltrations", "Infiltration de la hanche droite sous contrôle radioscopique")
SCREENED: Mapping[str, Status] = {"rx_hanche_images": "missing", "rx_hanche_cr": "met"}
PENICILLIN = read("allergie", "allergie à la pénicilline", "pénicilline", LETTER)

RIGHT = read("niveau", "L5-S1 : hernie discale paramédiane droite", "L5-S1", side="droite")
SHRUNK = read("niveau", "L5-S1 : régression de la hernie droite, 4 mm contre 12", "L5-S1", side="droite")
UNCHANGED = read("niveau", "L5-S1 : hernie droite, pas de régression", "L5-S1", side="droite")
LEFT_SIGN = read("lasegue", "Lasègue gauche à 50°, droit négatif", 50, LETTER, side="gauche")
RIGHT_SIGN = read("lasegue", "Lasègue droit à 50°", 50, LETTER, side="droite")
WEEKS10, WEEKS30 = (read("duree", f"depuis {n} semaines", n, LETTER, unit="semaines") for n in (10, 30))
NO_INJECTION = read("infiltrations", "Aucune infiltration", kind=LETTER, polarity="negated")
RELAPSE = read("diagnostic", "récidive herniaire possible", "récidive herniaire", polarity="hypothetical")

COBB33, COBB23 = (read("cobb_principal", f"angle de Cobb {n}°", n, unit="°") for n in (33, 23))
IN_BRACE = read("cobb_corset", "19° dans le corset", 19, unit="°")
COBB_BEFORE = read("cobb_serie", "21°", "21", unit="°", dated=BEFORE)
CALM = dict.fromkeys(("neuro_signs", "pain_major", "left_thoracic", "surgery_proposed"), False)
RISSER3, RISSER5 = read("risser", "Risser 3", 3), read("risser", "Risser 5", 5)

CCP = read("ccp", "Anti-CCP 340", 340, LABORATORY, unit="U/mL", high=7)
MTX20 = read("mtx_dose", "méthotrexate 20 mg en injection", 20, PRESCRIPTION, unit="mg")
MTX10 = read("mtx_dose", "méthotrexate 10 mg", 10, PRESCRIPTION, unit="mg")
ACTIVE, QUIET = read("das28", "DAS28-CRP 5,1", 5.1, LETTER), read("das28", "DAS28-CRP 1,9", 1.9, LETTER)
HBC = read("hepatite_b_positive", "Ac anti-HBc totaux positif négatif", kind=LABORATORY, polarity="negated")
HBC_NONE = read("hepatite_b_positive", "Ac anti-HBc totaux négatif positif", kind=LABORATORY, polarity="negated")
HBS = read("hepatite_b_positive", "Ag HBs positif", kind=LABORATORY)
PLANNED: Mapping[str, Value] = {"biologic_or_jak_proposed": True, "respiratory_symptoms": False}
CHEST = read("diagnostic", "thorax sans foyer", "foyer", polarity="negated")
ETANERCEPT = read("traitement_en_cours", "Étanercept 50 mg", "étanercept 50 mg", PRESCRIPTION)
CHOICE: Mapping[str, Value] = {"question_type": frozenset({"choix_traitement"}), "respiratory_symptoms": False}
CHILD: Mapping[str, Value] = {**CHOICE, "question_type": frozenset({"grossesse", "choix_traitement"})}

CASES = [
    Case(
        HIP,
        "retentissement_important",
        "Lequesne à 15",
        (TONNIS3, LEQUESNE),
        WORN,
        differs={"facts": (TONNIS3, HARRIS)},
    ),
    Case(HIP, "retentissement_modere", "sous le seuil habituel", (LEQUESNE6,), WORN, differs={"facts": (LEQUESNE,)}),
    Case(
        *(HIP, "conflit_peu_arthrosique", "ce n'est pas une arthrose évoluée", (IMPINGEMENT, TONNIS1)),
        differs={"facts": (IMPINGEMENT, TONNIS3)},
    ),
    Case(
        *(HIP, "autre_cause_non_retrouvee", "un autre diagnostic que l'arthrose", (NO_NECROSIS,), WORN),
        differs={"facts": (NO_NECROSIS, IMPINGEMENT)},
    ),
    Case(
        *(HIP, "ne_pas_prolonger_apres_echec", "le prolonger n'est pas utile", (TONNIS3, FAILED), WORN),
        differs={"facts": (TONNIS1, FAILED)},
    ),
    Case(HIP, "commun_ains_coeur_ou_rein", "ibuprofène 400 mg", (NSAID, HEART), differs={"facts": (NSAID,)}),
    Case(
        *(HIP, "radiographies_trop_anciennes", "clichés récents à refaire"),
        pieces={"rx_hanche_cr": "outdated"},
        differs={"pieces": {"rx_hanche_cr": "met"}},
    ),
    Case(
        *(DISC, "cote_discordant_droite", "ne doit pas avoir lieu", (RIGHT, LEFT_SIGN)),
        differs={"facts": (RIGHT, RIGHT_SIGN)},
    ),
    Case(
        *(DISC, "hernie_concordante_droite", "concordantes sur le côté", (RIGHT, RIGHT_SIGN)),
        pieces={"irm_lombaire_cr": "met"},
        differs={"facts": (RIGHT, LEFT_SIGN)},
    ),
    Case(
        *(DISC, "hernie_concordante_droite", "concordantes sur le côté", (RIGHT, RIGHT_SIGN)),
        pieces={"irm_lombaire_cr": "met"},
        differs={"facts": (SHRUNK, RIGHT_SIGN)},
    ),
    Case(
        *(DISC, "hernie_en_regression", "l'image d'avant ne suffit plus", (SHRUNK,), {"prior_spine_surgery": False}),
        pieces={"irm_lombaire_cr": "met"},
        differs={"facts": (UNCHANGED,)},
    ),
    Case(
        *(DISC, "duree_dans_les_six_mois", "est une indication recevable", (WEEKS10,)),
        {"surgery_proposed": True, "prior_spine_surgery": False},
        differs={"facts": (WEEKS30,)},
    ),
    Case(
        *(DISC, "reprise_precoce", "rachis déjà opéré", (WEEKS10,)),
        {"prior_spine_surgery": True, "neuro_deficit": False},
        differs={"answers": {"prior_spine_surgery": False, "neuro_deficit": False}},
    ),
    Case(
        *(DISC, "recidive_non_etablie", "non établie à l'imagerie", (RELAPSE,), {"prior_spine_surgery": True}),
        differs={"facts": (RELAPSE.model_copy(update={"polarity": "affirmed"}),)},
    ),
    Case(
        *(DISC, "infiltration_non_retrouvee", "Aucune infiltration épidurale retrouvée", (RIGHT,)),
        {"surgery_proposed": True, "neuro_deficit": False, "prior_spine_surgery": False},
        differs={"facts": (RIGHT, NO_INJECTION)},
    ),
    Case(
        *(DISC, "modic_ne_suffit_pas", "ne suffit pas à indiquer une arthrodèse", (MODIC, SLIP)),
        {"fusion_proposed": True},
        differs={"answers": {}},
    ),
    Case(
        *(
            SPINE,
            "angle_dans_le_corset",
            "Les 19° du 12/01/2026 ont été mesurés dans le corset",
            (IN_BRACE, COBB33),
        ),
        differs={"facts": (COBB33,)},
    ),
    Case(
        *(SPINE, "corset_deja_porte", "trop tôt pour l'arrêter", (COBB33, RISSER3), {"brace": True}),
        differs={"facts": (COBB33, RISSER5)},
    ),
    Case(
        *(SPINE, "evolution_possible", "elle peut s'aggraver vite", (COBB23, COBB_BEFORE, RISSER1)),
        differs={"facts": (COBB23, COBB_BEFORE, RISSER5)},
    ),
    Case(
        *(SPINE, "evolution_sous_corset_severe", "échec du corset", (COBB54, COBB_BEFORE), {"brace": True}),
        differs={"facts": (COBB33, COBB_BEFORE)},
    ),
    Case(
        *(ARTHRITIS, "mauvais_pronostic_cible", "PR séropositive (anti-CCP 340", (CCP, MTX20, ACTIVE), CHOICE),
        differs={"facts": (CCP, MTX10, ACTIVE)},
    ),
    Case(
        *(ARTHRITIS, "mtx_sous_dose", "prématurée à ce stade", (MTX10, ACTIVE), CHOICE),
        differs={"facts": (MTX20, ACTIVE)},
    ),
    Case(
        *(ARTHRITIS, "pas_d_arret_complet", "en gardant le méthotrexate", (QUIET, ETANERCEPT), CHOICE),
        differs={"facts": (ACTIVE, ETANERCEPT)},
    ),
    Case(ARTHRITIS, "grossesse_mtx", "non au test positif", (MTX20,), CHILD, differs={"answers": CHOICE}),
    Case(
        *(ARTHRITIS, "tabac_et_pr", "(sevrage) conseillé", (read("tabac", "12 cigarettes par jour", kind=LETTER),)),
        answers={"biologic_or_jak_proposed": False},
        differs={"facts": (read("tabac", "Tabac arrêté en 2015", kind=LETTER),)},
    ),
    Case(
        *(ARTHRITIS, "vaccin_vivant", "contre-indiqué sous biothérapie"),
        facts=(read("voyage", "vaccin contre la fièvre jaune prévu en janvier", kind=LETTER),),
        differs={"facts": (read("voyage", "vaccin contre la grippe fait", kind=LETTER),)},
    ),
    Case(
        *(ARTHRITIS, "erosion_et_lettre_sans_erosion", "le compte rendu contredit la lettre"),
        facts=(
            read("erosions", "Érosion marginale de la tête du 5e métatarsien", "présentes"),
            read("erosions", "Radiographies sans érosion", "absentes", LETTER, polarity="negated"),
        ),
        differs={"facts": (read("erosions", "Érosion marginale de la tête du 5e métatarsien", "présentes"),)},
    ),
    Case(
        *(ARTHRITIS, "depistage_trop_ancien", "incomplet ou trop ancien", (), {"biologic_or_jak_proposed": True}),
        pieces={"bilan_pre_biotherapie": "outdated"},
        differs={"pieces": {"bilan_pre_biotherapie": "missing"}},
    ),
    Case(
        *(HIP, "age_jeune_et_prothese", "n'est pas à lui seul une contre-indication", (TONNIS3, WALK), WORN),
        differs={"facts": (TONNIS1, WALK)},
    ),
    Case(
        *(HIP, "commun_tramadol_et_antidepresseur", "(sertraline 100 mg) associés", (TRAMADOL, SERTRALINE)),
        differs={"facts": (TRAMADOL, STOPPED)},
    ),
    Case(
        *(HIP, "images_de_radiographie_manquantes", "ne remet pas en cause l'indication", (TONNIS3,), WORN, SCREENED),
        differs={"facts": (TONNIS1,)},
    ),
    Case(
        *(HIP, "infiltration_et_date_operatoire", "la date est à reporter", (REPORT,), WORN),
        differs={"answers": {**WORN, "surgery_proposed": False}},
    ),
    Case(
        *(HIP, "commun_allergie_antibiotique", "« allergie à la pénicilline »", (PENICILLIN,), WORN),
        differs={"facts": (PENICILLIN.model_copy(update={"polarity": "negated"}),)},
    ),
    Case(
        *(DISC, "radiographies_dynamiques_manquantes", "pour retirer la hernie seule", (), {"fusion_proposed": True}),
        pieces={"rx_rachis": "missing"},
        differs={"pieces": {"rx_rachis": "met"}},
    ),
    Case(
        *(DISC, "images_irm_manquantes", "permet un avis de principe", (RIGHT,), {"surgery_proposed": True}),
        pieces={"irm_images": "missing", "irm_lombaire_cr": "met"},
        differs={"pieces": {"irm_images": "missing", "irm_lombaire_cr": "outdated"}},
    ),
    Case(
        *(SPINE, "irm_non_necessaire", "aucune opérée", (COBB23,), CALM),
        pieces={"irm_medullaire": "not_applicable"},
        age=13,
        differs={"facts": (COBB33, COBB_BEFORE)},
    ),
    Case(
        *(SPINE, "efr_non_necessaires", "à 23°, sans opération prévue", (COBB23,), CALM),
        pieces={"efr": "not_applicable"},
        differs={"facts": (COBB54,)},
    ),
    Case(
        *(ARTHRITIS, "hepatite_b_ancienne", "doser l'ADN viral", (HBC,)),
        differs={"facts": (HBC, HBS)},
    ),
    Case(ARTHRITIS, "hepatite_b_ancienne", "Anti-HBc positifs", (HBC,), differs={"facts": (HBC_NONE,)}),
    Case(
        *(ARTHRITIS, "thorax_avant_cible", "Radiographie du thorax non retrouvée", (), PLANNED),
        pieces={"bilan_pre_biotherapie": "outdated", "imagerie_thorax": "not_applicable"},
        differs={"facts": (CHEST,)},
    ),
    Case(
        *(ARTHRITIS, "mtx_poursuivi_avec_cible", "une seule prise par semaine", (MTX20,), PLANNED),
        differs={"facts": (MTX20, read("pneumopathie_interstitielle", "pneumopathie interstitielle"))},
    ),
    Case(
        *(ARTHRITIS, "commun_ains_coeur_ou_rein", "ibuprofène 400 mg", (NSAID, HEART)),
        differs={"facts": (NSAID,)},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[c.sentence for c in CASES])
def test_a_situation_has_its_sentence_and_its_neighbour_has_not(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)
