"""Knee, hip, disc and spine of the young: sentences that answer a proposal early, late or beside the images."""

import pytest

from engine.domain.pathway import Pathway
from tests.unit.test_interpretations_b import DISC, HIP, KL2, KL4, KNEE, LETTER, Case, read, said

SPINE = "scoliose-adolescent"
WORN = {"surgery_proposed": True, "prosthesis_painful": False}
FUSION = {"surgery_proposed": True, "fusion_proposed": True, "neuro_deficit": False, "prior_spine_surgery": False}
PAINFUL = {"prosthesis_painful": True}
UNSTABLE = read("instabilite", "les deux étages sont instables", "présente", LETTER)
STABLE = read("instabilite", "Pas d'instabilité en flexion", "absente", polarity="negated")
SLIP = read("spondylolisthesis", "Spondylolisthésis L4-L5 de 4 mm")
NARROW = read("stenose", "canal étroit serré L4-L5", "serrée")
HERNIA = read("niveau", "hernie L5-S1 gauche", "L5-S1")
HIGH_HERNIA = read("niveau", "hernie foraminale L3-L4 gauche", "L3-L4")
QUIET_DISC = read("etage_sans_conflit", "Discopathie L4-L5 sans conflit", "sans conflit")
KNEE_JERK = read("reflexe_rotulien", "réflexe rotulien gauche diminué", "diminué", LETTER)
OTHER_JERK = read("reflexe_rotulien", "réflexe rotulien droit diminué", "diminué", LETTER)
BETTER = read("evolution", "EVA jambe 8 au début, 3", "favorable", LETTER)
COLLAPSED, EARLY = read("ficat", "ARCO 3B", "III"), read("ficat", "ARCO I", "I")
METAL = read("couple_metal", "couple métal-métal", kind=LETTER)
FREE_CUP = read("lisere", "pas de liseré", polarity="negated")
LOOSE_CUP = read("descellement", "descellement de la cupule")
SUGAR = read("hba1c", "HbA1c 6,8 %", 6.8, LETTER)
DIABETES = read("diabete", "diabète de type 2", "type 2", LETTER)
RISSER4, RISSER2 = read("risser", "Risser 4", 4), read("risser", "Risser 2", 2)
COBB = read("cobb_principal", "courbure thoracique de 36°", 36)
ELSEWHERE = read("vertebres_de_mesure", "je mesure 46° entre T4 et L2", "T4 et L2", LETTER)
LIMITS = read("topographie", "Courbure T6-T12, sommet T9 : 37°", "T6-T12")
COUNTER = read("topographie", "Courbure compensatrice L1-L4 : 20°", "L1-L4")
STEADY = read("diagnostic", "scoliose thoracique de 36°, stable", "scoliose idiopathique")
WOUND = read("plaie_de_peau", "ulcère de jambe gauche", kind=LETTER)
LEAVE = read(
    "contre_indication", "Pas de contre-indication cardiologique à l'opération", kind=LETTER, polarity="negated"
)
MENISCUS = read("lesion_meniscale", "lésion méniscale interne")
FLUID = read("epanchement", "épanchement modéré", kind=LETTER)
ABDOMINAL = read("reflexes_cutanes_abdominaux", "réflexes abdominaux absents", "absents", LETTER)
PRESENT = read("reflexes_cutanes_abdominaux", "réflexes abdominaux présents", "présents", LETTER)
WEAK = read("force", "releveurs 4/5", 4, LETTER)
STRONG = read("force", "releveurs 5/5", 5, LETTER)
MET = {"irm_lombaire_cr": "met"}
SORE = read("douleur_trochanterienne", "douleur du grand trochanter", kind=LETTER)
TENDON = read("tendinopathie", "tendinopathie fissuraire du moyen fessier")

CASES = [
    Case(
        *(HIP, "tendinopathie_fessiere_montree", "atteints à l'imagerie", (SORE, TENDON), WORN),
        differs={"facts": (SORE,)},
    ),
    Case(
        *(HIP, "douleur_trochanterienne", "IRM des fessiers à demander", (SORE,), WORN),
        differs={"facts": (SORE, TENDON)},
    ),
    Case(
        *(DISC, "instabilite_dite_non_retrouvee", "non retrouvée à l'imagerie", (UNSTABLE, STABLE), FUSION),
        differs={"facts": (UNSTABLE,)},
    ),
    Case(
        *(DISC, "instabilite_cherchee_non_retrouvee", "argument contre une arthrodèse", (STABLE,), FUSION),
        differs={"facts": (STABLE, UNSTABLE)},
    ),
    Case(
        *(DISC, "autre_etage_sans_conflit", "n'explique pas la sciatique", (QUIET_DISC, HERNIA), FUSION),
        differs={"facts": (HERNIA,)},
    ),
    Case(
        *(
            DISC,
            "cruralgie_concordante_gauche",
            "clinique et imagerie concordantes",
            (HIGH_HERNIA, KNEE_JERK),
            FUSION,
            MET,
        ),
        differs={"facts": (HIGH_HERNIA, OTHER_JERK)},
    ),
    Case(
        *(DISC, "glissement_et_canal_etroit", "décompression seule est à discuter d'abord", (SLIP, NARROW), FUSION),
        differs={"facts": (SLIP,)},
    ),
    Case(
        *(DISC, "evolution_favorable", "discuter une discectomie seule, sans fixation", (BETTER,), FUSION),
        differs={"facts": ()},
    ),
    Case(
        *(HIP, "osteonecrose_effondree", "le forage n'est plus indiqué", (COLLAPSED,), WORN),
        differs={"facts": (EARLY,)},
    ),
    Case(
        *(HIP, "couple_metal_metal", "réaction aux débris métalliques", (METAL,), PAINFUL),
        differs={"answers": WORN},
    ),
    Case(
        *(HIP, "descellement_non_visible", "« pas de liseré »", (FREE_CUP,), PAINFUL),
        differs={"facts": (FREE_CUP, LOOSE_CUP)},
    ),
    Case(
        *(HIP, "commun_diabete", "pas de report nécessaire s'il est équilibré", (DIABETES, SUGAR), WORN),
        differs={"facts": (SUGAR,)},  # measured before an operation, of nobody with diabetes
    ),
    Case(
        *(SPINE, "corset_inutile_fin_de_croissance", "n'apporte plus rien", (RISSER4, COBB)),
        differs={"facts": (RISSER2, COBB)},
        age=15,
    ),
    Case(
        *(SPINE, "corset_indique_d_emblee", "Corset indiqué maintenant", (RISSER2, COBB)),
        differs={"facts": (RISSER4, COBB)},
        age=13,
    ),
    Case(
        *(SPINE, "angle_mesure_entre_d_autres_vertebres", "entre T4 et L2", (ELSEWHERE, LIMITS)),
        differs={"facts": (ELSEWHERE, COUNTER)},
        age=15,
    ),
    Case(
        *(SPINE, "stable_d_apres_l_imagerie", "aggravation non démontrée", (STEADY,)),
        differs={"facts": (COBB,)},
        age=15,
    ),
    Case(
        *(KNEE, "menisque_pas_arthroscopie", "Kellgren-Lawrence 2", (MENISCUS, KL2)),
        differs={"facts": (KL2,)},
    ),
    Case(
        *(KNEE, "epanchement_infiltration", "peut être proposée", (FLUID, KL2), {**WORN, "surgery_proposed": False}),
        differs={"answers": WORN},
    ),
    Case(
        *(KNEE, "commun_peau", "à cicatriser ou à traiter", (WOUND, KL4), WORN),
        differs={"facts": (KL4,)},
    ),
    Case(
        *(KNEE, "commun_accord_du_coeur", "le cœur ne contre-indique pas", (LEAVE, KL4), WORN),
        differs={"facts": (KL4,)},
    ),
    Case(
        *(SPINE, "reflexes_abdominaux_anormaux", "IRM médullaire indiquée", (ABDOMINAL,)),
        differs={"facts": (PRESENT,)},
        age=14,
    ),
    Case(
        *(SPINE, "chirurgie_non_indiquee", "n'est pas indiquée à 36", (COBB,), {"brace": True}),
        differs={"answers": {"brace": False}},
        age=14,
    ),
    Case(
        *(DISC, "deficit_moteur_modere", "un contrôle à un mois est trop tardif", (WEAK,)),
        differs={"facts": (STRONG,)},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[c.sentence for c in CASES])
def test_a_proposal_is_answered_and_its_neighbour_is_not(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)
