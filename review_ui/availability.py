"""When experts are there and what they take: the own page of each, and all of them for staff and administrators."""

from typing import Annotated, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import ExpertRefusal
from engine.domain.expert import Expert, InterestKind
from review_ui.access import ACTIONS, Visitor, may
from review_ui.dossier_page import people
from review_ui.page import go, page
from review_ui.refusals import NotFound
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, day, line, number

router = APIRouter()
NAME_MAX, TEXT_MAX, PLACES_MAX, WEEKLY_MAX = 200, 1000, 4000, 100
INTERESTS_FR: tuple[tuple[InterestKind, str], ...] = (
    ("person", "Une personne"),
    ("establishment", "Un établissement"),
    ("product", "Une entreprise, un dispositif ou un médicament"),
    ("general", "Un lien général"),
)
OWN = "/disponibilites"

Own = Annotated[Visitor, may("expert.own")]


@router.get(OWN)
def own(request: Request, visitor: Own) -> Response:
    """What a doctor takes, when he or she is away, and the declared ties."""
    return _show(request, visitor, _own(request, visitor))


@router.post(f"{OWN}/profil")
def own_profile(request: Request, visitor: Own) -> Response:
    """Say which pathologies one takes, how many dossiers a week, and where one works."""
    return _describe(request, visitor, _own(request, visitor))


@router.post(f"{OWN}/absences")
def own_absence(request: Request, visitor: Own) -> Response:
    """Note an absence, or take it back."""
    return _absence(request, visitor, _own(request, visitor))


@router.post(f"{OWN}/liens")
def own_interest(request: Request, visitor: Own) -> Response:
    """Declare a tie, or say that it holds no longer."""
    experts, form, errors, expert = service_of(request).experts, visitor.form, Errors(), _own(request, visitor)
    if form.text("withdraw"):
        try:
            experts.end_interest(visitor.account, form.text("withdraw"))
        except ExpertRefusal as refused:
            return go(request, f"{OWN}#liens", "warning", str(refused))
        return go(request, f"{OWN}#liens", said="Lien retiré. Il reste dans votre historique.")
    given = {name: form.text(name) for name in ("kind", "name", "what", "since")}
    kind = chosen("kind", given["kind"], get_args(InterestKind), errors, "Choisissez avec qui ou avec quoi.")
    name = line("name", given["name"], errors, longest=NAME_MAX)
    what = line("what", given["what"], errors, longest=TEXT_MAX)
    since = day("since", given["since"], errors, latest=service_of(request).intake.today())
    try:
        if errors or kind is None:
            return _show(request, visitor, expert, 422, given, errors)
        experts.declare(visitor.account, kind, name, what, since)
    except ExpertRefusal as refused:
        return _show(request, visitor, expert, 422, given, {refused.field: str(refused)})
    return go(request, f"{OWN}#liens", said="Lien déclaré. Il est vérifié pour chaque dossier à attribuer.")


@router.get("/medecins")
def everyone(request: Request, _: Annotated[Visitor, may("expert.see")]) -> Response:
    """All doctors: what they take, their load and when they are away."""
    service = service_of(request)
    experts = [e for e in service.experts.all() if e.account.active or e.open]
    return page(
        request,
        "experts/list.html",
        experts=experts,
        today=service.intake.today(),
        taken_fr=lambda expert: _taken_fr(request, expert),
    )


@router.get("/medecins/{login}")
def one(request: Request, visitor: Annotated[Visitor, may("expert.see")], login: str) -> Response:
    """One doctor as the doctor sees it."""
    return _show(request, visitor, _find(request, login))


@router.post("/medecins/{login}/profil")
def profile(request: Request, visitor: Annotated[Visitor, may("expert.profile")], login: str) -> Response:
    """Say which pathologies a doctor takes, how many dossiers a week, and where the doctor works."""
    return _describe(request, visitor, _find(request, login))


@router.post("/medecins/{login}/absences")
def absence(request: Request, visitor: Annotated[Visitor, may("expert.absence")], login: str) -> Response:
    """Note an absence of a doctor, or take it back."""
    return _absence(request, visitor, _find(request, login))


def _describe(request: Request, visitor: Visitor, expert: Expert) -> Response:
    service, form, errors = service_of(request), visitor.form, Errors()
    given: dict[str, object] = {"pathways": form.texts("pathways")}
    given |= {name: form.text(name) for name in ("weekly", "places")}
    weekly = number("weekly", form.text("weekly"), errors, whole=True, low=0, high=WEEKLY_MAX)
    places = line("places", form.text("places"), errors, longest=PLACES_MAX).splitlines()
    if any(len(place) > NAME_MAX for place in places):
        errors.keep("places", f"Un établissement par ligne, {NAME_MAX} caractères au plus.")
    if errors:
        return _show(request, visitor, expert, 422, given, errors)
    capacity = None if weekly is None else int(weekly)
    service.experts.describe(visitor.account, expert.account.id, form.texts("pathways"), capacity, places)
    return go(request, _address(visitor, expert), said="Enregistré. Les prochaines attributions en tiennent compte.")


def _absence(request: Request, visitor: Visitor, expert: Expert) -> Response:
    service, form, errors = service_of(request), visitor.form, Errors()
    back = f"{_address(visitor, expert)}#absences"
    if form.text("withdraw"):
        try:
            service.experts.not_away(visitor.account, expert.account.id, form.text("withdraw"))
        except ExpertRefusal as refused:
            return go(request, back, "warning", str(refused))
        return go(request, back, said="Absence retirée.")
    given: dict[str, object] = {name: form.text(name) for name in ("first", "last", "reason")}
    first = day("first", form.text("first"), errors, missing="Indiquez le premier jour.")
    last = day("last", form.text("last"), errors, missing="Indiquez le dernier jour.")
    reason = line("reason", form.text("reason"), errors, longest=NAME_MAX)
    if errors or first is None or last is None:
        return _show(request, visitor, expert, 422, given, errors)
    try:
        service.experts.away(visitor.account, expert.account.id, first, last, reason)
    except ExpertRefusal as refused:
        return _show(request, visitor, expert, 422, given, {refused.field: str(refused)})
    return go(request, back, said="Absence enregistrée.")


def _show(
    request: Request,
    visitor: Visitor,
    expert: Expert,
    status: int = 200,
    given: dict[str, object] | dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    service, role = service_of(request), visitor.account.role
    is_own = expert.account.id == visitor.account.id
    return page(
        request,
        "experts/availability.html",
        status,
        expert=expert,
        is_own=is_own,
        base=_address(visitor, expert),
        may_describe=is_own or role in ACTIONS["expert.profile"],
        pathways=[(p.id, p.label_fr) for p in service.intake.pathways()],
        taken_fr=_taken_fr(request, expert),
        kinds=dict(INTERESTS_FR),
        options=INTERESTS_FR,
        today=service.intake.today(),
        names=people(request),
        given=given or {},
        errors=errors or {},
    )


def _taken_fr(request: Request, expert: Expert) -> str:
    labels = {p.id: p.label_fr for p in service_of(request).intake.pathways()}
    return ", ".join(labels.get(name, name) for name in (expert.profile.pathways if expert.profile else ()))


def _own(request: Request, visitor: Visitor) -> Expert:
    found = service_of(request).experts.one(visitor.account.id)
    if found is None:
        raise NotFound
    return found


def _find(request: Request, login: str) -> Expert:
    found = next((e for e in service_of(request).experts.all() if e.account.login == login), None)
    if found is None:
        raise NotFound
    return found


def _address(visitor: Visitor, expert: Expert) -> str:
    return OWN if expert.account.id == visitor.account.id else f"/medecins/{expert.account.login}"
