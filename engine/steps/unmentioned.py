"""What is prescribed and no letter of the dossier speaks of: who proposes an operation may not know of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from engine.domain.document import Document
from engine.domain.fact import Fact
from engine.domain.vocabulary import Drug, Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.drug_names import drug_mentions
from engine.steps.paper_names import paper_row
from engine.steps.papers import Papers
from engine.steps.range_levels import level_of

LETTER = "courrier"
IMAGE = "compte_rendu_imagerie"
LABORATORY, OF_ANALYSES = "biologie", "des analyses"
RECENT = timedelta(days=183)
"""How old what a letter should know of is at most."""
WEIGHING = ("compte_rendu_operatoire", "fiche_rcp")
"""What shows that an examination before it was weighed: the operation it led to, or a meeting."""
TAKEN = "traitement_en_cours"
OF_OTHERS = ("fiche_rcp", "courrier", "compte_rendu_hospitalisation")
"""Papers in which others judge: that one is later than the first opinion is told, and nothing of what it holds."""


def unmentioned(papers: Papers, facts: Sequence[Fact], vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """The patient's watched drugs that a prescription holds and no letter names, by name, brand or class; each once.

    Where it is known which letters carry the first opinion, what another one says does not tell that its author knew.
    What a letter proposes is not looked at: the draft is blind to it. Nothing is said where the dossier holds no
    letter, or one that cannot be read: it may speak of them.
    """
    letters = letters_in(papers.documents, papers.judged)
    if not letters or not all(d.legible for d in letters):
        return ()
    own = {d.id for d in letters}
    told = [fold(p.told) for p in papers.places if p.document.id in own]
    found: dict[str, Fact] = {}
    for fact in facts:
        drug = _watched(fact, papers.kinds, vocabulary)
        if drug and not any(_speaks_of(drug, letter) for letter in told):
            found.setdefault(drug.name, fact)
    return tuple(found.values())


def unread(papers: Papers, vocabulary: Vocabulary, facts: Sequence[Fact] = ()) -> tuple[tuple[Document, str], ...]:
    """The examinations of which the one letter that carries the first opinion has no word, and what others wrote after
    it, with their names behind "parler"; nothing where it cannot be read. Of a laboratory's sheets those after it that
    have one of the `facts` outside its printed range."""
    letter = next(iter(papers.first), None)
    told = "\n".join(fold(p.told) for p in papers.places if letter and p.document.id == letter.id)
    if (
        letter is None
        or len(papers.judged) != 1
        or letter.kind != LETTER
        or not (letter.legible and letter.dated and told)
    ):
        return ()
    found = []
    for document in papers.documents:
        row = paper_row(document, vocabulary)
        own = document.owner != "other_person" and document.legible and not document.duplicate_of
        recent = document.dated and document.dated > letter.dated - RECENT
        weighed = any(
            d.kind in WEIGHING and d.dated and document.dated and d.dated >= document.dated for d in papers.documents
        )
        # A letter that tells an earlier image of the same sort has no word of the later one.
        later = document.kind == IMAGE and document.dated and document.dated > letter.dated
        silent = recent and not weighed and row and row.told_as and (later or not any_match(row.told_as, told))
        if own and row and row.of_fr and (silent or _is_anothers(document, letter)):
            found.append((document, row.of_fr))
        elif own and later_than(letter, document) and _is_off(document, facts):
            found.append((document, OF_ANALYSES))
    return tuple(found)


def later_than(letter: Document, document: Document) -> bool:
    """Whether a paper is of a day after a letter's."""
    return bool(document.dated and letter.dated and document.dated > letter.dated)


def _is_off(document: Document, facts: Sequence[Fact]) -> bool:
    """Whether a laboratory's sheet holds a result of its own day outside the range that is printed beside it."""
    own = (f for f in facts if f.source.document == document.id and f.dated in (None, document.dated))
    return document.kind == LABORATORY and any(level_of(f) in ("low", "high") for f in own)


def _is_anothers(document: Document, letter: Document) -> bool:
    """Whether a paper is later than the letter, and another's."""
    later = later_than(letter, document)
    same = document.kind == LETTER and (not document.author or fold(document.author) == fold(letter.author or ""))
    return later and document.kind in OF_OTHERS and document.owner == "this_patient" and not same


def letters_in(documents: Sequence[Document], judged: Collection[str] = ()) -> list[Document]:
    """The letters about the patient, each once: those of `judged` (document ids) if there are any."""
    letters = [d for d in documents if d.kind == LETTER and d.owner != "other_person" and not d.duplicate_of]
    return [d for d in letters if d.id in judged] or letters


def _watched(fact: Fact, kinds: Mapping[str, str], vocabulary: Vocabulary) -> Drug | None:
    taken = (fact.key, fact.polarity, fact.bearer) == (TAKEN, "affirmed", "patient")
    if not taken or kinds.get(fact.source.document) == LETTER:
        return None
    named = (drug for drug, _ in drug_mentions(fold(str(fact.value)), vocabulary.drugs))
    quote = fold(fact.source.quote)
    return next((drug for drug in named if drug.watched and not any_match(drug.watched_unless, quote)), None)


def _speaks_of(drug: Drug, letter: str) -> bool:
    return next(drug_mentions(letter, (drug,)), None) is not None or any_match(drug.told_as, letter) is not None
