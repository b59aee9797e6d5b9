"""Several values that one sentence gives of one thing: which is the present one, and when the others were found.

"5,9 en 2024, 7,8 en 2025 et 9,4 cette année", "12 mm contre 18 mm avant chimiothérapie", "4,1 puis 5,6".
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from engine.steps.calendar_dates import MONTHS, NEVER, dates_in

MONTH = "|".join(MONTHS)
UNIT = r"(?:\s?(?:%|mm\b|cm\b|ml\b|°|/\s?\d{1,3}\b|[nmpµμu]?[gu]i?/[md]?l\b|mui/l))?"
SOME = r"(?:une?|deux|trois|quatre|cinq|six|dix|\d{1,2})"
DAY = r"\d\d?[./]\d\d?[./]\d{2,4}"
PAST = (
    rf"(?:en|de|debut|fin|courant)\s(?:(?:{MONTH})\s)?(?:19|20)\d\d|en\s(?:{MONTH})|(?:le|du|au)\s(?:{DAY}|\d\d?\s(?:{MONTH}))"
    rf"|(?:sur|a|au|lors\sdu)\s(?:le\s|la\s|l.)?(?:bilan|dosage|controle|prelevement)\s(?:du|de|d.)\s?(?:{DAY}|(?:{MONTH})(?:\s(?:19|20)\d\d)?)"
    r"|l.an\sdernier|l.annee\s(?:derniere|passee)|avant\s(?:le\s|la\s|l.|les\s)?[a-z-]{3,20}"
    rf"|(?:il\sy\sa\s)?{SOME}\s(?:ans?|mois|semaines)(?:\splus\stot)|il\sy\sa\s{SOME}\s(?:ans?|mois|semaines)"
    r"|(?:a|sur)\sla\sbiopsie|initialement|au\s(?:diagnostic|depart|debut)|auparavant|precedemment|anterieurement"
    rf"|(?:{MONTH})\s(?:19|20)\d\d|(?:19|20)\d\d(?=\))|(?:0?[1-9]|1[0-2])/20\d\d(?=\))"
)
NOW = (
    r"a?\s?ce\sjour|aujourd.hui|ce\smois(?:-ci)?|cette\s(?:annee|semaine)|actuellement|maintenant|desormais"
    r"|au\sdernier\s[a-z]{4,10}|sur\s(?:la\s)?piece|sous\s[a-z]{5,20}|apres\s[a-z]{5,20}|depuis(?=\s?[.,;]|\s?$)"
)


def _when(number: int) -> str:
    return rf"(?:,?\s\(?|\s?\()(?:(?P<past{number}>{PAST})|(?P<now{number}>{NOW}))\)?"


NUMBER = r"(?P<value>[<>]?\s?\d+(?:[.,]\d+)?)(?![.,]?\d|\s?[/.-]\s?\d{1,2}[/.-])"
TIED = re.compile(
    rf"{UNIT}(?:{_when(0)})?"
    r"(?P<tie>\s?\(|,?\s(?:contre|versus|vs)\s|,?\s(?:et\s)?puis\s|\s?(?:->|→)\s?|,\s(?:re)?controlee?s?\s|\s?[,;]\s|\set\s)"
    r"(?:(?:re)?controlee?s?\s|contre\s|(?:(?:elle|il)\s)?etait\s|est\s|puis\s|atteint\s)?(?:a\s|de\s)?"
    rf"(?:(?:(?P<past1>{PAST})|(?P<now1>{NOW}))(?:,|\s?:)?\s(?:a\s|de\s)?)?{NUMBER}"
    rf"(?={UNIT}(?:\s?$|\s?[.,;()\n]|{_when(2)}|\s(?:et|puis|contre)\s\d))"
)
"""From one value to the next: when the first was found, what ties them, when the second one was."""
BEHIND = re.compile(UNIT + _when(0))
CHANGED = re.compile(
    rf"\b(?:passe|monte|remonte|descendu|tombe|augmente|diminue|baisse|abaisse|eleve|regresse|chute|progresse)e?s?\sde\s"
    rf"(?P<value>\d+(?:[.,]\d+)?){UNIT}\s(?:a|vers)\s*$"
)
"""What says before a value what it was."""
BEFORE = re.compile(rf"\s(?:{PAST})(?:\s?[:=]|\s(?:est|etait))?\s?(?:a\s|de\s)?$")
REACH = 60
MOST = 8
AGAINST = re.compile(r"\(|contre|vs|versus")
EARLIER = re.compile(r"plus\stot|auparavant|precedemment|anterieurement|avant")
"""What says of a second value that it is older than the first."""
IN_TURN = re.compile(r"puis|->|→|controle")


class Told(NamedTuple):
    """One value, `text[start:end]`: the present one or one of before, with its day or month where that is printed."""

    start: int
    end: int
    present: bool
    dated: date | None = None
    month: bool = False


class Item(NamedTuple):
    """One value with the words that say when it was found, and what ties it to the one before."""

    start: int
    end: int
    past: str | None
    now: bool
    tie: str


def told_series(folded: str, start: int, end: int, dated: date | None) -> tuple[Told, ...]:
    """The values of the sentence that gives `folded[start:end]` first; empty where that is the only one."""
    was = CHANGED.search(folded, max(0, start - REACH), start)
    items = _items(folded, start, end)
    if was:
        items = [Item(*was.span("value"), "", False, ""), *items]
    if len(items) == 1:
        return ()
    at = len(items) - 1 if was and len(items) == 2 else _present(items)
    if at is None:
        return ()
    return tuple(
        Told(i.start, i.end, n == at) if n == at else Told(i.start, i.end, False, *_day(i.past or "", dated))
        for n, i in enumerate(items)
    )


def _items(folded: str, start: int, end: int) -> list[Item]:
    before = BEFORE.search(folded, max(0, start - REACH), start)
    items = [Item(start, end, before[0] if before else None, False, "")]
    while len(items) < MOST and (following := TIED.match(folded, items[-1].end)):
        last = items[-1]
        items[-1] = last._replace(past=last.past or following["past0"], now=last.now or bool(following["now0"]))
        items.append(Item(*following.span("value"), following["past1"], bool(following["now1"]), following["tie"]))
    behind = BEHIND.match(folded, items[-1].end)
    if behind and len(items) > 1:
        last = items[-1]
        items[-1] = last._replace(past=last.past or behind["past0"], now=last.now or bool(behind["now0"]))
    return items


def _present(items: Sequence[Item]) -> int | None:
    """Which of several values is the present one, or None where nothing tells that they are of different times."""
    last = len(items) - 1
    now = [n for n, item in enumerate(items) if item.now]
    if now:
        return now[-1]
    if all(item.past for item in items[1:]) and (not items[0].past or EARLIER.search(items[1].past or "")):
        return 0
    if AGAINST.search(items[1].tie):
        return 0 if items[1].past or "(" not in items[1].tie else None
    if any(IN_TURN.search(item.tie) for item in items) or items[0].past:
        return last
    return None


def _day(past: str, dated: date | None) -> tuple[date | None, bool]:
    days = dates_in(past, NEVER)
    if days:
        return days[0].day, False
    numbered = re.search(r"(0?[1-9]|1[0-2])/(20\d\d)", past)
    if numbered:
        return date(int(numbered[2]), int(numbered[1]), 1), True
    named = re.search(rf"({MONTH})\s((?:19|20)\d\d)", past)
    return (date(int(named[2]), MONTHS[named[1]], 1), True) if named else (None, False)
