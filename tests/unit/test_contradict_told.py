"""Contradictions that days and whole texts tell: change over time is none, and what is proposed stays hidden."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.contradict import contradictions
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_document, a_page

KNEE, HIP, ENDO, THYROID, PROSTATE, RHEUMATOID = (
    "gonarthrose",
    "coxarthrose",
    "endometriose",
    "cancer-thyroide-nodule",
    "cancer-prostate",
    "polyarthrite-rhumatoide",
)
Told = tuple[str, str, str]
"""Kind of document, its day, its text."""


def told_of(
    pathway: Pathway, vocabulary: Vocabulary, reader: EdsNlpReader, *told: Told, others: int = 0, blind: bool = False
) -> tuple[Conflict, ...]:
    """The contradictions of one-page documents d1.pdf, d2.pdf…; the last `others` are other people's."""
    documents = []
    pages = []
    for number, (kind, day, text) in enumerate(told, start=1):
        stranger = number > len(told) - others
        over = {"owner": "other_person", "owner_reason_fr": "Autre identité : né(e) le 04/02/1957."} if stranger else {}
        name = f"d{number}.pdf"
        page = a_page(text, filename=name)
        documents.append(
            a_document(
                f"d{number}", kind=kind, filename=name, upload=page.upload, dated=date.fromisoformat(day), **over
            )
        )
        pages.append(page)
    own = [(p, d) for p, d in zip(pages, documents, strict=True) if d.owner != "other_person"]
    places = [read_page(page, document, vocabulary, reader) for page, document in own]
    facts = [f for f in extract(places, pathway, vocabulary) if not (blind and f.role == "proposal")]
    return contradictions(documents, facts, pathway, {}, vocabulary, places, pages)


LETTER, IMAGE, OPERATION, DRUGS, MEETING, CELLS = (
    "courrier",
    "compte_rendu_imagerie",
    "compte_rendu_operatoire",
    "ordonnance",
    "fiche_rcp",
    "anatomopathologie",
)
OVER_TIME: list[tuple[str, tuple[Told, ...], list[str]]] = [
    # A nodule grows, a hernia goes and another one comes.
    (
        THYROID,
        (
            (IMAGE, "2024-03-11", "Échographie. Lobe droit : nodule de 14 mm."),
            (IMAGE, "2026-09-02", "Échographie. Lobe droit : nodule de 24 mm."),
        ),
        [],
    ),
    (
        THYROID,
        (
            (IMAGE, "2026-09-02", "Échographie. Lobe droit : nodule de 14 mm."),
            (LETTER, "2026-09-20", "Nodule du lobe droit de 24 mm."),
        ),
        ["taille"],
    ),
    (
        THYROID,
        (
            (IMAGE, "2026-09-08", "Échographie. Nodule du lobe gauche de 21 mm."),
            (LETTER, "2026-09-22", "Nodule du lobe droit de 21 mm."),
        ),
        ["cote"],
    ),
    (
        HIP,
        (
            (OPERATION, "2015-05-18", "Intervention : prothèse totale de hanche gauche."),
            (LETTER, "2026-09-12", "PTH droite en 2015."),
        ),
        ["cote"],
    ),
    (
        HIP,
        (
            (OPERATION, "2015-05-18", "Intervention : prothèse totale de hanche droite."),
            (LETTER, "2026-09-12", "PTH droite en 2012."),
        ),
        ["prothese"],
    ),
    (
        HIP,
        (
            (OPERATION, "2015-05-18", "Intervention : prothèse totale de hanche droite."),
            (LETTER, "2026-09-12", "PTH droite en 2015. PTH gauche en 2019."),
        ),
        [],
    ),
    (
        ENDO,
        (
            (OPERATION, "2026-06-30", "Cœlioscopie avec adhésiolyse."),
            (LETTER, "2026-07-25", "Patiente opérée le 03/06/2026."),
        ),
        ["date_intervention"],
    ),
    (
        ENDO,
        (
            (OPERATION, "2026-06-30", "Cœlioscopie avec adhésiolyse."),
            (LETTER, "2026-07-25", "Patiente opérée le 30/06/2026, après une intervention le 02/03/2019."),
        ),
        [],
    ),
    (
        ENDO,
        (
            (LETTER, "2026-07-01", "Sous diénogest depuis un an, poursuivi."),
            (DRUGS, "2026-07-15", "Diénogest arrêté en mars 2025."),
        ),
        ["traitement"],
    ),
    # The stop, and the day, are those of another drug of the list.
    (
        "polyarthrite-rhumatoide",
        (
            ("compte_rendu_hospitalisation", "2022-05-10", "Antécédents : polyarthrite sous méthotrexate."),
            (LETTER, "2026-09-20", "Léflunomide 2016 (arrêt), méthotrexate, étanercept depuis février 2021."),
        ),
        [],
    ),
    # An erosion of the foot, and none of the hands.
    (
        "polyarthrite-rhumatoide",
        (
            (IMAGE, "2026-09-02", "Échographie. Érosion de la tête du 4e métatarsien gauche."),
            (IMAGE, "2026-07-20", "Radiographies. Pas d'érosion des MCP. Pieds : pincement isolé."),
        ),
        [],
    ),
    (
        "polyarthrite-rhumatoide",
        (
            (LETTER, "2026-06-02", "Coronarienne stentée en mars 2021."),
            (LETTER, "2026-09-20", "Patiente retraitée, sans antécédent cardiovasculaire."),
        ),
        ["antecedent_cardiovasculaire"],
    ),
    # Stopped after the letter, or taken up again.
    (
        ENDO,
        (
            (LETTER, "2026-01-05", "Sous diénogest depuis un an, poursuivi."),
            (DRUGS, "2026-07-15", "Diénogest arrêté en mars 2026."),
        ),
        [],
    ),
    (
        ENDO,
        (
            (LETTER, "2026-01-05", "Diénogest arrêté en mars 2025."),
            (DRUGS, "2026-07-15", "Diénogest 2 mg, 1 comprimé par jour."),
        ),
        [],
    ),
    # In a list a stop is said of the drug beside it.
    (
        RHEUMATOID,
        (
            (LETTER, "2026-01-05", "Sous méthotrexate depuis un an."),
            (LETTER, "2026-07-15", "Reçus : léflunomide (diarrhée, arrêt en mars 2025), méthotrexate depuis 2015."),
        ),
        [],
    ),
    (
        RHEUMATOID,
        (
            (LETTER, "2026-01-05", "Sous méthotrexate depuis un an."),
            (LETTER, "2026-07-15", "Reçus : léflunomide depuis 2020, arrêt du méthotrexate en mars 2025."),
        ),
        ["traitement"],
    ),
    # What is seen in the foot may be missing in the hand.
    (
        RHEUMATOID,
        (
            (IMAGE, "2026-07-05", "Érosion de la tête du 5e métatarsien."),
            (IMAGE, "2026-07-15", "Pas d'érosion des MCP."),
        ),
        [],
    ),
    (
        RHEUMATOID,
        (
            (IMAGE, "2026-07-05", "Érosion de la 2e MCP."),
            (IMAGE, "2026-07-15", "Pas d'érosion des mains."),
        ),
        ["erosions"],
    ),
    (
        HIP,
        (
            (IMAGE, "2026-10-05", "Hanche gauche : perte d'interligne de 77 %, coxarthrose destructrice."),
            (LETTER, "2026-10-15", "Coxarthrose gauche banale."),
        ),
        ["evolution"],
    ),
    (
        HIP,
        (
            (IMAGE, "2026-10-05", "Hanche gauche : interligne de 2 mm, stable."),
            (LETTER, "2026-10-15", "Coxarthrose gauche banale."),
        ),
        [],
    ),
]


@pytest.mark.parametrize(("pathway", "told", "keys"), OVER_TIME)
def test_days_tell_a_contradiction_from_a_change(
    pathway: str,
    told: tuple[Told, ...],
    keys: list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    conflicts = told_of(pathways[pathway], vocabulary, clinical_reader, *told)
    assert [c.key for c in conflicts] == keys
    for conflict in conflicts:
        assert set(conflict.filenames) == {"d1.pdf", "d2.pdf"}
        assert all(f"« {name} »" in conflict.what_fr for name in conflict.filenames)


STRANGER = (CELLS, "2026-10-13", "CYTOPONCTION THYROÏDIENNE\nNodule du lobe gauche. Bethesda VI.")
OWN = (IMAGE, "2026-10-08", "Échographie thyroïdienne\nNodule du lobe droit de 27 mm.")
LEANING = (LETTER, "2026-10-27", "Nodule du lobe droit. La cytoponction jointe est suspecte.")


def test_another_persons_report_that_a_letter_leans_upon_is_one_finding_with_all_places(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    second = (IMAGE, "2026-10-09", "SCANNER CERVICAL\nLobe gauche.")
    letter = (LETTER, "2026-10-27", LEANING[2] + " Le scanner est normal.")
    one = told_of(pathways[THYROID], vocabulary, clinical_reader, OWN, LEANING, STRANGER, others=1)
    two = told_of(pathways[THYROID], vocabulary, clinical_reader, OWN, letter, STRANGER, second, others=2)
    assert [(c.key, c.filenames) for c in one] == [("patient", ("d3.pdf", "d2.pdf", "d1.pdf"))]
    assert "04/02/1957" in one[0].what_fr
    assert [(c.key, c.filenames) for c in two] == [("patient", ("d3.pdf", "d2.pdf", "d1.pdf", "d4.pdf"))]
    instead = [i.told_fr.replace("d2.pdf", "…") for i in two[0].in_its_stead]
    assert len(instead) == 2
    assert all(i.endswith("parle de cet examen ou de ce qu'il montre") for i in instead)
    assert "27/10/2026" in instead[0]  # by paper and day, as the contradiction itself


def test_another_persons_report_that_nobody_leans_upon_contradicts_unless_it_alone_fills_a_gap(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    """It is set apart with its reason, beside the documents."""
    pathway = pathways[THYROID]
    before = (LETTER, "2026-09-01", LEANING[2])
    own_report = (CELLS, "2026-07-20", "CYTOPONCTION\nBethesda II.")
    (alone,) = told_of(pathway, vocabulary, clinical_reader, OWN, STRANGER, others=1)
    (also,) = told_of(pathway, vocabulary, clinical_reader, OWN, before, STRANGER, others=1)
    assert [(c.key, c.filenames) for c in (alone, also)] == [("patient", ("d2.pdf",)), ("patient", ("d3.pdf",))]
    assert [i.told_fr for i in alone.in_its_stead] == ["rien d'autre au dossier ne donne cet examen"]
    assert told_of(pathway, vocabulary, clinical_reader, OWN, own_report, STRANGER, others=1) == ()
    assert told_of(pathway, vocabulary, clinical_reader, OWN, LEANING, own_report, STRANGER, others=1) == ()


def test_what_an_own_report_denies_is_a_strangers_that_a_letter_tells(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = (LETTER, "2026-10-20", "Le spermogramme de cet été montre une azoospermie totale.")
    own = ("biologie", "2026-03-11", "SPERMOGRAMME\nAbstinence 3 jours.\nConcentration 19 M/mL\nPas d'azoospermie.")
    other = ("biologie", "2026-08-25", "Recueil, abstinence 4 jours\nConcentration 0 M/mL\nConclusion : azoospermie.")
    given = (pathways["infertilite-couple"], vocabulary, clinical_reader)
    assert "patient" in [c.key for c in told_of(*given, letter, own, other, others=1)]
    quiet = (LETTER, "2026-10-20", "Le spermogramme de mars est à refaire.")
    assert "patient" not in [c.key for c in told_of(*given, quiet, own, other, others=1)]


def test_a_meeting_and_a_letter_that_propose_differently_contradict_each_other_for_who_may_know(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = (LETTER, "2026-07-15", "Je propose une prostatectomie totale.")
    meeting = (MEETING, "2026-09-02", "Adénocarcinome ISUP 2.\nAVIS : surveillance active.")
    same = (MEETING, "2026-09-02", "Adénocarcinome ISUP 2.\nAVIS : prostatectomie totale.")
    late = (MEETING, "2027-09-02", meeting[2])
    pathway = pathways[PROSTATE]
    (conflict,) = told_of(pathway, vocabulary, clinical_reader, letter, meeting)
    assert (conflict.key, conflict.filenames) == ("strategie", ("d1.pdf", "d2.pdf"))
    assert conflict.facts != ()  # proposals: by them the page knows from whom to keep it
    assert told_of(pathway, vocabulary, clinical_reader, letter, same) == ()
    assert told_of(pathway, vocabulary, clinical_reader, letter, late) == ()
    assert told_of(pathway, vocabulary, clinical_reader, letter, meeting, blind=True) == ()


def test_one_treatment_of_two_lengths_is_a_contradiction_of_proposals(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = (LETTER, "2026-10-22", "Je propose une chimiothérapie par CAPOX pendant 3 mois (4 cycles).")
    longer = (MEETING, "2026-10-14", "AVIS : chimiothérapie par CAPOX, 6 mois (8 cycles).")
    same = (MEETING, "2026-10-14", "AVIS : chimiothérapie par CAPOX, 3 mois.")
    pathway = pathways["cancer-colon-rectum"]
    (conflict,) = told_of(pathway, vocabulary, clinical_reader, letter, longer)
    assert conflict.key == "strategie"
    assert "CAPOX" in conflict.what_fr
    assert conflict.facts != ()
    assert told_of(pathway, vocabulary, clinical_reader, letter, same) == ()
    assert told_of(pathway, vocabulary, clinical_reader, letter, longer, blind=True) == ()
