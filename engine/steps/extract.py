"""From documents to facts, each with its exact place, polarity, bearer, side, unit and date."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.document import Document, Page
from engine.domain.fact import Fact, FactRole, MentionKind, Polarity, ReadText, Side, Source
from engine.domain.pathway import FactPattern, KeyFact, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.ports import ClinicalReader
from engine.steps.calendar_dates import dates_in
from engine.steps.measure import (
    ROMAN,
    Measured,
    UnitFinder,
    laboratory_values,
    number,
    only_side,
    side_in,
    side_of,
    two_sided_row,
)
from engine.steps.polarity import Assertions, assert_spans, clause_around
from engine.steps.proposals import proposal_spans

SIDE_KEY = "cote"
"""The key fact that is nothing but a side."""

DIAGNOSIS_KEY = "diagnostic"

LONGEST_QUOTE = 220
"""A quote is a clause, not a page: longer ones are cut at the words around the finding."""


class Found(Record):
    """A fact before it has its place in a document."""

    key: str
    label_fr: str
    kind: MentionKind
    value: float | int | str | None
    unit: str | None
    unit_ucum: str | None
    side: Side | None
    polarity: Polarity | None
    start: int
    end: int


class ReadPageText(Record):
    """One page of a document with everything that is known of its text."""

    page: Page
    document: Document
    read: ReadText
    assertions: Assertions
    proposals: tuple[tuple[int, int], ...]


def read_places(
    documents: Sequence[Document], pages: Sequence[Page], vocabulary: Vocabulary, reader: ClinicalReader
) -> tuple[ReadPageText, ...]:
    """Read each page that may speak of the patient once, in the order of the documents.

    Another person's document, an illegible one and one that repeats another are left out.
    """
    by_place = {(p.upload, p.filename, p.number): p for p in pages}
    places = []
    for document in documents:
        if document.owner == "other_person" or not document.legible or document.duplicate_of:
            continue
        for number_ in document.pages:
            page = by_place[document.upload, document.filename, number_]
            if page.text.strip():
                places.append(read_page(page, document, vocabulary, reader))
    return tuple(places)


def extract(places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Facts in the order of the documents.

    The pathway's key facts come first at a place; shared quantities, findings and drugs fill what is left.
    """
    facts: list[Fact] = []
    for place in places:
        facts += _facts_of(place, pathway, vocabulary, len(facts))
    return tuple(facts)


def read_page(page: Page, document: Document, vocabulary: Vocabulary, reader: ClinicalReader) -> ReadPageText:
    """Read one page's text once, for everything that asks about it."""
    read = reader.read(page.text)
    assertions = assert_spans(page.text, read, vocabulary.cues)
    return ReadPageText(
        page=page,
        document=document,
        read=read,
        assertions=assertions,
        proposals=proposal_spans(page.text, document.kind, read.sentences, vocabulary.sections),
    )


def _facts_of(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, count: int) -> list[Fact]:
    units = UnitFinder(vocabulary.units)
    found: list[Found] = []
    for candidate in (
        *_key_facts(place, pathway, vocabulary, units),
        *_quantities(place, vocabulary, units),
        *_diagnoses(place, pathway),
        *_findings(place, vocabulary),
        *_drugs(place, vocabulary),
    ):
        if not any(_same_thing(candidate, other) for other in found):
            found.append(candidate)
    return [_placed(f"F{count + i}", item, place) for i, item in enumerate(found, start=1)]


def _same_thing(a: Found, b: Found) -> bool:
    overlap = a.start < b.end and b.start < a.end and DIAGNOSIS_KEY not in (a.key, b.key)
    return (overlap and (a.key == b.key or b.value is not None)) or (
        a.key == b.key and a.value is not None and (a.value, a.side, a.unit) == (b.value, b.side, b.unit)
    )


def _key_facts(
    place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, units: UnitFinder
) -> Iterator[Found]:
    folded = fold(place.page.text)
    measured = list(laboratory_values(place.page.text, vocabulary.analytes, units))
    for key_fact in pathway.key_facts:
        if place.document.kind == "biologie":
            for value in measured:
                if value.key in key_fact.analytes and _plausible(value.value, key_fact):
                    yield _from_measure(value, key_fact)
        for rule in key_fact.patterns:
            if rule.kinds and place.document.kind not in rule.kinds:
                continue
            for match in pattern(rule.regex).finditer(folded):
                yield from _from_pattern(match, rule, key_fact, place, units)


def _from_measure(value: Measured, key_fact: KeyFact) -> Found:
    return Found(
        key=key_fact.id,
        label_fr=key_fact.label_fr,
        kind="measurement",
        value=value.value,
        unit=value.unit,
        unit_ucum=value.unit_ucum,
        side=None,
        polarity="affirmed",
        start=value.start,
        end=value.end,
    )


def _from_pattern(
    match: re.Match[str], rule: FactPattern, key_fact: KeyFact, place: ReadPageText, units: UnitFinder
) -> Iterator[Found]:
    text, groups = place.page.text, match.groupdict()
    if key_fact.sided and groups.get("value", "").isdigit():
        row = two_sided_row(text, match.start(), match.end("value"))
        if row:
            for side, start, end in row:
                item = _found(match, rule, key_fact, place, units, _typed(text[start:end], key_fact))
                if item:
                    yield item.model_copy(update={"side": side})
            return
    value: float | int | str | None = rule.value
    if rule.value_by_polarity:
        polarity = rule.polarity or place.assertions.of(match.start(), match.end())[0]
        value = rule.value_by_polarity.get(polarity)
    elif groups.get("value") is not None:
        value = _typed(text[match.start("value") : match.end("value")], key_fact)
    item = _found(match, rule, key_fact, place, units, value)
    if item:
        yield item


def _found(
    match: re.Match[str],
    rule: FactPattern,
    key_fact: KeyFact,
    place: ReadPageText,
    units: UnitFinder,
    value: float | int | str | None,
) -> Found | None:
    text, groups = place.page.text, match.groupdict()
    unit = text[match.start("unit") : match.end("unit")] if groups.get("unit") else None
    factor = rule.scale.get(fold(unit)) if unit else None
    if factor and isinstance(value, float | int):
        value, unit = round(value * factor, 3), key_fact.unit
    if not _plausible(value, key_fact):
        return None
    unit = unit or (key_fact.unit if isinstance(value, float | int) else None)
    side = None
    if key_fact.sided:
        printed = groups.get("side")
        side = side_of(printed) if printed else side_in(text, match.start(), match.end(), only_side(text))
    if key_fact.id == SIDE_KEY:
        side = side_of(str(value))
        value = "droit" if side == "droite" else side
    return Found(
        key=key_fact.id,
        label_fr=key_fact.label_fr,
        kind="measurement" if isinstance(value, float | int) else "finding",
        value=value,
        unit=unit,
        unit_ucum=units.ucum(unit) if unit else None,
        side=side,
        polarity=rule.polarity,
        start=match.start(),
        end=match.end(),
    )


def _typed(printed: str, key_fact: KeyFact) -> float | int | str:
    if key_fact.value_type in ("enum", "string", "list"):
        # "pT3 N1b (2/21) R0" and "pT3, N1b, R0" are one stage.
        return re.sub(r"\s+", " ", re.sub(r"\([^)]*\)|,", " ", printed)).strip()
    if key_fact.roman and fold(printed) in ROMAN:
        return ROMAN[fold(printed)]
    if re.fullmatch(r"\d+(?:[.,]\d+)?", printed):
        return number(printed)
    counts = re.findall(r"\d+", printed)
    if key_fact.value_type == "object" and len(counts) == 2 and re.search(r"\bsur\b|/", printed):
        return f"{counts[0]}/{counts[1]}"
    return re.sub(r"\s+", " ", printed).strip()


def _plausible(value: float | int | str | None, key_fact: KeyFact) -> bool:
    """Bounds that catch misreadings; they are no medical thresholds."""
    if key_fact.plausible is None or not isinstance(value, float | int):
        return True
    low, high = key_fact.plausible
    return low <= value <= high


def _quantities(place: ReadPageText, vocabulary: Vocabulary, units: UnitFinder) -> Iterator[Found]:
    if place.document.kind != "biologie":
        return
    for value in laboratory_values(place.page.text, vocabulary.analytes, units):
        yield Found(
            key=value.key,
            label_fr=value.label_fr,
            kind="measurement",
            value=value.value,
            unit=value.unit,
            unit_ucum=value.unit_ucum,
            side=None,
            polarity="affirmed",
            start=value.start,
            end=value.end,
        )


def _diagnoses(place: ReadPageText, pathway: Pathway) -> Iterator[Found]:
    folded = fold(place.page.text)
    for diagnosis in pathway.diagnoses:
        for match in (m for e in diagnosis.any_of for m in pattern(e).finditer(folded)):
            yield _named(place, match, DIAGNOSIS_KEY, "Diagnostic", "finding", diagnosis.label_fr, sided=True)


def _named(
    place: ReadPageText,
    match: re.Match[str],
    key: str,
    label_fr: str,
    kind: MentionKind,
    value: str | None,
    *,
    sided: bool,
) -> Found:
    default = only_side(place.page.text) if sided else None
    return Found(
        key=key,
        label_fr=label_fr,
        kind=kind,
        value=value,
        unit=None,
        unit_ucum=None,
        side=side_in(place.page.text, match.start(), match.end(), default),
        polarity=None,
        start=match.start(),
        end=match.end(),
    )


def _findings(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Found]:
    folded = fold(place.page.text)
    for finding in vocabulary.findings:
        for match in (m for e in finding.any_of for m in pattern(e).finditer(folded)):
            yield _named(place, match, finding.key, finding.label_fr, finding.kind, None, sided=finding.sided)


def _drugs(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Found]:
    folded = fold(place.page.text)
    for drug in vocabulary.drugs:
        names = "|".join(re.escape(fold(n)) for n in (drug.name, *drug.brands))
        for match in re.finditer(rf"\b(?:{names})\b(?P<dose>[^\n.;,]{{0,12}}?\d+(?:[.,]\d+)? ?(?:mg|µg|g|ui)\b)?", folded):
            key, label = _drug_role(place, folded, match, vocabulary)
            yield Found(
                key=key,
                label_fr=label,
                kind="drug",
                value=_drug_value(drug.name, place.page.text, match),
                unit=None,
                unit_ucum=None,
                side=None,
                polarity=None,
                start=match.start(),
                end=match.end(),
            )


def _drug_role(place: ReadPageText, folded: str, match: re.Match[str], vocabulary: Vocabulary) -> tuple[str, str]:
    """What a drug's mention means: an allergy first, then a treatment when it stands on a prescription."""
    left, right = clause_around(folded, match.start(), match.end())
    line = folded.rfind("\n", 0, match.start()) + 1
    if any_match(vocabulary.allergy, folded[max(left, line) : right]):
        return "allergie", "Allergie ou intolérance"
    if place.document.kind == "ordonnance":
        return "traitement_en_cours", "Traitement en cours"
    return "medicament", "Médicament"


def _drug_value(name: str, text: str, match: re.Match[str]) -> str:
    dose = re.search(r"\d+(?:[.,]\d+)? ?[^\d\s]+$", text[match.start("dose") : match.end("dose")]) if match["dose"] else None
    return f"{name} {dose[0]}" if dose else name


def _placed(identifier: str, found: Found, place: ReadPageText) -> Fact:
    text = place.page.text
    start, end = quote_of(text, found.start, found.end, whole_line=place.document.kind == "biologie")
    polarity, bearer = place.assertions.of(found.start, found.end)
    role: FactRole = "clinical"
    if any(a <= found.start < b for a, b in place.proposals):
        role = "proposal"
    return Fact(
        id=identifier,
        key=found.key,
        label_fr=found.label_fr,
        kind=found.kind,
        value=found.value,
        unit=found.unit,
        unit_ucum=found.unit_ucum,
        dated=_day_of(text, start, end, place.document.dated),
        side=found.side,
        polarity=found.polarity or polarity,
        bearer=bearer,
        role=role,
        source=Source(
            document=place.document.id,
            filename=place.document.filename,
            page=place.page.number,
            start=start,
            end=end,
            quote=text[start:end],
            boxes=place.page.boxes(start, end),
        ),
    )


def _day_of(text: str, start: int, end: int, dated: date | None) -> date | None:
    """A sentence that names one past day speaks of that day ("ACE du 12/08/2026 : 7,9"); else the document's day."""
    if dated is None:
        return None
    named = {d.day for d in dates_in(text[start:end], dated) if d.day <= dated}
    return named.pop() if len(named) == 1 else dated


def quote_of(text: str, start: int, end: int, *, whole_line: bool) -> tuple[int, int]:
    """The clause (or table row) around a finding, trimmed of blanks and bullets and cut to a readable length."""
    if whole_line:
        left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        right = right if right >= 0 else len(text)
    else:
        left, right = clause_around(fold(text), start, end)
    if right - left > LONGEST_QUOTE:
        left = max(left, _blank_after(text, start - LONGEST_QUOTE // 2))
        right = min(right, _blank_before(text, end + LONGEST_QUOTE // 2))
    while left < start and (text[left].isspace() or text[left] in "-•*–|"):
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _blank_after(text: str, position: int) -> int:
    found = re.compile(r"\s").search(text, max(0, position))
    return found.end() if found else 0


def _blank_before(text: str, position: int) -> int:
    return max(text.rfind(" ", 0, min(position, len(text))), text.rfind("\n", 0, min(position, len(text))))
