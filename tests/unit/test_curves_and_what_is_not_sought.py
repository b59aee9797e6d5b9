"""Angles of a curve as letters tell them, the rise that words tell, and what an examination did not look for."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.day_columns import values_under_days
from engine.steps.extract import extract
from engine.steps.known import known_values
from tests.builders import a_place, facts_in

SPINE, HIP = "scoliose-adolescent", "coxarthrose"


@pytest.mark.parametrize(
    ("told", "angle", "rise"),
    [
        ("L'angle de Cobb est passé de 19° à 26° en cinq mois.", 26, 7),
        ("La courbure thoracique droite mesure 28°, contre 21° six mois avant.", 28, 7),
        ("Scoliose thoracique droite de 27° de Cobb, progression de 7° en six mois.", 27, 7),
        ("Angle de Cobb 24°, contre 23° au contrôle précédent.", 24, 1),
        ("Angle de Cobb 24°.", 24, None),
        ("Contre-courbure lombaire gauche de 14°.", None, None),
        ("Le corset se discute de 25° à 40°. Cobb 31°.", 31, None),
        ("Scoliose traitée par corset, angle de Cobb 33°.", 33, None),
        ("Scoliose thoracique droite de 32° sous corset depuis deux ans.", 32, None),
        ("Angle de Cobb 22° dans le corset.", None, None),
        ("Radiographie dans le corset : angle de Cobb 22°.", None, None),
        ("EOS RACHIS ENTIER EN CORSET\nCobb T6-T12 : 18°.", None, None),
    ],
)
def test_the_angle_and_its_rise_are_read_from_words(
    told: str,
    angle: int | None,
    rise: int | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(told, "courrier", pathways[SPINE], vocabulary, clinical_reader)
    values = known_values({}, facts, pathways[SPINE], {}).values
    assert (values.get("cobb"), values.get("cobb_gain")) == (angle, rise)


@pytest.mark.parametrize(
    ("brace", "telling", "gain"),
    [
        ("Radiographie dans le corset du 18/11/2025 : 24°.", "La courbure était à 24° en novembre 2025.", None),
        ("Radiographie dans le corset du 18/11/2025 : 24°.", "Angle de Cobb de 24° le 18/11/2025.", None),
        ("Radiographie dans le corset du 18/11/2025 : 24°.", "Aggravation de 15° en dix mois.", None),
        ("Radiographie dans le corset du 18/11/2025 : 26°.", "Angle de Cobb de 24° le 18/11/2025.", 15),
        ("Radiographie dans le corset du 18/03/2025 : 24°.", "Angle de Cobb de 24° le 18/11/2025.", 15),
        ("Corset bien toléré.", "Aggravation de 15° en dix mois.", 15),
    ],
)
def test_an_angle_in_the_brace_is_no_earlier_angle_of_the_curve(
    brace: str,
    telling: str,
    gain: int | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    papers = [
        ("compte_rendu_imagerie", "Angle de Cobb T6-T12 : 39°."),
        ("courrier", telling),
        ("compte_rendu_imagerie", brace),
    ]
    places = [a_place(text, kind, vocabulary, clinical_reader, f"d{n}") for n, (kind, text) in enumerate(papers)]
    facts = extract(places, pathways[SPINE], vocabulary)
    kinds = {p.document.id: p.document.kind for p in places}
    assert known_values({}, facts, pathways[SPINE], kinds).values.get("cobb_gain") == gain


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("Une ostéonécrose de la tête fémorale n'est pas recherchée par cet examen.", False),
        ("Ostéonécrose de la tête fémorale droite.", True),
        ("Ostéonécrose de la tête fémorale, non évoluée.", True),
    ],
)
def test_what_was_not_looked_for_is_no_diagnosis(
    told: str, known: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(told, "compte_rendu_imagerie", pathways[HIP], vocabulary, clinical_reader)
    assert any(f.key in ("diagnostic", "osteonecrose") for f in facts) is known


def test_the_days_beside_a_name_head_no_columns() -> None:
    text = "FICTIVE Océane - 30/08/2013 - Examen du 24/02/2026\nAngle de 20° le 21/08/2025, mêmes vertèbres"
    assert values_under_days(text, text.index("Angle"), len(text)) == ()


@pytest.mark.parametrize(
    ("told", "tried"), [("Aucune kinésithérapie faite.", True), ("Aucune kinésithérapie n'a été efficace.", False)]
)
def test_no_session_at_all_is_a_treatment_not_tried(
    told: str, tried: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    for name in (HIP, "gonarthrose"):
        facts = facts_in(told, "courrier", pathways[name], vocabulary, clinical_reader)
        assert any(f.key == "essais" and f.value == "incomplet" for f in facts) is tried
