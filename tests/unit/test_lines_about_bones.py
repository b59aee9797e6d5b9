"""Values in the many ways of printing them: in lines about hips, knees, discs and spines."""

from collections.abc import Callable
from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in
from tests.unit.lines_about_bones import DENIED, NOTHING, TOLD

WRITTEN = date(2026, 10, 5)
Read = Callable[[str, str, str], tuple[Fact, ...]]


@pytest.fixture
def read(pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> Read:
    def facts(pathway: str, kind: str, text: str) -> tuple[Fact, ...]:
        return facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)

    return facts


def is_sure(fact: Fact) -> bool:
    return fact.polarity == "affirmed" and fact.bearer == "patient" and fact.value is not None


@pytest.mark.parametrize(("pathway", "kind", "text", "key", "value", "side"), TOLD)
def test_a_value_is_read(
    pathway: str, kind: str, text: str, key: str, value: float | str, side: str | None, read: Read
) -> None:
    told = [f for f in read(pathway, kind, text) if f.key == key and is_sure(f) and side in (None, f.side)]
    wanted = str(value).lower()

    assert told
    assert {str(f.value).lower() for f in told if f.value != value and wanted not in str(f.value).lower()} == set()


@pytest.mark.parametrize(("pathway", "kind", "text", "key", "polarity"), DENIED)
def test_what_is_denied_or_proposed_is_no_finding(
    pathway: str, kind: str, text: str, key: str, polarity: str, read: Read
) -> None:
    told = [f for f in read(pathway, kind, text) if f.key == key]

    assert polarity in {f.polarity for f in told}
    assert not any(is_sure(f) for f in told)


@pytest.mark.parametrize(("pathway", "kind", "text", "key"), NOTHING)
def test_what_is_nobody_s_value_is_none(pathway: str, kind: str, text: str, key: str, read: Read) -> None:
    assert [f.value for f in read(pathway, kind, text) if f.key == key and is_sure(f)] == []
