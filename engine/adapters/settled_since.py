"""Doubts of a report that a later examination has settled: they are no longer quoted as open."""

import re

from engine.domain.drafting import DraftInputs, Evidence, ExaminedPaper
from engine.domain.wording import fold

OPEN = re.compile(
    r"\b(?:a (?:preciser|confirmer|verifier|confronter|completer|eliminer|typer|controler)|souhaitables?|conseillee?s?"
    r"|recommandee?s?|necessaires?|indiquee?s?|utiles?|proposee?s?|(?:ne peut|ne peuvent|ne permet|sans pouvoir)\b)"
)
"""How a report says that it leaves something open."""
EXAMINATIONS: tuple[tuple[str, str], ...] = (
    (r"\birm\b", r"\birm\b"),
    (r"\b(?:hystero|colo|recto|cysto|fibro)scopie|\bendoscopie", r"endoscopie|coloscopie|compte_rendu_endoscopie"),
    (r"\b(?:scanner|tdm|tomodensitometrie)\b", "scanner"),
    (r"\bechographie|\bdoppler\b", "echographie"),
    (r"\bradio(?:graphie)?s?\b", "radiographies"),
    (r"\b(?:biopsie|histologie|anatomopathologie|cyto-?(?:ponction|logie))", "anatomopathologie"),
    (r"\btep\b", r"\btep\b"),
    (r"\bscintigraphie", "scintigraphie"),
)
"""How a report names the examination that would tell, and what the paper of one is called."""


def without_settled(inputs: DraftInputs) -> DraftInputs:
    """The inputs where what was left open, and has been looked at since, is no longer quoted by itself: a later paper
    of an examination that the doubt asked for speaks of the same thing and leaves it open no more."""
    papers = {p.id: p for p in inputs.papers if p.note is None}
    evidence = tuple(
        e.model_copy(update={"alone": False}) if _is_settled(e, inputs, papers) else e for e in inputs.evidence
    )
    return inputs.model_copy(update={"evidence": evidence})


def _is_settled(piece: Evidence, inputs: DraftInputs, papers: dict[str, ExaminedPaper]) -> bool:
    if piece.kind != "fact" or piece.dated is None or piece.bearer != "patient" or not piece.key:
        return False
    text = fold(piece.text)
    if not OPEN.search(text):
        return False
    named = [called for asked, called in EXAMINATIONS if re.search(asked, text)]
    return any(
        (other.key, other.said_fr if piece.key == "diagnostic" else None)
        == (piece.key, piece.said_fr if piece.key == "diagnostic" else None)
        and other.kind == "fact"
        and other.bearer == "patient"
        and other.polarity in ("affirmed", "negated")
        and other.document in papers
        and papers[other.document].dated is not None
        and str(papers[other.document].dated) > str(piece.dated)
        and not OPEN.search(fold(other.text))
        and any(re.search(c, fold(f"{papers[other.document].name_fr} {papers[other.document].kind}")) for c in named)
        for other in inputs.evidence
    )
