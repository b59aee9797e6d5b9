"""What a file says of itself, ahead of any guess: a document's kind and owner, and its coded results as facts."""

import re
from collections.abc import Iterator

from engine.domain.fact import Bearer, MentionKind, Schedule
from engine.domain.moment import When
from engine.domain.pathway import Pathway
from engine.domain.source_record import CodedDrug, CodedResult, SourceRecord
from engine.domain.vocabulary import Analyte, Vocabulary
from engine.domain.wording import any_match, fold, french_number, pattern
from engine.steps.calendar_dates import add_months
from engine.steps.key_fact_found import Found
from engine.steps.measure import UnitFinder
from engine.steps.places import ReadPageText
from engine.steps.reference import beside

NAME_ENDS = re.compile(r"\s*(?:$|[\[(;,:/]|-\s)")
"""What may follow an analyte's name in a coded label: its method or specimen, not another word of the name."""
NORMAL = "N"
"""The interpretation code that flags nothing."""
LATEST = 12
"""Months after a document's day within which a result of it may have been taken."""


class Recorded(Found):
    """A coded result before it has its place in a document: its day and its bearer are known, and its quote is its
    place."""

    bearer: Bearer = "patient"


def recorded_kind(record: SourceRecord | None, vocabulary: Vocabulary) -> str | None:
    """The document kind that the file's own code stands for, or None where that says nothing."""
    return vocabulary.record_kinds.get(record.code) if record and record.code else None


def owner_evidence(record: SourceRecord | None) -> str | None:
    """The identity that the file gives, as a report prints it; None where it names no one."""
    return (record.patient.evidence_fr() or None) if record and record.patient else None


def recorded_quantities(
    place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, units: UnitFinder
) -> Iterator[Recorded]:
    """The coded results of a page that the tables know, under the key of the pathway where it asks for them."""
    for result in _stated(place):
        analyte = _analyte_of(result, vocabulary) if result.kind == "measurement" else None
        if analyte is None:
            continue
        asked = [k for k in pathway.key_facts if analyte.key in k.analytes and _within(result, k.plausible)]
        named = [(k.id, k.label_fr) for k in asked] or [(analyte.key, analyte.label_fr)]
        for key, label_fr in named:
            yield _measured(result, key, label_fr, place, units)


def recorded_measures(place: ReadPageText, vocabulary: Vocabulary, units: UnitFinder) -> Iterator[Recorded]:
    """The other coded numbers of a page, each under its own code."""
    for result in _stated(place):
        if result.kind == "measurement" and _analyte_of(result, vocabulary) is None:
            yield _measured(result, _own_key(result), result.name, place, units)


def recorded_findings(place: ReadPageText) -> Iterator[Recorded]:
    """The coded answers, problems, acts and drugs of a page, each under its own code."""
    for result in _stated(place):
        if result.kind != "measurement":
            yield _answered(result)
    record = place.page.record
    for drug in record.drugs if record else ():
        yield _taken(drug, place)


def _stated(place: ReadPageText) -> Iterator[CodedResult]:
    """What the file states: not what only describes another entry. A day long after the document's is a misprint."""
    record, dated = place.page.record, place.document.dated
    for result in record.results if record else ():
        if result.qualifies:
            continue
        late = result.sampled_on is not None and dated is not None and result.sampled_on > add_months(dated, LATEST)
        yield result.model_copy(update={"sampled_on": None}) if late else result


def _analyte_of(result: CodedResult, vocabulary: Vocabulary) -> Analyte | None:
    """The analyte that a result is one of: by its LOINC code, else by its name where it is of blood."""
    if result.system == "LOINC" and result.code in vocabulary.analyte_codes:
        key = vocabulary.analyte_codes[result.code]
        return next((a for a in vocabulary.analytes if a.key == key), None)
    told = fold(result.name)
    if any_match(vocabulary.other_specimens, told):
        return None
    for analyte in vocabulary.analytes:
        for name in analyte.names:
            found = pattern(name).match(told)
            if found and NAME_ENDS.match(told, found.end()) and not told[found.end() :].startswith("/"):
                return analyte
    return None


def _within(result: CodedResult, plausible: tuple[float, float] | None) -> bool:
    if plausible is None or not isinstance(result.value, float | int):
        return True
    return plausible[0] <= result.value <= plausible[1]


def _measured(result: CodedResult, key: str, label_fr: str, place: ReadPageText, units: UnitFinder) -> Recorded:
    """A coded number with its unit as printed: the coded one where the page prints none or another."""
    text = place.page.text
    printed = units.at(text, fold(text), result.end)
    if printed and result.unit_ucum and printed[1] != result.unit_ucum and units.ucum(result.unit_ucum) != printed[1]:
        printed = None
    bound = result.comparator is not None and isinstance(result.value, float | int)
    end = printed[2] if printed else result.end
    line_end = text.find("\n", end)
    coded = result.unit_ucum or (printed[1] if printed else None)
    row_end = line_end if line_end >= 0 else len(text)
    reference, flag = beside(text, fold(text), result.start, end, row_end, coded, units)
    if reference and (result.low, result.high) not in ((None, None), (reference.low, reference.high)):
        reference = None  # the page prints another range than the file codes: neither is told
    return _recorded(result, key, label_fr, "measurement").model_copy(
        update={
            "value": f"{result.comparator} {french_number(float(result.value))}" if bound else result.value,  # type: ignore[arg-type]
            "unit": printed[0] if printed else result.unit_ucum,
            "unit_ucum": coded,
            "end": end,
            "reference": reference,
            "flag": flag or (None if result.flag == NORMAL else result.flag),
        }
    )


def _answered(result: CodedResult) -> Recorded:
    """A coded answer, problem or act; a "no" is a denial."""
    kind: MentionKind = "procedure" if result.kind == "procedure" else "finding"
    found = _recorded(result, _own_key(result), result.name, kind)
    return found.model_copy(update={"polarity": "negated"}) if result.value == "non" else found


def _recorded(result: CodedResult, key: str, label_fr: str, kind: MentionKind) -> Recorded:
    """A coded result as it is given, without a unit."""
    return Recorded(
        key=key,
        label_fr=label_fr,
        kind=kind,
        value=result.value,
        unit=None,
        unit_ucum=None,
        side=None,
        polarity=result.assertion,
        start=result.start,
        end=result.end,
        dated=result.sampled_on,
        bearer="family" if result.of_family else "patient",
    )


def _own_key(result: CodedResult) -> str:
    """A key that two results share only when they are of the same code."""
    said = result.code or result.name
    return re.sub(r"[^a-z0-9]+", "_", fold(f"{result.system or 'code'} {said}")).strip("_")


def _taken(drug: CodedDrug, place: ReadPageText) -> Recorded:
    """A drug under its name; a treatment where it is prescribed."""
    begun, ended = (When.on(day) if day else None for day in (drug.begun_on, drug.ended_on))
    noted = Schedule(
        dose=drug.dose_fr,
        begun=begun,
        ended=ended,
        quote=place.page.text[drug.start : drug.end],
        start=drug.start,
        end=drug.end,
        stopped=bool(ended and place.document.dated and ended.last <= place.document.dated),
    )
    treated = drug.prescribed or place.document.kind == "ordonnance"
    return Recorded(
        key="traitement_en_cours" if treated else "medicament",
        label_fr="Traitement en cours" if treated else "Médicament",
        kind="drug",
        value=f"{drug.name}, {drug.dose_fr}" if drug.dose_fr else drug.name,
        unit=None,
        unit_ucum=None,
        side=None,
        polarity=drug.assertion,
        start=drug.start,
        end=drug.end,
        dated=drug.begun_on,
        bearer="patient",
        schedule=noted if drug.dose_fr or begun or ended else None,
    )
