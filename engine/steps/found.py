"""What findings of the shared vocabulary say of a variable: yes, no, or nothing that is sure."""

from collections.abc import Mapping, Sequence

from engine.domain.fact import DRUG_KEYS, Fact
from engine.domain.variables import FoundVariable
from engine.domain.wording import fold, pattern
from engine.steps.moments import is_after
from engine.steps.recalled import REPORTING


def found_of(found: FoundVariable, facts: Sequence[Fact], kinds: Mapping[str, str]) -> tuple[bool, Fact] | None:
    """What the papers say of the variable and the fact that tells it; None where none does or one leaves it open.

    `kinds` gives the kind of each document.
    """
    of_bearer = [f for f in facts if (f.bearer, f.role) == (found.bearer, "clinical")]
    told = [
        f
        for f in of_bearer
        if f.key in found.findings
        and not (found.unless and pattern(found.unless).search(fold(f.source.quote)))
        and (found.value is None or pattern(found.value).search(fold(str(f.value))))
    ]
    if found.after:
        before = _latest_report(found.after, of_bearer, kinds)
        told = [f for f in told if before is not None and is_after(f, before, kinds)]
    if not told:
        return _presumed(found, of_bearer)
    of_kinds = ([f for f in told if kinds.get(f.source.document) == kind] for kind in found.kinds)
    speaking = next((s for s in of_kinds if s), [])
    if found.papers > 1:
        speaking = [f for f in told if kinds.get(f.source.document) in found.kinds]
    if any(f.polarity == "hypothetical" for f in speaking):
        return None
    affirmed = [f for f in speaking if f.polarity == "affirmed"]
    if affirmed and len({f.source.document for f in affirmed}) >= found.papers:
        return True, max(affirmed, key=_day)
    return (False, max(speaking, key=_day)) if speaking and not affirmed and found.denied_tells else None


def _latest_report(key: str, facts: Sequence[Fact], kinds: Mapping[str, str]) -> Fact | None:
    reported = [f for f in facts if f.key == key and f.dated and kinds.get(f.source.document) in REPORTING]
    return max((f for f in reported if f.polarity == "affirmed"), key=_day, default=None)


def _presumed(found: FoundVariable, facts: Sequence[Fact]) -> tuple[bool, Fact] | None:
    if not found.presumes_absent:
        return None
    words = pattern(found.presuming)
    stating = [f for f in facts if f.key == found.presumes_absent and words.search(fold(str(f.value)))]
    return (False, max(stating, key=_day)) if stating else None


def _day(fact: Fact) -> str:
    return str(fact.dated or "")


def taken(drug: str, facts: Sequence[Fact]) -> bool:
    """Whether the papers say that the patient takes a drug whose name the pattern `drug` matches."""
    return any(
        pattern(drug).search(fold(str(f.value)))
        for f in facts
        if f.key in DRUG_KEYS and (f.polarity, f.bearer) == ("affirmed", "patient")
    )
