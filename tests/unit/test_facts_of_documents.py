"""Whole fictional documents, written before the code was run on them, with what a careful reader finds in them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in

DOCUMENTS = yaml.safe_load((Path(__file__).parent.parent / "resources/facts/documents.yaml").read_text("utf-8"))


def facts_of(
    told: dict[str, Any], pathways: dict[str, Pathway], vocabulary: Vocabulary, reader: EdsNlpReader
) -> tuple[Fact, ...]:
    pathway = pathways[told["pathway"]]
    return facts_in(told["text"], told["kind"], pathway, vocabulary, reader, dated=told["dated"])


def words(text: str) -> set[str]:
    return {word.strip(",.") for word in re.findall(r"[\w,./]+", text.lower())}


@pytest.mark.parametrize(
    ("told", "wanted"),
    [pytest.param(d, f, id=f"{d['name']}-{f['key']}-{f['value']}") for d in DOCUMENTS for f in d["facts"]],
)
def test_a_careful_reader_s_fact_is_found(
    told: dict[str, Any],
    wanted: dict[str, Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    wanted = {"polarity": "affirmed", "bearer": "patient", **wanted}
    candidates = [
        f
        for f in facts_of(told, pathways, vocabulary, clinical_reader)
        if f.key == wanted["key"] or words(wanted["quote"]) <= words(f.source.quote)
    ]

    def fits(fact: Fact) -> bool:
        value = wanted["value"] is None or fact.value == wanted["value"]
        qualities = (fact.polarity, fact.bearer) == (wanted["polarity"], wanted["bearer"])
        day = wanted.get("date") is None or fact.dated == wanted["date"]
        side = wanted.get("side") is None or fact.side == wanted["side"]
        return value and qualities and day and side

    assert any(fits(f) for f in candidates), [(f.key, f.value, f.polarity, f.side, f.dated) for f in candidates]


@pytest.mark.parametrize("told", [pytest.param(d, id=d["name"]) for d in DOCUMENTS])
def test_what_is_denied_doubted_or_of_the_family_is_never_the_patient_s(
    told: dict[str, Any], pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    turned = [f for f in told["facts"] if f.get("polarity", "affirmed") != "affirmed" or f.get("bearer") == "family"]
    facts = facts_of(told, pathways, vocabulary, clinical_reader)
    for trap in turned:
        wrong = [
            f
            for f in facts
            if (f.polarity, f.bearer) == ("affirmed", "patient")
            and f.value is None
            and words(f.source.quote) <= words(trap["quote"])
        ]
        assert wrong == []
