"""The chronology of a dossier: what happened when, and how repeated results went on, each with its place."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import DossierView, chronology
from engine.domain.chronology import Event, Point, Trend
from engine.domain.fact import Fact
from review_ui.access import Visitor, may
from review_ui.dossier_page import document_href, dossier_page, page_href
from review_ui.printed import printed_fr
from review_ui.service import service_of
from review_ui.timeline_plot import LANES_FR, item_fr, period_fr, timeline_plot
from review_ui.trend_plot import SIDES_FR, TrendPlot, day_fr, trend_plot, value_fr

router = APIRouter()


class Where(NamedTuple):
    """A place of a document: its address and name."""

    href: str | None
    name: str


class Said(NamedTuple):
    """One thing of an event and where it stands."""

    label: str
    places: tuple[Where, ...]


class EventRow(NamedTuple):
    """An event in words."""

    when: str
    lane: str
    said: tuple[Said, ...]
    doubtful: bool


class PointRow(NamedTuple):
    """A result in words."""

    day: str
    side: str
    value: str
    printed: str
    marks: tuple[str, ...]
    places: tuple[Where, ...]


class TrendFigure(NamedTuple):
    """A trend as drawn and in words."""

    id: str
    trend: Trend
    plot: TrendPlot
    sided: bool
    rows: tuple[PointRow, ...]


@router.get("/dossiers/{dossier}/chronologie")
def chronology_of(request: Request, visitor: Annotated[Visitor, may("dossier.view")], dossier: str) -> Response:
    """What happened when, as a drawing and in words, and the results that were repeated."""
    service, account = service_of(request), visitor.account
    view = service.intake.view(dossier)
    # A doctor forms an own position first: until then nothing here tells what another one proposed.
    blind = account.role == "doctor" and service.review.review(account, dossier).read is None
    told = chronology(view, with_proposals=not blind)
    places = _Places(view)
    figures = [_figure(number, trend, told.trends, places) for number, trend in enumerate(told.trends)]
    dated = [e for e in told.events if e.when]
    shown: dict[str, Any] = {
        "plot": timeline_plot(dated, [places.of_event(e) for e in dated]),
        "rows": [_row(e, places) for e in dated],
        "undated": [_row(e, places) for e in told.events if e.when is None],
        "counting": [f for f in figures if f.trend.counts],
        "others": [f for f in figures if not f.trend.counts],
        "strangers": sum(d.owner == "other_person" for d in view.documents),
        "blind": blind,
    }
    answer = dossier_page(request, visitor, view, "dossiers/chronology.html", **shown)
    service.intake.opened(account, dossier, "chronologie")
    return answer


class _Places:
    """Where the facts and documents of a dossier are."""

    def __init__(self, view: DossierView) -> None:
        self._view = view
        self._facts = {f.id: f for f in view.facts}
        self._documents = {d.id: d for d in view.documents}

    def of_fact(self, identifier: str) -> Where:
        fact = self._facts[identifier]
        source, document = fact.source, self._documents.get(fact.source.document)
        href = page_href(self._view.dossier.id, document.upload, source.page, fait=fact.id) if document else None
        return Where(href, f"{source.filename}, p.\u00a0{source.page}")

    def of_document(self, identifier: str) -> Where:
        document = self._documents[identifier]
        return Where(document_href(self._view.dossier.id, document), f"{document.file_fr}, p.\u00a0{document.pages[0]}")

    def of_event(self, event: Event) -> str | None:
        return self.of_fact(event.items[0].facts[0]).href if event.items else self.of_document(event.documents[0]).href

    def fact(self, identifier: str) -> Fact:
        return self._facts[identifier]


def _row(event: Event, places: _Places) -> EventRow:
    lead = f"{event.label_fr}\u00a0: " if event.lane == "treatment" and event.label_fr != "Cité" else ""
    said = [Said(lead + item_fr(i), _each_once(places.of_fact(f) for f in i.facts)) for i in event.items]
    if not said:
        said = [Said(event.label_fr, _each_once(places.of_document(d) for d in event.documents))]
    return EventRow(period_fr(event), LANES_FR[event.lane], tuple(said), event.doubtful)


def _each_once(places: Iterable[Where]) -> tuple[Where, ...]:
    """Each page once, by the first thing on it."""
    named: dict[str, Where] = {}
    for place in places:
        named.setdefault(place.name, place)
    return tuple(named.values())


def _figure(number: int, trend: Trend, trends: Sequence[Trend], places: _Places) -> TrendFigure:
    before = sum(t.key == trend.key for t in trends[:number])
    name = f"evolution-{trend.key}" + (f"-{before + 1}" if before else "")
    hrefs = {f: href for s in trend.series for p in s.points for f in p.facts if (href := places.of_fact(f).href)}
    pairs = sorted(((p, s) for s in trend.series for p in s.points), key=lambda pair: pair[0].day)
    rows = tuple(_point_row(p, SIDES_FR.get(s.side or "", ""), trend, places) for p, s in pairs)
    return TrendFigure(name, trend, trend_plot(trend, hrefs), len(trend.series) > 1, rows)


def _point_row(point: Point, side: str, trend: Trend, places: _Places) -> PointRow:
    unit = f"\u00a0{trend.unit}" if trend.unit else ""
    return PointRow(
        day_fr(point),
        side,
        f"{value_fr(point)}{unit}",
        next((told for f in point.facts if (told := printed_fr(places.fact(f)))), ""),
        tuple(_marks(point, [places.fact(f) for f in point.facts])),
        _each_once(places.of_fact(f) for f in point.facts),
    )


def _marks(point: Point, facts: Sequence[Fact]) -> list[str]:
    marks = []
    if point.doubtful:
        other = next((f.other_reading for f in facts if f.other_reading), None)
        marks.append(f"Lecture douteuse : ou « {other} »" if other else "Lecture douteuse")
    if point.hypothetical:
        marks.append("Incertain")
    if point.aside:
        marks.append("Autre valeur du même examen")
    return marks
