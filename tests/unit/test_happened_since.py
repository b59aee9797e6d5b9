"""What came on after an examination makes it old for the question; what came after the letter it could not know."""

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.happened_since import Since, outdated
from engine.steps.papers import Papers
from tests.builders import a_brief, a_dossier, a_place

NAME = "Mme FICTIVE-LORRAIN Océane"
XRAY = "RADIOGRAPHIES"
TUBES = "HYSTÉROSALPINGOGRAPHIE"

PARTS = {
    "coxarthrose": "Hanche droite",
    "gonarthrose": "Genou droit",
    "hernie-discale-lombaire": "Disque L4-L5",
    "infertilite-couple": "Trompes",
    "fibromes-uterins": "Utérus",
}

OLD = [
    ("coxarthrose", XRAY, "Chute dans l'escalier le 03/11/2025."),
    ("coxarthrose", XRAY, "Chute sans gravité en août 2025."),
    ("coxarthrose", XRAY, "Chute en octobre, douleur plus vive depuis."),
    ("gonarthrose", XRAY, "Est tombée le 12 novembre, genou gonflé."),
    ("gonarthrose", XRAY, "Accident de ski le 02/12/2025."),
    ("hernie-discale-lombaire", "IRM LOMBAIRE", "Fracture vertébrale L1 le 14/11/2025."),
    ("coxarthrose", XRAY, "Fracture de la branche ischio-pubienne le 05/12/2025."),
    ("infertilite-couple", TUBES, "Appendicite avec péritonite le 17/08/2025."),
    ("infertilite-couple", TUBES, "Salpingite traitée en septembre 2025."),
    ("infertilite-couple", TUBES, "Grossesse extra-utérine droite le 20/10/2025."),
]
STILL_GOOD = [
    ("coxarthrose", XRAY, "Chute dans l'escalier en 2019."),
    ("coxarthrose", XRAY, "Chute dans l'escalier le 03/02/2024."),
    ("coxarthrose", XRAY, "Pas de chute le 03/11/2025."),
    ("coxarthrose", XRAY, "Pas de chute récente."),
    ("coxarthrose", XRAY, "Risque de chute évalué le 03/11/2025."),
    ("coxarthrose", XRAY, "Prévention des chutes : séance du 03/11/2025."),
    ("coxarthrose", XRAY, "Chute de l'hémoglobine le 03/11/2025."),
    ("coxarthrose", XRAY, "Sa mère a fait une chute le 03/11/2025."),
    ("coxarthrose", XRAY, "Chute le 03/11/2025, fracture du poignet gauche."),
    ("gonarthrose", XRAY, "Chute le 03/11/2025 sur l'épaule."),
    ("coxarthrose", "ÉCHOGRAPHIE ABDOMINALE", "Chute dans l'escalier le 03/11/2025."),
    ("fibromes-uterins", XRAY, "Chute dans l'escalier le 03/11/2025."),
    ("gonarthrose", XRAY, "Elle est tombée enceinte le 03/11/2025."),
    ("infertilite-couple", "ÉCHOGRAPHIE PELVIENNE", "Péritonite le 17/08/2025."),
    ("infertilite-couple", TUBES, "Péritonite en 2009."),
    ("infertilite-couple", TUBES, "Pas de salpingite le 17/08/2025."),
]


def since(
    row: tuple[str, str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    reader: EdsNlpReader,
    again: str = "",
) -> tuple[Since, ...]:
    pathway, title, paper = row
    given = [("exam", "14/05/2025", title), *([("again", again, title)] if again else [])]
    texts = {name: f"{called} DU {day}\n{NAME}\n{PARTS[pathway]} : aspect normal." for name, day, called in given}
    places = [
        a_place(text, "compte_rendu_imagerie", vocabulary, reader, name, title=text.split("\n")[0], dated=_day(day))
        for (name, day, _), text in zip(given, texts.values(), strict=True)
    ]
    said = f"Bilan du 10/01/2026\n{NAME}\n{paper}"
    places.append(a_place(said, "courrier", vocabulary, reader, "paper", title="Bilan", dated=_day("10/01/2026")))
    return outdated(Papers([p.document for p in places], places), pathways[pathway], vocabulary)


def _day(text: str) -> object:
    day, month, year = map(int, text.split("/"))
    return f"{year}-{month:02}-{day:02}"


@pytest.mark.parametrize("row", OLD, ids=lambda row: row[2])
def test_an_examination_before_what_changed_its_region(
    row: tuple[str, str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    (one,) = since(row, pathways, vocabulary, clinical_reader)
    assert one.exam == "exam"
    assert not since(row, pathways, vocabulary, clinical_reader, again="20/12/2025")


@pytest.mark.parametrize("row", STILL_GOOD, ids=lambda row: f"{row[1]}-{row[2]}")
def test_an_examination_that_nothing_changed(
    row: tuple[str, str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert since(row, pathways, vocabulary, clinical_reader) == ()


LETTER = (
    f"Nantes, le 12/01/2026\nCher confrère,\n{NAME} souffre du genou droit.{{}} Je propose une prothèse du genou\n"
    "Dr Conte"
)
STAY = f"COMPTE RENDU D'HOSPITALISATION\n{NAME}\nSéjour du 02/10/2025 au 09/10/2025\n{{}}"


def drafted(
    texts: dict[str, str], pathways: dict[str, Pathway], vocabulary: Vocabulary, reader: EdsNlpReader
) -> list[str]:
    given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, reader)
    return [s.text for s in assemble(a_brief(*given)[0].inputs).statements]


@pytest.mark.parametrize(
    ("stay", "letter", "told"),
    [
        ("Sepsis urinaire.", "", "« Sepsis urinaire » (compte rendu d'hospitalisation du 09/10/2025) : cela n'est pas"),
        ("Ostéoporose connue.", "", "l'ostéoporose n'est pas retrouvée dans l'exposé du courrier du 12/01/2026"),
        (
            "Insuffisance cardiaque.",
            "",
            "l'atteinte du cœur n'est pas retrouvée dans l'exposé du courrier du 12/01/2026",
        ),
    ],
)
def test_the_draft_tells_it_in_the_sentence_that_rests_on_it_or_in_one_of_its_own(
    stay: str,
    letter: str,
    told: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    texts = {"01-lettre-chirurgien.pdf": LETTER.format(letter), "02-sejour.pdf": STAY.format(stay)}
    said = drafted(texts, pathways, vocabulary, clinical_reader)
    assert sum(told in text for text in said) == 1
    assert sum("retrouvé" in text for text in said) == 1


@pytest.mark.parametrize(
    ("letter", "told"), [("", True), (" DNID.", False), (" Sous ADO.", False), (" Pas de diabète.", False)]
)
def test_a_sentence_of_the_pathway_that_tells_an_absence_yields_to_any_word_of_the_letter(
    letter: str,
    told: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    stay = STAY.format("Diabète de type 2 ancien.")
    dossier = a_dossier(
        pathway="gonarthrose", questionnaire={"surgery_proposed": True, "prosthesis_painful": False, "fever": False}
    )
    texts = {"01-lettre-chirurgien.pdf": LETTER.format(letter), "02-sejour.pdf": stay}
    brief = a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0]
    said = [s.text for s in assemble(brief.inputs).statements]
    assert sum("retrouvé dans" in text and "iabète" in text for text in said) == told


def test_another_proposal_changes_nothing_of_what_lacks(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    stay = STAY.format("Insuffisance cardiaque.")
    letters = [LETTER.format(""), LETTER.format("").replace("une prothèse du genou", "une arthroscopie sans attendre")]
    one, other = (
        drafted({"01-lettre-chirurgien.pdf": text, "02-sejour.pdf": stay}, pathways, vocabulary, clinical_reader)
        for text in letters
    )
    assert one == other


@pytest.mark.parametrize(("day", "told"), [("20/01/2026", True), ("02/01/2026", False)])
def test_what_came_after_the_letter(
    day: str, told: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    kine = f"Bilan de kinésithérapie\n{NAME}\nLe 02/02/2026\nChute dans l'escalier le {day}.\nFlexion 105°."
    texts = {"01-lettre-chirurgien.pdf": LETTER.format(""), "02-kine.pdf": kine}
    said = drafted(texts, pathways, vocabulary, clinical_reader)
    assert any("postérieur au courrier du 12/01/2026" in text for text in said) is told


@pytest.mark.parametrize(("day", "told"), [("20/01/2026", True), ("02/01/2026", False)])
def test_a_meeting_after_the_letter_is_told_and_nothing_of_what_it_holds(
    day: str, told: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    meeting = f"FICHE RCP\nRÉUNION DE CONCERTATION PLURIDISCIPLINAIRE du {day}\n{NAME}\nAvis de la RCP : surveillance."
    texts = {"01-lettre-chirurgien.pdf": LETTER.format(""), "02-rcp.pdf": meeting}
    said = drafted(texts, pathways, vocabulary, clinical_reader)
    assert any("n'a pas pu tenir compte de la RCP du 20/01/2026" in text for text in said) is told
