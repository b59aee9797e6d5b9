"""The words of a request: short sentences, numbers in figures, how to answer and by when; nothing of an illness."""

import re
from datetime import date
from typing import Any

import pytest

from engine.domain.request import House, PatientRequest, RequestForm
from engine.steps.message import message, spoken_end
from tests.builders import a_dossier

HOUSE = House(phone="01 99 00 12 34", address="Deuxième avis\n3 rue des Essais\n69000 Lyon", email="avis@exemple.fr")
WANTED = PatientRequest(
    required=("Envoyez le compte rendu de l'IRM.",),
    outdated=("Envoyez une prise de sang récente.",),
    unreadable=("Envoyez la lettre du chirurgien.",),
    extra=("Envoyez les photos de l'opération.",),
    useful=("Envoyez vos ordonnances.",),
    questions=("Prenez-vous un anticoagulant ?", "Avez-vous été opéré ?"),
)
UNTIL = date(2026, 6, 1)
# A sentence of easy reading has about fifteen words; the pieces are asked for in the words of their pathway.
LONGEST = 20


def told(form: RequestForm = "email", wanted: PatientRequest = WANTED, house: House = HOUSE, **over: Any) -> str:
    return message(a_dossier(), wanted, form, house, UNTIL, **over).text_fr


def test_all_that_is_asked_for_is_numbered_once_and_in_order() -> None:
    text = told()
    numbers = re.findall(r"^(\d+)\. ", text, re.MULTILINE)
    assert numbers == ["1", "2", "3", "4", "5", "6", "7"]
    for sentence in ("compte rendu de l'IRM", "prise de sang récente", "lettre du chirurgien", "anticoagulant"):
        assert text.count(sentence) == 1
    assert text.index("IRM") < text.index("prise de sang") < text.index("lettre du") < text.index("ordonnances")
    assert "5 documents à envoyer et 2 questions" in text


@pytest.mark.parametrize("form", ["email", "letter", "phone"])
def test_every_form_is_addressed_and_says_what_happens_next(form: RequestForm) -> None:
    text = told(form)
    if form == "phone":
        text += spoken_end(HOUSE, WANTED, UNTIL)
    assert "Madame" in text
    assert "Fictive-Lorrain" in text
    assert "1er juin 2026" in text
    assert "un médecin lit votre dossier" in text
    assert "01 99 00 12 34" in text
    assert "endométriose" not in text.lower()


@pytest.mark.parametrize("form", ["email", "letter"])
@pytest.mark.parametrize("asked_on", [None, date(2026, 5, 20)])
def test_sentences_are_short(form: RequestForm, asked_on: date | None) -> None:
    text = told(form, asked_on=asked_on, link="https://avis.exemple.fr/q/abc")
    sentences = [s for line in text.splitlines() for s in re.split(r"(?<=[.?!:]) ", line) if s]
    long = [s for s in sentences if len(re.findall(r"[\w'’-]+", s)) > LONGEST]
    assert long == []
    assert ";" not in text
    assert "(" not in text


def test_a_reminder_says_when_we_wrote() -> None:
    proposed = message(a_dossier(), WANTED, "email", HOUSE, UNTIL, asked_on=date(2026, 5, 20))
    assert proposed.subject.startswith("Rappel")
    assert "Nous vous avons écrit le 20 mai 2026." in proposed.text_fr
    assert "Nous vous avons écrit" not in told()


def test_an_e_mail_without_agreement_names_no_document() -> None:
    text = told(listed=False)
    for sentence in (*WANTED.required, *WANTED.useful, *WANTED.questions):
        assert sentence.rstrip(" ?.") not in text.replace("\u00a0", " ")
    assert "Appelez-nous au 01 99 00 12 34" in text
    assert "Répondez à ce message" in told(listed=False, house=House())


def test_the_way_back_is_that_of_the_form() -> None:
    assert "Ne changez pas le titre du message" in told("email")
    letter = told("letter")
    assert "3 rue des Essais" in letter
    assert "Gardez les originaux" in letter
    assert "Répondez à ce message" not in letter
    assert "la poste" not in told("letter", house=House(email="avis@exemple.fr"))


def test_the_questionnaire_is_linked_where_there_is_one() -> None:
    assert "https://avis.exemple.fr/q/abc" in told(link="https://avis.exemple.fr/q/abc")
    assert "ici\u00a0:" not in told()


def test_questions_alone_ask_for_no_paper() -> None:
    text = told(wanted=PatientRequest(questions=("Avez-vous été opéré ?",)))
    assert "photo" not in text
    assert "document" not in text
    assert "1 question." in text
    discreet = told(wanted=PatientRequest(questions=("Avez-vous été opéré ?",)), listed=False, link="ici")
    assert "document" not in discreet
    assert "Nous avons des questions à vous poser." in discreet
    assert "Envoyez-nous" not in spoken_end(HOUSE, PatientRequest(questions=("Avez-vous été opéré ?",)), UNTIL)


def test_no_heading_stands_alone() -> None:
    for form in ("email", "letter"):
        for part in told(form, house=House()).split("\n\n"):
            assert not part.endswith(":"), part


def test_the_opinion_is_provisional_only_without_a_necessary_piece() -> None:
    assert "provisoire" in told()
    assert "provisoire" not in told(wanted=PatientRequest(useful=("Envoyez vos ordonnances.",)))


def test_nothing_to_ask_says_nothing() -> None:
    assert told(wanted=PatientRequest(staff_questions=("La douleur est-elle inhabituelle ?",))) == ""
