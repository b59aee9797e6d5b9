"""Which sentences of a letter conclude or propose, and are kept from the draft."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.vocabulary import Vocabulary
from engine.steps.proposals import proposal_spans

FINDING = "L'IRM montre un endométriome gauche de 32 mm."

PROPOSALS = [
    "Je lui propose une kystectomie.",
    "Je recommande une prothèse totale.",
    "J'ai proposé une surveillance simple.",
    "Au total, endométriose ovarienne gauche à opérer.",
    "Conclusion : gonarthrose évoluée, indication de prothèse.",
    "CAT : chimiothérapie adjuvante.",
    "Conduite à tenir : cœlioscopie.",
    "Il convient de poursuivre le diénogest.",
    "L'indication opératoire est posée.",
    "L'intervention est programmée le 15/04/2026.",
    "Compte tenu de la douleur, une chirurgie sera faite.",
    "On retient l'indication d'une ostéotomie.",
    "Projet : FIV.",
    "Mon avis : ne pas opérer.",
    "Décision : hémicolectomie droite.",
    "Nous avons conseillé la pilule en continu.",
    "Il est licite de discuter une hystérectomie.",
    "Alternative si échec : agoniste de la GnRH.",
    "L'indication d'une prothèse totale\ndu genou droit me paraît justifiée.",
    "Il n'y a pas d'indication de chimiothérapie.",
    "La radiothérapie débutera le 16 novembre.",
    "La pose de la chambre est prévue le 20 novembre.",
    "Date opératoire retenue : 15 décembre 2026.",
    "Je considère qu'il y a échec du traitement.",
    "Je lui ai expliqué qu'il est trop jeune pour une prothèse.",
    "La courbe a donc bien diminué.",
    "Pose d'un DIU dans le même temps à discuter.",
    "Conclusion et conduite : myome à retirer.",
]

CLINICAL = [
    "La patiente souffre depuis trois ans.",
    "Le genou gauche est en varus.",
    "Elle marche 500 mètres.",
    "L'hémoglobine est à 11,8 g/dL.",
    "Elle prend du diénogest depuis 2024.",
    "Je n'ai pas trouvé de déficit.",
    "Pas d'anticoagulant.",
    "Elle a été opérée en 2019.",
]


def proposed(text: str, kind: str, vocabulary: Vocabulary, reader: EdsNlpReader) -> list[str]:
    spans = proposal_spans(text, kind, reader.read(text).sentences, vocabulary)
    return [text[start:end].strip() for start, end in spans]


@pytest.mark.parametrize("sentence", PROPOSALS)
def test_a_sentence_that_concludes_is_set_apart_from_what_was_seen(
    sentence: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = proposed(f"{FINDING}\n\n{sentence}\n\nBien amicalement.", "courrier", vocabulary, clinical_reader)
    assert told == [sentence]


@pytest.mark.parametrize("sentence", CLINICAL)
def test_a_clinical_sentence_is_none(sentence: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    assert proposed(f"{FINDING}\n\n{sentence}", "courrier", vocabulary, clinical_reader) == []


def test_a_heading_opens_a_stretch_to_the_end_of_its_paragraph(
    vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = f"{FINDING}\n\nConclusion : gonarthrose droite.\nProthèse totale prévue. Bilan dentaire demandé.\n\nSigné."
    told = proposed(text, "courrier", vocabulary, clinical_reader)
    assert told == ["Conclusion : gonarthrose droite.\nProthèse totale prévue. Bilan dentaire demandé."]


def test_touching_proposals_are_one_stretch(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    text = "Au total, je propose une prothèse. Il convient de maigrir."
    assert len(proposed(text, "courrier", vocabulary, clinical_reader)) == 1


@pytest.mark.parametrize(
    ("kind", "kept_apart"),
    [
        ("courrier", True),
        ("fiche_rcp", True),
        ("compte_rendu_hospitalisation", True),
        ("compte_rendu_imagerie", False),
        ("anatomopathologie", False),
    ],
)
def test_a_report_concludes_on_what_it_saw_a_letter_on_what_to_do(
    kind: str, kept_apart: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = proposed("Conclusion : endométriose profonde.", kind, vocabulary, clinical_reader)
    assert bool(told) is kept_apart


@pytest.mark.parametrize(
    ("kind", "screened"),
    [
        ("autre", True),
        ("compte_rendu_operatoire", True),
        ("compte_rendu_hospitalisation", True),
        ("compte_rendu_imagerie", False),
        ("anatomopathologie", False),
        ("biologie", False),
    ],
)
def test_all_but_what_only_measures_is_screened(
    kind: str, screened: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Genou droit : pincement interne. Je propose une prothèse totale le 14/01/2027."
    spans = proposal_spans(text, kind, clinical_reader.read(text).sentences, vocabulary)
    assert any("prothèse totale" in text[a:b] for a, b in spans) is screened
