"""The day or month for which a patient's question says that an act is planned."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from engine.domain.dossier import Dossier
from engine.domain.moment import Planned, When
from engine.domain.opinion import Citation
from engine.domain.option import Option
from engine.domain.wording import MONTHS_FR, SENTENCE_ENDS, any_match, fold
from engine.steps.asked_options import option_planned
from engine.steps.calendar_dates import MONTHS
from engine.steps.days import Days
from engine.steps.numbering import Numbering

PRINTED = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:er)? |(?P<part>debut|mi|fin)[ -])?"
    rf"(?P<month>{'|'.join(fold(name) for name in MONTHS_FR)})\b(?: (?P<year>20\d\d))?"
)
"""A day or a month as a question prints it."""
BYGONE = re.compile(
    r"\b(?:depuis|apres|avant|jusqu.|derni[a-z]+|operee?s?|faite?s?|passee?s?|eue?s?|recue?s?|(?:la|ma|les) piqures?"
    r"|debut[a-z]*|commencee?s?)\b[^,;:]{0,22}$"
)
"""What stands before a day that is not the planned one: something that was, or a bound."""
AHEAD = timedelta(days=270)
"""How far off a planned day without its year may be; one further off is long past."""


def add_planned(
    numbering: Numbering,
    dossier: Dossier,
    asked: Sequence[Option],
    asks: tuple[str, ...],
    written: Mapping[str, date | None],
) -> Days:
    """Number what the question says to be planned for when, and which of the options that it asks about (`asked`)
    that is; the days from which the age of a finding is counted, `written` by document among them."""
    planned = planned_day(dossier.question.text, dossier.received_on, asks)
    day_of = {document: day for document, day in written.items() if day}
    days = Days(received_on=dossier.received_on, planned=planned.when if planned else None, written=day_of)
    if planned:
        option = option_planned(planned, dossier.question.text, asked)
        text = f"prévu d'après la question : {planned.said_fr}, soit {days.planned_fr}"
        told = {"about": "planned", "said_fr": planned.said_fr, "option": option.id if option else None}
        cite = Citation(kind="calculation", ref="planned", text=text)
        numbering.add("K", "planned", {"kind": "calculation", "text": text, **told}, cite)
    return days


def planned_day(question: str, received_on: date, asks: tuple[str, ...]) -> Planned | None:
    """The one day or month that a question gives in a sentence that says by one of `asks` what is planned.

    `received_on`, the day that the dossier came, settles a year that is not printed. None where none or several are
    given.
    """
    found = list(_moments(question, received_on, asks))
    return found[0] if len(found) == 1 else None


def _moments(question: str, received_on: date, asks: tuple[str, ...]) -> Iterator[Planned]:
    for number, sentence in enumerate(SENTENCE_ENDS.split(question)):
        folded = fold(sentence)
        if any_match(asks, folded) is None:
            continue
        for match in PRINTED.finditer(folded):
            when = None if BYGONE.search(folded, 0, match.start()) else _meant(match, received_on)
            if when:
                said = " ".join(sentence[match.start() : match.end()].split())
                opening = "le " if match["day"] else "" if match["part"] else "en "
                yield Planned(said_fr=f"{opening}{said}", when=when, sentence=number)


def _meant(match: re.Match[str], received_on: date) -> When | None:
    """The next such day or month that is not over when the dossier comes."""
    month, years = MONTHS[match["month"]], (received_on.year, received_on.year + 1)
    for year in (int(match["year"]),) if match["year"] else years:
        try:
            first = date(year, month, int(match["day"] or 1))
        except ValueError:
            continue
        when = When.on(first) if match["day"] else When.month(first)
        if received_on <= when.last and when.first <= received_on + AHEAD:
            return when
    return None
