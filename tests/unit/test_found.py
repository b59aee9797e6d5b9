"""What findings say of a variable that the questionnaire leaves open."""

from datetime import date

import pytest

from engine.domain.fact import Fact
from engine.domain.variables import FoundVariable
from engine.steps.found import found_of, taken
from tests.builders import a_fact, a_page, a_source

SPREAD = FoundVariable(
    id="metastatic",
    findings=("metastases",),
    kinds=("compte_rendu_imagerie", "courrier"),
    unless="gangli",
    presumes_absent="tnm",
    presuming="^pt[^n]*n0",
)
KINDS = {"scan": "compte_rendu_imagerie", "letter": "courrier", "specimen": "anatomopathologie"}


def told(polarity: str, document: str = "scan", quote: str = "métastases") -> Fact:
    source = a_source(a_page(quote), quote).model_copy(update={"document": document})
    return a_fact(key="metastases", value=None, polarity=polarity, source=source, side=None)


STAGE = a_fact("t", key="tnm", value="pT3 N0", side=None, dated=date(2026, 8, 2))
NODES = a_fact("t", key="tnm", value="pT3 N1", side=None, dated=date(2026, 8, 2))


@pytest.mark.parametrize(
    ("facts", "spread"),
    [
        ([told("affirmed")], True),
        ([told("negated")], False),
        ([told("negated"), told("affirmed")], True),
        ([told("hypothetical"), told("negated")], None),
        # The scan speaks before the letter; what is said of a node is of no metastasis.
        ([told("negated"), told("affirmed", "letter")], False),
        ([told("affirmed", quote="ganglion, métastases")], None),
        ([told("affirmed", "specimen")], None),
        ([STAGE], False),
        ([STAGE, told("hypothetical")], None),
        ([NODES], None),
        ([], None),
    ],
)
def test_a_finding_tells_the_variable(facts: list[Fact], spread: bool | None) -> None:
    found = found_of(SPREAD, facts, KINDS)
    assert (found[0] if found else None) is spread


def test_what_two_papers_must_affirm_is_not_affirmed_by_one() -> None:
    one = SPREAD.model_copy(update={"papers": 2, "denied_tells": False, "presumes_absent": None})
    assert found_of(one, [told("affirmed")], KINDS) is None
    assert found_of(one, [told("negated")], KINDS) is None
    both = found_of(one, [told("affirmed"), told("affirmed", "letter")], KINDS)
    assert both is not None
    assert both[0] is True


def test_a_drug_is_taken_where_a_paper_says_so() -> None:
    drug = a_fact(key="traitement_en_cours", value="biotine 10 mg", side=None)
    assert taken("^biotine", [drug])
    assert not taken("^biotine", [drug.model_copy(update={"polarity": "negated"})])
    assert not taken("^levothyrox", [drug])
