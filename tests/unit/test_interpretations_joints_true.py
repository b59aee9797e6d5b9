"""Knee, hip and spine of the young: sentences that say no more than the papers do, at the border where they stop."""

from datetime import date
from typing import Any

import pytest

from engine.domain.completeness import Status
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from tests.unit.test_interpretations_b import (
    BEFORE,
    CRP_HIGH,
    CRP_LOW,
    DISC,
    HIP,
    KL4,
    KNEE,
    LABORATORY,
    LETTER,
    PRESCRIPTION,
    QUIET,
    TONNIS3,
    Case,
    read,
    said,
)

SPINE = "scoliose-adolescent"
NO_MRI: dict[str, Status] = {"irm_medullaire": "not_applicable"}
WORN = {"surgery_proposed": True, "prosthesis_painful": False}
RISSER1, RISSER4 = read("risser", "Risser 1", 1), read("risser", "Risser 4", 4)


def curve(angle: int, before: int) -> tuple:
    """A curve with the one of the year before."""
    now = read("cobb_principal", f"angle de Cobb {angle}°", angle, unit="°", dated=date(2026, 5, 4))
    return now, read("cobb_serie", f"{before}°", str(before), unit="°", dated=BEFORE)


SKIN = read("tache_cafe_au_lait", "Pas de tache café au lait", kind=LETTER, polarity="negated")
STOPPED = read("corset", "corset arrêté depuis l'été", kind=LETTER)
WORN_STILL = read("corset", "corset porté la nuit", kind=LETTER)
MIRROR = read("gene_esthetique", "gênée par son dos à la plage", kind=LETTER)
GIVEN = read("medicament", "Injection de cortivazol 3,75 mg", "cortivazol 3,75 mg", LETTER, dated=date(2026, 2, 3))
LONG_AGO = read("medicament", "Injection de cortivazol 3,75 mg", "cortivazol", LETTER, dated=date(2025, 6, 3))
RECALLED = read("medicament", "Il a eu une injection de cortivazol 3,75 mg", "cortivazol", LETTER)
IN_MUSCLE = read("medicament", "Injection intramusculaire de bétaméthasone 7 mg", "bétaméthasone", LETTER)
FAILED = read("essais", "20 séances de kinésithérapie, pas de bénéfice", "échec", LETTER)
BOTH = read("compartiments", "arthrose interne et fémoro-patellaire", "multiple")
BOTH_AND_LIGAMENT = read("compartiments", "rupture du LCA, chondropathie interne et fémoro-patellaire", "multiple")
TRAMADOL = read("traitement_en_cours", "Tramadol 50 mg le soir", "tramadol 50 mg", PRESCRIPTION)
OFF_TRAMADOL = read(
    "traitement_en_cours", "Patch, arrêt en cours\nArrêt : tramadol (nausées)", "tramadol", PRESCRIPTION
)
BIOLOGIC = read("traitement_en_cours", "Étanercept 50 mg (spondylarthrite)", "étanercept 50 mg", PRESCRIPTION)
GEL = read("viscosupplementation", "acide hyaluronique sans effet", kind=LETTER, polarity="negated")
IBUPROFEN = read("medicament", "a dû arrêter l'ibuprofène (estomac)", "ibuprofène", LETTER)
IBUPROFEN_NOW = read("traitement_en_cours", "Ibuprofène 400 mg matin et soir", "ibuprofène 400 mg", PRESCRIPTION)
ULCER = read("ulcere", "ulcère gastrique en 2021", kind=LETTER)

REFLEX = "Réflexe achilléen aboli"
NO_WEAKNESS = read("force", "Force 5/5", 5, LETTER, unit="/5")
KNOWN_LOSS = read("signe_sensitif", f"{REFLEX} (déjà noté après l'intervention de 2018)", kind=LETTER)
OLD_LOSS = read("signe_sensitif", f"Suites : {REFLEX}", kind="compte_rendu_operatoire", dated=date(2018, 3, 4))
NEW_LOSS = read("signe_sensitif", REFLEX, kind=LETTER)
CALM_SPINE = {"neuro_deficit": False, "sphincters": False}
EASY = {"neuro_deficit": False, "surgery_proposed": True, "prior_spine_surgery": False}
LONG = {**EASY, "sphincters": False, "duree": 14}
AGAIN = {**EASY, "prior_spine_surgery": True}


def pain(value: int, **over: Any) -> Fact:
    return read("eva", f"EVA {value}/10", value, over.pop("kind", "autre"), unit="/10", **over)


def hump(value: int, kind: str = "autre", words: str = "Scoliomètre", **over: Any) -> Fact:
    return read("rotation", f"{words} {value}°", value, kind, **{"unit": "°", **over})


RECALLED_PAIN = read("eva_rappele", "EVA 8/10 au début", 8, "autre", unit="/10")
OLD_CURVE = read("cobb_principal", "angle de Cobb 29°", 29, unit="°", dated=date(2025, 9, 4))
SUGAR = read("hba1c", "HbA1c 5,6 %", 5.6, LABORATORY, unit="%", high=6)
OUTER = read("kl_autre", "Fémoro-tibial externe : Kellgren-Lawrence 3", 3)
WHOLE = read("kl_autre", "Conclusion : arthrose interne KL 4 et patellaire KL 3", 3)
GIVEN_ON = "Infiltration de corticoïde le {:%d/%m/%Y} : cinq semaines de répit"
LONG_SINCE, LATELY_GIVEN = (
    read("infiltrations", GIVEN_ON.format(day), kind=LETTER, dated=day)
    for day in (date(2025, 10, 6), date(2026, 2, 10))
)
CASES = [
    Case(
        *(DISC, "amelioration_chiffree", "EVA de 8/10 à 3/10", (pain(3), RECALLED_PAIN), EASY),
        differs={"facts": (pain(7), RECALLED_PAIN)},  # a point less is no course
    ),
    Case(
        *(DISC, "amelioration_chiffree", "EVA de 7/10 à 4/10", (pain(4), pain(7, kind=LETTER, dated=BEFORE)), EASY),
        differs={"facts": (pain(7), pain(4, kind=LETTER, dated=BEFORE))},
    ),
    Case(
        *(DISC, "amelioration_chiffree", "rien n'impose d'opérer", (pain(3), RECALLED_PAIN), EASY),
        differs={"answers": {**EASY, "neuro_deficit": True}},
    ),
    Case(
        *(DISC, "amelioration_chiffree", "réexaminer avant", (pain(3, dated=BEFORE), RECALLED_PAIN, pain(3)), EASY),
        differs={"facts": (pain(3, dated=BEFORE), RECALLED_PAIN)},  # of a year ago
    ),
    Case(
        *(DISC, "amelioration_chiffree", "rien n'impose d'opérer", (pain(3), RECALLED_PAIN), EASY),
        differs={"facts": (pain(3), RECALLED_PAIN, read("douleur_en_baisse", "la douleur diminue", kind=LETTER))},
    ),
    Case(
        *(DISC, "amelioration_du_dos_deja_opere", "EVA de 8/10 à 3/10", (pain(3), RECALLED_PAIN), AGAIN),
        differs={"answers": EASY},
    ),
    Case(
        *(DISC, "ne_pas_operer_reste_possible", "Attendre reste raisonnable", (pain(6),), LONG),
        differs={"facts": (pain(3), RECALLED_PAIN)},  # told by its figures
    ),
    Case(
        *(DISC, "retentissement", "EVA 6/10", (pain(6), read("oswestry", "EIFEL 14/24", 14, "autre")), CALM_SPINE),
        differs={"facts": (pain(3), RECALLED_PAIN, read("oswestry", "EIFEL 14/24", 14, "autre"))},
    ),
    Case(
        *(SPINE, "gibbosite_qui_augmente", "de 6° à 10°", (OLD_CURVE, RISSER1, hump(10), hump(6, dated=BEFORE))),
        differs={"facts": (OLD_CURVE, RISSER1, hump(10), hump(11, dated=BEFORE))},
        age=12,
    ),
    Case(
        *(
            SPINE,
            "gibbosite_qui_augmente",
            "29°",
            (OLD_CURVE, RISSER1, hump(9, unit="mm"), hump(9), hump(5, dated=BEFORE)),
        ),
        differs={"facts": (OLD_CURVE, RISSER1, hump(9), hump(5, dated=BEFORE, unit="mm"))},
        age=12,
    ),
    Case(
        *(SPINE, "gibbosite_qui_augmente", "29°", (OLD_CURVE, RISSER1, hump(9), hump(5, dated=BEFORE))),
        differs={"facts": (*curve(29, 28), RISSER1, hump(9), hump(5, dated=BEFORE))},  # a new image tells it
        age=12,
    ),
    Case(
        *(KNEE, "infiltration_datee_passee", "délai suffisant", (LONG_SINCE, KL4), WORN),
        differs={"facts": (LATELY_GIVEN, KL4)},
    ),
    Case(
        *(KNEE, "infiltration_datee_passee", "délai suffisant", (LONG_SINCE, KL4), WORN),
        differs={"facts": (LONG_SINCE, LATELY_GIVEN, KL4)},
    ),
    Case(
        *(KNEE, "derniere_infiltration", "au moins 3 mois", (LATELY_GIVEN, KL4, FAILED), WORN),
        differs={"facts": (LONG_SINCE, KL4, FAILED)},
    ),
    Case(
        *(HIP, "crp_normale_hanche", "par ailleurs favorable : HbA1c 5,6", (CRP_LOW, SUGAR), WORN),
        differs={"facts": (CRP_HIGH, SUGAR)},
    ),
    Case(
        *(SPINE, "evolution_a_la_limite", "à la limite de l'erreur de mesure", curve(27, 22)),
        differs={"facts": curve(28, 22)},
        age=13,
    ),
    Case(
        *(SPINE, "evolution_demontree", "au-delà de l'erreur de mesure", curve(28, 22)),
        differs={"facts": curve(27, 22)},
        age=13,
    ),
    Case(
        *(SPINE, "corset_indique_si_confirme", "si l'aggravation se confirme", (*curve(27, 22), RISSER1)),
        differs={"facts": (*curve(28, 22), RISSER1)},
        age=13,
    ),
    Case(
        *(SPINE, "corset_indique_evolutif", "Corset indiqué maintenant", (*curve(28, 22), RISSER1)),
        differs={"facts": (*curve(27, 22), RISSER1)},
        age=13,
    ),
    Case(
        *(SPINE, "pas_de_corset_sous_25", "inférieur à 25°", (*curve(19, 18), RISSER4)),
        differs={"facts": (*curve(26, 25), RISSER4)},
        age=15,
    ),
    Case(
        *(SPINE, "controle_en_fin_de_croissance", "plus tôt en cas de modification", (*curve(19, 18), RISSER4)),
        differs={"facts": (*curve(24, 18), RISSER4)},
        age=15,
    ),
    Case(
        *(
            SPINE,
            "corset_arrete_fin_de_croissance",
            "sa reprise n'est pas justifiée",
            (*curve(36, 35), RISSER4, STOPPED),
        ),
        differs={"facts": (*curve(36, 35), RISSER4, WORN_STILL)},
        age=15,
    ),
    Case(
        *(SPINE, "corset_fin_de_croissance", "son sevrage", (*curve(36, 35), RISSER4, WORN_STILL), {"brace": True}),
        differs={"facts": (*curve(36, 35), RISSER4, STOPPED)},
        age=15,
    ),
    Case(
        *(
            SPINE,
            "chirurgie_non_indiquee_fin_de_croissance",
            "une surveillance clinique et radiographique suffit",
            (*curve(36, 35), RISSER4),
            {"surgery_proposed": True},
        ),
        differs={"facts": (*curve(36, 35), RISSER1)},
        age=15,
    ),
    Case(
        *(SPINE, "gene_esthetique_sans_operation", "soutien psychologique à proposer", (MIRROR,)),
        differs={"answers": {"surgery_proposed": True}},
        age=13,
    ),
    Case(
        *(KNEE, "commun_infiltration_et_prothese", "pas de geste avant le 03/05/2026", (GIVEN, KL4), WORN),
        differs={"facts": (RECALLED, KL4)},
    ),
    Case(
        *(KNEE, "commun_infiltration_et_prothese", "à reporter après cette date", (GIVEN, KL4), WORN),
        differs={"facts": (IN_MUSCLE, KL4)},
    ),
    Case(
        *(KNEE, "infiltration_ancienne", "délai suffisant avant une prothèse", (LONG_AGO, KL4), WORN),
        differs={"facts": (GIVEN, KL4)},
    ),
    Case(
        *(HIP, "infiltration_ancienne", "délai à confirmer", (LONG_AGO, TONNIS3), WORN),
        differs={"facts": (GIVEN, TONNIS3)},
    ),
    Case(
        *(KNEE, "ne_pas_prolonger_apres_echec", "en échec", (FAILED, KL4)),
        differs={"facts": (KL4,)},
    ),
    Case(
        *(KNEE, "acide_hyaluronique_en_general", "si on le propose", (KL4,), {**WORN, "question_type": "alternatives"}),
        differs={"facts": (KL4, GEL)},
    ),
    Case(
        *(HIP, "commun_opioide", "sans place dans l'arthrose", (TRAMADOL,)),
        differs={"facts": (OFF_TRAMADOL,)},
    ),
    Case(
        *(HIP, "crp_haute_a_expliquer", "une arthrose seule ne l'explique pas", (CRP_HIGH,), WORN),
        differs={"facts": (CRP_HIGH, BIOLOGIC)},
    ),
    Case(
        *(HIP, "crp_haute_sous_rhumatisme", "selon le rhumatisme traité", (CRP_HIGH, BIOLOGIC), WORN),
        differs={"facts": (CRP_HIGH,)},
    ),
    Case(
        *(HIP, "commun_ains_et_ulcere", "AINS à éviter", (ULCER, IBUPROFEN_NOW, TONNIS3), WORN),
        differs={"facts": (ULCER, IBUPROFEN, TONNIS3)},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c.sentence}{n}" for n, c in enumerate(CASES)])
def test_a_sentence_stops_where_the_papers_do(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)


def test_the_skin_that_was_looked_at_is_told_and_not_asked_for(pathways: dict[str, Pathway]) -> None:
    case = Case(SPINE, "aucun_signe_non_idiopathique", "", (*curve(19, 18), SKIN), QUIET, NO_MRI, age=14)
    told = said(case, pathways[SPINE])["aucun_signe_non_idiopathique"]
    assert "Pas de tache café au lait" in told
    assert "restent à examiner" not in told


def test_several_compartments_are_borne_out_by_words_of_theirs(pathways: dict[str, Pathway]) -> None:
    both = Case(KNEE, "plusieurs_compartiments", "", (BOTH_AND_LIGAMENT, BOTH, KL4))
    assert "« arthrose interne et fémoro-patellaire »" in said(both, pathways[KNEE])["plusieurs_compartiments"]
    alone = both._replace(facts=(BOTH_AND_LIGAMENT, KL4))
    assert "LCA" not in said(alone, pathways[KNEE])["plusieurs_compartiments"]


def test_a_reflex_that_an_operation_left_is_no_new_deficit(pathways: dict[str, Pathway]) -> None:
    def of(*loss: Fact) -> str:
        return said(Case(DISC, "force_conservee", "", (NO_WEAKNESS, *loss)), pathways[DISC])["force_conservee"]

    assert "ce n'est pas un déficit nouveau" in of(KNOWN_LOSS)
    assert "signe de souffrance" not in of(KNOWN_LOSS)
    assert "achilléen" not in of(OLD_LOSS)
    assert "signe de souffrance de la racine" in of(NEW_LOSS, OLD_LOSS)


def test_another_compartment_is_told_by_its_own_line(pathways: dict[str, Pathway]) -> None:
    def of(*others: Fact) -> str:
        case = Case(KNEE, "plusieurs_compartiments", "", (BOTH, KL4, *others))
        return said(case, pathways[KNEE])["plusieurs_compartiments"]

    assert "Kellgren-Lawrence 4 et ailleurs « Fémoro-tibial externe" in of(OUTER)
    assert "ailleurs" not in of(WHOLE)
