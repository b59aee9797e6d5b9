"""Experts in the browser: who is proposed, ties before opening, giving back, asked pieces, absences."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from engine.domain.account import Account
from engine.domain.dossier import FirstOpinion
from engine.store.reviews import Reviews
from tests.builders import a_completeness, a_document, a_dossier, a_read_page, a_run, an_item
from tests.conftest import NewDatabase
from tests.desk_samples import Desktop, desktop
from tests.integration.desk.browsing import person, send, text_of
from tests.integration.desk_samples import SIGNED_PDF, a_signed
from tests.review_samples import DRAFT, POSITION

START = datetime(2026, 3, 4, 12, tzinfo=UTC)  # two days after the reception of `a_dossier`
FIRST = "Dr Gontran ESPALIER"
PLACE = "Clinique des Alizés"


@dataclass
class Ward:
    """The service with two nurses' worth of accounts, two experts and their browsers."""

    desk: Desktop
    nurse: TestClient
    expert: TestClient
    other: TestClient
    outbox: Path
    numbers: Iterator[int]

    @property
    def clara(self) -> Account:
        return person(self.desk, "clara")

    @property
    def odile(self) -> Account:
        return person(self.desk, "odile")

    def dossier(self, **over: Any) -> str:
        """A dossier as the machine leaves it, with one document of a clinic."""
        name = f"EX-{next(self.numbers)}"
        store, opinion = self.desk.store, FirstOpinion(given=True, by=FIRST, text="Kystectomie.")
        store.keep_upload(name, "compte-rendu.pdf", "application/pdf", b"%PDF-1.7 fictif")
        store.save_dossier(a_dossier(name, questionnaire={}, first_opinion=opinion, **over))
        store.save_read(a_run("read", dossier=name), [a_read_page()])
        document = a_document(kind="compte_rendu_imagerie", author="Dr Aubin LARGILLE", establishment=PLACE)
        store.save_split(a_run("split", dossier=name), [document])
        store.save_extract(a_run("extract", dossier=name), [])
        store.save_assess(a_run("assess", dossier=name), a_completeness(an_item()))
        store.save_draft(a_run("draft", dossier=name), DRAFT)
        return name

    def given(self, doctor: Account | None = None, *, opened: bool = True, **over: Any) -> str:
        """A dossier that an expert has, and has opened."""
        name, doctor = self.dossier(**over), doctor or self.clara
        self.desk.service.intake.assign(person(self.desk, "intake"), name, doctor.id)
        if opened:
            self.desk.service.experts.confirm(doctor, name)
        return name

    def letters(self) -> list[str]:
        """To whom letters left since this was last asked, and that nothing of a patient is in them."""
        found = []
        for letter in sorted(self.outbox.glob("*")) if self.outbox.exists() else ():
            text = letter.read_text(encoding="utf-8")
            assert "ESPALIER" not in text
            assert "Kystectomie" not in text
            found += [line.removeprefix("To: ") for line in text.splitlines() if line.startswith("To: ")]
            letter.unlink()
        return found


@pytest.fixture(scope="module")
def ward(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    folder = tmp_path_factory.mktemp("ward")
    with new_database() as url, desktop(url, folder, START) as desk:
        desk.member("intake", email="accueil@maison.example")
        desk.member("admin")
        given = {"specialty": "Gynécologie", "email": "clara@maison.example"}
        desk.member("doctor", "clara", name="Dr Clara VENTOMBRE", **given)
        desk.member("doctor", "odile", name="Dr Odile ESPALIER", specialty="Urologie")
        browsers = (desk.signed_in("intake"), desk.signed_in("clara"), desk.signed_in("odile"))
        yield Ward(desk, *browsers, folder / "outbox", itertools.count(1))


def test_doctors_are_proposed_in_an_explained_order_and_an_objection_wants_a_reason(ward: Ward) -> None:
    name = ward.dossier()
    page = text_of(ward.nurse.get(f"/dossiers/{name}/attribution"))
    assert page.index("Dr Clara VENTOMBRE") < page.index("Dr Odile ESPALIER")
    assert "sa spécialité y répond (Gynécologie)" in page
    assert "conflit possible : porte le nom de : le premier médecin (Dr Gontran ESPALIER)" in page.replace(
        "\u00a0", " "
    )
    path = f"/dossiers/{name}/attribution"
    refused = send(ward.nurse, path, {"doctor": ward.odile.id})
    assert refused.status_code == 422
    assert "dites pourquoi vous le choisissez" in text_of(refused)
    assert send(ward.nurse, path, {"doctor": ward.odile.id, "reason": "x" * 1001}).status_code == 422
    assert send(ward.nurse, path, {"doctor": ward.odile.id, "reason": "Simple homonyme."}).status_code == 303
    assert "Simple homonyme." in text_of(ward.nurse.get(f"/dossiers/{name}"))
    assert send(ward.nurse, path, {"doctor": ward.clara.id}).status_code == 303
    again = send(ward.nurse, path, {"doctor": ward.clara.id})
    assert (again.status_code, "Ce médecin a déjà le dossier." in text_of(again)) == (422, True)


def test_nothing_of_a_dossier_opens_before_the_doctor_has_said_that_there_is_no_conflict(ward: Ward) -> None:
    name = ward.given(opened=False)
    for part in ("", "/completude", "/relecture", "/pieces-demandees", "/signature"):
        answer = ward.expert.get(f"/dossiers/{name}{part}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/dossiers/{name}/interets"), part
    assert ward.expert.get(f"/dossiers/{name}", headers={"HX-Request": "true"}).status_code == 403
    page = text_of(ward.expert.get(f"/dossiers/{name}/interets"))
    assert all(said in page for said in (FIRST, PLACE, "Dr Aubin LARGILLE"))
    assert "Kystectomie" not in page
    assert send(ward.expert, f"/dossiers/{name}/interets", {"stance": "none"}).status_code == 303
    assert ward.expert.get(f"/dossiers/{name}").status_code == 200
    assert ward.expert.get(f"/dossiers/{name}/interets").headers["location"] == f"/dossiers/{name}"
    assert ward.other.get(f"/dossiers/{name}/interets").status_code == 404


def test_a_conflict_gives_the_dossier_back_and_keeps_its_doctor_out(ward: Ward) -> None:
    name = ward.given(opened=False)
    ward.letters()
    path = f"/dossiers/{name}/interets"
    nothing = send(ward.expert, path, {})
    assert (nothing.status_code, "Choisissez le lien que vous avez." in text_of(nothing)) == (422, True)
    assert send(ward.expert, path, {"tie": "other", "text": ""}).status_code == 422
    assert send(ward.expert, path, {"tie": "first_doctor", "text": "Ancienne associée."}).status_code == 303
    assert ward.letters() == ["accueil@maison.example"]
    assert ward.expert.get(f"/dossiers/{name}").status_code == 404
    home = text_of(ward.nurse.get(f"/dossiers/{name}"))
    assert "Dossier rendu" in home
    assert "conflit d'intérêts" in home
    assert "Ancienne associée." in home
    back = send(ward.nurse, f"/dossiers/{name}/attribution", {"doctor": ward.clara.id, "reason": "quand même"})
    assert (back.status_code, "a déclaré un conflit" in text_of(back)) == (422, True)
    assert name in ward.nurse.get("/dossiers/suivi-medecins").text
    assert name in ward.expert.get("/disponibilites").text
    mistaken = {"dossier": name}
    assert send(ward.other, "/disponibilites/conflits", mistaken).status_code == 303
    assert ward.desk.service.experts.stances(name)[0].tie == "first_doctor", "not the colleague's to take back"
    assert send(ward.expert, "/disponibilites/conflits", mistaken).status_code == 303
    again = send(ward.nurse, f"/dossiers/{name}/attribution", {"doctor": ward.clara.id, "reason": "Erreur de dossier."})
    assert again.status_code == 303
    assert ward.expert.get(f"/dossiers/{name}").status_code == 200
    assert send(ward.expert, f"/dossiers/{name}/rendre", {"reason": "conflict", "text": ""}).status_code == 303
    assert "Du côté des médecins" in text_of(ward.nurse.get("/dossiers"))


def test_what_an_expert_wrote_is_kept_and_the_next_one_reads_alone(ward: Ward) -> None:
    name, reviews = ward.given(), ward.desk.service.review
    assert reviews.read(ward.clara, name, 0, POSITION).version == 2
    path = f"/dossiers/{name}/rendre"
    for wrong in ({}, {"reason": "other"}, {"reason": "competence", "suggested": ward.clara.id}):
        assert send(ward.expert, path, {"text": "", **wrong}).status_code == 422, wrong
    typed = send(ward.expert, path, {"reason": "", "text": "Trop loin de ma pratique."})
    assert "Trop loin de ma pratique." in typed.text
    said = {"reason": "competence", "text": "Trop loin de ma pratique.", "suggested": ward.odile.id}
    assert ward.desk.service.intake.line(name).state == "in_review"
    assert send(ward.expert, path, said).status_code == 303
    assert ward.desk.service.intake.line(name).state == "to_assign"
    page = text_of(ward.nurse.get(f"/dossiers/{name}/attribution"))
    assert "Suggère de demander à Dr Odile ESPALIER" in page
    assert "a rendu ce dossier le 04/03/2026 (hors compétence)" in page
    chosen = {"doctor": ward.odile.id, "reason": "Homonyme."}
    assert send(ward.nurse, f"/dossiers/{name}/attribution", chosen).status_code == 303
    assert send(ward.other, f"/dossiers/{name}/interets", {"stance": "none"}).status_code == 303
    assert reviews.review(ward.odile, name).version == 0
    assert ward.desk.service.intake.line(name).state == "assigned", "what the first one began is not the second one's"
    for part in ("", "/relecture"):
        page = ward.other.get(f"/dossiers/{name}{part}").text
        assert POSITION.diagnosis not in page
        assert "Trop loin de ma pratique." not in page
    assert reviews.review(ward.clara, name).read is not None
    assert send(ward.expert, path, said).status_code == 404


def test_a_signed_dossier_is_not_given_back(ward: Ward) -> None:
    name = ward.given()
    with ward.desk.store.transaction() as connection:
        ward.desk.store.keep_blob(SIGNED_PDF, connection)
        Reviews(ward.desk.store).sign(name, a_signed(name), connection)
    said = {"reason": "unavailable", "text": "", "suggested": ""}
    refused = send(ward.expert, f"/dossiers/{name}/rendre", said)
    assert refused.status_code == 422
    assert "ne se rend plus" in text_of(refused)
    assert ward.desk.service.intake.line(name).doctor == ward.clara.id
    assert ward.desk.service.experts.declines(name) == ()
    assert send(ward.nurse, f"/dossiers/{name}/attribution", {"doctor": ward.odile.id}).status_code == 409


def test_a_piece_is_asked_for_passed_on_answered_and_the_clock_shows_the_wait(ward: Ward) -> None:
    name = ward.given()
    path = f"/dossiers/{name}/pieces-demandees"
    ward.letters()
    ward.desk.clock.move(days=-2)
    wrong = send(
        ward.expert, path, {"requirement": "autre", "label": "", "why": "Pour la taille du kyste.", "needed": ""}
    )
    assert wrong.status_code == 422
    assert "Pour la taille du kyste." in wrong.text
    asked = {
        "requirement": "autre",
        "label": "Échographie récente.",
        "why": "Pour la taille du kyste.",
        "needed": "oui",
    }
    assert send(ward.expert, path, asked).status_code == 303
    assert send(ward.expert, path, asked).status_code == 422, "asked already"
    assert ward.letters() == ["accueil@maison.example"]
    (piece,) = ward.desk.service.pieces.of(name)
    staff = text_of(ward.nurse.get(path))
    assert "Envoyez ce document : Échographie récente." in staff
    assert "Échographie récente." in text_of(ward.nurse.get("/dossiers/suivi-medecins"))
    view = ward.desk.service.intake.view(name)
    assert "Échographie récente." in " ".join(ward.desk.service.requests.wanted(view).extra)
    assert ward.desk.service.intake.line(name).piece == "staff"
    ward.desk.clock.move(days=2)
    told = "2 jours, dont 2 d'attente de pièces demandées par l'expert"
    assert told in text_of(ward.nurse.get(f"/dossiers/{name}"))
    assert told in text_of(ward.nurse.get("/dossiers", params={"q": name, "onglet": "tous"}))
    answer = f"{path}/suite"
    assert send(ward.nurse, answer, {"piece": piece.asked.id, "act": "forwarded"}).status_code == 303
    assert ward.desk.service.intake.line(name).piece == "patient"
    missing = send(ward.nurse, answer, {"piece": piece.asked.id, "act": "received", "document": ""})
    assert (missing.status_code, "Choisissez le document reçu." in text_of(missing)) == (422, True)
    document = ward.desk.service.intake.view(name).documents[0]
    found = {"piece": piece.asked.id, "act": "received", "document": f"{document.upload}:1"}
    assert send(ward.nurse, answer, found).status_code == 303
    assert ward.letters() == ["clara@maison.example"]
    assert f"/dossiers/{name}/pages/{document.upload}/1" in ward.expert.get(path).text
    twice = send(ward.nurse, answer, found)
    assert twice.status_code == 303
    assert "Quelqu'un a déjà répondu" in text_of(ward.nurse.get(path))
    assert send(ward.nurse, answer, {"piece": piece.asked.id, "act": "reopened"}).status_code == 303
    none = {"piece": piece.asked.id, "act": "unavailable", "reason": ""}
    assert send(ward.nurse, answer, none).status_code == 422
    assert send(ward.nurse, answer, {**none, "reason": "Jamais faite."}).status_code == 303
    assert "Jamais faite." in text_of(ward.expert.get(path))
    assert ward.desk.service.intake.line(name).piece is None


def test_a_colleague_sees_no_piece_and_what_was_open_lapses(ward: Ward) -> None:
    name = ward.given()
    path = f"/dossiers/{name}/pieces-demandees"
    asked = {"requirement": "autre", "label": "Cœlioscopie de 2019", "why": "Pour le stade.", "needed": "non"}
    assert send(ward.expert, path, asked).status_code == 303
    ward.desk.service.intake.assign(person(ward.desk, "intake"), name, ward.odile.id, "Homonyme.")
    ward.desk.service.experts.confirm(ward.odile, name)
    assert "lioscopie de 2019" not in ward.other.get(path).text
    assert "Sans suite" in text_of(ward.nurse.get(path))
    assert ward.desk.service.pieces.wanted(name) == {}


def test_a_doctor_says_when_away_and_staff_see_the_dossiers_left_with_one_thing_to_do(ward: Ward) -> None:
    name = ward.given(ward.odile)
    today = ward.desk.service.intake.today()
    path = "/disponibilites/absences"
    for first, last in (
        ("", ""),
        ("2026-13-01", "2026-13-02"),
        ("2026-04-02", "2026-04-01"),
        ("2025-01-01", "2025-01-02"),
    ):
        assert send(ward.other, path, {"first": first, "last": last, "reason": "congé"}).status_code == 422
    away = {"first": today.isoformat(), "last": date(2026, 3, 20).isoformat(), "reason": "congé"}
    assert send(ward.other, path, away).status_code == 303
    page = ward.nurse.get("/dossiers/suivi-medecins")
    assert "absence jusqu'au 20 mars 2026 inclus" in text_of(page).replace("\u00a0", " ")
    assert "Confier à Dr Clara VENTOMBRE" in text_of(page)
    assert send(ward.nurse, f"/dossiers/{name}/attribution", {"doctor": ward.clara.id}).status_code == 303
    assert name not in ward.nurse.get("/dossiers/suivi-medecins").text
    listed = text_of(ward.nurse.get("/medecins"))
    assert "jusqu'au 20 mars 2026 inclus" in listed.replace("\u00a0", " ")
    (absence,) = ward.desk.service.experts.one(ward.odile.id).absences
    assert send(ward.nurse, "/medecins/odile/absences", {"withdraw": absence.id}).status_code == 303
    assert ward.desk.service.experts.one(ward.odile.id).absences == ()


def test_profile_and_ties_are_kept_and_decide(ward: Ward) -> None:
    profile = {"pathways": "endometriose", "weekly": "3", "places": f"{PLACE}\nAutre lieu"}
    assert send(ward.other, "/disponibilites/profil", {**profile, "weekly": "beaucoup"}).status_code == 422
    assert send(ward.other, "/disponibilites/profil", profile).status_code == 303
    assert send(ward.nurse, "/medecins/odile/profil", profile).status_code == 403
    kept = ward.desk.service.experts.one(ward.odile.id).profile
    assert (kept.pathways, kept.weekly, kept.establishments) == (("endometriose",), 3, (PLACE, "Autre lieu"))
    listed = text_of(ward.nurse.get("/medecins"))
    assert ward.desk.service.intake.pathway("endometriose").label_fr in listed
    assert "3 par semaine" in listed
    name = ward.dossier()
    page = text_of(ward.nurse.get(f"/dossiers/{name}/attribution")).replace("\u00a0", " ")
    assert f"exerce à « {PLACE} » ; un document vient de {PLACE}" in page
    tie = {"kind": "person", "name": "Gontran Espalier", "what": "Cousin.", "since": ""}
    assert send(ward.other, "/disponibilites/liens", {**tie, "name": ""}).status_code == 422
    assert send(ward.other, "/disponibilites/liens", {**tie, "kind": "general", "what": ""}).status_code == 422
    assert send(ward.other, "/disponibilites/liens", tie).status_code == 303
    refused = send(ward.nurse, f"/dossiers/{name}/attribution", {"doctor": ward.odile.id, "reason": "quand même"})
    assert (refused.status_code, "conflit déclaré" in text_of(refused)) == (422, True)
    (interest,) = ward.desk.service.experts.one(ward.odile.id).standing_interests
    assert "Cousin." in text_of(ward.nurse.get("/medecins/odile"))
    assert send(ward.other, "/disponibilites/liens", {"withdraw": interest.id}).status_code == 303
    assert "Retiré" in text_of(ward.nurse.get("/medecins/odile"))
