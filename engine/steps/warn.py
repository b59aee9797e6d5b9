"""Red flags: signs in the patient's own words, the answers or recent documents that stop the path."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.domain.conditions import Value, judge, variables_of
from engine.domain.dossier import Dossier
from engine.domain.fact import Fact, RedFlag
from engine.domain.pathway import Pathway, RedFlagRule
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.ports import ClinicalReader
from engine.steps.advice import with_advice
from engine.steps.assess import variables_of as variables_of_answers
from engine.steps.calendar_dates import add_months
from engine.steps.extract import quote_of
from engine.steps.places import ReadPageText
from engine.steps.polarity import Assertions, assert_spans
from engine.steps.warn_results import in_results

WORDED_AS_CUE = re.compile(
    r"\b(?:pas|plus|ni|ne|sans|absence|aucune?|abolie?s?|disparition|non|suspicion|suspectee)\b|\bn\."
)
"""A sign that is itself worded as a denial or a doubt ("ne peut plus poser le pied") is not turned by its own words."""


MENOPAUSE = re.compile(r"menopause(?:e|s|es)? (?:depuis|en) \d{4}")
NEAR = 60
"""Characters before and behind a sign in which words tell it of another time."""
CLOSE = 160
"""Characters around a sign within which another one is told with it."""
INABILITY = re.compile(
    r"\b(?:ne |n.)(?:(?:peu[tx]|pouvai[ts]|tien[ts]|sen[ts]|marche|monte) (?:presque )?plus"
    r"|(?:arriv[a-z]+|parvien[ts]) (?:plus|pas))\b"
)
"""What one can no longer do is no denial of what one cannot do."""
MAJORITY = 18
CHILD = re.compile(r"\b(?:ma|notre|sa|votre) (?:petite )?fille\b|\b(?:mon|notre|son|votre) (?:fils|enfant|ado)\b")
"""Of a minor a parent writes: "ma fille" is the patient then, and no relative."""
ANSWERS_FR: Mapping[object, str] = {True: "oui", False: "non"}


@dataclass(frozen=True)
class _Paper:
    """One page as alarms are heard in it."""

    place: ReadPageText
    assertions: Assertions

    @property
    def where_fr(self) -> str:
        return f"« {self.place.document.filename} », page {self.place.page.number}"


def red_flags(
    dossier: Dossier,
    pathway: Pathway,
    places: Sequence[ReadPageText],
    variables: Mapping[str, Value | None],
    vocabulary: Vocabulary,
    reader: ClinicalReader,
    facts: Sequence[Fact] = (),
) -> tuple[RedFlag, ...]:
    """One flag for each rule that something affirmed of the patient raises.

    A document older than the rule's `max_age_months` no longer raises it; the question is always of today.
    """
    question = dossier.question.text
    heard = _of_the_child(question) if dossier.patient.age_on(dossier.received_on) < MAJORITY else question
    asked = with_advice(heard, assert_spans(heard, reader.read(heard), vocabulary), vocabulary.advice)
    papers = [_Paper(p, with_advice(p.page.text, p.assertions, vocabulary.advice)) for p in places]
    flags = []
    for rule in pathway.red_flags:
        flag = (
            _in_answers(rule, variables, pathway)
            or _in_question(rule, question, asked)
            or _in_documents(rule, papers, dossier.received_on, vocabulary)
            or _in_all(rule, papers, question, asked, dossier.received_on)
            or in_results(rule, facts, dossier.received_on)
        )
        if flag:
            flags.append(flag)
    return tuple(flags)


def answer_flags(dossier: Dossier, pathway: Pathway) -> tuple[RedFlag, ...]:
    """The flags that the answers alone raise: told at once, whether or not there are documents to read."""
    variables = variables_of_answers(dossier, pathway)
    found = (_in_answers(rule, variables, pathway) for rule in pathway.red_flags)
    return tuple(flag for flag in found if flag is not None)


def words_of_alarm(text: str, pathway: Pathway) -> tuple[RedFlag, ...]:
    """The flags of whose signs a patient's own words hold one, be it denied or of somebody else: for a human to read,
    never for the path to judge by."""
    folded, found = fold(text), []
    for rule in pathway.red_flags:
        for expression in (*rule.any_of, *rule.question_any_of):
            if match := pattern(expression).search(folded):
                start, end = quote_of(text, match.start(), match.end())
                found.append(_flag(rule, "le message du patient", text[start:end]))
                break
    return tuple(found)


def _of_the_child(question: str) -> str:
    """The question with the child named as the patient; same length, so that offsets stay valid."""
    written = list(question)
    for found in CHILD.finditer(fold(question)):
        length = found.end() - found.start()
        written[found.start() : found.end()] = "patient".ljust(length)[:length]
    return "".join(written)


def _flag(rule: RedFlagRule, where_fr: str, quote: str) -> RedFlag:
    return RedFlag(id=rule.id, label_fr=rule.label_fr, action=rule.action, where_fr=where_fr, quote=quote)


def _in_answers(rule: RedFlagRule, variables: Mapping[str, Value | None], pathway: Pathway) -> RedFlag | None:
    """The answers that raise a flag are told as they were asked."""
    for expression in rule.answers:
        if judge(expression, variables):
            asked = [v for v in pathway.variables if v.id in variables_of(expression)]
            told = [f"{v.question_fr} {ANSWERS_FR.get(variables.get(v.id), variables.get(v.id))}" for v in asked]
            return _flag(rule, "le questionnaire", " ; ".join(told))
    return None


def _in_question(rule: RedFlagRule, question: str, asked: Assertions) -> RedFlag | None:
    """The patient writes plainly and of today: the sign's own words, or several signs together."""
    where = "la question du patient"
    single = _first_affirmed(rule.any_of, question, asked) or _first_affirmed(
        rule.question_any_of, question, asked, own_cues=False
    )
    found = [single] if single else _all_affirmed(rule.question_all_of, question, asked)
    return _flag(rule, where, _quotes(question, found)) if found else None


def _quotes(text: str, found: Sequence[re.Match[str]]) -> str:
    """The clauses of all the signs, each once: a reader must see every one that raised the flag."""
    spans = [quote_of(text, m.start(), m.end()) for m in found]
    return " […] ".join(dict.fromkeys(text[start:end] for start, end in spans))


def _all_affirmed(groups: Sequence[Sequence[str]], text: str, assertions: Assertions) -> list[re.Match[str]]:
    """The signs of the first group that all stand, affirmed, in the text; empty when no group does.

    A denial that is one of the group's signs ("je ne sens plus" la selle) does not deny the others.
    """
    folded = fold(text)
    for signs in groups:
        said = [m.span() for sign in signs if WORDED_AS_CUE.search(sign) for m in pattern(sign).finditer(folded)]
        matches = [_first_affirmed((sign,), text, assertions, own_cues=False, but=said) for sign in signs]
        found = [m for m in matches if m is not None]
        if len(found) == len(signs):
            return found
    return []


def _close_together(groups: Sequence[Sequence[str]], text: str, assertions: Assertions) -> list[re.Match[str]]:
    """The signs of the first group that all stand, affirmed, near its first one."""
    for signs in groups:
        for first in _affirmed((signs[0],), text, assertions):
            near = [_near(first, sign, text, assertions) for sign in signs[1:]]
            if all(near):
                return [first, *(m for m in near if m)]
    return []


def _near(first: re.Match[str], sign: str, text: str, assertions: Assertions) -> re.Match[str] | None:
    found = _affirmed((sign,), text, assertions)
    return next((m for m in found if first.start() - CLOSE <= m.start() <= first.end() + CLOSE), None)


def _first_affirmed(
    expressions: Sequence[str],
    text: str,
    assertions: Assertions,
    *,
    own_cues: bool = True,
    but: Sequence[tuple[int, int]] = (),
) -> re.Match[str] | None:
    return next(_affirmed(expressions, text, assertions, own_cues=own_cues, but=but), None)


def _affirmed(
    expressions: Sequence[str],
    text: str,
    assertions: Assertions,
    *,
    own_cues: bool = True,
    but: Sequence[tuple[int, int]] = (),
) -> Iterator[re.Match[str]]:
    """Every match that nothing denies, doubts or gives to the family; a patient's plain words may hold a negation
    of their own ("ni gaz ni selles") that is the sign itself."""
    folded = fold(text)
    but = [*but, *(m.span() for m in INABILITY.finditer(folded))]
    for expression in expressions:
        for match in pattern(expression).finditer(folded):
            if _is_affirmed(match, assertions, own_cues=own_cues and not WORDED_AS_CUE.search(expression), but=but):
                yield match


def _is_affirmed(
    match: re.Match[str], assertions: Assertions, *, own_cues: bool, but: Sequence[tuple[int, int]] = ()
) -> bool:
    """A sign told in several words holds when its first and its last word do ("fièvre sans frissons, genou rouge")."""
    places = [match.span()]
    if own_cues:
        words = list(re.finditer(r"\w+", match[0]))
        places = [(match.start() + w.start(), match.start() + w.end()) for w in (words[0], words[-1])]
    said = (assertions.of(a, b, own_cues=own_cues, but=but, feared=True) for a, b in places)
    return all(told == ("affirmed", "patient") for told in said)


def _in_documents(
    rule: RedFlagRule, papers: Sequence[_Paper], received_on: date, vocabulary: Vocabulary
) -> RedFlag | None:
    for paper in _recent(rule, papers, received_on):
        text = paper.place.page.text
        for found in _signs_of(rule, paper):
            quote = _quotes(text, found)
            over = rule.max_age_months is not None and (
                _speaks_of_the_past(quote, received_on) or any(_is_over(text, m, vocabulary) for m in found)
            )
            if not over:
                return _flag(rule, paper.where_fr, quote)
    return None


def _signs_of(rule: RedFlagRule, paper: _Paper) -> Iterator[list[re.Match[str]]]:
    """Every sign of the page by itself, then those that raise the flag together."""
    text = paper.place.page.text
    for expression in rule.any_of:
        yield from ([match] for match in _affirmed((expression,), text, paper.assertions))
    if close := _close_together(rule.near_all_of, text, paper.assertions):
        yield close
    if together := _all_affirmed(rule.page_all_of, text, paper.assertions):
        yield together


def _recent(rule: RedFlagRule, papers: Sequence[_Paper], received_on: date) -> list[_Paper]:
    """The papers that still count: those without a date do."""
    age = rule.max_age_months
    days = [(paper, paper.place.document.dated) for paper in papers]
    return [paper for paper, day in days if not (age and day and add_months(day, age) < received_on)]


def _in_all(
    rule: RedFlagRule, papers: Sequence[_Paper], question: str, asked: Assertions, received_on: date
) -> RedFlag | None:
    """Signs that several recent papers tell, one each, or a paper and the patient: none of them saw the whole."""
    told = [(p.where_fr, p.place.page.text, p.assertions) for p in _recent(rule, papers, received_on)]
    told.append(("la question du patient", question, asked))
    for signs in rule.papers_all_of:
        found = []
        for sign in signs:
            seen = ((w, t, _first_affirmed((sign,), t, a, own_cues=False)) for w, t, a in told)
            found.append(next(((w, _quotes(t, [m])) for w, t, m in seen if m), None))
        kept = [f for f in found if f is not None]
        if len(kept) == len(signs) and not any(_speaks_of_the_past(quote, received_on) for _, quote in kept):
            places = dict.fromkeys(where for where, _ in kept)
            return _flag(rule, " et ".join(places), " […] ".join(dict.fromkeys(quote for _, quote in kept)))
    return None


def _speaks_of_the_past(quote: str, received_on: date) -> bool:
    """A clause that names an earlier year tells of it ("chute en 2019 avec impossibilité d'appui"); not the year since
    which a patient has had her menopause."""
    years = [int(y) for y in re.findall(r"\b(?:19|20)\d{2}\b", MENOPAUSE.sub("", fold(quote)))]
    return bool(years) and max(years) < received_on.year


def _is_over(text: str, found: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether the words just before or behind a sign tell it of another time ("antécédent de phlébite")."""
    folded = fold(text)
    before, behind = folded[max(0, found.start() - NEAR) : found.start()], folded[found.end() : found.end() + NEAR]
    return any(pattern(x).search(before) for x in vocabulary.over_before) or any(
        pattern(x).search(behind) for x in vocabulary.over_behind
    )
