"""Every route of the real application, tried by everyone: what the table of roles says is what happens."""

import asyncio
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount

from engine import Settings
from engine.adapters.second_factor import new_secret
from engine.domain.account import ROLES, Account, Role
from engine.domain.expert import Stance
from engine.services.service import Service
from engine.services.sessions import Sessions
from engine.store.accounts import Accounts
from engine.store.desk import Desk
from engine.store.experts import Experts
from engine.store.postgres import Store
from review_ui.access import ACTIONS, PATIENT, PUBLIC, STEPS, Gate, gates
from review_ui.app import create_app
from tests.builders import a_read_page
from tests.integration.store_samples import fill
from tests.web_samples import BASE, OPERATOR, PASSWORD, MovingClock, opened

DOSSIER = "dossier-1"
# What stands in a path for each parameter. A route with another parameter says here what it is.
PARAMETERS: dict[str, str] = {
    "batch": "lot-de-relances",
    "book": "gonarthrose",
    "dossier": DOSSIER,
    "login": "quelqu-un",
    "message": f"m-{DOSSIER}",
    "token": "un-lien",
    "number": "1",
    "requirement": "requirement",
    "sha256": a_read_page().page.upload,
    "passage": "ptg_s3",
    "pathway": "gonarthrose",
    "statement": "S1",
    "upload": a_read_page().page.upload,
}
HOST = BASE.removeprefix("http://")
BEGUN, PATIENCE = 30.0, 3.0
"""Seconds for an answer to begin on a busy machine, and for one that never ends (a stream) to be given up."""


@dataclass
class Answer:
    """What came back; `let_in` says whether the gate was passed: what a page then makes of an empty form is its own."""

    status: int
    headers: dict[str, str]
    let_in: bool


@dataclass
class Town:
    """The application, and a way to be anyone in it without signing in first."""

    app: FastAPI
    service: Service
    clock: MovingClock
    store: Store
    people: dict[str, Account]

    def token(self, who: str, *, second_factor: bool = True) -> tuple[str, str]:
        """A new session's cookie and form token."""
        account = self.people[who]
        accounts = Accounts(self.store)
        credentials = accounts.credentials(account.id)
        assert credentials is not None
        sessions = Sessions(accounts, self.service.journal, self.clock)
        opened = sessions.open(account, credentials, second_factor=second_factor)
        return opened.token, opened.session.csrf

    def ask(self, method: str, path: str, token: str = "", csrf: str | None = None, **headers: str) -> Answer:
        body = urlencode({"csrf": csrf}).encode() if csrf is not None else b""
        sent = {"content-length": str(len(body)), "content-type": "application/x-www-form-urlencoded"} if body else {}
        cookie = {"cookie": f"avis={token}"} if token else {}
        return asyncio.run(_ask(self.app, method, path, body, {"host": HOST, **sent, **cookie, **headers}))


@pytest.fixture(scope="module")
def town(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    clock = MovingClock()
    folder = tmp_path_factory.mktemp("town")
    with new_database() as url:
        settings = Settings(data_dir=folder, database_url=url)
        with opened(settings, clock) as service, Store(url) as store:
            fill(store, DOSSIER)
            people = {name: _settle(service, name, role) for name, role in PEOPLE.items()}
            _assign(store, clock, people)
            yield Town(create_app(service, settings), service, clock, store, people)


PEOPLE: dict[str, Role] = {
    **{role: role for role in ROLES},
    "colleague": "doctor",  # of whom nobody asked an opinion on this dossier
    "quelqu-un": "intake",  # to whom things are done
}


def routes(app: FastAPI) -> list[tuple[str, str, Gate]]:
    """Method, path with its parameters filled in, and gate of every route."""
    found = []
    for route in iter_route_contexts(app.routes):
        if not isinstance(route.original_route, Mount):
            (gate,) = gates(route)
            found += [(method, _path(route), gate) for method in sorted(route.methods or ())]
    return found


def test_every_action_of_the_table_is_known_and_may_be_done_by_someone():
    assert all(roles and roles <= set(ROLES) for roles in ACTIONS.values())
    assert set(STEPS) <= set(ACTIONS)


def test_everyone_at_every_door(town: Town):
    """Roles that the table names come in; others are told whom to ask; another's dossier is not there at all."""
    wrong = []
    for method, path, gate in routes(town.app):
        if gate.action in {PUBLIC, PATIENT}:
            continue
        for who in (*ROLES, "colleague"):
            role: Role = PEOPLE[who]
            token, csrf = _standing(town, who, gate.action)
            answer = town.ask(method, path, token, None if method == "GET" else csrf)
            if role not in ACTIONS[gate.action]:
                expected = answer.status == 403 and not answer.let_in
            elif who == "colleague" and f"/{DOSSIER}" in path:
                expected = answer.status == 404 and not answer.let_in
            else:
                expected = answer.status < 500 and answer.let_in
            if not expected:
                wrong.append(f"{who}: {method} {path} ({gate.action}) answers {answer.status}")
    assert wrong == []


def test_nobody_comes_in(town: Town):
    """Without a session, after its end, after the account was closed: all the same."""
    closed, _ = town.token("quelqu-un")
    town.service.accounts.set_active(OPERATOR, "quelqu-un", active=False)
    old, _ = town.token("intake")
    town.clock.move(minutes=31)
    wrong = []
    for method, path, gate in routes(town.app):
        if gate.action in {PUBLIC, PATIENT}:
            continue
        for what, token in (("nothing", ""), ("a closed account", closed), ("an old session", old), ("a guess", "x")):
            answer = town.ask(method, path, token)
            if (
                answer.let_in
                or answer.status != 303
                or not re.match(r"/connexion($|\?suite=%2F)", answer.headers["location"])
            ):
                wrong.append(f"{what}: {method} {path} answers {answer.status}")
            if town.ask(method, path, token, **{"hx-request": "true"}).status != 401:
                wrong.append(f"{what}: {method} {path} answers htmx otherwise")
    assert wrong == []
    town.service.accounts.set_active(OPERATOR, "quelqu-un", active=True)


def test_no_account_opens_a_questionnaire(town: Town):
    """Who answers came in by a link; whoever is signed in is told to open it, like anybody else."""
    tried = 0
    for method, path, gate in routes(town.app):
        if gate.action != PATIENT:
            continue
        for who in (*ROLES, ""):
            token, csrf = town.token(who) if who else ("", "")
            assert town.ask(method, path, token, None if method == "GET" else csrf).status == 403, (who, method, path)
            tried += 1
    assert tried > 20


def test_nothing_is_done_before_the_second_factor(town: Town):
    wrong = []
    for method, path, gate in routes(town.app):
        if gate.action in {PUBLIC, PATIENT, *STEPS}:
            continue
        token, csrf = town.token("doctor", second_factor=False)
        answer = town.ask(method, path, token, None if method == "GET" else csrf)
        if answer.let_in or (answer.status, answer.headers.get("location")) != (303, "/connexion/code"):
            wrong.append(f"{method} {path} answers {answer.status}")
    assert wrong == []


@pytest.mark.parametrize(
    ("csrf", "headers"),
    [
        (None, {}),
        ("", {}),
        ("another", {}),
        ("right", {"origin": "https://ailleurs.fr"}),
        ("right", {"origin": "null"}),
        ("right", {"sec-fetch-site": "cross-site"}),
        ("right", {"sec-fetch-site": "same-site"}),
        (None, {"x-csrf-token": "another"}),
    ],
)
def test_nothing_changes_without_a_form_of_ours(town: Town, csrf: str | None, headers: dict[str, str]):
    """Every route that is not a GET, by everyone who may otherwise."""
    wrong, tried = [], 0
    for method, path, gate in routes(town.app):
        if method in {"GET", "HEAD"}:
            continue
        for role in ACTIONS.get(gate.action, set(ROLES)):
            token, right = _standing(town, role, gate.action)
            answer = town.ask(method, path, token, right if csrf == "right" else csrf, **headers)
            tried += 1
            if answer.let_in or answer.status != 403:
                wrong.append(f"{role}: {method} {path} answers {answer.status}")
    assert wrong == []
    assert tried > 10


def test_every_answer_tells_the_browser_what_it_may_do(town: Town):
    token, _ = town.token("intake")
    for path in ("/connexion", "/compte", "/nulle-part", "/static/icons.svg", "/sante"):
        answer = town.ask("GET", path, token)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';"), path
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == ("no-cache" if "static" in path else "no-store"), path


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost:9", 200), ("[::1]:8000", 200), ("ailleurs.fr", 400), ("", 400), ("[", 400)],
)
def test_only_our_own_host_is_answered(town: Town, host: str, status: int):
    assert town.ask("GET", "/sante", host=host).status == status


def test_a_body_of_unknown_or_unheard_of_size_is_not_read(town: Town):
    token, csrf = town.token("admin")
    path = "/admin/comptes/nouveau"
    assert town.ask("POST", path, token, csrf, **{"content-length": "2000001"}).status == 413
    assert town.ask("POST", path, token, csrf, **{"content-length": "beaucoup"}).status == 413


# How it is done


def _path(route: RouteContext) -> str:
    def filled(match: re.Match[str]) -> str:
        name = match[1]
        if name not in PARAMETERS:
            raise AssertionError(f"{route.path}: say in PARAMETERS of this test what stands for {{{name}}}")
        return PARAMETERS[name]

    return re.sub(r"{(\w+)(?::\w+)?}", filled, route.path or "")


def _standing(town: Town, who: str, action: str) -> tuple[str, str]:
    """A session of someone who stands where the action is done."""
    return town.token(who, second_factor=action != "self.code")


def _settle(service: Service, name: str, role: Role) -> Account:
    """Everyone has a second factor here, so that everyone can stand before the page that asks for it."""
    doctor = {"rpps": "10003456786", "specialty": "Orthopédie"} if role == "doctor" else {}
    given = {"login": name, "name": f"Personne {name}", "role": role, "password": PASSWORD, "totp": new_secret()}
    return service.accounts.add(OPERATOR, **given, **doctor)[0]


def _assign(store: Store, clock: MovingClock, people: dict[str, Account]) -> None:
    with store.transaction() as connection:
        Desk(store).assign(DOSSIER, people["doctor"].id, people["intake"].id, clock.now(), connection)
        stance = Stance(tie="none", by=people["doctor"].id, at=clock.now())
        Experts(store).say(DOSSIER, stance, connection)


async def _ask(app: FastAPI, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    """One request; a stream of events is left once it has begun and lasts."""
    path, _, query = path.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    waiting, started = [{"type": "http.request", "body": body, "more_body": False}], []
    begun = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await asyncio.sleep(PATIENCE)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
            begun.set()

    answering, beginning = asyncio.create_task(app(scope, receive, send)), asyncio.create_task(begun.wait())
    await asyncio.wait({answering, beginning}, timeout=BEGUN, return_when=asyncio.FIRST_COMPLETED)
    beginning.cancel()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(answering, PATIENCE if started else 0)
    assert started, f"{method} {path} does not begin to answer"
    (first,) = started
    return Answer(
        first["status"],
        {name.decode(): value.decode() for name, value in first["headers"]},
        "visitor" in scope["state"],
    )
