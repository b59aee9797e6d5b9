"""Reviews over a real database: nothing is seen too early or overwritten in silence."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine import NotYet, ReviewConflict
from engine.domain.review import Conclusion, Labels
from tests.builders import a_dossier
from tests.integration.review.samples import Desk
from tests.review_samples import AGREED, CONCLUDED, DRAFT, POSITION, Clinic, process

# The independent read


def test_nothing_of_the_draft_is_seen_before_the_independent_read(desk: Desk) -> None:
    view = desk.view()
    assert (view.draft, view.convergence, view.newer, view.review.draft) == (None, None, False, None)
    told = " ".join(b.what_fr for b in view.blocks)
    assert not any(s.text[:30] in told for s in DRAFT.statements)


def test_the_read_opens_the_draft_that_stands(desk: Desk) -> None:
    review = desk.read()
    assert (review.version, review.draft) == (2, f"{desk.dossier}/draft/1")
    view = desk.view()
    assert view.draft == DRAFT
    assert view.review.read is not None
    assert (view.review.read.position, view.review.read.by) == (POSITION, desk.doctor.id)
    assert desk.acts()[-2:] == ["review_changed", "draft_viewed"]


def test_conclusion_and_labels_start_empty(desk: Desk) -> None:
    review = desk.read()
    assert (review.conclusion, review.labels, review.decisions) == (Conclusion(), Labels(), ())


def test_the_read_is_written_once(desk: Desk) -> None:
    version = desk.read().version
    with pytest.raises(NotYet, match="ne change plus"):
        desk.review.read(desk.doctor, desk.dossier, version, POSITION.model_copy(update={"diagnosis": "Autre"}))
    assert desk.now().read is not None
    assert desk.now().read.position == POSITION


def test_nothing_else_can_be_written_before_the_read(desk: Desk) -> None:
    with pytest.raises(NotYet, match="lecture indépendante"):
        desk.decide("S1")
    for write in (
        lambda: desk.review.conclude(desk.doctor, desk.dossier, 0, CONCLUDED),
        lambda: desk.review.label(desk.doctor, desk.dossier, 0, AGREED),
        lambda: desk.review.leave_unused(desk.doctor, desk.dossier, 0, True),
        lambda: desk.review.take_newer(desk.doctor, desk.dossier, 0),
        lambda: desk.review.undo(desk.doctor, desk.dossier, 0, "S1"),
    ):
        with pytest.raises(NotYet, match="lecture indépendante"):
            write()
    assert desk.now().version == 0


def test_a_dossier_that_is_not_read_cannot_be_answered(house: Clinic) -> None:
    dossier, doctor = f"D-{next(house.numbers)}", house.doctor()
    house.store.save_dossier(a_dossier(dossier, questionnaire={}))
    with pytest.raises(NotYet, match="pas encore lu"):
        house.service.review.read(doctor, dossier, 0, POSITION)


def test_a_read_while_the_machine_works_opens_the_draft_that_comes(desk: Desk) -> None:
    desk.clinic.store.keep_upload(desk.dossier, "nouveau.pdf", "application/pdf", b"%PDF-1.7 autre")
    assert desk.read().draft is None
    assert desk.view().draft is None
    assert "outdated" in {b.code for b in desk.view().blocks}
    process(desk.clinic, desk.dossier, 2)
    assert desk.view().newer
    desk.review.take_newer(desk.doctor, desk.dossier, 1)
    assert desk.view().draft == DRAFT


def test_another_doctor_starts_anew(desk: Desk) -> None:
    desk.read()
    other = desk.clinic.doctor()
    assert desk.review.review(other, desk.dossier).version == 0
    assert desk.review.view(other, desk.seen()).draft is None


# Two writers


def test_of_two_tabs_one_is_told_and_nothing_is_lost(desk: Desk) -> None:
    version = desk.read().version
    first = desk.decide("S1", "edited", version, text="Le mien.")
    with pytest.raises(ReviewConflict) as told:
        desk.decide("S1", "removed", version, reason_fr="L'autre onglet.")
    assert told.value.current == first == desk.now()
    # Looked at again, the second may still be written.
    assert desk.decide("S1", "removed", first.version, reason_fr="L'autre onglet.").version == first.version + 1


def test_of_ten_writers_at_once_one_wins(desk: Desk) -> None:
    version = desk.read().version
    acts = len(desk.acts())

    def write(number: int) -> str:
        try:
            desk.decide("S2", "edited", version, text=f"Onglet {number}")
        except ReviewConflict:
            return "conflict"
        return "kept"

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(write, range(10)))
    assert sorted(outcomes) == ["conflict"] * 9 + ["kept"]
    assert desk.now().version == version + 1
    assert len(desk.acts()) == acts + 1, "who came second left no trace of an act"


@pytest.mark.parametrize("version", [-1, 0, 1, 7, 999])
def test_a_version_that_is_not_the_last_is_refused(desk: Desk, version: int) -> None:
    desk.read()
    with pytest.raises(ReviewConflict):
        desk.decide("S1", "kept", version)


# Statements


@pytest.mark.parametrize(
    ("statement", "verdict", "given", "told"),
    [
        ("S9", "kept", {}, "n'est pas dans le pré-avis"),
        ("S1", "added", {"text": "Le mien", "section": "avis"}, "n'est pas dans le pré-avis"),
        ("A1", "added", {"text": "  ", "section": "avis"}, "Le texte est vide"),
        ("A1", "added", {"text": "Le mien"}, "Choisissez la section"),
        ("S1", "edited", {"text": ""}, "Le texte est vide"),
        ("S1", "removed", {"reason_fr": " "}, "pourquoi"),
    ],
)
def test_a_decision_that_cannot_be_says_why(
    desk: Desk, statement: str, verdict: str, given: dict[str, Any], told: str
) -> None:
    version = desk.read().version
    with pytest.raises(NotYet, match=told):
        desk.decide(statement, verdict, **given)
    assert desk.now().version == version


def test_an_edit_that_changes_nothing_keeps_the_statement(desk: Desk) -> None:
    desk.read()
    decision = desk.decide("S1", "edited", text=f" {DRAFT.statements[0].text} ").decision("S1")
    assert decision is not None
    assert (decision.verdict, decision.text) == ("kept", None)


def test_a_decision_is_dated_by_the_service(desk: Desk) -> None:
    desk.read()
    desk.clinic.clock.move(minutes=5)
    decision = desk.decide("S1", at="2001-01-01T00:00:00Z").decision("S1")
    assert decision is not None
    assert decision.at == desk.clinic.clock.now()
