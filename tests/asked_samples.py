"""The patient's side of a questionnaire in a browser of its own, and what staff do to open it."""

import html
import re
from itertools import count
from typing import Any

from starlette.testclient import TestClient

from engine.domain.account import Account
from tests.desk_samples import Desktop
from tests.web_samples import BASE, csrf_of, found

BORN = {"jour": "9", "mois": "2", "annee": "1958"}

ADDRESSES = count(1)


def link_of(desk: Desktop, by: Account, dossier: str) -> str:
    """The path of a new link."""
    return desk.service.asking.make_link(by, dossier).address.removeprefix(BASE)


def elsewhere(desk: Desktop) -> TestClient:
    """A browser at an address of its own: one address may try links only so often."""
    address = f"198.51.100.{next(ADDRESSES)}"
    return TestClient(desk.app, base_url=BASE, follow_redirects=False, client=(address, 50000))


def caller(
    desk: Desktop, path: str, born: dict[str, str] | None = None, who: str = "patient", name: str = ""
) -> TestClient:
    """A browser that came in by the link and said who answers."""
    browser = elsewhere(desk)
    answer = browser.post(path, data={"csrf": csrf_of(browser.get(path).text), **(born or BORN)})
    assert (answer.status_code, answer.headers.get("location")) == (303, "/questionnaire"), answer.text
    answer = fill(browser, "/questionnaire", qui=who, nom=name)
    assert answer.status_code == 303, answer.text
    return browser


def fill(browser: TestClient, path: str, **given: str) -> Any:
    """Fill in the form of a page and send it."""
    return browser.post(path, data={"csrf": csrf_of(browser.get(path).text), **given})


def place_of(browser: TestClient, question: str) -> str:
    """The page of a question, found as a person finds it: in the list of all."""
    page = html.unescape(browser.get("/questionnaire/relire").text)
    for number, text in re.findall(r'href="(/questionnaire/question/\d+)\?revient=1">\w+<span[^>]*>\s: ([^<]*)', page):
        if question in text:
            return number
    raise AssertionError(f"{question} is not asked: {page}")


def answered(browser: TestClient, question: str, answer: str) -> Any:
    return fill(browser, place_of(browser, question), reponse=answer)


def address_in(page: str) -> str:
    return found(r'id="adresse" readonly value="([^"]+)"', page)
