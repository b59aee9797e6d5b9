"""A page's folded text as running prose: what only the margin or a table parted reads on."""

import re
from functools import lru_cache

from engine.domain.wording import fold
from engine.steps.clauses import FULL_LINE

BREAK = re.compile(r"(?<=[^\s.:;!?])(\s*\n)(?=[ \t]*(\S))")


@lru_cache(maxsize=128)
def running(text: str) -> str:
    """The folded text, of the same length, with blanks for line breaks inside sentences and for strokes of tables."""
    longest = max((len(line.rstrip()) for line in text.splitlines()), default=0)

    def joined(found: re.Match[str]) -> str:
        line = found.start() - (text.rfind("\n", 0, found.start()) + 1)
        goes_on = found[2].islower() or (found[2] in "(0123456789" and line >= FULL_LINE * longest)
        return " " * len(found[1]) if goes_on and found[1].count("\n") == 1 else found[1]

    return fold(BREAK.sub(joined, text).replace("|", " "))
