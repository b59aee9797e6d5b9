"""A result has the day of the examination printed with it; a drug that waits for an agreement is not taken."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in

DAY = date(2026, 9, 15)
NAMED_DAYS = [
    ("Échographie du 02/06 : endomètre 7 mm. CRP 4 mg/L ce jour.", "courrier", "fibromes-uterins", 7, date(2026, 6, 2)),
    ("L'IRM du 3 août montre un myome de 54 mm.", "courrier", "fibromes-uterins", 54, date(2026, 8, 3)),
    (
        "IRM du 3 octobre 2025 : myome de 40 mm. IRM du 4/08 : myome de 54 mm.",
        "courrier",
        "fibromes-uterins",
        54,
        date(2026, 8, 4),
    ),
    ("Le PSA du 2 juin était à 5,9 ng/mL.", "courrier", "cancer-prostate", 5.9, date(2026, 6, 2)),
    (
        "ETT du 16/04 : FEVG 32 %, VG dilaté.",
        "compte_rendu_hospitalisation",
        "polyarthrite-rhumatoide",
        32,
        date(2026, 4, 16),
    ),
    (
        "Comparaison avec l'échographie du 18/11/2025 (même appareil) : 52 mm.",
        "compte_rendu_imagerie",
        "fibromes-uterins",
        52,
        date(2025, 11, 18),
    ),
    (
        "Myome de 78 mm, contre 52 mm à l'échographie du 18/11/2025.",
        "compte_rendu_imagerie",
        "fibromes-uterins",
        52,
        date(2025, 11, 18),
    ),
    (
        "Myome de 78 mm, contre 52 mm à l'échographie du 18/11/2025.",
        "compte_rendu_imagerie",
        "fibromes-uterins",
        78,
        DAY,
    ),
    (
        "Rappel (prélèvement du 12/03/2024) : facteur rhumatoïde 148 UI/mL ;\nanti-CCP 260 U/mL.",
        "biologie",
        "polyarthrite-rhumatoide",
        260,
        date(2024, 3, 12),
    ),
    # Neither a visit, nor a day since which, nor one to come, nor a time that something took.
    ("Revu le 3 août : périmètre de marche de 500 m.", "courrier", "gonarthrose", 500, DAY),
    ("Depuis l'IRM du 3 août, EVA 6.", "courrier", "gonarthrose", 6, DAY),
    ("20 séances du 22/04/2026 au 08/07/2026, genou droit.", "courrier", "gonarthrose", 20, DAY),
    ("Opéré (IRM faite le 12/02), marche 500 m.", "courrier", "gonarthrose", 500, DAY),
]


@pytest.mark.parametrize(("text", "kind", "pathway", "value", "day"), NAMED_DAYS)
def test_a_result_has_the_day_of_the_examination_that_is_printed_with_it(
    text: str,
    kind: str,
    pathway: str,
    value: float,
    day: date,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader, dated=DAY)
    assert {f.dated for f in facts if f.value == value} == {day}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Leuproréline LP 11,25 mg : 1 injection IM, à faire début octobre si l'accord est donné", False),
        ("Adalimumab 40 mg, sous réserve de l'accord du pneumologue", False),
        ("Capécitabine 500 mg : ne pas commencer avant d'avoir revu l'oncologue", False),
        ("Énoxaparine 4000 UI : 1 injection à faire le soir", True),
        ("Acide folique 0,4 mg : 1 cp par jour, à prendre le matin", True),
    ],
)
def test_a_drug_that_waits_for_an_agreement_is_not_taken(
    text: str,
    taken: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "ordonnance", pathways["infertilite-couple"], vocabulary, clinical_reader, dated=DAY)
    told = {f.polarity for f in facts if f.kind == "drug"}
    assert told == {"affirmed" if taken else "hypothetical"}
