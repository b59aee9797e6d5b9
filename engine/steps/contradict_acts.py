"""An act that a letter dates by a season or month, and its own report, later than that, by the day."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from engine.domain.contradiction_parts import Act
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, pattern
from engine.steps.calendar_dates import dates_in
from engine.steps.clauses import clause_around
from engine.steps.contradict_facts import LETTERS
from engine.steps.contradict_leaning import title_of_paper
from engine.steps.contradict_states import quoted
from engine.steps.headings import head
from engine.steps.places import ReadPageText
from engine.steps.told_when import Stretch, stretches

BEHIND, BEFORE = 60, 30
"""Characters behind the name of an act, and before it, within which a letter tells when it was."""
DAY_BEHIND, LONGEST_TITLE = 40, 80
A_YEAR = timedelta(days=365)
NONE = re.compile(r"\b(?:aucune?|pas d.|pas de|jamais (?:eu )?d.|jamais (?:eu )?de|sans) ?\Z")
OF_A_KIND = re.compile(r" (?:recente|tumorale|graisseuse|de la graisse|depuis|prevue|nouvelle|supplementaire)")
LAST_OF_ALL = re.compile(r"[^.;\n]{0,25}?,? (?:dont )?la derniere\b")
DONE_BY = ("compte_rendu_imagerie", "compte_rendu_operatoire", "compte_rendu_endoscopie", "anatomopathologie", "autre")
"""Kinds of papers whose own day is that of the act that heads them."""
Done = tuple[ReadPageText, date]


def act_days(places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """One conflict an act that a letter denies, or tells to have been once or for the last time before its report.

    A paper that gives a day within the letter's season or month bears the letter out.
    """
    found = []
    for act in (a for a in vocabulary.contradictions.acts if not a.pathways or pathway.id in a.pathways):
        done = [d for p in places if p.document.owner != "partner" for d in _done(act, p)]
        pairs = (
            (letter, quote, report)
            for letter in (p for p in places if p.document.kind in LETTERS and p.document.owner != "partner")
            for quote, told in _told(act, letter, vocabulary)
            if not any(told.holds(day) for _, day in done)
            and not any(p.document.id == letter.document.id and day > told.last for p, day in done)
            for report in done
            if _is_later(report, told, letter) and not _are_elsewhere(quote, report[0], act, vocabulary)
        )
        denials = (
            (letter, quote, report)
            for letter in (p for p in places if p.document.kind in LETTERS and p.document.owner != "partner")
            for quote in _denied(act, letter)
            for report in done
            if _is_before(report, letter) and not _are_elsewhere(quote, report[0], act, vocabulary)
        )
        pair = next(pairs, None) or next(denials, None)
        if pair:
            letter, quote, (paper, day) = pair
            names = (letter.document.filename, paper.document.filename)
            what = f"{act.label_fr} : « {quote} » dans « {names[0]} » ; le {french_date(day)} dans « {names[1]} »."
            found.append(Conflict(key=act.key, facts=(), filenames=names, what_fr=what))
    return found


def _is_before(report: Done, letter: ReadPageText) -> bool:
    """Whether an act was done in the year before a letter that tells of none."""
    paper, day = report
    written = letter.document.dated
    return paper.document.id != letter.document.id and written is not None and day <= written <= day + A_YEAR


def _denied(act: Act, letter: ReadPageText) -> Iterator[str]:
    """Where a letter says that the act was never done, and does not tell it elsewhere."""
    folded = fold(letter.told)
    told = [*pattern(act.named).finditer(folded)]
    if act.only_last or any(letter.assertions.of(*m.span())[0] == "affirmed" for m in told):
        return
    for match in told:
        denied = NONE.search(folded, 0, match.start()) and not OF_A_KIND.match(folded, match.end())
        if denied and letter.assertions.of(*match.span()) == ("negated", "patient"):
            yield quoted(letter.told, match)


def _is_later(report: Done, told: Stretch, letter: ReadPageText) -> bool:
    paper, day = report
    written = letter.document.dated
    return paper.document.id != letter.document.id and written is not None and told.last < day <= written


def _done(act: Act, place: ReadPageText) -> Iterator[Done]:
    """The days on which a paper tells that the act was done: its own, where the act heads it, and those beside it."""
    day, named = place.document.dated, pattern(act.named)
    title = fold(title_of_paper(place.page.text, place.document))
    titles = [fold(line) for line in head(place.page.text).splitlines() if _is_title(line)]
    if day and ((place.document.kind in DONE_BY and named.search(title)) or any(named.match(t) for t in titles)):
        yield place, day
    folded = fold(place.told)
    for match in pattern(act.named).finditer(folded):
        if place.assertions.of(*match.span()) == ("affirmed", "patient"):
            reach = folded[match.end() : match.end() + DAY_BEHIND].partition("\n\n")[0]
            for found in dates_in(reach, place.document.dated or date.max)[:1]:
                yield place, found.day


def _is_title(line: str) -> bool:
    return line.isupper() and len(line) < LONGEST_TITLE


def _told(act: Act, letter: ReadPageText, vocabulary: Vocabulary) -> Iterator[tuple[str, Stretch]]:
    """What a letter tells of an act that it speaks of as the only one or the last one, and when it was."""
    words, folded = vocabulary.contradictions, fold(letter.told)
    if letter.document.dated is None:
        return
    for match in pattern(act.named).finditer(folded):
        left, right = clause_around(letter.told, *match.span())
        # "Deux infiltrations, la dernière au printemps".
        last = LAST_OF_ALL.match(folded, match.end(), right)
        end = last.end() if last else match.end()
        one = last or any_match(words.last_one if act.only_last else words.only_one, folded[left : match.start()])
        if not one or letter.assertions.of(*match.span()) != ("affirmed", "patient"):
            continue
        reach = folded[end : min(right, end + BEHIND)]
        told = stretches(reach, letter.document.dated)
        if len(told) == 1 and not any_match(words.intended, folded[left:right]) and not dates_in(reach, date.max):
            yield quoted(letter.told, match), told[0]


def _are_elsewhere(quote: str, paper: ReadPageText, act: Act, vocabulary: Vocabulary) -> bool:
    """Whether the act of a letter was on another joint or side than that of a report."""
    sites = vocabulary.contradictions.sites.get(act.key, {})
    title = title_of_paper(paper.page.text, paper.document)
    named = [{site for site, e in sites.items() if pattern(e).search(text)} for text in (fold(quote), title)]
    sided = [{s for s in ("droit", "gauche") if s in text} for text in (fold(quote), title)]
    return any(all(two) and two[0].isdisjoint(two[1]) for two in (named, sided))
