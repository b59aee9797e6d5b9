"""Where a text names a drug, by its international name or a brand."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.vocabulary import Drug
from engine.domain.wording import fold

DOSE = r"(?P<dose>[^\n.;,]{0,12}?\d+(?:[.,]\d+)? ?(?:mg|µg|g|ui)\b)?"
DOSE_AT_END = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?) ?[^\d\s]+$")
"""The dose itself, its thousands included, at the end of what stands beside a name."""


def drug_mentions(folded: str, drugs: Sequence[Drug]) -> Iterator[tuple[Drug, re.Match[str]]]:
    """Yield each drug named in `folded`, with the place of its name and, as group `dose`, of a dose beside it."""
    for drug in drugs:
        names = "|".join(re.escape(fold(name)) for name in (drug.name, *drug.brands))
        for match in re.finditer(rf"\b(?:{names})\b{DOSE}", folded):
            yield drug, match
