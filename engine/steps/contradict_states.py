"""What is either so or not of a patient, told in two ways; a stage that the measured size does not allow."""

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.domain.contradiction_words import SizeOfStage, StatedCheck, ToldNormal
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, french_number, pattern
from engine.steps.calendar_dates import dates_in
from engine.steps.clauses import clause_around
from engine.steps.contradict_facts import LETTERS, SAME_TIME, YEAR, proposals
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.of_partner import of_partner
from engine.steps.places import ReadPageText

STAGED = re.compile(r"^(y?)(c|p)?t([1-4])")
SIDED = re.compile(r"\b(?:droite?|gauche)s?\b")
QUARTER = 92
"""Days within which a stage and a size are of the same disease at the same time."""
MARGIN = 0.15
"""How far a size may lie beyond its stage: two examinations never measure quite alike."""

LONGEST = 120
"""Characters of a clause that is quoted whole."""

MOST_FILES = 3
"""Files that one finding names: two that contradict each other, and one that bears out either."""

Told = tuple[ReadPageText, str]


def states(
    facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> list[Conflict]:
    """What one document says and another of much the same time denies: smoking, menopause, children, what a letter has
    from a report. A document that says both says nothing.

    What a document concludes counts only where `facts` holds its proposals.
    """
    proposed = proposals(facts)
    found = []
    for check in vocabulary.contradictions.stated:
        if check.pathways and pathway.id not in check.pathways:
            continue
        so: dict[str, Told] = {}
        not_so: dict[str, Told] = {}
        for place in places:
            if place.document.owner != "partner" and place.document.dated:
                whole = place.document.id in proposed
                for is_so, quote in _said(place, check, vocabulary, whole=whole):
                    (so if is_so else not_so).setdefault(place.document.id, (place, quote))
        pair = next(
            (
                (so[a], not_so[b])
                for a in so
                for b in not_so
                if a != b
                and _days_apart(so[a][0], not_so[b][0]) <= check.days
                and not (check.comes_on and _has_come_on(so[a], not_so[b][0]))
                and not _are_of_two_sides(so[a][1], not_so[b][1])
                and (_is_retold(a, b, so, not_so) if check.retold else a not in not_so and b not in so)
            ),
            None,
        )
        if pair:
            quotes = " ; ".join(f"« {quote} » dans « {place.document.filename} »" for place, quote in pair)
            names = _files_of(pair, (*so.values(), *not_so.values()), check.days)
            hidden = tuple(dict.fromkeys(f for place, _ in pair if (f := proposed.get(place.document.id))))
            what = f"{check.label_fr} : {quotes}."
            found.append(Conflict(key=check.key, facts=hidden, filenames=names, what_fr=what))
    return found


def _files_of(pair: Sequence[Told], told: Sequence[Told], days: int) -> tuple[str, ...]:
    """The files of two documents and, where there are few, of another one of their time that says what either does."""
    near = [place for place, _ in told if all(_days_apart(place, one) <= days for one, _ in pair)]
    return tuple(dict.fromkeys(p.document.filename for p in (*(one for one, _ in pair), *near)))[:MOST_FILES]


def _is_retold(one: str, other: str, so: Mapping[str, Told], not_so: Mapping[str, Told]) -> bool:
    """Whether one of two documents is a letter and the other a report, and no report says what the letter does.

    A report that finds a thing in one place finds it, whatever it denies elsewhere: a letter that denies it is wrong.
    """
    kinds = {d: place.document.kind for d, (place, _) in (*so.items(), *not_so.items())}
    if (kinds[one] in LETTERS) == (kinds[other] in LETTERS) or other in so:
        return False
    if kinds[one] in LETTERS:
        return one not in not_so and all(kinds[d] in LETTERS for d in so)
    return all(kinds[d] in LETTERS for d in not_so if d not in so)


def placed(places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """What one document tells to lie on one side only and another of much the same time on the other one only."""
    for check in (c for c in vocabulary.contradictions.placed if pathway.id in c.pathways):
        told: dict[str, dict[str, Told]] = {"droite": {}, "gauche": {}}
        for place in (p for p in places if p.document.owner != "partner" and p.document.dated):
            folded = fold(place.told)
            for match in (m for e in check.told for m in pattern(e).finditer(folded)):
                if place.assertions.of(*match.span()) == ("affirmed", "patient"):
                    side = "gauche" if match["side"] == "gauche" else "droite"
                    told[side].setdefault(place.document.id, (place, quoted(place.told, match)))
        right, left = told["droite"], told["gauche"]
        alone = [(right[a], left[b]) for a in right for b in left if a not in left and b not in right]
        near = [pair for pair in alone if _days_apart(pair[0][0], pair[1][0]) <= check.days]
        # Two reports say more than a letter that repeats one of them.
        pair = min(near, key=lambda told: sum(p.document.kind in LETTERS for p, _ in told), default=None)
        if pair:
            quotes = " ; ".join(f"« {quote} » dans « {place.document.filename} »" for place, quote in pair)
            names = tuple(dict.fromkeys(place.document.filename for group in (pair, *near) for place, _ in group))
            what = f"{check.label_fr}, côté différent selon les documents : {quotes}."
            return [Conflict(key=SIDE_KEY, facts=(), filenames=names, what_fr=what)]
    return []


def told_normal(facts: Sequence[Fact], places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """What a letter calls normal or balanced, and a laboratory's own result of much the same time is not."""
    found = []
    for check in vocabulary.contradictions.told_normal:
        measured = [f for f in facts if f.key in check.facts and _is_off(f, check)]
        for place in (p for p in places if p.document.kind in LETTERS and p.document.dated and measured):
            folded = fold(place.told)
            said = next((m for e in check.said for m in pattern(e).finditer(folded)), None)
            off = next((f for f in measured if said and _is_near(place, f)), None)
            if (
                said is None
                or off is None
                or place.assertions.of(*said.span(), own_cues=False) != ("affirmed", "patient")
            ):
                continue
            what = (
                f"{check.label_fr} : « {quoted(place.told, said)} » dans « {place.document.filename} » ; "
                f"« {off.source.quote} » dans « {off.source.filename} »."
            )
            names = (place.document.filename, off.source.filename)
            found.append(Conflict(key=check.key, facts=(off.id,), filenames=names, what_fr=what))
            break
    return found


def _is_off(fact: Fact, check: ToldNormal) -> bool:
    """Whether a result lies outside its printed range, or beyond the table's own limit."""
    if not isinstance(fact.value, int | float) or isinstance(fact.value, bool) or fact.polarity != "affirmed":
        return False
    low = fact.reference.low if fact.reference else None
    high = fact.reference.high if fact.reference else None
    low, high = check.below.get(fact.key, low), check.above.get(fact.key, high)
    return (low is not None and fact.value < low) or (high is not None and fact.value > high)


def _is_near(place: ReadPageText, fact: Fact) -> bool:
    day = place.document.dated
    return day is not None and fact.dated is not None and abs((day - fact.dated).days) <= SAME_TIME


def quoted(text: str, found: re.Match[str]) -> str:
    """The clause of what was found, or only its lines where the clause runs on."""
    left, right = clause_around(text, *found.span())
    if right - left > LONGEST:
        # A clause that runs on from an identity line, or that holds a whole list: only the lines that tell it.
        left = max(left, text.rfind("\n", 0, found.start()) + 1)
        right = min(right, end if (end := text.find("\n", found.end())) >= 0 else right)
    return " ".join(text[left:right].split()).strip("-•*+ ,")


def _said(
    place: ReadPageText, check: StatedCheck, vocabulary: Vocabulary, *, whole: bool
) -> Iterator[tuple[bool, str]]:
    text = place.page.text if whole else place.told
    folded = fold(text)
    for says, expressions in ((True, check.affirmed), (False, check.denied)):
        for match in (m for e in expressions for m in pattern(e).finditer(folded)):
            polarity, bearer = place.assertions.of(*match.span(), own_cues=not check.worded)
            others = of_partner(text, match.start(), check.key, vocabulary.people)
            quote = quoted(text, match)
            likely = polarity != "hypothetical" or (says and any_match(vocabulary.contradictions.likely, fold(quote)))
            of_whom = bearer == check.bearer or (bearer == "patient" and not says)
            unsaid = says and check.worded and polarity == "negated"
            if of_whom and not others and likely and not unsaid:
                yield says and polarity != "negated", quote


def _has_come_on(told: Told, denial: ReadPageText) -> bool:
    """Whether a document is later than another one, or prescribes on its day, and does not date what it tells before
    it."""
    (one, quote), b = told, denial.document.dated
    a = one.document.dated
    if not (a and b and (a > b or (a == b and one.document.kind == "ordonnance"))):
        return False
    days = [d.day for d in dates_in(quote, a)]
    years = [int(y) for y in YEAR.findall(quote)]
    return (max(days) >= b) if days else (not years or max(years) >= b.year)


def _are_of_two_sides(one: str, other: str) -> bool:
    """Whether one quote names the right side only and the other one the left side only."""
    named = [{m[0][:5] for m in SIDED.finditer(fold(quote))} for quote in (one, other)]
    return sorted(map(sorted, named)) == [["droit"], ["gauch"]]


def _days_apart(one: ReadPageText, other: ReadPageText) -> int:
    a, b = one.document.dated, other.document.dated
    return abs((a - b).days) if a and b else 0


def stages(facts: Sequence[Fact], kinds: Mapping[str, str], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """A stage of one document that the size in another one of the same time does not allow (« cT1c », 31 mm).

    A clinical stage is held against what images and hands measured, never against a piece or a stage found on it.
    """
    for table in (t for t in vocabulary.contradictions.stage_sizes if t.pathway == pathway.id):
        staged = [
            (f, m) for f in facts if f.key in table.stages and _is_sure(f) and (m := STAGED.match(fold(str(f.value))))
        ]
        sized = [f for f in facts if f.key in table.sizes and isinstance(f.value, int | float) and _is_sure(f)]
        sized = [f for f in sized if kinds.get(f.source.document) != "anatomopathologie"]
        for stage, letters in staged:
            if letters[1] or letters[3] not in table.limits:
                continue
            near = [f for f in sized if _is_of_one_lesion(stage, f, on_piece=letters[2] == "p")]
            if near and not any(
                _fits(float(f.value), letters[3], table) for f in near if isinstance(f.value, int | float)
            ):
                other = next((f for f in near if f.source.document != stage.source.document), None)
                if other:
                    return [_of_stage(stage, other)]
    return []


def _is_sure(fact: Fact) -> bool:
    return (fact.polarity, fact.bearer) == ("affirmed", "patient")


def _is_of_one_lesion(stage: Fact, size: Fact, *, on_piece: bool) -> bool:
    if {stage.side, size.side} == {"droite", "gauche"} or stage.dated is None or size.dated is None:
        return False
    return not on_piece and abs((stage.dated - size.dated).days) <= QUARTER


def _fits(size: float, letter: str, table: SizeOfStage) -> bool:
    least, most = table.limits[letter]
    return least * (1 - MARGIN) <= size <= most * (1 + MARGIN)


def _of_stage(stage: Fact, size: Fact) -> Conflict:
    millimetres = french_number(size.value) if isinstance(size.value, int | float) else str(size.value)
    when = f" ({french_date(size.dated)})" if size.dated else ""
    return Conflict(
        key=size.key,
        facts=(stage.id, size.id),
        filenames=(stage.source.filename, size.source.filename),
        what_fr=f"Stade et taille : {stage.value} dans « {stage.source.filename} » ; {millimetres} mm dans "
        f"« {size.source.filename} »{when}.",
    )
