"""Full-text search in the documents of all dossiers that a person may see."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.domain.document import kind_fr
from engine.domain.search import LONGEST, Hit
from review_ui.access import Visitor, may
from review_ui.dossier_page import page_href
from review_ui.page import page
from review_ui.refusals import NotFound
from review_ui.service import service_of

router = APIRouter()
PAGE = 10
PAGES = 100


@router.get("/recherche")
def search(
    request: Request, visitor: Annotated[Visitor, may("dossier.search")], q: str = "", dossier: str = ""
) -> Response:
    """What was found, each with a link to the page on which it stands."""
    service, wanted = service_of(request), q.strip()[:LONGEST]
    # A colleague's dossier gets the same answer as none at all.
    if dossier and not service.may_open(visitor.account, dossier):
        raise NotFound
    asked = {"q": wanted, **({"dossier": dossier} if dossier else {})}
    number = min(max(_number(request.query_params.get("page")), 1), PAGES)
    found = service.search.search(visitor.account, wanted, dossier or None, number) if wanted else None
    return page(
        request,
        "search/show.html",
        wanted=wanted,
        dossier=dossier,
        found=found,
        hits=[(hit, _href(hit), kind_fr(hit.page.kind) if hit.page.kind else "") for hit in found.hits]
        if found
        else [],
        number=number,
        pages=max(1, -(-found.count // PAGE)) if found else 1,
        link="/recherche?" + urlencode(asked) + "&page={page}",
        everywhere="/recherche?" + urlencode({"q": wanted}),
        longest=LONGEST,
        is_doctor=visitor.account.role == "doctor",
    )


def _href(hit: Hit) -> str:
    marked = {"passage": f"{hit.passage[0]}-{hit.passage[1]}"} if hit.passage else {}
    return page_href(hit.page.dossier, hit.page.upload, hit.page.number, **marked)


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 7 else 1
