"""A lying author: what the draft step takes over from it, and what it sets aside with the reason."""

from typing import Any, cast

import pytest
from pydantic import BaseModel

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.completeness import Completeness
from engine.domain.dossier import Question
from engine.domain.drafting import DraftAnswer, DraftInputs
from engine.domain.opinion import Draft
from engine.domain.pathway import Pathway
from engine.domain.run import ModelUsed, PromptUsed
from engine.domain.vocabulary import Vocabulary
from engine.ports import Asked, LanguageModel, T
from engine.steps.brief import Brief
from engine.steps.draft import PROMPT, refusal, write
from engine.steps.ground import Grounder
from tests.builders import a_brief, a_document, a_dossier, a_red_flag

XRAY = (
    "RADIOGRAPHIES DU GENOU DROIT\nMme FICTIVE-LORRAIN Océane\nExamen du 12/01/2026\nIncidence en charge.\n"
    "Genou droit : Kellgren 4. Gonarthrose droite. Pas de laxité."
)


class LyingModel(LanguageModel):
    """Answers what it is told to, and remembers what it was shown."""

    def __init__(self, statements: list[dict[str, Any]], **position: Any) -> None:
        said = {"diagnosis": "gonarthrose droite", "option": "ptg", "alternatives": (), "discouraged": (), "exams": ()}
        self._answer = {"position": {**said, "certainty": "élevée", **position}, "statements": statements}
        self.shown: list[tuple[str, BaseModel]] = []

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
        self.shown.append((prompt, inputs))
        return Asked(
            value=cast("T", DraftAnswer.model_validate(self._answer)),
            raw="{}",
            origin="model",
            model=ModelUsed(id="menteur", revision="1"),
            prompt=PromptUsed(name=prompt, version="1.0.0", sha256="0" * 64),
            tokens_in=1,
            tokens_out=1,
        )


@pytest.fixture(scope="module")
def given(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> tuple[Brief, Completeness]:
    dossier = a_dossier(
        pathway="gonarthrose",
        question=Question(type="operer_ou_non", text="Faut-il m'opérer du genou ?"),
        questionnaire={"surgery_proposed": True},
    )
    return a_brief(dossier, {"radio.pdf": XRAY}, pathways["gonarthrose"], vocabulary, clinical_reader)


@pytest.fixture(scope="module")
def grounder(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> Grounder:
    return Grounder(vocabulary, clinical_reader)


def said(text: str, *cites: str, section: str = "resume") -> dict[str, Any]:
    return {"section": section, "text": text, "cites": cites}


def id_of(given: tuple[Brief, Completeness], key: str) -> str:
    return next(i for i, fact in given[0].facts.items() if fact.key == key)


def drafted(model: LyingModel, given: tuple[Brief, Completeness], pathway: Pathway, grounder: Grounder) -> Draft:
    return write(given[0], given[1], pathway, model, grounder)[0]


def test_lies_are_set_aside_and_the_truth_stands(
    given: tuple[Brief, Completeness], pathways: dict[str, Pathway], grounder: Grounder
) -> None:
    kl, laxity = id_of(given, "kl"), id_of(given, "laxite")
    lies = [
        said("Le 12/01/2026 : Kellgren 4 du genou droit, confirmé par un scanner du 15/01/2026.", kl),
        said("Le radiologue écrit : « Kellgren 2 du genou gauche ».", kl),
        said("Le genou présente une laxité.", laxity),
        said("Une infiltration de cortivazol a soulagé la patiente.", kl),
        said("Le genou droit est usé.", "F77"),
        said("Les experts recommandent d'opérer.", "P99"),
        said("Kellgren 4 du genou", kl),
    ]
    truth = said("Genou droit : Kellgren 4.", kl)
    draft = drafted(LyingModel([*lies, truth, truth]), given, pathways["gonarthrose"], grounder)
    assert [s.text for s in draft.statements] == ["Genou droit : Kellgren 4."]
    assert draft.statements[0].origin == "model"
    assert draft.statements[0].cites == (given[0].citations[kl],)
    assert [s.text for s in draft.set_aside] == [*(lie["text"] for lie in lies), truth["text"]]
    reasons = [s.why_fr for s in draft.set_aside]
    assert reasons[4:] == [
        "Cite une pièce qui n'a pas été fournie.",
        "Cite une pièce qui n'a pas été fournie.",
        "Phrase inachevée.",
        "Répète un énoncé déjà écrit.",
    ]
    assert all(reason.endswith(".") for reason in reasons)


POSITIONS: list[tuple[dict[str, Any], str | None, str | None]] = [
    ({"option": "ptg"}, "ptg", None),
    ({"option": None}, None, None),
    ({"option": "amputation"}, None, "Option hors du référentiel."),
    ({"option": "arthroscopie"}, None, "Option déconseillée par une règle du référentiel."),
    ({"option": "infiltration"}, None, "Option déconseillée par une règle du référentiel."),
]


@pytest.mark.parametrize(("position", "option", "why"), POSITIONS)
def test_an_option_outside_the_pathway_or_against_its_rules_is_not_taken_over(
    position: dict[str, Any],
    option: str | None,
    why: str | None,
    given: tuple[Brief, Completeness],
    pathways: dict[str, Pathway],
    grounder: Grounder,
) -> None:
    model = LyingModel([said("Genou droit : Kellgren 4.", id_of(given, "kl"))], **position)
    draft = drafted(model, given, pathways["gonarthrose"], grounder)
    assert draft.position.option == option
    assert [s.why_fr for s in draft.set_aside] == ([why] if why else [])
    assert draft.position.certainty == ("élevée" if option else "faible")


def test_what_rules_know_better_is_not_left_to_an_author(
    given: tuple[Brief, Completeness], pathways: dict[str, Pathway], grounder: Grounder
) -> None:
    model = LyingModel(
        [said("Genou droit : Kellgren 4.", id_of(given, "kl"))],
        diagnosis="Tumeur osseuse",
        option="traitement_conservateur",
        alternatives=("arthroscopie", "greffe", "ptg"),
        discouraged=("ptg",),
        exams=("biopsie",),
    )
    draft = drafted(model, given, pathways["gonarthrose"], grounder)
    assert draft.position.diagnosis == "gonarthrose droite"
    assert draft.position.alternatives == ("ptg",)
    assert set(draft.position.discouraged) == {"arthroscopie", "infiltration"}
    assert "biopsie" not in draft.position.exams
    assert "pangonogramme" in draft.position.exams
    assert [(s.text, s.why_fr) for s in draft.set_aside] == [
        ("Diagnostic proposé : Tumeur osseuse", "Non établi par les documents.")
    ]


def test_the_author_is_shown_the_evidence_only_and_asked_once(
    given: tuple[Brief, Completeness], pathways: dict[str, Pathway], grounder: Grounder
) -> None:
    model = LyingModel([said("Genou droit : Kellgren 4.", id_of(given, "kl"))])
    drafted(model, given, pathways["gonarthrose"], grounder)
    assert model.shown == [(PROMPT, given[0].inputs)]
    assert "first_opinion" not in DraftInputs.model_fields


def test_a_draft_says_its_limits(
    given: tuple[Brief, Completeness], pathways: dict[str, Pathway], grounder: Grounder
) -> None:
    draft = drafted(LyingModel([said("Oui.", "F99")]), given, pathways["gonarthrose"], grounder)
    assert draft.statements == ()
    assert [limit.partition(" ")[0] for limit in draft.limits] == ["Pré-avis", "Référentiel", "Avis"]


REFUSALS: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    ({"consents": {"ai_assistance": False}}, "ai_refused"),
    ({"flags": True}, "red_flag"),
    ({"flags": True, "consents": {"ai_assistance": False}}, "ai_refused"),
    ({"document": {"legible": False}}, "nothing_legible"),
    ({"document": {"owner": "other_person"}}, "nothing_legible"),
    ({"production": True}, "pathway_not_published"),
]


@pytest.mark.parametrize(("case", "code"), REFUSALS)
def test_when_no_draft_may_be_written(case: dict[str, Any], code: str | None, pathways: dict[str, Pathway]) -> None:
    dossier = a_dossier()
    dossier = dossier.model_copy(update={"consents": dossier.consents.model_copy(update=case.get("consents", {}))})
    why = refusal(
        dossier,
        [a_document(**case.get("document", {}))],
        [a_red_flag()] if case.get("flags") else [],
        pathways["endometriose"].model_copy(update={"status": "draft"}),
        production=case.get("production", False),
    )
    assert (why.code if why else None) == code
    if code == "red_flag":
        assert why is not None
        assert "15" in why.reason_fr
        assert "arrêt des matières et des gaz" in why.reason_fr
