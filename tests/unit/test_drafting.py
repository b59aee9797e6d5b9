"""What authors are given and answer: ids that fit, sentences that end."""

import pytest
from pydantic import ValidationError

from engine.domain import drafting
from engine.domain.drafting import DraftInputs, Evidence


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("La prothèse est une option.", True),
        ("Il écrit « non ». ", True),
        ("Il répond « oui. »", True),
        ("La prothèse est contre-", False),
        ("La prothèse est indiquée si", False),
        ("a" * (drafting.TEXT_MAX - 1) + ".", False),
        ("a" * (drafting.STATEMENT_MAX - 1) + ".", False),
    ],
)
def test_a_sentence_cut_at_the_limit_is_not_finished(text: str, finished: bool) -> None:
    assert drafting.AnswerStatement(section="avis", text=text, cites=("F1",)).finished is finished


def inputs(*evidence: Evidence) -> DraftInputs:
    return DraftInputs(
        pathway_label="Gonarthrose",
        question="Faut-il opérer ?",
        question_type="traitement",
        age=67,
        sex="F",
        diagnosis=None,
        evidence=evidence,
        options=(),
    )


@pytest.mark.parametrize(("id_", "kind"), [("P1", "fact"), ("F1", "passage"), ("A1", "calculation"), ("F1 ", "fact")])
def test_an_evidence_id_tells_its_kind(id_: str, kind: str) -> None:
    with pytest.raises(ValidationError):
        Evidence.model_validate({"id": id_, "kind": kind, "text": "stade 3"})


def test_no_evidence_id_is_used_twice() -> None:
    with pytest.raises(ValidationError, match="twice"):
        inputs(Evidence(id="F1", kind="fact", text="stade 3"), Evidence(id="F1", kind="fact", text="stade 4"))


def test_what_is_cited_is_found_and_what_was_never_given_is_not() -> None:
    given = inputs(Evidence(id="F1", kind="fact", text="stade 3"))
    assert given.cited("F1") == given.evidence[0]
    assert given.cited("F2") is None
