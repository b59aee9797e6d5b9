"""What letters make of reports: values that none gives, and a disease called calm that one finds on the move."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.contradiction_words import Alike
from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.calendar_dates import MONTHS
from engine.steps.contradict_facts import (
    LETTERS,
    RETOLD,
    agree,
    are_near,
    is_aside,
    is_felt,
    is_patients,
    is_sure,
    named_fr,
    of_pair,
    proposals,
    same_time,
    siding,
    told_fr,
)
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.set_apart import OTHER

COPIED = Alike(tolerance=1, share=0.05)
"""How far a number may be off that a letter copies from a report: it is rounded, and not measured again."""
SHORTEST, CHANGED = 3, 60
WORD = re.compile(r"[a-z]{6,}")


def retold(facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary) -> list[Conflict]:
    """What a letter tells of a finding that reports measure, when it is none of their values: of the same lesion or
    another, then or before. A letter that also tells one of theirs contradicts nothing."""
    found = []
    for key, rule in vocabulary.contradictions.retold.items():
        told = [f for f in facts if _base(f) in (key, *rule.also) and f.value is not None and is_sure(f)]
        told = [f for f in told if not is_aside(f, key, vocabulary)]
        letters = [f for f in told if kinds.get(f.source.document) in LETTERS and not f.key.endswith(RECALLED)]
        reports = [f for f in told if kinds.get(f.source.document) not in LETTERS]
        for letter in (f for f in letters if f.key == key):
            own = [f for f in letters if f.source.document == letter.source.document]
            near = [f for f in reports if are_near(letter, f, RETOLD)]
            near = [f for f in near if {letter.side, f.side} != {"droite", "gauche"}] or near
            copied = [f for f in near if _names_month(letter, f)]
            if near and not any(agree(a, b, COPIED if b in copied else rule) for a in own for b in near):
                shown = min((letter, *own), key=lambda f: is_felt(f, vocabulary))
                latest = max(near, key=lambda f: (_words_shared(shown, f), f.key == key, f.dated or date.min))
                meant = (shown, latest, *siding((shown, latest), told, rule, RETOLD))
                what = f"{named_fr(letter.label_fr)} : {' ; '.join(told_fr(f, key) for f in meant)}."
                found.append(of_pair(key, meant, what))
                break
    return found


def _words_shared(letter: Fact, report: Fact) -> int:
    """How many of the words that tell what was measured ("carcinome papillaire") stand in both quotes."""
    told = ({w.rstrip("s") for w in WORD.findall(fold(f.source.quote))} for f in (letter, report))
    return len(set.intersection(*told))


def _names_month(letter: Fact, report: Fact) -> bool:
    """Whether a letter gives a number as that of the examination of a report's month: it copies it."""
    if report.dated is None or not isinstance(report.value, int | float):
        return False
    names = (name for name, number in MONTHS.items() if number == report.dated.month and len(name) > SHORTEST)
    return any_match(tuple(rf"\b{name}\b" for name in names), fold(letter.source.quote)) is not None


def told_once(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """One conflict for all that tell a value of the same fact: a letter's value against those of two reports."""
    found: list[Conflict] = []
    for conflict in conflicts:
        before = next((c for c in found if c.key == conflict.key and {*c.facts} & {*conflict.facts}), None)
        if before is None:
            found.append(conflict)
            continue
        said = conflict.what_fr.partition(" : ")[2].rstrip(".").split(" ; ")
        more = [part for part in said if part not in before.what_fr]
        found[found.index(before)] = Conflict(
            key=before.key,
            facts=tuple(dict.fromkeys((*before.facts, *conflict.facts))),
            filenames=tuple(dict.fromkeys((*before.filenames, *conflict.filenames))),
            what_fr=" ; ".join([before.what_fr.rstrip("."), *more]) + ".",
        )
    return found


def planned(conflict: Conflict, facts: Sequence[Fact], places: Sequence[ReadPageText], vocabulary: Vocabulary) -> bool:
    """Whether a letter itself changes a dose to the number that a paper of its day or a later one gives."""
    told = [f for f in facts if f.id in conflict.facts and isinstance(f.value, int | float)]
    telling = {f.source.document for f in told}
    # What a letter proposes is for those alone who may see its proposals.
    seen = proposals(facts)
    for letter in (p for p in places if p.document.id in telling and p.document.kind in LETTERS):
        folded = fold(letter.page.text if letter.document.id in seen else letter.told)
        day = letter.document.dated
        later = [f for f in told if f.source.document != letter.document.id and day and f.dated and f.dated >= day]
        for match in (m for f in later for m in re.finditer(rf"(?<![\d,.]){f.value:g}(?![\d,.])", folded)):
            if any_match(vocabulary.contradictions.changed_to, folded[max(0, match.start() - CHANGED) : match.start()]):
                return True
    return False


def _base(fact: Fact) -> str:
    return fact.key.removesuffix(RECALLED).removesuffix(OTHER)


def evolutions(facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary) -> list[Conflict]:
    """A disease that a letter calls harmless or unchanged, and that a report of the same time finds on the move."""
    words = vocabulary.contradictions
    calm = [
        f
        for f in facts
        if kinds.get(f.source.document) in LETTERS
        and f.polarity == "affirmed"
        and is_patients(f)
        and any_match(words.calm, fold(f.source.quote))
    ]
    moving = [
        f
        for f in facts
        if kinds.get(f.source.document) not in LETTERS
        and f.polarity != "negated"
        and is_patients(f)
        and any_match(words.moving, fold(f.source.quote))
    ]
    pair = next(((a, b) for a in calm for b in moving if same_time(a, b)), None)
    if pair is None:
        return []
    quotes = " ; ".join(f"« {f.source.quote} » dans « {f.source.filename} »" for f in pair)
    return [of_pair("evolution", pair, f"Évolution de la maladie jugée différemment : {quotes}.")]
