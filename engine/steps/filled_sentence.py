"""A sentence of a pathway with the facts of a dossier in its places."""

import re
from collections.abc import Mapping

from engine.domain.drafting import STATEMENT_MAX
from engine.domain.fact import Fact, Side
from engine.domain.greetings import without_greeting, without_identity
from engine.domain.interpretation import (
    PART,
    PLACE,
    PLANNED,
)
from engine.domain.wording import french_date, french_day
from engine.steps.calendar_dates import add_months
from engine.steps.days import UNDATED, Days
from engine.steps.printed import printed

ROOM = STATEMENT_MAX - 14
"""Letters of a sentence: the full stop and names put back in it come on top."""
SIDES_FR: dict[Side, str] = {"droite": "droite", "gauche": "gauche", "bilatéral": "des deux côtés"}
TWICE = re.compile(r"(?i)\b([^\W\d_][\w-]{3,}) \(\1\)")
"""A drug under its name and again as printed."""
LONE_MONTH = re.compile(r"\ble (?=\d\d/\d{4}\b)")
"""What stands before a day, where only a month is known."""
SAID_TWICE = re.compile(r"(« [^«»]+ ») \(\1\)")
"""One quote that stands for two names of a sentence."""
BESIDE = re.compile(r"\) \((?=«)")


def fitting(says_fr: str, found: Mapping[str, Fact], age: int, days: Days = UNDATED) -> tuple[str, frozenset[str]]:
    """The sentence filled, without its longest parts in brackets as far as it is too long for a statement with them."""
    text, used = filled(says_fr, found, age, days)
    parts = sorted(PART.findall(says_fr), key=lambda part: len(filled(f"[{part}]", found, age, days)[0]))
    while len(text) > ROOM and parts:
        says_fr = says_fr.replace(f"[{parts.pop()}]", "", 1)
        text, used = filled(says_fr, found, age, days)
    return text, used


def filled(says_fr: str, found: Mapping[str, Fact], age: int, days: Days = UNDATED) -> tuple[str, frozenset[str]]:
    """The sentence with its facts, and the names that it uses; a part in brackets goes where one of its names is not
    found."""
    used: set[str] = set()
    own = {"age": str(age), PLANNED: days.planned_fr}

    def say(place: re.Match[str]) -> str:
        name, attribute = place[1], place[2]
        used.add(PLANNED if attribute == "until" else name)
        if name in own and name not in found:
            return own[name]
        used.add(name)
        return _told(found[name], attribute, days)

    def known(part: str) -> bool:
        return all(
            _told(found[name], attribute, days) if name in found else own.get(name)
            for name, attribute in PLACE.findall(part)
        )

    quoted = [_told(found[n], a, days) for n, a in PLACE.findall(PART.sub("", says_fr)) if a == "quote" and n in found]

    def part_said(part: re.Match[str]) -> str:
        its = [_told(found[n], a, days) for n, a in PLACE.findall(part[1]) if a == "quote" and n in found]
        bare = not re.search(r"[^\W\d_]{2}", PLACE.sub("", part[1]))
        if not known(part[1]) or (bare and its and set(its) <= set(quoted)):
            return ""  # nothing is known of it, or it only quotes what has just been quoted
        quoted.extend(its)
        return PLACE.sub(say, part[1])

    text = LONE_MONTH.sub("en ", " ".join(PLACE.sub(say, PART.sub(part_said, says_fr)).split()))
    text = SAID_TWICE.sub(r"\1", TWICE.sub(r"\1", text))
    return BESIDE.sub(" ; ", text), frozenset(used)


def _day(fact: Fact, months: int) -> str:
    """The day of a fact or the one so many months on, which a mere month does not give."""
    if fact.dated is None or (months and fact.month):
        return ""
    return french_day(add_months(fact.dated, months), month=fact.month)


def _told(fact: Fact, attribute: str | None, days: Days) -> str:
    if attribute == "until":
        return days.until_planned_fr(fact)
    if attribute and attribute.startswith("date"):
        return _day(fact, int(attribute.removeprefix("date").strip("+m") or 0))
    if attribute == "written":
        written = days.written.get(fact.source.document)
        return french_date(written) if written else ""
    if attribute == "side":
        return SIDES_FR[fact.side] if fact.side else ""
    whole = without_greeting(" ".join(fact.source.quote.split()))
    quote = without_identity(whole, surely=True).strip(" .;:,-–") or whole.strip(" .;:,-")
    return f"« {quote} »" if attribute == "quote" else printed(fact) or f"« {quote} »"
