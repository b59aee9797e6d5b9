"""The papers of a dossier: where staff correct a document, cut and join it, turn its pages and set them aside."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple, get_args

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from engine import EngineError, Paper
from engine.domain.desk import About, Correction, PagePlace, Said
from engine.domain.document import KINDS_FR, Document, Owner
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page
from review_ui.failures import is_theirs
from review_ui.page import go
from review_ui.refusals import NotFound
from review_ui.service import service_of
from review_ui.sources import document_fr
from review_ui.typed import Errors, chosen, day
from review_ui.uploads import attachment_head

router = APIRouter()
OWNERS: tuple[Owner, ...] = get_args(Owner)
CHANGED_FR = "Ce document a changé entre-temps. Relisez la page, puis corrigez-le."
FOLLOWED_FR = "Le dossier est relu avec elle."
TAKE_BACK = "annuler"


class Act(NamedTuple):
    """What a button says of a page, and what is told when it is done."""

    about: About
    said: Said
    told_fr: str


ACTS: Mapping[str, Act] = {
    "couper": Act("boundary", "begins", "Un nouveau document commence à cette page."),
    "reunir": Act("boundary", "continues", "Cette page continue le document précédent."),
    "ecarter": Act("use", "aside", "La page est écartée. Elle n'est pas perdue : vous pouvez la remettre."),
    "garder": Act("use", "kept", "La page est remise dans le dossier."),
    "illisible": Act("legibility", "unreadable", "La page est marquée illisible : ce qui y est lu ne compte plus."),
    "lisible": Act("legibility", "legible", "La page est marquée lisible."),
}
TURNS: Mapping[str, int] = {"droite": 90, "retourner": 180, "gauche": 270}
SAID_FR: Mapping[Said, str] = {
    "begins": "Un document commence ici",
    "continues": "Continue le document précédent",
    "0": "Sens de la page : comme reçue",
    "90": "Sens de la page : tournée de 90° vers la droite",
    "180": "Sens de la page : retournée",
    "270": "Sens de la page : tournée de 90° vers la gauche",
    "kept": "À garder",
    "aside": "Écartée",
    "legible": "Lisible",
    "unreadable": "Illisible",
}


@router.get("/dossiers/{dossier}/documents/{upload}/{number}.pdf")
def document_pdf(
    request: Request, visitor: Annotated[Visitor, may("original.download")], dossier: str, upload: str, number: int
) -> Response:
    """The document that a page is in, as a PDF whose text can be searched."""
    paper = _paper(request, dossier, upload, number)
    name = f"{paper.filename} p. {paper.pages[0]}-{paper.pages[-1]}.pdf"
    return _pdf(request, visitor, dossier, upload, paper.pages, name)


@router.get("/dossiers/{dossier}/fichiers/{upload}.pdf")
def upload_pdf(
    request: Request, visitor: Annotated[Visitor, may("original.download")], dossier: str, upload: str
) -> Response:
    """A file as a PDF whose text can be searched."""
    found = next((u for u in service_of(request).intake.uploads(dossier) if u.sha256 == upload), None)
    if found is None:
        raise NotFound
    return _pdf(request, visitor, dossier, upload, (), f"{found.filename} avec texte.pdf")


@router.get("/dossiers/{dossier}/vignettes/{upload}/{number}.jpg")
def thumbnail(
    request: Request, visitor: Annotated[Visitor, may("page.view")], dossier: str, upload: str, number: int
) -> Response:
    """A page too small to be read, for lists; that the list was seen stands in the journal."""
    papers = service_of(request).papers
    head = papers.head(dossier, upload, number)
    if head is None:
        raise NotFound
    return Response(papers.thumbnail(head), media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.get("/dossiers/{dossier}/documents/{upload}/{number}")
def show(
    request: Request, visitor: Annotated[Visitor, may("dossier.correct")], dossier: str, upload: str, number: int
) -> Response:
    """The document that a page is in, to be corrected."""
    shown = _show(request, visitor, dossier, _paper(request, dossier, upload, number))
    service_of(request).intake.opened(visitor.account, dossier, f"document {upload[:12]}-{number}")
    return shown


@router.post("/dossiers/{dossier}/documents/{upload}/{number}")
def correct(
    request: Request, visitor: Annotated[Visitor, may("dossier.correct")], dossier: str, upload: str, number: int
) -> Response:
    """Say what a document is, or what it repeats; or take that back."""
    papers, form = service_of(request).papers, visitor.form
    paper, back = _paper(request, dossier, upload, number), href(dossier, upload, number)
    first = paper.pages[0]
    match form.text("act"):
        case "retirer":
            if paper.correction is not None:
                papers.withdraw(visitor.account, dossier, paper.correction)
            told = "Votre correction est retirée : ce que la lecture trouve vaut de nouveau."
        case "unique":
            papers.repeat(visitor.account, dossier, upload, first, False, None)
            told = f"Ce document n'est pas un doublon. {FOLLOWED_FR}"
        case "doublon":
            of = _place(form.text("of"))
            if of is None or papers.head(dossier, of.upload, of.page) is None:
                errors = {"of": "Choisissez le document que celui-ci répète."}
                return _show(request, visitor, dossier, paper, 422, errors=errors)
            papers.repeat(visitor.account, dossier, upload, first, True, of)
            told = f"Ce document est un doublon. {FOLLOWED_FR}"
        case "doublon-selon-lecture":
            papers.repeat(visitor.account, dossier, upload, first, None, None)
            told = "Votre choix est retiré : les doublons sont de nouveau ceux que la lecture trouve."
        case _:
            return _correct(request, visitor, dossier, paper, number)
    return go(request, back, said=told)


def _correct(request: Request, visitor: Visitor, dossier: str, paper: Paper, number: int) -> Response:
    service, form, errors = service_of(request), visitor.form, Errors()
    back = href(dossier, paper.upload, number)
    if form.text("pages") != _listed(paper.pages):
        return go(request, back, "warning", CHANGED_FR)
    kind = chosen("kind", form.text("kind"), tuple(KINDS_FR), errors, "Choisissez la nature du document.")
    owner = chosen("owner", form.text("owner"), OWNERS, errors, "Indiquez de qui parle ce document.")
    dated = day("dated", form.text("dated"), errors, latest=service.intake.today())
    if errors or kind is None or owner is None:
        given = {"kind": kind or "", "owner": owner or "", "dated": form.text("dated")}
        return _show(request, visitor, dossier, paper, 422, errors=errors, given=given)
    service.papers.correct(visitor.account, dossier, paper.upload, paper.pages, kind, dated, owner)
    return go(request, back, said=f"Correction enregistrée. {FOLLOWED_FR}")


@router.post("/dossiers/{dossier}/pages/{upload}/{number}")
def say(
    request: Request, visitor: Annotated[Visitor, may("dossier.correct")], dossier: str, upload: str, number: int
) -> Response:
    """Say something of a page against the machine, or take it back."""
    papers, account, wanted = service_of(request).papers, visitor.account, visitor.form.text("act")
    paper = _paper(request, dossier, upload, number)
    back = f"{href(dossier, upload, number)}#page-{number}"
    act, about = ACTS.get(wanted), wanted.removeprefix(f"{TAKE_BACK}-")
    if act is not None:
        papers.say(account, dossier, upload, number, act.about, act.said)
        return go(request, back, said=act.told_fr)
    if wanted in TURNS:
        papers.turn(account, dossier, upload, number, TURNS[wanted])
        return go(request, back, said="La page est tournée : elle est relue dans ce sens.")
    said = next((s for leaf in paper.leaves if leaf.head.number == number for s in leaf.said if s.about == about), None)
    if said is None:
        return go(request, back, "warning", "Cette page a changé entre-temps. Relisez-la, puis recommencez.")
    papers.say(account, dossier, upload, number, said.about, None)
    return go(request, back, said="Votre correction est retirée : ce que la lecture trouve vaut de nouveau.")


@router.post("/dossiers/{dossier}/relire")
def read_again(request: Request, visitor: Annotated[Visitor, may("dossier.correct")], dossier: str) -> Response:
    """Have a page, a file or the whole dossier read anew; what staff corrected stays."""
    service, form = service_of(request), visitor.form
    service.intake.line(dossier)
    place, upload = _place(form.text("page")), form.text("upload") or None
    back = href(dossier, place.upload, place.page) if place else f"/dossiers/{dossier}#documents"
    try:
        if place is not None:
            service.papers.read_again(visitor.account, dossier, place.upload, (place.page,))
        elif form.text("broken"):
            service.papers.read_failed_again(visitor.account, dossier)
        else:
            service.papers.read_again(visitor.account, dossier, upload)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return go(request, back, "warning", str(error))
    return go(request, back, said="La lecture recommence. Vos corrections sont gardées.")


def href(dossier: str, upload: str, number: int) -> str:
    """The address at which the document of a page is corrected."""
    return f"/dossiers/{dossier}/documents/{upload}/{number}"


def _paper(request: Request, dossier: str, upload: str, number: int) -> Paper:
    service = service_of(request)
    service.intake.line(dossier)
    found = service.papers.paper(dossier, upload, number)
    if found is None:
        raise NotFound
    return found


def _show(
    request: Request,
    visitor: Visitor,
    dossier: str,
    paper: Paper,
    status: int = 200,
    *,
    errors: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
) -> HTMLResponse:
    view = service_of(request).intake.view(dossier)
    own, document = (paper.upload, paper.pages[0]), paper.document
    known = document if document and document.pages[0] == paper.pages[0] else None
    original = view.document(document.duplicate_of) if document and document.duplicate_of else None
    shown: dict[str, object] = {
        "paper": paper,
        "document": known,
        "listed_pages": _listed(paper.pages),
        "in_use": any(not leaf.aside for leaf in paper.leaves if leaf.head.number in paper.pages),
        "typed": given if given is not None else _as_found(paper.correction or known),
        "errors": errors or {},
        "original": original,
        "original_fr": document_fr(original) if original else "",
        "others": [(_address(d), _called(d)) for d in view.documents if (d.upload, d.pages[0]) != own],
        "said_fr": SAID_FR,
        "here": href(dossier, paper.upload, paper.pages[0]),
        "pages_href": f"/dossiers/{dossier}/pages/{paper.upload}",
        "pictures": f"/dossiers/{dossier}/vignettes/{paper.upload}",
    }
    return dossier_page(request, visitor, view, "dossiers/paper.html", status, **shown)


def _as_found(found: Correction | Document | None) -> dict[str, str]:
    """What the form shows at first: what staff said, also before the machine has followed it.

    Of a document that was only just cut off, nothing is known yet.
    """
    if found is None:
        return {"kind": "", "dated": "", "owner": ""}
    return {"kind": found.kind, "dated": found.dated.isoformat() if found.dated else "", "owner": found.owner}


def _listed(pages: tuple[int, ...]) -> str:
    return ",".join(str(page) for page in pages)


def _address(document: Document) -> str:
    return f"{document.upload}:{document.pages[0]}"


def _called(document: Document) -> str:
    return f"{document_fr(document)} : {document.file_fr}, p. {document.pages[0]}"


def _place(given: str) -> PagePlace | None:
    """The page that a field names as `sha256:number`."""
    upload, colon, number = given.partition(":")
    if not colon or not (number.isascii() and number.isdecimal() and 0 < len(number) < 7 and int(number)):
        return None
    return PagePlace(upload=upload, page=int(number))


def _pdf(
    request: Request, visitor: Visitor, dossier: str, upload: str, pages: tuple[int, ...], filename: str
) -> Response:
    pieces = service_of(request).papers.searchable(visitor.account, dossier, upload, pages)
    headers = {"Content-Disposition": attachment_head(filename), "Cache-Control": "no-store"}
    return StreamingResponse(pieces, media_type="application/pdf", headers=headers)
