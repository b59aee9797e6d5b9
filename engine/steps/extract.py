"""From documents to facts, each with its exact place, polarity, bearer, side, unit and date."""

import re
from collections.abc import Sequence
from datetime import date

from engine.domain.fact import Fact, FactRole, Source
from engine.domain.moment import When
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.clauses import clause_around
from engine.steps.day_rows import day_of_its_row
from engine.steps.doses import doses, taken_fr
from engine.steps.durations import durations
from engine.steps.half_read import is_half_read
from engine.steps.key_fact_found import SIDE_KEY, Found
from engine.steps.key_facts import key_facts
from engine.steps.kinds import is_medical
from engine.steps.laboratory_row import start_of_cells
from engine.steps.laboratory_unnamed import unnamed_results
from engine.steps.measure import UnitFinder
from engine.steps.measured_otherwise import measured_otherwise
from engine.steps.mentions import DIAGNOSIS_KEY, diagnoses, drugs, findings, quantities
from engine.steps.of_partner import habit_of_partner, of_partner
from engine.steps.of_relatives import is_by_marriage, told_of_relative, with_ages
from engine.steps.one_unit import in_one_unit
from engine.steps.open_findings import open_findings, open_measures
from engine.steps.places import ReadPageText
from engine.steps.recalled import day_of, month_behind, recall
from engine.steps.recorded import Recorded, recorded_findings, recorded_measures, recorded_quantities
from engine.steps.reference import in_brackets
from engine.steps.running import running
from engine.steps.set_apart import set_apart
from engine.steps.to_come import begins_later, is_planned
from engine.steps.told_ranges import only_told
from engine.steps.worded_class import by_words
from engine.steps.years import years

GLANCE = 14
"""Words that a reader takes in at once."""
SAID_NEGATIVE = re.compile(r"[ \t|:(]*(?:negati(?:f|ve)|non detectee?)\b")
"""How the next cell of a laboratory's row reads its result."""
MARKED = re.compile(r"[ \t]*\((?:H{1,2}|L{1,2}|B|haut|bas)\)")
"""The letter behind a laboratory's result that says on which side of its range it lies."""
TAKEN = ("traitement_en_cours", "medicament")
"""Keys of drugs that are taken; one that somebody is allergic to is not."""
ANOTHER, BEFORE = "autre", 80
"""How the key of what is denied of another one only begins, and the letters before it in which that is said."""
COURSE = "evolution"
"""The key fact that says how an illness goes."""
TO_POSTPONE = "operation_a_differer"
"""The finding that a document wants operations postponed."""
OTHERS = ("compte_rendu_hospitalisation", "compte_rendu_examen")
"""Kinds of documents that are never the first opinion."""
IDENTITY = re.compile(r"\b(?:Mme|Mlle|Madame|Mademoiselle|Monsieur)\b|\bM\.\s")
BORN = re.compile(r"\bnée? |\b\d\d ans\b")
PART = re.compile(r"[^,]*,\s+")
"""What names somebody at the opening of a clause, what follows of birth and age, and the parts between its commas."""
BARE = re.compile(r"[<>≤≥]?\s?\d+(?:[.,]\d+)?\s?(?:mm|cm|mL|ml|g|kg|%|points?|ans|mois|semaines|jours)?,?\s")
"""How a part between commas begins that measures what stands before it ("hyposignal de L5, 14 mm, indéterminé")."""
LONGEST_QUOTE = 220
"""A quote is a clause, not a page: longer ones are cut at the words around the finding."""


def extract(places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Facts in the order of the documents.

    The pathway's key facts come first at a place; shared quantities, findings and drugs fill what is left. Proposals
    are numbered after all the rest: an id in the draft may not tell how much a first doctor proposed.
    """
    days = [d for place in places if (d := place.document.dated) and place.document.owner != "other_person"]
    latest = max(days, default=None)
    read = [fact for place in places for fact in _facts_of(place, pathway, vocabulary, latest)]
    told = list(by_words(read, places, pathway))
    told = measured_otherwise(told, pathway)
    facts = set_apart(told, pathway, [place.document for place in places], vocabulary)
    ranked = sorted(range(len(facts)), key=lambda i: facts[i].role == "proposal")
    ids = {position: f"F{number}" for number, position in enumerate(ranked, start=1)}
    return tuple(fact.model_copy(update={"id": ids[i]}) for i, fact in enumerate(facts))


def _facts_of(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, latest: date | None = None) -> list[Fact]:
    units = UnitFinder(vocabulary.units)
    found: list[Found] = []
    unnamed = unnamed_results(place, vocabulary, units)
    named = (
        *recorded_quantities(place, pathway, vocabulary, units),
        *key_facts(place, pathway, vocabulary, units, latest),
        *recorded_measures(place, vocabulary, units),
        *quantities(place, vocabulary, units),
        *(n for n in unnamed if n.named),
        *diagnoses(place, pathway, vocabulary),
        *drugs(place, vocabulary),
        *findings(place, vocabulary),
        *recorded_findings(place),
    )
    keys = {k.id for k in pathway.key_facts}
    analytes = {k.id for k in pathway.key_facts if k.analytes}
    told = [n for n in named if n.present is not None or not _is_no_value(n, place, of_analyte=n.key in analytes)]
    for candidate in (recall(n, place, vocabulary) if n.key in keys or n.recalled else n for n in told):
        proposed = place.is_proposed(candidate.start)
        said = place.assertions.of(candidate.start, candidate.end)
        rivals = [o for o in found if place.is_proposed(o.start) is proposed]
        alike = [o for o in rivals if place.assertions.of(o.start, o.end) == said]
        # What a report's words stand for ("hernie L5-S1 extruse") is told beside what is printed within them.
        states = candidate.key in keys and (isinstance(candidate.value, str) or candidate.in_words)
        near = [
            o for o in rivals if not (states and o.key in keys - {candidate.key}) and not _only_judges(o, candidate)
        ]
        if candidate.kind == "finding" and candidate.value is not None:
            near = [o for o in near if not o.in_words or o.key == candidate.key]
        if candidate.of_now:  # what is so now may be a key fact of its own beside that of the measure
            near = [o for o in near if o.key.startswith(candidate.key) or o.value != candidate.value]
        if not any(_overlaps(candidate, o) for o in near) and not any(_repeats(candidate, o) for o in alike):
            found.append(candidate)
    if place.document.kind == "autre" and not is_medical(place.page.text, vocabulary):
        return [_placed(item, place, vocabulary, units) for item in found]  # what is weighed in a recipe is no result
    # What no table names fills the places that are left.
    known = keys | {a.key for a in vocabulary.analytes}
    within = [recall(n, place, vocabulary) for n in unnamed if not n.named and n.key not in known]
    for candidate in (*within, *open_measures(place, vocabulary, known), *open_findings(place, vocabulary)):
        if not any(candidate.start < o.end and o.start < candidate.end for o in found):
            found.append(candidate)
    found = in_one_unit(found, place, pathway)
    found += doses([o for o in found if o.kind == "drug" and o.key in TAKEN], units)
    found += list(years(found, place))
    found += list(durations(found, place, vocabulary))
    found = with_ages(found, place, vocabulary.people)
    return [_placed(item, place, vocabulary, units) for item in found]


def _is_no_value(found: Found, place: ReadPageText, *, of_analyte: bool) -> bool:
    """Whether what was taken for a measure is a year behind its month or, of an analyte, one end of a told range."""
    if found.unit is None or not isinstance(found.value, float | int):
        return False
    return only_told(running(place.page.text), (found.start, found.end), found.value, ranges=of_analyte)


def _only_judges(a: Found, b: Found) -> bool:
    """Whether `a` is a word that a rule gives ("échec") for a sentence that counts the treatment `b`, or for the course
    that an act `b` brought."""
    told = isinstance(b.value, int) or (a.key == COURSE and b.value is None)
    return a.judged and isinstance(a.value, str) and b.kind == "procedure" and told


def _overlaps(a: Found, b: Found) -> bool:
    """Whether `a` only says again what stands at the place of `b`. That a drug was tried says not how it is taken."""
    overlap = a.start < b.end and b.start < a.end and DIAGNOSIS_KEY not in (a.key, b.key)
    if a.kind == "drug" and a.is_dose and b.kind != "drug" and isinstance(b.value, str):
        return overlap and a.key == b.key
    return overlap and (a.key == b.key or (b.value is not None and b.key != SIDE_KEY))


def _repeats(a: Found, b: Found) -> bool:
    """Whether `a` gives a value that `b` gave elsewhere on the page, said in the same way."""
    same_day = a.dated == b.dated or (a.of_now and b.of_now)  # what is so now is of the paper's day, told or not
    return (
        a.key == b.key and a.value is not None and same_day and (a.value, a.side, a.unit) == (b.value, b.side, b.unit)
    )


def _asks_others_to_wait(found: Found, place: ReadPageText) -> bool:
    """Whether a report says that no operation should come yet: another doctor's caution, no first opinion."""
    return found.key == TO_POSTPONE and place.document.kind in OTHERS


def _placed(found: Found, place: ReadPageText, vocabulary: Vocabulary, units: UnitFinder) -> Fact:
    text = place.page.text
    start, end = _quoted(found, place)
    polarity, bearer = place.assertions.of(found.start, found.end)
    polarity = found.polarity or polarity
    if polarity == "affirmed" and place.assertions.is_conditional(found.start, found.end):
        polarity = "hypothetical"
    of_row = day_of_its_row(text, found.start, place.document.dated) if found.key != SIDE_KEY else None
    month = None if found.dated or of_row else month_behind(text, found, place.document.dated)
    dated = found.dated or of_row or month or day_of(text, found, (start, end), place.document.dated, vocabulary)
    if isinstance(found, Recorded):
        dated = found.dated or place.document.dated
    bearer = found.bearer or bearer
    if not any_match(vocabulary.people.couple_facts, f"{found.key}:{fold(str(found.value))}") and (
        place.document.owner == "partner"
        or of_partner(text, found.start, found.key, vocabulary.people)
        or habit_of_partner(text, found.start, found.key, vocabulary.people)
    ):
        bearer = "family"
    if bearer == "family" and place.document.owner != "partner":
        start = told_of_relative(text, found.start, start, vocabulary.people)
    proposed = place.is_proposed(found.start) and not _asks_others_to_wait(found, place)
    role: FactRole = "proposal" if proposed else "clinical"
    if found.kind == "measurement" and place.document.kind == "biologie" and SAID_NEGATIVE.match(fold(text), found.end):
        polarity = "negated"
    later = begins_later(found, place, vocabulary)
    if polarity == "affirmed" and (later or is_planned(found, place, vocabulary)):
        polarity = "hypothetical"
    another = (
        polarity == "negated"
        and found.named
        and any_match(vocabulary.another, fold(text[max(0, found.start - BEFORE) : found.start]))
    )
    schedule = found.schedule
    if later and schedule and not schedule.begun:
        schedule = schedule.model_copy(update={"begun": When.on(later)})
    # Of a drug every letter counts; of other words only figures and units.
    look = place.page.disputed if found.kind == "drug" else place.page.doubtful
    told = text[:end]
    disputed = [w for w in look(found.start, found.end) if not is_half_read(w, found, told, vocabulary, units)]
    return Fact(
        id="",
        key=f"{ANOTHER}_{found.key}" if another else found.key,
        label_fr=f"{found.label_fr} (autre)" if another else found.label_fr,
        kind=found.kind,
        value=found.value,
        unit=found.unit,
        unit_ucum=found.unit_ucum,
        dated=dated,
        month=found.month or month is not None,
        side=found.side,
        polarity=polarity,
        bearer=bearer,
        role=role,
        source=Source(
            document=place.document.id,
            filename=place.document.filename,
            page=place.page.number,
            start=start,
            end=end,
            quote=text[start:end],
            boxes=place.page.boxes(start, end),
        ),
        doubtful=bool(disputed),
        other_reading=", ".join(word.other for word in disputed if word.other) or None,
        named=found.named and not another,
        reference=found.reference or (in_brackets(text, found.end) if found.kind == "measurement" else None),
        flag=found.flag,
        schedule=schedule,
        taken_fr=taken_fr(found.value, text[start:end], schedule) if isinstance(found.value, str) else None,
        by_marriage=bearer == "family" and is_by_marriage(text[start:end], vocabulary.people),
    )


def _quoted(found: Found, place: ReadPageText) -> tuple[int, int]:
    """A laboratory row is quoted from its name to its value and mark: what stands further right is another day's."""
    in_row = found.kind == "measurement" and place.document.kind == "biologie" and not found.recalled
    text = place.text_for(found.start)
    if isinstance(found, Recorded):
        return found.start, found.end
    if in_row:
        bare = found.named and text[found.start].isdigit()
        marked = MARKED.match(text, found.end)
        return text.rfind("\n", 0, found.start) + 1 if bare else found.start, marked.end() if marked else found.end
    if found.recalled and found.dated:
        # An earlier result is quoted with its whole row: alone it would be a bare number.
        line = start_of_cells(fold(text), found.start)
        return line, found.end + len(text[found.end :].split("\n", 1)[0].rstrip())
    quoted = quote_of(text, found.start, found.end)
    if found.kind == "measurement" or found.value is not None:
        return _without_identity(text, found.start, quoted)
    return _between_commas(text, found, quoted)


def _without_identity(text: str, start: int, quoted: tuple[int, int]) -> tuple[int, int]:
    """A clause without the name, the birth and the age that open it before what is quoted."""
    left, right = quoted
    while comma := PART.match(text, left, start):
        if not IDENTITY.search(comma[0]) and not (left > quoted[0] and BORN.search(comma[0])):
            break
        left = comma.end()
    return left, right


def _between_commas(text: str, found: Found, quoted: tuple[int, int]) -> tuple[int, int]:
    """As much of a clause around a finding as is read at a glance, cut at its commas."""
    commas = [quoted[0], *(m.end() for m in re.compile(r",\s").finditer(text, *quoted)), quoted[1]]
    left = max((c for c in commas if c <= found.start), default=quoted[0])
    right = min((c for c in commas if c >= found.end), default=quoted[1])
    for start in reversed([c for c in commas if c < left]):
        if len(text[start:right].split()) > GLANCE and not BARE.match(text, left):
            break
        left = start
    for stop in [c for c in commas if c > right]:
        if len(text[left:stop].split()) > GLANCE:
            break
        right = stop
    return left, right - len(text[left:right]) + len(text[left:right].rstrip(" ,\n"))


def quote_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a finding, trimmed of blanks and bullets and cut to a readable length."""
    left, right = clause_around(text, start, end)
    if right - left > LONGEST_QUOTE:
        left = max(left, _blank_after(text, start - LONGEST_QUOTE // 2))
        right = min(right, _blank_before(text, end + LONGEST_QUOTE // 2))
    while left < start and (text[left].isspace() or text[left] in "-•*–|"):
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _blank_after(text: str, position: int) -> int:
    found = re.compile(r"\s").search(text, max(0, position))
    return found.end() if found else 0


def _blank_before(text: str, position: int) -> int:
    return max(text.rfind(" ", 0, min(position, len(text))), text.rfind("\n", 0, min(position, len(text))))
