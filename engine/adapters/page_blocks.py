"""The paragraphs and headings of a page that is known by its rows only."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.guideline import Block

NUMBERED = re.compile(r"^(?P<number>(?:\d{1,2}|[IVX]{1,4}|[A-H])(?:\.\d{1,2})*)[.)]?\s+(?P<title>[A-ZÀ-Ý].*)$")
LONGEST_HEADING = 110


def blocks_of_page(text: str, page: int | None, tall: Sequence[bool] = ()) -> Iterator[Block]:
    """The paragraphs and headings of a plain page, one visual row a line. `tall` says which rows are in large letters.

    A heading is a short row without a full stop that is numbered, in large letters, or in capitals with rows below.
    """
    rows = text.split("\n")
    held: list[str] = []
    for place, row in enumerate(rows):
        line = row.strip()
        level = heading_level(line, tall=place < len(tall) and tall[place])
        if level is None and line:
            held.append(line)
        if held and (level is not None or not line or _ends(line, rows[place + 1 : place + 2])):
            yield Block(text=_joined(held), page=page)
            held = []
        if level is not None:
            yield Block(text=line, level=level, page=page)
    if held:
        yield Block(text=_joined(held), page=page)


def heading_level(line: str, *, tall: bool = False) -> int | None:
    """How high a heading a row is, None for one of the text."""
    if not 3 <= len(line) <= LONGEST_HEADING or line.endswith((".", ";", ",")) or not re.search(r"[^\W\d_]{3}", line):
        return None
    numbered = NUMBERED.match(line)
    if numbered and len(numbered["title"].split()) <= 14:
        return min(6, 2 + numbered["number"].count("."))
    if tall:
        return 1
    letters = [c for c in line if c.isalpha()]
    return 2 if len(letters) >= 5 and all(c.isupper() for c in letters) and len(line.split()) <= 14 else None


def _ends(line: str, below: Sequence[str]) -> bool:
    """Whether a paragraph ends with a row: a full stop at its end, and a new one begins below."""
    following = below[0].strip() if below else ""
    return bool(line.endswith((".", "!", "?", ":")) and (not following or re.match(r"[A-ZÀ-Ý0-9•«–-]", following)))


def _joined(rows: Sequence[str]) -> str:
    """Rows as one text; a word cut at the end of a row is put together."""
    return re.sub(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", "\n".join(rows)).replace("\n", " ")
