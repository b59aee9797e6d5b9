"""The pieces of a dossier that a statement may cite, numbered: facts, conclusions, sentences, requirements, answers."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.completeness import Completeness
from engine.domain.dossier import Answer, Dossier
from engine.domain.fact import Fact
from engine.domain.opinion import RULE_FR, Citation
from engine.domain.pathway import Pathway
from engine.domain.wording import french_number
from engine.steps.asked_options import opens_with
from engine.steps.conclusions import Concluded
from engine.steps.evidence_passages import add_passage
from engine.steps.interpret import Interpreted
from engine.steps.marks import settled_fr
from engine.steps.numbering import Numbering
from engine.steps.printed import MARK, printed
from engine.steps.range_levels import level_of
from engine.steps.scales import named_scale
from engine.steps.trends import base_label

CONCLUSION_KEY = "conclusion"
MARKED = re.compile(rf"\d{MARK}")
"""A result that its mark touches: what was read is told beside the quote."""


def add_fact(numbering: Numbering, fact: Fact, at: int, *, counts: bool, watched: bool, tried: bool = False) -> None:
    """Number one fact; `at` is its place in the order of reading, `counts` where the pathway's decisions rest on it."""
    beside, value = _beside(fact), printed(fact)
    told = [f"lu {value}"] if value and MARKED.search(fact.source.quote) else []
    told += [beside] if beside else []
    label = re.sub(r"\s*\([^)]*\)", "", base_label(fact.label_fr))
    numbering.add(
        "F",
        fact.id,
        {
            "kind": "fact",
            "text": fact.source.quote,
            "polarity": fact.polarity,
            "bearer": fact.bearer,
            "side": fact.side,
            "dated": fact.dated,
            "month": fact.month,
            "document": fact.source.document,
            "at": at,
            "key": fact.key,
            "label_fr": named_scale(fact, label) or label,
            "said_fr": value,
            "beside": beside,
            "counts": counts,
            "watched": watched,
            "tried": tried,
            "range_level": level_of(fact),
        },
        Citation(
            kind="fact",
            ref=fact.id,
            text=fact.source.quote,
            filename=fact.source.filename,
            page=fact.source.page,
            dated=fact.dated,
            beside=" ; ".join(told) or None,
        ),
    )


def add_conclusions(
    numbering: Numbering,
    concluded: Sequence[Concluded],
    facts: Sequence[Fact],
    places: Mapping[str, int],
    days: Mapping[str, date | None],
) -> None:
    """The sentences in which reports conclude, each at the place of the first fact that it holds."""
    for n, said in enumerate(concluded):
        inside = [
            f
            for f in facts
            if (f.source.document, f.source.page) == (said.document, said.page)
            and said.start <= f.source.start < said.end
        ]
        if inside and all(f.bearer == "patient" for f in inside):
            first = min(inside, key=lambda f: f.source.start)
            numbering.add(
                "F",
                f"conclusion.{n}",
                {
                    "kind": "fact",
                    "text": said.text,
                    "dated": days.get(said.document),
                    "document": said.document,
                    "at": places[first.id],
                    "key": CONCLUSION_KEY,
                },
                Citation(
                    kind="fact",
                    ref=first.id,
                    text=said.text,
                    filename=said.filename,
                    page=said.page,
                    dated=days.get(said.document),
                ),
            )


def _beside(fact: Fact) -> str | None:
    """What the report prints beside a result, and how a drug is taken: never judged here."""
    told = []
    if fact.reference and fact.reference.quote not in fact.source.quote:
        told.append(f"réf. {_bare(' '.join(fact.reference.quote.split()))}")
    if fact.flag and fact.flag not in fact.source.quote:
        told.append(f"noté « {fact.flag} »")
    if fact.schedule and fact.schedule.quote not in fact.source.quote:
        told.append(" ".join(fact.schedule.quote.split()))
    return " ; ".join(told) or None


def _bare(quote: str) -> str:
    """A range without the brackets around it; those that say whom it holds for are its own."""
    return quote if "(" in quote[1:] else quote.strip(" ()[]")


def add_interpretations(numbering: Numbering, holding: Sequence[Interpreted], pathway: Pathway) -> None:
    """The pathway's own sentences that hold in this dossier, each with what makes it true."""
    seen = "" if pathway.status == "published" else ", à valider par un conseil scientifique"
    statements = {s.id: (s, o.id) for o in pathway.options for s in o.statements if s.verified}
    for one in holding:
        name = one.interpretation.id
        if one.interpretation.statement_id in statements:
            add_passage(numbering, *statements[one.interpretation.statement_id], pathway)
        wanted = (
            *(f"F:{i}" for i in one.facts),
            f"P:{one.interpretation.statement_id}",
            *(f"R:{i}" for i in one.pieces),
            *(f"A:{i}" for i in one.answers),
            *(["K:planned"] if one.dated_by_question else []),
            *(["K:age"] if "{age}" in one.interpretation.says_fr else []),
        )
        numbering.add(
            "K",
            f"interpretation.{name}",
            {
                "kind": "calculation",
                "text": one.text,
                "about": "interpretation",
                "key": name,
                "section": one.interpretation.section,
                "option": opens_with(one.text, pathway),
                "counts": one.interpretation.defers and not one.interpretation.pieces,
                "rests_on": tuple(numbering.ids[i] for i in wanted if i in numbering.ids)[:10],
            },
            Citation(
                kind="calculation",
                ref=f"{pathway.id}/{name}",
                text=f"{RULE_FR}{seen} : {one.text}",
            ),
        )


def add_requirements(
    numbering: Numbering,
    completeness: Completeness,
    pathway: Pathway,
    spoken: Mapping[str, str],
    days: Mapping[str, date | None],
) -> None:
    """What is lacking, to be asked, or met with a reservation, why the pathway asks for it, and what other papers say
    of it (`spoken`, by requirement); `days` are those of the documents."""
    for item in completeness.items:
        if item.status in ("missing", "outdated", "unreadable", "ask") or item.reservation_fr:
            beside = " ".join(told for told in (item.reservation_fr, settled_fr(item)) if told)
            text = f"{item.label_fr} : {item.reason_fr}" + (f" {beside}" if beside else "")
            if item.status == "missing" and (why := pathway.requirement(item.requirement).why_fr) not in text:
                text = f"{text} {why}"
            if about := spoken.get(item.requirement):
                text = f"{text} Ce qu'en disent les documents : {about}"
            there = max((e.document for e in item.documents), key=lambda d: str(days.get(d) or ""), default=None)
            numbering.add(
                "R",
                item.requirement,
                {
                    "kind": "requirement",
                    "text": text,
                    "status": item.status,
                    "level": item.level,
                    "key": item.requirement,
                    "label_fr": item.label_fr,
                    "said_fr": pathway.requirement(item.requirement).why_fr,
                    "settled_fr": settled_fr(item) or None,
                    "beside": about,
                    "document": there,
                    "dated": days.get(there) if there else None,
                    "months": pathway.requirement(item.requirement).max_age_months,
                },
                Citation(kind="requirement", ref=item.requirement, text=text),
            )


def add_answers(numbering: Numbering, dossier: Dossier, pathway: Pathway) -> None:
    """The patient's question and each answer, with the question that it answers."""
    question = f"Question du patient : {dossier.question.text}"
    numbering.add(
        "A",
        "question",
        {"kind": "questionnaire", "text": question},
        Citation(kind="questionnaire", ref="question", text=question),
    )
    asked = {v.id: v.question_fr for v in pathway.variables}
    choices = {(v.id, c.id): c.label_fr for v in pathway.variables for c in v.choices}
    for name, answer in dossier.questionnaire.items():
        told = choices.get((name, answer)) if isinstance(answer, str) else None
        text = f"{asked.get(name, name)} Réponse : {told or _answer(answer)}"
        # The question names what the answer denies: "de la fièvre ? Réponse : non".
        said: dict[str, object] = {
            "kind": "questionnaire",
            "text": text,
            "key": name,
            "polarity": "negated" if answer is False else "affirmed",
        }
        numbering.add("A", name, said, Citation(kind="questionnaire", ref=name, text=text))


def _answer(answer: Answer) -> str:
    if isinstance(answer, bool):
        return "oui" if answer else "non"
    return french_number(answer) if isinstance(answer, float | int) else answer
