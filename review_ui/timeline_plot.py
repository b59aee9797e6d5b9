"""The drawing of what happened when: a row of lanes over one axis of time, each event with its words beside it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from engine.domain.chronology import Event, EventItem, Lane
from engine.domain.moment import When
from review_ui.scales import MONTHS_FR, Tick, TimeScale, text_width
from review_ui.view import date_fr

WIDTH, LEFT, RIGHT = 760.0, 124.0, 752.0
TOP, ROW = 30.0, 24.0
LANES_FR: Mapping[Lane, str] = {
    "procedure": "Interventions",
    "treatment": "Traitements",
    "result": "Résultats clés",
    "imaging": "Imagerie",
    "laboratory": "Analyses",
    "letter": "Documents",
    "proposal": "Propositions",
}
"""The lanes in their order, with what they are called; each has a shape of its own."""
SHAPES: Mapping[Lane, str] = {
    "procedure": "diamond",
    "treatment": "pill",
    "result": "circle",
    "imaging": "square",
    "laboratory": "triangle",
    "letter": "envelope",
    "proposal": "cross",
}
LONGEST = 40
"""Letters of a label on the drawing; the table below says all."""


class EventMark(NamedTuple):
    """One drawn event: its place, the time that it may have taken place in, and its words."""

    x: float
    y: float
    left: float
    right: float
    shape: str
    hollow: bool
    bar: bool
    label: str
    label_x: float
    anchor: str
    hit_left: float
    hit_width: float
    href: str | None
    told: str


class LaneBand(NamedTuple):
    """One lane with its events."""

    label: str
    top: float
    bottom: float
    marks: tuple[EventMark, ...]


class TimelinePlot(NamedTuple):
    """Everything that is drawn, in units of a drawing of `width` times `height`."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    lanes: tuple[LaneBand, ...]
    days: tuple[Tick, ...]
    cuts: tuple[tuple[float, float], ...]
    signs: tuple[str, ...]


def timeline_plot(events: Sequence[Event], hrefs: Sequence[str | None]) -> TimelinePlot | None:
    """Lay out the events that have a moment; `hrefs` has one address an event. None where none has one."""
    dated = [(event, event.when, href) for event, href in zip(events, hrefs, strict=True) if event.when]
    if not dated:
        return None
    # A month or a year has the room of one day: it is not more important for being less known.
    days = [_middle(when) for _, when, _ in dated] + [_middle(e.until) for e, _, _ in dated if e.until]
    named = {_middle(when): when_fr(when).removeprefix("en ") for _, when, _ in dated if when.precision == "year"}
    times = TimeScale(days, LEFT + 12, RIGHT - 12, named=named)
    top, lanes = TOP, []
    for lane, label in LANES_FR.items():
        own = [(e, w, href) for e, w, href in dated if e.lane == lane]
        if own:
            marks, rows = _packed(own, times, top)
            lanes.append(LaneBand(label, top, top + rows * ROW + 8, marks))
            top += rows * ROW + 8
    precisions = {when.precision for _, when, _ in dated}
    signs = (*(("told",) if "told" in precisions else ()), *(("span",) if precisions & {"month", "year"} else ()))
    return TimelinePlot(WIDTH, top + 24, LEFT, RIGHT, TOP, top, tuple(lanes), times.ticks(), times.cuts, signs)


def item_fr(item: EventItem) -> str:
    """One thing of an event with its value."""
    return f"{item.label_fr} {item.value_fr}".strip()


def event_fr(event: Event) -> str:
    """An event in full."""
    items = ", ".join(item_fr(item) for item in event.items)
    if not items:
        return event.label_fr
    return items if event.lane in ("result", "procedure") else f"{event.label_fr}\u00a0: {items}"


def when_fr(when: When | None) -> str:
    """A moment in words: "12 mars 2026", "mars 2026", "en 2008", "cité le 12 mars 2026"."""
    if when is None:
        return "sans date"
    if when.precision == "year":
        return f"en {when.first.year}"
    if when.precision == "month":
        return f"{MONTHS_FR[when.first.month - 1]}\u00a0{when.first.year}"
    return f"cité le {date_fr(when.first)}" if when.precision == "told" else date_fr(when.first)


def period_fr(event: Event) -> str:
    """When something happened, and until when it went on where that is printed."""
    begun = when_fr(event.when)
    return f"{begun} – {when_fr(event.until)}" if event.until else begun


def short(label: str, longest: int = LONGEST) -> str:
    """A label cut behind its last whole word."""
    plain = re.sub(r"\s+", " ", label).strip()
    if len(plain) <= longest:
        return plain
    cut = plain[: longest - 1]
    whole = cut.rsplit(" ", 1)[0]
    return (whole if len(whole) > longest / 2 else cut).rstrip(" ,;:-–—(") + "…"


def _short_event(event: Event) -> str:
    """The first thing of an event, its value always in full, and how many more there are."""
    if not event.items:
        return short(event.label_fr)
    item, more = event.items[0], len(event.items) - 1
    first = f"{short(item.label_fr, max(14, LONGEST - len(item.value_fr)))} {item.value_fr}".strip()
    return f"{first} (+{more})" if more else first


def _middle(when: When) -> date:
    return when.first + (when.last - when.first) / 2


def _drawn(event: Event, when: When, times: TimeScale) -> tuple[float, float]:
    """From where to where an event is drawn: a point, the time that it may have been, or the time that it took."""
    if event.until:
        return times.at(_middle(when)), times.at(_middle(event.until))
    middle = _middle(when)
    return times.reach(when.first, middle, when.last) if when.first < when.last else (times.at(middle),) * 2


def _packed(
    events: Sequence[tuple[Event, When, str | None]], times: TimeScale, top: float
) -> tuple[tuple[EventMark, ...], int]:
    """The events of a lane in as few rows as their words need."""
    ends: list[float] = []
    marks = []
    for event, when, href in sorted(events, key=lambda e: (e[1].first, e[1].last)):
        left, right = _drawn(event, when, times)
        label = _short_event(event)
        # Beside the mark where its words fit, at its right first; else as much of them as there is room for.
        rooms = (WIDTH - right - 16, left - 16 - LEFT)
        before = text_width(label) > rooms[0] and (text_width(label) <= rooms[1] or rooms[1] > rooms[0])
        while label and text_width(label) > rooms[before]:
            label = short(label, len(label) - 2) if len(label) > 8 else ""
        width = text_width(label)
        begin, end = (left - 14 - width, right + 12) if before else (left - 9, right + 14 + width)
        row = next((n for n, taken in enumerate(ends) if taken <= begin), len(ends))
        ends[row:] = [end, *ends[row + 1 :]]
        marks.append(
            EventMark(
                round((left + right) / 2, 1),
                round(top + 4 + row * ROW + ROW / 2, 1),
                left,
                right,
                SHAPES[event.lane],
                when.precision != "day",
                event.until is not None,
                label,
                round(left - 12 if before else right + 12, 1),
                "end" if before else "start",
                round(begin, 1),
                round(end - begin, 1),
                href,
                f"{period_fr(event)} : {event_fr(event)}",
            )
        )
    return tuple(marks), len(ends)
