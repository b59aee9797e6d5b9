"""What to ask of the patient: all that is lacking, no sentence twice, nothing that only the team can know."""

import pytest

from engine.domain.completeness import Status
from engine.domain.pathway import Pathway
from engine.domain.request import AskedPiece
from engine.steps.marks import settled_fr, with_marks
from engine.steps.request import request
from tests.builders import a_completeness, a_dossier, an_item
from tests.request_samples import a_mark

Pathways = dict[str, Pathway]


def asked(pathways: Pathways, *given: tuple[str, Status], **questionnaire: bool):
    pathway = pathways["gonarthrose"]
    levels = {r.id: r.level for r in pathway.required_documents}
    items = [an_item(name, status=status, level=levels[name], documents=()) for name, status in given]
    dossier = a_dossier(pathway=pathway.id, questionnaire=questionnaire)
    return request(dossier, pathway, a_completeness(*items))


def test_nothing_lacking_asks_nothing(pathways: Pathways) -> None:
    wanted = asked(pathways, ("rx_genou_cr", "met"), ("irm_genou", "not_applicable"))
    assert (wanted.required, wanted.useful, wanted.questions, wanted.pieces) == ((), (), (), ())


def test_required_and_useful_pieces_stand_apart(pathways: Pathways) -> None:
    wanted = asked(pathways, ("rx_genou_cr", "missing"), ("ordonnances_en_cours", "missing"))
    assert wanted.required == ("Envoyez le compte rendu des radios de vos genoux faites debout.",)
    assert wanted.useful == ("Envoyez vos ordonnances actuelles ou une photo de vos boîtes de médicaments.",)


@pytest.mark.parametrize("second", ["missing", "outdated", "unreadable"])
def test_no_sentence_stands_twice(pathways: Pathways, second: Status) -> None:
    """The same piece asked for by two requirements, whatever is wrong with the second."""
    wanted = asked(pathways, ("rx_genou_cr", "missing"), ("rx_genou_cr", second))
    told = (*wanted.required, *wanted.outdated, *wanted.unreadable)
    assert [s for s in told if "radios de vos genoux" in s] == [wanted.required[0]]


def test_each_unanswered_question_is_asked_once_and_of_whom_it_concerns(pathways: Pathways) -> None:
    wanted = asked(pathways, ("antecedents_cr", "ask"), ("bilan_terrain", "ask"), ("irm_genou", "ask"))
    assert wanted.questions == (
        "Un médecin propose-t-il une opération ?",
        "Un médecin parle-t-il d'une prothèse partielle du genou ou d'une ostéotomie ?",
        "Y a-t-il une autre maladie grave, suivie par un spécialiste ou à l'hôpital ?",
    )
    assert wanted.undecided == ("antecedents_cr", "bilan_terrain", "irm_genou")
    assert wanted.staff_questions == ("La douleur est-elle inhabituelle pour une arthrose ?",)


def test_answered_questions_are_not_asked_again(pathways: Pathways) -> None:
    wanted = asked(pathways, ("bilan_terrain", "ask"), surgery_proposed=True)
    assert wanted.questions == ("Y a-t-il une autre maladie grave, suivie par un spécialiste ou à l'hôpital ?",)


@pytest.mark.parametrize("kind", ["refused", "nonexistent"])
def test_what_will_not_come_is_not_asked_for_again(pathways: Pathways, kind: str) -> None:
    items = [
        an_item("rx_genou_cr", status="missing", documents=()),
        an_item("irm_genou", status="missing", documents=()),
    ]
    marks = (a_mark("rx_genou_cr", kind), a_mark("irm_genou", "promised"), a_mark("irm_genou", "asked"))
    completeness = with_marks(a_completeness(*items), marks)
    assert completeness.provisional == a_completeness(*items).provisional
    assert [item.status for item in completeness.items] == ["missing", "missing"]
    wanted = request(a_dossier(pathway="gonarthrose"), pathways["gonarthrose"], completeness)
    assert [piece.requirement for piece in wanted.pieces] == ["irm_genou"]


def test_what_the_expert_wants_stands_beside_the_pathway(pathways: Pathways) -> None:
    extra = AskedPiece(sentence_fr="Envoyez le compte rendu de votre arthroscopie.", asked_by_fr="demandé par l'expert")
    wanted = request(a_dossier(), pathways["gonarthrose"], a_completeness(), (extra, extra))
    assert wanted.extra == ("Envoyez le compte rendu de votre arthroscopie.",)


def test_marks_of_a_piece_that_came_are_past() -> None:
    found = with_marks(a_completeness(an_item("irm", status="met")), [a_mark("irm", "refused")])
    assert found.items[0].marks == ()
    assert settled_fr(found.items[0]) == ""


def test_the_opinion_says_what_will_not_come_and_why() -> None:
    item = an_item("irm", status="missing", documents=())
    found = with_marks(a_completeness(item), [a_mark("irm", "nonexistent", reason_fr="Jamais faite.")])
    assert settled_fr(found.items[0]) == "Selon le patient, il n'existe pas (noté le 02/03/2026)."
    assert settled_fr(found.items[0], reasoned=True).endswith("(noté le 02/03/2026 : Jamais faite).")
