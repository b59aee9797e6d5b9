"""The pathways as their readers see them: what each asks for and offers, what changed, and who published it."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import EngineError, Shelved
from engine.domain.condition_words import told
from engine.domain.pathway import Pathway
from engine.domain.pathway_words import (
    ACTIONS_FR,
    ASKED_OF_FR,
    KINDS_OF_STATEMENT_FR,
    LEVELS_FR,
    STANCES_FR,
    TIERS_FR,
    months_fr,
)
from review_ui.access import Visitor, may
from review_ui.failures import status_of
from review_ui.opinion import SECTIONS_FR
from review_ui.page import go, page
from review_ui.refusals import NotFound
from review_ui.service import service_of
from review_ui.typed import Errors

router = APIRouter(prefix="/referentiels")

Reader = Annotated[Visitor, may("pathway.read")]
Council = Annotated[Visitor, may("pathway.publish")]
MEMBERS_MAX, NOTE_MAX = 6000, 4000
WORDS = {
    "levels": LEVELS_FR,
    "actions": ACTIONS_FR,
    "asked_of": ASKED_OF_FR,
    "stances": STANCES_FR,
    "statement_kinds": KINDS_OF_STATEMENT_FR,
    "tiers": TIERS_FR,
    "months": months_fr,
}


@router.get("")
def shelf(request: Request, _: Reader) -> Response:
    """All installed pathways, with their version and their standing."""
    return page(request, "pathways/list.html", title="Référentiels", shelved=service_of(request).pathways.all())


@router.get("/{pathway}")
def show(request: Request, visitor: Reader, pathway: str, version: str = "") -> Response:
    """One pathway as installed, or a version that was kept."""
    return _show(request, visitor, pathway, version)


@router.get("/{pathway}/changements")
def changed(request: Request, _: Reader, pathway: str, depuis: str = "") -> Response:
    """What changed between a kept version and the installed one."""
    service, shelved = service_of(request).pathways, _found(request, pathway)
    before = service.before(shelved)
    former = _found(request, pathway, depuis or (before.sha256 if before else ""))
    found = service.changes(former, shelved)
    return page(
        request,
        "pathways/changes.html",
        title="Changements",
        shelved=shelved,
        former=former,
        changes=found,
        kept=[kept for kept in service.versions(pathway) if kept.sha256 != shelved.sha256],
    )


@router.post("/{pathway}/publication")
def publish(request: Request, visitor: Council, pathway: str) -> Response:
    """Publish the text that was read, or take its publication back."""
    form = visitor.form
    typed = {name: form.text(name) for name in ("sha256", "members", "note", "read", "act")}
    service, withdraws = service_of(request).pathways, typed["act"] == "withdrawn"
    errors = Errors()
    members = [one for one in typed["members"].splitlines() if one.strip()]
    if not members:
        errors.keep("members", "Écrivez qui a siégé, un nom par ligne.")
    if len(typed["members"]) > MEMBERS_MAX:
        errors.keep("members", "La liste des membres est trop longue.")
    if len(typed["note"]) > NOTE_MAX:
        errors.keep("note", f"Le texte dépasse {NOTE_MAX} caractères.")
    if withdraws and not typed["note"].strip():
        errors.keep("note", "Dites pourquoi la version est retirée.")
    if not withdraws and typed["read"] != "on":
        errors.keep("read", "Cochez cette case : un référentiel se publie après lecture.")
    if errors:
        return _show(request, visitor, pathway, "", typed, errors, 422)
    try:
        act = service.withdraw if withdraws else service.publish
        done = act(visitor.account, pathway, typed["sha256"], members, typed["note"])
    except EngineError as error:
        errors.keep("sha256", str(error))
        return _show(request, visitor, pathway, "", typed, errors, status_of(error))
    said = f"Version {done.version} {'retirée' if withdraws else 'publiée'}."
    return go(request, f"/referentiels/{pathway}", said=said)


def _show(
    request: Request,
    visitor: Visitor,
    pathway: str,
    version: str,
    typed: dict[str, str] | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> Response:
    service, shelved = service_of(request).pathways, _found(request, pathway, version)
    known = shelved.pathway
    return page(
        request,
        "pathways/show.html",
        status,
        title=known.label_fr if known else shelved.id,
        shelved=shelved,
        pathway=known,
        unread=_unread(known) if known else (),
        findings=service.findings(shelved) if shelved.installed else (),
        kept=service.versions(shelved.id),
        acts=service.acts(shelved.id),
        before=service.before(shelved),
        labels={r.id: r.label_fr for r in known.required_documents} if known else {},
        texts={s.id: s.statement_fr for o in known.options for s in o.statements} if known else {},
        told=lambda expression: told(expression, known) if known else expression,
        conditions=service.conditions_fr,
        sections=SECTIONS_FR,
        may_publish=visitor.account.role == "council",
        typed=typed or {"members": "", "note": "", "read": "", "act": ""},
        errors=errors or Errors(),
        **WORDS,
    )


def _found(request: Request, pathway: str, version: str = "") -> Shelved:
    try:
        return service_of(request).pathways.one(pathway, version or None)
    except EngineError as error:
        raise NotFound from error


def _unread(pathway: Pathway) -> tuple[tuple[str, str], ...]:
    """What nobody read on its source: where it stands and what it says."""
    found = [("Pièce", r.label_fr) for r in pathway.required_documents if not r.verified]
    found += [
        (f"Option « {o.label_fr} »", f"{s.when_fr} : {s.statement_fr}")
        for o in pathway.options
        for s in o.statements
        if not s.verified
    ]
    found += [("Signal d'alerte", flag.label_fr) for flag in pathway.red_flags if not flag.verified]
    signs = [(f"Signe de « {f.label_fr} »", sign) for f in pathway.red_flags for sign in f.triggers_unread_fr]
    return (*found, *signs)
