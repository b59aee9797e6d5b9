"""Every page of every role in a browser: accessible in both themes, silent in the console, no wider than the window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser, Page
from starlette.routing import Mount

from engine import Settings, dossier_of
from review_ui.app import create_app
from tests.acceptance.axe import violations
from tests.acceptance.service.conftest import NewHome, Watched
from tests.acceptance.service.doctor import Doctor
from tests.acceptance.service.forms import send
from tests.acceptance.service.house import CASE, DEMO, Running, serving
from tests.web_samples import found

WIDE, NARROW, PHONE = {"width": 1280, "height": 900}, {"width": 820, "height": 1180}, {"width": 360, "height": 740}
ALL = ("accueil", "medecin", "recherche", "conseil", "admin")
NOBODY, HALF, PATIENT = "personne", "à moitié entré", "patient"

# Every GET route: who has a page there. A page of several addresses gives them all (`?onglet=…`).
PAGES: dict[str, tuple[str, ...]] = {
    "/connexion": (NOBODY,),
    "/connexion/code": (HALF,),
    "/compte": ALL,
    "/compte/second-facteur": ("medecin", "accueil"),
    "/compte/mot-de-passe": ("medecin",),
    "/admin/comptes": ("admin",),
    "/admin/comptes/nouveau": ("admin",),
    "/admin/comptes/{login}": ("admin",),
    "/admin/journal": ("admin",),
    "/admin/sante": ("admin",),
    "/admin/travaux": ("admin",),
    "/accord": ("recherche",),
    "/referentiels": ("conseil", "accueil"),
    "/referentiels/{pathway}": ("conseil", "medecin"),
    "/referentiels/{pathway}/changements": ("conseil",),
    "/bibliotheque": ("conseil", "accueil"),
    "/bibliotheque/{book}/{passage}": ("conseil", "medecin"),
    "/dossiers": ("accueil", "medecin"),
    "/recherche": ("accueil", "medecin"),
    "/releve": ("accueil", "medecin"),
    "/dossiers/nouveau": ("accueil",),
    "/dossiers/a-relancer": ("accueil",),
    "/dossiers/suivi-medecins": ("accueil",),
    "/medecins": ("accueil", "admin"),
    "/medecins/{login}": ("accueil", "admin"),
    "/disponibilites": ("medecin",),
    "/dossiers/{dossier}/attribution": ("accueil",),
    "/dossiers/{dossier}/rendre": ("medecin",),
    "/dossiers/{dossier}/pieces-demandees": ("accueil", "medecin"),
    "/dossiers/{dossier}": ("accueil", "medecin"),
    "/dossiers/{dossier}/fiche": ("accueil",),
    "/dossiers/{dossier}/reunion": ("accueil",),
    "/dossiers/{dossier}/lecture": ("accueil",),
    "/dossiers/{dossier}/completude": ("accueil", "medecin"),
    "/dossiers/{dossier}/chronologie": ("accueil", "medecin"),
    "/dossiers/{dossier}/documents/{upload}/{number}": ("accueil",),
    "/dossiers/{dossier}/pages/{upload}/{number}": ("accueil", "medecin"),
    "/dossiers/{dossier}/demandes": ("accueil",),
    "/dossiers/{dossier}/demandes/nouvelle": ("accueil",),
    "/relances": ("accueil",),
    "/reponses": ("accueil",),
    "/dossiers/{dossier}/relecture": ("medecin",),
    "/dossiers/{dossier}/signature": ("medecin",),
    "/dossiers/{dossier}/addendum": ("medecin",),
    "/dossiers/{dossier}/questionnaire": ("accueil", "medecin"),
    "/dossiers/{dossier}/questionnaire/telephone": ("accueil",),
    "/dossiers/{dossier}/questionnaire/equipe": ("accueil",),
    "/dossiers/{dossier}/accords": ("accueil", "medecin"),
    "/q/{token}": (PATIENT,),
    "/questionnaire": (PATIENT,),
    "/questionnaire/question/{number}": (PATIENT,),
    "/questionnaire/relire": (PATIENT,),
    "/questionnaire/merci": (PATIENT,),
    "/questionnaire/accords": (PATIENT,),
    "/questionnaire/a-bientot": (PATIENT,),
}
QUERIES: dict[str, tuple[str, ...]] = {
    "/dossiers": ("", "?onglet=tous", "?onglet=signes&q=introuvable", "?tour=medecin&delai=retard&provisoire=1"),
    "/recherche": ("", "?q=genou", "?q=introuvable"),
    "/bibliotheque": ("", "?q=r%C3%A8gles+douloureuses"),
    "/releve": ("", "?faites=1"),
    "/dossiers/{dossier}/reunion": ("", "?avec=demo-jumeau"),
    "/dossiers/nouveau": ("", "?pathway=gonarthrose"),
    "/admin/journal": ("?verifier=1", "?acte=login"),
    "/accord": ("", "?depuis=2026-01", "?depuis=2026"),
    "/dossiers/{dossier}/demandes/nouvelle": ("?forme=courriel", "?forme=courrier", "?forme=appel"),
}
NO_PAGES = {
    "/": "leads on to where a role begins",
    "/sante": "a sign of life for machines",
    "/favicon.ico": "leads on to the icon",
    "/accord/export.csv": "a file",
    "/accord/dictionnaire.csv": "a file",
    "/dossiers/{dossier}/interets": "a page until it is answered, looked at before the dossier is opened",
    "/dossiers/{dossier}/evenements": "a stream of events",
    "/dossiers/{dossier}/demandes/{message}.pdf": "a file",
    "/relances/{batch}": "leads back to the list without a lot; looked at below",
    "/relances/{batch}.pdf": "a file",
    "/reponses/{sha256}.eml": "a file",
    "/dossiers/{dossier}/originaux/{sha256}": "a file",
    "/dossiers/{dossier}/documents/{upload}/{number}.pdf": "a file",
    "/dossiers/{dossier}/fichiers/{upload}.pdf": "a file",
    "/dossiers/{dossier}/vignettes/{upload}/{number}.jpg": "an image",
    "/dossiers/{dossier}/pages/{upload}/{number}.jpg": "an image",
    "/dossiers/{dossier}/avis/{number}.pdf": "a file once signed; before, the page of a failure, looked at below",
}
# The same patient once more, with another question.
TWIN_QUESTION = '{"id": "demo-jumeau", "question": {"type": "operer_ou_non", "text": "Et sans opération ?"}}'
TWIN = (
    "INSERT INTO dossier (id, pathway, received_on, record) SELECT 'demo-jumeau', pathway, received_on, "
    "record || %s::jsonb FROM dossier WHERE id = %s ORDER BY seq DESC LIMIT 1 RETURNING id"
)
# Pages that look otherwise at another stage of the review.
OF_THE_REVIEW = tuple(f"/dossiers/{{dossier}}{part}" for part in ("", "/relecture", "/signature", "/addendum"))


@dataclass
class Looker:
    """One window for each person, and what was found in it."""

    running: Running
    pages: dict[str, Page]
    watched: Watched
    parameters: dict[str, str]
    wrong: list[str] = field(default_factory=list)
    coloured: set[str] = field(default_factory=set)

    def look(self, route: str, who: str, stage: str = "") -> None:
        for query in QUERIES.get(route, ("",)):
            path = route
            for name, value in self.parameters.items():
                path = path.replace(f"{{{name}}}", value)
            self._look(route, f"{path}{query}", who, stage)

    def _look(self, route: str, path: str, who: str, stage: str, status: int = 200) -> None:
        page, where = self.pages[who], f"{path} as {who} {stage}".rstrip()
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = page.goto(path)
        if answer is None or answer.status != status or not page.url.endswith(path):
            self.wrong.append(f"{where}: answers {answer and answer.status} at {page.url}")
            return
        # From the size at which the page before was left: another one lays the whole page out anew.
        for size in sorted(
            (WIDE, NARROW, *((PHONE,) if who == PATIENT else ())), key=lambda s: s != page.viewport_size
        ):
            page.set_viewport_size(cast("Any", size))
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                self.wrong.append(f"{where}, {size['width']} px: {over} px too wide")
            if size == WIDE:
                self._accessible(page, where, f"{route} {stage}")
        if status == 200:
            self.wrong += [f"{where}: the console says {said}" for said in self.watched.complaints]
        self.watched.complaints.clear()

    def _accessible(self, page: Page, where: str, kind: str) -> None:
        # What another person or another question makes of the same page has no colours of its own.
        if kind in self.coloured:
            self._note(violations(page, but_colour=True), where)
            return
        self.coloured.add(kind)
        self._note(violations(page), f"{where}, light")
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        self._note(violations(page, of_colour=True), f"{where}, dark")

    def _note(self, found: str, where: str) -> None:
        if found:
            self.wrong.append(f"{where}: {found}")

    def failure(self, path: str, who: str, status: int) -> None:
        self._look(path, path, who, "", status)


@pytest.fixture(scope="module")
def service(new_home: NewHome) -> Iterator[Running]:
    """Without its worker: nothing here is read anew."""
    with new_home() as home, serving(home, home.folder.parent / "log", "--no-worker") as running:
        yield running


@pytest.fixture(scope="module")
def looker(service: Running, browser: Browser) -> Iterator[Looker]:
    watched, pages, contexts = Watched(), dict[str, Page](), []
    for who in (NOBODY, HALF, PATIENT, *ALL):
        context = browser.new_context(base_url=service.url, locale="fr-FR", viewport=cast("Any", WIDE))
        contexts.append(context)
        pages[who] = watched.watch(context.new_page())
        if who in ALL:
            with service.enter(who) as client:
                context.add_cookies([{"name": "avis", "value": client.cookies["avis"], "url": service.url}])
    half = pages[HALF]
    half.goto("/connexion")
    half.get_by_label("Identifiant").fill("medecin")
    half.get_by_label("Mot de passe").fill(service.members["medecin"].password)
    half.get_by_role("button", name="Se connecter").click()
    half.wait_for_url("**/connexion/code")
    with service.enter("accueil") as intake:
        base = f"/dossiers/{DEMO}"
        assert send(intake, base, f"{base}/attribution", doctor=service.members["medecin"].id).status_code == 303
        note = {"text": "La fille du patient rappelle jeudi.", "turn": "doctor"}
        assert send(intake, base, f"{base}/notes", **note).status_code == 303
        told = send(intake, f"{base}/questionnaire", f"{base}/questionnaire/lien").text
    token = answer_by_link(pages[PATIENT], told)
    service.home.rows(TWIN, TWIN_QUESTION, DEMO)
    parameters = {"dossier": DEMO, "number": "1", "login": "medecin", "pathway": "gonarthrose", "token": token}
    parameters |= {"book": "gonarthrose", "passage": "ptg_s3"}
    made = Looker(service, pages, watched, parameters)
    made.look("/dossiers/{dossier}/interets", "medecin")
    _speak_of_experts(service, base)
    upload = service.home.rows("SELECT upload FROM document ORDER BY run_id, ordinal")[0][0]
    made.parameters["upload"] = upload
    yield made
    for context in contexts:
        context.close()


def _speak_of_experts(service: Running, base: str) -> None:
    """The doctor opens the dossier, says what to say of the own availability, and asks for a piece."""
    said: tuple[tuple[str, dict[str, str]], ...] = (
        (f"{base}/interets", {"stance": "none"}),
        ("/disponibilites/profil", {"pathways": "gonarthrose", "weekly": "5", "places": "Clinique Inventée"}),
        ("/disponibilites/absences", {"first": "2100-01-01", "last": "2100-01-08", "reason": "congé"}),
        ("/disponibilites/liens", {"kind": "general", "name": "", "what": "Conseil d'un fabricant inventé."}),
        (
            f"{base}/pieces-demandees",
            {"requirement": "autre", "label": "Radiographie", "why": "Pour le pincement.", "needed": "oui"},
        ),
    )
    with service.enter("medecin") as doctor:
        for address, form in said:
            page = "/disponibilites" if address.startswith("/disponibilites") else address
            assert send(doctor, page, address, **form).status_code == 303, address


def answer_by_link(page: Page, told: str) -> str:
    """Come in by the link that staff were shown, as the patient; returns what stands in its address."""
    token = found(r'id="adresse" readonly value="[^"]*/q/([^"]+)"', told)
    page.goto(f"/q/{token}")
    born = dossier_of(CASE).patient.birth_date
    for name, part in (("jour", born.day), ("mois", born.month), ("annee", born.year)):
        page.fill(f"[name={name}]", str(part))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Moi, le patient").click()
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/questionnaire/**")
    return token


def test_every_route_is_in_the_table() -> None:
    app = create_app(cast("Any", None), Settings())
    known = {
        route.path or ""
        for route in iter_route_contexts(app.routes)
        if not isinstance(route.original_route, Mount) and "GET" in (route.methods or ())
    }
    new, gone = known - PAGES.keys() - NO_PAGES.keys(), (PAGES.keys() | NO_PAGES.keys()) - known
    assert not new, f"say in PAGES who has a page there, or in NO_PAGES why it is none: {sorted(new)}"
    assert not gone, f"these are no routes any more: {sorted(gone)}"


@pytest.mark.parametrize(
    "wanted",
    [
        lambda route: not route.startswith(("/admin", "/dossiers", "/q")),
        lambda route: route.startswith("/q"),
        lambda route: route.startswith("/admin"),
        lambda route: route.startswith("/dossiers") and route not in OF_THE_REVIEW,
    ],
    ids=["of everyone", "of patients", "of the administrator", "of dossiers"],
)
def test_pages(looker: Looker, wanted: Callable[[str], bool]) -> None:
    for route, people in PAGES.items():
        for who in people if wanted(route) else ():
            looker.look(route, who)
    verdict(looker)


def test_pages_of_a_review_at_each_stage(looker: Looker) -> None:
    with looker.running.enter("medecin") as client:
        doctor = Doctor(looker.running, client, DEMO)
        begun: tuple[tuple[str, Callable[[], object], tuple[str, ...]], ...] = (
            ("before the own read", lambda: None, ("", "/relecture", "/signature")),
            ("with the draft open", doctor.read, ("/relecture",)),
            ("all decided", lambda: (doctor.decide(), doctor.conclude()), ("/relecture", "/signature")),
            ("signed", doctor.sign, ("", "/relecture", "/signature", "/addendum")),
        )
        seen = set()
        for stage, come_to_it, parts in begun:
            come_to_it()
            for part in parts:
                seen.add(route := f"/dossiers/{{dossier}}{part}")
                looker.look(route, "medecin", stage)
        assert seen == set(OF_THE_REVIEW)
    looker.look("/dossiers/{dossier}", "accueil", "signed")
    verdict(looker)


def test_pages_of_failures(looker: Looker) -> None:
    looker.failure("/nulle-part", NOBODY, 404)
    looker.failure("/dossiers/D-0000/completude", "accueil", 404)
    looker.failure("/admin/comptes", "recherche", 403)
    looker.failure(f"/dossiers/{DEMO}/avis/9.pdf", "accueil", 409)
    verdict(looker)


def verdict(looker: Looker) -> None:
    found, looker.wrong = looker.wrong, []
    assert found == [], "\n".join(found)
