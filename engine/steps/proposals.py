"""Which sentences of a letter conclude or propose: what a first doctor thinks, kept from the draft."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from engine.domain.fact import Sentence
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern

LISTED = re.compile(r"[:;]\s*\d{1,2}[.)]\s*$|:\s*$")
"""How a sentence ends that opens a list, or the next line of one: "Je propose : 1."."""
BLANK = re.compile(r"\s*")
HEADS = {"au", "en", "conclusion", "conclusions", "proposition", "propositions", "decision", "decisions"}
"""With which words a heading begins that no colon ends."""
LETTERHEAD = 7
"""Lines at the top of a letter in which its writer is named."""


def proposal_spans(
    text: str,
    kind: str,
    sentences: Sequence[Sentence],
    vocabulary: Vocabulary,
    options: Sequence[str] | None = None,
) -> tuple[tuple[int, int], ...]:
    """Stretches of `text` that conclude or propose, by the offsets of whole sentences.

    A heading ("Conclusion :", "Au total") opens a stretch that runs to the end of its paragraph. Where `options` are
    given, expressions that name what is to be decided, only the sentences that name one of them propose: the writer is
    of a field that does not decide it, and what a neurologist concludes is a finding, as is what came of a treatment.
    """
    if any(rule.kind == kind and rule.measures for rule in vocabulary.kinds):
        return ()
    folded = fold(text)
    spans: list[tuple[int, int]] = []
    for expression in vocabulary.sections.proposal:
        for match in pattern(expression).finditer(folded):
            start, end = _sentence_at(match.start(), sentences, len(text))
            if _is_heading(text[slice(*match.span())]):
                # What stands above a heading that has a line of its own is not concluded by it.
                start = max(start, match.start()) if match[0].strip() in HEADS else start
                end = max(end, _paragraph_end(folded, match.end()))
            spans.append((start, end))
    found = _joined([*spans, *_going_on(folded, spans, sentences, vocabulary.sections.goes_on)])
    if options is None:
        return found
    naming = _naming(folded, found, sentences, options)
    return _joined([s for s in naming if any_match(vocabulary.authors.outcomes, folded[slice(*s)]) is None])


def is_of_another_field(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the letterhead of `text` names a field that decides of none of the pathways' questions, and none that
    does: cardiology, neurology, physiotherapy."""
    fields = vocabulary.authors
    lines = [line for line in fold(text).splitlines() if line.strip()][:LETTERHEAD]
    above = takewhile(lambda line: any_match(fields.head_ends, line) is None, lines)
    head = "\n".join(line for line in above if any_match(fields.others, line) is None)
    return any_match(fields.other_fields, head) is not None and any_match(fields.deciding_fields, head) is None


def _naming(
    folded: str, spans: Sequence[tuple[int, int]], sentences: Sequence[Sentence], options: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The sentences of the stretches that name an option."""
    for start, end in spans:
        for sentence in sentences:
            first, last = max(start, sentence.start), min(end, sentence.end)
            if first < last and any_match(tuple(options), folded[first:last]) is not None:
                yield first, last


def _is_heading(cue: str) -> bool:
    """Whether words as printed open a part of a letter; without a colon a small letter shows a line that runs on."""
    first = cue.split(maxsplit=1)[0]
    return cue.rstrip().endswith((":", ".")) or (fold(first) in HEADS and not first[0].islower())


def _going_on(
    folded: str, spans: Sequence[tuple[int, int]], sentences: Sequence[Sentence], openings: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    """The sentences that only carry on what the one before them proposes: "Puis létrozole cinq ans", a list."""
    carried = False
    for before, sentence in pairwise(sentences):
        proposes = carried or any(start < before.end and before.start < end for start, end in spans)
        listed = LISTED.search(folded[before.start : before.end]) is not None
        said = folded[sentence.start : sentence.end].strip()
        carried = proposes and (listed or any_match(openings, said) is not None)
        if carried:
            yield sentence.start, sentence.end


def _sentence_at(position: int, sentences: Sequence[Sentence], length: int) -> tuple[int, int]:
    for sentence in sentences:
        if sentence.start <= position < sentence.end:
            return sentence.start, sentence.end
    return position, length


def _paragraph_end(folded: str, position: int) -> int:
    """Where the paragraph ends that begins at or below `position`: a heading may have a blank line under it."""
    begun = BLANK.match(folded, position)
    blank = folded.find("\n\n", begun.end() if begun else position)
    return blank if blank >= 0 else len(folded)


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
