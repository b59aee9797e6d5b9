"""Knee, hip, disc and scoliosis: where the pain comes from, what the letter leaves out, what waits for what."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_document, a_page
from tests.unit.test_interpretations_b import (
    BEFORE,
    COBB21,
    CRP_HIGH,
    DISC,
    HIP,
    KL2,
    KL4,
    KNEE,
    LETTER,
    NOT_YET,
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
from tests.unit.test_interpretations_c import RIGHT, WORN

STAY = "compte_rendu_hospitalisation"
DOWN_LEG = {**WORN, "radicular_pain": True}
PLANNED = {**WORN, "neuro_deficit": False, "sphincters": False, "prior_spine_surgery": False, "fusion_proposed": False}
PAINFUL = {"prosthesis_painful": True, "surgery_proposed": False}
NO_HELP = read("test_anesthesique", "Test anesthésique négatif", "négatif", LETTER, polarity="negated")
HELPS = read("test_anesthesique", "Test anesthésique positif", "positif", LETTER)
ROOT = read("atteinte_rachis", "hernie foraminale L4-L5 droite")
LERI = read("signe_rachis", "signe de Léri positif", kind=LETTER)
STAGE = read("diagnostic", "Radiographies : coxarthrose, Tönnis 3", "coxarthrose", LETTER)
LOW_STAGE = read("diagnostic", "Radiographies : coxarthrose, Tönnis 1", "coxarthrose", LETTER)
DOSE = read("medicament", "cortivazol, une seringue de 1,5 mL", "cortivazol", LETTER)
DOSE_BEFORE = read("medicament", "cortivazol 1,5 mL en mars", "cortivazol", LETTER)
ETANERCEPT = read("traitement_en_cours", "étanercept 50 mg par semaine", "étanercept 50 mg", PRESCRIPTION)
STOPPED = read("traitement_en_cours", "étanercept 50 mg arrêté en 2020", "étanercept 50 mg", PRESCRIPTION)
STENT = read("stent", "stent posé en 2021", kind=STAY)
STENT_TOLD = read("stent", "porteur d'un stent", kind=LETTER)
SUGAR = read("diabete", "diabète de type 2 déséquilibré", kind=STAY)
SUGAR_TOLD = read("diabete", "diabète suivi", kind=LETTER)
HBA1C = read("hba1c", "HbA1c 9,4 %", 9.4, "biologie", unit="%", high=6)
AMOXICILLIN = read("medicament", "amoxicilline 1 g pendant une semaine", "amoxicilline 1 g", LETTER)
JAB = read("infiltrations", "infiltration de la patte d'oie prévue", kind=LETTER)
JAB_DONE = read("infiltrations", "infiltration faite avant l'opération", kind=LETTER)
FUSED = read("arthrodese", "sa tante a eu une arthrodèse", kind=LETTER, bearer="family")
NO_FUSION = read("arthrodese", "sans arthrodèse", kind=LETTER, polarity="negated")
COBB29 = read("cobb_principal", "angle de Cobb 29°", 29, unit="°")
REFUSES = read("refus_du_corset", "refuse le corset", kind=LETTER)
HORMONE = read("traitement_en_cours", "somatropine 1 mg le soir", "somatropine 1 mg", PRESCRIPTION)
NO_DRUG = read("traitement", "aucun traitement", kind=LETTER, polarity="negated")
HUMP = read("rotation", "Gibbosité 10°", 10, LETTER, unit="°", side="droite")
HUMP_BEFORE = read("rotation_rappele", "Gibbosité 7°", 7, LETTER, unit="°", side="droite", dated=BEFORE)
LETTER_MET = {"courrier_premier_avis": "met"}
OLD_FILMS = {"rx_genou_cr": "outdated", "pangonogramme": "missing"}

CASES = [
    Case(
        *(HIP, "test_anesthesique_negatif", "une prothèse de hanche risque de ne pas la soulager", (NO_HELP,), WORN),
        differs={"facts": (HELPS,)},
    ),
    Case(
        *(HIP, "test_anesthesique_positif", "il désigne la hanche", (HELPS,), WORN),
        differs={"facts": (NO_HELP,)},
    ),
    Case(
        *(HIP, "origine_rachidienne", "désigne toutefois la hanche", (HELPS, TONNIS3), DOWN_LEG),
        differs={"answers": {**WORN, "radicular_pain": False}},
    ),
    Case(
        *(HIP, "signes_du_rachis_non_dits", "« signe de Léri positif »", (LERI,)),
        differs={"answers": DOWN_LEG},
    ),
    Case(
        *(HIP, "rachis_a_l_imagerie", "« hernie foraminale L4-L5 droite »", (ROOT, TONNIS1)),
        differs={"facts": (ROOT, TONNIS3)},
    ),
    Case(
        *(HIP, "rachis_avant_la_hanche", "pas d'urgence à opérer la hanche", (TONNIS1,), DOWN_LEG),
        differs={"facts": (TONNIS3,)},
    ),
    Case(
        *(HIP, "stade_dit_plus_fort", "images à relire", (STAGE, TONNIS1), WORN),
        differs={"facts": (LOW_STAGE, TONNIS1)},
    ),
    Case(
        *(HIP, "infiltration_de_corticoide_datee", "délai d'attente, de plusieurs mois", (DOSE, TONNIS3), WORN),
        differs={"facts": (DOSE_BEFORE, TONNIS3)},
    ),
    Case(
        *(HIP, "biotherapie_et_prothese", "risque infectieux", (ETANERCEPT,), WORN),
        differs={"facts": (STOPPED,)},
    ),
    Case(
        *(HIP, "commun_coeur_absent_de_la_lettre", "à lui transmettre", (STENT, TONNIS3), WORN, LETTER_MET),
        differs={"facts": (STENT, STENT_TOLD, TONNIS3)},
    ),
    Case(
        *(KNEE, "commun_diabete_absent_de_la_lettre", "à lui transmettre", (SUGAR, KL4), WORN, LETTER_MET),
        differs={"facts": (SUGAR, SUGAR_TOLD, KL4)},
    ),
    Case(
        *(KNEE, "commun_hba1c_haute", "intervention à reporter", (HBA1C, SUGAR, KL4), WORN),
        differs={"answers": PAINFUL},
    ),
    Case(
        *(KNEE, "radiographies_perimees_sans_axe", "clichés en charge (face, schuss) et pangonogramme", (KL4,), WORN),
        OLD_FILMS,
        {"pieces": {**OLD_FILMS, "pangonogramme": "met"}},
    ),
    Case(
        *(KNEE, "conservateur_plutot_que_prothese", "prothèse à rediscuter seulement si", (KL2,), WORN),
        differs={"facts": (KL4,)},
    ),
    Case(
        *(HIP, "infiltration_sur_prothese", "tant que l'infection n'est pas écartée", (JAB,), PAINFUL),
        differs={"facts": (JAB_DONE,)},
    ),
    Case(
        *(HIP, "antibiotique_avant_ponction", "il peut fausser les cultures", (AMOXICILLIN, CRP_HIGH), PAINFUL),
        differs={"facts": (AMOXICILLIN,)},
    ),
    Case(
        *(KNEE, "infiltration_sur_prothese", "tant que l'infection n'est pas écartée", (JAB,), PAINFUL),
        differs={"facts": (JAB_DONE,)},
    ),
    Case(
        *(KNEE, "prothese_crp_haute", "infiltration de corticoïde contre-indiquée", (CRP_HIGH,), PAINFUL),
        differs={"answers": WORN},
    ),
    Case(
        *(DISC, "pas_d_arthrodese_famille", "celle d'un proche", (FUSED, RIGHT), PLANNED),
        differs={"facts": (FUSED, RIGHT, SLIP)},
    ),
    Case(
        *(DISC, "pas_d_arthrodese_a_la_discectomie", "rien ne la justifie ici", (NO_FUSION, RIGHT), PLANNED),
        differs={"facts": (RIGHT,)},
    ),
    Case(
        *(DISC, "duree_dans_les_six_mois", "est une indication recevable", (RIGHT,), {**PLANNED, "duree": 9}),
        differs={"answers": {**PLANNED, "duree": 4}},
    ),
    Case(
        *(DISC, "ne_pas_operer_reste_possible", "annuler en cas de nette amélioration", (), {**PLANNED, "duree": 9}),
        differs={"answers": {**PLANNED, "duree": 9, "evolution": "favorable"}},
    ),
    Case(
        *(SPINE, "corset_de_nuit_possible", "un corset de nuit, nocturne, reste possible", (COBB29, COBB21, RISSER1)),
        {"brace": False},
        differs={"facts": (COBB29, COBB21, RISSER1, REFUSES)},
    ),
    Case(
        *(SPINE, "hormone_de_croissance", "alors que la lettre indique : « aucun traitement »", (HORMONE, NO_DRUG)),
        differs={"facts": (NO_DRUG,)},
    ),
    Case(
        *(
            SPINE,
            "exercices_en_complement",
            "gibbosité passée pourtant de 7",
            (COBB29, RISSER1, HUMP, HUMP_BEFORE, NOT_YET),
        ),
        differs={"facts": (COBB29, HUMP)},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[c.sentence for c in CASES])
def test_a_situation_has_its_sentence_and_its_neighbour_has_not(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)


@pytest.mark.parametrize(
    ("pathway", "kind", "text", "key", "value"),
    [
        (HIP, LETTER, "Test anesthésique : EVA 6 avant, EVA 6 à trente minutes.", "test_anesthesique", "négatif"),
        (HIP, LETTER, "Test anesthésique : EVA 8 avant, 1 à trente minutes.", "test_anesthesique", "positif"),
        (HIP, LETTER, "Test intra-articulaire non concluant.", "test_anesthesique", None),
        (HIP, LETTER, "La hanche droite fléchit à 115°, RI 20.", "flexion_hanche", 115),
        (HIP, LETTER, "Rotation interne limitée à 5°.", "rotation_interne", 5),
        (HIP, LETTER, "Flexion du genou 120°.", "flexion_hanche", None),
        (DISC, LETTER, "Kinésithérapie : 12 séances sur 15 prescrites.", "essais", None),
        (DISC, LETTER, "Kinésithérapie : 5 séances sur 15 prescrites.", "essais", "incomplet"),
        (DISC, LETTER, "La sciatique régresse depuis un mois.", "evolution", "favorable"),
        (DISC, LETTER, "La sciatique ne régresse pas.", "evolution", None),
        (KNEE, LETTER, "Croisé antérieur insuffisant.", "croise", "rompu"),
        (KNEE, "biologie", "HbAlc (HPLC) 8,7 %", "hba1c", 8.7),
    ],
)
def test_a_value_is_read_or_left(
    pathway: str,
    kind: str,
    text: str,
    key: str,
    value: str | float | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    found = facts_of(text, kind, pathways[pathway], vocabulary, clinical_reader)
    assert [f.value for f in found if f.key == key] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Consultation d'anesthésie à programmer.", "signe_sensitif"),
        ("Quelques irradiations vers le mollet droit.", "radiotherapie"),
    ],
)
def test_a_word_is_not_taken_for_another(
    text: str, key: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    assert key not in {f.key for f in facts_of(text, LETTER, pathways[HIP], vocabulary, clinical_reader)}


@pytest.mark.parametrize(
    ("text", "fulfils"),
    [("Pangonogramme : HKA 174°.", True), ("Goniométrie à prévoir si un geste est envisagé.", False)],
)
def test_an_examination_that_is_wished_for_is_not_there(text: str, fulfils: bool, pathways: dict[str, Pathway]) -> None:
    wanted = next(r for r in pathways[KNEE].required_documents if r.id == "pangonogramme")
    assert any(any_match(m.text_any, fold(text)) is not None for m in wanted.match) is fulfils


def facts_of(
    text: str, kind: str, pathway: Pathway, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> tuple[Fact, ...]:
    page = a_page(text)
    document = a_document("d1", kind=kind, filename=page.filename)
    return tuple(extract([read_page(page, document, vocabulary, clinical_reader)], pathway, vocabulary))
