"""What the program works out of a dossier's figures, told so that each number stands in what it cites."""

from datetime import date
from typing import Any

import pytest

from engine.domain.chronology import Point, Series, Trend
from engine.domain.pathway import Pathway
from engine.steps.calculated import add_trends, add_unknowns
from engine.steps.known import known_values
from engine.steps.numbering import Numbering
from engine.steps.options import weigh

FIRST, LAST = date(2026, 2, 10), date(2026, 10, 12)


def point(value: float, day: date, **over: Any) -> Point:
    return Point(**{"facts": ("f",), "value": value, "bound": None, "day": day, "sure_date": True, **over})


def all_told(*points: Point, unit: str | None = "mm", label: str = "Taille") -> list[str]:
    numbering = Numbering()
    series = Series(side=None, points=points)
    add_trends(numbering, [Trend(key="taille", label_fr=label, unit=unit, counts=True, series=(series,))])
    return [evidence.text for evidence in numbering.evidence]


def told(*points: Point, unit: str | None = "mm") -> str:
    (text,) = all_told(*points, unit=unit)
    return text


@pytest.mark.parametrize(
    ("values", "unit", "change"),
    [
        ((21, 28), "°", "(hausse de 7° en 8 mois)"),
        ((3.0, 0.7), "mm", "(baisse de 2,3 mm en 8 mois, soit 77 %)"),
        ((69, 70), "mm", "(hausse de 1 mm en 8 mois)"),
        ((69, 69), "mm", "(inchangé en 8 mois)"),
        ((0, 3), None, "(hausse de 3 en 8 mois)"),
    ],
)
def test_a_trend_tells_by_how_much_and_in_which_time(values: tuple[float, float], unit: str, change: str) -> None:
    assert told(point(values[0], FIRST), point(values[1], LAST), unit=unit).endswith(change)


def test_a_fall_that_a_drug_makes_is_not_worked_out() -> None:
    points = (point(6.8, FIRST), point(4.3, LAST))
    trend = Trend(key="psa", label_fr="PSA", unit="ng/mL", counts=True, series=(Series(side=None, points=points),))
    for muted, falls in ((frozenset[str](), True), (frozenset({"psa"}), False)):
        numbering = Numbering()
        add_trends(numbering, [trend], muted)
        assert ("baisse" in numbering.evidence[0].text) is falls


@pytest.mark.parametrize("over", [{"bound": "<"}, {"sure_date": False}, {"doubtful": True}, {"hypothetical": True}])
@pytest.mark.parametrize("inexact", [0, 1])
def test_nothing_is_worked_out_of_what_is_not_exact(over: dict[str, Any], inexact: int) -> None:
    points = [point(0.01, FIRST), point(0.38, LAST)]
    points[inexact] = points[inexact].model_copy(update=over)
    assert "hausse" not in told(*points)


def test_what_a_letter_gives_otherwise_than_the_reports_before_it_is_no_evolution() -> None:
    letter = point(36, date(2026, 10, 20), sure_date=False)
    assert told(point(25, FIRST), point(26, LAST), letter, unit="°").endswith("(hausse de 1° en 8 mois)")
    assert all_told(point(26, LAST), letter, unit="°") == []
    assert all_told(point(26, FIRST), letter, unit="°") != []
    older = point(18, date(2025, 6, 1), sure_date=False)
    assert told(older, point(25, FIRST), unit="°") == "Taille : 18° au plus tard le 01/06/2025, puis 25° le 10/02/2026"


@pytest.mark.parametrize(
    ("values", "unit", "label", "count"),
    [
        ((6, 5), "/10", "EVA", 0),
        ((6, 4), "/10", "EVA", 1),
        ((50, 52), "%", "Oswestry", 0),
        ((50, 42), "%", "Oswestry", 1),
        ((50, 52), "%", "Ki67", 1),
        ((6, 6), "/10", "EVA", 1),
    ],
)
def test_one_step_of_a_score_is_no_evolution(values: tuple[float, float], unit: str, label: str, count: int) -> None:
    points = (point(values[0], FIRST), point(values[1], LAST))
    assert len(all_told(*points, unit=unit, label=label)) == count


def test_what_documents_tell_only_where_it_is_so_is_no_gap(pathways: dict[str, Pathway]) -> None:
    prostate = pathways["cancer-prostate"]
    known = known_values({}, (), prostate, {})
    asked = Numbering()
    add_unknowns(asked, weigh(prostate, known), known, prostate)
    told = {e.text for e in asked.evidence}
    assert any("Grade ISUP" in text or "groupe de risque" in text for text in told)
    assert not any("Métastases" in text for text in told)
    spoken = tuple(v.model_copy(update={"told_when_so": False}) for v in prostate.variables)
    numbering = Numbering()
    add_unknowns(numbering, weigh(prostate, known), known, prostate.model_copy(update={"variables": spoken}))
    assert any("Métastases" in e.text for e in numbering.evidence)
