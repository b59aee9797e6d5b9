"""How findings of words and of vectors become one order."""

from engine.domain.passage import Candidate
from engine.steps.fuse import fuse


def a_candidate(row: int, words: float = 0.0, likeness: tuple[float, ...] = (0.8, 0.8), **over: object) -> Candidate:
    given = {"row": row, "id": f"p/{row}", "pathways": ("p",), "company": (f"p/{row}",)}
    return Candidate(**{**given, "words": words, "likeness": likeness, **over})  # type: ignore[arg-type]


def test_what_both_ways_find_goes_before_what_one_finds() -> None:
    both, words, sense = a_candidate(1, 2.0, (0.86, 0.86)), a_candidate(2, 2.1), a_candidate(3, 0.0, (0.87, 0.87))
    assert [row for row, _ in fuse((sense, words, both), {}, 3)] == [1, 3, 2]


def test_a_passage_of_the_pathway_meant_goes_first_among_equals() -> None:
    knee, hip = a_candidate(1, 1.0, pathways=("gonarthrose",)), a_candidate(2, 1.0, pathways=("coxarthrose",))
    other = a_candidate(3, 0.0)
    assert [row for row, _ in fuse((knee, hip, other), {"coxarthrose": 1.0}, 2)] == [2, 1]
    assert [row for row, _ in fuse((knee, hip, other), {}, 2)] == [1, 2]


def test_good_company_lifts_a_passage() -> None:
    best = a_candidate(1, 3.0, (0.9, 0.9), company=("p/o",))
    beside, alone = a_candidate(2, 1.0, company=("p/o",)), a_candidate(3, 1.0, company=("p/x",))
    rest = a_candidate(4, 0.0)
    assert [row for row, _ in fuse((alone, beside, best, rest), {}, 3)] == [1, 2, 3]


def test_scores_run_from_0_to_1_and_the_best_is_first() -> None:
    found = fuse((a_candidate(1, 3.0, (0.9,)), a_candidate(2, 1.0, (0.7,))), {"p": 1.0}, 5)
    assert [row for row, _ in found] == [1, 2]
    assert all(0 <= score <= 1 for _, score in found)
    assert found[0][1] > found[1][1]
    assert fuse((), {}, 5) == ()
    assert len(fuse((a_candidate(1), a_candidate(2)), {}, 1)) == 1
