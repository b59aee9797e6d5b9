"""Columns headed by days or months: which day the numbers of a row below them have."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from engine.domain.wording import fold
from engine.steps.births import YOUNGEST, follows_a_name
from engine.steps.calendar_dates import MONTHS, NEVER, FoundDate, dates_in, headings_without_year, months_in
from engine.steps.measure import NUMBER, UNIT_LETTER

GLUED = re.compile(rf"(?<![\w.,/-])({NUMBER})(?!(?:re|ere|er|e|eme|nde)\b)(?=\s?{UNIT_LETTER})")
"""A number with something behind it that may be its unit."""
INLINE = re.compile(rf"\(?({NUMBER})\s?[^\s\d()]{{0,8}} (?:le|du|au|en date du|en) $")
"""An earlier result before its own day: "11,9 le 03/02/2026"."""
BEHIND_DAY = re.compile(rf" ?[:=] ?({NUMBER})(?![\d/]|[.,]\d)")
"""An earlier result behind its own day: "03/02/2026 : 11,9"."""
HEADER = re.compile(
    r"\b(?:resultats?|valeurs?|unites?|normes?|bornes?|ref(?:erences?)?|intervalles?|anteri\w+|precedent\w*"
    r"|examens?(?! (?:du|de ce|realise|effectue|le)\b)|analyses?|determinations?|dosages?|parametres?)\b"
)
BEFORE_RESULT = re.compile(
    r"\b(?:anteri\w+|precedent\w*)\b[^\n]*?\b(?:resultats?|actuel\w*|ce jour|valeurs?(?! (?:de )?ref| usuel| normal))\b"
)
"""A header whose column of earlier results stands left of that of the present ones."""
OF_THE_PAPER = re.compile(
    r"\b(?:preleve(?:ments?|e?s?)|recue?s?|reception|enregistree?s?|demandee?s?|validee?s?|validation|editee?s?|edition"
    r"|signee?s?|rendue?s?|transmise?s?|imprimee?s?|compte[- ]rendus?|resultats?|examens?|consultation|intervention)"
    r" ?:? ?(?:le |du |en date du )? ?$"
)
"""What a day is of that stands on the line of a paper's own days ("prélevé le …, validé le …"), on folded text."""
PROSE = re.compile(r"\b(?!points?\b|degres?\b|[mnpuµμ]?mol|mmhg|copies\b|cells?\b|kcal)[a-z]{4,}")
"""What stands between two numbers of a sentence, and between no two cells of a row, on folded text."""
HEADER_REACH = 40
"""Lines above a row in which its columns' header is looked for."""
RANGE = re.compile(r"\d+(?:[.,]\d+)? ?(?:[-–]|\ba\b) ?\d+(?:[.,]\d+)?|(?<![^\s|])[<>≤≥]=? ?\d+(?:[.,]\d+)?")
MARK = re.compile(r"\((?:hh?|ll?|b|n|haut|bas)\)|(?<=\s)[*↑↓]+(?=\s)")
"""What stands in a column of ranges, and the letters that say on which side of it a result lies."""
ABSENT = re.compile(r"absente?s?$|absence$|non$|neant$|negati(?:f|ve)s?$|aucune?$")
STATE = re.compile(rf"{ABSENT.pattern}|presente?s?$|oui$|positi(?:f|ve)s?$|\d")
STATES = re.compile(
    r"((?:[\s|]+(?:absente?s?|absence|non|neant|negati(?:f|ve)s?|aucune?|presente?s?|oui|positi(?:f|ve)s?"
    r"|\d+(?:[.,]\d+)?(?: ?(?:mm|cm|%))?)){2,4})[\s|]*$"
)
"""Words and lengths that fill the last cells of a row, and those of them that say that something is not there."""
WHEN = rf"(?:(?:{'|'.join(MONTHS)})(?: (?:19|20)\d\d)?|(?:19|20)\d\d|\d\d?/(?:\d\d?/)?\d{{2,4}})"
EARLY = r"(?:(?:bilan )?initiale?|(?:au )?(?:debut|depart)|(?:a l.)?(?:entree|admission)|avant|[jms]0)"
LATE = (
    r"(?:(?:bilan )?finale?|(?:a la |en )?fin|(?:a la )?sortie|apres|actuel(?:le(?:ment)?)?|ce jour|aujourd.hui"
    r"|maintenant|[jms][1-9]\d?)"
)
STAGES = re.compile(
    rf"(?:[a-z]{{4,12}} +)?(?:{WHEN}|(?:{WHEN} *)?\(?{EARLY}\)?(?: *\(?{WHEN}\)?)?) +"
    rf"(?:{WHEN} *)?\(?{LATE}\)?(?: *\(?{WHEN}\)?)?"
)
"""A line that heads a column of before and one of now, on folded text."""
TIME = rf"(?:(?:{'|'.join(MONTHS)})|(?:19|20)\d\d)"
TIMES = re.compile(rf"(?:[a-z'() -]{{3,40}}? +)?(?P<one>{TIME}) +(?P<other>{TIME})")
"""A line that heads two columns by their years or by their months ("Mesures 2024 2026"), on folded text."""
ROW_OPENING = re.compile(r"(?:[a-z'’]+ ){0,3}(?:[a-z]{1,3}['’])?")
"""What may stand in a row of such a table before what is looked for ("Score d'" before "Oxford"), on folded text."""
STAGE_REACH = 8
"""Lines above a row in which such a heading is looked for."""
ENDS_IN_NUMBER = re.compile(r"\d\s*$")
CELL = r"(?P<cell{0}>\d+(?:[.,]\d+)?)(?:\s?/\s?\d+|\s?[a-z%°μ/][^\s\d.;:()]{{0,9}}[\d²]?)?"
"""One number of a row with its scale or its unit, on folded text without strokes."""


def holds(column: FoundDate, day: date) -> bool:
    """Whether a column's day, or its month where no day is printed, is that of a sampling."""
    return (column.day.year, column.day.month) == (day.year, day.month) if column.month else column.day == day


def _days(text: str, dated: date | None = None) -> list[FoundDate]:
    """The days and months of a text but for births, which stand beside a name."""
    days = dates_in(text, NEVER)
    latest = max((d.day.year for d in days), default=0)
    of_results = (d for d in days if d.day.year > latest - YOUNGEST or not follows_a_name(text[: d.start]))
    return [*of_results, *months_in(text), *headings_without_year(text, dated)]


def heading_days(folded: str, position: int, days: Sequence[FoundDate]) -> list[FoundDate]:
    """The days or months that head the columns of the row at `position`: those of the nearest header above."""
    above = folded[: folded.rfind("\n", 0, position) + 1]
    days = [d for d in days if not BEHIND_DAY.match(folded, d.end) and not INLINE.search(folded[: d.start][-30:])]
    for line in list(re.finditer(r"[^\n]+", above))[: -HEADER_REACH - 1 : -1]:
        own = _apart(d for d in days if line.start() <= d.start < line.end())
        if _of_the_paper(folded, own):
            continue
        if own and (HEADER.search(line[0]) or _only_days(folded, line.span(), own)):
            return own
        if len(HEADER.findall(line[0])) > 1:
            # Some laboratories print the day of the earlier results on a line of its own below the header.
            below = re.compile(r"[^\n]*").match(folded, line.end() + 1)
            own = _apart(d for d in days if below and below.start() <= d.start < below.end())
            return own if below and own and _only_days(folded, below.span(), own) else []
    return []


def _of_the_paper(folded: str, days: Sequence[FoundDate]) -> bool:
    """Whether days of one line are of what was done with a paper, each of something else, and head no columns."""
    words = [OF_THE_PAPER.search(folded[: d.start][-30:]) for d in days]
    return len(days) > 1 and all(words) and len({w[0].split()[0][:6] for w in words if w}) == len(days)


def earlier_first(folded: str, position: int) -> bool:
    """Whether the columns of the row at `position` give the earlier result before the present one."""
    above = folded[: folded.rfind("\n", 0, position) + 1].splitlines()
    header = next((line for line in above[: -HEADER_REACH - 1 : -1] if len(HEADER.findall(line)) > 1), "")
    return BEFORE_RESULT.search(header) is not None


def _apart(days: Iterable[FoundDate]) -> list[FoundDate]:
    """The days in their order, without a month that is part of a day ("1er septembre 2026")."""
    found: list[FoundDate] = []
    for day in sorted(days, key=lambda d: (d.start, -d.end)):
        if not found or day.start >= found[-1].end:
            found.append(day)
    return found


def values_under_days(
    text: str, start: int, end: int, dated: date | None = None
) -> tuple[tuple[FoundDate, int, int], ...]:
    """The numbers of the row that holds `text[start:end]` with the days or months that head their columns:
    (column, start, end).

    Empty unless two or more of them head as many numbers. `dated` is the day of a document that prints no ranges: days
    without a year are the last ones before it, and numbers need no unit.
    """
    folded = fold(text)
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    columns = heading_days(folded, start, _days(text, dated))
    numbers = _cells(folded, start, stop if stop >= 0 else len(text), len(columns), bare=dated is not None)
    opening = folded[line:start]
    within = re.search(r"[a-z]{4}", opening) and not (dated and ROW_OPENING.fullmatch(opening))
    if len(columns) < 2 or len(numbers) != len(columns) or within:
        return ()
    if PROSE.search(folded, numbers[0][1], numbers[-1][0]):
        return ()
    return tuple((column, *cell) for column, cell in zip(columns, numbers, strict=True))


def _cells(folded: str, start: int, stop: int, columns: int, *, bare: bool) -> list[tuple[int, int]]:
    """The numbers of a row with their units, or the `bare` ones that end it where there are as many as `columns`."""
    numbers = [m.span(1) for m in GLUED.finditer(folded, start, stop)]
    row = _row_of(columns).match(folded[start:stop].replace("|", " ")) if columns > 1 else None
    if len(numbers) == columns or row is None or not bare:
        return numbers
    return [(start + row.start(f"cell{n}"), start + row.end(f"cell{n}")) for n in range(columns)]


SCORES = re.compile(
    r"(?<![\d/])(\d{1,3}(?:[.,]\d+)?) ?/ ?(?P<most>\d{2,3}) +(\d{1,3}(?:[.,]\d+)?) ?/ ?(?P=most)\b[ ]*$"
)
"""Two scores that end a row, each with the most of it ("21/48 18/48")."""


def values_of_stages(text: str, start: int, end: int, dated: date | None = None) -> tuple[tuple[int, int], ...]:
    """The two numbers of the row that holds `text[start:end]` below "Début | Fin", two years or two months, the earlier
    one first; empty for any other row. Months are the last ones before `dated`."""
    folded = fold(text).replace("|", " ")
    line, stop = folded.rfind("\n", 0, start) + 1, folded.find("\n", end)
    above = folded[:line].splitlines()[: -STAGE_REACH - 1 : -1]
    heading = next((a.strip() for a in above if STAGES.fullmatch(a.strip()) or TIMES.fullmatch(a.strip())), None)
    if heading is None or not ROW_OPENING.fullmatch(folded[line:start]):
        return ()
    row_end = stop if stop >= 0 else len(text)
    scores = SCORES.search(folded, start, row_end)
    numbers = [scores.span(1), scores.span(3)] if scores else _cells(folded, start, row_end, 2, bare=True)
    if len(numbers) != 2:
        return ()
    return tuple(reversed(numbers) if _later_first(heading, dated) else numbers)


def _later_first(heading: str, dated: date | None) -> bool:
    """Whether the first of two columns headed by years or by months is the later one."""
    times = TIMES.fullmatch(heading)
    if times is None:
        return False
    one, other = times["one"], times["other"]
    if one.isdigit() and other.isdigit():
        return int(one) > int(other)
    if dated is None or one.isdigit() or other.isdigit():
        return False
    ago = [(dated.month - MONTHS[month]) % 12 for month in (one, other)]
    return ago[0] < ago[1]


def state_under_days(text: str, position: int) -> bool | None:
    """Whether a row whose columns are headed by days says in its latest one that something is there ("absent 2 mm"), or
    None where `position` is in no such row."""
    folded = fold(text)
    line = folded.rfind("\n", 0, position) + 1
    row = STATES.search(folded, position, len(folded[:position]) + len(folded[position:].split("\n", 1)[0]))
    if row is None:
        return None
    columns = heading_days(folded, line, _days(text))
    cells = row[1].replace("|", " ").split()
    states = [c for c in cells if STATE.match(c)]
    if len(columns) < 2 or len(states) != len(columns):
        return None
    latest = max(range(len(columns)), key=lambda at: columns[at].day)
    return ABSENT.match(states[latest]) is None


@lru_cache(maxsize=64)
def numbers_under_days(text: str) -> Mapping[int, tuple[FoundDate, str]]:
    """Where each number of a table stands whose columns are headed by two or more days or months, with its column and
    what its row is called.

    Such a table is a line of little besides days and the lines right below it: words, then a number a column.
    """
    folded = fold(text).replace("|", " ")
    days = _days(text)
    columns: list[FoundDate] = []
    of_laboratory = False
    found: dict[int, tuple[FoundDate, str]] = {}
    for line in re.finditer(r"[^\n]*", folded):
        own = sorted((d for d in days if line.start() <= d.start < line.end()), key=lambda d: d.start)
        if own:
            columns = own if len(own) > 1 and _only_days(folded, line.span(), own) else []
            of_laboratory = HEADER.search(line[0]) is not None
        elif columns and line[0].strip():
            row = _row_of(len(columns)).match(_without_range(line[0]))
            if row is None:
                columns = []
                continue
            if of_laboratory and ENDS_IN_NUMBER.search(row["label"]):
                continue  # a column more than there are days: nobody knows which is the range
            name = re.sub(r"[|\s]+", " ", text[slice(*(line.start() + at for at in row.span("label")))]).strip()
            found |= {line.start() + row.start(f"cell{n}"): (column, name) for n, column in enumerate(columns)}
    return found


def _without_range(row: str) -> str:
    """A laboratory's row with blanks in place of its range and its mark: neither is a result of any day."""
    for expression in (RANGE, MARK):
        row = expression.sub(lambda found: " " * len(found[0]), row)
    return row


@lru_cache(maxsize=8)
def _row_of(columns: int) -> re.Pattern[str]:
    cells = r"\s+".join(CELL.format(number) for number in range(columns))
    return re.compile(rf"(?P<label>[^\n]*?[a-z][^\n]*?)\s{cells}\s*$")


def _only_days(folded: str, line: tuple[int, int], own: Sequence[FoundDate]) -> bool:
    """Whether a line holds little besides its `own` days: columns' headings."""
    rest = "".join(" " if any(d.start <= at < d.end for d in own) else folded[at] for at in range(*line))
    return len(re.findall(r"[a-z]{2,}", rest)) <= 2
