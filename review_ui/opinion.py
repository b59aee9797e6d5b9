"""The opinion as a doctor works on it: statements with their state, the forms and what is still to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from pydantic import ValidationError

from engine import DossierView, NotYet, ReviewView
from engine.domain.convergence import Axis
from engine.domain.fact import Fact
from engine.domain.opinion import Certainty, Citation, Position, Section, Statement
from engine.domain.review import Block, Conclusion, Decision, Labels, Review
from review_ui.incoming import Fields
from review_ui.sources import Passage, Place, passages_of, places_of

SECTIONS_FR: dict[Section, str] = {
    "question": "Question posée",
    "resume": "Résumé du dossier",
    "analyse": "Analyse",
    "avis": "Avis",
    "examens": "Examens et informations à demander",
    "alerte": "Délais et signes d'alerte",
    "limites": "Limites",
}
CERTAINTIES_FR: tuple[tuple[Certainty, str], ...] = (
    ("faible", "Faible"),
    ("modérée", "Modérée"),
    ("élevée", "Élevée"),
)
# In plain words after the opinion structure, sections 3 and 4.
AXES_FR: tuple[tuple[Axis, str, str], ...] = (
    ("C", "Concordant", "Même conclusion, mêmes actes, même calendrier ; les écarts ne changent rien pour le patient."),
    (
        "P",
        "Partiel",
        "Même direction, mais une différence compte : technique, étendue, ordre, délai, molécule, précision du "
        "diagnostic, ou complément à obtenir avant de décider.",
    ),
    (
        "X",
        "Discordant",
        "Conclusion opposée ou acte différent : opérer ou non, autre diagnostic principal, arrêt ou poursuite, autre "
        "stratégie.",
    ),
    (
        "N",
        "Non évaluable",
        "Pas de premier avis écrit, question sans objet sur ce point, ou dossier trop incomplet.",
    ),
)
ON_FR: tuple[tuple[str, str], ...] = (
    ("diagnosis", "Diagnostic"),
    ("treatment", "Traitement"),
    ("exams", "Examens"),
)
SEVERITIES_FR: tuple[tuple[int, str, str], ...] = (
    (0, "Aucune", "Accord sur l'ensemble."),
    (1, "Mineure", "Variante de forme ou de confort."),
    (2, "Modérée", "Change un examen, une technique ou un délai, sans perte de chance."),
    (3, "Majeure", "Change la stratégie principale : opérer ou non, chimiothérapie, FIV."),
    (4, "Critique", "Risque de perte de chance, urgence ou erreur dangereuse : côté, médicament, cancer manqué."),
)
OUTSIDE = "hors-referentiel"
AFTER_THE_READ = frozenset({"statement", "diagnosis", "option", "certainty", "answer", "patient", "labels"})


@dataclass(frozen=True)
class Attempt:
    """A form that was not kept: where, what was typed, why, and the review as it is when somebody was faster."""

    place: str
    form: Fields
    error: str | None = None
    conflict: Review | None = None


class Card(NamedTuple):
    """One statement with its state. `before` is the draft's text of an edited one; `typed` is not kept yet."""

    id: str
    section: Section
    text: str
    verdict: str
    before: str | None
    reason: str
    places: tuple[Place, ...]
    passages: tuple[Passage, ...]
    typed: str
    attempt: Attempt | None

    @property
    def anchor(self) -> str:
        """Its id in the page."""
        return f"enonce-{self.id}"


class PositionForm(NamedTuple):
    """What the fields of a position hold."""

    diagnosis: str
    option: str
    alternatives: tuple[str, ...]
    discouraged: tuple[str, ...]
    exams: tuple[str, ...]
    own_exams: str
    certainty: str
    patient_fr: str


class LabelsForm(NamedTuple):
    """What the fields of the labels hold."""

    axes: dict[str, str]
    severity: str
    equipoise: bool


class Progress(NamedTuple):
    """How far the doctor is."""

    decided: int
    statements: int
    blocks: int


def to_mend(blocks: Sequence[Block], review: Review) -> tuple[Block, ...]:
    """What can be mended now: before the independent read, the rest of the page is not there yet."""
    return tuple(b for b in blocks if review.read or b.code not in AFTER_THE_READ)


def progress(view: ReviewView) -> Progress:
    """Count what was decided and what stands before the signature."""
    statements = view.draft.statements if view.draft and not view.review.unused else ()
    decided = sum(view.review.decision(s.id) is not None for s in statements)
    return Progress(decided, len(statements), len(view.blocks))


def cards(dossier: DossierView, view: ReviewView, attempt: Attempt | None = None) -> dict[Section, tuple[Card, ...]]:
    """All statements by section: those of the draft unless it is left unused, then those that the doctor added."""
    found: dict[Section, list[Card]] = {section: [] for section in SECTIONS_FR}
    for statement in view.draft.statements if view.draft and not view.review.unused else ():
        found[statement.section].append(_drafted(dossier, statement, view.review.decision(statement.id), attempt))
    for decision in view.review.decisions:
        if decision.verdict == "added":
            found[decision.section or "analyse"].append(_added(dossier, decision, attempt))
    return {section: tuple(shown) for section, shown in found.items()}


def card(dossier: DossierView, view: ReviewView, statement: str, attempt: Attempt | None = None) -> Card | None:
    """One statement, None when there is none of that id any more."""
    shown = (c for group in cards(dossier, view, attempt).values() for c in group)
    return next((c for c in shown if c.id == statement), None)


def _drafted(dossier: DossierView, statement: Statement, decision: Decision | None, attempt: Attempt | None) -> Card:
    edited = decision.text if decision and decision.verdict == "edited" else None
    return _card(
        dossier,
        statement.id,
        statement.section,
        edited or statement.text,
        decision,
        statement.cites,
        attempt,
        before=statement.text if edited else None,
    )


def _added(dossier: DossierView, decision: Decision, attempt: Attempt | None) -> Card:
    section = decision.section or "analyse"
    return _card(dossier, decision.statement, section, decision.text or "", decision, decision.cites, attempt)


def _card(
    dossier: DossierView,
    identifier: str,
    section: Section,
    text: str,
    decision: Decision | None,
    cites: Sequence[Citation],
    attempt: Attempt | None,
    before: str | None = None,
) -> Card:
    mine = attempt if attempt and attempt.place == f"enonce-{identifier}" else None
    typed = mine.form.text("text") if mine and mine.form.text("text") else text
    reason = (mine.form.text("reason") if mine else "") or (decision.reason_fr if decision else "") or ""
    return Card(
        id=identifier,
        section=section,
        text=text,
        verdict=decision.verdict if decision else "undecided",
        before=before,
        reason=reason,
        places=places_of(dossier, cites),
        passages=passages_of(dossier, cites),
        typed=typed,
        attempt=mine,
    )


def next_own(review: Review) -> str:
    """The id of the doctor's next own statement: A1, A2…"""
    numbers = [int(d.statement[1:]) for d in review.decisions if d.verdict == "added" and d.statement[1:].isdecimal()]
    return f"A{max(numbers, default=0) + 1}"


def citation_of(fact: Fact) -> Citation:
    """What a doctor's own statement cites when it rests on a fact."""
    source = fact.source
    return Citation(
        kind="fact", ref=fact.id, text=source.quote, filename=source.filename, page=source.page, dated=fact.dated
    )


# Forms


def position_form(dossier: DossierView, said: Conclusion | Position | None, attempt: Attempt | None) -> PositionForm:
    """The fields of a position as kept, or as typed when that was not kept; empty where nothing was said."""
    if attempt is not None:
        form, known = attempt.form, {r.id for r in dossier.pathway.required_documents}
        return PositionForm(
            diagnosis=form.text("diagnosis"),
            option=form.text("option"),
            alternatives=tuple(form.texts("alternatives")),
            discouraged=tuple(form.texts("discouraged")),
            exams=tuple(e for e in form.texts("exams") if e in known),
            own_exams=form.secret("own_exams"),
            certainty=form.text("certainty"),
            patient_fr=form.secret("patient_fr"),
        )
    if said is None:
        return PositionForm("", "", (), (), (), "", "", "")
    known = {r.id for r in dossier.pathway.required_documents}
    outside = said.outside if isinstance(said, Conclusion) else said.option is None
    return PositionForm(
        diagnosis=said.diagnosis,
        option=OUTSIDE if outside else said.option or "",
        alternatives=said.alternatives,
        discouraged=said.discouraged,
        exams=tuple(e for e in said.exams if e in known),
        own_exams="\n".join(e for e in said.exams if e not in known),
        certainty=said.certainty or "",
        patient_fr=said.patient_fr if isinstance(said, Conclusion) else "",
    )


def labels_form(labels: Labels, attempt: Attempt | None) -> LabelsForm:
    """The fields of the labels as kept, or as typed when that was not kept."""
    if attempt is not None:
        form = attempt.form
        return LabelsForm({on: form.text(on) for on, _ in ON_FR}, form.text("severity"), bool(form.text("equipoise")))
    axes = {"diagnosis": labels.diagnosis, "treatment": labels.treatment, "exams": labels.exams}
    severity = "" if labels.severity is None else str(labels.severity)
    return LabelsForm({on: axis or "" for on, axis in axes.items()}, severity, labels.equipoise)


def conclusion_of(dossier: DossierView, form: Fields) -> Conclusion:
    """The conclusion that was typed. Raises `NotYet` when it cannot be kept."""
    option = form.text("option")
    try:
        return Conclusion(
            diagnosis=form.text("diagnosis"),
            option=option if option and option != OUTSIDE else None,
            outside=option == OUTSIDE,
            alternatives=_options(dossier, form, "alternatives"),
            discouraged=_options(dossier, form, "discouraged"),
            exams=_exams(dossier, form),
            certainty=form.text("certainty") or None,
            patient_fr=form.text("patient_fr"),
        )
    except ValidationError as error:
        raise NotYet(what=_refused(error)) from None


def position_of(dossier: DossierView, form: Fields) -> tuple[Position | None, dict[str, str]]:
    """The position that was typed, or what it lacks by field, in French."""
    errors: dict[str, str] = {}
    if not form.text("diagnosis"):
        errors["diagnosis"] = "Écrivez votre diagnostic ; « incertain » se dit aussi."
    if form.text("option") not in {OUTSIDE, *(o.id for o in dossier.pathway.options)}:
        errors["option"] = "Choisissez l'option que vous retenez, ou « hors référentiel »."
    elif form.text("option") in (*form.texts("alternatives"), *form.texts("discouraged")):
        errors["option"] = "L'option retenue est aussi cochée comme alternative ou déconseillée : décochez-la là."
    if form.text("certainty") not in get_args(Certainty):
        errors["certainty"] = "Choisissez votre degré de certitude."
    if errors:
        return None, errors
    try:
        return conclusion_of(dossier, form).position(), {}
    except NotYet as error:
        return None, {"diagnosis": str(error)}


def labels_of(form: Fields) -> Labels:
    """The labels that were chosen. Raises `NotYet` for a choice that is none."""
    try:
        return Labels.model_validate(
            {
                **{on: form.text(on) or None for on, _ in ON_FR},
                "severity": int(form.text("severity")) if form.text("severity").isdecimal() else None,
                "equipoise": bool(form.text("equipoise")),
            }
        )
    except ValidationError as error:
        raise NotYet(what=_refused(error)) from None


def _options(dossier: DossierView, form: Fields, name: str) -> tuple[str, ...]:
    chosen = set(form.texts(name))
    return tuple(o.id for o in dossier.pathway.options if o.id in chosen)


def _exams(dossier: DossierView, form: Fields) -> tuple[str, ...]:
    chosen = set(form.texts("exams"))
    listed = [r.id for r in dossier.pathway.required_documents if r.id in chosen]
    own = [line.strip() for line in form.text("own_exams").splitlines()]
    return (*listed, *(line for line in own if line))


def _refused(error: ValidationError) -> str:
    kinds = {each["type"] for each in error.errors()}
    if "string_too_long" in kinds:
        return "Le texte dépasse 4 000 caractères : raccourcissez-le."
    return "Un choix n'est pas parmi ceux de la page. Rechargez-la."
