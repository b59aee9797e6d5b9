"""Where a text names a drug, by its international name or a brand."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine.domain.vocabulary import Drug
from engine.domain.wording import fold

DOSE = r"(?P<dose>[^\n.;,]{0,12}?\d+(?:[.,]\d+)? ?(?:mg|µg|g|ui)\b)?"
DOSE_AT_END = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?) ?[^\d\s]+$")
"""The dose itself, its thousands included, at the end of what stands beside a name."""


def drug_mentions(folded: str, drugs: Sequence[Drug]) -> Iterator[tuple[Drug, re.Match[str]]]:
    """Yield each drug named in `folded`, with the place of its name and, as group `dose`, of a dose beside it."""
    for drug in drugs:
        names, expression = _looked_for(drug.name, drug.brands)
        # Hundreds of drugs, of which a text names one or two: a plain look is quicker than an expression.
        if any(name in folded for name in names):
            for match in expression.finditer(folded):
                yield drug, match


@lru_cache(maxsize=4096)
def _looked_for(name: str, brands: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The names of a drug as they stand in folded text, and what finds them."""
    names = tuple(fold(one) for one in (name, *brands))
    return names, re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b{DOSE}")
