"""How the draft joins what belongs together: an answer and its why, a result and the one before it, an old piece and
what it showed."""

from datetime import date

import pytest

from engine.adapters.assembled_limits import RESERVED
from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.asked_options import opens_with
from engine.steps.ground import Grounder
from tests.builders import a_brief, a_dossier

OPENINGS = [
    ("gonarthrose", "Prothèse totale de genou déconseillée à ce stade", "ptg"),
    ("hernie-discale-lombaire", "Arthrodèse non justifiée par les documents, ni fixation par vis", "arthrodese"),
    (
        "gonarthrose",
        "IMC à 34 : aucun seuil n'est exigé, l'équilibre du diabète compte plus qu'une prothèse",
        None,
    ),
    ("gonarthrose", "Demande (« prothèse totale souhaitée vite ») : à entendre, sans s'y tenir", None),
]


@pytest.mark.parametrize(("pathway", "sentence", "option"), OPENINGS)
def test_a_sentence_is_about_the_option_that_it_opens_with(
    pathway: str, sentence: str, option: str | None, pathways: dict[str, Pathway]
) -> None:
    assert opens_with(sentence, pathways[pathway]) == option


RADIOGRAPH = (
    "RADIOGRAPHIES DU GENOU DROIT DU {}\nMme FICTIVE-LORRAIN Océane\nConclusion : gonarthrose interne droite, "
    "Kellgren-Lawrence {}."
)
LABORATORY = (
    "LABORATOIRE DES TROIS PONTS\nMme FICTIVE-LORRAIN Océane \nPrélèvement du {}\n"
    "Hémoglobine glyquée HbA1c   {} %   (4,0 - 6,0)\n"
)


def statements(
    texts: dict[str, str], pathways: dict[str, Pathway], vocabulary: Vocabulary, reader: EdsNlpReader
) -> dict[str, list[str]]:
    """The texts of a draft by section, each of which the ground check lets stand."""
    question = Question(type="operer_ou_non", text="On me propose une prothèse totale. Faut-il la faire ?")
    dossier = a_dossier(
        pathway="gonarthrose",
        received_on=date(2026, 3, 2),
        question=question,
        questionnaire={"surgery_proposed": True, "diabete": True},
    )
    inputs = a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, reader)[0].inputs
    found: dict[str, list[str]] = {}
    for said in assemble(inputs).statements:
        assert Grounder(vocabulary, reader).check(said, inputs).stands, said.text
        found.setdefault(said.section, []).append(said.text)
    return found


def test_the_answer_is_followed_by_its_why_and_by_what_goes_first(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    texts = {"radio.pdf": RADIOGRAPH.format("12/01/2026", 1)}
    told = statements(texts, pathways, vocabulary, clinical_reader)["avis"]
    assert told[0].startswith("Prothèse totale de genou, dont parle la question : proposition non justifiée")
    assert "Option à privilégier, à discuter avec" in told[0]
    assert not any("Options déconseillées" in t and "Prothèse totale" in t for t in told), "it is said once"


def test_a_result_is_told_with_the_one_before_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    texts = {
        "radio.pdf": RADIOGRAPH.format("12/01/2026", 4),
        "avant.pdf": LABORATORY.format("10/09/2025", "7,4"),
        "apres.pdf": LABORATORY.format("10/02/2026", "9,1"),
    }
    told = statements(texts, pathways, vocabulary, clinical_reader)
    both = [t for t in (*told["analyse"], *told["avis"], *told["examens"]) if "9,1 %" in t and "auparavant" in t]
    assert len(both) == 1, "in one sentence of the draft"
    assert "7,4 % le 10/09/2025" in both[0]
    alone = statements({k: v for k, v in texts.items() if k != "avant.pdf"}, pathways, vocabulary, clinical_reader)
    assert not any("auparavant" in t for texts in alone.values() for t in texts)


def test_a_piece_that_is_too_old_is_told_with_its_age_and_what_it_showed(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = statements({"radio.pdf": RADIOGRAPH.format("12/01/2024", 3)}, pathways, vocabulary, clinical_reader)
    (old,) = [t for t in told["examens"] if "à refaire" in t]
    assert "du 12/01/2024 : 25 mois à la réception" in old
    assert "à refaire ; il montrait" in old
    assert "Kellgren-Lawrence" in old
    fresh = statements({"radio.pdf": RADIOGRAPH.format("12/01/2026", 3)}, pathways, vocabulary, clinical_reader)
    assert not any("il montrait" in t for texts in fresh.values() for t in texts)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("Lettre : « l.pdf » du 22/09/2026 : 1 mois à la réception. Identité à vérifier.", "« l.pdf » du 22/09/2026"),
        ("Lettre : « l.pdf », date non lue. Identité à vérifier.", "« l.pdf »"),
        ("Lettre : « l.pdf » du 22/09/2026 : 1 mois à la réception.", None),
    ],
)
def test_a_reserve_is_told_of_its_paper(text: str, paper: str | None) -> None:
    read = RESERVED.fullmatch(text)
    assert (read["paper"] if read else None) == paper
