"""What the program works out of a dossier's figures, told so that each number stands in what it cites."""

from datetime import date
from typing import Any

import pytest

from engine.domain.chronology import Point, Series, Trend
from engine.domain.pathway import Pathway
from engine.steps.calculated import add_trends, add_unknowns
from engine.steps.numbering import Numbering
from engine.steps.options import known_values, weigh

FIRST, LAST = date(2026, 2, 10), date(2026, 10, 12)


def point(value: float, day: date, **over: Any) -> Point:
    return Point(**{"facts": ("f",), "value": value, "bound": None, "day": day, "sure_date": True, **over})


def told(*points: Point, unit: str | None = "mm") -> str:
    numbering = Numbering()
    series = Series(side=None, points=points)
    add_trends(numbering, [Trend(key="taille", label_fr="Taille", unit=unit, counts=True, series=(series,))])
    (evidence,) = numbering.evidence
    return evidence.text


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


@pytest.mark.parametrize("over", [{"bound": "<"}, {"sure_date": False}, {"doubtful": True}, {"hypothetical": True}])
@pytest.mark.parametrize("inexact", [0, 1])
def test_nothing_is_worked_out_of_what_is_not_exact(over: dict[str, Any], inexact: int) -> None:
    points = [point(0.01, FIRST), point(0.38, LAST)]
    points[inexact] = points[inexact].model_copy(update=over)
    assert "hausse" not in told(*points)


def test_what_documents_tell_only_where_it_is_so_is_no_gap(pathways: dict[str, Pathway]) -> None:
    prostate = pathways["cancer-prostate"]
    known = known_values({}, (), prostate, {})
    asked = Numbering()
    add_unknowns(asked, weigh(prostate, known), known, prostate)
    told = {e.text for e in asked.evidence}
    assert any("Grade ISUP" in text or "groupe de risque" in text for text in told)
    assert not any("métastases" in text for text in told)
    spoken = tuple(v.model_copy(update={"told_when_so": False}) for v in prostate.variables)
    numbering = Numbering()
    add_unknowns(numbering, weigh(prostate, known), known, prostate.model_copy(update={"variables": spoken}))
    assert any("métastases" in e.text for e in numbering.evidence)
