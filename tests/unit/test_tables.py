"""Tables of cells: what a number is called, its unit beside or above it, and what fills a cell and is no result."""

import pytest

from engine.domain.vocabulary import Vocabulary
from engine.steps.measure import UnitFinder
from engine.steps.tables import table_values

TABLES: list[tuple[str, list[tuple[str, float | str, str | None]]]] = [
    ("Type | Mesure\n/ Taille / | 176cm\nPoids | 59 kg", [("Taille", 176, "cm"), ("Poids", 59, "kg")]),
    ("Poids | 58 kg | 12/03/2022", [("Poids", 58, "kg")]),
    ("Date | Examen | Résultat | Unité\n23/09/2018 | TCA | 27 | s", [("TCA", 27, "s")]),
    (
        "Date | Tension | Impédance\n12/08/2009 | / 9.6 V / | / 91 ohms /",
        [("Tension", 9.6, "V"), ("Impédance", 91, "ohms")],
    ),
    (
        "Réfraction | Oeil Droit | Oeil Gauche\nSphère (D) | 2.50 | +2.25",
        [("Sphère (D) Réfraction", 2.5, "D"), ("Sphère (D) Réfraction", 2.25, "D")],
    ),
    # A score that its own cell names; what else stands beside words there counts something.
    ("Date | Examen\n22/06/2011 | / IRM / | / Score de Fisher : 3 / Dépôts fins /", [("Score de Fisher", 3, None)]),
    ("Date | Examen\n22/06/2011 | / IRM / | Chambre : 3", []),
    ("Germe | Valeur | S/R\nAmoxicilline | <0,012 µg/ml | S", [("Amoxicilline Germe", "<0,012", "µg/ml")]),
    ("Tabac | 4 (cigarettes par semaine)", [("Tabac", 4, "cigarettes par semaine")]),
    # A reference, a batch number and a day are no results.
    ("Examen | Résultat | Norme\nFerritine | 18 µg/L | 150", [("Ferritine", 18, "µg/L")]),
    ("Vaccin | Lot n°\nVaccin fictif | 4456668", []),
    ("Acte | Date\nConsultation | 2018", []),
    ("Sans tableau, 12 mm.", []),
]


@pytest.mark.parametrize(("text", "values"), TABLES)
def test_cells_with_their_names_and_units(
    text: str, values: list[tuple[str, float | str, str | None]], vocabulary: Vocabulary
) -> None:
    units = UnitFinder(vocabulary.units | vocabulary.cell_units)
    found = list(table_values(text, vocabulary, units))
    assert [(v.name, v.value, v.unit) for v in found] == values
    assert all(str(v.value).replace(",", ".") in text[v.start : v.end].replace(",", ".") for v in found)


def test_a_column_may_name_a_side(vocabulary: Vocabulary) -> None:
    units = UnitFinder(vocabulary.units | vocabulary.cell_units)
    found = table_values("Mesure | Oeil Droit | Oeil Gauche\nAxe (deg) | 15 | 20", vocabulary, units)
    assert [(v.value, v.side) for v in found] == [(15, "droite"), (20, "gauche")]
