"""What a run found, for a person at a terminal."""

from collections.abc import Iterator

from engine.domain.completeness import Item
from engine.domain.document import Document
from engine.domain.outcome import Outcome
from engine.domain.pathway import Pathway
from engine.domain.run import Run
from engine.domain.wording import counted_fr, french_date

STATUS_FR = {
    "met": "présent",
    "missing": "manquant",
    "outdated": "périmé",
    "unreadable": "illisible",
    "not_applicable": "sans objet",
    "ask": "à préciser",
}
LEVEL_FR = {"required": "nécessaire", "recommended": "recommandé", "optional": "facultatif"}
AXES_FR = {"C": "concordant", "P": "partiel", "X": "discordant", "N": "non évaluable"}


def summary(outcome: Outcome, pathway: Pathway) -> Iterator[str]:
    """Yield the lines of the summary in French: documents, what is missing and how to ask for it, draft, comparison."""
    dossier, labels = outcome.dossier, {o.id: o.label_fr for o in pathway.options}
    yield f"Dossier {dossier.id} — {pathway.label_fr}" + ("" if outcome.published else " — référentiel non validé")
    yield f"  Documents : {len(outcome.documents)} ; faits : {len(outcome.facts)}"
    for document in outcome.documents:
        yield _document(document)
    for refused in outcome.refused:
        yield f"    ! {refused.upload.filename} : {refused.reason_fr}"
    items = outcome.completeness.items
    yield f"  Pièces : {_counts(items)}" + (" — avis provisoire" if outcome.completeness.provisional else "")
    for item in items:
        if item.request_fr:
            yield f"    - {STATUS_FR[item.status]} ({LEVEL_FR[item.level]}) : {item.label_fr}"
            yield f"      → {item.request_fr}"
    for conflict in outcome.conflicts:
        yield f"    ! contradiction : {conflict.what_fr}"
    if outcome.refusal:
        yield f"  Pas de pré-avis : {outcome.refusal.reason_fr}"
    if outcome.draft:
        position = outcome.draft.position
        yield f"  Pré-avis : {labels.get(position.option or '', 'hors référentiel')} (certitude {position.certainty})"
        yield f"    {position.diagnosis}"
        yield f"    {len(outcome.draft.statements)} énoncés sourcés, {len(outcome.draft.set_aside)} écartés"
    for line in made_by(outcome.written) if outcome.draft and outcome.written else ():
        yield f"    {line}"
    for found in outcome.addressed:
        yield f"    ! suspect : {found.told_fr}"
    if outcome.convergence:
        c = outcome.convergence
        axes = f"diagnostic {AXES_FR[c.diagnosis]}, traitement {AXES_FR[c.treatment]}, examens {AXES_FR[c.exams]}"
        yield f"  Comparé au premier avis : {AXES_FR[c.overall]} ({axes})"


def made_by(run: Run) -> Iterator[str]:
    """Who wrote a draft, with what it took, and what its reader must know of it."""
    if run.model and run.model.id != "assembled":
        yield f"Rédigé par le modèle {run.model.id}, {_asked_with(run)}."
    elif run.answers:
        yield f"Assemblé par le programme après l'essai du modèle {run.answers[0].model.id}, {_asked_with(run)}."
    else:
        yield "Assemblé par le programme, sans modèle génératif."
    if run.answers:
        yield spent_fr(run)
    yield from run.told_fr


def spent_fr(run: Run) -> str:
    """Tokens, seconds and cost of a run's answers."""
    counted = run.tokens_in is not None and run.tokens_out is not None
    tokens = f"{run.tokens_in} jetons lus, {run.tokens_out} écrits" if counted else "jetons non comptés par le serveur"
    seconds = f"{run.model_seconds:.1f} s".replace(".", ",")
    cost = f", {run.cost:.4f} €".replace(".", ",") if run.cost is not None else ""
    return f"{counted_fr(len(run.answers), 'réponse')}, {tokens}, {seconds}{cost}."


def _asked_with(run: Run) -> str:
    prompt = run.prompt or (run.answers[0].prompt if run.answers else None)
    return f"demande {prompt.name} {prompt.version}" if prompt else "demande inconnue"


def _document(document: Document) -> str:
    """What a document was taken for, so that a wrong kind, date or owner is seen at once; `!` calls for a look."""
    doubts = {
        "partenaire": document.owner == "partner",
        "autre personne": document.owner == "other_person",
        "doublon": document.duplicate_of is not None,
        "illisible": not document.legible,
    }
    told = " et ".join(doubt for doubt, holds in doubts.items() if holds)
    pages = f"p. {document.pages[0]}" + (f"-{document.pages[-1]}" if len(document.pages) > 1 else "")
    dated = french_date(document.dated) if document.dated else "sans date"
    mark = f"! {told} :" if told else "-"
    return f"    {mark} {document.file_fr}, {pages} : {document.kind.replace('_', ' ')}, {dated}"


def _counts(items: tuple[Item, ...]) -> str:
    told = [(label, sum(i.status == status for i in items)) for status, label in STATUS_FR.items()]
    return ", ".join(f"{count} {label}" for label, count in told if count)
