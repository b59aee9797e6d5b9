"""What no table names is told as printed, apart from the facts on which a draft rests."""

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_brief, a_document, a_dossier, a_page

LETTER = "Cher confrère,\nConsultation du 12/01/2026.\nPas de trémulation vespérale. IMC 31,6 kg/m2."


def test_a_denial_of_what_no_table_names_is_kept_apart(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    page = a_page(LETTER)
    document = a_document("d1", kind="courrier", filename=page.filename)
    facts = extract([read_page(page, document, vocabulary, clinical_reader)], pathways["gonarthrose"], vocabulary)
    named = {f.key: f.polarity for f in facts if f.named}
    open_ones = {f.key: f.polarity for f in facts if not f.named}
    assert named["imc"] == "affirmed"
    assert open_ones == {"tremulation_vesperale": "negated"}


def test_an_author_is_not_given_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    brief, _ = a_brief(a_dossier(), {"lettre.pdf": LETTER}, pathways["gonarthrose"], vocabulary, clinical_reader)
    told = str(brief.inputs)
    assert "31,6" in told
    assert "trémulation" not in told
