"""The home of each dossier."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import DossierView, Service, Trouble
from engine.domain.document import PageHead
from engine.domain.fact import Conflict, Fact, RedFlag
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page, page_href, people
from review_ui.expert_panel import panel
from review_ui.lacking import groups, lacks
from review_ui.page import Notice, go
from review_ui.printed import printed_fr
from review_ui.progress import reading_of
from review_ui.service import service_of
from review_ui.summary import fact_fr
from review_ui.words import ACTS_FR, RECIPIENTS_FR, TROUBLES_FR

router = APIRouter()
HISTORY = 200


class Place(NamedTuple):
    """A fact as the home shows it: what it says, and the address and name of its place."""

    fact: Fact
    said: str
    marks: list[str]
    href: str | None
    where: str
    printed: str = ""


@router.get("/dossiers/{dossier}")
def home_of(request: Request, visitor: Annotated[Visitor, may("dossier.view")], dossier: str) -> Response:
    """Everything of a dossier at a glance; of one that was joined to another, that other."""
    service = service_of(request)
    kept = service.merging.into(dossier)
    if kept and "lire" not in request.query_params and service.may_open(visitor.account, kept):
        told = f"Le dossier {dossier} a été réuni à celui-ci."
        return go(request, f"/dossiers/{kept}", "info", told)
    shown = show(request, visitor, dossier)
    service_of(request).intake.opened(visitor.account, dossier)
    return shown


def show(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    notices: tuple[Notice, ...] = (),
    **context: object,
) -> HTMLResponse:
    """Render the home of a dossier; `context` brings forms back that could not be taken."""
    service = service_of(request)
    # Before the state: a job that ends in between is then told by the stream.
    reading = reading_of(service, dossier)
    view = service.intake.view(dossier)
    account = visitor.account
    # A doctor forms an own position first: until then nothing here tells what another one proposed.
    blind = account.role == "doctor" and service.review.review(account, dossier).read is None
    shown: dict[str, object] = {
        "reading": reading if reading.active or _awaits_reading(view) else None,
        "documents": {d.id: d for d in view.documents},
        "loose": _loose(view),
        "trouble": _trouble(service, dossier),
        "troubles": TROUBLES_FR,
        "with_pages": {p.upload for p in view.pages},
        "broken": [p for p in view.pages if p.origin == "failed"],
        "flag_places": {f.flag.id: _flag_href(service, view, f.flag) for f in view.flags},
        "facts": _facts(view),
        "conflicts": _conflicts(view, blind=blind),
        "blind": blind,
        "lacking": tuple(groups(lacks(view.completeness, service.requests.wanted(view)))),
        "met": _met(view),
        "experts": panel(request, visitor, view),
        "asked": service.asking.state(dossier),
        "consents": service.consents.state(dossier),
        "deliveries": service.intake.deliveries(dossier),
        "recipients": RECIPIENTS_FR,
        "history": _history(request, dossier),
        "line": service.worklist.line(account, view.listed),
        "handover": service.handover.notes(account, dossier),
        "twins": () if account.role == "doctor" else service.merging.twins(dossier),
        "mergers": service.merging.of(dossier),
        "erring": {},
        "given": {},
        "notices": notices,
    }
    return dossier_page(request, visitor, view, "dossiers/show.html", status, **{**shown, **context})


def _facts(view: DossierView) -> list[tuple[str, list[Place]]]:
    """The facts by their label, those that the pathway counts with first; what a first doctor proposes is left out."""
    order = {key.id: place for place, key in enumerate(view.pathway.key_facts)}
    clinical = sorted(
        (f for f in view.facts if f.role == "clinical" and f.named), key=lambda f: (order.get(f.key, len(order)), f.key)
    )
    groups: dict[str, list[str]] = {}
    for fact in clinical:
        groups.setdefault(fact.label_fr, []).append(fact.id)
    return [(label, _places(view, names)) for label, names in groups.items()]


def _conflicts(view: DossierView, *, blind: bool) -> list[tuple[Conflict, list[Place]]]:
    """The contradictions with their places; who has yet to read sees none that rests on a first opinion."""
    proposals = {f.id for f in view.facts if f.role == "proposal"}
    shown = [c for c in view.conflicts if not (blind and proposals & set(c.facts))]
    return [(c, _places(view, c.facts)) for c in shown]


def _places(view: DossierView, facts: Sequence[str]) -> list[Place]:
    known = {f.id: f for f in view.facts}
    return [_place(view, known[name]) for name in facts if name in known]


def _place(view: DossierView, fact: Fact) -> Place:
    source, document = fact.source, view.document(fact.source.document)
    href = page_href(view.dossier.id, document.upload, source.page, fait=fact.id) if document else None
    marks = ["incertain"] if fact.polarity == "hypothetical" and fact.value is not None else []
    if fact.bearer == "family":
        marks.append("dans la famille")
    return Place(fact, fact_fr(fact), marks, href, f"{source.filename}, p. {source.page}", printed_fr(fact))


def _flag_href(service: Service, view: DossierView, flag: RedFlag) -> str | None:
    """The page on which a sign stands, marked; None for one in the question or the questionnaire."""
    for head in view.pages:
        if flag.where_fr == f"« {head.filename} », page {head.number}":
            page = service.intake.page(view.dossier.id, head.upload, head.number)
            quote = flag.quote.split(" […] ", maxsplit=1)[0]
            start = page.text.find(quote) if page else -1
            marked = {"passage": f"{start}-{start + len(quote)}"} if start >= 0 else {}
            return page_href(view.dossier.id, head.upload, head.number, **marked)
    return None


def _trouble(service: Service, dossier: str) -> Trouble | None:
    """What keeps the work from going on, where the page does not tell it otherwise already."""
    return next((t for t in service.work.stuck() if t.dossier == dossier), None)


def _awaits_reading(view: DossierView) -> bool:
    """Whether the machine owes a reading; none where the patient took the agreement back."""
    return view.listed.state == "reading" and view.dossier.consents.processing


def _loose(view: DossierView) -> list[PageHead]:
    """The pages that are in no document: blank ones, separators, those that staff set aside."""
    used = {(d.upload, d.filename, n) for d in view.documents for n in d.pages}
    return [p for p in view.pages if (p.upload, p.filename, p.number) not in used] if view.documents else []


def _met(view: DossierView) -> int:
    return sum(item.status == "met" for item in view.completeness.items) if view.completeness else 0


def _history(request: Request, dossier: str) -> list[tuple[str, str, object]]:
    """What was done with a dossier, the latest first: act, by whom, when."""
    names = people(request)
    entries = service_of(request).journal.entries(dossier=dossier, limit=HISTORY)
    return [(ACTS_FR[e.action], names.get(e.actor, e.actor), e.at) for e in entries if e.action in ACTS_FR]
