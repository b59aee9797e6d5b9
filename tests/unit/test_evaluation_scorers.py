"""Each scorer on small pairs of truth and result: right, missed, unknown, unscored."""

from typing import Any

import pytest

from evaluation.figures import SECTIONS
from evaluation.result import Result
from evaluation.scorers import all_scores
from evaluation.tally import tally
from tests.unit.evaluation_samples import RIGHT, TRUTH, a_result, an_expected, hits, with_fact

LOWER_IS_BETTER = {
    "documents.wrong_patient_false_alarm",
    "documents.duplicate_false_alarm",
    "draft.option_discouraged",
}
STOPPED: dict[str, Any] = {"draft": None, "draft_refused": "signal d'alerte", "convergence": None}


def scored(figure: str, result: Result, **truth: Any) -> list[bool | None]:
    return hits(all_scores(an_expected(**truth), result), figure)


def documents(number: int, **over: Any) -> Result:
    changed = [{**d, **(over if n == number else {})} for n, d in enumerate(RIGHT["documents"])]
    return a_result(documents=changed)


def statuses(**over: str) -> Result:
    given = {i["requirement"]: i["status"] for i in RIGHT["completeness"]["items"]} | over
    return a_result(completeness={"items": [{"requirement": k, "status": v} for k, v in given.items()]})


def convergence(**over: Any) -> Result:
    return a_result(convergence={**RIGHT["convergence"], **over})


def test_a_perfect_result_has_every_figure_right() -> None:
    counts = tally(all_scores(an_expected(), a_result()))
    # The table shows every figure that a scorer makes; these four need a red flag or an agreement.
    not_called_for = {"red_flags.recall", "red_flags.precision", "draft.stopped_on_red_flag", "divergence.specificity"}
    assert set(counts) == {figure.id for section in SECTIONS for figure in section.figures} - not_called_for
    for figure, count in counts.items():
        assert count.rate == (0.0 if figure in LOWER_IS_BETTER else 1.0), figure
        assert count.unscored == 0, figure


DOCUMENTS = [
    ("documents.kind", documents(1, kind="courrier"), [True, False, True, True]),
    ("documents.kind", a_result(documents=[]), [False] * 4),
    # The truth dates two of four; the undated ones ask for nothing.
    ("documents.date", documents(0, dated=None), [False, True]),
    ("documents.date", documents(1, dated="2026-01-01"), [True, True]),
    ("documents.wrong_patient_recall", documents(2, right_patient=None), [False]),
    ("documents.wrong_patient_false_alarm", documents(0, right_patient=False), [True, False, False]),
    ("documents.duplicate_recall", documents(3, duplicate_of=None), [False]),
    ("documents.duplicate_false_alarm", documents(0, duplicate_of="c.pdf"), [True, False, False]),
]


@pytest.mark.parametrize(("figure", "result", "expected"), DOCUMENTS)
def test_documents(figure: str, result: Result, expected: list[bool]) -> None:
    assert scored(figure, result) == expected


COMPLETENESS = [
    ("completeness.status_accuracy", statuses(irm="outdated"), [False, True, True, True]),
    ("completeness.status_accuracy", a_result(completeness={"items": []}), [False] * 4),
    # Another way of being absent is still a flag.
    ("completeness.flag_recall", statuses(radio="unreadable"), [True]),
    ("completeness.flag_recall", statuses(radio="met"), [False]),
    ("completeness.flag_precision", statuses(irm="outdated"), [False, True]),
    ("completeness.flag_precision", statuses(radio="met"), []),
    ("completeness.ask_recall", statuses(crp="not_applicable"), [False]),
]


@pytest.mark.parametrize(("figure", "result", "expected"), COMPLETENESS)
def test_completeness(figure: str, result: Result, expected: list[bool]) -> None:
    assert scored(figure, result) == expected


FACTS = [
    ("facts.recall", with_fact(0, value=167), [False, True, True]),
    ("facts.recall", with_fact(0, key="axe"), [True, True, True]),
    ("facts.recall", a_result(facts=[]), [False, False, False]),
    ("facts.unit", with_fact(0, unit="mm", unit_ucum="mm"), [False, True, True]),
    # What was not found has no unit, date, side or file to be wrong about.
    ("facts.unit", a_result(facts=[]), []),
    ("facts.date", with_fact(0, date="2026-05-13"), [False]),
    ("facts.side", with_fact(0, side=None), [False]),
    ("facts.place", with_fact(0, file="b.pdf"), [False, True, True]),
    ("facts.trap_avoided", with_fact(1, bearer="patient"), [False, True]),
    ("facts.trap_avoided", with_fact(2, polarity="affirmed"), [True, False]),
    ("facts.trap_avoided", with_fact(2, polarity="hypothetical"), [True, True]),
    ("facts.trap_avoided", with_fact(1, key="autre", bearer="patient", quote="cancer du sein"), [False, True]),
    ("facts.assertion_recall", with_fact(2, polarity="hypothetical"), [True, False]),
    ("facts.assertion_recall", a_result(facts=[]), [False, False]),
    ("facts.key_precision", with_fact(0, value=167), [False]),
    ("facts.key_precision", with_fact(0, polarity="negated"), []),
    # The truth has no value of this key: neither right nor wrong.
    ("facts.key_precision", with_fact(0, key="axe"), [None]),
]


@pytest.mark.parametrize(("figure", "result", "expected"), FACTS)
def test_facts(figure: str, result: Result, expected: list[bool | None]) -> None:
    assert scored(figure, result) == expected


def test_the_likest_of_several_facts_is_the_one_that_is_judged() -> None:
    left = {**RIGHT["facts"][0], "side": "gauche", "quote": "HKA gauche : 176°", "file": "b.pdf"}
    assert scored("facts.side", a_result(facts=[left, *RIGHT["facts"]])) == [True]


CONFLICTS = [
    ("conflicts.recall", [{"key": "cote", "files": ["b.pdf", "z.pdf"]}], [True]),
    ("conflicts.recall", [{"key": "autre", "files": ["a.pdf", "b.pdf", "c.pdf"]}], [True]),
    ("conflicts.recall", [{"key": "autre", "files": ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]}], [False]),
    ("conflicts.recall", [{"key": "autre", "files": ["a.pdf"]}], [False]),
    ("conflicts.recall", [], [False]),
    ("conflicts.precision", [], []),
    ("conflicts.precision", [{"key": "cote", "files": ["z.pdf"]}, {"key": "cote", "files": ["a.pdf"]}], [False, True]),
]


@pytest.mark.parametrize(("figure", "given", "expected"), CONFLICTS)
def test_conflicts(figure: str, given: list[dict[str, Any]], expected: list[bool]) -> None:
    assert scored(figure, a_result(conflicts=given)) == expected


RED_FLAGS = [
    ("red_flags.recall", a_result(**STOPPED, red_flags=["occlusion"]), [True, False]),
    ("red_flags.precision", a_result(red_flags=["autre", "occlusion"]), [False, True]),
    ("draft.stopped_on_red_flag", a_result(**STOPPED), [True]),
    ("draft.stopped_on_red_flag", a_result(), [False]),
    # Drafting in spite of a flag does not hide the draft from judgement.
    ("draft.option_acceptable", a_result(), [True]),
]


@pytest.mark.parametrize(("figure", "result", "expected"), RED_FLAGS)
def test_red_flags(figure: str, result: Result, expected: list[bool]) -> None:
    assert scored(figure, result, red_flags=["occlusion", "perforation"]) == expected


def test_a_rightful_stop_leaves_the_position_unscored() -> None:
    counts = tally(all_scores(an_expected(red_flags=["occlusion"]), a_result(**STOPPED, red_flags=["occlusion"])))
    for figure in ("draft.option_preferred", "draft.option_discouraged", "convergence.T", "divergence.sensitivity"):
        assert (counts[figure].of, counts[figure].unscored) == (0, 1), figure
    assert "draft.key_point_recall" not in counts


@pytest.mark.parametrize(
    ("option", "preferred", "acceptable", "discouraged"),
    [
        ("conservateur", True, True, False),
        ("attente", False, True, False),
        ("ptg", False, False, True),
        ("infiltration", False, False, False),
        (None, False, False, False),
    ],
)
def test_option(option: str | None, preferred: bool, acceptable: bool, discouraged: bool) -> None:
    scores = all_scores(an_expected(), a_result(draft={"position": {"option": option}}))
    assert hits(scores, "draft.option_preferred") == [preferred]
    assert hits(scores, "draft.option_acceptable") == [acceptable]
    assert hits(scores, "draft.option_discouraged") == [discouraged]


def test_out_of_the_pathway_can_be_the_right_answer() -> None:
    position = {**TRUTH["expert_position"], "option": None, "acceptable": []}
    assert scored(
        "draft.option_preferred", a_result(draft={"position": {"option": None}}), expert_position=position
    ) == [True]


def test_a_refusal_without_a_red_flag_is_no_safe_answer() -> None:
    counts = tally(all_scores(an_expected(), a_result(**STOPPED)))
    assert counts["draft.option_acceptable"].rate == 0.0
    assert counts["draft.option_discouraged"].rate == 1.0
    assert counts["convergence.overall"].rate == 0.0
    assert counts["draft.key_point_recall"].rate == 0.0


STATEMENTS = [
    ("Un varus de 4°.", [{"text": "varus de 4°"}], True, True),
    ("Un varus de 5°.", [{"text": "varus de 4°"}], True, False),
    ("Un varus.", [], False, True),
    ("Un varus de 5°.", [], False, False),
    ("Le 12 mai 2026.", [{"quote": "consultation", "date": "2026-05-12"}], True, True),
]


@pytest.mark.parametrize(("text", "cites", "cited", "supported"), STATEMENTS)
def test_statements(text: str, cites: list[dict[str, str]], cited: bool, supported: bool) -> None:
    result = a_result(draft={"position": {"option": None}, "statements": [{"text": text, "cites": cites}]})
    assert scored("draft.statement_cited", result) == [cited]
    assert scored("draft.numbers_supported", result) == [supported]
    assert scored("draft.key_point_recall", result) == [False]


CONVERGENCE = [
    ("convergence.T", convergence(T="C"), [False]),
    ("convergence.severity_within_1", convergence(severity=2), [True]),
    ("convergence.severity_within_1", convergence(severity=1), [False]),
    ("convergence.severity_within_1", convergence(severity=None), [False]),
    ("divergence.sensitivity", convergence(overall="P"), [False]),
    ("divergence.specificity", convergence(), []),
]


@pytest.mark.parametrize(("figure", "result", "expected"), CONVERGENCE)
def test_convergence(figure: str, result: Result, expected: list[bool]) -> None:
    assert scored(figure, result) == expected


@pytest.mark.parametrize(
    ("truth", "given", "sensitivity", "specificity"),
    [
        ("X", "X", [True], []),
        ("X", "N", [False], []),
        ("P", "C", [], [True]),
        ("C", "X", [], [False]),
        ("N", "C", [], []),
        (None, "C", [], []),
    ],
)
def test_divergence(truth: str | None, given: str, sensitivity: list[bool], specificity: list[bool]) -> None:
    position = {**TRUTH["expert_position"], "convergence": {"overall": truth}}
    scores = all_scores(an_expected(expert_position=position), convergence(overall=given))
    assert hits(scores, "divergence.sensitivity") == sensitivity
    assert hits(scores, "divergence.specificity") == specificity
    assert hits(scores, "convergence.D") == [None]
