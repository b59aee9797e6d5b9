"""What the letter with the first opinion leaves out: an illness, an operation, a treatment that another paper tells."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from engine.domain.document import Document
from engine.domain.fact import Fact
from engine.domain.left_out_words import LeftOutWords, Matter
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import add_months
from engine.steps.clauses import clause_around
from engine.steps.of_partner import in_part_of_partner, of_partner
from engine.steps.papers import Papers
from engine.steps.places import ReadPageText
from engine.steps.range_levels import level_of

LETTER = "courrier"
WELL_READ = 0.85
"""Below this share of words that are sure, a letter may name what was not read."""
ALIKE = 0.84
STEM = re.compile(r"[a-z]{7,}")
"""A plain beginning of a word, long enough to be known through a wrong letter."""
PARTED = re.compile(r"(?<=[a-z])-\s*\n\s*")
PART = re.compile(r"[.,;:](?=\s)|\s[-–—•]\s|\n(?=\s*[A-ZÀ-Ý])")
HEAD = re.compile(r"\b[A-ZÀ-Ý]{4,}\b|\d{4}|:\s*$")
"""A name, a date or a title in the lines above: they tell whom a paper is about."""
AROUND = " .;:,-–—•*+>="
SHEETS = re.compile(r"\b(?:page|p|courrier|lettre|feuille|feuillet|folio)s?\.? ?(\d) ?(?:/|sur|de) ?(\d)\b")
TELLING = (
    "compte_rendu_hospitalisation",
    "compte_rendu_operatoire",
    "courrier",
    "compte_rendu_examen",
    "biologie",
    "ordonnance",
    "fiche_rcp",
    "compte_rendu_endoscopie",
    "compte_rendu_imagerie",
    "autre",
)
"""Papers that tell a history, the most telling first."""
OWN_DAY = ("compte_rendu_hospitalisation", "compte_rendu_operatoire")
LONGEST = 150


class LeftOut(Record):
    """A matter that no letter of the first opinion names, with the quote and the paper that tell it.

    `fact` where a result tells it, `facts` are ids of the facts that say the same; `measured` where a laboratory does.
    """

    matter: Matter
    quote: str
    document: str
    dated: date | None
    fact: Fact | None = None
    measured: bool = False
    facts: tuple[str, ...] = ()


def whole_letters(papers: Papers, words: LeftOutWords) -> tuple[Document, ...]:
    """The letters with the first opinion where each was read whole and well and tells its history itself; else none."""
    for letter in papers.first:
        own = [p for p in papers.places if p.document.id == letter.id]
        pages = [p.page for p in own]
        text = fold("\n".join(p.told for p in own))
        sheets = max((int(m[2]) for m in SHEETS.finditer(text) if m[1] <= m[2]), default=1)
        read = len(pages) == len(letter.pages) and all(p.origin in ("text_layer", "ocr") for p in pages)
        well = read and all(p.quality >= WELL_READ for p in pages) and sheets <= len(pages)
        if letter.kind != LETTER or not letter.dated or not letter.legible or not text.strip() or not well:
            return ()
        if any_match((*words.refers, *words.goes_on), text):
            return ()
    return papers.first


def left_out(papers: Papers, facts: Sequence[Fact], pathway: Pathway, vocabulary: Vocabulary) -> tuple[LeftOut, ...]:
    """The matters of the pathway that other papers tell of the patient and no letter of the first opinion names, by any
    of their words or treatments; each once, in the table's order. Nothing where a letter was not read whole."""
    words = vocabulary.left_out
    letters = whole_letters(papers, words)
    if not letters:
        return ()
    own = {d.id for d in letters}
    # Another letter by the same hand tells that its author knew.
    hands = {fold(d.author) for d in letters if d.author}
    own |= {d.id for d in papers.documents if d.kind == LETTER and d.author and fold(d.author) in hands}
    # The next sheet of the same sending, which nobody signs, may be the rest of the letter.
    next_sheets = {(d.upload, max(d.pages) + 1) for d in letters}
    loose = (d for d in papers.documents if d.kind in (LETTER, "autre") and not d.author)
    own |= {d.id for d in loose if (d.upload, min(d.pages)) in next_sheets}
    told = [_as_read(p) for p in papers.places if p.document.id in own]
    first = min(d.dated for d in letters if d.dated)
    others = sorted(
        (p for p in papers.places if p.document.id not in own and _may_tell(p.document)),
        key=lambda p: TELLING.index(p.document.kind),
    )
    found: list[LeftOut] = []
    for matter in words.matters:
        wanted = not matter.pathways or pathway.id in matter.pathways
        wanted = wanted and not (matter.group and any(one.matter.group == matter.group for one in found))
        known = any(f.key in matter.keys and f.source.document in own for f in facts)
        if wanted and not known and not any(speaks_of(matter.told_as, letter) for letter in told):
            said = next(_tellings(matter, others, first, vocabulary), None) or _result(matter, facts, others)
            if said:
                same = tuple(f.id for f in facts if f.key in matter.keys and _says_so(f, own))
                found.append(said.model_copy(update={"facts": same}))
    return tuple(found)


def speaks_of(told_as: Sequence[str], letter: str) -> bool:
    """Whether a letter names a thing by one of its words, a long one also with a letter or two misread."""
    if any_match(tuple(told_as), letter):
        return True
    return any(_nearly(stem, word) for stem in told_as if STEM.fullmatch(stem) for word in _words(letter))


def _as_read(place: ReadPageText) -> str:
    """A page folded, without its proposals, to which the draft is blind, with words put together that a line parts, and
    with what a second reading saw."""
    seen = " ".join(w.other for w in place.page.words if w.other and not place.is_proposed(w.start))
    text = fold(f"{place.told}\n{seen}")
    return f"{text}\n{PARTED.sub('', text)}"


@lru_cache(maxsize=64)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{6,}", text))


@lru_cache(maxsize=65536)
def _nearly(stem: str, word: str) -> bool:
    if abs(len(word) - len(stem)) >= 12:
        return False
    alike = SequenceMatcher(None, stem, word[: len(stem)])
    # The two upper bounds of the ratio are soon counted, and leave few pairs to be matched.
    return alike.real_quick_ratio() >= ALIKE and alike.quick_ratio() >= ALIKE and alike.ratio() >= ALIKE


def _may_tell(document: Document) -> bool:
    return document.kind in TELLING and document.owner not in ("other_person", "partner")


def _says_so(fact: Fact, own: Collection[str]) -> bool:
    sure = (fact.polarity, fact.bearer, fact.role) == ("affirmed", "patient", "clinical") and not fact.doubtful
    return sure and fact.source.document not in own


def _tellings(matter: Matter, papers: Sequence[ReadPageText], first: date, vocabulary: Vocabulary) -> Iterator[LeftOut]:
    for paper in papers:
        dated = paper.document.dated
        if matter.months and (dated is None or add_months(dated, matter.months) < first):
            continue
        for match in mentions(matter.named, paper, vocabulary):
            quote = told_of(paper, match)
            if quote and not (matter.done and not was_done(paper, match, vocabulary)):
                measured = paper.document.kind == "biologie"
                yield LeftOut(matter=matter, quote=quote, document=paper.document.id, dated=dated, measured=measured)


def mentions(named: Sequence[str], paper: ReadPageText, vocabulary: Vocabulary) -> Iterator[re.Match[str]]:
    """Where a paper tells of the patient, as a fact, what `named` means."""
    words, text = vocabulary.left_out, paper.told
    folded = fold(text)
    for match in sorted((m for e in named for m in pattern(e).finditer(folded)), key=lambda m: m.start()):
        start, end = match.span()
        left, right = clause_around(text, start, end)
        line = folded[folded.rfind("\n", 0, start) + 1 : end]
        above = _heading(folded, start)
        fits = (
            paper.assertions.of(start, end) == ("affirmed", "patient")
            and not any_match(words.unsure, folded[left:start])
            and not any_match(words.empty, folded[end : end + 60])
            and not any_match(words.kin, f"{above} {line} {folded[left:right]}")
            and not in_part_of_partner(text, start, vocabulary.people)
            and not of_partner(text, start, "", vocabulary.people)
        )
        if fits:
            yield match


def _heading(folded: str, position: int) -> str:
    """The last line above that ends as a heading of its own does, within a few lines."""
    above = folded[:position].splitlines()[-5:-1]
    return next((line for line in reversed(above) if line.rstrip().endswith(":")), "")


def told_of(paper: ReadPageText, match: re.Match[str]) -> str:
    """The quote of what was found: its clause, of a long one the part between two signs, never half a bracket."""
    text = paper.text_for(match.start())
    left, right = clause_around(text, *match.span())
    line = text.rfind("\n", left, match.start()) + 1
    if line > left and HEAD.search(text, left, line):
        left = line
    if right - left > LONGEST:
        before = [m.end() for m in PART.finditer(text, left, match.start())]
        behind = PART.search(text, match.end(), right)
        left, right = max(before, default=left), behind.start() if behind else right
    quote = " ".join(text[left:right].split()).strip(AROUND)
    if quote.count("(") > quote.count(")"):
        quote = quote[: quote.rindex("(")].strip(AROUND)
    if quote.count(")") > quote.count("("):
        quote = quote[quote.index(")") + 1 :].strip(AROUND)
    return quote if len(match[0]) <= len(quote) <= LONGEST and _holds(quote, match) else ""


def _holds(quote: str, match: re.Match[str]) -> bool:
    return " ".join(match[0].split()) in fold(quote)


def was_done(paper: ReadPageText, match: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether a paper tells that a thing was done: by its own kind, by a date, or in so many words."""
    left, right = clause_around(paper.told, *match.span())
    clause = fold(paper.told)[left:right]
    if any_match(vocabulary.contradictions.intended, clause):
        return False
    own = paper.document.kind in OWN_DAY or bool(re.search(r"\binfiltration", fold(paper.document.title)))
    return own or any_match(vocabulary.left_out.was_done, clause) is not None


def _result(matter: Matter, facts: Sequence[Fact], papers: Sequence[ReadPageText]) -> LeftOut | None:
    own = {p.document.id for p in papers}
    for fact in facts:
        level = matter.results.get(fact.key)
        if level and fact.source.document in own and level_of(fact) == level and not fact.doubtful:
            quote = " ".join(fact.source.quote.split()).strip("-•*+ ,")
            return LeftOut(
                matter=matter,
                quote=quote,
                document=fact.source.document,
                dated=fact.dated,
                fact=fact,
                measured=True,
            )
    return None
