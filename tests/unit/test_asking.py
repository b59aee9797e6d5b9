"""Which questions are put, what sending changes, and who said what last."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.answering import AnswerSheet, Begun
from engine.domain.conditions import judge
from engine.domain.dossier import Dossier, Question
from engine.domain.pathway import Pathway
from engine.pathways import expressions_of
from engine.services.patient_answers import TriesOver, refuse_tries
from engine.steps.asking import applied, changes, disputes, mattering, put, said_unknown, sent, told, with_progress
from engine.steps.assess import variables_of
from engine.steps.warn import answer_flags, words_of_alarm
from tests.builders import a_dossier

NOW = datetime(2026, 6, 4, 12, tzinfo=UTC)


def a_sheet(version: int = 1, **over: object) -> AnswerSheet:
    return AnswerSheet.model_validate({"version": version, "by": "patient", "way": "online", "at": NOW, **over})


def of(pathway: Pathway, **answers: bool | float | str) -> Dossier:
    asked = pathway.patient_questions[0]
    question = Question(type=asked.id, text=asked.label_fr)
    return a_dossier(pathway=pathway.id, question=question, questionnaire=answers)


def test_only_questions_that_decide_of_something_are_put(pathways: dict[str, Pathway]) -> None:
    endo = pathways["endometriose"]
    idle = endo.variables[0].model_copy(update={"id": "rien", "ask_if": None})
    wider = endo.model_copy(update={"variables": (idle, *endo.variables)})
    assert "rien" not in {q.id for q in mattering(wider, expressions_of(wider))}
    for pathway in pathways.values():
        assert len(mattering(pathway, expressions_of(pathway))) > 0, pathway.id


@pytest.mark.parametrize(("wish", "is_put"), [(True, True), (False, False), (None, True)])
def test_question_is_put_unless_its_condition_is_false(
    pathways: dict[str, Pathway], wish: bool | None, is_put: bool
) -> None:
    endo = pathways["endometriose"]
    answers = {} if wish is None else {"fertility_wish": wish}
    asked = put(of(endo, **answers), endo, mattering(endo, expressions_of(endo)))
    assert ("partner_male" in {q.question.id for q in asked}) is is_put


@given(st.data())
def test_numbers_stay_and_what_is_put_obeys_its_condition(pathways: dict[str, Pathway], data: st.DataObject) -> None:
    pathway = pathways[data.draw(st.sampled_from(sorted(pathways)))]
    asked = mattering(pathway, expressions_of(pathway))
    yes_no = [q.id for q in asked if q.kind == "yes_no"]
    answers = data.draw(st.dictionaries(st.sampled_from(yes_no), st.booleans())) if yes_no else {}
    dossier = of(pathway, **answers)
    values = variables_of(dossier, pathway)
    found = put(dossier, pathway, asked, unknown=yes_no)
    assert [asked[q.number - 1].id for q in found] == [q.question.id for q in found]
    left = {q.id for q in asked} - {q.question.id for q in found}
    assert all(judge(q.ask_if or "always", values) is not False for q in asked if q.id not in left)
    assert all(judge(q.ask_if or "always", values) is False for q in asked if q.id in left)
    assert all(q.answered == (q.question.id in answers or q.question.kind == "yes_no") for q in found)


@pytest.mark.parametrize(
    ("now", "seen", "said", "taken", "disputed"),
    [
        (None, None, True, True, False),  # nobody had said anything
        (True, True, True, False, False),  # the same again
        (False, False, True, True, False),  # the patient changes what stood when the question was put
        (False, None, True, False, True),  # staff noted another one meanwhile
        (True, None, True, False, False),  # staff noted the same one meanwhile
        (None, False, True, False, True),  # staff took it back meanwhile
    ],
)
def test_sending_never_overwrites_what_was_noted_meanwhile(
    pathways: dict[str, Pathway], now: bool | None, seen: bool | None, said: bool, taken: bool, disputed: bool
) -> None:
    dossier = of(pathways["gonarthrose"], **({} if now is None else {"fever": now}))
    begun = Begun(said={"fever": said}, seen={} if seen is None else {"fever": seen})
    found_taken, found_disputed, unknown = sent(dossier, begun)
    assert (found_taken, found_disputed, unknown) == (
        {"fever": said} if taken else {},
        {"fever": said} if disputed else {},
        (),
    )


def test_not_to_know_takes_back_only_what_was_seen(pathways: dict[str, Pathway]) -> None:
    dossier = of(pathways["gonarthrose"], fever=True, prosthesis_painful=True)
    begun = Begun(unknown=("fever", "prosthesis_painful"), seen={"fever": True})
    assert sent(dossier, begun) == ({}, {}, ("fever",))
    assert with_progress(dossier, begun).questionnaire == {}


def test_last_word_counts_and_a_dispute_is_none() -> None:
    sheets = (
        a_sheet(1, said={"fever": True, "kl": 3}),
        a_sheet(2, unknown=("fever",), by="parent", name_fr="Anaïs"),
        a_sheet(3, disputed={"kl": 4}, cleared=("surgery_proposed",)),
    )
    last = told(sheets)
    assert (last["fever"].version, last["fever"].name_fr, last["fever"].unknown) == (2, "Anaïs", True)
    assert last["kl"].version == 1
    assert said_unknown(sheets) == {"fever"}
    (dispute,) = disputes(sheets, {"kl": 3})
    assert (dispute.variable, dispute.sent, dispute.noted) == ("kl", 4, 3)
    assert disputes(sheets, {"kl": 4}) == ()
    assert disputes((*sheets, a_sheet(4, by="staff", way="settled", said={"kl": 3})), {"kl": 3}) == ()


def test_changes_of_a_sheet_tell_true_from_one() -> None:
    assert changes({"a": True, "b": 2}, {"a": 1, "c": False}) == ({"a": 1, "c": False}, ("b",))
    assert applied({"a": 1, "b": 2}, {"b": 3}, ("a",)) == {"b": 3}


def test_answers_alone_raise_a_flag_and_own_words_are_for_a_human(pathways: dict[str, Pathway]) -> None:
    knee = pathways["gonarthrose"]
    (flag,) = answer_flags(of(knee, prosthesis_painful=True, fever=True), knee)
    assert flag.where_fr == "le questionnaire"
    assert answer_flags(of(knee, prosthesis_painful=True, fever=False), knee) == ()
    back = pathways["hernie-discale-lombaire"]
    assert answer_flags(of(back, sphincters=True), back)[0].action == "appel_15_urgences"
    assert words_of_alarm("Depuis hier j'ai un pied qui tombe", back)
    assert words_of_alarm("Je préfère un rendez-vous le matin.", back) == ()


@pytest.mark.parametrize(
    ("wrong", "minutes", "refused"),
    [(0, 0, None), (4, 0, None), (5, 0, "15 minutes"), (5, 14.5, "1 minute,"), (5, 15, None), (10, 600, "est fermé")],
)
def test_wrong_birth_dates_wait_then_shut(wrong: int, minutes: float, refused: str | None) -> None:
    tries = [NOW - timedelta(minutes=minutes + n) for n in range(wrong)]
    if refused is None:
        refuse_tries(tries, NOW)
        return
    with pytest.raises(TriesOver, match=refused):
        refuse_tries(tries, NOW)
