"""Results that a letter copies, told by the number and by what it measures: from another person's paper, or from an
older one of the patient than the last."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
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
MEASURING = ("biologie", "compte_rendu_imagerie")
"""Kinds of papers whose results letters copy and do not measure themselves."""
RECENT, OLDEST = 122, 550
"""Days within which a letter's own result should be the last one's, and for which it may go on telling an older one."""
ROUNDED = 0.05
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
    """A letter that tells another result than the last one before it, which is far from that: an older one only, or
    one of its own that no report gives. A letter that says that the result has come back to normal knows of the last.
    """
    found = []
    letters = [p for p in places if p.document.kind in LETTERS and p.document.dated]
    for key, share in vocabulary.contradictions.superseded.items():
        told = [f for f in facts if _base(f) == key and is_sure(f) and isinstance(f.value, int | float) and f.dated]
        reports = [f for f in told if kinds.get(f.source.document) not in LETTERS]
        for letter in letters:
            day = letter.document.dated
            before = [f for f in reports if f.dated and day and f.dated <= day]
            last = max(before, key=lambda f: f.dated or date.min, default=None)
            own = [f for f in told if f.source.document == letter.document.id]
            if last is None or _knows(letter, own, last, vocabulary):
                continue
            copies = {float(n) for stem, n, _ in _results(letter.told) if stem == key.removesuffix("_val")[:STEM]}
            copies |= {_number(f) for f in own}
            if any(not _is_far(v, _number(last), share) for v in copies):
                continue
            older = next((f for f in before if _is_retold(f, last, copies)), None)
            alone = None if older else _told_alone(key, letter, own, last, kinds, vocabulary)
            name = letter.document.filename
            if older:
                what = f"{told_fr(older)}, repris dans « {name} » ; depuis, {told_fr(last)}"
            elif alone and not any(_is_copied(_number(alone), _number(f)) for f in reports):
                what = f"{told_fr(alone)} ; {told_fr(last)}"
            else:
                continue
            one = of_pair(key, (last,), f"{named_fr(last.label_fr)} : {what}.")
            files = (name, *one.filenames, *([older.source.filename] if older else []))
            found.append(one.model_copy(update={"filenames": tuple(dict.fromkeys(files))}))
            break
    return found


def _knows(letter: ReadPageText, own: Sequence[Fact], last: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a letter prints the last result, or says that what it tells has come back to normal since."""
    corrected = vocabulary.contradictions.corrected
    return _prints(letter, last) or any(any_match(corrected, fold(f.source.quote)) for f in own)


def _is_retold(older: Fact, last: Fact, copies: set[float]) -> bool:
    """Whether a result before the last one is what a letter copies, were it rounded."""
    if older.dated == last.dated or not are_near(older, last, OLDEST):
        return False
    return any(_is_copied(number, _number(older)) for number in copies)


def _told_alone(
    key: str, letter: ReadPageText, own: Sequence[Fact], last: Fact, kinds: Mapping[str, str], vocabulary: Vocabulary
) -> Fact | None:
    """What a letter tells as the present result beside a recent one of a laboratory or an image."""
    if kinds.get(last.source.document) not in MEASURING:
        return None
    words = vocabulary.contradictions
    days = words.recent.get(key, RECENT)
    for fact in (f for f in own if None in (f.unit, last.unit) or f.unit == last.unit):
        quote = fold(fact.source.quote)
        present = fact.dated == letter.document.dated and not any_match(words.past, quote)
        if (present and are_near(fact, last, days)) or any_match(words.unchecked, quote):
            return fact
    return None


def _is_far(one: float, other: float, share: float) -> bool:
    return abs(one - other) > share * max(one, other)


def _is_copied(copy: float, number: float) -> bool:
    """Whether one number is the other, or is it but for rounding."""
    return abs(copy - number) <= ROUNDED * abs(number)


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
