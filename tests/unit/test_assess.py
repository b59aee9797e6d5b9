"""Completeness: every status with its reason, freshness to the day, substitutes, reservations, questions."""

from datetime import date
from typing import Any

import pytest

from engine.domain.completeness import Completeness, Item
from engine.domain.dossier import Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.assess import assess, variables_of
from tests.builders import a_document, a_dossier, a_page

RECEIVED = date(2026, 3, 2)
Sent = tuple[str, str, dict[str, Any]]

LETTER = "Cher confrère,\nJ'ai vu cette personne. Je lui propose une intervention.\nBien confraternellement"
IRM = "IRM pelvienne\nRésultats : endométriome gauche de 32 mm."
ECHO = "Échographie pelvienne endovaginale\nRésultats : endométriome gauche."
COLOSCOPIE = "Coloscopie\nCæcum atteint. Tumeur du sigmoïde."
SCANNER = "Scanner thoraco-abdomino-pelvien\nPas de métastase."
HISTOLOGY = "Anatomie pathologique\nAdénocarcinome. Statut pMMR."
CRP = "Laboratoire des Fables\nCRP 4,2 mg/L"


def judged(
    pathway: Pathway,
    vocabulary: Vocabulary,
    *sent: Sent,
    answers: dict[str, Any] | None = None,
    received: date = RECEIVED,
    question: str = "operer_ou_non",
) -> Completeness:
    """Assess documents given as (kind, text, fields); dated the month before reception unless said otherwise."""
    documents, pages = [], []
    for number, (kind, text, over) in enumerate(sent, start=1):
        name = over.get("filename", f"d{number}.pdf")
        pages.append(a_page(text, filename=name))
        given = {"dated": date(2026, 2, 10), "title": text.partition("\n")[0], **over, "filename": name}
        documents.append(a_document(f"d{number}", kind=kind, **given))
    dossier = a_dossier(
        pathway=pathway.id,
        received_on=received,
        questionnaire=answers or {},
        question=Question(type=question, text="Faut-il opérer ?"),
    )
    return assess(documents, pages, pathway, dossier, vocabulary)


def item(done: Completeness, requirement: str) -> Item:
    return next(i for i in done.items if i.requirement == requirement)


FRESHNESS = [
    # A limit of 12, 2 and 24 months, to the day; the examination's day counts.
    ("cancer-colon-rectum", "coloscopie", "compte_rendu_endoscopie", COLOSCOPIE, date(2025, 3, 2), "met"),
    ("cancer-colon-rectum", "coloscopie", "compte_rendu_endoscopie", COLOSCOPIE, date(2025, 3, 1), "outdated"),
    ("cancer-colon-rectum", "scanner_tap", "compte_rendu_imagerie", SCANNER, date(2026, 1, 2), "met"),
    ("cancer-colon-rectum", "scanner_tap", "compte_rendu_imagerie", SCANNER, date(2026, 1, 1), "outdated"),
    ("cancer-colon-rectum", "scanner_tap", "compte_rendu_imagerie", SCANNER, RECEIVED, "met"),
    ("cancer-colon-rectum", "anapath", "anatomopathologie", HISTOLOGY, date(2009, 5, 5), "met"),
    ("cancer-colon-rectum", "scanner_tap", "compte_rendu_imagerie", SCANNER, None, "met"),
]


@pytest.mark.parametrize(("pathway", "requirement", "kind", "text", "dated", "status"), FRESHNESS)
def test_freshness_is_judged_to_the_day(
    pathway: str,
    requirement: str,
    kind: str,
    text: str,
    dated: date | None,
    status: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
) -> None:
    done = judged(pathways[pathway], vocabulary, (kind, text, {"dated": dated}))
    assert item(done, requirement).status == status


def test_a_month_that_is_shorter_ends_on_its_last_day(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    sent = ("compte_rendu_imagerie", SCANNER, {"dated": date(2025, 12, 31)})
    pathway = pathways["cancer-colon-rectum"]
    on_the_day = judged(pathway, vocabulary, sent, received=date(2026, 2, 28))
    day_after = judged(pathway, vocabulary, sent, received=date(2026, 3, 1))
    assert [item(d, "scanner_tap").status for d in (on_the_day, day_after)] == ["met", "outdated"]


def test_the_latest_of_several_decides_and_all_are_shown(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    old = ("compte_rendu_imagerie", SCANNER, {"dated": date(2024, 1, 1)})
    new = ("compte_rendu_imagerie", SCANNER, {"dated": date(2026, 2, 1)})
    found = item(judged(pathways["cancer-colon-rectum"], vocabulary, old, new), "scanner_tap")
    assert (found.status, [e.document for e in found.documents]) == ("met", ["d1", "d2"])
    assert "01/02/2026" in found.reason_fr


def test_each_lack_asks_in_the_words_of_the_pathway(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    pathway = pathways["cancer-colon-rectum"]
    asked = pathway.requirement("scanner_tap").ask_patient_fr
    cases: list[tuple[tuple[Sent, ...], str, str]] = [
        ((), "missing", ""),
        ((("compte_rendu_imagerie", SCANNER, {"dated": date(2025, 1, 1)}),), "outdated", "trop ancien"),
        (
            (("compte_rendu_imagerie", "", {"legible": False, "filename": "scanner_tap.jpg"}),),
            "unreadable",
            "illisible",
        ),
    ]
    for sent, status, added in cases:
        found = item(judged(pathway, vocabulary, *sent), "scanner_tap")
        assert found.status == status
        assert found.request_fr is not None
        assert found.request_fr.startswith(asked)
        assert added in found.request_fr


def test_the_condition_is_judged_before_the_documents(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    pathway, sent = pathways["endometriose"], ("biologie", "Laboratoire\nAMH 1,8 ng/mL", {})
    by_answer: list[tuple[dict[str, Any], str]] = [
        ({"fertility_wish": True}, "met"),
        ({"fertility_wish": False, "surgery_proposed": False}, "not_applicable"),
        ({"fertility_wish": False}, "ask"),
        ({}, "ask"),
    ]
    for answers, status in by_answer:
        found = item(judged(pathway, vocabulary, sent, answers=answers), "amh")
        assert (found.status, [e.document for e in found.documents]) == (status, ["d1"])


def test_an_unknown_condition_asks_only_what_would_decide_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    pathway = pathways["endometriose"]
    questions = {v.id: v.question_fr for v in pathway.variables}
    both = item(judged(pathway, vocabulary), "amh").request_fr
    one = item(judged(pathway, vocabulary, answers={"fertility_wish": False}), "amh").request_fr
    staff = item(judged(pathway, vocabulary), "imagerie_renale").request_fr
    assert both == f"{questions['surgery_proposed']} {questions['fertility_wish']}"
    assert one == questions["surgery_proposed"]
    assert staff == f"{questions['ureteral_or_parametrial_lesion']} (à chercher par l'équipe)"


def test_no_condition_may_leave_staff_without_a_question(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    for pathway in pathways.values():
        asked = [i for i in judged(pathway, vocabulary).items if i.status == "ask"]
        assert asked
        for found in asked:
            assert found.request_fr
            assert "?" in found.request_fr, (pathway.id, found.requirement)


SUBSTITUTES = [
    ((), "missing", False),
    ((("compte_rendu_imagerie", ECHO, {}),), "met", True),
    ((("compte_rendu_imagerie", ECHO, {}), ("compte_rendu_imagerie", IRM, {})), "met", False),
    ((("compte_rendu_imagerie", ECHO, {}), ("compte_rendu_imagerie", IRM, {"dated": date(2024, 1, 1)})), "met", True),
    ((("compte_rendu_imagerie", ECHO, {"dated": date(2024, 1, 1)}),), "missing", False),
]


@pytest.mark.parametrize(("sent", "status", "degraded"), SUBSTITUTES)
def test_a_substitute_counts_and_is_shown_as_such(
    sent: tuple[Sent, ...], status: str, degraded: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    found = item(judged(pathways["endometriose"], vocabulary, *sent), "irm_pelvienne_cr")
    assert (found.status, found.degraded) == (status, degraded)
    assert ("substitution" in (found.reservation_fr or "")) is degraded
    assert (found.request_fr is None) is (status == "met")


RESERVATIONS: list[tuple[str, str, str, str, dict[str, Any], str | None]] = [
    ("cancer-colon-rectum", "anapath", "anatomopathologie", "Anatomie pathologique\nMMR en cours.", {}, "MMR"),
    ("cancer-colon-rectum", "anapath", "anatomopathologie", "Anatomie pathologique\nAdénocarcinome.", {}, "MMR"),
    ("cancer-colon-rectum", "anapath", "anatomopathologie", HISTOLOGY, {}, None),
    (
        "cancer-colon-rectum",
        "coloscopie",
        "compte_rendu_endoscopie",
        "Coloscopie\nSténose infranchissable.",
        {},
        "incompl",
    ),
    ("cancer-colon-rectum", "rcp", "fiche_rcp", "Fiche RCP\nQuorum non atteint.", {}, "incomplète"),
    ("cancer-colon-rectum", "coloscopie", "compte_rendu_endoscopie", COLOSCOPIE, {"dated": None}, "non lue"),
    ("cancer-colon-rectum", "coloscopie", "compte_rendu_endoscopie", COLOSCOPIE, {"owner": "unknown"}, "Identité"),
    ("cancer-colon-rectum", "anapath", "anatomopathologie", HISTOLOGY, {"dated": None}, None),
    ("gonarthrose", "crp_ponction", "biologie", CRP, {}, "ponction"),
    ("gonarthrose", "crp_ponction", "biologie", CRP + "\nLiquide articulaire : culture négative", {}, None),
]


@pytest.mark.parametrize(("pathway", "requirement", "kind", "text", "over", "told"), RESERVATIONS)
def test_a_met_requirement_says_what_it_leaves_open(
    pathway: str,
    requirement: str,
    kind: str,
    text: str,
    over: dict[str, Any],
    told: str | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
) -> None:
    answers = {"prosthesis_painful": True, "fever": False}
    found = item(judged(pathways[pathway], vocabulary, (kind, text, over), answers=answers), requirement)
    assert found.status == "met"
    assert (found.reservation_fr is None) if told is None else (told in (found.reservation_fr or ""))


def test_another_persons_document_meets_nothing(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    sent: list[Sent] = [
        ("compte_rendu_imagerie", IRM, {"owner": "other_person"}),
        ("courrier", LETTER, {"owner": "other_person"}),
    ]
    done = judged(pathways["endometriose"], vocabulary, *sent)
    assert not [i.requirement for i in done.items if i.status == "met" or i.documents]


def test_only_required_pieces_make_an_opinion_provisional(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    complete: list[Sent] = [
        ("courrier", LETTER, {}),
        ("compte_rendu_imagerie", "Radiographies du genou droit en charge\nPincement.", {}),
        ("images_dicom", "Accès à vos images\nCode d'accès : FABLE\nRadiographies du genou", {}),
        ("courrier", "Bilan de kinésithérapie\n20 séances du genou, antalgiques essayés.", {}),
    ]
    answers = dict.fromkeys(
        ["surgery_proposed", "major_comorbidity", "prosthesis_painful", "fever", "prior_knee_surgery"], False
    )
    done = judged(pathways["gonarthrose"], vocabulary, *complete, answers=answers)
    lacking = {i.requirement: i.status for i in done.items if i.status not in ("met", "not_applicable")}
    assert lacking == {"ordonnances_en_cours": "missing", "irm_genou": "ask"}
    assert done.provisional is False
    without_letter = judged(pathways["gonarthrose"], vocabulary, *complete[1:], answers=answers)
    assert without_letter.provisional is True


def test_what_conditions_may_ask(pathways: dict[str, Pathway]) -> None:
    dossier = a_dossier(questionnaire={"fertility_wish": True}, question=Question(type="fertilite", text="?"))
    known = variables_of(dossier, pathways["endometriose"])
    assert known == {
        "fertility_wish": True,
        "age": 34,
        "age_femme": 34,
        "male": False,
        "question_type": frozenset({"fertilite", "strategie_fertilite"}),
    }


@pytest.mark.parametrize(
    ("pathway", "requirement", "text", "counts"),
    [
        (
            "cancer-prostate",
            "bilan_extension",
            "IRM PROSTATIQUE\nImage de L5 indéterminée ; à confronter à la\nTEP.\nPI-RADS 5.",
            False,
        ),
        ("cancer-prostate", "bilan_extension", "TEP-TDM AU PSMA\nPas de foyer osseux.", True),
        (
            "cancer-sein",
            "irm_mammaire",
            "MAMMOGRAPHIE\nACR 5 à gauche. Biopsie faite ; IRM à discuter si lobulaire.",
            False,
        ),
        ("cancer-sein", "irm_mammaire", "IRM MAMMAIRE\nACR 5 à gauche, seconde lecture à discuter.", True),
        ("cancer-sein", "irm_mammaire", "MAMMOGRAPHIE\nComparaison : compte rendu de l'IRM de 2025.\nACR 2.", False),
        ("cancer-sein", "irm_mammaire", "ÉCHOGRAPHIE MAMMAIRE\nMotif : nodule vu à l'IRM.\nACR 4.", False),
        ("cancer-sein", "irm_mammaire", "IRM MAMMAIRE\nComparaison : mammographie de 2025.\nACR 2.", True),
    ],
)
def test_an_examination_that_a_report_only_advises_is_not_there(
    pathway: str,
    requirement: str,
    text: str,
    counts: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
) -> None:
    done = judged(
        pathways[pathway],
        vocabulary,
        ("compte_rendu_imagerie", text, {"dated": RECEIVED}),
        answers={"risk_group": "haut", "lobular": True},
    )
    assert (item(done, requirement).status == "met") is counts


def test_an_examination_that_is_only_announced_is_not_there(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    text = "Cher confrère,\nJe propose une arthrodèse, transfusion comprise. EFR et IRM\nseront demandées."
    done = judged(
        pathways["scoliose-adolescent"], vocabulary, ("courrier", text, {}), answers={"surgery_proposed": True}
    )
    assert item(done, "efr").status == "missing"


def test_a_letter_that_says_what_had_better_be_done_is_the_first_opinion(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    text = "Cher ami,\nJe lui ai dit qu'il valait mieux l'enlever : prostatectomie totale."
    done = judged(pathways["cancer-prostate"], vocabulary, ("courrier", text, {}))
    assert item(done, "courrier_premier_avis").status == "met"


def test_her2_that_another_report_decides_is_no_longer_awaited(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    biopsy: Sent = ("anatomopathologie", "Biopsie\nHER2 : score 2+ (équivoque) ; hybridation in situ demandée.", {})
    later: Sent = ("anatomopathologie", "Compte rendu complémentaire\nConclusion : gène HER2 amplifié.", {})
    reserved = [item(judged(pathways["cancer-sein"], vocabulary, *sent), "anapath_biopsie").reservation_fr or ""
                for sent in ((biopsy,), (biopsy, later))]  # fmt: skip
    assert ["ISH" in text for text in reserved] == [True, False]
