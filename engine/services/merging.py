"""Two dossiers of one patient become one, and that can be taken back until something of them was signed."""

from collections.abc import Mapping

from engine.domain.account import Account
from engine.domain.audit import Action
from engine.domain.desk import Override
from engine.domain.dossier import Dossier
from engine.domain.mark import MarkAbout
from engine.domain.merging import Difference, Merger, Side, Twin, Undone
from engine.errors import EngineError, UnknownDossier
from engine.ports import Clock
from engine.services.intake import IntakeService
from engine.services.views import DossierView
from engine.steps.merge import differences, merge
from engine.store.asking import Asked
from engine.store.database import Connection
from engine.store.desk import Desk
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.merging import Mergers
from engine.store.postgres import Store
from engine.store.requests import Requests


class CannotMerge(EngineError):
    """The two dossiers cannot be made one, or not any more be separated."""

    exit_code = 3
    message_fr = "{why}"


class MergedAway(EngineError):
    """The dossier was joined to another: work goes on there."""

    exit_code = 3
    message_fr = (
        "Ce dossier a été réuni au dossier {kept} : rien n'a été changé ici. Continuez dans le dossier {kept}, ou "
        "annulez d'abord la réunion depuis ce dossier."
    )


SIGNED = "Le dossier {id} a un avis signé : il ne peut plus être réuni à un autre. Les deux dossiers restent séparés."
TAKEN = "Le dossier {id} est déjà réuni au dossier {kept}. Ouvrez celui-là."
HOLDS = (
    "Le dossier {id} en réunit déjà un autre. Faites l'inverse : ouvrez le dossier {id}, et réunissez-lui le dossier "
    "{other}."
)
PATHWAYS = "Ces dossiers portent sur deux pathologies : chacun attend son propre avis. Ils restent séparés."
PATIENTS = (
    "Ces dossiers ne portent ni le même nom, ni la même date de naissance. Si c'est bien la même personne, corrigez "
    "d'abord la fiche qui est fausse."
)
PROCESSING = "Le patient ne consent plus au traitement du dossier {id} : rien ne peut en être repris."
CHANGED = "La fiche vient de changer : relisez les deux dossiers, puis recommencez."
CHOOSE = "Choisissez ce qui est juste pour : {what}."


class MergingService:
    """What staff do with two dossiers of one patient. Files stay where they came in, and are read with the other's."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        mergers: Mergers,
        journal: Journal,
        jobs: Jobs,
        clock: Clock,
        intake: IntakeService,
    ) -> None:
        self._store, self._desk, self._mergers, self._requests = store, desk, mergers, Requests(store)
        self._journal, self._jobs, self._clock, self._intake = journal, jobs, clock, intake
        self._asked = Asked(store)

    def twins(self, dossier: str) -> tuple[Twin, ...]:
        """Return other dossiers under the same name and birth date, those of the same pathway first."""
        return tuple(sorted(self._mergers.twins(dossier), key=lambda twin: not twin.same_pathway))

    def with_twins(self, dossiers: tuple[str, ...]) -> frozenset[str]:
        """Return those of the dossiers that have another of the same patient and pathway."""
        return self._mergers.with_twins(dossiers)

    def into(self, dossier: str) -> str | None:
        """Return the dossier to which this one was joined."""
        return self._mergers.into(dossier)

    def of(self, dossier: str) -> tuple[Merger, ...]:
        """Return what was joined to this dossier."""
        return self._mergers.of(dossier)

    def require_own(self, dossier: str) -> None:
        """Refuse work on a dossier that was joined to another. Raises `MergedAway`."""
        if kept := self._mergers.into(dossier):
            raise MergedAway(kept=kept)

    def compare(self, kept: str, joined: str) -> tuple[DossierView, DossierView, tuple[Difference, ...]]:
        """Return both dossiers and what they say differently. Raises `UnknownDossier`, `CannotMerge`."""
        first, second = self._intake.view(kept), self._intake.view(joined)
        self._check(first, second)
        found = differences(first.dossier, second.dossier, first.pathway, self._intake.questions(first.pathway))
        return first, second, (*found, *self._doctors(first, second))

    def merge(self, account: Account, kept: str, joined: str, chosen: Mapping[str, Side]) -> None:
        """Join the second dossier to the first. Raises as `compare` does, and while a choice is missing."""
        first, second, found = self.compare(kept, joined)
        if missing := [d.label_fr for d in found if d.key not in chosen]:
            raise CannotMerge(why=CHOOSE.format(what=", ".join(missing)))
        after = merge(first.dossier, second.dossier, chosen)
        takes_doctor = bool(second.doctor and second.doctor != first.doctor) and (
            first.doctor is None or chosen.get("doctor") == "joined"
        )
        with self._store.transaction() as connection:
            self._mergers.lock(connection)
            self._check(self._intake.view(kept), self._intake.view(joined))
            overrides = self._take_over(first, second, connection)
            marks = self._take_marks(kept, joined, connection)
            merger = Merger(
                kept=kept,
                joined=joined,
                before=first.dossier,
                after=after,
                doctor_given=takes_doctor,
                overrides=overrides,
                marks=marks,
                by=account.name,
                at=self._clock.now(),
            )
            self._mergers.merge(merger, connection)
            # Alone with the intake: a patient may be answering by link. A link of the joined one would lead nowhere.
            if self._asked.lock(kept, connection) != first.dossier:
                raise CannotMerge(why=CHANGED)
            self._intake.noted(account, first.dossier, after, connection)
            self._asked.end_links(joined, account.id, self._clock.now(), connection)
            self._store.save_dossier(after, connection)
            if takes_doctor:
                self._desk.assign(kept, second.doctor, account.id, self._clock.now(), connection)
            self._both(account, "dossiers_merged", kept, joined, connection)
        self._ask(after)

    def undo(self, account: Account, kept: str, joined: str) -> bool:
        """Separate two dossiers again; False when the sheet was changed since and therefore stays as it is.

        Raises `CannotMerge` when they are not one, or an opinion was signed since.
        """
        merger = next((m for m in self._mergers.of(kept) if m.joined == joined), None)
        if merger is None:
            raise CannotMerge(why=f"Le dossier {joined} n'est pas réuni au dossier {kept}.")
        view = self._intake.view(kept)
        if view.signed:
            raise CannotMerge(
                why=f"L'avis du dossier {kept} est signé, et il porte sur les deux : ils ne peuvent plus être séparés."
            )
        untouched = view.dossier == merger.after
        with self._store.transaction() as connection:
            self._mergers.lock(connection)
            self._mergers.undo(kept, joined, Undone(by=account.name, at=self._clock.now()), connection)
            if untouched:
                self._store.save_dossier(merger.before, connection)
            self._give_back(account, merger, view, connection)
            self._both(account, "merger_undone", kept, joined, connection)
        for dossier in (kept, joined):
            if known := self._store.dossier(dossier):
                self._ask(known)
        return untouched

    def _check(self, first: DossierView, second: DossierView) -> None:
        one, other = first.dossier, second.dossier
        if one.id == other.id:
            raise UnknownDossier(dossier=other.id)
        for view, against in ((first, other), (second, one)):
            this = view.dossier.id
            if kept := view.listed.merged_into:
                raise CannotMerge(why=TAKEN.format(id=this, kept=kept))
            if view.signed:
                raise CannotMerge(why=SIGNED.format(id=this))
            if not view.dossier.consents.processing:
                raise CannotMerge(why=PROCESSING.format(id=this))
            if view is second and self._mergers.of(this):
                raise CannotMerge(why=HOLDS.format(id=this, other=against.id))
        if one.pathway != other.pathway:
            raise CannotMerge(why=PATHWAYS)
        same_birth = one.patient.birth_date == other.patient.birth_date
        if not same_birth and all(twin.id != other.id for twin in self._mergers.twins(one.id)):
            names = {p.family_name.casefold() for p in (one.patient, other.patient)}
            if len(names) > 1:
                raise CannotMerge(why=PATIENTS)

    def _doctors(self, first: DossierView, second: DossierView) -> tuple[Difference, ...]:
        if not (first.doctor and second.doctor) or first.doctor == second.doctor:
            return ()
        return (Difference(key="doctor", label_fr="Médecin", kept_fr=first.doctor, joined_fr=second.doctor),)

    def _take_over(self, first: DossierView, second: DossierView, connection: Connection) -> tuple[str, ...]:
        """What staff said of files and pieces of the second holds in the first where nothing was said there.

        A red flag that a doctor cleared is raised again: the doctor looked at half of the documents.
        """
        kept, ours, theirs = first.dossier.id, first.notes, second.notes
        known = {(c.upload, c.first_page) for c in ours.corrections}
        for correction in theirs.corrections:
            if (correction.upload, correction.first_page) not in known:
                self._desk.correct(kept, correction, connection)
        said = {(s.upload, s.page, s.about) for s in ours.said}
        for saying in theirs.said:
            if (saying.upload, saying.page, saying.about) not in said:
                self._desk.say(kept, saying, connection)
        repeated = {(r.upload, r.first_page) for r in ours.repetitions}
        for repetition in theirs.repetitions:
            if (repetition.upload, repetition.first_page) not in repeated:
                self._desk.repeat(kept, repetition, connection)
        overruled = {o.requirement for o in ours.overrides}
        taken = tuple(o for o in theirs.overrides if o.requirement not in overruled and o.status is not None)
        for override in taken:
            self._desk.override(kept, override, connection)
        return tuple(o.requirement for o in taken)

    def _take_marks(self, kept: str, joined: str, connection: Connection) -> tuple[tuple[str, MarkAbout], ...]:
        """What the patient was asked for in the second was asked for the first as well."""
        known = {(mark.requirement, mark.about) for mark in self._requests.marks(kept)}
        taken = [m for m in self._requests.marks(joined) if (m.requirement, m.about) not in known]
        for mark in taken:
            self._requests.mark(kept, mark, connection)
        return tuple((mark.requirement, mark.about) for mark in taken)

    def _give_back(self, account: Account, merger: Merger, view: DossierView, connection: Connection) -> None:
        at = self._clock.now()
        standing = {o.requirement: o for o in view.notes.overrides}
        for requirement in merger.overrides:
            if (said := standing.get(requirement)) and said.status is not None:
                reason = "Repris du dossier qui n'est plus réuni à celui-ci."
                taken_back = Override(requirement=requirement, status=None, reason_fr=reason, by=account.name, at=at)
                self._desk.override(merger.kept, taken_back, connection)
        for mark in self._requests.marks(merger.kept):
            if (mark.requirement, mark.about) in merger.marks:
                self._requests.mark(merger.kept, mark.model_copy(update={"kind": None, "by": account.name}), connection)
        second = self._desk.assigned(merger.joined)
        if merger.doctor_given and view.doctor == second:
            self._desk.assign(merger.kept, None, account.id, at, connection)

    def _both(self, account: Account, action: Action, kept: str, joined: str, connection: Connection) -> None:
        for dossier, other in ((kept, joined), (joined, kept)):
            self._journal.record(account.id, account.role, action, dossier, connection, other=other)

    def _ask(self, dossier: Dossier) -> None:
        if dossier.consents.processing and self._store.uploads(dossier.id):
            self._jobs.ask(dossier.id)
