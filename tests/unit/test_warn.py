"""Red flags: affirmed now, of the patient, in documents, in the question or in the answers."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Question
from engine.domain.fact import RedFlag
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.assess import variables_of
from engine.steps.warn import red_flags
from tests.builders import a_dossier, a_place

ENDO, KNEE, COLON = "endometriose", "gonarthrose", "cancer-colon-rectum"
RECENT = date(2026, 2, 10)

RAISED = [
    (ENDO, "Elle décrit un arrêt des gaz depuis deux jours.", "occlusion"),
    (ENDO, "Vomissements répétés, ventre ballonné.", "occlusion"),
    (ENDO, "Urétéro-hydronéphrose gauche modérée.", "rein_menace"),
    (ENDO, "Dilatation pyélo-calicielle droite.", "rein_menace"),
    (ENDO, "Végétations de la paroi du kyste.", "lesion_suspecte"),
    (ENDO, "Masse classée O-RADS 4.", "lesion_suspecte"),
    (ENDO, "Image avec suspicion de malignité.", "lesion_suspecte"),
    (ENDO, "Douleur pelvienne brutale, intense, avec malaise.", "torsion_rupture"),
    (KNEE, "Genou rouge et chaud avec fièvre à 39.", "infection"),
    (KNEE, "Cicatrice suintante depuis huit jours, sans fièvre.", "infection"),
    (KNEE, "Écoulement purulent au bas de la cicatrice.", "infection"),
    (KNEE, "Suintement jaune au tiers moyen de la cicatrice depuis hier.", "infection"),
    (KNEE, "Pansement souillé d'un liquide trouble ce matin.", "infection"),
    (KNEE, "Fièvre à 39 sans frissons, genou rouge et chaud.", "infection"),
    (KNEE, "Suspicion d'infection de la prothèse.", "infection"),
    (KNEE, "Ne peut plus poser le pied depuis la chute.", "fracture"),
    (KNEE, "Mollet gonflé et douloureux depuis hier.", "thrombose"),
    (KNEE, "Extension active impossible depuis la chute.", "fracture"),
    (COLON, "Syndrome occlusif, abdomen tendu.", "occlusion"),
    (COLON, "Rectorragies abondantes cette nuit.", "perforation_saignement"),
    (COLON, "Diarrhée de grade 3 sous capécitabine.", "toxicite_5fu"),
    (COLON, "Neutropénie fébrile après la deuxième cure.", "aplasie_febrile"),
]

SILENT = [
    # Denied, uncertain on purpose only where words deny, of the family, or something ordinary.
    (ENDO, "Pas de vomissements ni d'arrêt des gaz."),
    (ENDO, "Absence d'urétéro-hydronéphrose."),
    (ENDO, "Pas de dilatation pyélo-calicielle, pas de végétation."),
    (ENDO, "Sa mère a eu une occlusion intestinale."),
    (ENDO, "Ballonnements pendant les règles."),
    (KNEE, "Genou sec, froid, apyrexie. Pas de fièvre, genou ni rouge ni chaud."),
    (KNEE, "Cicatrice propre, sans écoulement."),
    (KNEE, "Pas de suspicion d'infection."),
    (KNEE, "Mollets souples et indolores."),
    (KNEE, "En cas de fièvre, genou rouge ou chaud, consulter en urgence."),
    (COLON, "Pas de syndrome occlusif."),
    (COLON, "Son père a eu une péritonite."),
    (COLON, "Transit ralenti, gaz conservés."),
]


def flags(
    pathway: Pathway,
    vocabulary: Vocabulary,
    reader: EdsNlpReader,
    *,
    text: str = "Rien à signaler.",
    question: str = "Faut-il m'opérer ?",
    dated: date | None = RECENT,
    answers: dict[str, Any] | None = None,
) -> tuple[RedFlag, ...]:
    dossier = a_dossier(
        pathway=pathway.id,
        questionnaire=answers or {},
        question=Question(type="operer_ou_non", text=question),
    )
    place = a_place(text, "courrier", vocabulary, reader, dated=dated, filename="lettre.pdf")
    return red_flags(dossier, pathway, [place], variables_of(dossier, pathway), vocabulary, reader)


@pytest.mark.parametrize(("pathway", "text", "flag"), RAISED)
def test_a_sign_in_a_recent_document_is_raised_with_its_place(
    pathway: str,
    text: str,
    flag: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    raised = flags(pathways[pathway], vocabulary, clinical_reader, text=text)
    assert [f.id for f in raised] == [flag]
    assert raised[0].where_fr == "« lettre.pdf », page 1"
    assert raised[0].quote
    assert raised[0].quote in text
    assert raised[0].action == next(r.action for r in pathways[pathway].red_flags if r.id == flag)


@pytest.mark.parametrize(("pathway", "text", "flag"), RAISED)
def test_the_patients_own_question_is_read_too(
    pathway: str,
    text: str,
    flag: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    raised = flags(
        pathways[pathway], vocabulary, clinical_reader, question=f"{text} Que faire ?", dated=date(2020, 1, 1)
    )
    assert [(f.id, f.where_fr) for f in raised] == [(flag, "la question du patient")]


@pytest.mark.parametrize(("pathway", "text"), SILENT)
def test_what_is_denied_of_the_family_or_conditional_stays_silent(
    pathway: str, text: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    assert flags(pathways[pathway], vocabulary, clinical_reader, text=text) == ()
    assert flags(pathways[pathway], vocabulary, clinical_reader, question=text) == ()


@pytest.mark.parametrize(
    ("dated", "raised"),
    [
        (date(2026, 3, 2), True),
        (date(2026, 1, 2), True),
        (date(2026, 1, 1), False),
        (date(2025, 6, 1), False),
        (None, True),
    ],
)
def test_an_old_emergency_is_over(
    dated: date | None,
    raised: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    found = flags(pathways[COLON], vocabulary, clinical_reader, text="Syndrome occlusif.", dated=dated)
    assert bool(found) is raised


def test_a_threatened_kidney_does_not_grow_old(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    found = flags(pathways[ENDO], vocabulary, clinical_reader, text="Hydronéphrose gauche.", dated=date(2024, 5, 5))
    assert [f.id for f in found] == ["rein_menace"]


def test_an_old_denial_does_not_answer_a_patient_who_describes_the_sign_today(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    raised = flags(
        pathways[COLON],
        vocabulary,
        clinical_reader,
        text="Pas de syndrome occlusif.",
        dated=date(2026, 2, 1),
        question="Depuis hier je n'ai plus de gaz et je vomis. Faut-il opérer ?",
    )
    assert [(f.id, f.where_fr) for f in raised] == [("occlusion", "la question du patient")]


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"prosthesis_painful": True, "fever": True}, ["infection"]),
        ({"prosthesis_painful": True, "fever": False}, []),
        ({"prosthesis_painful": True}, []),
        ({"fever": True}, []),
    ],
)
def test_answers_raise_a_flag_only_when_they_are_given(
    answers: dict[str, Any],
    raised: list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    found = flags(pathways[KNEE], vocabulary, clinical_reader, answers=answers)
    assert [f.id for f in found] == raised
    assert all(f.where_fr == "le questionnaire" for f in found)
