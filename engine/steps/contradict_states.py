"""What is either so or not of a patient, told in two ways."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.domain.contradiction_words import StatedCheck, ToldNormal
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import dates_in
from engine.steps.clauses import clause_around
from engine.steps.contradict_facts import LETTERS, MOST_FILES, SAME_TIME, YEAR, proposals
from engine.steps.contradict_parts import checks
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.of_partner import of_partner
from engine.steps.places import ReadPageText

SIDED = re.compile(r"\b(?:droite?|gauche)s?\b")

LONGEST = 120
"""Characters of a clause that is quoted whole."""

Told = tuple[ReadPageText, str]
Words = tuple[str, int]
"""A quote and the place in its table of the expression that found it; `DENYING` for one that denies in so many words,
`APART` for one that tells why nothing may be compared."""
DENYING, APART = -1, -2
NUMBER = re.compile(r"(?<![\d.,/])\d{2,3}(?:[.,]\d+)?(?![\d/])")
Said = dict[str, tuple[ReadPageText, list[Words]]]
"""What documents say of a matter, each by its id."""


def states(
    facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> list[Conflict]:
    """What one document says and another of much the same time denies: smoking, menopause, children, what a letter has
    from a report. A document that says both says nothing.

    What a document concludes counts only where `facts` holds its proposals.
    """
    proposed = proposals(facts)
    found = []
    for check in checks(vocabulary.contradictions):
        if check.pathways and pathway.id not in check.pathways:
            continue
        so: Said = {}
        not_so: Said = {}
        own = [p for p in places if p.document.owner != "partner" and p.document.dated]
        for place in own:
            for is_so, said in _said(place, check, vocabulary, whole=place.document.id in proposed):
                (so if is_so else not_so).setdefault(place.document.id, (place, []))[1].append(said)
        apart = [pair for place, said in so.values() for pair in _incomparable((place, said[0]), own, check)]
        pairs = (
            ((so[a][0], one), (not_so[b][0], other))
            for a in so
            for b in not_so
            if a != b
            and _days_apart(so[a][0], not_so[b][0]) <= check.days
            and (_is_retold(a, b, so, not_so, check) if check.retold else a not in not_so and b not in so)
            for one in so[a][1]
            for other in not_so[b][1]
            if not (check.comes_on and _has_come_on((so[a][0], one[0]), not_so[b][0], check.lag))
            and not _are_of_two_sides(one[0], other[0])
            and not _elsewhere(one[0], other[0], vocabulary.contradictions.sites.get(check.key, {}))
        )
        best = min((*pairs, *apart), key=_is_weak, default=None)
        if best:
            pair = tuple((place, quote) for place, (quote, _) in best)
            quotes = " ; ".join(f"« {quote} » dans « {place.document.filename} »" for place, quote in pair)
            beside = [other for (one, _), (other, _) in apart if one is best[0][0]]
            names = _files_of(pair, [place for place, _ in (*so.values(), *not_so.values())], beside, check.days)
            hidden = tuple(dict.fromkeys(f for place, _ in pair if (f := proposed.get(place.document.id))))
            what = f"{check.label_fr} : {quotes}."
            found.append(Conflict(key=check.key, facts=hidden, filenames=names, what_fr=what))
    return found


def _is_weak(pair: tuple[tuple[ReadPageText, Words], tuple[ReadPageText, Words]]) -> tuple[bool, bool, bool]:
    """Whether a pair of quotes is not the most telling one: who denies speaks of something else than who affirms, or
    one of both only mentions what another paper reports."""
    (one, (_, said)), (other, (_, denied)) = pair
    mentioned = (*LETTERS, "autre")
    return denied not in (DENYING, said), one.document.kind in mentioned, other.document.kind in mentioned


def _incomparable(
    told: tuple[ReadPageText, Words], places: Sequence[ReadPageText], check: StatedCheck
) -> Iterator[tuple[tuple[ReadPageText, Words], tuple[ReadPageText, Words]]]:
    """The papers that give a number of a letter's, of which they tell that nothing may be compared with it."""
    letter = told[0]
    if letter.document.kind not in LETTERS or not check.incomparable:
        return
    given = {*NUMBER.findall(letter.told)}
    for place in (p for p in places if p.document.id != letter.document.id):
        folded = fold(place.told)
        for match in (m for e in check.incomparable for m in pattern(e).finditer(folded)):
            quote = quoted(place.told, match)
            if given & {*NUMBER.findall(quote)}:
                yield told, (place, (quote, APART))


def _elsewhere(one: str, other: str, sites: Mapping[str, str]) -> bool:
    """Whether two quotes name sites (expressions by name) and none of them both."""
    named = [{site for site, e in sites.items() if pattern(e).search(fold(quote))} for quote in (one, other)]
    return all(named) and named[0].isdisjoint(named[1])


def _files_of(
    pair: Sequence[Told], told: Sequence[ReadPageText], beside: Sequence[ReadPageText], days: int
) -> tuple[str, ...]:
    """The files of two documents and, where there are few, of others of their time that say what either does, and of
    those `beside`."""
    near = [place for place in told if all(_days_apart(place, one) <= days for one, _ in pair)]
    return tuple(dict.fromkeys(p.document.filename for p in (*(one for one, _ in pair), *near, *beside)))[:MOST_FILES]


def _is_retold(
    one: str,
    other: str,
    so: Said,
    not_so: Said,
    check: StatedCheck,
) -> bool:
    """Whether one of two documents is a letter and the other a report, and no report says what the letter does.

    A report that finds a thing in one place finds it, whatever it denies elsewhere: a letter that denies it is wrong.
    """
    kinds = {d: place.document.kind for d, (place, _) in (*so.items(), *not_so.items())}
    if check.among_letters and kinds[one] in LETTERS and kinds[other] in LETTERS:
        return one not in not_so and other not in so and all(kinds[d] in LETTERS for d in not_so)
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
    return quoted_at(text, *found.span())


def quoted_at(text: str, start: int, end: int) -> str:
    """The same of `text[start:end]`."""
    left, right = clause_around(text, start, end)
    if right - left > LONGEST:
        # A clause that runs on from an identity line, or that holds a whole list: only the lines that tell it.
        left = max(left, text.rfind("\n", 0, start) + 1)
        right = min(right, stop if (stop := text.find("\n", end)) >= 0 else right)
    return " ".join(text[left:right].split()).strip("-•*+ ,")


def _said(
    place: ReadPageText, check: StatedCheck, vocabulary: Vocabulary, *, whole: bool
) -> Iterator[tuple[bool, Words]]:
    text = place.page.text if whole else place.told
    folded = fold(text)
    expressions = (*((True, n, e) for n, e in enumerate(check.affirmed)), *((False, DENYING, e) for e in check.denied))
    for says, number, expression in expressions:
        for match in pattern(expression).finditer(folded):
            polarity, bearer = place.assertions.of(*match.span(), own_cues=not check.worded)
            others = of_partner(text, match.start(), check.key, vocabulary.people)
            quote = quoted(text, match)
            likely = polarity != "hypothetical" or (says and any_match(vocabulary.contradictions.likely, fold(quote)))
            of_whom = bearer == check.bearer or (bearer == "patient" and not says)
            unsaid = says and polarity == "negated" and (check.worded or not _denies(text, match, check))
            if check.among_letters and not says and _is_of_before(quote, place):
                continue
            if of_whom and not others and likely and not unsaid:
                yield says and polarity != "negated", (quote, number)


def _is_of_before(quote: str, place: ReadPageText) -> bool:
    """Whether words name a year, and none but years before their document's."""
    years = [int(y) for y in YEAR.findall(quote)]
    return bool(years) and place.document.dated is not None and max(years) < place.document.dated.year


def _denies(text: str, found: re.Match[str], check: StatedCheck) -> bool:
    """Whether the words before what is negated deny it in so many words, where the check asks for such."""
    left, _ = clause_around(text, *found.span())
    return not check.denying or any_match(check.denying, fold(text[left : found.start()])) is not None


def _has_come_on(told: Told, denial: ReadPageText, lag: int) -> bool:
    """Whether a document is more than `lag` days later than another one, or prescribes on its day, and does not date
    what it tells before it."""
    (one, quote), b = told, denial.document.dated
    a = one.document.dated
    if a is None or b is None:
        return False
    if days := [d.day for d in dates_in(quote, date.max)]:
        return max(days) >= b
    later = (a - b).days
    if not (later > lag or (later == lag == 0 and one.document.kind == "ordonnance")):
        return False
    years = [int(y) for y in YEAR.findall(quote)]
    return not years or max(years) >= b.year


def _are_of_two_sides(one: str, other: str) -> bool:
    """Whether one quote names the right side only and the other one the left side only."""
    named = [{m[0][:5] for m in SIDED.finditer(fold(quote))} for quote in (one, other)]
    return sorted(map(sorted, named)) == [["droit"], ["gauch"]]


def _days_apart(one: ReadPageText, other: ReadPageText) -> int:
    a, b = one.document.dated, other.document.dated
    return abs((a - b).days) if a and b else 0
