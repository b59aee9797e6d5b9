"""The embedded author's first word: what the dossier says of the options that the patient asks about."""

import re
from collections.abc import Iterator

from engine.adapters.assembled_sentences import MOST_CITES, ROOM, lacking, of, patient, statement
from engine.domain.drafting import AnswerStatement, DraftInputs, OptionView
from engine.domain.wording import MONTHS_FR, SENTENCE_ENDS

DAY = re.compile(rf"(?i)\b(?:le )?(\d{{1,2}}(?:er)? (?:{'|'.join(MONTHS_FR)})(?: \d{{4}})?)\b")
"""A day that a patient gives: that of what is planned."""
FITTING = "adaptée et justifiée d'après les documents"
DEFERRED = "adaptée dans son principe d'après les documents, une fois réglé ce que l'avis demande d'abord"


def asked_for(inputs: DraftInputs, option: OptionView | None, situation: str = "") -> Iterator[AnswerStatement]:
    """Of each option in the question whether the papers support it; of the `option` that goes first also the
    `situation` in which its source speaks of it."""
    question = next(iter(of(inputs, "questionnaire")), None)
    if question is None:
        return
    for asked in (o for o in inputs.options if o.asked):
        said = _standing(inputs, asked, option)
        if said:
            about = f"{_planned(inputs, asked, option)}, dont parle la question"
            cites = [question.id, *asked.supported_by, *asked.discouraged_by]
            cites += option.supported_by if option and option is not asked else ()
            text = f"{asked.label_fr}{about} : {said}"
            text += situation if asked is option and len(text) + len(situation) < ROOM else ""
            yield from statement("avis", text, list(dict.fromkeys(cites))[:MOST_CITES])


def answers_the_question(inputs: DraftInputs, option: OptionView | None) -> bool:
    """Whether the option that goes first is one that the patient asks about, so that it has been told."""
    first = option is not None and option.asked and not option.orientation
    return first and bool(of(inputs, "questionnaire")) and not any(o.equal for o in inputs.options if o is not option)


def _planned(inputs: DraftInputs, asked: OptionView, option: OptionView | None) -> str:
    """The one day that the question gives in a sentence of one option; the draft approves of no day, it has not weighed
    one."""
    told = SENTENCE_ENDS.split(inputs.question)
    alone = [o.asked_in for o in inputs.options if o.asked].count(asked.asked_in) == 1
    known = alone and asked.asked_in is not None and asked.asked_in < len(told)
    days = DAY.findall(told[asked.asked_in or 0]) if known else []
    approved = (asked is option or asked.equal) and not asked.discouraged_by
    return f" du {days[0]}" if len(days) == 1 and not approved else ""


def _standing(inputs: DraftInputs, asked: OptionView, option: OptionView | None) -> str:
    if asked.discouraged_by:
        return "proposition non justifiée par les documents reçus, déconseillée pour le moment"
    if asked is option or asked.equal:
        goes_first = "option à privilégier, " if asked is option and answers_the_question(inputs, asked) else ""
        reserve = ", sous réserve des pièces qui manquent" if lacking(inputs) else ""
        # What is settled first may be the drug itself: one that this patient must not take.
        settled_first = (e.counts for e in of(inputs, "calculation", "interpretation"))
        waits = any(settled_first) or any(of(inputs, "calculation", "unmentioned"))
        fits = f"proposition {DEFERRED if waits else FITTING}{reserve}"
        return f"{goes_first}{fits} ; le choix appartient {_to(inputs)}"
    if asked.supported_by:
        return "possible d'après les documents, à discuter"
    return "proposition insuffisamment justifiée par les documents reçus" if option else ""


def _to(inputs: DraftInputs) -> str:
    return patient(inputs).replace("le patient", "au patient").replace("la patiente", "à la patiente")
