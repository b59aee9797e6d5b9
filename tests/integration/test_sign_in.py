"""Signing in through the real application over a real database."""

import pytest

from tests.web_samples import PASSWORD, House, house, sign_in


@pytest.fixture
def home(database_url, tmp_path):
    with house(database_url, tmp_path) as made:
        yield made


def test_intake_comes_in_with_a_password(home: House):
    home.member("intake", "alice")
    browser = home.browser()
    answer = sign_in(browser, "Alice ", PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dossiers")
    assert browser.get("/").headers["location"] == "/dossiers"
    assert home.service.journal.acts()[-1] == ("A1", "login")
