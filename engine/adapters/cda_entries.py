"""The coded entries of a CDA document: results, acts and drugs, each with the names under which its text is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from engine.adapters.cda_tree import at, day_of, every, kind_of, local, plain
from engine.domain.source_record import Assertion, CodedDrug, CodedResult, Comparator
from engine.domain.wording import fold, words

PLANNED = {"INT", "RQO", "PRP", "PRMS", "GOL", "APT", "ARQ"}
"""Moods of what is asked for, proposed or aimed at, and has not been observed."""
VOID = {"nullified", "cancelled", "aborted", "held"}
QUALIFIES = {"33999-4", "66455-7", "SEV", "55107-7", "69764-9"}
"""Codes of observations that only qualify the entry they stand in: status, certainty, severity, attached document."""
DOUBTED = {"provisional", "differential", "unconfirmed", "refuted"}
ANSWERS = {"oui", "non", "x", "-"}
SYSTEMS = {
    "2.16.840.1.113883.6.1": "LOINC",
    "2.16.840.1.113883.6.96": "SNOMED CT",
    "2.16.840.1.113883.6.3": "CIM-10",
    "2.16.840.1.113883.6.73": "ATC",
    "1.2.250.1.213.2.5": "CCAM",
    "1.2.250.1.213.2.12": "SNOMED 3.5",
    "1.2.250.1.213.1.1.4.322": "TA_ASIP",
}
LONGEST = 400
"""Characters of a name or a value: a longer one is a text, and is read where it is printed."""


@dataclass(frozen=True)
class Entry:
    """A coded value that waits for its place: the number of its section, and the ids that its text refers to, the value
    first; `printed` are the words under which a reader finds its name."""

    value: CodedResult | CodedDrug
    section: int
    refers: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Around:
    """What an entry takes from those around it."""

    section: int
    taken_on: date | None
    of_family: bool
    planned: bool
    of_drug: bool = False


class EntryReader:
    """Reads the entries of a document's sections. `named` holds the elements of the readable text by their id."""

    def __init__(self, named: Mapping[str, Element]) -> None:
        self._named, self._texts = named, dict[str, str]()

    def read(self, sections: Sequence[Element]) -> Iterator[Entry]:
        """Yield the coded results, acts and drugs of all sections, in order."""
        for number, section in enumerate(sections):
            family = _about_family(section, patient=False)
            for entry in every(section, "entry"):
                yield from self._inside(entry, _Around(number, None, family, planned=False))

    def _inside(self, element: Element, around: _Around) -> Iterator[Entry]:
        for child in element:
            name = local(child)
            here = around
            if name in (
                "act",
                "organizer",
                "observation",
                "procedure",
                "encounter",
                "substanceAdministration",
                "supply",
            ):
                here = replace(
                    around,
                    taken_on=day_of(at(child, "effectiveTime")) or around.taken_on,
                    of_family=_about_family(child, patient=around.of_family),
                    planned=around.planned or child.get("moodCode") in PLANNED,
                    of_drug=around.of_drug or name == "substanceAdministration",
                )
            if name == "observation":
                yield from self._observation(child, here)
            elif name == "procedure":
                yield from self._act(child, here)
            elif name == "substanceAdministration":
                yield from self._drug(child, here)
            if name not in ("value", "code", "text", "participant", "author", "performer", "informant"):
                yield from self._inside(child, here)

    def _observation(self, element: Element, around: _Around) -> Iterator[Entry]:
        code = at(element, "code")
        names = self._names(code)
        own = code.get("code") if code is not None else None
        for value in every(element, "value"):
            read = self._value(value)
            if read is None or _status(element) in VOID:
                continue
            yield Entry(
                CodedResult(
                    kind="measurement" if _is_number(value) else "finding",
                    name=(names[0] if names else own or "Résultat")[:LONGEST],
                    code=own,
                    system=_system(code),
                    **read,
                    **_range(element),
                    sampled_on=around.taken_on,
                    flag=_flag(element),
                    status=_status(element),
                    assertion=_assertion(element, around),
                    of_family=around.of_family,
                    qualifies=own in QUALIFIES or around.of_drug,
                    start=0,
                    end=0,
                ),
                around.section,
                self._references(at(value, "originalText"), at(element, "text"), at(code, "originalText")),
                names,
            )

    def _act(self, element: Element, around: _Around) -> Iterator[Entry]:
        code = at(element, "code")
        names = self._names(code)
        if not names or _status(element) in VOID:
            return
        yield Entry(
            CodedResult(
                kind="procedure",
                name=names[0][:LONGEST],
                code=code.get("code") if code is not None else None,
                system=_system(code),
                sampled_on=around.taken_on,
                status=_status(element),
                assertion=_assertion(element, around),
                of_family=around.of_family,
                start=0,
                end=0,
            ),
            around.section,
            self._references(at(element, "text"), at(code, "originalText")),
            names,
        )

    def _drug(self, element: Element, around: _Around) -> Iterator[Entry]:
        material = next(
            (m for m in element.iter() if local(m) in ("manufacturedMaterial", "manufacturedLabeledDrug")), None
        )
        code = at(material, "code")
        names = tuple(dict.fromkeys(filter(None, (plain(at(material, "name")), *self._names(code)))))
        if not names:
            return
        period = next(every(element, "effectiveTime"), None)
        yield Entry(
            CodedDrug(
                name=names[0][:LONGEST],
                code=code.get("code") if code is not None else None,
                system=_system(code),
                dose_fr=_dose(at(element, "doseQuantity")),
                route_fr=(route.get("displayName") if (route := at(element, "routeCode")) is not None else None),
                begun_on=day_of(at(period, "low")) or day_of(period),
                ended_on=day_of(at(period, "high")),
                assertion="negated" if element.get("negationInd") == "true" else "affirmed",
                prescribed=element.get("moodCode") in PLANNED,
                start=0,
                end=0,
            ),
            around.section,
            self._references(at(material, "name"), at(code, "originalText"), at(element, "text")),
            names,
        )

    def _names(self, code: Element | None) -> tuple[str, ...]:
        """What a coded thing is called: as printed, then as coded, then as coded elsewhere."""
        if code is None:
            return ()
        printed, coded = self._original(code), code.get("displayName", "")
        # A reference that leads to something else (a maker, a whole row) is no name.
        told = [printed, coded] if _alike(printed, coded) else [coded, *([] if fold(printed) in ANSWERS else [printed])]
        told += [t.get("displayName", "") for t in every(code, "translation")]
        return tuple(dict.fromkeys(" ".join(name.split()) for name in told if name.strip()))

    def _original(self, element: Element) -> str:
        """The text that a coded thing stands for: what it refers to, or what it says itself."""
        original = at(element, "originalText")
        return (self._referred(original) or plain(original)) if original is not None else ""

    def _referred(self, element: Element) -> str:
        name = next(iter(self._references(element)), "")
        if name and name not in self._texts:
            self._texts[name] = plain(self._named.get(name))[:LONGEST]
        return self._texts.get(name, "")

    def _references(self, *elements: Element | None) -> tuple[str, ...]:
        found = [r.get("value", "").removeprefix("#") for e in elements for r in every(e, "reference")]
        return tuple(dict.fromkeys(name for name in found if name in self._named))

    def _value(self, value: Element) -> dict[str, float | int | str | None] | None:
        """The fields `value`, `comparator`, `unit_ucum` and `value_code` of a coded value; None where it has none."""
        kind, printed = kind_of(value), value.get("value", "")
        if kind in ("PQ", "REAL", "INT", "MO"):
            number = _number(printed)
            return None if number is None else {"value": number, "unit_ucum": _unit(value)}
        if kind in ("IVL_PQ", "IVL_REAL", "IVL_INT"):
            return _bounds(value)
        if kind == "BL":
            return {"value": {"true": "oui", "false": "non"}[printed]} if printed in ("true", "false") else None
        if kind in ("TS", "IVL_TS"):
            found = day_of(value)
            return {"value": f"{found:%d/%m/%Y}"} if found else None
        told = self._coded(value) if kind not in ("ST", "ED", "") else (self._referred(value) or plain(value))
        return {"value": told[:LONGEST], "value_code": value.get("code")} if words(told) else None

    def _coded(self, value: Element) -> str:
        """What a coded value says; a qualifier without a name of its own gives none."""
        names = (value.get("displayName", ""), self._original(value))
        told = next((name for name in names if name.strip()), "") or next(iter(self._names(value)), "")
        return " ".join(told.split()) or value.get("code", "")


def _alike(printed: str, coded: str) -> bool:
    """Whether two names share a word's beginning, or there is only one."""
    one, other = ({w[:5] for w in words(name) if len(w) > 1} for name in (printed, coded))
    return not other or bool(one & other)


def _number(printed: str) -> float | int | None:
    plain_ = printed.strip().replace(",", ".")
    try:
        number = float(plain_)
    except ValueError:
        return None
    if not abs(number) < 1e15:  # also what is not a number
        return None
    return int(number) if number.is_integer() and "." not in plain_ and "e" not in plain_.lower() else number


def _unit(quantity: Element) -> str | None:
    unit = quantity.get("unit")
    return None if unit in (None, "", "1") else unit


def _is_number(value: Element) -> bool:
    return kind_of(value) in ("PQ", "REAL", "INT", "MO", "IVL_PQ", "IVL_REAL", "IVL_INT")


def _bounds(value: Element) -> dict[str, float | int | str | None] | None:
    """An interval with one end is a bound ("< 0,1"); one with two stands as text."""
    low, high = at(value, "low"), at(value, "high")
    least, most = (_number(e.get("value", "")) if e is not None else None for e in (low, high))
    unit = next((_unit(e) for e in (low, high) if e is not None), None)
    if least is not None and most is not None:
        told = str(least) if least == most else f"{_french(least)} à {_french(most)}"
        return {"value": least if least == most else told, "unit_ucum": unit}
    if least is not None and low is not None:
        sign: Comparator = ">" if low.get("inclusive") == "false" else "≥"
        return {"value": least, "comparator": sign, "unit_ucum": unit}
    if most is not None and high is not None:
        sign = "<" if high.get("inclusive") == "false" else "≤"
        return {"value": most, "comparator": sign, "unit_ucum": unit}
    return None


def _french(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _range(element: Element) -> dict[str, float | str | None]:
    for range_ in every(element, "referenceRange/observationRange"):
        value = at(range_, "value")
        if value is None:
            continue
        low, high = (
            _number(e.get("value", "")) if e is not None else None for e in (at(value, "low"), at(value, "high"))
        )
        told = plain(at(range_, "text")) or None
        if low is not None or high is not None or told:
            return {"low": low, "high": high, "range_fr": told}
    return {}


def _flag(element: Element) -> str | None:
    found = at(element, "interpretationCode")
    return found.get("code") if found is not None else None


def _status(element: Element) -> str | None:
    found = at(element, "statusCode")
    return found.get("code") if found is not None else None


def _system(code: Element | None) -> str | None:
    if code is None:
        return None
    return SYSTEMS.get(code.get("codeSystem", "")) or code.get("codeSystemName") or code.get("codeSystem")


def _assertion(element: Element, around: _Around) -> Assertion:
    if element.get("negationInd") == "true":
        return "negated"
    certainty = {
        value.get("code", "").lower()
        for relation in every(element, "entryRelationship/observation")
        if (code := at(relation, "code")) is not None and code.get("code") == "66455-7"
        for value in every(relation, "value")
    }
    if certainty & DOUBTED:
        return "negated" if "refuted" in certainty else "hypothetical"
    return "hypothetical" if around.planned else "affirmed"


def _about_family(element: Element, *, patient: bool) -> bool:
    """Whether an entry speaks of a relative: `patient` is what holds where it names no one."""
    subject = at(element, "subject/relatedSubject")
    return patient if subject is None else subject.get("classCode", "PRS") == "PRS"


def _dose(quantity: Element | None) -> str | None:
    """A dose as it is read: "1 comprimé" keeps the unit that the file gives."""
    if quantity is None:
        return None
    low, high = at(quantity, "low"), at(quantity, "high")
    ends = [e for e in ((low, high) if low is not None or high is not None else (quantity,)) if e is not None]
    numbers = list(dict.fromkeys(_french(n) for e in ends if (n := _number(e.get("value", ""))) is not None))
    if not numbers:
        return None
    unit = (next((u for e in ends if (u := _unit(e))), None) or "").strip("{}")
    return " ".join(filter(None, (" à ".join(numbers), unit)))
