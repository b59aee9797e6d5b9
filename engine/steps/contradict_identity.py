"""Whose the documents are: other people's reports that a letter leans upon."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.domain.document import Document, Page
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import dates_in, days_without_year
from engine.steps.contradict_copied import contrary, copied
from engine.steps.contradict_facts import LETTERS
from engine.steps.headings import head
from engine.steps.key_facts import SIDE_KEY
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder, number
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.running import running
from engine.steps.set_apart import OTHER
from engine.steps.sides import main_side

BESIDE = 30
"""Characters between the name of an examination and its day ("l'IRM lombaire du 28 octobre")."""
WORD_BREAK = re.compile(r"[-_.]+")
"""What parts the words of a file's name."""
Leaning = tuple[Document, ReadPageText | None, ReadPageText | None]
"""Another person's document, the letter that leans upon it if one does, and an own report that is about the other
side."""
Told = tuple[str, float | int | str]
"""A key fact and its value."""


def identities(
    documents: Sequence[Document],
    facts: Sequence[Fact],
    pathway: Pathway,
    places: Sequence[ReadPageText],
    pages: Sequence[Page],
    vocabulary: Vocabulary,
) -> list[Conflict]:
    """Other people's documents that a letter of the patient leans upon, in one finding.

    One that nobody leans upon is set apart with its reason and contradicts nothing, unless it alone would fill a gap:
    the dossier holds no own result of that kind. A letter leans upon a report when
    it speaks of an examination of which the dossier holds no other report, or tells a key fact, a diagnosis or the
    side that only this report gives. The finding holds the facts that the letter has from there.
    """
    by_place = {(p.upload, p.filename, p.number): p for p in pages}
    found: list[Leaning] = []
    taken: list[str] = []
    for document in documents:
        if document.owner != "other_person":
            continue
        read = [by_place[at] for n in document.pages if (at := (document.upload, document.filename, n)) in by_place]
        text = "\n".join(page.text for page in read)
        strange = set(_values_in(text, pathway))
        letter = _leaning(document, text, strange, facts, places, vocabulary)
        if letter is None and places and _is_alone(document, text, facts, places, vocabulary):
            found.append((document, None, None))
        elif letter is None and (own := _of_its_day(document, text, facts, places, vocabulary)):
            found.append((document, None, own))
        if letter:
            leaned = [f for e in vocabulary.contradictions.leaned_on for f in _shared(strange, letter, e, facts)]
            found.append(
                (document, letter, _says_otherwise(document, text, letter, leaned, facts, places, vocabulary, strange))
            )
            taken += leaned
    if not found:
        return []
    files = [f for a, *others in found for f in (a.filename, *(o.document.filename for o in others if o))]
    told = " ".join(_lean_fr(*one) for one in found)
    return [Conflict(key="patient", facts=tuple(taken), filenames=tuple(dict.fromkeys(files)), what_fr=told)]


def _lean_fr(document: Document, letter: ReadPageText | None, contrary: ReadPageText | None) -> str:
    if letter is None and contrary:
        return (
            f"« {document.file_fr} » porte une autre identité que celle du dossier, et « {contrary.document.file_fr} » "
            f"est le même examen, du même jour, du patient. {document.owner_reason_fr}"
        )
    if letter is None:
        return (
            f"« {document.file_fr} » porte une autre identité que celle du dossier, et rien d'autre n'y donne cet "
            f"examen. {document.owner_reason_fr}"
        )
    told = (
        f"« {document.file_fr} » porte une autre identité que celle du dossier, et « {letter.document.file_fr} » parle "
        f"de cet examen ou de ce qu'il montre. {document.owner_reason_fr}"
    )
    return f"{told} « {contrary.document.file_fr} » dit autre chose." if contrary else told


def _leaning(
    document: Document,
    text: str,
    strange: set[Told],
    facts: Sequence[Fact],
    places: Sequence[ReadPageText],
    vocabulary: Vocabulary,
) -> ReadPageText | None:
    """The first letter since then that leans upon another person's report."""
    title = _title(text, document)
    letters = [p for p in places if p.document.kind in LETTERS and not _is_before(p.document, document)]
    reports = [p for p in places if p.document.kind not in LETTERS]
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    for expression in named:
        own = [p for p in reports if pattern(expression).search(_title(p.page.text, p.document))]
        for letter in letters:
            if not pattern(expression).search(fold(letter.told)):
                continue
            if (
                not own
                or (
                    _says_its_day(document, letter, expression) and all(p.document.dated != document.dated for p in own)
                )
                or _shares_side(text, letter, own, facts, vocabulary)
                or _shared(strange, letter, expression, facts)
            ):
                return letter
    return next((p for p in letters if _has_result(text, p, reports) or _names_paper(document, p, places)), None)


def _has_result(text: str, letter: ReadPageText, reports: Sequence[ReadPageText]) -> bool:
    return bool(copied(text, letter, reports))


def _names_paper(document: Document, letter: ReadPageText, places: Sequence[ReadPageText]) -> bool:
    """Whether a letter gives the whole day of a stranger's paper, on which the dossier holds nothing of the patient."""
    if document.dated is None or any(p.document.dated == document.dated for p in places):
        return False
    latest = letter.document.dated or date.max
    return any(d.day == document.dated for d in dates_in(letter.told, latest))


def _says_otherwise(
    document: Document,
    text: str,
    letter: ReadPageText,
    leaned: Sequence[str],
    facts: Sequence[Fact],
    places: Sequence[ReadPageText],
    vocabulary: Vocabulary,
    strange: set[Told],
) -> ReadPageText | None:
    """The patient's first report that is about the other side, or gives otherwise what a letter has from a stranger's:
    a fact, a number under the same name, or what the same examination shows."""
    reports = [p for p in places if p.document.kind not in LETTERS]
    by_fact = _of_the_other_side(text, places, vocabulary) or _otherwise(leaned, facts, places)
    return (
        by_fact
        or contrary(copied(text, letter, reports), reports)
        or _same_examination(document, text, strange, facts, reports, vocabulary)
    )


def _same_examination(
    document: Document,
    text: str,
    strange: set[Told],
    facts: Sequence[Fact],
    reports: Sequence[ReadPageText],
    vocabulary: Vocabulary,
) -> ReadPageText | None:
    """The patient's first report of a stranger's examination that gives a key fact of his only otherwise."""
    title = _title(text, document)
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    values = {key: {_alike(v) for k, v in strange if k == key} for key, _ in strange}
    for report in reports:
        told = [f for f in facts if f.source.document == report.document.id and f.polarity == "affirmed"]
        keys = {f.key for f in told if f.key in values and f.value is not None}
        own = {key: {_alike(f.value) for f in told if f.key == key} for key in keys}
        same = any(pattern(e).search(_title(report.page.text, report.document)) for e in named)
        if same and any(not own[key] & values[key] for key in keys):
            return report
    return None


def _is_alone(
    document: Document, text: str, facts: Sequence[Fact], places: Sequence[ReadPageText], vocabulary: Vocabulary
) -> bool:
    """Whether a stranger's report is the only one of its kind: no own report of that examination, or no own
    laboratory's result of what its first row measures."""
    title = _title(text, document)
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    if named:
        reports = [_title(p.page.text, p.document) for p in places if p.document.kind not in LETTERS]
        return not any(pattern(e).search(own) for e in named for own in reports)
    first = next(iter(laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units))), None)
    measured = {p.document.id for p in places if p.document.kind == document.kind}
    told = {_base(f) for f in facts if f.source.document in measured}
    return first is not None and first.key.removesuffix("_val") not in told


def _of_its_day(
    document: Document, text: str, facts: Sequence[Fact], places: Sequence[ReadPageText], vocabulary: Vocabulary
) -> ReadPageText | None:
    """The patient's own report of the very day of a stranger's and of the same examination, for which it may be taken:
    of the same name, or of a laboratory that measures what the stranger's first rows do."""
    title = _title(text, document)
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    measured = {
        v.key.removesuffix("_val") for v in laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units))
    }
    for place in places:
        same_day = document.dated is not None and place.document.dated == document.dated
        if not same_day or place.document.kind != document.kind or place.document.kind in LETTERS:
            continue
        told = {_base(f) for f in facts if f.source.document == place.document.id}
        if measured & told or any(pattern(e).search(_title(place.page.text, place.document)) for e in named):
            return place
    return None


def _base(fact: Fact) -> str:
    return fact.key.removesuffix(RECALLED).removesuffix(OTHER).removesuffix("_val")


def _title(text: str, document: Document) -> str:
    """The head of a document and the words of its file's name, folded."""
    return fold(f"{head(text)}\n{WORD_BREAK.sub(' ', document.filename)}")


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


def _shared(strange: set[Told], letter: ReadPageText, examination: str, facts: Sequence[Fact]) -> list[str]:
    """The facts that a letter gives of an examination as a stranger's report does, and the own reports otherwise."""
    told = [f for f in facts if f.value is not None and f.polarity == "affirmed"]
    known = {(key, _alike(value)) for key, value in strange}
    by_letter = [f for f in told if f.source.document == letter.document.id and (f.key, _alike(f.value)) in known]
    found = []
    for fact in (f for f in by_letter if pattern(examination).search(fold(f.source.quote))):
        own = [f for f in facts if f.key == fact.key and f.source.document != letter.document.id]
        own = [f for f in own if f.polarity == "negated" or f in told]
        if own and all(f.polarity == "negated" or f.value != fact.value for f in own):
            found.append(fact.id)
    return found


def _alike(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


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
    named = (m.end() for m in pattern(examination).finditer(folded))
    return any(0 <= start - end <= BESIDE for end in named for start in days)


def _values_in(text: str, pathway: Pathway) -> Iterator[Told]:
    """The key facts and diagnoses that a text gives, as its pathway's patterns find them, whoever it is about."""
    folded = running(text)
    for diagnosis in pathway.diagnoses:
        if any_match(diagnosis.any_of, folded):
            yield DIAGNOSIS_KEY, diagnosis.label_fr
    for key_fact in pathway.key_facts:
        for rule in key_fact.patterns:
            for match in pattern(rule.regex).finditer(folded):
                printed = match.groupdict().get("value")
                if rule.value is not None:
                    yield key_fact.id, rule.value
                elif printed:
                    numeric = key_fact.value_type in ("integer", "decimal") and printed[0].isdigit()
                    yield key_fact.id, number(printed) if numeric else printed


SIDES: Mapping[str | None, str] = {"droite": "gauche", "gauche": "droite"}


def _of_the_other_side(text: str, places: Sequence[ReadPageText], vocabulary: Vocabulary) -> ReadPageText | None:
    """The patient's first report that is about the other side than `text`."""
    side = main_side(text, vocabulary.sides)
    if side not in SIDES:
        return None
    reports = (p for p in places if p.document.kind not in LETTERS)
    return next((p for p in reports if main_side(p.told, vocabulary.sides) == SIDES[side]), None)


def _otherwise(leaned: Sequence[str], facts: Sequence[Fact], places: Sequence[ReadPageText]) -> ReadPageText | None:
    """The patient's first report that gives otherwise what a letter has from a stranger's."""
    keys = {(f.key, f.value) for f in facts if f.id in leaned}
    told = {
        f.source.document
        for f in facts
        if f.polarity == "affirmed" and any(f.key == key and f.value not in (None, value) for key, value in keys)
    }
    reports = (p for p in places if p.document.kind not in LETTERS)
    return next((p for p in reports if p.document.id in told), None)
