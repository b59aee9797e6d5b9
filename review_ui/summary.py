"""The structured summary of a dossier: what is asked, what is missing, what its documents say and where."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from engine import DossierView, chronology
from engine.domain.addressed import Addressed
from engine.domain.completeness import Item
from engine.domain.document import kind_fr
from engine.domain.dossier import Answer
from engine.domain.fact import Conflict, Fact
from review_ui.printed import printed_fr
from review_ui.sources import Place, of_document, of_fact, of_filename, place, places_of_conflict
from review_ui.trend_plot import trend_links
from review_ui.view import number_fr

SIDES_FR = {"droite": "à droite", "gauche": "à gauche", "bilatéral": "des deux côtés"}
OWNERS_FR = {
    "partner": ("Partenaire", "neutral"),
    "other_person": ("Autre personne", "danger"),
    "unknown": ("Identité à vérifier", "warning"),
}


class FactLine(NamedTuple):
    """A fact as shown: its value in words, what marks it, its day and its place."""

    value: str
    marks: tuple[tuple[str, str], ...]
    dated: date | None
    place: Place
    quote: str
    printed: str = ""


class FactGroup(NamedTuple):
    """All that is said of one thing, in order of time."""

    label: str
    lines: tuple[FactLine, ...]


class DocumentLine(NamedTuple):
    """A document of the list: its kind and day, its pages as chips, what is wrong with it."""

    id: str
    kind: str
    title: str
    dated: date | None
    filename: str
    pages: tuple[Place, ...]
    marks: tuple[tuple[str, str], ...]
    why: str


class ConflictLine(NamedTuple):
    """A contradiction with its places."""

    what: str
    places: tuple[Place, ...]


class Summary(NamedTuple):
    """What the first two panes show."""

    documents: tuple[DocumentLine, ...]
    groups: tuple[FactGroup, ...]
    unnamed: tuple[FactGroup, ...]
    proposals: tuple[FactGroup, ...]
    conflicts: tuple[ConflictLine, ...]
    suspicious: tuple[ConflictLine, ...]
    lacking: tuple[Item, ...]
    other_items: tuple[Item, ...]
    answers: tuple[tuple[str, str], ...]
    question_type: str
    age: int
    trends: tuple[tuple[str, str], ...]


def summary(dossier: DossierView, *, with_proposals: bool) -> Summary:
    """Put together what the documents and intake say. Before the independent read, nothing of a first doctor's."""
    shown = [f for f in dossier.facts if with_proposals or f.role == "clinical"]
    items = dossier.completeness.items if dossier.completeness else ()
    lacking = [i for i in items if i.status in ("missing", "outdated", "unreadable", "ask") or i.degraded]
    given, pathway = dossier.dossier, dossier.pathway
    kinds = {q.id: q.label_fr for q in pathway.patient_questions}
    return Summary(
        documents=tuple(_document(dossier, number) for number in range(len(dossier.documents))),
        groups=_groups(dossier, [f for f in shown if f.role == "clinical" and f.named]),
        unnamed=_groups(dossier, [f for f in shown if f.role == "clinical" and not f.named]),
        proposals=_groups(dossier, [f for f in shown if f.role == "proposal"]),
        conflicts=tuple(_conflict(dossier, c, shown) for c in dossier.conflicts if _may_show(c, dossier, shown)),
        suspicious=tuple(_suspicious(dossier, found, quoted=with_proposals) for found in dossier.addressed),
        lacking=tuple(lacking),
        other_items=tuple(i for i in items if i not in lacking),
        answers=_answers(dossier),
        question_type=kinds.get(given.question.type, given.question.type.replace("_", " ")),
        age=given.patient.age_on(given.received_on),
        trends=trend_links(given.id, chronology(dossier, with_proposals=False).trends),
    )


def fact_fr(fact: Fact) -> str:
    """What a fact says, in a few words."""
    value = fact.value
    told = "" if value is None else value if isinstance(value, str) else number_fr(value)
    if fact.unit and told:
        told = f"{told}\u00a0{fact.unit}"
    if fact.polarity == "negated" and told != "absent":
        told = f"{told} : non" if told else "absent"
    elif not told:
        told = "incertain" if fact.polarity == "hypothetical" else "présent"
    side = "" if fact.side is None or told in ("droit", "gauche") else SIDES_FR[fact.side]
    return f"{told} {side}".strip()


def _document(dossier: DossierView, number: int) -> DocumentLine:
    document = dossier.documents[number]
    marks = [OWNERS_FR[document.owner]] if document.owner in OWNERS_FR else []
    if not document.legible:
        marks.append(("Illisible", "warning"))
    if document.duplicate_of:
        marks.append(("Doublon", "neutral"))
    return DocumentLine(
        id=document.id,
        kind=kind_fr(document.kind),
        title=document.title,
        dated=document.dated,
        filename=document.file_fr,
        pages=tuple(of_document(dossier, document, page, f"p. {page}") for page in document.pages),
        marks=tuple(marks),
        why=document.owner_reason_fr,
    )


def _groups(dossier: DossierView, facts: Sequence[Fact]) -> tuple[FactGroup, ...]:
    """By thing: those that count for the pathway first, each in order of time."""
    order = {key.id: place for place, key in enumerate(dossier.pathway.key_facts)}
    keys = sorted({f.key for f in facts}, key=lambda key: (order.get(key, len(order)), key))
    groups = []
    for key in keys:
        of_key = sorted((f for f in facts if f.key == key), key=lambda f: (f.dated is None, f.dated or date.min))
        groups.append(FactGroup(of_key[0].label_fr, tuple(_line(dossier, f) for f in of_key)))
    return tuple(groups)


def _line(dossier: DossierView, fact: Fact) -> FactLine:
    marks = []
    if fact.bearer == "family":
        marks.append(("Famille", "accent"))
    if fact.polarity == "negated":
        marks.append(("Nié", "neutral"))
    if fact.polarity == "hypothetical":
        marks.append(("Hypothèse", "warning"))
    if fact.role == "proposal":
        marks.append(("Proposition du premier médecin", "info"))
    if fact.doubtful:
        other = f" : ou « {fact.other_reading} »" if fact.other_reading else ""
        marks.append((f"Lecture douteuse{other}", "warning"))
    quote = " ".join(fact.source.quote.split())
    return FactLine(fact_fr(fact), tuple(marks), fact.dated, of_fact(dossier, fact), quote, printed_fr(fact))


def _may_show(conflict: Conflict, dossier: DossierView, shown: Iterable[Fact]) -> bool:
    """A contradiction is shown once all that it rests on may be seen."""
    known = {f.id for f in dossier.facts}
    return {f for f in conflict.facts if f in known} <= {f.id for f in shown}


def _conflict(dossier: DossierView, conflict: Conflict, shown: Iterable[Fact]) -> ConflictLine:
    return ConflictLine(conflict.told_fr, places_of_conflict(dossier, conflict, shown))


def _suspicious(dossier: DossierView, found: Addressed, *, quoted: bool) -> ConflictLine:
    """What speaks to a machine: its place at once, its words only after the doctor's own reading."""
    told = f"« {' '.join(found.quote.split())} »" if quoted else "Un passage s'adresse à un logiciel."
    page = dossier.page(found.filename, found.page)
    label = of_filename(dossier, found.filename, found.page).label
    return ConflictLine(told, (place(dossier, page, label, found.boxes) if page else Place(label),))


def _answers(dossier: DossierView) -> tuple[tuple[str, str], ...]:
    asked = {v.id: v.question_fr for v in dossier.pathway.variables}
    given = dossier.dossier.questionnaire
    return tuple((asked.get(name, name.replace("_", " ")), _answer_fr(value)) for name, value in given.items())


def _answer_fr(value: Answer) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value if isinstance(value, str) else number_fr(value)
