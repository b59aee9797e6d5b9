"""Repeated results of one quantity as series over time; nothing denied, of the family or proposed is among them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from engine.domain.chronology import Bound, Point, Series, Trend
from engine.domain.document import Document
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.wording import fold
from engine.steps.printed import printed
from engine.steps.recalled import RECALLED, REPORTING
from engine.steps.scales import scale_of
from engine.steps.set_apart import OTHER

LABORATORY = "biologie"
MEASURING = (LABORATORY, *REPORTING)
"""Kinds of documents that measure themselves: a value that others repeat is not of their day."""
VALUE = re.compile(r"([<>≤≥]?)=? ?(\d+(?:[.,]\d+)?)")
BOUNDS: Mapping[str, Bound] = {"<": "<", "≤": "<", ">": ">", "≥": ">"}
LENGTHS = ("mm", "cm", "mL", "cm3")
"""Units of what each technique measures in its own way: echography, MRI and the pathologist give no growth together."""
TECHNIQUES = tuple(
    re.compile(p) for p in (r"\bi\.?r\.?m\b", r"\btep\b", r"scanner|\btdm\b", r"echo", r"mammo|radio|\beos\b")
)
ANOTHER = "(autre lésion)"
"""Ends the label of what is no earlier value: the size of a smaller lesion that stands beside the one that counts."""
PATHOLOGY = "anatomopathologie"
IMAGING = "compte_rendu_imagerie"
ABOUT = re.compile(
    r"\b(?:environ|approximativement|a peu pres|pres de|quelque|autour de|estimee? a|palp(?:ation|ee?)\b[^.;]*?)\D{0,6}"
    r"(\d+(?:[.,]\d+)?)"
)
"""A number that is no measurement ("environ 2 cm", "à la palpation, nodule de 2 cm"), on folded text."""
PLACE = re.compile(r"\b(?:distance|position|niveau|siege|localisation)\b")
"""Quantities that say where something is: repeated, they are no evolution."""
PASSING = re.compile(r"\bage\b|\bduree d.(?:infertilite|evolution)\b|\banciennete\b")
"""Quantities that only tell the time that went by: no evolution, whatever they are."""
PER_TIME = re.compile(r"/ ?(?:j|jour|semaine|sem|d)\b")
"""Units of what is taken: the same dose told again is no evolution."""
ABOUT_THEN = timedelta(days=183)
ALIKE = 0.2
"""Share of a size within which two techniques may have measured the same thing; no medical threshold."""
ROUNDED = 0.1
"""Share of a result within which a rounder number repeats it."""
SUFFIX = re.compile(r" \((?:rappelé|autre valeur|autre côté|répété|examen du jour)\)")


class _Told(Record):
    """A fact as a result: a number or a bound, and whether its day is the day of the result.

    One of `other_technique` is at most a further place of an equal one.
    """

    fact: Fact
    day: date
    value: float
    bound: Bound | None
    sure_date: bool
    aside: bool
    technique: str | None
    measured: bool = False
    other_technique: bool = False


def base_key(key: str) -> str:
    """The key of the quantity itself: that of a recalled or set apart value has an ending of its own."""
    return re.sub(rf"(?:{RECALLED}|{OTHER})+$", "", key)


def base_label(label_fr: str) -> str:
    """The label of the quantity itself."""
    return SUFFIX.sub("", label_fr)


def trends(documents: Sequence[Document], facts: Sequence[Fact], pathway: Pathway) -> tuple[Trend, ...]:
    """The quantities with results of two days or more on one side, those of the pathway first.

    Two units of one quantity are two trends, and so are two scores under one name: nothing is converted here; a result
    without a unit takes that of its paper. A class or grade (a key fact that has no unit) is no quantity.
    """
    by_document = {d.id: d for d in documents}
    grades = {k.id for k in pathway.key_facts if k.unit is None}
    labels = {k.id: k.label_fr for k in pathway.key_facts}
    analytes = {k.id for k in pathway.key_facts if k.analytes}
    continues = _continued(pathway)
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if _is_result(fact) and fact.source.document in by_document and base_key(fact.key) not in grades:
            key = base_key(fact.key)
            groups[continues.get(key, key)].append(fact)
    found = []
    for key, of_key in groups.items():
        kinds = {_kind(f, by_document) for f in of_key}
        # What a laboratory measures, others only quote, be its own paper there or not: two of them are no evolution.
        by_laboratory = LABORATORY in kinds or key in analytes
        measuring = (LABORATORY,) if by_laboratory else MEASURING if kinds & set(MEASURING) else tuple(kinds)
        if {k for k in kinds if k in MEASURING} == {PATHOLOGY} and not by_laboratory:
            continue  # a biopsy and the specimen are two samples of one tumour, no course of it
        told = [t for f in of_key if (t := _told(f, by_document, measuring))]
        told = [t for t in told if not _is_estimate(t)] or told
        whole = labels.get(key) or base_label(of_key[0].label_fr)
        by_unit: dict[tuple[str, str | None], list[_Told]] = defaultdict(list)
        for one in told:
            by_unit[_unit(one.fact) or _unit_beside(one, told), scale_of(one.fact, whole)].append(one)
        for (_, scale), own in by_unit.items():
            label = scale or whole
            series = tuple(s for s in _series(own) if not _is_no_course(s, label, own[0].fact.unit))
            if any(len({p.day for p in s.points if p.sure_date and not p.aside}) > 1 for s in series):
                shown = next((t.fact.unit for t in own if t.fact.unit), None)
                found.append(
                    Trend(key=key, label_fr=label, scale=scale, unit=shown, counts=key in labels, series=series)
                )
    rank = {key: n for n, key in enumerate(labels)}
    return tuple(sorted(found, key=lambda t: (rank.get(t.key, len(rank)), -_size(t), fold(t.label_fr))))


def _continued(pathway: Pathway) -> dict[str, str]:
    """A key fact of earlier values only is the past of the one that stands before it in the same unit."""
    pairs = zip(pathway.key_facts, pathway.key_facts[1:], strict=False)
    return {later.id: key.id for key, later in pairs if later.earlier_only and later.unit == key.unit}


def _size(trend: Trend) -> int:
    return sum(len(s.points) for s in trend.series)


def _is_result(fact: Fact) -> bool:
    stated = fact.bearer == "patient" and fact.role == "clinical" and fact.polarity != "negated"
    meant = fact.named and ANOTHER not in fact.label_fr and fact.dated is not None
    return stated and meant and fact.kind in ("measurement", "finding")


def _kind(fact: Fact, documents: Mapping[str, Document]) -> str:
    return documents[fact.source.document].kind


def _told(fact: Fact, documents: Mapping[str, Document], measuring: Sequence[str]) -> _Told | None:
    found = VALUE.fullmatch(str(fact.value).strip())
    if found is None or fact.dated is None or (isinstance(fact.value, str) and not found[1]):
        return None
    document = documents[fact.source.document]
    own_day = fact.dated != document.dated
    repeated = RECALLED in fact.key or document.kind not in measuring
    return _Told(
        fact=fact,
        day=fact.dated,
        value=float(found[2].replace(",", ".")),
        bound=BOUNDS.get(found[1]),
        sure_date=own_day or not repeated,
        aside=fact.key.endswith(OTHER) and "autre valeur" in fact.label_fr,
        technique=_technique(document) if _unit(fact) in LENGTHS else None,
        measured=document.kind in MEASURING,
    )


def _technique(document: Document) -> str | None:
    """How a document measures: its kind, or of an image the technique that its title or file names."""
    if document.kind != IMAGING:
        return document.kind if document.kind in REPORTING else None
    named = fold(f"{document.title} {document.filename}").replace("_", " ")
    return next((t.pattern for t in TECHNIQUES if t.search(named)), None)


def _of_one_technique(told: Sequence[_Told]) -> list[_Told]:
    """The same, where a size that another technique measured about then is at most a further place of an equal one.

    The technique with the most days counts, else the latest; the pathologist's size never goes before an image. Two
    images that differ much are both told: it may have grown.
    """
    sure = [t for t in told if t.technique and t.sure_date]
    days = {t.technique: {o.day for o in sure if o.technique == t.technique} for t in sure}
    rank = {technique: (technique != PATHOLOGY, len(own), max(own)) for technique, own in days.items()}

    def loses(one: _Told) -> bool:
        near = [o for o in sure if abs(o.day - one.day) <= ABOUT_THEN and rank[o.technique] > rank[one.technique]]
        return any(one.technique == PATHOLOGY or abs(o.value - one.value) <= ALIKE * o.value for o in near)

    return [
        t.model_copy(update={"sure_date": False, "other_technique": True}) if t in sure and loses(t) else t
        for t in told
    ]


def _is_estimate(told: _Told) -> bool:
    """Whether a result is only an estimate ("environ 2 cm") or was felt with the hand."""
    printed = (float(m[1].replace(",", ".")) for m in ABOUT.finditer(fold(told.fact.source.quote)))
    return any(number in (told.value, told.value / 10, told.value * 10) for number in printed)


def _is_no_course(series: Series, label_fr: str, unit: str | None) -> bool:
    """Whether a series only says again where something is or what is taken, or that time went by."""
    if label_fr.count(" / ") > 1:
        return True  # one name of several things ("EVA dysménorrhée / dyspareunie / douleurs chroniques")
    label, unchanged = fold(label_fr), len({p.value for p in series.points}) == 1
    again = PLACE.search(label) or PER_TIME.search(fold(unit or ""))
    return bool(PASSING.search(label)) or (unchanged and bool(again))


def _unit(fact: Fact) -> str:
    return fact.unit_ucum or fold(re.sub(r"\s", "", fact.unit or ""))


def _unit_beside(one: _Told, told: Sequence[_Told]) -> str:
    """The only unit in which the same paper prints the same quantity: a list of earlier results often has none."""
    units = {_unit(t.fact) for t in told if t.fact.source.document == one.fact.source.document} - {""}
    return units.pop() if len(units) == 1 else ""


def _series(told: Sequence[_Told]) -> tuple[Series, ...]:
    sides = sorted({t.fact.side for t in told}, key=lambda s: (s is None, s or ""))
    made = [
        Series(side=side, points=_points(_of_one_technique([t for t in told if t.fact.side == side]))) for side in sides
    ]
    return tuple(s for s in made if s.points)


def _in_one_month(day: date, told: _Told) -> bool:
    """Whether a result whose month alone is printed may be that of `day`."""
    return told.fact.month and (day.year, day.month) == (told.day.year, told.day.month)


def _points(told: Iterable[_Told]) -> tuple[Point, ...]:
    """The results in order of time, each once: the surest place of it first, then all others that print it."""
    places: dict[tuple[date, float, Bound | None], list[_Told]] = defaultdict(list)
    unsure = []
    for one in sorted(told, key=lambda t: (not t.sure_date, t.fact.month, RECALLED in t.fact.key)):
        of_month = [day for day, *said in places if said == [one.value, one.bound] and _in_one_month(day, one)]
        if of_month:
            places[max(of_month), one.value, one.bound].append(one)
            continue
        if one.sure_date:
            places[one.day, one.value, one.bound].append(one)
            continue
        # A result that is only repeated is the last equal one before it.
        same = [day for day, *said in places if said == [one.value, one.bound] and day <= one.day]
        if same:
            places[max(same), one.value, one.bound].append(one)
        elif not one.other_technique and not any(_repeats(one, *measured) for measured in places):
            unsure.append(one)
    repeated: dict[tuple[float, Bound | None], list[_Told]] = defaultdict(list)
    for one in sorted(unsure, key=lambda t: t.day):
        repeated[one.value, one.bound].append(one)
    points = [_point(group) for group in (*_without_rounder(places).values(), *repeated.values())]
    return tuple(sorted(points, key=lambda p: (p.day, p.sure_date, p.value)))


Places = dict[tuple[date, float, Bound | None], list[_Told]]


def _without_rounder(places: Places) -> Places:
    """The results, each rounder number that no laboratory measured put to the exact one about then (31 to 31,2): how it
    was written is no evolution."""
    kept: Places = {}
    for at, group in sorted(places.items(), key=lambda place: -_decimals(place[1])):
        exact = next((k for k in kept if _is_rounder(at, group, k, kept[k])), at)
        kept.setdefault(exact, []).extend(group)
    return kept


def _is_rounder(
    at: tuple[date, float, Bound | None],
    group: Sequence[_Told],
    other: tuple[date, float, Bound | None],
    exact: Sequence[_Told],
) -> bool:
    """Whether a result is another one of about then, printed with fewer decimals."""
    decimals = _decimals(group)
    near = at[2] == other[2] and abs(at[0] - other[0]) <= ABOUT_THEN and not any(t.measured for t in group)
    return (
        near and decimals < _decimals(exact) and abs(at[1] - other[1]) <= min(10.0**-decimals / 2, ROUNDED * other[1])
    )


def _decimals(group: Sequence[_Told]) -> int:
    """How many decimals a result is printed with."""
    numbers = (re.search(r"\d+(?:[.,](\d+))?", printed(t.fact) or "") for t in group)
    return max((len(n[1] or "") for n in numbers if n), default=0)


def _repeats(told: _Told, day: date, value: float, bound: Bound | None) -> bool:
    """Whether a result that is only told is one measured about then, as printed or as a rounder number (6 for 5,9)."""
    if bound != told.bound or abs(told.day - day) > ABOUT_THEN:
        return False
    digits = f"{told.value:.10g}"
    decimals = len(digits.partition(".")[2])
    step = 10.0**-decimals if decimals else 10.0 ** (len(digits) - len(digits.rstrip("0")))
    difference = abs(told.value - value)
    return difference <= step / 2 and difference <= ROUNDED * abs(value)


def _point(group: Sequence[_Told]) -> Point:
    first = group[0]
    return Point(
        facts=tuple(t.fact.id for t in group),
        value=first.value,
        bound=first.bound,
        day=first.day,
        sure_date=first.sure_date,
        month=first.fact.month,
        doubtful=all(t.fact.doubtful for t in group),
        hypothetical=all(t.fact.polarity == "hypothetical" for t in group),
        aside=all(t.aside for t in group),
        reference=next((t.fact.reference for t in group if t.fact.reference), None),
        flag=next((t.fact.flag for t in group if t.fact.flag), None),
    )
