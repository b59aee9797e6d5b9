"""Tables whose columns are headed by days or months: each number has the day of its column."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.day_columns import numbers_under_days, values_under_days
from tests.builders import facts_in

WRITTEN = date(2026, 9, 4)


@pytest.mark.parametrize(
    ("heading", "days"),
    [
        ("Interligne minimal 20/04/2026 05/10/2026", [date(2026, 4, 20), date(2026, 10, 5)]),
        ("Mesure Février 2026 Septembre 2026", [date(2026, 2, 1), date(2026, 9, 1)]),
    ],
)
def test_the_values_of_a_row_stand_under_their_days(heading: str, days: list[date]) -> None:
    text = f"{heading}\nHanche gauche 3,0 mm 0,7 mm"
    start = text.index("Hanche")
    found = values_under_days(text, start, len(text))
    assert [(column.day, text[a:b]) for column, a, b in found] == [*zip(days, ("3,0", "0,7"), strict=True)]
    assert values_under_days("Hanche gauche 3,0 mm 0,7 mm", 0, 20) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mesure | 02/2026 | 09/2026\nTest 6 minutes | 420 m | 380 m", [("Test 6 minutes", 2), ("Test 6 minutes", 9)]),
        (
            "Mesure 02/2026 09/2026\nEVA 6/10 7/10\n\nOswestry 46 34",
            [("EVA", 2), ("EVA", 9), ("Oswestry", 2), ("Oswestry", 9)],
        ),
        # A sentence ends the table, and a sentence is no heading.
        ("Mesure 02/2026 09/2026\nElle marche bien.\nEVA 6/10 7/10", []),
        ("Séances faites entre 02/2026 et 09/2026\nEVA 6/10 7/10", []),
        ("Mesure 02/2026 09/2026\nEVA 6/10", []),
    ],
)
def test_a_table_dates_its_numbers(text: str, wanted: list[tuple[str, int]]) -> None:
    assert [(name, column.day.month) for column, name in numbers_under_days(text).values()] == wanted


@pytest.mark.parametrize("stroke", ["", "| "])
def test_what_was_measured_before_keeps_its_month(
    stroke: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    rows = (
        ("Mesure", "Février 2026", "Septembre 2026"),
        ("Périmètre déclaré", "800 m", "400 m"),
        ("EVA marche", "6/10", "7/10"),
    )
    text = "Bilan\n" + "\n".join(f" {stroke}".join(row) for row in rows)
    facts = facts_in(text, "compte_rendu_kine", pathways["coxarthrose"], vocabulary, clinical_reader, dated=WRITTEN)
    assert {(f.value, f.dated, f.month) for f in facts if f.kind == "measurement"} >= {
        (800, date(2026, 2, 1), True),
        (400, WRITTEN, False),
        (6, date(2026, 2, 1), True),
        (7, WRITTEN, False),
    }
