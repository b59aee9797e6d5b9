"""The pages of documents as images, with the passages that something rests on."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import DossierView
from engine.domain.document import Page
from engine.domain.fact import Source
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page, page_href
from review_ui.printed import printed_fr
from review_ui.refusals import NotFound
from review_ui.service import service_of
from review_ui.summary import fact_fr

router = APIRouter()


@router.get("/dossiers/{dossier}/pages/{upload}/{number}.jpg")
def image(
    request: Request, visitor: Annotated[Visitor, may("page.view")], dossier: str, upload: str, number: int
) -> Response:
    """The upright image of a page. No browser keeps it: the next person at the same machine may not see it."""
    intake = service_of(request).intake
    found = intake.page(dossier, upload, number)
    if found is None:
        raise NotFound
    intake.opened(visitor.account, dossier, f"page {upload[:12]}-{number}")
    return Response(intake.image(found), media_type="image/jpeg", headers={"Cache-Control": "no-store"})


def image_href(dossier: str, page: Page) -> str:
    """The address of a page's image: another image has another address."""
    return f"/dossiers/{dossier}/pages/{page.upload}/{page.number}.jpg?v={page.image[:12]}"


@router.get("/dossiers/{dossier}/pages/{upload}/{number}")
def page_of(
    request: Request,
    visitor: Annotated[Visitor, may("page.view")],
    dossier: str,
    upload: str,
    number: int,
    fait: str = "",
    passage: str = "",
) -> Response:
    """One page: its image, its text beside it, and in both the passage that was asked for."""
    intake = service_of(request).intake
    view = intake.view(dossier)
    found = intake.page(dossier, upload, number)
    if found is None:
        raise NotFound
    fact = next((f for f in view.facts if f.id == fait), None)
    span = (
        (fact.source.start, fact.source.end) if fact and _stands_on(view, fact.source, found) else _span(passage, found)
    )
    document = next((d for d in view.documents if d.upload == upload and number in d.pages), None)
    # Not every number is there: a file of an archive that cannot be read may leave a gap.
    numbers = sorted({p.number for p in view.pages if p.upload == upload})
    before = max((n for n in numbers if n < number), default=None)
    after = min((n for n in numbers if n > number), default=None)
    here = [f for f in view.facts if f.role == "clinical" and _stands_on(view, f.source, found)]
    shown: dict[str, Any] = {
        "page": found,
        "image": image_href(dossier, found),
        "boxes": found.boxes(*span) if span else (),
        "before": found.text[: span[0]] if span else found.text,
        "marked": found.text[slice(*span)] if span else "",
        "after": found.text[span[1] :] if span else "",
        "document": document,
        "last": numbers[-1],
        "previous": page_href(dossier, upload, before) if before else None,
        "place": f"{upload}:{number}",
        "next": page_href(dossier, upload, after) if after else None,
        "facts": here,
        "said": {f.id: f"{fact_fr(f)} ({told})" if (told := printed_fr(f)) else fact_fr(f) for f in here},
        "fact": fact,
    }
    response = dossier_page(request, visitor, view, "dossiers/page.html", **shown)
    intake.opened(visitor.account, dossier, "page")
    return response


def _stands_on(view: DossierView, source: Source, page: Page) -> bool:
    document = view.document(source.document)
    return document is not None and (document.upload, source.page) == (page.upload, page.number)


def _span(given: str, page: Page) -> tuple[int, int] | None:
    """The offsets of `12-34` where they lie within the page's text."""
    start, dash, end = given.partition("-")
    if not dash or not (start.isdecimal() and end.isdecimal() and given.isascii() and len(given) < 20):
        return None
    return (int(start), int(end)) if int(start) < int(end) <= len(page.text) else None
