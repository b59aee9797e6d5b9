"""A doubt of one report that a later examination has settled is no longer quoted as open."""

from datetime import date
from typing import Any

import pytest

from engine.domain.drafting import DraftInputs, Evidence
from engine.domain.vocabulary import Vocabulary
from engine.steps.settled_since import without_settled

ULTRASOUND, LATER = date(2026, 3, 2), date(2026, 5, 4)


def paper(n: int, name: str, kind: str, dated: date, **over: Any) -> Evidence:
    given = {"kind": "calculation", "text": name, "about": "paper", "label_fr": name, "key": kind, "dated": dated}
    return Evidence(id=f"K{n}", document=f"d{n}", **{**given, **over})  # type: ignore[arg-type]


def fact(n: int, text: str, document: str, dated: date, **over: Any) -> Evidence:
    given = {"kind": "fact", "text": text, "key": "dans_cavite", "document": document, "dated": dated}
    return Evidence(id=f"F{n}", **{**given, **over})


DOUBT = "un myome de type 2 ne peut être exclu, hystéroscopie ou IRM souhaitable"
ROWS: list[tuple[str, str, str, dict[str, Any], bool]] = [
    (DOUBT, "IRM", "compte_rendu_imagerie", {}, True),
    (DOUBT, "Endoscopie", "compte_rendu_endoscopie", {}, True),
    ("Type à préciser par IRM", "IRM", "compte_rendu_imagerie", {"polarity": "negated"}, True),
    ("Nodule suspect, biopsie à confronter", "Anatomopathologie", "anatomopathologie", {}, True),
    (DOUBT, "Scanner", "compte_rendu_imagerie", {}, False),
    (DOUBT, "IRM", "compte_rendu_imagerie", {"dated": date(2026, 1, 5)}, False),
    (DOUBT, "IRM", "compte_rendu_imagerie", {"key": "atypie_irm"}, False),
    (DOUBT, "IRM", "compte_rendu_imagerie", {"polarity": "hypothetical"}, False),
    (DOUBT, "IRM", "compte_rendu_imagerie", {"text": "type à préciser"}, False),
    (DOUBT, "IRM", "compte_rendu_imagerie", {"bearer": "family"}, False),
    ("Myome de type 2 probable", "IRM", "compte_rendu_imagerie", {}, False),
]


@pytest.mark.parametrize(("doubt", "name", "kind", "over", "settled"), ROWS)
def test_a_later_examination_that_speaks_of_the_same_thing_settles_it(
    doubt: str, name: str, kind: str, over: dict[str, Any], settled: bool, vocabulary: Vocabulary
) -> None:
    given = {"text": "FIGO 4, hors de la cavité", "dated": LATER, **over}
    evidence = (
        paper(1, "Échographie", "compte_rendu_imagerie", ULTRASOUND),
        paper(2, name, kind, given["dated"]),
        fact(1, doubt, "d1", ULTRASOUND, polarity="hypothetical"),
        fact(2, given.pop("text"), "d2", given.pop("dated"), **given),
    )
    inputs = DraftInputs(
        pathway_label="Fibromes", question="?", question_type="x", age=34, sex="F", diagnosis=None, evidence=evidence,
        options=(),
    )  # fmt: skip
    found = without_settled(inputs, vocabulary.settled)
    assert [e.alone for e in found.evidence if e.kind == "fact"] == [not settled, True]
