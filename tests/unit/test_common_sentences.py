"""What the table of all pathways says of a dossier, and of the nearest one where it must not."""

from datetime import date

import pytest

from engine.domain.drafting import STATEMENT_MAX
from engine.domain.interpretation import PART, PLACE
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.pathways.lint_words import GENERAL_FACTS
from engine.steps.recalled import RECALLED
from tests.unit.sentences import (
    COLON,
    POLYARTHRITIS,
    PROSTATE,
    Answers,
    Told,
    lab,
    sentences,
    tell_apart,
    told,
)

KNEE, HIP, DISC, SPINE = "gonarthrose", "coxarthrose", "hernie-discale-lombaire", "scoliose-adolescent"
FIBROIDS, SEIN = "fibromes-uterins", "cancer-sein"
PLANNED: Answers = {"surgery_proposed": True}
IDLE: Answers = {"surgery_proposed": False}


def drug(name: str, words: str = "") -> Told:
    return told("traitement_en_cours", name, words=words or name)


def cited(words: str) -> Told:
    """A blood thinner that a report or a letter tells."""
    return told("medicament", "apixaban 5 mg", "compte_rendu_hospitalisation", words)


APIXABAN, ASPIRIN, IBUPROFEN = drug("apixaban 5 mg"), drug("acide acétylsalicylique 75 mg"), drug("ibuprofène 400 mg")
STOPPED = drug("apixaban 5 mg", "apixaban arrêté en mars 2023")
CLOT, STENT, HEART = told("thrombose"), told("stent"), told("insuffisance_cardiaque")
LOW_HB, LOW_IRON = lab("hemoglobine", 10.1, 12, 16), lab("ferritine", 6, 15, 150)
LOW_FIBROID_HB = lab("hb", 10.1, 12, 16)
SLOW, FAST = lab("dfg", 38, 90, None), lab("dfg", 98, 90, None)
HIGH_HBA1C, DIABETES = lab("hba1c", 8.9, 4, 6), told("diabete", words="diabète de type 2")
SMOKER, SWORN_OFF = told("tabac", 15, words="fume 15 cig/j"), told("tabac", words="tabac sevré depuis 2010")
PENICILLIN = told("allergie", "pénicilline", words="allergie à la pénicilline")
TRAMADOL, SERTRALINE, ZOPICLONE = drug("tramadol 50 mg"), drug("sertraline 50 mg"), drug("zopiclone 7,5 mg")
METHOTREXATE, PREDNISONE = drug("méthotrexate 15 mg"), drug("prednisone 10 mg", "prednisone 10 mg par jour")
SULFA, TO_POSTPONE = drug("cotrimoxazole"), "operation_a_differer"
LATER = told(TO_POSTPONE, words="toute opération est à différer", polarity="hypothetical")
TALK = told(TO_POSTPONE, words="toute chirurgie est à discuter avec nous", polarity="hypothetical")
NO_HEART = told("antecedent_cardiaque", words="Pas d'antécédent cardiaque", polarity="negated")
TWO_OF_THEM = told("double_antiagregation", words="Double antiagrégation, jusqu'au 03/05/2026, sans interruption")
BALANCED = told("diabete", None, "biologie", "Commentaire : diabète équilibré pour l'âge")
UNBALANCED = told("diabete", None, "biologie", "Commentaire : diabète mal équilibré")
INJECTED = told("infiltrations", words="Infiltration de hanche ce jour : triamcinolone 40 mg")
EXPLAINED = told("thrombose", words="Risques expliqués : luxation, infection, phlébite")
ECTOPIC = drug("méthotrexate", "méthotrexate pour grossesse extra-utérine")
LATELY, EARLIER = date(2026, 1, 12), date(2025, 6, 3)
LITHIUM = drug("carbonate de lithium 400 mg")
HIGH_LITHIUM = lab("lithium", 1.31, 0.5, 0.8, words="Lithium 1,31 mmol/L")
PUMPING = told("fevg_conservee", words="échographie du jour : FEVG 60 %", dated=LATELY)
AGREED = told("accord_du_coeur", words="risque cardiaque modéré, acceptable pour une prothèse", dated=LATELY)
NOT_YET = told("accord_du_coeur", words="avis cardiologique favorable sous réserve d'une épreuve d'effort")
PUMPED = told("fevg_conservee", words="Antécédents : stent, FEVG 60 % en 2024", dated=LATELY)
FERTILE: Answers = {"male": False}

# Pathway, sentence, facts and answers under which it is said; what is added or answered otherwise so that it is not.
SAID: list[tuple[str, str, list[Told], Answers, list[Told], Answers]] = [
    (POLYARTHRITIS, "anticoagulant", [APIXABAN], {}, [], {"traitement_en_cours": None}),
    (SEIN, "anticoagulant_cite", [cited("sous apixaban au long cours")], {}, [APIXABAN], {}),
    (HIP, "antiagregant", [ASPIRIN], PLANNED, [STENT], {}),
    (HIP, "coronaire_et_geste", [STENT], PLANNED, [told("operation_a_differer")], {}),
    (HIP, "diabete_equilibre", [BALANCED], PLANNED, [], {"diabete": None}),
    (HIP, "hba1c_haute", [HIGH_HBA1C, DIABETES], PLANNED, [BALANCED], {}),
    (KNEE, "hba1c_haute", [HIGH_HBA1C, DIABETES], PLANNED, [BALANCED], {}),
    (SEIN, "hba1c_haute", [HIGH_HBA1C], PLANNED, [BALANCED], {}),
    (DISC, "operation_a_differer", [LATER], {}, [], {TO_POSTPONE: None}),
    (DISC, "operation_a_differer", [LATER], {}, [STENT], {}),
    (DISC, "operation_a_discuter", [TALK], {}, [LATER], {}),
    (DISC, "operation_a_discuter", [TALK], {}, [STENT], {}),
    (HIP, "stent_et_operation", [STENT, TALK], PLANNED, [], {TO_POSTPONE: None}),
    (HIP, "stent_et_operation", [STENT, LATER], PLANNED, [], {"stent": None}),
    (SPINE, "stimulateur", [told("stimulateur_cardiaque")], PLANNED, [], IDLE),
    (COLON, "antibiotique_malgre_allergie", [PENICILLIN, drug("amoxicilline 2 g")], {}, [], {"allergie": None}),
    (SEIN, "biotine", [drug("biotine 10 mg"), lab("tsh", 0.1, 0.4, 4)], {}, [], {"traitement_en_cours": None}),
    (POLYARTHRITIS, "methotrexate_et_cotrimoxazole", [METHOTREXATE, SULFA], {}, [], {"traitement_en_cours": None}),
    (SEIN, "inducteur_et_cancer", [drug("millepertuis")], {}, [], {"traitement_en_cours": None}),
    (
        HIP,
        "infiltration_et_prothese",
        [INJECTED, told("essais", "échec")],
        {"tonnis": 3, **PLANNED},
        [],
        {"infiltrations": None},
    ),
    (DISC, "obesite", [told("obesite", 41, words="IMC 41")], PLANNED, [told("imc", 41)], {}),
    (SPINE, "grossesse_en_cours", [told("grossesse_en_cours")], {**FERTILE, "age": 17}, [], {"male": True}),
    (SEIN, "hcg_positive", [lab("hcg", 1840, None, 5, dated=LATELY)], FERTILE, [told("grossesse_en_cours")], {}),
    (HIP, "dialyse_ou_greffe", [told("dialyse_ou_greffe")], {}, [], {"dialyse_ou_greffe": None}),
    (HIP, "thrombophilie", [told("thrombophilie")], PLANNED, [], IDLE),
    (HIP, "thrombose_et_operation", [CLOT], PLANNED, [], IDLE),
    (KNEE, "ains_et_antithrombotique", [IBUPROFEN, APIXABAN], {}, [], {"traitement_en_cours": None}),
    (COLON, "fibrillation_sans_anticoagulant", [told("fibrillation_atriale")], {}, [APIXABAN], {}),
    (HIP, "ains_et_ulcere", [IBUPROFEN, told("ulcere")], {}, [], {"ulcere": None}),
    (HIP, "ains_et_dfg", [IBUPROFEN, SLOW], {}, [HEART], {}),
    (HIP, "rein", [SLOW], {}, [IBUPROFEN], {}),
    (HIP, "coeur_sans_ains", [HEART], {}, [IBUPROFEN], {}),
    (HIP, "ains_et_tension", [IBUPROFEN, drug("ramipril 5 mg")], {}, [SLOW], {}),
    (HIP, "tramadol_et_antidepresseur", [TRAMADOL, SERTRALINE], {}, [], {"traitement_en_cours": None}),
    (DISC, "opioide_et_sedatif", [TRAMADOL, ZOPICLONE], {}, [], {"traitement_en_cours": None}),
    (DISC, "ains_malgre_allergie", [IBUPROFEN, told("allergie", "ibuprofène")], {}, [], {"allergie": None}),
    (HIP, "anemie", [LOW_HB], PLANNED, [LOW_IRON], {}),
    (HIP, "anemie_carence", [LOW_HB, LOW_IRON], PLANNED, [], IDLE),
    (PROSTATE, "hba1c_haute", [HIGH_HBA1C], {"surgery_done": False}, [], {"surgery_done": True}),
    (SPINE, "diabete", [DIABETES], PLANNED, [HIGH_HBA1C], {}),
    (PROSTATE, "tabac", [SMOKER], {"surgery_done": False}, [SWORN_OFF], {}),
    (DISC, "poids", [told("imc", 38)], PLANNED, [], {"age": 15}),
    (KNEE, "coeur", [HEART], PLANNED, [], IDLE),
    (HIP, "apnee", [told("apnee_sommeil")], PLANNED, [], {"apnee_sommeil": None}),
    (SPINE, "allergie_antibiotique", [PENICILLIN], PLANNED, [], IDLE),
    (HIP, "allergie_implant", [told("allergie", "nickel")], PLANNED, [], {"allergie": None}),
    (HIP, "corticoide", [PREDNISONE], PLANNED, [], IDLE),
    (HIP, "immunosuppresseur", [METHOTREXATE], PLANNED, [], {"traitement_en_cours": None}),
    (HIP, "dents", [told("foyer_dentaire")], PLANNED, [], IDLE),
    (HIP, "isolement", [told("isolement", words="vit seule")], PLANNED, [], IDLE),
    (FIBROIDS, "oestrogenes_et_operation", [drug("éthinylestradiol")], PLANNED, [], {"traitement_en_cours": None}),
    (FIBROIDS, "inducteur", [drug("carbamazépine 400 mg")], {}, [], {"fertility_wish": True}),
    (SPINE, "medicament_et_enfant", [drug("acide valproïque")], {**FERTILE, "age": 16}, [], {"male": True}),
    (DISC, "grand_age", [], {"age": 83}, [], {"age": 79}),
    (SEIN, "lithium", [LITHIUM, IBUPROFEN], {}, [HIGH_LITHIUM], {}),
    (SEIN, "lithium", [LITHIUM, drug("ramipril 5 mg")], {}, [], {"traitement_en_cours": None}),
    (DISC, "lithiemie_haute", [LITHIUM, HIGH_LITHIUM], {}, [], {"traitement_en_cours": None}),
    (DISC, "lithiemie_haute", [LITHIUM, HIGH_LITHIUM], {}, [], {"lithium": None}),
    (HIP, "coronaire_revue", [STENT, PUMPING], PLANNED, [told("operation_a_differer")], {}),
    (HIP, "coronaire_revue", [STENT, PUMPING], PLANNED, [], {"stent": None}),
    (HIP, "coronaire_revue", [STENT, PUMPING], PLANNED, [AGREED], {}),
    (HIP, "accord_du_coeur", [STENT, AGREED], PLANNED, [told("operation_a_differer")], {}),
    (HIP, "accord_du_coeur", [AGREED], PLANNED, [], {"accord_du_coeur": None}),
    (HIP, "coronaire_et_geste", [STENT], PLANNED, [AGREED], {}),
    (HIP, "coronaire_et_geste", [STENT, PUMPED], PLANNED, [PUMPING], {}),
    (HIP, "vitamine_d", [lab("vitamine_d", 31, 50, None)], {}, [], {"vitamine_d": None}),
]


@pytest.mark.parametrize(("name", "sentence", "facts", "answers", "more", "otherwise"), SAID)
def test_a_shared_sentence_is_said_and_its_nearest_neighbour_is_not(
    pathways: dict[str, Pathway],
    name: str,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    more: list[Told],
    otherwise: Answers,
) -> None:
    tell_apart(pathways[name], f"commun_{sentence}", facts, answers, more, otherwise)


@pytest.mark.parametrize(
    ("name", "sentence", "facts", "answers"),
    [
        (HIP, "anticoagulant", [STOPPED], {}),
        (HIP, "antiagregant", [drug("acide acétylsalicylique 1 g", "aspirine 1 g dès l'aura")], PLANNED),
        ("infertilite-couple", "foie", [lab("alat", 58, None, 35)], {"art_planned": True}),
        (FIBROIDS, "anemie_carence", [LOW_FIBROID_HB, LOW_IRON, drug("fer 80 mg")], PLANNED),
        (HIP, "diabete_equilibre", [UNBALANCED], PLANNED),
        (HIP, "diabete_equilibre", [told("diabete", words="diabète équilibré")], PLANNED),
        (SEIN, "anticoagulant_cite", [cited("rivaroxaban 20 mg/j, prévu six mois puis arrêt")], {}),
        (SEIN, "anticoagulant_cite", [cited("apixaban 5 mg x 2, durée totale 3 mois")], {}),
        (SEIN, "anticoagulant_cite", [cited("sous apixaban au long cours"), APIXABAN], {}),
        (SEIN, "anticoagulant_limite", [cited("sous apixaban au long cours")], {}),
        (HIP, "thrombose_et_operation", [EXPLAINED], PLANNED),
        ("infertilite-couple", "immunosuppresseur", [ECTOPIC], {}),
        ("infertilite-couple", "medicament_et_enfant", [ECTOPIC], {**FERTILE, "age": 31}),
        (HIP, "rein", [FAST], {}),
        (DISC, "lithiemie_haute", [LITHIUM, lab("lithium", 0.71, 0.5, 0.8, words="Lithium 0,71 mmol/L")], {}),
        (DISC, "lithiemie_haute", [LITHIUM, lab("crp", 31, None, 5)], {}),
        (SEIN, "hcg_positive", [lab("hcg", 2, None, 5, dated=LATELY)], FERTILE),
        (SEIN, "hcg_positive", [lab("hcg", 1840, None, 5, dated=EARLIER)], FERTILE),
        (HIP, "coronaire_revue", [STENT, PUMPED], PLANNED),
        (HIP, "accord_du_coeur", [NOT_YET], PLANNED),
        (HIP, "accord_du_coeur", [told("accord_du_coeur", words="avis cardiologique défavorable")], PLANNED),
        (HIP, "coronaire_revue", [told("stent", words="stent urétéral en 2024"), PUMPING], PLANNED),
        (HIP, "anticoagulant", [drug("énoxaparine", "énoxaparine préventive après l'opération de 2019")], {}),
        (HIP, "coronaire_et_geste", [told("stent", words="stent urétéral en 2024")], PLANNED),
        (HIP, "corticoide", [drug("prednisone 40 mg", "prednisone 40 mg par jour, cure de 5 jours")], PLANNED),
        (POLYARTHRITIS, "hepatite", [told("hepatite", words="vaccinée contre l'hépatite B")], {}),
        (HIP, "poumon", [told("asthme", words="asthme dans l'enfance")], PLANNED),
        (
            FIBROIDS,
            "oestrogenes_et_operation",
            [told("oestroprogestatif", words="pilule oestroprogestative arrêtée")],
            {},
        ),
        (
            FIBROIDS,
            "oestrogenes_et_operation",
            [drug("choriogonadotropine", "choriogonadotropine, échographie et estradiol à J9")],
            PLANNED,
        ),
    ],
)
def test_what_is_over_or_normal_is_no_reason(
    pathways: dict[str, Pathway], name: str, sentence: str, facts: list[Told], answers: Answers
) -> None:
    assert f"commun_{sentence}" not in sentences(pathways[name], facts, answers)


def test_a_stent_is_told_with_what_a_letter_denies_and_how_long_its_drugs_go_on(pathways: dict[str, Pathway]) -> None:
    said = sentences(pathways[HIP], [STENT, TALK, NO_HEART, TWO_OF_THEM], PLANNED)["commun_stent_et_operation"]
    assert "écrit « Pas d'antécédent cardiaque » ; « Double antiagrégation, jusqu'au 03/05/2026" in said
    alone = sentences(pathways[HIP], [STENT, TALK], PLANNED)["commun_stent_et_operation"]
    assert "écrit «" not in alone


def test_the_act_and_the_figures_are_named(pathways: dict[str, Pathway]) -> None:
    worn: Answers = {**PLANNED, "kl": 4, "prosthesis_painful": False, "essais": "echec"}
    said = sentences(pathways[KNEE], [HIGH_HBA1C, DIABETES, SMOKER], worn)["commun_hba1c_haute"]
    assert said.startswith("HbA1c 8,9")
    assert "infection de la prothèse" in said


def test_every_shared_sentence_can_be_said(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    keys = {f.key for f in vocabulary.findings} | {a.key for a in vocabulary.analytes} | GENERAL_FACTS
    keys |= {k.id for pathway in pathways.values() for k in pathway.key_facts}
    shared = {one.id: one for pathway in pathways.values() for one in pathway.shared}
    assert len(shared) > 80
    for one in shared.values():
        named = {k for match in (*one.facts.values(), *one.without) for k in match.keys}
        assert {k.removesuffix(RECALLED) for k in named} <= keys, one.id
        # A drug with its dose, and the longest name of an act, still leave room.
        shortest = PLACE.sub("x" * 30, PART.sub("", one.says_fr))
        assert len(shortest) < STATEMENT_MAX - 14, one.id


def test_every_act_has_a_word_that_stands_behind_its_prepositions(pathways: dict[str, Pathway]) -> None:
    words = {o.act_fr for pathway in pathways.values() for o in pathway.options if o.act_fr}
    assert all(word.startswith(("un ", "une ")) for word in words)
    assert {o.id for p in pathways.values() for o in p.options if o.acts and not o.act_fr} == set()


@pytest.mark.parametrize(
    ("clot", "named"),
    [("phlébite du mollet en 2015", True), ("ATCD familiaux : mère, phlébite", False), ("Père : embolie", False)],
)
def test_a_blood_thinner_is_not_told_with_the_clot_of_a_relative(
    pathways: dict[str, Pathway], clot: str, named: bool
) -> None:
    said = sentences(pathways[SEIN], [APIXABAN, told("thrombose", words=clot)], {})
    assert (clot in said["commun_anticoagulant"]) is named


def test_a_high_lithium_level_is_told_with_its_cause_its_signs_and_the_kidney(pathways: dict[str, Pathway]) -> None:
    kidney = [lab("creatinine", 121, 60, 104, dated=LATELY), lab("creatinine_rappele", 84, 60, 104, dated=EARLIER)]
    sign = told("signe_de_surdosage", words="ses mains tremblent depuis dix jours", dated=LATELY)
    advice = told("signe_de_surdosage", words="en cas de tremblements, prévenir", dated=LATELY)
    old = told("signe_de_surdosage", words="tremblements des mains anciens", dated=LATELY)
    facts = [LITHIUM, HIGH_LITHIUM, IBUPROFEN, *kidney]
    said = sentences(pathways[DISC], [*facts, sign], {})["commun_lithiemie_haute"]
    for words in (
        "Lithiémie 1,31",
        "ibuprofène 400 mg",
        "créatinine à 121, passée de 84",
        "mains tremblent",
        "jour même",
    ):
        assert words in said
    assert "surdosage" not in sentences(pathways[DISC], [*facts, advice, old], {})["commun_lithiemie_haute"]
