"""The intake of a dossier is changed in one way, whoever does it: alone, checked, noted, and followed by the work."""

from collections.abc import Callable, Sequence

from engine.domain.account import Account
from engine.domain.answering import Alarm, AnswerSheet, Way
from engine.domain.audit import Action
from engine.domain.consent import ABOUT, ConsentSaid
from engine.domain.dossier import Dossier
from engine.errors import EngineError, UnknownDossier
from engine.pathways import expressions_of, load
from engine.ports import Clock
from engine.services.alarms import Alarms
from engine.services.recorder import Actor
from engine.steps.answers import check_answers
from engine.steps.asking import changes
from engine.store.asking import Asked
from engine.store.database import Connection
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.postgres import Store

Change = Callable[[Dossier, Connection], Dossier]


class IntakeChanged(EngineError):
    """The intake is not the one any more that the change started from."""

    exit_code = 3
    message_fr = (
        "Cette fiche a été modifiée entre-temps (par un collègue, ou par le patient). Rien n'a été écrasé : rouvrez la "
        "fiche, comparez, puis enregistrez de nouveau."
    )


class Changing:
    """Writes intakes. Nobody else writes the same one meanwhile."""

    def __init__(self, store: Store, asked: Asked, journal: Journal, jobs: Jobs, alarms: Alarms, clock: Clock) -> None:
        self._store, self._asked, self._journal, self._jobs = store, asked, journal, jobs
        self._alarms, self._clock = alarms, clock

    def settle(
        self,
        actor: Actor,
        action: Action,
        dossier_id: str,
        change: Change,
        way: Way = "sheet",
        **details: str | int | bool,
    ) -> Dossier:
        """Do `change` to the intake that stands, as one act, and ask for the work that it causes.

        Answers that raise a red flag alarm a human. Raises `UnknownDossier`, `BadIntake`, and what `change` raises;
        then nothing is kept.
        """
        with self._journal.acting(actor.id, actor.role, action, dossier_id, **details) as connection:
            kept = self._asked.lock(dossier_id, connection)
            if kept is None:
                raise UnknownDossier(dossier=dossier_id)
            after = change(kept, connection)
            raised: tuple[Alarm, ...] = ()
            # A consent can be taken back whatever else the intake holds.
            if after.model_copy(update={"consents": kept.consents}) != kept:
                usable(after)
                raised = self._alarms.raise_new(actor, kept, after, way, connection)
            self._store.save_dossier(after, connection)
        if after.consents.processing and self._store.uploads(dossier_id):
            self._jobs.ask(dossier_id)
        self._alarms.tell(dossier_id, raised)
        return after

    def begin(self, account: Account, dossier: Dossier, connection: Connection) -> tuple[Alarm, ...]:
        """Keep the first intake of a dossier; returns the alarms that its answers raise, to be told afterwards."""
        self._store.save_dossier(dossier, connection)
        self.note(account, None, dossier, connection)
        return self._alarms.raise_new(Actor.of(account), None, dossier, "sheet", connection)

    def tell(self, dossier_id: str, raised: Sequence[Alarm]) -> None:
        """Tell people of alarms once they are kept."""
        self._alarms.tell(dossier_id, raised)

    def note(self, account: Account, before: Dossier | None, after: Dossier, connection: Connection) -> None:
        """Keep what a sheet changed of answers and consents: who wrote it and when; how it was given nobody said."""
        now = self._clock.now()
        said, gone = changes(before.questionnaire if before else {}, after.questionnaire)
        if said or gone:
            sheet = AnswerSheet(version=1, by="staff", way="sheet", account=account.id, at=now, said=said, cleared=gone)
            self._asked.add_sheet(after.id, sheet, connection)
        for about in ABOUT:
            given: bool = getattr(after.consents, about)
            if before is None or getattr(before.consents, about) != given:
                consent = ConsentSaid(about=about, given=given, by=account.id, at=now)
                self._asked.add_consent(after.id, consent, connection)


def usable(dossier: Dossier) -> None:
    """Raise `BadIntake` for an answer that no condition of the pathway can compare."""
    pathway = load(dossier.pathway)
    check_answers(dossier, pathway, expressions_of(pathway))
