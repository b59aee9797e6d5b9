"""The doctor's review: an own position first, then a decision on every statement, written event by event."""

from typing import Any

from engine.delivery.summary import made_by
from engine.domain.account import Account
from engine.domain.opinion import Draft, Position, Refusal
from engine.domain.review import Conclusion, Decision, EventKind, IndependentRead, Labels, Review, ReviewEvent
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.views import DossierView, ReviewView
from engine.steps.review import agreement_of, blocks, carried_over, fold
from engine.store.database import Connection
from engine.store.desk import Desk
from engine.store.journal import Journal
from engine.store.postgres import Store
from engine.store.reviews import Reviews

Change = tuple[EventKind, dict[str, Any]]


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

    def __init__(self, store: Store, desk: Desk, reviews: Reviews, journal: Journal, clock: Clock) -> None:
        self._store, self._desk, self._reviews = store, desk, reviews
        self._journal, self._clock = journal, clock

    def review(self, account: Account, dossier_id: str) -> Review:
        """Return the review as it stands."""
        return fold(dossier_id, account.id, self._reviews.events(dossier_id, account.id))

    def view(self, account: Account, dossier: DossierView) -> ReviewView:
        """Return the review with what it is about. The draft stays hidden until the independent read is recorded."""
        dossier_id = dossier.dossier.id
        review = self.review(account, dossier_id)
        written, run = self._current(dossier_id)
        # A patient who takes the agreement back has nothing of a program's left in the opinion, from that moment.
        agreed = dossier.dossier.consents.ai_assistance
        draft = self._reviews.draft(review.draft) if agreed and review.read and review.draft else None
        # Without a draft under review, one that came after the independent read is a newer one too.
        came = agreed and isinstance(written, Draft) and run != review.draft and written != draft
        newer = came and review.read is not None
        working = dossier.completeness is None or run is None
        # A draft that would not be written any more holds no longer, unless nothing of it is used.
        lapsed = isinstance(written, Refusal) and draft is not None and not review.unused
        agreement = agreement_of(review.labels)
        flags, completeness = dossier.standing_flags, dossier.completeness
        outdated = working or newer or lapsed
        compared = self._store.convergence(dossier_id) if draft and not outdated else None
        return ReviewView(
            review=review,
            draft=draft,
            refusal=written if isinstance(written, Refusal) else None,
            newer=newer,
            agreement=agreement,
            convergence=compared if agreement else None,
            first_opinion=compared.first_opinion if compared else (),
            blocks=blocks(review, draft, flags, completeness, dossier.pathway, outdated=outdated),
            made_fr=tuple(made_by(made)) if draft and review.draft and (made := self._desk.run(review.draft)) else (),
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
        written, run = self._current(dossier_id)
        if not isinstance(written, Draft) or run is None or not self._agreed(dossier_id):
            return self._write(account, dossier_id, version, ("read", {"read": read}))
        review = self._write(account, dossier_id, version, ("read", {"read": read}), ("draft", {"draft": run}))
        self._journal.record(account.id, account.role, "draft_viewed", dossier_id, run=run)
        return review

    def take_newer(self, account: Account, dossier_id: str, version: int) -> Review:
        """Go on with the draft that stands now. What was decided on statements that are the same is carried over."""
        review = self._begun(account, dossier_id)
        written, run = self._current(dossier_id)
        if not isinstance(written, Draft) or run is None or not self._agreed(dossier_id):
            raise NotYet(what="Il n'y a pas de pré-avis plus récent. Attendez la fin de la lecture du dossier.")
        old = self._reviews.draft(review.draft) if review.draft else None
        kept = carried_over(review.decisions, old, written)
        changes: list[Change] = [("draft", {"draft": run})]
        if kept != review.decisions:
            changes += [("undo", {"statement": d.statement}) for d in review.decisions]
            changes += [("decision", {"decision": d}) for d in kept]
        after = self._write(account, dossier_id, version, *changes)
        self._journal.record(account.id, account.role, "draft_viewed", dossier_id, run=run)
        return after

    def decide(self, account: Account, dossier_id: str, version: int, decision: Decision) -> Review:
        """Keep, edit, remove or add one statement, now. Raises `ReviewConflict`, `NotYet` for what cannot be."""
        review = self._begun(account, dossier_id)
        draft = self._reviews.draft(review.draft) if review.draft and self._agreed(dossier_id) else None
        texts = {s.id: s.text for s in draft.statements} if draft else {}
        if (decision.verdict == "added") == (decision.statement in texts):
            raise NotYet(what="Cet énoncé n'est pas dans le pré-avis relu. Rechargez la page.")
        if decision.verdict == "added" and decision.section is None:
            raise NotYet(what="Choisissez la section de l'avis où l'énoncé prend place.")
        if decision.verdict in ("edited", "added") and not (decision.text or "").strip():
            raise NotYet(what="Le texte est vide. Écrivez l'énoncé, ou retirez-le avec un motif.")
        if decision.verdict == "removed" and not (decision.reason_fr or "").strip():
            raise NotYet(what="Indiquez pourquoi l'énoncé est retiré.")
        if decision.verdict == "edited" and (decision.text or "").strip() == texts[decision.statement]:
            decision = decision.model_copy(update={"verdict": "kept", "text": None})
        decision = decision.model_copy(update={"at": self._clock.now()})
        return self._write(account, dossier_id, version, ("decision", {"decision": decision}))

    def undo(self, account: Account, dossier_id: str, version: int, statement: str) -> Review:
        """Make a statement undecided again; one that the doctor added goes."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, ("undo", {"statement": statement}))

    def conclude(self, account: Account, dossier_id: str, version: int, conclusion: Conclusion) -> Review:
        """Save the doctor's conclusion as far as it is filled in."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, ("conclusion", {"conclusion": conclusion}))

    def label(self, account: Account, dossier_id: str, version: int, labels: Labels) -> Review:
        """Save how the opinion agrees with the first one, as far as the doctor says."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, ("labels", {"labels": labels}))

    def leave_unused(self, account: Account, dossier_id: str, version: int, unused: bool) -> Review:
        """Leave the draft unused, or take it up again; what was decided on it is kept."""
        self._begun(account, dossier_id)
        return self._write(account, dossier_id, version, ("unused", {"unused": unused}))

    def require(self, account: Account, dossier_id: str, version: int, connection: Connection | None = None) -> None:
        """Raise `ReviewConflict` when the review is of another version than the one that was looked at."""
        if connection is not None and self._reviews.version(dossier_id, account.id, connection) == version:
            return
        current = self.review(account, dossier_id)
        if current.version != version:
            raise ReviewConflict(current, version)

    def _begun(self, account: Account, dossier_id: str) -> Review:
        review = self.review(account, dossier_id)
        if review.read is None:
            raise NotYet(what="Enregistrez d'abord votre lecture indépendante.")
        return review

    def _current(self, dossier_id: str) -> tuple[Draft | Refusal | None, str | None]:
        """The draft that still holds, with its run; neither while the dossier is being worked on."""
        run = self._desk.current_runs(dossier_id).get("draft")
        return (self._store.draft(dossier_id), run.id) if run else (None, None)

    def _agreed(self, dossier_id: str) -> bool:
        """Whether the patient accepts, now, that a program helps."""
        dossier = self._store.dossier(dossier_id)
        return dossier is not None and dossier.consents.ai_assistance

    def _write(self, account: Account, dossier_id: str, version: int, *changes: Change) -> Review:
        """Write changes that belong together: all of them or, when somebody was faster, none."""
        if version < 0:
            raise ReviewConflict(self.review(account, dossier_id), version)
        try:
            with self._store.transaction() as connection:
                # The journal's lock comes first: versions are counted by one writer at a time.
                details = {"version": version + len(changes), "kind": changes[0][0]}
                self._journal.record(account.id, account.role, "review_changed", dossier_id, connection, **details)
                for number, (kind, content) in enumerate(changes, start=version + 1):
                    event = ReviewEvent(version=number, kind=kind, by=account.id, at=self._clock.now(), **content)
                    if not self._reviews.add(dossier_id, account.id, event, connection):
                        raise _NotNext
        except _NotNext:
            if self._reviews.signed(dossier_id):
                raise NotYet(
                    what="L'avis est signé : il ne change plus. Une correction est un addendum signé."
                ) from None
            raise ReviewConflict(self.review(account, dossier_id), version) from None
        return self.review(account, dossier_id)


class _NotNext(Exception):
    """The transaction ends without a trace."""
