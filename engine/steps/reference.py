"""The reference range and the flag that a laboratory prints beside a result; never computed, only read."""

import re

from engine.domain.fact import Reference
from engine.domain.wording import fold
from engine.steps.age_ranges import AgeRange, age_in, age_ranges, range_for
from engine.steps.measure import UNIT_LETTER, UnitFinder

FLAG = re.compile(
    r"[ \n|]*(?:[-–] (?=(?:haute?|bas(?:se)?|elevee?|abaissee?)\b))?"
    r"(?P<flag>\*{1,3}|[↑↓▲▼]{1,3}|\+{1,3}(?!\s?\d)|(?P<letter>hh?|ll?|bb?)(?![\w'’/-])"
    r"|[(\[]\s*(?:hh?|ll?|bb?|n|haute?|bas(?:se)?|elevee?|abaissee?|[↑↓*+-])\s*[)\]]"
    r"|(?:haute?|bas(?:se)?|elevee?|abaissee?|augmentee?|diminuee?)\b)"
)
"""A flag on folded text: a letter, an arrow, stars, or a word, bare or in brackets."""
LOST_UNIT = re.compile(r" ?[a-zμ]{1,3}/(?:l|ml|dl)(?= )")
"""A unit that was read badly: what stands behind it is still the row's flag and range."""
BOUND = (
    r"(?:<=?|>=?|≤|≥|\b(?:inferieure?s?|superieure?s?) (?:ou egale?s? )?a|\b(?:inf|sup)\b\.?(?: ?a\b)?"
    r"|\bjusqu.a\b|\bmax(?:imum|i)?\b\.?)"
)
WORDS = (
    r"(?:v\.?n\.?|n|normes?|normale?s?|ref(?:erence)?s?\.?|valeurs? (?:normales?|usuelles?|de references?)"
    r"|intervalles?(?: de reference)?)"
)
SPACED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
RANGE = re.compile(
    rf"(?P<open>[(\[]\s*)?(?P<label>\b{WORDS}\s*[:=]?\s*)?"
    rf"(?:(?P<led>\b(?:entre|de) )?(?P<low>{SPACED})\s*(?:-|[~;]|\ba\b|\bet\b|(?P<stroke>/))\s*(?P<high>{SPACED})"
    rf"|(?P<sign>{BOUND})\s*(?P<bound>{SPACED}))"
    rf"(?![\d.,/]*\d)(?P<close>\s*(?:{UNIT_LETTER}[^\s()\[\]]{{0,12}}\s*)?[)\]])?"
)
"""A range or a bound on folded text, bare, in brackets or behind a word that says what it is."""
WORD = re.compile(r"[a-z]{3,}")
NOTHING = re.compile(r"\bn\.?d\.?\b|\bnon (?:fait|dose|realise)e?s?\b")
"""What stands in the column of earlier results where there is none."""
RANGE_COLUMN = re.compile(
    r"\b(?:normes?|ref(?:erences?)?\b\.?|valeurs? (?:usuelles?|normales?|de references?)|intervalles?|bornes?|seuils?|"
    r"v\.?n\b)"
)
RESULT_COLUMN = re.compile(r"\b(?:resultats?|valeurs?(?! (?:de references?|normales?|usuelles?))|actuel\w*)\b")
EARLIER_COLUMN = re.compile(r"\b(?:anter\w*|preced\w*|resultats? du)\b|\d{2}[/.]\d{2,4}")
DAY = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{2}[/.]\d{4}")
CONDITION = re.compile(r"\s?\([^()]{0,50}?[a-z]{3}[^()]{0,50}\)")
"""For whom a range holds ("(non-fumeur)"): it belongs to what is printed."""
TWO_NUMBERS = re.compile(rf"[ |]*(?P<low>{SPACED})[ |]+(?P<high>{SPACED})\s*$")
NEAR = 30
"""How many times a bound may be the result or less, where a blank may or may not be part of a number."""
HEADER_REACH = 40


def flag_at(text: str, folded: str, position: int, end: int) -> tuple[str | None, int]:
    """The flag printed at `position` of a row, and where the row goes on."""
    found = FLAG.match(folded, position, end)
    if found is None or (found["letter"] and not text[found.start("flag") : found.end("flag")].isupper()):
        return None, position
    return text[found.start("flag") : found.end("flag")].strip("()[] "), found.end()


def beside(
    text: str, folded: str, start: int, position: int, end: int, unit: str | None, units: UnitFinder
) -> tuple[Reference | None, str | None]:
    """The reference range and the flag of a result that stands at `text[start:position]` in a row that ends at `end`.

    `unit` is the UCUM code of the result. A flag stands right at the value, its unit or its range. A bare bound ("< 5")
    is a range only below a heading that announces one: the earlier result of another day looks alike. Of several
    ranges that of the patient's age is taken, else none.
    """
    stars = re.search(r"\*{1,3}\s?$", folded[:start])
    flag: str | None = stars[0].strip() if stars else None
    after = position
    for _ in range(2):
        found, after = flag_at(text, folded, after, end)
        flag = flag or found
        own = units.at(text, folded, after + len(folded[after:end]) - len(folded[after:end].lstrip(" |")))
        lost = None if own else LOST_UNIT.match(folded, after, end)
        after = own[2] if own and own[2] <= end else lost.end() if lost else after
    if by_age := age_ranges(folded, after):
        of_age = range_for(by_age, age_in(text, folded))
        return (_reference_of(text, of_age) if of_age else None), flag
    heading = heading_of_ranges(folded, start)
    value = _number(re.sub(r"[^\d.,]", "", text[start:position]))
    for match in RANGE.finditer(folded, after, end):
        if not _clear(text, folded, (after, match.start()), unit, units) or not _stands(match, heading):
            continue
        reference = _reference(text, match, value, earlier=bool(EARLIER_COLUMN.search(heading)) or not heading)
        if reference is None or _of_other_unit(text, folded, reference.end, end, unit, units):
            return None, flag
        said = CONDITION.match(folded, reference.end, end)
        others = [m for m in RANGE.finditer(folded, match.end(), end) if m["low"] and (m["open"] or not m["stroke"])]
        if any(not said or m.start() > said.end() or not _alike(value, reference, m) for m in others):
            return None, flag
        trailing, _ = flag_at(text, folded, reference.end, end)
        if said:
            reference = reference.model_copy(update={"end": said.end(), "quote": text[reference.start : said.end()]})
        return reference, flag or trailing
    return _without_dash(text, folded, after, end, heading), flag


def _alike(value: float | None, reference: Reference, other: re.Match[str]) -> bool:
    """Whether a result lies on the same side of a range and of the `other` one, which holds for some patients."""
    low, high = _number(other["low"]), _number(other["high"])
    if value is None or low is None or high is None:
        return False
    sides = [(value < a, value > b) for a, b in ((reference.low or low, reference.high or high), (low, high))]
    return sides[0] == sides[1]


def _reference_of(text: str, own: AgeRange) -> Reference:
    """The range for an age, quoted with the ages that it holds for."""
    return Reference(low=own.low, high=own.high, quote=text[own.start : own.end], start=own.start, end=own.end)


def _of_other_unit(text: str, folded: str, position: int, end: int, unit: str | None, units: UnitFinder) -> bool:
    """Whether another unit than the result's stands behind a range."""
    found = units.at(text, folded, position)
    return bool(found and found[2] <= end and unit and found[1] != unit)


def _without_dash(text: str, folded: str, start: int, end: int, heading: str) -> Reference | None:
    """Two numbers below a heading of ranges, with no column of earlier results: a dash that was not read."""
    match = TWO_NUMBERS.match(folded[:end], start) if heading and not EARLIER_COLUMN.search(heading) else None
    if match is None:
        return None
    low, high = _number(match["low"]), _number(match["high"])
    if low is None or high is None or low >= high:
        return None
    first, last = match.start("low"), match.end("high")
    return Reference(low=low, high=high, quote=text[first:last], start=first, end=last)


def range_first(text: str, folded: str, position: int, end: int) -> Reference | None:
    """The range that stands at `position` of a row, before its result: where the heading's columns say so."""
    heading = heading_of_ranges(folded, position)
    ranges, results = RANGE_COLUMN.search(heading), RESULT_COLUMN.search(heading)
    if ranges is None or results is None or results.start() < ranges.start():
        return None
    match = RANGE.match(folded, end - len(folded[position:end].lstrip(" :|")), end)
    return _reference(text, match, None, earlier=False) if match else None


def in_brackets(text: str, position: int) -> Reference | None:
    """A range in brackets that says what it is, right behind a value in prose ("12,1 g/dL (N : 13-17)")."""
    folded = fold(text[position : position + 60])
    blank = len(folded) - len(folded.lstrip())
    match = RANGE.match(folded, blank)
    if not match or blank > 1 or not (match["open"] and match["label"] and match["close"]):
        return None
    found = _reference(text[position : position + 60], match, None, earlier=False)
    return found and found.model_copy(update={"start": found.start + position, "end": found.end + position})


def heading_of_ranges(folded: str, position: int) -> str:
    """The nearest line above that heads a column of ranges, with the line below it; empty where there is none."""
    lines = folded[: folded.rfind("\n", 0, position) + 1].split("\n")[-HEADER_REACH - 1 :]
    for number in range(len(lines) - 1, -1, -1):
        if RANGE_COLUMN.search(lines[number]) and not re.search(r"\d[.,]\d", DAY.sub("", lines[number])):
            return lines[number]
    return ""


def _clear(text: str, folded: str, place: tuple[int, int], unit: str | None, units: UnitFinder) -> bool:
    """Whether only figures, flags, blanks and the result's own `unit` stand between it and what may be its range.

    Words say under which condition a range holds ("ménopause > 25,8"), another unit that it is of another number.
    """
    between = NOTHING.sub(" ", folded[slice(*place)])
    if WORD.search(between):
        return False
    return not any(
        (found := units.at(text, folded, at)) and "/" in found[0] and found[1] != unit
        for at in range(*place)
        if folded[at].isalpha() and not folded[at - 1].isalpha()
    )


def _stands(match: re.Match[str], heading: str) -> bool:
    if match["stroke"]:
        return bool(match["open"] and match["close"])  # "(11,5/16)": without brackets it may be two results
    if match["low"] or (match["open"] and match["label"]) or match["label"]:
        return True
    ranges, earlier = RANGE_COLUMN.search(heading), EARLIER_COLUMN.search(heading)
    return ranges is not None and (earlier is None or ranges.start() < earlier.start() or bool(match["open"]))


def _reference(text: str, match: re.Match[str], value: float | None, *, earlier: bool) -> Reference | None:
    """The range of a match; with `earlier`, a blank may part it from the earlier result that stands behind it."""
    name = "high" if match["high"] else "bound"
    low = _number(match["low"])
    kept = _cut(match[name], low, value) if earlier else match[name]
    if kept is None:
        return None
    high: float | None = _number(kept)
    if match["bound"] and match["sign"].startswith((">", "≥", "sup")):
        low, high = high, None
    if low is not None and high is not None and low >= high:
        return None
    start = match.start("low") if match["low"] else match.start("sign")
    end = match.start(name) + len(kept)
    return Reference(low=low, high=high, quote=text[start:end], start=start, end=end)


def _cut(printed: str, low: float | None, value: float | None) -> str | None:
    """How much of "400 342" is the upper end of a range: as little as is above its lower end, or near the result.

    None where that does not settle it.
    """
    groups = re.split(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", printed)
    whole = [sum(len(g) + 1 for g in groups[: n + 1]) - 1 for n in range(len(groups))]
    # A number does not begin with naughts: "1 000" is one.
    cuts = [n for n in whole if n == len(printed) or printed[n + 1] != "0"]
    if low is not None:
        return next((printed[:n] for n in cuts if (_number(printed[:n]) or 0.0) > low), None)
    if len(cuts) == 1:
        return printed
    near = [printed[:n] for n in cuts if value and 1 / NEAR <= (_number(printed[:n]) or 0.0) / value <= NEAR]
    return near[0] if len(near) == 1 else None


def _number(printed: str | None) -> float | None:
    if not printed:
        return None
    plain = re.sub(r"[ \u00a0\u202f]", "", printed).replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None
