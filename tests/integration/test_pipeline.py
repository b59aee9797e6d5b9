"""The engine over the real store, reader and clinical NLP: what each step leaves behind, and what stops the path."""

from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import engine.pathways
import prompts
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Dossier
from engine.domain.drafting import DraftAnswer
from engine.domain.opinion import Draft, Refusal
from engine.domain.outcome import Outcome
from engine.domain.run import Run
from engine.domain.vocabulary import Vocabulary
from engine.errors import BadIntake, ConsentMissing, UnusableAnswer
from engine.pathways import load, load_vocabulary, text_of
from engine.pipeline import Engine
from engine.step_record import fingerprint
from engine.steps.conclusions import conclusions
from engine.steps.places import read_places
from engine.store.postgres import Store
from tests.acceptance.paper import LETTER, REPORT, intake, pdf
from tests.integration.engine_samples import NOON, PAPERS, STEPS, parts_of
from tests.integration.ocr_samples import encoded, waves

PATHWAY = Path(engine.pathways.__file__).parent / "gonarthrose.yaml"

Taken = Callable[..., Outcome]


@pytest.fixture
def take(store: Store, clinical_reader: EdsNlpReader) -> Taken:
    """Take papers the whole way, with an intake changed by name."""
    numbers = count(1)

    def taken(
        papers: dict[str, bytes] = PAPERS, *, parts: dict[str, Any] | None = None, anew: bool = False, **over: Any
    ) -> Outcome:
        working = Engine(parts_of(store, clinical_reader, numbers, **(parts or {})))
        dossier = Dossier.model_validate(intake(**over))
        files = [(name, "application/octet-stream", content) for name, content in papers.items()]
        return working.run(dossier, working.keep(dossier.id, files), anew=anew)

    return taken


def by_step(store: Store) -> dict[str, Run]:
    """The latest run of each step."""
    return {run.step: run for run in store.runs("perlevent")}


def stage(store: Store) -> str | None:
    found = store.stage("perlevent")
    return found.stage if found else None


def test_every_step_leaves_a_record_from_which_it_can_be_made_again(take: Taken, store: Store) -> None:
    outcome = take()
    runs = store.runs("perlevent")
    assert [run.step for run in runs] == STEPS
    used = text_of("gonarthrose")
    assert used.startswith(PATHWAY.read_text("utf-8").rstrip("\n")), "the file, then the sentences shared with others"
    for run in runs:
        assert run.pathway is not None
        assert (run.pathway.id, run.pathway.version) == ("gonarthrose", load("gonarthrose").version)
        assert (run.vocabulary, run.program) == (load_vocabulary().version, "double-avis d'essai")
        assert run.pathway.sha256 == sha256(used.encode()).hexdigest()
        assert len(run.input_sha256) == 64
        assert run.started_at == NOON
        assert run.seconds >= 0
        assert run.outcome
    assert {step: round(run.seconds, 3) for step, run in by_step(store).items()} == outcome.seconds


def test_only_the_draft_asks_an_author_and_says_which(take: Taken, store: Store) -> None:
    take()
    runs = by_step(store)
    assert [step for step in STEPS if runs[step].model or runs[step].prompt or runs[step].answer] == ["draft"]
    draft, prompt = runs["draft"], prompts.load("draft_opinion")
    assert draft.prompt is not None
    assert (draft.prompt.name, draft.prompt.version, draft.prompt.sha256) == (
        "draft_opinion",
        prompt.version,
        prompt.sha256,
    )
    assert draft.model is not None
    assert draft.model.id == "assembled"
    assert draft.answer is not None
    assert DraftAnswer.model_validate_json(draft.answer).statements


def test_what_is_stored_is_what_came_out(take: Taken, store: Store) -> None:
    outcome = take()
    assert store.dossier("perlevent") == outcome.dossier
    assert store.documents("perlevent") == outcome.documents
    assert store.facts("perlevent") == outcome.facts
    assert store.completeness("perlevent") == outcome.completeness
    assert store.draft("perlevent") == outcome.draft
    assert store.convergence("perlevent") == outcome.convergence
    assert stage(store) == "compared"


def test_inputs_hash_the_same_after_reloading(
    take: Taken, store: Store, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    take()
    dossier, draft = store.dossier("perlevent"), store.draft("perlevent")
    completeness = store.completeness("perlevent")
    assert dossier is not None
    assert isinstance(draft, Draft)
    assert completeness is not None
    pages, documents = store.pages("perlevent"), store.documents("perlevent")
    concluded = conclusions(
        read_places(documents, pages, vocabulary, clinical_reader, load(dossier.pathway)), vocabulary
    )
    given = {
        "read": (dossier.blind(), *store.uploads("perlevent")),
        "split": (dossier.blind(), *pages),
        "extract": (dossier.blind(), *documents, *pages),
        "assess": (dossier.blind(), *documents, *pages),
        "draft": (dossier.blind(), *documents, *store.facts("perlevent"), *concluded, completeness),
        "compare": (dossier, draft, *documents, *pages, *store.conflicts("perlevent"), completeness),
    }
    recorded = {step: run.input_sha256 for step, run in by_step(store).items()}
    assert recorded == {step: fingerprint(values) for step, values in given.items()}
    # Extraction and completeness rest on the same documents and pages.
    assert len(set(recorded.values())) == len(STEPS) - 1


def test_a_second_run_of_the_same_adds_nothing(take: Taken, store: Store) -> None:
    first = take()
    runs = store.runs("perlevent")
    second = take()
    assert second.model_copy(update={"seconds": first.seconds, "cpu_seconds": first.cpu_seconds}) == first
    assert store.runs("perlevent") == runs


def another_vocabulary() -> Vocabulary:
    return load_vocabulary().model_copy(update={"version": "essai-2"})


@pytest.mark.parametrize("changed", [{"program": "double-avis suivant"}, {"vocabulary": another_vocabulary()}])
def test_another_version_of_what_works_makes_everything_again(
    take: Taken, store: Store, changed: dict[str, Any]
) -> None:
    first, second = take(), take(parts=changed)
    runs = store.runs("perlevent")
    assert [run.step for run in runs] == STEPS * 2
    assert [run.input_sha256 for run in runs[:6]] == [run.input_sha256 for run in runs[6:]]
    assert second.draft == first.draft
    assert stage(store) == "compared"


def test_settings_that_forbid_a_draft_forbid_the_one_that_is_kept(take: Taken, store: Store) -> None:
    first, second = take(), take(parts={"production": True})
    assert second.draft is None
    assert second.refusal is not None
    assert second.refusal.code == "pathway_not_published"
    assert [run.step for run in store.runs("perlevent")] == [*STEPS, "draft"]
    third = take()
    assert (third.draft, third.convergence) == (first.draft, first.convergence)
    assert [run.step for run in store.runs("perlevent")] == [*STEPS, "draft", "draft", "compare"]
    assert stage(store) == "compared"


def test_another_file_adds_rows_and_the_latest_wins(take: Taken, store: Store) -> None:
    take()
    runs = store.runs("perlevent")
    later = pdf([line.replace("28/04/2026", "20/05/2026") for line in REPORT])
    third = take({**PAPERS, "03-radio.pdf": later})
    assert [run.step for run in store.runs("perlevent")] == STEPS * 2
    assert {d.filename for d in store.documents("perlevent")} == {*PAPERS, "03-radio.pdf"}
    assert {fact.source.filename for fact in store.facts("perlevent")} == {*PAPERS, "03-radio.pdf"}
    assert store.facts("perlevent") == third.facts
    assert by_step(store)["extract"].input_sha256 != runs[2].input_sha256


def test_the_draft_is_blind_to_the_first_opinion(take: Taken, store: Store) -> None:
    agreed = take()
    given = by_step(store)["draft"].input_sha256
    other = take(**{"first_opinion.text": "Traitement conservateur : kinésithérapie et perte de poids."})
    assert other.draft == agreed.draft
    assert by_step(store)["draft"].input_sha256 == given
    assert other.convergence != agreed.convergence


def test_a_red_flag_stops_the_path_until_a_doctor_clears_it(take: Taken, store: Store) -> None:
    outcome = take(**{"question.text": "J'ai de la fièvre et mon genou est rouge et chaud. Faut-il m'opérer ?"})
    assert outcome.red_flags
    assert outcome.draft is None
    assert outcome.convergence is None
    refusal = store.draft("perlevent")
    assert isinstance(refusal, Refusal)
    assert refusal == outcome.refusal
    assert refusal.code == "red_flag"
    assert outcome.red_flags[0].quote in refusal.reason_fr
    assert stage(store) == "stopped"
    assert [run.step for run in store.runs("perlevent")] == STEPS[:-1]
    assert by_step(store)["draft"].model is None


NO_TEXT = encoded(waves())
REFUSALS: dict[str, tuple[dict[str, Any], str]] = {
    "ai_refused": ({"consents.ai_assistance": False}, "n'a pas accepté"),
    "nothing_legible": ({"papers": {"flou.png": NO_TEXT}}, "nouvelles copies"),
    "pathway_not_published": ({"parts": {"production": True}}, "non validé par un conseil scientifique"),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_draft_is_refused_with_its_reason(take: Taken, store: Store, code: str) -> None:
    given, says = REFUSALS[code]
    outcome = take(**given)
    assert outcome.refusal is not None
    assert outcome.refusal.code == code
    assert says in outcome.refusal.reason_fr
    assert (outcome.draft, outcome.convergence) == (None, None)
    assert store.draft("perlevent") == outcome.refusal
    assert store.convergence("perlevent") is None
    assert stage(store) == "refused"
    assert by_step(store)["draft"].prompt is None


def test_an_unreadable_page_is_kept_and_asked_for_again(take: Taken, store: Store) -> None:
    outcome = take({"flou.png": NO_TEXT, **PAPERS})
    blurred = next(d for d in outcome.documents if d.filename == "flou.png")
    assert not blurred.legible
    assert blurred.owner == "unknown"
    assert outcome.draft is not None
    (page,) = [p for p in store.pages("perlevent") if p.filename == "flou.png"]
    assert (page.origin, page.text) == ("unreadable", "")
    assert store.content(page.upload) == NO_TEXT


def test_a_refused_file_does_not_stop_the_others(take: Taken, store: Store) -> None:
    outcome = take({"00-tronque.pdf": pdf(LETTER)[:700], **PAPERS, "03-vide.pdf": b""})
    assert [(r.upload.filename, r.code) for r in outcome.refused] == [
        ("00-tronque.pdf", "truncated"),
        ("03-vide.pdf", "empty"),
    ]
    assert store.refused("perlevent") == outcome.refused
    assert store.content(outcome.refused[0].upload.sha256) == pdf(LETTER)[:700]
    assert {d.filename for d in outcome.documents} == set(PAPERS)
    assert outcome.draft is not None
    assert by_step(store)["read"].outcome == "2 pages, 2 refus"


def test_a_corrected_intake_is_added_and_the_path_is_taken_again(take: Taken, store: Store) -> None:
    take(**{"patient.birth_date": "1980-01-01"})
    stranger = store.documents("perlevent")[0]
    assert stranger.owner == "other_person"
    take()
    assert {d.owner for d in store.documents("perlevent")} == {"this_patient"}
    assert stage(store) == "compared"


def test_without_consent_nothing_is_read_or_kept(take: Taken, store: Store) -> None:
    with pytest.raises(ConsentMissing, match=r"consents\.processing"):
        take(**{"consents.processing": False})
    assert store.dossier("perlevent") is None
    assert store.runs("perlevent") == ()


class Mute:
    """An author whose answer is never of the form asked for."""

    def ask(self, prompt: str, inputs: Any, answer: Any) -> Any:
        raise UnusableAnswer(what="réponse coupée")


def test_a_model_that_fails_costs_the_draft_and_nothing_else(take: Taken, store: Store) -> None:
    outcome = take(parts={"model": Mute()})
    assert outcome.draft is None
    assert outcome.refusal is not None
    assert outcome.refusal.code == "model_failed"
    assert "réponse coupée" in outcome.refusal.reason_fr
    assert outcome.facts
    assert store.completeness("perlevent") == outcome.completeness
    assert store.draft("perlevent") == outcome.refusal
    # Asked again, it is given another chance, and only the draft is made anew.
    assert take().draft is not None
    assert [run.step for run in store.runs("perlevent")] == [*STEPS[:-1], "draft", "compare"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"question.type": "autre_chose"}, "operer_ou_non"),
        ({"questionnaire.kl": "forte"}, r"réponse inutilisable \(kl\)"),
    ],
)
def test_an_unusable_answer_is_named_before_the_pages_are_read(
    take: Taken, store: Store, given: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadIntake, match=told):
        take(**given)
    assert store.runs("perlevent") == ()


def test_who_measures_the_program_has_every_step_done_again(take: Taken, store: Store) -> None:
    first, second = take(), take(anew=True)
    assert [run.step for run in store.runs("perlevent")] == STEPS * 2
    assert second.facts == first.facts
    assert set(second.cpu_seconds) == set(STEPS)
