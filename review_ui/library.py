"""The guideline library: searched, read passage by passage, and withdrawn from by the scientific council."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import Actor, EngineError, UnknownPassage
from engine.domain.passage import MACHINE, KeptPassage, Passage
from engine.domain.pathway_words import KINDS_OF_STATEMENT_FR, STANCES_FR, TIERS_FR
from review_ui.access import Visitor, may
from review_ui.failures import status_of
from review_ui.page import go, page
from review_ui.refusals import NotFound
from review_ui.service import service_of
from review_ui.typed import Errors

router = APIRouter(prefix="/bibliotheque")

Reader = Annotated[Visitor, may("library.read")]
Council = Annotated[Visitor, may("library.withdraw")]
FOUND, LONGEST, WHY_MAX = 10, 300, 2000


@router.get("")
def search(request: Request, _: Reader, q: str = "", referentiel: str = "") -> Response:
    """What answers a question, best first; without one, what the library holds."""
    service, wanted = service_of(request), q.strip()[:LONGEST]
    labels = _labels(request)
    pathway = referentiel if referentiel in labels else ""
    found = service.library.search(wanted, FOUND, pathway or None) if wanted else ()
    return page(
        request,
        "library/search.html",
        wanted=wanted,
        pathway=pathway,
        found=[(cited.passage, href(cited.passage)) for cited in found],
        labels=labels,
        held=_held(service.library.shelf(), labels) if not wanted else (),
        documents=service.library.documents() if not wanted else (),
        longest=LONGEST,
    )


@router.get("/{book}/{passage}")
def show(request: Request, visitor: Reader, book: str, passage: str) -> Response:
    """One passage with its source, what it bears on, and the texts that stood under its id before."""
    return _show(request, visitor, f"{book}/{passage}")


@router.post("/{book}/{passage}/retrait")
def withdraw(request: Request, visitor: Council, book: str, passage: str) -> Response:
    """Withdraw a passage: it stays readable and is found and cited no more."""
    why, identifier = visitor.form.text("why"), f"{book}/{passage}"
    errors = Errors()
    if not why.strip():
        errors.keep("why", "Dites pourquoi le passage est retiré.")
    if len(why) > WHY_MAX:
        errors.keep("why", f"Le texte dépasse {WHY_MAX} caractères.")
    if errors:
        return _show(request, visitor, identifier, why, errors, 422)
    try:
        service_of(request).library.withdraw(_kept(request, identifier).passage.id, why, Actor.of(visitor.account))
    except EngineError as error:
        errors.keep("why", str(error))
        return _show(request, visitor, identifier, why, errors, status_of(error))
    return go(request, f"/bibliotheque/{quote(identifier)}", said="Passage retiré.")


def href(passage: Passage) -> str:
    """Where a passage is read."""
    return f"/bibliotheque/{quote(passage.id)}"


def _show(
    request: Request, visitor: Visitor, identifier: str, why: str = "", errors: Errors | None = None, status: int = 200
) -> Response:
    kept, service, labels = _kept(request, identifier), service_of(request), _labels(request)
    told = kept.passage
    return page(
        request,
        "library/show.html",
        status,
        title="Passage de la bibliothèque",
        kept=kept,
        passage=told,
        by_machine=kept.withdrawal is not None and kept.withdrawal.by == MACHINE,
        former=[text for text in service.library.texts(told.id) if text.number != kept.number],
        pathways=[(name, labels[name]) for name in told.pathways if name in labels],
        options=_options(request, told),
        stance=STANCES_FR[told.stance] if told.stance else None,
        kind=KINDS_OF_STATEMENT_FR.get(told.kind) if told.kind else None,
        tier=TIERS_FR.get(told.tier, "document ajouté par le service" if told.document else told.tier),
        action=f"{href(told)}/retrait",
        may_withdraw=visitor.account.role == "council" and kept.withdrawal is None,
        why=why,
        errors=errors or Errors(),
    )


def _kept(request: Request, identifier: str) -> KeptPassage:
    try:
        return service_of(request).library.passage(identifier)
    except UnknownPassage as error:
        raise NotFound from error


def _labels(request: Request) -> dict[str, str]:
    """The label of each installed pathway, by id."""
    shelved = service_of(request).pathways.all()
    return {one.id: one.pathway.label_fr for one in shelved if one.pathway}


def _options(request: Request, passage: Passage) -> list[str]:
    """The labels of the options that a passage bears on."""
    options = {
        f"{one.id}/{option.id}": option.label_fr
        for one in service_of(request).pathways.all()
        if one.pathway
        for option in one.pathway.options
    }
    return [options[name] for name in passage.options if name in options]


def _held(shelf: tuple[KeptPassage, ...], labels: dict[str, str]) -> list[tuple[str, str, int]]:
    """How many passages stand on each pathway: id, label, count."""
    counts = dict.fromkeys(labels, 0)
    for kept in shelf:
        for name in kept.passage.pathways if kept.withdrawal is None else ():
            counts[name] = counts.get(name, 0) + 1
    return [(name, label, counts[name]) for name, label in labels.items()]
