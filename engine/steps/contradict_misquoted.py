"""A number that a letter gives as that of an examination of a day or month, whose own report gives another."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.calendar_dates import MONTHS, dates_in, days_without_year
from engine.steps.contradict_facts import LETTERS, YEAR, is_aside, is_sure, named_fr, of_pair, told_fr
from engine.steps.contradict_letters import SHORTEST
from engine.steps.recalled import RECALLED
from engine.steps.set_apart import OTHER

A_YEAR = timedelta(days=366)
"""For how long a month alone names an examination."""
REPORTS = ("biologie", "compte_rendu_imagerie", "compte_rendu_endoscopie", "anatomopathologie", "compte_rendu_examen")
SLIP, OF_LABORATORY = 0.3, 0.12
"""The share by which a number that is rounded, or another one of the same image, may be off, and a laboratory's."""
NAMED = {name: number for name, number in MONTHS.items() if len(name) > SHORTEST or name == "mai"}


def misquoted(facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary) -> list[Conflict]:
    """One conflict a key fact of which a letter gives another number than the report of the day or month that it names.

    A letter that gives the report's number, too, contradicts nothing; nor does one of another lesion, side or unit.
    """
    found: list[Conflict] = []
    numbers = [f for f in facts if isinstance(f.value, int | float) and not isinstance(f.value, bool) and is_sure(f)]
    numbers = [f for f in numbers if _base(f) in vocabulary.contradictions.copied]
    reports = [f for f in numbers if kinds.get(f.source.document) in REPORTS]
    for letter in (f for f in numbers if kinds.get(f.source.document) in LETTERS):
        if is_aside(letter, _base(letter), vocabulary) or any(c.key == _base(letter) for c in found):
            continue
        own = {f.value for f in numbers if f.source.document == letter.source.document and _base(f) == _base(letter)}
        meant = [f for f in reports if _base(f) == _base(letter) and _means(letter, f)]
        slip = OF_LABORATORY if meant and kinds[meant[0].source.document] == "biologie" else SLIP
        if meant and not any(_is_copy(value, f, slip) for value in own for f in meant):
            shown = (letter, meant[0], *_bearing_out(letter, meant[0], reports))
            what = f"{named_fr(letter.label_fr)} : {' ; '.join(told_fr(f, _base(letter)) for f in shown)}."
            found.append(of_pair(_base(letter), shown, what))
    return found


def _means(letter: Fact, report: Fact) -> bool:
    """Whether a letter names the day or the month of a report's result."""
    if letter.dated is None or report.dated is None or {letter.side, report.side} == {"droite", "gauche"}:
        return False
    if None not in (letter.unit_ucum, report.unit_ucum) and letter.unit_ucum != report.unit_ucum:
        return False
    of_month = (letter.dated.year, letter.dated.month) == (report.dated.year, report.dated.month)
    if letter.key.endswith(RECALLED) and (letter.dated == report.dated or (letter.month and of_month)):
        return True
    quote = letter.source.quote
    if days := [d.day for d in (*dates_in(quote, letter.dated), *days_without_year(quote, letter.dated))]:
        return report.dated in days
    folded = fold(quote)
    years = {int(y) for y in YEAR.findall(folded)}
    months = {number for name, number in NAMED.items() if any_match((rf"\b{name}\b",), folded)}
    of_year = years == {report.dated.year} if years else timedelta(0) <= letter.dated - report.dated <= A_YEAR
    return months == {report.dated.month} and of_year


def _is_copy(value: object, report: Fact, slip: float = SLIP) -> bool:
    if not isinstance(value, int | float) or not isinstance(report.value, int | float):
        return True
    return abs(value - report.value) <= slip * max(abs(value), abs(report.value))


def _bearing_out(letter: Fact, report: Fact, reports: Sequence[Fact]) -> Iterator[Fact]:
    """The latest other report that is nearer to the report's number than to the letter's."""
    others = [f for f in reports if _base(f) == _base(report) and f.source.document != report.source.document]
    others = [f for f in others if f.dated and _is_copy(f.value, report) and not _is_copy(letter.value, f)]
    yield from sorted(others, key=lambda f: str(f.dated))[-1:]


def _base(fact: Fact) -> str:
    return fact.key.removesuffix(RECALLED).removesuffix(OTHER)
