"""How two positions agree by rule, and what many of them add up to."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine.domain.opinion import Position
from engine.domain.pathway import Pathway
from engine.domain.study import AXES, GroupTables, Pair, PairTable, Studied
from engine.steps.agree import between, disease_of, exam_of, tables
from tests.unit.study_samples import KNEE, a_knee, a_studied, an_agreement

COLON, ENDO = "cancer-colon-rectum", "endometriose"

DIAGNOSES = [
    (KNEE, "gonarthrose", "gonarthrose", "C"),
    (KNEE, "Gonarthrose fémoro-tibiale", "arthrose du genou", "C"),
    (KNEE, "gonarthrose", "ostéonécrose du genou", "X"),
    (KNEE, "gonarthrose droite", "gonarthrose gauche", "X"),
    (KNEE, "gonarthrose droite", "gonarthrose bilatérale", "P"),
    (KNEE, "gonarthrose droite", "gonarthrose", "C"),
    (KNEE, "gonarthrose (incertain)", "gonarthrose", "C"),
    (KNEE, "genou douloureux", "gonarthrose", "N"),
    (KNEE, "Genou  douloureux.", "genou douloureux", "C"),
    (KNEE, "genou douloureux", "douleur du genou", "N"),
    (KNEE, "gonarthrose, pas d'ostéonécrose du genou", "gonarthrose", "N"),
    (KNEE, "", "", "N"),
    (COLON, "adénocarcinome du rectum", "adénocarcinome du côlon", "X"),
    (COLON, "adénocarcinome du sigmoïde", "adénocarcinome du côlon droit", "C"),
    (ENDO, "endométriose profonde", "endométriome gauche", "C"),
    (ENDO, "endométriose profonde", "adénomyose", "X"),
]


@pytest.mark.parametrize(("pathway", "a", "b", "axis"), DIAGNOSES)
def test_diagnosis(pathway: str, a: str, b: str, axis: str, pathways: dict[str, Pathway]) -> None:
    here, there = a_knee(None, a), a_knee(None, b)
    assert between(here, there, pathways[pathway]).diagnosis == axis
    assert between(there, here, pathways[pathway]).diagnosis == axis


TREATMENTS: list[tuple[Position, Position, str]] = [
    (a_knee("ptg"), a_knee("ptg"), "C"),
    (a_knee("ptg"), a_knee("puc"), "X"),
    (a_knee("ptg"), a_knee("puc", alternatives=("ptg",)), "P"),
    (a_knee("ptg"), a_knee("puc", alternatives=("ptg",), discouraged=("ptg",)), "X"),
    (a_knee("ptg", alternatives=("puc",)), a_knee("puc", discouraged=("ptg",)), "X"),
    (a_knee(None), a_knee(None), "N"),
    (a_knee(None), a_knee("ptg"), "N"),
    (a_knee(None, alternatives=("ptg", "puc")), a_knee("ptg"), "P"),
    (a_knee(None, discouraged=("ptg",)), a_knee("ptg"), "X"),
]


@pytest.mark.parametrize(("a", "b", "axis"), TREATMENTS)
def test_treatment(a: Position, b: Position, axis: str, pathways: dict[str, Pathway]) -> None:
    assert between(a, b, pathways[KNEE]).treatment == axis
    assert between(b, a, pathways[KNEE]).treatment == axis


EXAMS: list[tuple[tuple[str, ...], tuple[str, ...], str]] = [
    ((), (), "C"),
    (("pangonogramme",), ("pangonogramme",), "C"),
    (("pangonogramme",), ("EOS",), "C"),
    (("pangonogramme",), (), "P"),
    (("pangonogramme",), ("irm_genou",), "P"),
    (("pangonogramme", "irm_genou"), ("irm_genou",), "P"),
    (("avis d'un cardiologue",), (), "P"),
    (("Avis d'un cardiologue",), ("avis d’un cardiologue.",), "C"),
    # An exam in own words may be the one that the other names by its id.
    (("radiographie des hanches",), ("pangonogramme",), "N"),
    (("radiographie des hanches",), ("avis d'un cardiologue",), "N"),
    (("radiographie des hanches", "irm_genou"), ("pangonogramme",), "P"),
    (("…",), (), "C"),
]


@pytest.mark.parametrize(("a", "b", "axis"), EXAMS)
def test_exams(a: tuple[str, ...], b: tuple[str, ...], axis: str, pathways: dict[str, Pathway]) -> None:
    here, there = a_knee(exams=a), a_knee(exams=b)
    assert between(here, there, pathways[KNEE]).exams == axis
    assert between(there, here, pathways[KNEE]).exams == axis


WHOLES: list[tuple[Position, str]] = [
    (a_knee("ptg"), "CCCC"),
    (a_knee("ptg", exams=("pangonogramme",)), "CCPP"),
    (a_knee("puc"), "CXCX"),
    (a_knee(None, "genou douloureux"), "NNCC"),
]


@pytest.mark.parametrize(("other", "axes"), WHOLES)
def test_the_whole_of_the_axes(other: Position, axes: str, pathways: dict[str, Pathway]) -> None:
    found = between(a_knee("ptg"), other, pathways[KNEE])
    assert "".join(found.on(axis) for axis in AXES) == axes


def test_a_disease_in_free_words(pathways: dict[str, Pathway]) -> None:
    found = disease_of("Arthrose fémoro-tibiale interne droite évoluée", pathways[KNEE])
    assert found is not None
    assert found.group == "gonarthrose"
    assert disease_of("Tendinite", pathways[KNEE]) is None


@pytest.mark.parametrize(
    ("said", "requirement"),
    [("irm_genou", "irm_genou"), ("Goniométrie", "pangonogramme"), ("goniométrie et scanner", None), ("", None)],
)
def test_an_exam_by_its_names(said: str, requirement: str | None, pathways: dict[str, Pathway]) -> None:
    assert exam_of(said, pathways[KNEE]) == requirement


def test_no_dossier_without_consent_is_studied() -> None:
    with pytest.raises(ValidationError):
        a_studied(consented=False)


def whole(pathways: dict[str, Pathway], *studied: Studied) -> GroupTables:
    return tables(studied, pathways).whole


def pair_of(group: GroupTables, pair: Pair) -> PairTable:
    return next(p for p in group.pairs if p.pair == pair)


def counts_of(table: PairTable) -> dict[str, tuple[int, int, int, int]]:
    return {a.axis: (a.c, a.p, a.x, a.n) for a in table.axes}


def test_counts_and_shares_of_a_pair(pathways: dict[str, Pathway]) -> None:
    group = whole(
        pathways,
        a_studied(),
        a_studied(signed=a_knee("puc", alternatives=("ptg",))),
        a_studied(signed=a_knee("traitement_conservateur", exams=("pangonogramme",))),
        a_studied(signed=a_knee(None, "genou douloureux")),
        a_studied(draft=None, draft_used=False),
    )
    table = pair_of(group, "draft_signed")
    assert (table.dossiers, table.absent) == (4, 1)
    assert counts_of(table) == {
        "diagnosis": (3, 0, 0, 1),
        "treatment": (1, 1, 1, 1),
        "exams": (3, 1, 0, 0),
        "overall": (2, 1, 1, 0),
    }
    treatment = table.axes[1].concordant
    assert (treatment.count, treatment.of) == (1, 3)
    assert (treatment.low, treatment.high) == pytest.approx((0.0615, 0.7923), abs=5e-5)


def test_first_against_signed_is_what_the_doctor_labelled(pathways: dict[str, Pathway]) -> None:
    group = whole(pathways, a_studied(agreement=an_agreement("CXPX")), a_studied(agreement=None))
    table = pair_of(group, "first_signed")
    assert (table.dossiers, table.absent) == (1, 1)
    assert counts_of(table) == {
        "diagnosis": (1, 0, 0, 0),
        "treatment": (0, 0, 1, 0),
        "exams": (0, 1, 0, 0),
        "overall": (0, 0, 1, 0),
    }


def test_nothing_studied_has_counts_and_no_shares(pathways: dict[str, Pathway]) -> None:
    found = tables([], pathways)
    assert found.by_pathway == ()
    assert found.whole.dossiers == 0
    assert {a.concordant.value for p in found.whole.pairs for a in p.axes} == {None}
    assert {b.difference for b in found.whole.baseline} == {None}


def test_each_pathway_that_has_dossiers_has_its_own_figures(pathways: dict[str, Pathway]) -> None:
    colon = a_knee("chirurgie", "adénocarcinome du sigmoïde")
    other = a_studied(pathway=COLON, draft=colon, independent=colon, signed=colon)
    found = tables([a_studied(), other, a_studied(signed=a_knee("puc"))], pathways)
    assert {g.pathway: g.dossiers for g in found.by_pathway} == {COLON: 1, KNEE: 2}
    assert found.whole.dossiers == 3
    knee = next(g for g in found.by_pathway if g.pathway == KNEE)
    option = pair_of(knee, "draft_signed").option
    assert option is not None
    # Agreed 1/2; by chance (3/4 × 1/4 + 1/4 × 3/4) / 7 with the pathway's eight options.
    assert (option.of, option.value) == (2, pytest.approx((0.5 - 0.375 / 7) / (1 - 0.375 / 7)))
    assert len(pathways[KNEE].options) == 8
    assert pair_of(knee, "first_signed").option is None
    assert {p.option for p in found.whole.pairs} == {None}


def test_the_baseline_is_always_agreeing_with_the_first_opinion(pathways: dict[str, Pathway]) -> None:
    changed: dict[str, Any] = {"signed": a_knee("puc"), "agreement": an_agreement("CXCX")}
    group = whole(
        pathways,
        a_studied(),
        a_studied(draft=a_knee("puc"), **changed),
        a_studied(draft=a_knee("puc"), **changed),
        a_studied(draft=a_knee("ptg"), **changed),
        a_studied(draft=a_knee("puc")),
        # Not judged on both sides: no draft, no option, no first opinion.
        a_studied(draft=None),
        a_studied(draft=a_knee(None)),
        a_studied(agreement=None),
    )
    found = group.baseline[1]
    assert found.axis == "treatment"
    assert (found.draft.count, found.draft.of) == (3, 5)
    assert (found.first.count, found.first.of) == (2, 5)
    assert (found.only_draft, found.only_first) == (2, 1)
    assert found.difference is not None
    assert found.difference.value == pytest.approx(0.2)
    assert found.difference.low < 0 < found.difference.high


def test_where_the_signed_option_went(pathways: dict[str, Pathway]) -> None:
    read, draft = a_knee("ptg"), a_knee("puc")
    apart = [
        a_studied(independent=read, draft=draft, signed=a_knee(o)) for o in ("puc", "puc", "ptg", "infiltration", None)
    ]
    alike = [a_studied(), a_studied(signed=a_knee("puc"))]
    unknown = [a_studied(draft=None), a_studied(independent=None), a_studied(draft=a_knee(None))]
    found = whole(pathways, *apart, *alike, *unknown).anchoring
    assert [(r.count, r.of) for r in (found.to_draft, found.to_read, found.elsewhere)] == [(2, 5), (1, 5), (2, 5)]
    assert (found.alike_kept.count, found.alike_kept.of) == (1, 2)
    assert found.not_comparable == 3


def test_statements_count_where_the_draft_was_used(pathways: dict[str, Pathway]) -> None:
    found = whole(pathways, a_studied(), a_studied(draft_used=False, kept=99), a_studied(draft=None, kept=0)).statements
    assert found.dossiers == 1
    assert [(r.count, r.of) for r in (found.kept, found.edited, found.removed)] == [(6, 10), (3, 10), (1, 10)]
    assert found.added == 2


def test_what_is_left_out_is_counted(pathways: dict[str, Pathway]) -> None:
    found = whole(
        pathways,
        a_studied(draft=None, draft_used=False, provisional=True),
        a_studied(draft=a_knee(None), draft_used=False),
        a_studied(independent=None, published=True),
        a_studied(agreement=None, published=True),
    ).excluded
    assert found.model_dump() == {
        "no_draft": 1,
        "no_read": 1,
        "no_first": 1,
        "draft_without_option": 1,
        "draft_unused": 1,
        "provisional": 1,
        "unpublished": 2,
    }
