"""What a contradiction weighs on depends on which papers contradict each other."""

import pytest

from engine.domain.pathway import Pathway
from engine.steps.disagreements import disagreements
from tests.builders import a_conflict, a_document

LETTER, REPORT, NOTE, PRESCRIBED = "courrier.pdf", "irm.pdf", "kinesitherapie.pdf", "ordonnance.pdf"
KINDS = {LETTER: "courrier", REPORT: "compte_rendu_imagerie", NOTE: "kinesitherapie", PRESCRIBED: "ordonnance"}


@pytest.mark.parametrize(
    ("key", "files", "of_letter", "of_reports", "left_out"),
    [
        ("kl", (LETTER, REPORT), True, True, False),
        ("cote", (NOTE, REPORT), False, True, False),
        # A letter that only bears out a report's side contradicts nobody itself.
        ("cote", (REPORT, NOTE, LETTER), False, True, False),
        ("distance_marche", (LETTER, NOTE), True, False, False),
        ("cote", (NOTE, PRESCRIBED), False, False, False),
        ("traitement", (LETTER, PRESCRIBED), True, False, True),
        ("antecedents", (LETTER,), True, False, True),
    ],
)
def test_a_contradiction_weighs_on_what_its_papers_tell(
    key: str, files: tuple[str, ...], of_letter: bool, of_reports: bool, left_out: bool, pathways: dict[str, Pathway]
) -> None:
    documents = [a_document(id=f"d{n}", filename=name, kind=kind) for n, (name, kind) in enumerate(KINDS.items())]
    told = a_conflict(key=key, filenames=files)
    found = disagreements([told], pathways["gonarthrose"], documents, {LETTER})
    assert [bool(found.letter), bool(found.reports), bool(found.left_out)] == [of_letter, of_reports, left_out]


def test_one_paper_against_an_answer_weighs_on_nothing(pathways: dict[str, Pathway]) -> None:
    pathway = pathways["gonarthrose"]
    asked = a_conflict(key=pathway.variables[0].id, filenames=(REPORT,))
    document = a_document(id="d1", filename=REPORT, kind="compte_rendu_imagerie")
    assert disagreements([asked], pathway, [document], {REPORT}) == disagreements([], pathway, [], ())
