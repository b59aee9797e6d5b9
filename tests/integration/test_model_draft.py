"""A real language model writes a draft of a real dossier: what it invents is set aside, with the reason."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.transformers_model import TransformersModel
from engine.domain.dossier import Dossier
from engine.domain.drafting import DraftAnswer
from engine.domain.opinion import Citation, Draft
from engine.domain.pathway import Pathway
from engine.pathways import load, load_vocabulary
from engine.ports import Asked, ReadPage
from engine.steps.assess import assess, variables_of
from engine.steps.brief import Brief, brief
from engine.steps.contradict import contradictions
from engine.steps.draft import write
from engine.steps.extract import extract
from engine.steps.ground import Grounder
from engine.steps.known import known_values
from engine.steps.places import read_places
from engine.steps.split import split
from engine.steps.structured import Structured
from prompts import load as load_prompt
from tests.acceptance.paper import LETTER, REPORT, intake, pdf
from tests.builders import an_upload
from tests.reading import page_reader

DEFAULT = Path(__file__).parents[2] / ".cache" / "models" / "smollm2"


@dataclass(frozen=True)
class Written:
    """One answer of the model, and what the draft step made of it."""

    given: Brief
    pathway: Pathway
    draft: Draft
    asked: Asked[DraftAnswer]


@pytest.fixture(scope="module")
def written() -> Written:
    """One generation for all tests: it takes twenty seconds on a free core."""
    import torch  # noqa: PLC0415 - seconds, for the one worker that needs it

    torch.set_num_threads(1)
    folder = Path(os.environ.get("AVIS_TEST_MODEL_DIR") or DEFAULT)
    if not (folder / "model.safetensors").exists():
        pytest.fail(f"no test model in {folder}: run bin/fetch-test-model, or set AVIS_TEST_MODEL_DIR")
    dossier, vocabulary, clinical = Dossier.model_validate(intake()), load_vocabulary(), EdsNlpReader()
    pathway = load(dossier.pathway)
    # One option of eight, three pieces of eleven: what there is to say of them all makes a prompt in which a model of
    # this size loses itself for a minute and says next to nothing.
    fewer = {"options": pathway.options[2:3], "required_documents": pathway.required_documents[3:6]}
    pathway = pathway.model_copy(update=fewer)
    papers = {"01-lettre.pdf": pdf(LETTER), "02-radio.pdf": pdf(REPORT)}
    pages = [
        r.page
        for name, content in papers.items()
        for r in page_reader().read(an_upload(name, content), content)
        if isinstance(r, ReadPage)
    ]
    documents = split(pages, dossier.patient, dossier.received_on, vocabulary)
    facts = extract(read_places(documents, pages, vocabulary, clinical, pathway), pathway, vocabulary)
    answers = variables_of(dossier, pathway)
    conflicts = contradictions(documents, facts, pathway, answers, vocabulary)
    completeness = assess(documents, pages, pathway, dossier, vocabulary)
    known = known_values(answers, facts, pathway, {d.id: d.kind for d in documents})
    structured = Structured(documents, tuple(pages), (), facts, tuple(conflicts), ())
    given = brief(dossier, pathway, structured, completeness, known, vocabulary)
    model = TransformersModel(folder, max_tokens=400, max_items=1)
    draft, asked = write(given, completeness, pathway, model, Grounder(vocabulary, clinical))
    return Written(given, pathway, draft, asked)


def test_real_weights_were_asked_about_the_real_dossier(written: Written) -> None:
    assert len(written.asked.model.revision) == 64
    assert written.asked.model.id != "assembled"
    assert DraftAnswer.model_validate_json(written.asked.raw) == written.asked.value
    assert {e.kind for e in written.given.inputs.evidence} >= {"fact", "passage", "requirement", "questionnaire"}
    assert len(written.asked.value.statements) == 1
    assert written.asked.tokens_in is not None
    assert written.asked.tokens_in > 1000
    assert written.asked.tokens_out is not None
    assert 40 < written.asked.tokens_out < 400
    assert written.asked.prompt.sha256 == load_prompt("draft_opinion").sha256
    assert written.asked.model.parameters["temperature"] == 0


def test_everything_that_it_wrote_stands_or_is_set_aside_with_a_reason(written: Written) -> None:
    kept = {statement.text for statement in written.draft.statements}
    aside = {told.text: told.why_fr for told in written.draft.set_aside}
    said = [statement.text for statement in written.asked.value.statements]
    assert said
    for text in said:
        assert text in kept or aside[text].endswith(".")
    assert kept <= set(said)
    assert all(statement.origin == "model" for statement in written.draft.statements)


def test_what_it_invents_is_set_aside(written: Written) -> None:
    said = {statement.text for statement in written.asked.value.statements}
    invented = [told for told in written.draft.set_aside if told.text in said]
    assert invented, "a model of this size invents; if this one does not, ask it something harder"


def test_what_stands_holds_no_number_that_is_not_cited(written: Written) -> None:
    """Also when nothing stands: then the doctor sees nothing that the model made up."""
    for statement in written.draft.statements:
        assert statement.cites
        assert set(statement.cites) <= set(written.given.citations.values())
        assert figures(statement.text) <= {figure for cite in statement.cites for figure in figures(told(cite))}


def told(cite: Citation) -> str:
    return f"{cite.text} {cite.dated or ''}"


def figures(text: str) -> set[str]:
    return {number.lstrip("0") or "0" for number in re.findall(r"\d+(?:[.,]\d+)?", text)}


def test_its_position_holds_nothing_but_the_pathways(written: Written) -> None:
    position = written.draft.position
    options = {option.id for option in written.pathway.options}
    assert position.option is None or position.option in options
    assert set(position.alternatives) | set(position.discouraged) <= options
    assert set(position.exams) <= {requirement.id for requirement in written.pathway.required_documents}
    assert position.diagnosis in {written.given.inputs.diagnosis, "Non établi par les documents"}
    proposed = written.asked.value.position
    if proposed.option not in {position.option, None}:
        assert any(aside.text == f"Option proposée : {proposed.option}" for aside in written.draft.set_aside)
