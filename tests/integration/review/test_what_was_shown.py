"""Only what was shown is signed; a password that somebody else knew signs nothing; consent withdrawn shuts the door."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine import NoConsent, NotYet
from engine.domain.dossier import FirstOpinion
from engine.services.recorder import Actor
from tests.integration.review.samples import Desk
from tests.review_samples import clinic, lay_out
from tests.web_samples import PASSWORD

OPERATOR = Actor("avis", "operator")


def sign(desk: Desk, version: int, seen: str | None) -> None:
    clinic = desk.clinic
    clinic.service.signing.sign(desk.doctor, desk.seen(), version, PASSWORD, clinic.code(), seen=seen)


def change(desk: Desk, **over: object) -> None:
    dossier = desk.seen().dossier
    desk.clinic.service.intake._store.save_dossier(dossier.model_copy(update=over))


def test_an_intake_that_changed_since_it_was_shown_stops_the_signature(desk: Desk) -> None:
    version, signing = desk.complete(), desk.clinic.service.signing
    shown = signing.preview(desk.doctor, desk.seen(), desk.view()).digest()
    assert shown == signing.preview(desk.doctor, desk.seen(), desk.view()).digest(), "the same a moment later"
    change(desk, first_opinion=FirstOpinion(given=True, by="Dr Autre", text="Surveillance simple."))
    with pytest.raises(NotYet):
        sign(desk, version, shown)
    assert signing.signed(desk.dossier) == ()


def test_what_was_shown_is_signed(desk: Desk) -> None:
    version, signing = desk.complete(), desk.clinic.service.signing
    shown = signing.preview(desk.doctor, desk.seen(), desk.view()).digest()
    with pytest.raises(NotYet, match="n'est plus ce qui était affiché"):
        sign(desk, version, "0" * 64)
    sign(desk, version, shown)
    assert signing.signed(desk.dossier)[0].opinion.digest() == shown


def test_intake_reads_the_signed_document_while_the_patient_consents(desk: Desk) -> None:
    version, signing = desk.complete(), desk.clinic.service.signing
    sign(desk, version, None)
    intake = desk.doctor.model_copy(update={"role": "intake"})
    assert signing.pdf(intake, desk.dossier, 1).startswith(b"%PDF")
    consents = desk.seen().dossier.consents.model_copy(update={"processing": False})
    change(desk, consents=consents)
    with pytest.raises(NoConsent):
        signing.pdf(intake, desk.dossier, 1)
    assert signing.pdf(desk.doctor, desk.dossier, 1).startswith(b"%PDF"), "who signed it keeps it"


def test_the_head_that_a_signed_opinion_holds_is_looked_for(desk: Desk) -> None:
    version, journal = desk.complete(), desk.clinic.service.journal
    sign(desk, version, None)
    assert journal.verify().broken_at is None
    with psycopg.connect(journal._database.conninfo, autocommit=True) as other:
        other.execute("SET session_replication_role = replica")
        other.execute(
            "UPDATE signed_opinion SET record = jsonb_set(record, '{opinion,audit_head}', %s) WHERE dossier_id = %s",
            (f'"{"e" * 64}"', desk.dossier),
        )
        found = journal.verify()
        other.execute("DELETE FROM signed_opinion WHERE dossier_id = %s", (desk.dossier,))
    assert (found.anchored, found.why_fr is not None) == (False, True)
    assert journal.verify().broken_at is None


@pytest.fixture
def apart(new_database: Any, tmp_path: Path) -> Iterator[Desk]:
    """A desk in a house of its own: a doctor whose password is reset could not sign in to the one that all share."""
    with new_database() as url, clinic(url, tmp_path) as opened:
        yield Desk(opened, "D-1", lay_out(opened, "D-1"))


def test_a_reset_takes_the_key_away_until_the_operator_makes_one_with_the_doctor(apart: Desk) -> None:
    desk = apart
    version, house = desk.complete(), desk.clinic.service
    signing, accounts = house.signing, house.accounts
    chosen = accounts.reset(OPERATOR, desk.doctor.login, password=True, second_factor=False)
    assert chosen is not None
    codes = {b.code for b in signing.blocks(desk.doctor, desk.seen(), desk.view())}
    assert codes == {"key"}
    with pytest.raises(NotYet, match="avis user key"):
        house.signing.sign(desk.doctor, desk.seen(), version, chosen, desk.clinic.code())
    assert accounts.issue_key(OPERATOR, desk.doctor.login, chosen).id == desk.doctor.id
    house.signing.sign(desk.doctor, desk.seen(), version, chosen, desk.clinic.code())
    assert signing.check(desk.dossier, 1).intact
