"""What is either so or not of a patient, told in two ways; a stage that the measured size does not allow."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.contradiction_words import SizeOfStage, StatedCheck
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, french_date, french_number, pattern
from engine.steps.clauses import clause_around
from engine.steps.places import ReadPageText

STAGED = re.compile(r"^(y?)(c|p)?t([1-4])")
QUARTER = 92
"""Days within which a stage and a size are of the same disease at the same time."""
MARGIN = 0.15
"""How far a size may lie beyond its stage: two examinations never measure quite alike."""

Told = tuple[ReadPageText, str]


def states(places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """What one document says and another of much the same time denies: smoking, menopause, children, treatments that
    make a difference. A document that says both says nothing."""
    found = []
    for check in vocabulary.contradictions.stated:
        so: dict[str, Told] = {}
        not_so: dict[str, Told] = {}
        for place in places:
            if place.document.owner != "partner" and place.document.dated:
                for is_so, quote in _said(place, check):
                    (so if is_so else not_so).setdefault(place.document.id, (place, quote))
        pair = next(
            (
                (so[a], not_so[b])
                for a in so
                for b in not_so
                if a not in not_so and b not in so and _days_apart(so[a][0], not_so[b][0]) <= check.days
            ),
            None,
        )
        if pair:
            quotes = " ; ".join(f"« {quote} » dans « {place.document.filename} »" for place, quote in pair)
            names = tuple(dict.fromkeys(place.document.filename for place, _ in pair))
            found.append(Conflict(key=check.key, facts=(), filenames=names, what_fr=f"{check.label_fr} : {quotes}."))
    return found


def _said(place: ReadPageText, check: StatedCheck) -> Iterator[tuple[bool, str]]:
    folded = fold(place.told)
    for says, expressions in ((True, check.affirmed), (False, check.denied)):
        for match in (m for e in expressions for m in pattern(e).finditer(folded)):
            polarity, bearer = place.assertions.of(*match.span())
            if bearer == "patient" and polarity != "hypothetical":
                left, right = clause_around(place.told, *match.span())
                yield says and polarity == "affirmed", " ".join(place.told[left:right].split()).strip("-•* ,")


def _days_apart(one: ReadPageText, other: ReadPageText) -> int:
    a, b = one.document.dated, other.document.dated
    return abs((a - b).days) if a and b else 0


def stages(facts: Sequence[Fact], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """A stage of one document that the size in another one of the same time does not allow (« cT1c », 31 mm).

    A clinical stage is held against what was measured, one found on the piece against what its own report measures.
    """
    for table in (t for t in vocabulary.contradictions.stage_sizes if t.pathway == pathway.id):
        staged = [
            (f, m) for f in facts if f.key in table.stages and _is_sure(f) and (m := STAGED.match(fold(str(f.value))))
        ]
        sized = [f for f in facts if f.key in table.sizes and isinstance(f.value, int | float) and _is_sure(f)]
        for stage, letters in staged:
            if letters[1] or letters[3] not in table.limits:
                continue
            near = [f for f in sized if _is_of_one_lesion(stage, f, on_piece=letters[2] == "p")]
            if near and not any(
                _fits(float(f.value), letters[3], table) for f in near if isinstance(f.value, int | float)
            ):
                other = next((f for f in near if f.source.document != stage.source.document), None)
                if other:
                    return [_of_stage(stage, other)]
    return []


def _is_sure(fact: Fact) -> bool:
    return (fact.polarity, fact.bearer) == ("affirmed", "patient")


def _is_of_one_lesion(stage: Fact, size: Fact, *, on_piece: bool) -> bool:
    if {stage.side, size.side} == {"droite", "gauche"} or stage.dated is None or size.dated is None:
        return False
    return not on_piece and abs((stage.dated - size.dated).days) <= QUARTER


def _fits(size: float, letter: str, table: SizeOfStage) -> bool:
    least, most = table.limits[letter]
    return least * (1 - MARGIN) <= size <= most * (1 + MARGIN)


def _of_stage(stage: Fact, size: Fact) -> Conflict:
    millimetres = french_number(size.value) if isinstance(size.value, int | float) else str(size.value)
    when = f" ({french_date(size.dated)})" if size.dated else ""
    return Conflict(
        key=size.key,
        facts=(stage.id, size.id),
        filenames=(stage.source.filename, size.source.filename),
        what_fr=f"Stade et taille : {stage.value} dans « {stage.source.filename} » ; {millimetres} mm dans "
        f"« {size.source.filename} »{when}.",
    )
