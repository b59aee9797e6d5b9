"""A dossier on its way to an expert: who is proposed and why, what is said before opening it, and giving it back."""

from typing import Annotated, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import DECLINED_FR, ORDER_FR, PROMISE_DAYS, ExpertRefusal, ReasonNeeded
from engine.domain.expert import DeclineReason, TieKind
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page, people
from review_ui.dossiers import show
from review_ui.page import Notice, go, page
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, line

router = APIRouter()
TEXT_MAX = 1000
TIES_FR: tuple[tuple[TieKind, str], ...] = (
    ("first_doctor", "Je connais le premier médecin"),
    ("establishment", "J'exerce, ou j'ai exercé, dans le même établissement"),
    ("patient", "Je connais le patient"),
    ("product", "J'ai un lien avec un médicament, un dispositif ou une entreprise en cause"),
    ("other", "Autre lien"),
)
REASONS_FR: tuple[tuple[DeclineReason, str, str], ...] = (
    ("competence", "Hors compétence", "Ce dossier demande une autre spécialité ou une autre expérience."),
    ("conflict", "Conflit d'intérêts", "Un lien vous empêche de donner un avis sur ce dossier."),
    ("unavailable", "Indisponible", "Vous ne pouvez pas répondre dans le délai promis."),
    ("other", "Autre motif", "Écrivez-le ci-dessous."),
)


@router.get("/dossiers/suivi-medecins")
def follow(request: Request, _: Annotated[Visitor, may("expert.follow")]) -> Response:
    """The dossiers that were given back, whose doctor is away, or that wait for a piece: each with what to do."""
    service = service_of(request)
    return page(
        request,
        "experts/follow.html",
        back=service.experts.given_back(),
        left=service.experts.left(),
        pieces=service.pieces.waited_for(),
        names=people(request),
        reasons=DECLINED_FR,
        today=service.intake.today(),
    )


@router.get("/dossiers/{dossier}/attribution")
def compare(request: Request, visitor: Annotated[Visitor, may("dossier.assign")], dossier: str) -> Response:
    """The doctors in the order in which they are proposed, each with what speaks for and against."""
    return _compare(request, visitor, dossier)


@router.post("/dossiers/{dossier}/attribution")
def assign(request: Request, visitor: Annotated[Visitor, may("dossier.assign")], dossier: str) -> Response:
    """Give a dossier to a doctor, or take it back."""
    service, form, errors = service_of(request), visitor.form, Errors()
    view, doctor = service.intake.view(dossier), form.text("doctor") or None
    reason = line("reason", form.text("reason"), errors, longest=TEXT_MAX)
    if errors:
        return _compare(request, visitor, dossier, 422, {"doctor": doctor, "reason": reason}, errors)
    try:
        service.experts.assign(visitor.account, view, doctor, reason)
    except ReasonNeeded as needed:
        return _compare(request, visitor, dossier, 422, {"doctor": doctor, "reason": reason}, {"reason": str(needed)})
    except ExpertRefusal as refused:
        if view.signed:
            return show(request, visitor, dossier, 409, notices=(Notice("warning", str(refused)),))
        return show(request, visitor, dossier, 422, erring={"assign": {"doctor": str(refused)}})
    said = f"Dossier attribué : {people(request)[doctor]}." if doctor else "Le dossier n'est plus attribué."
    return go(request, f"/dossiers/{dossier}", said=said)


def _compare(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    given: dict[str, str | None] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    service = service_of(request)
    view = service.intake.view(dossier)
    shown = {
        "proposals": service.experts.proposals(view),
        "order": ORDER_FR,
        "declines": service.experts.declines(dossier),
        "names": people(request),
        "reasons": DECLINED_FR,
        "given": given or {},
        "errors": errors or {},
    }
    return dossier_page(request, visitor, view, "experts/assign.html", status, **shown)


@router.get("/dossiers/{dossier}/interets")
def before_opening(request: Request, visitor: Annotated[Visitor, may("expert.declare")], dossier: str) -> Response:
    """What a doctor must know to say whether there is a conflict of interest; nothing of the opinion itself."""
    if not service_of(request).experts.must_declare(visitor.account, dossier):
        return go(request, f"/dossiers/{dossier}")
    return _before_opening(request, visitor, dossier)


@router.post("/dossiers/{dossier}/interets")
def declare(request: Request, visitor: Annotated[Visitor, may("expert.declare")], dossier: str) -> Response:
    """Confirm that there is no conflict and open the dossier, or declare one and give it back."""
    experts, form, errors = service_of(request).experts, visitor.form, Errors()
    if form.text("stance") == "none":
        experts.confirm(visitor.account, dossier)
        return go(request, f"/dossiers/{dossier}")
    tie = chosen("tie", form.text("tie"), get_args(TieKind)[1:], errors, "Choisissez le lien que vous avez.")
    text = line("text", form.text("text"), errors, longest=TEXT_MAX)
    given = {"tie": form.text("tie"), "text": text}
    if errors or tie is None:
        return _before_opening(request, visitor, dossier, 422, given, errors)
    try:
        experts.has_conflict(visitor.account, dossier, tie, text)
    except ExpertRefusal as refused:
        return _before_opening(request, visitor, dossier, 422, given, {refused.field: str(refused)})
    said = "Conflit d'intérêts déclaré. Le dossier est rendu au secrétariat médical, qui est prévenu."
    return go(request, "/dossiers", said=said)


def _before_opening(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    given: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    service = service_of(request)
    view = service.intake.view(dossier)
    return page(
        request,
        "experts/interests.html",
        status,
        dossier=view.dossier,
        pathway=view.pathway,
        circle=service.experts.circle(view),
        ties=service.experts.ties(visitor.account, view),
        kinds=TIES_FR,
        promise=PROMISE_DAYS,
        given=given or {},
        errors=errors or {},
    )


@router.get("/dossiers/{dossier}/rendre")
def decline_page(request: Request, visitor: Annotated[Visitor, may("expert.decline")], dossier: str) -> Response:
    """The form with which a doctor gives a dossier back."""
    return _decline(request, visitor, dossier)


@router.post("/dossiers/{dossier}/rendre")
def decline(request: Request, visitor: Annotated[Visitor, may("expert.decline")], dossier: str) -> Response:
    """Give a dossier back to staff with the reason, and perhaps who might take it."""
    form, errors = visitor.form, Errors()
    given = {name: form.text(name) for name in ("reason", "text", "suggested")}
    reason = chosen("reason", given["reason"], get_args(DeclineReason), errors, "Choisissez le motif.")
    text = line("text", given["text"], errors, longest=TEXT_MAX)
    if errors or reason is None:
        return _decline(request, visitor, dossier, 422, given, errors)
    try:
        service_of(request).experts.decline(visitor.account, dossier, reason, text, given["suggested"] or None)
    except ExpertRefusal as refused:
        return _decline(request, visitor, dossier, 422, given, {refused.field: str(refused)})
    said = "Dossier rendu au secrétariat médical, qui est prévenu. Ce que vous aviez écrit est conservé."
    return go(request, "/dossiers", said=said)


def _decline(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    given: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    experts = service_of(request).experts
    others = [e.account for e in experts.all() if e.account.active and e.account.id != visitor.account.id]
    return page(
        request,
        "experts/decline.html",
        status,
        dossier=dossier,
        signed=bool(service_of(request).intake.view(dossier).signed),
        others=[(a.id, f"{a.name}, {a.specialty}" if a.specialty else a.name) for a in others],
        kinds=REASONS_FR,
        # Who has not said anything of ties yet has not opened the dossier: the way back leads there.
        unopened=experts.must_declare(visitor.account, dossier),
        given=given or {},
        errors=errors or {},
    )
