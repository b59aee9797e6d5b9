"""A dossier that changes while a doctor reviews it, and the machine's comparison."""

import pytest

from engine import NotYet, ReviewConflict
from engine.domain.review import Labels
from tests.builders import a_convergence, a_draft, a_refusal, a_statement
from tests.integration.review.samples import Desk
from tests.review_samples import AGREED, DRAFT, Clinic, lay_out, redraft


def test_the_same_draft_written_again_is_no_newer_one(desk: Desk) -> None:
    desk.read()
    redraft(desk.clinic, DRAFT, desk.dossier)
    assert not desk.view().newer
    assert "outdated" not in {b.code for b in desk.view().blocks}


def test_a_newer_draft_takes_over_what_holds(desk: Desk) -> None:
    desk.read()
    desk.decide("S1")
    desk.decide("S2", "removed", reason_fr="Hors sujet")
    desk.decide("A1", "added", text="Le mien.", section="avis")
    newer = a_draft(
        statements=(
            a_statement("S1", section="question", text="Une question."),
            DRAFT.statements[0].model_copy(update={"id": "S2"}),
            DRAFT.statements[2].model_copy(update={"text": "Une autre phrase."}),
        )
    )
    redraft(desk.clinic, newer, desk.dossier)
    view = desk.view()
    assert (view.newer, view.draft) == (True, DRAFT), "the draft under review does not change by itself"
    assert {"outdated"} <= {b.code for b in view.blocks}
    after = desk.review.take_newer(desk.doctor, desk.dossier, view.review.version)
    assert {d.statement: d.verdict for d in after.decisions} == {"S2": "kept", "A1": "added"}
    assert desk.view().draft == newer
    assert not desk.view().newer


def test_taking_the_newer_draft_is_one_write(desk: Desk) -> None:
    desk.read()
    desk.decide("S1")
    version = desk.now().version
    redraft(desk.clinic, a_draft(statements=(DRAFT.statements[0].model_copy(update={"id": "S9"}),)), desk.dossier)
    acts = len(desk.acts())
    with pytest.raises(ReviewConflict):
        desk.review.take_newer(desk.doctor, desk.dossier, version - 1)
    assert (desk.now().version, len(desk.acts())) == (version, acts)
    assert desk.now().draft == f"{desk.dossier}/draft/1"
    desk.review.take_newer(desk.doctor, desk.dossier, version)
    assert desk.acts()[acts:] == ["review_changed", "draft_viewed"]


def test_a_draft_that_comes_after_a_refusal_can_be_opened(house: Clinic) -> None:
    dossier = f"D-{next(house.numbers)}"
    desk = Desk(house, dossier, lay_out(house, dossier, a_refusal()))
    assert desk.read().draft is None
    assert (desk.view().refusal, desk.view().newer) == (a_refusal(), False)
    desk.decide("A1", "added", text="Le mien.", section="avis")
    redraft(house, DRAFT, dossier)
    assert (desk.view().newer, desk.view().draft) == (True, None)
    after = desk.review.take_newer(desk.doctor, dossier, desk.now().version)
    assert (desk.view().draft, [d.statement for d in after.decisions]) == (DRAFT, ["A1"])


def test_a_draft_that_is_refused_now_must_be_left_unused(desk: Desk) -> None:
    version = desk.complete()
    redraft(desk.clinic, a_refusal(), desk.dossier)
    assert [b.code for b in desk.view().blocks] == ["outdated"]
    version = desk.review.leave_unused(desk.doctor, desk.dossier, version, True).version
    desk.decide("A1", "added", version, text="Le mien.", section="avis")
    assert desk.view().blocks == ()


def test_a_dossier_that_is_worked_on_again_cannot_be_signed(desk: Desk) -> None:
    version = desk.complete()
    desk.clinic.store.keep_upload(desk.dossier, "nouveau.pdf", "application/pdf", b"%PDF-1.7 autre")
    assert "outdated" in {b.code for b in desk.view().blocks}
    with pytest.raises(NotYet, match="Le dossier a changé"):
        desk.sign(version)


def test_the_machines_comparison_waits_for_the_last_label(desk: Desk) -> None:
    desk.read()
    for labels in (Labels(), AGREED.model_copy(update={"exams": None}), AGREED.model_copy(update={"severity": None})):
        desk.review.label(desk.doctor, desk.dossier, desk.now().version, labels)
        assert (desk.view().convergence, desk.view().agreement) == (None, None)
    desk.review.label(desk.doctor, desk.dossier, desk.now().version, AGREED)
    assert desk.view().convergence == a_convergence()
    agreement = desk.view().agreement
    assert agreement is not None
    assert agreement.overall == "X"
