"""From invented papers and few answers: what comes first is acceptable, and what they speak against never stands."""

from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Patient, Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import a_brief, a_dossier
from tests.unit.papers_endometriosis import ENDOMETRIOSIS_PAPERS, Row
from tests.unit.papers_fibroids import FIBROID_PAPERS
from tests.unit.papers_infertility import INFERTILITY_PAPERS
from tests.unit.papers_sperm import SPERM_PAPERS

RECEIVED = date(2026, 10, 20)
WOMAN = "Mme FICTIVE-LORRAIN Océane, née le {birth:%d/%m/%Y}"
HIM = "LABORATOIRE FICTIF\nSPERMOGRAMME\n{man}\nConjointe : FICTIVE-LORRAIN Océane\nRecueil du "
MAN = "M. INVENTÉ Malo, né le 04/02/1990"
HEADINGS = {
    "lettre": "Dr Imaginaire\nGynécologie\nLe 3 octobre 2026\n{woman}\nConjoint : {man}\nCher confrère,\n{told}",
    "irm": "IMAGERIE FICTIVE\nIRM PELVIENNE du 10/09/2026\n{woman}\n{told}",
    "echo": "IMAGERIE FICTIVE\nÉCHOGRAPHIE PELVIENNE du 14/09/2026\n{woman}\n{told}",
    "hsg": "IMAGERIE FICTIVE\nHYSTÉROSALPINGOGRAPHIE du 10/06/2026\n{woman}\n{told}",
    "hysteroscopie": "HYSTÉROSCOPIE DIAGNOSTIQUE du 10/09/2026\n{woman}\n{told}",
    "operatoire": "COMPTE RENDU OPÉRATOIRE\nCœlioscopie du 12/05/2026\n{woman}\n{told}",
    "biologie": "LABORATOIRE FICTIF\n{woman}\nPrélèvement du 05/06/2026\n{told}",
    "ordonnance": "ORDONNANCE\nLe 3 octobre 2026\n{woman}\n{told}",
    "spermogramme": HIM + "20/08/2026\n{told}",
    "ancien": HIM + "11/03/2025\n{told}",
    "etranger": "LABORATOIRE FICTIF\nSPERMOGRAMME\nM. INVEN Malo, né le 22/09/1979\nRecueil du 25/08/2026\n{told}",
}
ROWS = [
    pytest.param(pathway, row, id=f"{pathway}: {row[0]}")
    for pathway, rows in (
        ("endometriose", ENDOMETRIOSIS_PAPERS),
        ("fibromes-uterins", FIBROID_PAPERS),
        ("infertilite-couple", INFERTILITY_PAPERS),
        ("infertilite-couple", SPERM_PAPERS),
    )
    for row in rows
]


def laid_out(papers: tuple[str, ...], birth: date) -> dict[str, str]:
    """The papers' text by file name, each under the heading of its kind."""
    woman, texts = WOMAN.format(birth=birth), {}
    for number, paper in enumerate(papers):
        kind, told = paper.split(": ", 1)
        texts[f"{number}-{kind}.pdf"] = HEADINGS[kind].format(woman=woman, man=MAN, told=told)
    return texts


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_what_papers_decide_comes_first_and_what_they_speak_against_does_not_stand(
    name: str, row: Row, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    _, asked, age, answers, papers, first, never = row
    pathway = pathways[name]
    assert never | {f for f in first if f} <= {o.id for o in pathway.options}
    patient = Patient(
        family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(RECEIVED.year - age, 2, 10)
    )
    dossier = a_dossier(
        pathway=name,
        received_on=RECEIVED,
        patient=patient,
        question=Question(type=asked, text="Que faut-il faire ?"),
        questionnaire=answers,
    )
    given, _ = a_brief(dossier, laid_out(papers, patient.birth_date), pathway, vocabulary, clinical_reader)
    position = assemble(given.inputs).position
    assert position.option in first
    standing = {position.option, *position.alternatives} - set(position.discouraged)
    assert standing & never == set()
