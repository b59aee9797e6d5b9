"""Every written form of a date in a French medical text, the most telling first."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from engine.domain.wording import fold
from engine.steps.calendar_dates import MONTHS
from engine.steps.deidentify.shift_dates import (
    Shift,
    day_of_range,
    month_alone,
    month_year,
    numeric,
    six,
    spaced,
    spelled_out,
    spelled_year,
    written,
    year_alone,
)
from engine.steps.deidentify.spelled_numbers import SPELLED

Form = tuple[re.Pattern[str], Callable[[re.Match[str], str, Shift], str | None]]

MONTH: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
DAY, NUMBER, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)\d\d)"
SEP = r" ?[/.|-] ?"
BEFORE, AFTER = r"(?<![\d.,/])", r"(?![\d]|[.,/-]\d)"
WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
NO_UNIT = r"(?![\d%]|[.,/]\d| ?(?:[mnpµ]g|[mn]l|ui|u/|g\b|[mnpµ]mol|kcal|mm|cm|m\b|ans|h\b|/))"
NAMED_YEAR = r"(?P<year>(?:19|20)\d\d)"
CLOSES = rf"(?P<close>{DAY})(?:er)?(?:{SEP}| +)(?P<month>{MONTH}|\d\d?)(?:(?:{SEP}| +)(?P<year>{YEAR}|\d\d)(?!\d))?"
"""The date that ends a range, of which the first day takes its month."""
DAY_CUE = rf"(?:\b(?:le|du|au|des?|les|depuis|avant|rdv|jusqu'au|[cs]\d\d?|{WEEKDAY})[\s:]+(?:le )?(?:{WEEKDAY} )?|\()"
YEAR_CUE = (
    r"(?:\b(?:en|depuis|annee|annees|des|fin|debut|mi|ete|hiver|printemps|automne|courant|vers|avant|apres|jusqu'en|de|"
    r"entre|et|a|mai|decembre|naissance|nee?|l'ete)[\s:-]+|\()"
)
MONTH_CUE = r"\b(?:en|de|a|et|entre|depuis|fin|debut|mi|courant|prevu|prevue)[\s-]"
NUMERALS = rf"(?:{SPELLED})(?:[ -]+(?:et[ -]+)?(?:{SPELLED}))*"
MAYBE: Final = re.compile(rf"\d|mille|{MONTH}")
"""What every form has something of: most lines have nothing, and are not searched twenty times."""


class Moved(NamedTuple):
    """A date of a text and what is printed instead."""

    start: int
    end: int
    new: str


def moved_dates(text: str, shift: Shift) -> list[Moved]:
    """All dates of `text`, in order and apart from each other; what is no date of the calendar is left as it is."""
    folded = fold(text)
    if not MAYBE.search(folded):
        return []
    found: list[Moved] = []
    taken: list[tuple[int, int]] = []
    for expression, write in FORMS:
        for match in expression.finditer(folded):
            start, end = match.span(1)
            if any(start < b and a < end for a, b in taken):
                continue
            new = write(match, text, shift)
            if new is not None:
                taken.append((start, end))
                found.append(Moved(start, end, new))
    return sorted(found)


def _with_names() -> Iterator[Form]:
    """Months in letters."""
    yield (
        re.compile(
            rf"(?<![a-z])((?P<day>{NUMERALS}) +(?P<month>{MONTH}|{NUMBER}) +"
            rf"(?P<year>{NUMERALS}(?: \d\d?)?|{YEAR}))(?![a-z\d])"
        ),
        spelled_out,
    )
    yield re.compile(rf"(?<!\d)((?P<day>{DAY})(?:er)? +(?P<month>{MONTH}) +(?P<year>{NUMERALS}))(?![a-z])"), spelled_out
    yield re.compile(rf"{BEFORE}(({DAY}){SEP}({NUMBER}){SEP}(\d{{4}}|\d\d)){AFTER}"), numeric(2, 3, 4)
    yield re.compile(rf"(?<![\d-])(({YEAR})[-/.](0[1-9]|1[0-2])[-/.]({DAY}))(?!\d)"), numeric(4, 3, 2)
    yield (
        re.compile(
            rf"(?<!\d)((?P<day>{DAY})(?P<first>er)?,?\s?-?(?P<month>{MONTH}),?[\s-]{{0,3}}(?P<year>{YEAR}|\d\d{NO_UNIT}))(?!\d)"
        ),
        written,
    )
    yield re.compile(rf"(?<!\d)((?P<day>{DAY})(?P<first>er)?\s?(?P<month>{MONTH})(?P<year>(?!)0)?)"), written
    yield re.compile(rf"(?<![a-z])((?P<month>{MONTH})\s?(?P<year>{YEAR}|\d\d(?![\d%]|[.,/]\d)))(?!\d)"), month_year
    yield re.compile(rf"(?<!\d)((?P<year>{YEAR}) (?P<month>{MONTH}))"), month_year


def _in_figures() -> Iterator[Form]:
    """Figures without a year, run together, or apart."""
    yield re.compile(rf"{BEFORE}(({NUMBER})[/-]({YEAR}))(?!\d|[/-]\d)"), numeric(0, 2, 3)
    yield re.compile(rf"\b(?:le|du|au|jusqu'au) (({DAY}) (0[1-9]|1[0-2]) ({YEAR}))(?!\d)"), numeric(2, 3, 4)
    yield re.compile(r"(?<!\d)(?<!\d )(\d(?: ?\. ?| )\d(?:(?: ?\. ?| )\d){6})(?!\d| ?\d(?!\d))"), spaced
    yield re.compile(r"(?<![\d.,/-])((?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)(?!\d)"), spaced
    yield re.compile(r"\b(?:du|le|depuis le|au) (\d{6})(?!\d|[.,/]\d)"), six
    counted = r"ans|mmhg|h\b|semaines?|mois|jours?|fois|cp|des?\b"
    yield (
        re.compile(rf"{DAY_CUE}(({DAY}){SEP}({NUMBER}))(?![\d]|[.,/%]\d|{SEP}\d| ?(?:{counted}))"),
        numeric(2, 3, 0),
    )
    yield re.compile(rf"(?<=[-–] )(({DAY})/(0[1-9]|1[0-2]))(?![\d/.,])"), numeric(2, 3, 0)
    joined = r"(?: (?:au|et|a)(?: le)? | ?[-–] ?(?=\d\d?/)|[-–])"
    yield re.compile(rf"(?<![\d.,/])({DAY})(?:er)?{joined}(?={CLOSES})"), day_of_range


def _parts_alone() -> Iterator[Form]:
    """A year or a month by itself, where a word or a sign says that it is one."""
    yield re.compile(rf"{YEAR_CUE}(?:l'annee )?({NAMED_YEAR}){NO_UNIT}"), year_alone
    listed = r"(?= ?[-:)] ?(?:\D|\d{4}|$)|, | [a-z])"
    yield re.compile(rf"(?:^|\n|[-•;,:«] ?)\(?({NAMED_YEAR})\)?{listed}(?!\d){NO_UNIT}"), year_alone
    yield re.compile(rf"(?<=\d{{4}})[-–/]({NAMED_YEAR})(?!\d)"), year_alone
    ended = r"(?= ?(?:et|a|-|–|dernier|prochain|[.,;)»]|$|\n))"
    yield re.compile(rf"{MONTH_CUE}((?P<month>{MONTH})){ended}"), month_alone
    century = r"(?:deux[ -]milles?|mille[ -]neuf[ -]cents?)"
    yield re.compile(rf"(?<![a-z])({century}(?:[ -]+(?:et[ -]+)?(?:{SPELLED}))*)(?![a-z])"), spelled_year


FORMS: tuple[Form, ...] = (*_with_names(), *_in_figures(), *_parts_alone())
"""What a form took is not looked at again."""
