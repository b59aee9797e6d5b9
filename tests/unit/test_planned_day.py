"""The day for which a question says that an act is planned, and what is counted up to it."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Question
from engine.domain.interpretation import FactMatch
from engine.domain.moment import When
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.asked_options import option_planned
from engine.steps.days import Days
from engine.steps.fact_match import Papers, first_match
from engine.steps.filled_sentence import filled
from engine.steps.planned_day import planned_day
from tests.builders import a_brief, a_dossier, a_fact, a_page

RECEIVED = date(2026, 11, 9)
PLANNED = [
    ("On me propose une prothèse le 2 décembre.", "le 2 décembre", date(2026, 12, 2), date(2026, 12, 2)),
    ("Mon embolisation est fixée au 1er décembre.", "le 1er décembre", date(2026, 12, 1), date(2026, 12, 1)),
    ("On veut m'opérer le 7 janvier, est-ce utile ?", "le 7 janvier", date(2027, 1, 7), date(2027, 1, 7)),
    ("On me pose une prothèse le 12 mars 2027.", "le 12 mars 2027", date(2027, 3, 12), date(2027, 3, 12)),
    ("On va me poser une prothèse en janvier.", "en janvier", date(2027, 1, 1), date(2027, 1, 31)),
    ("Le centre veut commencer fin novembre.", "fin novembre", date(2026, 11, 1), date(2026, 11, 30)),
    ("J'ai fini en août. On veut m'opérer le 3 décembre.", "le 3 décembre", date(2026, 12, 3), date(2026, 12, 3)),
    ("On veut commencer des piqûres le 2 décembre.", "le 2 décembre", date(2026, 12, 2), date(2026, 12, 2)),
    ("Ma chimio doit commencer à partir du 17 novembre.", "le 17 novembre", date(2026, 11, 17), date(2026, 11, 17)),
]
NOT_PLANNED = [
    "Faut-il m'opérer ?",
    "J'ai été opérée en septembre. Faut-il une chimiothérapie ?",
    "On m'a posé une prothèse fin septembre.",
    "Je marche mal depuis le 20 décembre, faut-il opérer ?",
    "On me propose une opération. La piqûre du 3 novembre m'a soulagée.",
    "On me propose d'opérer après le 3 décembre.",
    "On me propose une date le 3 décembre ou le 10 janvier.",
    "On veut m'opérer le 31 novembre.",
    "On m'a dit le 20 octobre de ne rien faire.",
]


@pytest.mark.parametrize(("question", "said", "first", "last"), PLANNED)
def test_the_day_or_month_that_a_question_plans(
    question: str, said: str, first: date, last: date, vocabulary: Vocabulary
) -> None:
    found = planned_day(question, RECEIVED, vocabulary.choice.asks)
    assert found is not None
    assert (found.said_fr, found.when.first, found.when.last) == (said, first, last)


@pytest.mark.parametrize("question", NOT_PLANNED)
def test_no_day_of_a_question_is_planned(question: str, vocabulary: Vocabulary) -> None:
    assert planned_day(question, RECEIVED, vocabulary.choice.asks) is None


@pytest.mark.parametrize(
    ("question", "asked", "option"),
    [
        ("On me propose une prothèse le 2 décembre. Peut-on attendre ?", ("pth",), "pth"),
        ("On veut m'opérer le 2 décembre. Une prothèse est-elle utile ?", ("pth",), "pth"),
        ("On veut me revoir le 2 décembre. De la kiné suffirait-elle ?", ("traitement_conservateur",), None),
        ("On veut une infiltration puis une prothèse le 2 décembre.", ("pth", "infiltration"), None),
        ("On veut une prothèse le 2 décembre. Ou une infiltration ?", ("pth", "infiltration"), "pth"),
    ],
)
def test_what_is_planned_is_the_option_of_that_sentence_or_the_only_act(
    question: str,
    asked: tuple[str, ...],
    option: str | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
) -> None:
    options = [o for o in pathways["coxarthrose"].options if o.id in asked]
    found = option_planned(planned_day(question, RECEIVED, vocabulary.choice.asks), question, options)
    assert (found and found.id) == option


INJECTION = "Injection de 40 mg de triamcinolone"
DECEMBER = When.on(date(2026, 12, 2))
JANUARY = When.month(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "planned", "near", "until"),
    [
        (date(2026, 9, 24), DECEMBER, True, "9 semaines"),
        (date(2026, 9, 2), DECEMBER, False, "13 semaines"),
        (date(2026, 1, 20), DECEMBER, False, "10 mois"),
        (date(2026, 11, 20), JANUARY, True, ""),
        (date(2026, 10, 15), JANUARY, None, ""),
        (date(2026, 9, 30), JANUARY, False, ""),
        (date(2026, 12, 20), DECEMBER, None, ""),
        (date(2026, 9, 24), None, None, ""),
    ],
)
def test_time_up_to_the_planned_day(day: date, planned: When | None, near: bool | None, until: str) -> None:
    fact = a_fact("i", a_page(INJECTION), INJECTION, dated=day)
    days = Days(received_on=RECEIVED, planned=planned)
    papers = Papers({}, days)
    told = {"any_of": ("injection",)}
    assert days.is_too_near(fact, 3) is near
    assert days.until_planned_fr(fact) == until
    assert (first_match(FactMatch(too_near_months=3, **told), [fact], papers) is fact) is (near is True)
    assert (first_match(FactMatch(far_enough_months=3, **told), [fact], papers) is fact) is (near is False)


def test_a_sentence_says_the_planned_day_only_where_one_is_known() -> None:
    fact = a_fact("i", a_page(INJECTION), INJECTION, dated=date(2026, 9, 24))
    sentence = "Infiltration {i.quote}[, {i.until} avant le {planned}] : à dater"
    known = filled(sentence, {"i": fact}, 60, Days(received_on=RECEIVED, planned=DECEMBER))
    assert known == (f"Infiltration « {INJECTION} », 9 semaines avant le 02/12/2026 : à dater", {"i", "planned"})
    assert filled(sentence, {"i": fact}, 60)[0] == f"Infiltration « {INJECTION} » : à dater"


def test_a_sentence_says_of_a_paper_its_own_day_and_not_that_of_what_it_tells() -> None:
    fact = a_fact("i", a_page(INJECTION), INJECTION, dated=date(2026, 9, 24))
    days = Days(written={fact.source.document: date(2026, 10, 2)})
    sentence = "Infiltration {i.quote}[, document du {i.written}]"
    assert filled(sentence, {"i": fact}, 60, days)[0] == f"Infiltration « {INJECTION} », document du 02/10/2026"
    assert filled(sentence, {"i": fact}, 60)[0] == f"Infiltration « {INJECTION} »"


@pytest.mark.parametrize(("day", "told"), [("le 7 janvier", "10 semaines après"), ("le 20 juin", "")])
def test_an_injection_too_near_the_planned_knee_prosthesis_is_told_with_the_time_between(
    day: str, told: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    words = f"On me propose une prothèse du genou {day}. Est-ce le bon moment ?"
    dossier = a_dossier(
        pathway="gonarthrose",
        received_on=RECEIVED,
        question=Question(type="operer_ou_non", text=words),
        questionnaire={"surgery_proposed": True, "prosthesis_painful": False},
    )
    report = "INFILTRATION DU GENOU DROIT DU 27/10/2026\nMme FICTIVE-LORRAIN Océane\n"
    texts = {"infiltration.pdf": f"{report}Infiltration intra-articulaire de 40 mg de triamcinolone."}
    inputs = a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0].inputs
    sentences = [e for e in inputs.evidence if e.about == "interpretation" and "orticoïde" in e.text]
    assert sentences, [e.text for e in inputs.evidence if e.about == "interpretation"]
    assert all((told in e.text) if told else ("de la question" not in e.text) for e in sentences)
    planned = next(e for e in inputs.evidence if e.about == "planned")
    assert planned.option == "ptg"
    assert all((planned.id in e.rests_on) is bool(told) for e in sentences)
