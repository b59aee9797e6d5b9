"""Knee, hip and disc: sentences of the options that a specialist weighs, and the nearest dossier without them."""

import pytest

from engine.domain.pathway import Pathway
from tests.unit.test_interpretations_b import (
    DISC,
    HIP,
    KL2,
    KL4,
    KNEE,
    LETTER,
    TONNIS1,
    TONNIS3,
    WEAK,
    Case,
    read,
    said,
)
from tests.unit.test_interpretations_c import LEQUESNE, LEQUESNE6, RIGHT, WORN

ONE_SIDE = read("compartiments", "arthrose fémoro-tibiale interne isolée", "isolé")
ALL_SIDES = read("compartiments", "atteinte tricompartimentale", "multiple")
KL3, BOWED, STRAIGHT = read("kl", "KL 3", 3), read("hka", "HKA 172°", 172), read("hka", "HKA 179°", 179)
TORN = read("croise", "Rupture ancienne du LCA", "rompu", LETTER)
LOOSE = read("laxite", "laxité antérieure", "présent", LETTER)
WALKS = read("marche_conservee", "périmètre de marche non limité", kind=LETTER, polarity="negated")
LINE = read("lisere", "Fin liseré tibial, non évolutif")
LOOSENED = read("descellement", "descellement tibial")
STIFF_HIP = read("hanche_douloureuse", "rotations de hanche douloureuses", kind=LETTER)
LYING = read("cliche_sans_charge", "clichés réalisés en décubitus")
SAME_KNEE = read("kl_autre", "fémoro-patellaire KL 2", 2)
RIGHT_KNEE, RIGHT_HIP = read("cote", "genou droit", "droit"), read("cote", "hanche droite", "droite")
OTHER_KNEE, OTHER_HIP = read("kl_autre", "Genou gauche : KL 3", 3), read("tonnis_autre", "Hanche gauche Tönnis 2", 2)
HALF = read("essais", "Quatre séances seulement", "incomplet", LETTER)
INJECTED = read("essais", "deux infiltrations sans effet", "échec", LETTER)
NEITHER = read("essais", "Ni kiné ni infiltration", "incomplet", LETTER)
ULCER = read("ulcere", "ulcère gastrique", kind=LETTER)
VCE22, VCE30 = read("vce", "VCE 22°", 22), read("vce", "VCE 30°", 30)
FREE_HIP = read("hanche_libre", "hanche gauche libre et indolore", kind=LETTER)
TWICE, ONCE = (read("luxation", q, kind=LETTER) for q in ("trois luxations en un an", "risque de luxation expliqué"))
EASED = read("infiltrations", "infiltration en avril, soulagement de deux mois", kind=LETTER)
NOT_EASED = read("infiltrations", "infiltration en avril, sans soulagement", kind=LETTER)
HEAVY = read("imc", "IMC 36", 36, LETTER)
BETTER = read("evolution", "s'améliore nettement depuis août", "favorable", LETTER)
LONG, THREE_MONTHS = (read("duree", f"depuis {n} semaines", n, LETTER) for n in (30, 13))
ODI = read("oswestry", "Oswestry 46 %", 46, LETTER, unit="%")
NEVER_INJECTED = read("infiltrations", "pas d'infiltration", kind=LETTER, polarity="negated")
NO_MORE = read("infiltrations", "Je ne referai pas d'infiltration", kind=LETTER, polarity="negated")
HEAVY = read("imc", "IMC 36,7", 36.7, LETTER)
LIGHT = read("imc", "IMC 27", 27, LETTER)
EVA2, EVA8 = (read("eva", f"EVA jambe {n}", n, LETTER) for n in (2, 8))
THINNED = read("medicament", "apixaban 5 mg matin et soir", "apixaban 5 mg", LETTER)
THINNED_ONCE = read("medicament", "sous apixaban pendant 6 mois en 2019", "apixaban", LETTER)
PLANNED = {
    "surgery_proposed": True,
    "fusion_proposed": False,
    "neuro_deficit": False,
    "sphincters": False,
    "prior_spine_surgery": False,
}
L5_PAIN = read("diagnostic", "sciatique droite de trajet L5", "hernie discale lombaire", LETTER)
S1_PAIN = read("diagnostic", "sciatique S1 droite", "hernie discale lombaire", LETTER)
LEFT_PAIN = read("diagnostic", "sciatique gauche depuis dix semaines", "hernie discale lombaire", LETTER)
STRONG = read("force_normale", "pas de déficit moteur", kind=LETTER, polarity="negated")
FORAMEN = read("diagnostic", "hernie L5-S1 foraminale", "hernie discale lombaire")
BACK = read("lombalgie_isolee", "lombalgie chronique isolée", "oui", LETTER)
BETTER = read("evolution", "la douleur est en nette amélioration", "favorable", LETTER)
SCAR, GONE = read("fibrose_epidurale", "fibrose"), read("recidive", "pas de récidive herniaire", "absente")
SIGN = read("lasegue", "Lasègue droit 40°", 40, LETTER)
NO_SPHINCTER = read("sphincters", "pas de trouble sphinctérien", "non", LETTER, polarity="negated")
MET = {"irm_lombaire_cr": "met"}
PAINFUL = {"prosthesis_painful": True}
CALM = {"neuro_deficit": False, "sphincters": False, "prior_spine_surgery": False}

CASES = [
    Case(
        *(KNEE, "osteotomie_a_discuter", "À 49 ans, un seul compartiment atteint et genou en varus (HKA 172)"),
        (ONE_SIDE, KL3, BOWED),
        differs={"facts": (ONE_SIDE, KL3, STRAIGHT)},
        age=49,
    ),
    Case(
        *(KNEE, "croise_rompu_contre_puc", "la prothèse unicompartimentale n'est pas adaptée", (TORN, KL4), WORN),
        differs={"facts": (KL4,)},
    ),
    # A disc that gets better: nothing pleads for an operation, and an injection has little to relieve.
    Case(
        *(
            DISC,
            "reporter_si_amelioration",
            "elle reste possible si la douleur revient ou persiste",
            (BETTER,),
            PLANNED,
        ),
        differs={"facts": ()},
    ),
    Case(
        *(DISC, "duree_au_dela_de_six_mois", "une opération reste possible", (LONG,), PLANNED),
        differs={"facts": (LONG, BETTER)},
    ),
    Case(
        *(DISC, "retentissement", "incapacité 46 %", (ODI,), PLANNED),
        differs={"facts": (ODI, BETTER)},
    ),
    Case(
        *(DISC, "infiltration_peu_utile", "elle se justifie peu à EVA 2", (NEVER_INJECTED, EVA2), PLANNED),
        differs={"facts": (NEVER_INJECTED, EVA8)},
    ),
    Case(
        *(DISC, "aucune_infiltration", "possible si la douleur est intense", (NEVER_INJECTED, EVA8), PLANNED),
        differs={"facts": (NEVER_INJECTED, EVA2)},
    ),
    Case(
        *(DISC, "aucune_infiltration", "possible si la douleur est intense", (NEVER_INJECTED, EVA8), PLANNED),
        differs={"facts": (NO_MORE, EVA8)},  # who does none again has done one
    ),
    Case(
        *(KNEE, "infiltration_a_ne_pas_refaire", "déconseillée par un document", (NO_MORE, KL4), WORN),
        differs={"facts": (NEVER_INJECTED, KL4)},
    ),
    Case(
        *(KNEE, "commun_poids", "n'est pas un motif suffisant", (HEAVY, KL4), WORN),
        differs={"facts": (LIGHT, KL4)},
    ),
    Case(
        *(DISC, "duree_dans_les_six_mois", "sans urgence", (THREE_MONTHS,), {**PLANNED, "neuro_deficit": False}),
        differs={"answers": {**PLANNED, "neuro_deficit": True}},
    ),
    Case(
        *(DISC, "anticoagulant_et_geste", "Anticoagulant en cours", (THINNED,), PLANNED),
        differs={"facts": (THINNED_ONCE,)},
    ),
    Case(
        *(KNEE, "laxite_contre_puc", "« laxité antérieure »", (LOOSE, KL4), WORN),
        differs={"facts": (LOOSE, KL4, ALL_SIDES)},
    ),
    Case(
        *(KNEE, "lequesne_atteint", "le seuil habituel (indice de Lequesne à 10-12 ou plus) est atteint"),
        (LEQUESNE, KL4),
        WORN,
        differs={"facts": (LEQUESNE6, KL4)},
    ),
    Case(
        *(KNEE, "marche_conservee", "n'est pas établi", (WALKS, KL3), WORN),
        differs={"facts": (WALKS, KL4)},
    ),
    Case(
        *(KNEE, "antalgie_de_l_arthrose", "(AINS) topique", (KL2,), WORN),
        differs={"facts": (KL2, ULCER)},
    ),
    Case(
        *(KNEE, "lisere_a_comparer", "ne suffit pas à démontrer un descellement", (LINE,), PAINFUL),
        differs={"facts": (LINE, LOOSENED)},
    ),
    Case(
        *(KNEE, "compte_rendu_de_la_prothese", "passeport de la prothèse", (), PAINFUL),
        {"cro_anterieurs": "missing"},
        differs={"pieces": {"cro_anterieurs": "met"}},
    ),
    Case(
        *(KNEE, "hanche_a_examiner", "radiographie de hanche", (STIFF_HIP,)),
        differs={"facts": (FREE_HIP,)},
    ),
    Case(
        *(KNEE, "cliches_sans_charge", "face et schuss en charge", (LYING,), WORN),
        differs={"answers": PAINFUL},
    ),
    Case(
        *(KNEE, "autre_genou_gauche", "se décide sur sa propre gêne", (KL4, OTHER_KNEE, RIGHT_KNEE), WORN),
        differs={"facts": (KL4, SAME_KNEE, RIGHT_KNEE)},
    ),
    Case(
        *(HIP, "arthrose_debutante_tonnis", "prothèse déconseillée à ce stade", (TONNIS1,), WORN),
        differs={"facts": (TONNIS3,)},
    ),
    Case(
        *(HIP, "mesures_conservatrices", "Traitement conservateur à proposer ou à compléter d'abord", (TONNIS1,), WORN),
        differs={"facts": (TONNIS3,)},
    ),
    Case(
        *(HIP, "couverture_limite", "dysplasie non établie", (VCE22, TONNIS1)),
        differs={"facts": (VCE30, TONNIS1)},
    ),
    Case(
        *(HIP, "commun_poids", "double mobilité", (HEAVY, TONNIS3), WORN),
        differs={"facts": (HEAVY, TONNIS1)},
    ),
    Case(
        *(HIP, "infiltration_qui_designe_la_hanche", "désigne la hanche", (EASED, TONNIS1)),
        differs={"facts": (NOT_EASED, TONNIS1)},
    ),
    Case(
        *(HIP, "hanche_libre", "argument contre une origine articulaire", (FREE_HIP, TONNIS1), WORN),
        differs={"facts": (FREE_HIP, TONNIS3)},
    ),
    Case(
        *(HIP, "hanche_gauche_opposee", "se décide sur sa propre gêne", (TONNIS3, OTHER_HIP, RIGHT_HIP), WORN),
        differs={"facts": (TONNIS3, OTHER_HIP)},
    ),
    Case(
        *(HIP, "luxations_repetees", "la récidive survient une à deux fois sur trois", (TWICE,), PAINFUL),
        differs={"facts": (ONCE,)},
    ),
    Case(
        *(DISC, "trajet_et_niveau_discordants", "touche plutôt la racine S1", (L5_PAIN, RIGHT)),
        pieces=MET,
        differs={"facts": (L5_PAIN, RIGHT, FORAMEN)},
    ),
    Case(
        *(DISC, "trajet_et_niveau_concordent", "sciatique de trajet S1 et hernie L5-S1", (S1_PAIN, RIGHT)),
        pieces=MET,
        differs={"facts": (L5_PAIN, RIGHT)},
    ),
    Case(
        *(DISC, "lombalgie_sans_radiculalgie", "rééducation intensive", (BACK,)),
        differs={"facts": (BACK, SIGN)},
    ),
    Case(
        *(DISC, "evolution_favorable", "poursuivre le traitement médical", (BETTER,), CALM),
        differs={"answers": {**CALM, "neuro_deficit": True}},
    ),
    Case(
        *(DISC, "conservateur_incomplet", "son échec n'est pas établi", (HALF,), CALM),
        differs={"answers": {**CALM, "sphincters": True}},
    ),
    Case(
        *(DISC, "hernie_et_sciatique_droite", "clinique et imagerie concordantes sur le côté", (RIGHT, S1_PAIN)),
        pieces=MET,
        differs={"facts": (RIGHT, LEFT_PAIN)},
    ),
    Case(
        *(DISC, "hernie_droite_et_sciatique_opposee", "n'explique pas la douleur", (RIGHT, LEFT_PAIN)),
        pieces=MET,
        differs={"facts": (RIGHT, LEFT_PAIN, S1_PAIN)},
    ),
    Case(
        *(DISC, "force_dite_normale", "aucune urgence à opérer", (STRONG,), CALM),
        differs={"facts": (STRONG, WEAK)},
    ),
    Case(
        *(DISC, "infiltration_deja_faite", "la répéter a peu d'intérêt", (INJECTED,)),
        differs={"facts": (NEITHER,)},
    ),
    Case(
        *(DISC, "fibrose_sans_recidive", "réintervention non indiquée", (SCAR, GONE), {"prior_spine_surgery": True}),
        differs={"facts": (SCAR,)},
    ),
    Case(
        *(DISC, "perinee_non_mentionne", "examen périnéal à faire", (SIGN,)),
        differs={"facts": (SIGN, NO_SPHINCTER)},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[c.sentence for c in CASES])
def test_a_situation_has_its_sentence_and_its_neighbour_has_not(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)
