"""Red flags: signs in the patient's own words, the answers or recent documents that stop the path."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.conditions import Value, judge, variables_of
from engine.domain.dossier import Dossier
from engine.domain.fact import RedFlag
from engine.domain.pathway import Pathway, RedFlagRule
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.ports import ClinicalReader
from engine.steps.assess import variables_of as variables_of_answers
from engine.steps.calendar_dates import add_months
from engine.steps.extract import quote_of
from engine.steps.places import ReadPageText
from engine.steps.polarity import Assertions, assert_spans

WORDED_AS_CUE = re.compile(r"\b(?:pas|plus|suspicion|suspectee)\b")
"""A sign that is itself worded as a denial or a doubt ("ne peut plus poser le pied") is not turned by its own words."""


MAJORITY = 18
CHILD = re.compile(r"\b(?:ma|notre|sa|votre) (?:petite )?fille\b|\b(?:mon|notre|son|votre) (?:fils|enfant|ado)\b")
"""Of a minor a parent writes: "ma fille" is the patient then, and no relative."""
ANSWERS_FR: Mapping[object, str] = {True: "oui", False: "non"}


def red_flags(
    dossier: Dossier,
    pathway: Pathway,
    places: Sequence[ReadPageText],
    variables: Mapping[str, Value | None],
    vocabulary: Vocabulary,
    reader: ClinicalReader,
) -> tuple[RedFlag, ...]:
    """One flag for each rule that something affirmed of the patient raises.

    A document older than the rule's `max_age_months` no longer raises it; the question is always of today.
    """
    question = dossier.question.text
    heard = _of_the_child(question) if dossier.patient.age_on(dossier.received_on) < MAJORITY else question
    asked = assert_spans(heard, reader.read(heard), vocabulary)
    flags = []
    for rule in pathway.red_flags:
        flag = (
            _in_answers(rule, variables, pathway)
            or _in_question(rule, question, asked)
            or _in_documents(rule, places, dossier.received_on)
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


def _first_affirmed(
    expressions: Sequence[str],
    text: str,
    assertions: Assertions,
    *,
    own_cues: bool = True,
    but: Sequence[tuple[int, int]] = (),
) -> re.Match[str] | None:
    """The first match that nothing denies, doubts or gives to the family; a patient's plain words may hold a negation
    of their own ("ni gaz ni selles") that is the sign itself."""
    folded = fold(text)
    for expression in expressions:
        for match in pattern(expression).finditer(folded):
            if _is_affirmed(match, assertions, own_cues=own_cues and not WORDED_AS_CUE.search(expression), but=but):
                return match
    return None


def _is_affirmed(
    match: re.Match[str], assertions: Assertions, *, own_cues: bool, but: Sequence[tuple[int, int]] = ()
) -> bool:
    """A sign told in several words holds when its first and its last word do ("fièvre sans frissons, genou rouge")."""
    places = [match.span()]
    if own_cues:
        words = list(re.finditer(r"\w+", match[0]))
        places = [(match.start() + w.start(), match.start() + w.end()) for w in (words[0], words[-1])]
    return all(assertions.of(a, b, own_cues=own_cues, but=but) == ("affirmed", "patient") for a, b in places)


def _in_documents(rule: RedFlagRule, places: Sequence[ReadPageText], received_on: date) -> RedFlag | None:
    for place in places:
        dated = place.document.dated
        if rule.max_age_months and dated and add_months(dated, rule.max_age_months) < received_on:
            continue
        where = f"« {place.document.filename} », page {place.page.number}"
        text = place.page.text
        single = _first_affirmed(rule.any_of, text, place.assertions)
        found = [single] if single else _all_affirmed(rule.page_all_of, text, place.assertions)
        if not found:
            continue
        quote = _quotes(text, found)
        if rule.max_age_months is None or not _speaks_of_the_past(quote, received_on):
            return _flag(rule, where, quote)
    return None


def _speaks_of_the_past(quote: str, received_on: date) -> bool:
    """A clause that names an earlier year tells of it ("chute en 2019 avec impossibilité d'appui")."""
    years = [int(y) for y in re.findall(r"\b(?:19|20)\d{2}\b", quote)]
    return bool(years) and max(years) < received_on.year
