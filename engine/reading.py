"""Uploads to pages: what was read before is kept, and what staff turned or want again is read anew, page by page."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from engine.domain.desk import Notes
from engine.domain.dossier import RefusedUpload, Upload
from engine.domain.progress import Progress
from engine.errors import UploadRefused
from engine.ports import ReadPage, ReadRefusal
from engine.step_record import Parts
from engine.steps.arranged import NOT_READ, turns
from engine.steps.estimate import seconds_left
from engine.steps.kinds import is_medical

Tell = Callable[[Progress], None]
DOUBTFUL = 0.75
NOT_MEDICAL_FR = (
    "« {name} » ne ressemble pas à un document médical. Vérifiez que le bon fichier a été envoyé ; "
    "l'original est conservé."
)


@dataclass
class Done:
    """What reading gave; `anew` counts the pages that were read and not kept from before."""

    pages: list[ReadPage] = field(default_factory=list)
    refused: list[RefusedUpload] = field(default_factory=list)
    anew: int = 0


class Reading:
    """One reading of a dossier's files, in their order."""

    def __init__(self, parts: Parts, dossier: str, notes: Notes, tell: Tell, *, anew: bool = False) -> None:
        self._anew = anew
        self._parts, self._dossier, self._notes, self._tell = parts, dossier, notes, tell
        self._paces = parts.desk.paces()
        self._begun, self._read_so_far = time.perf_counter(), 0
        self._wanted: int | None = None
        self._whole = 0

    def all(self, uploads: Sequence[Upload]) -> Done:
        """Read every file; one that cannot be read is refused with the reason and the others go on."""
        before, wishes = {} if self._anew else self._before(), self._wishes()
        plan = [(upload, before.get(upload), wishes.get(upload.sha256, frozenset())) for upload in uploads]
        self._count(plan)
        done = Done()
        for number, (upload, kept, only) in enumerate(plan, start=1):
            if kept is None or only is None or (only and not kept.pages):
                found = self._file(upload, number, len(uploads))
            elif only:
                found = self._again(upload, number, len(uploads), kept, only)
            else:
                found = kept
            done.pages += found.pages
            done.refused += found.refused
            done.anew += found.anew
        return done

    def _count(self, plan: Sequence[tuple[Upload, Done | None, frozenset[int] | None]]) -> None:
        """How many pages there are to read, as far as the files say so, and how many there will be."""
        self._wanted = 0
        for upload, kept, only in plan:
            if kept is not None and kept.pages and only is not None:
                self._wanted += len(only)
                self._whole += len(kept.pages)
                continue
            if kept is not None and only is not None and not only:
                continue  # refused before, and nobody wants it tried again
            pages = self._parts.pages.count(upload, self._parts.store.content(upload.sha256))
            if pages is None:
                self._wanted = None
                return
            self._wanted += pages
            self._whole += pages

    def _before(self) -> dict[Upload, Done]:
        """What this same program read of this dossier's files: a file that comes later costs its own pages only."""
        store, dossier = self._parts.store, self._dossier
        last = next((r for r in reversed(store.runs(dossier)) if r.step == "read"), None)
        versions = (self._parts.program, self._parts.vocabulary.version)
        if last is None or (last.program, last.vocabulary) != versions:
            return {}
        pages, refused = store.pages(dossier), store.refused(dossier)
        done: dict[Upload, Done] = {}
        for upload in store.uploads(dossier):
            own = [ReadPage(p, None) for p in pages if (p.upload, p.filename) == (upload.sha256, upload.filename)]
            why = [r for r in refused if r.upload == upload]
            if own or why:
                done[upload] = Done(own, why)
        return done

    def _wishes(self) -> dict[str, frozenset[int] | None]:
        """The pages to read anew, by their upload; None for all of an upload's."""
        wishes: dict[str, frozenset[int] | None] = {}
        for sha256, page in self._parts.desk.to_read_again(self._dossier):
            uploads = [sha256] if sha256 else [u.sha256 for u in self._parts.store.uploads(self._dossier)]
            for each in uploads:
                had = wishes.get(each, frozenset())
                wishes[each] = None if page is None or had is None else had | {page}
        return wishes

    def _file(self, upload: Upload, number: int, files: int) -> Done:
        content = self._parts.store.content(upload.sha256)
        total = self._parts.pages.count(upload, content)
        self._say(f"lecture {number}/{files} : {upload.filename}", number, files, 0, total)
        read: list[ReadPage] = []
        refused: list[RefusedUpload] = []
        try:
            for page in self._read(upload, content):
                if isinstance(page, ReadRefusal):
                    refused.append(_refused(upload, page))
                    continue
                read.append(page)
                self._read_so_far += 1
                told = f"{upload.filename} : page {page.page.number}" + (f" sur {total}" if total else "")
                if total != 1:
                    self._say(told, number, files, page.page.number, total)
        except UploadRefused as error:
            return Done([], [RefusedUpload(upload=upload, code=error.code, reason_fr=str(error))])
        return self._judged(upload, read, refused, len(read))

    def _again(self, upload: Upload, number: int, files: int, kept: Done, only: Collection[int]) -> Done:
        """Some pages of a file anew, the others as they were."""
        content = self._parts.store.content(upload.sha256)
        self._say(f"relecture {number}/{files} : {upload.filename}", number, files, 0, len(only))
        anew: dict[int, ReadPage] = {}
        try:
            for page in self._read(upload, content, only):
                if isinstance(page, ReadPage):  # what cannot be read was said the first time
                    anew[page.page.number] = page
                    self._read_so_far += 1
                    self._say(f"{upload.filename} : page {page.page.number}", number, files, len(anew), len(only))
        except UploadRefused as error:
            # What was read before stays: the wish was for some pages, and they may be wished for again.
            told = RefusedUpload(upload=upload, code=error.code, reason_fr=str(error))
            return Done(kept.pages, [*(r for r in kept.refused if r.member or r.was_read), told])
        refused = [r for r in kept.refused if r.member or r.was_read]  # what was said of the whole file is judged anew
        return self._judged(upload, [anew.get(p.page.number, p) for p in kept.pages], refused, len(anew))

    def _read(
        self, upload: Upload, content: bytes, only: Collection[int] | None = None
    ) -> Iterator[ReadPage | ReadRefusal]:
        return self._parts.pages.read(upload, content, turns(self._notes.said, upload), only)

    def _judged(self, upload: Upload, read: list[ReadPage], refused: list[RefusedUpload], anew: int) -> Done:
        if read and not self._looks_medical(read):
            reason = NOT_MEDICAL_FR.format(name=upload.filename)
            refused = [*refused, RefusedUpload(upload=upload, code="not_medical", reason_fr=reason)]
        return Done(read, refused, anew)

    def _looks_medical(self, read: Sequence[ReadPage]) -> bool:
        """A page that is hard to read is no proof: it may be a report. A coded medical file is one whatever it says."""
        if any(r.page.record or r.page.origin in NOT_READ or r.page.quality < DOUBTFUL for r in read):
            return True
        return is_medical("\n".join(r.page.text for r in read), self._parts.vocabulary)

    def _say(self, told: str, file: int, files: int, page: int | None, pages: int | None) -> None:
        seconds = time.perf_counter() - self._begun
        left = seconds_left("read", self._wanted, self._read_so_far, seconds, self._whole, self._paces)
        counts = {"file": file, "files": files, "page": page, "pages": pages}
        self._tell(Progress(step="read", text_fr=told, seconds_left=left, **counts))


def _refused(upload: Upload, told: ReadRefusal) -> RefusedUpload:
    """The refusal of a file, or by its own name of one inside an archive."""
    reason = f"« {told.member} » : {told.reason_fr}" if told.member else told.reason_fr
    return RefusedUpload(upload=upload, code=told.code, reason_fr=reason, member=told.member)
