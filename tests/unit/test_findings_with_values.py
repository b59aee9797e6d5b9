"""Findings of the shared table that carry a value: a reflex, a count of sessions, the year of what once happened."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in

WRITTEN = date(2026, 9, 4)
TOLD: list[tuple[str, str, dict[str, Any]]] = [
    ("Réflexe achilléen droit aboli.", "reflexe_achilleen", {"value": "aboli", "side": "droite"}),
    ("ROT rotuliens présents.", "reflexe_rotulien", {"value": "présent", "polarity": "affirmed"}),
    ("Réflexes cutanés abdominaux absents à droite.", "reflexes_cutanes_abdominaux", {"value": "absents"}),
    ("Signe de Léri positif à gauche.", "leri", {"value": "positif", "side": "gauche"}),
    ("Lasègue inversé négatif, Léri négatif.", "leri", {"value": "négatif", "polarity": "negated"}),
    ("Releveurs du pied gauche 4-/5.", "deficit_moteur", {"value": "4-/5", "side": "gauche"}),
    ("Quadriceps 5/5.", "deficit_moteur", {"value": None, "polarity": "negated"}),
    ("Test anesthésique : douleur 8/10 avant, 2/10 à trente minutes.", "test_anesthesique", {"value": "8 à 2"}),
    ("Suivi depuis juin, 14 séances : étirements.", "kinesitherapie", {"value": 14, "unit": "séances"}),
    ("Prescription : rééducation, 20 séances. Réalisées : 9.", "kinesitherapie", {"value": 9, "unit": "séances"}),
    ("9 séances du 02/06 au 01/09/2026.", "kinesitherapie", {"value": 9, "dated": WRITTEN}),
    ("Ancien fumeur, 25 paquets-années.", "tabac", {"value": 25, "unit": "paquets-années"}),
    ("Infarctus inférieur en 2018.", "idm", {"value": 2018}),
    ("Fracture du poignet droit en mars 2021.", "fracture", {"value": 2021}),
    ("Il porte une PTH gauche depuis 2015.", "prothese", {"value": 2015, "side": "gauche"}),
    ("Cicatrice propre et sèche.", "ecoulement_cicatrice", {"polarity": "negated"}),
    ("Pansement souillé ce matin.", "ecoulement_cicatrice", {"polarity": "affirmed"}),
    ("Diabète de type 2 équilibré.", "diabete", {"value": "type 2"}),
    ("Nombreux aphtes de la bouche.", "aphtes", {"value": None, "polarity": "affirmed"}),
    ("Hier soir : 38,4 °C.", "temperature", {"value": 38.4, "dated": date(2026, 9, 3)}),
    ("A toussé hier. Ce matin 37,1 °C.", "temperature", {"value": 37.1, "dated": WRITTEN}),
    ("Temp. 38,1 le soir.", "fievre", {"value": 38.1, "polarity": "affirmed"}),
    ("Syndrome coronaire aigu ST+ en 2021.", "idm", {"value": 2021}),
    ("Occlusion de l'IVA proximale.", "idm", {"polarity": "affirmed"}),
    ("Thrombose poplitée droite en 2015.", "thrombose", {"value": 2015, "side": "droite"}),
    ("IGRA (QuantiFERON) indéterminé", "test_tuberculose_indetermine", {"value": "indéterminé"}),
    ("Ordonnance pour 3 mois\nPlus d'anticoagulant depuis 2019.", "anticoagulant", {"polarity": "negated"}),
    # Of two columns of before and now, the first is an earlier value.
    ("Symptôme Mars 2026 (avant) Ce jour\nDyspareunie 5/10 2/10", "dyspareunie_rappele", {"value": 5}),
]


@pytest.mark.parametrize(("text", "key", "wanted"), TOLD)
def test_a_finding_has_the_value_that_is_told_of_it(
    text: str,
    key: str,
    wanted: dict[str, Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways["gonarthrose"], vocabulary, clinical_reader, dated=WRITTEN)
    told = [{name: getattr(f, name) for name in wanted} for f in facts if f.key == key]
    assert wanted in told


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Force abdominale 4/5.", "deficit_moteur"),
        ("Rééducation : 20 séances prescrites.", "kinesitherapie"),
        ("Infarctus cérébral en 2018.", "idm"),
        ("Tabac, sevré en 2015.", "tabac"),
    ],
)
def test_what_is_no_such_value_gives_none(
    text: str, key: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "courrier", pathways["coxarthrose"], vocabulary, clinical_reader, dated=WRITTEN)
    assert not [f.value for f in facts if f.key == key and f.value is not None]


SEEN = [
    ("scoliose-adolescent", "Corset proposé jusqu'à Risser 4. Ce jour Risser 1.", {"risser": [1]}),
    ("scoliose-adolescent", "Vitesse de croissance : 7,5 cm par an.", {"vitesse_croissance": [7.5]}),
    ("scoliose-adolescent", "Sa sœur a été réglée à 13 ans.", {"menarche": []}),
    ("cancer-prostate", "IRM : cible PI-RADS 4 à gauche.", {"pirads": [4]}),
    ("hernie-discale-lombaire", "Lasègue droit à 40°, croisé à 70°. Lasègue croisé à 70°.", {"lasegue": [40]}),
    ("hernie-discale-lombaire", "Hernie discale extruse, paramédiane.", {"type_hernie": ["extrusion"]}),
    ("hernie-discale-lombaire", "Un fragment exclu n'est pas éliminé.", {"type_hernie": []}),
    ("hernie-discale-lombaire", "Sciatique droite après un effort, soit cinq semaines.", {"duree": [5]}),
    ("gonarthrose", "Au départ : flexion 100°. Ce jour : flexion 115°.", {"flexion": [115]}),
    ("polyarthrite-rhumatoide", "Prednisone : une cure en 2024, 6 mg/j en continu.", {"cortico_dose": [6]}),
    ("polyarthrite-rhumatoide", "Méthotrexate oral depuis mai 2024, 15 mg par semaine.", {"mtx_dose": [15]}),
    (
        "polyarthrite-rhumatoide",
        "Méthotrexate 2,5 mg : 6 comprimés le lundi.\nNe débuter le méthotrexate qu'après un bilan.",
        {"mtx_dose": []},
    ),
    ("endometriose", "Symptôme Avant Ce jour\nDouleur pelvienne (EVA) 8/10 2/10", {"eva_douleur": [2]}),
    ("infertilite-couple", "Mme Aline BRIDEL, 33 ans, et Monsieur\nPaul BRIDEL, 35 ans.", {"age_homme": [35]}),
]


@pytest.mark.parametrize(("pathway", "text", "wanted"), SEEN)
def test_a_key_fact_is_what_is_found_today(
    pathway: str,
    text: str,
    wanted: dict[str, list[Any]],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)
    sure = [f for f in facts if f.polarity == "affirmed" and f.bearer == "patient"]
    assert {key: [f.value for f in sure if f.key == key] for key in wanted} == wanted


def test_a_day_beside_a_side_is_not_its_own(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Prothèse totale du genou droit posée le 11/03/2025, douloureuse."
    facts = facts_in(text, "courrier", pathways["gonarthrose"], vocabulary, clinical_reader, dated=WRITTEN)
    assert {f.dated for f in facts if f.key == "cote"} == {WRITTEN}
