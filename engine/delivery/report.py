"""The signed document of a second opinion: a tagged PDF/A in French, from nothing but the opinion itself."""

import re
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import escape

from engine.delivery.numbering import References
from engine.delivery.press import printed
from engine.delivery.typography import drawn
from engine.domain.convergence import Axis
from engine.domain.opinion import Section
from engine.domain.signed import Agreement, Examined, Opinion
from engine.domain.wording import french_date, long_date

PARIS = ZoneInfo("Europe/Paris")

SECTIONS: tuple[Section, ...] = ("question", "resume", "analyse", "avis", "limites", "examens", "alerte")
AXES_FR: dict[Axis, str] = {
    "C": "Concordant",
    "P": "Partiellement concordant",
    "X": "Discordant",
    "N": "Non évaluable",
}
SEVERITY_FR = {
    0: "aucun désaccord",
    1: "désaccord mineur",
    2: "désaccord modéré",
    3: "désaccord majeur",
    4: "désaccord critique",
}
BORN_FR = {"F": "née", "M": "né"}
SEX_FR = {"F": "féminin", "M": "masculin"}


class Printed(NamedTuple):
    """One sentence as printed, with the numbers of its references."""

    text: str
    marks: tuple[int, ...]


def render(opinion: Opinion, corrects: datetime | None = None) -> bytes:
    """Return the document as PDF/A-2a, tagged, in French, with its fonts inside.

    The last page keeps a frame for the visible signature between the named destinations `signature` (top left) and
    `signature-fin` (bottom right). `corrects` is the instant at which the opinion that an addendum belongs to was
    signed; only an addendum prints it. The same opinion gives the same bytes.
    """
    page = "opinion.html" if opinion.addendum_fr is None else "addendum.html"
    return printed(page, "opinion.css", _view(opinion, corrects))


def _view(opinion: Opinion, corrects: datetime | None) -> dict[str, Any]:
    """Everything that the templates print, as text; they decide nothing but its place."""
    references = References()
    said = {
        section: [Printed(s.text, references.marks(s.cites)) for s in opinion.statements if s.section == section]
        for section in SECTIONS
    }
    patient = opinion.patient
    doctor = _titled(opinion.signer.name)
    return {
        "o": opinion,
        "said": said,
        "references": references.listed(),
        "patient": f"{patient.given_name} {patient.family_name.upper()}",
        "asker": "la patiente" if patient.sex == "F" else "le patient",
        "born": f"{BORN_FR[patient.sex]} le {french_date(patient.birth_date)}, sexe {SEX_FR[patient.sex]}",
        "doctor": doctor,
        # Metadata is searched, not read: without the spaces of typography.
        "author": escape(drawn(doctor)),
        "subject": escape(drawn(opinion.pathway_fr)),
        "received": french_date(opinion.received_on),
        "signed_day": _day(opinion.signed_at),
        "signed_at": _instant(opinion.signed_at),
        "created": opinion.signed_at.isoformat(timespec="seconds"),
        "corrects": _day(corrects) if corrects else None,
        "asked": opinion.labels_fr.get(opinion.question.type),
        "documents": [_examined(document) for document in opinion.documents],
        "label": lambda name: opinion.labels_fr.get(name, name),
        "axes": _axes(opinion.agreement) if opinion.agreement else [],
        "gap": _gap(opinion.agreement) if opinion.agreement else None,
        "summary": [part.strip() for part in re.split(r"\n\s*\n", opinion.patient_fr) if part.strip()],
    }


def _titled(name: str) -> str:
    return name if re.match(r"(?:Dr|Pr|Docteur|Professeure?)\b", name) else f"Dr {name}"


def _day(instant: datetime) -> str:
    return long_date(instant.astimezone(PARIS))


def _instant(instant: datetime) -> str:
    local = instant.astimezone(PARIS)
    return f"{_day(instant)} à {local:%H} h {local:%M} (heure de Paris, UTC{local:%z})".replace("00)", ":00)")


def _examined(document: Examined) -> tuple[str, str, str, str, str]:
    """Kind, title, date, place and note of a document, as the cells of its row."""
    first, *rest = document.pages or (None,)
    pages = "" if first is None else f", p. {first}" + (f"-{rest[-1]}" if rest else "")
    dated = french_date(document.dated) if document.dated else "sans date"
    return document.kind_fr, document.title, dated, document.filename + pages, document.note_fr or "Lu"


def _axes(agreement: Agreement) -> list[tuple[str, Axis, str]]:
    """What is compared, the class's letter, and the class in words."""
    told: tuple[tuple[str, Axis], ...] = (
        ("Diagnostic", agreement.diagnosis),
        ("Traitement", agreement.treatment),
        ("Examens", agreement.exams),
        ("Ensemble", agreement.overall),
    )
    return [(what, axis, AXES_FR[axis]) for what, axis in told]


def _gap(agreement: Agreement) -> str | None:
    """How heavy the disagreement is, and whether both ways are open, in one sentence."""
    told = []
    if agreement.severity is not None:
        told.append(f"Importance de l'écart : {SEVERITY_FR[agreement.severity]} (niveau {agreement.severity} sur 4).")
    if agreement.equipoise:
        told.append("Les deux conduites sont admissibles.")
    return " ".join(told) or None
