"""From invented papers and few answers: what they decide comes first, what they speak against never stands.

The rows come from files of several forms; each is made one `Situation` here.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.conditions import Value
from engine.domain.dossier import Patient, Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import a_brief, a_dossier
from tests.unit.grid_arthritis import ARTHRITIS_GRID
from tests.unit.grid_breast import BREAST_GRID
from tests.unit.grid_disc import DISC_GRID
from tests.unit.grid_disc_other import OTHER_DISC_GRID
from tests.unit.papers_endometriosis import ENDOMETRIOSIS_PAPERS
from tests.unit.papers_fibroids import FIBROID_PAPERS
from tests.unit.papers_infertility import INFERTILITY_PAPERS
from tests.unit.papers_of_hips import HIPS
from tests.unit.papers_of_knees import KNEES
from tests.unit.papers_of_spines import SPINES
from tests.unit.papers_of_spines_late import LATE_SPINES
from tests.unit.papers_sperm import SPERM_PAPERS
from tests.unit.papers_told import BIRTHS
from tests.unit.situations_told_colon import COLON_TOLD
from tests.unit.situations_told_colon_later import COLON_LATER_TOLD
from tests.unit.situations_told_prostate import PROSTATE_TOLD
from tests.unit.situations_told_thyroid import THYROID_TOLD
from tests.unit.situations_told_thyroid_later import THYROID_LATER_TOLD
from tests.unit.whole_breast_thyroid import WHOLE_OF_BREAST_AND_THYROID
from tests.unit.whole_cancers import WHOLE_CANCERS
from tests.unit.whole_of_women import WHOLE_OF_WOMEN

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
    "hospi": "HÔPITAL FICTIF\nCOMPTE RENDU D'HOSPITALISATION\nSéjour du 02/08/2026 au 06/08/2026\n{woman}\n{told}",
    "spermogramme": HIM + "20/08/2026\n{told}",
    "ancien": HIM + "11/03/2025\n{told}",
    "etranger": "LABORATOIRE FICTIF\nSPERMOGRAMME\nM. INVEN Malo, né le 22/09/1979\nRecueil du 25/08/2026\n{told}",
}


class Situation(NamedTuple):
    """Who asks what, with which papers on which day, and which options may come first (None: none) or never stand."""

    pathway: str
    told: str
    asked: str
    answers: Mapping[str, Value]
    who: tuple[str, str, date]
    received_on: date
    texts: Mapping[str, str]
    first: Collection[str | None]
    never: Collection[str]


def laid_out(papers: tuple[str, ...], birth: date) -> dict[str, str]:
    """The papers' text by file name, each under the heading of its kind."""
    woman, texts = WOMAN.format(birth=birth), {}
    for number, paper in enumerate(papers):
        kind, told = paper.split(": ", 1)
        texts[f"{number}-{kind}.pdf"] = HEADINGS[kind].format(woman=woman, man=MAN, told=told)
    return texts


def gynaecology() -> Iterator[Situation]:
    received = date(2026, 10, 20)
    for pathway, rows in (
        ("endometriose", ENDOMETRIOSIS_PAPERS),
        ("fibromes-uterins", FIBROID_PAPERS),
        ("infertilite-couple", (*INFERTILITY_PAPERS, *SPERM_PAPERS)),
    ):
        for told, asked, age, answers, papers, first, never in rows:
            birth = date(received.year - age, 2, 10)
            texts = laid_out(papers, birth)
            yield Situation(pathway, told, asked, answers, ("Océane", "F", birth), received, texts, first, never)


def bones() -> Iterator[Situation]:
    received = date(2026, 11, 16)
    for pathway, rows in (
        ("gonarthrose", KNEES),
        ("coxarthrose", HIPS),
        ("scoliose-adolescent", (*SPINES, *LATE_SPINES)),
    ):
        for told, asked, answers, age, texts, first, never in rows:
            who = ("Océane", "F", date(received.year - age, 1, 20))
            yield Situation(pathway, told, asked, answers, who, received, texts, first, never)


def cancers() -> Iterator[Situation]:
    received = date(2026, 10, 5)
    for pathway, sex, rows in (
        ("cancer-prostate", "M", PROSTATE_TOLD),
        ("cancer-colon-rectum", "F", (*COLON_TOLD, *COLON_LATER_TOLD)),
        ("cancer-thyroide-nodule", "F", (*THYROID_TOLD, *THYROID_LATER_TOLD)),
    ):
        for told, asked, answers, papers, first, never in rows:
            who = ("Claude", sex, BIRTHS.get(told, date(1964, 5, 17)))
            texts = {f"{number:02}.pdf": paper for number, paper in enumerate(papers, 1)}
            yield Situation(pathway, told, asked, answers, who, received, texts, first, never)


def grids() -> Iterator[Situation]:
    who, received = ("Océane", "F", date(1968, 5, 17)), a_dossier().received_on
    for pathway, rows in (
        ("cancer-sein", BREAST_GRID),
        ("polyarthrite-rhumatoide", ARTHRITIS_GRID),
        ("hernie-discale-lombaire", (*DISC_GRID, *OTHER_DISC_GRID)),
    ):
        for told, asked, answers, papers, first, never in rows:
            due = [option or None for option in first]
            yield Situation(pathway, told, asked, answers, who, received, dict(papers), due, never)


def whole() -> Iterator[Situation]:
    received = date(2026, 11, 30)
    for row in (*WHOLE_CANCERS, *WHOLE_OF_BREAST_AND_THYROID, *WHOLE_OF_WOMEN):
        sex, age = row.who
        birth = date(received.year - age, 3, 14)
        line = f"{'Mme' if sex == 'F' else 'M.'} FICTIVE-LORRAIN Claude, né le {birth:%d/%m/%Y}"
        texts = {f"{n:02}.pdf": p.strip().format(p=line) for n, p in enumerate(row.papers.split("---"), 1)}
        who = ("Claude", sex, birth)
        yield Situation(row.pathway, row.told, row.asked, row.answers, who, received, texts, row.first, row.never)


ROWS = [*gynaecology(), *bones(), *cancers(), *grids(), *whole()]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.pathway}: {row.told}" for row in ROWS])
def test_what_papers_decide_comes_first_and_what_they_speak_against_does_not_stand(
    row: Situation, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway, (given_name, sex, birth) = pathways[row.pathway], row.who
    assert {*row.never, *(f for f in row.first if f)} <= {o.id for o in pathway.options}
    dossier = a_dossier(
        pathway=row.pathway,
        received_on=row.received_on,
        patient=Patient(family_name="Fictive-Lorrain", given_name=given_name, sex=sex, birth_date=birth),
        question=Question(type=row.asked, text="Que faut-il faire ?"),
        questionnaire=dict(row.answers),
    )
    inputs = a_brief(dossier, dict(row.texts), pathway, vocabulary, clinical_reader)[0].inputs
    position = assemble(inputs).position
    # What is to be done first ("orientation") is no position of a draft, and goes first all the same.
    best = next((o.id for o in inputs.options if o.preferred), None)
    assert not {position.option, best}.isdisjoint(row.first)
    standing = {o.id for o in inputs.options if o.supported_by and not o.discouraged_by}
    assert {position.option, *standing}.isdisjoint(row.never)
