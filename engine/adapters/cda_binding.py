"""Where each coded value of a CDA document is printed on its pages: by its references, else by its name and its value.

Logic: a number counts where it is printed as that number, on the line that the entry refers to or on one of its section
that names it; a coded answer counts where its words stand, or on the line that the entry refers to. What is printed
nowhere has no place.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
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
NAMED = 0.6
"""Of the words of a name that a line must print to be taken for its line."""
STEM = 6
"""Letters by which two forms of a word are taken for one ("Glycémie", "Glycémique")."""
MOST_PLACES = 60
"""Places of one number in a section among which its own is looked for."""
STOP = {
    "avec",
    "dans",
    "des",
    "les",
    "par",
    "pour",
    "une",
    "numerique",
    "masse",
    "volume",
    "nombre",
    "sang",
    "serum",
    "plasma",
    "mesure",
    "valeur",
}


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

    def places(self, entries: Sequence[Entry]) -> list[Place | None]:
        """Where each entry's value is printed, with its name before it; None where it is not.

        What is named or referred to comes first; then a number whose name is abbreviated, where it can be no other.
        """
        sure = [self._number(e, v) if (v := _value(e)) is not None else self._words(e) for e in entries]
        return [
            place or (self._lone(entry, value) if (value := _value(entry)) is not None else None)
            for entry, place in zip(entries, sure, strict=True)
        ]

    def _number(self, entry: Entry, value: float) -> Place | None:
        anchors, sections = self._anchors(entry), self._marks[f"sec:{entry.section}"]
        best: tuple[float, Place, Place] | None = None
        names = self._less_title(entry.names, sections)
        near = [row for row in map(self._row, anchors) if row.end - row.start <= 2 * LONGEST]
        for place in islice(chain(self._printed(value, near), self._printed(value, sections)), MOST_PLACES):
            row = self._row(place)
            anchored = next((a for a in anchors if _holds(a, place) or _holds(row, a)), None)
            exact = anchored is not None and _holds(row, anchored)  # one to a whole table says nothing of the line
            named, with_unit = self._named(row, names), self._has_unit(entry, place)
            if not exact and named < NAMED and not (anchored is not None and with_unit):
                continue
            after = exact and anchored is not None and place.start >= anchored.start
            score = 4 * exact + 2 * named + 2 * with_unit + after - 6 * (place in self._taken)
            if best is None or score > best[0]:
                best = (score, place, self._from(row, place, anchored if exact else None, entry.names))
        if best is None:
            return None
        self._taken.add(best[1])
        return best[2]

    def _lone(self, entry: Entry, value: float) -> Place | None:
        """A number that its section prints once, with its unit or a word of its name."""
        printed = [p for p in self._printed(value, self._marks[f"sec:{entry.section}"]) if p not in self._taken]
        if len(printed) != 1:
            return None
        place, row = printed[0], self._row(printed[0])
        digits = sum(char.isdigit() for char in self._folded[place.page][place.start : place.end].lstrip("0,. "))
        if digits < 2 or not (self._has_unit(entry, place) or self._named(row, entry.names) > 0):
            return None
        self._taken.add(place)
        return self._from(row, place, None, entry.names)

    def _has_unit(self, entry: Entry, place: Place) -> bool:
        unit = None if isinstance(entry.value, CodedDrug) else entry.value.unit_ucum
        return follows(self._folded[place.page], place.end, unit)

    def _printed(self, value: float, sections: Sequence[Place]) -> Iterator[Place]:
        """Where a number is printed in a section, as far as it is worth looking."""
        places = self._numbers.get(value, [])
        for section in sections:
            first = bisect_left(places, (section.page, section.start))
            for place in places[first : first + MOST_PLACES]:
                if not _holds(section, place):
                    break
                yield place

    def _words(self, entry: Entry) -> Place | None:
        anchors = self._anchors(entry)
        value = None if isinstance(entry.value, CodedDrug) else entry.value.value
        told = fold(str(value)) if value else ""
        for anchor in anchors:
            row = self._row(anchor)
            found = self._find(told, Place(row.page, anchor.start, max(row.end, anchor.end))) if told else None
            found = found or (self._find(told, row) if told else None)
            if found:
                return self._from(row, found, anchor, entry.names)
            if anchor.end - anchor.start <= LONGEST:
                # What it refers to is what it says, in the sender's own words; a name alone goes on to its answer.
                reaches = row.end if anchor.end <= row.end <= anchor.start + LONGEST else anchor.end
                named = self._named(anchor, entry.names) > 0 or anchor.start < row.start
                start = anchor.start if named or reaches - row.start > LONGEST else row.start
                return Place(anchor.page, start, reaches)
        for wanted in (told, *(fold(name) for name in entry.names)):
            for section in self._marks[f"sec:{entry.section}"]:
                found = self._find(wanted, section) if len(wanted) > 3 else None
                if found and (wanted != told or len(told) > 8 or self._named(self._row(found), entry.names)):
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

    def _less_title(self, names: Sequence[str], sections: Sequence[Place]) -> tuple[str, ...]:
        """Names without the words that the section's title says for all its lines."""
        title = self._row(sections[0]) if sections else Place(0, 0, 0)
        said = self._folded[title.page][title.start : title.end]
        shorter = (" ".join(w for w in _telling(name) if w not in said) for name in names)
        return tuple(short or name for short, name in zip(shorter, names, strict=True))

    def _named(self, row: Place, names: Sequence[str]) -> float:
        """The share of a name's words that a line prints: of the name that it prints best."""
        printed = self._folded[row.page][row.start : row.end]
        shares = [0.0]
        for name in names:
            wanted = _telling(name)
            shares.append(sum(word in printed for word in wanted) / max(1, len(wanted)))
        return max(shares)

    def _from(self, row: Place, place: Place, anchor: Place | None, names: Sequence[str]) -> Place:
        """The place of a value with the name that stands before it on its line."""
        printed = self._folded[row.page][row.start : place.start]
        starts = [row.start + at for n in names for w in _telling(n) if (at := printed.find(w)) >= 0]
        if anchor is not None and row.start <= anchor.start <= place.start:
            starts.append(anchor.start)
        if not starts or starts == [place.start]:
            starts.append(row.start)  # an answer alone ("Oui") says nothing without the line that it stands on
        start = min((s for s in starts if place.end - s <= LONGEST), default=place.start)
        return Place(place.page, start, place.end)


def _value(entry: Entry) -> float | None:
    """The number that is looked for, where the entry has one."""
    value = None if isinstance(entry.value, CodedDrug) else entry.value.value
    return float(value) if isinstance(value, float | int) else None


@lru_cache(maxsize=20_000)
def _telling(name: str) -> frozenset[str]:
    """How the words begin by which a name's line is known."""
    words = re.findall(r"[a-z0-9]+", fold(re.sub(r"\[.*", "", name)))
    return frozenset(w[:STEM] for w in words if len(w) > 2 and w not in STOP) or frozenset(words)


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
