"""When what a paper tells took place, and what of two things was later for sure."""

from datetime import date

import pytest

from engine.domain.fact import Fact
from engine.steps.moments import is_after, when_of
from tests.builders import a_fact, a_page, a_source

REPORT, LETTER = "compte_rendu_operatoire", "courrier"
WRITTEN = date(2026, 9, 15)


def told(quote: str, dated: date | None, kind: str, *, month: bool = False) -> Fact:
    source = a_source(a_page(quote, filename=f"{kind}.pdf"), quote, document=kind)
    return a_fact(quote, key="peritonite", value=None, source=source, side=None, dated=dated, month=month)


@pytest.mark.parametrize(
    ("fact", "kind", "first", "last"),
    [
        (told("péritonite", date(2026, 6, 9), REPORT), REPORT, date(2026, 6, 9), date(2026, 6, 9)),
        (told("péritonite en juin 2026", WRITTEN, LETTER), LETTER, date(2026, 6, 1), date(2026, 6, 30)),
        (told("péritonite en 2019", WRITTEN, LETTER), LETTER, date(2019, 1, 1), date(2019, 12, 31)),
        (told("péritonite le 09/06/2026", date(2026, 6, 9), LETTER), LETTER, date(2026, 6, 9), date(2026, 6, 9)),
        (told("péritonite", date(2026, 6, 1), REPORT, month=True), REPORT, date(2026, 6, 1), date(2026, 6, 30)),
    ],
)
def test_when_it_was(fact: Fact, kind: str, first: date, last: date) -> None:
    when = when_of(fact, kind)
    assert when is not None
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(("quote", "dated"), [("antécédent de péritonite", WRITTEN), ("péritonite", None)])
def test_a_letter_that_gives_no_day_tells_no_moment(quote: str, dated: date | None) -> None:
    assert when_of(told(quote, dated, LETTER), LETTER) is None


@pytest.mark.parametrize(
    ("quote", "later"),
    [
        ("péritonite en juin 2026", True),
        ("péritonite en 2026", False),
        ("péritonite en mars 2026", False),
        ("péritonite en 2025", False),
        ("péritonite", False),
    ],
)
def test_what_may_have_been_before_is_not_after(quote: str, later: bool) -> None:
    seen = told("trompes perméables", date(2026, 3, 4), REPORT)
    assert is_after(told(quote, WRITTEN, LETTER), seen, {REPORT: REPORT, LETTER: LETTER}) is later
