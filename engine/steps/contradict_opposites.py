"""What one document affirms and another denies: a disease, a finding that stays, an allergy, an operation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.contradict_facts import LETTERS, MOST_FILES, is_aside, is_done, is_patients, of_pair, same_time
from engine.steps.mentions import DIAGNOSIS_KEY


def opposites(
    facts: Sequence[Fact], kinds: Mapping[str, str], pathway: Pathway, vocabulary: Vocabulary
) -> list[Conflict]:
    """What one document affirms and another of much the same time denies: a diagnosis, a key fact that is present or
    absent, a finding that does not come and go, an allergy. A document that says both contradicts nobody."""
    words = vocabulary.contradictions
    present = [k.id for k in pathway.key_facts if any("negated" in p.value_by_polarity for p in k.patterns)]
    found = []
    for key in dict.fromkeys((DIAGNOSIS_KEY, *present, *words.lasting, *words.lifelong)):
        told = [f for f in facts if key in (f.key, words.alike.get(f.key)) and is_patients(f)]
        told += [f for f in facts if words.kinds_of.get(f.key) == key and is_done(f, vocabulary)]
        if key not in present:
            told = _of_one_mind(told)
        # Who names an operation denies any other one only.
        named = {f.source.document for f in told if f.key in words.kinds_of}
        told = [f for f in told if f.polarity != "negated" or f.source.document not in named]
        pairs = (
            (one, other)
            for one in told
            for other in told
            if other.polarity == "negated"
            and (one.polarity == "affirmed" or (key in words.lasting and _is_likely(one, vocabulary)))
            and other.key not in words.kinds_of
            and not any_match(words.denying_others, fold(other.source.quote))
            and not (key in words.kinds_of.values() and any_match(words.intended, fold(other.source.quote)))
            and not (one.key in words.kinds_of and is_aside(other, key, vocabulary))
            and one.source.document != other.source.document
            and not (key in present and _of_a_place(other, told, key, vocabulary))
            and _of_one_thing(one, other, is_present=key in present)
            and {one.side, other.side} != {"droite", "gauche"}
            and not _elsewhere(one, other, words.sites.get(key, {}))
            and (key in words.lifelong or same_time(one, other) or _was_done_before(one, other, words.kinds_of))
            and not (key in words.changing and one.dated and other.dated and one.dated > other.dated)
            and (key != DIAGNOSIS_KEY or _denies_it(one, other, told, kinds, pathway, vocabulary))
        )
        # What a report tells of its own day says more than who mentions it.
        pair = min(pairs, key=lambda of: (_is_mentioned(of[0], kinds), _is_mentioned(of[1], kinds)), default=None)
        if pair:
            quotes = " ; ".join(f"« {f.source.quote} » dans « {f.source.filename} »" for f in pair)
            shown = (*pair, *_siding(pair, told))
            found.append(of_pair(key, shown, f"{pair[0].label_fr} : {quotes}."))
    return found


def _is_mentioned(fact: Fact, kinds: Mapping[str, str]) -> bool:
    """Whether a paper that reports nothing of its own tells a fact."""
    return kinds.get(fact.source.document) in (*LETTERS, "autre", "ordonnance")


def _siding(pair: tuple[Fact, Fact], told: Sequence[Fact]) -> list[Fact]:
    """One fact of each other file of much the same time that says the very same as either of two."""
    known = {f.source.filename for f in pair}
    alike = (f for f in told for one in pair if (f.key, f.polarity, f.value) == (one.key, one.polarity, one.value))
    near = {
        f.source.filename: f for f in alike if f.source.filename not in known and any(same_time(f, o) for o in pair)
    }
    return [*near.values()][: MOST_FILES - len(known)]


def _of_a_place(denial: Fact, told: Sequence[Fact], key: str, vocabulary: Vocabulary) -> bool:
    """Whether a denial is of one place only: its words name it, or its own document finds the thing elsewhere."""
    found = any(f.source.document == denial.source.document and f.polarity == "affirmed" for f in told)
    return found or is_aside(denial, key, vocabulary)


def _denies_it(
    one: Fact, other: Fact, told: Sequence[Fact], kinds: Mapping[str, str], pathway: Pathway, vocabulary: Vocabulary
) -> bool:
    """Whether a denial is of the disease that is affirmed: in the same words of the pathway's table, and not of one
    specimen where another one bears the disease out."""
    quotes = [fold(f.source.quote) for f in (one, other)]
    named = [e for d in pathway.diagnoses if d.label_fr == one.value for e in d.any_of]
    words = [{m[0] for e in named for m in pattern(e).finditer(quote)} for quote in quotes]
    if all(words) and not any(a.startswith(b) or b.startswith(a) for a in words[0] for b in words[1]):
        return False
    form = [{m[0] for e in vocabulary.contradictions.other_form for m in pattern(e).finditer(q)} for q in quotes]
    if form[1] - form[0]:
        return False
    on_cells = [f for f in told if kinds.get(f.source.document) == "anatomopathologie" and f.polarity == "affirmed"]
    is_specimen = kinds.get(other.source.document) == "anatomopathologie"
    is_specimen = is_specimen or any_match(vocabulary.contradictions.of_specimen, quotes[1]) is not None
    return not (is_specimen and any(f.value == one.value for f in on_cells))


def _of_one_thing(one: Fact, other: Fact, *, is_present: bool) -> bool:
    """Whether the denial is of what is affirmed: an unnamed allergy denies any, one to iodine only that one."""
    if is_present:
        # A denial in other words than the key fact's own ("pas de myome sous-muqueux") denies one kind of it only.
        return other.value is not None and one.value != other.value
    if one.key == DIAGNOSIS_KEY:
        return one.value == other.value
    if one.key != other.key:
        return True
    return other.value is None or one.value == other.value


def _was_done_before(one: Fact, other: Fact, kinds_of: Mapping[str, str]) -> bool:
    """Whether an operation was done before a document that denies any."""
    return one.key in kinds_of and bool(one.dated and other.dated and one.dated <= other.dated)


def _elsewhere(one: Fact, other: Fact, sites: Mapping[str, str]) -> bool:
    """Whether the two quotes name sites (expressions by name) and none of them both."""
    named = [{site for site, e in sites.items() if pattern(e).search(fold(f.source.quote))} for f in (one, other)]
    return all(named) and named[0].isdisjoint(named[1])


def _is_likely(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a document holds for likely what it does not affirm ("descellement probable")."""
    return fact.polarity == "hypothetical" and bool(
        any_match(vocabulary.contradictions.likely, fold(fact.source.quote))
    )


def _of_one_mind(told: Sequence[Fact]) -> list[Fact]:
    """Without the facts of documents that affirm and deny the same thing of no other side: they speak of two."""
    said: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for fact in told:
        said[fact.source.document, fact.side, fact.value].add(fact.polarity)
    return [f for f in told if not {"affirmed", "negated"} <= said[f.source.document, f.side, f.value]]
