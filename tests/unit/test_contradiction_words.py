"""Which paper of a file a contradiction names: a patient often sends all papers as one scan."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.vocabulary import Vocabulary
from engine.steps.contradiction_words import told_apart
from tests.builders import a_document, a_place

LETTER = "Consultation du 12/10/2026\nJamais d'infiltration du genou.\nIMC 31,7."
NOTE = "Infiltration du genou droit\nle 21/09/2026, bien supportée.\nIMC 31,7."
TOLD = [
    (
        "Infiltrations : « Jamais d'infiltration du genou » dans « scan.pdf » ; « Infiltration du genou droit\nle "
        "21/09/2026 » dans « scan.pdf ».",
        "Infiltrations : « Jamais d'infiltration du genou » (lettre du 12/10/2026), « Infiltration du genou droit le "
        "21/09/2026 » (compte rendu du 21/09/2026).",
    ),
    ("EVA : 8 dans « scan.pdf » (12/10/2026).", "EVA : 8 (lettre du 12/10/2026)."),
    # The value of another day than the paper's keeps its own.
    (
        "EVA : « Jamais d'infiltration » dans « scan.pdf » (02/01/2025).",
        "EVA : « Jamais d'infiltration » (lettre du 12/10/2026, valeur du 02/01/2025).",
    ),
    # What both papers print, or neither, is told with the file alone.
    ("IMC : « IMC 31,7 » dans « scan.pdf ».", "IMC : « IMC 31,7 » dans « scan.pdf »."),
    ("EVA : 8 dans « scan.pdf » (01/01/2020).", "EVA : 8 dans « scan.pdf » (01/01/2020)."),
]


@pytest.mark.parametrize(("what", "told"), TOLD)
def test_of_a_file_with_several_papers_the_one_that_says_it_is_named(
    what: str, told: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    places = [
        a_place(text, "courrier", vocabulary, clinical_reader, name, filename="scan.pdf", dated=day)
        for name, text, day in (("a", LETTER, date(2026, 10, 12)), ("b", NOTE, date(2026, 9, 21)))
    ]
    names = {"a": "Lettre", "b": "Compte rendu"}
    assert told_apart(what, [p.document for p in places], names, places) == told


LONG = "Myome de la paroi gauche, " + "faisant saillie dans la cavité pour plus de la moitié de son volume, " * 5
SHORT = LONG[:120].rpartition(" ")[0]
FIRST, LAST = date(2026, 2, 10), date(2026, 10, 12)
A, B, C = "lettre du 12/10/2026", "IRM du 10/02/2026, b.pdf", "IRM du 10/02/2026, c.pdf"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("PSA : 9 dans « a.pdf » (12/10/2026) ; 6 dans « b.pdf » (10/02/2026).", f"PSA : 9 ({A}), 6 ({B})."),
        ("PSA : 9 dans « a.pdf » (02/01/2025).", f"PSA : 9 ({A}, valeur du 02/01/2025)."),
        (
            "Questionnaire : non ; « a.pdf » : « fume ;\nencore ».",
            f"Questionnaire : non, mais {A} : « fume ; encore ».",
        ),
        ("« c.pdf » porte une autre identité.", "« c.pdf » (IRM du 10/02/2026) porte une autre identité."),
        ("Côté : droit dans « b.pdf », gauche dans « c.pdf ».", f"Côté : droit ({B}), gauche ({C})."),
        (
            "Côté : gauche dans « c.pdf », droite dans « a.pdf », droite dans « b.pdf ».",
            f"Côté : gauche ({C}), droite ({A}, {B}).",
        ),
        (f"Côté : « {LONG}» dans « a.pdf ».", f"Côté : « {SHORT} […] » ({A})."),
    ],
)
def test_a_contradiction_names_both_papers_with_their_days_in_one_short_line(what: str, told: str) -> None:
    days = {"a": LAST, "b": FIRST, "c": FIRST}
    papers = [a_document(d, filename=f"{d}.pdf", dated=day) for d, day in days.items()]
    said = told_apart(what, papers, {"a": "Lettre", "b": "IRM", "c": "IRM"}, ())

    assert said == told
    assert len(said) < 300


def test_no_expression_holds_a_backspace_that_double_quotes_made_of_a_word_boundary(vocabulary: Vocabulary) -> None:
    assert "\\b" not in vocabulary.contradictions.model_dump_json().replace("\\\\", "")
