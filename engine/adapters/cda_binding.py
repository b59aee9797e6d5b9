"""Where each coded value of a CDA document is printed on its pages: by its references, else by its name and its value.

Logic: a number counts where it is printed as that number, on the line that the entry refers to or on one of its section
that names it; a coded answer counts where its words stand, or on the line that the entry refers to. What is printed
nowhere has no place.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.adapters.cda_entries import Entry
from engine.adapters.cda_units import follows
from engine.domain.source_record import CodedDrug
from engine.domain.wording import fold
from ocr.typeset import Sheet

NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
NUMBER_PART = re.compile(r"\d+(?:[.,]\d+)?")
LONGEST = 220
"""Characters of a place: a quote is a line, not a page."""
NAMED = 0.5
"""Of the words of a name that a line must print to be taken for its line."""
MOST_PLACES = 300
"""Places of one number in a section among which its own is looked for."""
STOP = {"avec", "dans", "pour", "numerique", "masse", "volume", "nombre", "sang", "serum", "plasma", "mesure", "valeur"}


class Place(NamedTuple):
    """A stretch of a page's text; `page` counts from 0."""

    page: int
    start: int
    end: int


class Pages:
    """The typeset pages, looked up by mark, by line and by number."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._folded = [fold(sheet.page.text) for sheet in sheets]
        self._marks: dict[str, list[Place]] = defaultdict(list)
        self._rows: list[list[Place]] = [[] for _ in sheets]
        self._numbers: dict[float, list[Place]] = defaultdict(list)
        self._taken: set[Place] = set()
        for index, sheet in enumerate(sheets):
            for mark in sheet.marks:
                place = Place(index, mark.start, mark.end)
                (self._rows[index] if mark.name.startswith("row:") else self._marks[mark.name]).append(place)
            self._rows[index].sort(key=lambda p: p.start)
            for value, place in _numbers(index, self._folded[index]):
                self._numbers[value].append(place)
        for places in self._numbers.values():
            places.sort()

    def place(self, entry: Entry) -> Place | None:
        """Where an entry's value is printed with its name before it, or None."""
        value = None if isinstance(entry.value, CodedDrug) else entry.value.value
        if isinstance(value, float | int):
            return self._number(entry, float(value))
        return self._words(entry, value)

    def _number(self, entry: Entry, value: float) -> Place | None:
        anchors, sections = self._anchors(entry), self._marks[f"sec:{entry.section}"]
        best: tuple[float, Place, Place] | None = None
        unit = None if isinstance(entry.value, CodedDrug) else entry.value.unit_ucum
        for place in self._printed(value, sections):
            row = self._row(place)
            anchored = next((a for a in anchors if _holds(a, place) or _holds(row, a)), None)
            named, with_unit = self._named(row, entry.names), follows(self._folded[place.page], place.end, unit)
            if anchored is None and named < NAMED:
                continue
            if anchored is not None and not _holds(row, anchored) and named < NAMED and not with_unit:
                continue  # a reference to a whole table says nothing of the line
            exact = anchored is not None and _holds(row, anchored)
            after = exact and anchored is not None and place.start >= anchored.start
            score = 4 * exact + 2 * named + 2 * with_unit + after - 6 * (place in self._taken)
            if best is None or score > best[0]:
                best = (score, place, self._from(row, place, anchored if exact else None, entry.names))
        if best is None:
            return None
        self._taken.add(best[1])
        return best[2]

    def _printed(self, value: float, sections: Sequence[Place]) -> Iterator[Place]:
        """Where a number is printed in a section, as far as it is worth looking."""
        places = self._numbers.get(value, [])
        for section in sections:
            first = bisect_left(places, (section.page, section.start))
            for place in places[first : first + MOST_PLACES]:
                if not _holds(section, place):
                    break
                yield place

    def _words(self, entry: Entry, value: str | None) -> Place | None:
        anchors = self._anchors(entry)
        told = fold(value) if value else ""
        for anchor in anchors:
            row = self._row(anchor)
            found = self._find(told, Place(row.page, anchor.start, max(row.end, anchor.end))) if told else None
            found = found or (self._find(told, row) if told else None)
            if found:
                return self._from(row, found, anchor, entry.names)
            if anchor.end - anchor.start <= LONGEST:
                # What it refers to is what it says, in the sender's own words; a name alone goes on to its answer.
                reaches = row.end if anchor.end <= row.end <= anchor.start + LONGEST else anchor.end
                return Place(anchor.page, anchor.start, reaches)
        for wanted in (told, *(fold(name) for name in entry.names)):
            for section in self._marks[f"sec:{entry.section}"]:
                found = self._find(wanted, section) if len(wanted) > 3 else None
                if found and (wanted != told or not value or self._named(self._row(found), entry.names) or len(told) > 8):
                    return self._from(self._row(found), found, None, entry.names)
        return None

    def _anchors(self, entry: Entry) -> list[Place]:
        return [place for name in entry.refers for place in self._marks.get(f"id:{name}", ())]

    def _row(self, place: Place) -> Place:
        """The line of text that holds a place; the place itself where none does."""
        rows = self._rows[place.page]
        index = bisect_right(rows, place.start, key=lambda r: r.start) - 1
        return rows[index] if index >= 0 and place.start < rows[index].end else place

    def _find(self, wanted: str, inside: Place) -> Place | None:
        text = self._folded[inside.page]
        found = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)").search(text, inside.start, inside.end)
        return Place(inside.page, found.start(), found.end()) if found else None

    def _named(self, row: Place, names: Sequence[str]) -> float:
        """The share of a name's words that a line prints: of the name that it prints best."""
        printed = self._folded[row.page][row.start : row.end]
        shares = [0.0]
        for name in names:
            wanted = _telling(name)
            shares.append(sum(word[:6] in printed for word in wanted) / max(1, len(wanted)))
        return max(shares)

    def _from(self, row: Place, place: Place, anchor: Place | None, names: Sequence[str]) -> Place:
        """The place of a value with the name that stands before it on its line."""
        printed = self._folded[row.page][row.start : place.start]
        starts = [row.start + at for n in names for w in _telling(n) if (at := printed.find(w[:6])) >= 0]
        if anchor is not None and row.start <= anchor.start <= place.start:
            starts.append(anchor.start)
        start = min((s for s in starts if place.end - s <= LONGEST), default=place.start)
        return Place(place.page, start, place.end)


def _telling(name: str) -> set[str]:
    """The words of a name by which its line is known: the long ones, or all of a short name."""
    words = re.findall(r"[a-z0-9]+", fold(re.sub(r"\[.*", "", name)))
    return {w for w in words if len(w) > 3 and w not in STOP} or {w for w in words if len(w) > 1}


def _holds(outer: Place, inner: Place) -> bool:
    return outer.page == inner.page and outer.start <= inner.start and inner.end <= outer.end


def _numbers(page: int, text: str) -> Iterator[tuple[float, Place]]:
    """Every number of a page as a reader takes it; one set apart by thousands also in its parts."""
    for found in NUMBER.finditer(text):
        signed = re.search(r"(?<![\w.,])[-−–]$", text[max(0, found.start() - 2) : found.start()])
        for part in [found, *(NUMBER_PART.finditer(text, found.start(), found.end()) if " " in found[0] else ())]:
            value = float(re.sub(r"[ \u00a0\u202f]", "", part[0]).replace(",", "."))
            place = Place(page, part.start(), part.end())
            yield (-value if signed and part.start() == found.start() else value), place
