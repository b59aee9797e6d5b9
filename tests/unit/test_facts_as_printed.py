"""Each form in which papers print a value gives it with its unit, side, polarity and day; a bound gives none."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in
from tests.unit import facts_as_printed_arthritis as arthritis
from tests.unit import facts_as_printed_couples as couples
from tests.unit import facts_as_printed_states as states
from tests.unit import facts_as_printed_told as told_so
from tests.unit import facts_as_printed_women as women

WRITTEN = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("pathway", "kind", "text", "key", "value", "over"),
    [*women.PRINTED, *couples.PRINTED, *arthritis.PRINTED, *states.PRINTED, *told_so.PRINTED],
)
def test_what_is_printed_is_read(
    pathway: str,
    kind: str,
    text: str,
    key: str,
    value: float | str,
    over: dict[str, Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)
    wanted = {"polarity": "affirmed", "bearer": "patient", **over}
    told = [{k: str(getattr(f, k)) for k in wanted} for f in facts if (f.key, f.value) == (key, value)]
    assert wanted in told, [(f.key, f.value, f.unit, f.side, f.polarity, f.dated) for f in facts]


@pytest.mark.parametrize(
    ("pathway", "kind", "text", "key", "value"),
    [*women.NO_VALUES, *couples.NO_VALUES, *arthritis.NO_VALUES, *states.NO_VALUES, *told_so.NO_VALUES],
)
def test_what_only_looks_like_a_value_is_none(
    pathway: str,
    kind: str,
    text: str,
    key: str,
    value: float | str | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)
    told = [f.value for f in facts if f.key == key and (f.polarity, f.bearer) == ("affirmed", "patient")]
    assert value not in told if value is not None else told == []
