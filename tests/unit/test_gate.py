"""The gate: no application without one on every route; forms, addresses and failures at the door."""

import logging
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from engine import Settings
from engine.domain.account import Account, Pending, Role, Session
from engine.errors import DatabaseUnavailable, WrongPassword
from review_ui.access import Visitor, anyone, may
from review_ui.app import ROUTERS, create_app
from review_ui.incoming import local_path
from tests.web_samples import BASE

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
SECRET = "Ysaline SOLEMBRUNE, adénocarcinome"


@dataclass
class OneSession:
    """Accounts of whom one is signed in, whatever the token."""

    role: Role = "intake"
    pending: Pending | None = None

    def session(self, token: str) -> Session | None:
        account = Account(id="A1", login="odon", name="Odon BRIVE", role=self.role)
        times = {"created_at": NOW, "ends_at": NOW}
        return Session(account=account, csrf="right", second_factor=True, pending=self.pending, **times)

    def mark(self, purpose: str, text: str) -> str:
        return f"{purpose}-{text}"

    def is_mark(self, purpose: str, text: str, given: str) -> bool:
        return given == self.mark(purpose, text)


@dataclass
class Doors:
    accounts: OneSession = field(default_factory=OneSession)
    opened: set[str] = field(default_factory=set)
    undeclared: set[str] = field(default_factory=set)

    def may_open(self, account: Account, dossier: str) -> bool:
        return dossier in self.opened

    def must_declare(self, account: Account, dossier: str) -> bool:
        return dossier in self.undeclared


def browser(router: APIRouter, **standing: Any) -> TestClient:
    doors: Any = Doors(OneSession(**standing), {"D-1", "D-3"}, {"D-3"})
    app = create_app(doors, Settings(), routers=(router,))
    return TestClient(app, base_url=BASE, cookies={"avis": "x"}, follow_redirects=False)


def one(method: str = "GET", path: str = "/x", action: str = "dossier.view", answer: str = "ok") -> APIRouter:
    router = APIRouter()

    @router.api_route(path, methods=[method])
    async def route(visitor: Annotated[Visitor, may(action)]) -> Response:
        return PlainTextResponse(answer or visitor.form.text("word"))

    return router


# No route without its gate


def ungated(router: APIRouter) -> None:
    @router.get("/x")
    async def route() -> None: ...


def twice_gated(router: APIRouter) -> None:
    @router.get("/x", dependencies=[may("self")])
    async def route(visitor: Annotated[Visitor, may("dossier.view")]) -> None: ...


def nested_twice(router: APIRouter) -> None:
    def inner(visitor: Annotated[Visitor, may("self")]) -> Visitor:
        return visitor

    @router.get("/x", dependencies=[anyone()])
    async def route(visitor: Annotated[Visitor, Depends(inner)]) -> None: ...


def read_before_the_gate(router: APIRouter) -> None:
    @router.post("/x")
    async def route(visitor: Annotated[Visitor, may("self")], word: Annotated[str, Form()]) -> None: ...


def plain_route(router: APIRouter) -> None:
    async def route(request: Request) -> Response:
        return Response()

    router.add_route("/x", route)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (ungated, "/x: exactly one"),
        (twice_gated, "2 found"),
        (nested_twice, "2 found"),
        (plain_route, "0 found"),
        (read_before_the_gate, "read the form from visitor.form"),
    ],
)
def test_an_application_with_a_hole_is_refused(make: Any, says: str):
    router, outer = APIRouter(), APIRouter(prefix="/in")
    make(router)
    doors: Any = Doors()
    with pytest.raises(RuntimeError, match=says):
        create_app(doors, Settings(), routers=(*ROUTERS, router))
    outer.include_router(router)
    with pytest.raises(RuntimeError, match="/in/x"):
        create_app(doors, Settings(), routers=(outer,))


def test_an_action_that_is_not_in_the_table_is_refused():
    with pytest.raises(ValueError, match=r"dossier\.burn"):
        may("dossier.burn")


# Who comes in


@pytest.mark.parametrize(
    ("role", "dossier", "status"),
    [
        ("doctor", "D-1", 200),
        ("doctor", "D-2", 404),
        ("doctor", "D-3", 303),
        ("intake", "D-3", 200),
        ("intake", "D-2", 200),
        ("researcher", "D-1", 403),
        ("admin", "D-1", 403),
    ],
)
def test_a_doctor_has_assigned_dossiers_alone(role: Role, dossier: str, status: int):
    assert browser(one(path="/dossiers/{dossier}"), role=role).get(f"/dossiers/{dossier}").status_code == status


def test_ties_are_told_before_a_dossier_opens_and_saying_so_is_let_in():
    pages = browser(one(path="/dossiers/{dossier}"), role="doctor")
    assert pages.get("/dossiers/D-3").headers["location"] == "/dossiers/D-3/interets"
    assert "conflit d'intérêts" in pages.get("/dossiers/D-3", headers={"hx-request": "true"}).text.replace("&#39;", "'")
    for action in ("expert.declare", "expert.decline"):
        assert browser(one(path="/dossiers/{dossier}", action=action), role="doctor").get("/dossiers/D-3").text == "ok"


def test_a_refused_role_is_told_whom_to_ask():
    answer = browser(one(action="dossier.edit"), role="doctor").get("/x")
    assert answer.status_code == 403
    assert "adressez-vous au secrétariat médical." in answer.text


@pytest.mark.parametrize(
    ("pending", "leads_to"),
    [("code", "/connexion/code"), ("enrol", "/compte/second-facteur"), ("password", "/compte/mot-de-passe")],
)
def test_what_is_pending_comes_first(pending: Pending, leads_to: str):
    pages = browser(one(), pending=pending)
    assert pages.get("/x").headers["location"] == leads_to
    assert pages.get("/x", headers={"hx-request": "true"}).status_code == 401


# What is sent


def test_a_form_is_read_in_one_spelling():
    pages = browser(one("POST", answer=""))
    assert pages.post("/x", data={"csrf": "right", "word": " e\u0301te\u0301 "}).text == "été"
    assert pages.post("/x", data={"word": "b"}, headers={"x-csrf-token": "right"}).text == "b"
    assert pages.post("/x", data={"word": "b", "csrf": "right"}, headers={"origin": BASE}).text == "b"


def test_an_upload_may_be_larger_than_a_form():
    large = {"files": ("a.pdf", b"0" * 3_000_000)}
    assert browser(one("POST")).post("/x", data={"csrf": "right"}, files=large).status_code == 413
    router = one("POST", action="dossier.upload")
    assert browser(router).post("/x", data={"csrf": "right"}, files=large).status_code == 200
    answer = browser(router).post("/x", headers={"content-length": "520000001", "accept": "application/json"})
    assert (answer.status_code, answer.json()["message_fr"][:33]) == (413, "Cette page reçoit au plus 520,0\xa0M"[:33])


def test_a_body_without_its_length_is_refused():
    answer = browser(one("POST")).post("/x", content=iter([b"csrf=right"]))
    assert answer.status_code == 411


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("/dossiers?etat=new&page=2", "/dossiers?etat=new&page=2"),
        ("/", "/"),
        ("//ailleurs.fr/x", None),
        ("/\\ailleurs.fr", None),
        ("https://ailleurs.fr", None),
        ("dossiers", None),
        ("/x\r\nSet-Cookie: a=b", None),
        ("/" + "x" * 500, None),
        ("", None),
        (None, None),
    ],
)
def test_only_pages_of_ours_follow_signing_in(given: str | None, leads_to: str | None):
    assert local_path(given) == leads_to


# What goes wrong


def failing(error: Exception) -> APIRouter:
    router = APIRouter()

    @router.get("/x/{dossier}")
    def route(dossier: str, visitor: Annotated[Visitor, may("dossier.view")]) -> None:
        raise error

    return router


def test_an_unexpected_error_says_its_number_and_nothing_else(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        answer = browser(failing(ValueError(SECRET))).get("/x/D-1?nom=SOLEMBRUNE")
    assert answer.status_code == 500
    # The client of the test logs what it asks for; the service must not.
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not re.search("SOLEMBRUNE|D-1|adénocarcinome", answer.text + "".join(ours))
    (line,) = [message for message in ours if "test_gate" in message]
    number = line.split(":")[0]
    assert f"<code>{number}</code>" in answer.text
    assert "ValueError at test_gate.py:" in line
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (DatabaseUnavailable(what="le serveur ne répond plus"), 503, "La base de données ne répond pas"),
        (WrongPassword(), 422, "Mot de passe incorrect"),
    ],
)
def test_an_engines_failure_is_told_in_french(error: Exception, status: int, says: str):
    pages = browser(failing(error))
    answer = pages.get("/x/D-1")
    assert answer.status_code == status
    assert says in answer.text
    part = pages.get("/x/D-1", headers={"hx-request": "true"})
    assert (part.status_code, part.text.lstrip()[:8]) == (status, "<section")
    assert says in pages.get("/x/D-1", headers={"accept": "application/json"}).json()["message_fr"]


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/nulle-part", 404, "Page introuvable"),
        ("DELETE", "/x", 405, "Action impossible ici"),
        ("GET", "/static/../app.py", 404, "Page introuvable"),
        ("GET", "/static/absent.css", 404, "Page introuvable"),
    ],
)
def test_an_address_that_leads_nowhere(method: str, path: str, status: int, says: str):
    answer = browser(one()).request(method, path)
    assert answer.status_code == status
    assert says in answer.text


def test_static_files_are_kept_for_ever_under_the_address_of_their_content():
    pages = browser(one())
    address = pages.get("/nulle-part").text.split('href="/static/css/base.css')[1].split('"')[0]
    answer = pages.get(f"/static/css/base.css{address}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
