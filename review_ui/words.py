"""The French words of the desk: what the engine names by ids, as staff and doctors call it."""

from collections.abc import Mapping
from typing import NamedTuple

from engine import TroubleKind
from engine.domain.audit import Action
from engine.domain.desk import State
from engine.domain.document import Origin, Owner
from engine.domain.turn import Whose

OWNERS_FR: Mapping[Owner, str] = {
    "this_patient": "Ce patient",
    "partner": "Le ou la partenaire",
    "other_person": "Une autre personne",
    "unknown": "À vérifier",
}
ORIGINS_FR: Mapping[Origin, str] = {
    "text_layer": "Texte du fichier, repris tel quel",
    "ocr": "Texte reconnu sur l'image",
    "unreadable": "Page illisible",
    "failed": "Lecture échouée",
}
SEXES_FR: Mapping[str, str] = {"F": "femme", "M": "homme"}
RECIPIENTS_FR: Mapping[str, str] = {"patient": "au patient", "treating_doctor": "au médecin traitant"}


class ToDo(NamedTuple):
    """What a red flag asks for: in short, and what to do."""

    heading: str
    text: str


FLAG_ACTIONS: Mapping[str, ToDo] = {
    "appel_15_urgences": ToDo(
        "Appeler le patient maintenant",
        "Si le signe est présent aujourd'hui, faites-lui appeler le 15 (ou le 112). Prévenez aussitôt un médecin : lui "
        "seul peut lever l'arrêt.",
    ),
    "avis_specialise_24_72h": ToDo(
        "Avis spécialisé sous 24 à 72 heures",
        "Prévenez un médecin aujourd'hui : il organise l'avis spécialisé et lui seul peut lever l'arrêt.",
    ),
}
OTHER_ACTION = ToDo("Prévenir un médecin", "Prévenez un médecin aujourd'hui : lui seul peut lever l'arrêt.")

ACTS_FR: Mapping[Action, str] = {
    "dossier_created": "Dossier créé",
    "dossier_changed": "Fiche modifiée",
    "upload_received": "Document reçu",
    "document_corrected": "Document corrigé",
    "requirement_overridden": "Statut d'une pièce changé",
    "doctor_assigned": "Attribution changée",
    "ties_told": "Liens d'intérêts déclarés",
    "dossier_declined": "Dossier rendu par le médecin",
    "piece_asked": "Pièce demandée par le médecin",
    "piece_answered": "Réponse à une pièce demandée",
    "red_flag_cleared": "Drapeau rouge levé",
    "processing_asked": "Lecture relancée",
    "contact_changed": "Coordonnées modifiées",
    "request_made": "Demande au patient préparée",
    "request_withdrawn": "Demande au patient reprise",
    "request_left": "Demande au patient partie",
    "request_failed": "Demande au patient non partie",
    "piece_marked": "Réponse du patient notée",
    "reply_joined": "Réponse du patient rattachée",
    "reply_put_back": "Réponse du patient retirée du dossier",
    "questionnaire_link_made": "Lien du questionnaire créé",
    "questionnaire_links_ended": "Liens du questionnaire fermés",
    "questionnaire_opened": "Questionnaire ouvert par le lien",
    "questionnaire_answered": "Réponses au questionnaire enregistrées",
    "questionnaire_alarm": "Alerte : réponse au questionnaire",
    "questionnaire_alarm_answered": "Alerte du questionnaire traitée",
    "speaker_recorded": "Personne qui parle pour le patient notée",
    "consent_recorded": "Accord noté",
    "opinion_signed": "Avis signé",
    "copy_given": "Avis remis",
    "note_written": "Note de relève écrite",
    "dossiers_merged": "Réuni avec un autre dossier",
    "merger_undone": "Réunion annulée",
}

TROUBLES_FR: Mapping[TroubleKind, ToDo] = {
    "failed": ToDo("Lecture échouée", "Relancez la lecture. Les documents reçus sont conservés."),
    "silent": ToDo(
        "Programme de lecture muet",
        "Le programme qui lit ce dossier ne donne plus signe de vie. Relancez ; si rien ne bouge, prévenez "
        "l'administration du service.",
    ),
    "slow": ToDo(
        "Lecture arrêtée sur place",
        "Rien n'avance depuis plus de dix minutes. Relancez : le dossier est repris dès que cette lecture s'arrête.",
    ),
    "waiting": ToDo(
        "Personne ne lit",
        "Le dossier attend et aucun programme de lecture ne travaille. Prévenez l'administration du service.",
    ),
    "pages": ToDo(
        "Pages à relire", "La lecture s'est arrêtée sur certaines pages. Les autres sont lues. Relisez ces pages."
    ),
}

STEPS_FR: tuple[tuple[str, str], ...] = (
    ("read", "Lecture des pages"),
    ("split", "Tri des documents"),
    ("extract", "Relevé des faits"),
    ("assess", "Vérification des pièces"),
    ("draft", "Préparation pour le médecin"),
    ("compare", "Dernières vérifications"),
)


WHOSE_FR: Mapping[Whose, str] = {
    "staff": "Secrétariat",
    "patient": "Patient",
    "doctor": "Médecin",
    "machine": "Machine",
    "nobody": "Personne",
}
SPECIALTIES_FR: Mapping[str, str] = {
    "endocrinologie": "Endocrinologie",
    "gynecologie": "Gynécologie",
    "oncologie": "Oncologie",
    "orthopedie": "Orthopédie et rachis",
    "rhumatologie": "Rhumatologie",
    "urologie": "Urologie",
}


class Tab(NamedTuple):
    """One tab of the work list: its name in the address, its label and the states that it holds."""

    name: str
    label: str
    states: tuple[State, ...]


TABS: tuple[Tab, ...] = (
    Tab("a-traiter", "À traiter", ("new", "failed", "stopped", "incomplete", "to_assign")),
    Tab("en-lecture", "En lecture", ("reading",)),
    Tab("chez-le-medecin", "Chez le médecin", ("assigned", "in_review")),
    Tab("signes", "Signés", ("signed", "delivered")),
    Tab("tous", "Tous", ()),
)
DOCTOR_TABS: tuple[Tab, ...] = (
    Tab("a-relire", "À relire", ("assigned", "in_review", "incomplete", "to_assign", "new", "failed", "stopped")),
    Tab("en-lecture", "En lecture", ("reading",)),
    Tab("signes", "Signés", ("signed", "delivered")),
    Tab("tous", "Tous", ()),
)
