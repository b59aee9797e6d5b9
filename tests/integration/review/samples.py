"""A doctor before one dossier: by the service itself, and in a browser."""

import html
import re
from typing import Any, NamedTuple

from starlette.testclient import TestClient

from engine.domain.account import Account
from engine.domain.review import Decision, Review
from engine.services.review import ReviewService
from engine.services.views import DossierView, ReviewView
from tests.builders import a_convergence
from tests.review_samples import AGREED, CONCLUDED, POSITION, Clinic
from tests.web_samples import PASSWORD, csrf_of

READ = {"diagnosis": "Endométriose", "option": "amp", "certainty": "modérée"}
HTMX = {"HX-Request": "true"}
REASON = a_convergence().reasons_fr[0]


class Desk(NamedTuple):
    """One doctor before one dossier."""

    clinic: Clinic
    dossier: str
    doctor: Account

    @property
    def review(self) -> ReviewService:
        return self.clinic.service.review

    def seen(self) -> DossierView:
        return self.clinic.view(self.dossier)

    def view(self) -> ReviewView:
        return self.review.view(self.doctor, self.seen())

    def now(self) -> Review:
        return self.review.review(self.doctor, self.dossier)

    def read(self) -> Review:
        return self.review.read(self.doctor, self.dossier, 0, POSITION)

    def decide(self, statement: str, verdict: str = "kept", version: int | None = None, **given: Any) -> Review:
        decision = Decision.model_validate(
            {"statement": statement, "verdict": verdict, "at": self.clinic.clock.now(), **given}
        )
        return self.review.decide(
            self.doctor, self.dossier, self.now().version if version is None else version, decision
        )

    def complete(self) -> int:
        """Bring the review to where it can be signed; returns its version."""
        self.read()
        for statement in ("S1", "S2", "S3"):
            self.decide(statement)
        self.review.conclude(self.doctor, self.dossier, self.now().version, CONCLUDED)
        return self.review.label(self.doctor, self.dossier, self.now().version, AGREED).version

    def sign(self, version: int, password: str = PASSWORD, code: str | None = None) -> Any:
        given = self.clinic.code() if code is None else code
        return self.clinic.service.signing.sign(self.doctor, self.seen(), version, password, given)

    def acts(self) -> list[str]:
        return [entry.action for entry in reversed(self.clinic.service.journal.entries(dossier=self.dossier))]


class Answer(NamedTuple):
    """What came back, its entities read."""

    status_code: int
    headers: Any
    text: str


def text_of(answer: Any) -> str:
    return html.unescape(answer.text)


class Room(NamedTuple):
    """A doctor's browser before one dossier."""

    clinic: Clinic
    dossier: str
    doctor: Account
    browser: TestClient

    @property
    def base(self) -> str:
        return f"/dossiers/{self.dossier}/relecture"

    @property
    def version(self) -> int:
        return self.clinic.service.review.review(self.doctor, self.dossier).version

    def page(self, path: str | None = None) -> str:
        answer = self.browser.get(path or self.base)
        assert answer.status_code == 200, answer.text
        return text_of(answer)

    def post(self, path: str, headers: dict[str, str] | None = None, **given: Any) -> Any:
        """Send a form of the page, as of the version that stands unless another is given."""
        data = {"csrf": csrf_of(self.page()), "version": str(self.version), **given}
        answer = self.browser.post(path, data=data, headers=headers or {})
        return Answer(answer.status_code, answer.headers, text_of(answer))

    def shown(self) -> str:
        """The digest of the opinion that the signing page shows."""
        found = re.search(r'name="seen" value="([0-9a-f]{64})"', self.page(f"/dossiers/{self.dossier}/signature"))
        assert found, "nothing is shown to be signed"
        return found[1]

    def read(self) -> None:
        assert self.post(f"{self.base}/lecture", **READ).status_code == 303

    def decide(self, statement: str, **given: Any) -> Any:
        return self.post(f"{self.base}/enonces/{statement}", **given)

    def complete(self) -> None:
        """Bring the review to where it can be signed."""
        review, now = self.clinic.service.review, self.clinic.clock.now()
        review.read(self.doctor, self.dossier, 0, POSITION)
        for statement in ("S1", "S2", "S3"):
            kept = Decision(statement=statement, verdict="kept", at=now)
            review.decide(self.doctor, self.dossier, self.version, kept)
        review.conclude(self.doctor, self.dossier, self.version, CONCLUDED)
        review.label(self.doctor, self.dossier, self.version, AGREED)


def ids(page: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page))


def chosen(page: str) -> list[str]:
    """The fields that are not empty, but for what carries the form."""
    hidden = r'<input type="hidden"[^>]*>'
    form = re.sub(hidden, "", page)
    checked = re.findall(r'<input type="(?:radio|checkbox)" name="(\w+)"[^>]* checked', form)
    typed = [name for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?([^<]*)</textarea>', form) if text]
    return checked + typed


def part(page: str, anchor: str) -> str:
    """The section of that id, to the end of the section."""
    found = re.search(rf'<(section|form)\b[^>]*id="{anchor}".*?</\1>', page, re.DOTALL)
    assert found, f"no {anchor} in the page"
    return found[0]


def blocks_led_to(room: Room) -> set[str]:
    """The places that the list of checks names, which must all be in the page."""
    page = room.page()
    wanted = set(re.findall(r'<a href="#([^"]+)"', part(page, "controles")))
    assert wanted <= ids(page)
    return wanted
