"""Nothing unsigned leaves: every address of the service, asked by everyone in every way that we can think of."""

import html
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import httpx
import pypdfium2 as pdfium
import pytest
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from engine import Settings
from review_ui.app import create_app
from tests.acceptance.service.conftest import NewHome
from tests.acceptance.service.doctor import ADDED, EDITED, Doctor
from tests.acceptance.service.forms import send
from tests.acceptance.service.house import COLLEAGUE, DEMO, Home, Running, csrf_in, serving, wait

NOBODY = "personne"
EVERYONE = (NOBODY, "accueil", "recherche", "admin", COLLEAGUE, "medecin")
BASE = f"/dossiers/{DEMO}"
# Ways to ask for the same address; of those that name a dossier, every one is tried.
WAYS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("GET", "", {}),
    ("GET", "", {"HX-Request": "true"}),
    ("GET", "", {"Accept": "application/json"}),
    ("GET", "", {"Accept": "application/pdf"}),
    ("HEAD", "", {}),
    ("GET", "?version=1&number=1&format=pdf&download=1&draft=1&pre-avis=1&as=doctor&role=doctor", {}),
    ("GET", ".pdf", {}),
    ("GET", "/", {"X-Forwarded-User": "medecin", "X-Original-URL": f"{BASE}/relecture"}),
)
# Addresses that no route names, as somebody would try them.
TRIED = (
    *(f"{BASE}/avis/{n}.pdf" for n in ("0", "2", "01", "-1", "1%2e", "1e0", "%31")),
    *(f"{BASE}/{n}" for n in ("avis.pdf", "avis/1", "avis", "avis/1.pdf/", "relecture/1.pdf", "relecture/enonces")),
    *(
        f"{BASE}/{n}"
        for n in ("brouillon", "pre-avis", "pre-avis.json", "enonces/S1", "relecture/enonces/S1", "rendu.pdf")
    ),
    *(f"/dossiers/{n}/avis/1.pdf" for n in (f"{DEMO}%20", DEMO.upper(), f"..%2f{DEMO}", f"%2e/{DEMO}")),
    *(
        f"/static/{n}"
        for n in ("../templates/review/show.html", "%2e%2e/templates/layout.html", "..%2f..%2fpyproject.toml")
    ),
    *("/docs", "/redoc", "/openapi.json", "/accord/export.csv?pathologie=gonarthrose", "/metrics", "/debug"),
)


SEARCHABLE = re.compile(r"/(?:documents/[0-9a-f]{64}/\d+|fichiers/[0-9a-f]{64})\.pdf")


@dataclass
class Seen:
    """One answer that somebody had."""

    who: str
    what: str
    status: int
    kind: str
    attached: bool
    text: str
    content: bytes = field(repr=False)

    @property
    def is_file(self) -> bool:
        """Whether it is a file; a received document with its own words laid under it is what was sent in."""
        if SEARCHABLE.search(self.what):
            return False
        return self.attached or self.kind.startswith("application/pdf") or self.content.startswith(b"%PDF")


@dataclass
class Case:
    """The service, who has come in, and what fills the addresses."""

    running: Running
    clients: dict[str, httpx.Client]
    parameters: dict[str, str]
    originals: frozenset[bytes]

    def walk(self, who: str, ways: int = len(WAYS)) -> Iterator[Seen]:
        """Ask for every address, of dossiers in so many ways; with all ways also for what is no route."""
        for method, path in routes():
            for way, more, headers in WAYS[: ways if "{dossier}" in path else 1] if method == "GET" else ():
                yield self.ask(who, way, fill(path, self.parameters) + more, headers)
        for path in TRIED if ways == len(WAYS) else ():
            yield self.ask(who, "GET", path, {})

    def ask(self, who: str, method: str, path: str, headers: dict[str, str], **given: Any) -> Seen:
        answer = self.clients[who].request(method, path, headers=headers, **given)
        told = answer.headers.get("content-type", "")
        text = folded(answer.text) if told.startswith(("text/", "application/json")) else ""
        if answer.content.startswith(b"%PDF"):
            text = folded(" ".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(answer.content)))
        attached = "attachment" in answer.headers.get("content-disposition", "")
        what = f"{method} {path} {headers or ''}".rstrip()
        assert answer.status_code < 500, f"{who}: {what} answers {answer.status_code}"
        return Seen(who, what, answer.status_code, told, attached, text, answer.content)

    def sentences(self) -> list[str]:
        """Everything that the machine wrote as an opinion."""
        rows = self.running.home.rows(
            "SELECT record->>'text' FROM statement UNION SELECT record->>'text' FROM set_aside "
            "UNION SELECT record#>>'{position,diagnosis}' FROM draft "
            "UNION SELECT jsonb_array_elements_text(record->'reasons_fr') FROM convergence"
        )
        return [folded(text) for (text,) in rows]

    def leaks(self, seen: Seen, sentences: list[str]) -> list[str]:
        return [f"{seen.who}: {seen.what} says « {s} »" for s in sentences if s in seen.text]


@cache
def routes() -> list[tuple[str, str]]:
    """Method and path of every route of the application that ships."""
    app = create_app(cast("Any", None), Settings())
    found = []
    for route in iter_route_contexts(app.routes):
        if not isinstance(route.original_route, Mount):
            found += [(method, route.path or "") for method in sorted(route.methods or ())]
    return found


def fill(path: str, parameters: dict[str, str]) -> str:
    unknown = set(re.findall(r"{(\w+)(?::\w+)?}", path)) - parameters.keys()
    assert not unknown, f"{path}: say in this test what stands for {unknown}"
    return re.sub(r"{(\w+)(?::\w+)?}", lambda m: parameters[m[1]], path)


def folded(text: str) -> str:
    return " ".join(html.unescape(text).split())


@contextmanager
def assigned(home: Home) -> Iterator[Case]:
    """A house whose demo dossier, read and drafted, a doctor has opened; nothing is read again: it has no worker."""
    with ExitStack() as stack:
        running = stack.enter_context(serving(home, home.folder.parent / "log", "--no-worker"))
        clients = {who: stack.enter_context(running.enter(who)) for who in EVERYONE if who != NOBODY}
        clients = {NOBODY: stack.enter_context(running.client()), **clients}
        doctor = {"doctor": running.members["medecin"].id}
        assert send(clients["accueil"], BASE, f"{BASE}/attribution", **doctor).status_code == 303
        Doctor(running, clients["medecin"], DEMO).open()
        (upload, document), *_ = home.rows("SELECT upload, document_id FROM document ORDER BY run_id, ordinal")
        parameters = {
            "dossier": DEMO,
            "upload": upload,
            "sha256": upload,
            "document": document,
            "number": "1",
            "requirement": home.rows("SELECT requirement FROM completeness_item ORDER BY ordinal")[0][0],
            "statement": "S1",
            "pathway": "gonarthrose",
            "book": "gonarthrose",
            "passage": "ptg_s3",
            "login": "quelqu-un",
            "message": "un-message",
            "batch": "des-relances",
            "token": "un-lien",
        }
        originals = frozenset(bytes(b) for (b,) in home.rows("SELECT bytes FROM blob JOIN upload USING (sha256)"))
        yield Case(running, clients, parameters, originals)


@pytest.fixture(scope="module")
def case(new_home: NewHome) -> Iterator[Case]:
    with new_home() as home, assigned(home) as case:
        yield case


@pytest.fixture
def other(new_home: NewHome) -> Iterator[Case]:
    """A house of one's own, to be left in disorder."""
    with new_home() as home, assigned(home) as case:
        yield case


def test_before_the_independent_read_nobody_sees_a_word(case: Case) -> None:
    sentences, wrong = case.sentences(), []
    assert len(sentences) > 10
    for who in EVERYONE:
        for seen in case.walk(who, len(WAYS) if who == "medecin" else 1):
            wrong += case.leaks(seen, sentences)
            if seen.is_file and seen.content not in case.originals and "csv" not in seen.kind and seen.content:
                wrong.append(f"{who}: {seen.what} is a file that nobody sent in")
    assert wrong == []


def test_forms_give_nothing_away_either(other: Case) -> None:
    """Every form sent with hardly anything in it, by everyone."""
    sentences, wrong = other.sentences(), []
    home = other.running.home
    before = home.rows("SELECT count(*) FROM signed_opinion UNION ALL SELECT count(*) FROM delivery")
    leaving = ("/connexion", "/connexion/code", "/deconnexion")
    for who, client in other.clients.items():
        csrf = "" if who == NOBODY else csrf_in(client.get("/compte").text)
        for method, path in routes():
            if method == "GET" or path in leaving:
                continue
            given = {"csrf": csrf, "recipient": "patient", "version": "0"}
            seen = other.ask(who, method, fill(path, other.parameters), {}, data=given)
            wrong += other.leaks(seen, sentences)
            if seen.is_file:
                wrong.append(f"{who}: {seen.what} gives a file")
    assert wrong == []
    assert home.rows("SELECT count(*) FROM signed_opinion UNION ALL SELECT count(*) FROM delivery") == before


def test_a_begun_review_is_the_doctor_s_alone(case: Case) -> None:
    doctor = Doctor(case.running, case.clients["medecin"], DEMO)
    doctor.read()
    sentences = case.sentences()
    shown = folded(doctor.page())
    assert all(folded(text) in shown for text in doctor.statements().values()), "the doctor sees the whole draft now"
    doctor.decide()
    doctor.conclude()
    written = [*sentences, folded(EDITED), folded(ADDED)]
    wrong = []
    for who in EVERYONE:
        for seen in case.walk(who):
            if who != "medecin":
                wrong += case.leaks(seen, written)
            if seen.is_file and seen.content not in case.originals and "csv" not in seen.kind and seen.content:
                wrong.append(f"{who}: {seen.what} is a file that nobody sent in")
    assert wrong == []


@pytest.mark.parametrize("who", ["accueil", "medecin"])
def test_what_is_not_signed_cannot_be_fetched(case: Case, who: str) -> None:
    answer = case.clients[who].get(f"{BASE}/avis/1.pdf")
    assert answer.status_code == 409
    assert "n'est pas signé" in html.unescape(answer.text)
    assert '<html lang="fr">' in answer.text


@pytest.mark.parametrize("recipient", ["patient", "treating_doctor"])
def test_what_is_not_signed_cannot_be_handed_over(case: Case, recipient: str) -> None:
    intake = case.clients["accueil"]
    given = {"csrf": csrf_in(intake.get(BASE).text), "recipient": recipient}
    answer = intake.post(f"{BASE}/avis/1/remise", data=given)
    assert answer.status_code == 409
    assert "n'est pas signé" in html.unescape(answer.text)
    assert case.running.home.rows("SELECT count(*) FROM delivery") == [(0,)]


def test_once_signed_it_is_there_for_those_who_work_on_it_and_for_nobody_else(case: Case) -> None:
    Doctor(case.running, case.clients["medecin"], DEMO).sign()
    ((kept,),) = case.running.home.rows("SELECT bytes FROM signed_opinion JOIN blob ON sha256 = pdf_sha256")
    for who in ("accueil", "medecin"):
        answer = case.clients[who].get(f"{BASE}/avis/1.pdf")
        assert answer.status_code == 200
        assert answer.content == bytes(kept)
        assert answer.headers["content-disposition"].startswith("attachment;")
    written = [*case.sentences(), folded(EDITED), folded(ADDED)]
    wrong = []
    for who in (NOBODY, "recherche", "admin", COLLEAGUE):
        for seen in case.walk(who, 4):
            wrong += case.leaks(seen, written)
            if seen.is_file and "csv" not in seen.kind:
                wrong.append(f"{who}: {seen.what} is a file")
    assert wrong == []
    # Of the dossier itself staff see the signed document, and of the draft still not a word.
    removed = case.running.home.rows(
        "SELECT s.record->>'text' FROM statement s WHERE statement_id IN "
        "(SELECT record#>>'{decision,statement}' FROM review_event WHERE record#>>'{decision,verdict}' = 'removed')"
    )
    for seen in case.walk("accueil", 4):
        wrong += case.leaks(seen, [folded(text) for (text,) in removed])
    assert wrong == []


def test_without_consent_it_is_not_handed_over(case: Case) -> None:
    change(case, consent_share_with_treating_doctor="non")
    assert deliver(case, "treating_doctor").status_code == 409
    given = deliver(case, "patient")
    assert given.status_code == 200
    assert given.content.startswith(b"%PDF")
    change(case, consent_processing="non")
    for recipient in ("patient", "treating_doctor"):
        refused = deliver(case, recipient)
        assert refused.status_code == 409
        assert "n'a pas consenti" in html.unescape(refused.text)
    assert case.running.home.rows("SELECT recipient FROM delivery") == [("patient",)]
    change(case, consent_processing="oui", consent_share_with_treating_doctor="oui")
    assert deliver(case, "treating_doctor").status_code == 200
    wait(lambda: case.running.state(DEMO) == "delivered", "it is not said to be delivered", 10)


def change(case: Case, **said: str) -> None:
    answer = send(case.clients["accueil"], f"{BASE}/fiche", f"{BASE}/fiche", **said)
    assert answer.status_code == 303, answer.text


def deliver(case: Case, recipient: str) -> httpx.Response:
    intake = case.clients["accueil"]
    given = {"csrf": csrf_in(intake.get(BASE).text), "recipient": recipient}
    return intake.post(f"{BASE}/avis/1/remise", data=given)
