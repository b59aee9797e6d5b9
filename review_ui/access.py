"""Who may do what: every route passes one gate, and the table of roles stands here alone."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount

from engine import LinkClosed, Visit
from engine.domain.account import ROLES, Account, Pending, Role, Session
from review_ui.cookies import form_cookie, patient_cookie, session_cookie
from review_ui.incoming import READING, Fields, form_of, require_own_page, same
from review_ui.refusals import (
    DeclareFirst,
    ForgedRequest,
    LinkFirst,
    NotFound,
    NotSignedIn,
    RoleRefused,
    StepFirst,
)
from review_ui.service import service_of

EVERYONE: frozenset[Role] = frozenset(ROLES)
INTAKE: frozenset[Role] = frozenset({"intake"})
DOCTOR: frozenset[Role] = frozenset({"doctor"})
ADMIN: frozenset[Role] = frozenset({"admin"})
RESEARCHER: frozenset[Role] = frozenset({"researcher"})
COUNCIL: frozenset[Role] = frozenset({"council"})

# Who may do what. Each route names one of these; of dossiers, a doctor has those that were assigned to them.
ACTIONS: dict[str, frozenset[Role]] = {
    "dossier.list": INTAKE | DOCTOR,
    "dossier.create": INTAKE,
    "dossier.edit": INTAKE,
    "dossier.upload": INTAKE,
    "dossier.correct": INTAKE,
    "dossier.override": INTAKE,
    "dossier.assign": INTAKE,
    "dossier.request": INTAKE,
    "dossier.search": INTAKE | DOCTOR,
    "dossier.note": INTAKE | DOCTOR,
    "dossier.merge": INTAKE,
    "reply.join": INTAKE,
    "dossier.ask": INTAKE,
    "dossier.consent": INTAKE,
    "dossier.view": INTAKE | DOCTOR,
    "page.view": INTAKE | DOCTOR,
    "original.download": INTAKE | DOCTOR,
    "redflag.clear": DOCTOR,
    "review.read": DOCTOR,
    "review.write": DOCTOR,
    "review.sign": DOCTOR,
    "opinion.download": INTAKE | DOCTOR,
    "opinion.deliver": INTAKE,
    "expert.declare": DOCTOR,
    "expert.decline": DOCTOR,
    "expert.own": DOCTOR,
    "expert.see": INTAKE | ADMIN,
    "expert.absence": INTAKE | ADMIN,
    "expert.profile": ADMIN,
    "expert.follow": INTAKE,
    "piece.view": INTAKE | DOCTOR,
    "piece.ask": DOCTOR,
    "piece.answer": INTAKE,
    "study.read": RESEARCHER,
    "study.export": RESEARCHER,
    # A pathway is no health data: everyone may see what a dossier is judged by, the council alone publishes it.
    "pathway.read": EVERYONE,
    "pathway.publish": COUNCIL,
    # So is what guidelines say.
    "library.read": EVERYONE,
    "library.withdraw": COUNCIL,
    "admin.accounts": ADMIN,
    "admin.health": ADMIN,
    "admin.journal": ADMIN,
    "admin.jobs": ADMIN,
    "self": EVERYONE,
    "self.code": EVERYONE,
    "self.enrol": EVERYONE,
    "self.password": EVERYONE,
    "self.leave": EVERYONE,
}
PUBLIC = "public"
# Somebody of a patient's side, who came in by a link and the patient's birth date; no account.
PATIENT = "patient"
# Where a person may stand who does these; every other action asks that nothing be pending (None).
STEPS: dict[str, frozenset[Pending | None]] = {
    "self.code": frozenset({"code"}),
    "self.enrol": frozenset({"enrol", None}),
    "self.password": frozenset({"password", None}),
    "self.leave": frozenset({*get_args(Pending), None}),
}
DONE: frozenset[Pending | None] = frozenset({None})
# What a doctor may do with a dossier before having said that there is no conflict of interest.
BEFORE_OPENING = frozenset({"expert.declare", "expert.decline"})
FORM_MAX, UPLOAD_MAX = 2_000_000, 520_000_000  # bytes of a request; the store takes files up to 500 MB
STATIC = "static"


@dataclass(frozen=True)
class Visitor:
    """A signed-in person who passed the gate, with the form that was sent, if any."""

    account: Account
    csrf: str
    session: Session
    form: Fields = field(default_factory=Fields)


@dataclass(frozen=True)
class Guest:
    """Anyone, at a page for everyone; with a session when signed in."""

    session: Session | None
    form: Fields = field(default_factory=Fields)


@dataclass(frozen=True)
class Caller:
    """Somebody of a patient's side who came in by a link, with the form that was sent, if any.

    `renewed` is the pass that the browser is to keep from now on.
    """

    visit: Visit
    csrf: str
    renewed: str
    form: Fields = field(default_factory=Fields)


class Gate:
    """What a route for `action` depends on: it gives the `Visitor`, or refuses by an exception.

    A request that changes something carries the session's token, in the field `csrf` or the header `X-CSRF-Token`, and
    comes from a page of ours. Raises `NotSignedIn`, `StepFirst`, `RoleRefused`, `NotFound` for a dossier of someone
    else's, `DeclareFirst`, `ForgedRequest`, `BodyTooLarge`.
    """

    def __init__(self, action: str) -> None:
        if action not in ACTIONS:
            raise ValueError(f"no such action: {action}")
        self.action = action

    async def __call__(self, request: Request) -> AsyncIterator[Visitor]:
        """Let the visitor in, until the answer is given."""
        session = await signed_in(request)
        if session is None:
            raise NotSignedIn
        await self._check(request, session)
        if request.method in READING:
            yield _let_in(request, Visitor(session.account, session.csrf, session))
            return
        require_own_page(request)
        async with form_of(request, UPLOAD_MAX if self.action == "dossier.upload" else FORM_MAX) as form:
            if not same(request.headers.get("x-csrf-token") or form.secret("csrf"), session.csrf):
                raise ForgedRequest
            # A dossier that was joined to another can be read, and work goes on in the other.
            if (dossier := request.path_params.get("dossier")) and session.account.role in INTAKE | DOCTOR:
                await run_in_threadpool(service_of(request).merging.require_own, str(dossier))
            yield _let_in(request, Visitor(session.account, session.csrf, session, form))

    async def _check(self, request: Request, session: Session) -> None:
        account = session.account
        if session.pending not in STEPS.get(self.action, DONE):
            raise StepFirst(session.pending)
        if account.role not in ACTIONS[self.action]:
            raise RoleRefused(account.role, ACTIONS[self.action])
        dossier = request.path_params.get("dossier")
        if dossier is None or account.role != "doctor":
            return
        # A colleague's dossier gets the same answer as none at all: an id must not give itself away.
        if not await run_in_threadpool(service_of(request).may_open, account, str(dossier)):
            raise NotFound
        if self.action in BEFORE_OPENING:
            return
        if await run_in_threadpool(service_of(request).must_declare, account, str(dossier)):
            raise DeclareFirst(str(dossier))


class PublicGate:
    """What a route for everyone depends on. A form is tied to the browser by a cookie. Raises `ForgedRequest`."""

    action = PUBLIC

    async def __call__(self, request: Request) -> AsyncIterator[Guest]:
        """Let the guest in, until the answer is given."""
        session = await signed_in(request)
        if request.method in READING:
            yield Guest(session)
            return
        require_own_page(request)
        async with form_of(request, FORM_MAX) as form:
            nonce = form_cookie(request)
            if not nonce or not service_of(request).accounts.is_mark("form", nonce, form.secret("csrf")):
                raise ForgedRequest
            yield Guest(session, form)


class PatientGate:
    """What a route for a patient's side depends on: it gives the `Caller`. Raises `LinkFirst`, `ForgedRequest`."""

    action = PATIENT

    async def __call__(self, request: Request) -> AsyncIterator[Caller]:
        """Let the caller in, until the answer is given."""
        given, service = patient_cookie(request), service_of(request)
        try:
            visit, renewed = await run_in_threadpool(service.answers.visit, given)
        except LinkClosed:
            raise LinkFirst from None
        csrf = service.accounts.mark("questionnaire", visit.link.id)
        if request.method in READING:
            yield Caller(visit, csrf, renewed)
            return
        require_own_page(request)
        async with form_of(request, FORM_MAX) as form:
            if not same(form.secret("csrf"), csrf):
                raise ForgedRequest
            yield Caller(visit, csrf, renewed, form)


def _let_in(request: Request, visitor: Visitor) -> Visitor:
    request.state.visitor = visitor
    return visitor


AnyGate = Gate | PublicGate | PatientGate


def may(action: str) -> Any:
    """The dependency of a route: `visitor: Annotated[Visitor, may("dossier.list")]`. Raises `ValueError`."""
    return Depends(Gate(action))


def anyone() -> Any:
    """The dependency of a route for everyone: `guest: Annotated[Guest, anyone()]`."""
    return Depends(PublicGate())


def by_link() -> Any:
    """The dependency of a route for a patient's side: `caller: Annotated[Caller, by_link()]`."""
    return Depends(PatientGate())


async def signed_in(request: Request) -> Session | None:
    """The session of the request's cookie, looked up once a request."""
    if not hasattr(request.state, "session"):
        token = session_cookie(request)
        accounts = service_of(request).accounts
        request.state.session = await run_in_threadpool(accounts.session, token) if token else None
    session: Session | None = request.state.session
    return session


def check_routes(app: FastAPI) -> None:
    """Refuse an application with a route that passes no gate, or two. Raises `RuntimeError`."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Mount) and route.name == STATIC:
            continue
        found = gates(route)
        if len(found) != 1:
            raise RuntimeError(
                f"{route.path}: exactly one of may(…), anyone() and by_link() is needed, {len(found)} found"
            )
        if getattr(route, "body_field", None) is not None:
            # The framework would read the body before the gate has looked at who sends it.
            raise RuntimeError(f"{route.path}: read the form from visitor.form, not from parameters")


def gates(route: RouteContext) -> list[AnyGate]:
    """The gates that a route depends on."""
    dependant: Dependant | None = getattr(route, "dependant", None)
    return [] if dependant is None else list(_gates(dependant))


def _gates(dependant: Dependant) -> Iterator[AnyGate]:
    for needed in dependant.dependencies:
        if isinstance(needed.call, AnyGate):
            yield needed.call
        yield from _gates(needed)
