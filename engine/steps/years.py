"""The year that a document gives of something past: "fracture du poignet en 2022"."""

import re
from collections.abc import Iterator, Sequence

from engine.steps.calendar_dates import MONTHS, YEAR
from engine.steps.clauses import clause_around
from engine.steps.key_fact_found import Found
from engine.steps.places import ReadPageText
from engine.steps.running import running

YEAR_KEY = "_annee"
BEHIND = re.compile(
    rf"(?:[^.;:,\n\d]|\b[lstc]\d{{1,2}}\b){{0,35}}?[ (,]"
    rf"(?:(?:en|depuis|posee?s? en|annee|vers)(?: (?:{'|'.join(MONTHS)}))? )?\(?"
    r"(?P<year>(?:19[4-9]|20[0-4])\d)(?![\d/.-]|,\d| ?(?:mg|mm|ml|m\b|g\b|€))"
)
LED = re.compile(rf"(?:\(|\b(?:en|depuis|annee|vers|de|{'|'.join(MONTHS)}) )$")
"""What a year stands behind, so that no other number is taken for one."""

ALONE = re.compile(
    r" ?(?:(?:du|de|des|d'|la|le|l'|au|a|totale?|droite?|gauche|[dg]|[a-z]{3,12}e?s?|[lstc]\d{1,2}-?) ?){0,4}\(?"
)
ENDS = re.compile(r" ?(?:[,;.)]|\n|$|et\b)")
"""What may stand between a name and its bare year, and behind that ("PTH G 2019, appendicectomie 1985")."""
OPENS = re.compile(r"(?:^|[\n.;•-]) ?(?:en )?(?P<year>(?:19[4-9]|20[0-4])\d) ?[:,-] ?(?:[a-z']+ ){0,3}$")
DONE_IN = re.compile(
    r"\b(?:operee?s?|posee?s?|traitee?s?|beneficie) en (?P<year>(?:19[4-9]|20[0-4])\d) "
    r"(?:d.une? |de |pour (?:une? )?)(?:[a-z']+ ){0,2}$"
)
"""A year that opens an item of a list ("2015 : AVC")."""
OPERATED = re.compile(
    r"\b(?:(?:cures?|poses?|ablations?|exereses?|reparations?|operee?s?) (?:de |d.|du )(?:la |l.|une? )?[a-z-]{4,}"
    r"|(?:protheses?|chirurgies?|pontages?) [a-z-]{4,}|[a-z]{3,}(?:ectomie|plastie|tomie|rraphie))\b"
)
"""An operation that no table names."""
NEXT = 30
"""Characters behind a year in which a second one makes a list of them."""


def year_behind(folded: str, position: int, end: int) -> re.Match[str] | None:
    """The year, with whatever stands before it, that follows what ends at `position`; its group is `year`."""
    behind = BEHIND.match(folded, position, end)
    if behind is None or LED.search(folded[: behind.start("year")][-12:]):
        return behind
    alone = ALONE.fullmatch(folded, position, behind.start("year")) and ENDS.match(folded, behind.end())
    return behind if alone else None


def year_before(folded: str, position: int, start: int) -> re.Match[str] | None:
    """The year that opens the item in which something stands at `start`."""
    near = max(0, position - 2, start - NEXT)
    return OPENS.search(folded, near, start) or DONE_IN.search(folded, near, start)


def years(past: Sequence[Found], place: ReadPageText) -> Iterator[Found]:
    """The year behind each finding or procedure without a value, where it lies before the document's."""
    folded, dated = running(place.page.text), place.document.dated
    taken: set[int] = set()
    for found in (*past, *_operations(past, place.page.text, folded)):
        if found.kind not in ("finding", "procedure") or found.value is not None or dated is None:
            continue
        left, right = clause_around(place.page.text, found.start, found.end)
        behind = year_behind(folded, found.end, right) or year_before(folded, left, found.start)
        if behind is None or behind.end() in taken:
            continue
        polarity, bearer = place.assertions.of(found.start, found.end)
        if int(behind["year"]) >= dated.year or polarity != "affirmed":
            continue
        if YEAR.search(folded, behind.end(), min(right, behind.end() + NEXT)):
            continue  # one of several times
        taken.add(behind.end())
        yield found.model_copy(
            update={
                "key": found.key + YEAR_KEY,
                "label_fr": f"{found.label_fr} (année)",
                "kind": "other",
                "value": int(behind["year"]),
                "side": None if bearer == "family" else found.side,
                "named": False,
            }
        )


def _operations(past: Sequence[Found], text: str, folded: str) -> Iterator[Found]:
    """Each operation that nothing else tells, as it is printed."""
    for match in OPERATED.finditer(folded):
        if any(o.start < match.end() and match.start() < o.end for o in past):
            continue
        printed = re.sub(r"\s+", " ", text[match.start() : match.end()])
        yield Found(
            key=re.sub(r"[^a-z]+", "_", re.sub(r"\b(?:de|du|d|la|l|une?)\b", " ", match[0])).strip("_"),
            label_fr=printed[:1].upper() + printed[1:],
            kind="procedure",
            value=None,
            unit=None,
            unit_ucum=None,
            side=None,
            polarity=None,
            start=match.start(),
            end=match.end(),
        )
