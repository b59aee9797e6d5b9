"""Which day a fact speaks of, and whether a document only recalls it from another day or another document."""

import re
from datetime import date, timedelta

from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import MONTHS, FoundDate, add_months, dates_in
from engine.steps.clauses import clause_around
from engine.steps.key_fact_found import SIDE_KEY, Found
from engine.steps.key_fact_values import NOW_BEHIND, TIMES
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.side_by_side import RECLASSED

OLDEST = 15
"""Years before a document within which a day in a sentence is taken as the day that it speaks of."""
RECALLED = "_rappele"
"""Ends the key of a value that a document recalls: only what it found itself may count as the dossier's own."""
REPORTING = ("anatomopathologie", "compte_rendu_endoscopie", "compte_rendu_imagerie", "compte_rendu_operatoire")
"""Kinds of documents that find something themselves: what their indication tells was found elsewhere."""
COMPARISON_REACH = 60
"""Characters before a value in which a word of comparison makes it another day's."""
LIST_GOES_ON = (";", ",")
"""Behind these a line's list goes on below it."""
EXAMINATION_OF = re.compile(r"[^\n:.;]{3,60}? (?:du|le|en date du) ([^\n:;)]{6,18}?) ?\)? ?:")
SINCE_THEN = re.compile(
    r"[ ,)]*\(?(?:(?P<ago>il y a (?:une?|deux|trois|quatre|cinq|six|dix|\d{1,2}) (?:ans?|mois|semaines?))"
    rf"|en (?P<month>{'|'.join(MONTHS)})? ?(?P<year>(?:19|20)\d\d)\b(?![/.-]\d))"
)
"""What makes the value before it an earlier one: how long ago it was, its month or its year."""
UNIT = re.compile(r" ?(?:%|°|mm|cm|kg|[a-zμ]+/m?l)")
FIRST_OF_SERIES = re.compile(
    rf" ?(?:%|°|mm|cm|[a-zμ]+/m?l)? ?\((?:en |de )?(?:(?P<month>{'|'.join(MONTHS)}) )?(?P<year>(?:19|20)\d\d)\)"
    r" ?(?:,|;|puis|et|->|→| )+ ?(?:a )?\d+(?:[.,]\d+)?(?![./-]\d)"
)
"""A day in brackets behind one value of several ("4,2 (2022), 5,8 (2024)"): the value is of then."""
OF_ANOTHER = re.compile(r" (?:a l.|au |en |sur l.|sur le )(irm|scanner|tep|echo|mammo)")
"""What makes the value before it another examination's."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
COUNTS = re.compile(r"\d+/\d+")
"""Two counts told together, which are a measure too."""
RIGHT_BEHIND = re.compile(
    r"[\s(]*(?:(?:a|sur|lors de|en) (?:l.|la |le |une )?[a-z-]{3,18}(?: [a-z-]{3,14})? )?(?:(?:le|du|au|en date du)\s)?"
)
"""What stands between a measure and the day right behind it."""
COMPARED = re.compile(r"\b(?:par rapport|compar[a-z]+|depuis|contre|versus|vs|sans changement)\b[^.;:\n]{0,30}$")
"""What makes a day the one that a finding is compared with, and not its own."""
NOT_YET = re.compile(
    r"\b(?:(?:non|pas|ni) (?:encore )?(?:presente?|vue?|visible|visualisee?|retrouvee?|decrite?|decelee?|connue?)"
    r"|absente?)s?\b[^.;:]{0,40}$"
)
"""What makes a day one on which what is measured was not there."""
PERIOD = re.compile(r"\b(?:du|de|depuis|entre)\s[^.;:]{3,18}\s(?:au|a|et|jusqu.au)\s(?:le\s)?$")
PERIOD_OPENS = re.compile(r"\b(?:du|de|depuis le|entre le)\s$")
PERIOD_GOES_ON = re.compile(r"\s(?:au|et|jusqu.au)\s(?:le\s)?\d")
"""What makes a day the end or the beginning of a time that something took."""
SET_OFF = re.compile(r"\s?(?:\([^()\n]{1,40}\))?\s?:\s")
"""What stands between a day that is compared with and what was found on it ("échographie du … (même appareil) : ")."""
YEARLESS = re.compile(
    rf"\b(?:du|le|en date du) (?P<number>\d{{1,2}})(?:er)?(?:/(?P<month>0\d|1[0-2])(?![\d/.-]|[.,]\d)"
    rf"|\s+(?P<named>{'|'.join(m for m in MONTHS if len(m) > 2)})\b(?!\.?\s+\d))"
)
"""The day of an examination, printed without its year ("ETT du 16/04", "IRM du 3 août")."""
BEHIND = 12
"""Characters behind such a day within which a measure is that day's ("IRM du 11/12/2025 (26 mm)")."""
DAY_AND_MONTH = re.compile(r"[ ,(]*(?:le|du|au) (\d{1,2})[/.](\d{1,2})(?!\d|[/.-]\d)")
DAY_REACH = 16
BRACKETED_DAY = re.compile(r"[^.;:\n()]{0,20}\(([^.;:\n()]{3,50} (?:du|le) [^.;:\n()]{3,14})\)")
EXAMINED_BEFORE = 50
FEW = 3
"""Characters before such a day within which its examination is named, and the words that may stand between them."""
TURNED = re.compile(r"\b(?:depuis|ce jour|aujourd.hui|actuellement|mais|contre|alors que|a l.examen|cliniquement)\b")
"""What comes back from an examination to the day of the paper."""
MONTHS_BACK = 9
"""How far back a day without its year may lie: one further on is a day to come."""
STAGE = re.compile(r"^[^<>≤≥]*\d")
"""A value of words and figures ("pT2 N0", "3+4"), which a document may tell of before like a measure."""
MEASURED = re.compile(r"\d+(?:[.,]\d+)? ?(?:mm|cm|°|%|[a-zμ]+/)")


YEAR_OPENS = re.compile(
    rf"\W*(?:[a-z][a-z'-]*,? ){{0,4}}?(?:en|de|du|debut|fin|courant)(?: (?:{'|'.join(MONTHS)}))? ((?:19|20)\d\d) ?"
    r"[:,](?! ?(?:puis|et|stable|inchange))"
)
"""A year at the beginning of a clause, for what stands behind it."""
YESTERDAY = re.compile(r"(?<!depuis )(?<!avant[ -])\b(?P<before>avant-?)?hier\b[^,\n]{0,40}$")
YESTERDAY_BEHIND = re.compile(r"[^,\n]{0,15}?(?<!depuis )(?<!avant[ -])\b(?P<before>avant-?)?hier\b")
"""What dates what stands behind or before it by the day of its document."""


def recall(found: Found, place: ReadPageText, vocabulary: Vocabulary) -> Found:
    """The same, under a key of its own when the document only recalls it."""
    recalled = found.recalled or (not (found.of_now or found.present) and _told_before(found, place, vocabulary))
    if not recalled:
        return found
    return found.model_copy(
        update={"key": found.key + RECALLED, "label_fr": f"{found.label_fr} (rappelé)", "recalled": True}
    )


def _told_before(found: Found, place: ReadPageText, vocabulary: Vocabulary) -> bool:
    text, kind = place.page.text, place.document.kind
    if any(m.end() == found.start - 1 for m in RECLASSED.finditer(running(text)[: found.end])):
        return False  # "passé de Bethesda III à Bethesda V"
    left, _ = clause_around(text, found.start, found.end)
    before = fold(text[left : found.start])
    if any_match(vocabulary.recalls, before) or (kind in REPORTING and any_match(vocabulary.indication, before)):
        return True
    return kind != "biologie" and _said_before(found, place, before, vocabulary)


def _said_before(found: Found, place: ReadPageText, before: str, vocabulary: Vocabulary) -> bool:
    """Whether the words around what a letter or a report tells say that it is of before; `before` opens its clause."""
    lasts = found.unit is not None and fold(found.unit) in TIMES
    if (_is_of_a_year_before(before, place) and not lasts) or (found.is_dose and _is_stopped(found, place, vocabulary)):
        return True
    if isinstance(found.value, str) and STAGE.search(found.value):
        return _is_of_before(found, place)
    counts = COUNTS.fullmatch(str(found.value)) is not None
    if found.kind != "measurement" and not counts:
        return False
    if _is_of_before(found, place) or _is_of_another(found, place):
        return True
    if found.of_now:
        return False
    near = before[-COMPARISON_REACH:]
    own = fold(place.page.text[found.start : found.end])
    said = [m for x in vocabulary.comparison for m in pattern(x).finditer(near + own)]
    said = [m for m in said if m[0] not in fold(found.label_fr)]  # a nadir is told as one
    # "12 mm contre 9 mm": what stands between the word and the value would be the other value.
    return any(not MEASURED.search(near, m.end()) for m in said if m.start() < len(near) + 1)


def _is_of_a_year_before(before: str, place: ReadPageText) -> bool:
    """Whether a year opens the clause ("Biopsies en 2021 : …", "En 2018, …") that is not the document's own."""
    opening = YEAR_OPENS.match(before)
    return opening is not None and place.document.dated is not None and int(opening[1]) < place.document.dated.year


def _is_stopped(found: Found, place: ReadPageText, vocabulary: Vocabulary) -> bool:
    """Whether a dose is that of a drug which is said to be stopped, behind it or between the drug and its dose."""
    _, right = clause_around(place.page.text, found.start, found.end)
    told = running(place.page.text)
    behind = any_match(vocabulary.dose_stopped_behind, told[found.end : right])
    return (behind or any_match(vocabulary.dose_stopped_within, told[found.start : found.end])) is not None


def _is_of_before(found: Found, place: ReadPageText) -> bool:
    """Whether the words behind a value say that it is of before ("149 cm en octobre 2025", "3° il y a un an")."""
    series = FIRST_OF_SERIES.match(running(place.page.text), found.end)
    then = SINCE_THEN.match(running(place.page.text), found.end) or series
    dated = place.document.dated
    if then is None or dated is None or NOW_BEHIND.match(running(place.page.text), found.end):
        return False
    if then.groupdict().get("ago"):
        return True
    month = MONTHS[then["month"]] if then["month"] else 12
    return (int(then["year"]), month) < (dated.year, dated.month if then["month"] else 1)


def _is_of_another(found: Found, place: ReadPageText) -> bool:
    """Whether the report of an image says that a value is another technique's ("18 mm à l'IRM")."""
    if place.document.kind != "compte_rendu_imagerie":
        return False
    other = OF_ANOTHER.match(running(place.page.text), found.end)
    return other is not None and other[1] not in fold(f"{place.document.title} {place.document.filename}")


def day_of(text: str, found: Found, quote: tuple[int, int], dated: date | None, vocabulary: Vocabulary) -> date | None:
    """A sentence that names one past day speaks of that day ("ACE du 12/08/2026 : 7,9"); else the document's day.

    A day behind the value, in brackets or not, is that of what stands closest to it ("34° (29° le 04/03/2026)"). A day
    of another age is a birth, printed beside a name.
    """
    start, end = quote
    lasts = found.unit and fold(found.unit) in TIMES and found.named and found.kind == "measurement"
    if lasts or found.key == SIDE_KEY:
        return dated  # a day beside it is that on which something began, or that of an operation
    if found.recalled and _is_of_no_known_day(text, found):
        return None
    named = [
        FoundDate(start=d.start + start, end=d.end + start, day=d.day)
        for d in dates_in(text[start:end], dated or date.max)
        if dated is None or (dated.year - OLDEST < d.day.year and d.day <= dated)
        if not found.of_now or d.start + start >= found.start  # the day of what a value was is not its own
    ]
    behind = next((d for d in named if RIGHT_BEHIND.fullmatch(running(text), found.end, d.start)), None)
    if behind and dated and found.kind == "measurement":
        return behind.day
    meant = {d.day for d in named if _speaks_of(text, found, d)}
    past = YESTERDAY.search(fold(text[start : found.start])) or YESTERDAY_BEHIND.match(fold(text[found.end : end]))
    if not named and dated and past:
        return dated - timedelta(days=2 if past["before"] else 1)
    if not named and dated:
        own = _just_behind(text, found, dated) or _examined_on(text, found, start, dated, vocabulary)
        return own or _headed_by(text, start, dated, vocabulary) or dated
    return meant.pop() if len(meant) == 1 and dated else dated


def _is_of_no_known_day(text: str, found: Found) -> bool:
    """Whether what is behind a value of before tells how long ago it was, or its year, and no day or month."""
    told = running(text)
    unit = UNIT.match(told, found.end)
    then = SINCE_THEN.match(told, unit.end() if unit else found.end)
    return then is not None and then["month"] is None


def month_behind(text: str, found: Found, dated: date | None) -> date | None:
    """The first day of the past month that is printed right behind a measure ("20° en décembre 2025")."""
    if found.kind != "measurement" and not NUMBER.fullmatch(str(found.value)):
        return None
    told = running(text)
    within = re.search(r"\d", told[found.start : found.end])  # what a rule matches may end with its month
    then = SINCE_THEN.match(told, found.end) or (
        next(iter(SINCE_THEN.finditer(told, found.start + within.end(), found.end)), None) if within else None
    )
    if then is None or dated is None or not then["month"]:
        return None
    day = date(int(then["year"]), MONTHS[then["month"]], 1)
    return day if dated.year - OLDEST < day.year and day < dated.replace(day=1) else None


def _just_behind(text: str, found: Found, dated: date) -> date | None:
    """The day without its year right behind a measure ("41,2 ng/mL le 29/09"), where it lies in the months before."""
    printed = (
        DAY_AND_MONTH.match(fold(text[found.end : found.end + DAY_REACH])) if found.kind == "measurement" else None
    )
    if printed is None:
        return None
    return _last_such_day(int(printed[1]), int(printed[2]), dated)


def _examined_on(text: str, found: Found, start: int, dated: date, vocabulary: Vocabulary) -> date | None:
    """The day without its year of the one examination that is named before a finding in its clause."""
    before = running(text)[start : found.start]
    if behind := BRACKETED_DAY.match(running(text), found.end):
        before, start = f"{behind[1]} ", 0
    told = list(YEARLESS.finditer(before))
    within = YEARLESS.search(running(text), found.start, found.end)
    if within and found.kind == "measurement" and len(text[found.start : within.start()].split()) <= FEW:
        return _day_of(within, dated)
    aside = len(told) == 1 and "(" in before[: told[0].start()] and ")" in before[told[0].end() :]
    if (
        len(told) != 1
        or aside
        or found.kind == "drug"
        or PERIOD_GOES_ON.match(before, told[0].end())
        or COMPARED.search(before[: told[0].start()])
    ):
        return None
    opening = before[max(0, told[0].start() - EXAMINED_BEFORE) : told[0].start()]
    named = [m for e in vocabulary.examinations for m in pattern(e).finditer(opening)]
    if not any(len(opening[m.end() :].split()) <= FEW for m in named) or TURNED.search(before, told[0].end()):
        return None
    return _day_of(told[0], dated)


def _day_of(yearless: re.Match[str], dated: date) -> date | None:
    month = int(yearless["month"]) if yearless["month"] else MONTHS[yearless["named"]]
    return _last_such_day(int(yearless["number"]), month, dated)


def _last_such_day(number: int, month: int, dated: date) -> date | None:
    """The last such day not after `dated`, where it lies in the months before."""
    for year in (dated.year, dated.year - 1):
        days = dates_in(f"{number}/{month}/{year}", date.max)
        if days and days[0].day <= dated:
            return days[0].day if days[0].day >= add_months(dated, -MONTHS_BACK) else None
    return None


def _headed_by(text: str, start: int, dated: date, vocabulary: Vocabulary) -> date | None:
    """The day of the examination that opens the line ("Radiographies du 30/09/2026 : …"), for all that it lists."""
    told = running(text)
    opens = told.rfind("\n", 0, start)
    while opens > 0 and told[max(0, opens - 2) : opens].rstrip()[-1:] in LIST_GOES_ON:
        opens = told.rfind("\n", 0, opens)
    line = told[opens + 1 : start]
    opening = EXAMINATION_OF.match(line)
    days = dates_in(line, dated)
    named = opening and any_match(vocabulary.examinations, line[: opening.end()])
    if (
        not opening
        or not named
        or len(days) != 1
        or not opening.start(1) <= days[0].start
        or days[0].end > opening.end()
    ):
        return None
    return days[0].day if days[0].day <= dated else None


def _speaks_of(text: str, found: Found, day: FoundDate) -> bool:
    compared = COMPARED.search(fold(text[max(0, day.start - COMPARISON_REACH) : day.start]))
    own = found.start <= day.start < found.end or 0 <= found.start - day.end <= BEHIND
    own = own or (found.start > day.end and SET_OFF.fullmatch(text, day.end, found.start) is not None)
    before = fold(text[max(0, day.start - COMPARISON_REACH) : day.start])
    if found.kind == "measurement" and found.end <= day.start and NOT_YET.search(before):
        return False
    if PERIOD.search(before) or (PERIOD_OPENS.search(before) and PERIOD_GOES_ON.match(fold(text), day.end)):
        return False
    if compared and not own:
        return False
    if found.kind != "measurement" or day.start < found.end:
        return True
    between = fold(text[found.end : day.start])
    return not MEASURED.search(between)
