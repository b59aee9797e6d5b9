"""Whose the documents are: other people's reports that a letter leans upon."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.document import Document, Page
from engine.domain.fact import Conflict, Fact, InItsStead
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, pattern
from engine.steps.contradict_copied import contrary, copied
from engine.steps.contradict_facts import LETTERS
from engine.steps.contradict_leaning import SIDES, Told, alike, drawn, leaning, shared, title_of_paper
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder, number
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.running import running
from engine.steps.set_apart import OTHER
from engine.steps.sides import main_side

LASTING = ("compte_rendu_imagerie", "anatomopathologie", "compte_rendu_endoscopie")
"""Kinds of papers whose findings do not change within days."""
TAKEN = "ordonnance"
"""The kind of papers by which the dossier knows what is taken."""
MONTH, HEAD = 31, 12
"""Days between two examinations that may be taken for each other, lines of a paper that say who it is about."""
TITLE = re.compile(r"\b(M|Mr|Monsieur|Mme|Madame|Mlle|Mademoiselle)\b\.?(?= +[A-ZÀ-Ý])")
TITLES = {"M": "M", "Mr": "M", "Monsieur": "M", "Mme": "F", "Madame": "F", "Mlle": "F", "Mademoiselle": "F"}

Leaning = tuple[Document, ReadPageText | None, ReadPageText | None]
"""Another person's document, the letter that leans upon it if one does, and an own report that is about the other
side."""


def identities(
    documents: Sequence[Document],
    facts: Sequence[Fact],
    pathway: Pathway,
    places: Sequence[ReadPageText],
    pages: Sequence[Page],
    vocabulary: Vocabulary,
    sex: str | None = None,
) -> list[Conflict]:
    """Other people's documents that a letter of the patient leans upon, in one finding.

    One that nobody leans upon is set apart with its reason and contradicts nothing, unless it may be taken for the
    patient's: the dossier holds no own result of that kind, or an own one of its day, or one of its month that shows
    something else, and it names nobody of another `sex`. A letter leans upon a report when
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
        letter = leaning(document, text, strange, facts, places, vocabulary)
        if letter is None and places and _is_alone(document, text, facts, places, vocabulary):
            found.append((document, None, None))
        elif letter is None and (
            own := _of_its_day(document, text, facts, places, vocabulary)
            or _of_its_month(document, text, strange, facts, places, vocabulary, sex)
        ):
            found.append((document, None, own))
        if letter:
            leaned = [f for e in vocabulary.contradictions.leaned_on for f in shared(strange, letter, e, facts)]
            found.append(
                (document, letter, _says_otherwise(document, text, letter, leaned, facts, places, vocabulary, strange))
            )
            results = copied(text, letter, [p for p in places if p.document.kind not in LETTERS])
            taken += [*leaned, *(i for i in drawn(strange, results, letter, facts) if i not in leaned)]
    if not found:
        return []
    files = [f for a, *others in found for f in (a.filename, *(o.document.filename for o in others if o))]
    told = " ".join(_lean_fr(*one) for one in found)
    instead = [i for one in found if (i := _in_its_stead(*one))]
    return [
        Conflict(
            key="patient",
            facts=tuple(taken),
            filenames=tuple(dict.fromkeys(files)),
            what_fr=told,
            in_its_stead=tuple(instead) if len(instead) == len(found) else (),
        )
    ]


def _in_its_stead(document: Document, letter: ReadPageText | None, contrary: ReadPageText | None) -> InItsStead | None:
    """What the dossier has in place of a stranger's paper; none where one file holds both."""
    if letter is None and contrary is None:
        told = (
            "le dossier n'a pas d'ordonnance"
            if document.kind == TAKEN
            else "rien d'autre au dossier ne donne cet examen"
        )
        return InItsStead(file_fr=document.file_fr, told_fr=told)
    if letter:
        told = f"« {letter.document.file_fr} » parle de cet examen ou de ce qu'il montre"
        return InItsStead(file_fr=document.file_fr, told_fr=told)
    if contrary is None or contrary.document.file_fr == document.file_fr:
        return None
    when = "du même jour" if document.dated == contrary.document.dated else "proche, avec un autre résultat"
    told = f"« {contrary.document.file_fr} » est le même examen, {when}, du patient"
    return InItsStead(file_fr=document.file_fr, told_fr=told)


def _lean_fr(document: Document, letter: ReadPageText | None, contrary: ReadPageText | None) -> str:
    """A stranger's paper and what stands in its stead, why it is a stranger's, and who says otherwise."""
    instead = _in_its_stead(document, letter, contrary)
    if instead is None:
        sheets = ", ".join(str(n) for n in document.pages)
        return (
            f"« {document.file_fr} » porte, page {sheets}, une autre identité que celle du dossier, à côté du même "
            f"examen du patient. {document.owner_reason_fr}"
        )
    alone = "il n'y a pas d'autre ordonnance" if document.kind == TAKEN else "rien d'autre n'y donne cet examen"
    also = instead.told_fr if letter or contrary else alone
    told = (
        f"« {document.file_fr} » porte une autre identité que celle du dossier, et {also}. {document.owner_reason_fr}"
    )
    return f"{told} « {contrary.document.file_fr} » dit autre chose." if letter and contrary else told


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
    title = title_of_paper(text, document)
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    values = {key: {alike(v) for k, v in strange if k == key} for key, _ in strange}
    for report in reports:
        told = [f for f in facts if f.source.document == report.document.id and f.polarity == "affirmed"]
        keys = {f.key for f in told if f.key in values and f.value is not None}
        own = {key: {alike(f.value) for f in told if f.key == key} for key in keys}
        same = any(pattern(e).search(title_of_paper(report.page.text, report.document)) for e in named)
        if same and any(not own[key] & values[key] for key in keys):
            return report
    return None


def _is_alone(
    document: Document, text: str, facts: Sequence[Fact], places: Sequence[ReadPageText], vocabulary: Vocabulary
) -> bool:
    """Whether a stranger's report is the only one of its kind: no own report of that examination, no own prescription,
    or no own laboratory's result of what its first row measures."""
    if document.kind == TAKEN:
        return all(p.document.kind != TAKEN for p in places)
    title, sent_as = title_of_paper(text, document), title_of_paper("", document)
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    # Who sends one sheet with many results calls its file by the one that matters.
    named = [e for e in named if pattern(e).search(sent_as)] or named
    if named:
        reports = [title_of_paper(p.page.text, p.document) for p in places if p.document.kind not in LETTERS]
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
    title = title_of_paper(text, document)
    named = [e for e in vocabulary.contradictions.leaned_on if pattern(e).search(title)]
    measured = {
        v.key.removesuffix("_val") for v in laboratory_values(text, vocabulary.analytes, UnitFinder(vocabulary.units))
    }
    for place in places:
        same_day = document.dated is not None and place.document.dated == document.dated
        if not same_day or place.document.kind != document.kind or place.document.kind in LETTERS:
            continue
        told = {_base(f) for f in facts if f.source.document == place.document.id}
        if measured & told or any(pattern(e).search(title_of_paper(place.page.text, place.document)) for e in named):
            return place
    return None


def _of_its_month(
    document: Document,
    text: str,
    strange: set[Told],
    facts: Sequence[Fact],
    places: Sequence[ReadPageText],
    vocabulary: Vocabulary,
    sex: str | None,
) -> ReadPageText | None:
    """The patient's own image or specimen of much the same days as a stranger's, of the same examination, that shows
    something else. What a laboratory measures changes within days and contradicts nothing."""
    near = [p for p in places if p.document.kind == document.kind and _days_apart(p.document, document) <= MONTH]
    titled = {code for title, code in TITLES.items() if title in TITLE.findall("\n".join(text.splitlines()[:HEAD]))}
    if document.kind not in LASTING or (sex and titled and sex not in titled):
        return None
    return _same_examination(document, text, strange, facts, near, vocabulary)


def _days_apart(one: Document, other: Document) -> int:
    return abs((one.dated - other.dated).days) if one.dated and other.dated else MONTH + 1


def _base(fact: Fact) -> str:
    return fact.key.removesuffix(RECALLED).removesuffix(OTHER).removesuffix("_val")


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
