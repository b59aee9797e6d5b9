"""The signature of a review: what was decided and nothing else, once, and nothing after."""

from datetime import date
from typing import Any

import pytest

from engine import KeyExpired, NotYet, ReviewConflict, WrongPassword
from engine.domain.review import Decision
from engine.services.signing import NotSigned
from tests.builders import a_completeness, a_red_flag, a_run, an_item
from tests.integration.review.samples import Desk
from tests.review_samples import AGREED, CONCLUDED, DRAFT, FACTS, Clinic, lay_out, redraft
from tests.web_samples import PASSWORD

FLAG = a_red_flag()


def test_a_signed_opinion_says_what_was_decided_and_nothing_else(desk: Desk) -> None:
    desk.read()
    desk.decide("S1", "edited", text="Kyste ovarien gauche de 32 mm.")
    desk.decide("S2", "removed", reason_fr="Hors sujet")
    desk.decide("S3")
    desk.decide("A1", "added", text="Contrôle dans trois mois.", section="examens")
    desk.review.conclude(desk.doctor, desk.dossier, desk.now().version, CONCLUDED)
    version = desk.review.label(desk.doctor, desk.dossier, desk.now().version, AGREED).version
    preview = desk.clinic.service.signing.preview(desk.doctor, desk.seen(), desk.view())
    signed = desk.sign(version).opinion
    said = [(s.section, s.text, s.origin) for s in signed.statements]
    assert said == [
        ("resume", "Kyste ovarien gauche de 32 mm.", "edited"),
        ("avis", DRAFT.statements[2].text, "kept"),
        ("examens", "Contrôle dans trois mois.", "added"),
    ]
    assert (signed.position.option, signed.agreement.overall, signed.patient_fr) == ("amp", "X", CONCLUDED.patient_fr)
    assert (signed.ai_used, signed.draft) == (True, f"{desk.dossier}/draft/1")
    same = preview.model_dump(exclude={"signed_at", "audit_head"})
    assert signed.model_dump(exclude={"signed_at", "audit_head"}) == same, "what is shown is what is signed"
    found = desk.clinic.service.signing.check(desk.dossier, 1)
    assert (found.intact, found.trusted) == (True, True)


def test_after_the_signature_every_write_is_refused(desk: Desk) -> None:
    version = desk.complete()
    desk.sign(version)
    before = (desk.now(), len(desk.acts()))
    decision = Decision(statement="S1", verdict="kept", at=desk.clinic.clock.now())
    for write in (
        lambda: desk.review.decide(desk.doctor, desk.dossier, version, decision),
        lambda: desk.review.undo(desk.doctor, desk.dossier, version, "S1"),
        lambda: desk.review.conclude(desk.doctor, desk.dossier, version, CONCLUDED),
        lambda: desk.review.label(desk.doctor, desk.dossier, version, AGREED),
        lambda: desk.review.leave_unused(desk.doctor, desk.dossier, version, True),
        lambda: desk.review.take_newer(desk.doctor, desk.dossier, version),
        lambda: desk.sign(version),
    ):
        with pytest.raises(NotYet, match="signé"):
            write()
    assert (desk.now(), len(desk.acts())) == before
    assert len(desk.clinic.service.signing.signed(desk.dossier)) == 1


def test_a_review_that_changed_since_it_was_shown_is_not_signed(desk: Desk) -> None:
    version = desk.complete()
    desk.decide("S1", "edited", version, text="Une autre phrase.")
    with pytest.raises(ReviewConflict):
        desk.sign(version)
    assert desk.clinic.service.signing.signed(desk.dossier) == ()


def test_a_write_that_comes_while_the_document_is_made_stops_the_signature(desk: Desk) -> None:
    version = desk.complete()
    signing = desk.clinic.service.signing
    render = signing._render

    def slow(*given: Any) -> bytes:
        desk.decide("S1", "edited", version, text="Écrit entre-temps.")
        return render(*given)

    signing._render = slow
    try:
        with pytest.raises(ReviewConflict):
            desk.sign(version)
    finally:
        signing._render = render
    assert signing.signed(desk.dossier) == ()
    assert "opinion_signed" not in desk.acts()


@pytest.mark.parametrize(("password", "code"), [("mauvais mot de passe", None), (PASSWORD, "000000")])
def test_without_a_fresh_proof_nothing_is_signed(desk: Desk, password: str, code: str | None) -> None:
    version = desk.complete()
    with pytest.raises(WrongPassword):
        desk.sign(version, password, code)
    assert desk.clinic.service.signing.signed(desk.dossier) == ()
    assert desk.acts()[-1] == "signature_failed"


def test_an_expired_certificate_signs_nothing(desk: Desk) -> None:
    version = desk.complete()
    desk.clinic.clock.move(days=3700)
    try:
        assert "key" in {b.code for b in desk.clinic.service.signing.blocks(desk.doctor, desk.seen(), desk.view())}
        with pytest.raises((NotYet, KeyExpired), match="certificat"):
            desk.sign(version)
    finally:
        desk.clinic.clock.move(days=-3700)


def test_a_standing_red_flag_stops_the_signature_until_a_doctor_clears_it(desk: Desk) -> None:
    version = desk.complete()
    store = desk.clinic.store
    store.save_extract(a_run("extract", 2, dossier=desk.dossier), FACTS, (), [FLAG])
    store.save_assess(a_run("assess", 2, dossier=desk.dossier), a_completeness())
    redraft(desk.clinic, DRAFT, desk.dossier)
    assert "flag" in {b.code for b in desk.view().blocks}
    with pytest.raises(NotYet, match="Drapeau rouge"):
        desk.sign(version)
    desk.clinic.service.intake.clear(desk.doctor, desk.dossier, FLAG.id, FLAG.quote, "Patiente vue aux urgences.")
    redraft(desk.clinic, DRAFT, desk.dossier, 3)
    assert desk.view().blocks == ()
    assert desk.sign(version).opinion.number == 1


def test_a_missing_required_piece_makes_the_opinion_provisional(house: Clinic) -> None:
    dossier = f"D-{next(house.numbers)}"
    desk = Desk(house, dossier, lay_out(house, dossier))
    lacking = an_item(status="missing", documents=(), reason_fr="Aucune IRM reçue.")
    house.store.save_assess(a_run("assess", 2, dossier=dossier), a_completeness(lacking, provisional=True))
    redraft(house, DRAFT, dossier)
    signed = desk.sign(desk.complete()).opinion
    assert (signed.provisional, signed.missing_fr) == (True, ("IRM pelvienne : Aucune IRM reçue.",))


def test_an_unused_draft_leaves_no_word(desk: Desk) -> None:
    version = desk.complete()
    version = desk.review.leave_unused(desk.doctor, desk.dossier, version, True).version
    version = desk.decide("A1", "added", version, text="Mon avis.", section="avis").version
    signed = desk.sign(version).opinion
    assert [s.text for s in signed.statements] == ["Mon avis."]
    assert (signed.ai_used, signed.draft) == (False, None)


def test_an_addendum_is_signed_beside_the_opinion(desk: Desk) -> None:
    signing = desk.clinic.service.signing
    with pytest.raises(NotSigned):
        signing.add(desk.doctor, desk.seen(), "Trop tôt.", PASSWORD, desk.clinic.code())
    first = desk.sign(desk.complete())
    with pytest.raises(NotYet, match="vide"):
        signing.add(desk.doctor, desk.seen(), "  ", PASSWORD, desk.clinic.code())
    added = signing.add(desk.doctor, desk.seen(), "Le contrôle est à six mois.", PASSWORD, desk.clinic.code())
    assert (added.opinion.number, added.opinion.addendum_fr) == (2, "Le contrôle est à six mois.")
    assert signing.signed(desk.dossier) == (first, added)
    assert signing.check(desk.dossier, 2).intact
    assert added.opinion.received_on == date(2026, 3, 2)
