"""How much of a drug is taken in a day or a week, from the dose and the rhythm printed behind its name."""

import re
from collections.abc import Iterable, Iterator

from engine.domain.fact import Schedule
from engine.domain.wording import fold
from engine.steps.key_fact_found import Found
from engine.steps.key_fact_values import COUNTED
from engine.steps.measure import UnitFinder, number, with_micro
from engine.steps.schedule import COUNT, FORM

DOSE_KEY = "dose_"
DAY = r"(?:jours?|jr|j|24 ?h)\b\.?"
WEEK = r"(?:semaines?|sem)\b\.?"
EVERY = rf"(?:par|/) ?(?:{DAY}|(?P<week>{WEEK}))"
MOMENT = re.compile(r"\b(?:matin|midi|soir|coucher)\b")
MOMENTS = rf"(?:,? ?(?:et |le |au |a )*{MOMENT.pattern})"
FORMS = (
    re.compile(rf"(?:(?P<count>{COUNT}) ?(?:{FORM}|(?:seule )?fois)? ?)?{EVERY}{MOMENTS}?"),
    re.compile(rf"(?P<count>{COUNT}) ?{FORM} ?(?:(?P<often>{COUNT}) fois ?{EVERY}|x ?(?P<times>\d)(?: ?/ ?{DAY})?)"),
    re.compile(rf"x ?(?P<count>\d)(?: ?/ ?(?:{DAY}|(?P<week>{WEEK})))?"),
    re.compile(rf"(?:(?P<count>{COUNT}) ?(?:{FORM} ?)?)?(?P<moments>{MOMENTS}+)"),
    re.compile(r"quotidien(?:ne)?(?:ment)?|(?P<week>hebdomadaire)"),
)
AT_MOMENT = rf"(?:et )?({COUNT}) ?(?:{FORM} ?)?(?:le |au |a )*{MOMENT.pattern}"
AT_MOMENTS = re.compile(rf"{AT_MOMENT}(?:,? ?{AT_MOMENT}){{1,2}}")
"""So much at each time of the day ("1 cp matin et 2 cp soir")."""
ROUTE = re.compile(r" (?:s\.?c\.?|i\.?[vm]\.?|per os|sous-? ?cutanee?|intra-? ?musculaire|orale?)(?= |$)")
"""By which way a dose is taken, among the words of its rhythm."""
OF_WHICH = re.compile(rf"(?P<count>{COUNT}) ?{FORM} de (?P<each>\d+(?:[.,]\d+)?) ?mg ?(?P<rest>.*)")
"""How many of what strength are taken ("4 comprimés de 2,5 mg par semaine")."""
HALF_MORE = re.compile(r"(?<=[a-z.]) (?:et demie?\b|(?:et )?(?:1/2|½))")
"""Half of one more behind how many are taken ("1 cp et demi le matin")."""
PARTS = re.compile(r"(\d(?:[.,]\d)?) ?- ?(\d(?:[.,]\d)?) ?- ?(\d(?:[.,]\d)?)")
"""A morning, a noon and an evening."""
CYCLE = re.compile(r",? ?\d{1,2} ?(?:jours?|j) (?:sur|/) ?\d{1,2}(?: jours?| j)?$")
"""On which days of a cycle a dose is taken ("20 jours sur 28")."""
MOST = re.compile(r"\bjusqu.a\b|\bmax")
"""What makes a dose the most that may be taken."""
PLAIN_DOSE = re.compile(r"[\d\s.,]+(?:mg|g|[μu]g|mcg|ui)")
DOSE_LAST = re.compile(r"\s(\d[\d\s.,]*\s?\S+)$")
LONG_ACTING = re.compile(r"\blp (?=\d)")
"""What is printed between the name and the dose of a drug that acts for long; the end of a drug's value."""
PERIOD_DOSE = re.compile(rf"{PLAIN_DOSE.pattern} ?{EVERY}")
"""A dose that is an amount, and one that is the whole of a day or a week: none per square metre."""


def doses(drugs: Iterable[Found], units: UnitFinder) -> Iterator[Found]:
    """The amount in a day or a week of each drug whose dose and rhythm are plain, as a fact that no draft rests on."""
    for drug in drugs:
        taken = drug.schedule and not drug.schedule.stopped and not MOST.search(fold(drug.schedule.quote))
        told = _amount(drug.schedule) if taken and drug.schedule else None
        if told:
            value, unit = told
            yield drug.model_copy(
                update={
                    "key": DOSE_KEY + _name(drug),
                    "label_fr": f"Dose : {_name(drug)}",
                    "kind": "other",
                    "value": value,
                    "unit": unit,
                    "unit_ucum": units.ucum(unit),
                    "named": False,
                    "schedule": None,
                }
            )


def taken_fr(value: str, quote: str, schedule: Schedule | None) -> str | None:
    """A drug with its dose as `value` gives it, and how often it is taken: "apixaban 5 mg x 2/j". That it acts for long
    is told as it is printed before the dose ("tramadol LP 100 mg"). None where no plain dose is printed."""
    dose = DOSE_LAST.search(value)
    if schedule is None or dose is None or not PLAIN_DOSE.fullmatch(fold(schedule.dose or "")):
        return None
    told = f"{value[: dose.start()]} LP {dose[1]}" if LONG_ACTING.search(fold(quote)) else value
    often = None if MOST.search(fold(schedule.quote)) else _often(_plain_rhythm(schedule))
    if often is None or often[0] != int(often[0]):
        return told
    return f"{told} x {int(often[0])}/{often[1]}" if often[0] > 1 else f"{told}/{often[1]}"


def _plain_rhythm(schedule: Schedule) -> str:
    return ROUTE.sub("", CYCLE.sub("", fold(schedule.rhythm or "")))


def _name(drug: Found) -> str:
    return re.sub(r"\s[\d\s.,]+\S*$", "", str(drug.value))


def _amount(schedule: Schedule) -> tuple[float | int, str] | None:
    if schedule.dose_value is None or schedule.dose is None or schedule.dose_unit is None:
        return None
    dose = fold(schedule.dose)
    whole = PERIOD_DOSE.fullmatch(dose)
    if whole:
        often: tuple[float, str] | None = (1, "semaine" if whole["week"] else "j")
    else:
        rhythm = _plain_rhythm(schedule)
        parts = OF_WHICH.fullmatch(rhythm)
        if parts and _counted(parts["count"]):
            each = (_counted(parts["count"]) or 0) * float(parts["each"].replace(",", ".")) / schedule.dose_value
            rest = _often(parts["rest"])
            often = (rest[0] * each, rest[1]) if rest else None
        else:
            often = _often(rhythm) if PLAIN_DOSE.fullmatch(dose) else None
    if often is None:
        return None
    total = round(schedule.dose_value * often[0], 3)
    return (int(total) if total == int(total) else total), f"{with_micro(schedule.dose_unit)}/{often[1]}"


def _often(rhythm: str) -> tuple[float, str] | None:
    """How many times the dose is taken in a day or a week; None where the rhythm says something else too."""
    rhythm, halves = HALF_MORE.subn("", rhythm)
    parts = PARTS.fullmatch(rhythm)
    if halves and (halves > 1 or parts or AT_MOMENTS.fullmatch(rhythm) or not rhythm[:1].isalnum()):
        return None
    if parts:
        return sum(float(p.replace(",", ".")) for p in parts.groups()), "j"
    if AT_MOMENTS.fullmatch(rhythm):
        taken = [_counted(m[1]) for m in re.finditer(AT_MOMENT, rhythm)]
        return (sum(t for t in taken if t), "j") if all(taken) else None
    found = next((m for form in FORMS if (m := form.fullmatch(rhythm))), None)
    if found is None:
        return None
    told = found.groupdict()
    count = _counted(told.get("count") or "1")
    if halves and count:
        count += 0.5
    if count:
        count *= _counted(told.get("often") or told.get("times") or "1") or 0
    times = len(MOMENT.findall(told.get("moments") or "x")) or 1
    return (count * times, "semaine" if told.get("week") else "j") if count else None


def _counted(printed: str) -> float | None:
    known = COUNTED.get(printed)
    value = known or (number(printed) if re.fullmatch(r"\d+(?:[.,]\d+)?", printed) else None)
    return float(value) if isinstance(value, float | int) else None
