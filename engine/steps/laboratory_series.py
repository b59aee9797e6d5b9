"""Tables of one analyte with a day a row."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.vocabulary import Analyte
from engine.steps.calendar_dates import FoundDate
from engine.steps.laboratory_row import VALUE, first_name
from engine.steps.laboratory_units import unit_in
from engine.steps.measure import UnitFinder, number
from engine.steps.measured import Measured

DATES_HEAD = re.compile(r"^[ |]*dates?\b")
BLANK = 1
LETTERS = re.compile(r"[a-z]{4}")
"""What names another column."""
OF_RESULTS = re.compile(
    r"^[ |]*dates?(?: (?:de |du )?(?:prelevements?|dosages?|examens?))?[ |]*"
    r"(?:resultats?|valeurs?|taux|dosages?)?\b"
)
"""A heading of days and results, below the name of what was measured."""
TITLED = re.compile(
    r"[ |•*-]*(?:(?P<past>historique|rappel|anteriorites?|antecedents?"
    r"|(?:(?:resultats?|dosages?|valeurs?|taux) )?(?:anterieure?s?|precedente?s?))"
    r"|evolution|suivi|cinetique|courbe|serie|(?:(?:resultats?|dosages?|valeurs?|taux) )?successi(?:f|ve)s?)"
    r"(?: (?:des (?:dosages?|resultats?|taux|valeurs?)|(?:dosages?|resultats?|taux|valeurs?)))?"
    r"(?: (?:du|de la|de l.|de|des|d.|en))? ?[:|]?[ |]*"
)
"""What such a name stands behind in the title of such a table ("Évolution du PSA"); `past`: all of it is of before."""
NORM = re.compile(
    r"\b(?:n|normes?|normale?s?|ref(?:erence)?s?|valeurs? (?:usuelles?|normales?|de references?))\b\.?"
    r"[ :=|]*(?:[<>≤≥]=? ?|inf\w*\.? ?a? ?)?\d[\d., a-]*"
)
"""The norm that the heading of such a table tells."""


def series(
    text: str,
    folded: str,
    analytes: Sequence[Analyte],
    units: UnitFinder,
    days: Sequence[FoundDate],
    dated: date | None,
) -> Iterator[Measured]:
    """A table of one analyte with a day a row: "Date  PSA ng/mL" or "PSA ng/mL", then "12/07/2022  0,01".

    The row of the paper's own day, else the latest one before it, is the present result.
    """
    starts = {d.start for d in days}
    for header in re.finditer(r"^[^\n]+$", folded, re.MULTILINE):
        of_dates = DATES_HEAD.match(header[0]) is not None
        if not of_dates and starts.isdisjoint(range(header.end() + 1, header.end() + 4)):
            continue
        head = header.span()
        named = _named(folded, head, analytes)
        if named is None and OF_RESULTS.match(header[0]):
            head = _title(folded, header.start())
            named, of_dates = _named(folded, head, analytes), False
        if named is None:
            continue
        analyte, name = named
        titled = None if of_dates else TITLED.fullmatch(folded, head[0], name.start())
        opened = "" if titled else folded[head[0] : name.start()].strip(" |")
        if not of_dates and (opened or VALUE.search(_without_norm(folded[name.end() : head[1]]))):
            continue
        between = DATES_HEAD.sub("", folded[head[0] : name.start()]).strip(" |") if of_dates else ""
        if between and LETTERS.search(folded, name.end(), head[1]):
            continue  # neither the first column nor the last one: nobody knows which number is its own
        unit = unit_in(text, folded, name.end(), head[1] if of_dates else header.end(), units)
        rows = list(_rows(folded, header.end() + 1, days, last=bool(between)))
        latest = max((d.day for d, _ in rows if dated and d.day <= dated), default=None)
        for day, value in rows:
            own = units.at(text, folded, value.end(1)) or unit
            yield Measured(
                key=analyte.key,
                label_fr=analyte.label_fr,
                analyte=text[name.start() : name.end()],
                value=number(text[value.start(1) : value.end(1)]),
                unit=own[0] if own else None,
                unit_ucum=own[1] if own else analyte.unit,
                start=day.start,
                end=value.end(1),
                dated=None if day.day == dated else day.day,
                earlier=day.day != (dated if titled and titled["past"] else latest),
            )


def _named(folded: str, span: tuple[int, int], analytes: Sequence[Analyte]) -> tuple[Analyte, re.Match[str]] | None:
    """The first analyte that a line names."""
    return next(((a, m) for a in analytes if (m := first_name(a, folded, *span))), None)


def _title(folded: str, start: int) -> tuple[int, int]:
    """The line of words above the heading at `start`, which a blank line may part from it."""
    end = len(folded[:start].rstrip())
    return folded.rfind("\n", 0, end) + 1, end if folded.count("\n", end, start) <= BLANK + 1 else 0


def _without_norm(heading: str) -> str:
    return NORM.sub(" ", heading)


def _rows(
    folded: str, position: int, days: Sequence[FoundDate], *, last: bool
) -> Iterator[tuple[FoundDate, re.Match[str]]]:
    """The rows below a heading, each with its day and its first number, or its `last` one."""
    for line in re.finditer(r"[^\n]*(?:\n|$)", folded[position:]):
        day = next((d for d in days if position + line.start() <= d.start < position + line.start() + 6), None)
        values = [*VALUE.finditer(folded, day.end, position + line.end())] if day else []
        if day is None or not values:
            return
        yield day, values[-1 if last else 0]
