"""Which of several values of a text is the patient's of today: before and now, both sides, goals, stopped drugs."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.known import known_values
from tests.builders import a_place, facts_in

WRITTEN = date(2026, 10, 9)
LETTERS: list[tuple[str, str, str, list[Any]]] = [
    # Before, then now.
    ("polyarthrite-rhumatoide", "DAS28 5,1 en juin, 3,4 ce jour.", "das28", [3.4]),
    ("endometriose", "EVA 8 avant diénogest, 3 sous traitement.", "eva_douleur", [3]),
    ("endometriose", "Elle a souffert de dysménorrhées, EVA 8. Actuellement EVA 2.", "eva_douleur", [2]),
    ("infertilite-couple", "AMH 1,2 ng/mL en 2024, 0,8 ng/mL ce mois.", "amh_val", [0.8]),
    ("cancer-prostate", "Biopsies en 2021 : Gleason 3+3. Biopsies récentes : Gleason 3+4.", "gleason", ["3+4"]),
    ("hernie-discale-lombaire", "En 2018 : hernie L5-S1 opérée. Hernie L4-L5 gauche.", "niveau", ["L4-L5"]),
    ("coxarthrose", "Mesure | Début | Fin\nLequesne | 14 | 11", "score_fonction", [11]),
    ("hernie-discale-lombaire", "31/08 07/10\nEVA jambe gauche 5 1\nOswestry 46 % 20 %", "oswestry", [20]),
    ("hernie-discale-lombaire", "31/08 07/10\nEVA jambe gauche 5 1", "eva", [1]),
    ("hernie-discale-lombaire", "Oswestry : 52 % en mai, 28 % ce jour.", "oswestry", [28]),
    ("hernie-discale-lombaire", "Il va nettement mieux depuis août, EVA jambe 2.", "evolution", []),
    ("hernie-discale-lombaire", "Il s'améliore nettement depuis août, EVA jambe 2.", "evolution", ["favorable"]),
    ("hernie-discale-lombaire", "Il ne s'améliore pas nettement depuis août.", "evolution", []),
    ("hernie-discale-lombaire", "Elle s'améliore bien en avril, puis rechute.", "evolution", []),
    ("hernie-discale-lombaire", "Diabète : évolution favorable sous insuline.", "evolution", []),
    ("hernie-discale-lombaire", "Évolution favorable. Douleur de jambe : EVA 1.", "evolution", ["favorable"]),
    ("cancer-sein", "Carcinome infiltrant NST, grade ill d'Elston-Ellis (3+3+2).", "grade", [3]),
    ("cancer-sein", "Carcinome infiltrant NST, grade l d'Elston-Ellis (2+2+1).", "grade", [1]),
    ("cancer-sein", "Carcinome infiltrant NST, grade II (3+2+1).", "grade", [2]),
    ("cancer-sein", "Récepteurs hormonaux positifs (RE 80 %) et HER2 négatif.", "re", [80]),
    ("polyarthrite-rhumatoide", "NAD 12, NAG 0.", "gonflees", ["aucune"]),
    ("polyarthrite-rhumatoide", "NAD 12, NAG 10.", "gonflees", ["plusieurs"]),
    ("polyarthrite-rhumatoide", "EVA globale 75/100, EVA fatigue 40/100.", "eva_globale", [75]),
    ("gonarthrose", "Début Fin\nScore d'Oxford 25/48 22/48", "score_fonction", [22]),
    ("gonarthrose", "Gêne nette, indice de Lequesne\n15/24.", "score_fonction", [15]),
    ("gonarthrose", "Échec de 20 séances et de trois infiltrations.", "essais", ["échec"]),
    (
        "gonarthrose",
        "Arthrose fémoro-tibiale interne gauche KL 4 et fémoro-patellaire KL 3.",
        "compartiments",
        ["multiple"],
    ),
    ("gonarthrose", "Arthrose fémoro-tibiale interne gauche et fémoro-patellaire débutante.", "compartiments", []),
    ("scoliose-adolescent", "Taille debout 152,0 cm. Taille assise 79,5 cm.", "taille_assis", [152.0]),
    # What a dose became, and what it may become.
    ("polyarthrite-rhumatoide", "MTX débuté le 03/06/2024 à 15 mg/semaine, porté à 20 mg le 12/09.", "mtx_dose", [20]),
    (
        "polyarthrite-rhumatoide",
        "MTX 10 mg/sem en 2022, monté à 15 mg en 2024 puis 20 mg par semaine.",
        "mtx_dose",
        [20],
    ),
    ("polyarthrite-rhumatoide", "MTX 15 mg/sem depuis 2021, 20 mg/sem SC depuis janvier 2026.", "mtx_dose", [20]),
    ("polyarthrite-rhumatoide", "MTX 15 mg par semaine, qui pourrait être porté à 20 mg.", "mtx_dose", [15]),
    ("polyarthrite-rhumatoide", "MTX 15 mg par semaine, prednisone réduite à 5 mg.", "mtx_dose", [15]),
    ("polyarthrite-rhumatoide", "MTX 15 → 20 mg/semaine", "mtx_dose", [20]),
    ("gonarthrose", "Périmètre de marche 800 m en 2024, tombé à 300 m.", "perimetre_marche", [300]),
    ("coxarthrose", "Elle marche encore 2 km.", "perimetre_marche", [2000]),
    ("coxarthrose", "Gêne 4/10 en fin de journée.", "eva", []),
    ("coxarthrose", "Flexion 85°, rotation interne nulle.", "rotation_interne", ["nulle"]),
    ("hernie-discale-lombaire", "Douleur de jambe à 1/10. Lombalgie 3 à 4/10 en fin de journée.", "eva", [1]),
    ("hernie-discale-lombaire", "Lombalgie à 6/10, sciatique à 2/10.", "eva", [2]),
    ("hernie-discale-lombaire", "Infiltration le 19 août, nette amélioration.", "infiltrations", [None]),
    # How much of a treatment was carried through.
    ("gonarthrose", "15 séances le 02/05/2026, 4 séances faites, puis arrêt.", "essais", ["incomplet"]),
    ("gonarthrose", "Rééducation de hanche, 12 séances.\nRéalisées : 3.", "essais", ["incomplet"]),
    ("coxarthrose", "Rééducation hanche droite, 10 séances, 6 réalisées", "essais", ["incomplet"]),
    ("coxarthrose", "Quatre séances, trop tôt pour juger.", "essais", ["incomplet"]),
    ("gonarthrose", "20 séances prévues, 20 réalisées.", "essais", []),
    ("gonarthrose", "12 séances, 3 mois d'antalgiques et une infiltration.", "essais", []),
    # Another disc, another person.
    ("hernie-discale-lombaire", "Disques noirs L4-L5 et L5-S1, hernie L5-S1 gauche.", "niveau", ["L5-S1"]),
    ("scoliose-adolescent", "Marche normale.\nMère réglée à 14 ans, taille 165 cm ; père 178 cm.", "taille_assis", []),
    # A goal, a drug that was stopped.
    ("scoliose-adolescent", "Risser 1. Arrêt du corset prévu à Risser 4.", "risser", [1]),
    ("polyarthrite-rhumatoide", "Méthotrexate 15 mg par semaine, arrêté en 2025 pour cytolyse.", "mtx_dose", []),
    # Written otherwise.
    ("cancer-prostate", "La densité de PSA est de 0,13.", "psad", [0.13]),
    ("gonarthrose", "Mobilité 10-105 (flessum 10°).", "flexion", [105]),
    ("hernie-discale-lombaire", "Lombosciatique qui évolue depuis juin (19 semaines).", "duree", [19]),
]


@pytest.mark.parametrize(("pathway", "text", "key", "wanted"), LETTERS)
def test_the_value_of_now_counts(
    pathway: str,
    text: str,
    key: str,
    wanted: list[Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)
    sure = [f.value for f in facts if f.key == key and f.polarity == "affirmed" and f.bearer == "patient"]
    assert sure == wanted


@pytest.mark.parametrize(
    ("text", "key", "wanted"),
    [
        ("Lasègue 40° à gauche, 80° à droite.", "lasegue", {("gauche", 40), ("droite", 80)}),
        ("Infiltration : injection de bétaméthasone à gauche.", "medicament", {("gauche", "bétaméthasone")}),
    ],
)
def test_each_side_has_its_own_value(
    text: str,
    key: str,
    wanted: set[Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    pathway = pathways["hernie-discale-lombaire"]
    facts = facts_in(text, "courrier", pathway, vocabulary, clinical_reader, dated=WRITTEN)
    assert {(f.side, f.value) for f in facts if f.key == key} == wanted


@pytest.mark.parametrize(
    ("printed", "dose"),
    [("1 comprimé et demi le matin", 7.5), ("1/2 comprimé le matin", 2.5), ("2 comprimés le matin", 10)],
)
def test_half_tablets_count(
    printed: str, dose: float, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = f"+ Acide folique 5 mg : 2 comprimés le mercredi\n+ Prednisone 5 mg : {printed}"
    pathway = pathways["polyarthrite-rhumatoide"]
    facts = facts_in(text, "ordonnance", pathway, vocabulary, clinical_reader, dated=WRITTEN)
    assert [f.value for f in facts if f.key == "cortico_dose"] == [dose]
    assert all("folique" not in f.source.quote for f in facts if f.key == "cortico_dose")


def test_a_percentage_stands_behind_the_measured_and_the_expected_volume(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Paramètre Mesuré Théorique %\nCVF 3,10 L 3,40 L 91\nVEMS/CVF 88 % – –"
    pathway = pathways["scoliose-adolescent"]
    facts = facts_in(text, "compte_rendu_examen", pathway, vocabulary, clinical_reader, dated=WRITTEN)
    assert {(f.key, f.value) for f in facts if f.key in ("cvf", "rapport_vems_cvf")} == {
        ("cvf", 91),
        ("rapport_vems_cvf", 88),
    }


@pytest.mark.parametrize(
    ("letter_of", "letter", "weeks"),
    [
        (date(2026, 9, 21), "Sciatique gauche apparue le 29 juin, soit 12 semaines.", 12),
        (date(2026, 7, 1), "Sciatique gauche depuis 3 semaines.", 8),
        (date(2026, 9, 21), "Examen normal.", 8),
    ],
)
def test_how_long_it_has_lasted_is_what_the_latest_paper_says(
    letter_of: date,
    letter: str,
    weeks: int,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    disc, report = pathways["hernie-discale-lombaire"], "compte_rendu_imagerie"
    told = "Sciatique gauche depuis 8 semaines."
    places = [
        a_place(told, report, vocabulary, clinical_reader, "d1", dated=date(2026, 8, 26)),
        a_place(letter, "courrier", vocabulary, clinical_reader, "d2", dated=letter_of),
    ]
    kinds = {p.document.id: p.document.kind for p in places}
    assert known_values({}, extract(places, disc, vocabulary), disc, kinds).values.get("duree") == weeks


@pytest.mark.parametrize(
    ("letter", "index"),
    [
        ("Taille 1,58 m, poids 86 kg.", 34.4),
        ("Poids 86 kg.", None),
        ("Taille 158 cm, poids 86 kg, IMC 33.", 33),
    ],
)
def test_an_index_that_nobody_prints_is_worked_out(
    letter: str,
    index: float | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    knee = pathways["gonarthrose"]
    facts = facts_in(letter, "courrier", knee, vocabulary, clinical_reader, dated=WRITTEN)
    assert known_values({}, facts, knee, {}).values.get("imc") == index
