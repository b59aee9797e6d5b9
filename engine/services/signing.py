"""Signatures: what was reviewed becomes a signed document that never changes; nothing unsigned leaves."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from engine.domain.account import Account
from engine.domain.convergence import FirstOpinionLine
from engine.domain.document import Document, kind_fr
from engine.domain.dossier import Dossier
from engine.domain.review import Block
from engine.domain.signed import Examined, Opinion, SignatureCheck, SignedOpinion
from engine.errors import EngineError
from engine.ports import Clock, Sealer
from engine.services.keys import SigningKeys, signer_of
from engine.services.review import NotYet, ReviewService
from engine.services.views import DossierView, ReviewView
from engine.steps.marks import settled_fr
from engine.steps.review import agreement_of, final_statements
from engine.store.journal import Journal
from engine.store.postgres import Store
from engine.store.reviews import Reviews

CHANGED_FR = (
    "La fiche ou les pièces du dossier ont changé pendant votre relecture : ce qui serait signé n'est plus ce qui "
    "était affiché. Relisez l'avis ci-dessous, puis signez."
)
NO_KEY_FR = (
    "Vous n'avez pas de clé de signature (votre mot de passe a été réinitialisé, ou votre compte est nouveau). "
    "L'exploitant du service en établit une avec vous : avis user key."
)


class NotSigned(EngineError):
    """Nothing unsigned leaves."""

    exit_code = 3
    message_fr = "L'avis de ce dossier n'est pas signé : rien ne peut être remis. Attendez la signature du médecin."


class NoConsent(EngineError):
    """The patient has not agreed that this document goes there."""

    exit_code = 3
    message_fr = (
        "Le patient n'a pas consenti à cette remise ({consent}). Recueillez son accord, notez-le dans la fiche du "
        "dossier, puis recommencez."
    )


class SigningService:
    """Signs with the doctor's own key, after a fresh proof of who signs.

    `render` lays a document out as PDF; an addendum with the instant at which the opinion was signed.
    """

    def __init__(
        self,
        store: Store,
        keys: SigningKeys,
        reviews: Reviews,
        journal: Journal,
        review: ReviewService,
        sealer: Sealer,
        render: Callable[[Opinion, datetime | None], bytes],
        confirm: Callable[[Account, str, str], None],
        clock: Clock,
    ) -> None:
        self._store, self._keys, self._reviews, self._journal = store, keys, reviews, journal
        self._review, self._sealer, self._render, self._confirm, self._clock = review, sealer, render, confirm, clock

    # Signing

    def blocks(self, account: Account, dossier: DossierView, review: ReviewView) -> tuple[Block, ...]:
        """Return what stands before a signature: in the review, and with the signer."""
        found = list(review.blocks)
        if not account.rpps or not account.specialty:
            told = "Votre numéro RPPS ou votre spécialité manque : demandez à l'administrateur de les ajouter."
            found.append(Block(code="signer", what_fr=told, where="/compte"))
        key = self._keys.of(account.id)
        if key is None:
            told = NO_KEY_FR
            found.append(Block(code="key", what_fr=told, where="/compte"))
        elif key.not_after <= self._clock.now():
            told = "Votre certificat de signature a expiré : demandez à l'administrateur de le renouveler."
            found.append(Block(code="key", what_fr=told, where="/compte"))
        if not dossier.dossier.consents.processing:
            told = "Le patient a retiré son consentement au traitement de son dossier."
            found.append(Block(code="consent", what_fr=told, where="#documents"))
        return tuple(found)

    def opinion(self, account: Account, dossier: DossierView, review: ReviewView, now: datetime) -> Opinion:
        """Put together what the signed document says. Raises `NotYet` while something stands before it."""
        standing = self.blocks(account, dossier, review)
        position, agreement = review.review.conclusion.position(), agreement_of(review.review.labels)
        if standing or position is None or agreement is None:
            told = " ".join(b.what_fr for b in standing) or "La conclusion est incomplète."
            raise NotYet(what=f"L'avis ne peut pas encore être signé. {told}")
        given, used = dossier.dossier, review.draft is not None and not review.review.unused
        items = dossier.completeness.items if dossier.completeness else ()
        lacking = [i for i in items if i.level == "required" and i.status not in ("met", "not_applicable")]
        return Opinion(
            **_head(given, dossier),
            number=1,
            documents=tuple(_examined(d) for d in dossier.documents if d.owner != "other_person"),
            missing_fr=tuple(f"{i.label_fr} : {i.reason_fr} {settled_fr(i, reasoned=True)}".rstrip() for i in lacking),
            provisional=bool(lacking),
            first_opinion_fr=_first_opinion(given, review.first_opinion),
            statements=final_statements(review.review, review.draft),
            position=position,
            labels_fr=_labels(dossier),
            agreement=agreement,
            patient_fr=review.review.conclusion.patient_fr.strip(),
            ai_used=used,
            draft=review.review.draft if used else None,
            signer=signer_of(account),
            signed_at=now,
            audit_head=self._journal.head(),
        )

    def preview(self, account: Account, dossier: DossierView, review: ReviewView) -> Opinion:
        """Return what would be signed now, for the doctor's eyes. Raises `NotYet`."""
        return self.opinion(account, dossier, review, self._clock.now())

    def sign(
        self, account: Account, dossier: DossierView, version: int, password: str, code: str, seen: str | None = None
    ) -> SignedOpinion:
        """Sign the review of that version. Raises `NotYet`, `WrongPassword`, `KeyExpired`, `ReviewConflict`.

        `seen` is the digest of the opinion that was shown: the intake may have changed what it quotes since.
        """
        dossier_id = dossier.dossier.id
        if self._reviews.signed(dossier_id):
            raise NotYet(what="L'avis est déjà signé. Une correction est un addendum signé.")
        review = self._review.view(account, dossier)
        self._review.require(account, dossier_id, version)
        opinion = self.opinion(account, dossier, review, self._clock.now())
        if seen is not None and seen != opinion.digest():
            raise NotYet(what=CHANGED_FR)
        return self._seal(account, opinion, password, code, version=version, given=dossier.dossier)

    def add(self, account: Account, dossier: DossierView, text_fr: str, password: str, code: str) -> SignedOpinion:
        """Sign an addendum to the signed opinion. Raises as `sign` does, and `NotSigned`."""
        signed = self._reviews.signed(dossier.dossier.id)
        if not signed:
            raise NotSigned
        if not text_fr.strip():
            raise NotYet(what="L'addendum est vide. Écrivez ce qui corrige ou complète l'avis.")
        opinion = Opinion(
            **_head(dossier.dossier, dossier),
            number=signed[-1].opinion.number + 1,
            addendum_fr=text_fr.strip(),
            signer=signer_of(account),
            signed_at=self._clock.now(),
            audit_head=self._journal.head(),
        )
        return self._seal(account, opinion, password, code, corrects=signed[0].opinion.signed_at)

    def _seal(
        self,
        account: Account,
        opinion: Opinion,
        password: str,
        code: str,
        version: int | None = None,
        corrects: datetime | None = None,
        given: Dossier | None = None,
    ) -> SignedOpinion:
        dossier_id = opinion.dossier
        try:
            self._confirm(account, password, code)
            key = self._keys.of(account.id)
            if key is None:
                raise NotYet(what=NO_KEY_FR)
            pdf = self._sealer.sign(self._render(opinion, corrects), key, password, opinion.signer, opinion.signed_at)
        except EngineError as error:
            why = type(error).__name__
            self._journal.record(account.id, account.role, "signature_failed", dossier_id, why=why)
            raise
        with self._store.transaction() as connection:
            number = {"number": opinion.number}
            self._journal.record(account.id, account.role, "opinion_signed", dossier_id, connection, **number)
            # Under the journal's lock: nothing was written to the review since it was laid out.
            if version is not None:
                self._review.require(account, dossier_id, version, connection)
            if given is not None and self._store.dossier(dossier_id) != given:
                raise NotYet(what=CHANGED_FR)
            signed = SignedOpinion(opinion=opinion, pdf_sha256=self._store.keep_blob(pdf, connection))
            self._reviews.sign(dossier_id, signed, connection)
        return signed

    # What leaves

    def signed(self, dossier_id: str) -> tuple[SignedOpinion, ...]:
        """Return the opinion and its addenda."""
        return self._reviews.signed(dossier_id)

    def pdf(self, account: Account, dossier_id: str, number: int) -> bytes:
        """Return a signed document as it was signed, for those who work on the dossier.

        Intake reads it while the patient consents to the processing. Raises `NotSigned`, `NoConsent`.
        """
        found, dossier = self._numbered(dossier_id, number), self._store.dossier(dossier_id)
        if account.role == "intake" and not (dossier and dossier.consents.processing):
            raise NoConsent(consent="traitement du dossier")
        self._journal.record(account.id, account.role, "opinion_viewed", dossier_id, number=number)
        return self._store.content(found.pdf_sha256)

    def check(self, dossier_id: str, number: int) -> SignatureCheck:
        """Say whether a signed document still stands. Raises `NotSigned`."""
        return self._sealer.check(self._store.content(self._numbered(dossier_id, number).pdf_sha256))

    def deliver(
        self, account: Account, dossier_id: str, number: int, recipient: Literal["patient", "treating_doctor"]
    ) -> bytes:
        """Hand a signed document over and keep to whom. Raises `NotSigned`, `NoConsent`."""
        found, dossier = self._numbered(dossier_id, number), self._store.dossier(dossier_id)
        if dossier is None or not dossier.consents.processing:
            raise NoConsent(consent="traitement du dossier")
        if recipient == "treating_doctor" and not dossier.consents.share_with_treating_doctor:
            raise NoConsent(consent="transmission au médecin traitant")
        content = self._store.content(found.pdf_sha256)
        if not self._sealer.check(content).intact:
            raise NotSigned
        details: dict[str, str | int | bool] = {"number": number, "recipient": recipient}
        with self._journal.acting(account.id, account.role, "copy_given", dossier_id, **details) as connection:
            at = self._clock.now()
            self._reviews.deliver(dossier_id, number, recipient, account.id, at, connection)
        return content

    def _numbered(self, dossier_id: str, number: int) -> SignedOpinion:
        found = next((s for s in self._reviews.signed(dossier_id) if s.opinion.number == number), None)
        if found is None:
            raise NotSigned
        return found


def _head(given: Dossier, dossier: DossierView) -> dict[str, object]:
    return {
        "dossier": given.id,
        "patient": given.patient,
        "question": given.question,
        "pathway": dossier.pathway.id,
        "pathway_version": dossier.pathway.version,
        "pathway_fr": dossier.pathway.label_fr,
        "published": dossier.pathway.status == "published",
        "received_on": given.received_on,
    }


def _examined(document: Document) -> Examined:
    notes = {
        "illisible": not document.legible,
        "document du ou de la partenaire": document.owner == "partner",
        "identité à vérifier": document.owner == "unknown",
        "doublon": document.duplicate_of is not None,
    }
    return Examined(
        title=document.title,
        kind_fr=kind_fr(document.kind),
        dated=document.dated,
        filename=document.filename,
        pages=document.pages,
        note_fr=", ".join(note for note, holds in notes.items() if holds) or None,
    )


def _first_opinion(given: Dossier, told: Sequence[FirstOpinionLine]) -> str | None:
    """What the intake and the letters say of it, in their own words; what contradicts it is not of this section."""
    first = given.first_opinion
    if not first.given:
        return None
    who = f"{first.by} : " if first.by else ""
    if quoted := [line.text for line in told if all(c.kind in ("fact", "questionnaire") for c in line.cites)]:
        return who + "\n".join(quoted)
    return f"{who}{first.text}" if first.text else f"{who}premier avis donné, sans texte saisi."


def _labels(dossier: DossierView) -> dict[str, str]:
    options = {o.id: o.label_fr for o in dossier.pathway.options}
    return {**{r.id: r.label_fr for r in dossier.pathway.required_documents}, **options}
