"""The present value of a key fact, however a paper words it, and nothing where it only tells a goal or a threshold."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.side_by_side import side_by_side
from engine.steps.told_series import told_series
from tests.builders import facts_in
from tests.unit.grid_told_cancers import BREAST, COLON, PROSTATE, THYROID

WRITTEN = date(2026, 9, 15)
KINDS = {
    "L": "courrier",
    "I": "compte_rendu_imagerie",
    "A": "anatomopathologie",
    "B": "biologie",
    "R": "fiche_rcp",
    "E": "compte_rendu_endoscopie",
}
ROWS = [
    (pathway, *row)
    for pathway, rows in {
        "cancer-prostate": PROSTATE,
        "cancer-sein": BREAST,
        "cancer-colon-rectum": COLON,
        "cancer-thyroide-nodule": THYROID,
    }.items()
    for row in rows
]


@pytest.mark.parametrize(("pathway", "kind", "text", "key", "values"), ROWS)
def test_the_value_of_now_is_read_however_it_is_worded(
    pathway: str,
    kind: str,
    text: str,
    key: str,
    values: list[object],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, KINDS[kind], pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)
    sure = [f for f in facts if f.key == key and (f.polarity, f.bearer) == ("affirmed", "patient")]
    assert [f.value for f in sure] == values


OTHERS = [
    ("cancer-prostate", "L", "Le PSA est passé de 6,2 à 9,1 ng/mL.", 6.2, None, WRITTEN),
    ("cancer-prostate", "L", "PSA : 7,1 (05/2025) puis 8,9 ng/mL.", 7.1, None, date(2025, 5, 1)),
    ("cancer-prostate", "L", "Son PSA, dosé le 02/09/2026, est à 12,3 ng/mL.", 12.3, "ng/mL", date(2026, 9, 2)),
    ("cancer-prostate", "L", "PSA du 02 septembre 2026 : 12,4 ng/mL (8,1 en mars)", 12.4, "ng/mL", date(2026, 9, 2)),
    ("cancer-prostate", "L", "IPSS 9/35", 9, "/35", WRITTEN),
    ("cancer-prostate", "L", "Dosage de PSA : 11,2 µg/L", 11.2, "µg/L", WRITTEN),
    ("cancer-prostate", "L", "Il a reçu 74 Gy.", 74, "Gy", WRITTEN),
    ("cancer-prostate", "L", "Rachialgies intenses depuis trois semaines.", 3, "semaines", WRITTEN),
    ("cancer-prostate", "L", "Cure de hernie inguinale droite en 2004.", 2004, None, WRITTEN),
    ("cancer-prostate", "L", "T-score au col -2,1", -2.1, None, WRITTEN),
    ("cancer-sein", "L", "FEVG 55 % après 4 cures", 55, "%", WRITTEN),
    ("cancer-sein", "I", "Masse de 16 mm, non présente sur les clichés du\n11/09/2024.", 16, "mm", WRITTEN),
    ("cancer-sein", "I", "Masse de 16 mm, absente des clichés du 11/09/2024.", 16, "mm", WRITTEN),
    ("cancer-sein", "I", "Masse de 16 mm vue sur les clichés du 11/09/2024.", 16, "mm", date(2024, 9, 11)),
    ("cancer-thyroide-nodule", "L", "Voix enrouée depuis six semaines.", 6, "semaines", WRITTEN),
]


@pytest.mark.parametrize(("pathway", "kind", "text", "value", "unit", "day"), OTHERS)
def test_what_is_told_beside_it_keeps_its_unit_and_its_day(
    pathway: str,
    kind: str,
    text: str,
    value: float,
    unit: str | None,
    day: date,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, KINDS[kind], pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)
    assert (value, day) in [(f.value, f.dated) for f in facts if unit is None or f.unit == unit]


def test_a_relative_s_age_told_by_hearsay_is_his(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Son père serait mort d'un cancer de la prostate à 80 ans."
    facts = facts_in(text, "courrier", pathways["cancer-prostate"], vocabulary, clinical_reader)
    assert (80, "affirmed", "family") in [(f.value, f.polarity, f.bearer) for f in facts]


def test_how_long_somebody_is_known_is_no_symptom_s_duration(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Un patient que je suis depuis vingt ans."
    facts = facts_in(text, "courrier", pathways["cancer-prostate"], vocabulary, clinical_reader)
    assert [f.value for f in facts if f.unit == "ans"] == []


@pytest.mark.parametrize(
    ("folded", "left"),
    [
        ("tsh normale a 1,4", "tsh 1,4"),
        ("psa stable a 6 mois", "psa stable a 6 mois"),
        ("psa superieur a 10", "psa superieur a 10"),
        ("her2 negatif, 2 ganglions", "her2 negatif, 2 ganglions"),
        ("pt3 n0 (0/19)", "pt3 n0 (0/19)"),
        ("perimetre tombe de 2 km a 100 m", "perimetre tombe de 2 km a 100 m"),
    ],
)
def test_only_words_that_lead_to_a_result_are_left_out(folded: str, left: str) -> None:
    apart = side_by_side(folded)
    assert (len(apart), apart.split()) == (len(folded), left.split())


@pytest.mark.parametrize(
    ("folded", "present"),
    [
        ("5,9 en 2024, 7,8 en 2025 et 9,4 cette annee", "9,4"),
        ("12 mm contre 18 mm avant chimiotherapie", "12"),
        ("8,7, 7,1 un an plus tot", "8,7"),
        ("12, 3 infiltrations", None),
        ("22 mm, 18 mm", None),
    ],
)
def test_of_several_values_of_one_sentence_one_is_present(folded: str, present: str | None) -> None:
    end = len(folded.split(" ", maxsplit=1)[0].rstrip(","))
    told = [folded[t.start : t.end].strip() for t in told_series(folded, 0, end, WRITTEN) if t.present]
    assert told == ([present] if present else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("MAISON MÉDICALE\nDr Hector VASQUE Endocrinologie, diabète, nutrition\nChère Consœur,", False),
        ("Service de diabète et obésité\nCher Confrère,", False),
        ("Dr VASQUE\nCher Confrère,\nDiabète de type 2 depuis 2009.", True),
        ("Dr Hector VASQUE suit cette patiente pour un diabète.", True),
        ("Diabète, hypertension", True),
    ],
)
def test_the_field_of_a_doctor_is_no_disease_of_the_patient(
    text: str, told: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "courrier", pathways["cancer-thyroide-nodule"], vocabulary, clinical_reader)
    assert ("diabete" in {f.key for f in facts}) is told
