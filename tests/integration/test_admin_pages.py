"""What administrators see and do, through the real application."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.domain.progress import Job
from tests.web_samples import (
    OPERATOR,
    PASSWORD,
    House,
    ListedJobs,
    SampleCheck,
    found,
    house,
    post,
    sign_in,
)

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
NEW = "/admin/comptes/nouveau"


@pytest.fixture
def home(database_url, tmp_path):
    with house(database_url, tmp_path) as made:
        made.member("admin", "chef")
        yield made


def test_a_new_account_and_its_password_shown_once(home: House):
    chef = home.signed_in("chef")
    answer = post(chef, NEW, page=NEW, login="odon", name="Odon BRIVE", role="intake")
    password = found(r'<code id="once"[^>]*>([^<]+)', answer.text)
    assert sign_in(home.browser(), "odon", password).headers["location"] == "/compte/mot-de-passe"
    listed = chef.get("/admin/comptes").text
    assert "Odon BRIVE" in listed
    assert password not in listed + chef.get("/admin/comptes/odon").text
    assert ("A1", "account_changed") in home.acts()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"login": "chef"}, "déjà pris"),
        ({"login": ""}, "L&#39;identifiant a de 2 à 64"),
        ({"role": "roi"}, "Choisissez un rôle"),
        ({"role": "doctor", "rpps": "10003456785"}, "Le numéro RPPS a 11 chiffres"),
    ],
)
def test_a_wrong_account_comes_back_with_what_was_typed(home: House, given: dict[str, str], says: str):
    chef = home.signed_in("chef")
    answer = post(chef, NEW, page=NEW, **{"login": "odon", "name": "Odon <BRIVE>", "role": "intake", **given})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Odon &lt;BRIVE&gt;" in answer.text
    assert len(home.service.accounts.members()) == 1


def test_closing_and_opening_an_account(home: House):
    home.member("intake", "odon")
    chef, odon = home.signed_in("chef"), home.signed_in("odon")
    page = "/admin/comptes/odon"
    assert post(chef, f"{page}/desactiver", page=page).headers["location"] == page
    assert "ses sessions sont terminées" in chef.get(page).text
    assert "ses sessions sont terminées" not in chef.get(page).text  # said once
    assert odon.get("/compte").status_code == 303
    post(chef, f"{page}/activer", page=page)
    assert sign_in(home.browser(), "odon", PASSWORD).status_code == 303


def test_nobody_closes_their_own_account_or_the_last_of_its_kind(home: House):
    chef, page = home.signed_in("chef"), "/admin/comptes/chef"
    assert "/desactiver" not in chef.get(page).text
    post(chef, f"{page}/desactiver", page=page)
    assert "Vous ne pouvez pas fermer votre propre compte" in chef.get(page).text
    home.member("admin", "adjointe")
    home.service.accounts.set_active(OPERATOR, "chef", active=False)
    assert not home.service.accounts.find("chef").active


def test_lost_proofs(home: House):
    home.member("doctor", "docteur")
    docteur, chef = home.signed_in("docteur"), home.signed_in("chef")
    page, reset = "/admin/comptes/docteur", "/admin/comptes/docteur/reinitialiser"
    post(chef, reset, page=page)
    assert "Rien n&#39;a été modifié" in chef.get(page).text
    assert docteur.get("/compte").status_code == 200
    post(chef, reset, page=page, what="second_factor")
    assert docteur.get("/compte").status_code == 303
    assert sign_in(home.browser(), "docteur", PASSWORD).headers["location"] == "/compte/second-facteur"
    password = found(r'<code id="once"[^>]*>([^<]+)', post(chef, reset, page=page, what="password").text)
    assert sign_in(home.browser(), "docteur", PASSWORD).status_code == 422
    assert sign_in(home.browser(), "docteur", password).status_code == 303
    assert chef.get("/admin/comptes/personne").status_code == 404


def test_the_journal_is_searched(home: House):
    journal, chef = home.service.journal, home.signed_in("chef")
    for number in range(120):
        journal.record("A1", "admin", "dossier_viewed", f"D-{number % 2}", page=number)
    text = chef.get("/admin/journal").text
    assert text.count("<tr>") == 101
    earlier = found(r'href="([^"]*avant=[^"]*)"', text).replace("&amp;", "&")
    assert chef.get(earlier).text.count("<tr>") < 101
    assert chef.get("/admin/journal?dossier=D-1").text.count("<tr>") == 61
    assert chef.get("/admin/journal?acte=login").text.count("<tr>") == 2
    assert "Aucun acte" in chef.get("/admin/journal?personne=absent").text
    assert chef.get("/admin/journal?avant=x").status_code == 422
    assert "La chaîne est intacte" in chef.get("/admin/journal?verifier=true").text


def test_work_that_failed_is_asked_for_again(home: House):
    silent = _job("D-3", "working").model_copy(update={"since": NOW - timedelta(minutes=20)})
    jobs = ListedJobs([_job("D-1", "failed"), _job("D-2", "working"), silent])
    home.app.state.service = replace(home.service, jobs=jobs)
    chef, page = home.signed_in("chef"), "/admin/travaux"
    assert chef.get(page).text.count("/relancer") == 2
    post(chef, f"{page}/D-1/relancer", page=page)
    post(chef, f"{page}/D-2/relancer", page=page)
    post(chef, f"{page}/D-3/relancer", page=page)
    assert jobs.retried == ["D-1", "D-3"]
    assert "Programme de lecture muet" in chef.get(page).text


def test_health(home: House):
    chef = home.signed_in("chef")
    checks = [SampleCheck(name="Base", status="ok", told_fr="Elle répond.")]
    home.app.state.service = replace(home.service, checks=checks)
    assert "Tout est en ordre" in chef.get("/admin/sante").text
    checks.append(SampleCheck(name="Disque", status="failed", told_fr="Plein.", remedy_fr="Faites de la place."))
    text = chef.get("/admin/sante").text
    assert "Tout est en ordre" not in text
    assert "Faites de la place." in text


def _job(dossier: str, state: str) -> Job:
    return Job.model_validate(
        {"id": 1, "dossier": dossier, "state": state, "attempts": 1, "since": NOW, "worker_seen": None}
    )
