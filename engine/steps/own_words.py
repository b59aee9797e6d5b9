"""What of a statement is its author's own, and what is said to the letter of the pieces that it cites."""

import re
from collections.abc import Sequence

from engine.domain.drafting import DraftInputs, Evidence
from engine.domain.framing import UNCERTAIN
from engine.domain.wording import fold, french_date

WORKED_OUT = ("interpretation", "unmentioned", "left_out", "since", "addressed")
IN_MARKS = re.compile(r"«([^«»]+)»")


def same_words(quote: str, text: str) -> bool:
    """Whether a quote is a piece's text, or whole words of its beginning or end but for line breaks."""
    return " ".join(quote.split()) in " ".join(text.split())


def spoken(piece: Evidence, text: str) -> set[str]:
    """What a statement may say of a piece to the letter without being checked against it again.

    Of a fact of the patient's, or of the partner's in a statement that says so, its name with the value that its quote
    prints; of the patient's, a diagnosis that it affirms.
    """
    if piece.kind == "fact":
        said = {f"{piece.label_fr} : {piece.said_fr}"} if piece.said_fr and re.search(r"\d", piece.said_fr) else set()
        if piece.key == "diagnostic" and (piece.polarity, piece.bearer) == ("affirmed", "patient") and piece.said_fr:
            said.add(piece.said_fr)
        whose = piece.bearer == "patient" or "partenaire" in text
        return {s + e for s in said for e in ("", f" ({piece.beside})")} if whose else set()
    told = (piece.text, piece.label_fr, piece.said_fr)
    return {" ".join(t.split()).rstrip(" .;:,") for t in told if t and t in piece.text}


def without_interpretations(text: str, evidence: Sequence[Evidence]) -> str:
    """The text without the sentences that are no author's: the pathway's own, and what the program worked out of the
    papers. What they say of their facts was judged when they were found true, and their words may turn a cited quote
    ("ni établi ni éliminé", "absent du courrier") as no rule of wording can follow."""
    for piece in evidence:
        if piece.about in WORKED_OUT:
            text = text.replace(piece.text, "«»")
    return text


def without_labels(text: str, evidence: Sequence[Evidence], inputs: DraftInputs) -> str:
    """The text without the names of the options that its evidence bears on, the pathway's own words, without the
    diagnosis that the papers establish, where it cites one that does, and without a paper of the dossier that it names
    with its day in brackets ("(infiltration du 02/09/2026)")."""
    for paper in inputs.papers:
        day = f"du {french_date(paper.dated)}" if paper.dated else "sans date"
        text = re.sub(rf"(?i) \({re.escape(paper.name_fr)} {day}\)", "", text)
    ids = {e.id for e in evidence}
    said = {e.polarity for e in evidence if (e.key, e.bearer) == ("diagnostic", "patient")}
    if inputs.diagnosis and "affirmed" in said:
        text = text.replace(inputs.diagnosis, "«»")
    if inputs.diagnosis and "hypothetical" in said:
        suspected = re.escape(inputs.diagnosis.removesuffix(UNCERTAIN))
        text = re.sub(rf"Suspicion (?:de |d')?{suspected}", "«»", text)
    for option in inputs.options:
        of_option = ids & {*option.supported_by, *option.discouraged_by} or option.id in {e.option for e in evidence}
        asked = option.asked and any(e.kind == "questionnaire" for e in evidence)
        if of_option or asked:
            text = text.replace(option.label_fr, "").replace(option.label_fr[:1].lower() + option.label_fr[1:], "")
    return text


def invented_quote(text: str, evidence: Sequence[Evidence], inputs: DraftInputs) -> str:
    """What stands between quotation marks and in no cited piece; the names of options are no quotes of a document."""
    given = [_spaced(e.whole) for e in evidence] + [_spaced(o.label_fr) for o in inputs.options]
    quotes = (quote.strip(" .;:,\n\u00a0\u202f") for quote in IN_MARKS.findall(text))
    return next((q for q in quotes if q and not any(_spaced(q) in told for told in given)), "")


def _spaced(text: str) -> str:
    return " ".join(fold(text).split())
