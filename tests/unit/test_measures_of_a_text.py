"""Measures of a plain text: what they are called, and what is a dose, a range, a needle or a year instead."""

import pytest

from engine.domain.vocabulary import Vocabulary
from engine.steps.polarity import Assertions
from engine.steps.results import results


def told(text: str, vocabulary: Vocabulary) -> list[tuple[str | None, object]]:
    return [(m.analyte, m.value) for m in results(text, vocabulary, Assertions(spans=()), ())]


@pytest.mark.parametrize(
    "text",
    [
        "Calcium 500 mg / vitamine D3 400 UI : 1 par jour",
        "FIV, protocole antagoniste, FSH 225 UI, transfert à J5",
        "puis 20 mg par jour pendant six mois",
        "Microbiopsies du sein gauche, 14 G, quatre fragments",
        "Uracilémie entre 16 et 150 ng/mL : déficit partiel possible",
        "PSA : seuil de 4 ng/mL",
        "Objectif de 7 % d'HbA1c",
    ],
)
def test_what_is_no_measure_of_the_patient(text: str, vocabulary: Vocabulary) -> None:
    assert told(text, vocabulary) == []


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Poids 71 kg pour 1,62 m.", [("Poids", 71), (None, 1.62)]),
        ("Taille 1,62 m poids 71 kg", [("Taille", 1.62), ("poids", 71)]),
        ("Longueur du membre 812 mm 810 mm", [("Longueur du membre", 812), ("Longueur du membre 812 mm", 810)]),
        ("nodule d'environ 12 mm", [("nodule", 12)]),
        ("lésion cible 12 mm", [("lésion cible", 12)]),
        ("Plaquettes 140 G/L", [("Plaquettes", 140)]),
        ("Indication : PSA 6,1 ng/mL en avril 2026", [("PSA", 6.1)]),
    ],
)
def test_a_measure_has_its_own_name(
    text: str, measures: list[tuple[str | None, float]], vocabulary: Vocabulary
) -> None:
    assert told(text, vocabulary) == measures
