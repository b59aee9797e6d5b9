"""Papers of the partner, known by a birth that a letter about both prints; nobody else's become theirs."""

from datetime import date

from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.steps.couples import with_partners
from engine.steps.of_partner import in_part_of_partner
from tests.builders import a_document

TODAY = date(2026, 11, 2)
HER = Patient(family_name="Fictive", given_name="Anne", sex="F", birth_date=date(1990, 5, 17))
COUPLE = "Mme FICTIVE Anne (17/05/1990) et M. INVENTE Paul (03/02/1986)\nInfertilité primaire de deux ans."


def owners(letter: str, paper: str, vocabulary: Vocabulary) -> list[str]:
    documents = [a_document("d1", kind="courrier"), a_document("d2", kind="ordonnance", owner="other_person")]
    return [d.owner for d in with_partners(documents, [letter, paper], HER, vocabulary, TODAY)]


def test_a_paper_born_on_the_partners_day_is_the_partners(vocabulary: Vocabulary) -> None:
    paper = "M. INVENTE Paul, né le 03/02/1986\nZinc 15 mg : 1 par jour"
    assert owners(COUPLE, paper, vocabulary) == ["this_patient", "partner"]
    assert owners(COUPLE, paper.replace("1986", "1979"), vocabulary) == ["this_patient", "other_person"]
    assert owners(COUPLE.replace("Infertilité", "Gonarthrose"), paper, vocabulary) == ["this_patient", "other_person"]


def test_a_letter_about_a_couple_speaks_of_the_one_whom_it_named_last(vocabulary: Vocabulary) -> None:
    text = "Infertilité du couple. Madame, 32 ans. Aucun traitement. Monsieur, 40 ans. Pas de sport. Sous zinc."
    for said, is_partners in (("Aucun", False), ("Sous", True)):
        assert in_part_of_partner(text, text.index(said), vocabulary.people) is is_partners
