"""What tests of the pathways' sentences share: facts as documents tell them, and what is said of them."""

from datetime import date
from typing import Any

from engine.domain.conditions import Value
from engine.domain.fact import Fact, Reference
from engine.domain.pathway import Pathway
from engine.steps.days import Days
from engine.steps.interpret import interpret
from engine.steps.known import known_values
from tests.builders import a_completeness, a_fact, a_page, an_item

PROSTATE, COLON = "cancer-prostate", "cancer-colon-rectum"
THYROID, POLYARTHRITIS = "cancer-thyroide-nodule", "polyarthrite-rhumatoide"
LETTER, IMAGING, LAB, PATHOLOGY = "courrier", "compte_rendu_imagerie", "biologie", "anatomopathologie"

Told = tuple[str, Fact]
Answers = dict[str, Value | None]
RECEIVED = Days(received_on=date(2026, 2, 2))
NEGATED: dict[str, Any] = {"polarity": "negated"}


def told(key: str, value: Any = None, kind: str = LETTER, words: str = "", **over: Any) -> Told:
    """A fact and the kind of the document that says it, in `words`, else by its key and value."""
    quote = words or f"{key} {str(value).replace('.', ',')}"
    name = f"{kind}.{key}.{value}.{over.get('polarity', '')}"
    fact = a_fact(name, a_page(quote), quote, **{"key": key, "value": value, "side": None, **over})
    return kind, fact.model_copy(update={"source": fact.source.model_copy(update={"document": name})})


def lab(key: str, value: float, low: float | None, high: float | None, **over: Any) -> Told:
    """A laboratory's result with the range that it prints."""
    return told(key, value, LAB, reference=Reference(low=low, high=high, quote="réf.", start=0, end=4), **over)


def sentences(
    pathway: Pathway, facts: list[Told], answers: Answers, pieces: dict[str, str] | None = None, age: int = 73
) -> dict[str, str]:
    kinds = {fact.source.document: kind for kind, fact in facts}
    own = [fact for _, fact in facts]
    known = known_values({"age": age, **answers}, own, pathway, kinds)
    items = [an_item(name, status=status) for name, status in (pieces or {}).items()]
    found = interpret(pathway, own, known, a_completeness(*items), kinds, age, RECEIVED)
    return {one.interpretation.id: one.text for one in found}


def tell_apart(
    pathway: Pathway,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    more: list[Told],
    otherwise: Answers,
) -> None:
    """The sentence is said of the facts and answers, and not with `more` facts or answers that are `otherwise`.

    An answer that is None takes the fact of its name away.
    """
    question: Answers = {"question_type": frozenset({"operer_ou_non"})}
    assert sentence in sentences(pathway, facts, {**question, **answers})
    left = [f for f in facts if otherwise.get(f[1].key, "") is not None]
    assert sentence not in sentences(pathway, [*left, *more], {**question, **answers, **otherwise})
