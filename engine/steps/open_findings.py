"""What no table names: findings that a document denies, doubts or tells of the family, and measures beside their words.

They are told as printed, so that a denial never gets lost for want of a word in the tables; a known key goes first.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from engine.domain.fact import Mention, Side
from engine.domain.vocabulary import SideWords, Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import MONTHS, NEVER, FoundDate, dates_in, months_in
from engine.steps.clauses import clause_around
from engine.steps.day_columns import holds, numbers_under_days, values_of_stages
from engine.steps.drug_names import drug_mentions
from engine.steps.key_fact_found import Found
from engine.steps.key_fact_values import GOAL
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder, number
from engine.steps.measured import Measured
from engine.steps.places import ReadPageText
from engine.steps.polarity import Span
from engine.steps.recalled import RECALLED
from engine.steps.results import results
from engine.steps.sides import main_side, side_in, two_sided_row

TURNED = ("negation", "hypothesis", "uncertain", "family")
LONGEST = 70
"""Characters of a phrase that is told as a finding."""
KEY_WORDS = 3
"""Words of a phrase that make up its key."""
WHOLE_BODY = re.compile(
    r"/ ?(?:[dm]?L|mL|min|j|mmol)|^(?:kg|ans?|mois|semaines?|jours?|UI|paquets|[GM]Bq|Gy)", re.IGNORECASE
)
"""Units of what has no side: what is measured in blood, a weight, a time."""
OF_ACT = "_mesure"
"""The end of the key of a measure that stands beside an act alone ("Ponction : 8 mL"): it is not what the act found."""
REACH = 40
"""Characters before a measure in which it is said to be only a goal."""
WORD = re.compile(r"[a-z0-9œ]{3,}")
PRINTED = re.compile(r"(\d+(?:[.,]\d+)?)(?: ?/ ?\d+)?")
STREET = r"(?i:rue|avenue|boulevard|impasse|allée|quai|chemin|venelle|faubourg)"
ADDRESS = re.compile(
    rf"\b{STREET}\s(?i:d['’]|(?:des|du|de)\s)?(?i:l['’]|la\s|les?\s)?[A-ZÀ-ÞŒ][^\n,;:()–—]*"
    rf"|\b\d{{1,4}}(?:\s?(?i:bis|ter))?,?\s(?:{STREET}|(?i:place|route))\s[^\n,;:()–—]+"
    r"|(?<![\d.,])\d{5}[ \u00a0]+[A-ZÀ-ÞŒ]{2}[A-ZÀ-ÞŒ'’ -]+"
)
"""A street with its name or its number, or a town behind its postal code."""


def open_findings(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Found]:
    """One finding for each stretch that a cue governs; what is asserted of it is read at its place."""
    text, words = place.page.text, vocabulary.sides
    folded = fold(text)
    for span in place.assertions.spans:
        # A stretch without its cue names the relative, and the table's own cue names the same one.
        if span.kind in TURNED and span.cue_end > span.cue_start:
            phrase = _phrase(text, folded, span, vocabulary)
            key = key_of(_told(folded[slice(*phrase)], span, vocabulary), vocabulary) if phrase else ""
            if not key and span.kind != "family":
                # "Examen laryngé non fait": what is denied stands before the cue.
                phrase = _subject(text, span)
                key = key_of(folded[phrase[0] : phrase[1]], vocabulary)
            if phrase and key:
                yield Found(
                    key=key,
                    label_fr=re.sub(r"\s+", " ", text[phrase[0] : phrase[1]]).strip(),
                    kind="other",
                    value=None,
                    unit=None,
                    unit_ucum=None,
                    side=side_in(place.text_for(phrase[0]), *phrase, _default(span, place, words), words),
                    polarity=None,
                    start=min(span.cue_start, phrase[0]),
                    end=max(span.cue_end, phrase[1]),
                    named=False,
                )


def _told(phrase: str, span: Span, vocabulary: Vocabulary) -> str:
    """What a phrase tells: of a relative's, not who it is."""
    for expression in vocabulary.people.kin if span.kind == "family" else ():
        phrase = pattern(expression).sub(" ", phrase)
    return phrase


def _default(span: Span, place: ReadPageText, words: SideWords) -> Side | None:
    """The side that the text is about, for what is the patient's: what a relative had lies anywhere."""
    return None if span.kind == "family" else main_side(place.told, words)


def _phrase(text: str, folded: str, span: Span, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The words behind a cue, else those before it, without the small words that lead to them and without an
    address behind them."""
    start, end = span.cue_end, span.end
    if end - start < 4:
        start, end = span.start, min(span.cue_start, span.end)
    for expression in vocabulary.phrase_openers:
        opener = pattern(expression).match(folded, start, end)
        if opener:
            start = opener.end()
    stop = re.compile(r"[,;:(\n]\s*(?=\S)").search(folded, start + 3, end) if start + 3 < end else None
    if stop and stop.group(0)[0] != "\n":
        end = stop.start()
    if address := _address_in(text, start, end):
        end = max(start, address.start())
    if end - start > LONGEST:
        end = folded.rfind(" ", start, start + LONGEST)
    while end > start and not folded[end - 1].isalnum():
        end -= 1
    return (start, end) if end - start >= 3 else None


def _subject(text: str, span: Span) -> tuple[int, int]:
    left, _ = clause_around(text, span.cue_start, span.cue_end)
    start = max(left, text.rfind(",", left, span.cue_start) + 1, span.cue_start - LONGEST)
    while start < span.cue_start and not text[start].isalnum():
        start += 1
    return start, start + len(text[start : span.cue_start].rstrip())


def _address_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first address of its lines that `text[start:end]` shares words with."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    addresses = ADDRESS.finditer(text, line, stop if stop >= 0 else len(text))
    return next((a for a in addresses if a.start() < end and start < a.end()), None)


def key_of(phrase: str, vocabulary: Vocabulary) -> str:
    """A key from the telling words of a folded phrase: "restriction de la diffusion" gives `restriction_diffusion`.

    Months tell nothing: "Fixée en novembre" gives `fixee`.
    """
    small = {*vocabulary.small_words, *MONTHS}
    told = [w.replace("œ", "oe") for w in WORD.findall(phrase) if w not in small and not w.isdigit()]
    return "_".join(told[:KEY_WORDS])


def open_measures(place: ReadPageText, vocabulary: Vocabulary, known: Collection[str]) -> Iterator[Found]:
    """Every measure that stands in the text with its words: a result without a key of its own.

    A `known` key is left to what the pathway and the laboratory's report say of it: here it is only recalled.
    """
    text = place.page.text
    seen = main_side(place.told, vocabulary.sides)
    doses = [m.end() for _, m in drug_mentions(fold(text), vocabulary.drugs)]
    heads = numbers_under_days(text)
    months = {d.day for d in months_in(text)} - {d.day for d in dates_in(text, NEVER)}
    read = list(results(text, vocabulary, place.assertions, doses, place.document.dated))
    rows = _rows_read(place, vocabulary)
    acts = {f.key for f in vocabulary.findings if f.kind == "procedure"}
    for told in (*read, *_beside(text, read, heads)):
        column, name = heads.get(told.start, (None, None))
        if column is None and told.dated:
            column = FoundDate(start=told.start, end=told.end, day=told.dated, month=told.dated in months)
        if column and place.document.dated and holds(column, place.document.dated):
            column = None
        label = name or re.sub(r"\s+", " ", told.analyte or "").strip()
        key = told.key or key_of(fold(label), vocabulary) or "mesure"
        key += OF_ACT if key in acts else ""
        numeric = isinstance(told.value, float | int) or bool(re.search(r"\d", str(told.value)))
        if not numeric or _address_in(text, told.start, told.end):
            continue
        row = rows.get(text.count("\n", 0, told.start), ())
        if column is None and key in ("mesure", *(r.key for r in row)) and any(told.start >= r.end for r in row):
            continue  # of a laboratory's row: another day's result or the end of a range, nobody knows which
        # A laboratory's own table is read by name: what is left of a known key stands under another day.
        recalled = key in known and (place.document.kind != "biologie" or column is not None)
        recalled = recalled or _is_of_the_earlier_stage(place, told.start, told.end)
        yield Found(
            key=key + RECALLED if recalled else key,
            label_fr=label[:1].upper() + label[1:] or "Mesure",
            kind="measurement",
            value=told.value,
            unit=told.unit,
            unit_ucum=told.unit_ucum,
            side=_side_of_its_column(text, told.start)
            or told.side
            or side_in(
                place.text_for(told.start),
                told.start,
                told.end,
                None if WHOLE_BODY.search(told.unit or "") else seen,
                vocabulary.sides,
            ),
            polarity="hypothetical" if GOAL.search(fold(text[max(0, told.start - REACH) : told.start])) else None,
            start=told.start,
            end=told.end,
            dated=column.day if column else None,
            month=bool(column and column.month),
            recalled=recalled,
            named=False,
        )


def _side_of_its_column(text: str, start: int) -> Side | None:
    """The side that heads the column of a number, in a row of one number a side."""
    line = text.rfind("\n", 0, start) + 1
    first = PRINTED.search(text, line)
    row = two_sided_row(text, line, first.end()) if first and first.start() <= start else ()
    return next((side for side, opens, ends in row if opens <= start < ends), None)


def _is_of_the_earlier_stage(place: ReadPageText, start: int, end: int) -> bool:
    """Whether a value stands in the first of two columns of before and now."""
    line = place.page.text.rfind("\n", 0, start) + 1
    stages = values_of_stages(place.page.text, line, end, place.document.dated)
    return bool(stages) and stages[0][0] == start


def _rows_read(place: ReadPageText, vocabulary: Vocabulary) -> dict[int, list[Measured]]:
    """What was read by name in each line of a laboratory's report."""
    rows: dict[int, list[Measured]] = {}
    if place.document.kind == "biologie":
        units = UnitFinder(vocabulary.units)
        for value in laboratory_values(place.page.text, vocabulary.analytes, units, place.document.dated):
            rows.setdefault(place.page.text.count("\n", 0, value.start), []).append(value)
    return rows


def _beside(text: str, read: Sequence[Mention], heads: Mapping[int, tuple[FoundDate, str]]) -> Iterator[Mention]:
    """The other numbers of a row whose columns are headed by days, where only one of them was read with its name."""
    starts = {told.start for told in read}
    for told in read:
        line = text.rfind("\n", 0, told.start), text.find("\n", told.start)
        others = [at for at in heads if line[0] < at < (line[1] if line[1] >= 0 else len(text)) and at not in starts]
        for start in others if told.start in heads else ():
            printed = PRINTED.match(text, start)
            if printed and isinstance(told.value, float | int):
                starts.add(start)
                own = {"start": start, "end": printed.end(), "text": printed[0], "value": number(printed[1])}
                yield told.model_copy(update=own)
