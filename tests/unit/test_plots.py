"""Where repeated results and events stand on their drawings: each at its place, no words on each other."""

import re
from datetime import date
from typing import Any

import pytest

from engine.domain.chronology import Event, EventItem, Point, Series, Trend
from engine.domain.fact import Reference
from engine.domain.moment import When
from review_ui.timeline_plot import WIDTH, short, timeline_plot
from review_ui.trend_plot import trend_links, trend_plot

DAY, BEFORE = date(2026, 9, 14), date(2026, 3, 4)


def a_trend(*points: Point, **over: Any) -> Trend:
    given: dict[str, Any] = {"key": "psa", "label_fr": "PSA", "unit": "ng/mL", "counts": True}
    return Trend(**{**given, "series": (Series(side=None, points=points),), **over})


def a_point(number: int, value: float, day: date, **over: Any) -> Point:
    return Point(**{"facts": (f"F{number}",), "value": value, "bound": None, "day": day, "sure_date": True, **over})


def test_each_drawn_result_leads_to_its_place_and_a_line_joins_only_what_is_sure() -> None:
    trend = a_trend(
        a_point(1, 0.01, date(2024, 1, 16), bound="<"),
        a_point(2, 0.19, date(2025, 1, 21)),
        a_point(3, 0.3, date(2025, 6, 1), sure_date=False),
        a_point(4, 0.38, date(2026, 1, 6), doubtful=True),
    )
    plot = trend_plot(trend, {f"F{n}": f"/place-{n}" for n in range(1, 5)})
    assert [m.href for m in plot.marks] == ["/place-1", "/place-2", "/place-3", "/place-4"]
    assert [m.hollow for m in plot.marks] == [True, False, True, True]
    assert [m.label.replace("\u00a0", " ") for m in plot.marks] == ["< 0,01", "0,19", "0,3", "0,38 ?"]
    assert len(plot.lines[0].points.split()) == 3
    assert plot.signs == ("below", "told", "doubtful")
    assert [m.x for m in plot.marks] == sorted(m.x for m in plot.marks)
    assert plot.marks[0].y > plot.marks[1].y > plot.marks[3].y


def test_a_printed_range_is_drawn_only_where_it_holds() -> None:
    norm = Reference(low=12, high=16, quote="12 - 16", start=0, end=7)
    points = (
        a_point(1, 11, date(2024, 1, 16)),
        a_point(2, 13, date(2025, 1, 21), reference=norm),
        a_point(3, 14, date(2025, 6, 1), reference=norm),
        a_point(4, 14.5, date(2026, 1, 6), reference=norm.model_copy(update={"low": None, "high": 15.0})),
    )
    plot = trend_plot(a_trend(*points), {})
    shown, marks = plot.bands, plot.marks
    assert [(b.low, b.high) for b in shown] == [(True, True), (False, True)]
    assert marks[0].x < shown[0].x < marks[1].x < marks[2].x < shown[0].x + shown[0].width < marks[3].x
    assert shown[0].y < marks[2].y < shown[0].y + shown[0].height < marks[0].y
    assert "band" in plot.signs


def test_labels_of_near_results_do_not_lie_on_each_other() -> None:
    trend = a_trend(*(a_point(n, 40 + n % 2, date(2026, 1, 1 + n)) for n in range(30)))
    boxes = []
    for mark in trend_plot(trend, {}).marks:
        if mark.label:
            left = mark.label_x - {"start": 0, "middle": 8, "end": 16}[mark.anchor]
            boxes.append((left, mark.label_y))
    assert len(boxes) > 3
    for n, (x, y) in enumerate(boxes):
        assert all(abs(x - a) >= 14 or abs(y - b) >= 12 for a, b in boxes[:n])


def test_a_trend_is_told_in_a_line() -> None:
    sure = (a_point(1, 0.01, BEFORE), a_point(2, 0.38, DAY))
    other = a_trend(*sure, key="imc", counts=False)
    ((said, href),) = trend_links("D-7", [a_trend(*sure), other])
    assert re.sub(r"\s", " ", said) == "PSA : 0,01 → 0,38 ng/mL"
    assert href == "/dossiers/D-7/chronologie#evolution-psa"


def test_sixty_events_do_not_lie_on_each_other() -> None:
    many = [
        Event(
            lane=("letter", "imaging", "result")[n % 3],
            label_fr=f"Document numéro {n} de la série",
            when=When.on(date(2026, 1 + n % 9, 1 + n // 3)),
            items=(EventItem(label_fr="Hémoglobine", value_fr=f"{n} g/dL", facts=(f"F{n}",)),) * (n % 2),
            documents=("d1",),
        )
        for n in range(60)
    ]
    plot = timeline_plot(many, [f"/{n}" for n in range(60)])
    assert plot is not None
    drawn = [mark for lane in plot.lanes for mark in lane.marks]
    assert len(drawn) == 60
    for n, mark in enumerate(drawn):
        assert mark.hit_left + mark.hit_width <= WIDTH + 12
        for other in drawn[:n]:
            apart = (
                mark.hit_left >= other.hit_left + other.hit_width or other.hit_left >= mark.hit_left + mark.hit_width
            )
            assert apart or mark.y != other.y


def test_a_year_has_its_span_and_no_word_lies_on_the_names_of_the_lanes() -> None:
    year = When(first=date(2017, 1, 1), last=date(2017, 12, 31), precision="year")
    item = EventItem(label_fr="ésoméprazole 40 mg", value_fr="le soir", facts=("F1",))
    events = [
        Event(lane="treatment", label_fr="Depuis", when=year, items=(item,), documents=("d1",)),
        Event(lane="letter", label_fr="Courrier", when=When.on(date(2026, 10, 8)), documents=("d1",)),
        Event(lane="letter", label_fr="Courrier", when=When.on(date(2026, 11, 2)), documents=("d1",)),
    ]
    plot = timeline_plot(events, [None] * 3)
    assert plot is not None
    drawn = [mark for lane in plot.lanes for mark in lane.marks]
    treatment = drawn[0]
    assert treatment.hollow
    assert 15 <= treatment.right - treatment.left <= 60
    assert all(treatment.right < left or right < treatment.left for left, right in plot.cuts)
    assert all(mark.hit_left >= plot.left - 10 for mark in drawn)
    assert treatment.label == "ésoméprazole 40 mg le soir"
    assert plot.days[0].label == "2017"


def test_the_value_of_a_long_name_is_never_cut_off() -> None:
    item = EventItem(label_fr="Inégalité de longueur des membres inférieurs", value_fr="12 mm à gauche", facts=("F1",))
    event = Event(lane="result", label_fr="Résultats", when=When.on(DAY), items=(item, item), documents=("d1",))
    plot = timeline_plot([event], [None])
    assert plot is not None
    assert plot.lanes[0].marks[0].label == "Inégalité de longueur… 12 mm à gauche (+1)"


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("IRM", "IRM"),
        ("SCANNER THORACO-ABDOMINO-PELVIEN", "SCANNER THORACO-ABD…"),
        ("Cure de hernie, à droite", "Cure de hernie, à…"),
    ],
)
def test_a_label_is_cut_behind_a_word_where_one_ends(label: str, wanted: str) -> None:
    assert short(label, 20) == wanted
