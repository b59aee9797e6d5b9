"""No statement without evidence: what a sentence says and its sources do not is set aside with the reason."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.drafting import STATEMENT_MAX, AnswerStatement, DraftInputs, Evidence, OptionView
from engine.domain.vocabulary import Vocabulary
from engine.steps.ground import Grounder, Verdict, numbers

DAY = date(2026, 1, 12)
EVIDENCE = (
    Evidence(id="F1", kind="fact", text="Endométriome gauche de 32 mm", side="gauche", dated=DAY),
    Evidence(id="F2", kind="fact", text="Pas d'adénomyose ni d'ascite", polarity="negated", dated=DAY),
    Evidence(id="F3", kind="fact", text="Probable nodule du torus", polarity="hypothetical", dated=DAY),
    Evidence(id="F4", kind="fact", text="Sœur : endométriose à 30 ans", bearer="family", dated=DAY),
    Evidence(id="F5", kind="fact", text="Elle prend du diénogest 2 mg depuis 2024", dated=DAY),
    Evidence(id="F6", kind="fact", text="Adénocarcinome du sigmoïde pT3 N1b, 2 ganglions sur 21", dated=DAY),
    Evidence(id="F7", kind="fact", text="Paracétamol 5 mg le soir", dated=DAY),
    Evidence(id="F8", kind="fact", text="Ferritine 1 250 µg/L", dated=DAY),
    Evidence(id="F9", kind="fact", text="adénopathie", polarity="negated", dated=DAY),
    Evidence(id="F10", kind="fact", text="Gonarthrose droite, Kellgren 3", side="droite", dated=DAY),
    Evidence(
        id="F11",
        kind="fact",
        text="Uracile plasmatique (LC-MS/MS) : 21 ng/mL",
        label_fr="Uracilémie",
        said_fr="21 ng/mL",
        dated=DAY,
    ),
    Evidence(id="F12", kind="fact", text="Rien avant un avis : ne pas arrêter", polarity="negated", dated=DAY),
    Evidence(
        id="P1", kind="passage", text="Douleur : le traitement hormonal est recommandé (grade B)", option="hormones"
    ),
    Evidence(id="R1", kind="requirement", text="Coloscopie : Aucun document de ce type dans le dossier."),
    Evidence(id="A1", kind="questionnaire", text="Avez-vous de la fièvre ? Réponse : non", polarity="negated"),
    Evidence(id="K1", kind="calculation", text="34 ans à la réception du dossier, le 02/03/2026"),
    Evidence(
        id="K2",
        kind="calculation",
        about="interpretation",
        text="Nodule du torus évoqué : « Probable nodule du torus », une IRM change la conduite",
    ),
)
INPUTS = DraftInputs(
    pathway_label="Endométriose",
    question="Faut-il opérer ?",
    question_type="operer_ou_non",
    age=34,
    sex="F",
    diagnosis=None,
    evidence=EVIDENCE,
    options=(OptionView(id="hormones", label_fr="Perte de poids et diénogest", supported_by=("P1",)),),
)

STANDS = [
    ("L'endométriome gauche mesure 32 mm.", ("F1",)),
    ("Le 12/01/2026, un endométriome gauche de 32 mm est décrit.", ("F1",)),
    ("Le 12 janvier 2026 : « Endométriome gauche de 32 mm ».", ("F1",)),
    ("Absence d'adénomyose et d'ascite.", ("F2",)),
    ("Il n'y a pas d'ascite.", ("F2",)),
    ("Nodule du torus possible.", ("F3",)),
    ("Sa sœur a une endométriose.", ("F4",)),
    ("Traitement par diénogest 2 mg.", ("F5",)),
    ("Traitement par Visanne.", ("F5",)),
    ("Dans les valeurs imprimées, ferritine haute ; autres résultats, Uracilémie : 21 ng/mL.", ("F8", "F11")),
    ("À signaler avant tout geste : « ne pas arrêter ».", ("F12",)),
    ("Tumeur classée pT3N1b.", ("F6",)),
    ("Deux ganglions sont atteints sur 21.", ("F6",)),
    ("La ferritine est à 1250 µg/L.", ("F8",)),
    ("Pas d'adénopathie.", ("F9",)),
    ("Gonarthrose du côté droit, Kellgren 3.", ("F10",)),
    ("Le traitement hormonal est recommandé (grade B).", ("P1",)),
    ("Pour « Perte de poids et diénogest » : douleur : le traitement hormonal est recommandé.", ("P1",)),
    ("À obtenir : coloscopie.", ("R1",)),
    ("Pas de fièvre.", ("A1",)),
    ("Nodule du torus évoqué : « Probable nodule du torus », une IRM change la conduite.", ("F3", "K2")),
    ("Une patiente de 34 ans.", ("K1",)),
    ("Endométriome gauche de 32 mm et traitement par diénogest.", ("F1", "F5")),
]

REFUSED = [
    # number, unit, date
    ("L'endométriome gauche mesure 42 mm.", ("F1",), "Nombre absent des pièces citées : 42."),
    ("L'endométriome gauche mesure 32 cm.", ("F1",), "Unité absent des pièces citées : 32 cm."),
    ("Paracétamol 5 g le soir.", ("F7",), "Unité absent des pièces citées : 5 g."),
    ("Le 13/01/2026, endométriome gauche de 32 mm.", ("F1",), "Date absent des pièces citées : 13/01/2026."),
    ("Le 12 février 2026, endométriome gauche.", ("F1",), "Date absent des pièces citées : 12/02/2026."),
    ("La ferritine est à 1 350 µg/L.", ("F8",), "Nombre absent des pièces citées : 1350."),
    ("3 ganglions sont atteints sur 21.", ("F6",), "Nombre absent des pièces citées : 3."),
    ("Endométriome gauche depuis 2019.", ("F1",), "Nombre absent des pièces citées : 2019."),
    # a sentence of the pathway, altered
    ("Nodule du torus évoqué, de 47 mm.", ("F3", "K2"), "Nombre absent des pièces citées : 47."),
    # drug, side, stage
    ("Traitement par désogestrel 2 mg.", ("F5",), "Médicament absent des pièces citées : désogestrel."),
    ("Traitement par Ryeqo.", ("F5",), "Médicament absent des pièces citées : rélugolix."),
    ("L'endométriome droit mesure 32 mm.", ("F1",), "Côté absent des pièces citées : droite."),
    ("Endométriomes bilatéraux de 32 mm.", ("F1",), "Côté absent des pièces citées : bilatéral."),
    ("Tumeur classée pT4 N1b.", ("F6",), "Stade ou code absent des pièces citées : pt4."),
    ("Tumeur classée pT3 N2.", ("F6",), "Stade ou code absent des pièces citées : n2."),
    ("Tumeur HER2 positive.", ("F6",), "Stade ou code absent des pièces citées : her2."),
    # a denial dropped or added, a doubt dropped, a relative's disease, a finding out of the air
    ("Il existe une ascite.", ("F2",), "« ascite » n'est pas dit ainsi dans ce qui est cité."),
    ("L'IRM montre une adénomyose.", ("F2",), "« adénomyose » n'est pas dit ainsi dans ce qui est cité."),
    ("Adénopathie visible.", ("F9",), "« adénopathie » n'est pas dit ainsi dans ce qui est cité."),
    ("Pas d'endométriome gauche.", ("F1",), "« endométriome » n'est pas dit ainsi dans ce qui est cité."),
    ("La patiente ne prend pas de diénogest.", ("F5",), "« diénogest » n'est pas dit ainsi dans ce qui est cité."),
    ("Un nodule du torus est présent.", ("F3",), "« atteinte du torus » n'est pas dit ainsi dans ce qui est cité."),
    ("La patiente a une endométriose.", ("F4",), "« endométriose » n'est pas dit ainsi dans ce qui est cité."),
    (
        "Le traitement hormonal n'est pas recommandé.",
        ("P1",),
        "« recommandé » n'est pas dit ainsi dans ce qui est cité.",
    ),
    ("La patiente a de la fièvre.", ("A1",), "« fièvre » n'est pas dit ainsi dans ce qui est cité."),
    ("Une carcinose est visible.", ("F1",), "« carcinose péritonéale » n'est pas cité."),
    # an option's name is the pathway's own word only beside that option's evidence
    ("Perte de poids et diénogest.", ("F1",), "Médicament absent des pièces citées : diénogest."),
    # a citation that was never given, an unfinished sentence
    ("Endométriome gauche.", ("F99",), "Cite une pièce qui n'a pas été fournie."),
    ("Endométriome gauche de 32 mm.", ("F1", "P7"), "Cite une pièce qui n'a pas été fournie."),
    ("Endométriome gauche de", ("F1",), "Phrase inachevée."),
    (("Endométriome gauche. " * STATEMENT_MAX)[: STATEMENT_MAX - 1] + ".", ("F1",), "Phrase inachevée."),
]


@pytest.fixture(scope="module")
def grounder(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> Grounder:
    return Grounder(vocabulary, clinical_reader)


def checked(grounder: Grounder, text: str, cites: tuple[str, ...]) -> Verdict:
    return grounder.check(AnswerStatement(section="resume", text=text, cites=cites), INPUTS)


@pytest.mark.parametrize(("text", "cites"), STANDS)
def test_a_faithful_statement_stands(text: str, cites: tuple[str, ...], grounder: Grounder) -> None:
    assert checked(grounder, text, cites) == Verdict(stands=True, why_fr="")


@pytest.mark.parametrize(("text", "cites", "why"), REFUSED)
def test_what_is_not_in_the_sources_is_set_aside_with_the_reason(
    text: str, cites: tuple[str, ...], why: str, grounder: Grounder
) -> None:
    assert checked(grounder, text, cites) == Verdict(stands=False, why_fr=why)


def test_a_statement_must_cite_the_piece_that_says_it_not_just_any(grounder: Grounder) -> None:
    text = "Traitement par diénogest 2 mg."
    assert checked(grounder, text, ("F5",)).stands
    assert not checked(grounder, text, ("F1",)).stands


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 janvier 2026", {12, 1, 2026}),
        ("1 250 µg/L", {1250}),
        ("2/21", {2, 21}),
        ("HER2 pT3 N1b", set()),
        ("7,9 et 7.9", {7.9}),
        ("« 32 »", {32}),
    ],
)
def test_the_numbers_of_a_text(text: str, found: set[float]) -> None:
    assert numbers(text) == found


QUOTES = [
    # what is quoted to the letter says what its page says; what is added to it, or left out, does not
    ("Échographie : « Pas d'adénomyose ni d'ascite ».", ["F2"], ""),
    ("Échographie : « Endométriome gauche de 32 mm » ; « Pas d'adénomyose ni d'ascite ».", ["F1", "F2"], ""),
    ("Échographie : « adénomyose ».", ["F2"], "adénomyose"),
    ("Adénomyose confirmée : « Pas d'adénomyose ni d'ascite ».", ["F2"], "adénomyose"),
    ("Chez la patiente : « endométriose à 30 ans ».", ["F4"], "endométriose"),
]


@pytest.mark.parametrize(("text", "cites", "missed"), QUOTES)
def test_a_quote_stands_only_where_it_tells_its_own_denial_and_bearer(
    text: str, cites: list[str], missed: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    statement = AnswerStatement(section="resume", text=text, cites=tuple(cites))
    verdict = Grounder(vocabulary, clinical_reader).check(statement, INPUTS)
    assert verdict.stands == (not missed), verdict.why_fr
    assert missed in verdict.why_fr


def test_quotes_that_need_their_page_are_marked_for_the_author(
    vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    torn = Evidence(id="F9", kind="fact", text="adénomyose", polarity="negated")
    inputs = INPUTS.model_copy(update={"evidence": (*INPUTS.evidence, torn)})
    marked = Grounder(vocabulary, clinical_reader).marked(inputs)
    assert [e.id for e in marked.evidence if not e.alone and e.kind == "fact"][-1] == "F9"
    assert all(e.alone for e in marked.evidence if e.id in ("F1", "F2", "F6"))
