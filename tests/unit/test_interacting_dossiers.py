"""Small dossiers whose papers interact: which option comes first, how the letter's proposal is judged, what is said."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.app import SystemClock
from engine.domain.desk import Notes
from engine.domain.dossier import FirstOpinion, Patient, Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.journey import Journey
from engine.step_record import Parts
from tests.builders import a_dossier, a_page, sha256
from tests.unit.dossiers_interacting import INTERACTING, Interacting


class Nowhere:
    """Keeps nothing and remembers nothing, whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: {} if name in ("current_runs", "paces") else None


@pytest.mark.parametrize("row", INTERACTING, ids=[f"{row.pathway}: {row.told}" for row in INTERACTING])
def test_what_interacts_decides_and_judges_the_proposal(
    row: Interacting, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    nowhere: Any = Nowhere()
    parts = Parts(
        store=nowhere,
        desk=nowhere,
        pages=nowhere,
        clinical=clinical_reader,
        model=AssembledModel(),
        vocabulary=vocabulary,
        clock=SystemClock(),
        new_id=iter(f"run-{n}" for n in range(99)).__next__,
        production=False,
        program="double-avis",
    )
    dossier = a_dossier(
        pathway=row.pathway,
        received_on=date(2026, 11, 10),
        patient=Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=row.birth),
        question=Question(type=row.asked, text="Est-ce la bonne décision ?"),
        questionnaire=row.answers,
        first_opinion=FirstOpinion(given=True, by="Dr Imaginaire", on=date(2026, 10, 6), text=None),
    )
    pages = tuple(a_page(text, filename=name, upload=sha256(name.encode())) for name, text in row.texts().items())
    journey = Journey(parts, dossier, pathways[row.pathway], Notes(), 0, lambda _: None)
    journey.read = lambda _: (pages, ())  # type: ignore[method-assign]
    outcome = journey.run((), anew=True)
    assert outcome.draft is not None
    assert outcome.convergence is not None
    assert outcome.draft.position.option == row.first
    assert outcome.convergence.treatment == row.treatment
    told = "\n".join(s.text for s in outcome.draft.statements)
    assert all(words in told for words in row.says)
    assert not any(words in told for words in row.never_says)
