"""What administrators see: accounts, the journal, the service's health, the work in the background."""

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from engine import Actor, BadAccount, EngineError, Service, TroubleKind
from engine.domain.account import ROLES, Account, Member
from engine.domain.audit import Action
from review_ui.access import Visitor, may
from review_ui.failures import is_theirs, status_of
from review_ui.page import go, page
from review_ui.refusals import NotFound
from review_ui.service import service_of
from review_ui.view import role_fr
from review_ui.words import TROUBLES_FR

router = APIRouter(prefix="/admin")

AccountsVisitor = Annotated[Visitor, may("admin.accounts")]
ENTRIES = 100
ACTS_FR: dict[Action, str] = {
    "login": "Connexion",
    "login_failed": "Connexion refusée",
    "logout": "Déconnexion",
    "account_changed": "Compte modifié",
    "dossier_created": "Dossier créé",
    "dossier_changed": "Dossier modifié",
    "dossier_viewed": "Dossier consulté",
    "original_viewed": "Original consulté",
    "upload_received": "Document reçu",
    "document_corrected": "Document corrigé",
    "requirement_overridden": "Pièce requise tranchée",
    "doctor_assigned": "Médecin attribué",
    "expert_changed": "Disponibilités d'un médecin modifiées",
    "ties_told": "Liens d'intérêts déclarés",
    "dossier_declined": "Dossier rendu par le médecin",
    "piece_asked": "Pièce demandée par le médecin",
    "piece_answered": "Réponse à une pièce demandée",
    "red_flag_cleared": "Drapeau rouge levé",
    "processing_asked": "Traitement demandé",
    "contact_changed": "Coordonnées du patient modifiées",
    "request_made": "Demande au patient préparée",
    "request_withdrawn": "Demande au patient reprise",
    "request_left": "Demande au patient partie",
    "request_failed": "Demande au patient non partie",
    "piece_marked": "Réponse du patient notée",
    "reply_received": "Réponse reçue",
    "reply_joined": "Réponse rattachée",
    "reply_set_aside": "Réponse mise de côté",
    "reply_put_back": "Réponse remise à rattacher",
    "questionnaire_link_made": "Lien du questionnaire créé",
    "questionnaire_links_ended": "Liens du questionnaire fermés",
    "questionnaire_opened": "Questionnaire ouvert par le lien",
    "questionnaire_answered": "Questionnaire répondu",
    "questionnaire_alarm": "Alerte du questionnaire",
    "questionnaire_alarm_answered": "Alerte du questionnaire traitée",
    "speaker_recorded": "Porte-parole du patient noté",
    "consent_recorded": "Accord noté",
    "draft_viewed": "Pré-avis consulté",
    "review_changed": "Relecture modifiée",
    "opinion_signed": "Avis signé",
    "signature_failed": "Signature refusée",
    "opinion_viewed": "Avis consulté",
    "copy_given": "Copie remise",
    "research_exported": "Données de recherche exportées",
    "pathway_published": "Référentiel publié",
    "pathway_withdrawn": "Référentiel retiré",
    "guideline_added": "Document ajouté à la bibliothèque",
    "passage_withdrawn": "Passage retiré de la bibliothèque",
    "documents_searched": "Recherche dans les documents",
    "note_written": "Note de relève écrite",
    "note_marked": "Note de relève suivie",
    "dossiers_merged": "Dossiers réunis",
    "merger_undone": "Réunion annulée",
    "backup_made": "Sauvegarde faite",
    "restored": "Restauration faite",
}
DETAILS_FR = {
    "account": "compte",
    "what": "fait",
    "step": "étape",
    "doctor": "médecin",
    "pathway": "référentiel",
    "about": "objet",
    "form": "forme",
}
VALUES_FR = {
    "boundary": "coupure",
    "turn": "sens de la page",
    "use": "page écartée ou remise",
    "legibility": "lisibilité",
    "copy": "doublon",
    "searchable": "PDF avec texte",
    "profile": "pathologies, capacité, lieux d'exercice",
    "absence": "absence",
    "interest": "lien d'intérêts",
    "none": "aucun",
    "tie": "conflit déclaré",
    "asked": "demandée",
    "forwarded": "transmise au patient",
    "received": "reçue",
    "unavailable": "n'existe pas ou ne peut être obtenue",
    "withdrawn": "retirée",
    "reopened": "de nouveau attendue",
    "competence": "hors compétence",
    "conflict": "conflit d'intérêts",
    "other": "autre motif",
    "created": "créé",
    "enabled": "réactivé",
    "disabled": "désactivé",
    "password": "mot de passe",
    "second_factor": "second facteur",
    "code": "code",
    "confirm": "confirmation, mot de passe",
    "confirm_code": "confirmation, code",
    "reset password": "mot de passe réinitialisé",
    "reset second_factor": "second facteur retiré",
    "reset password+second_factor": "mot de passe réinitialisé, second facteur retiré",
}


@router.get("/comptes")
def members(request: Request, _: AccountsVisitor) -> Response:
    """Everyone who has an account."""
    return page(request, "admin/members.html", members=service_of(request).accounts.members())


@router.get("/comptes/nouveau")
def new_member_page(request: Request, _: AccountsVisitor) -> Response:
    """The form of a new account."""
    return _new_form(request)


@router.post("/comptes/nouveau")
def new_member(request: Request, visitor: AccountsVisitor) -> Response:
    """Make an account; its temporary password is shown once."""
    given = {name: visitor.form.text(name) for name in ("login", "name", "role", "rpps", "specialty", "email")}
    try:
        account, password = service_of(request).accounts.add(_by(visitor), **given)
    except BadAccount as error:
        return _new_form(request, status_of(error), given, {error.field: str(error)})
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _new_form(request, status_of(error), given, {"login": str(error)})
    return page(request, "admin/password_once.html", member=account, password=password, new=True)


@router.get("/comptes/{login}")
def member(request: Request, visitor: AccountsVisitor, login: str) -> Response:
    """One account, and what can be done with it."""
    found = _member(request, login)
    return page(request, "admin/member.html", member=found, oneself=found.account.id == visitor.account.id)


@router.post("/comptes/{login}/desactiver")
def disable(request: Request, visitor: AccountsVisitor, login: str) -> Response:
    """Close an account."""
    return _set_active(request, visitor, login, active=False)


@router.post("/comptes/{login}/activer")
def enable(request: Request, visitor: AccountsVisitor, login: str) -> Response:
    """Open an account again."""
    return _set_active(request, visitor, login, active=True)


@router.post("/comptes/{login}/reinitialiser")
def reset(request: Request, visitor: AccountsVisitor, login: str) -> Response:
    """Take away the proofs that a person lost."""
    account, asked = _member(request, login).account, visitor.form.texts("what")
    if not {"password", "second_factor"} & set(asked):
        return go(request, _path(account), "warning", "Cochez ce qu'il faut réinitialiser. Rien n'a été modifié.")
    password = service_of(request).accounts.reset(
        _by(visitor), login, password="password" in asked, second_factor="second_factor" in asked
    )
    if password is None:
        return go(request, _path(account), said=f"Le second facteur de {account.name} est à enregistrer de nouveau.")
    return page(request, "admin/password_once.html", member=account, password=password, new=False)


@router.get("/journal")
def journal(
    request: Request,
    _: Annotated[Visitor, may("admin.journal")],
    personne: str = "",
    dossier: str = "",
    acte: str = "",
    avant: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
    verifier: bool = False,
) -> Response:
    """The latest acts, and whether the chain of the journal holds."""
    service = service_of(request)
    people = {m.account.id: m.account for m in service.accounts.members()}
    action = next((known for known in get_args(Action) if known == acte), None)
    entries = service.journal.entries(
        actor=personne or None, dossier=dossier.strip() or None, action=action, before=avant, limit=ENTRIES + 1
    )
    return page(
        request,
        "admin/journal.html",
        entries=entries[:ENTRIES],
        earlier=entries[ENTRIES - 1].number if len(entries) > ENTRIES else None,
        people=people,
        acts=ACTS_FR,
        details=DETAILS_FR,
        values=VALUES_FR,
        asked={"personne": personne, "dossier": dossier, "acte": acte},
        verified=service.journal.verify() if verifier else None,
    )


@router.get("/sante")
def health(request: Request, _: Annotated[Visitor, may("admin.health")]) -> Response:
    """How everything stands that the service needs."""
    return page(request, "admin/health.html", checks=service_of(request).health())


@router.get("/travaux")
def jobs(request: Request, _: Annotated[Visitor, may("admin.jobs")]) -> Response:
    """What waits, is under way or failed."""
    service = service_of(request)
    return page(request, "admin/jobs.html", jobs=service.jobs.active(), stuck=_stuck(service), troubles=TROUBLES_FR)


def _stuck(service: Service) -> dict[str, TroubleKind]:
    """What stands still, by its dossier."""
    return {t.dossier: t.kind for t in service.work.stuck()}


@router.post("/travaux/{dossier}/relancer")
def retry(request: Request, visitor: Annotated[Visitor, may("admin.jobs")], dossier: str) -> Response:
    """Ask again for work that failed or stands still."""
    service = service_of(request)
    failed = {job.dossier for job in service.jobs.active() if job.state == "failed"}
    if dossier not in {*failed, *_stuck(service)}:
        return go(request, "/admin/travaux", "info", "Ce travail n'est plus bloqué ni en échec : rien n'a été relancé.")
    service_of(request).intake.again(visitor.account, dossier)
    return go(request, "/admin/travaux", said="Le travail est relancé.")


def _set_active(request: Request, visitor: Visitor, login: str, *, active: bool) -> Response:
    account = _member(request, login).account
    if account.id == visitor.account.id:
        return go(request, _path(account), "warning", "Vous ne pouvez pas fermer votre propre compte.")
    try:
        service_of(request).accounts.set_active(_by(visitor), login, active=active)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return go(request, _path(account), "warning", str(error))
    done = "réactivé" if active else "désactivé ; ses sessions sont terminées"
    return go(request, _path(account), said=f"Le compte de {account.name} est {done}.")


def _new_form(
    request: Request, status: int = 200, given: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> Response:
    roles = [(role, role_fr(role)) for role in ROLES]
    return page(request, "admin/new_member.html", status, roles=roles, given=given or {}, errors=errors or {})


def _member(request: Request, login: str) -> Member:
    for found in service_of(request).accounts.members():
        if found.account.login == login:
            return found
    raise NotFound


def _path(account: Account) -> str:
    return f"/admin/comptes/{account.login}"


def _by(visitor: Visitor) -> Actor:
    return Actor(visitor.account.id, visitor.account.role)
