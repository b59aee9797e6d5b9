"""Which stretches of a text are negated, uncertain or about the family, and what that makes of a span."""

import re
from collections.abc import Sequence

from engine.domain.fact import Bearer, Polarity, ReadText, Scope, ScopeKind, Sentence
from engine.domain.record import Record
from engine.domain.vocabulary import Cue, Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import GOES_ON, clause_around

LIST_GOES_ON = re.compile(r"\s*(?:ni\b|ou\b|et de\b|d'|de\b|des\b|du\b|sans\b|pas\b)")


TURNING = ("negation", "hypothesis")
"""Kinds of cues whose forward reach ends where the sentence turns to something else."""
NEARBY = 20
"""Characters around a family stretch in which the relative is named."""


ASIDE = re.compile(
    r",\s*(?:notamment|en particulier|surtout|y compris|dont|par exemple|entre autres|voire)\b[^,.;:()]{0,60},(?=\s)"
)
"""A remark between two commas: the sentence goes on behind it."""


class Span(Record):
    """A stretch that one cue governs; `kind` is a cue kind of the table, `alarming` and `conditional` that cue's."""

    kind: str
    start: int
    end: int
    cue_start: int
    cue_end: int
    alarming: bool = False
    conditional: bool = False


class Assertions(Record):
    """All governed stretches of one text, weakest first."""

    spans: tuple[Span, ...]

    def of(
        self,
        start: int,
        end: int,
        *,
        own_cues: bool = True,
        but: Sequence[tuple[int, int]] = (),
        feared: bool = False,
    ) -> tuple[Polarity, Bearer]:
        """What is asserted of `text[start:end]`: the last covering cue of polarity, and of bearer, decides.

        Without `own_cues` those that share words with the span ("je n'ai plus de gaz") turn nothing, nor ever do those
        that share words with a stretch of `but`. What is `feared` stands as if it were affirmed.
        """
        polarity: Polarity = "affirmed"
        bearer: Bearer = "patient"
        for span in self.spans:
            # What turns the head of a long expression ("fièvre, genou rouge") turns all of it.
            covers = span.start <= start < span.end
            # A cue inside the span itself ("jamais opérée") speaks for all of it.
            inside = start <= span.cue_start and span.cue_end <= end
            overlaps = span.cue_start < end and start < span.cue_end
            spared = any(span.cue_start < b and a < span.cue_end for a, b in but)
            if (feared and span.alarming) or spared or (overlaps and not own_cues) or not (covers or inside):
                continue
            if span.kind in ("family", "patient"):
                bearer = "family" if span.kind == "family" else "patient"
            elif span.kind == "negation":
                polarity = "negated"
            elif span.kind in ("hypothesis", "uncertain"):
                polarity = "hypothetical"
            elif span.kind == "affirmation":
                polarity = "affirmed"
        return polarity, bearer

    def is_conditional(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` begins or ends in a case that may come ("en cas d'amélioration nette")."""
        return any(s.conditional and any(s.start <= p < s.end for p in (start, end - 1)) for s in self.spans)

    def scopes(self) -> tuple[Scope, ...]:
        """The stretches as scopes of negation, hypothesis and family."""
        names: dict[str, ScopeKind] = {
            "negation": "negation",
            "hypothesis": "hypothesis",
            "uncertain": "hypothesis",
            "family": "family",
        }
        return tuple(
            Scope(kind=names[s.kind], start=s.start, end=s.end)
            for s in self.spans
            if s.kind in names and s.start < s.end
        )


def assert_spans(text: str, read: ReadText, vocabulary: Vocabulary) -> Assertions:
    """Combine the reader's family scopes with the table's cues. Later cues of the table win over earlier ones.

    Negation and uncertainty are the table's alone: on gold texts it is more exact than EDS-NLP's lists.
    An uncertain adjective under a negation ("absence de lésion suspecte") describes what is denied: it yields. What is
    conditional ("si HER2 négatif") stays so.
    """
    folded = fold(text)
    relatives = tuple(cue.regex for cue in vocabulary.cues if cue.kind == "family")
    spans = [
        Span(kind=s.kind, start=s.start, end=s.end, cue_start=s.start, cue_end=s.start)
        for s in read.scopes
        # A husband or a friend who comes along is no relative whose illness counts.
        if any_match(relatives, folded[max(0, s.start - NEARBY) : s.end + NEARBY])
    ]
    for cue in vocabulary.cues:
        for match in pattern(cue.regex).finditer(folded):
            if cue.row and text[match.end() :].lstrip(" .|\n")[:1].islower():
                continue
            start, end = _governed(text, match.start(), match.end(), cue, read.sentences, vocabulary)
            denied = any(s.kind == "negation" and s.start <= match.start() < s.end for s in spans)
            yields = cue.kind == "hypothesis" and denied
            if yields and not cue.conditional:
                continue
            cue_start, cue_end = _cue_word(folded, match)
            spans.append(
                Span(
                    kind="condition" if yields else cue.kind,
                    start=start,
                    end=end,
                    cue_start=cue_start,
                    cue_end=cue_end,
                    alarming=cue.alarming,
                    conditional=cue.conditional,
                )
            )
    return Assertions(spans=tuple(spans))


def _cue_word(folded: str, match: re.Match[str]) -> tuple[int, int]:
    """The cue as printed, or what its expression names `cue`; one that only looks round from a place is the word that
    ends or begins there."""
    if "cue" in match.re.groupindex:
        return match.span("cue")
    if match.end() > match.start():
        return match.span()
    before = re.search(r"\w+$", folded[max(0, match.start() - NEARBY) : match.start()])
    if before:
        return match.start() - len(before[0]), match.start()
    after = re.compile(r"\w*").match(folded, match.end())
    return match.start(), after.end() if after else match.end()


def _governed(
    text: str, start: int, end: int, cue: Cue, sentences: Sequence[Sentence], vocabulary: Vocabulary
) -> tuple[int, int]:
    if cue.governs == "within":
        return start, end
    folded = fold(text)
    left, right = clause_around(text, start, end)
    # What a heading opens may be taken for a sentence of its own ("ATCD fam.: goutte").
    opens = end + len(text[end:]) - len(text[end:].lstrip()) if cue.governs == "rest" else start
    for number, sentence in enumerate(sentences):
        if sentence.start <= start < sentence.end:
            left = max(left, sentence.start)
        if sentence.start <= opens < sentence.end:
            # "Pas de" at the end of a line goes on, though the next line begins with a capital.
            goes_on = GOES_ON.search(folded[: sentence.end].rstrip()) is not None and number + 1 < len(sentences)
            last = sentences[number + 1] if goes_on else sentence
            right = min(right, max(last.end, end))
    if cue.governs in ("after", "both"):
        right = _forward_end(folded, end, right, cue.kind, vocabulary)
        if cue.words:
            reach = re.compile(rf"(?:\W*\w+){{0,{cue.words}}}").match(folded, end, right)
            right = reach.end() if reach else end
    if cue.governs in ("before", "both"):
        left = _backward_start(folded, left, start, vocabulary, spares_examination=cue.spares_examination)
    return (start if cue.governs in ("after", "rest") else left), (end if cue.governs == "before" else right)


def _forward_end(folded: str, end: int, right: int, kind: str, vocabulary: Vocabulary) -> int:
    """A colon after a word ends what a cue governs, so does the bracket in which it stands, one that opens behind what
    is denied ("pas d'AINS (anticoagulant)"), a word that turns the sentence, and a comma unless the list goes on ("pas
    d'ascite, de nodule ni d'épanchement")."""
    turn = re.compile(r"\(|(?<=[a-z]) ?:" if kind == "negation" else r"(?<=[a-z]) ?:").search(folded, end, right)
    if turn:
        right = turn.start()
    closing = folded.find(")", end, right)
    if closing >= 0 and "(" not in folded[end:closing]:
        right = closing
    for comma in re.finditer(r",|\bet (?=un|une|la|le|l')", folded[end:right]):
        if not LIST_GOES_ON.match(folded, end + comma.end()):
            right = end + comma.start()
            break
    stops = vocabulary.cue_stops if kind in TURNING else ()
    return min([right, *(m.start() for x in stops if (m := pattern(x).search(folded, end, right)))])


def _backward_start(folded: str, left: int, start: int, vocabulary: Vocabulary, *, spares_examination: bool) -> int:
    """A comma or a bracket begins what a backward cue governs, and a word that opens another matter."""
    told = ASIDE.sub(lambda aside: " " * len(aside[0]), folded[left:start])
    left = max(left, left + told.rfind(",") + 1)
    bracket = folded.rfind("(", left, start)
    if bracket >= 0 and ")" not in folded[bracket:start]:
        left = bracket + 1
    expressions = (*vocabulary.cue_openers, *(vocabulary.examinations if spares_examination else ()))
    return max([left, *(m.end() for x in expressions for m in pattern(x).finditer(folded, left, start))])
