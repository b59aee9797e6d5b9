"""A patient who takes an agreement back: no draft from that moment, an opinion all the same, nothing for research."""

import pytest

from engine import NoConsent, NotYet
from engine.domain.consent import FORM, About
from engine.domain.dossier import Consents
from engine.domain.opinion import Refusal
from tests.integration.review.samples import Desk, Room
from tests.review_samples import AGREED, CONCLUDED, DRAFT, process
from tests.web_samples import PASSWORD

ALL = Consents(processing=True, ai_assistance=True, share_with_treating_doctor=True, research=True)
REFUSED = Refusal(code="ai_refused", reason_fr="Le patient n'a pas accepté l'aide d'un logiciel : pas de pré-avis.")


def say(desk: Desk | Room, about: About, *, given: bool) -> None:
    """The patient says yes or no on the telephone; no worker has looked yet."""
    consents, today = desk.clinic.service.consents, desk.clinic.service.intake.today()
    consents.say(desk.doctor, desk.dossier, about, "patient", "phone", today, FORM.version, given=given)


def work(desk: Desk | Room) -> None:
    """What the worker does after a changed intake."""
    kept = desk.clinic.store.dossier(desk.dossier)
    assert kept is not None
    draft = None if kept.consents.ai_assistance else REFUSED
    process(desk.clinic, desk.dossier, 10 + next(desk.clinic.numbers), draft)


def agreeing(desk: Desk) -> None:
    """A dossier whose patient agreed to everything at reception."""
    kept = desk.clinic.store.dossier(desk.dossier)
    assert kept is not None
    desk.clinic.store.save_dossier(kept.model_copy(update={"consents": ALL}))
    work(desk)


def test_draft_goes_the_moment_the_agreement_is_taken_back(desk: Desk) -> None:
    """Before any worker has looked: what was decided on it is kept and not shown."""
    desk.complete()
    assert desk.view().draft is not None
    say(desk, "ai_assistance", given=False)
    view = desk.view()
    assert (view.draft, view.convergence, view.newer) == (None, None, False)
    with pytest.raises(NotYet, match="pas dans le pré-avis"):
        desk.decide("S1")
    with pytest.raises(NotYet):
        desk.review.take_newer(desk.doctor, desk.dossier, desk.now().version)


def test_own_read_without_agreement_brings_no_draft(desk: Desk) -> None:
    say(desk, "ai_assistance", given=False)
    process(desk.clinic, desk.dossier, 10 + next(desk.clinic.numbers))  # a draft that was under way
    assert desk.read().draft is None
    assert desk.view().draft is None
    assert "draft_viewed" not in desk.acts()


def test_doctor_reviews_writes_and_signs_without_a_draft_in_the_pages(room: Room) -> None:
    """The service of somebody who refused, from the own read to the signed PDF."""
    say(room, "ai_assistance", given=False)
    work(room)
    assert "n'a pas accepté l'aide d'un logiciel" in room.page()
    room.read()
    page = room.page()
    assert not [s.text for s in DRAFT.statements if s.text in page]
    assert room.post(f"{room.base}/enonces", text="Une AMP d'abord, sans opération.", section="avis").status_code < 400
    review = room.clinic.service.review
    review.conclude(room.doctor, room.dossier, room.version, CONCLUDED)
    review.label(room.doctor, room.dossier, room.version, AGREED)
    data = {"seen": room.shown(), "password": PASSWORD, "code": room.clinic.code()}
    answer = room.post(f"/dossiers/{room.dossier}/signature", **data)
    assert answer.status_code == 303, answer.text
    (signed,) = room.clinic.service.signing.signed(room.dossier)
    assert [(s.section, s.text, s.origin) for s in signed.opinion.statements] == [
        ("avis", "Une AMP d'abord, sans opération.", "added")
    ]
    assert (signed.opinion.ai_used, signed.opinion.draft) == (False, None)


def test_who_agrees_again_has_the_decisions_of_before(desk: Desk) -> None:
    desk.complete()
    say(desk, "ai_assistance", given=False)
    work(desk)
    assert desk.view().draft is None
    say(desk, "ai_assistance", given=True)
    work(desk)
    assert desk.view().draft == DRAFT
    assert desk.now().decision("S1") is not None


def test_research_and_sharing_end_with_their_agreement(desk: Desk) -> None:
    agreeing(desk)
    desk.sign(desk.complete())
    study, signing, staff = desk.clinic.service.study, desk.clinic.service.signing, desk.doctor

    def counted() -> tuple[int, int]:
        exported = study.export(None, None, None, "recherche").strip().splitlines()
        return study.tables(None, None, None).whole.dossiers, len(exported)

    with_it = counted()
    abouts: tuple[About, ...] = ("research", "processing")
    for about in abouts:
        say(desk, about, given=False)
        assert counted() == (with_it[0] - 1, with_it[1] - 1), about
        say(desk, about, given=True)
        assert counted() == with_it, about
    assert signing.deliver(staff, desk.dossier, 1, "treating_doctor").startswith(b"%PDF")
    say(desk, "share_with_treating_doctor", given=False)
    with pytest.raises(NoConsent, match="médecin traitant"):
        signing.deliver(staff, desk.dossier, 1, "treating_doctor")
    assert signing.deliver(staff, desk.dossier, 1, "patient").startswith(b"%PDF")
