"""The path of a dossier: one method an arrow. It loads, calls a step and saves; it decides nothing medical."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import BaseModel

from engine.domain.completeness import Completeness
from engine.domain.convergence import Convergence
from engine.domain.document import Document, Page
from engine.domain.dossier import Dossier, RefusedUpload, Upload
from engine.domain.drafting import DraftAnswer
from engine.domain.fact import Conflict, Fact, RedFlag
from engine.domain.opinion import Draft, Refusal
from engine.domain.outcome import Outcome
from engine.domain.pathway import Pathway
from engine.domain.run import PathwayUsed, Run, StepName
from engine.domain.vocabulary import Vocabulary
from engine.errors import ConsentMissing, PromptTooLong, UnusableAnswer, UploadRefused
from engine.pathways import digest, expressions_of, load
from engine.ports import Asked, ClinicalReader, Clock, LanguageModel, PageReader, ReadPage
from engine.steps.answers import check_answers, unused_answers
from engine.steps.assess import assess, variables_of
from engine.steps.brief import brief
from engine.steps.compare import compare, first_position, letters_of
from engine.steps.contradict import contradictions
from engine.steps.draft import refusal, write
from engine.steps.extract import extract
from engine.steps.ground import Grounder
from engine.steps.options import known_values
from engine.steps.places import ReadPageText, read_places
from engine.steps.split import is_medical, split
from engine.steps.warn import red_flags
from engine.store.postgres import Store

LETTER = "courrier_premier_avis"
DOUBTFUL = 0.75
NOT_MEDICAL_FR = (
    "« {name} » ne ressemble pas à un document médical. Vérifiez que le bon fichier a été envoyé ; "
    "l'original est conservé."
)


@dataclass(frozen=True)
class Parts:
    """Everything that the engine works with, built once by `engine.app`."""

    store: Store
    pages: PageReader
    clinical: ClinicalReader
    model: LanguageModel
    vocabulary: Vocabulary
    clock: Clock
    new_id: Callable[[], str]
    program: str
    production: bool


@dataclass(frozen=True)
class _Structured:
    """What the dossier says, before anyone judges it."""

    documents: tuple[Document, ...]
    pages: tuple[Page, ...]
    places: tuple[ReadPageText, ...]
    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]
    red_flags: tuple[RedFlag, ...]


class Engine:
    """Takes dossiers from their uploads to a draft and the comparison. One engine serves one thread at a time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def keep(self, case_id: str, files: Iterable[tuple[str, str, bytes]]) -> tuple[Upload, ...]:
        """Keep the original bytes of each (name, media type, content) whose intake cannot be understood yet."""
        return tuple(self._parts.store.keep_upload(case_id, *file) for file in files)

    def receive(self, dossier: Dossier, files: Iterable[tuple[str, str, bytes]]) -> tuple[Upload, ...]:
        """Keep the original bytes of a dossier's files before anything is made of them.

        Raises `ConsentMissing` before a byte is kept.
        """
        if not dossier.consents.processing:
            raise ConsentMissing
        return self.keep(dossier.id, files)

    def run(
        self, dossier: Dossier, uploads: Sequence[Upload], progress: Callable[[str], None] = lambda _: None
    ) -> Outcome:
        """Take a dossier the whole way. `progress` is told each step in French.

        Raises `ConsentMissing`, `BadIntake`, `UnknownPathway`, `BadPathway`, `DatabaseUnavailable`, `ModelUnavailable`.
        A file that cannot be read and a model that fails to answer are no errors but part of the outcome.
        """
        if not dossier.consents.processing:
            raise ConsentMissing
        pathway = load(dossier.pathway)
        expressions = expressions_of(pathway)
        check_answers(dossier, pathway, expressions)
        for told in unused_answers(dossier, pathway, expressions):
            progress(told)
        return _Journey(self._parts, dossier, pathway, progress).run(uploads)


class _Journey:
    """One dossier on its way: one method an arrow of the path."""

    def __init__(self, parts: Parts, dossier: Dossier, pathway: Pathway, progress: Callable[[str], None]) -> None:
        self._parts, self._dossier, self._pathway, self._progress = parts, dossier, pathway, progress
        self._used = PathwayUsed(id=pathway.id, version=pathway.version, sha256=digest(pathway.id))
        self._answers = variables_of(dossier, pathway)
        self._seconds: dict[str, float] = {}

    def run(self, uploads: Sequence[Upload]) -> Outcome:
        self._parts.store.save_dossier(self._dossier)
        pages, refused = self.read(uploads)
        documents = self.split(pages)
        self._progress(f"{len(documents)} documents reconnus")
        told = self.extract(documents, pages)
        counts = (
            f"{len(told.facts)} faits, {len(told.conflicts)} contradictions, {len(told.red_flags)} signaux d'alerte"
        )
        self._progress(counts)
        completeness = self.assess(told)
        draft, why, diagnosis = self.draft(told, completeness)
        convergence = self.compare(told, completeness, draft, diagnosis) if draft else None
        return Outcome(
            dossier=self._dossier,
            documents=documents,
            refused=refused,
            facts=told.facts,
            conflicts=told.conflicts,
            red_flags=told.red_flags,
            completeness=completeness,
            draft=draft,
            refusal=why,
            convergence=convergence,
            published=self._pathway.status == "published",
            seconds={step: round(seconds, 3) for step, seconds in self._seconds.items()},
        )

    def read(self, uploads: Sequence[Upload]) -> tuple[tuple[Page, ...], tuple[RefusedUpload, ...]]:
        """Uploads to pages; a file that cannot be read is set apart with the reason and the others go on."""
        pages: list[ReadPage] = []
        refused: list[RefusedUpload] = []
        with self._step("read", uploads) as account:
            for number, upload in enumerate(uploads, start=1):
                self._progress(f"lecture {number}/{len(uploads)} : {upload.filename}")
                try:
                    read = list(self._parts.pages.read(upload, self._parts.store.content(upload.sha256)))
                except UploadRefused as error:
                    refused.append(RefusedUpload(upload=upload, code=error.code, reason_fr=str(error)))
                    continue
                pages += read
                if not self._looks_medical(read):
                    reason = NOT_MEDICAL_FR.format(name=upload.filename)
                    refused.append(RefusedUpload(upload=upload, code="not_medical", reason_fr=reason))
        self._parts.store.save_read(account.run(f"{len(pages)} pages, {len(refused)} refus"), pages, refused)
        return tuple(r.page for r in pages), tuple(refused)

    def _looks_medical(self, read: Sequence[ReadPage]) -> bool:
        """A page that is hard to read is no proof: it may be a report."""
        if any(r.page.origin == "unreadable" or r.page.quality < DOUBTFUL for r in read):
            return True
        return is_medical("\n".join(r.page.text for r in read), self._parts.vocabulary)

    def split(self, pages: Sequence[Page]) -> tuple[Document, ...]:
        """Pages to documents."""
        with self._step("split", pages) as account:
            documents = split(pages, self._dossier.patient, self._dossier.received_on, self._parts.vocabulary)
        self._parts.store.save_split(account.run(f"{len(documents)} documents"), documents)
        return documents

    def extract(self, documents: tuple[Document, ...], pages: tuple[Page, ...]) -> _Structured:
        """Documents to facts, contradictions and red flags."""
        parts, dossier, pathway = self._parts, self._dossier, self._pathway
        with self._step("extract", (*documents, *pages)) as account:
            places = read_places(documents, pages, parts.vocabulary, parts.clinical)
            facts = extract(places, pathway, parts.vocabulary)
            conflicts = contradictions(documents, facts, pathway, self._answers, parts.vocabulary)
            flags = red_flags(dossier, pathway, places, self._answers, parts.vocabulary, parts.clinical)
        parts.store.save_extract(account.run(f"{len(facts)} faits"), facts, conflicts, flags)
        return _Structured(documents, pages, places, facts, conflicts, flags)

    def assess(self, told: _Structured) -> Completeness:
        """Documents to completeness."""
        with self._step("assess", (*told.documents, *told.pages)) as account:
            done = assess(told.documents, told.pages, self._pathway, self._dossier, self._parts.vocabulary)
        self._parts.store.save_assess(account.run("provisoire" if done.provisional else "complet"), done)
        return done

    def draft(self, told: _Structured, completeness: Completeness) -> tuple[Draft | None, Refusal | None, str | None]:
        """Facts to a draft, or why there is none; with the label of its diagnosis. `first_opinion` is not passed on."""
        parts, dossier, pathway = self._parts, self._dossier, self._pathway
        with self._step("draft", (*told.documents, *told.facts, *told.red_flags, completeness)) as account:
            asked = None
            why = refusal(dossier, told.documents, told.red_flags, pathway, production=parts.production)
            if why is None:
                kinds = {d.id: d.kind for d in told.documents}
                known = known_values(self._answers, told.facts, pathway, kinds)
                # What a first doctor proposes may contradict the rest: shown to doctors, kept from the author.
                seen = [f for f in told.facts if f.role == "clinical"]
                conflicts = contradictions(told.documents, seen, pathway, self._answers, parts.vocabulary)
                given = brief(dossier, pathway, told.documents, seen, conflicts, completeness, known, parts.vocabulary)
                try:
                    grounder = Grounder(parts.vocabulary, parts.clinical)
                    draft, asked = write(given, completeness, pathway, parts.model, grounder)
                except (UnusableAnswer, PromptTooLong) as error:
                    # What the dossier holds and lacks is known all the same: it must not go with the draft.
                    why = Refusal(code="model_failed", reason_fr=str(error))
        if why is not None or asked is None:
            why = why or Refusal(code="model_failed", reason_fr="Le modèle n'a pas répondu.")
            parts.store.save_draft(account.run(f"refus : {why.code}"), why)
            return None, why, None
        outcome = f"{len(draft.statements)} énoncés, {len(draft.set_aside)} écartés"
        parts.store.save_draft(account.run(outcome, asked), draft)
        return draft, None, str(given.diagnosis.value) if given.diagnosis else None

    def compare(
        self, told: _Structured, completeness: Completeness, draft: Draft, diagnosis: str | None
    ) -> Convergence:
        """The draft's position beside the first opinion, which is read here for the first time."""
        parts, pathway = self._parts, self._pathway
        with self._step("compare", (draft, *told.documents, *told.pages, *told.conflicts)) as account:
            letter = next((i for i in completeness.items if i.requirement == LETTER), None)
            letters = letters_of(told.places, told.documents, [e.document for e in letter.documents] if letter else [])
            first = first_position(self._dossier, pathway, letters, parts.vocabulary, parts.clinical)
            convergence = compare(draft.position, diagnosis, first, pathway, told.conflicts)
        parts.store.save_convergence(account.run(convergence.overall), convergence)
        return convergence

    @contextmanager
    def _step(self, step: StepName, given: Iterable[BaseModel]) -> Iterator["_Account"]:
        """Time a step and hand out the account from which its run is recorded. A step that fails leaves no run."""
        known = self._dossier if step == "compare" else self._dossier.blind()
        account = _Account(step, self._dossier.id, self._used, _fingerprint((known, *given)), self._parts)
        started = time.perf_counter()
        yield account
        account.seconds = self._seconds[step] = time.perf_counter() - started


class _Account:
    """What a run's record needs beside its outcome."""

    def __init__(self, step: StepName, dossier: str, pathway: PathwayUsed, given: str, parts: Parts) -> None:
        self._step, self._dossier, self._pathway, self._given = step, dossier, pathway, given
        self._id, self._started_at = parts.new_id(), parts.clock.now()
        self._vocabulary, self._program = parts.vocabulary.version, parts.program
        self.seconds = 0.0

    def run(self, outcome: str, asked: Asked[DraftAnswer] | None = None) -> Run:
        """The record of the step, to be saved with its results."""
        return Run(
            id=self._id,
            dossier=self._dossier,
            step=self._step,
            prompt=asked.prompt if asked else None,
            model=asked.model if asked else None,
            pathway=self._pathway,
            vocabulary=self._vocabulary,
            program=self._program,
            input_sha256=self._given,
            started_at=self._started_at,
            seconds=self.seconds,
            tokens_in=asked.tokens_in if asked else None,
            tokens_out=asked.tokens_out if asked else None,
            outcome=outcome,
            answer=asked.raw if asked else None,
        )


def _fingerprint(given: Iterable[BaseModel]) -> str:
    """sha256 over the inputs of a step, keys sorted, so that a reloaded value hashes the same."""
    total = hashlib.sha256()
    for value in given:
        total.update(json.dumps(value.model_dump(mode="json"), sort_keys=True, ensure_ascii=False).encode())
    return total.hexdigest()
