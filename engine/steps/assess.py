"""Completeness: each requirement of the pathway with its status, its evidence or reason, and the request."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile

from engine.domain.completeness import Completeness, Evidence, Item
from engine.domain.conditions import WITHOUT_OBJECT, Value, judge
from engine.domain.conditions import variables_of as variables_in
from engine.domain.document import Document, Page
from engine.domain.dossier import Dossier
from engine.domain.matching import Match, Reservation
from engine.domain.pathway import Pathway, Requirement
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, pattern
from engine.steps.calendar_dates import add_months, age_fr, months_between
from engine.steps.headings import headings

TOO_OLD_FR = "Le document que nous avons est trop ancien : envoyez le plus récent."
ILLEGIBLE_FR = "Le document que nous avons est illisible : envoyez-le de nouveau, à plat et bien éclairé."
SUBSTITUTE_FR = "Pièce de substitution : à compléter si possible."
TITLE_LINES = 6
SALUTATION = re.compile(r"\s*(?:mon |ma |mes |tres )*(?:cher|chere)s?\b")
"""How a letter begins, on folded text."""
TO_COME = re.compile(
    r"(?<=[.;:])[^.;:]{0,80}\bser(?:a|ont)\s+(?:demand|réalis|programm|prescri|organis|prévu|fait)\w*"
    r"|(?<=[.;:,])[^.;:,]{0,60}\b(?:à\s+(?:discuter|envisager|prévoir|programmer|proposer|demander)|souhaitable|conseillée?)\b"
    r"|\b(?:comparaison|comparati(?:f|ve)s?|comparée?s?\s+[àa])\b[^.;\n]{0,100}(?:\n(?=[a-zà-ÿ(])[^.;\n]{0,60})?"
    r"|\bpar\s+rapport\s+(?:à|aux?)\b[^.;\n]{0,60}"
    r"|\b(?:vue?s?|connue?s?|décrite?s?|mesurée?s?|découverte?s?|suspectée?s?)\s+(?:à|sur|en|par|lors d['’e])\s*"
    r"(?:l['’]|une?\s|la\s|les\s)?[\w.]+"
    r"|\bà\s+(?:confronter|corréler|comparer|compléter)\s+(?:à|avec|par|aux?)\b[^.;:]{0,60}",
    re.IGNORECASE,
)
"""An examination that is only announced, advised or compared with ("EFR et IRM seront demandées", "IRM à discuter",
"à confronter à la TEP", "Comparaison : IRM de juin", "vu à l'IRM") gives a document no name."""
"""Lines below the letterhead in which a document may name itself; further down it mentions others."""


class Candidate(Record):
    """A document with its folded text, its folded headings (first lines and file name, without the letterhead) and the
    first of them, where a title stands."""

    document: Document
    text: str
    top: str
    title: str


def variables_of(dossier: Dossier, pathway: Pathway) -> dict[str, Value | None]:
    """What conditions compare: the questionnaire, and what is computed from identity and question.

    Computed are the age in completed years (`age`, and `age_femme` when the patient is the woman of the couple), `male`
    and the question's id and type. A question that did not arise, its `ask_if` being false, is without object.
    """
    variables: dict[str, Value | None] = dict(dossier.questionnaire)
    age = dossier.patient.age_on(dossier.received_on)
    variables["age"] = age
    variables["male"] = dossier.patient.sex == "M"
    if dossier.patient.sex == "F":
        variables["age_femme"] = age
    types = {q.type for q in pathway.patient_questions if q.id == dossier.question.type}
    variables["question_type"] = frozenset({dossier.question.type, *types})
    for variable in pathway.variables:
        if variables.get(variable.id) is None and variable.ask_if and judge(variable.ask_if, variables) is False:
            variables[variable.id] = False if variable.type == "boolean" else WITHOUT_OBJECT
    return variables


def assess(
    documents: Sequence[Document],
    pages: Sequence[Page],
    pathway: Pathway,
    dossier: Dossier,
    vocabulary: Vocabulary,
) -> Completeness:
    """Judge every requirement: its condition first (false: not applicable, unknown: ask), then what the dossier holds.

    Freshness counts from the examination's date to the day of reception. Another person's document meets nothing.
    """
    texts = _texts(documents, pages, vocabulary)
    variables = variables_of(dossier, pathway)
    own = [d for d in documents if d.owner != "other_person"]
    items: dict[str, Item] = {}
    for requirement in pathway.required_documents:
        found = [texts[d.id] for d in own if _is_of_the_sort(requirement, texts[d.id])]
        items[requirement.id] = _item(requirement, found, variables, dossier.received_on, pathway)
    for requirement in pathway.required_documents:
        items[requirement.id] = _with_substitutes(requirement, items)
    done = tuple(items.values())
    lacking = any(i.level == "required" and i.status in ("missing", "outdated", "unreadable", "ask") for i in done)
    return Completeness(pathway=pathway.id, version=pathway.version, items=done, provisional=lacking)


def _texts(documents: Sequence[Document], pages: Sequence[Page], vocabulary: Vocabulary) -> Mapping[str, Candidate]:
    by_place = {(p.upload, p.filename, p.number): p.text for p in pages}
    candidates = {}
    for document in documents:
        text = "\n".join(by_place[document.upload, document.filename, n] for n in document.pages)
        name = document.filename.rsplit(".", 1)[0].replace("-", " ").replace("_", " ")
        own = headings(TO_COME.sub(" ", text), vocabulary)
        title = "\n".join(takewhile(_is_no_salutation, own.splitlines()[:TITLE_LINES]))
        candidates[document.id] = Candidate(
            document=document, text=fold(text), top=fold(f"{own}\n{name}"), title=fold(f"{title}\n{name}")
        )
    return candidates


def _is_no_salutation(line: str) -> bool:
    """Whether a line may be a title: what follows the salutation of a letter is its text."""
    return SALUTATION.match(fold(line)) is None


def _is_of_the_sort(requirement: Requirement, candidate: Candidate) -> bool:
    if candidate.document.legible:
        return any(_matches(m, candidate) for m in requirement.match)
    # Nothing can be read: what the file name announces is all there is.
    kind = candidate.document.kind
    of_kind = [m for m in requirement.match if kind in m.kinds]
    if not of_kind and kind != "autre":
        return False
    words = (requirement.id.replace("_", " "), *requirement.modality_or_analytes, *requirement.synonyms_fr)
    if any(re.search(rf"\b{re.escape(fold(w))}s?\b", candidate.top) for w in words):
        return True
    named = requirement.match if kind == "autre" else of_kind
    if any_match(tuple(x for m in named for x in (*m.title_any, *m.text_any, *m.text_all)), candidate.top):
        return True
    return any(not m.title_any and not m.text_any and not m.text_all for m in of_kind)


def _matches(match: Match, candidate: Candidate) -> bool:
    if candidate.document.kind not in match.kinds:
        return False
    if any_match(match.none_of, candidate.title) or any_match(match.text_none, candidate.text):
        return False
    if not all(pattern(x).search(candidate.text) for x in match.text_all):
        return False
    if not match.title_any and not match.text_any:
        return True
    return bool(any_match(match.title_any, candidate.top) or any_match(match.text_any, candidate.text))


def _item(
    requirement: Requirement,
    found: Sequence[Candidate],
    variables: Mapping[str, Value | None],
    received_on: date,
    pathway: Pathway,
) -> Item:
    evidence = tuple(
        Evidence(document=c.document.id, filename=c.document.filename, page=c.document.pages[0]) for c in found
    )
    applies = judge(requirement.condition.expr, variables)
    common = {"requirement": requirement.id, "label_fr": requirement.label_fr, "level": requirement.level}
    if applies is False:
        reason = f"Sans objet : « {requirement.condition.label_fr} » ne s'applique pas."
        return Item(**common, status="not_applicable", documents=evidence, reason_fr=reason)
    if applies is None:
        reason = f"Condition inconnue : « {requirement.condition.label_fr} ». Le questionnaire n'y répond pas."
        question = _questions(requirement, variables, pathway)
        return Item(**common, status="ask", documents=evidence, reason_fr=reason, request_fr=question)
    rules = [r for r in requirement.reservations if r.when is None or judge(r.when, variables)]
    item = _judged(requirement, found, evidence, received_on, [r for r in rules if r.any_of or r.unless])
    said = [r.text_fr for r in rules if not r.any_of and not r.unless]
    if not said:
        return item
    return item.model_copy(update={"reservation_fr": " ".join([*said, *filter(None, [item.reservation_fr])])})


def _judged(
    requirement: Requirement,
    found: Sequence[Candidate],
    evidence: tuple[Evidence, ...],
    received_on: date,
    reservations: Sequence[Reservation],
) -> Item:
    common = {"requirement": requirement.id, "label_fr": requirement.label_fr, "level": requirement.level}
    legible = [c for c in found if c.document.legible]
    fresh = [c for c in legible if _is_fresh(c.document, requirement, received_on)]
    if fresh:
        best = max(fresh, key=lambda c: c.document.dated or date.min)
        return Item(
            **common,
            status="met",
            documents=evidence,
            reason_fr=_described(best.document, requirement, received_on),
            reservation_fr=_reservation(requirement, reservations, [c.text for c in fresh], best.document),
        )
    if legible:
        latest = max(legible, key=lambda c: c.document.dated or date.min).document
        return Item(
            **common,
            status="outdated",
            documents=evidence,
            reason_fr=_described(latest, requirement, received_on),
            request_fr=f"{requirement.ask_patient_fr} {TOO_OLD_FR}",
        )
    if found:
        return Item(
            **common,
            status="unreadable",
            documents=evidence,
            reason_fr=f"« {found[0].document.file_fr} » est illisible.",
            request_fr=f"{requirement.ask_patient_fr} {ILLEGIBLE_FR}",
        )
    return Item(
        **common,
        status="missing",
        documents=(),
        reason_fr=f"Aucun document de ce type dans le dossier. {requirement.why_fr}",
        request_fr=requirement.ask_patient_fr,
    )


def _is_fresh(document: Document, requirement: Requirement, received_on: date) -> bool:
    """An undated document cannot be shown to be old: it counts, with a reservation."""
    if requirement.max_age_months is None or document.dated is None:
        return True
    return add_months(document.dated, requirement.max_age_months) >= received_on


def _described(document: Document, requirement: Requirement, received_on: date) -> str:
    """The document with its age at reception, to the day where it is near the limit."""
    if document.dated is None:
        return f"« {document.file_fr} », date non lue."
    limit = requirement.max_age_months
    awaited = f", attendu de moins de {limit} mois" if limit else ""
    age = age_fr(document.dated, received_on, to_the_day=months_between(document.dated, received_on) == limit)
    return f"« {document.file_fr} » du {french_date(document.dated)} : {age} à la réception{awaited}."


def _reservation(
    requirement: Requirement, reservations: Sequence[Reservation], texts: Sequence[str], document: Document
) -> str | None:
    folded = "\n".join(texts)
    said = [
        r.text_fr
        for r in reservations
        if (r.any_of and any_match(r.any_of, folded)) or (r.unless and not any_match(r.unless, folded))
    ]
    if document.dated is None and requirement.max_age_months is not None:
        said.append("Date de l'examen non lue : ancienneté à vérifier.")
    if document.owner == "unknown":
        said.append("Identité à vérifier sur le document.")
    return " ".join(said) or None


def _with_substitutes(requirement: Requirement, items: Mapping[str, Item]) -> Item:
    """A requirement that another one may stand in for counts as met, shown as degraded."""
    item = items[requirement.id]
    if item.status not in ("missing", "outdated", "unreadable"):
        return item
    for name in requirement.satisfied_by:
        other = items[name]
        if other.status == "met" and not other.degraded:
            return item.model_copy(
                update={
                    "status": "met",
                    "documents": other.documents,
                    "reason_fr": f"Remplacé par : {other.label_fr}. {other.reason_fr}",
                    "reservation_fr": " ".join(filter(None, [SUBSTITUTE_FR, item.reservation_fr])),
                    "request_fr": None,
                    "degraded": True,
                }
            )
    return item


def _questions(requirement: Requirement, variables: Mapping[str, Value | None], pathway: Pathway) -> str:
    """The questions whose answers decide the condition, in the order of the pathway, with who is asked."""
    unknown = {name for name in variables_in(requirement.condition.expr) if variables.get(name) is None}
    asked = [v for v in pathway.variables if v.id in unknown]
    lines = [v.question_fr if v.asked_of == "patient" else f"{v.question_fr} (à chercher par l'équipe)" for v in asked]
    return " ".join(lines) or f"À préciser : {requirement.condition.label_fr}."
