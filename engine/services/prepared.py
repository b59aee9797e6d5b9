"""A message to a patient made ready: its words, to whom it goes, what keeps it from leaving."""

from typing import Protocol

from engine.domain.completeness import Completeness
from engine.domain.dossier import Dossier
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.request import Contact, PatientRequest, RequestForm
from engine.domain.wording import words
from engine.errors import EngineError
from engine.steps.message import TITLES, Proposed

COMMON = frozenset({"avis", "avec", "dans", "pour", "sans", "chez", "adulte", "enfant", "femme", "homme"})


class Asked(Protocol):
    """What is known of a dossier that a patient is asked about: a `DossierView`, or less."""

    @property
    def dossier(self) -> Dossier:
        """The intake."""
        ...

    @property
    def pathway(self) -> Pathway:
        """What it is judged by."""
        ...

    @property
    def completeness(self) -> Completeness | None:
        """What it lacks, with the marks; None while that is not known."""
        ...


class NothingToAsk(EngineError):
    """There is nothing to ask of the patient, or not known yet."""

    exit_code = 3
    message_fr = "Il n'y a rien à demander au patient pour le dossier {dossier}. Relisez la page du dossier."


class Telling(EngineError):
    """A subject is read by whoever sees the screen: it must not name an illness."""

    exit_code = 3
    message_fr = "L'objet d'un courriel se lit sans l'ouvrir. Retirez-en le mot « {word} », qui dit la maladie."


class Prepared(Record):
    """A message that can be sent: as proposed, to whom, and what keeps it from leaving (`lacking_fr`), if anything.

    `closing_fr` is what is said at the end of a call.
    """

    form: RequestForm
    proposed: Proposed
    wanted: PatientRequest
    to: str
    reminder: bool
    lacking_fr: str | None = None
    closing_fr: str = ""


def referenced(subject: str, code: str) -> str:
    """The subject with the code that a reply is known by; the dossier's number stands inside, it may be telling."""
    return f"{' '.join(subject.split())} [{code}]"


def asked_of(wanted: PatientRequest) -> dict[str, tuple[str, ...]]:
    """The requirements and the sentences that a message asks for."""
    pieces = (piece.requirement for piece in wanted.pieces if piece.requirement)
    requirements = dict.fromkeys((*pieces, *wanted.undecided))
    sentences = dict.fromkeys((*(piece.sentence_fr for piece in wanted.pieces), *wanted.questions))
    return {"requirements": tuple(requirements), "sentences": tuple(sentences)}


def goes_to(form: RequestForm, contact: Contact | None, view: Asked) -> str:
    """The address, the lines of the envelope or the number; empty where it is not known."""
    patient = view.dossier.patient
    name = f"{TITLES[patient.sex]} {patient.given_name} {patient.family_name}"
    if form == "email":
        return (contact and contact.email) or ""
    if form == "phone":
        return (contact and contact.phone) or ""
    return "\n".join((name, *((contact.address or "").splitlines() if contact else ())))


def lacking_fr(form: RequestForm, contact: Contact | None) -> str | None:
    """What keeps a message of that form from leaving."""
    if form == "email" and not (contact and contact.email):
        return "L'adresse de courriel du patient n'est pas connue."
    if form == "letter" and not (contact and contact.address):
        return "L'adresse postale du patient n'est pas connue."
    if form == "phone" and not (contact and contact.phone):
        return "Le numéro de téléphone du patient n'est pas connu."
    return None


def check_subject(view: Asked, subject: str) -> None:
    """Refuse a subject that names what the dossier is about. Raises `Telling`."""
    telling = {word for word in words(view.pathway.label_fr) if len(word) > 4} - COMMON
    # « arthrose » tells of a gonarthrose, and « gonarthroses » too.
    said = next((w for w in words(subject) if len(w) > 4 and any(w in t or t in w for t in telling)), None)
    if said is not None:
        raise Telling(word=said)
