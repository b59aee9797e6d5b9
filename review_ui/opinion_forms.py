"""The forms of an opinion: their fields as kept or typed, and what was typed as a position, conclusion or labels."""

from typing import NamedTuple, get_args

from pydantic import ValidationError

from engine import DossierView, NotYet
from engine.domain.opinion import Certainty, Position
from engine.domain.review import Conclusion, Labels
from review_ui.attempt import Attempt
from review_ui.incoming import Fields

ON_FR: tuple[tuple[str, str], ...] = (
    ("diagnosis", "Diagnostic"),
    ("treatment", "Traitement"),
    ("exams", "Examens"),
)
OUTSIDE = "hors-referentiel"


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
