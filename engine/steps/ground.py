"""No statement without evidence: what a sentence says is looked for, by rule, in what it cites."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence
from engine.domain.framing import without_frames
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, french_date, pattern
from engine.ports import ClinicalReader
from engine.steps.calendar_dates import MONTHS, dates_in
from engine.steps.drug_names import drug_mentions
from engine.steps.own_words import (
    IN_MARKS,
    invented_quote,
    same_words,
    spoken,
    without_interpretations,
    without_labels,
)
from engine.steps.polarity import Assertions, assert_spans
from engine.steps.settled_since import without_settled
from engine.steps.sides import sides_in

NUMBER = re.compile(r"(?<![a-z0-9.,])\d+(?:[.,]\d+)?(?![a-z0-9])")
CODE = re.compile(r"\b(?:[a-z]+[-.]?\d+[a-z0-9]*)\b")
WORD = re.compile(r"[a-zœ]{5,}")
LINKS = frozenset({"apres", "avant", "depuis", "durant", "entre", "jusque", "pendant", "selon", "toute", "toutes"})
"""Words that only join others assert nothing of what they join."""
ABOUT_THE_ASKING = (
    "patient",
    "option",
    "question",
    "parle",
    "propos",
    "choix",
    "degre",
    "certitude",
    "avis",
    "decision",
)
"""Words for who asks and decides what, and how surely: they say nothing of a finding."""
BEHIND = "(?:(?<=[:.;,»] )|(?<=montrait )|^)"
"""What stands before words that are said to the letter."""
UNIT_AFTER = re.compile(r"(\d+(?:[.,]\d+)?) ?([a-zµ%°]+(?:/[a-z0-9,µ²]+)*)")


class Verdict(Record):
    """Whether a statement stands; `why_fr` says what was not found when it does not."""

    stands: bool
    why_fr: str = ""


class Grounder:
    """Checks statements against their evidence with the shared clinical tables."""

    def __init__(self, vocabulary: Vocabulary, reader: ClinicalReader) -> None:
        self._vocabulary = vocabulary
        self._reader = reader
        self._units = {fold(u).replace(" ", "") for u in vocabulary.units}
        self._claims: dict[str, frozenset[tuple[str, str, str]]] = {}
        self._told: dict[str, frozenset[tuple[str, str, str]]] = {}
        self._texts: dict[str, tuple[str, Assertions]] = {}

    def check(self, statement: AnswerStatement, inputs: DraftInputs, *, may_be_cut: bool = True) -> Verdict:
        """Numbers with units, dates, drugs, sides, stages and findings must be cited, each as it is said there.

        A text that `may_be_cut` at its limit while it was generated does not stand when it is exactly that long.
        """
        cited = [inputs.cited(i) for i in statement.cites]
        if None in cited:
            return Verdict(stands=False, why_fr="Cite une pièce qui n'a pas été fournie.")
        evidence = [e for e in cited if e is not None]
        if may_be_cut and not statement.finished:
            return Verdict(stands=False, why_fr="Phrase inachevée.")
        own = without_frames(without_interpretations(statement.text, evidence))
        if invented := invented_quote(own, evidence, inputs):
            return Verdict(stands=False, why_fr=f"Citation absente des pièces citées : « {invented} ».")
        text = without_labels(self._without_quotes(own, evidence), evidence, inputs)
        for check in (
            self._dates,
            self._numbers,
            self._units_of,
            self._codes,
            self._drugs,
            self._sides,
            self._findings,
            self._words,
        ):
            missing = check(text, evidence)
            if missing:
                return Verdict(stands=False, why_fr=missing)
        return Verdict(stands=True)

    def marked(self, inputs: DraftInputs) -> DraftInputs:
        """The inputs with the quotes marked that do not tell by themselves what their page makes of them, or what has
        been settled since."""
        evidence = tuple(
            # A quote stands on one line, where a doubt may reach further than on its page.
            e.model_copy(update={"alone": self._tells_itself(e, " ".join(e.text.split()))}) if e.kind == "fact" else e
            for e in inputs.evidence
        )
        return without_settled(inputs.model_copy(update={"evidence": evidence}), self._vocabulary.settled)

    def _tells_itself(self, piece: Evidence, quote: str) -> bool:
        said = self._claims_of(quote) | self._told_of(quote)
        return said == _turned(said, piece)

    def _without_quotes(self, text: str, evidence: Sequence[Evidence]) -> str:
        """The text without what it says to the letter: a quote in its marks that tells its own denial, doubt and
        bearer, and a whole passage, answer or name behind a colon or a stop. All else is the author's own, and is
        checked."""
        for quote in set(IN_MARKS.findall(text)):
            for piece in (e for e in evidence if e.kind == "fact" and same_words(quote.strip(), e.text)):
                if self._tells_itself(piece, quote.strip()):
                    text = text.replace(f"«{quote}»", "«»")
                    break
        for piece in evidence:
            for words in sorted(spoken(piece, text), key=len, reverse=True):
                text = re.sub(
                    rf"(?:(?<=[:.;,»] )|(?<=montrait )|^){re.escape(words)}(?=[.;)]|$| ;| :| \(| le )", "«»", text
                )
                lower = words[:1].lower() + words[1:]
                text = re.sub(rf"(?<=[:.;»] ){re.escape(lower)}(?=[.;]|$| ;| :| \()", "«»", text)
        return text

    def _dates(self, text: str, evidence: Sequence[Evidence]) -> str:
        given = {d.day for e in evidence for d in dates_in(e.whole, date.max)} | {e.dated for e in evidence if e.dated}
        said = {d.day for d in dates_in(text, date.max)}
        return _absent("Date", (french_date(d) for d in sorted(said - given)))

    def _numbers(self, text: str, evidence: Sequence[Evidence]) -> str:
        """A number is cited as one: the twelfth of a month is no 12 mm, though its year may be named alone."""
        given = {n for e in evidence for n in numbers(_undated(e.whole))}
        years = {float(d.day.year) for e in evidence for d in dates_in(e.whole, date.max)}
        given |= years | {float(e.dated.year) for e in evidence if e.dated}
        return _absent("Nombre", (f"{n:g}" for n in sorted(numbers(_undated(text)) - given)))

    def _units_of(self, text: str, evidence: Sequence[Evidence]) -> str:
        """A number keeps its unit: "5 g" is not what "5 mg" says."""
        given = {pair for e in evidence for pair in self._measures(e.whole)}
        numbers_given = {n for n, _ in given}
        return _absent("Unité", (f"{n} {u}" for n, u in sorted(self._measures(text) - given) if n in numbers_given))

    def _measures(self, text: str) -> set[tuple[str, str]]:
        found = UNIT_AFTER.findall(fold(text))
        return {(n.replace(".", ","), u) for n, u in found if u in self._units}

    def _codes(self, text: str, evidence: Sequence[Evidence]) -> str:
        """Stages and classes that mix letters and figures (pT3, N1b, HER2) stand in what is cited."""
        given = {c for e in evidence for c in CODE.findall(fold(e.whole).replace(" ", " "))}
        joined = "".join(re.sub(r"\W", "", fold(e.whole)) for e in evidence)
        said = {c for c in CODE.findall(fold(text)) if c not in given and re.sub(r"\W", "", c) not in joined}
        return _absent("Stade ou code", sorted(said))

    def _drugs(self, text: str, evidence: Sequence[Evidence]) -> str:
        given = {d for e in evidence for d in self._drugs_in(e.whole)}
        return _absent("Médicament", sorted(self._drugs_in(text) - given))

    def _drugs_in(self, text: str) -> set[str]:
        return {drug.name for drug, _ in drug_mentions(fold(text), self._vocabulary.drugs)}

    def _sides(self, text: str, evidence: Sequence[Evidence]) -> str:
        given = {s for e in evidence for s in sides_in(e.whole, self._vocabulary.sides)} | {
            e.side for e in evidence if e.side
        }
        return _absent("Côté", sorted(sides_in(text, self._vocabulary.sides) - given))

    def _findings(self, text: str, evidence: Sequence[Evidence]) -> str:
        """A finding is said as it is cited: affirmed, denied or uncertain, of the patient or of the family."""
        given = {claim for e in evidence for claim in _turned(self._claims_of(e.text), e)}
        labels = {f.key: f.label_fr for f in self._vocabulary.findings}
        for key, polarity, bearer in sorted(self._claims_of(text)):
            if (key, polarity, bearer) in given:
                continue
            told = any(k == key for k, _, _ in given)
            name = labels[key].lower()
            return f"« {name} » n'est pas dit ainsi dans ce qui est cité." if told else f"« {name} » n'est pas cité."
        return ""

    def _words(self, text: str, evidence: Sequence[Evidence]) -> str:
        """A word taken from what is cited keeps its turn: a denial, a doubt or a relative is not left on the way."""
        given: dict[str, set[tuple[str, str]]] = {}
        # Requirements and calculations speak of papers, not of the patient.
        for piece in (e for e in evidence if e.kind not in ("requirement", "calculation")):
            for stem, polarity, bearer in _turned(self._told_of(piece.text), piece):
                given.setdefault(stem, set()).add((polarity, bearer))
        for stem, polarity, bearer in sorted(self._told_of(text)):
            if stem in given and (polarity, bearer) not in given[stem]:
                word = next(w for w in WORD.finditer(fold(text)) if _stem(w[0]) == stem)
                return f"« {text[word.start() : word.end()].lower()} » n'est pas dit ainsi dans ce qui est cité."
        return ""

    def _told_of(self, text: str) -> frozenset[tuple[str, str, str]]:
        """The stems of a text with what is asserted of each and of whom; words that name a document, the patient
        or the options assert nothing, nor do cues themselves."""
        if text not in self._told:
            folded, assertions = self._read(text)
            cues = [(s.cue_start, s.cue_end) for s in assertions.spans]
            self._told[text] = frozenset(
                (_stem(word[0]), *assertions.of(word.start(), word.end()))
                for word in WORD.finditer(folded)
                if not any(a < word.end() and word.start() < b for a, b in cues) and not self._asserts_nothing(word[0])
            )
        return self._told[text]

    def _read(self, text: str) -> tuple[str, Assertions]:
        """A text folded, and what its cues govern: each text once, since the same evidence is cited again and again."""
        if text not in self._texts:
            self._texts[text] = fold(text), assert_spans(text, self._reader.read(text), self._vocabulary)
        return self._texts[text]

    def _asserts_nothing(self, word: str) -> bool:
        titles = (t for rule in self._vocabulary.kinds for t in rule.title)
        return (
            word in LINKS
            or word in MONTHS
            or word.startswith(ABOUT_THE_ASKING)
            or any(pattern(t).search(word) for t in titles)
        )

    def _claims_of(self, text: str) -> frozenset[tuple[str, str, str]]:
        if text not in self._claims:
            folded, assertions = self._read(text)
            self._claims[text] = frozenset(
                (finding.key, *assertions.of(match.start(), match.end()))
                for finding in self._vocabulary.findings
                for expression in finding.any_of
                for match in pattern(expression).finditer(folded)
            )
        return self._claims[text]


def _turned(told: Iterable[tuple[str, str, str]], piece: Evidence) -> frozenset[tuple[str, str, str]]:
    """What a piece says: its own polarity and bearer, read on the whole page, where its quote alone tells neither."""
    said = frozenset(told)
    if piece.said_fr and NUMBER.search(fold(piece.said_fr)) and piece.bearer == "patient":
        return said  # a figure tells what it tells, whether a table calls it absent or not
    if piece.bearer == "family" and all(b == "patient" for _, _, b in said):
        said = frozenset((what, polarity, "family") for what, polarity, _ in said)
    answered_no = piece.kind == "questionnaire"
    if piece.polarity != "affirmed" and (answered_no or all(p == "affirmed" for _, p, _ in said)):
        said = frozenset((what, piece.polarity, bearer) for what, _, bearer in said)
    return said


def _stem(word: str) -> str:
    """A word without the endings of the plural and the feminine."""
    return word.rstrip("esx")


def _undated(text: str) -> str:
    """The text without its calendar dates, which are checked as dates."""
    kept, end = [], 0
    for found in sorted(dates_in(text, date.max), key=lambda d: d.start):
        if found.start >= end:
            kept.append(text[end : found.start])
            end = found.end
    return " ".join((*kept, text[end:]))


def numbers(text: str) -> set[float]:
    """The numbers of a text, months in words included; those glued to letters (HER2, T2N0) are codes."""
    folded = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", fold(text))
    for name, month in MONTHS.items():
        folded = re.sub(rf"(?<=\d )\b{name}\b", str(month), folded)
    spaced = folded.replace("/", " ").replace("-", " ")
    return {float(n.replace(",", ".")) for n in NUMBER.findall(spaced)}


def _absent(what: str, items: Iterable[str]) -> str:
    told = ", ".join(items)
    return f"{what} absent des pièces citées : {told}." if told else ""
