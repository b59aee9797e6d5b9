"""Signing in, sessions and waits, through the real application over a real database."""

import re

import psycopg
import pytest

from engine.domain.account import Role
from tests.web_samples import OPERATOR, PASSWORD, House, csrf_of, enrol, found, house, post, sign_in


@pytest.fixture
def home(database_url, tmp_path):
    with house(database_url, tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        ("intake", "/dossiers"),
        ("researcher", "/accord"),
        ("council", "/referentiels"),
        ("doctor", "/dossiers"),
        ("admin", "/admin/comptes"),
    ],
)
def test_everyone_begins_at_their_own_page(home: House, role: Role, begins: str):
    person = home.member(role)
    browser = home.signed_in(role)
    assert browser.get("/").headers["location"] == begins
    assert home.acts()[-1] == (person.id, "login")


def test_a_login_is_read_without_case_and_blanks(home: House):
    home.member("intake", "alice")
    assert sign_in(home.browser(), " Alice ", PASSWORD).status_code == 303


@pytest.mark.parametrize("login", ["alice", "personne.ici", "x\x00y", "é" * 3000, ""])
def test_a_refusal_does_not_say_what_is_wrong(home: House, login: str):
    home.member("intake", "alice")
    answer = sign_in(home.browser(), login, "pas le bon mot")
    assert answer.status_code == 422
    assert "Identifiant ou mot de passe incorrect" in answer.text
    assert "avis=" not in answer.headers.get("set-cookie", "").replace("avis-form", "")


def test_an_unknown_login_is_kept_nowhere(home: House, database_url):
    sign_in(home.browser(), "mon-mot-de-passe-tapé-ici", "x")
    assert home.acts() == [("", "login_failed")]
    with psycopg.connect(database_url) as connection:
        kept = connection.execute("SELECT key FROM live.attempt").fetchall()
        journal = connection.execute("SELECT record::text FROM audit").fetchall()
    assert kept
    assert "tapé" not in str(kept) + str(journal)


def test_the_session_is_kept_as_a_hash_alone(home: House, database_url):
    home.member("intake")
    token = home.signed_in("intake").cookies["avis"]
    with psycopg.connect(database_url) as connection:
        (row,) = connection.execute("SELECT row_to_json(s)::text FROM live.session AS s").fetchall()
    assert token not in row[0]


def test_the_cookie_is_for_the_server_alone(home: House):
    home.member("intake")
    cookies = sign_in(home.browser(), "intake", PASSWORD).headers["set-cookie"]
    session = next(c for c in cookies.split(", ") if c.startswith("avis="))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Secure" not in session


def test_over_tls_the_cookie_is_tied_to_the_host(database_url, tmp_path):
    with house(database_url, tmp_path, public_url="https://avis.exemple.fr") as home:
        home.member("intake")
        browser = home.browser()
        browser.base_url = "https://avis.exemple.fr"
        cookies = sign_in(browser, "intake", PASSWORD).headers["set-cookie"]
        assert "__Host-avis=" in cookies
        assert all("Secure" in cookie for cookie in re.split(r", (?=__Host)", cookies))
        assert browser.get("/compte").headers["strict-transport-security"].startswith("max-age=")


# Where one wanted to go


def test_one_goes_on_to_the_page_that_was_asked_for(home: House):
    home.member("admin")
    browser = home.browser()
    asked = browser.get("/admin/journal?dossier=D-1").headers["location"]
    form = browser.get(asked).text
    suite = found(r'name="suite" value="([^"]+)"', form)
    answer = browser.post(
        "/connexion", data={"csrf": csrf_of(form), "login": "admin", "password": PASSWORD, "suite": suite}
    )
    answer = enrol(browser, home.clock, suite=suite)
    assert answer.headers["location"] == "/admin/journal?dossier=D-1"


@pytest.mark.parametrize(
    "suite",
    ["https://ailleurs.fr", "//ailleurs.fr", "/\\ailleurs.fr", "\\/ailleurs.fr", "javascript:alert(1)", "/\nx", ""],
)
def test_one_is_sent_nowhere_else(home: House, suite: str):
    home.member("intake")
    assert sign_in(home.browser(), "intake", PASSWORD, suite=suite).headers["location"] == "/dossiers"


# Sessions


def test_a_new_token_at_every_step(home: House):
    home.member("doctor")
    home.signed_in("doctor")
    browser = home.browser()
    sign_in(browser, "doctor", PASSWORD)
    pending = browser.cookies["avis"]
    post(browser, "/connexion/code", page="/connexion/code", code=home.code("doctor"))
    assert browser.cookies["avis"] != pending
    answer = home.browser().get("/compte", headers={"cookie": f"avis={pending}"})
    assert answer.headers["location"].startswith("/connexion?")


@pytest.mark.parametrize(("minutes", "there"), [(29, True), (31, False)])
def test_a_session_ends_when_it_is_not_used(home: House, minutes: int, there: bool):
    home.member("intake")
    browser = home.signed_in("intake")
    home.clock.move(minutes=20)
    assert browser.get("/compte").status_code == 200
    home.clock.move(minutes=minutes)
    assert (browser.get("/compte").status_code == 200) is there


def test_a_session_ends_after_ten_hours(home: House):
    home.member("intake")
    browser = home.signed_in("intake")
    for _ in range(39):
        home.clock.move(minutes=15)
        assert browser.get("/compte").status_code == 200
    home.clock.move(minutes=16)
    assert browser.get("/compte").status_code == 303


def test_what_is_pending_ends_sooner(home: House):
    home.member("doctor")
    browser = home.browser()
    sign_in(browser, "doctor", PASSWORD)
    home.clock.move(minutes=16)
    assert browser.get("/compte/second-facteur").headers["location"].startswith("/connexion?")


def test_logging_out_ends_the_session_on_the_server(home: House):
    person = home.member("intake")
    browser = home.signed_in("intake")
    token = browser.cookies["avis"]
    assert post(browser, "/deconnexion", page="/compte").headers["location"] == "/connexion"
    assert home.browser().get("/compte", headers={"cookie": f"avis={token}"}).status_code == 303
    assert home.acts()[-1] == (person.id, "logout")


def test_deactivating_ends_all_sessions_at_once(home: House):
    home.member("intake")
    browsers = [home.signed_in("intake"), home.signed_in("intake")]
    home.service.accounts.set_active(OPERATOR, "intake", active=False)
    assert [browser.get("/compte").status_code for browser in browsers] == [303, 303]
    assert sign_in(home.browser(), "intake", PASSWORD).status_code == 422
    home.service.accounts.set_active(OPERATOR, "intake", active=True)
    assert [browser.get("/compte").status_code for browser in browsers] == [303, 303]
    assert sign_in(home.browser(), "intake", PASSWORD).status_code == 303


def test_a_session_that_was_left_over_opens_nothing(home: House):
    """Ended sessions are deleted; one that a restored backup brings back must not hold either."""
    account = home.member("intake")
    opened = home.service.accounts.login("intake", PASSWORD, "")
    now = home.clock.now()
    for version, holds in ((1, True), (2, False)):
        home.store.open_session(f"token {version}", opened.session, version, now)
        assert (home.service.accounts.session(f"token {version}") is not None) is holds
    home.store.save(account.model_copy(update={"active": False}), lambda _: None)
    home.store.open_session("token 3", opened.session, 1, now)
    assert home.service.accounts.session("token 3") is None


# Waits


def test_failures_bring_longer_and_longer_waits(home: House):
    home.member("intake")
    for _ in range(5):
        assert sign_in(home.browser(), "intake", "pas le bon mot").status_code == 422
    for minutes in (1, 2, 4, 8, 15, 15):
        home.clock.move(seconds=minutes * 60 - 1)
        answer = sign_in(home.browser(), "intake", PASSWORD)
        assert answer.status_code == 429
        assert "Attendez 1 seconde," in answer.text
        home.clock.move(seconds=1)
        assert sign_in(home.browser(), "intake", "pas le bon mot").status_code == 422
    home.clock.move(minutes=15)
    assert sign_in(home.browser(), "intake", PASSWORD).status_code == 303
    assert sign_in(home.browser(), "intake", "pas le bon mot").status_code == 422


def test_a_wait_does_not_say_whether_the_login_exists(home: House):
    home.member("intake", "alice")
    told = []
    for login in ("alice", "personne"):
        home.clock.move(minutes=2)
        answers = [sign_in(home.browser(), login, "pas le bon mot") for _ in range(6)]
        told.append([(a.status_code, re.sub(r'value="[^"]*"|content="[^"]*"', "", a.text)) for a in answers])
    assert told[0] == told[1]
    assert [status for status, _ in told[0]] == [422] * 5 + [429]


def test_a_right_password_does_not_bring_new_guesses_of_the_code(home: House):
    home.member("doctor")
    home.signed_in("doctor")
    home.clock.move(minutes=2)
    for _ in range(5):
        browser = home.browser()
        assert sign_in(browser, "doctor", PASSWORD).status_code == 303
        assert post(browser, "/connexion/code", page="/connexion/code", code="000000").status_code == 422
    assert sign_in(home.browser(), "doctor", PASSWORD).status_code == 429


def test_one_address_may_try_twenty_times_a_minute(home: House):
    browser = home.browser()
    answers = [sign_in(browser, f"login{number}", "x").status_code for number in range(21)]
    assert answers == [422] * 20 + [429]
    home.clock.move(seconds=61)
    assert sign_in(browser, "login", "x").status_code == 422
