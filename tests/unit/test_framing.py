"""What frames a draft says nothing of a finding: the patient's own words in another turn do not take an answer away."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain import framing
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence, OptionView
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.ground import Grounder

HYSTERECTOMY = OptionView(id="hysterectomie", label_fr="Hystérectomie", asked=True, supported_by=("P1",))
SITUATION = "Échec du traitement médical, alternative à l'hystérectomie chez patientes sélectionnées"
INPUTS = DraftInputs(
    pathway_label="Fibromes utérins",
    question="…",
    question_type="operer_ou_non",
    age=44,
    sex="F",
    diagnosis="carcinome du sein gauche",
    options=(HYSTERECTOMY,),
    evidence=(
        Evidence(
            id="A1",
            kind="questionnaire",
            text="Question du patient : Aurait-il pris 12 degrés ? Est-ce le bon choix, ou rien n'est réglé en "
            "janvier ? Aucun médecin n'est disponible, pas de traitement possible sans opérer ma fille.",
        ),
        Evidence(id="P1", kind="passage", text=f"{SITUATION} : à envisager", said_fr=SITUATION, option="hysterectomie"),
        Evidence(
            id="F1",
            kind="fact",
            key="diagnostic",
            text="Carcinome infiltrant de type non spécifique",
            said_fr="carcinome du sein",
        ),
        Evidence(id="F2", kind="fact", text="Pas de nodule palpable à droite", polarity="negated", side="droite"),
        Evidence(
            id="F4",
            kind="fact",
            key="diagnostic",
            polarity="hypothetical",
            text="Récidive ou cicatrice, non distinguables",
            said_fr="carcinome du sein",
        ),
        Evidence(
            id="K1",
            kind="calculation",
            about="paper",
            text="Infiltration du 02/09/2026",
            document="d1",
            label_fr="Infiltration",
            dated=date(2026, 9, 2),
        ),
        Evidence(id="F6", kind="fact", text="EVA 7", label_fr="Douleur EVA", said_fr="7"),
        Evidence(id="F5", kind="fact", text="Pas de signe : Risser 0", label_fr="Risser", said_fr="0"),
        Evidence(id="F3", kind="fact", text="2023 - mars 2026 : aucun traitement hormonal"),
    ),
)
STANDS = [
    ("Degré de certitude : modérée, d'après les pièces reçues.", ("A1",)),
    (
        f"Hystérectomie, dont parle la question : option à privilégier, {framing.FITTING} ; {framing.UP_TO_HER}.",
        ("A1",),
    ),
    (f"Hystérectomie, dont parle la question : proposition {framing.DEFERRED}, {framing.RESERVE}.", ("A1",)),
    (f"Hystérectomie, dont parle la question (en janvier) : {framing.UNFOUNDED} : {framing.SUSPENDED}.", ("A1",)),
    (f"{framing.OUTSIDE}.", ("A1",)),
    (f"{framing.SITUATION} : {SITUATION}.", ("A1", "P1")),
    (f"{framing.TRIED} : « 2023 - mars 2026 : aucun traitement hormonal ».", ("F3",)),
    ("Suspicion de carcinome du sein gauche, non certaine.", ("F4",)),
    ("Données qui comptent : Douleur EVA : 7 (infiltration du 02/09/2026).", ("F6",)),
    ("Document à refaire (il montrait Risser : 0).", ("F5",)),
    (
        "Diagnostic établi par les documents : carcinome du sein gauche ; "
        "« Carcinome infiltrant de type non spécifique ».",
        ("F1",),
    ),
]
FALLS = [
    ("Nodule palpable à droite.", ("F2",)),
    (f"Hystérectomie, dont parle la question : {framing.UNFOUNDED} : nodule palpable.", ("A1", "F2")),
    ("Traitement hormonal depuis 2023.", ("F3",)),
    ("Diagnostic établi par les documents : carcinome du sein gauche.", ("F2",)),
    ("Diagnostic établi par les documents : carcinome du sein gauche.", ("F4",)),
    ("Données qui comptent : Douleur EVA : 7 (infiltration du 03/09/2026).", ("F6",)),
    ("Infiltration faite le 02/09/2026.", ("F6",)),
    ("Degré de certitude : modérée, à 40 mm.", ("A1",)),
]


@pytest.fixture
def grounder(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> Grounder:
    return Grounder(vocabulary, clinical_reader)


@pytest.mark.parametrize(("text", "cites"), STANDS)
def test_a_frame_stands_beside_words_in_another_turn(text: str, cites: tuple[str, ...], grounder: Grounder) -> None:
    verdict = grounder.check(AnswerStatement(section="avis", text=text, cites=cites), INPUTS)
    assert verdict.stands, verdict.why_fr


@pytest.mark.parametrize(("text", "cites"), FALLS)
def test_what_a_frame_holds_is_checked_all_the_same(text: str, cites: tuple[str, ...], grounder: Grounder) -> None:
    assert not grounder.check(AnswerStatement(section="avis", text=text, cites=cites), INPUTS).stands


def test_no_frame_tells_of_a_finding(vocabulary: Vocabulary) -> None:
    told = [
        f.key for f in vocabulary.findings for e in f.any_of if any(pattern(e).search(fold(t)) for t in framing.FRAMES)
    ]
    assert told == []
