"""What the events of a review make, what stands before a signature, and what is signed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.domain.convergence import Axis, overall_of
from engine.domain.pathway import Pathway
from engine.domain.review import Conclusion, Decision, EventKind, IndependentRead, Labels, Review, ReviewEvent, words_of
from engine.steps.review import (
    agreement_of,
    blocks,
    carried_over,
    final_statements,
    fold,
    undecided,
)
from tests.builders import a_completeness, a_draft, a_position, a_red_flag, a_statement

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
DRAFT = a_draft(statements=(a_statement("S1"), a_statement("S2", section="avis", text="Une AMP est à privilégier.")))
READ = IndependentRead(position=a_position(option="amp"), by="A1", at=NOW)
SAID = Conclusion(diagnosis="Endométriose", option="amp", certainty="modérée", patient_fr="Un kyste est à surveiller.")
AGREED = Labels(diagnosis="C", treatment="X", exams="N", severity=3)


def decided(statement: str = "S1", verdict: str = "kept", **given: Any) -> Decision:
    return Decision.model_validate({"statement": statement, "verdict": verdict, "at": NOW, **given})


def added(statement: str = "A1", **given: Any) -> Decision:
    return decided(statement, "added", **{"text": "Mon énoncé.", "section": "avis", **given})


def event(kind: EventKind, version: int, **content: Any) -> ReviewEvent:
    return ReviewEvent(version=version, kind=kind, by="A1", at=NOW, **content)


def folded(*events: tuple[EventKind, dict[str, Any]]) -> Review:
    return fold("D-1", "A1", [event(kind, number, **given) for number, (kind, given) in enumerate(events, start=1)])


def complete(**over: Any) -> Review:
    given: dict[str, Any] = {
        "dossier": "D-1",
        "doctor": "A1",
        "version": 6,
        "read": READ,
        "draft": "run-1",
        "decisions": (decided("S1"), decided("S2")),
        "conclusion": SAID,
        "labels": AGREED,
    }
    return Review(**{**given, **over})


# The events


def test_no_event_is_an_empty_review() -> None:
    review = folded()
    assert review == Review(dossier="D-1", doctor="A1")
    assert (review.conclusion, review.labels, review.decisions) == (Conclusion(), Labels(), ())


def test_the_version_is_that_of_the_last_event() -> None:
    assert folded(("unused", {"unused": True}), ("unused", {"unused": False})).version == 2


def test_the_first_read_stays() -> None:
    other = IndependentRead(position=a_position(diagnosis="Autre"), by="A1", at=NOW)
    assert folded(("read", {"read": READ}), ("read", {"read": other})).read == READ


def test_the_latest_decision_on_a_statement_counts_in_the_place_of_the_first() -> None:
    first, second = added("A1", text="Un"), added("A2", text="Deux")
    edited = added("A1", text="Un, corrigé")
    review = folded(*(("decision", {"decision": d}) for d in (first, second, edited)))
    assert review.decisions == (edited, second)


def test_a_decision_can_be_taken_back() -> None:
    review = folded(
        ("decision", {"decision": decided("S1")}),
        ("decision", {"decision": decided("S2")}),
        ("undo", {"statement": "S1"}),
    )
    assert [d.statement for d in review.decisions] == ["S2"]
    assert review.decision("S1") is None


@pytest.mark.parametrize(
    ("kind", "given", "field", "expected"),
    [
        ("draft", {"draft": "run-2"}, "draft", "run-2"),
        ("conclusion", {"conclusion": SAID}, "conclusion", SAID),
        ("labels", {"labels": AGREED}, "labels", AGREED),
        ("unused", {"unused": True}, "unused", True),
    ],
)
def test_each_event_changes_its_own_part(kind: EventKind, given: dict[str, Any], field: str, expected: object) -> None:
    before = folded(("decision", {"decision": decided()}))
    after = folded(("decision", {"decision": decided()}), (kind, given))
    assert getattr(after, field) == expected
    changed = {name for name in type(after).model_fields if getattr(after, name) != getattr(before, name)}
    assert changed == {field, "version"}


# A newer draft


@pytest.mark.parametrize(
    ("newer", "kept"),
    [
        (a_statement("S1"), "S1"),
        (a_statement("S7"), "S7"),
        (a_statement("S1", text="Autre chose."), None),
        (a_statement("S1", section="analyse"), None),
        (a_statement("S1", cites=()), None),
    ],
)
def test_a_decision_holds_for_what_says_the_same_with_the_same_evidence(newer: Any, kept: str | None) -> None:
    found = carried_over((decided("S1"),), DRAFT, a_draft(statements=(newer,)))
    assert [d.statement for d in found] == ([kept] if kept else [])


def test_statements_that_change_places_keep_their_own_decisions() -> None:
    one, two = DRAFT.statements
    swapped = a_draft(statements=(two.model_copy(update={"id": "S1"}), one.model_copy(update={"id": "S2"})))
    before = (decided("S1"), decided("S2", "removed", reason_fr="Hors sujet"))
    after = {d.statement: d.verdict for d in carried_over(before, DRAFT, swapped)}
    assert after == {"S2": "kept", "S1": "removed"}


def test_what_the_doctor_added_is_carried_over_whatever_the_draft() -> None:
    assert carried_over((added(),), DRAFT, a_draft(statements=())) == (added(),)
    assert carried_over((added(),), None, DRAFT) == (added(),)


# What is signed


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (complete(), [("resume", "kept"), ("avis", "kept")]),
        (complete(decisions=(decided("S2"),)), [("avis", "kept")]),
        (complete(decisions=(decided("S1", "removed", reason_fr="Faux"), decided("S2"))), [("avis", "kept")]),
        (
            complete(decisions=(decided("S1"), decided("S2", "edited", text="Mieux."))),
            [("resume", "kept"), ("avis", "edited")],
        ),
        (complete(decisions=(added(), decided("S1"))), [("resume", "kept"), ("avis", "added")]),
        (complete(decisions=(decided("S1"), decided("S2"), added()), unused=True), [("avis", "added")]),
    ],
)
def test_only_what_was_decided_is_signed(review: Review, said: list[tuple[str, str]]) -> None:
    assert [(s.section, s.origin) for s in final_statements(review, DRAFT)] == said


def test_an_edited_statement_says_the_doctors_words_and_keeps_its_evidence() -> None:
    review = complete(decisions=(decided("S1", "edited", text="  Kyste gauche de 32 mm. "),))
    (signed,) = final_statements(review, DRAFT)
    assert (signed.text, signed.cites) == ("Kyste gauche de 32 mm.", DRAFT.statements[0].cites)


def test_without_a_draft_only_own_statements_are_signed() -> None:
    assert [s.origin for s in final_statements(complete(decisions=(added(),)), None)] == ["added"]


def test_undecided_is_what_nobody_looked_at() -> None:
    review = complete(decisions=(decided("S1"),))
    assert [s.id for s in undecided(review, DRAFT)] == ["S2"]
    assert undecided(review.model_copy(update={"unused": True}), DRAFT) == ()
    assert undecided(review, None) == ()


@pytest.mark.parametrize(
    ("over", "complete_enough"),
    [
        ({}, True),
        ({"diagnosis": "  "}, False),
        ({"option": None}, False),
        ({"option": None, "outside": True}, True),
        ({"certainty": None}, False),
        ({"patient_fr": ""}, True),
    ],
)
def test_a_position_needs_diagnosis_option_and_certainty(over: dict[str, Any], complete_enough: bool) -> None:
    assert (SAID.model_copy(update=over).position() is not None) == complete_enough


def test_outside_the_pathway_no_option_is_signed() -> None:
    said = SAID.model_copy(update={"outside": True}).position()
    assert said is not None
    assert said.option is None


# Agreement


@pytest.mark.parametrize(
    ("axes", "whole"),
    [
        ("CCC", "C"),
        ("CCN", "C"),
        ("NNC", "C"),
        ("NNN", "N"),
        ("PCC", "P"),
        ("NPN", "P"),
        ("XCC", "X"),
        ("CXC", "X"),
        ("NXN", "X"),
        # A disagreement on exams alone is not one on what to do.
        ("CCX", "P"),
        ("NNX", "P"),
    ],
)
def test_the_whole_follows_from_three_axes(axes: str, whole: Axis) -> None:
    diagnosis, treatment, exams = axes
    assert overall_of(diagnosis, treatment, exams) == whole  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("over", "whole"),
    [
        ({}, "X"),
        ({"diagnosis": None}, None),
        ({"treatment": None}, None),
        ({"exams": None}, None),
        ({"severity": None}, None),
        ({"severity": 0}, "X"),
        ({"diagnosis": "N", "treatment": "N", "severity": None}, "N"),
    ],
)
def test_agreement_is_there_once_every_label_is(over: dict[str, Any], whole: Axis | None) -> None:
    found = agreement_of(AGREED.model_copy(update=over))
    assert (found.overall if found else None) == whole


# Before the signature


def standing(review: Review, pathway: Pathway, **over: Any) -> list[tuple[str, str]]:
    given: dict[str, Any] = {"draft": DRAFT, "flags": (), "completeness": a_completeness(), "outdated": False, **over}
    return [(b.code, b.where) for b in blocks(review, pathway=pathway, **given)]


def test_nothing_stands_before_a_complete_review(pathways: dict[str, Pathway]) -> None:
    assert standing(complete(), pathways["endometriose"]) == []


def changed(**over: Any) -> Review:
    return complete(conclusion=SAID.model_copy(update=over))


@pytest.mark.parametrize(
    ("review", "over", "expected"),
    [
        (complete(read=None), {}, ("read", "#lecture")),
        (complete(), {"flags": (a_red_flag(),)}, ("flag", "#alertes")),
        (complete(), {"completeness": None}, ("reading", "#documents")),
        (complete(), {"outdated": True}, ("outdated", "#nouveau")),
        (complete(decisions=(decided("S2"),)), {}, ("statement", "#enonce-S1")),
        (changed(diagnosis=" "), {}, ("diagnosis", "#conclusion-diagnosis")),
        (changed(option=None), {}, ("option", "#conclusion-option")),
        (changed(option="retirée-du-référentiel"), {}, ("option", "#conclusion-option")),
        (changed(discouraged=("amp",)), {}, ("option", "#conclusion-option")),
        (changed(alternatives=("amp",)), {}, ("option", "#conclusion-option")),
        (changed(certainty=None), {}, ("certainty", "#conclusion-certainty")),
        (complete(decisions=(decided("S1"), decided("S2", "removed"))), {}, ("answer", "#ajouter")),
        (changed(patient_fr=" "), {}, ("patient", "#conclusion-patient")),
        (changed(patient_fr="mot " * 351), {}, ("patient", "#conclusion-patient")),
        (complete(labels=AGREED.model_copy(update={"diagnosis": None})), {}, ("labels", "#accord-diagnosis")),
        (complete(labels=AGREED.model_copy(update={"treatment": None})), {}, ("labels", "#accord-treatment")),
        (complete(labels=AGREED.model_copy(update={"exams": None})), {}, ("labels", "#accord-exams")),
        (complete(labels=AGREED.model_copy(update={"severity": None})), {}, ("labels", "#accord-severity")),
        (complete(labels=AGREED.model_copy(update={"equipoise": True})), {}, ("labels", "#accord-severity")),
    ],
)
def test_each_gap_is_one_block_that_says_where(
    review: Review, over: dict[str, Any], expected: tuple[str, str], pathways: dict[str, Pathway]
) -> None:
    assert standing(review, pathways["endometriose"], **over) == [expected]


@pytest.mark.parametrize(
    "review",
    [
        changed(option=None, outside=True),
        changed(patient_fr="mot " * 350),
        complete(decisions=(added(),), unused=True),
        complete(labels=AGREED.model_copy(update={"equipoise": True, "severity": 2})),
    ],
)
def test_what_suffices(review: Review, pathways: dict[str, Pathway]) -> None:
    assert standing(review, pathways["endometriose"]) == []


def test_an_empty_review_lacks_everything_in_the_order_of_the_page(pathways: dict[str, Pathway]) -> None:
    codes = [code for code, _ in standing(Review(dossier="D-1", doctor="A1"), pathways["endometriose"])]
    assert codes == [
        *("read", "statement", "statement", "diagnosis", "option", "certainty", "answer", "patient"),
        *("labels", "labels", "labels"),
    ]


def test_a_block_quotes_the_beginning_of_a_long_statement(pathways: dict[str, Pathway]) -> None:
    long = a_draft(statements=(a_statement("S1", text="mot " * 60), DRAFT.statements[1]))
    found = blocks(
        complete(decisions=(decided("S2"),)), long, (), a_completeness(), pathways["endometriose"], outdated=False
    )
    assert found[0].what_fr.endswith("… »")
    assert len(found[0].what_fr) < 130


@pytest.mark.parametrize(("text", "count"), [("", 0), ("Un kyste.", 2), ("l'examen", 2), ("3,5 mm", 3), ("à jeun", 2)])
def test_words_are_counted_as_the_page_counts_them(text: str, count: int) -> None:
    assert words_of(text) == count
