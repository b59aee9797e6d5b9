"""What a paper about the patient says of the partner, and what only looks like it."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.of_partner import habit_of_partner, in_part_of_partner, of_partner
from tests.builders import facts_in

PARTNERS = [
    ("Infertilité de 2 ans. Mme ne fume pas ; M. fume 8 cigarettes par jour.", "fume 8"),
    (
        "Ce couple a 30 ans. Mme a un SOPK.\nMonsieur : cryptorchidie opérée, fume 12 cigarettes par jour,\nmaçon.",
        "fume",
    ),
    ("Infertilité de 2 ans. Elle n'a jamais fumé ; lui fume un paquet par jour.", "fume"),
    ("Infertilité. Elle ne fume pas, lui ne boit pas et fume.", "fume."),
    ("Son conjoint fume 20 cigarettes par jour.", "fume"),
    ("Mme Fictive et son conjoint M. Jean FICTIF, 38 ans (tabac 10 cig/j). Cycles longs.", "tabac"),
    ("Son mari, 52 ans, est diabétique ; elle a de l'asthme.", "diabétique"),
]
PARTS = [
    "Infertilité de deux ans.\nElle : 30 ans. Asthme.\nLui : 37 ans, maçon. Maladie de Crohn depuis 2015. Ne fume pas.",
    "Couple suivi en AMP.\nMonsieur : 40 ans. Hernie opérée. Maladie de Crohn traitée.",
    "Désir d'enfant.\n- Conjoint (12/03/1988) : sportif. Pas de tabac. Maladie de Crohn.",
    "Infertilité.\nMadame : cycles réguliers.\nM. Jean FICTIF : 35 ans. Rectocolite, puis maladie de Crohn.",
]
NOT_PARTS = [
    "Infertilité.\nLui : 37 ans.\nElle : 30 ans. Maladie de Crohn.",
    "Infertilité.\nMonsieur : 40 ans, en bonne santé. Madame a une maladie de Crohn.",
    "Infertilité.\nJe lui propose : une FIV. Maladie de Crohn.",
    "Bilan du couple : normal. Maladie de Crohn.",
    "Coxarthrose.\nMonsieur : 60 ans. Maladie de Crohn.",
]
PATIENTS = [
    ("Infertilité de 2 ans. Mme fume ; M. ne fume pas.", "fume ;"),
    ("Monsieur fume 20 cigarettes par jour. Coxarthrose.", "fume"),
    ("Infertilité de 2 ans. Je lui propose une stimulation, elle fume.", "fume"),
    ("Infertilité de 2 ans. Une FIV lui a été proposée, fume 12 cigarettes par jour.", "fume"),
    ("M. FICTIF vit en couple, fume 20 cigarettes par jour.", "fume"),
    ("Elle vit avec son mari, fume 5 cigarettes par jour.", "fume"),
    ("J'ai revu M. FICTIF et sa compagne pour la suite à donner à son diabète.", "diabète"),
    ("Son épouse est présente ce jour ; traité pour un diabète.", "diabète"),
    ("Sa femme est venue avec lui, il fume.", "fume"),
    ("Le patient et son conjoint souhaitent un avis sur son diabète.", "diabète"),
    ("Accompagnée de son mari, elle est suivie pour un diabète.", "diabète"),
    ("Son mari a un diabète, elle a de l'asthme.", "asthme"),
    ("Son mari, 52 ans, est diabétique ; elle a de l'asthme.", "asthme"),
]


@pytest.mark.parametrize(("text", "what"), PARTNERS)
def test_what_is_said_of_the_partner(text: str, what: str, vocabulary: Vocabulary) -> None:
    assert of_partner(text, text.index(what), "tabac", vocabulary.people)


@pytest.mark.parametrize(("text", "what"), PATIENTS)
def test_what_is_said_of_the_patient(text: str, what: str, vocabulary: Vocabulary) -> None:
    assert not of_partner(text, text.index(what), "tabac", vocabulary.people)


@pytest.mark.parametrize(("text", "is_partners"), [*((t, True) for t in PARTS), *((t, False) for t in NOT_PARTS)])
def test_a_paragraph_that_opens_with_the_partner_is_his(text: str, is_partners: bool, vocabulary: Vocabulary) -> None:
    found = of_partner(text, text.lower().index("maladie de crohn"), "maladie_crohn", vocabulary.people)
    assert found is is_partners


@pytest.mark.parametrize(
    ("pathway", "text", "bearer"),
    [
        ("infertilite-couple", "Infertilité. Monsieur : oligo-asthénospermie.", "patient"),
        ("polyarthrite-rhumatoide", "Son mari est suivi pour une polyarthrite rhumatoïde.", "family"),
    ],
)
def test_only_the_diagnosis_of_a_couple_is_of_both(
    pathway: str,
    text: str,
    bearer: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways[pathway], vocabulary, clinical_reader)
    assert {f.bearer for f in facts if f.key == "diagnostic"} == {bearer}


def test_a_fact_of_the_partner_is_told_with_its_subject(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Infertilité de 2 ans. Mme ne fume pas ; M. fume 8 cigarettes par jour.\nElle fume 3 cigarettes par jour."
    facts = facts_in(text, "courrier", pathways["infertilite-couple"], vocabulary, clinical_reader)
    told = [(f.value, f.bearer, f.source.quote) for f in facts if f.key == "tabac" and f.value]
    assert told == [
        (8, "family", "M. fume 8 cigarettes par jour"),
        (3, "patient", "Elle fume 3 cigarettes par jour"),
    ]


def test_a_letter_about_a_couple_speaks_of_the_one_whom_it_named_last(vocabulary: Vocabulary) -> None:
    text = "Infertilité du couple. Madame, 32 ans. Aucun traitement. Monsieur, 40 ans. Pas de sport. Sous zinc."
    for said, is_partners in (("Aucun", False), ("Sous", True)):
        assert in_part_of_partner(text, text.index(said), vocabulary.people) is is_partners


def test_a_habit_is_of_whom_the_part_of_a_letter_is_about(vocabulary: Vocabulary) -> None:
    of_couple = "Infertilité du couple. Madame, 32 ans. Non-fumeuse.\nMonsieur, 40 ans, maçon. Tabac 10 cigarettes."
    in_passing = "Désir de grossesse ; son conjoint n'a pas fait de spermogramme. Pas de chirurgie. Tabac 5 cigarettes."
    people = vocabulary.people
    assert habit_of_partner(of_couple, of_couple.index("Tabac"), "tabac", people)
    assert not habit_of_partner(of_couple, of_couple.index("fumeuse"), "tabac", people)
    assert not habit_of_partner(of_couple, of_couple.index("Tabac"), "allergie", people)
    assert not habit_of_partner(in_passing, in_passing.index("Tabac"), "tabac", people)
