"""The coded entries of a CDA document: results, acts and drugs, each with the names under which its text is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from engine.adapters.cda_tree import at, day_of, every, kind_of, local, plain
from engine.adapters.cda_values import Fields, bounds, dose, is_number, number, reference_range, unit
from engine.domain.source_record import Assertion, CodedDrug, CodedResult
from engine.domain.wording import fold, words

PLANNED = {"INT", "RQO", "PRP", "PRMS", "GOL", "APT", "ARQ"}
"""Moods of what is asked for, proposed or aimed at, and has not been observed."""
VOID = {"nullified", "cancelled", "aborted", "held"}
QUALIFIES = {"33999-4", "66455-7", "SEV", "55107-7", "69764-9", "GEN-065"}
"""Codes of observations that only qualify the entry they stand in: status, certainty, severity, of the document."""
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
        for index, section in enumerate(sections):
            family = _about_family(section, patient=False)
            for entry in every(section, "entry"):
                yield from self._inside(entry, _Around(index, None, family, planned=False))

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
                    kind="measurement" if is_number(value) else "finding",
                    name=(names[0] if names else own or "Résultat")[:LONGEST],
                    code=own,
                    system=_system(code),
                    **read,
                    **reference_range(element),
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
                dose_fr=dose(at(element, "doseQuantity")),
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

    def _value(self, value: Element) -> Fields | None:
        """The fields `value`, `comparator`, `unit_ucum` and `value_code` of a coded value; None where it has none."""
        kind, printed = kind_of(value), value.get("value", "")
        if kind in ("PQ", "REAL", "INT", "MO"):
            counted = number(printed)
            return None if counted is None else {"value": counted, "unit_ucum": unit(value)}
        if kind in ("IVL_PQ", "IVL_REAL", "IVL_INT"):
            return bounds(value)
        if kind == "BL":
            return {"value": {"true": "oui", "false": "non"}[printed]} if printed in ("true", "false") else None
        if kind in ("TS", "IVL_TS", "EIVL_TS", "PIVL_TS"):
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
