"""The pathway's key facts in one page: laboratory values, and what the pathway's patterns find."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.fact import Bearer, MentionKind, Polarity, Reference, Schedule, Side
from engine.domain.pathway import FactPattern, KeyFact, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import FoundDate, headings_without_year
from engine.steps.clauses import clause_around
from engine.steps.day_columns import holds, values_of_stages, values_under_days
from engine.steps.laboratory import Measured, laboratory_values
from engine.steps.measure import ROMAN, SPELLED, UnitFinder, number
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.sides import side_for, side_in, side_of, two_sided_row

SIDE_KEY = "cote"
"""The key fact that is nothing but a side."""


VERTEBRAE = re.compile(r"\b([TL] ?\d{1,2}) ?[-–] ?([TLS] ?\d{1,2})\b")
"""Two vertebrae with blanks around their stroke."""
STAGE_ZERO = re.compile(r"(?<=[NMPABCTR])[Oo](?![a-zA-LN-Z2-9])(?!\d)")
"""A letter O right behind the letter of a stage."""
LETTERS = re.compile(r"[^\W\d_]{4,}")
ONLY_STAGES = re.compile(r"(?:[a-z]{0,2}[NMPABCTR][Oo])+")
"""A word of letters, and one that is nothing but stages ("pNOMO")."""
OVARY = re.compile(r"(?<=[Pp][0-3] )0(?=[0-3] ?/)")
"""The letter O of an ovary read as a naught, behind the peritoneum of an #Enzian code."""
NOT_DONE = re.compile(
    r"\b(?:non|pas|jamais|ni)\s+(?:encore\s+)?(?:ete\s+)?(?:fai(?:te?s?|re)|realise|recherche|demande|effectue|determine|teste|"
    r"disponible|connu|renseigne|dose|precise)|\ben\s+(?:attente|cours)\b|\ba\s+(?:faire|demander|realiser|rechercher)\b"
)
"""How a text says that a result does not exist."""
COUNTED = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8}
HALF = {"½": 0.5, "1/2": 0.5}
TABLETS = re.compile(
    rf"[ \t]*[:,(]?[ \t]*(\d{{1,2}}(?:[.,]5)?|½|1/2|{'|'.join(COUNTED)}) ?(?:cp|comprimes?|gelules?)\b"
    r"(?P<half> et (?:demie?|1/2|½))?(?! (?:matin|midi) et )"
)
"""How many tablets of the dose before it are taken at once."""
OFTEN_BEHIND = re.compile(
    rf"[ :,(]*(?:(?:\d{{1,2}}|½|1/2|{'|'.join(COUNTED)}) ?(?:cp|comprimes?|gelules?|injections?|prises?|stylos?|seringues?)\b"
    r"[^.;\n\d]{0,30}?)?(?:(?:(?:une?|1) (?:seule )?fois )?(?:par|/) ?(?:(?P<week>sem)|j)|(?P<weekly>hebdo)"
    r"|(?:le|chaque) (?:matin|soir)\b)"
)
"""How often a dose is taken, behind how many tablets are."""
BECAME = re.compile(r"\s*(?:°|mm|/ ?10)?\s*(?:->|→|,? puis(?: à)?)\s*(\d+(?:[.,]\d+)?)\b")
"""How a text says what a value became ("EVA 6 -> 5", "flexion 110° puis 105°"): the last one counts."""


GREW = re.compile(
    r"(?:\b(?:pris|gagne|perdu)|\b(?:augment|gross|diminu|regress|progress)[a-z]* de|"
    r"\b(?:augmentation|croissance|majoration|diminution|regression|progression|gain) de)\s+(?:environ\s+|pres de\s+)?$"
)
"""What stands before a length by which something grew or shrank ("qui a pris 5 mm"): no size of it, on folded text."""
LENGTHS = ("mm", "cm")
GOAL = re.compile(
    r"\b(?:jusqu.(?:a|aux?)|objectifs?|(?:valeurs?|scores?|taux|doses?) cibles?|vis(?:er|ant|e|ons)|atteindre|tant que|"
    r"des que|au-?dela de|a partir d[eu]|si|(?:prevue?s?|envisagee?s?|possible|poursuivie?s?)(?: [a-z]+){0,2}? (?:a|au|vers|des))\b ?:?(?:\s+(?:un|une|le|la|les|de|du|est|score|stade)\b|\s*\b[ld].){0,3}\s*$"
)
"""What stands before a value that is to be reached or waited for ("jusqu'à Risser 4"), and is none yet."""
NOW_BEHIND = re.compile(
    r"\s*(?:°|mm|/ ?\d+|[a-zμ]+/m?[ld]l?)?\s+(?:en|le|avant|au|a|lors|il y a)\b[^.;:,()\n]{0,30}, ?(?:puis |et |contre )?(?:a )?"
    r"(\d+(?:[.,]\d+)?)\s*(?:°|mm|/ ?\d+|[a-zμ]+/m?[ld]l?)?\s+(?:ce (?:jour|mois)|a ce jour|cette semaine|aujourd.hui|"
    r"actuellement|maintenant|desormais|sous (?:traitement|[a-z]{5,})|depuis|apres|a (?:un|deux|trois|six|\d{1,2}) (?:mois|semaines|ans?))\b"
)
"""A value of before and the one of now behind it ("5,1 en juin, 3,4 ce jour"): the second counts, on folded text."""
BOTH_SIDES = re.compile(
    r"\s*(?:°|mm|cm|/ ?\d+)?\s*(?:a|du cote|cote) (droite?|gauche) ?(?:,|et|contre|/)+ ?(?:et |contre )?"
    r"(?P<second>\d+(?:[.,]\d+)?)\s*(?:°|mm|cm|/ ?\d+)?\s*(?:a|du cote|cote) (?!\1)(droite?|gauche)\b"
)
"""The value of one side and that of the other behind it ("3 à gauche, 2 à droite"), on folded text."""
GREW_BEFORE = 40
"""Characters before a length in which that is said."""


class Found(Record):
    """A fact before it has its place in a document. `dated` is the day (or the `month`) that its column or row gives;
    one that is `recalled` was found on another day or in another document. A `bearer` is known beforehand."""

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
    dated: date | None = None
    month: bool = False
    recalled: bool = False
    is_dose: bool = False
    named: bool = True
    reference: Reference | None = None
    flag: str | None = None
    schedule: Schedule | None = None
    bearer: Bearer | None = None


def key_facts(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, units: UnitFinder) -> Iterator[Found]:
    """What the pathway looks for in one page, in the pathway's order; laboratory results only in laboratory reports."""
    folded = running(place.page.text)
    headings = [(d.start, d.end) for d in headings_without_year(place.page.text, place.document.dated)]
    measured = list(laboratory_values(place.page.text, vocabulary.analytes, units, place.document.dated))
    for key_fact in pathway.key_facts:
        if place.document.kind == "biologie":
            for value in measured:
                if value.key in key_fact.analytes and _plausible(value.value, key_fact):
                    yield from_measure(value, key_fact.id, key_fact.label_fr)
        for rule in key_fact.patterns:
            if rule.kinds and place.document.kind not in rule.kinds:
                continue
            for match in pattern(rule.regex).finditer(folded):
                is_day = any(a < match.end() and match.start() < b for a, b in headings)
                if not is_day and not (key_fact.analytes and _of_another(match.start(), key_fact, measured)):
                    yield from _from_pattern(match, rule, key_fact, place, units, vocabulary)


def _of_another(position: int, key_fact: KeyFact, measured: Sequence[Measured]) -> bool:
    """Whether a name stands within the longer one of another quantity: antibodies against the receptor of TSH are no
    TSH."""
    return any(m.start < position < m.end and m.key not in key_fact.analytes for m in measured)


def from_measure(value: Measured, key: str, label_fr: str) -> Found:
    """A laboratory result as a fact of the given key: it is stated, of the patient, without a side."""
    return Found(
        key=key,
        label_fr=label_fr,
        kind="measurement",
        value=value.value,
        unit=value.unit,
        unit_ucum=value.unit_ucum,
        side=None,
        polarity="negated" if value.negative else "affirmed",
        start=value.start,
        end=value.end,
        dated=value.dated,
        month=value.month,
        recalled=value.earlier,
        reference=value.reference,
        flag=value.flag,
    )


def _from_pattern(
    match: re.Match[str],
    rule: FactPattern,
    key_fact: KeyFact,
    place: ReadPageText,
    units: UnitFinder,
    vocabulary: Vocabulary,
) -> Iterator[Found]:
    text, groups = place.page.text, match.groupdict()
    if key_fact.sided and re.fullmatch(r"\d+(?:[.,]\d+)?", groups.get("value") or ""):
        row = two_sided_row(text, match.start(), match.end("value"))
        if row:
            for side, start, end in row:
                item = _found(match, rule, key_fact, place, units, _typed(text[start:end], key_fact), vocabulary)
                if item:
                    # Each value has its own place: one on top of the other would pass for the same fact.
                    yield item.model_copy(update={"side": side, "start": start, "end": end})
            return
    if rule.value_by_polarity and _not_done(match, place):
        return
    if groups.get("value") and GOAL.search(match.string[max(0, match.start() - GREW_BEFORE) : match.start()]):
        rule = rule.model_copy(update={"polarity": "hypothetical"})
    second = BOTH_SIDES.match(fold(text), match.end()) if key_fact.sided and groups.get("value") else None
    if second:
        printed = ((second[1], match.start("value"), match.end("value")), (second[3], *second.span("second")))
        for word, start, end in printed:
            item = _found(match, rule, key_fact, place, units, _typed(text[start:end], key_fact), vocabulary)
            if item:
                yield item.model_copy(update={"side": side_of(word, vocabulary.sides), "start": start, "end": end})
        return
    dated = _under_days(match, key_fact, place) if groups.get("value") else ()
    if dated:
        latest = max(column.day for column, _, _ in dated)
        for column, start, end in dated:
            item = _found(match, rule, key_fact, place, units, _typed(text[start:end], key_fact), vocabulary)
            if item:
                own = column.day == latest and (place.document.dated is None or holds(column, place.document.dated))
                told = {} if own else {"dated": column.day, "month": column.month}
                yield item.model_copy(update={"start": start, "end": end, "recalled": column.day != latest, **told})
        return
    numeric = re.fullmatch(r"\d+(?:[.,]\d+)?", groups.get("value") or "")
    reads = numeric and place.document.kind != "biologie"
    stages = values_of_stages(text, match.start(), match.end("value")) if reads else ()
    for at, (start, end) in enumerate(stages):
        item = _found(match, rule, key_fact, place, units, _typed(text[start:end], key_fact), vocabulary)
        if item:
            yield item.model_copy(update={"start": start, "end": end, "recalled": at == 0})
    if stages:
        return
    item = _found(match, rule, key_fact, place, units, _value_of(match, rule, key_fact, place), vocabulary)
    if item:
        yield item


def _not_done(match: re.Match[str], place: ReadPageText) -> bool:
    """Whether an examination that was not made ("mutation BRAF : non faite") is all that a match tells."""
    _, right = clause_around(place.page.text, match.start(), match.end())
    told = match.string[match.end() : right].split(",", 1)[0]
    return NOT_DONE.search(match[0] + told) is not None


def _value_of(
    match: re.Match[str], rule: FactPattern, key_fact: KeyFact, place: ReadPageText
) -> float | int | str | None:
    """What a match says: the word for its polarity, two counts in their own order, its value, or what that became."""
    text, groups = place.page.text, match.groupdict()
    if rule.value_by_polarity:
        polarity = rule.polarity or place.assertions.of(match.start(), match.end())[0]
        return rule.value_by_polarity.get(polarity)
    if groups.get("none") is not None:
        return f"0/{_count(groups['none'])}"
    if groups.get("first") is not None:
        return f"{_count(groups['first'])}/{_count(groups['second'])}"
    if groups.get("value") is None:
        return rule.value
    value = _typed(text[match.start("value") : match.end("value")], key_fact)
    tablets = TABLETS.match(fold(text), match.end()) if (key_fact.unit or "").startswith("mg/") else None
    if tablets and isinstance(value, float | int) and place.document.kind == "ordonnance":
        # "Prednisone 5 mg : 2 comprimés" is ten milligrams.
        taken = COUNTED.get(tablets[1]) or HALF.get(tablets[1]) or number(tablets[1])
        halves = 0.5 if tablets["half"] else 0
        return value * (taken + halves) if isinstance(taken, float | int) else value
    later = BECAME.match(text, match.end()) or NOW_BEHIND.match(fold(text), match.end())
    return _typed(later[1], key_fact) if later and isinstance(value, float | int) else value


def _count(printed: str | None) -> int | str:
    return COUNTED.get(printed or "", printed or "")


def _under_days(match: re.Match[str], key_fact: KeyFact, place: ReadPageText) -> tuple[tuple[FoundDate, int, int], ...]:
    """The values of a row whose columns are headed by days or months: (column, start, end) of each, or none."""
    text = place.page.text
    numeric = key_fact.value_type in ("decimal", "integer") or re.fullmatch(r"\d+(?:[.,]\d+)?", match["value"])
    if not numeric or "\n" in text[match.start() : match.end()].strip():
        return ()
    dated = None if place.document.kind == "biologie" else place.document.dated
    return values_under_days(text, match.start(), match.end("value"), dated)


def _found(
    match: re.Match[str],
    rule: FactPattern,
    key_fact: KeyFact,
    place: ReadPageText,
    units: UnitFinder,
    value: float | int | str | None,
    vocabulary: Vocabulary,
) -> Found | None:
    text, groups = place.page.text, match.groupdict()
    unit = " ".join(text[match.start("unit") : match.end("unit")].split()) if groups.get("unit") else None
    factor = rule.scale.get(fold(unit)) if unit else None
    if factor and isinstance(value, float | int):
        value, unit = round(value * factor, 3), key_fact.unit
    if not _plausible(value, key_fact):
        return None
    if groups.get("value") and fold(unit or "") in LENGTHS and _is_growth(text, match.start("value")):
        return None
    if unit and fold(unit) == "mg" and (key_fact.unit or "").startswith("mg/"):
        unit = _by_day_or_week(match) or unit
    unit = unit or (key_fact.unit if _is_measure(value) else None)
    side = None
    if key_fact.sided:
        printed = groups.get("side")
        seen = place.text_for(match.start())
        words = vocabulary.sides
        default = side_for(seen, match.start(), match.end(), words)
        side = side_of(printed, words) if printed else side_in(seen, match.start(), match.end(), default, words)
    if key_fact.id == SIDE_KEY:
        side = side_of(str(value), vocabulary.sides)
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
        is_dose=fold(key_fact.unit or "") in vocabulary.doses,
    )


def _by_day_or_week(match: re.Match[str]) -> str | None:
    """The unit of a dose whose rhythm is printed behind its tablets ("10 mg : 1 comprimé par jour")."""
    often = OFTEN_BEHIND.match(match.string, match.end("unit"))
    return ("mg/semaine" if often["week"] or often["weekly"] else "mg/j") if often else None


def _is_growth(text: str, start: int) -> bool:
    return GREW.search(fold(text[max(0, start - GREW_BEFORE) : start])) is not None


def _typed(printed: str, key_fact: KeyFact) -> float | int | str:
    if key_fact.value_type in ("enum", "string", "list"):
        # "pT3 N1b (2/21) R0" is the stage pT3 N1b R0.
        plain = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", " ", printed)).strip()
        return zeros(re.sub(r" ?,", "", plain) if key_fact.agreement else plain)
    named = ROMAN if key_fact.roman else SPELLED if key_fact.value_type in ("integer", "decimal") else {}
    if fold(printed) in named:
        return named[fold(printed)]
    if re.fullmatch(r"\d+(?:[.,]\d+)?", printed):
        return number(printed)
    whole = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}$)", "", printed)
    if whole.isdigit() and key_fact.value_type in ("integer", "decimal"):
        return int(whole)
    counts = re.findall(r"\d+(?:[.,]\d+)?", printed)
    if key_fact.value_type == "object" and len(counts) == 2 and not re.search(r"[a-z]\d", printed, re.IGNORECASE):
        return f"{counts[0]}/{counts[1]}"
    return zeros(VERTEBRAE.sub(r"\1-\2", re.sub(r"\s+", " ", printed).strip()))


def zeros(printed: str) -> str:
    """A stage whose naughts were read as letters ("pT3a pNO", "PO O2/1 AO") with figures in their place."""
    words = [m.span() for m in LETTERS.finditer(printed) if not ONLY_STAGES.fullmatch(m[0])]
    return OVARY.sub("O", STAGE_ZERO.sub(lambda m: m[0] if any(a <= m.start() < b for a, b in words) else "0", printed))


def _is_measure(value: object) -> bool:
    """A number, a bound or two numbers ("154,0/80,5") take the key fact's unit."""
    return isinstance(value, float | int) or bool(re.fullmatch(r"[<>≤≥]=? ?[\d.,]+|[\d.,]+/[\d.,]+", str(value)))


def _plausible(value: float | int | str | None, key_fact: KeyFact) -> bool:
    """Bounds that catch misreadings; they are no medical thresholds."""
    if key_fact.plausible is None or not isinstance(value, float | int):
        return True
    low, high = key_fact.plausible
    return low <= value <= high
