"""Results that a letter copies, told by the number and by what it measures: from another person's paper, or from an
older one of the patient than the last."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold
from engine.steps.contradict_facts import LETTERS, are_near, is_sure, named_fr, of_pair, told_fr
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.set_apart import OTHER

MEASURED = re.compile(
    r"(?<![\d.,/])(?P<number>\d{1,5}(?:[.,]\d{1,3})?) ?"
    r"(?P<unit>ng/ml|pg/ml|µg/l|ug/l|ng/l|pmol/l|nmol/l|µmol/l|umol/l|mmol/l|g/dl|g/l|mg/l|mg/dl|m?ui/m?l|u/ml|u/l|g/l"
    r"|m/ml|millions?(?:/ml| par ml)?|giga/l|ml|cm|mm|%|°)(?![a-z0-9])"
)
WORD = re.compile(r"[a-z]{5,}")
ABBREVIATION = re.compile(r"\b[A-Z]{2,6}\b")
STEM, BESIDE = 6, 70
"""Letters by which two words are of one thing ("uracile", "uracilémie"), characters before a number that name it."""
Result = tuple[str, str, str]
"""The stem of what was measured, the number and its unit."""


def copied(stranger: str, letter: ReadPageText, reports: Sequence[ReadPageText]) -> set[Result]:
    """The results of a stranger's paper that a letter tells under the same name and that no own report gives."""
    told = set(_results(stranger)) & set(_results(letter.told))
    own = {(number, unit) for p in reports for _, number, unit in _results(p.told)}
    return {(stem, number, unit) for stem, number, unit in told if (number, unit) not in own and len(number) > 1}


def contrary(results: set[Result], reports: Sequence[ReadPageText]) -> ReadPageText | None:
    """The first own report that gives another number of what one of the results measures."""
    named = {(stem, unit) for stem, _, unit in results}
    return next((p for p in reports if any((stem, unit) in named for stem, _, unit in _results(p.told))), None)


def superseded(
    facts: Sequence[Fact], kinds: Mapping[str, str], places: Sequence[ReadPageText], vocabulary: Vocabulary
) -> list[Conflict]:
    """A letter that tells an older result only, where the last one before it is far from that."""
    found = []
    letters = [p for p in places if p.document.kind in LETTERS and p.document.dated]
    for key, share in vocabulary.contradictions.superseded.items():
        told = [f for f in facts if _base(f) == key and is_sure(f) and isinstance(f.value, int | float) and f.dated]
        reports = [f for f in told if kinds.get(f.source.document) not in LETTERS]
        for letter in letters:
            day = letter.document.dated
            before = [f for f in reports if f.dated and day and f.dated <= day]
            last = max(before, key=lambda f: f.dated or date.min, default=None)
            copies = {float(n) for stem, n, _ in _results(letter.told) if stem == key.removesuffix("_val")[:STEM]}
            copies |= {_number(f) for f in told if f.source.document == letter.document.id}
            older = next((f for f in before if last and f.dated != last.dated and _number(f) in copies), None)
            if last is None or older is None or not are_near(older, last):
                continue
            if not _prints(letter, last) and all(
                abs(v - _number(last)) > share * max(v, _number(last)) for v in copies
            ):
                name = letter.document.filename
                what = (
                    f"{named_fr(older.label_fr)} : {told_fr(older)}, repris dans « {name} » ; depuis, {told_fr(last)}."
                )
                one = of_pair(key, (last,), what)
                found.append(one.model_copy(update={"filenames": tuple(dict.fromkeys((name, *one.filenames)))}))
                break
    return found


def _prints(letter: ReadPageText, fact: Fact) -> bool:
    """Whether a number stands anywhere on a page, with a unit or without."""
    printed = {float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", letter.page.text)}
    return _number(fact) in printed


def _base(fact: Fact) -> str:
    return fact.key.removesuffix(RECALLED).removesuffix(OTHER)


def _number(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _results(text: str) -> Iterator[Result]:
    """Every number with a unit of a text, under each of the words of its line or sentence before it."""
    folded = fold(text)
    ended = 0
    for match in MEASURED.finditer(folded):
        start = max(ended, match.start() - BESIDE)
        named = (*WORD.findall(folded, start, match.start()), *ABBREVIATION.findall(text, start, match.start()))
        for word in named:
            yield fold(word)[:STEM], match["number"].replace(",", "."), match["unit"]
        ended = match.end()
