"""The drawing of one quantity over time: where each result, line, band and label stands."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from engine.domain.chronology import Point, Series, Trend
from review_ui.scales import Tick, TimeScale, ValueScale, text_width
from review_ui.view import date_fr, number_fr

WIDTH, LEFT, RIGHT = 760.0, 64.0, 640.0
TOP, BOTTOM, HEIGHT = 26.0, 178.0, 214.0
SHAPES = ("circle", "square", "triangle")
"""One shape a series; its line has the dashes of the same place in the style sheet."""
SIDES_FR = {"droite": "droite", "gauche": "gauche", "bilatéral": "deux côtés"}
NEAR = 13.0


class Mark(NamedTuple):
    """One drawn result: its place, shape and label, and what sets it apart."""

    x: float
    y: float
    shape: str
    label: str
    label_x: float
    label_y: float
    anchor: str
    bound: str | None
    hollow: bool
    doubtful: bool
    hypothetical: bool
    sure_date: bool
    href: str | None
    told: str


class Band(NamedTuple):
    """The printed range of results that follow each other, as a rectangle; `low` and `high` say which edges it has."""

    x: float
    y: float
    width: float
    height: float
    low: bool
    high: bool
    label: str


class Line(NamedTuple):
    """The results of one series that are joined, as points of a polyline, and what the series is called."""

    points: str
    style: int
    label: str
    label_x: float
    label_y: float


class TrendPlot(NamedTuple):
    """Everything that is drawn of one trend, in units of a drawing of `width` times `height`."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    logarithmic: bool
    signs: tuple[str, ...]


def trend_plot(trend: Trend, hrefs: Mapping[str, str]) -> TrendPlot:
    """Lay a trend out; `hrefs` are the addresses of the facts' places."""
    points = [p for s in trend.series for p in s.points]
    # Nothing is cut out of the time of a line: it would look steeper than it is.
    times = TimeScale((p.day for p in points), LEFT + 28, RIGHT - 14, cut=False)
    values = ValueScale([*(p.value for p in points), *_edges(points)], BOTTOM - 8, TOP + 8)
    lines, marks, taken = [], list[Mark](), list[tuple[float, float, float, float]]()
    for style, series in enumerate(trend.series):
        for point in series.points:
            x, y = times.at(point.day), values.at(point.value)
            taken.append((x - 6, y - 6, x + 6, y + 6))
        lines.append(_line(series, style, times, values, named=len(trend.series) > 1))
    for style, series in enumerate(trend.series):
        for point in series.points:
            marks.append(_mark(point, trend, style, times, values, taken, hrefs))
    return TrendPlot(
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        TOP,
        BOTTOM,
        tuple(_bands(points, times, values)),
        tuple(lines),
        tuple(marks),
        times.ticks(),
        values.ticks(),
        values.logarithmic,
        tuple(_signs(points)),
    )


def _edges(points: Sequence[Point]) -> Iterable[float]:
    """The ends of the printed ranges that are not so far off that the results could not be told apart."""
    most = 3 * max(p.value for p in points)
    for point in points:
        for edge in (point.reference.low, point.reference.high) if point.reference else ():
            if edge is not None and edge <= most:
                yield edge


def _bands(points: Sequence[Point], times: TimeScale, values: ValueScale) -> Iterable[Band]:
    """One rectangle for all results in a row that have the same printed range; a range is drawn only where it holds."""
    printed = sorted(((p.day, p.reference) for p in points if p.reference), key=lambda pair: pair[0])
    for (low, high), group in groupby(printed, key=lambda pair: (pair[1].low, pair[1].high)):
        own = list(group)
        left, right = times.at(own[0][0]) - 12, times.at(own[-1][0]) + 12
        top = TOP if high is None else values.at(high)
        bottom = BOTTOM if low is None else values.at(low)
        edges = (low is not None, high is not None)
        yield Band(left, top, round(right - left, 1), round(bottom - top, 1), *edges, own[0][1].quote)


def value_fr(point: Point) -> str:
    """A result as it is written: "0,38", "< 0,01"."""
    plain = int(point.value) if point.value.is_integer() else point.value
    return f"{point.bound}\u00a0{number_fr(plain)}" if point.bound else number_fr(plain)


def day_fr(point: Point) -> str:
    """The day of a result, and that it may be older."""
    return date_fr(point.day) if point.sure_date else f"au plus tard le {date_fr(point.day)}"


def _line(series: Series, style: int, times: TimeScale, values: ValueScale, *, named: bool) -> Line:
    """Only results that are sure of their day are joined: a line between others would say more than is known."""
    joined = [p for p in series.points if p.sure_date and not (p.aside or p.hypothetical)]
    places = [(times.at(p.day), values.at(p.value)) for p in joined]
    last = series.points[-1]
    label = SIDES_FR.get(series.side or "", "sans côté") if named else ""
    at = places[-1] if places else (times.at(last.day), values.at(last.value))
    return Line(" ".join(f"{x},{y}" for x, y in places), style % len(SHAPES), label, RIGHT + 8, at[1] + 4)


def _mark(
    point: Point,
    trend: Trend,
    style: int,
    times: TimeScale,
    values: ValueScale,
    taken: list[tuple[float, float, float, float]],
    hrefs: Mapping[str, str],
) -> Mark:
    x, y = times.at(point.day), values.at(point.value)
    label = value_fr(point) + ("\u00a0?" if point.doubtful else "")
    label_x, label_y, anchor = _free(x, y, text_width(label), taken)
    unit = f"\u00a0{trend.unit}" if trend.unit else ""
    return Mark(
        x,
        y,
        SHAPES[style % len(SHAPES)],
        label if anchor else "",
        label_x,
        label_y,
        anchor,
        point.bound,
        bool(point.bound) or not point.sure_date or point.doubtful or point.hypothetical or point.aside,
        point.doubtful,
        point.hypothetical,
        point.sure_date,
        hrefs.get(point.facts[0]),
        f"{trend.label_fr} : {value_fr(point)}{unit}, {day_fr(point)}",
    )


def _free(x: float, y: float, width: float, taken: list[tuple[float, float, float, float]]) -> tuple[float, float, str]:
    """A place for a label beside its mark that nothing else takes; no anchor where there is none."""
    places = (
        (x, y - 10, "middle", (x - width / 2, y - 22, x + width / 2, y - 8)),
        (x, y + 20, "middle", (x - width / 2, y + 8, x + width / 2, y + 22)),
        (x + 10, y + 4, "start", (x + 9, y - 7, x + 10 + width, y + 7)),
        (x - 10, y + 4, "end", (x - 10 - width, y - 7, x - 9, y + 7)),
    )
    for label_x, label_y, anchor, box in places:
        inside = box[0] >= LEFT and box[2] <= WIDTH and box[1] >= 0 and box[3] <= BOTTOM + 4
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return round(label_x, 1), round(label_y, 1), anchor
    return x, y, ""


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _signs(points: Sequence[Point]) -> Iterable[str]:
    """Which signs the drawing uses, to be explained below it."""
    if any(p.reference for p in points):
        yield "band"
    if any(p.bound == "<" for p in points):
        yield "below"
    if any(p.bound == ">" for p in points):
        yield "above"
    if any(not p.sure_date for p in points):
        yield "told"
    if any(p.doubtful for p in points):
        yield "doubtful"
    if any(p.hypothetical for p in points):
        yield "hypothetical"
    if any(p.aside for p in points):
        yield "aside"


def trend_links(dossier: str, trends: Iterable[Trend]) -> tuple[tuple[str, str], ...]:
    """The repeated results that the pathway counts with: what is said of each, and where its drawing is."""
    base = f"/dossiers/{dossier}/chronologie#evolution-"
    return tuple((_trend_fr(t), base + t.key) for t in trends if t.counts)


def _trend_fr(trend: Trend) -> str:
    """From the first to the last of one series ("PSA : 0,01 → 0,38 ng/mL"); of two sides only what it is called."""
    points = [p for p in trend.series[0].points if p.sure_date and not p.aside]
    if len(trend.series) > 1 or len(points) < 2:
        return trend.label_fr
    unit = f"\u00a0{trend.unit}" if trend.unit else ""
    return f"{trend.label_fr} : {value_fr(points[0])} → {value_fr(points[-1])}{unit}"
