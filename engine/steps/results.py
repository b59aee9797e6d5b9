"""Results of a plain text: laboratory values, cells of tables, numbers with a unit, results told in a word."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.fact import Mention
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import NEVER, FoundDate, dates_in, is_calendar
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UNIT_LETTER, UnitFinder, number
from engine.steps.polarity import Assertions
from engine.steps.tables import table_values
from engine.steps.told_ranges import between

MEASURE = re.compile(
    r"(?<![\w.,/-])(?:[<>≤≥] ?)?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?"
    rf"(?:\s?[/x×]\s?\d+(?:[.,]\d+)?)*(?=\s?{UNIT_LETTER})"
)
SCORE = re.compile(r"(\d+(?:[.,]\d+)?)[+-]? ?/ ?(\d{1,3})")
SIGNED = re.compile(r"\d[+-]")
"""The mark of a force between two ("3+/5"), kept as printed."""
HEIGHT = re.compile(r"\b([12]) ?m ?(\d{2})\b")
LONG_WORD = re.compile(r"\w{3,}")
DOSE_REACH = 40
"""Characters after a drug's name in which a number is its dose and no measurement."""
LEADS_TO = r"(?:[:=]|à|a|de|est de|était de)?\s*(?:d['’]\s?)?(?:environ)?[\s/]*"
NAME_BEFORE = re.compile(rf"(?<![^\W\d_])([^\W\d_](?:[^\W_]|['’ -]){{1,40}}?)\s*{LEADS_TO}$", re.IGNORECASE)
CONNECTS = re.compile(r"(?:(?:pour|et|puis|contre|avec|sur|par|a) ?)+$")
"""What only leads from one measure to the next ("71 kg pour 1,62 m")."""
DOSE_BEHIND = re.compile(
    r"\s?(?:ui|mg|[μu]g|mcg)\b(?!\s?/\s?(?:[md]?l|24))|\s?(?:amp(?:oules?)?|cps?|cpr|comprimes?|gelules?|sachets?|gouttes?|inj)"
    r"(?:ections?)?\b"
)
THRESHOLD = re.compile(
    r"\b(?:normes?|seuils?|objectifs?|(?:valeurs?|taux) (?:attendue?|usuel(?:le)?|cible|normale?)s?)\b"
    r"\W*(?:(?:de|a)\b\W*)?$"
)
"""What says where a result should lie, and gives none; a target lesion is measured."""
GAUGE = re.compile(r" G(?![\w/])")
"""The size of a needle, which is no weight."""


def results(
    text: str, vocabulary: Vocabulary, assertions: Assertions, doses: Sequence[int], dated: date | None = None
) -> Iterator[Mention]:
    """The measurements of `text`. `doses` are the offsets where drugs' names end: what follows there is no measurement.
    `dated` is the day of the sampling, which tells the present column of a laboratory's table.

    Later readers leave alone what earlier ones took, tables first.
    """
    units, folded = UnitFinder(vocabulary.units), fold(text)
    days = dates_in(text, NEVER)
    taken: list[tuple[int, int]] = []
    for found in (
        *_cells(text, vocabulary),
        *_laboratory(text, vocabulary, units, dated),
        *_named(text, folded, vocabulary, days),
        *_numbers(text, folded, vocabulary, units, doses, days),
        *_told(text, folded, vocabulary),
    ):
        if any(a < found.end and found.start < b for a, b in taken):
            continue
        taken.append((found.start, found.end))
        polarity, bearer = assertions.of(found.start, found.end)
        yield found.model_copy(update={"polarity": polarity, "bearer": bearer})


def _cells(text: str, vocabulary: Vocabulary) -> Iterator[Mention]:
    """A number alone in its cell without a unit is a result when its name is known, when it is a score, or when it has
    decimals: what else fills cells counts things or names them."""
    units = UnitFinder(vocabulary.units | vocabulary.cell_units)
    for cell in table_values(text, vocabulary, units):
        folded = fold(cell.name)
        analyte = next((a for a in vocabulary.analytes if any(pattern(n).search(folded) for n in a.names)), None)
        counts = cell.unit is None and (isinstance(cell.value, int) or any_match(vocabulary.table_counts, folded))
        if counts and analyte is None and not any_match(vocabulary.table_scores, folded):
            continue
        name = cell.name
        if analyte and not set(LONG_WORD.findall(analyte.label_fr.lower())) & set(LONG_WORD.findall(name.lower())):
            # "PAS" or "Erythrocytes" says less than the name in full.
            name = f"{name} ({analyte.label_fr})"
        yield Mention(
            start=cell.start,
            end=cell.end,
            text=text[cell.start : cell.end],
            kind="measurement",
            key=analyte.key if analyte else None,
            analyte=name,
            value=cell.value,
            unit=cell.unit,
            unit_ucum=cell.unit_ucum or (analyte.unit_unprinted(cell.value) if analyte else None),
            side=cell.side,
            dated=cell.dated,
        )


def _in_table(text: str, position: int) -> bool:
    """Whether `position` stands in a row of cells, which is read cell by cell."""
    line = text.rfind("\n", 0, position) + 1
    return "|" in text[line : text.find("\n", position) if "\n" in text[position:] else len(text)]


def _laboratory(text: str, vocabulary: Vocabulary, units: UnitFinder, dated: date | None) -> Iterator[Mention]:
    folded = fold(text)
    for value in laboratory_values(text, vocabulary.analytes, units, dated):
        unit = fold(value.unit or "")
        if _in_table(text, value.start) or _is_dose(unit, vocabulary) or DOSE_BEHIND.match(folded, value.end):
            continue  # calcium and FSH are prescribed too
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
            dated=value.dated,
        )


def _named(text: str, folded: str, vocabulary: Vocabulary, days: Sequence[FoundDate]) -> Iterator[Mention]:
    """Quantities that print no unit, or one of their own: a blood pressure "12/8", a height "1m57"."""
    for expression in vocabulary.unitless:
        for match in pattern(expression).finditer(folded):
            if _in_table(text, match.start()) or is_calendar(folded, *match.span("value"), days, with_unit=False):
                continue
            name = text[match.start("name") : match.end("name")]
            found = _mention(text, match.start("value"), match.end("value"), name)
            score = SCORE.fullmatch(found.text)
            if score and not SIGNED.search(found.text) and not any_match(vocabulary.fractions, fold(name)):
                told = {"value": number(score[1]), "unit": f"/{score[2]}", "unit_ucum": "{score}"}
                found = found.model_copy(update=told)
            yield found
    for match in HEIGHT.finditer(folded):
        found = _mention(text, match.start(), match.end(), "taille")
        yield found.model_copy(update={"value": float(f"{match[1]}.{match[2]}"), "unit": "m", "unit_ucum": "m"})


def _mention(text: str, start: int, end: int, name: str | None) -> Mention:
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        kind="measurement",
        analyte=name,
        value=_value(text[start:end]),
    )


def _numbers(
    text: str,
    folded: str,
    vocabulary: Vocabulary,
    units: UnitFinder,
    doses: Sequence[int],
    days: Sequence[FoundDate],
) -> Iterator[Mention]:
    """Every other number with a unit, the words before it as its name. Ages, durations, doses and ranges are none."""
    for match in MEASURE.finditer(folded):
        unit = units.at(text, folded, match.end())
        if unit is None or unit[0] in vocabulary.durations or _is_dose(fold(unit[0]), vocabulary):
            continue
        if GAUGE.match(text, match.end()):
            continue
        if is_calendar(folded, *match.span(), days, with_unit=True) or _beyond_score(match[0], unit[0]):
            continue
        if any(0 <= match.start() - end < DOSE_REACH for end in doses):
            continue
        if between(folded, match.start(), match.end()):
            continue
        if any(pattern(x).match(folded, unit[2]) for x in vocabulary.dose_goes_on):
            continue
        line = folded.rfind("\n", 0, match.start()) + 1
        name = NAME_BEFORE.search(text[line : match.start()])
        opens = _behind_unit(text, folded, line + name.start(1), units) if name else 0
        if name and THRESHOLD.search(fold(name[0])):
            continue
        if _in_table(text, match.start()) and not (name and ":" in name[0]):
            continue  # what a cell says in passing is a criterion or a pack's size
        found = _mention(
            text, match.start(), unit[2], _own_name(text[opens : line + name.end(1)].strip(), units) if name else None
        )
        yield found.model_copy(
            update={
                "value": _value(text[match.start() : match.end()]),
                "unit": unit[0],
                "unit_ucum": unit[1],
            }
        )


def _is_dose(unit: str, vocabulary: Vocabulary) -> bool:
    """Whether a folded unit is that of a drug's dose, by the day or not ("mg", "mg par jour")."""
    return unit in vocabulary.doses or (" " in unit and unit.split(" ", maxsplit=1)[0] in vocabulary.doses)


def _behind_unit(text: str, folded: str, position: int, units: UnitFinder) -> int:
    """Where a name begins that was taken to begin at `position`: behind the unit of a number that ends there."""
    unit = units.at(text, folded, position) if re.search(r"\d\s?$", text[max(0, position - 3) : position]) else None
    return unit[2] if unit else position


def _own_name(name: str, units: UnitFinder) -> str | None:
    """A measure's name without another measure before it: "1,62 m poids" is a weight, "71 kg pour" names nothing."""
    folded = fold(name)
    for other in MEASURE.finditer(folded):
        unit = units.at(name, folded, other.end())
        rest = name[unit[2] :].strip(" ,-") if unit else ""
        if rest and not fold(rest).startswith("soit"):
            return None if CONNECTS.match(fold(rest)) else _own_name(rest, units)
    return name


def _beyond_score(printed: str, unit: str) -> bool:
    """Whether what looks like a score is more than the most of it: "15/10" is a day."""
    most = re.fullmatch(r"/ ?(\d+)", unit)
    value = _value(printed)
    return most is not None and isinstance(value, int | float) and value > int(most[1])


def _told(text: str, folded: str, vocabulary: Vocabulary) -> Iterator[Mention]:
    """A test's result in a word: "sérologie VIH négative", "la TDM cérébrale est normale"."""
    for expression in vocabulary.told_results:
        for match in pattern(expression).finditer(folded):
            if _in_table(text, match.start()):
                continue
            found = _mention(text, match.start("value"), match.end("value"), None)
            name = re.sub(r"\s+", " ", text[match.start("name") : match.end("name")]).strip()
            yield found.model_copy(update={"analyte": name, "value": found.text})


SIGN = re.compile(r"([-–−+])\s?(\d+(?:[.,]\d+)?)")
"""A score below or above the mean ("–2,4")."""


def _value(printed: str) -> float | int | str:
    """A number, or several as printed ("110/70")."""
    if signed := SIGN.fullmatch(printed):
        return (1 if signed[1] == "+" else -1) * float(signed[2].replace(",", "."))
    return printed if re.search(r"[^\d.,\s<>≤≥]", printed) else number(printed)
