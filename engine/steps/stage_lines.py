"""Lines that open with when they were true: "Début : EVA 8/10 …" above "Ce jour : EVA 4/10 …"."""

import re

from engine.domain.wording import fold

BEFORE = re.compile(
    r"[^\w\n]{0,4}(?:(?:au |en )?(?:debut|depart)|(?:a l.)?(?:entree|admission)|initialement|(?:bilan |etat )?initial)"
    r"(?: de (?:la )?(?:prise en charge|reeducation|traitement|cure))? ?:"
)
NOW = re.compile(
    r"\n[^\w\n]{0,4}(?:(?:a )?ce jour|(?:a la |en )?fin|actuellement|aujourd.hui|(?:bilan |etat )?final"
    r"|(?:a la )?sortie)(?: de (?:la )?(?:prise en charge|reeducation|traitement|cure))? ?:"
)


def tells_before(text: str, position: int) -> bool:
    """Whether the line at `position` opens with words of the beginning, and one below it with words of today."""
    folded = fold(text)
    line = folded.rfind("\n", 0, position) + 1
    return BEFORE.match(folded, line) is not None and NOW.search(folded, position) is not None
