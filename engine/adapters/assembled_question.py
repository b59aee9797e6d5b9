"""The embedded author's first word: what the dossier says of the options that the patient asks about."""

from collections.abc import Iterator

from engine.adapters.assembled_sentences import MOST_CITES, ROOM, lacking, of, statement, with_reasons
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence, OptionView
from engine.domain.framing import (
    DEFERRED,
    FITTING,
    POSSIBLE,
    PROVIDED,
    PUT_OFF,
    RESERVE,
    REVISED,
    SETTLED,
    SUSPENDED,
    TOO_LITTLE,
    UNFOUNDED,
    UP_TO_HER,
    UP_TO_HIM,
)


def asked_for(inputs: DraftInputs, option: OptionView | None, situation: str = "") -> Iterator[AnswerStatement]:
    """Of each option in the question whether the papers support it; of the `option` that goes first also the
    `situation` in which its source speaks of it."""
    question = next(iter(of(inputs, "questionnaire")), None)
    if question is None:
        return
    for asked in (o for o in inputs.options if o.asked):
        said = _standing(inputs, asked, option)
        if said:
            planned = _planned(inputs, asked) if _day_told(inputs, asked, option) else None
            cites = [question.id, *([planned.id] if planned else []), *asked.supported_by, *asked.discouraged_by]
            cites += option.supported_by if option and option is not asked else ()
            cites = [*asked.without_by, *cites]
            text = f"{asked.label_fr}, dont parle la question{f' ({planned.said_fr})' if planned else ''} : {said}"
            text += situation if asked is option and len(text) + len(situation) < ROOM else ""
            rests = asked.discouraged_by or (asked.supported_by if asked is option else ())
            yield from statement("avis", *with_reasons(inputs, text, rests, list(dict.fromkeys(cites))[:MOST_CITES]))


def answers_the_question(inputs: DraftInputs, option: OptionView | None) -> bool:
    """Whether the option that goes first is one that the patient asks about, so that it has been told."""
    first = option is not None and option.asked and not option.orientation
    return first and bool(of(inputs, "questionnaire")) and not any(o.equal for o in inputs.options if o is not option)


def _standing(inputs: DraftInputs, asked: OptionView, option: OptionView | None) -> str:
    """Whether the papers support it, and what becomes of the day that is planned for it: the draft approves of none."""
    if asked.discouraged_by:
        return UNFOUNDED + (f" : {SUSPENDED}" if _planned(inputs, asked) else "")
    if _goes_first(asked, option):
        first = "option à privilégier, " if asked is option and answers_the_question(inputs, asked) else ""
        reserve = f", {RESERVE}" if lacking(inputs) else ""
        fits = f"proposition {DEFERRED if _waits(inputs) else FITTING}{reserve}"
        if asked.without_fr:
            fits = f"proposition {PROVIDED} {asked.without_fr}{f', {SETTLED}' if _waits(inputs) else ''}{reserve}"
        put_off = f" ; {PUT_OFF}" if _day_told(inputs, asked, option) else ""
        return f"{first}{fits}{put_off} ; {UP_TO_HER if inputs.sex == 'F' else UP_TO_HIM}"
    if asked.supported_by:
        return POSSIBLE
    revised = f" : {REVISED}" if _planned(inputs, asked) else ""
    return f"{TOO_LITTLE}{revised}" if option else ""


def _planned(inputs: DraftInputs, asked: OptionView) -> Evidence | None:
    """For when the question says that option to be planned."""
    return next((e for e in of(inputs, "calculation", "planned") if e.option == asked.id), None)


def _goes_first(asked: OptionView, option: OptionView | None) -> bool:
    return (asked is option or asked.equal) and not asked.discouraged_by


def _waits(inputs: DraftInputs) -> bool:
    """Whether something is settled before the act; it may be the drug itself, one that this patient must not take."""
    settled_first = (e.counts for e in of(inputs, "calculation", "interpretation"))
    return any(settled_first) or any(of(inputs, "calculation", "unmentioned"))


def _day_told(inputs: DraftInputs, asked: OptionView, option: OptionView | None) -> bool:
    """Whether the planned day is named: not beside a proposal that merely fits, which would approve of it."""
    return _planned(inputs, asked) is not None and (_waits(inputs) or not _goes_first(asked, option))
