"""Experts: what they take and when, their ties, who is proposed for a dossier, and how one gives it back."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from engine.domain.account import Account
from engine.domain.desk import Listed
from engine.domain.expert import (
    Absence,
    Decline,
    DeclineReason,
    Expert,
    ExpertProfile,
    Given,
    Interest,
    InterestKind,
    Stance,
    TieKind,
)
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.intake import IntakeService
from engine.services.notices import Notices
from engine.services.views import PROMISE_DAYS, DossierView
from engine.steps.assignment import Case, Proposal, propose
from engine.steps.ties import Circle, Tie, ties
from engine.store.desk import Desk
from engine.store.experts import Experts, Followed
from engine.store.journal import Journal
from engine.store.postgres import Store


class ExpertRefusal(EngineError):
    """What was asked about an expert cannot be done; `field` names what of the form it is about."""

    exit_code = 3
    message_fr = "{what}"

    def __init__(self, what: str, field: str = "") -> None:
        super().__init__(what=what)
        self.field = field


class ReasonNeeded(ExpertRefusal):
    """Something speaks against the chosen doctor, and nobody said why it shall be that one all the same."""


class LeftDossier(NamedTuple):
    """A dossier whose doctor is away or gone: until which day, and the first expert that is proposed instead."""

    listed: Listed
    doctor: str
    back_after: date | None
    instead: Proposal | None


class ExpertService:
    """What doctors, staff and administrators do about experts. Every act is written to the journal."""

    def __init__(
        self,
        store: Store,
        experts: Experts,
        desk: Desk,
        intake: IntakeService,
        journal: Journal,
        clock: Clock,
        notices: Notices,
        staff: Callable[[], tuple[Account, ...]],
        new_id: Callable[[], str],
    ) -> None:
        self._store, self._experts, self._desk = store, experts, desk
        self._intake, self._journal = intake, journal
        self._clock, self._notices, self._staff, self._new_id = clock, notices, staff, new_id

    # Of a doctor

    def all(self) -> tuple[Expert, ...]:
        """Return every doctor by name, with the absences that are not over."""
        return self._experts.all(self._intake.today())

    def one(self, doctor: str) -> Expert | None:
        """Return one doctor (an account's id)."""
        return self._experts.one(doctor, self._intake.today())

    def describe(
        self, by: Account, doctor: str, pathways: Iterable[str], weekly: int | None, establishments: Iterable[str]
    ) -> None:
        """Say which pathologies a doctor takes, how many dossiers a week, and where the doctor works."""
        known = {pathway.id for pathway in self._intake.pathways()}
        profile = ExpertProfile(
            doctor=doctor,
            pathways=tuple(dict.fromkeys(p for p in pathways if p in known)),
            weekly=weekly,
            establishments=tuple(dict.fromkeys(e.strip() for e in establishments if e.strip())),
            by=by.id,
            at=self._clock.now(),
        )
        with self._journal.acting(by.id, by.role, "expert_changed", account=doctor, what="profile") as connection:
            self._experts.save_profile(profile, connection)

    def away(self, by: Account, doctor: str, first: date, last: date, reason_fr: str = "") -> Absence:
        """Keep that a doctor is away from one day to another, both included. Raises `ExpertRefusal`."""
        if last < first:
            raise ExpertRefusal("Le dernier jour vient avant le premier. Vérifiez les dates.", "last")
        if last < self._intake.today():
            raise ExpertRefusal("Cette absence est déjà finie : elle n'a pas besoin d'être notée.", "last")
        said = {"reason_fr": reason_fr.strip(), "by": by.id, "at": self._clock.now()}
        absence = Absence(id=self._new_id(), doctor=doctor, first=first, last=last, **said)
        self._keep(by, absence)
        return absence

    def not_away(self, by: Account, doctor: str, absence: str) -> None:
        """Take an absence back. Raises `ExpertRefusal` when it is not there any more."""
        expert = self.one(doctor)
        kept = next((a for a in expert.absences if a.id == absence), None) if expert else None
        if kept is None:
            raise ExpertRefusal("Cette absence est déjà retirée ou terminée. Relisez la page.")
        self._keep(by, kept.model_copy(update={"withdrawn": True, "by": by.id, "at": self._clock.now()}))

    def _keep(self, by: Account, absence: Absence) -> None:
        details = {"account": absence.doctor, "what": "absence"}
        with self._journal.acting(by.id, by.role, "expert_changed", **details) as connection:
            self._experts.save_absence(absence, connection)

    def declare(
        self, account: Account, kind: InterestKind, name: str, what_fr: str, since: date | None = None
    ) -> Interest:
        """Keep a tie that a doctor declares. Raises `ExpertRefusal` when it does not say with whom or what."""
        if kind != "general" and not name.strip():
            raise ExpertRefusal("Écrivez avec qui, ou avec quoi, vous avez ce lien.", "name")
        if kind == "general" and not what_fr.strip():
            raise ExpertRefusal("Décrivez ce lien en une phrase.", "what")
        said = {"name": name.strip(), "what_fr": what_fr.strip(), "since": since}
        interest = Interest(
            id=self._new_id(), doctor=account.id, kind=kind, by=account.id, at=self._clock.now(), **said
        )
        self._tell(account, interest)
        return interest

    def end_interest(self, account: Account, interest: str) -> None:
        """Say that a declared tie holds no longer; it stays in the record. Raises `ExpertRefusal`."""
        expert = self.one(account.id)
        kept = next((i for i in expert.standing_interests if i.id == interest), None) if expert else None
        if kept is None:
            raise ExpertRefusal("Ce lien est déjà retiré. Relisez la page.")
        self._tell(account, kept.model_copy(update={"withdrawn": True, "at": self._clock.now()}))

    def _tell(self, account: Account, interest: Interest) -> None:
        details = {"account": account.id, "what": "interest"}
        with self._journal.acting(account.id, account.role, "expert_changed", **details) as connection:
            self._experts.save_interest(interest, connection)

    # Who may take a dossier

    def proposals(self, view: DossierView) -> tuple[Proposal, ...]:
        """Return the doctors for a dossier in the order in which they are proposed, with what is for and against."""
        return propose(self.all(), self._case(view), self._intake.today())

    def ties(self, account: Account, view: DossierView) -> tuple[Tie, ...]:
        """Return the ties that a doctor may have with a dossier."""
        expert = self.one(account.id)
        return ties(expert, circle(view)) if expert else ()

    def circle(self, view: DossierView) -> Circle:
        """Return the names of a dossier among which a tie is looked for."""
        return circle(view)

    def _case(self, view: DossierView) -> Case:
        dossier = view.dossier
        return Case(
            pathway=dossier.pathway,
            pathway_fr=view.pathway.label_fr,
            specialty=view.pathway.specialty,
            circle=circle(view),
            declines=self._experts.declines(dossier.id),
            stances=self._experts.stances(dossier.id),
            due=dossier.received_on + timedelta(days=PROMISE_DAYS),
        )

    def assign(self, account: Account, view: DossierView, doctor: str | None, reason_fr: str = "") -> None:
        """Give a dossier to a doctor (an account's id), or take it back (None).

        Raises `ReasonNeeded` where something speaks against the doctor and no reason is given, `ExpertRefusal` for a
        doctor who declared a conflict, for an unknown one, for who has it already, and once the opinion is signed.
        """
        if view.signed:
            raise ExpertRefusal("L'avis est signé : le dossier reste à son médecin.")
        if doctor == view.doctor:
            raise ExpertRefusal("Ce médecin a déjà le dossier." if doctor else "Choisissez un médecin de la liste.")
        reason = reason_fr.strip()
        if doctor is not None:
            chosen = next((p for p in self.proposals(view) if p.expert.account.id == doctor), None)
            if chosen is None:
                raise ExpertRefusal("Choisissez un médecin de la liste.")
            if chosen.excluded_fr:
                raise ExpertRefusal(f"Ce médecin ne peut pas prendre ce dossier : {'. '.join(chosen.excluded_fr)}.")
            if chosen.against_fr and not reason:
                raise ReasonNeeded("Une réserve existe pour ce médecin : dites pourquoi vous le choisissez.", "reason")
        self._intake.assign(account, view.dossier.id, doctor, reason or None)

    def assignments(self, dossier_id: str) -> tuple[Given, ...]:
        """Return to whom a dossier was given, in order, with the reasons."""
        return self._experts.assignments(dossier_id)

    # Before opening, and giving back

    def must_declare(self, account: Account, dossier_id: str) -> bool:
        """Whether a doctor has still to say that there is no conflict before opening a dossier."""
        return account.role == "doctor" and not self._experts.ties_told(dossier_id, account.id)

    def confirm(self, account: Account, dossier_id: str) -> None:
        """Keep that a doctor has no conflict of interest with a dossier."""
        stance = Stance(tie="none", by=account.id, at=self._clock.now())
        with self._journal.acting(account.id, account.role, "ties_told", dossier_id, what="none") as connection:
            self._experts.say(dossier_id, stance, connection)

    def has_conflict(self, account: Account, dossier_id: str, tie: TieKind, text_fr: str) -> None:
        """Keep that a doctor has a conflict with a dossier, which goes back to staff. Raises `ExpertRefusal`."""
        if tie == "other" and not text_fr.strip():
            raise ExpertRefusal("Décrivez ce lien en une phrase.", "text")
        self._give_back(account, dossier_id, "conflict", text_fr, None, tie)

    def decline(
        self, account: Account, dossier_id: str, reason: DeclineReason, text_fr: str, suggested: str | None = None
    ) -> None:
        """Give a dossier back to staff, who are told by letter; what the doctor wrote stays in the record.

        `suggested` is who might take it (an account's id). Raises `ExpertRefusal` once the opinion is signed.
        """
        if reason == "other" and not text_fr.strip():
            raise ExpertRefusal("Écrivez pourquoi, en une phrase.", "text")
        if suggested is not None:
            known = {expert.account.id for expert in self.all() if expert.account.active} - {account.id}
            if suggested not in known:
                raise ExpertRefusal("Choisissez un confrère de la liste, ou personne.", "suggested")
        self._give_back(account, dossier_id, reason, text_fr, suggested, "other" if reason == "conflict" else None)

    def _give_back(
        self,
        account: Account,
        dossier_id: str,
        reason: DeclineReason,
        text_fr: str,
        suggested: str | None,
        tie: TieKind | None,
    ) -> None:
        now, text = self._clock.now(), text_fr.strip()
        said = Decline(reason=reason, text_fr=text, suggested=suggested, by=account.id, at=now)
        with self._store.transaction() as connection:
            # The journal's lock comes first: a signature that is under way is then seen, or waits and sees this.
            self._journal.record(account.id, account.role, "dossier_declined", dossier_id, connection, what=reason)
            if not self._experts.holds(dossier_id, account.id, connection):
                raise ExpertRefusal("Ce dossier n'est plus à vous, ou son avis est déjà signé. Rien n'a été changé.")
            if tie is not None:
                self._experts.say(dossier_id, Stance(tie=tie, text_fr=text, by=account.id, at=now), connection)
            self._experts.decline(dossier_id, said, connection)
            self._desk.assign(dossier_id, None, account.id, now, connection)
        self._notices.given_back(dossier_id, self._staff())

    def declines(self, dossier_id: str) -> tuple[Decline, ...]:
        """Return who gave a dossier back and why, in order."""
        return self._experts.declines(dossier_id)

    # What staff see to

    def given_back(self) -> tuple[tuple[Listed, Decline], ...]:
        """Return the dossiers that were given back and that nobody has since, the longest waiting first."""
        found = [(self._intake.listed_one(d), self._experts.declines(d)) for d in self._experts.given_back()]
        return tuple((listed, declines[-1]) for listed, declines in found if listed and declines)

    def left(self) -> tuple[LeftDossier, ...]:
        """Return the dossiers of doctors who are away or gone, the oldest first, each with who may take it instead."""
        found = []
        for left in self._experts.left(self._intake.today()):
            view = self._intake.view(left.dossier)
            others = (p for p in self.proposals(view) if p.proposed and p.expert.account.id != left.doctor)
            found.append(LeftDossier(view.listed, left.doctor, left.back_after, next(others, None)))
        return tuple(found)

    def counted(self) -> Followed:
        """Count what of experts waits for staff."""
        return self._experts.counted(self._intake.today())


def circle(view: DossierView) -> Circle:
    """The names of a dossier among which a tie is looked for."""
    dossier, first = view.dossier, view.dossier.first_opinion
    treating = (dossier.treating_doctor.name,) if dossier.treating_doctor else ()
    drugs = (str(f.value) if isinstance(f.value, str) else f.source.quote for f in view.facts if f.kind == "drug")
    return Circle(
        patient=f"{dossier.patient.family_name} {dossier.patient.given_name}",
        first_doctor=first.by if first.given else None,
        persons=_each(d.author for d in view.documents) + treating,
        establishments=_each(d.establishment for d in view.documents),
        products=_each(drugs),
    )


def _each(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
