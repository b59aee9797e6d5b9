"""The embedded author's first word: what the dossier says of the options that the patient asks about."""

import re
from collections.abc import Iterator

from engine.adapters.assembled_sentences import MOST_CITES, lacking, lower, of, patient, statement
from engine.domain.drafting import AnswerStatement, DraftInputs, OptionView
from engine.domain.wording import MONTHS_FR, SENTENCE_ENDS

DAY = re.compile(rf"(?i)\b(?:le )?(\d{{1,2}}(?:er)? (?:{'|'.join(MONTHS_FR)})(?: \d{{4}})?)\b")
"""A day that a patient gives: that of what is planned."""


def asked_for(inputs: DraftInputs, option: OptionView | None) -> Iterator[AnswerStatement]:
    """Of each option in the question whether the papers support it, and which one goes first here."""
    question = next(iter(of(inputs, "questionnaire")), None)
    if question is None:
        return
    for asked in (o for o in inputs.options if o.asked):
        said = _standing(inputs, asked, option)
        if said:
            about = f"{_planned(inputs, asked, option)}, dont parle la question"
            cites = [question.id, *asked.supported_by, *asked.discouraged_by]
            cites += option.supported_by if option and option is not asked else ()
            yield from statement("avis", f"{asked.label_fr}{about} : {said}", list(dict.fromkeys(cites))[:MOST_CITES])


def _planned(inputs: DraftInputs, asked: OptionView, option: OptionView | None) -> str:
    """The one day that the question's own sentence gives of an option; the draft approves of no day, it has not weighed
    one."""
    told = SENTENCE_ENDS.split(inputs.question)
    days = DAY.findall(told[asked.asked_in]) if asked.asked_in is not None and asked.asked_in < len(told) else []
    approved = (asked is option or asked.equal) and not asked.discouraged_by
    return f" du {days[0]}" if len(days) == 1 and not approved else ""


def _standing(inputs: DraftInputs, asked: OptionView, option: OptionView | None) -> str:
    first = f" ; à privilégier ici : {lower(option.label_fr)}" if option and option is not asked else ""
    if asked.discouraged_by:
        return f"proposition non justifiée par les documents reçus, déconseillée à ce stade{first}"
    if asked is option or asked.equal:
        reserve = ", sous réserve des pièces qui manquent" if lacking(inputs) else ""
        return f"proposition adaptée et justifiée d'après les documents{reserve} ; le choix appartient {_to(inputs)}"
    if asked.supported_by:
        return f"possible d'après les documents, à discuter{first}"
    return f"proposition insuffisamment justifiée par les documents reçus{first}" if first else ""


def _to(inputs: DraftInputs) -> str:
    return patient(inputs).replace("le patient", "au patient").replace("la patiente", "à la patiente")
