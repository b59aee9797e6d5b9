"""The bullets and numbers of lists in a Word document, which stand nowhere in its text."""

import re
from typing import Any

from ocr.runs import WORD

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts the numbered paragraphs of one document as they come."""

    def __init__(self, part: Any, styles: Any) -> None:
        """Read the lists' definitions from the document's part, which may have none, and from its styles' element."""
        self._styles = {str(s.get(f"{WORD}styleId")): s for s in styles.iterchildren(f"{WORD}style")}
        self._lists: dict[str, Any] = {}
        self._counts: dict[tuple[str, int], int] = {}
        relations = (r for r in part.rels.values() if r.reltype.endswith("/numbering") and not r.is_external)
        element = next((getattr(r.target_part, "element", None) for r in relations), None)
        if element is None:
            return
        abstract = {a.get(f"{WORD}abstractNumId"): a for a in element.iterchildren(f"{WORD}abstractNum")}
        for numbered in element.iterchildren(f"{WORD}num"):
            shape = numbered.find(f"{WORD}abstractNumId")
            if shape is not None:
                self._lists[str(numbered.get(f"{WORD}numId"))] = abstract.get(shape.get(f"{WORD}val"))

    def label(self, paragraph: Any) -> tuple[str, int]:
        """Return what stands before the paragraph ("• ", "2.1 ", nothing) and how many steps it is indented."""
        properties = self._properties(paragraph)
        if properties is None:
            return "", 0
        number, depth = _value(properties, "numId"), _value(properties, "ilvl")
        level = int(depth) if depth.isdecimal() and int(depth) < _LEVELS else 0
        if number in ("", "0"):
            return "", 0
        shape = self._level(number, level)
        kind = "bullet" if shape is None else _value(shape, "numFmt")
        if kind in ("bullet", ""):
            return "• ", level + 1
        if kind == "none":
            return "", level + 1
        self._counts[number, level] = self._counts.get((number, level), 0) + 1
        for deeper in range(level + 1, _LEVELS):
            self._counts.pop((number, deeper), None)
        text = _PLACE.sub(lambda m: self._written(number, int(m[1]) - 1), _value(shape, "lvlText")[:40])
        return (f"{text} " if text else ""), level + 1

    def _properties(self, paragraph: Any) -> Any:
        """The paragraph's own list, or that of its style or of a style on which that rests."""
        own = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        named = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        for _ in range(_LEVELS):
            style = None if named is None else self._styles.get(str(named.get(f"{WORD}val")))
            if own is not None or style is None:
                break
            own, named = style.find(f"{WORD}pPr/{WORD}numPr"), style.find(f"{WORD}basedOn")
        return own

    def _level(self, number: str, level: int) -> Any:
        shape = self._lists.get(number)
        if shape is None:
            return None
        levels = shape.iterchildren(f"{WORD}lvl")
        return next((each for each in levels if each.get(f"{WORD}ilvl") == str(level)), None)

    def _written(self, number: str, level: int) -> str:
        count = self._counts.get((number, level), 1)
        shape = self._level(number, level)
        kind = "" if shape is None else _value(shape, "numFmt")
        if kind in ("lowerLetter", "upperLetter") and count <= 26:
            return chr((97 if kind == "lowerLetter" else 65) + count - 1)
        if kind in ("lowerRoman", "upperRoman") and count < 40:
            return _roman(count).upper() if kind == "upperRoman" else _roman(count)
        return str(count)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{WORD}{name}")
    return "" if found is None else str(found.get(f"{WORD}val") or "")


def _roman(count: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while count >= value:
            text, count = text + sign, count - value
    return text
