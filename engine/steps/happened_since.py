"""What came on after an examination, or after the letter with the first opinion: a fall, an infiltration."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from engine.domain.document import Document
from engine.domain.left_out_words import Happening
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.calendar_dates import MONTHS, dates_in, days_without_year, months_in
from engine.steps.clauses import clause_around
from engine.steps.left_out import OWN_DAY, mentions, told_of, was_done, whole_letters
from engine.steps.papers import Papers
from engine.steps.places import ReadPageText

REPORTS = ("compte_rendu_imagerie", "compte_rendu_examen")
NEAR = 45
"""Letters behind what happened within which its day stands."""
WORD = re.compile(r"[a-z]{3,}")
WEEK, LONG_AGO = timedelta(days=7), timedelta(days=1100)


class Since(Record):
    """What happened on a day (`month` where only that is known), the paper that tells it, and the examination before
    it, or none where it is told for the letter's sake."""

    happening: Happening
    quote: str
    document: str
    day: date
    month: bool
    exam: str | None = None


def outdated(papers: Papers, pathway: Pathway, vocabulary: Vocabulary) -> tuple[Since, ...]:
    """The examinations before something that changed what they showed, where none of their kind came after it."""
    found: list[Since] = []
    for happening in vocabulary.left_out.happenings:
        if not happening.titles or (happening.pathways and pathway.id not in happening.pathways):
            continue
        region = vocabulary.left_out.regions.get(pathway.id, ())
        shown = {p.document.id for p in papers.places if any_match(region, fold(p.told))}
        exams = [d for d in papers.documents if d.id in shown and _is_exam(d, happening)]
        for since in _happened(happening, papers.places, pathway, vocabulary):
            before = [d for d in exams if d.dated and d.dated < since.day - WEEK and d.id != since.document]
            after = [d for d in exams if d.dated and d.dated >= since.day]
            if before and not after and not found:
                last = max(before, key=lambda d: d.dated or date.min)
                if last.dated and since.day - last.dated < LONG_AGO:
                    found.append(since.model_copy(update={"exam": last.id}))
    return tuple(found)


def after_letter(papers: Papers, pathway: Pathway, vocabulary: Vocabulary) -> tuple[Since, ...]:
    """What happened after the letters of the first opinion, each kind of it once: they could not know of it."""
    letters = whole_letters(papers, vocabulary.left_out)
    last = max((d.dated for d in letters if d.dated), default=None)
    if last is None:
        return ()
    found = []
    for happening in vocabulary.left_out.happenings:
        if not happening.pathways or pathway.id in happening.pathways:
            others = [p for p in papers.places if p.document.id not in papers.judged]
            since = next((s for s in _happened(happening, others, pathway, vocabulary) if s.day > last), None)
            if since:
                found.append(since)
    return tuple(found)


def _is_exam(document: Document, happening: Happening) -> bool:
    called = fold(f"{document.title} {document.filename}").replace("_", " ").replace("-", " ")
    own = document.owner not in ("other_person", "partner") and document.legible and not document.duplicate_of
    return own and document.kind in REPORTS and any_match(happening.titles, called) is not None


def _happened(
    happening: Happening, places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> Iterator[Since]:
    words = vocabulary.left_out
    region = words.regions.get(pathway.id, ())
    for paper in places:
        latest = paper.document.dated
        if latest is None or paper.document.owner in ("other_person", "partner"):
            continue
        for match in mentions(happening.named, paper, vocabulary):
            quote = told_of(paper, match)
            _, right = clause_around(paper.told, *match.span())
            behind = paper.told[match.start() : min(right, match.end() + NEAR)]
            found = _day(behind, latest)
            if found is None and paper.document.kind in OWN_DAY:
                found = (latest, False)
            if found is None and any_match(happening.reports, fold(paper.document.title)):
                found = (latest, False)
            planned = any_match(vocabulary.contradictions.intended, fold(quote)) is not None
            done = not happening.reports or was_done(paper, match, vocabulary)
            line = fold(quote)
            away = any_match(words.elsewhere, line) is not None and any_match(region, line) is None
            if found and quote and not planned and done and not away and found[0] <= latest:
                yield Since(happening=happening, quote=quote, document=paper.document.id, day=found[0], month=found[1])


def _day(behind: str, latest: date) -> tuple[date, bool] | None:
    """The one day, or the one month, that stands behind what happened."""
    days = {d.day for d in (*dates_in(behind, latest), *days_without_year(behind, latest))}
    if days:
        return (days.pop(), False) if len(days) == 1 else None
    months = {d.day for d in months_in(behind)}
    months = months or {_last(latest, MONTHS[word]) for word in WORD.findall(fold(behind)) if word in MONTHS}
    return (months.pop(), True) if len(months) == 1 else None


def _last(latest: date, month: int) -> date:
    """The first day of the last such month that began by `latest`."""
    year = latest.year if month <= latest.month else latest.year - 1
    return date(year, month, 1)
