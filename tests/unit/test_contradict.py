"""Contradictions are reported with both places and never resolved; a report of both sides contradicts nothing."""

from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.contradict import contradictions
from engine.steps.extract import extract
from tests.builders import a_document, a_place

ENDO, KNEE, COLON = "endometriose", "gonarthrose", "cancer-colon-rectum"
SPINE = "scoliose-adolescent"


def found(
    pathway: Pathway,
    vocabulary: Vocabulary,
    reader: EdsNlpReader,
    *texts: str,
    answers: dict[str, Any] | None = None,
) -> tuple[Conflict, ...]:
    places = [
        a_place(text, "compte_rendu_imagerie" if number > 1 else "courrier", vocabulary, reader, f"d{number}")
        for number, text in enumerate(texts, start=1)
    ]
    facts = extract(places, pathway, vocabulary)
    return contradictions([p.document for p in places], facts, pathway, answers or {}, vocabulary)


SIDES = [
    (("Gonalgie droite depuis deux ans.", "Radiographie du genou gauche."), True),
    (("Genou droit douloureux.", "Radiographie du genou droit."), False),
    (("Genou droit douloureux.", "Genou droit : pincement. Genou gauche : normal."), False),
    (("Genou droit.", "Genou droit.", "Genou gauche."), True),
    (("Pas de douleur du genou gauche.", "Genou droit en varus."), False),
    (("Douleurs de hanche.", "Radiographie du genou gauche."), False),
    (("Mère : prothèse du genou gauche.", "Genou droit en varus."), False),
]


@pytest.mark.parametrize(("texts", "contradict"), SIDES)
def test_documents_of_different_sides(
    texts: tuple[str, ...],
    contradict: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    conflicts = found(pathways[KNEE], vocabulary, clinical_reader, *texts)
    assert [c.key for c in conflicts] == (["cote"] if contradict else [])
    for conflict in conflicts:
        assert len(conflict.facts) >= 2
        assert len(set(conflict.filenames)) >= 2
        assert all(f"« {name} »" in conflict.what_fr for name in conflict.filenames)


STAGES = [
    (("Kellgren 4 du genou droit.", "Genou droit : Kellgren 2."), True),
    (("Kellgren III à droite.", "Genou droit : Kellgren 3."), False),
    (("Kellgren 4 du genou droit.", "Genou droit : Kellgren 4. Genou gauche : Kellgren 2."), False),
    (("Genou droit : Kellgren 3 à l'interne, Kellgren 2 à l'externe.", "Genou droit : Kellgren 2."), False),
    (("Probable Kellgren 4 du genou droit.", "Genou droit : Kellgren 2."), False),
    # A letter that names no side means either.
    (("Gonarthrose Kellgren 4.", "Genou droit : Kellgren 2."), True),
    (("Gonarthrose Kellgren 2.", "Genou droit : Kellgren 3. Genou gauche : Kellgren 2."), False),
    # Pain changes from day to day.
    (("EVA 8/10 au genou droit.", "Genou droit : EVA 4/10."), False),
]


@pytest.mark.parametrize(("texts", "contradict"), STAGES)
def test_one_stage_read_differently(
    texts: tuple[str, ...],
    contradict: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    conflicts = found(pathways[KNEE], vocabulary, clinical_reader, *texts)
    assert [(c.key, c.filenames) for c in conflicts] == ([("kl", ("d1.pdf", "d2.pdf"))] if contradict else [])


def test_unknown_owners_are_no_conflict(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    assert contradictions([a_document("d1", owner="unknown")], (), pathways[ENDO], {}, vocabulary) == ()


ANSWERS = [
    (ENDO, "Patiente jamais opérée.", {"prior_surgery": True}, ["prior_surgery"]),
    (ENDO, "Patiente jamais opérée.", {"prior_surgery": False}, []),
    (ENDO, "Patiente jamais opérée.", {}, []),
    (ENDO, "Patiente déjà opérée en 2019.", {"prior_surgery": True}, []),
    (COLON, "Métastases hépatiques du segment VI.", {"metastatic": False}, ["metastatic"]),
    (COLON, "Métastases hépatiques du segment VI.", {"metastatic": True}, []),
    (COLON, "Pas de métastase hépatique.", {"metastatic": False}, []),
    (COLON, "Possible métastase hépatique.", {"metastatic": False}, []),
    (COLON, "Père : métastases hépatiques.", {"metastatic": False}, []),
    (ENDO, "Kystectomie ovarienne gauche en 2019.", {"prior_surgery": False}, ["prior_surgery"]),
    (ENDO, "Je propose une kystectomie.", {"prior_surgery": False}, []),
    (KNEE, "Méniscectomie du genou droit en 2011.", {"prior_knee_surgery": False}, ["prior_knee_surgery"]),
    (KNEE, "Bilan : calcémie, vitamine D, PTH.", {"prior_knee_surgery": False}, []),
    # A number that every document measures otherwise.
    (SPINE, "Angle de Cobb thoracique droit : 52°.", {"cobb": 30}, ["cobb"]),
    (SPINE, "Angle de Cobb thoracique droit : 34°.", {"cobb": 30}, []),
    (SPINE, "Scoliose sans angle mesuré.", {"cobb": 30}, []),
]


@pytest.mark.parametrize(("pathway", "text", "answers", "keys"), ANSWERS)
def test_an_answer_that_a_document_contradicts_stands_beside_it(
    pathway: str,
    text: str,
    answers: dict[str, Any],
    keys: list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    conflicts = found(pathways[pathway], vocabulary, clinical_reader, text, answers=answers)
    assert [c.key for c in conflicts] == keys
    assert all("Questionnaire" in c.what_fr and "« d1.pdf »" in c.what_fr for c in conflicts)


DENIED = [
    (ENDO, ("Absence d'atteinte rectale.", "Nodule de la paroi rectale de 14 mm."), ["atteinte_rectale"]),
    (ENDO, ("Ovaire gauche : pas d'endométriome.", "Ovaire droit : endométriome de 30 mm."), []),
    (ENDO, ("Allergie à la pénicilline.", "Allergies : aucune connue."), ["allergie"]),
    (ENDO, ("Allergie à la pénicilline.", "Pas d'allergie à l'iode."), []),
    (ENDO, ("Sa mère est allergique à la pénicilline.", "Allergies : aucune connue."), []),
    # A document that says both speaks of two things.
    (KNEE, ("Ostéonécrose du genou droit. Pas d'ostéonécrose du genou droit ce jour.", "Pas d'ostéonécrose."), []),
]


@pytest.mark.parametrize(("pathway", "texts", "keys"), DENIED)
def test_what_one_document_affirms_and_another_denies(
    pathway: str,
    texts: tuple[str, ...],
    keys: list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert [c.key for c in found(pathways[pathway], vocabulary, clinical_reader, *texts)] == keys


SEXES = [
    ("F", ("Sexe : F\nIRM du genou.", "Sexe : F"), ()),
    ("F", ("Sexe : M\nIRM du genou.", "Courrier."), ("d1.pdf",)),
    (None, ("Sexe : M", "Sexe : féminin"), ("d1.pdf", "d2.pdf")),
    (None, ("Sexe : M", "Courrier."), ()),
    ("M", ("Sexe  M   Né le 02/03/1951", "Sexe : Masculin"), ()),
    # A form with both boxes, and another word.
    ("F", ("Sexe : M  Sexe : F", "Sexe mentionné au dossier."), ()),
]


@pytest.mark.parametrize(("sex", "texts", "files"), SEXES)
def test_a_document_of_another_sex_is_shown(
    sex: str | None,
    texts: tuple[str, ...],
    files: tuple[str, ...],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    places = [a_place(t, "courrier", vocabulary, clinical_reader, f"d{n}") for n, t in enumerate(texts, start=1)]
    documents = [p.document for p in places]
    told = contradictions(documents, (), pathways[KNEE], {}, vocabulary, places, (), sex)
    assert [(c.key, c.filenames) for c in told] == ([("sexe", files)] if files else [])
    assert all("Sexe différent" in c.what_fr for c in told)
