"""A plain clinical text without a dossier: its mentions and the stretches that cues govern."""

import re
from collections.abc import Iterator
from datetime import date

from engine.domain.fact import Mention, MentionKind, ReadText, Scope
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.ports import ClinicalReader
from engine.steps.calendar_dates import MONTHS, dates_in
from engine.steps.drug_names import drug_mentions
from engine.steps.measure import UnitFinder, laboratory_values, number, side_in
from engine.steps.polarity import Assertions, assert_spans

YEAR = r"(?:19|20)\d{2}\b"
PARTIAL_DATE = re.compile(rf"\b(?:{'|'.join(MONTHS)})\s+{YEAR}|\b(?:0[1-9]|1[0-2])/{YEAR}|(?<=\ben ){YEAR}")
COUNT = r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quelques)"
PERIOD = r"(?:h|heures?|jours?|semaines?|mois|ans?|annees?)"
RELATIVE_DATE = re.compile(
    rf"\b{COUNT} ?{PERIOD} (?:apres|plus tard|avant|auparavant)\b|\bil y ?a {COUNT} {PERIOD}\b|\bj ?\+? ?\d{{1,3}}\b"
    rf"|\b\d{{1,2}} ?(?:e|eme|er) (?:jour|semaine|mois)\b|\ba \d{{1,2}} sa\b"
)
MEASURE = re.compile(r"(?<![\w.,/-])(?:[<>≤≥] ?)?\d+(?:[.,]\d+)?(?:\s?[/x×]\s?\d+(?:[.,]\d+)?)*(?=\s?[a-zµ%°/])")
DOSE_REACH = 40
"""Characters after a drug's name in which a number is its dose and no measurement."""
NAME_BEFORE = re.compile(r"([a-zœ][a-zœ0-9'’ -]{1,40}?)\s*(?:[:=]|à|a|de|est de|était de)?\s*$", re.IGNORECASE)


def structure(
    text: str, vocabulary: Vocabulary, reader: ClinicalReader
) -> tuple[tuple[Mention, ...], tuple[Scope, ...]]:
    """Mentions in the order of the text, none inside another of its kind, and the scopes of all cues."""
    read = reader.read(text)
    assertions = assert_spans(text, read, vocabulary)
    found = [
        *_named(text, vocabulary, assertions),
        *_drugs(text, vocabulary, assertions),
        *_measures(text, vocabulary, assertions),
        *_dates(text, read),
        *read.stages,
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, m.start - m.end)):
        if not any(m.kind == mention.kind and m.start <= mention.start and mention.end <= m.end for m in kept):
            kept.append(mention)
    return tuple(kept), assertions.scopes()


def _mention(text: str, start: int, end: int, kind: MentionKind, key: str, assertions: Assertions) -> Mention:
    polarity, bearer = assertions.of(start, end)
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,
        key=key,
        side=side_in(text, start, end, None),
        polarity=polarity,
        bearer=bearer,
    )


def _named(text: str, vocabulary: Vocabulary, assertions: Assertions) -> Iterator[Mention]:
    folded = fold(text)
    for finding in vocabulary.findings:
        for expression in finding.any_of:
            for match in pattern(expression).finditer(folded):
                yield _mention(text, match.start(), match.end(), finding.kind, finding.key, assertions)


def _drugs(text: str, vocabulary: Vocabulary, assertions: Assertions) -> Iterator[Mention]:
    folded = fold(text)
    for drug, match in drug_mentions(folded, vocabulary.drugs):
        end = match.start("dose") if match["dose"] else match.end()
        yield _mention(text, match.start(), end, "drug", drug.name, assertions)


def _measures(text: str, vocabulary: Vocabulary, assertions: Assertions) -> Iterator[Mention]:
    """Named laboratory values, then every other number with a unit and the words before it as its name."""
    units, folded = UnitFinder(vocabulary.units), fold(text)
    taken: list[tuple[int, int]] = []
    doses = [m.end for m in _drugs(text, vocabulary, assertions)]
    for value in laboratory_values(text, vocabulary.analytes, units):
        taken.append((value.start, value.end))
        polarity, bearer = assertions.of(value.start, value.end)
        yield Mention(
            start=value.start,
            end=value.end,
            text=text[value.start : value.end],
            kind="measurement",
            key=value.key,
            analyte=value.analyte,
            value=value.value,
            unit=value.unit,
            unit_ucum=value.unit_ucum,
            polarity=polarity,
            bearer=bearer,
        )
    for match in MEASURE.finditer(folded):
        unit = units.at(text, folded, match.end())
        if unit is None or unit[0] in vocabulary.durations or any(a <= match.start() < b for a, b in taken):
            continue
        if any(0 <= match.start() - end < DOSE_REACH for end in doses):
            continue
        line = folded.rfind("\n", 0, match.start()) + 1
        name = NAME_BEFORE.search(text[line : match.start()])
        polarity, bearer = assertions.of(match.start(), unit[2])
        yield Mention(
            start=match.start(),
            end=unit[2],
            text=text[match.start() : unit[2]],
            kind="measurement",
            analyte=name[1].strip() if name else None,
            value=_value(text[match.start() : match.end()]),
            unit=unit[0],
            unit_ucum=unit[1],
            polarity=polarity,
            bearer=bearer,
        )


def _value(printed: str) -> float | int | str:
    """A number, or several as printed ("110/70")."""
    return printed if re.search(r"[/x×]", printed) else number(printed)


def _dates(text: str, read: ReadText) -> Iterator[Mention]:
    """Full calendar dates, months and years, days counted from another ("J3", "un mois après"), and EDS-NLP's."""
    for found in dates_in(text, date.max):
        yield Mention(
            start=found.start, end=found.end, text=text[found.start : found.end], kind="date", dated=found.day
        )
    folded = fold(text)
    for match in (*PARTIAL_DATE.finditer(folded), *RELATIVE_DATE.finditer(folded)):
        yield Mention(start=match.start(), end=match.end(), text=text[match.start() : match.end()], kind="date")
    yield from read.dates
