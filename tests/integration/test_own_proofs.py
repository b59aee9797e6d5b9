"""One's own proofs, through the real application over a real database: second factors, passwords, fresh proofs."""

import re
from datetime import timedelta

import psycopg
import pytest

from engine.adapters.passwords import Passwords
from engine.adapters.second_factor import code_at, new_secret
from engine.domain.account import Role
from engine.errors import EngineError, WrongPassword
from engine.services.accounts import Hooks
from tests.web_samples import OPERATOR, PASSWORD, House, enrol, found, house, post, sign_in

NEW = "canard biscuit pluie"


@pytest.fixture
def home(database_url, tmp_path):
    with house(database_url, tmp_path) as made:
        yield made


# The second factor


@pytest.mark.parametrize("role", ["doctor", "admin"])
def test_nothing_comes_before_the_second_factor(home: House, role: Role):
    home.member(role)
    browser = home.browser()
    assert sign_in(browser, role, PASSWORD).headers["location"] == "/compte/second-facteur"
    for path in ("/", "/compte", "/compte/mot-de-passe", "/connexion/code", "/admin/comptes", "/dossiers"):
        answer = browser.get(path)
        assert (path, answer.headers.get("location") or answer.status_code) in {
            (path, "/compte/second-facteur"),
            ("/dossiers", 404),
        }
    assert enrol(browser, home.clock).headers["location"] == "/compte"
    assert browser.get("/compte").status_code == 200


def test_a_password_alone_does_not_replace_the_second_factor(home: House):
    home.member("doctor")
    home.signed_in("doctor")
    browser = home.browser()
    assert sign_in(browser, "doctor", PASSWORD).headers["location"] == "/connexion/code"
    for path in ("/compte/second-facteur", "/compte/mot-de-passe", "/compte", "/"):
        assert browser.get(path).headers["location"] == "/connexion/code"
    with pytest.raises(EngineError, match="terminée"):
        home.service.accounts.enrolment(browser.cookies["avis"])
    with pytest.raises(EngineError, match="terminée"):
        home.service.accounts.change_password(browser.cookies["avis"], PASSWORD, NEW)


def test_a_code_is_taken_once(home: House):
    home.member("doctor")
    home.signed_in("doctor")
    code = home.code("doctor")
    first, second = home.browser(), home.browser()
    for browser in (first, second):
        sign_in(browser, "doctor", PASSWORD)
    assert post(first, "/connexion/code", page="/connexion/code", code=code).status_code == 303
    answer = post(second, "/connexion/code", page="/connexion/code", code=code)
    assert answer.status_code == 422
    assert "déjà utilisé" in answer.text
    assert second.get("/compte").headers["location"] == "/connexion/code"


@pytest.mark.parametrize(("seconds", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_of_a_neighbouring_half_minute_is_taken(home: House, seconds: int, right: bool):
    account = home.member("doctor")
    home.signed_in("doctor")
    home.clock.move(minutes=10)
    credentials = home.store.credentials(account.id)
    assert credentials is not None
    assert credentials.totp is not None
    secret = home.service.accounts._proofs.open(account, credentials.totp)
    browser = home.browser()
    sign_in(browser, "doctor", PASSWORD)
    code = code_at(secret, home.clock.now() + timedelta(seconds=seconds))
    given = f"{code[:3]} {code[3:]}"
    assert (post(browser, "/connexion/code", page="/connexion/code", code=given).status_code == 303) is right


def test_the_secret_is_kept_sealed_and_opens_for_its_account_alone(home: House, database_url):
    account, other = home.member("doctor"), home.member("admin")
    browser = home.browser()
    sign_in(browser, "doctor", PASSWORD)
    secret = re.sub(r"\s", "", found(r'<code id="totp-key"[^>]*>([^<]+)', browser.get("/compte/second-facteur").text))
    enrol(browser, home.clock)
    with psycopg.connect(database_url) as connection:
        kept = str(connection.execute("SELECT record::text FROM credentials").fetchall())
    assert secret not in kept
    credentials = home.store.credentials(account.id)
    assert credentials is not None
    assert credentials.totp is not None
    with pytest.raises(EngineError, match=r"house\.key"):
        home.service.accounts._proofs.open(other, credentials.totp)


def test_a_telephone_is_replaced_with_the_password(home: House):
    home.member("doctor")
    browser = home.signed_in("doctor")
    elsewhere = home.browser()
    sign_in(elsewhere, "doctor", PASSWORD)
    post(elsewhere, "/connexion/code", page="/connexion/code", code=home.code("doctor"))
    home.clock.move(seconds=60)
    assert enrol(browser, home.clock, password="pas le bon mot", present=home.code("doctor")).status_code == 422
    assert enrol(browser, home.clock, password=PASSWORD).status_code == 422, "without a code of the present telephone"
    answer = enrol(browser, home.clock, password=PASSWORD, present=home.code("doctor"))
    assert answer.headers["location"] == "/compte"
    assert browser.get("/compte").status_code == 200
    assert elsewhere.get("/compte").status_code == 303


def test_a_secret_made_elsewhere_is_not_enrolled(home: House):
    """The form carries the secret sealed: one of the person's own making would be as good as none."""
    home.member("doctor")
    browser = home.browser()
    sign_in(browser, "doctor", PASSWORD)
    mine = new_secret()
    answer = enrol(browser, home.clock, sealed=mine, code=code_at(mine, home.clock.now()))
    assert answer.status_code == 503
    assert browser.get("/compte").headers["location"] == "/compte/second-facteur"


# Passwords


def test_a_temporary_password_opens_only_its_own_change(home: House):
    account, temporary = home.service.accounts.add(OPERATOR, login="alice", name="Alice Exemple", role="intake")
    browser = home.browser()
    assert sign_in(browser, "alice", temporary).headers["location"] == "/compte/mot-de-passe"
    assert browser.get("/compte").headers["location"] == "/compte/mot-de-passe"
    given = {"old": temporary, "new": NEW, "again": NEW}
    answer = post(browser, "/compte/mot-de-passe", page="/compte/mot-de-passe", **given)
    assert answer.headers["location"] == "/compte"
    assert browser.get("/compte").status_code == 200
    assert sign_in(home.browser(), "alice", temporary).status_code == 422
    assert (account.id, "account_changed") in home.acts()


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("pas le bon mot", NEW, NEW, "Mot de passe incorrect"),
        (PASSWORD, NEW, NEW + "x", "Les deux saisies du nouveau mot de passe diffèrent"),
        (PASSWORD, "court", "court", "il en faut au moins 12"),
        (PASSWORD, PASSWORD, PASSWORD, "c&#39;est le mot de passe actuel"),
        (PASSWORD, "Personne Intake", "Personne Intake", "fait de votre nom"),
    ],
)
def test_a_password_that_is_not_changed(home: House, old: str, new: str, again: str, says: str):
    home.member("intake")
    browser = home.signed_in("intake")
    answer = post(browser, "/compte/mot-de-passe", page="/compte/mot-de-passe", old=old, new=new, again=again)
    assert answer.status_code == 422
    assert says in answer.text
    assert sign_in(home.browser(), "intake", PASSWORD).status_code == 303


def test_changing_the_password_ends_the_other_sessions(home: House):
    home.member("intake")
    browser, other = home.signed_in("intake"), home.signed_in("intake")
    post(browser, "/compte/mot-de-passe", page="/compte/mot-de-passe", old=PASSWORD, new=NEW, again=NEW)
    assert browser.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 303


def test_a_doctors_key_follows_the_password_or_the_password_stays(database_url, tmp_path):
    told: list[tuple[str, ...]] = []

    def change(account_id: str, old: str, new: str) -> None:
        told.append((account_id, old, new))
        if new == "le coffre refuse cela":
            raise WrongPassword

    hooks = Hooks(
        on_doctor_created=lambda account, password: told.append((account.id, password)),
        on_password_change=change,
        on_password_reset=lambda account_id, new: told.append((account_id, new)),
    )
    with house(database_url, tmp_path, hooks) as home:
        doctor = home.member("doctor")
        home.member("intake")
        token = home.signed_in("doctor").cookies["avis"]
        assert told == [(doctor.id, PASSWORD)]
        with pytest.raises(WrongPassword):
            home.service.accounts.change_password(token, PASSWORD, "le coffre refuse cela")
        opened = home.service.accounts.change_password(token, PASSWORD, NEW)
        assert told[-1] == (doctor.id, PASSWORD, NEW)
        temporary = home.service.accounts.reset(OPERATOR, "doctor", password=True, second_factor=False)
        assert told[-1] == (doctor.id, temporary)
        assert home.service.accounts.session(opened.token) is None
        home.service.accounts.reset(OPERATOR, "intake", password=True, second_factor=True)
        assert len(told) == 4


def test_hashes_are_renewed_when_their_cost_changes(database_url, tmp_path):
    with house(database_url, tmp_path) as home:
        account = home.member("intake")
        home.service.accounts._passwords = home.service.accounts._proofs._passwords = Passwords(128, 1, 1)
        before = home.store.credentials(account.id)
        assert sign_in(home.browser(), "intake", PASSWORD).status_code == 303
        after = home.store.credentials(account.id)
        assert before is not None
        assert after is not None
        assert "m=64," in before.password
        assert "m=128," in after.password
        assert sign_in(home.browser(), "intake", PASSWORD).status_code == 303


# Asked again before a signature


def test_fresh_proofs(home: House):
    doctor = home.member("doctor")
    home.signed_in("doctor")
    accounts = home.service.accounts
    with pytest.raises(WrongPassword):
        accounts.confirm(doctor, "pas le bon mot", home.code("doctor"))
    code = home.code("doctor")
    accounts.confirm(doctor, PASSWORD, code)
    with pytest.raises(WrongPassword, match="déjà utilisé"):
        accounts.confirm(doctor, PASSWORD, code)
    with pytest.raises(WrongPassword):
        accounts.confirm(doctor, PASSWORD, "")
    assert [action for _, action in home.acts()][-3:] == ["login_failed"] * 3
    for _ in range(3):
        with pytest.raises(WrongPassword):
            accounts.confirm(doctor, "pas le bon mot", "")
    with pytest.raises(EngineError, match="Trop d'essais"):
        accounts.confirm(doctor, PASSWORD, home.code("doctor"))
