"""A stage of one document that the size in another one does not allow."""

import re
from collections.abc import Mapping, Sequence

from engine.domain.contradiction_words import SizeOfStage
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, french_date, french_number

STAGED = re.compile(r"^(y?)(c|p)?t([1-4])")
MARGIN = 0.15
"""How far a size may lie beyond its stage: two examinations never measure quite alike."""
QUARTER = 92
"""Days within which a stage and a size are of the same disease at the same time."""


def stages(facts: Sequence[Fact], kinds: Mapping[str, str], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """A stage of one document that the size in another one of the same time does not allow (« cT1c », 31 mm).

    A clinical stage is held against what images and hands measured, never against a piece or a stage found on it.
    """
    for table in (t for t in vocabulary.contradictions.stage_sizes if t.pathway == pathway.id):
        staged = [
            (f, m) for f in facts if f.key in table.stages and _is_sure(f) and (m := STAGED.match(fold(str(f.value))))
        ]
        sized = [f for f in facts if f.key in table.sizes and isinstance(f.value, int | float) and _is_sure(f)]
        sized = [f for f in sized if kinds.get(f.source.document) != "anatomopathologie"]
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
