"""What people do with a dossier, for tests of the desk, the reviews and the journal."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from engine.domain.desk import Clearance, Correction, Override, PageSaid, ReadingAsked, Repetition
from engine.domain.expert import Decline, PieceStep
from engine.domain.handover import NewNote, NoteMark
from engine.domain.mark import Mark
from engine.domain.merging import Merger, Undone
from engine.domain.opinion import Draft
from engine.domain.request import RequestEvent
from engine.domain.review import IndependentRead, ReviewEvent
from engine.domain.signed import SignedOpinion, SigningKey
from engine.store.desk import Desk
from engine.store.experts import Experts
from engine.store.handover import Handover
from engine.store.journal import Journal
from engine.store.merging import Mergers
from engine.store.postgres import Store
from engine.store.requests import Requests
from engine.store.reviews import Reviews
from tests.builders import (
    a_completeness,
    a_convergence,
    a_document,
    a_dossier,
    a_draft,
    a_fact,
    a_position,
    a_read_page,
    a_red_flag,
    a_refusal,
    a_run,
    an_upload,
    sha256,
)
from tests.integration.expert_samples import SAID, an_asked_piece
from tests.request_samples import a_message, came, settle
from tests.signed_samples import an_opinion

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
PDF = b"%PDF-1.7 fictif"
SIGNED_PDF = b"%PDF-1.7 signed"
DOCTOR = "compte-1"
QUOTE = a_red_flag().quote


def a_correction(**over: Any) -> Correction:
    given: dict[str, Any] = {
        "upload": an_upload().sha256,
        "first_page": 1,
        "kind": "cr_operatoire",
        "dated": date(2025, 11, 4),
        "owner": "this_patient",
        "by": "Aude Accueil-Fictif",
        "at": NOON,
    }
    return Correction(**{**given, **over})


def a_saying(**over: Any) -> PageSaid:
    given: dict[str, Any] = {"upload": an_upload().sha256, "page": 2, "about": "boundary", "said": "begins"}
    return PageSaid(**{**given, "by": "Aude Accueil-Fictif", "at": NOON, **over})


def a_repetition(**over: Any) -> Repetition:
    given: dict[str, Any] = {"upload": an_upload().sha256, "first_page": 1, "copies": False}
    return Repetition(**{**given, "by": "Aude Accueil-Fictif", "at": NOON, **over})


def a_wish(**over: Any) -> ReadingAsked:
    return ReadingAsked(**{"by": "Aude Accueil-Fictif", "at": NOON, **over})


def an_override(**over: Any) -> Override:
    given = {"requirement": "irm", "status": "met", "reason_fr": "IRM vue au téléphone.", "by": "Aude", "at": NOON}
    return Override(**{**given, **over})


def a_clearance(**over: Any) -> Clearance:
    given = {"flag": "occlusion", "quote": QUOTE, "done_fr": "Patiente appelée, va bien.", "by": "Dr Lu", "at": NOON}
    return Clearance(**{**given, **over})


def a_read_event(version: int = 1, **over: Any) -> ReviewEvent:
    read = IndependentRead(position=a_position(), by=DOCTOR, at=NOON)
    given: dict[str, Any] = {"version": version, "kind": "read", "by": DOCTOR, "at": NOON, "read": read}
    return ReviewEvent(**{**given, **over})


def a_key(account: str = DOCTOR, pkcs12: bytes = b"\x00\xffkey") -> SigningKey:
    return SigningKey(account=account, pkcs12=pkcs12, certificate="-----BEGIN CERTIFICATE-----", not_after=NOON)


def a_signed(dossier: str, number: int = 1, **over: Any) -> SignedOpinion:
    opinion = an_opinion(dossier=dossier, number=number, **over)
    return SignedOpinion(opinion=opinion, pdf_sha256=sha256(SIGNED_PDF))


def a_merger(kept: str, joined: str) -> Merger:
    return Merger(
        kept=kept, joined=joined, before=a_dossier(kept), after=a_dossier(kept), by="Aude Accueil-Fictif", at=NOON
    )


class Hands:
    """Every kind of row that a dossier can get, by name: `hands.do("d1", "assign")`."""

    def __init__(self, store: Store) -> None:
        self.store, self.desk, self.reviews = store, Desk(store), Reviews(store)
        self.handover, self.mergers = Handover(store), Mergers(store)
        self.requests, self.experts = Requests(store), Experts(store)
        self.journal = Journal(store, lambda: NOON)
        self._numbers = count(1)
        self.kinds = tuple(name[4:] for name in dir(self) if name.startswith("row_"))

    def do(self, dossier: str, *kinds: str) -> None:
        """Add rows of those kinds, one after the other."""
        for kind in kinds:
            getattr(self, f"row_{kind}")(dossier, next(self._numbers))

    def row_intake(self, dossier: str, number: int) -> None:
        self.store.save_dossier(a_dossier(dossier, questionnaire={"douleur": number}))

    def row_upload(self, dossier: str, number: int) -> None:
        name = "compte-rendu.pdf" if not self.store.uploads(dossier) else f"{number}.pdf"
        self.store.keep_upload(dossier, name, "application/pdf", PDF)

    def row_read(self, dossier: str, number: int) -> None:
        self.store.save_read(a_run("read", number, dossier), [a_read_page()])

    def row_split(self, dossier: str, number: int) -> None:
        self.store.save_split(a_run("split", number, dossier), [a_document()])

    def row_extract(self, dossier: str, number: int) -> None:
        self.store.save_extract(a_run("extract", number, dossier), [a_fact()])

    def row_flag(self, dossier: str, number: int) -> None:
        self.store.save_extract(a_run("extract", number, dossier), [a_fact()], red_flags=[a_red_flag()])

    def row_assess(self, dossier: str, number: int) -> None:
        self.store.save_assess(a_run("assess", number, dossier), a_completeness())

    def row_lack(self, dossier: str, number: int) -> None:
        self.store.save_assess(a_run("assess", number, dossier), a_completeness(provisional=True))

    def row_draft(self, dossier: str, number: int) -> None:
        self.store.save_draft(a_run("draft", number, dossier), self.draft(number))

    def row_refuse(self, dossier: str, number: int) -> None:
        self.store.save_draft(a_run("draft", number, dossier), a_refusal())

    def row_stop(self, dossier: str, number: int) -> None:
        self.store.save_draft(a_run("draft", number, dossier), a_refusal(code="red_flag"))

    def row_compare(self, dossier: str, number: int) -> None:
        self.store.save_convergence(a_run("compare", number, dossier), a_convergence())

    def row_correct(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.correct(dossier, a_correction(dated=date(2025, 1, 1 + number % 28)), connection)

    def row_say(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.say(dossier, a_saying(page=number), connection)

    def row_turn(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.say(dossier, a_saying(about="turn", said="90"), connection)

    def row_repeat(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.repeat(dossier, a_repetition(), connection)

    def row_reread(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.ask_reading(dossier, a_wish(), connection)

    def row_override(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.override(dossier, an_override(reason_fr=f"Raison {number}."), connection)

    def row_clear(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            if a_clearance() in self.desk.notes(dossier).clearances:
                self.desk.clear(dossier, a_clearance(quote=f"autre signe {number}"), connection)
            else:
                self.desk.clear(dossier, a_clearance(), connection)

    def row_assign(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.assign(dossier, DOCTOR, "accueil-1", NOON, connection)

    def row_release(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.desk.assign(dossier, None, "accueil-1", NOON, connection)

    def row_review(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            following = self.reviews.version(dossier, DOCTOR, connection) + 1
            self.reviews.add(dossier, DOCTOR, a_read_event(following), connection)

    def row_sign(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.store.keep_blob(SIGNED_PDF, connection)
            following = len(self.reviews.signed(dossier)) + 1
            self.reviews.sign(dossier, a_signed(dossier, following), connection)

    def row_deliver(self, dossier: str, number: int) -> None:
        if not self.reviews.signed(dossier):
            self.row_sign(dossier, number)
        with self.store.transaction() as connection:
            self.reviews.deliver(dossier, 1, "patient", "accueil-1", NOON, connection)

    def row_asked(self, dossier: str, number: int) -> None:
        """The patient was asked for the piece that lacks, or said that it does not exist."""
        told = {"about": "answer", "kind": "nonexistent"} if number % 5 == 0 else {"about": "asked", "kind": "asked"}
        requirement = a_completeness().items[0].requirement
        given = {"requirement": requirement, "on": date(2026, 2, 1 + number % 28), "by": "M. V.", "at": NOON, **told}
        with self.store.transaction() as connection:
            self.requests.mark(dossier, Mark.model_validate(given), connection)

    def row_message(self, dossier: str, number: int) -> None:
        """A message to the patient, most of which leave."""
        name = f"message-{dossier}-{number}"
        with self.store.transaction() as connection:
            self.requests.save(a_message(name, dossier=dossier), name, connection)
            if number % 3:
                left = RequestEvent(request=name, what="left", by="M. V.", at=NOON)
                self.requests.add(left, connection)

    def row_reply(self, dossier: str, number: int) -> None:
        """An answer comes, and every fourth turns out to be another's."""
        sha256 = came(self.store, f"answer {dossier} {number}".encode())
        settle(self.store, sha256, "joined", dossier)
        if number % 4 == 0:
            settle(self.store, sha256, "back")

    def row_piece(self, dossier: str, number: int) -> None:
        """The doctor asks for a piece, of which most are passed on."""
        asked = an_asked_piece(id=f"piece-{dossier}-{number}", needed=bool(number % 2))
        with self.store.transaction() as connection:
            self.experts.ask_piece(dossier, asked, connection)
            if number % 3:
                act = "forwarded" if number % 2 else "received"
                self.experts.step(dossier, PieceStep(piece=asked.id, act=act, **SAID), connection)

    def row_decline(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.experts.decline(dossier, Decline(reason="competence", **SAID), connection)
            self.desk.assign(dossier, None, DOCTOR, NOON, connection)

    def row_note(self, dossier: str, number: int) -> None:
        with self.store.transaction() as connection:
            self.handover.write(dossier, NewNote(text=f"Note {number}.", by="Aude Accueil-Fictif", at=NOON), connection)

    def row_done(self, dossier: str, number: int) -> None:
        known = self.handover.notes(dossier, for_doctor=False)
        if not known:
            self.row_note(dossier, number)
            known = self.handover.notes(dossier, for_doctor=False)
        with self.store.transaction() as connection:
            mark = NoteMark(by="Aude Accueil-Fictif", at=NOON)
            self.handover.mark(dossier, known[0].id, "reopened" if known[0].done_at else "done", mark, connection)

    def row_take_in(self, dossier: str, number: int) -> None:
        """Another dossier, with a file of its own, is joined to this one."""
        other = f"joined-{number}"
        self.store.keep_upload(other, f"autre-{number}.pdf", "application/pdf", PDF)
        with self.store.transaction() as connection:
            self.store.save_dossier(a_dossier(other), connection)
            self.mergers.merge(a_merger(dossier, other), connection)

    def row_join(self, dossier: str, number: int) -> None:
        """This dossier is joined to another."""
        if self.mergers.into(dossier) is None:
            with self.store.transaction() as connection:
                self.mergers.merge(a_merger(f"kept-{dossier}", dossier), connection)

    def row_part(self, dossier: str, number: int) -> None:
        """What was joined is separated again, or this dossier is on its own again."""
        pairs = [(m.kept, m.joined) for m in self.mergers.of(dossier)]
        if kept := self.mergers.into(dossier):
            pairs.append((kept, dossier))
        if not pairs:
            self.row_take_in(dossier, number)
            pairs = [(m.kept, m.joined) for m in self.mergers.of(dossier)]
        with self.store.transaction() as connection:
            self.mergers.undo(*pairs[0], Undone(by="Aude Accueil-Fictif", at=NOON), connection)

    def row_fail(self, dossier: str, number: int) -> None:
        with self.store.connection() as connection:
            connection.execute(
                "INSERT INTO processing_failure (dossier_id, code, message_fr) VALUES (%s, 'Panne', 'Relancez.')",
                (dossier,),
            )

    def draft(self, number: int) -> Draft:
        """A draft that no other number has."""
        return a_draft(limits=(f"Limite {number}.",))


def note(store, *writes):
    with store.transaction() as connection:
        for write, value in writes:
            write("d1", value, connection)
