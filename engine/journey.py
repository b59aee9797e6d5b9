"""The path of a dossier: one method an arrow. It loads, calls a step and saves; it decides nothing medical."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from pydantic import BaseModel

from engine.authoring import Question, write_draft
from engine.comparing import beside_the_first
from engine.domain.addressed import Addressed
from engine.domain.completeness import Completeness
from engine.domain.convergence import Convergence
from engine.domain.desk import Notes
from engine.domain.document import Document, Page
from engine.domain.dossier import Dossier, RefusedUpload, Upload
from engine.domain.mark import ENDING
from engine.domain.opinion import Draft, Refusal
from engine.domain.outcome import Outcome
from engine.domain.passage import DraftShelf, Passage
from engine.domain.pathway import Pathway
from engine.domain.progress import Progress
from engine.domain.publication import Standing
from engine.domain.run import PathwayUsed, Run, StepName
from engine.domain.wording import counted_fr
from engine.errors import ModelServerFailed, PromptTooLong, UnusableAnswer
from engine.pathways import digest
from engine.reading import Reading, Tell
from engine.step_record import Parts, StepRecord, fingerprint
from engine.steps.addressed import addressed, unaddressed
from engine.steps.arranged import as_legible, tried
from engine.steps.assess import assess, variables_of
from engine.steps.brief import Brief, brief
from engine.steps.conclusions import conclusions
from engine.steps.contradict import contradictions
from engine.steps.contradict_never import untaken
from engine.steps.draft import refusal
from engine.steps.drawn_from_strangers import without_strangers
from engine.steps.estimate import seconds_left
from engine.steps.extract import extract
from engine.steps.known import known_values
from engine.steps.marks import with_marks
from engine.steps.noted import overrule, standing_flags
from engine.steps.places import read_places
from engine.steps.split import split
from engine.steps.structured import Structured
from engine.steps.warn import red_flags

BEGUN_FR: dict[StepName, str] = {
    "split": "les pages sont réparties en documents",
    "extract": "les documents sont parcourus",
    "assess": "les pièces attendues sont cherchées",
    "draft": "le dossier est préparé pour le médecin",
}


class Journey:
    """One dossier on its way: one method an arrow of the path.

    A step whose kept results hold is not done again: the database says that nothing it rests on came after it, and
    its inputs and the versions of program, tables and pathway are the same. `as_of` is the store's moment before
    dossier, uploads and notes were looked up: what came later is for the next time.
    """

    def __init__(self, parts: Parts, dossier: Dossier, pathway: Pathway, notes: Notes, as_of: int, tell: Tell) -> None:
        self._parts, self._dossier, self._pathway, self._notes, self._tell = parts, dossier, pathway, notes, tell
        self._as_of = as_of
        self._kept: dict[StepName, Run] = {}
        self._anew = False
        self._written: Run | None = None
        self._used = PathwayUsed(id=pathway.id, version=pathway.version, sha256=digest(pathway.id))
        self._answers = variables_of(dossier, pathway)
        self._seconds: dict[str, float] = {}
        self._cpu: dict[str, float] = {}

    def run(self, uploads: Sequence[Upload], *, anew: bool = False) -> Outcome:
        """Go the whole way; `anew` without looking at what is kept, for whoever measures the program itself."""
        self._anew = anew
        self._kept = {} if anew else self._parts.desk.current_runs(self._dossier.id)
        read, refused = self.read(uploads)
        found = addressed(read, self._parts.vocabulary.addressed)
        kept = tried(unaddressed(read, found))
        self._begin("split", len(kept))
        documents, pages = self.split(kept), as_legible(kept, self._notes)
        self._say("split", counted_fr(len(documents), "document reconnu", "documents reconnus"))
        self._begin("extract", len(kept))
        told = self.extract(documents, pages, found)
        counts = (
            counted_fr(len(told.facts), "fait"),
            counted_fr(len(told.conflicts), "contradiction"),
            counted_fr(len(told.red_flags), "signal d'alerte", "signaux d'alerte"),
        )
        self._say("extract", ", ".join(counts))
        self._begin("assess", len(kept))
        completeness = self.assess(told)
        self._say("assess", "Pièces vérifiées")
        self._begin("draft", len(kept))
        draft, why, diagnosis = self.draft(told, completeness)
        self._say("draft", "Pré-avis préparé" if draft else "Pas de pré-avis")
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
            written=self._written,
            addressed=found,
            published=self._pathway.status == "published",
            seconds={step: round(seconds, 3) for step, seconds in self._seconds.items()},
            cpu_seconds={step: round(seconds, 3) for step, seconds in self._cpu.items()},
        )

    def read(self, uploads: Sequence[Upload]) -> tuple[tuple[Page, ...], tuple[RefusedUpload, ...]]:
        """Uploads to pages; a file that cannot be read is set apart with the reason and the others go on."""
        store, dossier, notes = self._parts.store, self._dossier.id, self._notes
        turned = (said for said in notes.said if said.about == "turn")
        with self._step("read", (*uploads, *turned, *notes.asked)) as record:
            if record.holds:
                return store.pages(dossier), store.refused(dossier)
            done = Reading(self._parts, dossier, notes, self._tell, anew=self._anew).all(uploads)
        pages, refused = done.pages, done.refused
        store.save_read(record.run(f"{len(pages)} pages, {len(refused)} refus", pages=done.anew), pages, refused)
        return tuple(r.page for r in pages), tuple(refused)

    def split(self, pages: Sequence[Page]) -> tuple[Document, ...]:
        """Pages to documents."""
        notes, dossier = self._notes, self._dossier
        said = (*notes.corrections, *(s for s in notes.said if s.about != "turn"), *notes.repetitions)
        with self._step("split", (*pages, *said)) as record:
            if record.holds:
                return self._parts.store.documents(dossier.id)
            documents = split(pages, dossier.patient, dossier.received_on, self._parts.vocabulary, notes)
        self._parts.store.save_split(record.run(f"{len(documents)} documents", pages=len(pages)), documents)
        return documents

    def extract(
        self, documents: tuple[Document, ...], pages: tuple[Page, ...], found: tuple[Addressed, ...] = ()
    ) -> Structured:
        """Documents to facts, contradictions and red flags; `found` is kept with them for those who read."""
        parts, dossier, pathway = self._parts, self._dossier, self._pathway
        with self._step("extract", (*documents, *pages)) as record:
            places = read_places(documents, pages, parts.vocabulary, parts.clinical, pathway)
            if record.holds:
                kept = (parts.store.facts(dossier.id), parts.store.conflicts(dossier.id))
                return Structured(documents, pages, places, *kept, parts.store.red_flags(dossier.id), found)
            facts = extract(places, pathway, parts.vocabulary)
            conflicts = contradictions(
                documents,
                facts,
                pathway,
                self._answers,
                parts.vocabulary,
                places,
                pages,
                dossier.patient.sex,
                dossier.patient.birth_date,
            )
            flags = red_flags(dossier, pathway, places, self._answers, parts.vocabulary, parts.clinical, facts)
        parts.store.save_extract(record.run(f"{len(facts)} faits", pages=len(pages)), facts, conflicts, flags, found)
        return Structured(documents, pages, places, facts, conflicts, flags, found)

    def assess(self, told: Structured) -> Completeness:
        """Documents to completeness."""
        with self._step("assess", (*told.documents, *told.pages, *self._notes.overrides)) as record:
            if record.holds and (kept := self._parts.store.completeness(self._dossier.id)):
                return with_marks(kept, self._notes.marks, ENDING)
            found = assess(told.documents, told.pages, self._pathway, self._dossier, self._parts.vocabulary)
            done = overrule(found, self._notes.overrides)
        self._parts.store.save_assess(
            record.run("provisoire" if done.provisional else "complet", pages=len(told.pages)), done
        )
        # Beside the status, which a mark never changes: a new one asks for a new draft, not for a new check.
        return with_marks(done, self._notes.marks, ENDING)

    def draft(self, told: Structured, completeness: Completeness) -> tuple[Draft | None, Refusal | None, str | None]:
        """Facts to a draft, or why there is none; with the label of its diagnosis. `first_opinion` is not passed on."""
        parts, dossier, cleared = self._parts, self._dossier, self._notes.clearances
        shelf = DraftShelf()
        if parts.guidelines is not None:
            shelf = parts.guidelines.for_draft(self._pathway.id, dossier.question.text)
        pathway = self._pathway.without(shelf.withdrawn)
        # A draft says whether its pathway was published, and is written anew when that changes.
        standing = Standing.of(pathway)
        by = (parts.authorship,) if parts.authorship else ()
        books = (shelf,) if shelf.added or shelf.withdrawn else ()
        concluded = conclusions(told.places, parts.vocabulary)
        known = (*told.documents, *told.facts, *concluded, *told.red_flags, *told.addressed, completeness)
        given = (*known, *cleared, *standing, *by, *books)
        with self._step("draft", given) as record:
            authored = None
            flags = standing_flags(told.red_flags, cleared)
            why = refusal(dossier, told.documents, flags, pathway, production=parts.production)
            briefed = self._brief(told, completeness, pathway, shelf.added) if why is None else None
            diagnosis = str(briefed.diagnosis.value) if briefed and briefed.diagnosis else None
            kept = parts.store.draft(dossier.id) if record.holds else None
            if isinstance(kept, Refusal) and kept == why:
                return None, kept, None
            if isinstance(kept, Draft) and why is None:
                self._written = self._kept.get("draft")
                return kept, None, diagnosis
            # Settings may say otherwise than when it was kept, and a model that failed is asked again.
            self._kept = {}
            if briefed is not None:
                question = Question(brief=briefed, completeness=completeness, status=pathway.status)
                try:
                    authored = write_draft(parts, dossier, told.pages, pathway, question)
                except (UnusableAnswer, PromptTooLong, ModelServerFailed) as error:
                    # What the dossier holds and lacks is known all the same: it must not go with the draft.
                    why = Refusal(code="model_failed", reason_fr=str(error))
        if why is not None or authored is None:
            why = why or Refusal(code="model_failed", reason_fr="Le modèle n'a pas répondu.")
            parts.store.save_draft(record.run(f"refus : {why.code}", pages=len(told.pages)), why)
            return None, why, None
        draft = authored.draft
        outcome = f"{len(draft.statements)} énoncés, {len(draft.set_aside)} écartés"
        self._written = record.run(outcome, authored.asked, len(told.pages))
        parts.store.save_draft(self._written, draft, question)
        return draft, None, diagnosis

    def _brief(
        self, told: Structured, completeness: Completeness, pathway: Pathway, guidelines: Sequence[Passage]
    ) -> Brief:
        """All that an author is given."""
        parts = self._parts
        kinds = {d.id: d.kind for d in told.documents}
        answers = {**self._answers, "lacks": completeness.lacks}
        # What a first doctor proposes may contradict the rest: shown to doctors, kept from the author.
        seen = [f for f in told.facts if f.role == "clinical"]
        conflicts = contradictions(
            told.documents,
            seen,
            pathway,
            self._answers,
            parts.vocabulary,
            told.places,
            told.pages,
            self._dossier.patient.sex,
            self._dossier.patient.birth_date,
        )
        own = without_strangers(seen, conflicts)
        denied = untaken(own, conflicts, parts.vocabulary)
        known = known_values(answers, [f for f in own if f.id not in denied], pathway, kinds)
        seen_by_author = replace(told, facts=tuple(own), conflicts=tuple(conflicts))
        return brief(self._dossier, pathway, seen_by_author, completeness, known, parts.vocabulary, guidelines)

    def compare(self, told: Structured, completeness: Completeness, draft: Draft, diagnosis: str | None) -> Convergence:
        """The draft's position beside the first opinion, which is read here for the first time."""
        parts = self._parts
        with self._step("compare", (draft, *told.documents, *told.pages, *told.conflicts, completeness)) as record:
            if record.holds and (kept := parts.store.convergence(self._dossier.id)):
                return kept
            convergence = beside_the_first(parts, self._dossier, self._pathway, told, completeness, draft, diagnosis)
        parts.store.save_convergence(record.run(convergence.overall, pages=len(told.pages)), convergence)
        return convergence

    def _begin(self, step: StepName, pages: int) -> None:
        """Tell that a step begins, and how long it and the others may take."""
        paces = self._parts.desk.paces()
        left = seconds_left(step, pages, 0, 0.0, pages, paces) if step in paces else None
        self._tell(Progress(step=step, text_fr=BEGUN_FR[step], seconds_left=left))

    def _say(self, step: StepName, told: str) -> None:
        self._tell(Progress(step=step, text_fr=told))

    @contextmanager
    def _step(self, step: StepName, given: Iterable[BaseModel]) -> Iterator[StepRecord]:
        """Time a step and hand out the record of its run. A step that fails leaves no run."""
        known = self._dossier if step == "compare" else self._dossier.blind()
        given_sha256 = fingerprint((known, *given))
        record = StepRecord(step, self._dossier.id, self._used, given_sha256, self._as_of, self._parts)
        record.holds = record.same_as(self._kept.get(step))
        if not record.holds:
            self._kept = {}  # what follows rests on what is done now
        started, busy = time.perf_counter(), time.process_time()
        yield record
        self._cpu[step] = time.process_time() - busy
        record.seconds = self._seconds[step] = time.perf_counter() - started
