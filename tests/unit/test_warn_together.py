"""Alarms that no single word tells: fears of a doctor, signs over two papers, results that fall or are low together."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.warn import red_flags
from tests.builders import a_dossier, a_place

DISC, ARTHRITIS, PROSTATE = "hernie-discale-lombaire", "polyarthrite-rhumatoide", "cancer-prostate"
MONDAY, NEXT = date(2026, 2, 2), date(2026, 2, 10)
DORSAL = "Dorsalgies intenses depuis quinze jours."
LEGS = "Kinésithérapie : perte de force des deux jambes, monte l'escalier à quatre pattes."

FEARED = [
    (PROSTATE, "Suspicion de compression médullaire, IRM en urgence demandée.", ["compression_medullaire"]),
    (PROSTATE, "Aspect évocateur de compression médullaire.", ["compression_medullaire"]),
    (PROSTATE, "Compression médullaire à éliminer en urgence.", ["compression_medullaire"]),
    (PROSTATE, "Compression médullaire probable.", ["compression_medullaire"]),
    (PROSTATE, "Pas de suspicion de compression médullaire.", []),
    (PROSTATE, "Compression médullaire possible à terme.", []),
    (PROSTATE, "Risque de compression médullaire.", []),
    (PROSTATE, "En cas de compression médullaire, appeler.", []),
]
FALLING = [
    ("Releveurs 4/5.", "Releveurs 3/5.", True),
    ("Releveurs 4/5.", "Releveurs 4/5.", False),
    ("Releveurs 5/5.", "Releveurs 4/5.", False),
    ("Releveurs 3/5.", "Releveurs 4/5.", False),
]
COUNTS = [
    ("Leucocytes 1,8 G/L (4,0 - 10,0)\nPlaquettes 68 G/L (150 - 400)", True),
    ("Leucocytes 3,7 G/L (4,0 - 10,0)\nPlaquettes 310 G/L (150 - 400)", False),
    ("Leucocytes 6,1 G/L (4,0 - 10,0)\nPlaquettes 140 G/L (150 - 400)", False),
]


def found(
    pathway: Pathway,
    papers: list[tuple[date, str]],
    vocabulary: Vocabulary,
    reader: EdsNlpReader,
    *,
    kind: str = "courrier",
    asked: str = "Que faire ?",
) -> list[tuple[str, str]]:
    question = Question(type=pathway.patient_questions[0].id, text=asked)
    dossier = a_dossier(pathway=pathway.id, questionnaire={}, question=question)
    places = [
        a_place(text, kind, vocabulary, reader, dated=day, document_id=f"d{n}")
        for n, (day, text) in enumerate(papers, start=1)
    ]
    facts = extract(places, pathway, vocabulary)
    return [(f.id, f.where_fr) for f in red_flags(dossier, pathway, places, {}, vocabulary, reader, facts)]


@pytest.mark.parametrize(("pathway", "text", "flags"), FEARED)
def test_what_a_doctor_fears_now_is_an_alarm_and_what_may_come_one_day_is_none(
    pathway: str, text: str, flags: list[str], pathways: dict[str, Pathway], vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:  # fmt: skip
    assert [f for f, _ in found(pathways[pathway], [(NEXT, text)], vocabulary, clinical_reader)] == flags


def test_two_papers_tell_together_what_neither_saw(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway = pathways[PROSTATE]
    raised = found(pathway, [(MONDAY, DORSAL), (NEXT, LEGS)], vocabulary, clinical_reader)
    assert raised == [("compression_medullaire", "« d1.pdf », page 1 et « d2.pdf », page 1")]
    assert found(pathway, [(MONDAY, DORSAL)], vocabulary, clinical_reader) == []
    assert found(pathway, [(date(2025, 1, 5), DORSAL), (NEXT, LEGS)], vocabulary, clinical_reader) == []


@pytest.mark.parametrize(("before", "after", "raised"), FALLING)
def test_a_force_that_falls_from_paper_to_paper_is_an_alarm(
    before: str, after: str, raised: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:  # fmt: skip
    papers = [(MONDAY, before), (NEXT, after)]
    assert bool(found(pathways[DISC], papers, vocabulary, clinical_reader)) is raised


@pytest.mark.parametrize(("text", "raised"), COUNTS)
def test_two_lines_below_the_laboratorys_own_range_are_an_alarm_and_one_is_none(
    text: str, raised: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    flags = found(pathways[ARTHRITIS], [(NEXT, text)], vocabulary, clinical_reader, kind="biologie")
    assert [f for f, _ in flags] == (["myelosuppression"] if raised else [])
