"""Results that a letter has from another person's paper, told by the number and by what it measures."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.wording import fold
from engine.steps.places import ReadPageText

MEASURED = re.compile(
    r"(?<![\d.,/])(?P<number>\d{1,5}(?:[.,]\d{1,3})?) ?"
    r"(?P<unit>ng/ml|pg/ml|µg/l|ug/l|ng/l|pmol/l|nmol/l|µmol/l|umol/l|mmol/l|g/dl|g/l|mg/l|mg/dl|m?ui/m?l|u/ml|u/l|g/l"
    r"|m/ml|millions?(?:/ml| par ml)?|giga/l|ml|cm|mm|%|°)(?![a-z0-9])"
)
WORD = re.compile(r"[a-z]{5,}")
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


def _results(text: str) -> Iterator[Result]:
    """Every number with a unit of a text, under each of the words of its line or sentence before it."""
    folded = fold(text)
    ended = 0
    for match in MEASURED.finditer(folded):
        start = max(ended, match.start() - BESIDE)
        for word in WORD.findall(folded, start, match.start()):
            yield word[:STEM], match["number"].replace(",", "."), match["unit"]
        ended = match.end()
