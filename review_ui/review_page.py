"""The page of a review and its parts, as they are answered to a browser: whole, or piece by piece to htmx."""

import json
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from engine import DossierView, EngineError, NotYet, ReviewConflict, ReviewView
from engine.domain.review import PATIENT_WORDS, Review
from review_ui.access import Visitor
from review_ui.attempt import Attempt
from review_ui.incoming import Fields
from review_ui.opinion import (
    AXES_FR,
    CERTAINTIES_FR,
    SECTIONS_FR,
    SEVERITIES_FR,
    card,
    cards,
    progress,
    to_mend,
)
from review_ui.opinion_forms import ON_FR, OUTSIDE, labels_form, position_form
from review_ui.page import go, page
from review_ui.service import service_of
from review_ui.sources import Place, of_fact, places_of
from review_ui.summary import fact_fr, summary
from review_ui.view import render

HOLDS_FR = {True: "Réunie", False: "Non réunie", None: "Inconnue"}
VERDICTS_FR = {
    "preferred": ("à privilégier", "success"),
    "supported": ("soutenue", "neutral"),
    "discouraged": ("déconseillée", "warning"),
    "open": ("non tranchée", "neutral"),
}
"""How an option stands, and the tone of its badge."""
WORDS = {
    "axes_fr": AXES_FR,
    "certainties_fr": CERTAINTIES_FR,
    "on_fr": ON_FR,
    "outside": OUTSIDE,
    "sections_fr": SECTIONS_FR,
    "severities": tuple((str(level), f"{level} · {name}", told) for level, name, told in SEVERITIES_FR),
    "axis_names": tuple((axis, name) for axis, name, _ in AXES_FR),
    "patient_words": PATIENT_WORDS,
    "holds_fr": HOLDS_FR,
    "verdicts_fr": VERDICTS_FR,
}


def address(dossier_id: str) -> str:
    """Where the review of a dossier is."""
    return f"/dossiers/{dossier_id}/relecture"


def from_htmx(request: Request) -> bool:
    """Say whether a part of the page is wanted, and not the page."""
    return "hx-request" in request.headers


def version_in(form: Fields) -> int:
    """The version of the review that the form was made from; one that cannot be read is none."""
    given = form.text("version")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1


def show(
    request: Request,
    visitor: Visitor,
    dossier_id: str,
    attempt: Attempt | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return the whole page, with what was typed and not kept in its place."""
    given = seen(request, visitor, dossier_id, attempt)
    return page(request, "review/show.html", status, title=f"Relecture {dossier_id}", errors=errors or {}, **given)


def seen(request: Request, visitor: Visitor, dossier_id: str, attempt: Attempt | None = None) -> dict[str, Any]:
    """All that the page and its parts name."""
    service = service_of(request)
    dossier = service.intake.view(dossier_id)
    view = service.review.view(visitor.account, dossier)
    read, place = view.review.read, attempt.place if attempt else ""
    return {
        **WORDS,
        "csrf": visitor.csrf,
        "base": address(dossier_id),
        "dossier": dossier,
        "view": view,
        "revision": view.review.version,
        "unvalidated": dossier.pathway.status != "published",
        "read_only": bool(dossier.signed),
        "summary": summary(dossier, with_proposals=read is not None),
        "sections": cards(dossier, view, attempt),
        "progress": progress(view),
        "blocks": to_mend(view.blocks, view.review),
        "attempt": attempt,
        "stray": attempt.error if attempt and not _has_place(view, place, signed=bool(dossier.signed)) else None,
        "theirs": theirs(dossier, attempt.conflict, place)["theirs"] if attempt and attempt.conflict else "",
        "reading": position_form(dossier, None, attempt if place == "lecture" else None),
        "conclusion": position_form(dossier, view.review.conclusion, attempt if place == "conclusion" else None),
        "own": position_form(dossier, read.position, None) if read else None,
        "first_told": _first_told(dossier, view),
        "labels": labels_form(view.review.labels, attempt if place == "accord" else None),
        "labels_fr": {r.id: r.label_fr for r in dossier.pathway.required_documents}
        | {o.id: o.label_fr for o in dossier.pathway.options},
        "citable": _citable(dossier) if read else (),
    }


def _first_told(dossier: DossierView, view: ReviewView) -> list[tuple[str, tuple[Place, ...]]]:
    """What the first opinion says, with the chip of each page that it quotes, once."""
    told = []
    for line in view.first_opinion:
        quoted = places_of(dossier, [c for c in line.cites if c.kind == "fact"])
        told.append((line.text, tuple({p.label: p for p in quoted}.values())))
    return told


def _has_place(view: ReviewView, place: str, *, signed: bool) -> bool:
    """Whether what was not kept is told where it was typed; else it is told at the head of the page."""
    if signed or view.review.read is None:
        return place == "lecture" and not signed
    return place in ("conclusion", "accord", "ajouter") or place.startswith("enonce-")


def saved(
    request: Request, visitor: Visitor, dossier_id: str, part: str = "", focus: str | None = None, **more: Any
) -> Response:
    """Answer a write: to htmx the part that changed with the counters, else the way back to the place in the page."""
    if not from_htmx(request):
        return go(request, address(dossier_id) + (f"#{focus}" if focus else ""), said=None)
    given = {**seen(request, visitor, dossier_id), **more, "errors": {}}
    html = render("review/_saved.html", part=part, **given)
    headers = {"X-Version": str(given["revision"])}
    if focus:
        headers["HX-Trigger-After-Settle"] = json.dumps({"goto": focus})
    return HTMLResponse(html, headers=headers)


def refused(
    request: Request, visitor: Visitor, dossier_id: str, place: str, error: EngineError, part: str = ""
) -> Response:
    """Answer a write that was not kept; what was typed stays. Raises the error again when it is not the doctor's.

    `part` is what htmx puts in the place of the form; a text that saves itself is told why in plain text.
    """
    attempt = Attempt(place, visitor.form, str(error), error.current if isinstance(error, ReviewConflict) else None)
    if not isinstance(error, NotYet | ReviewConflict):
        raise error
    if attempt.conflict is None:
        if from_htmx(request) and part:
            given = {**seen(request, visitor, dossier_id, attempt), "errors": {}}
            shown = card(given["dossier"], given["view"], place.removeprefix("enonce-"), attempt)
            return HTMLResponse(render("review/_saved.html", part=part, card=shown, **given), 422)
        if from_htmx(request):
            return PlainTextResponse(str(error), 422)
        return show(request, visitor, dossier_id, attempt, status=422)
    if not from_htmx(request):
        return show(request, visitor, dossier_id, attempt, status=409)
    current = attempt.conflict
    given = {"version": current.version, "reload": f"{address(dossier_id)}?version={current.version}#{place}"}
    dossier = service_of(request).intake.view(dossier_id)
    return HTMLResponse(render("review/_conflict.html", **given, **theirs(dossier, current, place)), 409)


def theirs(dossier: DossierView, current: Review, place: str) -> dict[str, Any]:
    """What the other tab wrote there, in words, and when."""
    if place == "conclusion":
        return {"theirs": _conclusion_fr(dossier, current), "at": None}
    if place == "accord":
        axes = {axis: label for axis, label, _ in AXES_FR}
        given = (current.labels.diagnosis, current.labels.treatment, current.labels.exams)
        told = [f"{on} : {axes[axis].lower()}" for (_, on), axis in zip(ON_FR, given, strict=True) if axis]
        if current.labels.severity is not None:
            told.append(f"Gravité : {current.labels.severity}")
        return {"theirs": ", ".join(told), "at": None}
    decision = current.decision(place.removeprefix("enonce-"))
    if decision is None:
        return {"theirs": "", "at": None}
    words = {"kept": "Gardé tel quel.", "removed": f"Retiré : {decision.reason_fr}"}
    return {"theirs": words.get(decision.verdict) or decision.text or "", "at": decision.at}


def _conclusion_fr(dossier: DossierView, current: Review) -> str:
    said = current.conclusion
    options = {o.id: o.label_fr for o in dossier.pathway.options}
    option = "hors référentiel" if said.outside else options.get(said.option or "", said.option or "")
    told = {
        "Diagnostic": said.diagnosis,
        "Option retenue": option,
        "Certitude": said.certainty or "",
        "Synthèse pour le patient": said.patient_fr,
    }
    return "\n".join(f"{name} : {text}" for name, text in told.items() if text)


def _citable(dossier: DossierView) -> tuple[tuple[str, str, str], ...]:
    """The facts that an own statement may rest on: id, what it says, where."""
    return tuple((f.id, f"{f.label_fr} : {fact_fr(f)}", of_fact(dossier, f).label) for f in dossier.facts)
