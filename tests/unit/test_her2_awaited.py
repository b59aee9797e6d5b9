"""HER2 that no hybridisation has settled: an earlier sample's word does not stand for the specimen's."""

from datetime import date

import pytest

from engine.domain.pathway import Pathway
from engine.steps.known import known_values
from tests.unit.sentences import LETTER, PATHOLOGY, Answers, Told, sentences, told

BIOPSY, PIECE, LATER = date(2026, 5, 4), date(2026, 6, 15), date(2026, 6, 30)
OPERATED: Answers = {
    "surgery_done": True,
    "adjuvant_chemo_debated": True,
    "rh_positive": True,
    "node_positive": False,
    "question_type": frozenset({"chimiotherapie"}),
}
TUMOUR = [told("grade", 2, PATHOLOGY), told("taille", 17, PATHOLOGY, unit="mm"), told("histologie", "CINS", PATHOLOGY)]
FAVOURABLE, AWAITED, TEST = "luminal_opere_favorable", "her2_indetermine_et_chimio", "signature_si_her2_negatif"


def her2(value: str, day: date, words: str = "", kind: str = PATHOLOGY) -> Told:
    return told("her2", value, kind, words or f"HER2 score {value}", dated=day)


def said(pathways: dict[str, Pathway], facts: list[Told], answers: Answers) -> dict[str, str]:
    return sentences(pathways["cancer-sein"], [*TUMOUR, *facts], answers, age=58)


@pytest.mark.parametrize(
    ("facts", "awaited"),
    [
        ([her2("2+", PIECE, "HER2 2+, ISH demandée")], True),
        ([her2("1+", BIOPSY), her2("2+", PIECE, "HER2 2+, ISH demandée")], True),
        ([her2("0", BIOPSY), her2("2+", PIECE)], True),
        ([her2("3+", BIOPSY), her2("2+", PIECE)], True),
        ([her2("négatif", LATER, "HER2 négatif", LETTER), her2("2+", PIECE)], True),
        ([her2("2+", BIOPSY), her2("1+", PIECE)], False),
        ([her2("1+", BIOPSY), her2("0", PIECE)], False),
        ([her2("2+", PIECE), her2("négatif", LATER, "ISH : HER2 non amplifié")], False),
        ([her2("négatif", BIOPSY, "HER2 négatif en FISH"), her2("2+", PIECE)], False),
        ([her2("2+", PIECE), her2("négatif", PIECE, "HER2 négatif")], False),
    ],
)
def test_no_chemotherapy_is_judged_before_the_hybridisation(
    pathways: dict[str, Pathway], facts: list[Told], awaited: bool
) -> None:
    found = said(pathways, facts, OPERATED)
    assert (AWAITED in found, TEST in found) == (awaited, awaited)
    assert "her2_indetermine" not in found
    known = known_values(
        OPERATED, [f for _, f in facts], pathways["cancer-sein"], {f.source.document: k for k, f in facts}
    )
    assert known.values["her2_equivoque"] is awaited
    assert not (awaited and FAVOURABLE in found)


def test_a_settled_negative_one_is_judged(pathways: dict[str, Pathway]) -> None:
    assert FAVOURABLE in said(pathways, [her2("1+", BIOPSY), her2("0", PIECE)], OPERATED)


@pytest.mark.parametrize("words", ["ISH en attente, si amplifié trastuzumab", "FISH en cours"])
def test_what_a_result_may_be_is_none(pathways: dict[str, Pathway], words: str) -> None:
    awaited = told("ish", None, PATHOLOGY, words, polarity="hypothetical")
    assert AWAITED in said(pathways, [her2("2+", PIECE), awaited], OPERATED)


def test_before_an_operation_it_is_told_without_the_chemotherapy(pathways: dict[str, Pathway]) -> None:
    found = said(pathways, [her2("2+", BIOPSY)], {**OPERATED, "surgery_done": False})
    assert "her2_indetermine" in found
    assert AWAITED not in found


def test_the_profile_tells_the_specimen_and_not_the_earlier_sample(pathways: dict[str, Pathway]) -> None:
    told_of = said(pathways, [her2("1+", BIOPSY), her2("2+", PIECE)], OPERATED)["profil_grade_deux"]
    assert "HER2 2+" in told_of
    assert "négatif" not in told_of


@pytest.mark.parametrize(("stage", "nodes"), [("pT1c pN0(sn)", 0), ("cT1 cN0", None), ("pT2 pN1a", None)])
def test_a_specimen_without_a_positive_node_has_none(
    pathways: dict[str, Pathway], stage: str, nodes: int | None
) -> None:
    kind, fact = told("tnm", stage, PATHOLOGY)
    known = known_values({}, [fact], pathways["cancer-sein"], {fact.source.document: kind})
    assert known.values.get("envahis") == nodes
