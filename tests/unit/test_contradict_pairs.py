"""Pairs of papers that contradict each other, by one key each, and their twins that only look like it."""

from pathlib import Path

import pytest
import yaml

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.unit import contradicting_avoided, contradicting_disease, contradicting_markers, contradicting_person
from tests.unit.contradicting_papers import Paper
from tests.unit.test_contradict_states import told_of

KINDS = {
    "letter": ("courrier", "2026-10-15"),
    "image": ("compte_rendu_imagerie", "2026-10-05"),
    "cells": ("anatomopathologie", "2026-10-02"),
    "meeting": ("fiche_rcp", "2026-10-12"),
    "drugs": ("ordonnance", "2026-10-01"),
    "blood": ("biologie", "2026-10-08"),
    "stay": ("compte_rendu_hospitalisation", "2026-09-08"),
    "operation": ("compte_rendu_operatoire", "2026-09-03"),
    "note": ("autre", "2026-10-18"),
}
"""Kinds of papers with their usual day."""
PAIRS = [
    yaml.safe_load((Path(__file__).parent / f"contradicting_{name}.yaml").read_text(encoding="utf-8"))
    for name in ("pairs", "courses", "parts", "never", "misquoted")
]
ROWS = (contradicting_avoided, contradicting_disease, contradicting_markers, contradicting_person)


def papers_of(row: dict[str, list[dict[str, str]]]) -> tuple[Paper, ...]:
    """The papers of a row, each with its kind and day."""
    said = [(*of.partition(" "), text) for paper in row["papers"] for of, text in paper.items()]
    return tuple(((KINDS[of][0], day or KINDS[of][1]), text) for of, _, day, text in said)


MORE_TOLD = [(row["of"], papers_of(row), row["key"]) for rows in PAIRS for row in rows["told"]]
MORE_SILENT = [(row["of"], papers_of(row)) for rows in PAIRS for row in rows["silent"]]


@pytest.mark.parametrize(("pathway", "papers", "key"), [*(row for rows in ROWS for row in rows.TOLD), *MORE_TOLD])
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


@pytest.mark.parametrize(("pathway", "papers"), [*(row for rows in ROWS for row in rows.SILENT), *MORE_SILENT])
def test_what_is_past_conditional_or_of_something_else_contradicts_nothing(
    pathway: str,
    papers: tuple[Paper, ...],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert told_of(pathways[pathway], vocabulary, clinical_reader, *((*of, text) for of, text in papers), sex="F") == ()
