"""From days and values to places on a drawing: scales, their ticks and how a French reader calls them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

MONTHS_FR = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
"""Months between two ticks; from a year on, ticks are years."""
LONG_GAP = 365
"""Days: an emptiness shorter than this is never cut."""
LEAST_LEFT = 14
"""Days that must be left for a cut to be worth it."""
GAP_SHARE = 0.6
"""An emptiness that takes more than this share of the time shown is cut."""
CUT = 34.0
"""Units of the drawing that a cut takes."""
LEAST = 40.0
"""Units of the drawing that a stretch between two cuts takes at least."""
LINE = 15.0
"""Units of the drawing from one line of text to the next."""
NARROW, WIDE = frozenset("iljtfrI.,;:!'()[]|- /\u00a0\u202f"), frozenset("mwMWœŒ%—…→")
"""Letters that take less room than others, and more."""


class Tick(NamedTuple):
    """A place on an axis and what stands there."""

    at: float
    label: str


class Stretch(NamedTuple):
    """Days that are drawn to scale, and where."""

    first: date
    last: date
    left: float
    right: float


def month_fr(day: date) -> str:
    """Return "janv. 2025"."""
    return f"{MONTHS_FR[day.month - 1]}\u00a0{day.year}"


def text_width(text: str) -> float:
    """How wide a label is drawn at 13 units, at most: what is drawn may not overlap, so this is rather much."""
    wide = sum(c in WIDE or c.isupper() for c in text)
    narrow = sum(c in NARROW for c in text)
    return 7.4 * (len(text) - wide - narrow) + 10.0 * wide + 4.8 * narrow


class TimeScale:
    """Days from left to right. With `cut`, long stretches without anything are left out, and the cuts shown.

    `named` says how a day is called that stands for a month or a year, where it is alone between two cuts.
    """

    def __init__(
        self,
        days: Iterable[date],
        left: float,
        right: float,
        *,
        cut: bool = True,
        named: Mapping[date, str] | None = None,
    ) -> None:
        known = sorted(set(days))
        if not known:
            raise ValueError("a scale needs a day")
        self.left, self.right, self._named = left, right, named or {}
        self.stretches = tuple(_stretches(_runs(known) if cut else [(known[0], known[-1])], left, right))

    @property
    def cuts(self) -> tuple[tuple[float, float], ...]:
        """Where the axis is cut: (left, right) of each."""
        return tuple((one.right, other.left) for one, other in pairwise(self.stretches))

    def at(self, day: date) -> float:
        """Return the place of a day; one that lies in a cut or outside is put to the nearest end."""
        for stretch in self.stretches:
            if day <= stretch.last:
                if day <= stretch.first:
                    return stretch.left if stretch.first != stretch.last else (stretch.left + stretch.right) / 2
                share = (day - stretch.first).days / (stretch.last - stretch.first).days
                return round(stretch.left + share * (stretch.right - stretch.left), 1)
        return self.stretches[-1].right

    def reach(self, first: date, middle: date, last: date) -> tuple[float, float]:
        """Where a stretch of time around `middle` is drawn: never over a cut, and never so short that it is a point."""
        own = next((s for s in self.stretches if middle <= s.last), self.stretches[-1])
        left, right = self.at(max(first, own.first)), self.at(min(last, own.last))
        centre = self.at(middle)
        return min(left, centre - LEAST / 4), max(right, centre + LEAST / 4)

    def ticks(self) -> tuple[Tick, ...]:
        """Months or years, as many as stand side by side."""
        found: list[Tick] = []
        for stretch in self.stretches:
            for tick in self._ticks_of(stretch):
                half = text_width(tick.label) / 2
                if not found or tick.at - half > found[-1].at + text_width(found[-1].label) / 2 + 6:
                    found.append(tick)
        return tuple(found)

    def _ticks_of(self, stretch: Stretch) -> list[Tick]:
        if stretch.first == stretch.last:
            label = self._named.get(stretch.first) or month_fr(stretch.first)
            return [Tick((stretch.left + stretch.right) / 2, label)]
        most = max(1, int((stretch.right - stretch.left) / (text_width("janv. 2025") + 12)))
        months = _count(stretch.last) - _count(stretch.first)
        step = next((s for s in STEPS if months / s <= most), STEPS[-1])
        found = []
        for month in range(-(-_count(stretch.first) // step) * step, _count(stretch.last) + 1, step):
            day = date(month // 12, month % 12 + 1, 1)
            if stretch.first <= day <= stretch.last:
                found.append(Tick(self.at(day), str(day.year) if step >= 12 else month_fr(day)))
        if len(found) > 1:
            return found
        # Too short for months: its ends are named to the day, where both fit.
        ends = [Tick(self.at(d), f"{d.day}\u00a0{month_fr(d)}") for d in (stretch.first, stretch.last)]
        wide = stretch.right - stretch.left > text_width(ends[0].label) + text_width(ends[1].label)
        return ends if wide else [Tick((stretch.left + stretch.right) / 2, month_fr(stretch.first))]


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """The stretches of days that are left when the longest gaps are cut out, first and last day of each."""
    gaps = set(pairwise(days))
    cut: set[tuple[date, date]] = set()
    while gaps:
        longest = max(gaps, key=lambda g: g[1] - g[0])
        shown = (days[-1] - days[0]).days - sum((b - a).days for a, b in cut)
        length = (longest[1] - longest[0]).days
        # What is left must be worth it: of two days far apart the distance is all there is to see.
        if length < LONG_GAP or length < GAP_SHARE * shown or shown - length < LEAST_LEFT:
            break
        gaps.remove(longest)
        cut.add(longest)
    runs, begin = [], days[0]
    for one, other in sorted(cut):
        runs.append((begin, one))
        begin = other
    return [*runs, (begin, days[-1])]


def _stretches(runs: Sequence[tuple[date, date]], left: float, right: float) -> list[Stretch]:
    room = right - left - CUT * (len(runs) - 1) - LEAST * len(runs)
    total = sum((b - a).days for a, b in runs) or 1
    made, at = [], left
    for first, last in runs:
        width = LEAST + room * (last - first).days / total if len(runs) > 1 or first != last else right - left
        made.append(Stretch(first, last, round(at, 1), round(at + width, 1)))
        at += width + CUT
    return made


def _count(day: date) -> int:
    return day.year * 12 + day.month - 1


class ValueScale:
    """Values from bottom to top, between round numbers; by their logarithm where they span more than `TIMES`.

    A small change is not blown up: the scale spans at least `LEAST` of the largest value.
    """

    TIMES = 50
    LEAST = 0.2

    def __init__(self, values: Sequence[float], bottom: float, top: float, wanted: int = 4) -> None:
        low, high = min(values), max(values)
        self.bottom, self.top = bottom, top
        self.logarithmic = low > 0 and high / low >= self.TIMES
        if self.logarithmic:
            self.values = _decades(low, high)
        else:
            lacking = max(0.0, self.LEAST * max(abs(low), abs(high)) - (high - low)) / 2
            low, high = (0.0 if 0 < low < 0.4 * high else low - lacking), high + lacking
            self.values = round_values(low, high, wanted)

    def at(self, value: float) -> float:
        """Return the place of a value; one beyond the scale is put to its end."""
        low, high, given = self.values[0], self.values[-1], min(max(value, self.values[0]), self.values[-1])
        if self.logarithmic:
            low, high, given = math.log10(low), math.log10(high), math.log10(given)
        return round(self.bottom - (given - low) / (high - low) * (self.bottom - self.top), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """The round values of the scale."""
        digits = None if self.logarithmic else _digits(self.values[1] - self.values[0])
        found: list[Tick] = []
        # The powers of ten before the ends of their scale, where both do not fit.
        for value in (*self.values[1:-1], self.values[0], self.values[-1]):
            tick = Tick(self.at(value), _number_fr(value, digits))
            if all(abs(tick.at - other.at) >= LINE for other in found):
                found.append(tick)
        return tuple(sorted(found, reverse=True))


def round_values(low: float, high: float, wanted: int) -> tuple[float, ...]:
    """Round values, evenly spaced, from at most `low` to at least `high`, about `wanted` steps."""
    if high == low:
        low, high = low - 1.0, high + 1.0
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * s for s in (1, 2, 5, 10) if power * s >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def _decades(low: float, high: float) -> tuple[float, ...]:
    """The powers of ten between two values, and as ends the nearest of 1, 2 and 5 times one around them."""
    first, last = math.floor(math.log10(low) + 1e-9), math.floor(math.log10(high) + 1e-9)
    begin = max(v for v in (float(f"{s}e{first}") for s in (1, 2, 5)) if v <= low * (1 + 1e-9))
    end = min(v for v in (float(f"{s}e{last}") for s in (1, 2, 5, 10)) if v >= high * (1 - 1e-9))
    return (
        begin,
        *(float(f"1e{n}") for n in range(first + 1, last + 1) if begin * 1.5 < float(f"1e{n}") < end / 1.5),
        end,
    )


def _digits(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _number_fr(value: float, digits: int | None) -> str:
    plain = f"{value:,.{digits}f}" if digits is not None else f"{value:,.10g}"
    return plain.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")
