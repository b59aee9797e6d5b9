"""The opinion as a doctor works on it: statements with their state, the forms and what is still to be done."""

from collections.abc import Sequence
from typing import NamedTuple

from engine import DossierView, ReviewView
from engine.domain.convergence import Axis
from engine.domain.fact import Fact
from engine.domain.opinion import Certainty, Citation, Section, Statement
from engine.domain.review import Block, Decision, Review
from review_ui.attempt import Attempt
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
SEVERITIES_FR: tuple[tuple[int, str, str], ...] = (
    (0, "Aucune", "Accord sur l'ensemble."),
    (1, "Mineure", "Variante de forme ou de confort."),
    (2, "Modérée", "Change un examen, une technique ou un délai, sans perte de chance."),
    (3, "Majeure", "Change la stratégie principale : opérer ou non, chimiothérapie, FIV."),
    (4, "Critique", "Risque de perte de chance, urgence ou erreur dangereuse : côté, médicament, cancer manqué."),
)
AFTER_THE_READ = frozenset({"statement", "diagnosis", "option", "certainty", "answer", "patient", "labels"})


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
        places=places_of(dossier, cites, text),
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
