"""Tables whose columns are headed by days or months: each number has the day of its column."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.day_columns import numbers_under_days, state_under_days, values_of_stages, values_under_days
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
    ("heading", "row", "count"),
    [
        ("Biopsies prélevées le 11/05/2026, résultat du 20/05/2026", "ISUP 2 %, 5 mm", 0),
        ("Reçu le 11/05/2026 - validé le 20/05/2026", "Grade 2 mm, 5 mm", 0),
        ("Examen du 11/05/2026 - édité le 20/05/2026", "Marge 2 mm 5 mm", 0),
        ("Résultat 11/05/2026 20/05/2026", "Marge 2 mm, longueur maximale 5 mm", 0),
        ("Résultat 11/05/2026 Antériorité 20/05/2026", "Marge 2 mm 5 mm", 2),
        ("Valeurs 11/05/2026 20/05/2026", "CRP 2 mg/L 5 mg/L", 2),
    ],
)
def test_days_of_a_paper_head_no_columns_and_a_sentence_is_no_row(heading: str, row: str, count: int) -> None:
    text = f"{heading}\n{row}"
    assert len(values_under_days(text, len(heading) + 1, len(text))) == count


def test_days_without_a_year_head_columns() -> None:
    text = "12/06 28/08\nOswestry 44 18"
    found = values_under_days(text, text.index("Oswestry"), len(text), WRITTEN)
    assert [(column.day, text[a:b]) for column, a, b in found] == [
        (date(2026, 6, 12), "44"),
        (date(2026, 8, 28), "18"),
    ]
    assert values_under_days(text, text.index("Oswestry"), len(text)) == ()


@pytest.mark.parametrize(
    ("heading", "heads"),
    [
        ("Mesure | Début | Fin", True),
        ("Symptôme Avril 2026 (avant) Ce jour", True),
        ("Symptôme | Avril 2026 | Aujourd'hui", True),
        ("Avant (04/2026) Actuel (09/2026)", True),
        ("12/04/2026 maintenant", True),
        ("Début du suivi", False),
        ("Avril 2026, avant ce jour", False),
    ],
)
def test_two_stages_head_columns(heading: str, heads: bool) -> None:
    text = f"{heading}\nFlexion | 80° | 95°"
    found = values_of_stages(text, text.index("Flexion"), len(text))
    assert [text[a:b] for a, b in found] == (["80", "95"] if heads else [])


def test_a_score_named_within_its_row_has_its_two_stages() -> None:
    text = "Début Fin\nScore d'Oxford 25/48 22/48"
    at = text.index("Oxford")
    assert [text[start:end] for start, end in values_of_stages(text, at, at + 9)] == ["25", "22"]
    prose = "Début Fin\nLe patient reste gêné, Oxford 25/48 22/48"
    at = prose.index("Oxford")
    assert values_of_stages(prose, at, at + 9) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mesure | 02/2026 | 09/2026\nTest 6 minutes | 420 m | 380 m", [("Test 6 minutes", 2), ("Test 6 minutes", 9)]),
        (
            "Mesure 02/2026 09/2026\nEVA 6/10 7/10\n\nOswestry 46 34",
            [("EVA", 2), ("EVA", 9), ("Oswestry", 2), ("Oswestry", 9)],
        ),
        # Days without a year are those before the latest date of the paper.
        (
            "Le 9 octobre 2026\n31/08 07/10\nEVA jambe 5 1\nOswestry 46 % 20 %",
            [("EVA jambe", 8), ("EVA jambe", 10), ("Oswestry", 8), ("Oswestry", 10)],
        ),
        ("Le 9 octobre 2026\nTA 12/08 13/07\nPouls 70 72", []),
        ("31/08 07/10\nEVA jambe 5 1", []),
        # A sentence ends the table, and a sentence is no heading.
        ("Mesure 02/2026 09/2026\nElle marche bien.\nEVA 6/10 7/10", []),
        ("Séances faites entre 02/2026 et 09/2026\nEVA 6/10 7/10", []),
        ("Mesure 02/2026 09/2026\nEVA 6/10", []),
        # The end of a range is nobody's result.
        ("Examen 09/2026 Normes 02/2026\nUrée 9,2 mmol/L (H) 2,8 - 7,2 6,1", [("Urée", 9), ("Urée", 2)]),
        ("Examen 09/2026 Normes 02/2026\nUrée 9,2 mmol/L 2,8 7,2 6,1", []),
    ],
)
def test_a_table_dates_its_numbers(text: str, wanted: list[tuple[str, int]]) -> None:
    assert [(name, column.day.month) for column, name in numbers_under_days(text).values()] == wanted


@pytest.mark.parametrize(
    ("row", "there"),
    [
        ("Élément 15/12/2025 12/06/2026\nLiseré tibial absent 2 mm", True),
        ("Élément 15/12/2025 12/06/2026\nLiseré tibial 2 mm absent", False),
        ("Élément 12/06/2026 15/12/2025\nLiseré tibial | 2 mm | absent", True),
        ("Élément Droite Gauche\nLiseré tibial absent 2 mm", None),
        ("Élément 15/12/2025 12/06/2026\nLiseré tibial absent", None),
        ("Liseré tibial absent", None),
    ],
)
def test_a_row_says_what_is_there_on_its_latest_day(row: str, there: bool | None) -> None:
    assert state_under_days(row, row.index("Liseré")) is there


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "Examen 04/09/2026 Normes 18/06/2026\nHémoglobine 9,7 g/dL (B) 11,5 - 16,0 12,4\nCRP 31 mg/L (H) < 5 12",
            {(9.7, None), (12.4, date(2026, 6, 18)), (31, None), (12, date(2026, 6, 18))},
        ),
        (
            "Examen 18/06/2026 04/09/2026 Normes\nHémoglobine (g/dL) 12,4 9,7 11,5 - 16,0",
            {(9.7, None), (12.4, date(2026, 6, 18))},
        ),
        ("Analyse Résultat Antérieur Unité Normes\nCRP 31 12 mg/L < 5", {(31, None)}),
    ],
)
def test_a_laboratory_s_columns_are_not_taken_for_one_another(
    table: str,
    wanted: set[tuple[float, date | None]],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    text = f"Prélevé le 04/09/2026\n{table}"
    pathway = pathways["polyarthrite-rhumatoide"]
    facts = facts_in(text, "biologie", pathway, vocabulary, clinical_reader, dated=WRITTEN)
    assert {(f.value, f.dated if f.dated != WRITTEN else None) for f in facts if f.kind == "measurement"} == wanted


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
