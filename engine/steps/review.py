"""A review as its events make it, and what still stands before a signature."""

from collections.abc import Sequence

from engine.domain.completeness import Completeness
from engine.domain.convergence import overall_of
from engine.domain.fact import RedFlag
from engine.domain.opinion import Draft, Statement
from engine.domain.pathway import Pathway
from engine.domain.review import (
    PATIENT_WORDS,
    Block,
    Conclusion,
    Decision,
    EventKind,
    Labels,
    Review,
    ReviewEvent,
    words_of,
)
from engine.domain.signed import Agreement, SignedStatement

EQUIPOISE_SEVERITY = 2
"""The gravest disagreement between options of which both are admissible. Source: the opinion structure, section 4."""


def fold(dossier: str, doctor: str, events: Sequence[ReviewEvent]) -> Review:
    """The review that `events`, in order of their version, make."""
    review = Review(dossier=dossier, doctor=doctor)
    for event in events:
        review = review.model_copy(update={**_change(review, event), "version": event.version})
    return review


def _change(review: Review, event: ReviewEvent) -> dict[str, object]:
    others = tuple(d for d in review.decisions if d.statement != event.statement)
    changes: dict[EventKind, dict[str, object]] = {
        "read": {"read": review.read or event.read},
        "draft": {"draft": event.draft},
        "decision": {"decisions": _decided(review.decisions, event.decision)},
        "undo": {"decisions": others},
        "conclusion": {"conclusion": event.conclusion or Conclusion()},
        "labels": {"labels": event.labels or Labels()},
        "unused": {"unused": bool(event.unused)},
    }
    return changes[event.kind]


def _decided(decisions: tuple[Decision, ...], latest: Decision | None) -> tuple[Decision, ...]:
    """What was decided, with the latest in the place of an earlier one: what the doctor added keeps its order."""
    if latest is None:
        return decisions
    if all(d.statement != latest.statement for d in decisions):
        return (*decisions, latest)
    return tuple(latest if d.statement == latest.statement else d for d in decisions)


def carried_over(decisions: Sequence[Decision], old: Draft | None, new: Draft) -> tuple[Decision, ...]:
    """The decisions that hold for a newer draft: those on statements that say the same with the same evidence.

    What the doctor added is carried over as it is.
    """
    before = {s.id: s for s in old.statements} if old else {}
    after = {(s.section, s.text, s.cites): s.id for s in new.statements}
    kept = []
    for decision in decisions:
        if decision.verdict == "added":
            kept.append(decision)
            continue
        was = before.get(decision.statement)
        now = after.get((was.section, was.text, was.cites)) if was else None
        if now is not None:
            kept.append(decision.model_copy(update={"statement": now}))
    return tuple(kept)


def undecided(review: Review, draft: Draft | None) -> tuple[Statement, ...]:
    """The statements of the draft on which nothing was decided; none when the draft is left unused."""
    if draft is None or review.unused:
        return ()
    return tuple(s for s in draft.statements if review.decision(s.id) is None)


def final_statements(review: Review, draft: Draft | None) -> tuple[SignedStatement, ...]:
    """What the opinion says: statements kept and edited in the draft's order, then those that the doctor added."""
    done = []
    for statement in draft.statements if draft and not review.unused else ():
        decision = review.decision(statement.id)
        if decision is None or decision.verdict == "removed":
            continue
        edited = decision.verdict == "edited"
        done.append(
            SignedStatement(
                section=statement.section,
                text=(decision.text or "").strip() if edited else statement.text,
                cites=statement.cites,
                origin="edited" if edited else "kept",
            )
        )
    for decision in review.decisions:
        if decision.verdict == "added":
            section, text = decision.section or "analyse", (decision.text or "").strip()
            done.append(SignedStatement(section=section, text=text, cites=decision.cites, origin="added"))
    return tuple(done)


def agreement_of(labels: Labels) -> Agreement | None:
    """The doctor's labels, or None while one is missing."""
    if labels.diagnosis is None or labels.treatment is None or labels.exams is None:
        return None
    on_the_whole = overall_of(labels.diagnosis, labels.treatment, labels.exams)
    if labels.severity is None and on_the_whole != "N":
        return None
    return Agreement(
        diagnosis=labels.diagnosis,
        treatment=labels.treatment,
        exams=labels.exams,
        overall=on_the_whole,
        severity=labels.severity,
        equipoise=labels.equipoise,
    )


def blocks(
    review: Review,
    draft: Draft | None,
    flags: Sequence[RedFlag],
    completeness: Completeness | None,
    pathway: Pathway,
    *,
    outdated: bool,
) -> tuple[Block, ...]:
    """What stands before a signature, in the order in which a doctor mends it.

    `flags` are those not cleared; `outdated` says that something came into the dossier since the draft under review.
    """
    found = []
    if review.read is None:
        found.append(Block(code="read", what_fr="Votre lecture indépendante n'est pas enregistrée.", where="#lecture"))
    found += [Block(code="flag", what_fr=f"Drapeau rouge à lever : {f.label_fr}.", where="#alertes") for f in flags]
    if completeness is None:
        found.append(Block(code="reading", what_fr="Le dossier n'est pas encore entièrement lu.", where="#documents"))
    if outdated:
        told = "Le dossier a changé depuis ce pré-avis : reprenez avec la version actuelle."
        found.append(Block(code="outdated", what_fr=told, where="#nouveau"))
    for statement in undecided(review, draft):
        told = f"Énoncé non tranché : « {_short(statement.text)} »"
        found.append(Block(code="statement", what_fr=told, where=f"#enonce-{statement.id}"))
    found += _of_conclusion(review, draft, pathway)
    found += _of_labels(review.labels)
    return tuple(found)


def _of_conclusion(review: Review, draft: Draft | None, pathway: Pathway) -> list[Block]:
    said, found = review.conclusion, []
    if not said.diagnosis.strip():
        found.append(Block(code="diagnosis", what_fr="Le diagnostic retenu est vide.", where="#conclusion-diagnosis"))
    known = {o.id for o in pathway.options}
    if said.option is None and not said.outside:
        told = "Aucune option n'est choisie : choisissez-en une, ou « hors référentiel »."
        found.append(Block(code="option", what_fr=told, where="#conclusion-option"))
    elif not said.outside and said.option not in known:
        told = "L'option choisie n'est plus dans le référentiel : choisissez de nouveau."
        found.append(Block(code="option", what_fr=told, where="#conclusion-option"))
    if said.option is not None and not said.outside and said.option in (*said.alternatives, *said.discouraged):
        told = "L'option retenue est aussi cochée comme alternative ou déconseillée : décochez l'une des deux."
        found.append(Block(code="option", what_fr=told, where="#conclusion-option"))
    if said.certainty is None:
        found.append(Block(code="certainty", what_fr="Le degré de certitude est vide.", where="#conclusion-certainty"))
    if not any(s.section == "avis" for s in final_statements(review, draft)):
        told = "Aucun énoncé ne répond à la question (section « Avis ») : gardez-en un ou ajoutez le vôtre."
        found.append(Block(code="answer", what_fr=told, where="#ajouter"))
    if not said.patient_fr.strip():
        told = "La synthèse pour le patient est vide."
        found.append(Block(code="patient", what_fr=told, where="#conclusion-patient"))
    elif words_of(said.patient_fr) > PATIENT_WORDS:
        told = f"La synthèse pour le patient dépasse {PATIENT_WORDS} mots."
        found.append(Block(code="patient", what_fr=told, where="#conclusion-patient"))
    return found


def _of_labels(labels: Labels) -> list[Block]:
    axes = {
        "diagnosis": (labels.diagnosis, "le diagnostic"),
        "treatment": (labels.treatment, "le traitement"),
        "exams": (labels.exams, "les examens"),
    }
    found = [
        Block(
            code="labels",
            what_fr=f"L'accord avec le premier avis n'est pas indiqué pour {on}.",
            where=f"#accord-{name}",
        )
        for name, (axis, on) in axes.items()
        if axis is None
    ]
    if not found and agreement_of(labels) is None:
        told = "La gravité de l'écart avec le premier avis n'est pas indiquée."
        found.append(Block(code="labels", what_fr=told, where="#accord-severity"))
    if labels.equipoise and labels.severity is not None and labels.severity > EQUIPOISE_SEVERITY:
        told = f"Entre options équivalentes, la gravité de l'écart ne dépasse pas {EQUIPOISE_SEVERITY}."
        found.append(Block(code="labels", what_fr=told, where="#accord-severity"))
    return found


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:89].rstrip() + "…"
