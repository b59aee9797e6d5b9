"""The options of a patient's question: which they are, and what the draft answers of them first."""

from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Question
from engine.domain.drafting import Evidence
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.asked_options import asked_options, sentence_asking
from engine.steps.ground import Grounder
from tests.builders import a_brief, a_dossier

QUESTIONS = [
    ("gonarthrose", "On me propose une prothèse totale. Mon frère a eu une demi-prothèse.", ("ptg",)),
    ("gonarthrose", "Puis-je avoir une demi-prothèse ?", ("puc",)),
    ("gonarthrose", "Que faire ?", ()),
    ("coxarthrose", "Le chirurgien veut me mettre une prothèse le 4 mai, sans infiltration avant.", ("pth",)),
    ("coxarthrose", "On veut me poser une prothèse, mais l'infiltration de la hanche ne m'a rien fait.", ("pth",)),
    ("cancer-prostate", "On doit m'enlever la prostate. Et les rayons ?", ("prostatectomie",)),
    ("cancer-sein", "On m'a parlé d'enlever le sein. Peut-on garder mon sein ?", ("mastectomie",)),
    ("cancer-sein", "Faut-il une chimio ou une hormonothérapie ?", ("chimiotherapie", "hormonotherapie")),
    ("cancer-colon-rectum", "Ma chimio doit commencer lundi.", ("chimio_adjuvante", "rectum_neoadjuvant")),
    (
        "cancer-prostate",
        "On me propose des rayons avec deux ans de piqûres d'hormones.",
        ("radiotherapie", "rattrapage"),
    ),
    ("cancer-colon-rectum", "On veut tout enlever avec une poche à vie.", ("chirurgie",)),
    ("cancer-thyroide-nodule", "On propose d'enlever la moitié de la thyroïde.", ("lobectomie",)),
    ("endometriose", "Il veut m'enlever un bout d'intestin.", ("chirurgie_profonde",)),
    ("fibromes-uterins", "On veut m'enlever l'utérus.", ("hysterectomie",)),
    ("hernie-discale-lombaire", "On me propose des vis sur deux étages.", ("arthrodese",)),
    ("infertilite-couple", "On nous propose des inséminations.", ("stim_iiu",)),
    ("infertilite-couple", "On veut m'enlever un polype avant toute FIV, faut-il ?", ("chirurgie_reproduction",)),
    ("infertilite-couple", "Y a-t-il autre chose à tenter avant la FIV ?", ("fiv_icsi",)),
    ("polyarthrite-rhumatoide", "On me parle du méthotrexate.", ("mtx_premiere_ligne",)),
    (
        "polyarthrite-rhumatoide",
        "Le méthotrexate ne suffit plus. Faut-il une biothérapie ?",
        ("biotherapie_ou_jak",),
    ),
    ("scoliose-adolescent", "On nous propose de l'opérer à Noël.", ("chirurgie",)),
]


@pytest.mark.parametrize(("pathway", "question", "named"), QUESTIONS)
def test_the_options_that_a_question_says_to_be_proposed(
    pathway: str, question: str, named: tuple[str, ...], pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    assert asked_options(question, pathways[pathway], vocabulary.choice) == named


SPREAD = "traitement_systemique_metastatique"
MEANT = [
    ("cancer-prostate", "Les rayons sont-ils utiles ?", {"rattrapage"}, ("radiotherapie",)),
    ("cancer-prostate", "Les rayons sont-ils utiles ?", {"radiotherapie"}, ("rattrapage",)),
    (
        "cancer-colon-rectum",
        "Six mois de chimio avant d'opérer ?",
        {"chimio_adjuvante", SPREAD},
        ("rectum_neoadjuvant",),
    ),
    ("cancer-colon-rectum", "Ma chimio commence lundi.", {"rectum_neoadjuvant", SPREAD}, ("chimio_adjuvante",)),
    # Where no other is meant by the word, the first is answered even if it is for other patients.
    ("cancer-prostate", "Les rayons ?", {"radiotherapie", "rattrapage"}, ("radiotherapie",)),
]


@pytest.mark.parametrize(("pathway", "question", "elsewhere", "named"), MEANT)
def test_one_word_for_two_options_means_the_one_of_this_patient(
    pathway: str,
    question: str,
    elsewhere: set[str],
    named: tuple[str, ...],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
) -> None:
    assert asked_options(question, pathways[pathway], vocabulary.choice, elsewhere) == named


RADIOGRAPH = (
    "RADIOGRAPHIES DU GENOU DROIT DU 12/01/2026\nMme FICTIVE-LORRAIN Océane\nConclusion : gonarthrose interne droite, "
    "Kellgren-Lawrence {}."
)


@pytest.mark.parametrize(
    ("grade", "day", "said"),
    [
        (1, " (le 4 mai)", "non justifiée par les documents reçus, déconseillée pour le moment : date à suspendre"),
        (4, "", "option à privilégier, proposition adaptée et justifiée d'après les documents"),
    ],
)
def test_the_question_is_answered_first_with_its_day(
    grade: int, day: str, said: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    question = Question(type="operer_ou_non", text="On me propose une prothèse totale le 4 mai. Faut-il la faire ?")
    answers = {"surgery_proposed": True}
    dossier = a_dossier(pathway="gonarthrose", received_on=date(2026, 3, 2), question=question, questionnaire=answers)
    texts = {"radio.pdf": RADIOGRAPH.format(grade)}
    inputs = a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0].inputs
    first = next(s for s in assemble(inputs).statements if s.section == "avis")
    assert first.text.startswith(f"Prothèse totale de genou, dont parle la question{day} : ")
    assert said in first.text
    preferred = [s.text for s in assemble(inputs).statements if "option à privilégier" in s.text.lower()]
    assert preferred == [first.text], "what goes first here stands with the answer, once"
    assert Grounder(vocabulary, clinical_reader).check(first, inputs).stands


def test_what_is_settled_first_qualifies_the_answer(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    question = Question(type="operer_ou_non", text="On me propose une prothèse totale le 4 mai. Faut-il la faire ?")
    dossier = a_dossier(pathway="gonarthrose", question=question, questionnaire={"surgery_proposed": True})
    texts = {"radio.pdf": RADIOGRAPH.format(4)}
    inputs = a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0].inputs
    for defers, fits in ((False, "adaptée et justifiée"), (True, "adaptée dans son principe")):
        told = {"kind": "calculation", "about": "interpretation", "section": "avis", "counts": defers}
        waiting = Evidence(id="K99", text="Dent à soigner avant toute prothèse.", **told)
        given = inputs.model_copy(update={"evidence": (*inputs.evidence, waiting)})
        first = next(s for s in assemble(given).statements if s.section == "avis")
        assert fits in first.text
        assert ("(le 4 mai)" in first.text) is defers, "what merely fits approves of no day"
        assert ("la date prévue est à différer" in first.text) is defers
        assert Grounder(vocabulary, clinical_reader).check(first, given).stands


def test_a_day_is_of_no_option_where_two_are_asked_about(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    words = "On me propose d'enlever le sein le 4 mai, puis une chimio. Faut-il vraiment les deux ?"
    question = Question(type="operer_ou_non", text=words)
    dossier = a_dossier(pathway="cancer-sein", received_on=date(2026, 3, 2), question=question, questionnaire={})
    texts = {"biopsie.pdf": "BIOPSIE DU 12/02/2026\nCarcinome infiltrant NST, grade III, RE 0 %, RP 0 %, HER2 0."}
    inputs = a_brief(dossier, texts, pathways["cancer-sein"], vocabulary, clinical_reader)[0].inputs
    asked = [s.text for s in assemble(inputs).statements if "dont parle la question" in s.text]
    assert len([o for o in inputs.options if o.asked]) > 1
    assert not [text for text in asked if "4 mai" in text]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("On veut m'opérer le 4 mai. Une infiltration suffirait-elle ?", 1),
        ("L'infiltration du 4 mai est-elle utile ?", 0),
        ("Faut-il opérer ?", None),
    ],
)
def test_a_day_is_that_of_the_option_whose_sentence_gives_it(
    question: str, sentence: int | None, pathways: dict[str, Pathway]
) -> None:
    option = next(o for o in pathways["coxarthrose"].options if o.id == "infiltration")
    assert sentence_asking(question, option) == sentence
