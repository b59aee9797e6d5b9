"""The store: one typed method for each named query, one transaction for the results of each step."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from engine.domain.addressed import Addressed
from engine.domain.completeness import Completeness
from engine.domain.convergence import Convergence
from engine.domain.document import Document, Page
from engine.domain.dossier import Dossier, RefusedUpload, Upload
from engine.domain.fact import Conflict, Fact, RedFlag
from engine.domain.opinion import Draft, Refusal
from engine.domain.record import Record
from engine.domain.run import Run
from engine.ports import ReadPage
from engine.store.border import NotKept, NotRecorded, as_json, as_json_array, storable
from engine.store.database import Connection, Database
from engine.store.queries import queries
from engine.store.stage import DossierStage, Stage

# Bytes. A PostgreSQL value holds 1 GB at most, and both ends of the wire hold it in memory.
LARGEST_CONTENT = 500_000_000


class Store(Database):
    """Dossiers and what the steps make of them. Rows are only added; readers give the latest run of their step.

    The `save_*` method of a step writes its run and all its results in one transaction: after a crash there is all of
    it or nothing. NUL characters are stored as U+FFFD, one for one, so that offsets stay right.
    """

    # What arrives

    def keep_upload(self, case_id: str, filename: str, media_type: str, content: bytes) -> Upload:
        """Keep the bytes of a file untouched, before anything is made of them. The same file again changes nothing.

        What a file name holds that is no text (bytes in no known encoding, NUL) becomes U+FFFD.
        """
        if len(content) > LARGEST_CONTENT:
            raise NotRecorded(what=f"fichier de plus de {LARGEST_CONTENT // 1_000_000} Mo")
        sha256 = hashlib.sha256(content).hexdigest()
        row = {"case_id": case_id, "filename": storable(filename), "sha256": sha256, "media_type": media_type}
        with self.transaction() as connection:
            self.do(connection, "keep_blob", sha256=sha256, size=len(content), bytes=content)
            self.do(connection, "keep_upload", **row, size=len(content))
            found = self.do(connection, "upload", **row).fetchone()
        return Upload.model_validate(found)

    def keep_blob(self, content: bytes, within: Connection) -> str:
        """Keep bytes of our own making and return their sha256."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.do(within, "keep_blob", sha256=sha256, size=len(content), bytes=content)
        return sha256

    def content(self, sha256: str) -> bytes:
        """Return the bytes of an original or a page image. Raises `NotKept`."""
        with self.connection() as connection:
            # Binary: the text form of a byte string is twice as long.
            found = connection.execute(queries()["blob"], {"sha256": sha256}, binary=True).fetchone()
        if found is None:
            raise NotKept(sha256=sha256)
        return bytes(found[0])

    def uploads(self, case_id: str) -> tuple[Upload, ...]:
        """Return the files of a dossier in the order of their arrival."""
        return self.many("uploads", Upload, case_id=case_id)

    def save_dossier(self, dossier: Dossier, within: Connection | None = None) -> None:
        """Record an intake. A changed one adds a row and the latest wins; the same one again changes nothing."""
        if within is not None:
            self.do(within, "save_dossier", record=as_json(dossier))
            return
        with self.connection() as connection:
            self.do(connection, "save_dossier", record=as_json(dossier))

    def dossier(self, dossier_id: str) -> Dossier | None:
        """Return the latest intake of that id."""
        return self.one("dossier", Dossier, dossier=dossier_id)

    def moment(self) -> int:
        """Return a number that says "now" among all rows: what is added from here on came after it."""
        return int(self.rows("moment")[0]["moment"])

    # What the steps make of it

    def save_read(self, run: Run, pages: Iterable[ReadPage], refused: Iterable[RefusedUpload] = ()) -> None:
        """Save the pages with their images, and the files that could not be read."""
        with self._saving(run, "read") as connection:
            for ordinal, read in enumerate(pages, start=1):
                if read.image is not None:
                    if hashlib.sha256(read.image).hexdigest() != read.page.image:
                        raise ValueError("page.image must be the sha256 of the image")
                    self.do(connection, "keep_blob", sha256=read.page.image, size=len(read.image), bytes=read.image)
                row = {"run": run.id, "dossier": run.dossier, "ordinal": ordinal, "record": as_json(read.page)}
                self.do(connection, "save_page", **row)
            self._save_all(connection, "save_refused", run, refused)

    def save_split(self, run: Run, documents: Iterable[Document]) -> None:
        """Save the documents that the pages make up."""
        with self._saving(run, "split") as connection:
            self._save_all(connection, "save_documents", run, documents)

    def save_extract(
        self,
        run: Run,
        facts: Iterable[Fact],
        conflicts: Iterable[Conflict] = (),
        red_flags: Iterable[RedFlag] = (),
        found: Iterable[Addressed] = (),
    ) -> None:
        """Save the facts, their contradictions, the red flags that they raise, and what speaks to a machine."""
        with self._saving(run, "extract") as connection:
            self._save_all(connection, "save_facts", run, facts)
            self._save_all(connection, "save_conflicts", run, conflicts)
            self._save_all(connection, "save_red_flags", run, red_flags)
            self._save_all(connection, "save_addressed", run, found)

    def save_assess(self, run: Run, completeness: Completeness) -> None:
        """Save the completeness with its items."""
        with self._saving(run, "assess") as connection:
            self._save_one(connection, "save_completeness", run, completeness)
            self._save_all(connection, "save_items", run, completeness.items)

    def save_draft(self, run: Run, draft: Draft | Refusal, question: Record | None = None) -> None:
        """Save the draft with its statements, those set aside included, and what it was written from; or why not."""
        with self._saving(run, "draft") as connection:
            if isinstance(draft, Refusal):
                self._save_one(connection, "save_refusal", run, draft)
                return
            self._save_one(connection, "save_draft", run, draft)
            self._save_all(connection, "save_statements", run, draft.statements)
            self._save_all(connection, "save_set_aside", run, draft.set_aside)
            if question is not None:
                self._save_one(connection, "save_question", run, question)

    def save_convergence(self, run: Run, convergence: Convergence) -> None:
        """Save how the draft agrees with the first opinion."""
        with self._saving(run, "compare") as connection:
            self._save_one(connection, "save_convergence", run, convergence)

    # What the latest run of each step gave. Whether it still holds after a newer upload is said by `stage`.

    def pages(self, dossier_id: str) -> tuple[Page, ...]:
        """Return the pages as read; their images are given by `content(page.image)`."""
        return self.many("pages", Page, dossier=dossier_id)

    def refused(self, dossier_id: str) -> tuple[RefusedUpload, ...]:
        """Return the files that could not be read."""
        return self.many("refused", RefusedUpload, dossier=dossier_id)

    def documents(self, dossier_id: str) -> tuple[Document, ...]:
        """Return the documents."""
        return self.many("documents", Document, dossier=dossier_id)

    def facts(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return the facts, proposals of a first doctor among them."""
        return self.many("facts", Fact, dossier=dossier_id)

    def conflicts(self, dossier_id: str) -> tuple[Conflict, ...]:
        """Return the contradictions between facts."""
        return self.many("conflicts", Conflict, dossier=dossier_id)

    def red_flags(self, dossier_id: str) -> tuple[RedFlag, ...]:
        """Return the red flags raised."""
        return self.many("red_flags", RedFlag, dossier=dossier_id)

    def addressed(self, dossier_id: str) -> tuple[Addressed, ...]:
        """Return what in the documents speaks to a machine."""
        return self.many("addressed", Addressed, dossier=dossier_id)

    def completeness(self, dossier_id: str) -> Completeness | None:
        """Return the completeness."""
        return self.one("completeness", Completeness, dossier=dossier_id)

    def draft(self, dossier_id: str) -> Draft | Refusal | None:
        """Return the draft, or why none was written."""
        with self.connection() as connection:
            found = self.do(connection, "draft", dossier=dossier_id).fetchone()
        if found is None:
            return None
        form: type[Draft | Refusal] = Draft if found["kind"] == "draft" else Refusal
        return form.model_validate_json(found["record"])

    def convergence(self, dossier_id: str) -> Convergence | None:
        """Return how the draft agrees with the first opinion."""
        return self.one("convergence", Convergence, dossier=dossier_id)

    def runs(self, dossier_id: str) -> tuple[Run, ...]:
        """Return all runs of all steps in the order in which they were saved."""
        return self.many("runs", Run, dossier=dossier_id)

    def stage(self, dossier_id: str) -> DossierStage | None:
        """Return where a dossier stands."""
        return self.one("stage", DossierStage, dossier=dossier_id)

    def stages(self, stage: Stage | None = None, limit: int = 100, offset: int = 0) -> tuple[DossierStage, ...]:
        """Return where dossiers stand, the longest waiting first; those of one stage, or all."""
        return self.many("stages", DossierStage, stage=stage, limit=limit, offset=offset)

    # How it is done

    @contextmanager
    def _saving(self, run: Run, step: str) -> Iterator[Connection]:
        if run.step != step:
            raise ValueError(f"a run of step {run.step} cannot save the results of {step}")
        with self.transaction() as connection:
            self.do(connection, "save_run", record=as_json(run))
            yield connection

    def _save_one(self, connection: Connection, query: str, run: Run, record: Record) -> None:
        self.do(connection, query, run=run.id, dossier=run.dossier, record=as_json(record))

    def _save_all(self, connection: Connection, query: str, run: Run, records: Iterable[Record]) -> None:
        self.do(connection, query, run=run.id, dossier=run.dossier, records=as_json_array(records))
