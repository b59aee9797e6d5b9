"""The one message to the patient: all that is lacking, no sentence twice, nothing that only the team can know."""

import pytest

from engine.domain.completeness import Status
from engine.domain.pathway import Pathway
from engine.steps.request import request
from tests.builders import a_completeness, a_dossier, an_item

Pathways = dict[str, Pathway]


def asked(pathways: Pathways, *given: tuple[str, Status], **questionnaire: bool):
    pathway = pathways["gonarthrose"]
    levels = {r.id: r.level for r in pathway.required_documents}
    items = [an_item(name, status=status, level=levels[name], documents=()) for name, status in given]
    dossier = a_dossier(pathway=pathway.id, questionnaire=questionnaire)
    return request(dossier, pathway, a_completeness(*items))


def test_nothing_lacking_asks_nothing(pathways: Pathways) -> None:
    wanted = asked(pathways, ("rx_genou_cr", "met"), ("irm_genou", "not_applicable"))
    assert wanted.message_fr == ""
    assert (wanted.required, wanted.useful, wanted.questions) == ((), (), ())


def test_required_and_useful_pieces_stand_apart(pathways: Pathways) -> None:
    wanted = asked(pathways, ("rx_genou_cr", "missing"), ("ordonnances_en_cours", "missing"))
    assert wanted.required == ("Envoyez le compte rendu des radios de vos genoux faites debout.",)
    assert wanted.useful == ("Envoyez vos ordonnances actuelles ou une photo de vos boîtes de médicaments.",)
    assert wanted.message_fr.index(wanted.required[0]) < wanted.message_fr.index(wanted.useful[0])


def test_what_is_too_old_or_illegible_is_said_once_for_all(pathways: Pathways) -> None:
    wanted = asked(
        pathways,
        ("rx_genou_cr", "outdated"),
        ("pangonogramme", "outdated"),
        ("courrier_premier_avis", "unreadable"),
    )
    assert len(wanted.outdated) == 2
    assert wanted.message_fr.count("trop anciens") == 1
    assert wanted.message_fr.count("bien éclairés") == 1


@pytest.mark.parametrize("second", ["missing", "outdated", "unreadable"])
def test_no_sentence_stands_twice(pathways: Pathways, second: Status) -> None:
    """The same piece asked for by two requirements, whatever is wrong with the second."""
    wanted = asked(pathways, ("rx_genou_cr", "missing"), ("rx_genou_cr", second))
    assert wanted.message_fr.count("radios de vos genoux") == 1


def test_each_unanswered_question_is_asked_once_and_of_whom_it_concerns(pathways: Pathways) -> None:
    wanted = asked(pathways, ("antecedents_cr", "ask"), ("bilan_terrain", "ask"), ("irm_genou", "ask"))
    assert wanted.questions == (
        "Un médecin propose-t-il une opération ?",
        "Un médecin parle-t-il d'une prothèse partielle du genou ou d'une ostéotomie ?",
        "Y a-t-il une autre maladie grave, suivie par un spécialiste ou à l'hôpital ?",
    )
    assert wanted.staff_questions == ("La douleur est-elle inhabituelle pour une arthrose ?",)
    assert "inhabituelle" not in wanted.message_fr
    assert "Une simple réponse à ce message suffit." in wanted.message_fr
    assert "photo nette" not in wanted.message_fr


def test_answered_questions_are_not_asked_again(pathways: Pathways) -> None:
    wanted = asked(pathways, ("bilan_terrain", "ask"), surgery_proposed=True)
    assert wanted.questions == ("Y a-t-il une autre maladie grave, suivie par un spécialiste ou à l'hôpital ?",)


def test_message_is_addressed_and_names_no_disease(pathways: Pathways) -> None:
    wanted = asked(pathways, ("rx_genou_cr", "missing"))
    assert wanted.message_fr.startswith("Bonjour Madame Fictive-Lorrain,\n\n")
    assert "dossier-1" in wanted.message_fr
    assert "rthrose" not in wanted.message_fr
    assert wanted.message_fr.endswith("L'équipe du deuxième avis")
