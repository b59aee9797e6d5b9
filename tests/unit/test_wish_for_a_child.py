"""How letters say that a patient wishes for a child, or no longer does."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.polarity import assert_spans
from tests.builders import facts_in

WISHES = [
    "Elle me confie vouloir un enfant avec son nouveau compagnon.",
    "Le couple souhaite un bébé.",
    "Elle aimerait encore avoir un enfant.",
    "Projet parental d'ici deux ans.",
    "Elle espère une grossesse.",
    "La patiente voudrait une deuxième grossesse.",
]
NONE = [
    "La patiente n'a plus de projet de grossesse et souhaite garder son utérus.",
    "Elle ne veut pas d'autre enfant.",
    "Deux enfants, n'en souhaite pas d'autre.",
    "Elle ne souhaite plus avoir d'enfant.",
    "Pas de projet parental.",
]
UNTOLD = [
    "Elle veut être sûre avant une grossesse.",
    "On veut éviter une grossesse sous ce traitement.",
    "Elle souhaite garder son utérus.",
    "Deux enfants, nés par césarienne.",
]


@pytest.mark.parametrize("pathway", ["fibromes-uterins", "endometriose"])
@pytest.mark.parametrize(
    ("text", "wishes"),
    [*((t, {"oui"}) for t in WISHES), *((t, {"non"}) for t in NONE), *((t, set()) for t in UNTOLD)],
)
def test_a_wish_for_a_child_is_read_as_it_is_told(
    pathway: str,
    text: str,
    wishes: set[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways[pathway], vocabulary, clinical_reader)
    assert {f.value for f in facts if f.key == "desir_grossesse"} == wishes
    assert wishes or not [f for f in facts if f.key == "projet_grossesse" and "éviter" in f.source.quote]


@pytest.mark.parametrize(
    ("text", "denied", "affirmed"),
    [
        ("Elle n'a pas de fièvre et présente une douleur du genou.", "fièvre", "douleur"),
        ("Il n'a plus de gaz et souffre d'une hernie.", "gaz", "hernie"),
        ("Pas d'allergie connue et prend un anticoagulant.", "allergie", "anticoagulant"),
    ],
)
def test_a_second_verb_ends_what_is_denied(
    text: str, denied: str, affirmed: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    said = assert_spans(text, clinical_reader.read(text), vocabulary)
    assert said.of(text.index(denied), text.index(denied) + len(denied))[0] == "negated"
    assert said.of(text.index(affirmed), text.index(affirmed) + len(affirmed))[0] == "affirmed"


@pytest.mark.parametrize("text", ["Pas de douleur au repos et à l'effort.", "Pas de fièvre et pas de perte de poids."])
def test_a_list_of_what_is_denied_goes_on(text: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    said = assert_spans(text, clinical_reader.read(text), vocabulary)
    end = text.rindex(" ") + 1
    assert said.of(end, len(text) - 1)[0] == "negated"
