"""The engine: dossiers in, outcomes out. It checks what may be started and hands each dossier to its journey."""

from collections.abc import Iterable, Sequence

from engine.domain.dossier import Dossier, Upload
from engine.domain.outcome import Outcome
from engine.domain.progress import Progress
from engine.errors import ConsentMissing, UnknownDossier
from engine.journey import Journey
from engine.pathways import digest, expressions_of, load, text_of
from engine.pathways.shelf import standing
from engine.reading import Tell
from engine.replay import Replay, Replayed
from engine.step_record import Parts
from engine.steps.answers import check_answers, unused_answers
from engine.store.pathways import Publications


class Engine:
    """Takes dossiers from their uploads to a draft and the comparison. One engine serves one thread at a time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._publications = Publications(parts.store)

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
        self, dossier: Dossier, uploads: Sequence[Upload], tell: Tell = lambda _: None, *, anew: bool = False
    ) -> Outcome:
        """Take a dossier the whole way. `tell` is given each step forward, in French.

        Raises `ConsentMissing`, `BadIntake`, `UnknownPathway`, `BadPathway`, `DatabaseUnavailable`, `ModelUnavailable`.
        A file that cannot be read and a model that fails to answer are no errors but part of the outcome. Steps whose
        results are kept and still hold are not done again, so that an interrupted dossier goes on where it stood; all
        are done `anew` for whoever measures the program.
        """
        self._check(dossier)
        self._parts.store.save_dossier(dossier)
        return self._go(dossier, uploads, self._parts.store.moment(), tell, anew=anew)

    def process(self, dossier_id: str, tell: Tell = lambda _: None) -> None:
        """Take a kept dossier the whole way with the files that it has. Raises as `run` does, and `UnknownDossier`.

        One whose patient took the agreement back while it waited is left as it is: nothing is read, nothing failed.
        """
        as_of = self._parts.store.moment()
        dossier = self._parts.store.dossier(dossier_id)
        if dossier is None:
            raise UnknownDossier(dossier=dossier_id)
        uploads = self._parts.store.uploads(dossier_id)
        if uploads and dossier.consents.processing:
            self._check(dossier)
            self._go(dossier, uploads, as_of, tell)

    def replay(self, draft: str, *, ask_again: bool = False) -> Replayed:
        """Make a kept draft again, by the id of its run or dossier, and keep nothing of it.

        From what its model answered, or with `ask_again` from what the model that is set now answers. Raises
        `ReplayImpossible`, and what a model raises.
        """
        replay = Replay(self._parts)
        return replay.ask_again(draft) if ask_again else replay.again(draft)

    def warm_up(self) -> None:
        """Load what reads clinical text, so that the first dossier does not wait for it."""
        self._parts.clinical.read("Bonjour.")

    def unfinished(self) -> tuple[str, ...]:
        """The kept dossiers that wait for the machine."""
        return self._parts.desk.unfinished()

    def _check(self, dossier: Dossier) -> None:
        if not dossier.consents.processing:
            raise ConsentMissing
        pathway = load(dossier.pathway)
        check_answers(dossier, pathway, expressions_of(pathway))

    def _go(
        self, dossier: Dossier, uploads: Sequence[Upload], as_of: int, tell: Tell, *, anew: bool = False
    ) -> Outcome:
        sha256 = digest(dossier.pathway)
        pathway = standing(load(dossier.pathway), self._publications.standing(sha256))
        # Whatever a dossier was judged by must remain readable.
        self._publications.keep(pathway.id, pathway.version, sha256, text_of(pathway.id))
        expressions = expressions_of(pathway)
        for told in unused_answers(dossier, pathway, expressions):
            tell(Progress(step="note", text_fr=told))
        notes = self._parts.desk.notes(dossier.id)
        return Journey(self._parts, dossier, pathway, notes, as_of, tell).run(uploads, anew=anew)
