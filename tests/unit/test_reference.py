"""Reference ranges and flags as laboratories print them: read where they stand, rather none than a wrong one."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Fact, Reference
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder
from engine.steps.measured import Measured
from engine.steps.range_levels import level
from tests.builders import a_fact, facts_in

SAMPLED = date(2026, 7, 4)
NORMS = "Examen Résultat Normes\n"
EARLIER = "Examen Résultat Réf. Antériorité 03/2026\n"


def first(text: str, vocabulary: Vocabulary) -> Measured:
    values = laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units), SAMPLED)
    return next(v for v in values if not v.earlier)


PRINTED = [
    (NORMS + "Hémoglobine 13,2 g/dL 13,0 - 17,0", 13.0, 17.0, None),
    (NORMS + "Hémoglobine 13.2 g/dL 13.0–17.0", 13.0, 17.0, None),
    (NORMS + "CRP 19 mg/L (H) <5", None, 5.0, "H"),
    (NORMS + "DFG estimé 37 L > 60 mL/min", 60.0, None, "L"),
    (NORMS + "Ferritine 212 µg/L 30 400", 30.0, 400.0, None),
    (NORMS + "Leucocytes 7 120 /mm3 4 000 - 10 000", 4000.0, 10000.0, None),
    (NORMS + "Créatinine * 139 µmol/L [45 - 84]", 45.0, 84.0, "*"),
    ("Examen Résultat Intervalle Unité Antérieur\nAlbumine 31 L 35 à 50 g/L 36", 35.0, 50.0, "L"),
    (EARLIER + "Plaquettes 388 G/L 150 – 400 342", 150.0, 400.0, None),
    (EARLIER + "Plaquettes 312 000 /mm3 150 000 - 400 000 298 000", 150000.0, 400000.0, None),
    (EARLIER + "Clairance (Cockcroft) 98 mL/min > 60 101", 60.0, None, None),
    (EARLIER + "CRP 1 mg/L < 5 < 1", None, 5.0, None),
    (EARLIER + "LDH 500 U/L < 1 200", None, 1200.0, None),
    (EARLIER + "LDH 168 UI/L 125 – 220 non fait", 125.0, 220.0, None),
    (EARLIER + "25-OH vitamine D 31 nmol/L (bas) > 75 48", 75.0, None, "bas"),
    ("Examen  04/07/2026  03/01/2026  Normes\nFerritine  6 ↓ µg/L  9  15-150", 15.0, 150.0, "↓"),
    ("Ferritine 1 124 µg/L\n(HH) 15 – 200", 15.0, 200.0, "HH"),
    # In one line, with the word that says what it is.
    ("Hémoglobine : 12,1 g/dL (N : 13,0 - 17,0)", 13.0, 17.0, None),
    ("CRP : 19 mg/L élevée (VN < 5)", None, 5.0, "élevée"),
    ("| Ferritine | 6 | µg/L | 15 - 150 | L |", 15.0, 150.0, "L"),
    ("Auto-anticorps Résultat Seuil\nCRP 19 mg/L <5", None, 5.0, None),
    (NORMS + "ACE 7,9 ↑ ng/mL < 5,0 (non-fumeur)", None, 5.0, "↑"),
    (NORMS + "CRP 24 mg/L inf. à 5", None, 5.0, None),
    (NORMS + "CRP 24 mg/L jusqu'à 5", None, 5.0, None),
    (NORMS + "DFG 48 mL/min sup. à 60", 60.0, None, None),
    ("Hémoglobine 9,4 g/dL (11,5/16,0)", 11.5, 16.0, None),
    ("Hémoglobine 9,4 g/dL [11,5;16,0]", 11.5, 16.0, None),
    ("Hémoglobine 9,4 g/dL entre 11,5 et 16,0", 11.5, 16.0, None),
    # The heading's columns say that the range stands before its result; dots lead to both.
    ("Examen Normes Résultat\nCRP < 5 24 mg/L", None, 5.0, None),
    ("Examen Normes Unité Résultat\nCréatinine 45 - 84 µmol/L 128", 45.0, 84.0, None),
    ("Hémoglobine.....9,4 g/dL.....11,5 - 16,0", 11.5, 16.0, None),
    ("Examen 04/07/2026 03/01/2026 Normes\nCRP 24 mg/L 12 mg/L 0 - 5", 0.0, 5.0, None),
    # A second range, for some patients only, says the same of the result.
    (NORMS + "Lithiémie 1,34 mmol/L 0,50 - 0,80 (prise du soir : 0,80 -\n1,20) 0,91", 0.5, 0.8, None),
]


@pytest.mark.parametrize("text", ["VGM 84fL 80 - 98 86", "VGM : 84fL (80 - 98)", "VGM 84 fL 80 - 98"])
def test_a_unit_that_lost_its_blank_does_not_make_the_range_the_result(text: str, vocabulary: Vocabulary) -> None:
    found = first(EARLIER + text, vocabulary)
    assert (found.value, found.unit, found.reference and found.reference.quote) == (84, "fL", "80 - 98")


@pytest.mark.parametrize(("text", "low", "high", "flag"), PRINTED)
def test_a_range_and_a_flag_are_read_as_printed(
    text: str, low: float | None, high: float | None, flag: str | None, vocabulary: Vocabulary
) -> None:
    found = first(text, vocabulary)
    assert found.reference is not None
    assert (found.reference.low, found.reference.high, found.flag) == (low, high, flag)
    assert text[found.reference.start : found.reference.end] == found.reference.quote


BORN = "Mme FABLE Ode — 30/05/1993\nPrélevé le 04/07/2026\n"
AGED = "1,66 – 9,49 (25-29 ans)"
OWN = "1,18 – 9,16 (30-34 ans)"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (BORN + NORMS + f"AMH 8,90 ng/mL {AGED} {OWN}", OWN),
        (BORN + NORMS + f"| AMH (Elecsys) | 8,90 | ng/mL | {OWN} | 2,84 |", OWN),
        (BORN + NORMS + f"AMH 8,90 ng/mL H {AGED}\n{OWN}\nTSH 2,1 mUI/L 0,27 - 4,20", OWN),
        (BORN + NORMS + "AMH 8,90 ng/mL 1,66 – 9,49 (25-29) / 1,18 – 9,16 (30-34)", "1,18 – 9,16 (30-34)"),
        (BORN + NORMS + "AMH 8,90 ng/mL\n25-29 ans : 1,66 - 9,49\n30-34 ans : 1,18 - 9,16", "30-34 ans : 1,18 - 9,16"),
        (NORMS + "Âge : 33 ans\nAMH 8,90 ng/mL " + AGED + " " + OWN, OWN),
        (NORMS + f"AMH 8,90 ng/mL {AGED}", AGED),
        # The only range is for others; several, and nobody knows the age.
        (BORN + NORMS + f"AMH 8,90 ng/mL {AGED}", None),
        (NORMS + f"AMH 8,90 ng/mL {AGED} {OWN}", None),
    ],
)
def test_of_ranges_by_age_the_own_one_counts(text: str, quote: str | None, vocabulary: Vocabulary) -> None:
    reference = first(text, vocabulary).reference
    assert (reference and reference.quote) == quote
    assert reference is None or (reference.low, reference.high) in ((1.18, 9.16), (1.66, 9.49))


@pytest.mark.parametrize(
    ("value", "low", "high", "where"),
    [
        (24, None, 5.0, "high"),
        (4, None, 5.0, "normal"),
        ("> 340", None, 7.0, "high"),
        ("> 5", None, 7.0, None),
        ("< 0,2", 0.5, 1.0, "low"),
        ("< 1", None, 5.0, "normal"),
        ("< 9", None, 5.0, None),
    ],
)
def test_a_bound_may_say_on_which_side_a_result_lies(
    value: float | str, low: float | None, high: float | None, where: str | None
) -> None:
    assert level(value, None, Reference(low=low, high=high, quote="", start=0, end=0)) == where


UNSURE = [
    # A bare bound without a heading may be the earlier result.
    "CRP 19 mg/L < 5",
    # For whom, when, in which unit: the range is not this result's.
    NORMS + "FSH 34,8 UI/L ménopause > 25,8",
    NORMS + "PSA 0,38 ng/mL après PT : < 0,10",
    NORMS + "AMH 8,90 ng/mL 1,66 – 9,49 (25-29) / 1,18 – 9,16 (30-34)",
    NORMS + "Glycémie 0,97 g/L 3,9 - 5,8 mmol/L",
    # Two numbers: a range that lost its dash, or an earlier result.
    EARLIER + "Ferritine 33 ng/L 13 150",
    "Ferritine 6 µg/L",
    "Ferritine 6 µg/L 150 - 15",
    "Hémoglobine 9,4 g/dL 11,5 / 16,0",
    NORMS + "Lithiémie 1,04 mmol/L 0,50 - 0,80 (prise du soir : 0,80 - 1,20)",
]


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_be_something_else_is_no_range(text: str, vocabulary: Vocabulary) -> None:
    assert first(text, vocabulary).reference is None


def test_an_earlier_result_has_no_range_and_no_flag_of_its_own(vocabulary: Vocabulary) -> None:
    text = "Examen Résultat Réf. Résultat du 03/01/2026\nFerritine 6 µg/L (B) 15-150 9"
    values = laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units), SAMPLED)
    assert [(v.value, v.earlier, v.reference is None, v.flag) for v in values] == [
        (6, False, False, "B"),
        (9, True, True, None),
    ]


def test_a_fact_has_the_range_of_its_report(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Prélèvement du 04/07/2026\nExamen Résultat Normes\nFerritine 6 µg/L (B) 15 - 150"
    facts = facts_in(text, "biologie", pathways["fibromes-uterins"], vocabulary, clinical_reader, dated=SAMPLED)
    fact = next(f for f in facts if f.value == 6)
    assert fact.reference is not None
    assert (fact.reference.quote, fact.flag) == ("15 - 150", "B")
    # A letter is read for it only where it says so.
    letter = "Cher confrère,\nHémoglobine 9,4 g/dL (N : 12 - 16) ce jour."
    told = facts_in(letter, "courrier", pathways["fibromes-uterins"], vocabulary, clinical_reader, dated=SAMPLED)
    ranges = [f.reference.quote for f in told if f.reference]
    assert ranges == ["12 - 16"]


def test_facts_kept_before_are_still_read() -> None:
    kept = a_fact().model_dump(exclude={"reference", "flag"})
    assert Fact.model_validate(kept).reference is None
