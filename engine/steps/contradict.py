"""Contradictions between documents: reported with both places, never resolved, one finding a matter."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.conditions import Value
from engine.domain.contradiction_words import Alike
from engine.domain.document import Document, Page
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.contradict_acts import act_days
from engine.steps.contradict_answers import answered_otherwise
from engine.steps.contradict_avoided import avoided
from engine.steps.contradict_births import births
from engine.steps.contradict_copied import superseded
from engine.steps.contradict_counts import counts
from engine.steps.contradict_deferred import deferred
from engine.steps.contradict_durations import durations
from engine.steps.contradict_facts import sides, unsettled, values
from engine.steps.contradict_identity import identities
from engine.steps.contradict_letters import evolutions, planned, retold, told_once
from engine.steps.contradict_misquoted import misquoted
from engine.steps.contradict_never import never_taken
from engine.steps.contradict_omissions import unmentioned_diseases, untreated
from engine.steps.contradict_operated import never_operated, of_their_time, operated_elsewhere, operations
from engine.steps.contradict_opposites import opposites
from engine.steps.contradict_sex import sexes
from engine.steps.contradict_stages import stages
from engine.steps.contradict_states import placed, states, told_normal
from engine.steps.contradict_told import operation_days, reservations, strategies, treatments
from engine.steps.contradiction_words import told_by_paper
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.paper_names import paper_name
from engine.steps.places import ReadPageText

CLINICAL_STAGE, EXTENSION = "ct", "extension"
STAGE, NODES = "tnm", "ganglions"
TUMOUR = re.compile(r"t([0-4])")


def contradictions(
    documents: Sequence[Document],
    facts: Sequence[Fact],
    pathway: Pathway,
    variables: Mapping[str, Value | None],
    vocabulary: Vocabulary,
    places: Sequence[ReadPageText] = (),
    pages: Sequence[Page] = (),
    sex: str | None = None,
    born: date | None = None,
) -> tuple[Conflict, ...]:
    """Another person's document that a letter leans upon, sides that differ, the same measure read differently, what
    is affirmed and denied, operations dated in two ways, treatments stopped and going on, answers against documents.

    `places` are the patient's pages as read and `pages` all pages; without them nothing is told of what only stands in
    a text. What documents propose counts only as far as `facts` holds its proposals. `sex` and the birth date `born`
    are the intake's.
    """
    kinds = {d.id: d.kind for d in documents}
    facts = of_their_time(facts, vocabulary)
    strangers = identities(documents, facts, pathway, places, pages, vocabulary, sex)
    taken = {fact for c in strangers for fact in c.facts}
    leant_upon = {name for c in strangers for name in c.filenames}
    # A report of what an operation left names the other side than the disease's.
    left = {p.document.id for p in places if any_match(vocabulary.contradictions.remnant, fold(p.told))}
    sided = sides([f for f in facts if f.source.document not in left], kinds, pathway, vocabulary)
    found = (
        *strangers,
        *births(places, born, sex, vocabulary),
        *sexes(places, sex, vocabulary),
        *sided,
        *(c for c in placed(places, pathway, vocabulary) if not any({*c.filenames} & {*s.filenames} for s in sided)),
        # What a letter has from another person's report is one matter with it.
        *told_once(
            [
                *(
                    c
                    for c in values(unsettled(facts, places, pathway, vocabulary), kinds, pathway, vocabulary)
                    if not taken & {*c.facts} and not planned(c, facts, places, vocabulary)
                ),
                *retold(facts, kinds, vocabulary),
                *misquoted(facts, kinds, vocabulary),
                *(c for c in superseded(facts, kinds, places, vocabulary) if not {*c.filenames} <= leant_upon),
            ]
        ),
        *stages(facts, kinds, pathway, vocabulary),
        *states(facts, places, pathway, vocabulary),
        *told_normal(facts, places, vocabulary),
        *untreated(facts, kinds, places, vocabulary),
        *unmentioned_diseases(places, vocabulary),
        *avoided(facts, places, vocabulary),
        *never_taken(facts, places, vocabulary),
        *counts(facts, places, pathway, vocabulary),
        *durations(places, pathway, vocabulary),
        *opposites(facts, kinds, pathway, vocabulary),
        *operations(facts, kinds, vocabulary),
        *evolutions(facts, kinds, vocabulary),
        *operation_days(places, vocabulary),
        *operated_elsewhere(places, pathway, vocabulary),
        *never_operated(places, vocabulary),
        *act_days(places, pathway, vocabulary),
        *treatments(places, vocabulary),
        *(
            strategies(facts, places, pathway, vocabulary)
            or reservations(facts, places, pathway, vocabulary)
            or deferred(facts, places, pathway, vocabulary)
        ),
        *answered_otherwise(facts, pathway, variables, vocabulary, places),
    )
    told = [c for n, c in enumerate(found) if not any(_is_told_by(c, other) for other in found[:n])]
    same = vocabulary.contradictions.agree
    told = [c for c in told if not any(_is_in_other_figures(c, other, same) for other in told)]
    told = [c for c in told if not any(_is_of_nodes_alone(c, other, facts) for other in told)]
    told = [c for c in told if not any(_is_its_extension(c, other) for other in told)]
    names = {d.id: paper_name(d, vocabulary) for d in documents}
    return tuple(told_by_paper(c, documents, names, places, vocabulary.contradictions.matters) for c in told)


def _is_its_extension(one: Conflict, other: Conflict) -> bool:
    """Whether a clinical stage differs by the spread that another conflict of the same documents tells."""
    return one.key == CLINICAL_STAGE and other.key.startswith(EXTENSION) and {*one.filenames} == {*other.filenames}


def _is_in_other_figures(one: Conflict, other: Conflict, agree: Mapping[str, Alike]) -> bool:
    """Whether another conflict tells the same of these files, under the key for which these are other figures."""
    rule = agree.get(other.key)
    return rule is not None and one.key in rule.also and {*one.filenames} <= {*other.filenames}


def _is_told_by(one: Conflict, other: Conflict) -> bool:
    """Whether a conflict is one that is told already: sides of several things are several matters, one value is one."""
    files, known = {*one.filenames}, {*other.filenames}
    if files == known and one.what_fr.partition(" : ")[2] == other.what_fr.partition(" : ")[2]:
        return True  # the same quotes under another key
    return one.key == other.key and (files == known or (one.key != SIDE_KEY and (files < known or known < files)))


def _is_of_nodes_alone(one: Conflict, other: Conflict, facts: Sequence[Fact]) -> bool:
    """Whether two stages differ by their nodes alone, which another conflict of the same documents tells."""
    if (one.key, other.key) != (STAGE, NODES) or len({*one.filenames} & {*other.filenames}) < len(other.filenames[:2]):
        return False
    staged = [TUMOUR.search(fold(str(f.value))) for f in facts if f.id in one.facts]
    return len({m[1] for m in staged if m}) == 1
