"""Relatives: who shares no blood, and how old one was when it happened ("père : cancer du côlon à 79 ans")."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.paper_words import People
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.key_fact_found import Found
from engine.steps.places import ReadPageText
from engine.steps.running import running

AGE_KEY = "age_du_proche"
AT_AGE = re.compile(r"(?<!jusqu.)\b(?:a|vers|des) (?:l.age de )?(?P<value>\d{1,2}) ans\b(?P<half> et demi)?")
YEARS = re.compile(r"\s*(?:agee?s? (?:de )?)?\d{1,3} ans\s*$")
REPORTED = re.compile(r"\b(?:serait|aurait|seraient|auraient)\b")
"""What tells of a relative by hearsay ("serait mort d'un cancer à 80 ans"): it is told, not supposed."""
PARTED = re.compile(r"[,;]\s+")
REACH = 140
"""Characters before an age in which the relative is named."""


def is_by_marriage(quote: str, people: People) -> bool:
    """Whether all the relatives that a quote names came into the family by marriage: no blood, no family history."""
    folded = fold(quote)
    own = folded
    for expression in people.in_laws:
        own = pattern(expression).sub(" ", own)
    return own != folded and not any_match(people.by_blood, own)


def with_ages(found: Sequence[Found], place: ReadPageText, people: People) -> list[Found]:
    """The facts with the ages of relatives: on what the relative had where that is told as printed and has no value,
    else beside it."""
    done = list(found)
    for age in ages_of_relatives(place, people):
        if any(o.end == age.end and o.unit == age.unit for o in done):
            continue
        told = {"value": age.value, "unit": age.unit, "unit_ucum": age.unit_ucum}
        left, _ = clause_around(place.page.text, age.start, age.end)
        ill = [
            i
            for i, o in enumerate(done)
            if left <= o.start < age.start and o.value is None and not o.named and o.kind == "other"
            if place.assertions.of(o.start, o.end) == ("affirmed", "family")
        ]
        if ill:
            last = max(ill, key=lambda i: done[i].start)
            done[last] = done[last].model_copy(update={**told, "end": max(done[last].end, age.end)})
        else:
            done.append(age)
    return done


def ages_of_relatives(place: ReadPageText, people: People) -> Iterator[Found]:
    """Each age at which a relative fell ill, was operated or died, as printed. One behind a comma is the relative's
    only where what stands before it still tells of him: of "mère diabétique, ménarche à 12 ans" it is not."""
    text, folded = place.page.text, running(place.page.text)
    for age in AT_AGE.finditer(folded):
        left, _ = clause_around(text, age.start(), age.end())
        left = max(left, age.start() - REACH)
        named = [m.end() for x in people.kin for m in pattern(x).finditer(folded, left, age.start())]
        polarity, _ = place.assertions.of(age.start(), age.end())
        reported = polarity == "hypothetical" and REPORTED.search(folded, left, age.start()) is not None
        if named and (polarity == "affirmed" or reported) and _is_of_them(folded[max(named) : age.start()], people):
            yield Found(
                key=AGE_KEY,
                label_fr="Âge d'un proche lors des faits",
                kind="other",
                value=int(age["value"]) + (0.5 if age["half"] else 0),
                unit="ans",
                unit_ucum="a",
                side=None,
                polarity="affirmed" if reported else None,
                start=age.start(),
                end=age.end(),
                named=False,
                bearer="family",
            )


def told_of_relative(text: str, start: int, left: int, people: People) -> int:
    """Where the words begin, from `left` on, that tell of the relative named before `start`: what an enumeration tells
    before them ("HTA, tabac, père décédé d'un infarctus") is the patient's own."""
    folded = running(text)
    named = [m.start() for x in people.kin for m in pattern(x).finditer(folded, left, start)]
    opened = [m.end() for m in PARTED.finditer(text, left, min(named))] if named else []
    return max(opened, default=left)


def _is_of_them(told: str, people: People) -> bool:
    """Whether what stands between a relative and an age tells of the relative to its end."""
    if not told.strip(" ,:(") or any_match(people.kin_leaves, told):
        return False
    parts = told.split(",")
    opened = bool(parts[0].strip(" :("))
    for part in parts[1:]:
        if opened and not any_match(people.kin_goes_on, part):
            return False
        opened = opened or not YEARS.match(part)
    return True
