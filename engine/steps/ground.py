"""No statement without evidence: what a sentence says is looked for, by rule, in what it cites."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, french_date, pattern
from engine.ports import ClinicalReader
from engine.steps.calendar_dates import MONTHS, dates_in
from engine.steps.measure import SIDES
from engine.steps.polarity import assert_spans

NUMBER = re.compile(r"(?<![a-z0-9.,])\d+(?:[.,]\d+)?(?![a-z0-9])")
CODE = re.compile(r"\b(?:[a-z]+[-.]?\d+[a-z0-9]*)\b")
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

    def check(self, statement: AnswerStatement, inputs: DraftInputs) -> Verdict:
        """Numbers with units, dates, drugs, sides, stages, and the polarity and bearer of findings must be cited."""
        cited = [inputs.cited(i) for i in statement.cites]
        if None in cited:
            return Verdict(stands=False, why_fr="Cite une pièce qui n'a pas été fournie.")
        evidence = [e for e in cited if e is not None]
        if not statement.finished:
            return Verdict(stands=False, why_fr="Phrase inachevée.")
        for check in (
            self._dates,
            self._numbers,
            self._units_of,
            self._codes,
            self._drugs,
            self._sides,
            self._findings,
        ):
            missing = check(statement.text, evidence)
            if missing:
                return Verdict(stands=False, why_fr=missing)
        return Verdict(stands=True)

    def _dates(self, text: str, evidence: Sequence[Evidence]) -> str:
        given = {d.day for e in evidence for d in dates_in(e.text, date.max)} | {e.dated for e in evidence if e.dated}
        said = {d.day for d in dates_in(text, date.max)}
        return _absent("Date", (french_date(d) for d in sorted(said - given)))

    def _numbers(self, text: str, evidence: Sequence[Evidence]) -> str:
        given = {n for e in evidence for n in numbers(e.text + " " + (f"{e.dated:%d/%m/%Y}" if e.dated else ""))}
        return _absent("Nombre", (f"{n:g}" for n in sorted(numbers(text) - given)))

    def _units_of(self, text: str, evidence: Sequence[Evidence]) -> str:
        """A number keeps its unit: "5 g" is not what "5 mg" says."""
        given = {pair for e in evidence for pair in self._measures(e.text)}
        numbers_given = {n for n, _ in given}
        return _absent("Unité", (f"{n} {u}" for n, u in sorted(self._measures(text) - given) if n in numbers_given))

    def _measures(self, text: str) -> set[tuple[str, str]]:
        found = UNIT_AFTER.findall(fold(text))
        return {(n.replace(".", ","), u) for n, u in found if u in self._units}

    def _codes(self, text: str, evidence: Sequence[Evidence]) -> str:
        """Stages and classes that mix letters and figures (pT3, N1b, HER2) stand in what is cited."""
        given = {c for e in evidence for c in CODE.findall(fold(e.text).replace(" ", " "))}
        joined = "".join(re.sub(r"\W", "", fold(e.text)) for e in evidence)
        said = {c for c in CODE.findall(fold(text)) if c not in given and re.sub(r"\W", "", c) not in joined}
        return _absent("Stade ou code", sorted(said))

    def _drugs(self, text: str, evidence: Sequence[Evidence]) -> str:
        given = {d for e in evidence for d in self._drugs_in(e.text)}
        return _absent("Médicament", sorted(self._drugs_in(text) - given))

    def _drugs_in(self, text: str) -> set[str]:
        folded = fold(text)
        return {
            drug.name
            for drug in self._vocabulary.drugs
            if any(re.search(rf"\b{re.escape(fold(n))}\b", folded) for n in (drug.name, *drug.brands))
        }

    def _sides(self, text: str, evidence: Sequence[Evidence]) -> str:
        given = {s for e in evidence for s in _sides_in(e.text)} | {e.side for e in evidence if e.side}
        return _absent("Côté", sorted(_sides_in(text) - given))

    def _findings(self, text: str, evidence: Sequence[Evidence]) -> str:
        """A finding is said as it is cited: affirmed, denied or uncertain, of the patient or of the family."""
        given = {claim for e in evidence for claim in self._claims_of(e.text)}
        labels = {f.key: f.label_fr for f in self._vocabulary.findings}
        for key, polarity, bearer in sorted(self._claims_of(text)):
            if (key, polarity, bearer) in given:
                continue
            told = any(k == key for k, _, _ in given)
            name = labels[key].lower()
            return f"« {name} » n'est pas dit ainsi dans ce qui est cité." if told else f"« {name} » n'est pas cité."
        return ""

    def _claims_of(self, text: str) -> frozenset[tuple[str, str, str]]:
        if text not in self._claims:
            folded, assertions = fold(text), assert_spans(text, self._reader.read(text), self._vocabulary)
            self._claims[text] = frozenset(
                (finding.key, *assertions.of(match.start(), match.end()))
                for finding in self._vocabulary.findings
                for expression in finding.any_of
                for match in pattern(expression).finditer(folded)
            )
        return self._claims[text]


def numbers(text: str) -> set[float]:
    """The numbers of a text, months in words included; those glued to letters (HER2, T2N0) are codes."""
    folded = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", fold(text))
    for name, month in MONTHS.items():
        folded = re.sub(rf"(?<=\d )\b{name}\b", str(month), folded)
    spaced = folded.replace("/", " ").replace("-", " ")
    return {float(n.replace(",", ".")) for n in NUMBER.findall(spaced)}


def _sides_in(text: str) -> set[str]:
    folded = fold(text)
    return {side for expression, side in SIDES if re.search(expression, folded)}


def _absent(what: str, items: Iterable[str]) -> str:
    told = ", ".join(items)
    return f"{what} absent des pièces citées : {told}." if told else ""
