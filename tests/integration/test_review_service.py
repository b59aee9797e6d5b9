"""Reviews over a real database: nothing is seen too early, overwritten in silence or changed after the signature."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, NamedTuple

import pytest

from engine import KeyExpired, NotYet, ReviewConflict, WrongPassword
from engine.domain.account import Account
from engine.domain.review import Conclusion, Decision, Labels, Review
from engine.services.review import ReviewService
from engine.services.signing import NotSigned
from engine.services.views import DossierView, ReviewView
from tests.builders import (
    a_completeness,
    a_convergence,
    a_dossier,
    a_draft,
    a_red_flag,
    a_refusal,
    a_run,
    a_statement,
    an_item,
)
from tests.review_samples import AGREED, CONCLUDED, DRAFT, FACTS, POSITION, Clinic, clinic, lay_out, process, redraft
from tests.web_samples import PASSWORD

FLAG = a_red_flag()


class Desk(NamedTuple):
    """One doctor before one dossier."""

    clinic: Clinic
    dossier: str
    doctor: Account

    @property
    def review(self) -> ReviewService:
        return self.clinic.service.review

    def seen(self) -> DossierView:
        return self.clinic.view(self.dossier)

    def view(self) -> ReviewView:
        return self.review.view(self.doctor, self.seen())

    def now(self) -> Review:
        return self.review.review(self.doctor, self.dossier)

    def read(self) -> Review:
        return self.review.read(self.doctor, self.dossier, 0, POSITION)

    def decide(self, statement: str, verdict: str = "kept", version: int | None = None, **given: Any) -> Review:
        decision = Decision.model_validate(
            {"statement": statement, "verdict": verdict, "at": self.clinic.clock.now(), **given}
        )
        return self.review.decide(
            self.doctor, self.dossier, self.now().version if version is None else version, decision
        )

    def complete(self) -> int:
        """Bring the review to where it can be signed; returns its version."""
        self.read()
        for statement in ("S1", "S2", "S3"):
            self.decide(statement)
        self.review.conclude(self.doctor, self.dossier, self.now().version, CONCLUDED)
        return self.review.label(self.doctor, self.dossier, self.now().version, AGREED).version

    def sign(self, version: int, password: str = PASSWORD, code: str | None = None) -> Any:
        given = self.clinic.code() if code is None else code
        return self.clinic.service.signing.sign(self.doctor, self.seen(), version, password, given)

    def acts(self) -> list[str]:
        return [entry.action for entry in reversed(self.clinic.service.journal.entries(dossier=self.dossier))]


@pytest.fixture(scope="module")
def house(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with new_database() as url, clinic(url, tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture
def desk(house: Clinic) -> Desk:
    dossier = f"D-{next(house.numbers)}"
    return Desk(house, dossier, lay_out(house, dossier))


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


# A newer draft


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


# The machine's comparison


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


# The signature


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
