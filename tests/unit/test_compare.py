"""After the draft: concordant, partial, discordant or not comparable, by rule."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import FirstOpinion
from engine.domain.fact import Conflict
from engine.domain.interpretation import Interpretation
from engine.domain.opinion import RULE_FR, Citation, Position
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.compare import compare, settled_first
from engine.steps.disagreements import LEFT_OUT, Disagreements
from engine.steps.first_position import FirstPosition, first_position, letters_of
from tests.builders import a_completeness, a_conflict, a_dossier, a_draft, a_fact, a_place, a_statement, an_item

KNEE, COLON = "gonarthrose", "cancer-colon-rectum"
ARTHROSIS, NECROSIS = "gonarthrose", "ostéonécrose du genou"
LETTER, REPORT = "courrier.pdf", "compte-rendu.pdf"
NOTHING = Disagreements()


def position(option: str | None = "ptg", **over: Any) -> Position:
    return Position(**{"diagnosis": ARTHROSIS, "option": option, "certainty": "modérée", **over})


def first(*options: str, diagnoses: tuple[str, ...] = (ARTHROSIS,), text: str = "") -> FirstPosition:
    return FirstPosition(options=options, diagnoses=diagnoses, text=text, ordered=text.casefold())


def sorted_out(*conflicts: Conflict) -> Disagreements:
    """Contradictions between the first opinion's letter and a report, by what they weigh on."""
    left_out = tuple(c for c in conflicts if c.key in LEFT_OUT)
    return Disagreements(letter=conflicts, reports=conflicts, left_out=left_out)


AXES: list[tuple[Position, FirstPosition, str, int | None]] = [
    # diagnosis, treatment, exams, overall; severity
    (position(), first("ptg"), "CCCC", 0),
    (position("traitement_conservateur"), first("ptg"), "CXCX", 3),
    (position("traitement_conservateur", alternatives=("ptg",)), first("ptg"), "CPCP", 2),
    (position("traitement_conservateur"), first("ptg", "traitement_conservateur"), "CXCX", 3),
    (position("ptg"), first("puc", "ptg"), "CPCP", 2),
    (position(None, in_words="Reprise de prothèse"), first("ptg"), "CXCX", 3),
    (position(None, in_words="Prothèse totale de genou"), first("ptg"), "CCCC", 0),
    (
        position("traitement_conservateur", discouraged=("arthroscopie",)),
        first("arthroscopie", "traitement_conservateur"),
        "CXCX",
        3,
    ),
    (position(), first("ptg", diagnoses=(NECROSIS,)), "XCCX", 3),
    (position(), first("ptg", diagnoses=()), "NCCC", 0),
    (position(None), first("ptg"), "CNCC", 1),
    (position(None, discouraged=("ptg",)), first("ptg"), "CXCX", 3),
    (position(), first(), "CNCC", 1),
    (position(exams=("pangonogramme",)), first("ptg"), "CCPP", 2),
    (position(exams=("pangonogramme",)), first("ptg", text="Pangonogramme demandé."), "CCCC", 0),
    (position(None, exams=("pangonogramme",)), first(), "CNPP", 1),
]


def test_an_option_that_the_first_doctor_turns_down_is_another_strategy(pathways: dict[str, Pathway]) -> None:
    told = first("infiltration").model_copy(update={"rejected": ("traitement_conservateur",)})
    draft = position("traitement_conservateur", alternatives=("infiltration",))
    assert compare(draft, ARTHROSIS, told, pathways[KNEE], NOTHING).treatment == "X"
    open_to_both = told.model_copy(update={"rejected": ()})
    assert compare(draft, ARTHROSIS, open_to_both, pathways[KNEE], NOTHING).treatment == "P"


@pytest.mark.parametrize(
    ("option", "letter", "axis"),
    [
        ("pr_pid", "je propose l'abatacept en gardant le methotrexate.", "C"),
        ("pr_pid", "je propose l'etanercept.", "X"),
        ("adaptation_grossesse", "arret du methotrexate, contraception trois mois, relais sulfasalazine.", "C"),
        ("adaptation_grossesse", "je propose d'ajouter le leflunomide.", "X"),
    ],
)
def test_an_act_that_carries_an_option_out_agrees_with_it(
    option: str, letter: str, axis: str, pathways: dict[str, Pathway]
) -> None:
    arthritis = "polyarthrite rhumatoïde"
    told = first("biotherapie_ou_jak", diagnoses=(arthritis,)).model_copy(update={"proposed": letter})
    draft = position(option, discouraged=("biotherapie_ou_jak",))
    assert compare(draft, arthritis, told, pathways["polyarthrite-rhumatoide"], NOTHING).treatment == axis


@pytest.mark.parametrize(("draft", "told", "axes", "severity"), AXES)
def test_three_axes_and_their_whole(
    draft: Position, told: FirstPosition, axes: str, severity: int | None, pathways: dict[str, Pathway]
) -> None:
    found = compare(draft, ARTHROSIS, told, pathways[KNEE], NOTHING)
    assert found.diagnosis + found.treatment + found.exams + found.overall == axes
    assert found.severity == severity
    assert len(found.reasons_fr) == 3


def test_two_admissible_options_are_equipoise_with_a_severity_of_two_at_most(pathways: dict[str, Pathway]) -> None:
    draft = position("traitement_conservateur", alternatives=("ptg",))
    found = compare(draft, ARTHROSIS, first("ptg"), pathways[KNEE], NOTHING)
    assert (found.equipoise, found.severity) == (True, 2)
    assert compare(position(), ARTHROSIS, first("ptg"), pathways[KNEE], NOTHING).equipoise is False


def test_the_same_act_with_something_to_settle_first_is_partial(pathways: dict[str, Pathway]) -> None:
    waiting = ("« Apixaban 5 mg » : le courrier n'en parle pas",)
    same = compare(position(), ARTHROSIS, first("ptg"), pathways[KNEE], NOTHING, settled_first=waiting)
    assert (same.treatment, same.overall, same.severity) == ("P", "P", 2)
    assert "à régler d'abord : « Apixaban 5 mg »" in same.reasons_fr[1]
    other = compare(
        position("puc", discouraged=("ptg",)), ARTHROSIS, first("ptg"), pathways[KNEE], NOTHING, None, waiting
    )
    assert other.treatment == "X"


@pytest.mark.parametrize(
    ("missing", "exams"), [("rx_genou_images", "C"), ("cro_anterieurs", "C"), ("rx_genou_cr", "P")]
)
def test_images_and_an_earlier_operation_help_to_plan_and_do_not_hold_the_decision(
    missing: str, exams: str, pathways: dict[str, Pathway]
) -> None:
    lacking = a_completeness(an_item(missing, level="required", status="missing"))
    assert compare(position(), ARTHROSIS, first("ptg"), pathways[KNEE], NOTHING, lacking).exams == exams


@pytest.mark.parametrize(
    ("tried", "discouraged", "axis"), [("incomplet", (), "P"), ("incomplet", ("ptg",), "X"), ("échec", (), "X")]
)
def test_an_operation_may_come_after_a_treatment_that_was_not_carried_through(
    tried: str, discouraged: tuple[str, ...], axis: str, pathways: dict[str, Pathway]
) -> None:
    draft = position("traitement_conservateur", discouraged=discouraged)
    facts = (a_fact(key="essais", value=tried),)
    assert compare(draft, ARTHROSIS, first("ptg"), pathways[KNEE], NOTHING, facts=facts).treatment == axis


def test_what_a_draft_wants_settled_first_is_what_its_statements_cite(pathways: dict[str, Pathway]) -> None:
    waits = Interpretation(id="infiltration_recente", section="avis", says_fr="Attendre trois mois", defers=True)
    tells = Interpretation(id="age_seul", section="avis", says_fr="L'âge ne décide pas")
    knee = pathways[KNEE].model_copy(update={"interpretations": (waits, tells)})
    refs = {f"{KNEE}/{i.id}": f"{RULE_FR}, à valider : {i.says_fr}" for i in (waits, tells)}
    refs |= {
        "unmentioned.f1": "« Apixaban 5 mg » : le courrier n'en parle pas",
        "trend.hba1c.": "HbA1c : 8 %, puis 9 %",
    }
    cites = tuple(Citation(kind="calculation", ref=ref, text=text) for ref, text in refs.items())
    draft = a_draft(statements=(a_statement("s1", cites=cites), a_statement("s2", cites=cites[:1])))
    assert settled_first(draft, knee) == ("Attendre trois mois", "« Apixaban 5 mg » : le courrier n'en parle pas")


def test_without_a_written_first_opinion_nothing_is_compared(pathways: dict[str, Pathway]) -> None:
    found = compare(position(), ARTHROSIS, None, pathways[KNEE], NOTHING)
    assert (found.diagnosis, found.treatment, found.exams, found.overall) == ("N", "N", "N", "N")
    assert (found.severity, found.reasons_fr) == (None, ("Pas de premier avis écrit.",))


UNNAMED: list[tuple[Position, str | None, FirstPosition, tuple[Conflict, ...], str]] = [
    # what is preferred here, the diagnosis of the papers; the first opinion; contradictions with its letter
    (position("traitement_conservateur"), None, first("ptg"), (), "N"),
    (position(), None, first("ptg"), (), "C"),  # the same treatment, and no paper says another disease
    (position(), None, first("ptg"), (a_conflict(key="kl"),), "P"),
    (position(), None, first("ptg", diagnoses=()), (), "N"),
    (position(), ARTHROSIS, first("puc", diagnoses=()), (a_conflict(key="compartiments"),), "P"),
    (position(), ARTHROSIS, first("puc", diagnoses=()), (a_conflict(key="allergie"),), "N"),
    (position(), ARTHROSIS, first(diagnoses=()), (a_conflict(key="kl"),), "N"),
]


@pytest.mark.parametrize(("draft", "label", "told", "conflicts", "axis"), UNNAMED)
def test_a_diagnosis_that_one_side_does_not_name(
    draft: Position,
    label: str | None,
    told: FirstPosition,
    conflicts: tuple[Conflict, ...],
    axis: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
) -> None:
    said = sorted_out(*conflicts)
    assert compare(draft, label, told, pathways[KNEE], said, words=vocabulary.contradictions).diagnosis == axis


def test_a_stage_read_differently_is_partial(pathways: dict[str, Pathway]) -> None:
    found = compare(position(), ARTHROSIS, first("ptg"), pathways[KNEE], sorted_out(a_conflict(key="kl")))
    assert (found.diagnosis, found.overall) == ("P", "P")


def test_contradictions_of_the_disease_and_what_a_letter_left_out_weigh(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    for key, axes in (
        ("cordes_vocales", "PCPP"),
        ("extension", "XCPX"),
        ("traitement", "CPPP"),
        ("tabac", "CCPP"),
    ):
        given = (position(), ARTHROSIS, first("ptg"), pathways[KNEE], sorted_out(a_conflict(key=key)))
        found = compare(*given, words=vocabulary.contradictions)
        assert found.diagnosis + found.treatment + found.exams + found.overall == axes


def test_a_more_precise_name_of_the_same_disease_agrees(pathways: dict[str, Pathway]) -> None:
    told = FirstPosition(options=("chirurgie",), diagnoses=("adénocarcinome du côlon",), text="")
    found = compare(position("chirurgie"), "adénocarcinome du sigmoïde", told, pathways[COLON], NOTHING)
    assert found.diagnosis == "C"


def test_a_wider_name_of_the_disease_is_no_other_disease(pathways: dict[str, Pathway]) -> None:
    couple = pathways["infertilite-couple"]
    for named, axis in (("infertilité", "P"), ("azoospermie", "X")):
        told = FirstPosition(options=("fiv_icsi",), diagnoses=(named,), text="")
        assert compare(position("fiv_icsi"), "infertilité tubaire", told, couple, NOTHING).diagnosis == axis


def test_what_is_left_open_until_a_piece_is_there_is_partial_and_what_is_discouraged_never(
    pathways: dict[str, Pathway],
) -> None:
    waiting = position("traitement_conservateur", exams=("pangonogramme",))
    knee = pathways[KNEE]
    couple, infertility = pathways["infertilite-couple"], "infertilité"
    work_up = position("completer_bilan", exams=("spermogramme",))
    told = first("fiv_icsi", diagnoses=(infertility,))
    assert compare(work_up, infertility, told, couple, NOTHING).treatment == "P"
    asked = first("fiv_icsi", diagnoses=(infertility,), text="Spermogramme demandé.")
    assert compare(work_up, infertility, asked, couple, NOTHING).treatment == "X"
    for draft, opinion, axis in (
        (waiting, first("ptg"), "X"),
        (waiting.model_copy(update={"discouraged": ("ptg",)}), first("ptg"), "X"),
        (waiting, first("ptg", diagnoses=(NECROSIS,)), "X"),
        (position(discouraged=("puc",)), first("ptg").model_copy(update={"joined": ("puc",)}), "P"),
        (position("osteotomie", discouraged=("puc",)), first("ptg").model_copy(update={"joined": ("puc",)}), "X"),
        (position(None, discouraged=("puc",)), first("ptg").model_copy(update={"joined": ("puc",)}), "X"),
    ):
        assert compare(draft, ARTHROSIS, opinion, knee, NOTHING).treatment == axis


def test_another_persons_paper_under_a_first_opinion_weighs_on_exams_and_with_a_report_on_the_diagnosis(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    strange = a_conflict(key="patient")
    for told, axes in (((strange,), "PCXP"), ((strange, a_conflict(key="erosions")), "XCXX")):
        given = (position(), ARTHROSIS, first("ptg"), pathways[KNEE], sorted_out(*told))
        found = compare(*given, words=vocabulary.contradictions)
        assert found.diagnosis + found.treatment + found.exams + found.overall == axes


OPINIONS = [
    ("Prothèse totale proposée.", ("ptg",)),
    ("Arthroscopie, puis PTG si échec.", ("arthroscopie", "ptg")),
    ("Kinésithérapie et infiltration ; pas de prothèse totale.", ("traitement_conservateur", "infiltration")),
    ("Pas d'indication d'arthroscopie.", ()),
    ("Patient à revoir.", ()),
    ("Devant l'échec des infiltrations, je propose une prothèse totale.", ("ptg",)),
    ("Les infiltrations seront arrêtées après la prothèse totale.", ()),
    ("La kinésithérapie n'a pas suffi ; prothèse totale.", ("ptg",)),
    (
        "Patient sous traitement conservateur. Une infiltration, faite. Je propose une prothèse totale.",
        ("ptg", "traitement_conservateur", "infiltration"),
    ),
    ("Prothèse totale, les infiltrations ayant échoué.", ("ptg",)),
    ("Je propose une prothèse totale pour une arthrose probable.", ("ptg",)),
    ("Kinésithérapie plus infiltration.", ("traitement_conservateur", "infiltration")),
]


@pytest.mark.parametrize(("text", "options"), OPINIONS)
def test_the_options_of_a_first_opinion_in_their_order(
    text: str,
    options: tuple[str, ...],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    opinion = FirstOpinion(given=True, by="Dr Fable", on=date(2026, 2, 1), text=text)
    found = first_position(a_dossier(first_opinion=opinion), pathways[KNEE], [], vocabulary, clinical_reader)
    assert found is not None
    assert found.options == options


def test_a_letter_adds_what_it_proposes_not_what_it_tells(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = a_place(
        "Gonarthrose droite. Arthroscopie en 2015, infiltrations en 2024.\n\nJe propose une prothèse totale.",
        "courrier",
        vocabulary,
        clinical_reader,
    )
    dossier = a_dossier(first_opinion=FirstOpinion(given=True, text=None))
    found = first_position(dossier, pathways[KNEE], [letter], vocabulary, clinical_reader)
    assert found is not None
    assert (found.options, found.diagnoses) == (("ptg",), ("gonarthrose",))


@pytest.mark.parametrize(
    ("said", "counts"),
    [("Une prothèse totale me semble justifiée.", True), ("Elle me semble fatiguée.", False)],
)
def test_a_letter_not_known_to_carry_the_opinion_counts_where_it_proposes_an_option(
    said: str,
    counts: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    letter = a_place(f"Gonarthrose droite. {said}", "courrier", vocabulary, clinical_reader)
    dossier = a_dossier(first_opinion=FirstOpinion(given=True, text=None))
    found = first_position(dossier, pathways[KNEE], [letter], vocabulary, clinical_reader, carried=False)
    assert (found is not None) is counts
    assert first_position(dossier, pathways[KNEE], [letter], vocabulary, clinical_reader) is not None


@pytest.mark.parametrize("opinion", [FirstOpinion(given=False), FirstOpinion(given=True, text="  ")])
def test_no_first_opinion(
    opinion: FirstOpinion, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    dossier = a_dossier(first_opinion=opinion)
    assert first_position(dossier, pathways[KNEE], [], vocabulary, clinical_reader) is None


def test_letters_are_those_that_carry_the_opinion_else_all(
    vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    places = [
        a_place("Cher confrère.", "courrier", vocabulary, clinical_reader, "d1"),
        a_place("Kinésithérapie.", "courrier", vocabulary, clinical_reader, "d2"),
        a_place("Radiographie.", "compte_rendu_imagerie", vocabulary, clinical_reader, "d3"),
    ]
    documents = [p.document for p in places]
    assert [p.document.id for p in letters_of(places, documents, ["d1"])] == ["d1"]
    assert [p.document.id for p in letters_of(places, documents, [])] == ["d1", "d2"]


def test_classes_that_lie_far_apart_make_of_a_disease_another_one(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    words = vocabulary.contradictions
    for other, axis in (("1", "X"), ("3", "P")):
        told = [a_fact("a", key="kl", value=4), a_fact("b", key="kl", value=int(other))]
        conflict = a_conflict(key="kl", facts=("a", "b"), filenames=(LETTER, REPORT))
        given = (position(), ARTHROSIS, first("ptg"), pathways[KNEE], sorted_out(conflict))
        found = compare(*given, words=words, facts=told)
        assert found.diagnosis == axis
