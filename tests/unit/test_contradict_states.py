"""Contradictions of what is so or not of a patient, of stage and size, of birth and age, of agents and of answers."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.contradict import contradictions
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_document, a_page

KNEE, HIP, BREAST, ENDO, FIBROIDS = "gonarthrose", "coxarthrose", "cancer-sein", "endometriose", "fibromes-uterins"
COUPLE, SPINE = "infertilite-couple", "scoliose-adolescent"
PROSTATE, COLON, RA = "cancer-prostate", "cancer-colon-rectum", "polyarthrite-rhumatoide"
LETTER, IMAGE, MEETING, CELLS, DRUGS = (
    "courrier",
    "compte_rendu_imagerie",
    "fiche_rcp",
    "anatomopathologie",
    "ordonnance",
)
Told = tuple[str, str, str]
"""Kind of document, its day, its text."""


def told_of(
    pathway: Pathway, vocabulary: Vocabulary, reader: EdsNlpReader, *told: Told, stranger: str = "", **given: Any
) -> tuple[Conflict, ...]:
    """The contradictions of one-page documents d1.pdf, d2.pdf…, and of another person's report d0.pdf."""
    pages, documents = [], []
    everything = [(given.get("stranger_kind", IMAGE), "2026-09-03", stranger), *told] if stranger else list(told)
    for number, (kind, day, text) in enumerate(everything, start=0 if stranger else 1):
        owner = "this_patient" if number else "other_person"
        page = a_page(text, filename=f"d{number}.pdf")
        pages.append(page)
        over = {"owner": owner, "owner_reason_fr": "", "dated": date.fromisoformat(day)}
        documents.append(a_document(f"d{number}", kind=kind, filename=f"d{number}.pdf", upload=page.upload, **over))
    own = [(p, d) for p, d in zip(pages, documents, strict=True) if d.owner == "this_patient"]
    places = [read_page(page, document, vocabulary, reader) for page, document in own]
    facts = extract(places, pathway, vocabulary)
    return contradictions(
        documents,
        facts,
        pathway,
        given.get("answers", {}),
        vocabulary,
        places,
        pages,
        given.get("sex"),
        given.get("born"),
    )


def letter(text: str) -> Told:
    return LETTER, "2026-10-15", text


def report(text: str) -> Told:
    return IMAGE, "2026-10-05", text


def blood(text: str) -> Told:
    return "biologie", "2026-10-20", text


STATED = [
    (KNEE, (letter("Elle fume 15 cigarettes par jour."), report("Tabac : non.")), ["tabac"]),
    (KNEE, (letter("Elle fume 15 cigarettes par jour."), (LETTER, "2024-01-05", "Patiente non-fumeuse.")), []),
    (KNEE, (letter("Son père fume 15 cigarettes par jour."), report("Ne fume pas.")), []),
    (KNEE, (letter("Fume 10 cigarettes par jour."), report("Fumeur actif.")), []),
    (
        KNEE,
        (
            letter("Compartiment fémoro-patellaire préservé."),
            report("Fémoro-patellaire : pincement, Kellgren-Lawrence 3."),
        ),
        ["compartiment_femoro_patellaire"],
    ),
    (
        KNEE,
        (letter("Compartiment fémoro-patellaire préservé."), report("Fémoro-patellaire : Kellgren-Lawrence 1.")),
        [],
    ),
    (
        SPINE,
        (letter("Gibbosité thoraco-lombaire gauche de 6 mm."), report("Courbure thoraco-lombaire droite : 18°.")),
        ["cote"],
    ),
    (SPINE, (letter("Gibbosité lombaire gauche de 3 mm."), report("Courbure thoraco-lombaire droite : 18°.")), []),
    (KNEE, (letter("Patient sous apixaban 5 mg."), report("Pas d'anticoagulant.")), ["anticoagulant"]),
    (KNEE, (letter("Pas d'anticoagulant."), report("Aucun anticoagulant.")), []),
    # A stage that the size does not allow; two examinations never measure quite alike.
    (BREAST, (letter("Carcinome du sein gauche cT1c N0."), report("Sein gauche : masse de 31 mm.")), ["taille"]),
    (BREAST, (letter("Carcinome du sein gauche cT1c N0."), report("Sein gauche : masse de 21 mm.")), []),
    (BREAST, (letter("Carcinome du sein gauche cT2 N0."), report("Sein droit : masse de 8 mm.")), []),
    # What is held for likely and denied; what is calm here and moves there; what was never operated upon.
    (HIP, (letter("Descellement probable de la tige."), report("Pas de signe de descellement.")), ["descellement"]),
    (HIP, (letter("Descellement possible de la tige."), report("Pas de signe de descellement.")), []),
    (
        SPINE,
        (letter("La courbe a bien diminué sous corset."), report("Angle de Cobb 33°, plus 4° en un an.")),
        ["evolution"],
    ),
    (KNEE, (letter("Genou droit jamais opéré."), report("Méniscectomie du genou droit en 2011.")), True),
    (KNEE, (letter("Méniscectomie du genou droit."), report("Genou droit, déjà opéré.")), []),
    (ENDO, (letter("Je propose une kystectomie gauche."), report("Patiente jamais opérée.")), []),
    # A letter tells what no report measured, of whatever lesion and day; a rounded value is none.
    (BREAST, (letter("Carcinome du sein gauche de 19 mm."), report("Sein gauche : masse de 14 mm.")), ["taille"]),
    (BREAST, (letter("Carcinome du sein gauche de 15 mm."), report("Sein gauche : masse de 14 mm.")), []),
    (KNEE, (letter("Genou droit : HKA 172°."), (IMAGE, "2024-02-15", "Genou droit : HKA 168°.")), ["hka"]),
    (PROSTATE, (letter("Gleason 7 (3+4)."), (CELLS, "2026-07-02", "Gleason 6 (3+3).")), ["gleason"]),
    (COLON, (letter("Adénocarcinome du côlon gauche."), report("Tumeur du côlon ascendant.")), ["localisation"]),
    (COLON, (letter("Adénocarcinome du côlon gauche."), report("Tumeur du sigmoïde.")), []),
    (COUPLE, (letter("Hydrosalpinx gauche."), (IMAGE, "2025-12-09", "Hydrosalpinx droit.")), ["cote"]),
    # What letters call normal, what they do not know to be taken or to have been.
    (KNEE, (letter("Diabète de type 2 équilibré."), blood("HbA1c 9,3 % < 7,0")), ["diabete"]),
    (KNEE, (letter("Diabète de type 2 équilibré."), blood("HbA1c 7,2 % < 7,0")), []),
    (KNEE, (letter("Hémoglobine normale."), blood("Hémoglobine 9,6 g/dL 12,0-16,0")), ["hb"]),
    (KNEE, (letter("Pas de traitement."), (DRUGS, "2026-09-01", "Rivaroxaban 20 mg : 1 le soir")), ["traitement"]),
    (KNEE, (letter("Pas de traitement."), (DRUGS, "2026-11-01", "Rivaroxaban 20 mg : 1 le soir")), []),
    (KNEE, (letter("Pas d'antécédent."), (DRUGS, "2026-09-01", "Ulcère duodénal hémorragique.")), ["antecedents"]),
    (KNEE, (letter("Pas d'antécédent familial."), (DRUGS, "2026-09-01", "Ulcère duodénal hémorragique.")), []),
    (RA, (letter("Méthotrexate 15 mg par semaine."), (DRUGS, "2026-10-01", "Méthotrexate 10 mg")), ["mtx_dose"]),
    (
        COUPLE,
        (letter("Infertilité. Mme ne fume pas ; M. fume 10 cigarettes."), report("Ne fume pas.")),
        [],
    ),
    # A denial of one kind is held against that kind only; who is urged to stop smoking smokes.
    (KNEE, (letter("Pas d'antécédent thrombo-embolique."), report("Embolie pulmonaire en 2019.")), ["thrombose"]),
    (KNEE, (letter("Pas d'antécédent cardiaque."), report("Embolie pulmonaire en 2019.")), []),
    (KNEE, (letter("Pas d'antécédent cardiaque."), report("Infarctus en 2019.")), ["antecedent_cardiovasculaire"]),
    (KNEE, (letter("Ne fume pas."), report("Fume dix cigarettes par jour, engagée à arrêter.")), ["tabac"]),
    (RA, (letter("Quantiféron négatif."), (blood("x")[0], "2025-06-24", "Quantiféron Plus POSITIF")), ["quantiferon"]),
    (COUPLE, (letter("Les trompes sont perméables."), report("Hydrosalpinx droit.")), ["trompes"]),
    (COUPLE, (letter("Les trompes sont perméables."), report("Pas d'hydrosalpinx droit.")), []),
    (COUPLE, (letter("Trompe gauche perméable."), report("Trompe droite obturée.")), []),
    (HIP, (letter("Inégalité de longueur de 5 mm."), report("Inégalité de longueur : 14 mm.")), ["ilmi"]),
    (RA, (letter("MTX depuis mars 2021, 20 mg par semaine."), (DRUGS, "2026-10-15", "MTX 15 mg")), ["mtx_dose"]),
    # What lies on one side in one document and on the other one in another.
    (FIBROIDS, (letter("Fibrome de la paroi droite."), report("Myome de la paroi latérale gauche.")), ["cote"]),
    (
        FIBROIDS,
        (letter("Fibrome de la paroi droite."), report("Myome de la paroi gauche et myome de la paroi droite.")),
        [],
    ),
    (PROSTATE, (report("Lésion de la zone périphérique gauche."), (CELLS, "2026-10-07", "Cible droite")), ["cote"]),
    (PROSTATE, (report("Pas de lésion du lobe gauche."), (CELLS, "2026-10-07", "Cible lobe droit")), []),
    # Who has no child is the companion.
    (FIBROIDS, (letter("G1P1, ménorragies."), report("Nullipare.")), ["enfants"]),
    (FIBROIDS, (letter("G1P1, ménorragies."), report("Vit avec un nouveau compagnon sans enfant.")), []),
    # A doctor who would rather not see the operation done that another one proposes.
    (
        ENDO,
        (
            letter("Je propose une résection rectale segmentaire par cœlioscopie."),
            (LETTER, "2026-10-28", "Je ne suis pas pressée de la voir opérée."),
        ),
        ["strategie"],
    ),
    (
        ENDO,
        (
            letter("Je propose un traitement par diénogest."),
            (LETTER, "2026-10-28", "Je ne suis pas pressée de la voir opérée."),
        ),
        [],
    ),
]


@pytest.mark.parametrize(("pathway", "told", "keys"), STATED)
def test_two_documents_that_cannot_both_be_right(
    pathway: str,
    told: tuple[Told, ...],
    keys: list[str] | bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    conflicts = told_of(pathways[pathway], vocabulary, clinical_reader, *told, sex="F")
    assert [c.key for c in conflicts] == (["chirurgie_anterieure"] if keys is True else keys)
    assert all(set(c.filenames) == {"d1.pdf", "d2.pdf"} for c in conflicts)


BORN = [
    ("Mme Jeanne INVENTÉE, née le 12/04/1971. Revue ce jour.", []),
    ("Mme Jeanne INVENTÉE, née le 12/04/1977. Revue ce jour.", ["naissance"]),
    ("Patiente de 55 ans, gonalgie droite.", []),
    ("Patiente de 64 ans, gonalgie droite.", ["naissance"]),
    ("Chez la patiente de plus de 50 ans, aucun bénéfice attendu.", []),
    ("Patiente opérée, et son mari de 64 ans. Douleur depuis l'âge de 14 ans.", []),
    ("Mme Jeanne INVENTÉE, 55 ans, et M. Paul INVENTÉ, 64 ans.", []),
]


@pytest.mark.parametrize(("text", "keys"), BORN)
def test_a_birth_date_or_an_age_that_differs_is_shown(
    text: str,
    keys: list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    told = told_of(pathways[KNEE], vocabulary, clinical_reader, letter(text), sex="F", born=date(1971, 4, 12))
    assert [c.key for c in told] == keys


ANSWERED = [
    ("hernie-discale-lombaire", "Bilan avant arthrodèse.", {"prior_spine_surgery": False}, []),
    (
        "fibromes-uterins",
        "Je propose d'opérer, plus souvent qu'après hystérectomie.",
        {"hysterectomy_proposed": False},
        [],
    ),
    ("fibromes-uterins", "Je propose une hystérectomie.", {"hysterectomy_proposed": False}, True),
    (KNEE, "L'indication d'une prothèse du genou droit est posée.", {"prior_knee_surgery": False}, []),
    (PROSTATE, "La radiothérapie ne me paraît pas utile.", {"radiotherapy_proposed": False}, []),
    (PROSTATE, "Je propose une radiothérapie.", {"radiotherapy_proposed": False}, True),
    (PROSTATE, "Les alternatives (chirurgie, radiothérapie) sont à citer.", {"radiotherapy_proposed": False}, []),
    (PROSTATE, "Prostatectomie exposée, je ne la conseille pas.", {"surgery_proposed": False}, []),
    (PROSTATE, "Je propose une prostatectomie, elle a été expliquée en juin.", {"surgery_done": False}, []),
    (PROSTATE, "Alternative recevable : prostatectomie totale.", {"surgery_done": False}, []),
    (PROSTATE, "Il vaut mieux l'enlever : prostatectomie totale.", {"surgery_done": False}, []),
    (PROSTATE, "Alternative recevable : prostatectomie totale avec curage.", {"surgery_done": False}, []),
    ("cancer-thyroide-nodule", "La lobectomie donnera le diagnostic.", {"surgery_done": False}, []),
    (ENDO, "Elle souhaite une grossesse d'ici un an.", {"fertility_wish": False}, True),
    (BREAST, "Mère : cancer du sein à 44 ans.", {"family_history_breast_ovary": False}, True),
    (BREAST, "Nièce : cancer du sein à 58 ans.", {"family_history_breast_ovary": False}, []),
    (BREAST, "Carcinome lobulaire infiltrant.", {"lobular": False}, True),
    (KNEE, "Genou droit : Kellgren 4.", {"kl": 2}, True),
    (KNEE, "Genou droit : Kellgren 4.", {"kl": 4}, []),
]


@pytest.mark.parametrize(("pathway", "text", "answers", "told"), ANSWERED)
def test_an_answer_that_a_document_contradicts(
    pathway: str,
    text: str,
    answers: dict[str, Any],
    told: bool | list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    found = told_of(pathways[pathway], vocabulary, clinical_reader, letter(text), answers=answers)
    assert [c.key for c in found] == (list(answers) if told is True else [])


def test_agents_that_take_each_others_place(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    proposed = letter("Je propose le tamoxifène, que je préfère aux inhibiteurs de l'aromatase.")
    other = (MEETING, "2026-10-08", "Proposition : inhibiteur de l'aromatase.")
    same = (MEETING, "2026-10-08", "Proposition : tamoxifène.")
    (conflict,) = told_of(pathways[BREAST], vocabulary, clinical_reader, proposed, other)
    assert conflict.key == "strategie"
    assert conflict.facts != ()  # proposals: kept from who may not see them
    assert told_of(pathways[BREAST], vocabulary, clinical_reader, proposed, same) == ()


def test_a_letter_that_tells_what_only_another_persons_report_shows_leans_upon_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    """Although the dossier holds an own report of that examination, which says otherwise: one finding in all."""
    own = report("RADIOGRAPHIE DU GENOU\nGonarthrose interne isolée.")
    stranger = "RADIOGRAPHIE DU GENOU\nGonarthrose tricompartimentale."
    leaning = letter("La radiographie jointe montre une gonarthrose tricompartimentale.")
    other = letter("La radiographie jointe montre une gonarthrose interne isolée.")
    (conflict,) = told_of(pathways[KNEE], vocabulary, clinical_reader, leaning, own, stranger=stranger)
    assert conflict.key == "patient"
    assert {"d0.pdf", "d1.pdf"} <= {*conflict.filenames}
    assert told_of(pathways[KNEE], vocabulary, clinical_reader, other, own, stranger=stranger) == ()


def test_a_letters_value_is_held_once_against_those_of_all_reports_and_one_that_was_measured_is_shown(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Examen : nodule du sein gauche de 20 mm. Imagerie : tumeur du sein gauche de 19 mm."
    (size,) = told_of(
        pathways[BREAST], vocabulary, clinical_reader, letter(text), report("Sein gauche : masse de 27 mm.")
    )
    assert "19 mm dans « d1.pdf »" in size.what_fr
    assert "27 mm dans « d2.pdf »" in size.what_fr
    low, lower = (
        (IMAGE, day, f"Tumeur du rectum à {far} cm de la marge anale.")
        for day, far in (("2026-10-01", "7"), ("2026-10-05", "7,5"))
    )
    rectum = letter("Tumeur du rectum à 11 cm de la marge anale.")
    (told,) = told_of(pathways[COLON], vocabulary, clinical_reader, rectum, low, lower)
    assert told.what_fr.count("dans «") == len(told.filenames) == 3
