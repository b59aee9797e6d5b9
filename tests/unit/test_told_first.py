"""The section on the first opinion: in its own words, with what other papers say otherwise; written after the draft."""

from datetime import date

import pytest

from engine.domain.convergence import Convergence
from engine.domain.dossier import Dossier, FirstOpinion
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.ports import ClinicalReader
from engine.steps.disagreements import Disagreements
from engine.steps.first_position import first_position
from engine.steps.places import ReadPageText, read_page
from engine.steps.told_first import OTHERWISE_FR, ROOM, told_first
from tests.builders import a_document, a_dossier, a_page

LETTER = (
    "Cher confrère,\nJ'ai vu Mme FICTIVE-LORRAIN Océane pour son genou droit. EVA 7/10.\n\n"
    "Au total, gonarthrose droite évoluée. Je lui propose une prothèse totale du genou droit le 12 mai. "
    "Je lui ai parlé des suites.\n\nBien confraternellement, Dr FABLE"
)
WROTE = a_document("d1", kind="courrier", dated=date(2026, 2, 2), filename="lettre.pdf")
NAMES = {"d1": "Lettre"}
SIZE = Conflict(
    key="kl",
    filenames=("lettre.pdf", "radio.pdf"),
    what_fr="Stade Kellgren-Lawrence : 4 dans « lettre.pdf » (02/02/2026) ; 2 dans « radio.pdf » (12/01/2026).",
    by_paper_fr="Stade Kellgren-Lawrence : 4 (lettre du 02/02/2026), 2 (radiographies du 12/01/2026).",
    facts=(),
)


def place(text: str, vocabulary: Vocabulary, reader: ClinicalReader) -> ReadPageText:
    return read_page(a_page(text, filename="lettre.pdf"), WROTE, vocabulary, reader)


def told(
    text: str, dossier: Dossier, pathway: Pathway, vocabulary: Vocabulary, reader: ClinicalReader, *found: Conflict
) -> list[str]:
    letters = [place(text, vocabulary, reader)]
    first = first_position(dossier, pathway, letters, vocabulary, reader)
    weighing = Disagreements(letter=found, left_out=found)
    lines = told_first(dossier, first, letters, pathway, weighing, NAMES, vocabulary.authors.closings)
    for line in lines:
        assert line.cites, line.text
        assert all(c.text in line.text or c.kind == "calculation" for c in line.cites)
        assert all((c.filename, c.page) == ("lettre.pdf", 1) for c in line.cites if c.kind == "fact")
    return [line.text for line in lines]


@pytest.fixture
def knee(pathways: dict[str, Pathway]) -> Pathway:
    return pathways["gonarthrose"]


def test_it_is_the_letters_own_sentences_that_conclude_or_propose(
    knee: Pathway, vocabulary: Vocabulary, clinical_reader: ClinicalReader
) -> None:
    dossier = a_dossier(pathway="gonarthrose", first_opinion=FirstOpinion(given=True, by="Dr Fable"))
    (line,) = told(LETTER, dossier, knee, vocabulary, clinical_reader)
    assert line == (
        "Lettre du 02/02/2026 : « Au total, gonarthrose droite évoluée. » ; "
        "« Je lui propose une prothèse totale du genou droit le 12 mai. » ; « Je lui ai parlé des suites. »"
    )


def test_what_was_typed_at_intake_stands_first_and_a_contradiction_once(
    knee: Pathway, vocabulary: Vocabulary, clinical_reader: ClinicalReader
) -> None:
    typed = FirstOpinion(given=True, by="Dr Fable", text="Prothèse totale.")
    dossier = a_dossier(pathway="gonarthrose", first_opinion=typed)
    lines = told(LETTER, dossier, knee, vocabulary, clinical_reader, SIZE)
    assert lines[0] == "Saisi à l'accueil : « Prothèse totale. »"
    contradiction = (
        f"{OTHERWISE_FR} : Stade Kellgren-Lawrence : 4 (lettre du 02/02/2026), 2 (radiographies du 12/01/2026)"
    )
    assert lines[2:] == [contradiction]


def test_of_a_long_letter_the_sentences_that_name_an_option_have_room_first(
    knee: Pathway, vocabulary: Vocabulary, clinical_reader: ClinicalReader
) -> None:
    talk = " ".join(f"Point numéro {n} : elle sera revue avec son entourage avant toute décision." for n in range(12))
    dossier = a_dossier(pathway="gonarthrose", first_opinion=FirstOpinion(given=True))
    text = f"Conclusion : {talk} Je propose une prothèse totale du genou droit."
    (line,) = told(text, dossier, knee, vocabulary, clinical_reader)
    assert "« Je propose une prothèse totale du genou droit. »" in line
    assert len(line) <= ROOM


def test_without_a_first_opinion_there_is_no_section(
    knee: Pathway, vocabulary: Vocabulary, clinical_reader: ClinicalReader
) -> None:
    dossier = a_dossier(pathway="gonarthrose", first_opinion=FirstOpinion(given=False))
    assert told(LETTER, dossier, knee, vocabulary, clinical_reader, SIZE) == []


def test_what_was_kept_before_there_was_a_section_is_still_read() -> None:
    kept = '{"diagnosis":"C","treatment":"C","exams":"C","overall":"C","severity":0,"equipoise":false,"reasons_fr":[]}'
    assert Convergence.model_validate_json(kept).first_opinion == ()
