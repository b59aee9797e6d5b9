"""What the papers of a dossier say of a piece that it lacks: "HSG jamais faite", "le scanner du 12/03 est normal"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine.domain.completeness import Completeness
from engine.domain.pathway import Pathway, Requirement
from engine.domain.record import Record
from engine.domain.wording import fold, pattern
from engine.steps.places import ReadPageText

EXAMINATIONS = frozenset(
    {"compte_rendu_imagerie", "compte_rendu_endoscopie", "compte_rendu_examen", "biologie", "fiche_rcp"}
)
"""Types of pieces that other papers call by the name of the examination."""
SHORTEST, LONGEST = 3, 160
TELLS = ("fiche_rcp", "courrier")
"""Kinds of papers that are asked first what became of an examination."""


class SpokenOf(Record):
    """One sentence of a document about a piece that is not there, as printed."""

    document: str
    text: str


def spoken_of(completeness: Completeness, pathway: Pathway, places: Sequence[ReadPageText]) -> dict[str, SpokenOf]:
    """By requirement id the first sentence of another paper that names a missing examination, letters first.

    What a first doctor concludes or proposes is not looked at.
    """
    missing = [i.requirement for i in completeness.items if i.status == "missing"]
    ranked = sorted(places, key=lambda p: p.document.kind not in TELLS)
    found: dict[str, SpokenOf] = {}
    for requirement in (pathway.requirement(i) for i in missing):
        names = _names(requirement) if requirement.type in EXAMINATIONS else ()
        said = next((s for place in ranked for s in _sentences(place, requirement, names)), None) if names else None
        if said is not None:
            found[requirement.id] = said
    return found


def _sentences(place: ReadPageText, requirement: Requirement, names: Sequence[re.Pattern[str]]) -> Iterator[SpokenOf]:
    if place.document.kind == requirement.type:
        return  # a paper of that kind that does not meet the requirement is another examination
    for sentence in place.read.sentences:
        text = " ".join(place.told[sentence.start : sentence.end].split()).strip(" .;:,-•*")
        if text and len(text) <= LONGEST and any(name.search(fold(text)) for name in names):
            yield SpokenOf(document=place.document.id, text=text)


@lru_cache(maxsize=512)
def _names(requirement: Requirement) -> tuple[re.Pattern[str], ...]:
    """How the examination is called: by the titles of its reports, and by its synonyms as whole words."""
    titles = [pattern(e) for match in requirement.match for e in match.title_any]
    known = [fold(s) for s in requirement.synonyms_fr if len(s) >= SHORTEST]
    return (*titles, *(re.compile(rf"\b{re.escape(s)}\b") for s in known))
