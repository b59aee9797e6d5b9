"""Pairs of papers that contradict each other, by one key each, and their twins that only look like it."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.unit import contradicting_avoided, contradicting_disease, contradicting_markers, contradicting_person
from tests.unit.contradicting_papers import Paper
from tests.unit.test_contradict_states import told_of

ROWS = (contradicting_avoided, contradicting_disease, contradicting_markers, contradicting_person)


@pytest.mark.parametrize(("pathway", "papers", "key"), [row for rows in ROWS for row in rows.TOLD])
def test_what_two_papers_cannot_both_say(
    pathway: str,
    papers: tuple[Paper, ...],
    key: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    told = told_of(pathways[pathway], vocabulary, clinical_reader, *((*of, text) for of, text in papers), sex="F")
    assert [c.key for c in told] == [key]


@pytest.mark.parametrize(("pathway", "papers"), [row for rows in ROWS for row in rows.SILENT])
def test_what_is_past_conditional_or_of_something_else_contradicts_nothing(
    pathway: str,
    papers: tuple[Paper, ...],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert told_of(pathways[pathway], vocabulary, clinical_reader, *((*of, text) for of, text in papers), sex="F") == ()
