"""Laboratory rows as printed, and the side that a sentence, a heading or a table gives."""

import pytest

from engine.domain.vocabulary import Vocabulary
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder, number
from engine.steps.sides import only_side, side_in, side_of, two_sided_row

ROWS = [
    ("Hémoglobine 11,8 g/dL 12,0 - 16,0", "hemoglobine", 11.8, "g/dL", "g/dL"),
    ("Hémoglobine : 118 g/L", "hemoglobine", 118, "g/L", "g/L"),
    # The previous result stands to the right, with or without its day.
    ("Ferritine   18   µg/L   15 - 150   (03/02/2026 : 32)", "ferritine", 18, "µg/L", "ug/L"),
    ("Hémoglobine 10,4 g/dL [12,0-16,0] 11,9 le 03/02/2026", "hemoglobine", 10.4, "g/dL", "g/dL"),
    ("ACE 7,9 ng/mL < 5,0 4,1 3,8", "ace_val", 7.9, "ng/mL", "ng/mL"),
    # Flags stand between the value and its unit, or after it.
    ("VGM 78 L fL 80 - 100", "vgm", 78, "fL", "fL"),
    ("CRP * 14,2 mg/L < 5,0", "crp", 14.2, "mg/L", "mg/L"),
    ("CRP 14,2 H mg/L < 5,0", "crp", 14.2, "mg/L", "mg/L"),
    ("CRP 14,2 ↑ mg/L", "crp", 14.2, "mg/L", "mg/L"),
    ("Glycémie 1,32 (haut) g/L 0,70 - 1,10", "glycemie", 1.32, "g/L", "g/L"),
    # A bound is no value.
    ("CRP < 0,1 mg/L", "crp", "< 0,1", "mg/L", "mg/L"),
    ("CA 125 >1000 U/mL", "ca_125", ">1000", "U/mL", "U/mL"),
    ("AMH ≤ 0,03 ng/mL", "amh_val", "≤ 0,03", "ng/mL", "ng/mL"),
    # Thousands with blanks; a point is a decimal point.
    ("Ferritine 1 250 µg/L", "ferritine", 1250, "µg/L", "ug/L"),
    ("Ferritine 1\u202f250 µg/L", "ferritine", 1250, "µg/L", "ug/L"),
    ("Plaquettes 245 000 /mm3 150 000 - 400 000", "plaquettes", 245000, "/mm3", "/mm3"),
    ("TSH 1.950 mUI/L 0.270 - 4.200", "tsh", 1.95, "mUI/L", "m[IU]/L"),
    # The unit stands after the reference range, or there is none.
    ("Potassium 4,1 3,5 - 5,1 mmol/L", "potassium", 4.1, "mmol/L", "mmol/L"),
    ("Albumine 41 [35 - 52] g/L", "albumine", 41, "g/L", "g/L"),
    ("INR 1,02", "inr", 1.02, None, None),
    ("TP 96 % 70 - 120", "tp", 96, "%", "%"),
    # Two units: the first one printed.
    ("Créatinine : 62 µmol/L soit 7,0 mg/L", "creatinine", 62, "µmol/L", "umol/L"),
    ("Glycémie à jeun 0,92 g/L 5,11 mmol/L", "glycemie", 0.92, "g/L", "g/L"),
    # Names that hold figures or a method; names that hold another name.
    ("CA 19-9 12 U/mL", "ca_19_9", 12, "U/mL", "U/mL"),
    ("25-OH vitamine D 23 ng/mL 30 - 60", "vitamine_d", 23, "ng/mL", "ng/mL"),
    ("AMH (électrochimiluminescence, Roche) 1,8 ng/mL", "amh_val", 1.8, "ng/mL", "ng/mL"),
    ("Antigène carcino-embryonnaire (ACE) : 3,4 µg/l", "ace_val", 3.4, "µg/l", "ug/L"),
    ("Hémoglobine glyquée (HbA1c) 6,4 %", "hba1c", 6.4, "%", "%"),
    ("Polynucléaires neutrophiles 4,31 G/L", "neutrophiles", 4.31, "G/L", "10*9/L"),
    ("PROTÉINE C RÉACTIVE......... 3,2 mg/L", "crp", 3.2, "mg/L", "mg/L"),
    ("Débit de filtration glomérulaire (CKD-EPI) 84 mL/min/1,73 m²", "dfg", 84, "mL/min/1,73 m²", "mL/min/{1.73_m2}"),
    ("CRP le 12/03/2026 : 5 mg/L", "crp", 5, "mg/L", "mg/L"),
    ("Uracilémie 11,2 ng/mL", "uracile", 11.2, "ng/mL", "ng/mL"),
    ("Hémoglobine 9,8g/dL", "hemoglobine", 9.8, "g/dL", "g/dL"),
]

NO_VALUE = [
    "TSH : voir commentaire",
    "CRP non dosée, tube hémolysé",
    "Ferritine",
    "AMH dosée. Prélèvement du 12/03/2026",
    "Le bilan montre une CRP basse, puis le patient revient à 3 mois",
]


@pytest.mark.parametrize(("row", "key", "value", "unit", "ucum"), ROWS)
def test_a_laboratory_row(
    row: str, key: str, value: float | str, unit: str | None, ucum: str | None, vocabulary: Vocabulary
) -> None:
    found = [f for f in laboratory_values(row, vocabulary.analytes, UnitFinder(vocabulary.units)) if not f.earlier]
    assert [(f.key, f.value, f.unit, f.unit_ucum) for f in found] == [(key, value, unit, ucum)]
    assert row[found[0].start :].startswith(found[0].analyte)


@pytest.mark.parametrize("row", NO_VALUE)
def test_a_name_without_its_value_gives_nothing(row: str, vocabulary: Vocabulary) -> None:
    assert list(laboratory_values(row, vocabulary.analytes, UnitFinder(vocabulary.units))) == []


def test_each_row_gives_its_own_result_and_a_row_may_hold_two(vocabulary: Vocabulary) -> None:
    text = "Leucocytes 6,2 G/L 4 - 10\nHémoglobine 13,1 g/dL\nSodium 139 mmol/L  Potassium 4,2 mmol/L\nVGM 88 fL"
    found = laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units))
    assert {f.key: (f.value, f.unit) for f in found} == {
        "leucocytes": (6.2, "G/L"),
        "hemoglobine": (13.1, "g/dL"),
        "sodium": (139, "mmol/L"),
        "potassium": (4.2, "mmol/L"),
        "vgm": (88, "fL"),
    }


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1 250", 1250), ("7,9", 7.9), ("2.150", 2.15), ("12", 12), ("< 0,1", "< 0,1"), ("12 345,6", 12345.6)],
)
def test_french_numbers(printed: str, value: float | str) -> None:
    assert number(printed) == value


@pytest.mark.parametrize(
    ("printed", "ucum"),
    [("pg", "pg"), ("G/L", "10*9/L"), ("g/L", "g/L"), ("µmol/L", "umol/L"), ("UI / L", "[IU]/L"), ("pintes", None)],
)
def test_units_keep_their_letter_case(printed: str, ucum: str | None, vocabulary: Vocabulary) -> None:
    assert UnitFinder(vocabulary.units).ucum(printed) == ucum


SIDES = [
    ("Gonarthrose du genou droit stade 3.", "Gonarthrose", "droite"),
    ("Endométriome gauche de 32 mm.", "Endométriome", "gauche"),
    ("Épanchement des deux côtés.", "Épanchement", "bilatéral"),
    ("Gonarthrose bilatérale.", "Gonarthrose", "bilatéral"),
    ("Kellgren 4 à droite, Kellgren 2 à gauche.", "Kellgren 4", "droite"),
    ("Kellgren 4 à droite, Kellgren 2 à gauche.", "Kellgren 2", "gauche"),
    ("Ovaire droit normal. Ovaire gauche : endométriome de 40 mm.", "endométriome", "gauche"),
    ("Genou droit : usure modérée. Genou gauche : usure évoluée, pincement complet.", "pincement", "gauche"),
    ("Genou gauche :\nPincement fémoro-tibial interne.\nOstéophytes.", "Ostéophytes", "gauche"),
    ("Genou droit\n\nUtérus normal.", "Utérus", None),
    ("Tout droit sorti du bloc ; kyste ovarien.", "kyste", None),
    ("Prothèse du genou gauche.\nPincement interne.", "Pincement", None),
    ("Utérus normal.", "Utérus", None),
]


@pytest.mark.parametrize(("text", "what", "side"), SIDES)
def test_the_side_that_governs_a_finding(text: str, what: str, side: str | None, vocabulary: Vocabulary) -> None:
    start = text.index(what)
    assert side_in(text, start, start + len(what), None, vocabulary.sides) == side


def test_a_text_that_names_no_side_takes_the_default(vocabulary: Vocabulary) -> None:
    assert side_in("Kyste simple.", 0, 5, "gauche", vocabulary.sides) == "gauche"
    assert side_in("Utérus normal.", 0, 6, "gauche", vocabulary.sides) is None, "what lies in the middle has none"


@pytest.mark.parametrize(
    ("text", "side"),
    [("Genou droit. IRM du genou droit.", "droite"), ("Genou droit, puis gauche.", None), ("Thorax.", None)],
)
def test_the_only_side_of_a_text(text: str, side: str | None, vocabulary: Vocabulary) -> None:
    assert only_side(text, vocabulary.sides) == side


@pytest.mark.parametrize(("printed", "side"), [("droite", "droite"), ("Gauche", "gauche"), ("interne", None)])
def test_a_printed_side(printed: str, side: str | None, vocabulary: Vocabulary) -> None:
    assert side_of(printed, vocabulary.sides) == side


ROW_TABLES = [
    ("            Droit   Gauche\nHKA    174°    178°", {"droite": "174", "gauche": "178"}),
    ("Mesures   Gauche  Droite\nHKA  174,5  178", {"gauche": "174,5", "droite": "178"}),
    ("            Droit   Gauche\nAutre 1 2\n\nHKA    174    178", {"droite": "174", "gauche": "178"}),
    # One number, three numbers, prose or a heading: no table row.
    ("            Droit   Gauche\nHKA    174", {}),
    ("            Droit   Gauche\nHKA    174  178  180", {}),
    ("Genou droit et genou gauche : clichés en charge.\nHKA 174 178", {}),
    ("HKA 174 178", {}),
]


@pytest.mark.parametrize(("text", "values"), ROW_TABLES)
def test_the_two_values_of_a_two_sided_row(text: str, values: dict[str, str]) -> None:
    start = text.index("HKA")
    row = two_sided_row(text, start, text.index("174", start) + 3)
    assert {side: text[a:b] for side, a, b in row} == values
