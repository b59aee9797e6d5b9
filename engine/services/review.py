"""The doctor's review: an own position first, then a decision on every statement, written event by event."""

from typing import Any

from engine.domain.account import Account
from engine.domain.opinion import Draft, Position, Refusal
from engine.domain.review import Conclusion, Decision, EventKind, IndependentRead, Labels, Review, ReviewEvent
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.intake import IntakeService
from engine.services.views import DossierView, ReviewView
from engine.steps.review import agreement_of, blocks, carried_over, fold
from engine.store.desk import Desk
from engine.store.journal import Journal
from engine.store.postgres import Store
from engine.store.reviews import Reviews


class ReviewConflict(EngineError):
    """Somebody wrote in the meantime: another tab, or another machine."""

    exit_code = 3
    message_fr = (
        "Cette relecture a été modifiée dans un autre onglet (version {theirs}, la vôtre partait de {yours}). Rien n'a "
        "été écrasé : comparez, puis enregistrez de nouveau."
    )

    def __init__(self, current: Review, yours: int) -> None:
        super().__init__(theirs=current.version, yours=yours)
        self.current = current


class NotYet(EngineError):
    """The review has not come to this point, or is past it."""

    exit_code = 3
    message_fr = "{what}"


class ReviewService:
    """Reviews of dossiers that are assigned to the doctor who asks. Nothing is pre-accepted."""

    def __init__(
        self, store: Store, desk: Desk, reviews: Reviews, journal: Journal, intake: IntakeService, clock: Clock
    ) -> None:
        self._store, self._desk, self._reviews = store, desk, reviews
        self._journal, self._intake, self._clock = journal, intake, clock

    def review(self, account: Account, dossier_id: str) -> Review:
        """Return the review as it stands."""
        return fold(dossier_id, account.id, self._reviews.events(dossier_id, account.id))

    def view(self, account: Account, dossier: DossierView) -> ReviewView:
        """Return the review with what it is about. The draft stays hidden until the independent read is recorded."""
        dossier_id = dossier.dossier.id
        review = self.review(account, dossier_id)
        written, run = self._current(dossier_id)
        draft = self._reviews.draft(review.draft) if review.draft else None
        newer = isinstance(written, Draft) and run is not None and run != review.draft and written != draft
        outdated = dossier.completeness is None or run is None or (review.draft is not None and newer)
        labelled = agreement_of(review.labels) is not None
        found = blocks(review, draft, dossier.standing_flags, dossier.completeness, dossier.pathway, outdated=outdated)
        return ReviewView(
            review=review,
            draft=draft if review.read else None,
            refusal=written if isinstance(written, Refusal) and review.draft is None else None,
            newer=newer and review.draft is not None,
            convergence=self._store.convergence(dossier_id) if labelled and draft else None,
            blocks=found,
        )

    def read(self, account: Account, dossier_id: str, version: int, position: Position) -> Review:
        """Record the doctor's own position, before the draft is shown; it cannot be changed later.

        From then on the draft that stands is the one under review. Raises `ReviewConflict`, `NotYet`.
        """
        if self.review(account, dossier_id).read is not None:
            raise NotYet(what="Votre lecture indépendante est déjà enregistrée ; elle ne change plus.")
        if self._store.completeness(dossier_id) is None:
            raise NotYet(what="Le dossier n'est pas encore lu. Attendez la fin de la lecture, puis enregistrez.")
        read = IndependentRead(position=position, by=account.id, at=self._clock.now())
        review = self._write(account, dossier_id, version, "read", read=read)
        written, run = self._current(dossier_id)
        if isinstance(written, Draft) and run:
            review = self._write(account, dossier_id, review.version, "draft", draft=run)
            self._journal.record(account.id, account.role, "draft_viewed", dossier_id, run=run)
        return review

    def take_newer(self, account: Account, dossier_id: str, version: int) -> Review:
        """Go on with the draft that stands now. What was decided on statements that are the same is carried over."""
        review = self._begun(account, dossier_id)
        written, run = self._current(dossier_id)
        if not isinstance(written, Draft) or run is None:
            raise NotYet(what="Il n'y a pas de pré-avis plus récent. Attendez la fin de la lecture du dossier.")
        old = self._reviews.draft(review.draft) if review.draft else None
        kept = carried_over(review.decisions, old, written) if old else review.decisions
        after = self._write(account, dossier_id, version, "draft", draft=run)
        for decision in review.decisions:
            after = self._write(account, dossier_id, after.version, "undo", statement=decision.statement)
        for decision in kept:
            after = self._write(account, dossier_id, after.version, "decision", decision=decision)
        self._journal.record(account.id, account.role, "draft_viewed", dossier_id, run=run)
        return after

    def decide(self, account: Account, dossier_id: str, version: int, decision: Decision) -> Review:
        """Keep, edit, remove or add one statement. Raises `ReviewConflict`, `NotYet` for a decision that cannot be."""
        review = self._begun(account, dossier_id)
        draft = self._reviews.draft(review.draft) if review.draft else None
        known = {s.id for s in draft.statements} if draft else set()
        if (decision.verdict == "added") == (decision.statement in known):
            raise NotYet(what="Cet énoncé n'est pas dans le pré-avis relu. Rechargez la page.")
        if decision.verdict in ("edited", "added") and not (decision.text or "").strip():
            raise NotYet(what="Le texte est vide. Écrivez l'énoncé, ou retirez-le avec un motif.")
        if decision.verdict == "removed" and not (decision.reason_fr or "").strip():
            raise NotYet(what="Indiquez pourquoi l'énoncé est retiré.")
        return self._write(account, dossier_id, version, "decision", decision=decision)

    def undo(self, account: Account, dossier_id: str, version: int, statement: str) -> Review:
        """Make a statement undecided again; one that the doctor added goes."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, "undo", statement=statement)

    def conclude(self, account: Account, dossier_id: str, version: int, conclusion: Conclusion) -> Review:
        """Save the doctor's conclusion as far as it is filled in."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, "conclusion", conclusion=conclusion)

    def label(self, account: Account, dossier_id: str, version: int, labels: Labels) -> Review:
        """Save how the opinion agrees with the first one, as far as the doctor says."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, "labels", labels=labels)

    def leave_unused(self, account: Account, dossier_id: str, version: int, unused: bool) -> Review:
        """Leave the draft unused, or take it up again; what was decided on it is kept."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, "unused", unused=unused)

    def require(self, review: Review, version: int) -> None:
        """Raise `ReviewConflict` when the review is of another version than the one that was looked at."""
        if review.version != version:
            raise ReviewConflict(review, version)

    def _begun(self, account: Account, dossier_id: str) -> Review:
        review = self.review(account, dossier_id)
        if review.read is None:
            raise NotYet(what="Enregistrez d'abord votre lecture indépendante.")
        return review

    def _current(self, dossier_id: str) -> tuple[Draft | Refusal | None, str | None]:
        """The draft that still holds, with its run; neither while the dossier is being worked on."""
        run = self._desk.current_runs(dossier_id).get("draft")
        return (self._store.draft(dossier_id), run.id) if run else (None, None)

    def _write(self, account: Account, dossier_id: str, version: int, kind: EventKind, **content: Any) -> Review:
        if self._reviews.signed(dossier_id):
            raise NotYet(what="L'avis est signé : il ne change plus. Une correction est un addendum signé.")
        event = ReviewEvent(version=version + 1, kind=kind, by=account.id, at=self._clock.now(), **content)
        with self._store.transaction() as connection:
            # Under the same lock as the journal: the version that is checked is the version that is written.
            details = {"version": event.version, "kind": kind}
            self._journal.record(account.id, account.role, "review_changed", dossier_id, connection, **details)
            current = self.review(account, dossier_id)
            if current.version != version or not self._reviews.add(dossier_id, account.id, event, connection):
                raise ReviewConflict(current, version)
        return self.review(account, dossier_id)
