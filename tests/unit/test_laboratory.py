"""Laboratory tables with earlier results, series of one analyte, and bounds that make an antibody absent."""

from datetime import date

import pytest

from engine.domain.vocabulary import Vocabulary
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder
from engine.steps.measured import Measured

SAMPLED = date(2026, 7, 4)


def values(text: str, vocabulary: Vocabulary) -> list[Measured]:
    return list(laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units), SAMPLED))


EARLIER: list[tuple[str, float, list[tuple[float, date | None]]]] = [
    # The day of the sampling decides which column is today's, wherever it stands.
    ("Examen  04/07/2026  03/01/2026\nFerritine  6 µg/L  9", 6, [(9, date(2026, 1, 3))]),
    ("Examen  03/01/2026  04/07/2026\nFerritine  9  6 µg/L", 6, [(9, date(2026, 1, 3))]),
    # One day heads the previous result alone; the reference interval is no result.
    ("Examen Résultat Réf. Résultat du 03/01/2026\nFerritine 6 µg/L 15-150 9", 6, [(9, date(2026, 1, 3))]),
    ("Résultat Unités Normes Antériorité\n   03/01/2026\nFerritine 6 µg/L 15 - 150 9", 6, [(9, date(2026, 1, 3))]),
    ("Ferritine 6 µg/L (15-150) 9 le 03/01/2026", 6, [(9, date(2026, 1, 3))]),
    # A month heads a column as a day does; a day or month may also stand before its result.
    ("Examen Résultat Précédent 03/2026\nFerritine 6 µg/L 9", 6, [(9, date(2026, 3, 1))]),
    (
        "Examen 04/07/2026 03/01/2026 nov. 2025\nFerritine 6 9 12 µg/L",
        6,
        [(9, date(2026, 1, 3)), (12, date(2025, 11, 1))],
    ),
    ("Examen 07/2026 01/2026\nFerritine 6 9 µg/L", 6, [(9, date(2026, 1, 1))]),
    ("Ferritine 6 µg/L (15-150) 03/2026 : 9", 6, [(9, date(2026, 3, 1))]),
    ("Ferritine 6 µg/L (antérieur du 03/01/2026 : 9)", 6, [(9, date(2026, 1, 3))]),
    # An empty column: nobody knows which day an earlier result has.
    ("Examen 04/07/2026 03/01/2026 11/2025\nFerritine 6 9 µg/L", 6, [(9, None)]),
    # A bound and the earlier result behind it are no thousands; of a large result they are.
    ("Examen Résultat Réf. 03/01/2026\nFerritine 212 µg/L < 115 268", 212, [(268, date(2026, 1, 3))]),
    ("Examen Résultat Réf. 03/01/2026\nFerritine 2 400 µg/L < 1 150", 2400, []),
    # What two units are worth is no result.
    ("Ferritine 6 µg/L\nFerritine : 1 µg/L = 1 ng/mL", 6, []),
    ("Ferritine 6 µg/L\nFerritine 10 µg/L = 10 ng/mL", 6, []),
    # A table of one analyte below its title.
    ("Ferritine 6 µg/L\n\nHistorique ferritine (µg/L)\n\nDate µg/L\n03/01/2026 9", 6, [(9, date(2026, 1, 3))]),
    ("Ferritine 6 µg/L\nDosages antérieurs de ferritine :\nDate Résultat\n03/01/2026 9", 6, [(9, date(2026, 1, 3))]),
    ("Évolution de la ferritine\nDate Valeur\n04/07/2026 6\n03/01/2026 9", 6, [(9, date(2026, 1, 3))]),
    # A second unit is no earlier result.
    ("Créatinine 84 µmol/L 9,5 mg/L", 84, []),
    ("Ferritine 6 µg/L 15-150 non dosé", 6, []),
    # A year behind its month is no earlier result.
    ("Ferritine 6 µg/L en avril 2026, en baisse", 6, []),
    ("Ferritine en 2024 6 µg/L", 6, []),
]


@pytest.mark.parametrize(("text", "value", "earlier"), EARLIER)
def test_the_sampling_date_decides(
    text: str, value: float, earlier: list[tuple[float, date | None]], vocabulary: Vocabulary
) -> None:
    found = values(text, vocabulary)
    assert [(f.value, f.dated) for f in found if not f.earlier] == [(value, None)]
    assert [(f.value, f.dated) for f in found if f.earlier] == earlier


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("Progestérone J21 (13/07/2026) 14,2 µg/L", date(2026, 7, 13)),
        ("Progestérone (04/07/2026) 14,2 µg/L", None),
    ],
)
def test_a_row_may_say_its_own_day(row: str, day: date | None, vocabulary: Vocabulary) -> None:
    assert [(f.value, f.dated, f.earlier) for f in values(row, vocabulary)] == [(14.2, day, False)]


def test_a_month_is_not_told_as_a_day(vocabulary: Vocabulary) -> None:
    found = values("Examen 04/07/2026 11/2025\nFerritine 6 12 µg/L", vocabulary)
    assert [(f.value, f.month) for f in found] == [(6, False), (12, True)]


def test_a_series_gives_each_day_its_value(vocabulary: Vocabulary) -> None:
    text = "PSA 0,38 ng/mL\nDate PSA ng/mL\n12/07/2022 < 0,01\n05/05/2026 0,24\n04/07/2026 0,38\n\nObservation : rien."
    found = values(text, vocabulary)
    assert [(f.value, f.unit, f.dated, f.earlier) for f in found] == [
        (0.38, "ng/mL", None, False),
        ("< 0,01", "ng/mL", date(2022, 7, 12), True),
        (0.24, "ng/mL", date(2026, 5, 5), True),
    ]


@pytest.mark.parametrize(
    "heading", ["PSA total ng/mL Valeur usuelle < 4,0", "PSA (ng/mL), N < 4", "PSA ng/mL\nDate Résultat"]
)
def test_the_latest_row_of_a_series_is_the_result_else(heading: str, vocabulary: Vocabulary) -> None:
    found = values(f"{heading}\n12/03/2025 4,9\n06/04/2026 6,3 H\nRapport PSA libre / PSA total : 17 %", vocabulary)
    assert [(f.value, f.unit, f.dated, f.earlier) for f in found if f.key == "psa"] == [
        (4.9, "ng/mL", date(2025, 3, 12), True),
        (6.3, "ng/mL", date(2026, 4, 6), False),
    ]


def test_the_row_of_the_day_is_the_result_where_no_other_row_tells_it(vocabulary: Vocabulary) -> None:
    text = "Date PSA total (ng/mL) Technique\n04/07/2026 6,3 CMIA\n05/05/2026 6,1 CMIA"
    found = [(f.value, f.dated, f.earlier) for f in values(text, vocabulary)]
    assert found == [(6.3, None, False), (6.1, date(2026, 5, 5), True)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("HbA1c 8,4 % < 6\nHbA1c 68 mmol/mol < 42", {"hba1c": 8.4, "hba1c_autre_unite": 68}),
        ("HbA1c (HPLC) 8,4 %\nHbA1c (IFCC) 68 mmol/mol", {"hba1c": 8.4, "hba1c_ifcc": 68}),
        ("HbA1c IFCC 68 mmol/mol\nHbA1c NGSP 8,4 %", {"hba1c_ifcc": 68, "hba1c": 8.4}),
        ("Créatinine 98 µmol/L\nCréatinine 11,1 mg/L", {"creatinine": 98, "creatinine_autre_unite": 11.1}),
        ("PSA 6,2 ng/mL\nPSA 6,2 µg/L", {"psa": 6.2}),
        ("CRP 3 mg/L\nCRP 4 mg/L", {"crp": 4}),
    ],
)
def test_the_same_in_another_unit_is_told_apart(rows: str, told: dict[str, float], vocabulary: Vocabulary) -> None:
    assert {m.key: m.value for m in values(rows, vocabulary)} == told


@pytest.mark.parametrize(
    ("row", "negative"),
    [
        ("Facteur rhumatoïde 8 UI/mL < 14", True),
        ("Anti-CCP 245 U/mL < 7", False),
        ("Anti-CCP < 0,5 U/mL", True),
        ("Anti-CCP 1,2 U/mL", False),
        ("CRP 2 mg/L < 5", False),
    ],
)
def test_an_antibody_below_its_bound_is_absent(row: str, negative: bool, vocabulary: Vocabulary) -> None:
    assert [f.negative for f in values(row, vocabulary)] == [negative]


@pytest.mark.parametrize(
    "row",
    [
        "CRP il mgL <5",
        "PSA tous les 3 mois",
        "CRP dans 10 jours",
        "VS à la 1re heure",
        "PSA de référence à 3 mois",
        "Uracilémie entre 16 et 150 ng/mL : déficit partiel possible",
        "Hb entre 12 g/dL et 16 g/dL chez la femme",
        "PSA de 4 à 10 ng/mL : zone grise",
        "PSA : seuil de 4 ng/mL",
        "HbA1c cible 7 %",
        "CRP norme 5 mg/L",
        "Pas d'opération tant que l'IMC dépasse 35",
        "AMH dosée sur Access 2",
        "TSH réalisée par technique Elecsys 8",
        "Ferritine mesurée avec le kit Fer 3",
        "AMH : méthode Gen 2",
        "PSA rendu sur Vidas 3",
    ],
)
def test_what_is_no_result_gives_none(row: str, vocabulary: Vocabulary) -> None:
    assert values(row, vocabulary) == []


@pytest.mark.parametrize(
    "row", ["AMH dosée par ELISA 2,3 ng/mL", "Ferritine (technique CLIA) 9 µg/L", "TSH dosée en urgence : 2,3 mUI/L"]
)
def test_a_result_behind_its_method_is_one(row: str, vocabulary: Vocabulary) -> None:
    assert len(values(row, vocabulary)) == 1


@pytest.mark.parametrize(
    ("row", "key", "value", "ucum"),
    [
        ("Coefficient de saturation de la\ntransferrine 71 % (HH)", "saturation_transferrine", 71, "%"),
        ("Créatinine 71 pmol/L 45 - 84", "creatinine", 71, "umol/L"),
        ("CRP inférieure à 4 mg/L", "crp", "< 4", "mg/L"),
        ("IMC 22,4", "imc", 22.4, "kg/m2"),
        ("Lithium sérique 1,34 H mmol/L 0,50 - 0,80", "lithiemie", 1.34, "mmol/L"),
        ("Lithiémie : 1,1 mEq/L", "lithiemie", 1.1, "meq/L"),
        ("NT-proBNP 1 480 ng/L < 300", "nt_probnp", 1480, "ng/L"),
        ("BNP 245 pg/mL", "bnp", 245, "pg/mL"),
        ("D-dimères 1 250 ng/mL < 500", "d_dimeres", 1250, "ng/mL"),
        ("Troponine T hs 22 ng/L (H)", "troponine", 22, "ng/L"),
        ("Temps de Quick 61 %", "tp", 61, "%"),
        ("Bilirubine conjuguée 14 µmol/L", "bilirubine_conjuguee", 14, "umol/L"),
        ("Vitamine B 12 145 pg/mL 197 - 771", "vitamine_b12", 145, "pg/mL"),
        ("Folates sériques 4,1 nmol/L", "folates", 4.1, "nmol/L"),
        ("Cortisol plasmatique à 8 h 95 nmol/L", "cortisol", 95, "nmol/L"),
        ("17-OH progestérone 1,4 ng/mL", "17_oh_progesterone", 1.4, "ng/mL"),
        ("SHBG 28 nmol/L", "shbg", 28, "nmol/L"),
        ("Coefficient de saturation 8 % 20 - 40", "saturation_transferrine", 8, "%"),
        ("IgG 18,2 g/L 7,0 - 16,0", "igg", 18.2, "g/L"),
        ("C3 0,62 g/L 0,90 - 1,80", "complement_c3", 0.62, "g/L"),
        ("CPK 1 240 UI/L", "cpk", 1240, "[IU]/L"),
        ("Digoxine 2,6 µg/L 0,8 - 2,0", "digoxinemie", 2.6, "ug/L"),
        ("γ-GT 92 UI/L", "ggt", 92, "[IU]/L"),
        ("Hb 9,4 g/dL", "hemoglobine", 9.4, "g/dL"),
        # Of urine or semen it is another quantity.
        ("Créatinine urinaire 8,4 mmol/L", "creatininurie", 8.4, "mmol/L"),
        ("ECBU : leucocytes 3 000 /mL", "leucocytes_urinaires", 3000, "/mL"),
        ("Leucocytes 0,3 M/mL", "leucocytes_sperme", 0.3, "10*6/mL"),
        # The range stands first, dots lead to the result.
        ("Examen Normes Résultat\nHémoglobine 11,5 - 16,0 9,4 g/dL", "hemoglobine", 9.4, "g/dL"),
        ("Examen Normes Résultat\nCRP | < 5 | 24 mg/L", "crp", 24, "mg/L"),
        ("Hémoglobine.....9,4 g/dL.....11,5 - 16,0", "hemoglobine", 9.4, "g/dL"),
        # A mark that touches its result, the time of a sample, a speck, a bracket or a unit that goes on below.
        ("CA 15-3 96H kU/L < 30", "ca_15_3", 96, "kU/L"),
        ("Glycémie à 2 h 11,2 mmol/L", "glycemie", 11.2, "mmol/L"),
        ("Ferritine. 88 µg/L 15 - 200", "ferritine", 88, "ug/L"),
        ("DFG estimé (CKD-\nEPI) 63 mL/min/1,73\nm² > 60", "dfg", 63, "mL/min/{1.73_m2}"),
    ],
)
def test_names_units_and_bounds_as_laboratories_print_them(
    row: str, key: str, value: float | str, ucum: str, vocabulary: Vocabulary
) -> None:
    assert [(f.key, f.value, f.unit_ucum) for f in values(row, vocabulary)] == [(key, value, ucum)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Plaquettes 250", "10*9/L"),
        ("Plaquettes : 182 000", "/mm3"),
        # A count that no blood has, a bound, a unit that is printed, a quantity that is told in several units.
        ("Plaquettes 3000", None),
        ("Plaquettes < 20", None),
        ("Plaquettes 250 G/L", "10*9/L"),
        ("Créatinine 84", None),
    ],
)
def test_a_bare_number_that_can_mean_one_unit_only(row: str, code: str | None, vocabulary: Vocabulary) -> None:
    assert [v.unit_ucum for v in values(row, vocabulary)] == [code]


def test_a_series_holds_the_present_result_where_no_row_of_its_own_does(vocabulary: Vocabulary) -> None:
    found = values("Date PSA total (ng/mL) Rapport\n04/07/2026 5,9 22 %\n10/03/2026 8,7 12 %", vocabulary)
    assert [(f.value, f.dated, f.earlier) for f in found] == [(5.9, None, False), (8.7, date(2026, 3, 10), True)]


@pytest.mark.parametrize(
    ("heading", "day"),
    [("Analyse Antériorité 03/01/2026 Résultat Normes", date(2026, 1, 3)), ("Analyse Précédent Résultat Unité", None)],
)
def test_a_heading_may_put_the_earlier_result_first(heading: str, day: date | None, vocabulary: Vocabulary) -> None:
    found = values(f"{heading}\nHémoglobine 12,9 9,4 g/dL 11,5 - 16,0\nFerritine 12 µg/L", vocabulary)
    assert [(f.value, f.dated, f.earlier) for f in found] == [(9.4, None, False), (12.9, day, True), (12, None, False)]


def test_a_line_may_open_with_the_day_of_all_its_results(vocabulary: Vocabulary) -> None:
    found = values("Ferritine 12 µg/L\nRappel du 14/03/2024 : TSH 2,1 mUI/L, CRP 8 mg/L (N < 5).", vocabulary)
    assert [(f.value, f.dated) for f in found] == [(12, None), (2.1, date(2024, 3, 14)), (8, date(2024, 3, 14))]


def test_a_unit_may_stand_in_brackets_behind_the_name(vocabulary: Vocabulary) -> None:
    found = values("Examen 03/01/2026 04/07/2026\nHémoglobine (g/dL) 12,3 9,6 *", vocabulary)
    assert [(f.value, f.unit, f.earlier) for f in found] == [(12.3, "g/dL", True), (9.6, "g/dL", False)]


def test_one_name_heads_the_days_below_it(vocabulary: Vocabulary) -> None:
    found = values("PSA total (Roche) ng/mL\n04/07/2026 5,9\n10/03/2026 5,7\nCommentaire : stable.", vocabulary)
    assert [(f.value, f.dated, f.earlier) for f in found] == [(5.9, None, False), (5.7, date(2026, 3, 10), True)]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Uracile plasmatique 9 ng/mL", "uracile"),
        ("Dihydro-uracile 98 ng/mL", None),
        ("Dihydrouracile 98 ng/mL", None),
        ("LDL-cholestérol 0,94 g/L", "cholesterol_ldl"),
        ("Cholestérol LDL 0,94 g/L", "cholesterol_ldl"),
        ("Cholestérol total 1,94 g/L", "cholesterol"),
        ("17-hydroxyprogestérone 1,4 ng/mL", "17_oh_progesterone"),
        ("C3 : hernie de 8 mm", None),
        ("CK7 positif à 100 %", None),
        ("Rapport LDL/HDL 3,8 < 3,5", None),
        ("PSA libre / total 19 % > 25", "rapport_psa"),
        ("Rapport PSA libre / PSA total (06/04/2026) : 17 %", "rapport_psa"),
        ("Rapport L/T : 17 %", "rapport_psa"),
        ("FSH/LH 1,4", None),
    ],
)
def test_a_compound_name_is_another_analyte(line: str, key: str | None, vocabulary: Vocabulary) -> None:
    assert [value.key for value in values(line, vocabulary)] == ([key] if key else [])


@pytest.mark.parametrize(
    ("row", "results"),
    [
        ("ASAT / ALAT 19 / 22 UI/L < 35", [("asat", 19, "UI/L"), ("alat", 22, "UI/L")]),
        ("ASAT 1 ALAT 31 / 38 UI/L < 35 30 / 36", [("asat", 31, "UI/L"), ("alat", 38, "UI/L")]),
        ("TP / TCA ratio 100 % / 1,02 - -", [("tp", 100, "%"), ("tca", 1.02, None)]),
        ("SGOT / ASAT 24 UI/L", [("asat", 24, "UI/L")]),
        ("IGF-1 à 1,1 DS, HbA1c 5,1 %", [("igf1", 1.1, None), ("hba1c", 5.1, "%")]),
    ],
)
def test_each_result_of_one_line_is_its_own(
    row: str, results: list[tuple[str, float, str | None]], vocabulary: Vocabulary
) -> None:
    assert {(v.key, v.value, v.unit) for v in values(f"Examen Résultat Réf.\n{row}", vocabulary)} == set(results)


@pytest.mark.parametrize(
    ("row", "unit"),
    [("Bilirubine 9 pmol/L", "µmol/L"), ("Créatinine 70 pmol/L", "µmol/L"), ("T4 libre 15 pmol/L", "pmol/L")],
)
def test_a_unit_that_was_misread_is_the_one_that_is_meant(row: str, unit: str, vocabulary: Vocabulary) -> None:
    assert [found.unit for found in values(row, vocabulary)] == [unit]
