"""Pieces that an expert asks for: staff pass them on to the patient or answer, and the clock shows the wait."""

from collections.abc import Callable, Iterable
from datetime import date

from engine.domain.account import Account
from engine.domain.clock import Elapsed, Wait, elapsed
from engine.domain.desk import Listed
from engine.domain.document import Document
from engine.domain.expert import AskedPiece, Piece, PieceAct, PieceStep
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.ports import Clock
from engine.services.experts import ExpertRefusal
from engine.services.intake import IntakeService
from engine.services.notices import Notices
from engine.services.views import DossierView
from engine.store.experts import Experts
from engine.store.journal import Journal
from engine.store.postgres import Store

ORIGIN_FR = "demandé par le médecin expert"
FREE_PIECE_FR = "Ce document, que le médecin expert demande : {label}."


class WantedPiece(Record):
    """A piece to ask the patient for: its id, a plain sentence for the patient, and where the wish comes from."""

    piece: str
    sentence_fr: str
    origin_fr: str = ORIGIN_FR
    requirement: str | None = None
    forwarded: bool = False


class PieceService:
    """What passes between expert and staff about pieces. Every act is written to the journal."""

    def __init__(
        self,
        store: Store,
        experts: Experts,
        intake: IntakeService,
        journal: Journal,
        clock: Clock,
        notices: Notices,
        staff: Callable[[], tuple[Account, ...]],
        new_id: Callable[[], str],
    ) -> None:
        self._store, self._experts, self._intake, self._journal = store, experts, intake, journal
        self._clock, self._notices, self._staff, self._new_id = clock, notices, staff, new_id

    # Reading

    def of(self, dossier_id: str) -> tuple[Piece, ...]:
        """Return all pieces that were asked for a dossier, in order."""
        return self._experts.pieces(dossier_id)

    def seen_by(self, account: Account, dossier_id: str) -> tuple[Piece, ...]:
        """Return what an account may see of them: a doctor the own ones only, for each reads independently."""
        return tuple(p for p in self.of(dossier_id) if account.role == "intake" or p.asked.by == account.id)

    def waited_for(self) -> tuple[tuple[Listed, tuple[Piece, ...]], ...]:
        """Return the dossiers with open pieces and those pieces, the longest waiting first."""
        dossiers = self._experts.with_open_pieces()
        pieces = self._experts.pieces(*dossiers) if dossiers else ()
        found = []
        for dossier in dossiers:
            listed = self._intake.listed_one(dossier)
            if listed is not None:
                found.append((listed, tuple(p for p in pieces if p.dossier == dossier and p.is_open)))
        return tuple(found)

    def wanted(self, dossier_id: str, pathway: Pathway) -> tuple[WantedPiece, ...]:
        """Return the open pieces as sentences for the patient, for the message that asks for all that is missing."""
        known = {r.id: r.ask_patient_fr for r in pathway.required_documents}
        return tuple(
            WantedPiece(
                piece=piece.asked.id,
                sentence_fr=known.get(piece.asked.requirement or "")
                or FREE_PIECE_FR.format(label=piece.asked.label_fr.rstrip(" .")),
                requirement=piece.asked.requirement,
                forwarded=piece.forwarded,
            )
            for piece in self.of(dossier_id)
            if piece.is_open
        )

    # The clock

    def clock(self, listed: Listed, waits: Iterable[Wait] = ()) -> Elapsed:
        """Return a dossier's age with what of it was waiting; `waits` are those that others know of."""
        return self.clocks((listed,), {listed.id: tuple(waits)})[listed.id]

    def clocks(self, rows: Iterable[Listed], waits: dict[str, tuple[Wait, ...]] | None = None) -> dict[str, Elapsed]:
        """Return the same for many dossiers, by id, with one question to the database."""
        known = tuple(rows)
        own, others = self._experts.waits([row.id for row in known]), waits or {}
        return {
            row.id: elapsed(
                row.received_on,
                self._end(row),
                row.state,
                (*own.get(row.id, ()), *others.get(row.id, ())),
                assigned=row.doctor is not None,
            )
            for row in known
        }

    def _end(self, row: Listed) -> date:
        return row.signed_at.date() if row.signed_at else self._intake.today()

    # What the expert does

    def ask(
        self, account: Account, view: DossierView, requirement: str | None, label_fr: str, why_fr: str, *, needed: bool
    ) -> AskedPiece:
        """Ask for a piece: one of the pathway's requirements, or told in words. Staff are told by letter.

        Raises `ExpertRefusal` when something is left out, for a piece that is asked already, and once signed.
        """
        labels = {r.id: r.label_fr for r in view.pathway.required_documents}
        if requirement is not None and requirement not in labels:
            raise ExpertRefusal("Choisissez une pièce de la liste, ou décrivez-la.", "requirement")
        label = labels[requirement] if requirement else label_fr.strip()
        if not label:
            raise ExpertRefusal("Choisissez une pièce de la liste, ou décrivez-la.", "label")
        if not why_fr.strip():
            raise ExpertRefusal("Écrivez pourquoi vous en avez besoin, en une phrase.", "why")
        if any(p.is_open and p.asked.label_fr == label and p.asked.by == account.id for p in self.of(view.dossier.id)):
            raise ExpertRefusal("Vous avez déjà demandé cette pièce ; elle est encore attendue.", "requirement")
        asked = AskedPiece(
            id=self._new_id(),
            requirement=requirement,
            label_fr=label,
            why_fr=why_fr.strip(),
            needed=needed,
            by=account.id,
            at=self._clock.now(),
        )
        with self._store.transaction() as connection:
            self._journal.record(account.id, account.role, "piece_asked", view.dossier.id, connection, needed=needed)
            if not self._experts.holds(view.dossier.id, account.id, connection):
                raise ExpertRefusal("Ce dossier n'est plus à vous, ou son avis est déjà signé. Rien n'a été demandé.")
            self._experts.ask_piece(view.dossier.id, asked, connection)
        self._notices.piece_asked(view.dossier.id, self._staff())
        return asked

    def withdraw(self, account: Account, dossier_id: str, piece: str) -> None:
        """Take back a piece that the doctor asked for. Raises `ExpertRefusal` when it is not waited for any more."""
        mine = next((p for p in self.seen_by(account, dossier_id) if p.asked.id == piece), None)
        if mine is None:
            raise ExpertRefusal("Cette demande n'est pas de vous. Relisez la page.")
        self._step(account, dossier_id, piece, "withdrawn", reason_fr="")

    # What staff do

    def forward(self, account: Account, dossier_id: str, piece: str) -> None:
        """Keep that the patient was asked for a piece. Raises `ExpertRefusal` when it is not waited for any more."""
        self._step(account, dossier_id, piece, "forwarded", reason_fr="")

    def received(self, account: Account, dossier_id: str, piece: str, document: Document) -> None:
        """Say that a piece is there, in that document; who asked is told by letter. Raises `ExpertRefusal`."""
        upload, page = document.upload, document.pages[0]
        self._answer(account, dossier_id, piece, "received", reason_fr="", upload=upload, page=page)

    def unavailable(self, account: Account, dossier_id: str, piece: str, reason_fr: str) -> None:
        """Say that a piece is not to be had, and why; who asked is told by letter. Raises `ExpertRefusal`."""
        if not reason_fr.strip():
            raise ExpertRefusal("Écrivez pourquoi la pièce ne peut pas être obtenue, en une phrase.", "reason")
        self._answer(account, dossier_id, piece, "unavailable", reason_fr=reason_fr.strip())

    def reopen(self, account: Account, dossier_id: str, piece: str) -> None:
        """Take an answer of staff's back: the piece is waited for again. Raises `ExpertRefusal` where there is none."""
        self._step(account, dossier_id, piece, "reopened", reason_fr="")

    def _answer(
        self,
        account: Account,
        dossier_id: str,
        piece: str,
        act: PieceAct,
        *,
        reason_fr: str,
        upload: str | None = None,
        page: int | None = None,
    ) -> None:
        kept = self._step(account, dossier_id, piece, act, reason_fr=reason_fr, upload=upload, page=page)
        self._notices.piece_answered(dossier_id, kept.asked.by)

    def _step(
        self,
        account: Account,
        dossier_id: str,
        piece: str,
        act: PieceAct,
        *,
        reason_fr: str,
        upload: str | None = None,
        page: int | None = None,
    ) -> Piece:
        said = PieceStep(
            piece=piece, act=act, upload=upload, page=page, reason_fr=reason_fr, by=account.id, at=self._clock.now()
        )
        with self._store.transaction() as connection:
            # The journal's lock comes first: of two who answer at once, the second finds it answered.
            self._journal.record(account.id, account.role, "piece_answered", dossier_id, connection, what=act)
            kept = self._experts.piece(dossier_id, piece, connection)
            if kept is None or not _fits(kept, act):
                raise ExpertRefusal("Quelqu'un a déjà répondu, ou la demande n'a plus cours. Relisez la page.")
            self._experts.step(dossier_id, said, connection)
        return kept


def _fits(piece: Piece, act: PieceAct) -> bool:
    """Whether that may be done with a piece as it stands."""
    if act == "reopened":
        ended = piece.closing
        return piece.lapsed_at is None and ended is not None and ended.act in ("received", "unavailable")
    return piece.is_open
