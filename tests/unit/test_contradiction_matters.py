"""What hangs on a contradiction, told with it."""

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import a_brief, a_dossier

LETTER = "Nantes, le 12/01/2026\nCher confrère,\nJe vois Léo FICTIF.\n{}\nConfraternellement"
REPORT = "Radiographies du rachis du 05/01/2026\nFICTIF Léo\nRésultats : {}"
LONGEST = 100


def limits(letter: str, report: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, reader: EdsNlpReader) -> str:
    texts = {"01-lettre.pdf": LETTER.format(letter), "02-radios.pdf": REPORT.format(report)}
    spine = "scoliose-adolescent"
    inputs = a_brief(a_dossier(pathway=spine), texts, pathways[spine], vocabulary, reader)[0].inputs
    return " ".join(s.text for s in assemble(inputs).statements if s.text.startswith("Discordance entre documents"))


def test_the_draft_tells_what_hangs_on_a_contradiction(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = limits("Risser 3.", "Cobb 22°. Risser 1.", pathways, vocabulary, clinical_reader)
    assert "Risser" in told
    assert vocabulary.contradictions.matters["risser"] in told
    assert not limits("Risser 1.", "Cobb 22°. Risser 1.", pathways, vocabulary, clinical_reader)


def test_a_contradiction_that_the_table_does_not_know_is_told_alone(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    words = vocabulary.contradictions.model_copy(update={"matters": {}})
    bare = vocabulary.model_copy(update={"contradictions": words})
    told = limits("Risser 3.", "Cobb 22°. Risser 1.", pathways, bare, clinical_reader)
    assert told.endswith("1 (radiographies du 05/01/2026).")


def test_each_is_a_short_clause_that_ends_no_sentence(vocabulary: Vocabulary) -> None:
    for text in vocabulary.contradictions.matters.values():
        assert text[0].islower()
        assert len(text) < LONGEST
        assert not {";", "."} & set(text)


@pytest.mark.parametrize("key", ["strategie", "cote"])
def test_what_every_pathway_may_tell_is_there(key: str, vocabulary: Vocabulary) -> None:
    assert key in vocabulary.contradictions.matters


def test_each_key_can_be_that_of_a_contradiction(vocabulary: Vocabulary, pathways: dict[str, Pathway]) -> None:
    words = vocabulary.contradictions
    keys = {k.id for p in pathways.values() for k in p.key_facts}
    keys |= {*words.lasting, *words.lifelong, *words.agree, *(s.key for s in (*words.stated, *words.told_normal))}
    keys |= set(words.of_person) | {a.key for a in vocabulary.analytes} | {"strategie", "antecedent_cardiovasculaire"}
    assert set(words.matters) - keys <= {f.key for f in vocabulary.findings}
