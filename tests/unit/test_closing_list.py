"""What the draft says in one look: a verdict with what it rests on, and all that the dossier lacks."""

from collections.abc import Callable
from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Question
from engine.domain.drafting import AnswerStatement, DraftInputs
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.ground import Grounder
from tests.builders import a_brief, a_dossier

RADIOGRAPH = (
    "RADIOGRAPHIES DU GENOU DROIT\nMme FICTIVE-LORRAIN Océane\nExamen du 12/01/2026\nKellgren-Lawrence {}.{}\n"
    "Pas de chondrocalcinose."
)
ASKED = "On me propose une prothèse totale du genou. Faut-il la faire ?"
OPENINGS = ("L'avis est provisoire", "Pièces qui manquent aussi", "Nécessité à préciser")
OLD = "ORDONNANCE\nMme FICTIVE-LORRAIN Océane\nLe 10/01/2025\nParacétamol 1 g : 3 par jour"


@pytest.fixture
def inputs_of(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> Callable[..., DraftInputs]:
    def of(texts: dict[str, str], **answers: object) -> DraftInputs:
        question = Question(type="operer_ou_non", text=ASKED)
        dossier = a_dossier(
            pathway="gonarthrose", received_on=date(2026, 3, 2), question=question, questionnaire=answers
        )
        return a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0].inputs

    return of


def one(inputs: DraftInputs, opening: str) -> AnswerStatement:
    (found,) = [s for s in assemble(inputs).statements if opening in s.text]
    return found


@pytest.mark.parametrize(
    ("grade", "verdict"),
    [(4, "adaptée"), (1, "non justifiée par les documents reçus")],
)
def test_a_verdict_stands_beside_what_it_rests_on(
    grade: int,
    verdict: str,
    inputs_of: Callable[..., DraftInputs],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    inputs = inputs_of({"radio.pdf": RADIOGRAPH.format(grade, "")}, surgery_proposed=True)
    said = one(inputs, "dont parle la question")
    first = said.text.partition(" Dans ce dossier : ")
    assert verdict in first[0]
    assert first[2].startswith(f"Stade Kellgren-Lawrence par compartiment : {grade}")
    assert "chondrocalcinose" not in first[2], "what is absent is no reason beside a verdict"
    assert Grounder(vocabulary, clinical_reader).check(said, inputs).stands


@pytest.mark.parametrize(("read", "told"), [(4, True), (3, False)])
def test_what_was_answered_is_told_from_the_paper_that_measured_it(
    read: int, told: bool, inputs_of: Callable[..., DraftInputs]
) -> None:
    inputs = inputs_of({"radio.pdf": RADIOGRAPH.format(read, "")}, surgery_proposed=True, kl=4)
    said = one(inputs, "dont parle la question")
    assert ("Dans ce dossier : Stade Kellgren-Lawrence par compartiment : 4." in said.text) is told
    assert ({e.id for e in inputs.evidence if e.key == "kl" and e.kind == "fact"} <= set(said.cites)) is told


def test_what_speaks_for_every_patient_needs_no_reason(inputs_of: Callable[..., DraftInputs]) -> None:
    inputs = inputs_of({"radio.pdf": RADIOGRAPH.format(1, "")}, surgery_proposed=True)
    preferred = one(inputs, "Option à privilégier").text.partition("Option à privilégier")[2]
    assert "Toute gonarthrose" in preferred
    assert "Dans ce dossier" not in preferred


def test_all_that_lacks_is_told_in_one_look(
    inputs_of: Callable[..., DraftInputs], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    inputs = inputs_of({"radio.pdf": RADIOGRAPH.format(4, ""), "ordonnance.pdf": OLD}, surgery_proposed=True)
    said = [s for s in assemble(inputs).statements if any(opening in s.text for opening in OPENINGS)]
    waited, _, rest = " ".join(s.text for s in said).partition(OPENINGS[1])
    beside, _, asked = rest.partition(OPENINGS[2])
    assert "courrier ou compte rendu de consultation portant le premier avis" in waited
    assert "ordonnances et liste des traitements en cours (document du 10/01/2025, de plus de 6 mois" in beside
    unasked = {e.label_fr or "" for e in inputs.evidence if e.status == "ask"}
    assert unasked
    assert [label for label in unasked if label[1:] not in asked] == []
    lacks = {e.id for e in inputs.evidence if e.status in ("missing", "outdated", "unreadable", "ask")}
    assert lacks <= {i for s in said for i in s.cites}
    assert all(Grounder(vocabulary, clinical_reader).check(s, inputs).stands for s in said)


def test_a_piece_that_will_not_come_is_not_waited_for(inputs_of: Callable[..., DraftInputs]) -> None:
    inputs = inputs_of({"radio.pdf": RADIOGRAPH.format(4, "")}, surgery_proposed=True)
    settled = next(e for e in inputs.evidence if e.status == "missing" and e.level == "required")
    others = [e for e in inputs.evidence if e is not settled]
    never = settled.model_copy(update={"settled_fr": "N'existe pas (noté le 02/03/2026)."})
    told = one(inputs.model_copy(update={"evidence": (*others, never)}), "sans que cela empêche de conclure").text
    assert settled.label_fr is not None
    assert settled.label_fr[1:] not in told
