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


def test_only_what_came_after_the_latest_report_counts() -> None:
    later = FoundVariable(id="later", findings=("metastases",), kinds=("courrier",), after="tnm")
    before = told("affirmed", "letter", "métastases en juillet 2026").model_copy(update={"dated": date(2026, 9, 1)})
    after = told("affirmed", "letter", "métastases en août 2026").model_copy(update={"dated": date(2026, 9, 1)})
    source = a_source(a_page("pT3"), "pT3").model_copy(update={"document": "specimen"})
    stage = a_fact("s", key="tnm", value="pT3", side=None, source=source, dated=date(2026, 7, 31))
    assert found_of(later, [stage, before], KINDS) is None
    assert found_of(later, [after], KINDS) is None
    found = found_of(later, [stage, after], KINDS)
    assert found is not None
    assert found[0] is True


def test_a_value_of_the_other_one_of_a_couple() -> None:
    drug = FoundVariable(id="d", findings=("metastases",), kinds=("courrier",), value="^x", bearer="family")
    his = told("affirmed", "letter").model_copy(update={"bearer": "family", "value": "xyz"})
    assert found_of(drug, [his], KINDS) is not None
    assert found_of(drug, [his.model_copy(update={"value": "abc"})], KINDS) is None
    assert found_of(drug, [his.model_copy(update={"bearer": "patient"})], KINDS) is None
