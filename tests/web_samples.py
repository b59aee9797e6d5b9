"""A web application over a real database for tests: people of every role, time that moves when told to."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from engine import Settings
from engine.adapters.certificates import CERTIFICATE, KEY, Authority, Strength
from engine.adapters.house_key import HouseKey
from engine.adapters.passwords import Passwords
from engine.adapters.second_factor import code_at
from engine.domain.account import Account, Role
from engine.domain.audit import Action
from engine.domain.progress import Job
from engine.domain.record import Record
from engine.house import open_house
from engine.ports import Clock
from engine.services.accounts import AccountService, Hooks
from engine.services.recorder import Actor
from engine.services.service import Service
from engine.services.work import Trouble, stuck
from engine.store.accounts import Accounts
from engine.store.database import Database
from engine.store.journal import Journal
from review_ui.app import create_app

BASE = "http://127.0.0.1:8000"
PASSWORD = "violette orage tambour"
# Weak on purpose: tests sign in hundreds of times. `test_passwords.py` looks at those that ship.
QUICK = Passwords(memory_kib=64, passes=1, lanes=1)
# Weak for the same reason: most doctors of tests never sign. `test_certificates.py` looks at the keys that ship.
WEAK = Strength(bits=2048, rounds=1000)
OPERATOR = Actor("avis", "operator")


@cache
def _authority() -> dict[str, bytes]:
    """A certificate authority as an installation makes it, once for every service of a process."""
    with TemporaryDirectory() as folder:
        Authority.create(Path(folder), datetime(2026, 1, 1, tzinfo=UTC))
        return {name: Path(folder, name).read_bytes() for name in (CERTIFICATE, KEY)}


@contextmanager
def opened(settings: Settings, clock: Clock) -> Iterator[Service]:
    """The whole service, with an authority that is ready and passwords that are hashed quickly."""
    folder = settings.data_dir / "authority"
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
        for name, content in _authority().items():
            (folder / name).write_bytes(content)
            (folder / name).chmod(0o600)
    with open_house(settings, clock, QUICK, WEAK) as service:
        yield service


class MovingClock:
    """Time that stands still until it is moved."""

    def __init__(self, start: datetime = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class SampleCheck(Record):
    name: str
    status: str
    told_fr: str
    remedy_fr: str | None = None


@dataclass
class ListedJobs:
    listed: list[Job] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)

    def active(self) -> Sequence[Job]:
        return tuple(self.listed)

    def retry(self, dossier: str) -> None:
        self.retried.append(dossier)


@dataclass
class Again:
    """Takes what is asked for again to the list of jobs."""

    jobs: ListedJobs

    def again(self, account: Account, dossier: str) -> None:
        assert account.active
        self.jobs.retry(dossier)


@dataclass
class SampleService:
    accounts: AccountService
    journal: Journal
    jobs: ListedJobs = field(default_factory=ListedJobs)
    checks: list[SampleCheck] = field(default_factory=list)
    assigned: dict[str, set[str]] = field(default_factory=dict)

    @property
    def intake(self) -> "Again":
        return Again(self.jobs)

    @property
    def work(self) -> "Standing":
        return Standing(self.jobs)

    def health(self) -> Sequence[SampleCheck]:
        return self.checks

    def may_open(self, account: Account, dossier: str) -> bool:
        return dossier in self.assigned.get(account.id, set())

    def must_declare(self, account: Account, dossier: str) -> bool:
        assert self.may_open(account, dossier)
        return False


@dataclass
class Standing:
    """What stands still of the listed work, seen when the latest of it began."""

    jobs: ListedJobs

    def stuck(self) -> Sequence[Trouble]:
        listed = self.jobs.active()
        return stuck(listed, max(job.since for job in listed)) if listed else ()


@dataclass
class House:
    """The application with everything that stands behind it."""

    app: FastAPI
    service: SampleService
    clock: MovingClock
    store: Accounts
    key: HouseKey

    def member(self, role: Role, login: str = "", **given: Any) -> Account:
        """A person of that role with the usual password, who has no second factor yet."""
        doctor = {"rpps": "10003456786", "specialty": "Orthopédie"} if role == "doctor" else {}
        account, _ = self.service.accounts.add(
            OPERATOR, login=login or role, name=f"Personne {role}", role=role, password=PASSWORD, **{**doctor, **given}
        )
        return account

    def acts(self) -> list[tuple[str, Action]]:
        """Who did what, in order."""
        return [(entry.actor, entry.action) for entry in reversed(self.service.journal.entries(limit=1000))]

    def browser(self) -> TestClient:
        return TestClient(self.app, base_url=BASE, follow_redirects=False)

    def code(self, login: str) -> str:
        """A code that was not used: time moves on to the next."""
        self.clock.move(seconds=30)
        account = self.service.accounts.find(login)
        credentials = self.store.credentials(account.id)
        assert credentials is not None
        assert credentials.totp is not None
        return code_at(self.service.accounts._proofs.open(account, credentials.totp), self.clock.now())

    def signed_in(self, login: str, password: str = PASSWORD) -> TestClient:
        """A browser in which the person has come in for good; a second factor is enrolled if the role asks for it."""
        browser = self.browser()
        answer = sign_in(browser, login, password)
        assert answer.status_code == 303, answer.text
        if answer.headers["location"].startswith("/connexion/code"):
            answer = post(browser, "/connexion/code", page="/connexion/code", code=self.code(login))
        elif answer.headers["location"].startswith("/compte/second-facteur"):
            answer = enrol(browser, self.clock)
        assert answer.status_code == 303, answer.text
        return browser


def sign_in(browser: TestClient, login: str, password: str, **more: str) -> Any:
    return post(browser, "/connexion", page="/connexion", login=login, password=password, **more)


def enrol(browser: TestClient, clock: MovingClock, **more: str) -> Any:
    form = browser.get("/compte/second-facteur").text
    secret = re.sub(r"\s", "", found(r'<code id="totp-key"[^>]*>([^<]+)', form))
    sealed, csrf = found(r'name="sealed" value="([^"]+)"', form), csrf_of(form)
    given = {"sealed": sealed, "csrf": csrf, "code": code_at(secret, clock.now()), **more}
    return browser.post("/compte/second-facteur", data=given)


def post(browser: TestClient, path: str, page: str, **given: str) -> Any:
    """Fill in the form of a page and send it, as a browser does."""
    return browser.post(path, data={"csrf": csrf_of(browser.get(page).text), **given})


def csrf_of(text: str) -> str:
    return found(r'name="csrf" (?:value|content)="([^"]+)"', text)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, f"{pattern} is not in: {text}"
    return match[1]


@contextmanager
def house(database_url: str, folder: Path, hooks: Hooks | None = None, **settings: Any) -> Iterator[House]:
    """An application over that database, its key in `folder`."""
    clock, numbers = MovingClock(), count(1)
    with Database(database_url) as database:
        store, key, journal = Accounts(database), HouseKey.open(folder), Journal(database, clock.now)
        accounts = AccountService(store, journal, key, clock, lambda: f"A{next(numbers)}", hooks, QUICK)
        service = SampleService(accounts, journal)
        yield House(create_app(service, Settings(data_dir=folder, **settings)), service, clock, store, key)
