"""Who speaks for the patient, and what was agreed to, as staff note it."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import EngineError
from engine.domain.consent import ABOUT, ABOUT_FR, FORM, GIVERS_FR, MANNERS_FR, SPEAKS_FR, Person
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page, people
from review_ui.failures import is_theirs, status_of
from review_ui.intake_form import YES_NO
from review_ui.page import Notice, go
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, day, line

router = APIRouter()

Staff = Annotated[Visitor, may("dossier.consent")]
NAME_MAX, SHORT_MAX, NOTE_MAX = 100, 60, 300
FIELDS = ("accord", "reponse", "de", "maniere", "le", "version", "precision")
PERSON_FIELDS = tuple(f"{part}_{place}" for place in (1, 2) for part in ("nom", "lien", "contact"))


@router.get("/dossiers/{dossier}/accords")
def overview(request: Request, visitor: Annotated[Visitor, may("dossier.view")], dossier: str) -> Response:
    """What holds, who speaks, all that was said, what is missing."""
    shown = _overview(request, visitor, dossier)
    service_of(request).intake.opened(visitor.account, dossier, "consents")
    return shown


@router.post("/dossiers/{dossier}/accords")
def say(request: Request, visitor: Staff, dossier: str) -> Response:
    """Note a yes or a no."""
    service, form, errors = service_of(request), visitor.form, Errors()
    typed = {name: form.text(name) for name in FIELDS}
    about = chosen("accord", typed["accord"], ABOUT, errors, "Choisissez l'accord.")
    answer = chosen("reponse", typed["reponse"], tuple(YES_NO), errors, "Notez la réponse : oui ou non.")
    givers = service.consents.state(dossier).givers
    giver = givers[0] if len(givers) == 1 else chosen("de", typed["de"], givers, errors, "Notez qui a répondu.")
    manner = chosen("maniere", typed["maniere"], tuple(MANNERS_FR), errors, "Notez comment la réponse a été donnée.")
    missing = "Notez le jour où la réponse a été donnée."
    on = day("le", typed["le"], errors, latest=service.intake.today(), missing=missing)
    version = line("version", typed["version"], errors, longest=SHORT_MAX)
    note = line("precision", typed["precision"], errors, longest=NOTE_MAX)
    if about is None or answer is None or giver is None or manner is None or on is None or errors:
        return _overview(request, visitor, dossier, 422, typed=typed, errors=errors)
    try:
        service.consents.say(visitor.account, dossier, about, giver, manner, on, version, note, given=YES_NO[answer])
    except EngineError as error:
        if not is_theirs(error):
            raise
        told = (Notice("warning", str(error)),)
        return _overview(request, visitor, dossier, status_of(error), told, typed, errors)
    return go(request, f"/dossiers/{dossier}/accords", said=f"Noté : {ABOUT_FR[about]}, {answer}.")


@router.post("/dossiers/{dossier}/parole")
def speak(request: Request, visitor: Staff, dossier: str) -> Response:
    """Note who speaks for the patient."""
    service, form, errors = service_of(request), visitor.form, Errors()
    typed = {name: form.text(name) for name in ("parole", "seul", *PERSON_FIELDS)}
    speaks = chosen("parole", typed["parole"], tuple(SPEAKS_FR), errors, "Choisissez qui parle pour le patient.")
    persons = []
    for place in (1, 2):
        name = line(f"nom_{place}", typed[f"nom_{place}"], errors, longest=NAME_MAX)
        tie = line(f"lien_{place}", typed[f"lien_{place}"], errors, longest=SHORT_MAX)
        reach = line(f"contact_{place}", typed[f"contact_{place}"], errors, longest=NAME_MAX)
        if not name and (tie or reach):
            errors.keep(f"nom_{place}", "Écrivez aussi le nom.")
        if name:
            persons.append((name, tie, reach))
    alone = line("seul", typed["seul"], errors, longest=NOTE_MAX)
    if speaks and speaks != "self" and not persons:
        errors.keep("nom_1", "Écrivez le nom de cette personne.")
    if alone and len(persons) > 1:
        errors.keep("seul", "Deux parents sont notés : videz ce champ, ou retirez le second parent.")
    if speaks is None or errors:
        return _overview(request, visitor, dossier, 422, typed=typed, errors=errors)
    held = tuple(Person(name_fr=name, tie_fr=tie, reach_fr=reach) for name, tie, reach in persons)
    try:
        service.consents.speak(visitor.account, dossier, speaks, held if speaks != "self" else (), alone)
    except EngineError as error:
        if not is_theirs(error):
            raise
        told = (Notice("warning", str(error)),)
        return _overview(request, visitor, dossier, status_of(error), told, typed, errors)
    return go(request, f"/dossiers/{dossier}/accords", said="Noté : qui parle pour le patient.")


def _overview(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    notices: tuple[Notice, ...] = (),
    typed: dict[str, str] | None = None,
    errors: Errors | None = None,
) -> HTMLResponse:
    service = service_of(request)
    state, view = service.consents.state(dossier), service.intake.view(dossier)
    names = people(request)
    kept: dict[str, str] = {"le": service.intake.today().isoformat(), "version": FORM.version}
    if state.voices:
        kept |= {"parole": state.voices.speaks, "seul": state.voices.alone_fr}
        for place, person in enumerate(state.voices.people, start=1):
            values = {"nom": person.name_fr, "lien": person.tie_fr, "contact": person.reach_fr}
            kept |= {f"{part}_{place}": value for part, value in values.items()}
    return dossier_page(
        request,
        visitor,
        view,
        "asking/consents.html",
        status,
        stands=state,
        abouts=[(about, ABOUT_FR[about]) for about in ABOUT],
        givers=[(giver, state.name(giver)) for giver in state.givers],
        manners=list(MANNERS_FR.items()),
        manners_fr=MANNERS_FR,
        givers_fr=GIVERS_FR,
        speaks=[s for s in SPEAKS_FR.items() if not (state.minor and s[0] in ("self", "helper"))],
        speaks_fr=SPEAKS_FR,
        writers=names,
        typed={**kept, **(typed or {})},
        errors=errors or Errors(),
        notices=notices,
    )
