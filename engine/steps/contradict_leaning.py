"""Which letter of the patient leans upon another person's report."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.document import Document
from engine.domain.fact import Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import dates_in, days_without_year
from engine.steps.contradict_copied import Result, copied
from engine.steps.contradict_facts import LETTERS
from engine.steps.headings import head
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.sides import main_side

BESIDE = 30
"""Characters between the name of an examination and its day ("l'IRM lombaire du 28 octobre")."""
SHORT_DAY = re.compile(r"(?<![\d/.,])(\d{1,2})[/.](\d{1,2})(?![\d/.,])")
"""A day in figures without a year ("le 03/09")."""
AGE = "age_"
"""How the keys begin that tell how old somebody is, which two people may well be."""
MONTH = 31
"""Days for which a letter may tell a result as the present one."""
PRESENT = ("affirmed", "patient")
WORD_BREAK = re.compile(r"[-_.]+")
"""What parts the words of a file's name."""
Told = tuple[str, float | int | str]
"""A key fact and its value."""
SIDES: Mapping[str | None, str] = {"droite": "gauche", "gauche": "droite"}


def leaning(
    document: Document,
    text: str,
    strange: set[Told],
    facts: Sequence[Fact],
    places: Sequence[ReadPageText],
    vocabulary: Vocabulary,
) -> ReadPageText | None:
    """The first letter since then that leans upon another person's report."""
    title = title_of_paper(text, document)
    letters = [p for p in places if p.document.kind in LETTERS and not _is_before(p.document, document)]
    reports = [p for p in places if p.document.kind not in LETTERS]
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    for expression in named:
        own = [p for p in reports if pattern(expression).search(title_of_paper(p.page.text, p.document))]
        for letter in letters:
            if not pattern(expression).search(fold(letter.told)):
                continue
            if (
                not own
                or (
                    _says_its_day(document, letter, expression) and all(p.document.dated != document.dated for p in own)
                )
                or _shares_side(text, letter, own, facts, vocabulary)
                or shared(strange, letter, expression, facts)
            ):
                return letter
    of_kind = vocabulary.contradictions.named_kinds.get(document.kind, ())
    own_days = {p.document.dated for p in reports if p.document.kind == document.kind}
    return next(
        (
            p
            for p in letters
            if _has_result(text, p, reports)
            or _tells_its_value(document, text, p, facts, vocabulary)
            or _names_paper(document, p, places)
            or (document.dated not in own_days and any(_says_its_day(document, p, e) for e in of_kind))
        ),
        None,
    )


def _has_result(text: str, letter: ReadPageText, reports: Sequence[ReadPageText]) -> bool:
    return bool(copied(text, letter, reports))


def _tells_its_value(
    document: Document, text: str, letter: ReadPageText, facts: Sequence[Fact], vocabulary: Vocabulary
) -> bool:
    """Whether a letter tells, without its unit ("CRP à 4"), what a stranger's laboratory has measured in the month
    before, and none of the patient's own papers does."""
    days = (letter.document.dated, document.dated)
    if days[0] is None or days[1] is None or (days[0] - days[1]).days > MONTH:
        return False
    rows = laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units))
    measured = {(v.key.removesuffix("_val"), v.value) for v in rows}
    figures = [f for f in facts if isinstance(f.value, int | float) and (f.polarity, f.bearer) == PRESENT]
    own = {(_base(f), f.value) for f in figures if f.source.document != letter.document.id}
    told = {(_base(f), f.value) for f in figures if f.source.document == letter.document.id}
    return bool(measured & told - own)


def _base(fact: Fact) -> str:
    return fact.key.removesuffix(RECALLED).removesuffix("_val")


def _names_paper(document: Document, letter: ReadPageText, places: Sequence[ReadPageText]) -> bool:
    """Whether a letter gives the whole day of a stranger's paper, on which the dossier holds nothing of the patient."""
    if document.dated is None or any(p.document.dated == document.dated for p in places):
        return False
    latest = letter.document.dated or date.max
    return any(d.day == document.dated for d in dates_in(letter.told, latest))


def _is_before(one: Document, other: Document) -> bool:
    return one.dated is not None and other.dated is not None and one.dated < other.dated


def _shares_side(
    text: str, letter: ReadPageText, own: Sequence[ReadPageText], facts: Sequence[Fact], vocabulary: Vocabulary
) -> bool:
    """Whether a letter is about the side of a stranger's report, and every own one about the other side."""
    side = main_side(text, vocabulary.sides)
    others = {main_side(p.told, vocabulary.sides) for p in own}
    told = {
        f.side
        for f in facts
        if f.source.document == letter.document.id
        and f.key in (SIDE_KEY, DIAGNOSIS_KEY)
        and (f.polarity, f.bearer) == ("affirmed", "patient")
        and f.side in SIDES
    }
    about = told or {main_side(letter.told, vocabulary.sides)}
    return side in SIDES and about == {side} and others == {SIDES[side]}


def shared(strange: set[Told], letter: ReadPageText, examination: str, facts: Sequence[Fact]) -> list[str]:
    """The facts that a letter gives of an examination as a stranger's report does, and the own reports otherwise."""
    told = [f for f in facts if f.value is not None and f.polarity == "affirmed"]
    known = {(key, alike(value)) for key, value in strange}
    by_letter = [f for f in told if f.source.document == letter.document.id and (f.key, alike(f.value)) in known]
    found = []
    for fact in (f for f in by_letter if pattern(examination).search(fold(f.source.quote))):
        own = [f for f in facts if f.key == fact.key and f.source.document != letter.document.id]
        own = [f for f in own if f.polarity == "negated" or f in told]
        if own and all(f.polarity == "negated" or f.value != fact.value for f in own):
            found.append(fact.id)
    return found


def drawn(strange: set[Told], results: set[Result], letter: ReadPageText, facts: Sequence[Fact]) -> list[str]:
    """The figures that a letter has as a stranger's report gives them (its key facts, and the results that the letter
    copies), and no own paper does."""
    copies = {float(number.replace(",", ".")) for _, number, _ in results}
    measured = [f for f in facts if isinstance(f.value, int | float) and f.polarity == "affirmed"]
    elsewhere = {(f.key, f.value) for f in measured if f.source.document != letter.document.id}
    return [
        f.id
        for f in measured
        if f.source.document == letter.document.id
        and ((f.key, f.value) in strange or f.value in copies)
        and (f.key, f.value) not in elsewhere
        and not f.key.startswith(AGE)
    ]


def _says_its_day(document: Document, letter: ReadPageText, examination: str) -> bool:
    """Whether a letter gives the day of a stranger's report beside the name of the examination."""
    if document.dated is None:
        return False
    folded, latest = fold(letter.told), letter.document.dated or date.max
    days = {
        d.start
        for d in (*dates_in(letter.told, latest), *days_without_year(letter.told, latest))
        if d.day == document.dated
    }
    short = (document.dated.day, document.dated.month)
    days |= {m.start() for m in SHORT_DAY.finditer(folded) if (int(m[1]), int(m[2])) == short}
    named = (m.end() for m in pattern(examination).finditer(folded))
    return any(0 <= start - end <= BESIDE for end in named for start in days)


def alike(value: object) -> object:
    """A value as it is compared: words without their accents and capitals."""
    return fold(value) if isinstance(value, str) else value


def title_of_paper(text: str, document: Document) -> str:
    """The head of a document and the words of its file's name, folded."""
    return fold(f"{head(text)}\n{WORD_BREAK.sub(' ', document.filename)}")
