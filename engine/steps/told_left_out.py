"""How the draft tells what the letter with the first opinion leaves out: in the sentence of the pathway that rests on
it where there is one, else in one statement for all."""

import re
from collections.abc import Collection, Sequence

from engine.domain.document import Document
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date
from engine.steps.filled_sentence import ROOM
from engine.steps.happened_since import Since, after_letter, outdated
from engine.steps.interpret import Interpreted
from engine.steps.left_out import LeftOut, left_out, whole_letters
from engine.steps.numbering import Numbering, add_calculation
from engine.steps.papers import Papers
from engine.steps.unmentioned import unread

MOST = 3
"""Matters in the one statement: a reader takes in no more."""
SENT = "à transmettre à son auteur avant de décider"
BY_OTHERS = ("de la RCP", "d'une autre lettre, celle", "du compte rendu d'hospitalisation")
"""How papers are called that hold more than one examination: what happened is told beside them."""
ANEW = re.compile(r"\b(?:a refaire|la refaire|refaits?|a actualiser|trop anciennes?|perimee?s?)\b")
BEFORE = re.compile(r"\banterieure?s? (?:a|au|aux)\b")
TOLD_ABSENT = re.compile(r"\bnon retrouvee?s? dans (?:la lettre|le courrier)\b")
"""How a sentence of a pathway says itself that the letter leaves a thing out."""
TOLD_THERE = ("avis", "alerte", "analyse", "examens")


def tell_left_out(
    numbering: Numbering,
    holding: Sequence[Interpreted],
    papers: Papers,
    facts: Sequence[Fact],
    conflicts: Sequence[Conflict],
    drugs: Sequence[Fact],
    pathway: Pathway,
    vocabulary: Vocabulary,
) -> tuple[Interpreted, ...]:
    """Number what the letters of the first opinion leave out and could not know, and what made an examination old; the
    sentences of the pathway, those with it that rest on it.

    `drugs` are those that no letter names.
    """
    letters = whole_letters(papers, vocabulary.left_out)
    found = left_out(papers, facts, pathway, vocabulary)
    told, missed = with_absence(holding, found, letters)
    missed = untold_elsewhere(missed, drugs, conflicts, letters)
    named = {d.id for d, of_fr in unread(papers, vocabulary) if of_fr not in BY_OTHERS}
    later = after_letter(papers, pathway, vocabulary)
    old = outdated(papers, pathway, vocabulary)
    told, missed = with_what_made_old(told, old, missed, numbering, papers, letters)
    quotes = {(one.document, one.quote) for one in old}
    later = tuple(one for one in later if one.document not in named and (one.document, one.quote) not in quotes)
    add_later(numbering, later, papers, letters)
    quotes = {(one.document, one.quote) for one in later}
    missed = tuple(one for one in missed if (one.document, one.quote) not in quotes)
    add_left_out(numbering, missed, papers, pathway, letters)
    return told


def untold_elsewhere(
    found: Sequence[LeftOut], drugs: Sequence[Fact], conflicts: Sequence[Conflict], letters: Sequence[Document]
) -> tuple[LeftOut, ...]:
    """Those that have a statement to themselves: neither the line of a drug that no letter names tells them, by
    themselves or by their treatment, nor a contradiction with the letter, and they are more than one result."""
    lines = [fold(" ".join(f.source.quote.split())) for f in drugs]
    names = {d.filename for d in letters}
    against = [fold(c.what_fr) for c in conflicts if names & set(c.filenames)]
    return tuple(
        one
        for one in found
        if one.fact is None
        and one.matter.alone
        and not any(fold(one.quote) in line or any_match(one.matter.told_as, line) for line in lines)
        and not any(any_match((*one.matter.named, *one.matter.told_as), what) for what in against)
    )


def with_absence(
    holding: Sequence[Interpreted], found: Sequence[LeftOut], letters: Sequence[Document]
) -> tuple[tuple[Interpreted, ...], tuple[LeftOut, ...]]:
    """The sentences, each matter in the first one that rests on it and has room, and those that none tells; without a
    sentence that says that the letter leaves out what it does not."""
    # What a sentence of the pathway says to lack by its facts alone, the letter may name in other words.
    told = [s for s in holding if not TOLD_ABSENT.search(fold(s.text)) or any(_tells(s, one) for one in found)]
    left = []
    for one in found:
        if any(_tells(said, one) and TOLD_ABSENT.search(fold(said.text)) for said in told):
            continue
        place = next((n for n, said in enumerate(told) if _tells(said, one) and _joined(said, one, letters)), None)
        if place is None:
            left.append(one)
            continue
        told[place] = told[place].model_copy(update={"text": _joined(told[place], one, letters)})
    return tuple(told), tuple(left)


def add_left_out(
    numbering: Numbering,
    found: Sequence[LeftOut],
    papers: Papers,
    pathway: Pathway,
    letters: Sequence[Document],
) -> None:
    """One statement for all: what each paper tells, that the letter does not, and why it counts."""
    by_paper: dict[str, list[LeftOut]] = {}
    for one in found[:MOST]:
        by_paper.setdefault(one.document, []).append(one)
    parts: list[str] = []
    for paper, its in by_paper.items():
        quotes = " et ".join(dict.fromkeys(f"« {one.quote} »" for one in its))
        why = " ; ".join(dict.fromkeys(one.matter.by.get(pathway.id, one.matter.matters_fr) for one in its))
        absent = f"cela n'est pas retrouvé {_in_letters(letters)}" if not parts else "cela non plus"
        part = f"{quotes} ({papers.called(paper)}) : {absent} ; {why}"
        if len("".join([*parts, part, SENT])) + 3 * len(parts) + 6 < ROOM:
            parts.append(part)
    if parts:
        text = f"{'. '.join(parts)} ; {SENT}"
        add_calculation(numbering, "left_out", f"left_out.{found[0].matter.id}", text)


def with_what_made_old(
    holding: Sequence[Interpreted],
    outdated: Sequence[Since],
    missed: Sequence[LeftOut],
    numbering: Numbering,
    papers: Papers,
    letters: Sequence[Document],
) -> tuple[tuple[Interpreted, ...], tuple[LeftOut, ...]]:
    """The sentences, what made an examination old in the one that asks for it anew or else in a statement of its own;
    and those of `missed` that are left to tell."""
    told, left = list(holding), tuple(missed)
    for one in outdated:
        exam, paper = papers.by_id[one.exam or ""], papers.called(one.document)
        same = next((m for m in left if m.document == one.document and fold(m.quote) in fold(one.quote)), None)
        left = tuple(m for m in left if m is not same)
        absent = f", ce qui n'est pas retrouvé {_in_letters(letters)}" if same else ""
        place = next((n for n, said in enumerate(told) if _asks_anew(said, exam)), None)
        before = f"examen antérieur à « {one.quote} » ({paper}){absent}"
        if place is not None:
            said = told[place].text
            # A sentence of the pathway may tell the order of the two itself.
            itself = BEFORE.search(fold(said)) is not None
            more = absent.removeprefix(", ") if itself else before
            longer = f"{said} ; {more}" if more else said
            if len(longer) <= ROOM:
                told[place] = told[place].model_copy(update={"text": longer})
            if itself or len(longer) <= ROOM:
                continue
        since = "il ne dit pas l'état depuis, à refaire avant de décider"
        text = f"{papers.name(exam.id)} du {_day(exam)} : {before} ; {since}"
        if len(text) <= ROOM:
            add_calculation(numbering, "since", f"since.{one.happening.id}.{exam.id}", text)
    return tuple(told), left


def add_later(
    numbering: Numbering,
    later: Sequence[Since],
    papers: Papers,
    letters: Sequence[Document],
) -> None:
    """What happened after the letter, which could not know of it."""
    parts = [f"« {one.quote} » ({papers.called(one.document)})" for one in later]
    after = f"postérieur au courrier du {_day(letters[-1])}, qui n'a pas pu en tenir compte" if letters else ""
    text = f"{' ; '.join(parts[:MOST])} : {after}"
    if parts and letters and len(text) < ROOM:
        add_calculation(numbering, "since", f"since.letter.{later[0].happening.id}", text)


def _asks_anew(said: Interpreted, exam: Document) -> bool:
    """Whether a sentence of the pathway says that an examination, by its day, is to be done again."""
    text = fold(said.text)
    return bool(exam.dated) and _day(exam) in said.text and ANEW.search(text) is not None


def _tells(said: Interpreted, one: LeftOut) -> bool:
    return said.interpretation.section in TOLD_THERE and bool(set(said.decided) & set(one.facts))


def _joined(said: Interpreted, one: LeftOut, letters: Sequence[Document]) -> str:
    """The sentence with what is not found in the letter behind it, if it has room."""
    later = one.dated and all(d.dated and d.dated < one.dated for d in letters)
    absent = f"{one.matter.absent_fr} {_in_letters(letters)}"
    if one.measured and later:
        absent = f"résultat postérieur au courrier du {_day(letters[-1])}"
    elif one.fact is not None:
        absent = f"ce résultat n'est pas retrouvé {_in_letters(letters)}"
    longer = f"{said.text} ; {absent}" if absent not in said.text else said.text
    return longer if len(longer) <= ROOM else ""


def _in_letters(letters: Collection[Document]) -> str:
    days = [f"du {_day(d)}" for d in letters]
    return (
        f"dans l'exposé du courrier {days[0]}" if len(days) == 1 else f"dans l'exposé des courriers {' et '.join(days)}"
    )


def _day(document: Document) -> str:
    return french_date(document.dated) if document.dated else ""
