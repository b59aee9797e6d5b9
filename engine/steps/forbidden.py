"""Classes of treatments that a dossier forbids: of which options they are part, and whether the first opinion proposes
one all the same."""

import re
from collections.abc import Mapping, Sequence

from engine.domain.contradiction_words import ContradictionWords, Shunned
from engine.domain.opinion import Draft
from engine.domain.option import Option
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.first_position import NEARBY, SENTENCE_END, FirstPosition
from engine.steps.interpret import Interpreted

WITHOUT = re.compile(r"\b(?:sans|hors|sauf|evit[a-z]+|eviction|refus[a-z]*|jamais)\b[^.;:\n]{0,30}$")
"""What stands before a class that is not given."""
LEFT = re.compile(
    r"^[^.;:\n]{0,40}\b(?:contre-?indi|proscri|interdi|deconseill|exclu|ecarte|impossible|a eviter|a ne pas )"
)
"""What stands behind it."""


def classes_forbidden(holding: Sequence[Interpreted], words: ContradictionWords) -> Mapping[str, Shunned]:
    """By the id of an interpretation that holds, the class that it forbids."""
    classes = {s.key: s for s in words.shunned}
    told = {one.interpretation.id: one.interpretation.forbids for one in holding}
    return {name: classes[key] for name, key in told.items() if key in classes}


def is_part_of(shunned: Shunned, option: Option) -> bool:
    """Whether a treatment may be given as that class: what its label or a statement for it names. Nobody is operated
    on with a drug."""
    told = (option.label_fr, *(s.statement_fr for s in option.statements if s.stance == "supports"))
    return not option.surgical and any(_words(shunned).search(fold(t)) for t in told)


def proposed_all_the_same(
    draft: Draft, first: FirstPosition | None, pathway: Pathway, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The sentences of the draft that forbid a class of which the first opinion proposes a drug."""
    if first is None:
        return ()
    classes = {s.key: s for s in vocabulary.contradictions.shunned}
    forbidding = {f"{pathway.id}/{i.id}": classes[i.forbids] for i in pathway.sentences if i.forbids in classes}
    cited = {c.ref: c.text.partition(" : ")[2] for s in draft.statements for c in s.cites if c.kind == "calculation"}
    return tuple(
        told for ref, told in cited.items() if ref in forbidding and _proposes(first, forbidding[ref], vocabulary)
    )


def _proposes(first: FirstPosition, shunned: Shunned, vocabulary: Vocabulary) -> bool:
    choice, stopped = vocabulary.choice, vocabulary.contradictions.stopped
    for sentence in SENTENCE_END.split(first.proposed):
        for match in _words(shunned).finditer(sentence):
            before, behind = sentence[max(0, match.start() - NEARBY) : match.start()], sentence[match.end() :][:NEARBY]
            left = WITHOUT.search(before) or LEFT.search(behind) or any_match(stopped, sentence)
            if not left and not any_match(choice.before, before) and not any_match(choice.behind, behind):
                return True
    return False


def _words(shunned: Shunned) -> re.Pattern[str]:
    return pattern(f"(?:{shunned.spoken}|{shunned.named})")
