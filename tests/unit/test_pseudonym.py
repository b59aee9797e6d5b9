"""What leaves a dossier for research, and what the small-cell rule makes of it."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.dossier import Consents
from engine.domain.opinion import Draft
from engine.domain.pathway import Pathway
from engine.domain.review import Decision, IndependentRead, Review, Verdict
from engine.domain.signed import Opinion, Signer
from engine.domain.study import ResearchRow, Studied
from engine.steps.pseudonym import age_band, coded, month, pseudonym, study_of, suppress
from tests.builders import a_convergence, a_dossier, a_draft, a_statement
from tests.unit.study_samples import KEY, KNEE, a_knee, a_studied, an_agreement

AT = datetime(2026, 3, 9, 17, 5, tzinfo=UTC)
CONSENTS = {"processing": True, "ai_assistance": True, "share_with_treating_doctor": True}


def test_a_pseudonym_is_stable_under_its_key_only() -> None:
    assert pseudonym("dossier-1", KEY) == pseudonym("dossier-1", KEY)
    assert len({pseudonym("dossier-1", KEY), pseudonym("dossier-2", KEY), pseudonym("dossier-1", KEY[::-1])}) == 3


def test_a_pseudonym_is_the_keyed_hash() -> None:
    """RFC 4231, test case 6: the same function under a key and a text that others computed."""
    text = "Test Using Larger Than Block-Size Key - Hash Key First"
    # 60e431591ee0… in base32.
    assert pseudonym(text, b"\xaa" * 131) == "MDSDCWI64C"


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        pseudonym("dossier-1", b"short")


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-19"), (19, "0-19"), (20, "20-24"), (34, "30-34"), (35, "35-39"), (89, "85-89"), (90, "90+"), (104, "90+")],
)
def test_age_band(age: int, band: str) -> None:
    assert age_band(age) == band


def test_month() -> None:
    assert month(date(2026, 2, 28)) == date(2026, 2, 1)


def an_opinion(**over: Any) -> Opinion:
    dossier = a_dossier()
    values: dict[str, Any] = {
        "dossier": dossier.id,
        "number": 1,
        "patient": dossier.patient,
        "question": dossier.question,
        "pathway": KNEE,
        "pathway_version": "1.1.0",
        "pathway_fr": "Gonarthrose",
        "published": False,
        "received_on": date(2026, 3, 2),
        "position": a_knee(),
        "agreement": an_agreement("CXCX"),
        "signer": Signer(account="a1", name="Dr Fabuleuse", rpps="10000000001", specialty="orthopédie"),
        "signed_at": AT,
    }
    return Opinion(**{**values, **over})


def a_review(*decisions: tuple[str, Verdict], **over: Any) -> Review:
    read = IndependentRead(position=a_knee("puc"), by="a1", at=AT)
    made = tuple(Decision(statement=s, verdict=v, at=AT) for s, v in decisions)
    return Review(**{"dossier": "dossier-1", "doctor": "a1", "read": read, "decisions": made, **over})


def studied(opinion: Opinion | None = None, review: Review | None = None, draft: Draft | None = None) -> Studied | None:
    dossier = a_dossier(consents=Consents(**CONSENTS, research=True))
    return study_of(dossier, opinion or an_opinion(), review, draft, a_convergence(), KEY)


def test_a_signed_dossier_as_research_sees_it() -> None:
    draft = a_draft(position=a_knee(), statements=tuple(a_statement(f"S{i}") for i in range(1, 6)))
    review = a_review(("S1", "kept"), ("S2", "kept"), ("S3", "edited"), ("S4", "removed"), ("A1", "added"))
    found = studied(review=review, draft=draft)
    assert found is not None
    assert (found.pseudonym, found.signed_month) == (pseudonym("dossier-1", KEY), date(2026, 3, 1))
    assert (found.age_band, found.sex, found.days_to_signature) == ("30-34", "F", 7)
    assert (found.kept, found.edited, found.removed, found.added, found.undecided) == (2, 1, 1, 1, 1)
    assert found.draft == a_knee()
    assert found.independent == a_knee("puc")
    assert found.draft_used


def test_a_draft_left_unused_or_absent() -> None:
    unused = studied(review=a_review(unused=True), draft=a_draft())
    absent = studied()
    assert unused is not None
    assert absent is not None
    assert (unused.draft is not None, unused.draft_used, unused.undecided) == (True, False, 2)
    assert (absent.draft, absent.draft_used, absent.independent, absent.undecided) == (None, False, None, 0)


def test_without_consent_to_research_there_is_nothing() -> None:
    dossier = a_dossier(consents=Consents(**CONSENTS, research=False))
    assert study_of(dossier, an_opinion(), None, None, None, KEY) is None


def test_an_addendum_is_no_case() -> None:
    assert studied(an_opinion(number=2, position=None, addendum_fr="Précision.")) is None


def test_words_of_the_doctor_become_codes(pathways: dict[str, Pathway]) -> None:
    signed = a_knee(
        None,
        "Gonarthrose du genou droit de M. Fabulé",
        alternatives=("ptg", "une option à moi"),
        exams=("irm_genou", "EOS", "Avis du Dr Conte", "Avis du Dr Mythe"),
    )
    row = coded([a_studied(signed=signed, draft=None)], pathways)[0]
    assert row.draft is None
    assert row.signed.diagnosis == "gonarthrose"
    assert row.signed.option == "aucune"
    assert row.signed.alternatives == ("autre", "ptg")
    assert row.signed.exams == ("autre", "irm_genou", "pangonogramme")


def rows(*cells: tuple[str, str, int], pathways: dict[str, Pathway]) -> tuple[ResearchRow, ...]:
    """`n` knees of a sex and age band each."""
    many = [(sex, band) for sex, band, n in cells for _ in range(n)]
    return coded(
        [a_studied(pseudonym=pseudonym(str(i), KEY), sex=s, age_band=b) for i, (s, b) in enumerate(many)], pathways
    )


SMALL: list[tuple[list[tuple[str, str, int]], dict[tuple[str, str], int], int]] = [
    # Large enough: untouched.
    ([("F", "60-64", 5), ("M", "60-64", 6)], {("F", "60-64"): 5, ("M", "60-64"): 6}, 0),
    # Two small bands of one sex make a cell of five without age.
    ([("F", "60-64", 2), ("F", "65-69", 3), ("F", "70-74", 9)], {("F", "*"): 5, ("F", "70-74"): 9}, 0),
    # A small band that is not enough takes the smallest other one along.
    ([("F", "60-64", 2), ("F", "65-69", 7), ("F", "70-74", 9)], {("F", "*"): 9, ("F", "70-74"): 9}, 0),
    # Too few men, and nobody else without age: the smallest cell of women goes along.
    ([("M", "60-64", 2), ("F", "60-64", 6), ("F", "65-69", 8)], {("*", "*"): 8, ("F", "65-69"): 8}, 0),
    # A whole pathway below five keeps neither age nor sex, and says so.
    ([("M", "60-64", 1), ("F", "60-64", 2)], {("*", "*"): 3}, 3),
    ([], {}, 0),
]


@pytest.mark.parametrize(("cells", "left", "below"), SMALL)
def test_small_cells_are_coarsened(
    cells: list[tuple[str, str, int]], left: dict[tuple[str, str], int], below: int, pathways: dict[str, Pathway]
) -> None:
    given = rows(*cells, pathways=pathways)
    found = suppress(given)
    assert Counter((r.sex, r.age_band) for r in found.rows) == left
    assert found.below == below
    assert found.untouched + found.without_age + found.without_age_and_sex == len(given)
    assert [r.pseudonym for r in found.rows] == [r.pseudonym for r in given]


def test_what_was_done_stands_in_each_row(pathways: dict[str, Pathway]) -> None:
    found = suppress(
        rows(("F", "60-64", 5), ("F", "65-69", 2), ("F", "70-74", 3), ("M", "60-64", 5), pathways=pathways)
    )
    assert (found.k, found.untouched, found.without_age, found.without_age_and_sex) == (5, 10, 5, 0)
    assert {(r.age_band, r.generalised) for r in found.rows} == {("60-64", "aucune"), ("*", "age")}


@given(st.lists(st.tuples(st.sampled_from("FM"), st.sampled_from(["20-24", "25-29", "30-34", "90+"])), max_size=40))
def test_no_cell_stays_small_in_a_pathway_that_has_enough(people: list[tuple[str, str]]) -> None:
    # Cells alone matter here: one row's codes serve for all.
    row = _a_row()
    found = suppress([row.model_copy(update={"sex": s, "age_band": b}) for s, b in people])
    sizes = Counter((r.sex, r.age_band) for r in found.rows)
    if len(people) >= 5:
        assert min(sizes.values()) >= 5
        assert found.below == 0
    else:
        assert set(sizes) <= {("*", "*")}
        assert found.below == len(people)


def _a_row() -> ResearchRow:
    position = {
        "diagnosis": "gonarthrose",
        "option": "ptg",
        "alternatives": (),
        "discouraged": (),
        "exams": (),
        "certainty": "faible",
    }
    empty = ("draft", "independent", "draft_signed", "read_signed", "read_draft", "first_signed", "first_draft")
    values: dict[str, Any] = {
        **a_studied().model_dump(include=set(ResearchRow.model_fields) - set(empty) - {"signed"}),
        **dict.fromkeys((*empty, "first_severity", "first_equipoise")),
        "signed": position,
        "generalised": "aucune",
    }
    return ResearchRow(**values)
