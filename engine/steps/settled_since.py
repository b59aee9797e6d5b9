"""Doubts of a report that a later examination has settled: they are no longer quoted as open."""

from engine.domain.drafting import DraftInputs, Evidence, ExaminedPaper
from engine.domain.vocabulary import SettledWords
from engine.domain.wording import any_match, fold, pattern


def without_settled(inputs: DraftInputs, words: SettledWords) -> DraftInputs:
    """The inputs where what was left open, and has been looked at since, is no longer quoted by itself: a later paper
    of an examination that the doubt asked for speaks of the same thing and leaves it open no more."""
    papers = {p.id: p for p in inputs.papers if p.note is None}
    evidence = tuple(
        e.model_copy(update={"alone": False}) if _is_settled(e, inputs, papers, words) else e for e in inputs.evidence
    )
    return inputs.model_copy(update={"evidence": evidence})


def _is_settled(piece: Evidence, inputs: DraftInputs, papers: dict[str, ExaminedPaper], words: SettledWords) -> bool:
    if piece.kind != "fact" or piece.dated is None or piece.bearer != "patient" or not piece.key:
        return False
    text = fold(piece.text)
    if not any_match(words.leaves_open, text):
        return False
    named = tuple(e.paper for e in words.examinations if pattern(e.asked_as).search(text))
    return any(
        (other.key, other.said_fr if piece.key == "diagnostic" else None)
        == (piece.key, piece.said_fr if piece.key == "diagnostic" else None)
        and other.kind == "fact"
        and other.bearer == "patient"
        and other.polarity in ("affirmed", "negated")
        and other.document in papers
        and papers[other.document].dated is not None
        and str(papers[other.document].dated) > str(piece.dated)
        and not any_match(words.leaves_open, fold(other.text))
        and any_match(named, fold(f"{papers[other.document].name_fr} {papers[other.document].kind}"))
        for other in inputs.evidence
    )
