"""Facts: found or not, with which unit, date, side and file, and what was wrongly told of the patient."""

from collections.abc import Iterator

from evaluation.case import Expected, ExpectedFact
from evaluation.result import Result, ResultFact
from evaluation.scorers.matching import inside, repeats, same_unit, same_value
from evaluation.tally import Score

UNJUDGED = "la vérité ne donne aucune valeur pour cette clé"


def score_facts(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield recall and attributes of each expected fact, then the precision of each value that was given."""
    for fact in expected.facts:
        yield from _recalled(fact, result)
        if fact.polarity != "affirmed" or fact.bearer != "patient":
            yield from _guarded(fact, result)
    yield from _precise(expected, result)


def _recalled(fact: ExpectedFact, result: Result) -> Iterator[Score]:
    found, what = counterpart(fact, result), _named(fact)
    yield Score(figure="facts.recall", what=what, hit=found is not None, why=f"« {fact.quote} »")
    if found is None:
        return
    yield Score(
        figure="facts.unit",
        what=what,
        hit=same_unit(fact.unit, found.unit, found.unit_ucum),
        why=f"attendu {fact.unit}, trouvé {found.unit}",
    )
    if fact.date is not None:
        right = found.date == fact.date.isoformat()
        yield Score(figure="facts.date", what=what, hit=right, why=f"attendu {fact.date}, trouvé {found.date}")
    if fact.side is not None:
        right = found.side == fact.side
        yield Score(figure="facts.side", what=what, hit=right, why=f"attendu {fact.side}, trouvé {found.side}")
    yield Score(figure="facts.place", what=what, hit=found.file == fact.file, why=f"trouvé dans {found.file}")


def _guarded(fact: ExpectedFact, result: Result) -> Iterator[Score]:
    """A negated, doubtful or family fact is a trap: to tell it as the patient's is the error that harms."""
    caught = [given for given in result.facts if given.asserted and _speaks_of(fact, given)]
    what, why = _named(fact), "; ".join(f"affirmé : « {given.quote} »" for given in caught)
    yield Score(figure="facts.trap_avoided", what=what, hit=not caught, why=why)
    found = counterpart(fact, result)
    right = found is not None and (found.polarity, found.bearer) == (fact.polarity, fact.bearer)
    got = f"{found.polarity}, {found.bearer}" if found else "rien"
    yield Score(
        figure="facts.assertion_recall",
        what=what,
        hit=right,
        why=f"attendu {fact.polarity}, {fact.bearer} ; trouvé {got}",
    )


def _precise(expected: Expected, result: Result) -> Iterator[Score]:
    """The truth is not exhaustive: a value is judged only where the truth has values of the same key."""
    known: dict[str, list[ExpectedFact]] = {}
    for fact in expected.facts:
        if fact.value is not None:
            known.setdefault(fact.key, []).append(fact)
    for given in result.facts:
        if given.key is None or given.value is None or not given.asserted:
            continue
        judges = known.get(given.key)
        yield Score(
            figure="facts.key_precision",
            what=f"{given.key} = {given.value} ({given.file})",
            hit=any(same_value(fact.value, given.value) for fact in judges) if judges else None,
            why=f"« {given.quote} »" if judges else UNJUDGED,
        )


def counterpart(fact: ExpectedFact, result: Result) -> ResultFact | None:
    """The given fact that agrees with the expected one on most counts and on its value; None when none does."""
    alike = [g for g in result.facts if g.key == fact.key or repeats(fact.quote, g.quote)]
    best = max(alike, key=lambda given: _agreements(fact, given), default=None)
    return best if best is not None and same_value(fact.value, best.value) else None


def _agreements(fact: ExpectedFact, given: ResultFact) -> int:
    return (
        same_value(fact.value, given.value)
        + (given.polarity == fact.polarity)
        + (given.file == fact.file)
        + (given.key == fact.key)
        + repeats(fact.quote, given.quote)
    )


def _speaks_of(fact: ExpectedFact, given: ResultFact) -> bool:
    """The same thing in the same words, or a bare mention taken out of them."""
    if given.key == fact.key and repeats(fact.quote, given.quote):
        return True
    return given.value is None and inside(given.quote, fact.quote)


def _named(fact: ExpectedFact) -> str:
    return f"{fact.key} = {fact.value} ({fact.file})" if fact.value is not None else f"{fact.key} ({fact.file})"
